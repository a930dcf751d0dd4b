"""Slides and covers: which of their headings stand over what follows.

The title of a slide that has text under it stands over no other slide, whatever its size; of the headings
on a cover only the largest stands over the document.
"""

from collections import Counter
from collections.abc import Sequence

from ..records import LEVELS
from .parts import Piece

WORDS = 40
"""A slide of no more words is a cover or opens a part."""
PROSE = 20
"""A first page without a paragraph of so many words is a cover."""
COVER_LINES = 3
"""A title on a cover is in no more pieces."""
SHRUNK = 0.2
"""Titles whose sizes differ by less than this share may be of one level: slides shrink titles to fit."""
SLIDES, SAME_LEVEL = 4, 0.4
"""So many slides, and so many of all, have titles of one level before the others are given it."""


class Slides:
    """The pages wider than high of a document."""

    def __init__(self, titles: Sequence[Piece] = ()) -> None:
        self.titles = list(titles)
        """The headings that open slides."""
        self.over_text: list[Piece] = []
        """All headings of slides that have text."""
        self.under: list[tuple[Piece, Piece]] = []
        """Smaller headings on a slide, each with the title of the slide."""

    def add(self, pieces: Sequence[Piece], width: float, height: float, first: bool = False) -> None:
        """Take in the named pieces of a page, and lower what heads nothing on a cover. ``first`` says that it
        is the first page of the document."""
        headings = [piece for piece in pieces if piece.kind == "heading"]
        words = sum(len(line.words) for piece in pieces for line in piece.lines)
        cover = first and all(len(piece.text.split()) < PROSE for piece in pieces)
        if cover or (words <= WORDS and (width > height or len(headings) == len(pieces))):
            _lower_small(headings)
        elif width > height:
            self.over_text += headings
        if pieces and width > height:
            titles = _titles(pieces)
            self.titles += titles
            smaller = [each for each in headings if titles and each.size < titles[0].size - 0.1]
            self.under += [(titles[0], each) for each in smaller]

    def level(self) -> None:
        """Give titles the level of most of them: one of another level would stand over all slides after it.
        So would any heading over text on a slide if it were of a higher level."""
        counts = Counter(piece.level for piece in self.titles)
        level = max(counts, key=lambda each: (counts[each], -each), default=0)
        if counts[level] < max(SLIDES, SAME_LEVEL * len(self.titles)):
            return
        sizes = Counter(piece.size for piece in self.titles if piece.level == level)
        usual = max(sizes, key=lambda size: (sizes[size], size))
        for piece in self.titles:
            if abs(piece.size - usual) <= SHRUNK * usual:
                piece.level = level
        for piece in self.over_text:
            piece.level = max(piece.level, level)
        for title, piece in self.under:
            if piece.level == title.level and abs(title.size - usual) <= SHRUNK * usual:
                piece.level = min(LEVELS, title.level + 1)


def _titles(pieces: Sequence[Piece]) -> list[Piece]:
    """The headings that open a page, side by side."""
    first = pieces[0]
    return [
        each
        for each in pieces
        if each.kind == first.kind == "heading"
        and abs(each.top - first.top) < first.size
        and abs(each.size - first.size) < 0.1
    ]


def _lower_small(headings: Sequence[Piece]) -> None:
    """Let only the largest of the headings on a cover stand over what follows: a subtitle, a body and a date
    are no parts; nor is any where many are set alike."""
    largest = max((piece.size for piece in headings), default=0.0)
    many = sum(piece.size > largest - 0.1 for piece in headings) > COVER_LINES
    for piece in headings:
        if many or piece.size < largest - 0.1:
            piece.level = LEVELS
