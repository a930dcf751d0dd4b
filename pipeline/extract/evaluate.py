"""How well pages are read, against pages whose truth is known, beside the peers on the same pages.

Truth comes from four places: pages made for the purpose, the specimens of the sample corpus, the tag
trees of real documents (hidden from the reader), and pages that a person has annotated. Here are the
figures of one document each; they add up by :func:`.measures.total`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from ..records import Block, Page
from . import pages
from .annotated import UNREAD, Annotation, ReadPage, read_pages
from .measures import (
    Count,
    Run,
    contains,
    f1,
    key,
    order_counts,
    outside,
    overlap,
    plain,
    whole,
    words_of,
)
from .parts import Box
from .readings import own, peers
from .tagged_truth import TrueTable, tagged_pages

IOU = 0.5
"""A table is found if its box and the true one share this much of what they cover together."""
OURS, TAGGED = "this reader", "with its tags"
"""The reader as it reads a page by geometry alone, and as it reads it with the page's tags."""
SENTENCE = 5
"""Sentences of more words than this are looked for in the other version of a document."""


class MadePage(Protocol):
    """A page made for the purpose."""

    @property
    def words(self) -> list[str]:
        """Its words in reading order, furniture left out."""

    @property
    def margins(self) -> tuple[float, float]:
        """Where furniture ends at the top and begins at the bottom, as fractions of the page."""


class _Reading(NamedTuple):
    """What an engine reads on a page."""

    engine: str
    runs: list[Run]


def made_counts(pdf: bytes, truths: Sequence[MadePage], *, with_peers: bool = True) -> list[Count]:
    """The order of words on pages made for the purpose, one truth for each page in turn."""
    found = _own(pdf, tags=True)
    others = _others(pdf, range(1, len(truths) + 1), with_peers)
    counts = []
    for number, truth in enumerate(truths, 1):
        top, bottom = truth.margins
        margins = [Box(0, 0, 1, top), Box(0, bottom, 1, 1)]
        for engine, runs in [_Reading(OURS, own(found[number])), *others[number]]:
            counts += order_counts("made", engine, plain(truth.words), words_of(outside(runs, margins)), 1)
    return counts


def tagged_counts(pdf: bytes, sample: str, *, with_peers: bool = True) -> list[Count]:
    """Order, tables and headings of a tagged document that is read without its tags."""
    truths = tagged_pages(pdf)
    if not truths:
        return []
    found = _own(pdf, tags=False)
    others = _others(pdf, [truth.page for truth in truths], with_peers)
    any_heading = any(truth.headings for truth in truths)
    counts = []
    for truth in truths:
        page = found[truth.page]
        for engine, runs in [_Reading(OURS, own(page)), *others[truth.page]]:
            read = words_of(outside(runs, truth.furniture))
            counts += order_counts(sample, engine, plain(truth.words), read)
        counts += table_counts(sample, OURS, page, truth.tables)
        if any_heading:
            true = Counter(map(key, truth.headings))
            counts.append(f1(sample, "heading F1", OURS, true, _texts(page, "heading")))
    return counts


def specimen_counts(pdf: bytes, truth: Iterable[Mapping[str, Any]]) -> list[Count]:
    """Order, headings, bullets and furniture of a specimen of the sample corpus, by the pages of its
    truth file (corpus/sample/truth), read with tags and without."""
    counts = []
    found = {OURS: _own(pdf, tags=False), TAGGED: _own(pdf, tags=True)}
    for true in truth:
        if true["text_source"] == "none":
            continue
        blocks = [(block["kind"], f"{block.get('marker', '')} {block['text']}") for block in true["blocks"]]
        furniture = Counter(plain(true["furniture"]))
        for engine, pages_ in found.items():
            page = pages_[true["page"]]
            words = plain(text for _, text in blocks)
            counts += order_counts("specimens", engine, words, plain([page.text]))
            for kind in ("heading", "bullet"):
                wanted = Counter(key(text) for each, text in blocks if each == kind)
                counts.append(f1("specimens", f"{kind} F1", engine, wanted, _texts(page, kind)))
            counts += _furniture("specimens", engine, furniture, Counter(plain([page.furniture])))
    return counts


def _furniture(sample: str, engine: str, true: Counter[str], read: Counter[str]) -> list[Count]:
    right = (true & read).total()
    return [
        Count(sample, "furniture precision", engine, read.total(), right, read.total()),
        Count(sample, "furniture recall", engine, true.total(), right, true.total()),
    ]


def annotated_counts(pdf: bytes, wanted: Iterable[Annotation], *, with_peers: bool = True) -> list[Count]:
    """What a person reads on pages of a document against what engines read: order, whole blocks,
    headings, bullets, furniture, tables."""
    truths = read_pages(pdf, wanted)
    hidden, tagged = _own(pdf, tags=False), _own(pdf, tags=True)
    others = _others(pdf, [truth.page for truth in truths], with_peers)
    counts = []
    for truth in truths:
        engines = [
            _Reading(OURS, own(hidden[truth.page])),
            _Reading(TAGGED, own(tagged[truth.page])),
            *others[truth.page],
        ]
        blocks = [block.text for block in truth.blocks if block.kind not in (*UNREAD, "table")]
        for engine, runs in engines:
            body = _body(runs, truth)
            if truth.ordered:
                counts += order_counts(_sample(truth), engine, truth.words, words_of(body))
            counts.append(whole(_sample(truth), engine, blocks, " ".join(run.text for run in body)))
        for engine, page in ((OURS, hidden[truth.page]), (TAGGED, tagged[truth.page])):
            counts += _structure(truth, page, engine)
    return counts


