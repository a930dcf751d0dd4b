"""Turns marked text into words and printed lines: fonts, bold runs, raised note marks, hyphens, ligatures.

Marks: ``**bold**`` and ``^1^`` for a raised small mark.
"""

import re
from dataclasses import dataclass

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

for _name in ("Vera", "VeraBd", "VeraIt", "VeraBI"):
    pdfmetrics.registerFont(TTFont(_name, f"{_name}.ttf"))

FAMILIES = {
    "Helvetica": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
    "Times": ("Times-Roman", "Times-Bold", "Times-Italic"),
    "Vera": ("Vera", "VeraBd", "VeraIt"),
}
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
RAISED_SIZE = 0.62
RAISED_BY = 0.36


@dataclass(frozen=True)
class Style:
    """How a kind of text is set. Sizes are points; ``leading`` is the distance of base lines."""

    family: str = "Helvetica"
    size: float = 10
    leading: float = 13
    face: str = "regular"
    colour: str = "#222222"
    before: float = 0
    after: float = 6
    align: str = "left"
    hyphens: bool = False
    ligatures: bool = False

    def font(self, bold: bool = False) -> str:
        """The PDF font's name."""
        regular, heavy, italic = FAMILIES[self.family]
        if bold or self.face == "bold":
            return heavy
        return italic if self.face == "italic" else regular


@dataclass(frozen=True)
class Piece:
    """A run of characters in one style."""

    text: str
    bold: bool = False
    raised: bool = False


@dataclass(frozen=True)
class Line:
    """One printed line: its runs with their widths, and the words ``start:end`` that stand on it.

    ``broken`` says that its last word goes on in the next line.
    """

    runs: tuple[tuple[Piece, float], ...]
    width: float
    start: int
    end: int
    broken: bool


Word = tuple[Piece, ...]


def parse(text: str) -> list[Word]:
    """The words of a marked text, each a tuple of pieces."""
    words, bold = [], False
    for token in text.split():
        pieces = []
        for part in re.split(r"(\*\*|\^[^^]+\^)", token):
            if part == "**":
                bold = not bold
            elif part.startswith("^") and part.endswith("^") and len(part) > 2:
                pieces.append(Piece(part[1:-1], bold, raised=True))
            elif part:
                pieces.append(Piece(part, bold))
        if pieces:
            words.append(tuple(pieces))
    return words


def plain(words: list[Word]) -> str:
    """The words as a reader would type them; raised marks as superscript characters."""
    return " ".join(
        "".join(piece.text.translate(SUPERSCRIPT) if piece.raised else piece.text for piece in word)
        for word in words
    )


def printed(text: str, style: Style) -> str:
    """The characters that are drawn: with ligature glyphs where the style has them."""
    return text.replace("fi", "\ufb01").replace("fl", "\ufb02") if style.ligatures else text


def measure(piece: Piece, style: Style) -> float:
    """The width of a piece in points."""
    size = style.size * (RAISED_SIZE if piece.raised else 1)
    return float(pdfmetrics.stringWidth(printed(piece.text, style), style.font(piece.bold), size))


def wrap(words: list[Word], width: float, style: Style) -> list[Line]:
    """Lines no wider than ``width``. Raises ValueError for a word that fits no line."""
    lines: list[Line] = []
    line: list[Word] = []
    room, used, start = width, 0.0, 0
    space = measure(Piece(" "), style)
    queue = list(reversed(list(enumerate(words))))

    def close(end: int, broken: bool) -> None:
        nonlocal line, used, start, room
        lines.append(_line(line, style, start, end, broken))
        line, used, room = [], 0.0, width
        start = end - 1 if broken else end

    while queue:
        index, word = queue.pop()
        size = sum(measure(piece, style) for piece in word)
        gap = space if line else 0
        if used + gap + size <= room:
            line.append(word)
            used += gap + size
            continue
        if halves := _halves(word, room - used - gap, style):
            line.append(halves[0])
            queue.append((index, halves[1]))
            close(index + 1, broken=True)
        elif line:
            queue.append((index, word))
            close(index, broken=False)
        else:
            raise ValueError(f"too wide for a line of {width:.0f} points: {plain([word])}")
    if line:
        close(len(words), broken=False)
    return lines


def _halves(word: Word, room: float, style: Style) -> tuple[Word, Word] | None:
    """The word cut at its last hyphen, or soft break, that lets the first half fit."""
    if not style.hyphens or len(word) != 1 or word[0].raised:
        return None
    text, best = word[0].text, None
    for cut, mark in _breaks(text):
        head = Piece(text[:cut] + mark, word[0].bold)
        if measure(head, style) <= room:
            best = ((head,), (Piece(text[cut:], word[0].bold),))
    return best


def _breaks(text: str) -> list[tuple[int, str]]:
    """Where a word may be broken, with the hyphen to add. Only sure places: after a hyphen that is
    there, before common endings, between doubled consonants."""
    found = {match.end(): "" for match in re.finditer(r"(?<=[a-z]{3})-(?=[a-z]{3})", text)}
    if re.fullmatch(r"[A-Za-z]?[a-z]{6,}[.,;:]?", text):
        for match in re.finditer(r"(?<=[a-z]{3})(?=(?:tion|sion|ment|ness|tive|sation)s?\b)", text):
            found[match.start()] = "-"
        for match in re.finditer(r"(?<=[a-z]{2})([bcdfgmnprst])\1(?=[aeiou][a-z])", text):
            found[match.start() + 1] = "-"
    return sorted(found.items())


def _line(words: list[Word], style: Style, start: int, end: int, broken: bool) -> Line:
    """Words merged into the longest runs of one style."""
    runs: list[Piece] = []
    for number, word in enumerate(words):
        for place, piece in enumerate(word):
            if number and not place:
                if runs[-1].raised:
                    runs.append(Piece("", piece.bold))
                runs[-1] = Piece(runs[-1].text + " ", runs[-1].bold)
            if runs and (runs[-1].bold, runs[-1].raised) == (piece.bold, piece.raised):
                runs[-1] = Piece(runs[-1].text + piece.text, piece.bold, piece.raised)
            else:
                runs.append(piece)
    sized = tuple((run, measure(run, style)) for run in runs)
    return Line(sized, sum(width for _, width in sized), start, end, broken)
