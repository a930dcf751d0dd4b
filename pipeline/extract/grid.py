"""The grid of a table: rows and columns from the boxes of its cells."""

from collections.abc import Sequence
from itertools import pairwise

from .parts import Box, Cell, Table, Word, holds

SNAP = 3.0
"""Borders of neighbouring cells may lie this far apart (pdfplumber's own tolerance)."""
LEAST_ROW = 6.0
"""A gap between rows of cells that is lower than this many points is white space, no row."""
APART = 0.6
"""Words of neighbouring cells without a border between them stand this far apart, in sizes."""


def grid_of(boxes: Sequence[Box], words: Sequence[Word]) -> Table | None:
    """The table whose cells are ``boxes``: rows and columns are where their borders fall together.

    Places of the grid that no box covers (a row between tinted rows) are cells too.
    """
    if not boxes:
        return None
    xs = distinct([box.x0 for box in boxes] + [max(box.x1 for box in boxes)])
    ys = _lines_of([(box.top, box.bottom) for box in boxes])
    cells = []
    covered: set[tuple[int, int]] = set()
    for box in boxes:
        row, column = _index(ys, box.top), _index(xs, box.x0)
        below, right = max(row + 1, _index(ys, box.bottom)), max(column + 1, _index(xs, box.x1))
        cells += _divided(Cell(row, column, right - column, box), xs, ys[row : below + 1], words)
        covered.update((y, x) for y in range(row, below) for x in range(column, right))
    for row, (top, bottom) in enumerate(pairwise(ys)):
        for column, (left, right_edge) in enumerate(pairwise(xs)):
            if (row, column) not in covered:
                cells.append(Cell(row, column, 1, Box(left, top, right_edge, bottom)))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Table(xs[0], ys[0], xs[-1], ys[-1], len(ys) - 1, len(xs) - 1, cells)


def _divided(cell: Cell, xs: list[float], ys: list[float], words: Sequence[Word]) -> list[Cell]:
    """A cell over several rows or columns, cut where its words stand in them like those of single
    cells: a run of cells without borders, not a merged one. ``ys`` are the edges of its own rows."""
    inner_xs = xs[cell.column : cell.column + cell.columns + 1]
    rows = len(ys) - 1
    if rows == 1 and cell.columns == 1:
        return [cell]
    inside = [word for word in words if holds(cell.box, word, 0)]
    by_column = cell.columns > 1 and all(_parted(inside, x) for x in inner_xs[1:-1])
    crossed = any(word.top + 1.5 < y < word.bottom - 1.5 for word in inside for y in ys[1:-1])
    filled = {sum(y < (word.top + word.bottom) / 2 for y in ys[1:-1]) for word in inside}
    by_row = rows > 1 and not crossed and len(filled) == rows and (rows > 2 or by_column)
    row_edges = ys if by_row else [ys[0], ys[-1]]
    column_edges = inner_xs if by_column else [inner_xs[0], inner_xs[-1]]
    if not inside or not (by_row or by_column):
        return [cell]
    return [
        Cell(cell.row + row, cell.column + column, 1 if by_column else cell.columns, Box(x0, top, x1, bottom))
        for row, (top, bottom) in enumerate(pairwise(row_edges))
        for column, (x0, x1) in enumerate(pairwise(column_edges))
    ]


def _parted(words: Sequence[Word], x: float) -> bool:
    """Whether words stand well apart on both sides of ``x``, and none across."""
    left = [word for word in words if word.x1 <= x + 1]
    right = [word for word in words if word.x0 >= x - 1]
    if len(left) + len(right) < len(words) or not left or not right:
        return False
    return all(
        word.x0 - other.x1 > APART * word.size
        for word in right
        for other in left
        if min(word.bottom, other.bottom) - max(word.top, other.top) > 0.3 * word.size
    )


def _lines_of(spans: Sequence[tuple[float, float]]) -> list[float]:
    """Where rows begin and end: at the edges of cells, narrow gaps between cells left out."""
    starts = [start for start, _ in spans]
    last = max(end for _, end in spans)
    ys = distinct([*starts, *(end for _, end in spans)])
    kept = [
        y
        for y, below in pairwise(ys)
        if below - y >= LEAST_ROW or any(abs(start - y) <= SNAP for start in starts)
    ]
    return [*kept, last]


def distinct(values: list[float]) -> list[float]:
    """Sorted values, those within :data:`SNAP` of each other as one."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > SNAP:
            kept.append(value)
    return kept


def _index(values: list[float], value: float) -> int:
    return min(range(len(values)), key=lambda index: abs(values[index] - value))
