"""Tables: ruled grids, tables that have rules between their rows only, and their cells.

Ruled grids come from pdfplumber's table finder, fed with PDFium's shapes as edges (its parse of the
file is what costs; the finder is nearly free). Tables with horizontal rules only ("booktabs") are
found here: three rules of one width, columns where white space runs down between them.
"""

from collections.abc import Sequence
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from pdfplumber.table import TableFinder, TableSettings

from .parts import Box, Cell, Line, Shape, Table, Word, holds

EDGE_LIMIT = 4_000
"""More edges are a map or a chart, and take the finder minutes."""
CURVED = 8
"""A shape of more segments is no rule or cell border."""
THIN = 2.5
"""A shape thinner than this many points is a rule."""
SNAP = 3.0
"""Borders of neighbouring cells may lie this far apart (pdfplumber's own tolerance)."""
GROUND_LIMIT = 600
"""Tinted grounds that are remembered; a page with more is a map."""
LEAST_ROW = 6.0
"""A gap between rows of cells that is lower than this many points is white space, no row."""
STRIP = (2.5, 7.5)
"""The padding of a cell that is painted strip by strip, in points."""
STACK = 60.0
"""Rows of one table that have no borders of their own leave at most this gap, in points."""
RULE_WIDTH = 0.18
"""A rule between rows spans at least this share of the page's width."""
SAME_WIDTH = 6.0
"""Rules of one table begin and end within this many points."""
CELL_GAP = 0.45
"""White space between columns of a table without vertical rules, in sizes."""
APART = 0.6
"""Words of neighbouring cells without a border between them stand this far apart, in sizes."""
TALL = 2.6
"""Rows between rules taller than this many sizes hold several rows of text."""

_settings = TableSettings.resolve({})


def grids(shapes: Sequence[Shape], words: Sequence[Word], width: float, height: float) -> list[Table]:
    """The ruled and rule-only tables of a page, without their text, from the top of the page down."""
    found = _ruled(shapes, words, width, height)
    for body in _rule_only(shapes, words, width, found):
        head = next((table for table in found if _is_head(table, body, words)), None)
        if head is None:
            found.append(body)
            continue
        xs = [*sorted({cell.box.x0 for cell in head.cells}), head.x1]
        rows = sorted({(cell.box.top, cell.box.bottom) for cell in body.cells})
        boxes = [Box(x0, top, x1, bottom) for top, bottom in rows for x0, x1 in pairwise(_distinct(xs))]
        found[found.index(head)] = grid_of([cell.box for cell in head.cells] + boxes, words) or head
    return sorted(found, key=lambda table: (table.top, table.x0))


def _is_head(table: Table, body: Table, words: Sequence[Word]) -> bool:
    """Whether a ruled table is the header of the one that begins where it ends, in the same columns."""
    wide = abs(table.x0 - body.x0) < 2 * SAME_WIDTH and abs(table.x1 - body.x1) < 2 * SAME_WIDTH
    if not wide or abs(table.bottom - body.top) > 2 * SNAP:
        return False
    inner = [x for x in _distinct([cell.box.x0 for cell in table.cells]) if x > table.x0 + SNAP]
    inside = [word for word in words if holds(body, word, 0)]
    return not any(word.x0 + 1 < x < word.x1 - 1 for word in inside for x in inner)


def _ruled(shapes: Sequence[Shape], words: Sequence[Word], width: float, height: float) -> list[Table]:
    edges = _edges(shapes, width, height)
    if not 4 <= len(edges) <= EDGE_LIMIT:
        return []
    page: Any = SimpleNamespace(edges=edges, bbox=(0, 0, width, height), objects={})
    tables = []
    groups = [[Box(*cell) for cell in found.cells] for found in TableFinder(page, _settings).tables]
    for boxes in _stacked(groups, words):
        table = grid_of(boxes, words)
        if table and table.rows > 1 and table.columns > 1 and not _is_chart(table, words):
            tables.append(table)
    return tables


def _is_row(gap: Box, xs: list[float], words: Sequence[Word]) -> bool:
    """Whether the gap between two runs of cells is a row of the same columns, or next to nothing."""
    inside = [word for word in words if holds(gap, word, 0)]
    if not inside:
        return gap.bottom - gap.top < 2 * SNAP
    filled = {sum(x < (word.x0 + word.x1) / 2 for x in xs) for word in inside}
    return len(filled) > 1 and not any(word.x0 + 1 < x < word.x1 - 1 for word in inside for x in xs)


