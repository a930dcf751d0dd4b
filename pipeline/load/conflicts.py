"""Figures of one plan that disagree about what seems to be the same thing.

Reads and marks the rows of one plan's ``quantities``. Nothing is resolved: a reader is shown both. The
test is strict, because a list of false conflicts is not read: of the figures that merely share kind,
noun and year, nine in ten are about different things.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.records import CELL_JOINT

Row = dict[str, Any]

SUBJECT = 0.6
"""Share of the words of the shorter sentence that the other must have, figures and small words aside."""

ROUNDING = 0.01
"""Figures that differ by less say the same: £103.6m and £104m."""

REACH = 200
"""A figure is compared with so many that follow it: a plan of 10,000 pages takes no longer a page."""

WORD = re.compile(r"[^\W\d_]{3,}")

SMALL = frozenset(
    WORD.findall(
        "about after also and are been before between both but can each for from has have how into its may "
        "more most not now one only other our out over per some such than that the their them then there "
        "these they this those through two under was well were what when where which while who will with "
        "within would year years million billion"
    )
)
"""Words of three letters or more that say nothing of what a sentence is about."""


def mark_conflicts(rows: dict[str, list[Row]]) -> None:
    """Give each figure that disagrees with another the id of the first of them as ``conflict``.

    Two figures disagree if they have the same kind, unit, direction and year and count the same noun, in
    two passages that name the same places, in sentences about the same thing, and neither value lies
    within the range of the other.
    """
    passages = {row["id"]: row for row in rows["passages"]}
    places: dict[int, set[str]] = {}
    for mention in rows["mentions"]:
        places.setdefault(mention["passage"], set()).add(mention["entity"])
    alike: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows["quantities"]:
        row["conflict"] = None
        if row["kind"] != "date" and row["value"] is not None and _says(row, passages[row["passage"]]):
            noun = tuple(row[name] for name in ("kind", "unit", "direction", "by_year"))
            where = tuple(sorted(places.get(row["passage"], ())))
            alike.setdefault((*noun, row["counts"].casefold(), where), []).append(row)
    for group in alike.values():
        for one, other in _disagreeing(group, passages):
            known = {each for each in (one["conflict"], other["conflict"]) if each}
            first = min(known, default=one["id"])
            for row in group if len(known) > 1 else (one, other):
                if row is one or row is other or row["conflict"] in known:
                    row["conflict"] = first


def _says(row: Row, passage: Row) -> bool:
    """Whether a figure says what it counts. In a table its row's label does not: the columns tell its cells
    apart, and where their heads say nothing no one can."""
    words = WORD.findall(row["counts"].casefold())
    if passage["kind"] != "table_row":
        return bool(words)
    return bool(set(words) - set(WORD.findall(passage["text"].split(CELL_JOINT)[0].casefold())))


class _Subject(NamedTuple):
    """What the sentence around a figure says beside the noun; for a row of a table, what its first cell, the
    ``label``, says. ``table`` tells tables apart; prose has none."""

    words: frozenset[str]
    label: frozenset[str]
    table: tuple[str, str] | None


def _disagreeing(group: list[Row], passages: dict[int, Row]) -> Iterator[tuple[Row, Row]]:
    subjects = [(row, _subject(row, passages[row["passage"]])) for row in group]
    for number, (one, subject) in enumerate(subjects, start=1):
        for other, another in subjects[number : number + REACH]:
            apart = one["passage"] != other["passage"] and _apart(one, other)
            if apart and _same(subject, another, one["by_year"]):
                yield one, other


def _subject(row: Row, passage: Row) -> _Subject:
    quote = passage["text"][row["quote_start"] : row["quote_end"]]
    label = frozenset(WORD.findall(quote.split(CELL_JOINT)[0].casefold())) - SMALL
    table = (passage["section"], passage["context"]) if passage["kind"] == "table_row" else None
    return _Subject(label - frozenset(WORD.findall(row["counts"].casefold())), label, table)


def _same(one: _Subject, other: _Subject, year: int | None) -> bool:
    """Rows of one table are about different things, and rows of two must have the same label. A sentence with
    nothing but the noun ("600 beds") is about anything, unless a year says which."""
    if one.table and other.table:
        return one.table != other.table and bool(one.label) and one.label == other.label
    fewer = min(len(one.words), len(other.words))
    return len(one.words & other.words) >= SUBJECT * fewer if fewer else year is not None


def _apart(one: Row, other: Row) -> bool:
    lower, upper = sorted((one, other), key=lambda row: float(row["value"]))
    end = lower["value"] if lower["value_high"] is None else max(lower["value"], lower["value_high"])
    return bool(upper["value"] - end > ROUNDING * abs(upper["value"]))
