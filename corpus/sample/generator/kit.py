"""The drawing kit: documents, pages and columns that draw text and record the truth about it at once.

Distances are points; y runs downwards from the top of the page as it is seen. A column writes blocks one
below another and goes on in the next column or page when it is full; text that fits nowhere raises an
error, and so do blocks that overlap.
"""

from .column import Column, Frame, furnished
from .document import Document
from .labels import split_notation
from .looks import A4, A4_WIDE, MARK, SLIDE, Look
from .page import Page
from .words import Style

__all__ = [
    "A4",
    "A4_WIDE",
    "MARK",
    "SLIDE",
    "Column",
    "Document",
    "Frame",
    "Look",
    "Page",
    "Style",
    "furnished",
    "split_notation",
]
