"""Tables that have rules between their rows only ("booktabs"): three rules of one width, and columns
where white space runs down between them. Columns that have a tint are found as a grid of their own
before; here they are put back into the table that the rules span.
"""

from collections.abc import Sequence
from itertools import pairwise

from .edges import THIN
from .grid import SNAP, distinct, grid_of
from .parts import Box, Boxed, Shape, Table, Word, holds

RULE_WIDTH = 0.18
"""A rule between rows spans at least this share of the page's width."""
CELL_GAP = 0.45
"""White space between columns of a table without vertical rules, in sizes."""
PART = 0.8
"""A table that spans a smaller share of the rules around it is some columns of theirs."""
TWO_KINDS = 0.3
"""Gaps between rows are wider than those between the lines of a cell by this share of the size."""
TALL = 2.6
"""Rows between rules taller than this many sizes hold several rows of text."""
SAME_WIDTH = 6.0
"""Rules of one table begin and end within this many points."""
STACK = 60.0
"""Rows of one table that have no borders of their own leave at most this gap, in points."""


def rule_only(
    shapes: Sequence[Shape], words: Sequence[Word], width: float, have: Sequence[Table]
) -> list[Table]:
    """Tables between three rules or more of one width, the tables that ``have`` aside: only one that is
    part of another (its columns have a tint) gives way to the whole."""
    rules = [rule for rule in rules_of(shapes) if rule[2] - rule[1] > RULE_WIDTH * width]
    rules = sorted({*rules, *(end for rule in rules for table in have if (end := _end(rule, table)))})
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
    inner = [each for each in have if overlaps(each, box)]
    if not all(_is_part(each, box) for each in inner):
        return None
    edges = [y for each in inner for cell in each.cells for y in (cell.box.top, cell.box.bottom)]
    table = _between_rules(box, distinct([*ys, *edges]), words)
    if table is None or table.columns <= max((each.columns for each in inner), default=0):
        return None
    for cell in table.cells if inner else ():
        cell.header = cell.box.bottom < sorted(ys)[1] + SNAP
    return table


def overlaps(table: Table, box: Boxed) -> bool:
    """Whether a table and a box have a part of the page in common."""
    return box.x0 < table.x1 and box.x1 > table.x0 and box.top < table.bottom and box.bottom > table.top


def _is_part(table: Table, box: Box) -> bool:
    """Whether a table is no more than some columns of what stands in ``box``."""
    within = table.x0 > box.x0 - SNAP and table.x1 < box.x1 + SNAP
    high = table.top > box.top - 2 * SNAP and table.bottom < box.bottom + 2 * SNAP
    return within and high and table.x1 - table.x0 < PART * (box.x1 - box.x0)


def rules_of(shapes: Sequence[Shape]) -> list[tuple[float, float, float]]:
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
    cuts = [y for y in row_cuts(body, size) if any(high < y < low for high, low in tall)]
    ys = distinct([*ys, *cuts])
    boxes = [Box(x0, top, x1, bottom) for top, bottom in pairwise(ys) for x0, x1 in pairwise(xs)]
    return grid_of(boxes, words)


def row_cuts(words: Sequence[Word], size: float) -> list[float]:
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
