"""What PDFium gives of one page: words, shapes, tags; nothing is understood yet."""

import re
from dataclasses import dataclass, field
from typing import Any

from ..records import Issue
from .geometry import OBJECT_LIMIT, drawing
from .parts import UNTAGGED, Shape, Word
from .tagged import COVER
from .tags import Leaf, leaves
from .view import view_of
from .words import words

STRANGE = re.compile("[\ufffd\ue000-\uf8ff\x01-\x08\x0e-\x1f\x7f-\x9f]")


@dataclass
class RawPage:
    """What PDFium gives of one page."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    pictured: float = 0.0
    strange: float = 0.0
    issues: list[Issue] = field(default_factory=list)
    source: str = "native"
    confidence: float | None = None


def read_page(page: Any, number: int, tags: bool) -> RawPage:
    """What PDFium gives of page ``number``, with its tags if ``tags`` are to be read and cover its words."""
    view = view_of(page)
    found = words(page, view)
    drawn = drawing(page, view)
    text = "".join(word.text for word in found)
    marked = sum(word.mark != UNTAGGED for word in found)
    raw = RawPage(
        number,
        view.width,
        view.height,
        found,
        drawn.shapes,
        leaves(page) if tags and found and marked >= COVER * len(found) else [],
        drawn.pictured,
    )
    raw.strange = len(STRANGE.findall(text)) / len(text) if text else 0.0
    if drawn.crowded:
        message = f"the page has more than {OBJECT_LIMIT:,} objects; its drawings were not read"
        raw.issues.append(
            page_issue(number, "warning", "too_many_objects", message, "tables on it may be read as text")
        )
    return raw


def page_issue(page: int, severity: str, code: str, message: str, mend: str = "") -> Issue:
    """Something that a reader must know of a page."""
    return Issue(stage="extract", severity=severity, code=code, message=message, mend=mend, page=page)
