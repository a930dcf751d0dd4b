"""When a set of parts that columns can be cut from is read in rows all the same.

Cards in a grid, pairs of a term and its meaning, sections with a heading over their columns, bands
far apart: each shows by how its parts line up.
"""

from collections.abc import Sequence
from itertools import pairwise

from .parts import Group, Part, Piece

BAND = 2.5
"""White space across all columns of this many sizes (and twice the gutter) parts bands."""
ALIGNED = 0.6
"""Tops within this many sizes are one row of a grid."""
WIDE = 4.5
"""Columns with a wider gutter, in sizes, are pages of a spread: no heading stands over both."""
LEVEL = 0.3
"""… and headings side by side stand even more level."""


def apart(parts: Sequence[Part]) -> list[list[Part]] | None:
    """Parts that stand side by side with any white space between them, from left to right."""
    sides: list[list[Part]] = []
    edge = 0.0
    for part in sorted(parts, key=lambda part: (part.x0, part.top)):
        if sides and part.x0 < edge:
            sides[-1].append(part)
            edge = max(edge, part.x1)
        else:
            sides.append([part])
            edge = part.x1
    return sides if len(sides) > 1 else None


def grid(rows: list[list[Part]], columns: list[list[Part]], size: float) -> list[list[Part]] | None:
    """The rows of a grid of boxes or of pairs (a term and what it means): read row by row."""
    boxed = sum(isinstance(part, Group) for row in rows for part in row)
    if boxed >= 4 and all(len(row) == 1 or all(isinstance(p, Group) for p in row) for row in rows):
        return rows
    heads = [place for place, row in enumerate(rows) if _is_row_of_heads(rows, place, size)]
    alike = (
        len({(round(p.size), p.bold) for place in heads for p in rows[place] if isinstance(p, Piece)}) == 1
    )
    if len(heads) > 1 and heads[0] == 0 and alike and _open(rows, heads[1:], columns):
        ends = [*heads[1:], len(rows)]
        return [
            [part for row in rows[start:end] for part in row] for start, end in zip(heads, ends, strict=True)
        ]
    if heads:
        return None
    filled = [row for row in rows if len(row) > 1]
    if len(filled) < 2 or len(filled) < len(rows):
        return None
    for row in filled:
        tops = [part.top for part in row]
        middles = [(part.top + part.bottom) / 2 for part in row]
        if (
            len(row) != len(columns)
            or min(max(tops) - min(tops), max(middles) - min(middles)) > ALIGNED * size
        ):
            return None
    first = columns[0]
    terms = all(isinstance(part, Piece) and len(part.lines) <= 3 for part in first)
    return rows if len(filled) >= 3 or terms else None


def _is_row_of_heads(rows: list[list[Part]], place: int, size: float) -> bool:
    """Whether a row is headings side by side, each over what stands below it."""
    row = rows[place]
    if (
        len(row) < 2
        or place + 1 == len(rows)
        or max(p.top for p in row) - min(p.top for p in row) > LEVEL * size
    ):
        return False
    return all(
        any(
            _heads(part, other)
            for other in rows[place + 1]
            if min(part.x1, other.x1) > max(part.x0, other.x0)
        )
        for part in row
    )


def _heads(part: Part, other: Part) -> bool:
    """Whether ``part`` is set as a heading over ``other``."""
    if isinstance(part, Group) or isinstance(other, Group) or part.table or len(part.lines) > 3:
        return False
    larger = part.size > 1.08 * other.size
    return larger or (part.bold and not other.bold and part.size > 0.95 * other.size)


def _open(rows: list[list[Part]], starts: list[int], columns: list[list[Part]]) -> bool:
    """Whether the white space above the rows that start cards is not much less than the gutters:
    columns that stand farther apart than what is under each other are read as columns."""
    gaps = [
        min(part.top for part in rows[start]) - max(part.bottom for part in rows[start - 1])
        for start in starts
    ]
    return min(gaps) >= 0.4 * _gutter(columns)


def _gutter(columns: list[list[Part]]) -> float:
    """The widest white space between columns."""
    return max(
        min(part.x0 for part in right) - max(part.x1 for part in left) for left, right in pairwise(columns)
    )


def sections(rows: list[list[Part]], columns: list[list[Part]], size: float) -> list[list[Part]] | None:
    """The rows cut before each heading that stands alone over columns that begin in one line: a
    section's heading, though it may be no wider than its first column."""
    if _gutter(columns) > WIDE * size:
        return None
    starts = [
        place
        for place in range(1, len(rows) - 1)
        if len(rows[place]) == 1
        and len(rows[place + 1]) > 1
        and any(_heads(rows[place][0], other) for other in rows[place + 1])
        and _aligned(rows[place + 1], size)
    ]
    if not starts:
        return None
    edges = [0, *starts, len(rows)]
    return [[part for row in rows[start:end] for part in row] for start, end in pairwise(edges)]


def _aligned(row: list[Part], size: float) -> bool:
    """Whether the first parts of every column of a row begin in one line."""
    columns = apart(row) or [row]
    tops = [min(part.top for part in column) for column in columns]
    return len(columns) > 1 and max(tops) - min(tops) < ALIGNED * size


def bands(rows: list[list[Part]], columns: list[list[Part]], size: float) -> list[list[Part]] | None:
    """The parts cut at white space across all columns that is much wider than the gutters."""
    gaps = [
        min(part.top for part in below) - max(part.bottom for part in above)
        for above, below in pairwise(rows)
    ]
    gutter = _gutter(columns)
    widest = max(gaps)
    if widest <= max(BAND * size, 2 * gutter):
        return None
    bands = [list(rows[0])]
    for gap, row in zip(gaps, rows[1:], strict=True):
        if gap >= 0.6 * widest:
            bands.append([])
        bands[-1].extend(row)
    return bands
