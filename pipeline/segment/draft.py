"""A passage in the making."""

import re

from pipeline.records import PASSAGE_JOINT, Line, Page

SAYS_SOMETHING = re.compile(r"[^\W\d_]{2}|£")
"""A passage has a word or a figure of money; the numbers of a chart's axis and its bars have neither, and
a percentage without a word does not say of what (in a table the heads say it)."""


class Draft:
    """A passage in the making: where it stands, and what it needs from elsewhere."""

    def __init__(self, kind: str, page: Page, section: str, context: str) -> None:
        self.kind, self.section, self.context = kind, section, context
        self.pieces: list[tuple[Page, int, int, tuple[Line, ...]]] = []
        self.text_source = page.text_source

    def add(self, page: Page, start: int, end: int, lines: tuple[Line, ...]) -> None:
        """Append the characters ``start:end`` of a page, without the space around them."""
        text = page.text[start:end]
        start += len(text) - len(text.lstrip())
        end -= len(text) - len(text.rstrip())
        if start < end:
            self.pieces.append((page, start, end, lines))
            if page.text_source != "native":
                self.text_source = page.text_source

    @property
    def length(self) -> int:
        """Characters, the joints left out."""
        return sum(end - start for _, start, end, _ in self.pieces)

    @property
    def text(self) -> str:
        """Its pieces, joined."""
        return PASSAGE_JOINT.join(page.text[start:end] for page, start, end, _ in self.pieces)
