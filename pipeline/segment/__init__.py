"""Segment: cut a plan's pages into passages, the unit that a reader would code.

Reads pages in order; gives one passage for a paragraph, a bullet with its lead-in, a table row with its
column heads, a caption, a footnote, or a heading long enough to say something. Sentences are never cut
and nothing crosses a heading. A passage is made of slices of page text, so it can be shown on the page.
"""

import hashlib
import math
import re
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import takewhile
from typing import Any, NamedTuple

import msgspec
import spacy

from pipeline.records import (
    CELL_JOINT,
    PASSAGE_JOINT,
    Block,
    Cell,
    Issue,
    Page,
    Passage,
    PassageLine,
    Slice,
)

from .draft import SAYS_SOMETHING, Draft
from .rows import Row, goes_on, heads_over, is_no_head, is_under, label_of, under_label, words_of

LONGEST = 150
"""Words in a passage, as a rule; a longer one is divided between sentences."""

LONGEST_RUN = 6000
"""Characters after which a paragraph that goes on and on over pages is taken to have ended."""

SHORTEST_HEADING = 8
"""A heading of so many words makes a statement (a slide's title does) and is a passage as well."""

IN_DIAGRAM = 7
"""The level of the heads in a diagram, below those of the text: over nothing after its caption."""

NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s+[^\W\d]")
"""The number of a heading: "6.5.1 Deprivation" stands under 6.5 and 6, and not under 6.4."""

PART = re.compile(r"(part|section|chapter|appendix|annex|standard)\s+(?:\d|[a-z]\b)", re.I)
"""A heading that begins so stands beside the others of its word, whatever the sizes: never under one."""

APPENDIX = re.compile(r"(?:appendix|appendices|annex)\b", re.I)
"""What a heading begins with that is part of no chapter."""

ITEM = "•●▪■➢✓"
"""Cells that all begin so are items of lists that stand side by side: no row of a table."""

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
        self.headings: list[tuple[int, str]] = []
        self.leads: list[_Lead] = []
        self.last: Draft | None = None
        self.row: Row | None = None
        self.card = (0, 0)
        self.outside: list[tuple[int, str]] = []
        self.inside: dict[tuple[int, int], tuple[list[tuple[int, str]], list[tuple[int, str]]]] = {}
        """The headings over each row of boxes on a page, and those in it."""

    @property
    def section(self) -> str:
        return " > ".join(title for _, title in self.headings)

    def block(self, page: Page, block: Block) -> None:
        """Take in the next block of a page."""
        self._turn((page.page, block.card))
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
                self.headings = [each for each in self.headings if each[0] != IN_DIAGRAM]
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

    def _turn(self, card: tuple[int, int]) -> None:
        """Go into a box, where headings end with it, or out of one."""
        if card == self.card:
            return
        if self.card[1]:
            self.inside[self.card] = self.outside, self.headings
        else:
            self.outside = self.headings
        if card[0] != self.card[0]:
            self.inside.clear()
        over, within = self.inside.get(card, (None, []))
        self.headings = within if over == self.outside else self.outside
        self.card = card

    def _heading(self, page: Page, block: Block) -> None:
        title = " ".join(page.text[block.start : block.end].split())
        level = block.level or 9
        if APPENDIX.match(title):
            self.headings = [each for each in self.headings if each[0] == 1 or APPENDIX.match(each[1])]
        above = takewhile(lambda each: not _is_aside(each[1], title), self.headings)
        self.headings = [each for each in above if each[0] < level]
        if len(title.split()) >= SHORTEST_HEADING:
            self._draft("heading", page, "").add(page, block.start, block.end, block.lines)
        self.headings.append((level, title))
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
        inherited = before.heads if before and not any(cell.header for cell in block.cells) else {}
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
        draft = Draft(kind, page, self.section, context)
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
                yield from _passages(plan, draft, counts)
        seen = page.page
    cutter.last = cutter.row = None
    for draft in cutter.finished():
        yield from _passages(plan, draft, counts)
    if seen and not counts:
        yield Issue(
            stage="segment",
            severity="warning",
            code="no_passages",
            message=f"none of the {seen} pages holds a passage",
            mend="look at the issues of extraction; a scanned plan needs OCR",
        )


def _passages(plan: str, draft: Draft, counts: dict[int, int]) -> Iterator[Passage]:
    """A draft as one passage, or as several divided between sentences if it is long."""
    for start, end in _division(draft.text):
        slices, lines = _place(draft, start, end)
        text = draft.text[start:end]
        if not SAYS_SOMETHING.search(text) and not (draft.kind == "table_row" and "%" in text):
            continue
        page = slices[0].page
        counts[page] = counts.get(page, 0) + 1
        yield Passage(
            ref=f"{plan}/p{page}/s{counts[page]}",
            fingerprint=hashlib.sha256(text.encode()).hexdigest()[:16],
            page=page,
            section=draft.section,
            kind=draft.kind,
            context=draft.context,
            text=text,
            words=len(text.split()),
            text_source=draft.text_source,
            slices=slices,
            lines=lines,
        )


def _place(draft: Draft, start: int, end: int) -> tuple[tuple[Slice, ...], tuple[PassageLine, ...]]:
    """The slices and printed lines of the characters ``start:end`` of a draft's text."""
    slices, lines, offset = [], list[PassageLine](), 0
    for page, first, last, printed in draft.pieces:
        low, high = max(start, offset), min(end, offset + last - first)
        if low < high:
            shift = first - offset
            slices.append(Slice(page.page, low + shift, high + shift))
            for line in printed:
                left, right = max(line.start, low + shift), min(line.end, high + shift)
                if left < right:
                    span = (left - shift - start, right - shift - start)
                    lines.append(PassageLine(page.page, *span, line.x0, line.y0, line.x1, line.y1))
        offset += last - first + len(PASSAGE_JOINT)
    return tuple(slices), tuple(lines)


def _division(text: str) -> list[tuple[int, int]]:
    """Spans of about equal length, of at most LONGEST words where sentences allow it."""
    words = len(text.split())
    if words <= LONGEST:
        return [(0, len(text))] if text else []
    share, spans, start, count = words / math.ceil(words / LONGEST), [], 0, 0
    sentences = [(sent.start_char, sent.end_char) for sent in _sentencizer()(text).sents]
    for number, (first, last) in enumerate(sentences):
        length = len(text[first:last].split())
        if count and count + length / 2 > share:
            spans.append((start, sentences[number - 1][1]))
            start, count = first, 0
        count += length
    return [*spans, (start, len(text))]


@cache
def _sentencizer() -> Any:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp


def _is_aside(heading: str, title: str) -> bool:
    """Whether the number of ``title`` shows that a heading before it is not above it: 6.4 before 6.5.1,
    or Part 3 before Part 4."""
    parts = PART.match(heading), PART.match(title)
    if parts[0] and parts[1]:
        return parts[0].group(1).lower() == parts[1].group(1).lower()
    above, own = NUMBER.match(heading), NUMBER.match(title)
    if not above or not own or "." not in own.group(1):
        return False
    return not own.group(1).startswith(above.group(1) + ".")
