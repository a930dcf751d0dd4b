"""The records that pass between the stages, and how they are written to JSON Lines.

Spans are 0-based and end-exclusive. Boxes are fractions of the page, 0 to 1, with the origin at the
top left. ``page`` counts from 1, as a PDF viewer does. Records are frozen; a stage makes new ones.
"""

from typing import Any

import msgspec

PASSAGE_JOINT = " "
"""What stands between the slices of a passage that crosses columns or pages."""

CELL_JOINT = "\t"
"""What stands between the cells of a table's row, in ``Page.text`` and in a row's context."""

LEVELS = 6
"""Levels of headings, 1 for the highest."""

IN_DIAGRAM = LEVELS + 1
"""The level of the heads in a diagram, below those of the text: over nothing after its caption."""


class _Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that stands inside a record."""


class _Record(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="record", tag=str.lower):
    """Something that stands on a line of its own, marked with what it is."""


class Plan(_Record, frozen=True):
    """One PDF of one footprint, as the corpus registers it."""

    id: str
    footprint: str
    title: str
    kind: str = "plan"
    published: str = ""
    url: str = ""
    archive_url: str = ""
    sha256: str = ""
    bytes: int = 0
    specimen: bool = False
    status: str = ""
    note: str = ""


class Line(_Part, frozen=True):
    """One printed line: the characters ``start:end`` of its text, and its box on the page."""

    start: int
    end: int
    x0: float
    y0: float
    x1: float
    y1: float


class Cell(_Part, frozen=True):
    """One cell of a table: its place in the grid (``row``, ``column``, how many columns it spans) and
    the characters ``start:end`` of ``Page.text``. ``header`` marks a cell of the header rows."""

    row: int
    column: int
    start: int
    end: int
    columns: int = 1
    header: bool = False


class Block(_Part, frozen=True):
    """A run of ``Page.text`` that belongs together.

    ``kind`` is one of heading, paragraph, bullet, table, caption, footnote, contents, chart (the words
    of one). ``level`` is the level of a heading (1 is the highest, :data:`IN_DIAGRAM` the lowest) or the
    depth of a bullet (1 is the outermost); 0 for the rest. ``continues`` says that the block goes on from
    the last body block before it (over a column or a page). Cells are given for tables only. ``card`` is
    the number of the row of boxes on the page in which it stands with a heading that ends there; 0 for none.
    """

    kind: str
    start: int
    end: int
    level: int = 0
    continues: bool = False
    lines: tuple[Line, ...] = ()
    cells: tuple[Cell, ...] = ()
    card: int = 0


class Page(_Record, frozen=True):
    """One page of a plan: its body in reading order, its furniture kept apart.

    Blocks are in the order of ``text`` and divided there by a blank line; within a block printed
    lines are joined by a space, a table's rows by a newline and its cells by a tab. ``width`` and
    ``height`` are in points, as the page is seen (rotation applied). ``confidence`` is the mean
    confidence of OCR, 0 to 1, for pages whose ``text_source`` is ``ocr``.
    """

    page: int
    width: float
    height: float
    text: str = ""
    text_source: str = "native"
    furniture: str = ""
    blocks: tuple[Block, ...] = ()
    confidence: float | None = None


class Slice(_Part, frozen=True):
    """The characters ``start:end`` of the text of a page."""

    page: int
    start: int
    end: int


class PassageLine(_Part, frozen=True):
    """One printed line of a passage: its characters of ``Passage.text``, its page and its box."""

    page: int
    start: int
    end: int
    x0: float
    y0: float
    x1: float
    y1: float


class Passage(_Record, frozen=True):
    """The unit of coding: a paragraph, a bullet or a table row, in its own words.

    ``text`` is its ``slices`` joined by :data:`PASSAGE_JOINT`. ``context`` is what it needs from
    elsewhere to be understood: a bullet's lead-in; for a table row the heads of its columns, one
    for each cell and joined by tabs like the row itself. ``section`` is the path of headings
    above it, joined by " > ". ``ref`` is PLAN/pPAGE/sNUMBER; ``fingerprint`` is a digest of the text.
    """

    ref: str
    fingerprint: str
    page: int
    section: str
    kind: str
    context: str
    text: str
    words: int
    text_source: str
    slices: tuple[Slice, ...]
    lines: tuple[PassageLine, ...]


class Label(_Part, frozen=True):
    """One theme, sub-theme or lens of a passage, with its calibrated probability.

    ``alone`` is what the passage says by itself: a theme's ``probability`` weighs what the rest of its
    document is about as well. ``method`` is model, gold or codebook. ``evidence`` says why, in words of the
    passage.
    """

    theme: str
    probability: float
    accepted: bool
    method: str = "model"
    evidence: dict[str, Any] = {}
    alone: float = 0.0


class Labels(_Record, frozen=True):
    """All labels of the passage ``ref``, and its strength as the classifier reads it
    (a probability for each value, summing to 1). ``reading`` is a digest of what was read of the
    passage: another that reads the same has the same labels."""

    ref: str
    labels: tuple[Label, ...]
    strength: dict[str, float]
    reading: str = ""


class Finding(_Record, frozen=True):
    """A passage that carries an accepted top-level theme, with the sentence that bears it."""

    ref: str
    theme: str
    probability: float
    strength: str
    quote: str
    quote_start: int
    quote_end: int
    page: int


class Strength(_Record, frozen=True):
    """The strength of the passage ``ref``: none, context, aspiration, proposal or commitment."""

    ref: str
    strength: str


class Quantity(_Record, frozen=True):
    """A figure as printed (``text``, characters ``start:end`` of the passage) and as read.

    ``kind`` is one of money, beds, staff, percent, activity, sites, population, date. Money is in
    pounds, 15 % is 15, a range is ``value`` and ``value_high``, ``by_year`` is a calendar year or
    the first year of a financial year. ``direction`` is up, down or empty; ``counts`` says what is counted.
    """

    ref: str
    kind: str
    value: float | None
    value_high: float | None
    unit: str
    direction: str
    by_year: int | None
    counts: str
    text: str
    start: int
    end: int


class Entity(_Record, frozen=True):
    """A place or body of the gazetteers. ``names`` are the forms in which it may be written."""

    id: str
    kind: str
    name: str
    footprint: str
    names: tuple[str, ...] = ()


class Mention(_Record, frozen=True):
    """An entity named in the passage ``ref`` by the characters ``start:end``."""

    ref: str
    entity: str
    kind: str
    text: str
    start: int
    end: int


class Issue(_Record, frozen=True):
    """Something that a reader of the database must know: what is missing, doubtful or mended.

    ``severity`` is info, warning or error. An extraction that refuses a file yields one issue with
    code ``refused`` and no page; one that had to mend it yields ``rescued``.
    """

    stage: str
    severity: str
    code: str
    message: str
    mend: str = ""
    page: int | None = None


Record = Plan | Page | Passage | Labels | Finding | Strength | Quantity | Entity | Mention | Issue
"""What may stand on a line of a stage's file."""

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Record)


def to_line(record: Record) -> bytes:
    """A record as one line of JSON in UTF-8, without the line's end; keys in the order of the fields."""
    return _encoder.encode(record)


def from_line(line: bytes | str) -> Any:
    """The record that :func:`to_line` wrote. Raises ValueError for a line that is none."""
    return _decoder.decode(line)
