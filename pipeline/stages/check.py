"""A database checked against what it was made from: the PDFs of its corpus and the files of the stages.

Reads outputs/stp.db, the other files beside it, and CORPUS/pdf/. What cannot be checked on this machine
is said: a check that did not take place is no check passed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import sqlite_utils

from pipeline.corpus import Corpus
from pipeline.load import boxes
from pipeline.load.verify import Problem
from pipeline.records import Finding, Labels, Mention, Page, Passage, Quantity
from pipeline.stages import stamps
from pipeline.stages.run import crops, sheet

FILES = {
    "pages": ("pages", Page),
    "passages": ("passages", Passage),
    "passage_themes": ("themes", Labels),
    "findings": ("findings", Finding),
    "quantities": ("findings", Quantity),
    "mentions": ("findings", Mention),
}
"""Each table that has a plan's rows, with the folder and the record that they come from."""

CORRECTED = """SELECT ref FROM passages WHERE plan = ? AND id IN (
    SELECT passage FROM corrections WHERE status = 'applied')"""
"""Passages whose rows a person changed, so that the files say something else of them."""


class Unchecked(NamedTuple):
    """What could not be checked, and why."""

    where: str
    reason: str


class Read(NamedTuple):
    """How many of a plan's lines were read again on its pages, of how many there are."""

    plan: str
    read: int
    of: int


def findings(
    db: sqlite_utils.Database, outputs: Path, corpus: Corpus | None, *, one_in: int = boxes.SAMPLE
) -> Iterator[Problem | Unchecked | Read]:
    """Both checks; ``corpus`` is None where it is not known or not here."""
    yield from with_files(db, outputs)
    if corpus is None:
        yield Unchecked("all plans", "no box was read again, as their corpus is not here: give --corpus")
    else:
        yield from on_pages(db, corpus, one_in=one_in)


def on_pages(
    db: sqlite_utils.Database, corpus: Corpus, *, one_in: int = boxes.SAMPLE
) -> Iterator[Problem | Unchecked | Read]:
    """Read the words of one passage in ``one_in`` again, each box of it on its page of the PDF."""
    tasks, asked = [], []
    for plan, sha256 in db.execute("SELECT id, sha256 FROM plans WHERE passage_count ORDER BY id").fetchall():
        pdf = corpus.pdf(plan)
        if not pdf.exists():
            yield Unchecked(plan, f"its boxes were not read again: {pdf} is not there")
        elif other := _other(pdf, sha256):
            yield Problem("file", plan, f"{other}: run again")
        else:
            asked.append((plan, boxes.lines(db, plan, one_in=one_in)))
            tasks.append((pdf, [each.line for each in asked[-1][1]], boxes.drawn(db, plan)))
    for (plan, printed), found in zip(asked, crops(tasks), strict=True):
        if isinstance(found, str):
            yield Problem("file", plan, f"{corpus.pdf(plan)} cannot be read again: {found}")
            continue
        yield from boxes.problems(printed, found)
        unread = sum(each is None for each in found)
        if unread:
            yield Unchecked(plan, f"{unread} lines that are pictures were not read again: no OCR here")
        yield Read(plan, len(found) - unread, _boxes(db, plan))


def sheets(corpus: Corpus | None, passage: Mapping[str, Any], pages: Iterable[int]) -> dict[int, bytes]:
    """The pages of the PDF of a passage (its ``plan`` and ``sha256``), each as PNG.

    Raises ValueError where the PDF is not here, cannot be read, or is not the one that was read.
    """
    if corpus is None:
        raise ValueError("the corpus with the PDF is not on this machine: give --corpus")
    pdf = corpus.pdf(passage["plan"])
    if not pdf.exists():
        raise ValueError(f"{pdf} is not on this machine")
    if other := _other(pdf, passage["sha256"]):
        raise ValueError(other)
    return {page: sheet(pdf, page) for page in pages}


def with_files(db: sqlite_utils.Database, outputs: Path) -> Iterator[Problem | Unchecked]:
    """Count the rows of each plan's tables against the records of the stages' files. Passages that a person
    corrected are left out on both sides."""
    for (plan,) in db.execute("SELECT id FROM plans WHERE page_count ORDER BY id").fetchall():
        absent = {folder for folder, _ in FILES.values() if not (outputs / folder / f"{plan}.jsonl").exists()}
        if absent:
            files = ", ".join(str(outputs / folder / f"{plan}.jsonl") for folder in sorted(absent))
            yield Unchecked(plan, f"its rows were not counted against the stages' files: no {files}")
            continue
        corrected = {ref for (ref,) in db.execute(CORRECTED, [plan])}
        counted = _records(plan, outputs, corrected)
        for table, (folder, _) in FILES.items():
            rows = _rows(db, table, plan, corrected)
            if rows != counted[table]:
                message = f"{rows} rows of {table}, {counted[table]} in {folder}/{plan}.jsonl: run `stp run`"
                yield Problem("count between stages", plan, message)


def _other(pdf: Path, sha256: str) -> str:
    """Why a file is not the one that was read, or nothing."""
    found = stamps.file_digest(pdf)
    if found == sha256:
        return ""
    return f"{pdf} is another version (SHA-256 {found}) than the one that was read ({sha256})"


def _boxes(db: sqlite_utils.Database, plan: str) -> int:
    sql = "SELECT count(*) FROM passages pa JOIN passage_boxes bo ON bo.passage = pa.id WHERE pa.plan = ?"
    return int(db.execute(sql, [plan]).fetchone()[0])


def _records(plan: str, outputs: Path, corrected: set[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    tables: dict[type, str] = {kind: table for table, (_, kind) in FILES.items()}
    for folder in dict.fromkeys(folder for folder, _ in FILES.values()):
        for record in stamps.records(outputs / folder / f"{plan}.jsonl"):
            if type(record) in tables and getattr(record, "ref", None) not in corrected:
                counts[tables[type(record)]] += _weight(record)
    return counts


def _weight(record: Any) -> int:
    """How many rows a record makes: a finding without a theme only carries a strength."""
    match record:
        case Labels():
            return len(record.labels)
        case Finding():
            return int(bool(record.theme))
    return 1


def _rows(db: sqlite_utils.Database, table: str, plan: str, corrected: set[str]) -> int:
    if table == "pages":
        return int(db.execute("SELECT count(*) FROM pages WHERE plan = ?", [plan]).fetchone()[0])
    source = "passages pa" if table == "passages" else f"{table} it JOIN passages pa ON pa.id = it.passage"
    counts = db.execute(f"SELECT pa.ref, count(*) FROM {source} WHERE pa.plan = ? GROUP BY pa.id", [plan])
    return sum(count for ref, count in counts if ref not in corrected)
