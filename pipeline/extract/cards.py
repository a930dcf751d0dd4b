"""Headings that end with their box: a card, a panel or a sidebar says what is in it and no more.

Reads the named pieces of a page, in reading order, and what is drawn. A box counts if it holds a heading with
text after it, and the page begins outside: a panel in which the title of the page stands is over all of it.
Boxes beside each other are one row, in which a smaller heading stands under a larger. A tinted line right
under the caption of a table heads that table, up to the next caption or the end of the page.
"""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from .frames import boxes
from .parts import Box, Piece, Shape, holds

SLACK = 3.0
"""A piece may stand out of its box by so many points."""
ROW = 0.5
"""Boxes are one row where they have this share of the lower one's height in common."""
TABLE = re.compile(r"table\s*\w?\d", re.I)
WHITE = 250
"""A fill whose darkest part is lighter is no tint."""


class _Card(NamedTuple):
    """A box, what stands in it, and its heading."""

    box: Box
    inside: list[Piece]
    heading: Piece


def mark_cards(pieces: Sequence[Piece], shapes: Sequence[Shape], width: float, height: float) -> None:
    """Give the pieces in each row of boxes whose headings end with them its number."""
    if not any(piece.kind == "heading" for piece in pieces[1:]):
        return
    cards: list[_Card] = []
    for box in sorted(boxes(shapes, width, height), key=_largest_first):
        inside = [piece for piece in pieces if _is_in(box, piece)]
        heading = next((piece for piece in inside[:-1] if piece.kind == "heading"), None)
        within = any(piece is other for card in cards for piece in card.inside for other in inside)
        if heading and inside[-1].kind != "heading" and not within:
            cards.append(_Card(box, inside, heading))
    number = 0
    for place, card in enumerate(cards):
        others = [other for other in cards if other is not card and _is_like(card.heading, other.heading)]
        if card.inside[0] is pieces[0] and not others:
            continue
        row = next((other for other in cards[:place] if other.heading.card and _is_beside(card, other)), None)
        number += row is None
        for piece in card.inside:
            piece.card = row.heading.card if row else number
    for place, caption in enumerate(pieces[:-1]):
        head = pieces[place + 1]
        if caption.kind == "caption" and TABLE.match(caption.text) and _is_tinted(head, shapes):
            number += 1
            for piece in takewhile(lambda each: each.kind != "caption", pieces[place + 1 :]):
                piece.card = piece.card or number


def _largest_first(box: Box) -> tuple[float, Box]:
    return (box.x1 - box.x0) * (box.top - box.bottom), box


def _is_tinted(head: Piece, shapes: Sequence[Shape]) -> bool:
    """Whether a heading stands on a ground of its own."""
    return head.kind == "heading" and any(
        shape.filled
        and min(shape.colour) < WHITE
        and shape.bottom - shape.top > head.size / 2
        and holds(shape, head, 0)
        for shape in shapes
    )


def _is_like(heading: Piece, other: Piece) -> bool:
    return (heading.size, heading.bold) == (other.size, other.bold)


def _is_beside(card: _Card, other: _Card) -> bool:
    shared = min(card.box.bottom, other.box.bottom) - max(card.box.top, other.box.top)
    return shared > ROW * min(card.box.bottom - card.box.top, other.box.bottom - other.box.top)


def _is_in(box: Box, piece: Piece) -> bool:
    across = piece.x0 > box.x0 - SLACK and piece.x1 < box.x1 + SLACK
    return (
        across and holds(box, piece, 0) and piece.top > box.top - SLACK and piece.bottom < box.bottom + SLACK
    )
