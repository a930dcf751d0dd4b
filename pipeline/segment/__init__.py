"""Segment: cut a plan's pages into passages, the unit that a reader would code.

Reads pages in order; gives one passage for a paragraph, a bullet with its lead-in, a table row with its
column heads, a caption, a footnote, or a heading long enough to say something. Sentences are never cut
and nothing crosses a heading. A passage is made of slices of page text, so it can be shown on the page.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from pipeline.records import CELL_JOINT, PASSAGE_JOINT, Block, Cell, Issue, Page, Passage

from .division import LONGEST, passages_of
from .draft import Draft
from .path import Path
from .rows import ITEM, Row, goes_on, heads_over, is_no_head, is_under, label_of, under_label, words_of

LONGEST_RUN = 6000
"""Characters after which a paragraph that goes on and on over pages is taken to have ended."""

SHORTEST_HEADING = 8
"""A heading of so many words makes a statement (a slide's title does) and is a passage as well."""

OPEN_END = re.compile(r"[:–—-]$|[^.!?;:)\"'’”]$")
"""How a lead-in ends: with a colon or a dash, or without a stop."""


class _Lead(NamedTuple):
    """What a bullet of a depth hangs on."""

    depth: int
    draft: Draft


class _Cutter:
    """Walks the blocks of a plan, keeping what a passage inherits: headings above and lead-ins."""

    def __init__(self) -> None:
        self.drafts: deque[Draft] = deque()
        self.path = Path()
        self.leads: list[_Lead] = []
        self.last: Draft | None = None
        self.row: Row | None = None

    def block(self, page: Page, block: Block) -> None:
        """Take in the next block of a page."""
        self.path.turn((page.page, block.card))
        row = self.row if block.kind == "table" else None
        if block.kind != "footnote":
            self.row = None
        if block.kind in ("contents", "chart"):
            return
        if block.kind == "heading":
            self._heading(page, block)
        elif block.kind == "table":
            self._table(page, block, row if row and row.page.page + 1 == page.page else None)
        elif block.kind in ("caption", "footnote"):
            if block.kind == "caption":
                self.path.end_diagram()
            self._draft(block.kind, page, "").add(page, block.start, block.end, block.lines)
        elif block.continues and self.last and self.last.length < LONGEST_RUN:
            self.last.add(page, block.start, block.end, block.lines)
        else:
            self._body(page, block)

    def finished(self) -> Iterator[Draft]:
        """The drafts that nothing can be added to any more, in order."""
        held = self.row.drafts if self.row else []
        while self.drafts and self.drafts[0] is not self.last and self.drafts[0] not in held:
            yield self.drafts.popleft()

    def _heading(self, page: Page, block: Block) -> None:
        title = " ".join(page.text[block.start : block.end].split())
        if len(title.split()) >= SHORTEST_HEADING:
            self.path.leave(block.level, title)
            self._draft("heading", page, "").add(page, block.start, block.end, block.lines)
        self.path.enter(block.level, title)
        self.leads, self.last = [], None

    def _body(self, page: Page, block: Block) -> None:
        depth = max(1, block.level) if block.kind == "bullet" else 0
        self.leads = [lead for lead in self.leads if lead.depth < depth] if depth else []
        context = PASSAGE_JOINT.join(lead.draft.text for lead in self.leads)
        draft = self._draft(block.kind, page, context)
        draft.add(page, block.start, block.end, block.lines)
        if depth or OPEN_END.search(draft.text):
            self.leads.append(_Lead(depth, draft))
        self.last = draft

    def _table(self, page: Page, block: Block, before: Row | None) -> None:
        """Cut a table into its rows; ``before`` is the last row of the table that ended the page before."""
        columns = max(cell.column + cell.columns for cell in block.cells)
        if before and (before.columns != columns or not is_under(before, block)):
            before = None
        if before and before.heads and is_no_head(before, page, block):
            plain = tuple(msgspec.structs.replace(cell, header=False) for cell in block.cells)
            block = msgspec.structs.replace(block, cells=plain)
        numbers = sorted({cell.row for cell in block.cells if not cell.header and cell.start < cell.end})
        rows = [[cell for cell in block.cells if cell.row == number] for number in numbers]
        inherited = before.heads if before else {}
        label = before.label if before else ""
        for place, cells in enumerate(rows):
            if place == 0 and before and goes_on(before, page, cells):
                self._cut_row(before, page, block, cells)
                continue
            heads = heads_over(page, block.cells, cells[0].row) or inherited
            label = label_of(page, cells, label)
            drafts = self._row(page, block, cells, under_label(page, cells, heads, label))
            self.row = Row(page, block, columns, cells, heads, label, drafts)
        self.leads, self.last = [], None

    def _row(self, page: Page, block: Block, cells: list[Cell], heads: dict[int, str]) -> list[Draft]:
        """The passage of a row, or one for each cell where they are lists or long."""
        start, end = min(cell.start for cell in cells), max(cell.end for cell in cells)
        lists = len(cells) > 1 and all(page.text[cell.start] in ITEM for cell in cells)
        if len(page.text[start:end].split()) <= LONGEST and not lists:
            own = [cell.column for cell in cells if cell.start < cell.end]
            if not any(heads.get(column) for column in own):  # one head over all, and no first cell
                heads = {own[0]: heads.get(0, "")}
            places = {cell.column for cell in cells}  # a cell over several columns has one head
            row_heads = CELL_JOINT.join(
                heads.get(column, "") if column in places else "" for column in range(own[0], own[-1] + 1)
            )
            draft = self._draft("table_row", page, row_heads if row_heads.strip() else "")
            draft.add(page, start, end, block.lines)
            return [draft]
        return self._cells(page, block, cells, heads, "" if lists else words_of(page, cells[0]))

    def _cells(
        self, page: Page, block: Block, cells: list[Cell], heads: dict[int, str], label: str
    ) -> list[Draft]:
        """The passages of the cells of a row, which know its label and the heads of their columns."""
        drafts = []
        for cell in cells:
            of = [heads.get(cell.column, ""), label if cell is not cells[0] else ""]
            draft = self._draft("table_row", page, CELL_JOINT.join(each for each in of if each))
            draft.add(page, cell.start, cell.end, block.lines)
            drafts.append(draft)
        return drafts

    def _cut_row(self, before: Row, page: Page, block: Block, cells: list[Cell]) -> None:
        """Join the row that ends a page to what stands of it on the next, cell by cell: no slice of the
        text of a page holds a cell of both."""
        place = self.drafts.index(before.drafts[0])
        for draft in before.drafts:
            self.drafts.remove(draft)
        rest = {cell.column: cell for cell in cells if cell.start < cell.end}
        label = words_of(before.page, before.cells[0])
        if 0 in rest:
            label = f"{label} {words_of(page, rest[0])}"
        own = [cell for cell in before.cells if cell.start < cell.end]
        later = [self.drafts.pop() for _ in range(len(self.drafts) - place)]  # notes of the page before
        drafts = self._cells(before.page, before.block, own, before.heads, label)
        self.drafts.extend(reversed(later))
        for cell, draft in zip(own, drafts, strict=True):
            if cell.column in rest:
                draft.add(page, rest[cell.column].start, rest[cell.column].end, block.lines)

    def _draft(self, kind: str, page: Page, context: str) -> Draft:
        draft = Draft(kind, page, self.path.section, context)
        self.drafts.append(draft)
        return draft


def passages(plan: str, pages: Iterable[Page]) -> Iterator[Passage | Issue]:
    """The passages of a plan (its id goes into their refs), in reading order.

    ``pages`` come in order; at most what one open passage spans is held. A plan whose pages hold
    no passage at all gives an issue.
    """
    cutter, counts, seen = _Cutter(), dict[int, int](), 0
    for page in pages:
        for block in page.blocks:
            cutter.block(page, block)
            for draft in cutter.finished():
                yield from passages_of(plan, draft, counts)
        seen = page.page
    cutter.last = cutter.row = None
    for draft in cutter.finished():
        yield from passages_of(plan, draft, counts)
    if seen and not counts:
        yield Issue(
            stage="segment",
            severity="warning",
            code="no_passages",
            message=f"none of the {seen} pages holds a passage",
            mend="look at the issues of extraction; a scanned plan needs OCR",
        )