def _sample(truth: ReadPage) -> str:
    return f"annotated, {truth.part}"


def _body(runs: Iterable[Run], truth: ReadPage) -> list[Run]:
    """The runs that stand in a block of the body, or in none at all."""
    body = [block.box for block in truth.blocks if block.kind not in UNREAD]
    return [
        run
        for run in runs
        if not any(contains(box, run.box) for box in truth.unread)
        or any(contains(box, run.box) for box in body)
    ]


def _structure(truth: ReadPage, page: Page, engine: str) -> list[Count]:
    """Headings, bullets, furniture and tables of one page."""
    sample = _sample(truth)
    charts = [block.box for block in truth.blocks if block.kind == "figure"]
    counts = [
        f1(
            sample,
            f"{kind} F1",
            engine,
            Counter(key(block.text) for block in truth.blocks if block.kind == kind),
            _texts(page, kind, charts),
        )
        for kind in ("heading", "bullet")
    ]
    true = Counter(word for block in truth.blocks if block.kind == "furniture" for word in plain(block.lines))
    counts += _furniture(sample, engine, true, Counter(plain([page.furniture])))
    tables = [block.box for block in truth.blocks if block.kind == "table"]
    found = [_box(block) for block in page.blocks if block.kind == "table" and block.lines]
    real = [box for box in found if not any(contains(chart, box) for chart in charts)]
    hits = sum(any(overlap(box, table) >= IOU for box in found) for table in tables)
    counts.append(Count(sample, "table recall", engine, len(tables), hits, len(tables)))
    good = sum(any(overlap(box, table) >= IOU for table in tables) for box in real)
    counts.append(Count(sample, "table precision", engine, len(real), good, len(real)))
    return counts


def _texts(page: Page, kind: str, besides: Sequence[Box] = ()) -> Counter[str]:
    """The texts of the blocks of a kind, those in some boxes left out."""
    return Counter(
        key(page.text[block.start : block.end])
        for block in page.blocks
        if block.kind == kind and not any(contains(box, _box(block)) for box in besides)
    )


def table_counts(sample: str, engine: str, page: Page, tables: Iterable[TrueTable]) -> list[Count]:
    """Which of the true tables of a page are found, and how many of the found ones' cells are exact."""
    counts = []
    for table in tables:
        cells = best_table(page, table.box)
        counts.append(Count(sample, "table recall", engine, 1, float(cells is not None), 1))
        if cells is not None:
            exact = (Counter(cells) & Counter(table.cells)).total()
            counts.append(Count(sample, "cells exact", engine, len(table.cells), exact, len(table.cells)))
    return counts


def best_table(page: Page, box: Box) -> list[str] | None:
    """The cells of the table on the page that lies where ``box`` does; None if there is none. (A table of
    contents set as a table is one.)"""
    for block in page.blocks:
        if block.cells and block.lines and overlap(_box(block), box) >= IOU:
            return [key(page.text[cell.start : cell.end]) for cell in block.cells]
    return None


def version_counts(plain_version: bytes, designed: bytes, *, with_peers: bool = True) -> list[Count]:
    """How many sentences of a document's plain version stand whole in its designed version."""
    sentences = [
        key(sentence)
        for page in _own(plain_version, tags=True).values()
        for block in page.blocks
        if block.kind in ("paragraph", "bullet")
        for sentence in page.text[block.start : block.end].replace("? ", ". ").split(". ")
        if len(sentence.split()) > SENTENCE
    ]
    ours = _own(designed, tags=True)
    texts = {OURS: "".join(key(page.text) for page in ours.values())}
    for engine, readings in (peers(designed, ours) if with_peers else {}).items():
        runs = [run for number in sorted(readings) for run in readings[number]]
        texts[engine] = key("".join(run.text for run in runs))
    return [
        Count(
            "two versions",
            "sentences whole",
            engine,
            len(sentences),
            sum(sentence in text for sentence in sentences),
            len(sentences),
        )
        for engine, text in texts.items()
    ]


def _own(pdf: bytes, *, tags: bool) -> dict[int, Page]:
    return {page.page: page for page in pages(pdf, tags=tags) if isinstance(page, Page)}


def _others(pdf: bytes, numbers: Sequence[int], wanted: bool) -> dict[int, list[_Reading]]:
    """What the peers read, by page."""
    found = peers(pdf, numbers) if wanted else {}
    return {
        number: [_Reading(engine, readings.get(number, [])) for engine, readings in found.items()]
        for number in numbers
    }


def _box(block: Block) -> Box:
    lines = block.lines
    return Box(
        min(line.x0 for line in lines),
        min(line.y0 for line in lines),
        max(line.x1 for line in lines),
        max(line.y1 for line in lines),
    )
