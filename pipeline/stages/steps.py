"""What a child process does for one plan and one stage: its files read, the core run, its file written.

The cores are pure; here is where their inputs and outputs meet the disk. PDFs are opened here only,
so always in a child, under a memory limit and a time limit for each page.
"""

import hashlib
import os
import resource
import signal
import socket
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from pipeline.corpus import Corpus
from pipeline.records import Entity, Issue, Labels, Passage, PassageLine, Plan, to_line
from pipeline.stages import Job, stamps
from pipeline.stages.child import tell

MEMORY_LIMIT = 4 << 30
"""Address space of a child that opens PDFs: all 34 hostile and 1,125 ordinary files were held by it."""

PAGE_SECONDS = 60
"""How long one page may take. The slowest honest page measured took under 3 s."""


class Task(NamedTuple):
    """One plan for one stage. ``skip`` are the pages on which a child died before."""

    job: Job
    stage: str
    writes: str
    plan: Plan
    stamp: stamps.Stamp
    skip: tuple[int, ...] = ()

    @property
    def path(self) -> Path:
        """The file to be written."""
        return self.job.file(self.writes, self.plan.id)


def work(task: Task) -> int:
    """Do a task in this process; returns the number of records written. The file appears whole or not
    at all."""
    draft = task.path.with_name(f".{task.plan.id}.{socket.gethostname()}.{os.getpid()}.tmp")
    count = 0
    try:
        with draft.open("wb") as file:
            file.write(stamps.to_line(task.stamp))
            for record in STEPS[task.stage](task):
                file.write(to_line(record) + b"\n")
                count += 1
            file.flush()
            os.fsync(file.fileno())
        draft.replace(task.path)
    finally:
        draft.unlink(missing_ok=True)
    return count


def engine() -> str:
    """The name and version of the OCR engine on this machine, or "none"."""
    from pipeline.extract import ocr

    return ocr.version()


def drawn(pdf: Path, page: int) -> bytes:
    """A PNG of a page as it was read."""
    from pipeline.extract import look

    limit()
    signal.setitimer(signal.ITIMER_REAL, PAGE_SECONDS)
    png = look.picture(pdf.read_bytes(), page)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return png


def shown(pdf: Path, page: int) -> bytes:
    """A PNG of a page as a viewer shows it."""
    from pipeline.extract import sheet

    limit()
    signal.setitimer(signal.ITIMER_REAL, PAGE_SECONDS)
    png = sheet.picture(pdf.read_bytes(), page)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return png


def cropped(pdf: Path, lines: Sequence[PassageLine], drawn: Collection[int]) -> list[str | None]:
    """What stands in the boxes of lines on the page; None where it cannot be read."""
    from pipeline.extract import ocr, sheet

    def before_page(page: int) -> None:
        signal.setitimer(signal.ITIMER_REAL, PAGE_SECONDS)

    limit()
    before_page(0)
    found = sheet.crops(pdf.read_bytes(), lines, drawn=drawn, ocr=ocr.engine(), before_page=before_page)
    try:
        return list(found)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def limit() -> None:
    """Bound the memory of this process, as far as the system allows."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


def _fetch(task: Task) -> Iterator[Any]:
    from pipeline import fetch

    def opener(plan: Plan) -> bytes | None:
        path = task.job.corpus.pdf(plan.id)
        return path.read_bytes() if path.exists() else None

    return fetch.plan(task.plan, opener, task.job.corpus.attempts(task.plan.id))


def _extract(task: Task) -> Iterator[Any]:
    from pipeline import extract
    from pipeline.extract import ocr

    path = task.job.corpus.pdf(task.plan.id)
    if not path.exists():
        return

    def before_page(page: int) -> None:
        # The alarm's default action ends the process, even inside PDFium, where no handler would run.
        signal.setitimer(signal.ITIMER_REAL, PAGE_SECONDS)
        tell(page)

    limit()
    before_page(0)
    try:
        yield from extract.pages(path.read_bytes(), skip=task.skip, before_page=before_page, ocr=ocr.engine())
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _segment(task: Task) -> Iterator[Any]:
    from pipeline import segment

    pages = stamps.records(task.job.file("pages", task.plan.id))
    return segment.passages(task.plan.id, (page for page in pages if not isinstance(page, Issue)))


def _classify(task: Task) -> Iterator[Labels]:
    """Only what this plan's file of labels, made by the same model, has not read yet is read; what the
    passages come to in their document is reckoned anew."""
    from pipeline import classify

    model, passages = classify.model(), list(_passages(task))
    readings = [_reading(passage) for passage in passages]
    known = _labelled(task)
    fresh = {key: passage for key, passage in zip(readings, passages, strict=True) if key not in known}
    known |= zip(fresh, classify.alone(fresh.values(), model), strict=True)
    read = [
        msgspec.structs.replace(known[key], ref=passage.ref, reading=key)
        for key, passage in zip(readings, passages, strict=True)
    ]
    return classify.in_documents(passages, read, model)


def _labelled(task: Task) -> dict[str, Labels]:
    """The labels of the plan as they are, by what was read, if the same code and model would give them."""
    stamp = stamps.read(task.path)
    if stamp is None or any(stamp[name] != task.stamp[name] for name in ("code", "models")):
        return {}
    return {each.reading: each for each in stamps.records(task.path) if isinstance(each, Labels)}


def _reading(passage: Passage) -> str:
    """A digest of all that the classifier reads of a passage."""
    content = "\0".join((passage.section, passage.context, passage.text))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _find(task: Task) -> Iterator[Any]:
    from pipeline import find

    plan = next(
        each for each in stamps.records(task.job.file("plans", task.plan.id)) if isinstance(each, Plan)
    )
    labels = (
        each for each in stamps.records(task.job.file("themes", task.plan.id)) if isinstance(each, Labels)
    )
    return find.findings(plan, _passages(task), labels, _entities(task.job.corpus))


@lru_cache(1)
def _entities(corpus: Corpus) -> tuple[Entity, ...]:
    """The gazetteers, read once in a child: it lives no longer than a stage."""
    return tuple(corpus.entities())


def _passages(task: Task) -> Iterator[Passage]:
    records = stamps.records(task.job.file("passages", task.plan.id))
    return (each for each in records if isinstance(each, Passage))


STEPS: dict[str, Callable[[Task], Iterator[Any]]] = {
    "fetch": _fetch,
    "extract": _extract,
    "segment": _segment,
    "classify": _classify,
    "find": _find,
}
