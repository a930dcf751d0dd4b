"""Tables: cells wrapped in their columns, rules or none, and the truth of every cell."""

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from .block import Block, Placed
from .labels import labels as read_labels
from .labels import quantities as read_quantities
from .tags import Node
from .words import Line, Style, parse, plain, wrap

if TYPE_CHECKING:
    from .column import Column


_YEAR = re.compile(r"(20\d\d)/\d\d")
_FIGURE = re.compile(r"\d[\d,]*")


@dataclass
class Table:
    """A table. A cell is its text, or (text, columns it spans).

    ``widths`` are shares of the column's width; ``heads`` is how many rows are headers; ``rules`` is grid,
    rows or none; ``align`` has l, c or r for each column (the first left, the rest right where it is empty);
    ``labels`` has a notation for each body row, empty where a row has none. ``counts`` says what the figures
    under heads such as 2017/18 are: beds, staff, or ``money 1e6`` for millions of pounds.
    """

    rows: list[list[Any]]
    widths: list[float]
    heads: int = 1
    caption: str = ""
    rules: str = "grid"
    align: str = ""
    labels: list[str] = field(default_factory=list)
    counts: str = ""
    pad: float = 3

    def measure(self, column: "Column") -> None:
        """Wraps every cell for a column's width, and finds the rows' heights."""
        self.align = self.align or "l" + "r" * (len(self.widths) - 1)
        self._body = replace(column.look.table, after=0)
        self._head = replace(self._body, face="bold", colour=column.look.head_ink)
        share = column.width / sum(self.widths)
        self._edges = [sum(self.widths[:at]) * share for at in range(len(self.widths) + 1)]
        self._grid = [
            [(at, span, column.typed(text)) for at, span, text in _spread(row)] for row in self.rows
        ]
        self._lines = [
            [self._wrapped(r, at, span, text) for at, span, text in row] for r, row in enumerate(self._grid)
        ]
        leading = self._body.leading
        self._heights = [max(map(len, row)) * leading + 2 * self.pad for row in self._lines]
        self.height = sum(self._heights)

    def _style(self, row: int) -> Style:
        return self._head if row < self.heads else self._body

    def _wrapped(self, row: int, at: int, span: int, text: str) -> list[Line]:
        width = self._edges[at + span] - self._edges[at] - 2 * self.pad
        return wrap(parse(read_quantities(text)[0]), width, self._style(row))

    def draw(self, column: "Column") -> None:
        """Draws the table where the column has come to, and moves the column below it."""
        node = column.document.root.child("Table")
        cells: list[dict[str, Any]] = []
        placed: list[Placed] = []
        top = column.y
        for r in range(len(self._grid)):
            self._draw_row(column, r, node.child("TR"), cells, placed)
        self._draw_frame(column, top)
        text = "\n".join("\t".join(_words(text) for _, _, text in row) for row in self._grid)
        facts = {**column.facts, "header_rows": self.heads, "cells": cells}
        if self.labels:
            if len(self.labels) != len(self.rows) - self.heads:
                raise ValueError(f"{len(self.labels)} labels for the rows of {text[:60]!r}")
            facts["row_labels"] = [read_labels(each) if each else None for each in self.labels]
        column.page.put(Block("table", text, 0, facts, node=node), placed)

    def _draw_row(
        self, column: "Column", r: int, node: Node, cells: list[dict[str, Any]], placed: list[Placed]
    ) -> None:
        page, look, head, style = column.page, column.look, r < self.heads, self._style(r)
        if head and self.rules != "none":
            page.rect(column.x, column.y, self._edges[-1], self._heights[r], fill=look.head_fill)
        for (at, span, text), lines in zip(self._grid[r], self._lines[r], strict=True):
            owner = node.child("TH" if head else "TD")
            cell = {"row": r, "column": at, "columns": span, "header": head, "text": _words(text)}
            quantities = self._counted(at, text) if not head else []
            cells.append(cell | ({"quantities": quantities} if quantities else {}))
            left, right = column.x + self._edges[at], column.x + self._edges[at + span]
            side = "c" if span > 1 else self.align[at]
            for number, line in enumerate(lines):
                slack = right - left - 2 * self.pad - line.width
                x = left + self.pad + {"l": 0.0, "c": slack / 2, "r": slack}[side]
                base = column.y + self.pad + style.leading * number + style.size * 0.9
                placed.append((line, x, base, style, owner))
            if self.rules == "grid":
                page.rule(right, column.y, right, column.y + self._heights[r], look.rule)
        column.y += self._heights[r]
        if self.rules != "none" and r < len(self._grid) - 1:
            page.rule(column.x, column.y, column.x + self._edges[-1], column.y, look.rule)

    def _counted(self, at: int, text: str) -> list[dict[str, Any]]:
        """The quantities of a cell: those marked in it, or the plain figure under a year."""
        plain_text, found = read_quantities(text)
        head = {column: _words(head) for column, _, head in self._grid[self.heads - 1]} if self.heads else {}
        year = _YEAR.fullmatch(head.get(at, ""))
        if self.counts and year and _FIGURE.fullmatch(plain_text):
            kind, _, scale = self.counts.partition(" ")
            value = float(plain_text.replace(",", "")) * float(scale or 1)
            found.append(
                {
                    "kind": kind,
                    "value": value,
                    "value_high": None,
                    "direction": "",
                    "by_year": int(year[1]),
                    "text": plain_text,
                }
            )
        return found

    def _draw_frame(self, column: "Column", top: float) -> None:
        page, rule, left, right = column.page, column.look.rule, column.x, column.x + self._edges[-1]
        if self.rules != "none":
            page.rule(left, top, right, top, rule)
            page.rule(left, column.y, right, column.y, rule)
        if self.rules == "grid":
            page.rule(left, top, left, column.y, rule)


def _words(text: str) -> str:
    """A cell's text as it is read."""
    return plain(parse(read_quantities(text)[0]))


def _spread(row: list[Any]) -> list[tuple[int, int, str]]:
    """The cells of a row as (column, columns spanned, text)."""
    spread, at = [], 0
    for cell in row:
        text, span = cell if isinstance(cell, tuple) else (cell, 1)
        spread.append((at, span, text))
        at += span
    return spread
