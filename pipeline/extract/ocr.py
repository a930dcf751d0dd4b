"""Text from a picture of a page, by Tesseract where it is on the machine.

The core gets OCR as a function from a PNG to words, so that it stays pure; :func:`engine` finds the
one that the machine has.
"""

import csv
import io
import shutil
import subprocess
from collections.abc import Callable
from typing import Any, NamedTuple

DPI = 200
"""Recall .98 at 2.7 s a page; 300 dpi takes twice as long and finds no more."""
PIXELS = 40_000_000
"""A larger picture is rendered more coarsely (a poster of A0 at 200 dpi has 62 million)."""
TIME_LIMIT = 45
"""Seconds for a page; less than a page may take in all, so that a slow one is an issue and no dead worker."""


class OcrWord(NamedTuple):
    """A word, its box in pixels of the picture, and Tesseract's confidence (0 to 1)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float


Ocr = Callable[[bytes], list[OcrWord]]


def engine() -> Ocr | None:
    """Tesseract as a function from PNG bytes to words; None if it is not on the PATH."""
    path = shutil.which("tesseract")
    return _Tesseract(path) if path else None


def version() -> str:
    """The engine's name and version, or "none": what OCR gives depends on it."""
    path = shutil.which("tesseract")
    if not path:
        return "none"
    said = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=TIME_LIMIT, check=True)
    return (said.stdout or said.stderr).splitlines()[0]


class _Tesseract:
    """Callable and picklable by name, for workers."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __call__(self, png: bytes) -> list[OcrWord]:
        """The words on the picture. Raises ``subprocess.SubprocessError`` if Tesseract fails or is
        too slow; the caller makes an issue of it."""
        done = subprocess.run(
            [self.path, "stdin", "stdout", "--dpi", str(DPI), "tsv"],
            input=png,
            capture_output=True,
            timeout=TIME_LIMIT,
            check=True,
        )
        return words_of(done.stdout.decode("utf-8", "replace"))


def words_of(tsv: str) -> list[OcrWord]:
    """The words in Tesseract's table; its rows for blocks and lines have a confidence of -1."""
    words = []
    for row in csv.DictReader(io.StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        confidence = float(row.get("conf") or -1)
        if not text or confidence < 0:
            continue
        left, top = float(row["left"]), float(row["top"])
        box = (left, top, left + float(row["width"]), top + float(row["height"]))
        words.append(OcrWord(text, *box, confidence / 100))
    return words


def picture(page: Any, dpi: int = DPI) -> tuple[bytes, float]:
    """A pypdfium2 page as PNG, and its pixels per point."""
    width, height = page.get_size()
    scale = min(dpi / 72, (PIXELS / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        target = io.BytesIO()
        bitmap.to_pil().save(target, "PNG")
        return target.getvalue(), scale
    finally:
        bitmap.close()
