"""A corpus: a folder with a register of plans and what is known about their footprints.

Reads manifest.csv (the register), footprints.csv, gazetteers/*.csv, corrections.csv and pdf/. Writes
the register and pdf/ when plans are added. Nothing here opens a PDF: who adds one hands in a probe
that does so in a worker.
"""

import csv
import hashlib
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from pipeline.codebook import MODELS
from pipeline.records import Entity, Plan

MANIFEST_COLUMNS = (
    "id", "footprint", "title", "kind", "published", "url", "archive_url", "sha256", "bytes", "specimen",
    "status", "note",
)  # fmt: skip
FOOTPRINT_COLUMNS = (
    "code",
    "number",
    "name",
    "region",
    "population",
    "lead",
    "lead_organisation",
    "ccg_count",
)
KINDS = ("plan", "draft", "summary", "annex", "update", "five-year plan", "version")
"""What a document may be. Only a ``plan`` counts as the plan of its footprint; a ``version`` is another
state of a registered document, of which nobody has said yet what it is."""


class CorpusError(Exception):
    """A corpus that cannot be used as it is. The message names the file, the line and the mend."""


class Corpus(NamedTuple):
    """A corpus by its folder."""

    folder: Path

    def pdf(self, plan_id: str) -> Path:
        """Where the PDF of a plan lies."""
        return self.folder / "pdf" / f"{plan_id}.pdf"

    def plans(self) -> list[Plan]:
        """The register, in the order of ids. Raises CorpusError for a row that cannot be read."""
        path = self.folder / "manifest.csv"
        if not path.exists():
            raise CorpusError(
                f"{self.folder} has no manifest.csv: make one with `stp add PDF --corpus {self.folder}`"
            )
        plans: dict[str, Plan] = {}
        for number, row in enumerate(rows(path), start=2):
            try:
                plan = _plan(row)
            except (KeyError, ValueError) as error:
                raise CorpusError(f"{path}, line {number}: {error}") from error
            if plan.id in plans:
                raise CorpusError(f"{path}, line {number}: the id {plan.id} stands there twice: change one")
            plans[plan.id] = plan
        return [plans[each] for each in sorted(plans)]

    def footprints(self) -> list[dict[str, str]]:
        """The rows of footprints.csv; none if there is no such file."""
        return list(rows(self.folder / "footprints.csv"))

    def corrections(self) -> list[dict[str, str]]:
        """The rows of corrections.csv; none if there is no such file."""
        return list(rows(self.folder / "corrections.csv"))

    def gazetteer_files(self) -> list[Path]:
        """The gazetteers that serve this corpus: the national bodies and its own."""
        return [
            *sorted((MODELS / "gazetteers").glob("*.csv")),
            *sorted((self.folder / "gazetteers").glob("*.csv")),
        ]

    def entities(self) -> list[Entity]:
        """The places and bodies of the gazetteers, the footprints themselves among them, by id."""
        entities = [
            Entity(
                id=row["id"],
                kind=row["kind"],
                name=row["name"],
                footprint=row.get("footprint", ""),
                names=_names(row),
            )
            for path in self.gazetteer_files()
            for row in rows(path)
        ]
        entities += [
            Entity(f"footprint-{row['code']}", "footprint", row["name"], row["code"], _names(row))
            for row in self.footprints()
        ]
        return sorted(entities, key=lambda entity: entity.id)

    def digest(self) -> str:
        """A digest of everything here that is not a PDF."""
        files = [
            self.folder / name for name in ("manifest.csv", "footprints.csv", "corrections.csv", "labels.db")
        ]
        return digest([*files, *self.gazetteer_files()])


class Added(NamedTuple):
    """What became of one file that was to be added: ``outcome`` is added, refused or duplicate."""

    path: Path
    outcome: str
    plan: Plan
    reason: str = ""


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file in UTF-8, with or without a byte-order mark; none if it is not there."""
    if not path.exists():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def digest(paths: Iterable[Path]) -> str:
    """A digest of the names and contents of files; absent ones count as such."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + (path.read_bytes() if path.exists() else b"\0absent") + b"\0")
    return total.hexdigest()


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
    with its reason; one whose content is registered already is named and skipped. The register
    is written after each file, so that what was done stays done.
    """
    _found(corpus, template.footprint, dry_run)
    plans = {plan.id: plan for plan in corpus.plans()} if (corpus.folder / "manifest.csv").exists() else {}
    for path in files:
        content_digest = hashlib.sha256(path.read_bytes()).hexdigest()
        twin = next((plan for plan in plans.values() if plan.sha256 == content_digest), None)
        if twin:
            yield Added(path, "duplicate", twin, f"the same content as {twin.id}")
            continue
        reason = probe(path)
        plan = msgspec.structs.replace(
            template,
            id=_free_id(template.id or _slug(path.stem), plans),
            title=template.title or path.stem.replace("-", " ").replace("_", " "),
            sha256=content_digest,
            bytes=path.stat().st_size,
            status="refused" if reason else "",
            note=reason,
        )
        plans[plan.id] = plan
        if not dry_run:
            corpus.pdf(plan.id).parent.mkdir(exist_ok=True)
            shutil.copyfile(path, corpus.pdf(plan.id))
            write_manifest(corpus, plans.values())
        yield Added(path, "refused" if reason else "added", plan, reason)


def write_manifest(corpus: Corpus, plans: Iterable[Plan]) -> None:
    """Write the register, in the order of ids; the old one stays until the new one is whole."""
    lines = []
    for plan in sorted(plans, key=lambda plan: plan.id):
        values = msgspec.structs.asdict(plan) | {"specimen": "yes" if plan.specimen else ""}
        lines.append([str(values[name]) for name in MANIFEST_COLUMNS])
    _write_csv(corpus.folder / "manifest.csv", MANIFEST_COLUMNS, lines)


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


def _plan(row: dict[str, str]) -> Plan:
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", row["id"] or ""):
        raise ValueError(f"the id {row['id']!r} is not a slug (lower-case letters, digits, - . _)")
    if row["kind"] not in KINDS:
        raise ValueError(f"the kind {row['kind']!r} is none of {', '.join(KINDS)}")
    values: dict[str, object] = {name: row.get(name) or "" for name in MANIFEST_COLUMNS}
    values["bytes"] = int(row.get("bytes") or 0)
    values["specimen"] = row.get("specimen") == "yes"
    return msgspec.convert(values, Plan)


def _names(row: dict[str, str]) -> tuple[str, ...]:
    """The other names of a place or body, which stand in one cell divided by semicolons."""
    return tuple(name.strip() for name in (row.get("names") or "").split(";") if name.strip())


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "plan"


def _free_id(wanted: str, taken: Iterable[str]) -> str:
    candidate, number = wanted, 2
    while candidate in taken:
        candidate, number = f"{wanted}-{number}", number + 1
    return candidate
