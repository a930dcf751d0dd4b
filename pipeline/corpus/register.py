"""The register's other side: plans are added to it, and what was fetched is written down.

Writes manifest.csv, footprints.csv, fetches.csv and pdf/ of a corpus. Every file is written under another
name and renamed when it is whole; a PDF is put in place by a link, which never takes the place of another.
"""

import contextlib
import csv
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from pipeline.corpus import FOOTPRINT_COLUMNS, MANIFEST_COLUMNS, Corpus, rows
from pipeline.records import Plan

FETCH_COLUMNS = ("plan", "source", "url", "outcome", "at", "message", "mend")

UNADDRESSED = "no address of the PDF is known"
"""How the note of a row begins that waits for an address; it goes when the file has come."""


class Added(NamedTuple):
    """What became of one file that was to be added: ``outcome`` is added, refused or duplicate."""

    path: Path
    outcome: str
    plan: Plan
    reason: str = ""


class Attempt(NamedTuple):
    """What came of asking one address for a plan: ``source`` says why it was asked (register, archive,
    mirror, lead); ``mend`` is empty where the file came."""

    source: str
    url: str
    outcome: str
    message: str
    mend: str = ""


def add(
    corpus: Corpus,
    files: Iterable[Path],
    *,
    template: Plan,
    probe: Callable[[Path], str],
    dry_run: bool = False,
) -> Iterator[Added]:
    """Register PDFs as plans of ``template.footprint`` and copy them into the corpus.

    ``probe`` opens a file and returns why it must be refused, or nothing. A refused file is registered
    with its reason; one whose content is registered already is named and skipped, or fills the hole if
    its file is missing. A row that waits for a file of this footprint and kind is filled first. The
    register is written after each file, so that what was done stays done.
    """
    _found(corpus, template.footprint, dry_run)
    plans = {plan.id: plan for plan in corpus.plans()} if (corpus.folder / "manifest.csv").exists() else {}
    for path in files:
        content_digest = file_digest(path)
        twin = next((plan for plan in plans.values() if plan.sha256 == content_digest), None)
        if twin and (dry_run or corpus.pdf(twin.id).exists()):
            yield Added(path, "duplicate", twin, f"the same content as {twin.id}")
            continue
        refused_before = twin.note if twin and twin.status == "refused" else ""
        reason = refused_before if twin else probe(path)
        plan = twin or _filled(corpus, template, path, plans, reason)
        plan = msgspec.structs.replace(
            plan, sha256=content_digest, bytes=path.stat().st_size, status="refused" if reason else ""
        )
        plans[plan.id] = plan
        if not dry_run:
            put(corpus, plan)
            draft = parts(corpus) / f"{content_digest}.part"
            shutil.copyfile(path, draft)
            place(draft, corpus.pdf(plan.id))
            with contextlib.suppress(OSError):  # It is not empty where a fetch left something to go on with.
                draft.parent.rmdir()
        yield Added(path, "refused" if reason else "added", plan, reason)


def put(corpus: Corpus, *plans: Plan, **more: str) -> None:
    """Write rows of the register, new or in place of those with their ids. Columns that only people or
    other programs know are kept; ``more`` fills columns besides those of a plan."""
    path = corpus.folder / "manifest.csv"
    held = {row["id"]: row for row in rows(path)}
    for plan in plans:
        values = {name: str(value) for name, value in msgspec.structs.asdict(plan).items()}
        values["specimen"] = "yes" if plan.specimen else ""
        held[plan.id] = {**held.get(plan.id, {}), **values, **more}
    columns = tuple(dict.fromkeys((*MANIFEST_COLUMNS, *(name for row in held.values() for name in row))))
    _write_csv(path, columns, [[held[key].get(name, "") for name in columns] for key in sorted(held)])


def note(corpus: Corpus, plan_id: str, attempts: Iterable[Attempt], at: str) -> None:
    """Write down what came of asking for a plan, in place of what came of it before."""
    path = corpus.folder / "fetches.csv"
    kept = [[row[name] for name in FETCH_COLUMNS] for row in rows(path) if row["plan"] != plan_id]
    kept += [[plan_id, *each[:3], at, *each[3:]] for each in attempts]
    kept.sort(key=lambda row: row[0])
    _write_csv(path, FETCH_COLUMNS, kept)


def parts(corpus: Corpus) -> Path:
    """The folder of files on their way, made if it is not there. It lies beside the PDFs, since a file
    can be put in place whole only within one file system."""
    folder = corpus.folder / "pdf" / ".part"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def place(part: Path, target: Path) -> None:
    """Put a whole file in its place. Raises FileExistsError where there is one: none is ever overwritten."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links: the check and the move are two steps, under the corpus's lock.
        if target.exists():
            raise FileExistsError(target) from None
        part.rename(target)
    part.unlink(missing_ok=True)


def taken(corpus: Corpus, plans: Iterable[str]) -> set[str]:
    """The ids that a new row cannot have: those registered, and those of unregistered files."""
    return {*plans, *(path.stem for path in (corpus.folder / "pdf").glob("*.pdf"))}


def free_id(wanted: str, taken: Collection[str]) -> str:
    """The id ``wanted``, or that with the first number that makes it new."""
    candidate, number = wanted, 2
    while candidate in taken:
        candidate, number = f"{wanted}-{number}", number + 1
    return candidate


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _filled(corpus: Corpus, template: Plan, path: Path, plans: Mapping[str, Plan], reason: str) -> Plan:
    """The row for a file: the one that waits for it, or a new one."""
    waiting = [
        plan
        for plan in plans.values()
        if not template.id
        and (plan.footprint, plan.kind) == (template.footprint, template.kind)
        and not plan.sha256
        and not corpus.pdf(plan.id).exists()
    ]
    if waiting:
        plan = waiting[0]
        given = {name: getattr(template, name) for name in ("title", "published", "url")}
        kept = "" if plan.note.startswith(UNADDRESSED) else plan.note
        values = {name: value for name, value in given.items() if value}
        return msgspec.structs.replace(plan, **values, note=reason or kept)
    return msgspec.structs.replace(
        template,
        id=free_id(template.id or _slug(path.stem), taken(corpus, plans)),
        title=template.title or path.stem.replace("-", " ").replace("_", " "),
        note=reason or template.note,
    )


def _found(corpus: Corpus, footprint: str, dry_run: bool) -> None:
    """Make the folder and its footprints.csv, or add an unknown footprint's code to it."""
    known = corpus.footprints()
    if dry_run or any(row["code"] == footprint for row in known):
        return
    corpus.folder.mkdir(parents=True, exist_ok=True)
    columns = tuple(known[0]) if known else FOOTPRINT_COLUMNS
    row = dict.fromkeys(columns, "") | {"code": footprint, "name": footprint, "number": str(len(known) + 1)}
    _write_csv(
        corpus.folder / "footprints.csv",
        columns,
        [[each[name] for name in columns] for each in (*known, row)],
    )


def _write_csv(path: Path, columns: Iterable[str], lines: Iterable[Iterable[str]]) -> None:
    draft = path.with_suffix(".csv.tmp")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(lines)
    draft.replace(path)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "plan"
