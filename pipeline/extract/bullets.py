"""Bullets that are drawn rather than printed: small shapes of one look under each other, each before a line.

Design programs and Ghostscript turn the glyphs of symbol fonts into shapes, which leave no character.
"""

from collections.abc import Sequence
from itertools import pairwise

from .parts import Line, Shape

SMALLEST, LARGEST = 0.15, 0.75
"""A bullet is so high and so wide, in sizes of its line; it is about as wide as high."""
SQUARE = 1.6
NEAREST, FARTHEST = 0.15, 2.5
"""White space between a bullet and its text, in sizes."""
BESIDE = 0.45
"""Its middle lies within so many sizes of the middle of its line."""
STACK = 20.0
"""Bullets of one list stand no farther apart, in sizes; what stands alone may be the key of a chart."""
SHAPE_LIMIT = 400
"""More small shapes than this are a drawing."""

Look = tuple[int, tuple[int, int, int], int, int]


def mark_bullets(printed: Sequence[Line], shapes: Sequence[Shape]) -> None:
    """Mark the lines before which a bullet is drawn."""
    small = [shape for shape in shapes if shape.filled and _is_dot(shape)]
    if not small or len(small) > SHAPE_LIMIT:
        return
    lists: dict[Look, list[Line]] = {}
    for shape in small:
        line = _line_after(shape, printed)
        if line is not None:
            look = round(shape.x0), shape.colour, round(shape.x1 - shape.x0), round(line.x0)
            lists.setdefault(look, []).append(line)
    for found in lists.values():
        found.sort(key=lambda line: line.top)
        for line, other in pairwise(found):
            if line is not other and other.top - line.top < STACK * line.size:
                line.marked = other.marked = True


def _is_dot(shape: Shape) -> bool:
    wide, high = shape.x1 - shape.x0, shape.bottom - shape.top
    return 1 < wide < SQUARE * high and 1 < high < SQUARE * wide and high < 30


def _line_after(shape: Shape, printed: Sequence[Line]) -> Line | None:
    """The line that begins right of a shape, on its level; None where words stand closer on its left."""
    middle = (shape.top + shape.bottom) / 2
    level = [line for line in printed if line.top < middle < line.bottom]
    right = min((line for line in level if line.x0 > shape.x1 - 1), key=lambda line: line.x0, default=None)
    if right is None or not SMALLEST * right.size < shape.bottom - shape.top < LARGEST * right.size:
        return None
    gap = right.x0 - shape.x1
    if not NEAREST * right.size < gap < FARTHEST * right.size:
        return None
    if abs((right.top + right.bottom) / 2 - middle) > BESIDE * right.size:
        return None
    left = any(0 < shape.x0 - line.x1 < FARTHEST * right.size for line in level)
    return None if left or right.words[0].turn else right
