"""A picture of a page as it was read, so that a person can see why.

Blocks are framed in the colour of their kind and numbered in reading order, with an arrow from each
to the next; printed lines and table cells are tinted; words outside all blocks (furniture) are struck
in orange.
"""

import io
from typing import Any

from PIL import Image, ImageDraw

from ..records import Block, Page
from . import pages
from .document import opened
from .view import view_of
from .words import words

DPI = 110
COLOURS = {
    "heading": (200, 0, 60),
    "paragraph": (0, 90, 200),
    "bullet": (0, 140, 60),
    "table": (140, 0, 180),
    "caption": (0, 150, 160),
    "footnote": (120, 120, 120),
    "contents": (160, 110, 0),
    "chart": (150, 150, 150),
}
FURNITURE = (255, 140, 0)


def picture(pdf: bytes, page: int, *, tags: bool = True) -> bytes:
    """Page ``page`` (counted from 1) of a PDF as PNG, with what was read drawn on it.

    The document is read up to the end of the page's window, as furniture is learnt from it. Raises
    ``ValueError`` if the document has no such page or cannot be read.
    """
    record = next(
        (each for each in pages(pdf, tags=tags) if isinstance(each, Page) and each.page == page), None
    )
    if record is None:
        raise ValueError(f"the document has no page {page} that can be read")
    document = opened(pdf).document
    try:
        native = document[page - 1]
        image = native.render(scale=DPI / 72).to_pil().convert("RGB")
        _draw(image, record, words(native, view_of(native)))
        native.close()
    finally:
        document.close()
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def _draw(image: Image.Image, page: Page, found: list[Any]) -> None:
    draw = ImageDraw.Draw(image, "RGBA")
    wide, high = image.size
    lines = [line for block in page.blocks for line in block.lines]
    for word in found:
        x, y = (word.x0 + word.x1) / 2 / page.width, (word.top + word.bottom) / 2 / page.height
        if not any(line.x0 <= x <= line.x1 and line.y0 <= y <= line.y1 for line in lines):
            box = [
                word.x0 / page.width * wide,
                word.top / page.height * high,
                word.x1 / page.width * wide,
                word.bottom / page.height * high,
            ]
            draw.rectangle(box, outline=FURNITURE, fill=(*FURNITURE, 60))
    before: tuple[float, float] | None = None
    for number, block in enumerate(page.blocks, 1):
        if not block.lines:
            continue
        colour = COLOURS[block.kind]
        for line in block.lines:
            edges = [line.x0 * wide, line.y0 * high, line.x1 * wide, line.y1 * high]
            draw.rectangle(edges, fill=(*colour, 28))
        x0, y0, x1, y1 = _frame(block, wide, high)
        draw.rectangle([x0 - 2, y0 - 2, x1 + 2, y1 + 2], outline=colour, width=2)
        label = f"{number}{'' if block.kind == 'paragraph' else ' ' + block.kind[0].upper()}"
        label += str(block.level) if block.level else ""
        label += "+" if block.continues else ""
        draw.rectangle([x0 - 4, y0 - 13, x0 + 7 * len(label), y0 - 1], fill=(*colour, 220))
        draw.text((x0 - 2, y0 - 13), label, fill=(255, 255, 255))
        if before:
            draw.line([before, (x0, y0)], fill=(*colour, 130), width=1)
        before = (x1, y1)


def _frame(block: Block, wide: int, high: int) -> tuple[float, float, float, float]:
    return (
        min(line.x0 for line in block.lines) * wide,
        min(line.y0 for line in block.lines) * high,
        max(line.x1 for line in block.lines) * wide,
        max(line.y1 for line in block.lines) * high,
    )
