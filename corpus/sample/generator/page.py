"""One page: what is drawn on it, and the truth about it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from .block import Block, Placed
from .column import NOTE_GAP, Column, Frame
from .looks import Look, Overflow
from .pictures import picture
from .shapes import Shapes
from .tags import Node
from .words import RAISED_BY, RAISED_SIZE, Line, Style, parse, plain, printed, wrap

if TYPE_CHECKING:
    from .document import Document


@dataclass
class Page(Shapes):
    """One page: what is drawn on it waits until the page is full, so that the order can be shuffled.

    ``crop`` is how far the crop box lies inside the sheet; ``rotate`` is 0 or 90; a ``picture`` page
    is drawn as an image, without a text layer.
    """

    document: "Document"
    number: int
    size: tuple[float, float]
    crop: float = 0
    rotate: int = 0
    picture: bool = False

    def __post_init__(self) -> None:
        super().__init__()
        self.width, self.height = self.size
        self.blocks: list[Block] = []
        self.notes: list[Block] = []
        self.furniture: list[str] = []
        self.waiting: dict[float, list[tuple[Block, list[Line]]]] = {}
        self.foots: dict[float, float] = {}
        self.closing: list[Callable[[], None]] = []
        """What is written last, whatever came before: sidebars, which are read after the main text."""
        self._texts: list[list[Callable[[Canvas], None]]] = []
        self._numbers = 0
        self._boxes: list[tuple[list[float], str]] = []

    def running(self, text: str, x: float, y: float, align: str = "left", style: Style | None = None) -> None:
        """Furniture: a running header, a footer, a page number. ``y`` is its base line."""
        style = style or self.document.look.furniture
        line = wrap(parse(text), self.width, style)[0]
        self.furniture.append(plain(parse(text)))
        left = x - {"left": 0, "centre": line.width / 2, "right": line.width}[align]
        self._texts.append([self._drawer(line, left, y, style, None)])
        self._boxes.append(([left, y - style.size * 0.7, left + line.width, y + style.size * 0.2], text))

    def column(
        self, x: float, y: float, width: float, bottom: float, look: Look | None = None, **facts: Any
    ) -> Column:
        """A column that ends at ``bottom`` and goes on nowhere."""
        return Column(
            iter([Frame(self, x, y, width, bottom)]), look or self.document.look, facts, flows=False
        )

    def put(self, block: Block, lines: list[Placed], note: bool = False) -> None:
        """Adds a block whose lines stand at x and base line y, each under its structure element."""
        drawers = []
        for line, x, y, style, node in lines:
            box = (x, y - style.size * 0.76, x + line.width, y + style.size * 0.22)
            block.grow(*box)
            drawers.append(self._drawer(line, x, y, style, node))
        (self.notes if note else self.blocks).append(block)
        self._texts.append(drawers)

    def card(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        script: str,
        pad: float = 9,
        look: Look | None = None,
        **fill: Any,
    ) -> Column:
        """A filled or outlined box with marked text in it, which must fit."""
        self.rect(x, y, width, height, **fill)
        column = self.column(x + pad, y + pad * 0.7, width - 2 * pad, y + height - 3, look)
        column.write(script)
        return column

    def pair_up(self, first: int) -> None:
        """Two series of blocks, from block ``first`` on, are read in pairs though they were drawn one series
        after the other: the numbers of an infographic and their labels."""
        count = len(self.blocks) - first
        self.blocks[-count:] = _paired(self.blocks[-count:])
        tags = self.document.root.children
        tags[-count:] = _paired(tags[-count:])

    def truth(self) -> dict[str, Any]:
        """The page's truth: boxes as fractions of the page as it is seen."""
        scale = (self.width, self.height, self.width, self.height)
        return {
            "page": self.number,
            "width": self.width,
            "height": self.height,
            "rotate": self.rotate,
            "text_source": "none" if self.picture else "native",
            "furniture": self.furniture,
            "blocks": [
                {
                    "kind": block.kind,
                    "level": block.level,
                    "text": block.text,
                    "box": [round(edge / of, 4) for edge, of in zip(block.box, scale, strict=True)],
                    **block.facts,
                }
                for block in self.blocks + self.notes
            ],
        }

    def draw(self) -> None:
        """Draws the page onto the document's canvas."""
        for write in self.closing:
            write()
        self._set_notes()
        self._check()
        canvas = self.document.canvas
        if self.picture:
            self._draw_picture(canvas)
        else:
            # The size as the page is seen: reportlab itself turns the media box of a turned page.
            canvas.setPageSize((self.width + 2 * self.crop, self.height + 2 * self.crop))
            canvas.setPageRotation(self.rotate)
            canvas.saveState()
            if self.crop:
                canvas.setCropBox((self.crop, self.crop, self.crop + self.width, self.crop + self.height))
                canvas.translate(self.crop, self.crop)
            if self.rotate:
                canvas.transform(0, 1, -1, 0, self.height, 0)
            self._draw_on(canvas)
            canvas.restoreState()
        canvas.showPage()

    def _set_notes(self) -> None:
        """Footnotes under a short rule, at the foot of the column that has their marks."""
        style = self.document.look.footnote
        for x, notes in self.waiting.items():
            y = self.foots[x] + NOTE_GAP
            self.rule(x, y - 3, x + 110, y - 3)
            for block, lines in notes:
                block.node = self.document.root.child("Note")
                placed: list[Placed] = [
                    (line, x, y + style.leading * (number + 0.8), style, block.node)
                    for number, line in enumerate(lines)
                ]
                self.put(block, placed, note=True)
                y += style.leading * len(lines)

    def _draw_on(self, canvas: Canvas) -> None:
        """Boxes and lines first, then the text in its order or shuffled."""
        if self.document.tagged:
            canvas._code.append("/Artifact BMC")
        for draw in self._under:
            draw(canvas)
        if self.document.tagged:
            canvas._code.append("EMC")
        texts = list(self._texts)
        if self.document.shuffle is not None:
            random.Random(self.document.shuffle * 1000 + self.number).shuffle(texts)
        for drawers in texts:
            for draw in drawers:
                draw(canvas)

    def _drawer(
        self, line: Line, x: float, y: float, style: Style, node: Node | None
    ) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            tagged = self.document.tagged and not self.picture
            if tagged and node:
                node.marks.append((self.number - 1, self._numbers))
                canvas._code.append(f"/{node.kind} <</MCID {self._numbers}>> BDC")
                self._numbers += 1
            elif tagged:
                canvas._code.append("/Artifact <</Type /Pagination>> BDC")
            canvas.setFillColor(HexColor(style.colour))
            left = x
            for piece, width in line.runs:
                raised = style.size * RAISED_BY if piece.raised else 0
                size = style.size * (RAISED_SIZE if piece.raised else 1)
                canvas.setFont(style.font(piece.bold), size)
                canvas.drawString(left, self.height - y + raised, printed(piece.text, style))
                left += width
            if tagged:
                canvas._code.append("EMC")

        return draw

    def _draw_picture(self, canvas: Canvas) -> None:
        text = "\n".join(block.text for block in self.blocks)
        image = picture(f"{self.document.id}-p{self.number:02}", text, self.size, self._draw_on)
        canvas.setPageSize(self.size)
        canvas.setPageRotation(0)
        canvas.drawImage(ImageReader(image), 0, 0, *self.size)

    def _check(self) -> None:
        """No block leaves the page or overlaps another."""
        boxes = [(block.box, block.text) for block in self.blocks + self.notes] + self._boxes
        for number, (box, text) in enumerate(boxes):
            if box[0] < 0 or box[1] < 0 or box[2] > self.width or box[3] > self.height:
                raise Overflow(f"{self.document.id} page {self.number}: off the page: {text[:60]!r}")
            for other, words in boxes[:number]:
                if min(box[2], other[2]) - max(box[0], other[0]) > 0.5 and (
                    min(box[3], other[3]) - max(box[1], other[1]) > 1.5
                ):
                    raise Overflow(
                        f"{self.document.id} page {self.number}: {text[:50]!r} overlaps {words[:50]!r}"
                    )


def _paired(items: list[Any]) -> list[Any]:
    """The first and the second half of a list, in turn."""
    half = len(items) // 2
    return [each for pair in zip(items[:half], items[half:], strict=True) for each in pair]
