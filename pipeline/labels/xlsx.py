"""Codings as an Excel workbook: the table of coding, with the codebook on a second sheet.

The cells of labels offer yes and no, that of strength its rungs. Everything is written as text, so that
nothing that a plan says is taken for a formula. Workbooks of strangers are looked through for
document types and sizes before they are read.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from pipeline.codebook import STRENGTHS, Codebook
from pipeline.labels import table, xmltree
from pipeline.labels.bundle import Asked, Bundle, ExchangeError, Found, Wrong, member, printable, unpacked

SHEET = "coding"
CELL = 32_000
"""Characters of a cell at most; Excel holds 32,767."""

ROWS = 100_000
"""Rows read at most."""

TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
ZIPPED = (1980, 1, 1, 0, 0, 0)
"""The least time that an entry of a zip can have."""

WIDTHS = {"ref": 26, "section": 24, "context": 30, "text": 70, "note": 40}


def write(bundle: Bundle) -> bytes:
    """The file for a bundle."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    columns = table.columns(bundle)
    for place, name in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(name, 12)
    sheet.freeze_panes = "B2"
    rows = list(table.rows(bundle))
    for choices, names in (("yes,no", bundle.frame.ids()), (",".join(STRENGTHS), ("strength",))):
        offered = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
        letters = [get_column_letter(columns.index(name) + 1) for name in (names[0], names[-1])]
        offered.add(f"{letters[0]}2:{letters[1]}{len(rows) + 1}")
        sheet.data_validations.append(offered)
    sheet.append([_cell(sheet, name, bold=True) for name in columns])
    for row in rows:
        sheet.append([_cell(sheet, row.get(name, ""), wrap=name in WIDTHS) for name in columns])
    _explain(book.create_sheet("codebook"), bundle.frame)
    out = io.BytesIO()
    book.save(out)
    return _without_clock(out.getvalue())


def read(content: bytes, asked: Asked) -> tuple[list[Found], list[Wrong]]:
    """The codings in a file, and what is wrong with it."""
    with unpacked(content) as packed:
        for info in packed.infolist():
            if info.filename.endswith((".xml", ".rels")):
                xmltree.refuse_doctype(member(packed, info.filename), info.filename)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
        sheet.reset_dimensions()
        lines = _lines(sheet)
        names = [name.strip() for name in next(lines, [])]
        if wrong := table.heads(names, asked.frame):
            return [], wrong
        numbered = [(place, dict(zip(names, row, strict=False))) for place, row in enumerate(lines, start=2)]
    except ExchangeError:
        raise
    except Exception as error:  # openpyxl lets out whatever a damaged workbook makes it meet
        raise ExchangeError([Wrong("the file", f"it is no workbook that can be read: {error}")]) from error
    return table.read(numbered, asked)


def _without_clock(content: bytes) -> bytes:
    """A workbook without the time at which it was made: the same codings give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(out, "w") as packed:
        for info in book.infolist():
            entry = zipfile.ZipInfo(info.filename, ZIPPED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, TIMES.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", book.read(info)))
    return out.getvalue()


def _lines(sheet: Any) -> Iterator[list[str]]:
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > ROWS:
            raise ExchangeError([Wrong(f"line {number}", f"at most {ROWS:,} rows are read")])
        yield [_text(value) for value in row]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


def _cell(sheet: Any, text: str, *, bold: bool = False, wrap: bool = False) -> Any:
    """Text as a cell, whatever it looks like; empty cells need none."""
    if not text:
        return None
    if not (bold or wrap or text.startswith("=")):
        return text
    cell = WriteOnlyCell(sheet, printable(text)[:CELL])
    cell.data_type = "s"
    if bold:
        cell.font = BOLD
    if wrap:
        cell.alignment = WRAPPED
    return cell


BOLD = Font(bold=True)
WRAPPED = Alignment(wrap_text=True, vertical="top")


def _explain(sheet: Any, frame: Codebook) -> None:
    sheet.append(["label", "name", "definition", "include", "exclude"])
    for entry in frame.entries:
        sheet.append(
            [entry.id, entry.label, entry.definition, "; ".join(entry.include), "; ".join(entry.exclude)]
        )
