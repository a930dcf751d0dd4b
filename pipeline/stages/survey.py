"""A first look at a PDF, in a worker: can it be opened, what does it call itself, what stands on its pages.

Serves whoever takes files in: `stp add` and `stp fetch`. It reads quickly and roughly; what the pipeline
makes of a page is the business of ``extract``.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

import pebble

from pipeline.stages.run import _cause, _pool
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
    """A reader whose one worker serves all files; it is replaced where a file ends it."""
    with _pool(1) as pool:

        def read(pdf: Path) -> Survey:
            for texts in (True, False):
                try:
                    return pool.schedule(look, args=(pdf, texts)).result()
                except (pebble.ProcessExpired, MemoryError) as error:
                    reason = f"opening it ends the reader ({_cause(error)})"
            return Survey(reason)

        yield read


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
