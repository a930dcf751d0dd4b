"""Pages whose reading order is known, drawn in any order: to measure extraction and to test it.

``document(seed)`` makes a PDF with reportlab and returns it with the truth: for each page its blocks
in reading order, each a kind and its text, furniture apart. Layouts are those of public-sector
documents: columns, cards, sidebars, bands, tables, notes. What is drawn first is up to ``MODES``,
because programs differ in it and a reader must not depend on it.
"""

import io
import random
from dataclasses import dataclass, field

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

PORTRAIT, LANDSCAPE = (595.0, 842.0), (960.0, 540.0)
MARGIN = 24.0
"""Running lines stand in the outer points of a page, above and below."""
MODES = ("in order", "shuffled", "backwards", "line by line")
SOUNDS = [
    "ban",
    "der",
    "fol",
    "gim",
    "hex",
    "jun",
    "kor",
    "lam",
    "mep",
    "nis",
    "ost",
    "pru",
    "qua",
    "rin",
    "sed",
    "tof",
    "ul",
    "vam",
    "wex",
    "yor",
    "zim",
    "ch",
    "th",
    "sp",
    "tr",
]
COMMON = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "for",
    "with",
    "care",
    "health",
    "local",
    "plan",
    "beds",
    "services",
    "people",
    "system",
    "trust",
    "by",
    "from",
    "our",
]
TINTS = ("#E3F2FD", "#FFF3CD", "#E8F5E9", "#FCE4EC", "#EDE7F6")
DARK = "#003087"


@dataclass
class Truth:
    """One page: its blocks as ``(kind, text)`` in reading order, its tables' cells, its furniture."""

    blocks: list[tuple[str, str]] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    height: float = 842.0

    @property
    def margins(self) -> tuple[float, float]:
        """Where furniture ends at the top and begins at the bottom, as fractions of the page."""
        return MARGIN / self.height, 1 - MARGIN / self.height

    @property
    def words(self) -> list[str]:
        return [word for _, text in self.blocks for word in text.split()]


@dataclass
class Stroke:
    """A line of text to be drawn, and the number of the block that it belongs to."""

    block: int
    x: float
    y: float
    text: str
    font: str
    size: float
    colour: str


