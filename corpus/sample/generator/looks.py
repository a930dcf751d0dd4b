"""How a plan looks: its styles, and the sizes of its pages in points."""

from dataclasses import dataclass

from .words import Style

A4 = (595.0, 842.0)
A4_WIDE = (842.0, 595.0)
SLIDE = (960.0, 540.0)
MARK = "Specimen document: invented place"
"""What the first page of every plan must say."""


class Overflow(ValueError):
    """Text that does not fit the place it was given."""


@dataclass(frozen=True)
class Look:
    """The styles of a plan: body text, headings by level, and the rest."""

    body: Style
    headings: tuple[Style, ...]
    table: Style
    caption: Style
    footnote: Style
    furniture: Style
    bullets: tuple[str, ...] = ("•", "–")
    indents: tuple[float, ...] = (14, 14)
    inset: float = 0
    bullet_after: float = 3
    curly: bool = False
    rule: str = "#555555"
    head_fill: str = "#dde5ee"
    head_ink: str = "#111111"
