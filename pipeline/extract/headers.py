"""Which rows of a table are its header."""

import re
from collections.abc import Sequence

from .edges import THIN
from .parts import Cell, Line, Shape, Table, holds

Fill = tuple[int, int, int] | None
"""The colour behind a row, None for white or none."""
WORDS = re.compile(r"[^\W\d_]|^%$")
"""What a head has; a star or a dash stands for a figure."""


def mark_header(table: Table, shapes: Sequence[Shape]) -> None:
    """Mark the cells of the header rows: leading rows that are bold or filled otherwise than the
    rows below, or that name columns of figures."""
    rows = [[cell for cell in table.cells if cell.row == row] for row in range(table.rows)]
    fills = [_fill(row, shapes) for row in rows]
    count = 0
    while (
        count < len(rows) - 1
        and (
            (fills[count] != fills[-1] and not _is_stripe(count, rows, fills))
            or _bolder(rows[count], rows[count + 1 :])
        )
        and not (count and _is_coarser(rows[count], rows[count - 1]))
    ):
        count += 1
    if count and _is_stripe(count, rows, fills) and any(_is_plain_row(row) for row in rows[:count]):
        count = 0
    if count == table.rows - 1 or count > 3:
        count = 0 if count > 3 else 1
    if not count and _names_figures(rows):
        count = 1
    for cell in table.cells:
        cell.header = cell.row < count


def extend_header(table: Table, shapes: Sequence[Shape]) -> None:
    """Mark the rows under the heads that the tags name that are tinted like them, or that have words only
    and a tint which no row below has: many programs know one row of heads."""
    rows = [[cell for cell in table.cells if cell.row == row and cell.lines] for row in range(table.rows)]
    count = next((row for row, own in enumerate(rows) if own and not all(cell.header for cell in own)), 0)
    fills = [_fill(row, shapes) for row in rows]
    end = next((row for row in range(count, len(rows)) if fills[row] != fills[count]), len(rows))
    tinted = 0 < count < end < len(rows) and fills[count] and fills[count] not in fills[end:]
    figures = any(is_figure(cell.lines) for own in rows[count:end] for cell in own)
    if tinted and (fills[count] == fills[count - 1] or not figures):
        for cell in table.cells:
            cell.header = cell.row < end


def mark_bands(table: Table, shapes: Sequence[Shape]) -> None:
    """Mark the heads that stand under heads, and those that come again further down: a row under heads
    that has words and no figure, and none over the labels of the rows; a row that begins as the first; and
    where the first is a single head over all columns, each such row of its tint."""
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        if cell.lines:
            rows.setdefault(cell.row, []).append(cell)
    first = next(iter(rows.values()), [])
    title = _text(first[0]) if first and first[0].header and not first[0].column else ""
    above = False
    for own in rows.values():
        words = len(own) > 1 and all(WORDS.search(_text(cell)) for cell in own)
        words = words and not any(is_figure(cell.lines) for cell in own)
        again = own[0].column == 0 and _text(own[0]) == title
        under = above and (own[0].column > 0 or own[0].box.x0 >= first[0].box.x1)
        if words and (again or under):
            for cell in own:
                cell.header = True
        elif len(first) == len(own) == 1 and title and not own[0].column and own is not first:
            tint = _fill(first, shapes)
            own[0].header = own[0].header or (tint is not None and tint == _fill(own, shapes))
        above = all(cell.header for cell in own)
    if table.columns == 1 and not any(cell.header for cell in table.cells):
        _mark_groups([own[0] for own in rows.values()], shapes)


def _mark_groups(cells: Sequence[Cell], shapes: Sequence[Shape]) -> None:
    """Mark what heads the items after it in a list of one column: bold on a tint, over one that is not."""
    groups = [all(line.bold for line in cell.lines) and _fill([cell], shapes) is not None for cell in cells]
    for place, cell in enumerate(cells[:-1]):
        cell.header = groups[place] and not groups[place + 1]


def _is_coarser(row: list[Cell], above: list[Cell]) -> bool:
    """Whether a row has fewer cells than the one above: the heads under a head are at least as many."""
    return len([cell for cell in row if cell.lines]) < len([cell for cell in above if cell.lines])


def _text(cell: Cell) -> str:
    return " ".join(line.text for line in cell.lines)


def _bolder(row: list[Cell], below: list[list[Cell]]) -> bool:
    """Whether a row is bold and the rows below it are not."""
    own = [line for cell in row for line in cell.lines]
    rest = [line for other in below for cell in other for line in cell.lines]
    return bool(own) and all(line.bold for line in own) and not all(line.bold for line in rest)


def _fill(row: list[Cell], shapes: Sequence[Shape]) -> Fill:
    """The colour behind the last cell of a row, None for white or none."""
    if not row:
        return None
    box = row[-1].box
    colour = None
    for shape in shapes:
        if (
            shape.filled
            and shape.bottom - shape.top > THIN
            and holds(shape, box, 0)
            and shape.x1 - shape.x0 > 8
        ):
            colour = shape.colour if min(shape.colour) < 250 else None
    return colour


def _is_stripe(place: int, rows: list[list[Cell]], fills: Sequence[Fill]) -> bool:
    """Whether a row of figures has a colour that comes again below, after another: every other row of
    a table is tinted, and one that goes on from the page before begins with any of them."""
    if not _is_plain_row(rows[place]):
        return False
    changed = next((row for row in range(place, len(rows)) if fills[row] != fills[place]), len(rows))
    return fills[place] in fills[changed:]


def _is_plain_row(row: list[Cell]) -> bool:
    """Whether a row has figures after its first cell and is not bold; heads may be years, in bold."""
    figures = [cell for cell in row[1:] if is_figure(cell.lines)]
    return bool(figures) and not all(line.bold for cell in figures for line in cell.lines)


def _names_figures(rows: list[list[Cell]]) -> bool:
    """Whether a column is words in the first row and figures in most others."""
    if len(rows) < 3:
        return False
    for head in rows[0]:
        body = [cell for row in rows[1:] for cell in row if cell.column == head.column and cell.lines]
        figures = [cell for cell in body if is_figure(cell.lines)]
        if head.lines and not is_figure(head.lines) and len(body) > 1 and len(figures) > 0.6 * len(body):
            return True
    return False


def is_figure(lines: list[Line]) -> bool:
    """Whether half the letters and digits at least are digits, of which there are some."""
    text = "".join(line.text for line in lines)
    digits = sum(character.isdigit() for character in text)
    return digits > 0 and digits * 2 >= sum(character.isalnum() for character in text)
