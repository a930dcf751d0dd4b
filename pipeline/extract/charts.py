"""The words of charts: the ticks of an axis, and the labels that stand by them.

A chart says what it says by the lengths of its bars; its words apart ("Agree", "20%", "Not") say
nothing, and a wrapped label is read in pieces. They are told by an axis: numbers in equal steps at
equal distances on one line; or by lying bars: labels that end on one line at equal distances, each with
a number at its right, and the numbers in no column, for each stands in or at a bar. Around them, as far
as the next text that is no label, short pieces that are set no larger are the chart's. In doubt (a number
among words, bold words) a piece is left as it is.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from .lines import starts_bullet
from .parts import Box, Boxed, Piece, Word, bounds
from .structure import CAPTION

Each = TypeVar("Each", bound=Boxed)
TICK = re.compile(r"[£$€]?(-?\d{1,3}(?:,\d{3})+|-?\d+(?:\.\d+)?)[%kKmM]?")
STATES = re.compile(r"^\D?\d|[%£$€]|\d in \d|: ")
"""What states something, and is no label, though it stands by a chart: "16% said so", "1 in 4 adults",
"Source: ONS"."""
TICKS = 4
"""So many numbers in equal steps at equal distances are an axis, and no chance."""
EVEN = 0.15
"""Distances of ticks differ by no more than this share."""
IN_LINE = 1.5
"""Ticks of an axis stand within so many points of one line."""
PADDED = 3.0
"""Labels of bars end within so many points of the next of them: some have a space at their end."""
BARRED, SPREAD = 0.75, 3.0
"""So many of the labels have a number at their right, and the first numbers stand so many sizes apart."""
KEY = 1.5
"""The key of lying bars stands within so many of their steps under the last."""
LABEL_WORDS, LABEL_LINES, STACKED = 12, 4, 3
"""… unless they are the labels of many bars, so many words to a line."""
LARGER = 1.15
"""A label is set in at most so many times the size of the ticks."""
ABOVE, BELOW = 2.5, 8.0
"""A chart reaches so many sizes above the highest tick of a standing axis, and below the lowest: there
stand the labels of the other axis and the key."""
REACH = 20.0
"""The labels of bars begin at most so many sizes left of the axis under them."""
CENTRED = 0.2
"""A title in bold is an axis's if its middle is the axis's, give or take this share of its length."""
ABBREVIATED = ("e.g.", "etc.")
"""What may end a label with a stop."""


def mark_charts(pieces: Sequence[Piece]) -> None:
    """Give the pieces of a page that are words of a chart the kind ``chart``."""
    numbers = [word for piece in pieces if _is_numbers(piece) for line in piece.lines for word in line.words]
    bounding = [piece for piece in pieces if _bounds_charts(piece)]
    for ticks in (*_scales(numbers, standing=True), *_scales(numbers, standing=False)):
        region = _region(ticks, bounding)
        for piece in pieces:
            if not piece.kind and _within(region, piece) and _is_label(piece, ticks):
                piece.kind = "chart"
    for labels, ticks in _bars(pieces, numbers):
        step = (labels[-1].bottom - labels[0].bottom) / (len(labels) - 1)
        box = bounds([*labels, *ticks])
        region = Box(box.x0, box.top, _beyond(box, bounding), box.bottom + KEY * step)
        for piece in pieces:
            label = any(piece is each for each in labels) or _is_label(piece, ticks)
            if not piece.kind and _within(region, piece) and label:
                piece.kind = "chart"


def _bars(pieces: Sequence[Piece], numbers: Sequence[Word]) -> Iterator[tuple[list[Piece], list[Word]]]:
    """The labels of lying bars, from the top down, and the first number at the right of each."""
    labels = [piece for piece in pieces if not piece.kind and not piece.table and not _is_numbers(piece)]
    labels = [
        piece for piece in labels if len(piece.lines) <= LABEL_LINES and not starts_bullet(piece.lines[0])
    ]
    for column in _in_line(sorted(labels, key=lambda piece: (piece.x1, piece.top)), _right, PADDED):
        for run in _even_runs(sorted(column, key=_height)):
            ticks = [tick for label in run if (tick := _number_beside(label, numbers))]
            middles = [_middle(tick) for tick in ticks]
            if len(ticks) > BARRED * len(run) and max(middles) - min(middles) > SPREAD * ticks[0].size:
                yield run, ticks


def _even_runs(column: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The longest runs of pieces under each other at equal distances, of the length of an axis at least."""
    run: list[Piece] = []
    for piece in column:
        while len(run) > 1:
            near, far = _height(run[-1]) - _height(run[-2]), _height(piece) - _height(run[-1])
            if abs(near - far) <= EVEN * max(near, far):
                break
            if len(run) >= TICKS:
                yield run
            run = run[-1:]
        run = [*run, piece]
    if len(run) >= TICKS:
        yield run


def _number_beside(label: Piece, numbers: Sequence[Word]) -> Word | None:
    """The nearest number at the right of a label and level with it."""
    level = [word for word in numbers if word.x0 > label.x1 and label.top < _height(word) < label.bottom]
    return min(level, key=lambda word: word.x0, default=None)


def _beyond(box: Box, bounding: Sequence[Piece]) -> float:
    """How far to the right a chart of lying bars reaches: to the next text beside it."""
    right = (
        each.x0 for each in bounding if each.x0 >= box.x1 and each.top < box.bottom and each.bottom > box.top
    )
    return min(right, default=float("inf"))


