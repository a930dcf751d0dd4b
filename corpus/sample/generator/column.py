"""Columns: blocks of text one below another, over as many columns and pages as they take."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .block import Block, Placed
from .labels import labels as read_labels
from .labels import quantities as read_quantities
from .looks import Look, Overflow
from .script import read_script
from .table import Table
from .tags import Node
from .words import Line, Style, Word, measure, parse, plain, wrap

if TYPE_CHECKING:
    from .document import Document
    from .page import Page

NUMBER_INDENT = 34.0
"""The margin that holds the numbers of numbered paragraphs."""

NOTE_GAP = 10.0
"""Between the text of a column and its footnotes."""


@dataclass
class Frame:
    """Where a column stands on a page."""

    page: "Page"
    x: float
    y: float
    width: float
    bottom: float


def furnished(
    document: "Document",
    size: tuple[float, float],
    boxes: list[tuple[float, float, float, float]],
    furnish: Callable[["Page"], None],
    **more: Any,
) -> Iterator[Frame]:
    """Endless pages of one layout: ``boxes`` are the columns (x, y, width, bottom), ``furnish`` writes the
    running lines."""
    while True:
        page = document.page(size, **more)
        furnish(page)
        for x, y, width, bottom in boxes:
            yield Frame(page, x, y, width, bottom)


class Column:
    """Writes blocks one below another, and goes on in the next frame when one is full."""

    def __init__(
        self, frames: Iterator[Frame], look: Look, facts: dict[str, Any] | None = None, flows: bool = True
    ) -> None:
        self._flows = flows
        self._section, self._paragraph = "", 0
        self._frames = frames
        self.look = look
        self.facts = facts or {}
        self._take(next(frames))

    def _take(self, frame: Frame) -> None:
        self.page, self.x, self.y, self.width = frame.page, frame.x, frame.y, frame.width
        self._bottom = frame.bottom
        self.top = frame.y

    @property
    def document(self) -> "Document":
        """The document that the column writes in."""
        return self.page.document

    def advance(self) -> None:
        """Goes on at the top of the next column or page."""
        here = f"{self.document.id} page {self.page.number}"
        frame = next(self._frames, None)
        if frame is None:
            raise Overflow(
                f"{here}: a column at {self.x:.0f} ends at {self._bottom:.0f} and its text does not"
            )
        self._take(frame)

    def typed(self, text: str) -> str:
        """The text with the apostrophes of the plan's word processor."""
        return text.replace("'", "’") if self.look.curly else text

    def need(self, height: float) -> None:
        """Advances unless so much room is left."""
        if self.y + height > self._bottom:
            self.advance()

    def space(self, height: float) -> None:
        """Leaves room, but none at a column's top."""
        if self.y > self.top:
            self.y += height

    def heading(self, text: str, level: int = 1) -> None:
        """A heading, which stays with some of what follows: a main one with the next heading too."""
        style = self.look.headings[level - 1]
        words = parse(self.typed(text))
        keep = 0 if not self._flows else 120 if level == 1 else 64
        self.space(style.before)
        self.need(len(wrap(words, self.width, style)) * style.leading + keep)
        self.document.lists.clear()
        self.document.outline.append((plain(words), level, self.page.number))
        node = self.document.root.child(f"H{level}")
        if level == 1:
            self._section, self._paragraph = text.split()[0], 0
        self._flow("heading", words, style, node, level=level)

    def para(
        self,
        text: str,
        labels: str = "",
        style: Style | None = None,
        kind: str = "paragraph",
        note: tuple[str, str] | None = None,
        **facts: Any,
    ) -> None:
        """A paragraph (or caption); ``note`` is the footnote (mark, text) that belongs to it."""
        text, quantities = read_quantities(self.typed(text))
        style = style or (self.look.caption if kind == "caption" else self.look.body)
        self.document.lists.clear()
        node = self.document.root.child("Caption" if kind == "caption" else "P")
        if note:
            lines = len(wrap(parse(text), self.width, style))
            self.need(lines * style.leading + self._note_height(note))
            self._note(note)
        self._flow(kind, parse(text), style, node, 0, labels, quantities, **facts)

    def numbered(self, text: str, labels: str = "") -> None:
        """A paragraph with a number in the margin: that of the last main heading, and its own."""
        text, quantities = read_quantities(self.typed(text))
        self._paragraph += 1
        number = f"{self._section}.{self._paragraph}"
        self.document.lists.clear()
        node = self.document.root.child("P")
        self._flow(
            "paragraph",
            parse(text),
            self.look.body,
            node,
            0,
            labels,
            quantities,
            (number, node),
            marker=number,
        )

    def bullet(
        self, text: str, labels: str = "", depth: int = 1, marker: str | None = None, **facts: Any
    ) -> None:
        """A bullet at depth 1 or 2. An empty marker draws a dot instead of writing one."""
        text, quantities = read_quantities(self.typed(text))
        marker = self.look.bullets[depth - 1] if marker is None else marker
        lists = self.document.lists
        del lists[depth:]
        while len(lists) < depth:
            lists.append((lists[-1].children[-1] if lists else self.document.root).child("L"))
        item = lists[-1].child("LI")
        label, node = (item.child("Lbl"), item.child("LBody")) if marker else (None, item.child("LBody"))
        facts["marker"] = marker
        style = replace(self.look.body, after=self.look.bullet_after)
        self._flow("bullet", parse(text), style, node, depth, labels, quantities, (marker, label), **facts)

    def _flow(
        self,
        kind: str,
        words: list[Word],
        style: Style,
        node: Node,
        level: int = 0,
        labels: str = "",
        quantities: list[dict[str, Any]] | None = None,
        bullet: tuple[str, Node | None] | None = None,
        **facts: Any,
    ) -> None:
        """Sets words as lines, over as many columns as it takes (never a single line alone)."""
        known: dict[str, Any] = {**self.facts, **facts}
        if labels:
            known["labels"] = read_labels(labels)
        if quantities:
            known["quantities"] = quantities
        indent = (
            self.look.inset + sum(self.look.indents[:level])
            if kind == "bullet"
            else NUMBER_INDENT
            if bullet
            else 0.0
        )
        hang = self.look.indents[level - 1] if kind == "bullet" else NUMBER_INDENT
        while words:
            lines = wrap(words, self.width - indent, style)
            fit = self._fitting(lines, style)
            if not fit:
                self.advance()
                continue
            block = Block(kind, plain(words[: lines[fit - 1].end]), level, known, node=node)
            placed = []
            for number, line in enumerate(lines[:fit]):
                base = self.y + style.size * 0.82 + (style.leading - style.size) / 2 + number * style.leading
                slack = self.width - indent - line.width
                shift = {"left": 0.0, "centre": slack / 2, "right": slack}[style.align]
                if bullet and not number:
                    placed += self._marker(bullet, base, indent - hang, style)
                placed.append((line, self.x + indent + shift, base, style, node))
            self.page.put(block, placed)
            self.y += fit * style.leading
            words = words[lines[fit - 1].end :]
            known, bullet = {**self.facts, "continues": True}, None
            if words:
                self.advance()
        self.y += style.after

    def _marker(
        self, bullet: tuple[str, Node | None], base: float, indent: float, style: Style
    ) -> list[Placed]:
        left = self.x + indent
        marker, node = bullet
        if not marker:
            self.page.disc(left + 4, base - style.size * 0.3, style.size * 0.17, style.colour)
            return []
        return [(wrap(parse(marker), 60, style)[0], left, base, style, node)]

    def _fitting(self, lines: list[Line], style: Style) -> int:
        """How many lines may stand in this column: all, or a part that leaves two lines on either side
        and cuts no word."""
        room = int((self._bottom - self.y + style.leading - style.size + 0.01) // style.leading)
        if room >= len(lines):
            return len(lines)
        room = min(room, len(lines) - 2)
        while room > 1 and lines[room - 1].broken:
            room -= 1
        return room if room > 1 else 0

    def _note_height(self, note: tuple[str, str]) -> float:
        style = self.look.footnote
        lines = len(wrap(parse(f"^{note[0]}^{note[1]}"), self.width, style))
        return lines * style.leading + (0 if self.x in self.page.waiting else NOTE_GAP)

    def _note(self, note: tuple[str, str]) -> None:
        """Keeps room at the foot of the column; the page sets its footnotes when it is full."""
        self._bottom -= self._note_height(note)
        words = parse(self.typed(f"^{note[0]}^{note[1]}"))
        block = Block("footnote", plain(words), 0, dict(self.facts))
        lines = wrap(words, self.width, self.look.footnote)
        self.page.waiting.setdefault(self.x, []).append((block, lines))
        self.page.foots[self.x] = self._bottom

    def table(self, rows: list[list[Any]], widths: list[float], **more: Any) -> None:
        """A table, kept whole: see :class:`Table`."""
        table = Table(rows, widths, **more)
        table.measure(self)
        if table.caption:
            style = self.look.caption
            lines = len(wrap(parse(table.caption), self.width, style))
            self.need(table.height + lines * style.leading + style.after)
            self.para(table.caption, kind="caption")
        self.need(table.height)
        self.document.lists.clear()
        table.draw(self)
        self.y += self.look.body.after + 4

    def contents(self, entries: list[tuple[str, int]]) -> None:
        """A contents list with dot leaders; entries are (title, page). None, no list: the first
        composition of a document does not know its pages yet."""
        style = self.look.body
        node = self.document.root.child("TOC")
        dot = measure(parse(".")[0][0], style)
        text: list[str] = []
        lines: list[Placed] = []
        for title, page in entries:
            line, *rest = wrap(parse(title), self.width - 60, style)
            if rest:
                raise Overflow(f"too long for a line of the contents: {title!r}")
            tail = wrap(parse(str(page)), 60, style)[0]
            item = node.child("TOCI")
            base = self.y + style.size
            dots = int((self.width - line.width - tail.width - 12) // dot)
            leader = wrap(parse("." * dots), self.width, style)[0]
            lines.append((line, self.x, base, style, item))
            lines.append((leader, self.x + self.width - tail.width - 6 - leader.width, base, style, item))
            lines.append((tail, self.x + self.width - tail.width, base, style, item))
            text.append(f"{title}\t{page}")
            self.y += style.leading + 4
        if lines:
            self.page.put(Block("contents", "\n".join(text), 0, dict(self.facts), node=node), lines)

    def write(self, text: str) -> None:
        """Writes marked paragraphs, divided by blank lines.

        ``# `` to ``### `` begin headings, ``* `` and ``** `` bullets, ``(a) `` lettered items, ``§ ``
        numbered paragraphs; ``[[…]]`` at the end gives the labels; a line ``^1 …`` is the footnote of the
        paragraph before it.
        """
        for kind, words, notation, note in read_script(text):
            if kind.startswith("#"):
                self.heading(words, len(kind))
            elif kind.startswith("*"):
                self.bullet(words, notation, len(kind))
            elif kind.startswith("("):
                self.bullet(words, notation, 1, marker=kind)
            elif kind == "§":
                self.numbered(words, notation)
            else:
                self.para(words, notation, note=note)
