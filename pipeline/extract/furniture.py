"""Furniture: running headers and footers, page numbers, navigation tabs.

Furniture is what stands in the same place on page after page, whatever the figures in it: a running
line in the top or bottom band of a page, a number that counts with the pages, a tab at a margin.
Lines are compared over a window of pages; nothing is furniture because of one page alone, but what
stands beside or below a running line at the foot of a page is of one strip with it: an imprint on the
cover, the title of the chapter beside the number of the page.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .lines import lines, turned_lines
from .parts import Line, Word

BAND = 0.13
"""Headers and footers stand in this share of the page's height at its top or bottom."""
SHARE = 0.15
"""A running line stands on this share of a window's pages …"""
LEAST = 3
"""… and on so many."""
SIDE = 0.1
"""Tabs stand wholly in this share of the page's width at its left or right edge …"""
TAB_SHARE = 0.4
"""… on this share of the pages, in the same place and words."""
GRID = 8.0
"""Places are the same within so many points of the nearer edge, above or below: pages of other sizes
(an annex turned on its side) have the same running lines."""
ROW = 2.0
"""Lines stand in one row if their tops are so many points apart, or nearer."""
CLEAR = 0.8
"""A strip at the foot of a page stands so many of its lines' sizes below the text, or further."""
FIGURES = re.compile(r"\d+")
LETTER = re.compile(r"[^\W\d]")
NUMBER = re.compile(r"(?:page\s*)?\|?\s*(\d{1,4})\s*(?:\||of \d+)?", re.I)

Key = tuple[str, int, int]


@dataclass
class Running:
    """What runs over the pages seen so far."""

    pages: int = 0
    lines: Counter[Key] = field(default_factory=Counter)
    numbers: Counter[tuple[int, int]] = field(default_factory=Counter)

    def add(self, page: int, lines: Sequence[Line], height: float) -> None:
        """Count the outer lines of one page."""
        self.pages += 1
        self.lines.update({key for line in lines for key in _keys(line, height)})
        self.numbers.update({key for line in lines for key in _counts(page, line, height)})

    def prune(self) -> None:
        """Forget what stood on one page only, so that memory stays bounded over many pages."""
        self.lines = Counter({key: count for key, count in self.lines.items() if count > 1})
        self.numbers = Counter({key: count for key, count in self.numbers.items() if count > 1})

    def is_furniture(self, page: int, line: Line, height: float) -> bool:
        """Whether ``line`` of ``page`` runs over the pages counted so far."""
        least = max(LEAST, SHARE * self.pages)
        if in_band(line, height):
            if any(self.numbers[key] >= least for key in _counts(page, line, height)):
                return True
        else:
            least = max(LEAST + 1, TAB_SHARE * self.pages)
        if not LETTER.search(line.text):  # the bullets of a list stand in one place, too
            return False
        return max(self.lines[key] for key in _keys(line, height)) >= least


def outer(words: Sequence[Word], width: float, height: float) -> list[Line]:
    """The lines of the words in the bands and at the sides of a page, where furniture stands."""
    edge = [
        word
        for word in words
        if in_band(word, height) or word.x1 < SIDE * width or word.x0 > (1 - SIDE) * width
    ]
    return lines([word for word in edge if not word.turn]) + turned_lines(edge)


def in_band(part: Line | Word, height: float) -> bool:
    """Whether a line or word stands wholly in the top or bottom band."""
    return part.bottom < BAND * height or part.top > (1 - BAND) * height


def strip(
    outer_lines: Sequence[Line], running: Sequence[Line], words: Sequence[Word], height: float
) -> list[Line]:
    """The lines at the foot of a page that stand in the strip of its ``running`` lines: in their row or
    below it, and clear of the text above. (At the head of a page stand titles, which are no furniture.)
    """
    foot = (1 - BAND) * height
    tops = [line.top for line in running if line.top > foot]
    if not tops:
        return []
    edge = min(tops) - ROW
    above = [word for word in words if word.top < edge and not word.turn]
    return [
        line
        for line in outer_lines
        if line.top >= max(foot, edge)
        and line not in running
        and not any(
            min(word.x1, line.x1) > max(word.x0, line.x0) and edge + ROW - word.bottom < CLEAR * line.size
            for word in above
        )
    ]


def _counts(page: int, line: Line, height: float) -> list[tuple[int, int]]:
    """How the number that a line in the bands may be counts with the pages: by one a page, or by two
    where a page of the file is a spread; and its distance."""
    number = NUMBER.fullmatch(line.text.strip()) if in_band(line, height) else None
    return [(step, int(number.group(1)) - step * page) for step in (1, 2)] if number else []


def _keys(line: Line, height: float) -> tuple[Key, Key]:
    """The line with its figures masked, and its height on the page to the nearest two steps (so that
    a place between them is always near one that is counted)."""
    text = FIGURES.sub("#", line.text)
    place = line.bottom if 2 * line.bottom < height else line.bottom - height
    steps = place / (2 * GRID)
    return (text, 0, int(steps // 1)), (text, 1, int((steps + 0.5) // 1))
