"""Tables without any rule: rows of figures under each other.

Only what cannot be prose is taken: three rows or more, in each of them a label and two figures at
least, standing in columns with white space all the way down. Anything less sure stays text.
"""

import re
from collections.abc import Sequence

from .grid import grid_of
from .headers import is_figure
from .parts import Box, Line, Table, bounds

ROWS = 3
FIGURES = 2
"""So many rows, and figures in each."""
ROW_GAP = 1.6
"""Rows of one table stand no farther apart, in sizes."""
FILLED = 0.6
"""Every column has a figure in this share of the rows."""
SPACE = 0.8
"""White space between columns, in sizes."""
NOTHING = re.compile(r"[-–—]|n/?a|nil|tbc|\*", re.I)


def unruled(printed: Sequence[Line]) -> list[Table]:
    """The unruled tables among the lines of one box or page, without their text."""
    found = []
    run: list[list[Line]] = []
    head: list[Line] = []
    last: list[Line] = []
    for row in [*_rows(printed), []]:
        if row and _is_row(row) and (not run or _near(run[-1], row)):
            head = head if run else last
            run.append(row)
        else:
            table = _table(run, head) if len(run) >= ROWS else None
            if table:
                found.append(table)
            run = [row] if row and _is_row(row) else []
            head = last if run else []
        last = row
    return found


def _rows(printed: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand on one level, from the top down, each row from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(printed, key=lambda line: (line.top + line.bottom, line.x0)):
        last = rows[-1][0] if rows else None
        if last and abs((line.top + line.bottom) - (last.top + last.bottom)) < 0.8 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def _is_row(row: list[Line]) -> bool:
    """Whether a row is a label and figures after it."""
    figures = [_is_value(line) for line in row[1:]]
    label = any(c.isalpha() for c in row[0].text)
    return label and len(figures) >= FIGURES and all(figures)


def _is_value(line: Line) -> bool:
    return len(line.words) <= 3 and (is_figure([line]) or bool(NOTHING.fullmatch(line.text)))


def _near(above: list[Line], row: list[Line]) -> bool:
    return bounds(row).top - bounds(above).bottom < ROW_GAP * row[0].size


def _table(rows: list[list[Line]], head: list[Line]) -> Table | None:
    """The table that rows make if their figures stand in columns; ``head``, the row above, belongs to
    it if each of its lines stands over a column."""
    columns: list[Box] = []
    for line in sorted((line for row in rows for line in row[1:]), key=lambda line: (line.x0, line.top)):
        if columns and line.x0 < columns[-1].x1 + SPACE * line.size:
            columns[-1] = columns[-1]._replace(x1=max(columns[-1].x1, line.x1))
        else:
            columns.append(Box(line.x0, 0, line.x1, 0))
    label = max(row[0].x1 for row in rows)
    counts = [
        sum(column.x0 <= line.x0 <= column.x1 for row in rows for line in row[1:]) for column in columns
    ]
    if len(columns) < FIGURES or label > columns[0].x0 or min(counts) < FILLED * len(rows):
        return None
    if max(counts) > len(rows):
        return None
    edges = [label, *(column.x1 for column in columns[:-1])]
    starts = [column.x0 for column in columns]
    left = min(row[0].x0 for row in rows)
    xs = [left, *((end + start) / 2 for end, start in zip(edges, starts, strict=True)), columns[-1].x1]
    over = [sum(line.x0 < x < line.x1 for x in xs[1:-1]) for line in head]
    headed = len(head) >= FIGURES and not any(over) and head[-1].x0 < xs[-1]
    if headed and head[0].x0 >= left - 1 and _near(head, rows[0]):
        rows = [head, *rows]
        xs[-1] = max(xs[-1], head[-1].x1)
    else:
        headed = False
    tops = [bounds(row).top for row in rows]
    ys = [*tops, bounds(rows[-1]).bottom]
    cells = [
        Box(xs[column], ys[row], xs[column + 1], ys[row + 1])
        for row in range(len(rows))
        for column in range(len(xs) - 1)
    ]
    table = grid_of(cells, [])
    for cell in table.cells if table and headed else []:
        cell.header = cell.row == 0
    return table
