"""Pictures of pages, made when they are first asked for and kept while there is room.

Reads CORPUS/pdf/PLAN.pdf, in workers. Why a page cannot be shown is kept as well, so that a file which
kills its worker does so once.
"""

import asyncio
from typing import NamedTuple

from pipeline.corpus import Corpus
from pipeline.stages.printer import OtherVersion, Printer

ROOM = 64 << 20
"""Bytes of pictures kept: two or three hundred pages."""


class Picture(NamedTuple):
    """A page as PNG, or why there is none and what would mend it."""

    png: bytes = b""
    reason: str = ""
    mend: str = ""


class Page(NamedTuple):
    """A page of one version of a plan."""

    plan: str
    page: int
    sha256: str


class Pictures:
    """The pictures of a corpus's pages; of none where there is no corpus."""

    def __init__(self, corpus: Corpus | None) -> None:
        self.corpus = corpus
        self.printer = Printer()
        self._kept: dict[Page, Picture] = {}
        self._making: dict[Page, asyncio.Task[Picture]] = {}

    async def of(self, page: Page) -> Picture:
        """The picture of a page. A page asked for twice at once is drawn once."""
        if page in self._kept:
            self._kept[page] = self._kept.pop(page)
            return self._kept[page]
        if page not in self._making:
            self._making[page] = asyncio.create_task(self._make(page))
        try:
            return await asyncio.shield(self._making[page])
        finally:
            self._making.pop(page, None)

    async def _make(self, page: Page) -> Picture:
        if self.corpus is None:
            return Picture(
                reason="No folder of PDFs was given.", mend="Start again with `stp serve --corpus DIR`."
            )
        path = self.corpus.pdf(page.plan)
        try:
            picture = Picture(await self.printer.picture(path, page.page, page.sha256))
        except OSError:
            # Not kept: the file may be put there at any time.
            return Picture(
                reason="The PDF is not on this machine.",
                mend=f"Put it at pdf/{path.name} in the corpus, or open the original.",
            )
        except OtherVersion:
            return Picture(
                reason="The PDF on this machine is another version than the one that was read: "
                "the marks would lie on other words.",
                mend="Put the registered file back, or read this one with `stp run`.",
            )
        except ValueError as error:
            picture = Picture(reason=f"The page cannot be drawn: {error}.", mend="Open the original.")
        self._keep(page, picture)
        return picture

    def _keep(self, page: Page, picture: Picture) -> None:
        self._kept[page] = picture
        while sum(len(each.png) for each in self._kept.values()) > ROOM:
            del self._kept[next(iter(self._kept))]
