"""The headings above a block: the section that its passage stands in."""

import re
from itertools import takewhile

from pipeline.records import IN_DIAGRAM

NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s+[^\W\d]")
"""The number of a heading: "6.5.1 Deprivation" stands under 6.5 and 6, and not under 6.4."""

PART = re.compile(r"(part|section|chapter|appendix|annex|standard)\s+(?:\d|[a-z]\b)", re.I)
"""A heading that begins so stands beside the others of its word, whatever the sizes: never under one."""

APPENDIX = re.compile(r"(?:appendix|appendices|annex)\b", re.I)
"""What a heading begins with that is part of no chapter."""

Heading = tuple[int, str]
"""Its level and its words."""
UNKNOWN = 9
"""The level of a heading that has none."""


class Path:
    """The headings above the next block, outermost first."""

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self.card = (0, 0)
        self.outside: list[Heading] = []
        self.inside: dict[tuple[int, int], tuple[list[Heading], list[Heading]]] = {}
        """The headings over each row of boxes on a page, and those in it."""

    @property
    def section(self) -> str:
        """Their words, as a passage gives them."""
        return " > ".join(title for _, title in self.headings)

    def leave(self, level: int, title: str) -> None:
        """Take away the headings that the next is not under."""
        if APPENDIX.match(title):
            self.headings = [each for each in self.headings if each[0] == 1 or APPENDIX.match(each[1])]
        above = takewhile(lambda each: not _is_aside(each[1], title), self.headings)
        self.headings = [each for each in above if each[0] < (level or UNKNOWN)]

    def enter(self, level: int, title: str) -> None:
        """Go under a heading."""
        self.leave(level, title)
        self.headings.append((level or UNKNOWN, title))

    def end_diagram(self) -> None:
        """Take away the heads of a diagram."""
        self.headings = [each for each in self.headings if each[0] != IN_DIAGRAM]

    def turn(self, card: tuple[int, int]) -> None:
        """Go into a box, where headings end with it, or out of one."""
        if card == self.card:
            return
        if self.card[1]:
            self.inside[self.card] = self.outside, self.headings
        else:
            self.outside = self.headings
        if card[0] != self.card[0]:
            self.inside.clear()
        over, within = self.inside.get(card, (None, []))
        self.headings = within if over == self.outside else self.outside
        self.card = card


def _is_aside(heading: str, title: str) -> bool:
    """Whether the number of ``title`` shows that a heading before it is not above it: 6.4 before 6.5.1,
    or Part 3 before Part 4."""
    parts = PART.match(heading), PART.match(title)
    if parts[0] and parts[1]:
        return parts[0].group(1).lower() == parts[1].group(1).lower()
    above, own = NUMBER.match(heading), NUMBER.match(title)
    if not above or not own or "." not in own.group(1):
        return False
    return not own.group(1).startswith(above.group(1) + ".")
