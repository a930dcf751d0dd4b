"""Bench: what this pipeline costs, beside what else could be used, on one machine in one run.

Reads a folder of PDFs; writes measurements. Every case runs in a process of its own, the cases of a round
one after the other and round after round, so that what else the machine does falls on all of them;
of each the median counts. What is compared are ratios and CPU seconds: wall clocks of shared machines lie.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.bench import cases
from pipeline.bench.measure import Measure, median


class Case(NamedTuple):
    """Something to be measured, and how: ``group`` and ``name`` for the table, ``unit`` for its counts.
    The first case of a group is that of this pipeline, to which the others are compared."""

    group: str
    name: str
    unit: str
    run: Callable[[], Measure]


class Row(NamedTuple):
    """A case as measured: medians of its runs, and its CPU and wall time as multiples of this pipeline's."""

    group: str
    name: str
    unit: str
    measure: Measure
    cpu_ratio: float | None
    wall_ratio: float | None


def measured(
    pdfs: list[Path], folder: Path, *, runs: int, progress: Callable[[str], None] = lambda name: None
) -> Iterator[Row]:
    """Rows for a set of PDFs, ``runs`` rounds of them. ``folder`` must be empty: it takes what is written."""
    corpus = cases.corpus(pdfs, folder / "corpus")
    listed = [Case(*each) for each in cases.listed(corpus, folder)]
    taken: dict[Case, list[Measure]] = {case: [] for case in listed}
    for turn in range(runs):
        for case in listed:
            progress(f"{case.group}: {case.name} ({turn + 1} of {runs})")
            taken[case].append(case.run())
    first: dict[str, Measure] = {}
    for case in listed:
        middle = median(taken[case])
        ours = first.setdefault(case.group, middle)
        comparable = middle is not ours and middle.units == ours.units
        yield Row(
            *case[:3],
            middle,
            _ratio(middle.cpu, ours.cpu) if comparable else None,
            _ratio(middle.wall, ours.wall) if comparable else None,
        )


def _ratio(theirs: float, ours: float) -> float | None:
    return round(theirs / ours, 2) if theirs and ours else None
