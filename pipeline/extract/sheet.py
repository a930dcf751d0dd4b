"""A page of a PDF looked at once more: its plain picture, and what stands within boxes on it.

Reads the bytes of a PDF. Boxes are asked of the page by another way than :mod:`.words` goes, so that an
error of place made there is seen here.
"""

import io
import itertools
import subprocess
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from ..records import PassageLine
from .characters import clean
from .document import opened
from .ocr import DPI as OCR_DPI
from .ocr import Ocr
from .ocr import picture as scan
from .view import View, view_of

DPI = 150
"""Small print is legible, and an A4 page is some hundred kilobytes."""

PIXELS = 40_000_000
"""A larger picture is rendered more coarsely, as for OCR."""

MARGIN = 8
"""Pixels around a box that is read from its picture: Tesseract misses letters that touch the edge."""


def picture(pdf: bytes, page: int, *, dpi: int = DPI) -> bytes:
    """Page ``page`` (from 1) as PNG, as a viewer shows it. Raises ``ValueError`` if there is none."""
    with _document(pdf) as document:
        width, height = _page(document, page).get_size()
        scale = min(dpi / 72, (PIXELS / max(1.0, width * height)) ** 0.5)
        target = io.BytesIO()
        document[page - 1].render(scale=scale).to_pil().convert("RGB").save(target, "PNG", optimize=True)
        return target.getvalue()


def crops(
    pdf: bytes,
    lines: Iterable[PassageLine],
    *,
    drawn: Collection[int] = (),
    ocr: Ocr | None = None,
    before_page: Callable[[int], None],
) -> Iterator[str | None]:
    """The characters in the box of each line, in the order of the lines, which come page by page.

    On the pages ``drawn`` words stand in a picture and are read by ``ocr``; None where there is no engine,
    or it fails. ``before_page(n)`` is called before page ``n`` is opened. Raises ``ValueError`` for a
    file that cannot be opened or has no such page.
    """
    with _document(pdf) as document:
        for number, here in itertools.groupby(lines, key=lambda line: line.page):
            before_page(number)
            page = _page(document, number)
            if number in drawn:
                yield from _drawn(page, here, ocr)
            else:
                yield from _printed(page, here)
            page.close()


@contextmanager
def _document(pdf: bytes) -> Iterator[Any]:
    document, issues = opened(pdf)
    if document is None:
        raise ValueError(issues[0].message)
    try:
        yield document
    finally:
        document.close()


def _page(document: Any, number: int) -> Any:
    if not 1 <= number <= len(document):
        raise ValueError(f"it has {len(document)} pages, so no page {number}")
    try:
        return document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise ValueError(f"page {number} cannot be opened: {error}") from error


def _printed(page: Any, lines: Iterable[PassageLine]) -> Iterator[str]:
    """The characters whose middle lies in the box of each line, in the order of drawing.

    PDFium's own search gives every character that touches a box, those of the lines above and below too.
    """
    words = page.get_textpage()
    places = [(index, _middle(words, index)) for index in range(words.count_chars())]
    view = view_of(page)
    for line in lines:
        left, bottom, right, top = _on_paper(view, line)
        here = (i for i, (x, y) in places if left <= x <= right and bottom <= y <= top)
        yield clean("".join(chr(pdfium.FPDFText_GetUnicode(words, index)) for index in here))
    words.close()


def _middle(words: Any, index: int) -> tuple[float, float]:
    left, bottom, right, top = words.get_charbox(index, loose=True)
    return (left + right) / 2, (bottom + top) / 2


def _on_paper(view: View, line: PassageLine) -> tuple[float, float, float, float]:
    """The box of a printed line in PDF coordinates: left, bottom, right, top."""
    x0, x1 = line.x0 * view.width, line.x1 * view.width
    y0, y1 = line.y0 * view.height, line.y1 * view.height
    if view.rotation == 0:
        return view.left + x0, view.top - y1, view.left + x1, view.top - y0
    if view.rotation == 90:
        return view.left + y0, view.bottom + x0, view.left + y1, view.bottom + x1
    if view.rotation == 180:
        return view.right - x1, view.bottom + y0, view.right - x0, view.bottom + y1
    return view.right - y1, view.top - x1, view.right - y0, view.top - x0


def _drawn(page: Any, lines: Iterable[PassageLine], ocr: Ocr | None) -> Iterator[str | None]:
    sheet = Image.open(io.BytesIO(scan(page)[0])) if ocr else None
    for line in lines:
        yield _read(sheet, line, ocr) if sheet and ocr else None


def _read(sheet: Image.Image, line: PassageLine, ocr: Ocr) -> str | None:
    left, right = round(line.x0 * sheet.width), round(line.x1 * sheet.width)
    top, bottom = round(line.y0 * sheet.height), round(line.y1 * sheet.height)
    target = io.BytesIO()
    box = (left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN)
    sheet.crop(box).save(target, "PNG", dpi=(OCR_DPI, OCR_DPI))
    try:
        return " ".join(word.text for word in ocr(target.getvalue()))
    except subprocess.SubprocessError:
        return None
