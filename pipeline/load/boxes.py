"""Do the boxes of a database hold its words? Which lines to read again on the page, and what to make of it.

Reads a database that ``load`` made, and what stands in the boxes of its lines on the page; who has the
PDF reads that.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import sqlite_utils

from pipeline.load.verify import Problem
from pipeline.records import PassageLine

SAMPLE = 10
"""One passage in so many is read again where not all are: the first of each plan and every tenth after it."""

EDGE = 0.001
"""A box that ends so near to the page's edge (a thousandth of the page) may be cut by it."""

LINES = """SELECT pa.ref, substr(pa.text, bo.start + 1, bo."end" - bo.start),
        bo.page, bo.start, bo."end", bo.x0, bo.y0, bo.x1, bo.y1
    FROM (
        SELECT id, ref, text, row_number() OVER (ORDER BY id) - 1 AS number FROM passages WHERE plan = ?
    ) pa
    JOIN passage_boxes bo ON bo.passage = pa.id
    WHERE pa.number % ? = 0
    ORDER BY bo.page, bo.passage, bo.line"""


class Printed(NamedTuple):
    """A printed line of the passage ``ref``: its words, and where they stand."""

    ref: str
    words: str
    line: PassageLine


def lines(db: sqlite_utils.Database, plan: str, *, one_in: int = SAMPLE) -> list[Printed]:
    """The lines of one passage in ``one_in`` of a plan, page by page."""
    return [
        Printed(ref, words, PassageLine(*place)) for ref, words, *place in db.execute(LINES, [plan, one_in])
    ]


def drawn(db: sqlite_utils.Database, plan: str) -> frozenset[int]:
    """The pages of a plan whose words were read from their picture."""
    found = db.execute("SELECT page FROM pages WHERE plan = ? AND text_source = 'ocr'", [plan])
    return frozenset(page for (page,) in found)


def problems(printed: Iterable[Printed], found: Iterable[str | None]) -> Iterator[Problem]:
    """The lines whose box does not hold their words, given what was found in each; those that could not be
    read (None) are passed over.

    Words are compared by their letters and figures: a hyphen at a line's end, and whether a note's mark
    is raised, is for the reader of the page to say. What the page's edge cuts need hold only what is seen.
    """
    for (ref, words, line), seen in zip(printed, found, strict=True):
        if seen is None:
            continue
        there = _letters(seen)
        lacking = [word for word in words.split() if _letters(word) not in there]
        cut = min(line.x0, line.y0) < EDGE or max(line.x1, line.y1) > 1 - EDGE
        if lacking and not (cut and there and there in _letters(words)):
            yield Problem(
                "box on the page", ref, f"page {line.page} has {seen.strip()!r} where it cites {words!r}"
            )


def _letters(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKC", text).casefold() if each.isalnum())
