"""A specimen plan: its pages as drawn, and their truth."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from .looks import A4, MARK, Look
from .page import Page
from .tags import Node, finish


@dataclass
class Document:
    """A specimen plan: its pages as drawn, and their truth."""

    id: str
    footprint: str
    title: str
    author: str
    look: Look
    tagged: bool = False
    shuffle: int | None = None

    def __post_init__(self) -> None:
        self.pages: list[Page] = []
        self.outline: list[tuple[str, int, int]] = []
        self.root = Node("Document")
        self.lists: list[Node] = []
        self._out = BytesIO()
        self.canvas = Canvas(self._out, invariant=1, pageCompression=0)
        self.canvas.setTitle(self.title)
        self.canvas.setAuthor(self.author)
        self.canvas.setSubject(MARK)

    def page(self, size: tuple[float, float] = A4, **more: Any) -> Page:
        """A new page; the one before it is drawn."""
        if self.pages:
            self.pages[-1].draw()
        self.pages.append(Page(self, len(self.pages) + 1, size, **more))
        return self.pages[-1]

    def save(self) -> tuple[bytes, dict[str, Any]]:
        """The PDF and the truth."""
        self.pages[-1].draw()
        self.canvas.save()
        truth = {
            "plan": self.id,
            "footprint": self.footprint,
            "title": self.title,
            "tagged": self.tagged,
            "pages": [page.truth() for page in self.pages],
        }
        return finish(self._out.getvalue(), self.root if self.tagged else None), truth
