"""Where the sentences of a passage begin and end.

Reads a passage's text, gives spans. A rule is enough here: the passages come whole from
segmentation, and a wrong split costs a shorter quotation, never a wrong word.
"""

import re
from bisect import bisect_right

_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Mr|Mrs|Ms|Prof|Cllr|St|Sir|No|nos|vs?|cf|approx|est|incl|inc|fig|para|pp?|vol|e\.g|i\.e"
    r"|etc\.?,)|\b[A-Z])\.$"
)
_BREAK = re.compile(r"[.!?…][\"'”’)\]]*[ \t\n]+(?=[\"'“‘(\[•●£+]?[A-Z0-9£•●–-])|[ \t\n]*[•●▪■◦][ \t\n]*|\n+")
"""A stop before a capital, a figure or a bullet mark; a bullet mark within a run of text; a line's end."""


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of ``text``, in order, without the white space around them.

    Together they hold every word of the text; text without a stop is one sentence.
    """
    spans, start = [], 0
    for match in _BREAK.finditer(text):
        stop = re.match(r"[.!?…][\"'”’)\]]*", match.group())
        end = match.start() + (stop.end() if stop else 0)
        if stop and _ABBREVIATION.search(text[start : match.start() + 1]):
            continue
        spans.append((start, end))
        start = match.end()
    spans.append((start, len(text)))
    return [span for span in (_trim(text, *each) for each in spans) if span[0] < span[1]]


def holder(spans: list[tuple[int, int]], position: int) -> tuple[int, int]:
    """The span that holds ``position``, or the last one before it; the first where there is none."""
    index = bisect_right([start for start, _ in spans], position) - 1
    return spans[max(index, 0)]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
