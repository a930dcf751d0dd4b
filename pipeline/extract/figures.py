"""Infographics: a large figure joined to the label that says what it counts, where geometry says so.

"£571m" means nothing without "gap by 2020/21". The two are set in different sizes, often far apart, and
come as pieces of their own. They are joined where the label follows in reading order and stands right
under the figure, or beside it and near, or beside it at any distance if other figures of the page stand
so to theirs. In doubt they are left apart.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from .lines import starts_bullet
from .parts import Piece, piece_of

FIGURE_WORDS = 3
LARGER = 1.25
"""A figure is set in so many times the size of its label, or bold over a label that is not."""
LABEL_WORDS, LABEL_LINES = 30, 7
UNDER = 0.8
"""White space between a figure and the label under it, in sizes of the figure."""
ALIGNED = 1.5
"""Their middles or left edges lie within so many sizes of the label."""
NEAR = 3.0
"""White space between a figure and the label beside it, in sizes of the figure."""
NEARBY = ("under", "beside")
YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[/–-]\s?\d{2,4})?")
COUNTER = re.compile(r"\d{1,2}[.)]?")
"""A number of a list; a figure only before words that go on from it in lower case."""
FIGURE = re.compile(r"(?:(?:over|around|about|nearly|almost|up to)\s)?[£€$~<>≥≤+–-]?\d", re.I)
NUMBERED = re.compile(r"\d{1,2}\.?\s+[A-Z]")
"""A heading's number and its first word."""


def near_pairs(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces in no order, figures joined to the labels right under or beside them, each to its one."""
    figures = [piece for piece in pieces if _is_figure(piece)]
    labels: dict[int, list[Piece]] = {}
    owners: dict[int, int] = {}
    for figure in figures:
        near = [label for label in pieces if label is not figure and _relation(figure, label) in NEARBY]
        labels[id(figure)] = near
        for label in near:
            owners[id(label)] = owners.get(id(label), 0) + 1
    pairs = {key: near[0] for key, near in labels.items() if len(near) == 1 and owners[id(near[0])] == 1}
    taken = {id(label) for label in pairs.values()}
    return [
        _joined(piece, pairs[id(piece)]) if id(piece) in pairs else piece
        for piece in pieces
        if id(piece) not in taken
    ]


def _joined(figure: Piece, label: Piece) -> Piece:
    return piece_of([*figure.lines, *label.lines])


def joined_figures(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a page in reading order, figures and their labels as one."""
    pairs = {
        place: relation
        for place, (piece, label) in enumerate(pairwise(pieces))
        if (relation := _relation(piece, label))
    }
    found: list[Piece] = []
    taken = False
    for place, piece in enumerate(pieces):
        if taken:
            taken = False
        elif place in pairs and (pairs[place] != "far" or list(pairs.values()).count("far") > 1):
            found.append(_joined(piece, pieces[place + 1]))
            taken = True
        else:
            found.append(piece)
    return found


def _relation(piece: Piece, label: Piece) -> str:
    """How ``label`` stands to the figure that ``piece`` is: under, beside, far; nothing if it is none."""
    if not (_is_figure(piece) and _is_label(label)):
        return ""
    lower = label.text[0].islower()
    if COUNTER.fullmatch(piece.text) and not lower:
        return ""
    bolder = piece.bold and not label.bold and lower and piece.size > 0.95 * label.size
    if piece.size < LARGER * label.size and not bolder:
        return ""
    middle, other = (piece.x0 + piece.x1) / 2, (label.x0 + label.x1) / 2
    reach = ALIGNED * label.size
    if -0.3 * piece.size < label.top - piece.bottom < UNDER * piece.size:
        return "under" if abs(middle - other) < reach or abs(piece.x0 - label.x0) < reach else ""
    level = piece.top < (label.top + label.bottom) / 2 < piece.bottom
    level = level or label.top < (piece.top + piece.bottom) / 2 < label.bottom
    if not level or label.x0 < piece.x1:
        return ""
    return "beside" if label.x0 - piece.x1 < NEAR * piece.size else "far"


def _is_figure(piece: Piece) -> bool:
    if piece.table or piece.kind or len(piece.lines) != 1 or len(piece.lines[0].words) > FIGURE_WORDS:
        return False
    text = piece.text
    if YEAR.fullmatch(text) or NUMBERED.match(text) or text[-1] in ".:;":
        return False
    return bool(FIGURE.match(text))


def _is_label(piece: Piece) -> bool:
    if piece.table or piece.kind or len(piece.lines) > LABEL_LINES or starts_bullet(piece.lines[0]):
        return False
    return len(piece.text.split()) <= LABEL_WORDS and piece.text[0].isalpha()
