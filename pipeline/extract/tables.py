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

from .edges import EDGE_LIMIT, THIN, edges_of
from .grid import SNAP, distinct, grid_of
from .parts import Box, Boxed, Shape, Table, Word, holds

STACK = 60.0
"""Rows of one table that have no borders of their own leave at most this gap, in points."""
RULE_WIDTH = 0.18
"""A rule between rows spans at least this share of the page's width."""
SAME_WIDTH = 6.0
"""Rules of one table begin and end within this many points."""
CELL_GAP = 0.45
"""White space between columns of a table without vertical rules, in sizes."""
PART = 0.8
"""A table that spans a smaller share of the rules around it is some columns of theirs."""
TWO_KINDS = 0.3
"""Gaps between rows are wider than those between the lines of a cell by this share of the size."""
TALL = 2.6
"""Rows between rules taller than this many sizes hold several rows of text."""
LETTERED = 0.03
"""A table has some words in letters; the bars of a chart have none."""
TORN, TORN_SHARE = 0.2, 0.1
"""A border that cuts this share off a word runs through it; a table has next to no such words."""
_settings = TableSettings.resolve({})


def grids(shapes: Sequence[Shape], words: Sequence[Word], width: float, height: float) -> list[Table]:
    """The ruled and rule-only tables of a page, without their text, from the top of the page down."""
    found = _ruled(shapes, words, width, height)
    found = [_extended(table, shapes, words) for table in found]
    bodies = _rule_only(shapes, words, width, found)
    found = [table for table in found if not any(_overlaps(table, body) for body in bodies)]
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
        for y, x0, x1 in _rules(shapes)
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
    ys = [body.top, *_row_cuts(inside, inside[0].size), body.bottom]
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


def _is_drawing(table: Table, words: Sequence[Word]) -> bool:
    """Whether a grid is the ground of a chart (most of it empty, and figures in the rest) or chance
    (its borders run through words)."""
    inside = [word for word in words if holds(table, word, 0)]
    owners = [next((cell for cell in table.cells if holds(cell.box, word, 0)), None) for word in inside]
    filled = len({id(cell) for cell in owners if cell})
    lettered = sum(any(c.isalpha() for c in word.text) for word in inside)
    share = filled / len(table.cells)
    if share < 0.2 or lettered < (0.2 if share < 0.6 else LETTERED) * len(inside):
        return True
    torn = sum(
        max(cell.box.x0 - word.x0, word.x1 - cell.box.x1) > TORN * (word.x1 - word.x0)
        for word, cell in zip(inside, owners, strict=True)
        if cell
    )
    return torn > TORN_SHARE * len(inside)


def _rule_only(
    shapes: Sequence[Shape], words: Sequence[Word], width: float, have: Sequence[Table]
) -> list[Table]:
    """Tables between three rules or more of one width, the tables that ``have`` aside: only one that is
    part of another (its columns have a tint) gives way to the whole."""
    rules = [rule for rule in _rules(shapes) if rule[2] - rule[1] > RULE_WIDTH * width]
    rules += sorted({end for rule in rules for table in have if (end := _end(rule, table))})
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
        if index in used:
            continue
        # The rules of the next table may have the same width: the text between is in no column.
        found = [
            (table.columns, last, table)
            for last in range(3, len(same) + 1)
            if (table := _whole([rules[each] for each in same[:last]], words, have))
        ]
        if found:
            _, last, table = max(found, key=lambda each: each[:2])
            tables.append(table)
            used.update(same[:last])
    return tables


def _end(rule: tuple[float, float, float], table: Table) -> tuple[float, float, float] | None:
    """The rule that a tinted table hides, where a table ends whose heads stand between rules."""
    y, x0, x1 = rule
    heads = abs(y - table.top) < STACK and _is_part(table, Box(x0, table.top, x1, table.bottom))
    return (table.bottom, x0, x1) if heads else None


def _whole(
    rules: Sequence[tuple[float, float, float]], words: Sequence[Word], have: Sequence[Table]
) -> Table | None:
    """The table between rules, if it is more than the tables found there; these give it their rows."""
    ys = [rule[0] for rule in rules]
    box = Box(rules[0][1], min(ys), rules[0][2], max(ys))
    inner = [each for each in have if _overlaps(each, box)]
    if not all(_is_part(each, box) for each in inner):
        return None
    edges = [y for each in inner for cell in each.cells for y in (cell.box.top, cell.box.bottom)]
    table = _between_rules(box, distinct([*ys, *edges]), words)
    if table is None or table.columns <= max((each.columns for each in inner), default=0):
        return None
    for cell in table.cells if inner else ():
        cell.header = cell.box.bottom < sorted(ys)[1] + SNAP
    return table


def _overlaps(table: Table, box: Boxed) -> bool:
    return box.x0 < table.x1 and box.x1 > table.x0 and box.top < table.bottom and box.bottom > table.top


def _is_part(table: Table, box: Box) -> bool:
    """Whether a table is no more than some columns of what stands in ``box``."""
    within = table.x0 > box.x0 - SNAP and table.x1 < box.x1 + SNAP
    high = table.top > box.top - 2 * SNAP and table.bottom < box.bottom + 2 * SNAP
    return within and high and table.x1 - table.x0 < PART * (box.x1 - box.x0)


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
    # Heads that stand over several columns hide the white space between these.
    body = [word for word in inside if word.top > ys[1]] or inside
    columns = [gaps([(word.x0, word.x1) for word in own], CELL_GAP * size) for own in (inside, body)]
    xs = [box.x0, *max(columns, key=len), box.x1]
    if len(xs) < 3:
        return None
    tall = [band for band in pairwise(ys) if band[1] - band[0] > TALL * size]
    cuts = [y for y in _row_cuts(body, size) if any(high < y < low for high, low in tall)]
    ys = distinct([*ys, *cuts])
    boxes = [Box(x0, top, x1, bottom) for top, bottom in pairwise(ys) for x0, x1 in pairwise(xs)]
    return grid_of(boxes, words)


def _row_cuts(words: Sequence[Word], size: float) -> list[float]:
    """Where rows part that have no rules between them: at all gaps between lines of text, or, where
    these are of two kinds, at the wider ones (the others part the lines of one cell)."""
    cuts: list[tuple[float, float]] = []
    ranked = sorted((word.top, word.bottom) for word in words)
    edge = ranked[0][1]
    for top, bottom in ranked[1:]:
        if top - edge >= -0.1 * size:
            cuts.append((top - edge, (top + edge) / 2))
        edge = max(edge, bottom)
    if not cuts:
        return []
    least, most = min(cuts)[0], max(cuts)[0]
    if most - least > TWO_KINDS * size:
        cuts = [cut for cut in cuts if cut[0] > least + TWO_KINDS / 2 * size]
    return [place for _, place in cuts]


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