def _stacked(groups: list[list[Box]], words: Sequence[Word]) -> list[list[Box]]:
    """Groups of cells joined to the group above that has the same columns: a header in colour over
    rows without borders, or rows of which every other is tinted."""
    stacks: list[list[Box]] = []
    for group in sorted(
        groups, key=lambda group: (min(box.top for box in group), min(box.x0 for box in group))
    ):
        xs = _distinct([edge for box in group for edge in (box.x0, box.x1)])
        top = min(box.top for box in group)
        for stack in stacks:
            others = _distinct([edge for box in stack for edge in (box.x0, box.x1)])
            bottom = max(box.bottom for box in stack)
            same = len(xs) == len(others) > 2 and all(
                abs(x - other) < 2 * SNAP for x, other in zip(xs, others, strict=True)
            )
            if same and -SNAP < top - bottom < STACK and _is_row(Box(xs[0], bottom, xs[-1], top), xs, words):
                stack += group
                break
        else:
            stacks.append(list(group))
    return stacks


def _edges(shapes: Sequence[Shape], width: float, height: float) -> list[dict[str, object]]:
    """The borders of ``shapes`` as pdfplumber's edges."""
    edges: list[dict[str, object]] = []
    for shape in _visible(shapes):
        wide, high = shape.x1 - shape.x0, shape.bottom - shape.top
        if shape.segments > CURVED and wide > 3 and high > 3:
            continue
        if wide > 0.97 * width and high > 0.97 * height:
            continue
        if wide >= 1:
            for y in (shape.top, shape.bottom) if high > 1 else (shape.top,):
                edges.append(_edge("h", shape.x0, y, shape.x1, y))
        if high >= 1:
            for x in (shape.x0, shape.x1) if wide > 1 else (shape.x0,):
                edges.append(_edge("v", x, shape.top, x, shape.bottom))
    return edges


def _visible(shapes: Sequence[Shape]) -> list[Shape]:
    """Shapes without those that cannot be seen: filled in the colour of what lies right under them
    (Word paints a box behind every line of a tinted cell)."""
    seen: list[Shape] = []
    grounds: list[Shape] = []
    colours: set[tuple[int, int, int]] = set()
    for shape in _mended(shapes):
        solid = shape.filled and not shape.stroked and shape.bottom - shape.top > THIN
        if solid and shape.x1 - shape.x0 > THIN:
            if shape.colour in colours:
                under = next((ground for ground in reversed(grounds) if _covers(ground, shape)), None)
                if under is not None and under.colour == shape.colour:
                    continue
            if len(grounds) < GROUND_LIMIT:
                grounds.append(shape)
                colours.add(shape.colour)
        seen.append(shape)
    return seen


def _mended(shapes: Sequence[Shape]) -> list[Shape]:
    """Shapes with cells made whole that were painted as strips of padding around boxes behind lines."""
    strips = {
        shape.colour
        for shape in shapes
        if _is_ground(shape) and STRIP[0] < min(shape.x1 - shape.x0, shape.bottom - shape.top) < STRIP[1]
    }
    if not strips:
        return list(shapes)
    rest = [shape for shape in shapes if not (_is_ground(shape) and shape.colour in strips)]
    found: list[Shape] = []
    for colour in sorted(strips):
        mosaic = [shape for shape in shapes if _is_ground(shape) and shape.colour == colour]
        count = len(mosaic) + 1
        while len(mosaic) < count:
            count = len(mosaic)
            mosaic = _fused(_fused(mosaic, upright=True), upright=False)
        found += mosaic
    return found + rest


def _is_ground(shape: Shape) -> bool:
    thick = min(shape.x1 - shape.x0, shape.bottom - shape.top) > THIN
    return shape.filled and not shape.stroked and thick and shape.segments <= CURVED


def _fused(shapes: list[Shape], upright: bool) -> list[Shape]:
    """Shapes that touch along a whole side, as one: those over each other, or those side by side."""
    if upright:
        ranked = sorted(shapes, key=lambda shape: (round(shape.x0), round(shape.x1), shape.top))
    else:
        ranked = sorted(shapes, key=lambda shape: (round(shape.top), round(shape.bottom), shape.x0))
    fused: list[Shape] = []
    for shape in ranked:
        last = fused[-1] if fused else None
        if last and upright and abs(last.x0 - shape.x0) < 1 and abs(last.x1 - shape.x1) < 1:
            touches = shape.top - last.bottom < 0.8
        elif last and not upright and abs(last.top - shape.top) < 1 and abs(last.bottom - shape.bottom) < 1:
            touches = shape.x0 - last.x1 < 0.8
        else:
            touches = False
        if last and touches:
            x1, bottom = max(last.x1, shape.x1), max(last.bottom, shape.bottom)
            fused[-1] = last._replace(x1=x1, bottom=bottom)
        else:
            fused.append(shape)
    return fused


def _covers(ground: Shape, shape: Shape) -> bool:
    return (
        ground.x0 <= shape.x0 + 1
        and ground.top <= shape.top + 1
        and ground.x1 >= shape.x1 - 1
        and ground.bottom >= shape.bottom - 1
    )


