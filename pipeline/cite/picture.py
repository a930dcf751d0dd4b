"""A citation as one picture: the pages with the passage marked, and the words of the citation beside them.

The words are set by PDFium in Helvetica, one of the fonts that every PDF reader has: nothing need be
installed, and the same citation gives the same picture.
"""

import ctypes
import io
import textwrap
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops, ImageDraw

from pipeline.cite import Citation, line

PASSAGE, QUOTED = (255, 243, 176), (255, 216, 77)
"""The marks of the passage and of the lines of its quotation; the page's ink shows through."""

COLUMN, GAP = 700, 40
"""Width of the words and of the white around them, in pixels."""

UNKNOWN = "[?]"
"""Stands for a sign that Helvetica has not, which is said."""


class _Style(NamedTuple):
    """A font of PDFium, its size in pixels, and its colour."""

    font: str
    size: int
    colour: tuple[int, int, int] = (29, 37, 48)


TITLE, QUOTATION, PLAIN, NOTE = (
    _Style("Helvetica-Bold", 24),
    _Style("Helvetica", 26),
    _Style("Helvetica", 17, (85, 96, 112)),
    _Style("Helvetica-Bold", 19, (122, 74, 0)),
)


def picture(found: Citation, sheets: Mapping[int, bytes]) -> bytes:
    """A citation as PNG, given the pages of its passage (PNG by number)."""
    pages = [_marked(found, number, png) for number, png in sheets.items()]
    words = _set(list(_words(found)))
    wide = max(page.width for page in pages) + words.width
    high = max(sum(page.height for page in pages), words.height)
    whole = Image.new("RGB", (wide, high), "white")
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    whole.paste(words, (wide - words.width, 0))
    target = io.BytesIO()
    whole.save(target, "PNG", optimize=True)
    return target.getvalue()


def _marked(found: Citation, number: int, png: bytes) -> Image.Image:
    page = Image.open(io.BytesIO(png)).convert("RGB")
    marks = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(marks)
    wide, high = page.size
    for each in found.lines:
        if each.page == number:
            box = (each.x0 * wide, each.y0 * high, each.x1 * wide, each.y1 * high)
            draw.rectangle(box, fill=QUOTED if found.quoted(each) else PASSAGE)
    page = ImageChops.multiply(page, marks)
    ImageDraw.Draw(page).rectangle((0, 0, wide - 1, high - 1), outline=(201, 209, 218))
    return page


def _words(found: Citation) -> Iterator[tuple[str, _Style]]:
    passage = found.passage
    for note in found.notes:
        yield note, NOTE
    yield passage["title"], TITLE
    where = (passage["footprint"], passage["published"], passage["plan_kind"], f"page {found.page}")
    yield ", ".join(filter(None, where)), PLAIN
    if passage["context"]:
        head = "Heads of the columns" if passage["kind"] == "table_row" else "Led in by"
        yield f"{head}: {passage['context']}".replace("\t", " | "), PLAIN
    yield f"“{' '.join(found.quote.split())}”", QUOTATION
    yield line(found), PLAIN


def _set(paragraphs: list[tuple[str, _Style]]) -> Image.Image:
    """Paragraphs one below the other in a column."""
    document = pypdfium2.PdfDocument.new()
    try:
        fonts = {
            style.font: pdfium.FPDFText_LoadStandardFont(document.raw, style.font.encode())
            for _, style in paragraphs
        }
        known = [(_writable(text), style) for text, style in paragraphs]
        if any(UNKNOWN in text for text, _ in known):
            known.append((f"{UNKNOWN} stands for a sign that only the page itself shows.", PLAIN))
        rows: list[tuple[str, _Style, float]] = []
        at = 0.0
        for text, style in known:
            for row in _wrapped(text, style, fonts[style.font]):
                at += 1.35 * style.size
                rows.append((row, style, at))
            at += 0.8 * style.size
        high = at + 2 * GAP
        page = document.new_page(COLUMN + 2 * GAP, high)
        for row, style, below in rows:
            _write(document, page, row, style, fonts[style.font], high - GAP - below)
        pdfium.FPDFPage_GenerateContent(page.raw)
        image: Image.Image = page.render(scale=1).to_pil().convert("RGB")
        page.close()
        return image
    finally:
        document.close()


def _writable(text: str) -> str:
    """The text with what Helvetica can write; its signs are those of Windows-1252."""
    return "".join(
        each if each.encode("cp1252", "ignore") else UNKNOWN for each in text if each.isprintable()
    )


def _wrapped(text: str, style: _Style, font: object) -> Iterator[str]:
    """Rows that fit the column. A word that is wider than it (an address, a digest) is cut."""
    row = ""
    for word in text.split():
        for piece in textwrap.wrap(word, 32) if _width(word, style, font) > COLUMN else [word]:
            longer = f"{row} {piece}" if row else piece
            if row and _width(longer, style, font) > COLUMN:
                yield row
                longer = piece
            row = longer
    yield row


def _width(text: str, style: _Style, font: object) -> float:
    total, width = 0.0, ctypes.c_float()
    for each in text:
        pdfium.FPDFFont_GetGlyphWidth(font, ord(each), style.size, ctypes.byref(width))
        total += width.value
    return total


def _write(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, row: str, style: _Style, font: object, y: float
) -> None:
    thing = pdfium.FPDFPageObj_CreateTextObj(document.raw, font, style.size)
    units = row.encode("utf-16-le") + b"\0\0"
    pdfium.FPDFText_SetText(thing, (ctypes.c_ushort * (len(units) // 2)).from_buffer_copy(units))
    pdfium.FPDFPageObj_SetFillColor(thing, *style.colour, 255)
    pdfium.FPDFPageObj_Transform(thing, 1, 0, 0, 1, GAP, y)
    pdfium.FPDFPage_InsertObject(page.raw, thing)
