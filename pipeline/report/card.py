"""The model card as parts that a page can show: its paragraphs, its tables, and the figures in them.

Reads the text of models/MODEL_CARD.md, so that the report says what was measured last and nothing else.
Knows as much of Markdown as a model card needs: headings, paragraphs, lists as paragraphs, tables, bold, code
and links (of which the words are kept).
"""

import re
from typing import NamedTuple

SPAN = re.compile(r"\*\*(?P<bold>.+?)\*\*|`(?P<code>[^`]+)`|\[(?P<link>[^\]]+)\]\([^)]*\)")

COMMENT = re.compile(r"<!--.*?-->\n?", re.S)

FIGURE = re.compile(r"^\s*([01](?:\.\d+)?)(?:\s*\(([01](?:\.\d+)?)\s*[-–]\s*([01](?:\.\d+)?)\))?\s*$")
"""A share from 0 to 1, alone in its cell, with or without an interval."""


class Figure(NamedTuple):
    """A share that was measured and its interval, if the card gives one."""

    value: float
    low: float | None
    high: float | None


class Cell(NamedTuple):
    """A cell of a table: its words in spans, and its figure if it is one."""

    spans: tuple[tuple[str, str], ...]
    figure: Figure | None


class Part(NamedTuple):
    """A heading, a paragraph or a table; spans are (kind, words), kinds text, bold and code."""

    kind: str
    spans: tuple[tuple[str, str], ...] = ()
    head: tuple[Cell, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()


def parts(markdown: str) -> list[Part]:
    """The parts of a card in order, without its title."""
    found = []
    for block in re.split(r"\n\s*\n", COMMENT.sub("", markdown).strip()):
        lines = block.strip().splitlines()
        if not lines or lines[0].startswith("# "):
            continue
        if lines[0].startswith("#"):
            found.append(Part("heading", _spans(lines[0].lstrip("# "))))
            lines = lines[1:]
        if len(lines) > 1 and lines[0].startswith("|"):
            head, _, *rows = [_cells(line) for line in lines if line.startswith("|")]
            found.append(Part("table", head=head, rows=tuple(rows)))
        elif lines:
            items = re.split(r"\n(?=[-*] )", "\n".join(lines))
            found += [Part("paragraph", _spans(re.sub(r"^[-*] ", "• ", item))) for item in items]
    return found


def _cells(line: str) -> tuple[Cell, ...]:
    texts = [text.strip() for text in line.strip().strip("|").split("|")]
    return tuple(Cell(_spans(text), _figure(text)) for text in texts)


def _figure(text: str) -> Figure | None:
    match = FIGURE.match(text)
    if not match:
        return None
    value, low, high = match.groups()
    return Figure(float(value), float(low) if low else None, float(high) if high else None)


def _spans(text: str) -> tuple[tuple[str, str], ...]:
    text, spans, end = " ".join(text.split()), [], 0
    for match in SPAN.finditer(text):
        spans.append(("text", text[end : match.start()]))
        kind = match.lastgroup or "text"
        spans.append(("text" if kind == "link" else kind, match[kind]))
        end = match.end()
    spans.append(("text", text[end:]))
    return tuple(span for span in spans if span[1])