def _is_chart(table: Table, words: Sequence[Word]) -> bool:
    """Whether a grid is the ground of a chart: most of it empty, and figures in the rest."""
    inside = [word for word in words if holds(table, word, 0)]
    filled = sum(any(holds(cell.box, word, 0) for word in inside) for cell in table.cells)
    lettered = sum(any(c.isalpha() for c in word.text) for word in inside)
    share = filled / len(table.cells)
    return share < 0.2 or (share < 0.6 and lettered < 0.2 * len(inside))


def _edge(orientation: str, x0: float, top: float, x1: float, bottom: float) -> dict[str, object]:
    return {
        "object_type": "rect_edge",
        "orientation": orientation,
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
    }


def grid_of(boxes: Sequence[Box], words: Sequence[Word]) -> Table | None:
    """The table whose cells are ``boxes``: rows and columns are where their borders fall together.

    Places of the grid that no box covers (a row between tinted rows) are cells too.
    """
    if not boxes:
        return None
    xs = _distinct([box.x0 for box in boxes] + [max(box.x1 for box in boxes)])
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
    ys = _distinct([*starts, *(end for _, end in spans)])
    kept = [
        y
        for y, below in pairwise(ys)
        if below - y >= LEAST_ROW or any(abs(start - y) <= SNAP for start in starts)
    ]
    return [*kept, last]


def _distinct(values: list[float]) -> list[float]:
    """Sorted values, those within :data:`SNAP` of each other as one."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > SNAP:
            kept.append(value)
    return kept


def _index(values: list[float], value: float) -> int:
    return min(range(len(values)), key=lambda index: abs(values[index] - value))


def _rule_only(
    shapes: Sequence[Shape], words: Sequence[Word], width: float, have: Sequence[Table]
) -> list[Table]:
    rules = [rule for rule in _rules(shapes) if rule[2] - rule[1] > RULE_WIDTH * width]
    tables: list[Table] = []
    used: set[int] = set()
    for index, (_, x0, x1) in enumerate(rules):
        same = [
            other
            for other in range(index, len(rules))
            if other not in used
            and abs(rules[other][1] - x0) < SAME_WIDTH
            and abs(rules[other][2] - x1) < SAME_WIDTH
        ]
        if index in used or len(same) < 3:
            continue
        ys = [rules[other][0] for other in same]
        if any(x0 < each.x1 and x1 > each.x0 and ys[0] < each.bottom and ys[-1] > each.top for each in have):
            continue
        table = _between_rules(Box(x0, ys[0], x1, ys[-1]), ys, words)
        if table:
            tables.append(table)
            used.update(same)
    return tables


def _rules(shapes: Sequence[Shape]) -> list[tuple[float, float, float]]:
    """Horizontal rules as ``y, x0, x1``, pieces of one rule joined."""
    rules: list[list[float]] = []
    for shape in sorted(shapes, key=lambda shape: (shape.top, shape.x0)):
        if shape.bottom - shape.top >= THIN or shape.x1 - shape.x0 <= 3:
            continue
        for rule in reversed(rules[-40:]):
            if abs(rule[0] - shape.top) < 2 and shape.x0 <= rule[2] + 4 and shape.x1 >= rule[1] - 4:
                rule[1], rule[2] = min(rule[1], shape.x0), max(rule[2], shape.x1)
                break
        else:
            rules.append([shape.top, shape.x0, shape.x1])
    return [(y, x0, x1) for y, x0, x1 in rules]


def _between_rules(box: Box, ys: list[float], words: Sequence[Word]) -> Table | None:
    inside = [word for word in words if holds(box, word, 0)]
    if len(inside) < 6:
        return None
    size = sorted(word.size for word in inside)[len(inside) // 2]
    xs = [box.x0, *gaps([(word.x0, word.x1) for word in inside], CELL_GAP * size), box.x1]
    if len(xs) < 3:
        return None
    if len(ys) == 3 or max(low - high for high, low in pairwise(ys)) > TALL * size:
        rows = gaps([(word.top, word.bottom) for word in inside], -0.1 * size)
        ys = [ys[0], *rows, ys[-1]]
    boxes = [Box(x0, top, x1, bottom) for top, bottom in pairwise(ys) for x0, x1 in pairwise(xs)]
    return grid_of(boxes, words)


def gaps(spans: Sequence[tuple[float, float]], least: float) -> list[float]:
    """The middles of the gaps of at least ``least`` between ``spans`` on a line."""
    found = []
    ranked = sorted(spans)
    edge = ranked[0][1]
    for start, end in ranked[1:]:
        if start - edge >= least and start > ranked[0][0]:
            found.append((start + edge) / 2)
            edge = end
        else:
            edge = max(edge, end)
    return found


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
        figures = [cell for cell in body if _is_figure(cell.lines)]
        if head.lines and not _is_figure(head.lines) and len(body) > 1 and len(figures) > 0.6 * len(body):
            return True
    return False


def _is_figure(lines: list[Line]) -> bool:
    text = "".join(line.text for line in lines)
    return sum(c.isdigit() for c in text) * 2 >= sum(not c.isspace() for c in text)
