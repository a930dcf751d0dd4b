"""A block of text on a page."""

from dataclasses import dataclass, field
from typing import Any

from .tags import Node
from .words import Line, Style

Placed = tuple[Line, float, float, Style, Node | None]
"""A line, its x and base line y, its style, and the structure element that owns it."""


@dataclass
class Block:
    """A block of text as it stands on a page: what it is, what it says, and where."""

    kind: str
    text: str
    level: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
    box: list[float] = field(default_factory=list)
    node: Node | None = None

    def grow(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Widens the box so that it holds another one."""
        if not self.box:
            self.box = [x0, y0, x1, y1]
        else:
            old = self.box
            self.box = [min(old[0], x0), min(old[1], y0), max(old[2], x1), max(old[3], y1)]
