"""How well pages are read: order of words, tables, headings, against pages whose truth is known.

Truth comes from pages made for the purpose, and from the tag trees of real documents with the tags
hidden from the reader. Kendall's tau is over the words that stand once in both texts; edit similarity
is 1 minus the Levenshtein distance of the word sequences over the length of the longer.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy
import pypdfium2

from ..records import Block, Page
from . import pages
from .furniture import Running, outer
from .layout import FULL
from .parts import Box, Word, bounds
from .tagged import COVER, HEADINGS
from .tags import Leaf, leaves
from .view import view_of
from .words import words

IOU = 0.5
"""A table is found if its box and the true one share this much of what they cover together."""
FEWEST_WORDS = 30
"""Pages with fewer words say nothing about order."""


class Row(NamedTuple):
    """One figure: of what sample, over how many cases."""

    sample: str
    measure: str
    cases: int
    value: float


def order_of(truth: Sequence[str], read: Sequence[str]) -> tuple[float, float]:
    """Kendall's tau and edit similarity of two word sequences, each at most 1."""
    return tau(truth, read), similarity(truth, read)


def tau(truth: Sequence[str], read: Sequence[str]) -> float:
    """Kendall's tau over the words that stand once in both; 1 for fewer than two of them."""
    once, again = Counter(truth), Counter(read)
    places = {word: place for place, word in enumerate(read) if again[word] == 1}
    found = numpy.array([places[word] for word in truth if once[word] == 1 and word in places])
    count = len(found)
    if count < 2:
        return 1.0
    later = numpy.sign(found[None, :] - found[:, None])
    return float(numpy.triu(later, 1).sum() / (count * (count - 1) / 2))


def similarity(truth: Sequence[str], read: Sequence[str]) -> float:
    """1 minus the Levenshtein distance over the longer length; 1 for two empty sequences."""
    if not truth or not read:
        return float(not truth and not read)
    codes = {word: code for code, word in enumerate(dict.fromkeys([*truth, *read]))}
    other = numpy.array([codes[word] for word in read])
    steps = numpy.arange(len(read) + 1)
    row = steps.copy()
    for word in truth:
        changed = numpy.minimum(row[1:] + 1, row[:-1] + (other != codes[word]))
        following = numpy.concatenate(([row[0] + 1], changed))
        # The cheapest way along a row is the least of (value - place) so far, plus the place.
        row = numpy.minimum.accumulate(following - steps) + steps
    return 1 - float(row[-1]) / max(len(truth), len(read))


def order_row(sample: str, pairs: Iterable[tuple[Sequence[str], Sequence[str]]]) -> list[Row]:
    """Mean tau and similarity of pages given as pairs of true and read words."""
    scores = [order_of(truth, read) for truth, read in pairs]
    count = max(1, len(scores))
    return [
        Row(sample, "order tau", len(scores), sum(score[0] for score in scores) / count),
        Row(sample, "edit similarity", len(scores), sum(score[1] for score in scores) / count),
    ]


class TrueTable(NamedTuple):
    """A table of the tag tree: its box as fractions of the page, and the texts of its cells."""

    box: Box
    cells: list[str]


class TruePage(NamedTuple):
    """What the tag tree says of a page."""

    page: int
    words: list[str]
    tables: list[TrueTable]
    headings: list[str]


