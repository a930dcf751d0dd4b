"""Words of a page from PDFium: text, box, size, font, weight, marked-content id, angle.

PDFium gives a page's characters in the order of drawing. Asking it about every character costs ten
times what asking about the first and last of each word does, so a word is taken apart only where
its ends come from different text objects: there a raised note mark may be glued to a figure, or the
columns of a table to each other. Characters stay the document's (ligatures are expanded, NUL and
surrogates dropped); a symbol of a dingbats font or of the private use area that stands as a bullet
becomes a real bullet.
"""

import ctypes
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from .characters import RAISED, RAISED_BY, RAISED_TEXT, clean, is_raised
from .native import (
    font_name,
    font_of,
    font_size,
    font_weight,
    handle,
    loose_box,
    marked_content,
    origin,
    render_mode,
    text_matrix,
    text_object,
)
from .parts import UNTAGGED, Word
from .view import View

TOKEN = re.compile("[^\\s\ufffe\x02]+[\ufffe\x02]?|[\ufffe\x02]")
"""PDFium glues a word divided at a line's end and writes U+FFFE (or STX) for the hyphen: cut there."""
DINGBATS = re.compile("wingding|webding|dingbat", re.I)
BOLD = re.compile("bold|black|heavy|semibd|demi|[-,]bd|-sb", re.I)
BOLD_WEIGHT = 600
GAP = 0.3
"""Two text objects of one token that stand this share of the size apart are two words."""
LIMIT = 400_000
"""A page with more characters is debris of a hostile file; no printed page has a tenth of them."""


class _Face(NamedTuple):
    """A font: its name, whether it is heavy, whether its characters are symbols."""

    font: str
    bold: bool
    symbols: bool


class _Style(NamedTuple):
    """What all characters of one text object have in common."""

    object: int | None
    size: float
    turn: int
    upright: bool
    mark: int
    font: str
    bold: bool
    symbols: bool


def words(page: Any, view: View) -> list[Word]:
    """The words of a pypdfium2 page in the order of drawing, those off the page left out.

    Boxes run from the descender to one size above it, as pdfplumber's do.
    """
    textpage = page.get_textpage()
    try:
        found = list(_Reader(textpage.raw, view).words())
    finally:
        textpage.close()
    for place, word in enumerate(found):
        word.place = place
    return found


