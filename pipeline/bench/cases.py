"""The cases: which work is measured, in the order in which it must be done."""

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.bench import rivals
from pipeline.bench.measure import Measure, command, function, process
from pipeline.corpus import Corpus
from pipeline.corpus.register import add
from pipeline.records import Plan
from pipeline.stages import survey
from pipeline.stages.child import alone

PASSAGES = 400
"""Passages that are classified: some seconds of work, by which a start-up of milliseconds is nothing."""

SEARCH = "select count(*) from passages_fts where passages_fts match 'agency OR locums'"

Listed = tuple[str, str, str, Callable[[], Measure]]


def corpus(pdfs: list[Path], folder: Path) -> Corpus:
    """A corpus made of PDFs, whatever their names; what cannot be read is registered as refused."""
    made = Corpus(folder)
    template = Plan(id="", footprint="BENCH", title="")
    with survey.reader() as read:
        for _ in add(made, pdfs, template=template, probe=lambda pdf: read(pdf).refusal):
            pass
    return made


def listed(corpus: Corpus, folder: Path) -> Iterator[Listed]:
    """Group, name and unit of each case, and what measures it. Those that need outputs come after the one
    that makes them."""
    readable = [corpus.pdf(plan.id) for plan in corpus.plans() if not plan.status]
    outputs = folder / "outputs"
    pages = function(rivals.pdfium, readable).units
    arguments = ("--corpus", corpus.folder, "--outputs", outputs)
    yield "end to end", "this pipeline, two workers", "page", partial(_anew, arguments, outputs, pages)
    script = [sys.executable, "-m", "pipeline.bench.script", str(folder / "script.csv"), *map(str, readable)]
    yield "end to end", "pdfplumber, keywords and CSV", "page", partial(process, script, pages)
    yield (
        "end to end", "this pipeline, one worker", "page",
        partial(_anew, (*arguments[:3], folder / "one", "--jobs", "1"), folder / "one", pages),
    )  # fmt: skip
    if find_spec("distributed"):
        elsewhere = (*arguments[:3], folder / "cluster")
        yield (
            "end to end", "this pipeline, two workers of a Dask cluster", "page",
            partial(_clustered, elsewhere, folder / "cluster", pages),
        )  # fmt: skip
    yield "nothing changed", "stp run again", "run", partial(command, ("run", *arguments))
    yield "start-up", "stp --help", "run", partial(command, ("--help",))
    for name, reader in rivals.readers():
        yield "extraction, one process", name, "page", partial(function, reader, readable)
    for name, classifier in rivals.CLASSIFIERS:
        yield (
            "classification, one process", name, "passage",
            partial(_classified, classifier, outputs),
        )  # fmt: skip
    yield "database", "search for words", "query", partial(function, asked, outputs / "stp.db", SEARCH)
    for view in views():
        query = f"select * from {view}"
        yield "database", f"all of {view}", "query", partial(function, asked, outputs / "stp.db", query)


def asked(database: Path, query: str) -> rivals.Work:
    """The work of a query on a database that was just opened: all rows are fetched."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)

    def work() -> int:
        for _ in connection.execute(query):
            pass
        return 1

    return work


def _anew(arguments: tuple[object, ...], outputs: Path, pages: int) -> Measure:
    shutil.rmtree(outputs, ignore_errors=True)
    return command(("run", *arguments), pages)


def _clustered(arguments: tuple[object, ...], outputs: Path, pages: int) -> Measure:
    """As :func:`_anew`, on a cluster of two processes. Their CPU is not the run's, so it is not counted."""
    return alone(_on_cluster, arguments, outputs, pages)._replace(cpu=0.0)


def _on_cluster(arguments: tuple[object, ...], outputs: Path, pages: int) -> Measure:
    distributed: Any = import_module("distributed")
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "silence_logs": 50}
    with distributed.LocalCluster(**options) as cluster:
        return _anew((*arguments, "--cluster", cluster.scheduler_address), outputs, pages)


def _classified(classifier: Callable[..., rivals.Work], outputs: Path) -> Measure:
    return function(classifier, sorted((outputs / "passages").glob("*.jsonl")), PASSAGES)


def views() -> list[str]:
    """The views of the database, by name."""
    from pipeline.load import views

    return sorted(views.VIEWS)
