"""Names and notes in the margin beside a heading: they stand left of it and are read first, but they
belong to the section that it opens.
"""

from collections.abc import Sequence

from .lines import starts_bullet
from .parts import Piece

ASIDE_WORDS = 16
"""A note in the margin has at most so many words, and is no sentence …"""
LEVEL = 1.0
"""… begins level with the heading, give or take so many sizes …"""
NARROW = 0.5
"""… and stands in a column of less than this share of the width of the heading's."""


def after_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """The named pieces of a page in reading order, each note in the margin behind the heading that it
    stands beside."""
    behind: dict[int, list[Piece]] = {}
    moved: set[int] = set()
    for place, piece in enumerate(pieces):
        if _is_note(piece):
            heading = next((each for each in pieces[place + 1 :] if _is_beside(piece, each)), None)
            if heading and _is_margin(piece, heading, pieces):
                behind.setdefault(id(heading), []).append(piece)
                moved.add(id(piece))
    return [
        each for piece in pieces if id(piece) not in moved for each in (piece, *behind.get(id(piece), ()))
    ]


def _is_note(piece: Piece) -> bool:
    return (
        piece.kind == "paragraph"
        and not (piece.continues or piece.lines[0].bold or starts_bullet(piece.lines[0]))
        and sum(len(line.words) for line in piece.lines) <= ASIDE_WORDS
        and piece.text[-1] not in ".:;?!"
    )


def _is_beside(note: Piece, heading: Piece) -> bool:
    level = abs(note.top - heading.top) < LEVEL * heading.size
    return heading.kind == "heading" and level and note.x1 < heading.x0


def _is_margin(note: Piece, heading: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether the column of a note is much narrower than the one that a heading opens, and has no text
    that is more than a note, or a pulled quotation in bold."""
    beside = [
        each for each in pieces if each.x1 < heading.x0 and min(each.x1, note.x1) > max(each.x0, note.x0)
    ]
    if not all(each.bold or _is_note(each) for each in beside):
        return False
    under = [each for each in pieces if abs(each.x0 - heading.x0) < heading.size]
    widths = [max(each.x1 for each in part) - min(each.x0 for each in part) for part in (beside, under)]
    return widths[0] < NARROW * widths[1]