def _is_numbers(piece: Piece) -> bool:
    return not piece.table and all(TICK.fullmatch(word.text) for line in piece.lines for word in line.words)


def _bounds_charts(piece: Piece) -> bool:
    """Whether a piece can stand in no chart: prose, a table, a bullet, a caption."""
    if piece.table or piece.kind or starts_bullet(piece.lines[0]) or CAPTION.match(piece.text):
        return True
    return not _is_numbers(piece) and len(piece.text.split()) > LABEL_WORDS


def _is_label(piece: Piece, ticks: Sequence[Word]) -> bool:
    """Whether a piece that stands by an axis is a label of its chart."""
    if _bounds_charts(piece) or piece.size > LARGER * ticks[0].size:
        return False
    if _is_numbers(piece) or piece.lines[0].words[0].turn:
        return True
    words = piece.text.split()
    stack = len(piece.lines) > LABEL_LINES and len(words) > STACKED * len(piece.lines)
    if stack or (piece.text[-1] in ".:;" and not piece.text.endswith(ABBREVIATED)):
        return False
    if piece.bold and len(words) > 1:
        return _is_title(piece, ticks)
    return len(words) < 4 or not STATES.search(piece.text)


def _is_title(piece: Piece, ticks: Sequence[Word]) -> bool:
    """Whether bold words are the title of a lying axis, right under its middle."""
    box = bounds(ticks)
    middle = (box.x0 + box.x1 - piece.x0 - piece.x1) / 2
    return piece.size <= ticks[0].size and piece.top > box.top and abs(middle) < CENTRED * (box.x1 - box.x0)


def _scales(words: Sequence[Word], *, standing: bool) -> Iterator[list[Word]]:
    """The axes among number words: those that stand have their ticks under each other."""
    lines: tuple[Callable[[Word], float], ...] = (_right, _middle) if standing else (_bottom,)
    place = _height if standing else _middle
    for line in lines:
        for column in _in_line(sorted(words, key=lambda word: (line(word), place(word))), line, IN_LINE):
            yield from _steps(sorted(column, key=place), place)


def _right(word: Boxed) -> float:
    return word.x1


def _middle(word: Boxed) -> float:
    return (word.x0 + word.x1) / 2


def _bottom(word: Word) -> float:
    return word.bottom


def _height(word: Boxed) -> float:
    return (word.top + word.bottom) / 2


def _in_line(words: Iterable[Each], line: Callable[[Each], float], reach: float) -> Iterator[list[Each]]:
    """Words, ranked by ``line``, in runs whose neighbours stand on one line, give or take ``reach``."""
    run: list[Each] = []
    for word in words:
        if run and line(word) - line(run[-1]) > reach:
            yield run
            run = []
        run.append(word)
    yield run


def _steps(words: Sequence[Word], place: Callable[[Word], float]) -> Iterator[list[Word]]:
    """The longest runs of neighbours whose values and places go on in equal steps; 1, 2, 3 is a count."""
    run: list[Word] = []
    for word in words:
        while len(run) > 1 and not _even(run[-2], run[-1], word, place):
            if len(run) >= TICKS and not _counts(run):
                yield run
            run = run[-1:]
        run = [*run, word]
    if len(run) >= TICKS and not _counts(run):
        yield run


def _even(one: Word, two: Word, three: Word, place: Callable[[Word], float]) -> bool:
    first, second = _value(two) - _value(one), _value(three) - _value(two)
    near, far = place(two) - place(one), place(three) - place(two)
    return first != 0 and abs(first - second) < 1e-6 * abs(first) and abs(near - far) <= EVEN * max(near, far)


def _counts(words: Sequence[Word]) -> bool:
    values = [_value(word) for word in words]
    return 0 not in values and all(abs(two - one) == 1 for one, two in pairwise(values))


def _value(word: Word) -> float:
    match = TICK.fullmatch(word.text)
    assert match is not None
    return float(match.group(1).replace(",", ""))


def _region(ticks: Sequence[Word], bounding: Sequence[Piece]) -> Box:
    """The space around an axis that no other text bounds: to both sides, and over one that lies."""
    box, size = bounds(ticks), ticks[0].size
    top, bottom = box.top - ABOVE * size, box.bottom + BELOW * size
    if box.x1 - box.x0 > box.bottom - box.top:
        wide = box._replace(x0=box.x0 - REACH * size)
        above = (each.bottom for each in bounding if each.bottom <= box.top and _across(each, wide))
        top = max(above, default=0.0)
    beside = [each for each in bounding if each.top < box.bottom and each.bottom > top]
    left = max((each.x1 for each in beside if each.x1 <= box.x0 + size), default=0.0)
    right = min((each.x0 for each in beside if each.x0 >= box.x1 - size), default=float("inf"))
    under = (each.top for each in bounding if each.top >= box.bottom and each.x0 < right and each.x1 > left)
    return Box(left, top, right, min([bottom, *under]))


def _across(piece: Piece, box: Box) -> bool:
    return min(piece.x1, box.x1) > max(piece.x0, box.x0)


def _within(region: Box, piece: Piece) -> bool:
    x, y = (piece.x0 + piece.x1) / 2, (piece.top + piece.bottom) / 2
    return region.x0 <= x <= region.x1 and region.top <= y <= region.bottom
