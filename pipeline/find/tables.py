"""The cells of a table's row: one quantity for a cell that is a figure.

Reads a row and the heads of its columns. A cell's unit is its own, or is said by the head of its column, the
heads beside it, the row's label, the head above the labels, or the caption, in this order; its year is its
column's or its label's. A cell of running text is read as such.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from pipeline.find import money
from pipeline.find.counted import Thing, named
from pipeline.find.dates import dates
from pipeline.find.numbers import numbers, readable
from pipeline.records import Passage, Quantity

_JOINT = re.compile(r"\t|[ ]?\|[ ]?")
_POUNDS = re.compile(
    r"(?:£|\bGBP)\s?[’']?(?P<scale>m(?:illions?|n)?\b|millions?|bn\b|billions?|k\b|0{3}s?|thousands?)?", re.I
)
_PER_CENT = re.compile(r"%|per ?cent\b|percentage|\brates?\b|\boccupancy\b|\bprevalence\b", re.I)
_UP = re.compile(r"\b(?:increases?|growth|additional|new|extra|opening|opened|gained)\b", re.I)
_DOWN = re.compile(
    r"\b(?:reductions?|decreases?|closures?|closing|closed|fewer|cuts?|loss(?:es)?|lost)\b", re.I
)
_KEY = re.compile(
    r"(?:ref|no|nos|number|#|id|row|rank|score|risk|priority|rag|lxi|page|weight\w*)\b\.?", re.I
)
_RATE = re.compile(r"\bper (?:1,?000|10,?000|100,?000|head|capita|\w+ population)\b", re.I)
_GENERAL = re.compile(
    r"(?:the )?(?:change|variance|difference|movement|total|now|today|baseline|plan(?:ned)?|target"
    r"|forecast|actual|current|future|proposed|year \d|q\d|ambition|do nothing|\W|\d|fy|by|in|at|from|to"
    r"|and|end|of|march|april|outturn)*",
    re.I,
)
_PAST_HEAD = re.compile(r"\b(?:last|previous|baseline|actual|opened|built|completed|inspection)\b", re.I)
_FIGURE = r"£?\s?[0-9][0-9,]*(?:\.[0-9]+)?[¼½¾]?\s?(?:%|k\b|m\b|bn\b|million|billion)?"
_BARE = re.compile(
    rf"\s*(?P<open>\()?\s*(?:c\.?\s?|~|<|>|≈"
    rf"|circa )?(?P<figure>[+−–-]?\s?{_FIGURE}(?:\s?[–-]\s?{_FIGURE})?)\s*(?P<close>\))?[*†‡¹²³]*\s*",
    re.I,
)


class _Head(NamedTuple):
    """What a head or label fixes: a mark (£ or %) with its scale, or a thing; a year; a direction. ``key``
    says that the column numbers or rates its rows and counts nothing; ``general`` that it fixes no unit."""

    mark: str
    scale: float
    thing: Thing | None
    year: int | None
    way: str
    key: bool
    general: bool
    words: str

    @property
    def says(self) -> bool:
        return bool(self.mark or self.thing)


def split_row(text: str) -> list[tuple[int, int]]:
    """The spans of a row's cells; an empty list for text that is not divided."""
    spans, start = [], 0
    for match in _JOINT.finditer(text):
        spans.append((start, match.start()))
        start = match.end()
    return [*spans, (start, len(text))] if spans else []


def row_quantities(
    passage: Passage,
    published: str,
    of_text: Callable[[Passage, int, int, str, int | None], list[Quantity]],
) -> list[Quantity]:
    """The quantities of a row in order; ``of_text`` reads the cells that are running text."""
    spans = split_row(passage.text)
    heads = [_head(words, published) for words in _heads(passage.context, len(spans))]
    words = [passage.text[start:end] for start, end in spans]
    label = _head(next((each for each in words if re.search(r"[A-Za-z]{2}", each)), ""), published)
    caption = _head(passage.section.split(" > ")[-1], published)
    beside = _agreed(heads)
    rows: list[Quantity] = []
    for (start, end), head in zip(spans, heads, strict=True):
        bare = _BARE.fullmatch(passage.text, start, end)
        if bare and not dates(passage.text[start:end], published):
            says = (
                [head, beside, label, heads[0], caption] if head.general else [head, label, heads[0], caption]
            )
            rows += [] if head.key else _of_cell(passage, bare, head, label, [each for each in says if each])
        else:
            found = of_text(passage, start, end, published, head.year)
            rows += [each for each in found if each.kind != "date" or not _PAST_HEAD.search(head.words)]
    return rows


def _heads(context: str, count: int) -> list[str]:
    """The head of each cell; a head is missing above the labels where there is one too few."""
    heads = [each.strip() for each in _JOINT.split(context)] if context else []
    if len(heads) == count - 1:
        heads = ["", *heads]
    return [heads[i] if i < len(heads) else "" for i in range(count)]


def _head(words: str, published: str) -> _Head:
    years = dates(words, published)
    year = (years[-1].high or years[-1].year) if years else None
    way = "up" if _UP.search(words) else "down" if _DOWN.search(words) else ""
    pounds = _POUNDS.search(words)
    general = bool(_GENERAL.fullmatch(words.strip()))
    if pounds:
        return _Head("£", _scale(pounds["scale"]), None, year, "", False, False, words)
    if _KEY.match(words.strip()) or _RATE.search(words):
        return _Head("", 1, None, None, "", True, False, words)
    if _PER_CENT.search(words):
        return _Head("%", 1, None, year, way, False, False, words)
    return _Head("", 1, named(words), year, way, False, general, words)


def _scale(printed: str | None) -> float:
    return {"m": 1e6, "b": 1e9}.get(printed[0].lower(), 1e3) if printed else 1


def _agreed(heads: list[_Head]) -> _Head | None:
    """What the heads that fix a unit agree on, for a head beside them that fixes none ("Change")."""
    saying = [each for each in heads[1:] if each.says]
    units = {(each.mark, each.scale, each.thing.unit if each.thing else "") for each in saying}
    return saying[0] if len(units) == 1 else None


def _of_cell(
    passage: Passage, bare: re.Match[str], head: _Head, label: _Head, says: list[_Head]
) -> list[Quantity]:
    """The figure that is all of a cell."""
    start, end = bare.span("figure")
    found = list(numbers(readable(passage.text[start:end])))
    source = next((each for each in says if each.says), None)
    if len(found) != 1 or not (found[0].mark or source):
        return []
    number = found[0]
    mark = number.mark or (source.mark if source else "")
    thing = source.thing if source and not mark else None
    scale = source.scale if source and source.mark == mark == "£" and not number.scaled else 1
    value = round(number.value * scale, 2)
    high = round(number.high * scale, 2) if number.high is not None else None
    brackets = bool(bare["open"] and bare["close"])
    falls = brackets or number.sign == "-"
    if mark == "£":
        kind, unit, way = "money", "GBP", "up" if number.sign == "+" else ""
        value = -value if falls else value
        counts = money.meaning(f"{label.words} {head.words} {passage.section}", 0, 0)
    else:
        kind = thing.kind if thing else "percent"
        unit = thing.unit if thing else "percentage points" if mark == "points" else "percent"
        way = "up" if number.sign == "+" else "down" if falls else head.way or label.way
        counts = (thing and source and source.words) or f"{label.words} {head.words}".strip()
    year = head.year or label.year
    return [
        Quantity(passage.ref, kind, value, high, unit, way, year, counts, passage.text[start:end], start, end)
    ]
