"""From the coordinates of a PDF page to those of the page as it is seen."""

import ctypes
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium


class View(NamedTuple):
    """How PDF coordinates become those of the page as seen."""

    rotation: int
    left: float
    bottom: float
    right: float
    top: float
    width: float
    height: float

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A box of PDF coordinates as ``x0, top, x1, bottom`` of the page as seen."""
        if self.rotation == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.rotation == 90:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.rotation == 180:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left


def view_of(page: Any) -> View:
    """The view of a pypdfium2 page: its rotation and the box of it that is shown."""
    rect = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page.raw, ctypes.byref(rect))
    width, height = page.get_size()
    return View(
        page.get_rotation() % 360,
        rect.left,
        rect.bottom,
        rect.right,
        rect.top,
        max(width, 1.0),
        max(height, 1.0),
    )
