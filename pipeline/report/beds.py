"""Beds that a sentence takes away, worked out from the figures of beds.

Reads the rows of ``beds_by_footprint``; gives those that say of a number of beds that it goes, with how many
(``fewer``). A figure alone does not say so: of "from 1,480 to 1,330" it is the difference that goes, of
"150 fewer" the figure, and a row of a table shows it from its first year to its last. Nothing is added
up, because plans say the same cut more than once.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from pipeline.codebook import STRENGTHS
from pipeline.records import CELL_JOINT
from pipeline.report.reading import DRAFTS, Row

LONGEST = 50
"""Words in a sentence. A longer one is, as a rule, several that were read into each other."""

_FEW = r"(?:about|around|some|just|under|over|only|approximately|nearly|c\.?)?\s*"
_AGAINST = r"(?:against|instead of|rather than|compared (?:with|to)|down from)"


def cuts(found: Iterable[Row]) -> Iterator[Row]:
    """The cuts in rows of one footprint, in the order of the document; drafts are left out."""
    for _, group in groupby(found, key=lambda row: (row["ref"], row["quote"])):
        figures = [row for row in group if _beds(row)]
        if not figures:
            continue
        if CELL_JOINT in figures[0]["quote"]:
            yield from _over_years(figures)
        elif len(figures[0]["quote"].split()) <= LONGEST:
            yield from _in_sentence(figures)


def largest(found: Iterable[Row]) -> Row | None:
    """The largest cut, or None: of equal ones the firmest, then the likeliest, then the first."""
    return max(
        found,
        key=lambda cut: (
            cut["fewer"],
            STRENGTHS.index(cut["strength"]),
            cut["probability"] or 0,
            -cut["quantity"],
        ),
        default=None,
    )


def _beds(row: Row) -> bool:
    return (
        row["plan_kind"] not in DRAFTS
        and row["value"] is not None
        and bool(re.search(r"\bbeds?\b", row["counts"] or "", re.I))
    )


def _over_years(figures: list[Row]) -> Iterator[Row]:
    """A row of a table that goes from year to year: the last year against the first, of the same noun."""
    dated = sorted((row for row in figures if row["by_year"]), key=lambda row: int(row["by_year"]))
    if len({row["by_year"] for row in dated}) < len(dated) or len({row["counts"] for row in dated}) > 1:
        return
    if len(dated) > 1 and dated[0]["value"] > dated[-1]["value"]:
        yield dated[-1] | {"fewer": dated[0]["value"] - dated[-1]["value"]}


def _in_sentence(figures: list[Row]) -> Iterator[Row]:
    paired = set[int]()
    for one, other in pairwise(figures):
        first, second = re.escape(one["text"]), re.escape(other["text"])
        if other["direction"] == "down" and _says(rf"{first}\D{{0,40}}\bto {_FEW}{second}", other):
            change, row = one["value"] - other["value"], other
        elif _says(rf"{first}\b.{{0,60}}\b{_AGAINST} {_FEW}{second}", one):
            change, row = other["value"] - one["value"], one
        else:
            continue
        paired |= {one["quantity"], other["quantity"]}
        if change > 0:
            yield row | {"fewer": change}
    for row in figures:
        left = _says(rf"\bto {_FEW}{re.escape(row['text'])}", row)
        if row["direction"] == "down" and row["quantity"] not in paired and not left:
            yield row | {"fewer": row["value"]}


def _says(pattern: str, row: Row) -> bool:
    return bool(re.search(pattern, row["quote"], re.I))
