"""How a document is set: the size of its body, its outline, and the levels that its headings have by rank."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..records import LEVELS
from .parts import Piece, Word
from .slides import SHRUNK, Slides

RANK = 0.06
"""Heading sizes within this share of each other are one level."""
TITLE = 1.6
"""… or within what slides shrink titles by, where they are so many times the size of the body."""
OFTEN = 5
"""So many headings of a size and weight show their usual level."""
CHAPTER = re.compile(r"(\d{1,2})\.?\s+[^\W\d]")
PART = re.compile(r"(\d{1,2})\.\d")
DECIMAL = re.compile(r"((?:\d{1,2}|[A-Z])(?:\.\d{1,2})+)\.?\s+[^\W\d]")
"""A heading with the number of a part: "6.2.1 Title", "A.1 Title"."""
SPACES = re.compile(r"[\W_]+")


@dataclass
class Style:
    """How a document is set, as far as it has been read."""

    sizes: Counter[float] = field(default_factory=Counter)
    bold: int = 0
    characters: int = 0
    headings: Counter[tuple[float, bool]] = field(default_factory=Counter)
    outline: dict[str, int] = field(default_factory=dict)
    tagged_headings: bool = False
    chapters: set[tuple[float, bool]] = field(default_factory=set)
    parts: dict[int, Counter[int]] = field(default_factory=dict)
    """The levels that the tags give to headings whose number has so many points."""

    def add(self, words: Iterable[Word]) -> None:
        """Count the words of one page."""
        for word in words:
            length = len(word.text)
            self.sizes[word.size] += length
            self.characters += length
            self.bold += length * word.bold

    @property
    def body(self) -> float:
        """The size of most characters, in points; 10 before any was read."""
        return max(self.sizes, key=lambda size: (self.sizes[size], size)) if self.sizes else 10.0

    def levels(self, headings: Sequence[Piece], slides: Slides | None = None) -> None:
        """Give those of ``headings`` that have no level yet the rank of their size and weight among
        all headings of the document so far, and those of ``slides`` what these need."""
        for piece in headings:
            self.headings[_look(piece)] += 1
        looks: list[tuple[float, bool]] = []
        first = last = (0.0, False)
        ranks: dict[tuple[float, bool], int] = {}
        for look in sorted(self.headings, reverse=True):
            share = SHRUNK if look[0] > TITLE * self.body else RANK
            smaller = look[0] < last[0] * (1 - share) or look[0] < first[0] * (1 - 2 * SHRUNK)
            if not looks or smaller or (look[1] != last[1] and share == RANK):
                looks.append(look)
                first = look
            last = look
            ranks[look] = min(LEVELS, len(looks))
        self.chapters |= {_look(piece) for piece in _chapters(headings)}
        for piece in headings:
            if not piece.level and _look(piece) in self.chapters and CHAPTER.match(piece.text.strip()):
                piece.level = 1
        for piece in headings:
            piece.level = self._part_level(piece) or piece.level or ranks[_look(piece)]
        if slides:
            slides.level()
        _lower_inverted(headings)
        _sink_unnumbered(headings)

    def _part_level(self, piece: Piece) -> int:
        """The level that the tags give elsewhere to a number of the form of an untagged heading's; 0 for
        none: on the pages without tags, "5.4" is what "5.3" was before."""
        number = DECIMAL.match(piece.text.strip())
        if not number or not piece.level:
            return 0
        points = number.group(1).count(".")
        if piece.role:
            self.parts.setdefault(points, Counter())[piece.level] += 1
            return 0
        levels = self.parts.get(points)
        return max(levels, key=lambda each: (levels[each], -each)) if levels else 0


def _chapters(headings: Sequence[Piece]) -> Iterator[Piece]:
    """Each "7 Title" of no level yet after which the next part is "7.1 Title", set no larger: parts have
    their level from their number, and by the rank of its size a chapter could stand under its parts."""
    chapters: dict[str, Piece] = {}
    for piece in headings:
        text = piece.text.strip()
        if part := PART.match(text):
            chapter = chapters.get(part.group(1))
            if chapter and chapter.size >= piece.size:
                yield chapter
            chapters = {}
        elif (number := CHAPTER.match(text)) and not piece.level:
            chapters[number.group(1)] = piece


def _lower_inverted(headings: Sequence[Piece]) -> None:
    """Set headings under larger ones where the tags say the reverse, for all of a size: a writer who sees
    the page takes the larger for the higher, whatever the program calls it."""
    counts: dict[tuple[float, bool], Counter[int]] = {}
    free = [piece for piece in headings if not CHAPTER.match(piece.text) and not DECIMAL.match(piece.text)]
    for piece in free:
        if piece.role.startswith("H"):
            counts.setdefault(_look(piece), Counter())[piece.level] += 1
    usual = {look: levels.most_common(1)[0][0] for look, levels in counts.items() if levels.total() >= OFTEN}
    for piece in free:
        size = piece.size * (1 + RANK)
        over = [level for look, level in usual.items() if look[0] > size and look[1] >= piece.bold]
        if _look(piece) in usual and usual[_look(piece)] < max(over, default=0):
            piece.level = max(piece.level, min(LEVELS, max(over) + 1))


def _sink_unnumbered(headings: Sequence[Piece]) -> None:
    """Set headings without a number that stand between "3.13" and "3.14", and on their level, under the
    first: a document that numbers its parts has no other parts between them."""
    numbers = [DECIMAL.match(piece.text.strip()) for piece in headings]
    for place, number in enumerate(numbers):
        if not number:
            continue
        level = headings[place].level
        upper, _, own = number.group(1).rpartition(".")
        for last in range(place + 1, len(headings)):
            other = numbers[last]
            if headings[last].level < level or (other and headings[last].level == level):
                if other and other.group(1) == f"{upper}.{int(own) + 1}":
                    for piece in headings[place + 1 : last]:
                        if piece.level == level:
                            piece.level = min(LEVELS, level + 1)
                break


def _look(piece: Piece) -> tuple[float, bool]:
    return piece.size, piece.bold


def key_of(title: str) -> str:
    """A title as the outline and the page are compared: letters and figures only, lower case."""
    return SPACES.sub("", title).lower()
