"""A corpus: a folder with a register of plans and what is known about their footprints.

Reads manifest.csv (the register), footprints.csv, gazetteers/*.csv, corrections.csv, leads.csv and
fetches.csv. The register is written by :mod:`.register`; which footprint a file belongs to is worked
out in :mod:`.match`. Nothing here opens a PDF: that is done in workers, and what they say is handed in.
"""

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from pipeline.codebook import MODELS
from pipeline.records import Entity, Issue, Plan

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

    def leads(self, plan: Plan) -> list[dict[str, str]]:
        """The rows of leads.csv about the kind of document that a plan is, in its footprint."""
        wanted = (plan.footprint, plan.kind)
        return [row for row in rows(self.folder / "leads.csv") if (row["footprint"], row["kind"]) == wanted]

    def attempts(self, plan_id: str) -> list[Issue]:
        """What came of asking for a plan's file the last time: rows of fetches.csv that are no success."""
        return [
            Issue("fetch", "warning", row["outcome"], row["message"], row["mend"])
            for row in rows(self.folder / "fetches.csv")
            if row["plan"] == plan_id and row["mend"]
        ]

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
