"""Extract: the bytes of a PDF in, its pages as text in reading order out.

PDFium reads words, drawings and tags (:mod:`.words`, :mod:`.geometry`, :mod:`.tags`); lines, tables
and reading order are worked out here (:mod:`.lines`, :mod:`.tables`, :mod:`.layout`, :mod:`.order`).
A document is read in windows of pages: what runs over pages (furniture, the body's size, the
vocabulary that joins divided words) is learnt from a window before its pages are written, and memory
stays that of one window however long the file.
"""

from collections.abc import Callable, Collection, Iterator

from ..records import Issue, Page
from .document import opened
from .ocr import Ocr
from .window import Reader

WINDOW_PAGES = 200
"""Pages read before the first of them is written."""
WINDOW_WORDS = 40_000
"""… or fewer, when they hold so many words (30 MB with what is made of them)."""

__all__ = ["pages"]


def _nothing(page: int) -> None:
    """No one to tell."""


def pages(
    pdf: bytes,
    *,
    skip: Collection[int] = (),
    before_page: Callable[[int], None] = _nothing,
    ocr: Ocr | None = None,
    tags: bool = True,
) -> Iterator[Page | Issue]:
    """The pages of a PDF in order, each with the issues that a reader of it must know.

    ``before_page(n)`` is called before every piece of native work on page ``n`` (counted from 1), so
    that a caller can limit its time and know which page killed a worker; the opening of the file
    comes before the first call. Pages in ``skip`` are not touched: they come out empty, with an
    issue ``page_died``. ``ocr`` reads pictures of pages that have no usable text. Without ``tags``
    the tag tree is not used (to measure how well geometry alone does).

    A file that cannot be read yields one issue ``refused`` and no page. Nothing is raised for what
    the file holds.
    """
    document, issues = opened(pdf)
    yield from issues
    if document is None:
        return
    try:
        reader = Reader(document, frozenset(skip), before_page, ocr, tags)
        first = 1
        while first <= len(document):
            last = reader.read(first, WINDOW_PAGES, WINDOW_WORDS)
            yield from reader.written()
            first = last + 1
    finally:
        document.close()
