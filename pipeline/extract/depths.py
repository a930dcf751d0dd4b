"""How deep the bullets of a page are nested: no tag and no glyph says it as surely as the indent."""

from .lines import GLYPHS
from .parts import Piece

FIRST_GLYPHS = frozenset("•●▪■►▶➢➤✓✔◆❖→*")


class Depths:
    """How deep bullets are nested, by how far they are indented and by their glyph."""

    def __init__(self) -> None:
        self.indents: list[float] = []
        self.bottom = 0.0

    def clear(self) -> None:
        """Begin anew: a heading or a table ends a list."""
        self.indents = []

    def depth(self, piece: Piece) -> int:
        """The depth of the next bullet, 1 for the outermost."""
        if piece.bottom < self.bottom and piece.x0 > (self.indents[-1] if self.indents else 0) + 60:
            self.clear()
        self.bottom = piece.bottom
        step = 0.7 * piece.size
        while self.indents and piece.x0 < self.indents[-1] - step:
            self.indents.pop()
        if not self.indents or piece.x0 > self.indents[-1] + step:
            self.indents.append(piece.x0)
        first = piece.lines[0].words[0].text[0]
        outer = first in FIRST_GLYPHS or first not in GLYPHS
        return len(self.indents) if outer or len(self.indents) > 1 else 2
