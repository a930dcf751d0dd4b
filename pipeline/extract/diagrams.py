"""The heads within a diagram: set large, they would stand over the sections after the diagram.

A diagram is told by its caption: right before it stand many pieces of a few words each, two of which at
least were taken for headings. They stay headings, whatever their size of a level below all others, by
which segmentation knows that they end with the caption.
"""

import re
from collections.abc import Sequence

from ..records import IN_DIAGRAM
from .parts import Piece

WORDS = 8
"""A word of a diagram is at most so long …"""
PIECES, HEADINGS = 6, 2
"""… and so many of them, so many headings among them, make one."""
FIGURE = re.compile(r"(?:figure|fig\.?|diagram|image)\s*\d", re.I)
NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s+[^\W\d]")


def lower_captioned(pieces: Sequence[Piece]) -> None:
    """Give the headings in the diagrams of a page the lowest level; ``pieces`` are in reading order."""
    for place, piece in enumerate(pieces):
        if piece.kind == "caption" and FIGURE.match(piece.text):
            first = place
            while first and _is_word(pieces[first - 1]):
                first -= 1
            run = pieces[first:place]
            headings = [each for each in run if each.kind == "heading"]
            if len(run) >= PIECES and len(headings) >= HEADINGS:
                for heading in headings:
                    heading.level = IN_DIAGRAM


def _is_word(piece: Piece) -> bool:
    """Whether a piece may be a word of a diagram: short, no sentence, and no heading by number or tag."""
    if piece.table or len(piece.text.split()) > WORDS or piece.text[-1] == "." or piece.role:
        return False
    return piece.kind != "caption" and not NUMBERED.match(piece.text)
