"""Where words of a passage stand: on which page, and in which sentence."""

import re
from collections.abc import Iterable

from pipeline.records import Passage

BOUNDARY = re.compile(r"""(?<=[.!?])(["'’”)\]]*)\s+(?=["'‘“(\[]*[A-Z0-9£])""")
"""Where a sentence may end: a stop, a gap, and a new beginning."""

ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nos|vs?|cf|approx|etc|e\.g|i\.e|c|p|pp|Fig)\.)$")
"""Words whose stop does not end a sentence."""


def page_at(passage: Passage, start: int) -> int:
    """The page on which a character of the passage stands."""
    page = passage.page
    for line in passage.lines:
        if line.start <= start:
            page = line.page
    return page


def sentence(passage: Passage, start: int, end: int, quotes: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """The span of the sentence around some words: that of a quotation that holds them, if there is one; the
    whole passage if it is a row of a table; else up to the stops before and after."""
    for quote_start, quote_end in quotes:
        if quote_start <= start and end <= quote_end:
            return quote_start, quote_end
    if passage.kind == "table_row":
        return 0, len(passage.text)
    first, last = 0, len(passage.text)
    for boundary in BOUNDARY.finditer(passage.text):
        if ABBREVIATION.search(passage.text, 0, boundary.start()):
            continue
        if boundary.end() <= start:
            first = boundary.end()
        elif boundary.start() >= end:
            last = boundary.end(1)
            break
    return first, last
