"""Pages that a person has read: boxes in reading order with their kinds (tests/annotations).

The annotations hold no words; these are put into the boxes here. Words of figures (charts) belong to no
order and are left out for every engine; so is furniture where the order of the body is measured.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec
import pypdfium2

from .lines import lines, turned_lines
from .measures import contains, plain
from .parts import Box, Word, bounds
from .tagged_truth import fractions
from .view import view_of
from .words import words

UNREAD = ("figure", "furniture")
"""Kinds that stand outside the order of the body."""


class Area(msgspec.Struct, frozen=True):
    """One block as annotated."""

    kind: str
    box: tuple[float, float, float, float]
    level: int = 0
    cells: tuple[tuple[float, float, float, float], ...] = ()


class Annotation(msgspec.Struct, frozen=True):
    """One page as annotated."""

    file: str
    sha256: str
    page: int
    set: str
    blocks: tuple[Area, ...]
    ordered: bool = True


class ReadBlock(NamedTuple):
    """A block of the truth: its kind, level, box, and its printed lines."""

    kind: str
    level: int
    box: Box
    lines: list[str]

    @property
    def text(self) -> str:
        """Its words, joined by spaces."""
        return " ".join(self.lines)


class ReadPage(NamedTuple):
    """A page of the truth."""

    page: int
    part: str
    ordered: bool
    blocks: list[ReadBlock]

    @property
    def words(self) -> list[str]:
        """The words of the body in reading order, as they are compared."""
        return plain(line for block in self.blocks if block.kind not in UNREAD for line in block.lines)

    @property
    def unread(self) -> list[Box]:
        """Where figures and furniture stand."""
        return [block.box for block in self.blocks if block.kind in UNREAD]


def annotations(text: bytes) -> list[Annotation]:
    """The annotations on the lines of a file. Raises ``msgspec.ValidationError`` for lines that are none."""
    return msgspec.json.decode(b"[" + b",".join(text.splitlines()) + b"]", type=list[Annotation])


def read_pages(pdf: bytes, wanted: Iterable[Annotation]) -> list[ReadPage]:
    """Annotated pages of a document with the words of the document in their boxes."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_read(document, each) for each in wanted]
    finally:
        document.close()


def _read(document: Any, annotation: Annotation) -> ReadPage:
    page = document[annotation.page - 1]
    view = view_of(page)
    left = words(page, view)
    page.close()
    blocks: dict[int, list[str]] = {}
    smallest = sorted(enumerate(annotation.blocks), key=lambda each: _area(each[1].box))
    for place, area in smallest:
        inside = [word for word in left if contains(Box(*area.box), fractions(word, view))]
        taken = {word.place for word in inside}
        left = [word for word in left if word.place not in taken]
        cells = [Box(*cell) for cell in area.cells]
        blocks[place] = [text for cell in _by_cell(inside, cells, view) for text in _printed(cell)]
    read = [
        ReadBlock(area.kind, area.level, Box(*area.box), blocks[place])
        for place, area in enumerate(annotation.blocks)
    ]
    return ReadPage(annotation.page, annotation.set, annotation.ordered, read)


def _by_cell(inside: list[Word], cells: Sequence[Box], view: Any) -> list[list[Word]]:
    """A table's words cell by cell; the words of any other block as they are."""
    if not cells:
        return [inside]
    return [[word for word in inside if contains(cell, fractions(word, view))] for cell in cells]


def _printed(found: list[Word]) -> list[str]:
    upright = [word for word in found if not word.turn]
    every = sorted(lines(upright), key=lambda line: (round(bounds(line.words).bottom), line.x0))
    return [line.text for line in [*every, *turned_lines(found)]]


def _area(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