class Sheet:
    """A page being laid out from the top down; ``y`` counts from the top."""

    def __init__(self, chance: random.Random, size: tuple[float, float]) -> None:
        self.chance = chance
        self.width, self.height = size
        self.truth = Truth(height=size[1])
        self.strokes: list[Stroke] = []
        self.shapes: list[tuple[float, float, float, float, str | None]] = []

    def words(self, count: int) -> str:
        chance = self.chance
        found = []
        for _ in range(count):
            if chance.random() < 0.4:
                found.append(chance.choice(COMMON))
            else:
                found.append("".join(chance.choice(SOUNDS) for _ in range(chance.randint(2, 4))))
        return " ".join(found)

    def sentence(self, count: int) -> str:
        return self.words(count).capitalize() + "."

    def put(self, kind: str, text: str, x: float, y: float, width: float, **how: object) -> float:
        """Set ``text`` as one block; returns where the next may begin."""
        font = str(how.get("font", "Helvetica"))
        size = float(how.get("size", 10))  # type: ignore[arg-type]
        indent = float(how.get("indent", 0))  # type: ignore[arg-type]
        colour = str(how.get("colour", "#222222"))
        block = len(self.truth.blocks)
        printed = _wrapped(text, font, size, width - indent, self.chance if how.get("hyphens") else None)
        if indent:
            self.strokes.append(Stroke(block, x, y + size, "•", font, size, colour))
        for number, line in enumerate(printed):
            self.strokes.append(
                Stroke(block, x + indent, y + size + number * size * 1.2, line, font, size, colour)
            )
        self.truth.blocks.append((kind, ("• " if indent else "") + text))
        return y + len(printed) * size * 1.2

    def heading(self, x: float, y: float, width: float, size: float = 14, colour: str = DARK) -> float:
        text = self.words(self.chance.randint(2, 5)).capitalize()
        return (
            self.put("heading", text, x, y, width, font="Helvetica-Bold", size=size, colour=colour)
            + size * 0.4
        )

    def paragraph(
        self, x: float, y: float, width: float, count: int, size: float = 10, **how: object
    ) -> float:
        return self.put("paragraph", self.sentence(count), x, y, width, size=size, **how) + size * 0.7

    def bullets(self, x: float, y: float, width: float, count: int, size: float = 10) -> float:
        for _ in range(count):
            text = self.sentence(self.chance.randint(5, 14))
            y = self.put("bullet", text, x, y, width, size=size, indent=13) + size * 0.4
        return y

    def box(self, x: float, y: float, width: float, height: float, fill: str | None) -> None:
        self.shapes.append((x, y, width, height, fill))

    def table(
        self, x: float, y: float, widths: list[float], rows: int, ruled: bool, size: float = 9
    ) -> float:
        cells: list[list[str]] = []
        top, edges = y, [y]
        for row in range(rows):
            texts = [self._cell(row, column, len(widths)) for column in range(len(widths))]
            printed = [
                _wrapped(text, "Helvetica", size, width - 10)
                for text, width in zip(texts, widths, strict=True)
            ]
            left = x
            for column, lines in enumerate(printed):
                block = len(self.truth.blocks)
                for number, line in enumerate(lines):
                    font = "Helvetica-Bold" if row == 0 else "Helvetica"
                    base = y + 3 + size + number * size * 1.2
                    self.strokes.append(Stroke(block, left + 5, base, line, font, size, "#000000"))
                self.truth.blocks.append(("cell", texts[column]))
                left += widths[column]
            y += max(map(len, printed)) * size * 1.2 + 7
            cells.append(texts)
            edges.append(y)
        total = sum(widths)
        for edge in edges if ruled or rows < 4 else (edges[0], edges[1], edges[-1]):
            self.shapes.append((x, edge, total, 0, None))
        if ruled:
            for column in range(len(widths) + 1):
                self.shapes.append((x + sum(widths[:column]), top, 0, y - top, None))
        self.truth.tables.append(cells)
        return y + 10

    def _cell(self, row: int, column: int, columns: int) -> str:
        if row == 0:
            return self.words(self.chance.randint(1, 2)).capitalize()
        if column == columns - 1:
            return f"{self.chance.randint(1, 99999):,}"
        return self.words(self.chance.randint(2, 6))

    def running(self, number: int, title: str) -> None:
        for text, x, y in (
            (title, 30.0, 20.0),
            ("Draft for discussion", 30.0, self.height - 14),
            (str(number), self.width - 50, self.height - 14),
        ):
            self.strokes.append(Stroke(-1, x, y, text, "Helvetica", 8, "#666666"))
            self.truth.furniture.append(text)

    def draw(self, canvas: Canvas, mode: str) -> None:
        for x, y, width, height, fill in self.shapes:
            if fill:
                canvas.setFillColor(HexColor(fill))
                canvas.rect(x, self.height - y - height, width, height, fill=1, stroke=0)
            else:
                canvas.setStrokeColor(HexColor("#333333"))
                canvas.setLineWidth(0.6)
                canvas.line(x, self.height - y, x + width, self.height - y - height)
        strokes = list(self.strokes)
        if mode == "shuffled":
            order = list({stroke.block: None for stroke in strokes})
            self.chance.shuffle(order)
            strokes.sort(key=lambda stroke: order.index(stroke.block))
        elif mode == "backwards":
            strokes.sort(key=lambda stroke: -stroke.block)
        elif mode == "line by line":
            strokes.sort(key=lambda stroke: (round(stroke.y), stroke.x))
        for stroke in strokes:
            canvas.setFillColor(HexColor(stroke.colour))
            canvas.setFont(stroke.font, stroke.size)
            canvas.drawString(stroke.x, self.height - stroke.y, stroke.text)
        canvas.showPage()


def columns(sheet: Sheet) -> None:
    """A slide of two to four columns under a title, sometimes with an introduction across."""
    chance = sheet.chance
    y = sheet.heading(30, 34, sheet.width - 60, 24)
    if chance.random() < 0.5:
        y = sheet.paragraph(30, y, sheet.width - 60, 36, 12) + 6
    count, gutter = chance.choice((2, 3, 3, 4)), chance.uniform(16, 34)
    width = (sheet.width - 60 - gutter * (count - 1)) / count
    for column in range(count):
        x, down = 30 + column * (width + gutter), sheet.heading(30 + column * (width + gutter), y, width, 14)
        down = sheet.paragraph(x, down, width, chance.randint(12, 30), 11)
        down = sheet.bullets(x, down, width, chance.randint(1, 4), 11)
        if down < sheet.height - 170:
            sheet.paragraph(x, sheet.heading(x, down + 5, width, 14), width, 16, 11)


def cards(sheet: Sheet) -> None:
    """A grid of cards, in colour or without, read row by row."""
    chance = sheet.chance
    tinted = chance.random() < 0.7
    y = sheet.heading(30, 34, sheet.width - 60, 24) + 10
    across, down = chance.choice(((2, 2), (3, 2), (4, 2)))
    gap = chance.uniform(12, 22)
    width, height = (sheet.width - 60 - gap * (across - 1)) / across, (sheet.height - y - 40 - gap) / down
    for row in range(down):
        for column in range(across):
            x, top = 30 + column * (width + gap), y + row * (height + gap)
            if tinted:
                sheet.box(x, top, width, height, chance.choice(TINTS))
            inner = sheet.heading(x + 9, top + 8, width - 18, 12)
            inner = sheet.paragraph(x + 9, inner, width - 18, chance.randint(8, 14), 9.5)
            if tinted:
                sheet.bullets(x + 9, inner, width - 18, chance.randint(1, 2), 9.5)


