"""Tables whose rows and cells are those of the tags: which column a cell stands in, which rows are heads.

The tag tree gives each cell a place in its row, an empty one too, but seldom how many columns it spans:
rows with a cell in every column say where the columns are, and the others stand over those.
"""

from collections.abc import Sequence

from .element import element_lines
from .headers import extend_header, mark_bands, mark_header
from .parts import Box, Cell, Piece, Shape, Table, Word, bounds, table_piece
from .tags import Leaf

HALF = 0.6
"""A head stands over columns up to this share of the way to the next: it is in the middle of its own."""
SPANNED = 0.3
"""A cell stands over a column that it covers by so much, or that covers so much of it."""


def tagged_table(group: list[tuple[Leaf, list[Word]]], shapes: Sequence[Shape]) -> Piece:
    """A table whose rows and cells are those of the tags."""
    rows: dict[int, dict[int, list[Word]]] = {}
    heads: set[int] = set()
    places: dict[int, int] = {}
    for leaf, words in group:
        roles, elements = leaf.roles, leaf.elements
        start = roles.index("Table")
        number = next((elements[n] for n in range(start, len(roles)) if roles[n] == "TR"), -1)
        cell = next((n for n in range(start, len(roles)) if roles[n] in ("TD", "TH")), len(roles) - 1)
        rows.setdefault(number, {}).setdefault(elements[cell], []).extend(words)
        places[elements[cell]] = leaf.places[cell]
        if roles[cell] == "TH":
            heads.add(elements[cell])
    boxes = {cell: bounds(words) for row in rows.values() for cell, words in row.items()}
    full = max(places.values())
    own_places = [[places[cell] for cell in row] for row in rows.values()]
    whole = [max(own) == full for own in own_places]
    ending = [row for row, ends in zip(rows.values(), whole, strict=True) if ends]
    filled = [row for row in ending if len(row) > full]
    columns = _columns([(places[cell], boxes[cell]) for row in filled or ending for cell in row])
    cells: list[Cell] = []
    for number, own in enumerate(rows.values()):
        for element, words in own.items():
            box = boxes[element]
            column, last = _spanned(columns, box)
            if whole[number] and _is_over(columns.get(places[element], (box.x0, box.x1)), box):
                column = last = places[element]
            cells.append(Cell(number, column, last - column + 1, box, element_lines(words), element in heads))
    _keep_header_rows(cells)
    table = Table(*bounds(boxes.values()), len(rows), full + 1, cells)
    if any(cell.header for cell in cells):
        extend_header(table, shapes)
    else:
        mark_header(table, shapes)
    mark_bands(table, shapes)
    first = {number: min(own) for number, own in enumerate(own_places) if not whole[number]}
    _spread(table, columns, first)
    return table_piece(table)


def _twice(cell: Cell) -> float:
    """Twice the middle of a cell, as sums of edges are."""
    return cell.box.x0 + cell.box.x1


def _spread(table: Table, columns: dict[int, tuple[float, float]], first: dict[int, int]) -> None:
    """Let heads of heads stand over the columns under them that no other is nearer to: the words of a
    head are narrower than its cell, and tags do not say how wide that is. ``first`` gives, for the rows
    where that is not known, the first column that a head may stand over."""
    heads = {row: [cell for cell in table.cells if cell.header and cell.row == row] for row in first}
    for row, own in heads.items():
        under = {cell.column for cell in table.cells if cell.header and cell.row == row + 1}
        own = [cell for cell in own if under & set(range(cell.column, cell.column + cell.columns))]
        taken = {column for cell in own for column in range(cell.column, cell.column + cell.columns)}
        for column in sorted(under - taken) if own else ():
            if column < first[row] or column not in columns:
                continue
            middle = sum(columns[column])
            cell = min(own, key=lambda each: (abs(_twice(each) - middle), each.column))
            others = [abs(_twice(each) - _twice(cell)) for each in own if each is not cell]
            if abs(_twice(cell) - middle) <= HALF * min(others, default=table.x1 * 2):
                last = max(cell.column + cell.columns - 1, column)
                cell.column = min(cell.column, column)
                cell.columns = last - cell.column + 1


def _columns(cells: Sequence[tuple[int, Box]]) -> dict[int, tuple[float, float]]:
    """From where to where the columns go, by the cells of the rows that have one in each."""
    columns: dict[int, tuple[float, float]] = {}
    for column, box in cells:
        left, right = columns.get(column, (box.x0, box.x1))
        columns[column] = min(left, box.x0), max(right, box.x1)
    return columns


def _is_over(edges: tuple[float, float], box: Box) -> bool:
    """Whether a cell stands over a column that goes from one edge to the other."""
    across = min(edges[1], box.x1) - max(edges[0], box.x0)
    return across > SPANNED * min(edges[1] - edges[0], box.x1 - box.x0)


def _spanned(columns: dict[int, tuple[float, float]], box: Box) -> tuple[int, int]:
    """The first and the last column that a cell stands over; the nearest where it stands between two."""
    over = [column for column, edges in columns.items() if _is_over(edges, box)]
    if not over:
        middle = (box.x0 + box.x1) / 2
        over = [
            min(columns, key=lambda each: (max(columns[each][0] - middle, middle - columns[each][1]), each))
        ]
    return min(over), max(over)


def _keep_header_rows(cells: list[Cell]) -> None:
    """Unmark what is no head of a column: the tags mark the labels of rows in the same way."""
    plain = [cell.row for cell in cells if not cell.header]
    first = min(plain, default=1)
    for cell in cells:
        cell.header = cell.row < first
