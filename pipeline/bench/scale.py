"""What all stages cost over more and more documents: what grows faster than their number shows here."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.bench import cases, documents
from pipeline.bench.measure import command, function
from pipeline.corpus import Corpus
from pipeline.corpus.register import put
from pipeline.records import Plan

PAGES = 1
"""Pages of a document. Stages cost by pages and passages; what costs by document shows best for one."""


class Scale(NamedTuple):
    """A run over so many documents: CPU seconds and wall seconds of the run and of a rerun when nothing has
    changed, seconds of each stage by the clock, peak bytes, bytes written, and the slowest view."""

    documents: int
    pages: int
    passages: int
    cpu: float
    wall: float
    rerun_cpu: float
    rerun_wall: float
    stages: dict[str, float]
    parent: int
    largest: int
    outputs: int
    database: int
    slowest_view: str
    view_seconds: float


def measured(
    counts: list[int], folder: Path, *, progress: Callable[[str], None] = lambda what: None
) -> Iterator[Scale]:
    """Make and run as many documents as each count says, each in an empty place of ``folder``."""
    for count in counts:
        progress(f"scale: making {count} documents")
        place = folder / str(count)
        corpus = Corpus(place / "corpus")
        made = documents.write(corpus.folder / "pdf", count, PAGES)
        plans = [
            # Plans of one footprint would all be compared with each other as its versions.
            Plan(path.stem, "BENCH", path.stem, kind="update", bytes=path.stat().st_size)
            for path in made
        ]
        put(corpus, *plans)
        progress(f"scale: {count} documents")
        yield _run(corpus.folder, place / "outputs", count)


def _run(corpus: Path, outputs: Path, count: int) -> Scale:
    arguments = ("run", "--corpus", corpus, "--outputs", outputs)
    first, again = command(arguments), command(arguments)
    diary = [json.loads(line) for line in (outputs / "runs.jsonl").read_text().splitlines()]
    database = outputs / "stp.db"
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        pages, passages = db.execute(
            "select (select count(*) from pages), (select count(*) from passages)"
        ).fetchone()
    seconds, view = max(
        (function(cases.asked, database, f"select * from {view} limit 1000").wall, view)
        for view in cases.views()
    )
    return Scale(
        documents=count,
        pages=pages,
        passages=passages,
        cpu=first.cpu,
        wall=first.wall,
        rerun_cpu=again.cpu,
        rerun_wall=again.wall,
        stages={entry["stage"]: entry["seconds"] for entry in diary},
        parent=first.parent,
        largest=first.peak,
        outputs=sum(path.stat().st_size for path in outputs.rglob("*.jsonl")),
        database=database.stat().st_size,
        slowest_view=view,
        view_seconds=seconds,
    )
