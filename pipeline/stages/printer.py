"""Pictures of pages as printed, for a server: made by workers that stay, under the limits of a stage's.

Reads PDFs, in the workers only. A page that kills or hangs its worker costs its own picture.
"""

import asyncio
import contextlib
import hashlib
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pipeline.stages.attempt import cause
from pipeline.stages.child import Children, Died
from pipeline.stages.steps import PAGE_SECONDS, limit


class OtherVersion(ValueError):
    """A file that is not the version which was read: boxes would lie on other words."""


class Printer:
    """Workers that stay at hand. Two, so that a page that hangs leaves one for the others."""

    def __init__(self) -> None:
        self._threads, self._children = ThreadPoolExecutor(2), Children()

    def warm(self) -> None:
        """Have a worker started, with its libraries read, before the first picture is asked for."""
        self._threads.submit(self._children.call, ready)

    async def picture(self, pdf: Path, page: int, sha256: str) -> bytes:
        """A PNG of page ``page`` of the version ``sha256`` of a file.

        Raises OSError, OtherVersion, or ValueError where the page cannot be drawn.
        """
        future = self._threads.submit(self._children.call, drawn, pdf, page, sha256)
        try:
            return await asyncio.wrap_future(future)
        except Died as death:
            raise ValueError(f"drawing the page ends the reader ({cause(death)})") from death

    def close(self) -> None:
        """Stop the workers."""
        self._children.close()
        self._threads.shutdown(wait=False, cancel_futures=True)


def ready() -> None:
    """What a worker does to be ready: it reads its libraries."""
    from pipeline.extract import printed  # noqa: F401


def drawn(pdf: Path, page: int, sha256: str) -> bytes:
    """What a worker does for a picture. Raises as :meth:`Printer.picture` does."""
    from pipeline.extract import printed

    with _watched():
        content = pdf.read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise OtherVersion("the file is another version than the one that was read")
        return printed.picture(content, page)


@contextlib.contextmanager
def _watched() -> Iterator[None]:
    """Memory bounded, and an alarm whose default action ends the process, even inside PDFium."""
    limit()
    signal.setitimer(signal.ITIMER_REAL, PAGE_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
