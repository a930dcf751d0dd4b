"""Rows of tables: which heads stand over one, and whether the first of a page goes on with the last of
the page before.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from pipeline.records import Block, Cell, Page

from .draft import SAYS_SOMETHING, Draft

EDGE = 0.03
"""Tables that begin within this share of the page's width have one left edge."""
ITEM = "•●▪■➢✓"
"""What an item of a list begins with: cells that all do are lists side by side, and no label of a group."""
TOTAL = re.compile(r"\btotal\b", re.I)
"""A row of sums is of no group."""
LOWER = re.compile(r"[a-z]")
"""What the words of a cell have, and its figures and codes do not."""


class Row(NamedTuple):
    """The last row of a table, which the next page may go on with; ``label`` is that of its group."""

    page: Page
    block: Block
    columns: int
    cells: list[Cell]
    heads: dict[int, str]
    label: str
    drafts: list[Draft]


def heads_over(page: Page, cells: Sequence[Cell], row: int) -> dict[int, str]:
    """The head of each column over a row: the texts of the nearest header rows above it, outermost first."""
    rows = {cell.row for cell in cells if cell.header and cell.row < row}
    last = max(rows, default=0)
    band = set(takewhile(rows.__contains__, range(last, -1, -1)))
    heads: dict[int, list[str]] = {}
    worded = [cell for cell in cells if cell.header and cell.row in band and cell.start < cell.end]
    counts = Counter(cell.row for cell in worded)
    for cell in sorted(worded, key=lambda cell: (cell.row, cell.column)):
        words = words_of(page, cell)
        if words:
            title = cell.column == 0 and counts[cell.row] == 1  # of the table: said once
            for column in range(cell.column, cell.column + (1 if title else cell.columns)):
                heads.setdefault(column, []).append(words)
    return {column: " ".join(parts) for column, parts in heads.items()}


def label_of(page: Page, cells: Sequence[Cell], above: str) -> str:
    """The label of a row's group, ``above`` being that of the row above: the words of its first column, or
    where these stand once for several rows, and the next column has words of its own, those above."""
    first = next((cell for cell in cells if cell.start < cell.end), None)
    if first is None or not first.column:
        label = words_of(page, first) if first else ""
        return "" if label[:1] in ITEM else label
    words = words_of(page, first)
    return above if first.column == 1 and LOWER.search(words) and not TOTAL.search(words) else ""


def under_label(page: Page, cells: Sequence[Cell], heads: dict[int, str], label: str) -> dict[int, str]:
    """The heads over a row; the label of its group, if that stands further up, before the first of them."""
    first = next((cell.column for cell in cells if cell.start < cell.end), 0)
    return {**heads, first: f"{label} {heads.get(first, '')}".strip()} if first and label else heads


def words_of(page: Page, cell: Cell) -> str:
    """The words of a cell with one space between any two."""
    return " ".join(page.text[cell.start : cell.end].split())


def is_under(before: Row, block: Block) -> bool:
    """Whether a table begins at the left edge of the one that ended the page before."""
    edges = [min((line.x0 for line in each.lines), default=0.0) for each in (before.block, block)]
    return abs(edges[0] - edges[1]) < EDGE


def is_no_head(before: Row, page: Page, block: Block) -> bool:
    """Whether what was taken for the heads of a table is a row, with figures and none of the heads of the
    page before: the table goes on from there."""
    heads = {cell.column: words_of(page, cell) for cell in block.cells if cell.header}
    again = any(words and words in before.heads.get(column, "") for column, words in heads.items())
    figures = any(any(c.isdigit() for c in words) and not LOWER.search(words) for words in heads.values())
    return figures and not again


def goes_on(before: Row, page: Page, cells: list[Cell]) -> bool:
    """Whether the first row of a page goes on with the last of the page before: it has words only in
    columns where that has words, and none in the first (or one that begins in lower case, or in most)."""
    last = {cell.column: words_of(before.page, cell) for cell in before.cells if cell.start < cell.end}
    rest = {cell.column: words_of(page, cell) for cell in cells if cell.start < cell.end}
    worded = all(SAYS_SOMETHING.search(text) and LOWER.search(text) for text in rest.values())
    if not worded or not all(LOWER.search(last.get(column, "")) for column in rest):
        return False
    if 0 in rest:
        few = 1 < len(rest) < len(last) / 2
        return len(rest) < len(last) and (few or rest[0][0].islower())
    return 0 in last
