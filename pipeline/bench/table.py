"""Measurements as Markdown, for people and for the history in docs/benchmarks.md, and as JSON."""

import json
import os
from collections.abc import Iterable, Sequence
from itertools import groupby

from pipeline import __version__
from pipeline.bench import Row
from pipeline.bench.scale import Scale

MEGABYTE = 1 << 20


def machine() -> str:
    """This machine by what matters for the figures: its cores and its memory."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    return f"{len(os.sched_getaffinity(0))} cores, {memory:.0f} GB"


def heading(day: str, runs: int, load: float) -> str:
    """The heading of a set of tables: the day, the version, the machine, and how busy it was."""
    return (
        f"## {day}, version {__version__}, {machine()}\n\n"
        f"Medians of {runs}. Others kept the machine busy to a load of {load:.1f}."
    )


def rows(measured: Iterable[Row]) -> str:
    """A table for each group. ``×`` is how many times what this pipeline costs the other does."""
    parts = []
    for group, members in groupby(measured, key=lambda row: row.group):
        head = ["what", "units", "CPU s", "CPU ms a unit", "× CPU", "wall s", "× wall", "peak MB"]
        lines = [[_cell(row.name), _units(row), *_figures(row)] for row in members]
        parts.append(f"### {group.capitalize()}\n\n{_table(head, lines)}")
    return "\n\n".join(parts)


def scale(measured: Sequence[Scale]) -> str:
    """The table of runs over made documents."""
    if not measured:
        return ""
    head = [
        "documents", "pages", "passages", "CPU ms a page", "wall s", "rerun s", "load s", "parent MB",
        "largest MB", "outputs KB a page", "database KB a page", "slowest view",
    ]  # fmt: skip
    lines = [
        [
            f"{each.documents:,}", f"{each.pages:,}", f"{each.passages:,}",
            f"{1000 * each.cpu / each.pages:.0f}", f"{each.wall:.1f}", f"{each.rerun_wall:.1f}",
            f"{each.stages['load']:.1f}", f"{each.parent / MEGABYTE:.0f}", f"{each.largest / MEGABYTE:.0f}",
            f"{each.outputs / each.pages / 1024:.1f}", f"{each.database / each.pages / 1024:.1f}",
            f"{each.slowest_view} {1000 * each.view_seconds:.0f} ms",
        ]
        for each in measured
    ]  # fmt: skip
    stages = list(measured[-1].stages)
    seconds = [[f"{each.documents:,}", *(f"{each.stages[name]:.1f}" for name in stages)] for each in measured]
    return (
        f"### Scale\n\n{_table(head, lines)}\n\nSeconds of each stage by the clock:\n\n"
        f"{_table(['documents', *stages], seconds)}"
    )


def as_json(day: str, measured: Iterable[Row], scales: Iterable[Scale]) -> str:
    """Everything that was measured."""
    return json.dumps(
        {
            "day": day,
            "version": __version__,
            "machine": machine(),
            "rows": [row._asdict() | {"measure": row.measure._asdict()} for row in measured],
            "scale": [each._asdict() for each in scales],
        },
        indent=1,
    )


def _units(row: Row) -> str:
    count = row.measure.units
    return f"1 {row.unit}" if count == 1 else f"{count:,} {row.unit}s"


def _figures(row: Row) -> list[str]:
    each = row.measure
    return [
        f"{each.cpu:.2f}" if each.cpu else "–",
        f"{1000 * each.cpu / each.units:.2f}" if each.cpu else "–",
        f"{row.cpu_ratio:.2f}" if row.cpu_ratio else "",
        f"{each.wall:.2f}",
        f"{row.wall_ratio:.2f}" if row.wall_ratio else "",
        f"{each.peak / MEGABYTE:.0f}",
    ]


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in [head, ["---"] * len(head), *lines])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
