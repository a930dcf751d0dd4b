"""Read a window of pages with PDFium, learn what runs over them, then write them.

All native work is in :meth:`Reader.read` and in the picture of a page for OCR; each page is closed
before the next is opened. What a page needs later is kept as words and shapes.
"""

import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2

from ..records import Issue, Page
from .asides import after_headings
from .cards import mark_cards
from .charts import mark_charts
from .compose import Vocabulary, add_words, page_record
from .figures import joined_figures
from .furniture import Running, outer, strip
from .layout import pieces
from .ocr import Ocr, OcrWord, picture
from .parts import Line, Piece, Word
from .raw import RawPage, page_issue, read_page
from .structure import Namer
from .style import Style, key_of
from .tagged import tagged_pieces

FEW = 50
"""A page with fewer characters whose picture covers it is a scan with a stamp on it."""
PICTURED = 0.5
"""… when pictures cover this share of it."""
BROKEN = 0.05
"""Share of characters without a meaning from which a page is reported …"""
UNREADABLE = 0.3
"""… and from which it is not text."""
OUTLINE_LIMIT = 5_000
INSTALL = "install Tesseract (package tesseract-ocr) and run again: the page is read from its picture"


class Reader:
    """One document's pages, window by window."""

    def __init__(
        self,
        document: Any,
        skip: frozenset[int],
        before_page: Callable[[int], None],
        ocr: Ocr | None,
        tags: bool,
    ) -> None:
        self.document = document
        self.skip = skip
        self.before_page = before_page
        self.ocr = ocr
        self.tags = tags
        self.window: list[RawPage] = []
        self.vocabulary: Vocabulary = Vocabulary()
        self.style = Style(outline=_outline(document))
        self.running = Running()
        self.last: Piece | None = None

    def read(self, first: int, most_pages: int, most_words: int) -> int:
        """Read pages from ``first`` on; returns the last page read."""
        self.window = []
        count = 0
        last = first - 1
        while last < len(self.document) and len(self.window) < most_pages and count < most_words:
            last += 1
            raw = self._raw(last)
            self.window.append(raw)
            count += len(raw.words)
            self.running.add(last, outer(raw.words, raw.width, raw.height), raw.height)
            self.style.add(raw.words)
            self.style.tagged_headings |= any(role[0:1] == "H" for leaf in raw.leaves for role in leaf.roles)
            add_words(self.vocabulary, raw.words)
        return last

    def written(self) -> Iterator[Page | Issue]:
        """The records of the window's pages."""
        namer = Namer(self.style)
        namer.last = self.last
        laid = [self._laid(raw, namer) for raw in self.window]
        headings = [piece for found, _ in laid for piece in found if piece.kind == "heading"]
        self.style.levels(headings, namer.slides)
        for raw, (found, furniture) in zip(self.window, laid, strict=True):
            yield page_record(
                raw.number,
                raw.width,
                raw.height,
                found,
                furniture,
                self.vocabulary,
                raw.source,
                raw.confidence,
            )
            yield from raw.issues
        self.last = namer.last
        self.running.prune()

    def _raw(self, number: int) -> RawPage:
        if number in self.skip:
            message = "reading this page killed or hung the reader; its text is missing"
            raw = RawPage(number, 0.0, 0.0, source="none")
            raw.issues.append(
                page_issue(number, "error", "page_died", message, "look at the page in a viewer")
            )
            return raw
        self.before_page(number)
        try:
            page = self.document[number - 1]
        except pypdfium2.PdfiumError as error:
            raw = RawPage(number, 0.0, 0.0, source="none")
            raw.issues.append(
                page_issue(
                    number, "error", "page_unreadable", f"PDFium: {error}", "look at the page in a viewer"
                )
            )
            return raw
        try:
            raw = read_page(page, number, self.tags)
            self._check(raw, page)
            return raw
        finally:
            page.close()

    def _check(self, raw: RawPage, page: Any) -> None:
        """Say what is wrong with a page's text, and read its picture where that helps."""
        characters = sum(len(word.text) for word in raw.words)
        scan = characters < FEW and raw.pictured >= PICTURED
        unreadable = raw.strange >= UNREADABLE
        if raw.strange >= BROKEN:
            message = f"{raw.strange:.0%} of the characters have no meaning (broken character map)"
            raw.issues.append(
                page_issue(
                    raw.number, "warning", "broken_characters", message, "" if not unreadable else INSTALL
                )
            )
        if characters and not scan and not unreadable:
            return
        drawn = raw.pictured > 0 or bool(raw.shapes)
        if self.ocr is not None and (drawn or unreadable):
            self._read_picture(raw, page, characters if scan else 0)
            return
        if unreadable:
            raw.words, raw.source = [], "none"
        elif not characters:
            raw.source = "none"
            severity = "warning" if drawn else "info"
            message = "the page has pictures or drawings but no text" if drawn else "the page is blank"
            raw.issues.append(page_issue(raw.number, severity, "no_text", message, INSTALL if drawn else ""))
        else:
            message = "the page is a picture with next to no text"
            raw.issues.append(page_issue(raw.number, "warning", "little_text", message, INSTALL))

    def _read_picture(self, raw: RawPage, page: Any, characters: int) -> None:
        """Replace the page's words by those that OCR reads, if it reads more than ``characters``."""
        assert self.ocr is not None
        png, scale = picture(page)
        try:
            found = self.ocr(png)
        except (subprocess.SubprocessError, OSError) as error:
            raw.issues.append(page_issue(raw.number, "warning", "ocr_failed", f"OCR: {error}", "run again"))
            found = []
        if sum(len(word.text) for word in found) > characters:
            raw.words = [_ocr_word(word, scale, place) for place, word in enumerate(found)]
            raw.leaves = []
            raw.source = "ocr"
            raw.confidence = round(sum(word.confidence for word in found) / len(found), 3)
        elif not characters:
            raw.words, raw.source = [], "none"
            message = "the page has no text, and OCR finds none in its picture"
            raw.issues.append(page_issue(raw.number, "info", "no_text", message))

    def _laid(self, raw: RawPage, namer: Namer) -> tuple[list[Piece], list[Line]]:
        """The named pieces of a page in reading order, its notes last, and its furniture."""
        if raw.number not in self.skip:
            self.before_page(raw.number)
        edge = outer(raw.words, raw.width, raw.height)
        furniture = [line for line in edge if self.running.is_furniture(raw.number, line, raw.height)]
        furniture += strip(edge, furniture, raw.words, raw.height)
        furniture.sort(key=lambda line: (line.top, line.x0))
        taken = {word.place for line in furniture for word in line.words}
        body = [word for word in raw.words if word.place not in taken] if taken else raw.words
        found = tagged_pieces(body, raw.leaves, raw.shapes, raw.width, raw.height)
        if found is None:
            found = pieces(body, raw.shapes, raw.width, raw.height)
        found = joined_figures(found)
        mark_charts(found)
        namer.name(found, raw.width, raw.height, first=raw.number == 1)
        mark_cards(found, raw.shapes, raw.width, raw.height)
        return sorted(after_headings(found), key=lambda piece: piece.kind == "footnote"), furniture


def _ocr_word(word: OcrWord, scale: float, place: int) -> Word:
    x0, top, x1, bottom = (edge / scale for edge in word[1:5])
    size = round(max(1.0, bottom - top), 1)
    return Word(word.text, x0, top, max(x1, x0 + 0.1), bottom, size, "", place=place)


def _outline(document: Any) -> dict[str, int]:
    """The titles of the document's outline (bookmarks) with their level, 1 for the highest."""
    titles: dict[str, int] = {}
    for item in document.get_toc(max_depth=6):
        title = key_of(item.get_title() or "")
        if title:
            titles.setdefault(title, item.level + 1)
        if len(titles) >= OUTLINE_LIMIT:
            break
    return titles