def sidebar(sheet: Sheet) -> None:
    """A report page with a dark sidebar left or right of the body, the body sometimes a table."""
    chance = sheet.chance
    y = sheet.heading(40, 40, sheet.width - 80, 22) + 8
    side, left = sheet.width * 0.27, chance.random() < 0.4
    body = sheet.width - 80 - side - 24
    x = 40 + side + 24 if left else 40.0

    def bar() -> None:
        at = 40.0 if left else 40 + body + 24
        sheet.box(at, y, side, sheet.height - y - 50, DARK)
        down = sheet.heading(at + 9, y + 9, side - 18, 12, "#FFFFFF")
        for _ in range(3):
            down = sheet.paragraph(at + 9, down, side - 18, 14, 9.5, colour="#FFFFFF")

    if left:
        bar()
    down = sheet.paragraph(x, y, body, 40)
    while down < sheet.height - 230:
        down = sheet.heading(x, down + 4, body, 13)
        down = sheet.paragraph(x, down, body, chance.randint(30, 60))
        down = sheet.bullets(x, down, body, chance.randint(0, 3))
    if sheet.height - down > 150:
        sheet.table(x, down, [body * 0.3, body * 0.45, body * 0.25], 3, True)
    if not left:
        bar()


def report(sheet: Sheet) -> None:
    """A page of two hyphenated columns with a table below and a note at the foot."""
    chance = sheet.chance
    y = sheet.heading(54, 54, sheet.width - 108, 19)
    y = sheet.paragraph(54, y, sheet.width - 108, 46, hyphens=True) + 4
    gutter = chance.uniform(14, 24)
    width = (sheet.width - 108 - gutter) / 2
    limit = chance.uniform(430, 560)
    ends = []
    for column in range(2):
        x, down = 54 + column * (width + gutter), y
        while down < limit:
            down = sheet.heading(x, down, width, 12)
            down = sheet.paragraph(x, down, width, chance.randint(35, 60), 9.5, hyphens=True)
            if chance.random() < 0.5:
                down = sheet.bullets(x, down, width, 2, 9.5)
        ends.append(down)
    y = max(ends) + 8
    if y < 650:
        sheet.table(54, y, [120, 150, 140, 77], chance.randint(3, 5), chance.random() < 0.5)
    note = "1 " + sheet.sentence(14)
    sheet.put("footnote", note, 54, 785, sheet.width - 108, size=7)


def bands(sheet: Sheet) -> None:
    """Sections one under another, each with its own number of columns."""
    chance = sheet.chance
    y = sheet.heading(50, 50, sheet.width - 100, 20) + 4
    while y < sheet.height - 260:
        y = sheet.heading(50, y, sheet.width - 100, 15)
        count = chance.choice((1, 2, 2, 3))
        width = (sheet.width - 100 - 20 * (count - 1)) / count
        ends = []
        for column in range(count):
            x = 50 + column * (width + 20)
            down = sheet.paragraph(x, y, width, chance.randint(22, 40))
            if chance.random() < 0.6:
                down = sheet.paragraph(x, down, width, chance.randint(15, 40))
            ends.append(down)
        y = max(ends) + 14


LAYOUTS = (
    (columns, LANDSCAPE),
    (cards, LANDSCAPE),
    (sidebar, PORTRAIT),
    (report, PORTRAIT),
    (bands, PORTRAIT),
)


def document(seed: int, pages: int = 20) -> tuple[bytes, list[Truth]]:
    """A PDF of ``pages`` pages and the truth of each; the same seed makes the same bytes."""
    chance = random.Random(seed)
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    truths = []
    title = "Northmere and Saltby plan"
    for number in range(pages):
        layout, size = LAYOUTS[number % len(LAYOUTS)]
        sheet = Sheet(chance, size)
        canvas.setPageSize(size)
        layout(sheet)
        sheet.running(number + 1, title)
        sheet.draw(canvas, MODES[(number // len(LAYOUTS) + number) % len(MODES)])
        truths.append(sheet.truth)
    canvas.save()
    return target.getvalue(), truths


def _wrapped(
    text: str, font: str, size: float, width: float, chance: random.Random | None = None
) -> list[str]:
    """``text`` in lines of at most ``width`` points, long words divided now and then."""
    printed, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if stringWidth(longer, font, size) <= width:
            line = longer
            continue
        head = f"{line} {word[:4]}-".strip()
        if chance and len(word) > 8 and chance.random() < 0.6 and stringWidth(head, font, size) <= width:
            printed.append(head)
            line = word[4:]
        else:
            printed.append(line)
            line = word
    return [*printed, line] if line else printed
