"""From the named pieces of a page to its record: the text, and where each line of it is printed.

A word divided at a line's end is joined by the document's own vocabulary: with its hyphen if the
document writes it so elsewhere, without it if not. Both halves keep their own line and box.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from ..records import Block, Page
from ..records import Cell as CellRecord
from ..records import Line as LineRecord
from .parts import Cell, Line, Piece, Table, Word, joined

Vocabulary = Counter[str]
PLACES = 4
"""Decimals of a box: a ten-thousandth of a page is a twelfth of a point."""
AROUND = "\"'“”‘’()[].,;:!?"
COMPOUNDING = ("self-", "non-")
"""What English writes with a hyphen before nearly every word, and what syllables seldom end a line with."""


def add_words(vocabulary: Vocabulary, words: Iterable[Word]) -> None:
    """Count the words that are whole."""
    vocabulary.update(word.text.strip(AROUND).lower() for word in words if not word.broken)


def page_record(
    page: int,
    width: float,
    height: float,
    pieces: Sequence[Piece],
    furniture: Sequence[Line],
    vocabulary: Vocabulary,
    text_source: str = "native",
    confidence: float | None = None,
) -> Page:
    """The record of one page. ``width`` and ``height`` are in points, as the page is seen."""
    writer = _Writer(width, height, vocabulary)
    for piece in pieces:
        writer.add(piece)
    return Page(
        page=page,
        width=round(width, 2),
        height=round(height, 2),
        text="".join(writer.parts),
        text_source=text_source,
        furniture="\n".join(line.text for line in furniture),
        blocks=tuple(writer.blocks),
        confidence=confidence,
    )


class _Writer:
    """The text written so far, and its blocks."""

    def __init__(self, width: float, height: float, vocabulary: Vocabulary) -> None:
        self.width, self.height = width, height
        self.vocabulary = vocabulary
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []

    def add(self, piece: Piece) -> None:
        if self.length:
            self._write("\n\n")
        start = self.length
        if piece.table:
            lines, cells = self._table(piece.table)
        else:
            lines, cells = self._lines(piece.lines), []
        self.blocks.append(
            Block(
                kind=piece.kind,
                start=start,
                end=self.length,
                level=piece.level,
                continues=piece.continues,
                lines=tuple(lines),
                cells=tuple(cells),
                card=piece.card,
            )
        )

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _lines(self, lines: Sequence[Line]) -> list[LineRecord]:
        records = []
        for place, line in enumerate(lines):
            start = self.length
            text = joined(line.words)
            following = lines[place + 1] if place + 1 < len(lines) else None
            if following and _divides(line, following):
                keep = keeps_hyphen(line.words[-1].text, following.words[0].text, self.vocabulary)
                self._write(text if keep else text[:-1])
                records.append(self._record(line, start))
                continue
            self._write(text)
            records.append(self._record(line, start))
            if following:
                self._write(" ")
        return records

    def _record(self, line: Line, start: int) -> LineRecord:
        return LineRecord(
            start,
            self.length,
            round(line.x0 / self.width, PLACES),
            round(line.top / self.height, PLACES),
            round(line.x1 / self.width, PLACES),
            round(line.bottom / self.height, PLACES),
        )

    def _table(self, table: Table) -> tuple[list[LineRecord], list[CellRecord]]:
        """Every row with all its columns; a cell that spans more is followed by empty ones."""
        by_place: dict[tuple[int, int], list[Cell]] = {}
        for cell in table.cells:
            by_place.setdefault((cell.row, cell.column), []).append(cell)
        lines: list[LineRecord] = []
        cells: list[CellRecord] = []
        for row in range(table.rows):
            if row:
                self._write("\n")
            spanned = 0
            for column in range(table.columns):
                if column:
                    self._write("\t")
                start = self.length
                here = by_place.get((row, column), [])
                lines += self._lines([line for cell in here for line in cell.lines])
                spanned -= 1
                if spanned >= 0 and not here:
                    continue
                columns = min(max((cell.columns for cell in here), default=1), table.columns - column)
                spanned = columns - 1
                header = any(cell.header for cell in here)
                cells.append(CellRecord(row, column, start, self.length, columns, header))
        return lines, cells


def _divides(line: Line, following: Line) -> bool:
    """Whether the line ends in the middle of a word that the next line goes on with."""
    last, first = line.words[-1], following.words[0]
    if len(last.text) < 2 or last.text[-1] != "-" or not last.text[-2].isalpha():
        return False
    return first.text[0].isalnum()


def keeps_hyphen(head: str, tail: str, vocabulary: Vocabulary) -> bool:
    """Whether ``head`` (with its hyphen) and ``tail`` are written with the hyphen.

    The document decides where it writes the word elsewhere; then a capital or a figure after the
    hyphen, a first half that always has one (:data:`COMPOUNDING`), or two halves that are words of the
    document by themselves, speak for keeping it.
    """
    first, second = head.lstrip(AROUND).lower(), tail.rstrip(AROUND).lower()
    with_hyphen, without = vocabulary[first + second], vocabulary[first[:-1] + second]
    if with_hyphen != without:
        return with_hyphen > without
    if not tail[0].islower() or "-" in first[:-1] or first in COMPOUNDING:
        return True
    return vocabulary[first[:-1]] > 0 and vocabulary[second] > 0
