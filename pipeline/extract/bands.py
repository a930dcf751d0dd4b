"""When a set of parts that columns can be cut from is read in rows all the same.

Cards in a grid, pairs of a term and its meaning, sections with a heading over their columns, bands
far apart: each shows by how its parts line up.
"""

from collections.abc import Sequence
from itertools import pairwise

from .parts import Group, Part, Piece, bounds

BAND = 2.5
"""White space across all columns of this many sizes (and twice the gutter) parts bands."""
ALIGNED = 0.6
"""Tops within this many sizes are one row of a grid."""
WIDE = 4.5
"""Columns with a wider gutter, in sizes, are pages of a spread: no heading stands over both."""
TABLE_COLUMNS = 3
"""A row of heads over so many columns in step is a table's; over two, they are columns of text."""
LEAST_STEPS = 3
"""So many rows in step do not happen by chance."""
TERM_WORDS = 8
"""A term has at most so many words."""
MARGIN = 2.0
"""A section's heading begins within this many sizes of the left edge."""
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
    if heads and (heads != [0] or len(columns) < TABLE_COLUMNS):
        return None
    return _in_step(rows, columns, size)


def _in_step(rows: list[list[Part]], columns: list[list[Part]], size: float) -> list[list[Part]] | None:
    """The rows if most of them have one part in each column, side by side: pairs of a figure or a term
    and what it means, or the rows of a table without rules. What is not in step may only stand above
    or below them."""
    edges = [max(part.x1 for part in column) for column in columns]
    full = [place for place, row in enumerate(rows) if _fills(row, edges)]
    level = [place for place in full if _in_line(rows[place], size)]
    steps = [place for place in full if place in level or _is_pair(rows[place])]
    if len(steps) < 2 or steps[-1] - steps[0] + 1 > len(steps):
        return None
    others = [row for place, row in enumerate(rows) if place not in steps]
    terms = all(_is_term(min(rows[place], key=_left)) for place in steps)
    if any(len(row) > 1 for row in others) and not terms:
        return None
    return rows if len(steps) >= LEAST_STEPS or (terms and len(level) == len(rows)) else None


def _fills(row: list[Part], edges: list[float]) -> bool:
    """Whether a row has one part in each of the columns that end at ``edges``."""
    return len(row) == len(edges) and all(
        sum(edge < part.x0 for edge in edges) == place for place, part in enumerate(sorted(row, key=_left))
    )


def _in_line(row: list[Part], size: float) -> bool:
    """Whether the parts of a row have their tops or their middles in one line."""
    tops = [part.top for part in row]
    middles = [(part.top + part.bottom) / 2 for part in row]
    return min(max(tops) - min(tops), max(middles) - min(middles)) <= ALIGNED * size


def _is_pair(row: list[Part]) -> bool:
    """Whether a row is a term and, level with it, what it means: one may be much taller."""
    term, other = min(row, key=_left), max(row, key=_left)
    return len(row) == 2 and _is_term(term) and (_level(term, other) or _level(other, term))


def _left(part: Part) -> float:
    return part.x0


def _level(one: Part, other: Part) -> bool:
    """Whether the middle of ``one`` lies between the top and the bottom of ``other``."""
    return other.top < (one.top + one.bottom) / 2 < other.bottom


def _is_term(part: Part) -> bool:
    """Whether a part is a figure or a few words."""
    pieces = [part] if isinstance(part, Piece) else part.parts
    return (
        all(isinstance(piece, Piece) and not piece.table and len(piece.lines) <= 3 for piece in pieces)
        and sum(len(line.words) for piece in pieces if isinstance(piece, Piece) for line in piece.lines)
        <= TERM_WORDS
    )


def joined_heads(rows: list[list[Part]], size: float) -> list[list[Part]]:
    """The rows, those of bars over one part each (the steps of a process) joined to what stands below."""
    found: list[list[Part]] = []
    for place, row in enumerate(rows):
        if found and place and rows[place - 1] is found[-1] and _bars(rows, place - 1, size):
            above = sorted(found.pop(), key=_left)
            pairs = [[head, part] for head, part in zip(above, sorted(row, key=_left), strict=True)]
            found.append([Group(pair, *bounds(pair)) for pair in pairs])
        else:
            found.append(row)
    return found


def _bars(rows: list[list[Part]], place: int, size: float) -> bool:
    """Whether a row is bars, each over one part of the next row and over no other."""
    row, below = sorted(rows[place], key=_left), sorted(rows[place + 1], key=_left)
    return (
        len(row) == len(below) > 1
        and all(isinstance(part, Group) for part in row)
        and _is_row_of_heads(rows, place, size)
        and all(
            [min(head.x1, part.x1) > max(head.x0, part.x0) for part in below]
            == [other is head for other in row]
            for head in row
        )
    )


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
    if isinstance(part, Group) and isinstance(other, Piece) and not other.table:
        return _is_term(part)
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
    left = min(part.x0 for row in rows for part in row)
    starts = [
        place
        for place in range(1, len(rows) - 1)
        if len(rows[place]) == 1
        and len(rows[place + 1]) > 1
        and rows[place][0].x0 < left + MARGIN * size
        and any(_heads(rows[place][0], other) for other in rows[place + 1])
        and _aligned(rows[place + 1], size)
    ]
    if not starts:
        return None
    edges = [0, *starts, len(rows)]
    return [[part for row in rows[start:end] for part in row] for start, end in pairwise(edges)]


def _aligned(row: list[Part], size: float) -> bool:
    """Whether the first parts of every column of a row begin in one line and are set alike."""
    firsts = [min(column, key=lambda part: part.top) for column in apart(row) or [row]]
    tops = [part.top for part in firsts]
    looks = {(round(part.size), part.bold) for part in firsts if isinstance(part, Piece)}
    return len(firsts) > 1 and max(tops) - min(tops) < ALIGNED * size and len(looks) < 2


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


def merged(columns: list[list[Part]], size: float) -> list[list[Part]]:
    """Columns, those of boxes that stand in step beside each other as one: a grid of cards beside text."""
    found = [columns[0]]
    for column in columns[1:]:
        before = found[-1]
        boxes = all(isinstance(part, Group) for part in (*before, *column))
        tops = {round(part.top / (2 * ALIGNED * size)) for part in before}
        level = all(any(abs(part.top - other.top) < ALIGNED * size for other in before) for part in column)
        if boxes and len(column) > 1 and len(tops) == len(column) and level:
            found[-1] = [*before, *column]
        else:
            found.append(column)
    return found if len(found) > 1 else columns
