"""Tables: ruled grids, and the tables with rules between their rows only that :mod:`.rules` finds.

Ruled grids come from pdfplumber's table finder, fed with PDFium's shapes as edges (its parse of the
file is what costs; the finder is nearly free).
"""

from collections.abc import Sequence
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from pdfplumber.table import TableFinder, TableSettings

from .edges import EDGE_LIMIT, edges_of
from .grid import SNAP, distinct, grid_of
from .parts import Box, Cell, Shape, Table, Word, holds
from .rules import SAME_WIDTH, STACK, overlaps, row_cuts, rule_only, rules_of

SPARSE = 0.2
"""A grid with words in a smaller share of its cells is the ground of a chart."""
LETTERED = 0.03
"""A table has some words in letters; the bars of a chart have none."""
TORN, TORN_SHARE = 0.2, 0.1
"""A border that cuts this share off a word runs through it; a table has next to no such words."""
_settings = TableSettings.resolve({})


def grids(shapes: Sequence[Shape], words: Sequence[Word], width: float, height: float) -> list[Table]:
    """The ruled and rule-only tables of a page, without their text, from the top of the page down."""
    found = _ruled(shapes, words, width, height)
    found = [_extended(table, shapes, words) for table in found]
    bodies = [body for body in rule_only(shapes, words, width, found) if _filled(body, words) >= SPARSE]
    found = [table for table in found if not any(overlaps(table, body) for body in bodies)]
    for body in bodies:
        head = next((table for table in found if _is_head(table, body, words)), None)
        if head is None:
            found.append(body)
            continue
        xs = [*sorted({cell.box.x0 for cell in head.cells}), head.x1]
        rows = sorted({(cell.box.top, cell.box.bottom) for cell in body.cells})
        boxes = [Box(x0, top, x1, bottom) for top, bottom in rows for x0, x1 in pairwise(distinct(xs))]
        found[found.index(head)] = grid_of([cell.box for cell in head.cells] + boxes, words) or head
    return sorted(found, key=lambda table: (table.top, table.x0))


def _extended(table: Table, shapes: Sequence[Shape], words: Sequence[Word]) -> Table:
    """A table with the rows of text between its last border and a rule of its width below."""
    rules = [
        y
        for y, x0, x1 in rules_of(shapes)
        if y > table.bottom + 2 * SNAP
        and abs(x0 - table.x0) < 2 * SAME_WIDTH
        and abs(x1 - table.x1) < 2 * SAME_WIDTH
    ]
    if not rules:
        return table
    body = Box(table.x0, table.bottom, table.x1, min(rules))
    inside = [word for word in words if holds(body, word, 0)]
    xs = [*distinct([cell.box.x0 for cell in table.cells]), table.x1]
    if not inside or not _is_row(body, xs, words):
        return table
    ys = [body.top, *row_cuts(inside, inside[0].size), body.bottom]
    rows = [Box(x0, top, x1, bottom) for top, bottom in pairwise(ys) for x0, x1 in pairwise(xs)]
    return grid_of([cell.box for cell in table.cells] + rows, words) or table


def _is_head(table: Table, body: Table, words: Sequence[Word]) -> bool:
    """Whether a ruled table is the header of the one that begins where it ends, in the same columns."""
    wide = abs(table.x0 - body.x0) < 2 * SAME_WIDTH and abs(table.x1 - body.x1) < 2 * SAME_WIDTH
    if not wide or abs(table.bottom - body.top) > 2 * SNAP:
        return False
    inner = [x for x in distinct([cell.box.x0 for cell in table.cells]) if x > table.x0 + SNAP]
    inside = [word for word in words if holds(body, word, 0)]
    return not any(word.x0 + 1 < x < word.x1 - 1 for word in inside for x in inner)


def _ruled(shapes: Sequence[Shape], words: Sequence[Word], width: float, height: float) -> list[Table]:
    edges = edges_of(shapes, width, height)
    if not 4 <= len(edges) <= EDGE_LIMIT:
        return []
    page: Any = SimpleNamespace(edges=edges, bbox=(0, 0, width, height), objects={})
    tables = []
    groups = [[Box(*cell) for cell in found.cells] for found in TableFinder(page, _settings).tables]
    for boxes in _stacked(groups, words):
        table = grid_of(boxes, words)
        if table and table.rows > 1 and table.columns > 1 and not _is_drawing(table, words):
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
        xs = distinct([edge for box in group for edge in (box.x0, box.x1)])
        top = min(box.top for box in group)
        for stack in stacks:
            others = distinct([edge for box in stack for edge in (box.x0, box.x1)])
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


def _filled(table: Table, words: Sequence[Word]) -> float:
    """The share of the cells of a grid that hold words."""
    owners = [_owner(table, word) for word in words if holds(table, word, 0)]
    return len({id(cell) for cell in owners if cell}) / len(table.cells)


def _owner(table: Table, word: Word) -> Cell | None:
    return next((cell for cell in table.cells if holds(cell.box, word, 0)), None)


def _is_drawing(table: Table, words: Sequence[Word]) -> bool:
    """Whether a grid is the ground of a chart (most of it empty, and figures in the rest) or chance
    (its borders run through words)."""
    inside = [word for word in words if holds(table, word, 0)]
    owners = [_owner(table, word) for word in inside]
    lettered = sum(any(c.isalpha() for c in word.text) for word in inside)
    share = _filled(table, words)
    if share < SPARSE or lettered < (0.2 if share < 0.6 else LETTERED) * len(inside):
        return True
    torn = sum(
        max(cell.box.x0 - word.x0, word.x1 - cell.box.x1) > TORN * (word.x1 - word.x0)
        for word, cell in zip(inside, owners, strict=True)
        if cell
    )
    return torn > TORN_SHARE * len(inside)
