"""What engines read on pages: this reader and its peers, each as runs of words in its own order.

The peers are those that a person would otherwise use: pdfplumber (``extract_words``, in its order),
pdfminer.six (its layout analysis) and poppler's pdftotext (if it is on the machine).
"""

import html
import io
import re
import shutil
import subprocess
from collections.abc import Collection, Iterator

import pdfplumber
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTTextContainer, LTTextLine

from ..records import Page
from .measures import Run
from .parts import Box

Readings = dict[int, list[Run]]
"""What was read, by page."""
SECONDS = 300
PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">')
WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')


def own(page: Page) -> list[Run]:
    """The printed lines of a page as this reader gives it."""
    runs = []
    last = 0
    for block in page.blocks:
        for line in block.lines:
            box = Box(line.x0, line.y0, line.x1, line.y1)
            runs.append(Run(page.text[line.start : line.end], box, 0 < last == line.start))
            last = line.end
    return runs


def peers(pdf: bytes, pages: Collection[int]) -> dict[str, Readings]:
    """What each peer on the machine reads on some pages of a PDF."""
    found = {"pdfplumber": by_pdfplumber(pdf, pages), "pdfminer.six": by_pdfminer(pdf, pages)}
    if shutil.which("pdftotext"):
        found["pdftotext"] = by_pdftotext(pdf, pages)
    return found


def by_pdfplumber(pdf: bytes, pages: Collection[int]) -> Readings:
    """pdfplumber's words, in the order of ``extract_words``."""
    found: Readings = {}
    with pdfplumber.open(io.BytesIO(pdf), pages=sorted(pages)) as document:
        for page in document.pages:
            wide, high = float(page.width), float(page.height)
            found[page.page_number] = [
                Run(
                    word["text"],
                    Box(word["x0"] / wide, word["top"] / high, word["x1"] / wide, word["bottom"] / high),
                )
                for word in page.extract_words()
            ]
            page.close()
    return found


def by_pdfminer(pdf: bytes, pages: Collection[int]) -> Readings:
    """pdfminer's words, in the order of its text boxes."""
    wanted = sorted(pages)
    laid = extract_pages(io.BytesIO(pdf), page_numbers=[number - 1 for number in wanted])
    found: Readings = {}
    for number, layout in zip(wanted, laid, strict=True):
        wide, high = layout.width or 1, layout.height or 1
        found[number] = [
            Run(text, Box(x0 / wide, 1 - top / high, x1 / wide, 1 - bottom / high))
            for box in layout
            if isinstance(box, LTTextContainer)
            for line in box
            if isinstance(line, LTTextLine)
            for text, x0, bottom, x1, top in _words(line)
        ]
    return found


def _words(line: LTTextLine) -> Iterator[tuple[str, float, float, float, float]]:
    """The words of one of pdfminer's lines with their boxes, its origin at the bottom left."""
    word: list[LTChar] = []
    for item in [*line, None]:
        if isinstance(item, LTChar) and not item.get_text().isspace():
            word.append(item)
        elif word:
            text = "".join(each.get_text() for each in word)
            yield (
                text,
                min(each.x0 for each in word),
                min(each.y0 for each in word),
                max(each.x1 for each in word),
                max(each.y1 for each in word),
            )
            word = []


def by_pdftotext(pdf: bytes, pages: Collection[int]) -> Readings:
    """pdftotext's words, in its reading order."""
    done = subprocess.run(
        ["pdftotext", "-q", "-bbox-layout", "-", "-"],
        input=pdf,
        capture_output=True,
        timeout=SECONDS,
        check=True,
    )
    parts = PAGE.split(done.stdout.decode("utf-8", "replace"))[1:]
    found: Readings = {}
    for number, (wide, high, text) in enumerate(zip(parts[::3], parts[1::3], parts[2::3], strict=True), 1):
        if number in pages:
            found[number] = [
                Run(html.unescape(word), _box(edges, float(wide), float(high)))
                for *edges, word in WORD.findall(text)
            ]
    return found


def _box(edges: list[str], wide: float, high: float) -> Box:
    x0, top, x1, bottom = map(float, edges)
    return Box(x0 / wide, top / high, x1 / wide, bottom / high)
