"""Open a PDF, or say why it cannot be read.

PDFium opens nearly everything, pikepdf (qpdf) re-saves most of the rest. Both count the pages, for
each has been seen to lose one without a word.
"""

import io
from typing import Any, NamedTuple

import pikepdf
import pypdfium2

from ..records import Issue

HEAD = 1024
"""A PDF's header stands in the first so many bytes, junk before it included (PDF 1.7, annex H)."""
REWRITE_LIMIT = 200_000_000
"""A file larger than this is not re-saved in memory."""
PikepdfErrors = (pikepdf.PdfError, MemoryError, RecursionError, ValueError, RuntimeError)


class Opened(NamedTuple):
    """A PDFium document (None when refused) and what must be said of it."""

    document: Any
    issues: list[Issue]


def opened(pdf: bytes) -> Opened:
    """Open ``pdf``; a refusal is one issue with code ``refused``."""
    if not pdf.strip(b"\x00\t\n\r "):
        return _refused("the file is empty", "fetch or save it again")
    if is_web_page(pdf):
        return _refused("the file is a web page saved as PDF", "download the PDF itself from its page")
    try:
        document = pypdfium2.PdfDocument(pdf)
        count = len(document)
        if count:
            document.get_page_size(0)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            return _refused("the file needs a password", "save a copy without a password and add that")
        return _rescued(pdf)
    if not count:
        document.close()
        return _rescued(pdf)
    other = _page_count(pdf)
    if other is None or other == count:
        return Opened(document, [])
    message = f"PDFium finds {count} pages, pikepdf {other}; read as PDFium finds them"
    return Opened(document, [_issue("warning", "page_count", message, "compare with the file in a viewer")])


def is_web_page(pdf: bytes) -> bool:
    """Whether the bytes are HTML rather than a PDF."""
    head = pdf[:HEAD].lstrip(b"\xef\xbb\xbf\x00\t\n\r ").lower()
    return b"%pdf-" not in pdf[: 4 * HEAD].lower() and (
        head.startswith((b"<!doctype html", b"<html", b"<head", b"<?xml")) or b"<html" in head
    )


def _rescued(pdf: bytes) -> Opened:
    """The document after pikepdf has re-saved it, or a refusal."""
    saved = _resaved(pdf)
    try:
        document = pypdfium2.PdfDocument(saved) if saved else None
    except pypdfium2.PdfiumError:
        document = None
    if document is None or not len(document):
        return _refused(
            "the file is damaged beyond repair" if b"%PDF-" in pdf[: 4 * HEAD] else "the file is not a PDF",
            "fetch or save it again",
        )
    message = f"the file is damaged; {len(document)} pages were rescued by re-saving it"
    return Opened(document, [_issue("warning", "rescued", message, "replace it with an undamaged copy")])


def _resaved(pdf: bytes) -> bytes | None:
    if len(pdf) > REWRITE_LIMIT:
        return None
    target = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(pdf)) as damaged:
            damaged.save(target)
    except PikepdfErrors:
        return None
    return target.getvalue()


def _page_count(pdf: bytes) -> int | None:
    """How many pages pikepdf finds; None if it cannot tell."""
    try:
        with pikepdf.open(io.BytesIO(pdf), suppress_warnings=True) as other:
            return len(other.pages)
    except PikepdfErrors:
        return None


def _refused(message: str, mend: str) -> Opened:
    return Opened(None, [_issue("error", "refused", message, mend)])


def _issue(severity: str, code: str, message: str, mend: str) -> Issue:
    return Issue(stage="extract", severity=severity, code=code, message=message, mend=mend)