def tagged_truth(pdf: bytes) -> list[TruePage]:
    """The pages of a document whose tags cover their words, furniture left out."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        running = Running()
        raws = []
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            view = view_of(page)
            found = words(page, view)
            raws.append((number, view, found, leaves(page) if found else []))
            running.add(number, outer(found, view.width, view.height), view.height)
            page.close()
    finally:
        document.close()
    truths = []
    for number, view, found, tree in raws:
        runs = outer(found, view.width, view.height)
        furniture = {
            word.place
            for line in runs
            if running.is_furniture(number, line, view.height)
            for word in line.words
        }
        truth = _true_page(number, view.width, view.height, found, tree, furniture)
        if truth:
            truths.append(truth)
    return truths


def _true_page(
    number: int, width: float, height: float, found: list[Word], tree: list[Leaf], furniture: set[int]
) -> TruePage | None:
    body = [word for word in found if word.place not in furniture]
    by_mark: dict[int, list[Word]] = {}
    for word in body:
        by_mark.setdefault(word.mark, []).append(word)
    order: list[str] = []
    tables: dict[int, dict[tuple[int, int], list[Word]]] = {}
    headings: dict[int, list[str]] = {}
    for leaf in tree:
        own = by_mark.pop(leaf.mark, [])
        order += [word.text for word in own]
        if not own:
            continue
        roles = dict(zip(leaf.roles, leaf.elements, strict=True))
        cell = roles.get("TD", roles.get("TH"))
        if "Table" in roles and cell is not None:
            place = roles.get("TR", 0), cell
            tables.setdefault(roles["Table"], {}).setdefault(place, []).extend(own)
        heading = next((roles[role] for role in leaf.roles if role in HEADINGS), None)
        if heading is not None:
            headings.setdefault(heading, []).extend(word.text for word in own)
    if not body or len(order) < COVER * len(body):
        return None
    return TruePage(
        number,
        order,
        [_true_table(list(table.values()), width, height) for table in tables.values() if _is_table(table)],
        [" ".join(texts) for texts in headings.values()],
    )


def _is_table(table: Mapping[tuple[int, int], list[Word]]) -> bool:
    """Whether tagged cells make a table: two rows of two cells at least, and cells that are not the
    columns and boxes of a page (Word's layout tables)."""
    rows = Counter(row for row, _ in table)
    full = sum(count > 1 for count in rows.values())
    return full > 1 and sum(map(len, table.values())) < FULL * len(table)


def _true_table(cells: list[list[Word]], width: float, height: float) -> TrueTable:
    box = bounds(word for cell in cells for word in cell)
    shares = Box(box.x0 / width, box.top / height, box.x1 / width, box.bottom / height)
    return TrueTable(shares, [_key(word.text for word in cell) for cell in cells])


def rows(pdfs: Mapping[str, bytes]) -> Iterator[Row]:
    """The figures of documents by name, tags hidden: order, tables, headings; each document, then all."""
    everything: list[_Scores] = []
    for name, pdf in sorted(pdfs.items()):
        scores = scored(pdf)
        yield from scores.rows(name)
        everything.append(scores)
    yield from _Scores.sum(everything).rows("all")


class _Scores(NamedTuple):
    """Counts that figures are made of."""

    order: list[tuple[float, float]]
    tables: int
    tables_found: int
    cells: int
    cells_exact: int
    headings: int
    headings_read: int
    headings_right: int

    @classmethod
    def sum(cls, parts: Sequence["_Scores"]) -> "_Scores":
        """The scores of all parts together."""
        return cls(
            [pair for part in parts for pair in part.order],
            *(sum(counts) for counts in zip(*(part[1:] for part in parts), strict=True)),
        )

    def rows(self, sample: str) -> Iterator[Row]:
        """The figures of which there are cases."""
        if self.order:
            count = len(self.order)
            yield Row(sample, "order tau", count, sum(pair[0] for pair in self.order) / count)
            yield Row(sample, "edit similarity", count, sum(pair[1] for pair in self.order) / count)
        if self.tables:
            yield Row(sample, "table recall", self.tables, self.tables_found / self.tables)
        if self.cells:
            yield Row(sample, "cells exact", self.cells, self.cells_exact / self.cells)
        if self.headings:
            yield Row(
                sample,
                "heading F1",
                self.headings,
                2 * self.headings_right / (self.headings + self.headings_read),
            )


def scored(pdf: bytes) -> _Scores:
    """The scores of one document, read without its tags."""
    truths = {truth.page: truth for truth in tagged_truth(pdf)}
    any_heading = any(truth.headings for truth in truths.values())
    order: list[tuple[float, float]] = []
    counts = [0] * 7
    for page in pages(pdf, tags=False):
        truth = truths.get(page.page or 0) if isinstance(page, Page) else None
        if truth is None or not isinstance(page, Page):
            continue
        if len(truth.words) >= FEWEST_WORDS:
            order.append(order_of(truth.words, page.text.split()))
        for table in truth.tables:
            counts[0] += 1
            cells = best_table(page, table.box)
            if cells is not None:
                counts[1] += 1
                counts[2] += len(table.cells)
                counts[3] += (Counter(cells) & Counter(table.cells)).total()
        if any_heading:
            read = Counter(_key([page.text[b.start : b.end]]) for b in page.blocks if b.kind == "heading")
            true = Counter(_key([text]) for text in truth.headings)
            counts[4] += true.total()
            counts[5] += read.total()
            counts[6] += (read & true).total()
    return _Scores(order, *counts)


def best_table(page: Page, box: Box) -> list[str] | None:
    """The cells of the table on the page that lies where ``box`` does; None if there is none."""
    for block in page.blocks:
        if block.kind == "table" and block.lines and overlap(_box(block), box) >= IOU:
            return [_key([page.text[cell.start : cell.end]]) for cell in block.cells]
    return None


def _box(block: Block) -> Box:
    lines = block.lines
    return Box(
        min(line.x0 for line in lines),
        min(line.y0 for line in lines),
        max(line.x1 for line in lines),
        max(line.y1 for line in lines),
    )


def overlap(one: Box, other: Box) -> float:
    """The area that two boxes share over the area that they cover together."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    if across <= 0 or down <= 0:
        return 0.0
    shared = across * down
    areas = ((box.x1 - box.x0) * (box.bottom - box.top) for box in (one, other))
    return shared / (sum(areas) - shared)


def _key(texts: Iterable[str]) -> str:
    """Text as cells and headings are compared: without spaces."""
    return "".join("".join(texts).split())
