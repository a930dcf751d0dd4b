"""Which rows of a table are its header."""

from collections.abc import Sequence

from .edges import THIN
from .parts import Cell, Line, Shape, Table, holds


def mark_header(table: Table, shapes: Sequence[Shape]) -> None:
    """Mark the cells of the header rows: leading rows that are bold or filled otherwise than the
    rows below, or that name columns of figures."""
    rows = [[cell for cell in table.cells if cell.row == row] for row in range(table.rows)]
    fills = [_fill(row, shapes) for row in rows]
    count = 0
    while count < len(rows) - 1 and (fills[count] != fills[-1] or _bolder(rows[count], rows[count + 1 :])):
        count += 1
    if count == table.rows - 1 or count > 3:
        count = 0 if count > 3 else 1
    if not count and _names_figures(rows):
        count = 1
    for cell in table.cells:
        cell.header = cell.row < count


def _bolder(row: list[Cell], below: list[list[Cell]]) -> bool:
    """Whether a row is bold and the rows below it are not."""
    own = [line for cell in row for line in cell.lines]
    rest = [line for other in below for cell in other for line in cell.lines]
    return bool(own) and all(line.bold for line in own) and not all(line.bold for line in rest)


def _fill(row: list[Cell], shapes: Sequence[Shape]) -> tuple[int, int, int] | None:
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
