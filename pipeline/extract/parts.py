"""What a page is made of while it is being read: words, lines, drawings, tables, blocks.

All lengths are points, all boxes ``x0, top, x1, bottom`` of the page as it is seen (rotation and
crop box applied, origin top left). Only :mod:`.compose` turns them into the fractions of the records.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

UNTAGGED = -1
"""The marked-content id of a word that stands in no marked content."""

PICTURE = 1_000
"""What stands for the segments of a picture among the shapes: it is no rule and no cell."""
BAR = "bar"
"""The role of a piece that fills the title bar of a card."""


class Boxed(Protocol):
    """Anything with a place on the page."""

    @property
    def x0(self) -> float:
        """Left edge."""

    @property
    def top(self) -> float:
        """Upper edge."""

    @property
    def x1(self) -> float:
        """Right edge."""

    @property
    def bottom(self) -> float:
        """Lower edge."""


class Box(NamedTuple):
    """A rectangle."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(slots=True)
class Word:
    """A run of characters without a space. ``mark`` is its marked-content id, ``turn`` the angle in
    which it is written on the page as seen (0, 90, 180, 270; clockwise), ``place`` its number in
    the order of drawing, ``broken`` whether it ends with a hyphen that a line end may have made,
    ``raised`` whether it is a note mark, ``glued`` whether no space parts it from the word before."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    font: str
    bold: bool = False
    mark: int = UNTAGGED
    turn: int = 0
    place: int = 0
    broken: bool = False
    raised: bool = False
    glued: bool = False


class Shape(NamedTuple):
    """The bounds of a drawn path. ``colour`` is its fill (red, green, blue; 0-255)."""

    x0: float
    top: float
    x1: float
    bottom: float
    filled: bool
    stroked: bool
    colour: tuple[int, int, int]
    segments: int


@dataclass(slots=True)
class Line:
    """Words that are printed side by side and read as one run; bold if all of them are. ``marked``
    says that a bullet is drawn before it."""

    words: list[Word]
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    characters: int
    marked: bool = False

    @property
    def text(self) -> str:
        """The words as printed."""
        return joined(self.words)


@dataclass(slots=True)
class Cell:
    """One cell of a table: its place in the grid, the columns it spans, its box and its lines."""

    row: int
    column: int
    columns: int
    box: Box
    lines: list[Line] = field(default_factory=list)
    header: bool = False


@dataclass(slots=True)
class Table:
    """A grid of ``rows`` x ``columns``; a merged cell stands once, at its first row and column."""

    x0: float
    top: float
    x1: float
    bottom: float
    rows: int
    columns: int
    cells: list[Cell]


@dataclass(slots=True)
class Piece:
    """A run of lines (or one table) that belongs together, before and after it knows its kind. ``card`` is
    the number of the box in which it stands with a heading that ends there, 0 for none."""

    lines: list[Line]
    x0: float
    top: float
    x1: float
    bottom: float
    table: Table | None = None
    kind: str = ""
    level: int = 0
    continues: bool = False
    role: str = ""
    card: int = 0

    @property
    def size(self) -> float:
        """The size of most of its characters, in points."""
        return common_size(self.lines)

    @property
    def bold(self) -> bool:
        """Whether every line of it is bold."""
        return bool(self.lines) and all(line.bold for line in self.lines)

    @property
    def text(self) -> str:
        """Its lines, joined by a space."""
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True)
class Group:
    """What stands together in a box: read as a whole before anything outside goes on."""

    parts: "list[Part]"
    x0: float
    top: float
    x1: float
    bottom: float


Part = Piece | Group


def joined(words: Iterable[Word]) -> str:
    """Words as text: a space between any two that are not glued."""
    text = ""
    for word in words:
        text += word.text if word.glued or not text else " " + word.text
    return text


def bounds(parts: Iterable[Boxed]) -> Box:
    """The smallest box around ``parts`` (at least one)."""
    x0 = top = float("inf")
    x1 = bottom = float("-inf")
    for part in parts:
        left, up, right, down = part.x0, part.top, part.x1, part.bottom
        if left < x0:
            x0 = left
        if up < top:
            top = up
        if right > x1:
            x1 = right
        if down > bottom:
            bottom = down
    return Box(x0, top, x1, bottom)


def line_of(words: list[Word]) -> Line:
    """The line that ``words`` make, in their order; raised marks do not count for its size."""
    characters = 0
    bold = True
    weights: dict[float, int] = {}
    for word in words:
        if not word.raised:
            length = len(word.text)
            characters += length
            bold = bold and word.bold
            weights[word.size] = weights.get(word.size, 0) + length
    if not weights:
        return Line(words, *bounds(words), words[0].size, False, len(words))
    size = max(weights, key=lambda each: (weights[each], each)) if len(weights) > 1 else next(iter(weights))
    return Line(words, *bounds(words), size, bold, characters)


def piece_of(lines: list[Line], role: str = "") -> Piece:
    """The piece that ``lines`` make, in their order."""
    return Piece(lines, *bounds(lines), role=role)


def table_piece(table: Table) -> Piece:
    """The piece that a table makes."""
    lines = [line for cell in table.cells for line in cell.lines]
    return Piece(lines, table.x0, table.top, table.x1, table.bottom, table=table, kind="table")


def common_size(lines: Sequence[Line]) -> float:
    """The size in which most characters of ``lines`` are set; 0 for none."""
    weights: dict[float, int] = {}
    for line in lines:
        weights[line.size] = weights.get(line.size, 0) + line.characters
    return max(weights, key=lambda size: (weights[size], size)) if weights else 0.0


def holds(box: Boxed, part: Boxed, slack: float = 1.0) -> bool:
    """Whether the middle of ``part`` lies in ``box``, give or take ``slack`` points."""
    x, y = (part.x0 + part.x1) / 2, (part.top + part.bottom) / 2
    return box.x0 - slack <= x <= box.x1 + slack and box.top - slack <= y <= box.bottom + slack
