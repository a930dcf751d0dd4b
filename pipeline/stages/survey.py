"""A first look at a PDF, in a worker: can it be opened, what does it call itself, what stands on its pages.

Serves whoever takes files in: `stp add` and `stp fetch`. It reads quickly and roughly; what the pipeline
makes of a page is the business of ``extract``.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

from pipeline.stages.attempt import cause
from pipeline.stages.child import Child, Died
from pipeline.stages.steps import PAGE_SECONDS, limit

MOST_PAGES = 600
"""How many pages are looked at. The longest plan that we know of has under 200."""


class Survey(NamedTuple):
    """What a first look gave: why the file must be refused (or nothing), its number of pages, the title
    and date that it gives itself (YYYY-MM-DD), and the words of its pages."""

    refusal: str
    pages: int = 0
    title: str = ""
    created: str = ""
    texts: tuple[str, ...] = ()


class Reader(Protocol):
    """Takes a first look at a file."""

    def __call__(self, pdf: Path) -> Survey:
        """What a first look at a file gives."""


@contextmanager
def reader() -> Iterator[Reader]:
    """A reader whose one child serves all files, and all threads; it is replaced where a file ends it."""
    child, turn = Child(), threading.Lock()

    def read(pdf: Path) -> Survey:
        for texts in (True, False):
            try:
                with turn:
                    return child.call(look, pdf, texts)
            except Died as death:
                reason = f"opening it ends the reader ({cause(death)})"
        return Survey(reason)

    try:
        yield read
    finally:
        child.close()


def look(pdf: Path, texts: bool) -> Survey:
    """What a file is, to be called in a worker; with ``texts`` the words of its pages too."""
    from pipeline.extract.document import opened

    limit()
    signal.setitimer(signal.ITIMER_REAL, PAGE_SECONDS)
    document, issues = opened(pdf.read_bytes())
    if document is None:
        return Survey(issues[0].message)
    told = document.get_metadata_dict()
    words = []
    for number in range(min(len(document), MOST_PAGES) if texts else 0):
        # The alarm's default action ends the process, even inside PDFium.
        signal.setitimer(signal.ITIMER_REAL, PAGE_SECONDS)
        page = document[number]
        words.append(page.get_textpage().get_text_bounded())
        page.close()
    signal.setitimer(signal.ITIMER_REAL, 0)
    return Survey(
        "", len(document), told.get("Title", "").strip(), _date(told.get("CreationDate", "")), tuple(words)
    )


def _date(stamp: str) -> str:
    """The day of a PDF's date (``D:20161021...``), or nothing."""
    digits = stamp.removeprefix("D:")[:8]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if digits.isdecimal() and len(digits) == 8 else ""
