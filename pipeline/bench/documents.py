"""Documents in any number, each with words of its own, to see what grows faster than their number.

They are made of passages of the gold: a share of the longer words of each passage is exchanged for
others of the gold, and the digits of its figures are dealt anew, so that documents differ as real ones
do, and are alike only by chance. The same number gives the same document.
"""

import random
import re
import textwrap
from collections.abc import Sequence
from pathlib import Path

import pikepdf

from pipeline.classify import gold

EXCHANGED = 0.3
"""Share of words exchanged. Of the word pairs of two passages made of one, about a quarter stay the same,
far from the 0.7 from which passages count as repeats."""

LINE, LEADING, SIZE = 92, 14, 11
"""Characters of a line, and points from line to line and of type: a page of A4 holds about 400 words."""


def write(folder: Path, count: int, pages: int) -> list[Path]:
    """Write documents 0 to ``count`` - 1 of so many pages each; returns their files."""
    passages = [(each.section or "Our plan", each.text) for each in gold.shipped()]
    words = sorted({word for _, text in passages for word in re.findall(r"[a-z]{5,}", text)})
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _document(folder / f"made-{number:06}.pdf", number, pages, passages, words) for number in range(count)
    ]


def _document(
    path: Path, number: int, pages: int, passages: Sequence[tuple[str, str]], words: Sequence[str]
) -> Path:
    dice = random.Random(number)
    with pikepdf.new() as pdf:
        fonts = pikepdf.Dictionary(F1=_font(pdf, "Helvetica"), F2=_font(pdf, "Helvetica-Bold"))
        for _ in range(pages):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.Resources = pikepdf.Dictionary(Font=fonts)
            page.Contents = pdf.make_stream(_page(dice, passages, words))
        pdf.save(path, deterministic_id=True)
    return path


def _font(pdf: pikepdf.Pdf, name: str) -> pikepdf.Object:
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name("/" + name),
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    return pdf.make_indirect(font)


def _page(dice: random.Random, passages: Sequence[tuple[str, str]], words: Sequence[str]) -> bytes:
    """The drawing of a page: a heading, and passages until it is full."""
    section, _ = dice.choice(passages)
    drawn, y = [_line("F2", 14, 780, section.split(" > ")[-1][:60])], 750
    while True:
        lines = textwrap.wrap(_varied(dice, dice.choice(passages)[1], words), LINE)
        if y - len(lines) * LEADING < 60:
            return b"\n".join(drawn)
        for line in lines:
            drawn.append(_line("F1", SIZE, y, line))
            y -= LEADING
        y -= LEADING


def _varied(dice: random.Random, text: str, words: Sequence[str]) -> str:
    text = re.sub(r"[a-z]{5,}", lambda m: dice.choice(words) if dice.random() < EXCHANGED else m[0], text)
    return re.sub(r"\d", lambda _: str(dice.randint(1, 9)), text)


def _line(font: str, size: int, y: int, text: str) -> bytes:
    escaped = re.sub(r"([()\\])", r"\\\1", text).encode("cp1252", errors="replace")
    return b"BT /%s %d Tf 60 %d Td (%s) Tj ET" % (font.encode(), size, y, escaped)
