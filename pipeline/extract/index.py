"""Tables of contents: told by their title, by dots or by the numbers of pages at the end of their lines,
and by going on from the page before.
"""

import re
from collections.abc import Sequence

from .lines import CONTENTS
from .parts import Line, Piece, Table

ENTRY = re.compile(r"\s(?:\d{1,3}|[ivx]{1,5})$", re.I)
PAGED = re.compile(r"\d{1,3}")
LAST = re.compile(r"(?:^|\s)(\d{1,3})$")
INDEX = 0.8
"""A table under the word "Contents" is contents if this share of its rows ends with a page's number."""
GOES_ON = 0.4
"""… and a page after one with contents goes on with them if this share of its lines does, in numbers that
never fall."""


def is_contents(pieces: Sequence[Piece], before: bool) -> bool:
    """Whether a page has a table of contents; ``before`` says that the page before has."""
    if any(CONTENTS.fullmatch(piece.text.strip()) for piece in pieces if len(piece.lines) == 1):
        return True
    if not before:
        return False
    lines = sorted((line for piece in pieces for line in piece.lines), key=lambda line: (line.top, line.x0))
    numbers = [int(found.group(1)) for line in lines if (found := LAST.search(line.text))]
    return len(numbers) > GOES_ON * len(lines) and numbers == sorted(numbers)


def mark_contents(pieces: Sequence[Piece]) -> None:
    """Give the kind ``contents`` to the tables of a page with contents that are an index, and to the
    entries and the numbers that stand in columns of their own."""
    numbers = [piece for piece in pieces if not piece.table and _is_numbers(piece)]
    ends = [line for piece in numbers for line in piece.lines]
    for piece in pieces:
        if piece.table:
            listed = _is_index(piece.table)
        else:
            listed = bool(ends) and all(_has_number(line, ends) for line in piece.lines)
        if listed:
            piece.kind = "contents"


def is_entries(piece: Piece) -> bool:
    """Whether half the lines of a piece at least end with the number of a page."""
    return sum(bool(ENTRY.search(line.text)) for line in piece.lines) * 2 >= len(piece.lines)


def _is_numbers(piece: Piece) -> bool:
    return all(PAGED.fullmatch(line.text) for line in piece.lines)


def _has_number(line: Line, ends: Sequence[Line]) -> bool:
    """Whether a number of a page stands in the row of a line, at its right, or is the line."""
    return any(
        line is end or (end.x0 > line.x1 and line.top < (end.top + end.bottom) / 2 < line.bottom)
        for end in ends
    )


def _is_index(table: Table) -> bool:
    """Whether most rows of a table end with the number of a page: contents set without leaders."""
    ends = {cell.row: cell for cell in table.cells if cell.lines}
    paged = sum(bool(PAGED.fullmatch(" ".join(line.text for line in cell.lines))) for cell in ends.values())
    return paged >= INDEX * len(ends)
