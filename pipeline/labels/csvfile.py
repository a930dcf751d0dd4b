"""Codings as a CSV file, as spreadsheets write and read it.

Written in UTF-8 with a byte-order mark, by which Excel knows it. Read with or without the mark, with any
line ends, divided by commas, semicolons or tabs. Words that a spreadsheet would take for a formula
bear an apostrophe.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

from pipeline import spreadsheet
from pipeline.labels import table
from pipeline.labels.bundle import Asked, Bundle, ExchangeError, Found, Wrong

FORMULA = (*spreadsheet.FORMULA, "'")
"""With these a cell begins that a spreadsheet may take for a formula, or that our mark would be lost on."""

WORDS = ("section", "context", "text", "note")
"""Columns that hold other people's words."""

DIVIDERS = ",;\t"


def write(bundle: Bundle) -> bytes:
    """The file for a bundle."""
    return of_rows(table.columns(bundle), table.rows(bundle))


def of_rows(columns: list[str], rows: Iterator[table.Row]) -> bytes:
    """The file for rows of a table."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _marked(value) if name in WORDS else value for name, value in row.items()})
    return out.getvalue().encode("utf-8-sig", "replace")


def read(content: bytes, asked: Asked) -> tuple[list[Found], list[Wrong]]:
    """The codings in a file, and what is wrong with it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = content[: error.start].count(b"\n") + 1
        message = "it is not in UTF-8: save it as “CSV UTF-8”"
        raise ExchangeError([Wrong(f"line {number}", message)]) from error
    first = text.partition("\n")[0]
    divider = max(DIVIDERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        if wrong := table.heads(names, asked.frame):
            return [], wrong
        numbered = list(_numbered(reader, names))
    except csv.Error as error:
        raise ExchangeError([Wrong(f"line {reader.line_num}", f"it is not CSV: {error}")]) from error
    # Some spreadsheets leave out empty cells at the end of a row, but they end each row.
    if numbered and len(numbered[-1][1]) < len(names) and not text.endswith(("\n", "\r")):
        raise ExchangeError([Wrong(f"line {numbered[-1][0]}", "the file is cut off there: save it again")])
    return table.read(numbered, asked)


def _numbered(reader: Any, names: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with the line on which it begins; a row that has more cells than heads cannot be trusted."""
    began = reader.line_num + 1
    for cells in reader:
        if len(cells) > len(names) and any(cells[len(names) :]):
            message = (
                f"it has {len(cells)} cells for {len(names)} columns: a comma or a quotation mark is off"
            )
            raise ExchangeError([Wrong(f"line {began}", message)])
        row = dict(zip(names, cells, strict=False))
        yield began, {name: _unmarked(cell) if name in WORDS else cell for name, cell in row.items()}
        began = reader.line_num + 1


def _marked(words: str) -> str:
    return f"'{words}" if words.startswith(FORMULA) else words


def _unmarked(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