class _Reader:
    """One page's characters, with the C buffers that are used over and over."""

    def __init__(self, raw: Any, view: View) -> None:
        self.raw = raw
        self.handle = handle(raw)
        self.view = view
        self.faces: dict[int, _Face] = {}
        self.style = _Style(None, 0.0, 0, True, UNTAGGED, "", False, False)
        self.rect = pdfium.FS_RECTF()
        self.matrix = pdfium.FS_MATRIX()
        self.rect_at = ctypes.byref(self.rect)
        self.matrix_at = ctypes.byref(self.matrix)
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.x_at, self.y_at = ctypes.byref(self.x), ctypes.byref(self.y)
        self.name = ctypes.create_string_buffer(128)

    def words(self) -> Iterator[Word]:
        count = pdfium.FPDFText_CountChars(self.raw)
        if not 0 < count <= LIMIT:
            return
        text = self._text(count)
        direct = len(text) == count
        for match in TOKEN.finditer(text):
            first, last = match.start(), match.end() - 1
            if not direct:
                first, last = (pdfium.FPDFText_GetCharIndexFromTextIndex(self.raw, n) for n in (first, last))
                if first < 0 or last < first:
                    continue
            yield from self._token(match.group(), first, last)

    def _text(self, count: int) -> str:
        """The page's characters, one for each UTF-16 unit so that places can be counted."""
        buffer = (ctypes.c_ushort * (count + 1))()
        got = pdfium.FPDFText_GetText(self.raw, 0, count, buffer)
        text = bytes(buffer)[: max(0, got - 1) * 2].decode("utf-16-le", "surrogatepass")
        return text if len(text) == got - 1 else "".join(map(chr, buffer[: max(0, got - 1)]))

    def _token(self, text: str, first: int, last: int) -> Iterator[Word]:
        style = self._style(first)
        if first != last and text_object(self.handle, last) != style.object and len(text) == last - first + 1:
            for start, stop, raised, glued in list(self._runs(first, last)):
                part = text[start - first : stop - first + 1]
                word = self._word(part, start, stop, self._style(start), raised)
                if word:
                    word.glued = glued
                    yield word
            return
        word = self._word(text, first, last, style, False)
        if word:
            yield word

    def _word(self, text: str, first: int, last: int, style: "_Style", raised: bool) -> Word | None:
        rect = self.rect
        loose_box(self.handle, first, self.rect_at)
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        if last != first:
            loose_box(self.handle, last, self.rect_at)
            left = rect.left if rect.left < left else left
            right = rect.right if rect.right > right else right
            bottom = rect.bottom if rect.bottom < bottom else bottom
            top = rect.top if rect.top > top else top
        size = style.size
        if style.upright and top - bottom > size > 0:
            top = bottom + size
        view = self.view
        x0, up, x1, down = view.box(left, bottom, right, top)
        width, height = view.width, view.height
        if not (0 < x0 + x1 < 2 * width and 0 < up + down < 2 * height):
            return None
        if x0 < 0 or up < 0 or x1 > width or down > height or x1 <= x0 or down <= up:
            x0, x1 = max(x0, 0.0), min(max(x1, x0 + 0.1), width)
            up, down = max(up, 0.0), min(max(down, up + 0.1), height)
        broken = False
        if style.symbols or not text.isascii() or not text.isprintable():
            broken = text[-1] in "\ufffe\x02\xad"
            text = clean(text, style.symbols)
            if not text:
                return None
        if raised:
            text = text.translate(RAISED)
        if not 1.5 < size < 500:
            size = round(min(500.0, max(1.0, down - up)), 1)
        return Word(
            text, x0, up, x1, down, size, style.font, style.bold, style.mark, style.turn, 0, broken, raised
        )

    def _style(self, index: int) -> "_Style":
        """What the character's text object says of it; asked anew only where the object changes."""
        obj = text_object(self.handle, index)
        if obj == self.style.object and obj:
            return self.style
        text_matrix(self.handle, index, self.matrix_at)
        a, b, c, d = self.matrix.a, self.matrix.b, self.matrix.c, self.matrix.d
        # Distiller writes a size of 1 and puts the real one into the matrix.
        size = font_size(self.handle, index) * (c * c + d * d) ** 0.5
        face = self._face(font_of(obj) if obj else None)
        if obj and not face.bold and render_mode(obj) == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE:
            face = face._replace(bold=True)  # a word processor's bold for fonts that have none
        self.style = _Style(
            obj,
            round(size, 1),
            (_turn(a, b) + self.view.rotation) % 360,
            d > 0 and abs(b) < 0.01 * abs(a or 1),
            marked_content(obj) if obj else UNTAGGED,
            *face,
        )
        return self.style

    def _face(self, font: int | None) -> "_Face":
        """The name and weight of a font, by its address."""
        if not font:
            return _Face("", False, False)
        face = self.faces.get(font)
        if face is None:
            length = font_name(font, self.name, len(self.name))
            name = self.name.raw[: max(0, min(length, len(self.name)) - 1)].decode("latin-1")
            bold = bool(BOLD.search(name)) or font_weight(font) >= BOLD_WEIGHT
            face = self.faces[font] = _Face(name, bold, bool(DINGBATS.search(name)))
        return face

    def _runs(self, first: int, last: int) -> Iterator[tuple[int, int, bool, bool]]:
        """The token ``first..last`` cut where its characters stand apart or shift: each run's first
        and last character, whether it is a raised mark, whether it touches the run before."""
        start, glued = first, False
        before, (x, size, baseline) = text_object(self.handle, first), self._place(first)
        full, level = size, baseline
        for index in range(first + 1, last + 1):
            obj = text_object(self.handle, index)
            if obj == before:
                continue
            before, x = obj, self._edge(index - 1)
            here = self._place(index)
            small = is_raised(here[1], full, here[2] - level)
            apart = here[0] - x > GAP * max(size, here[1]) or here[0] < x - full
            shifted = abs(here[2] - baseline) > RAISED_BY * full
            if apart or shifted:
                yield start, index - 1, self._is_mark(start, index - 1, full, level), glued
                start, glued = index, not apart
                if not small:
                    full, level = here[1], here[2]
            size, baseline = here[1], here[2]
        yield start, last, self._is_mark(start, last, full, level), glued

    def _is_mark(self, start: int, stop: int, full: float, level: float) -> bool:
        _, size, baseline = self._place(start)
        if not is_raised(size, full, baseline - level):
            return False
        text = "".join(chr(pdfium.FPDFText_GetUnicode(self.raw, index)) for index in range(start, stop + 1))
        return bool(RAISED_TEXT.fullmatch(text))

    def _place(self, index: int) -> tuple[float, float, float]:
        """A character's left edge, size and baseline along its own direction of writing."""
        text_matrix(self.handle, index, self.matrix_at)
        a, b, c, d = self.matrix.a, self.matrix.b, self.matrix.c, self.matrix.d
        size = font_size(self.handle, index) * (c * c + d * d) ** 0.5
        origin(self.handle, index, self.x_at, self.y_at)
        scale = (a * a + b * b) ** 0.5 or 1.0
        along = (self.x.value * a + self.y.value * b) / scale
        across = (self.y.value * a - self.x.value * b) / scale
        return along, size, across

    def _edge(self, index: int) -> float:
        """Where a character ends, along its direction of writing (upright text) or begins (the rest)."""
        along, size, _ = self._place(index)
        if abs(self.matrix.b) > 0.01 * abs(self.matrix.a or 1):
            return along + 0.6 * size
        loose_box(self.handle, index, self.rect_at)
        return float(self.rect.right)


def _turn(a: float, b: float) -> int:
    """The angle of writing in PDF space, clockwise, to the nearest quarter."""
    if abs(b) <= abs(a):
        return 0 if a >= 0 else 180
    return 270 if b > 0 else 90
