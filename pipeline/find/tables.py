"""The cells of a table's row: one quantity for a cell that is a figure.

Reads a row and the heads of its columns. A cell's unit is its own, or is said by the head of its column, the
heads beside it, the row's label, the head above the labels, or the caption, in this order; its year is its
column's or its label's. A cell of running text is read as such.
"""

import re
from collections.abc import Callable

from msgspec.structs import replace

from pipeline.find import counted, money
from pipeline.find.counted import Thing
from pipeline.find.dates import dates
from pipeline.find.heads import CAPTION_WORDS, LIKELIHOOD, Head, caption_of, head_of, label_of, period_of
from pipeline.find.numbers import numbers, readable
from pipeline.records import Passage, Quantity

_JOINT = re.compile(r"\t|[ ]?\|[ ]?")
_UNIT_ONLY = re.compile(r"\s*(?:%|per cent|£ ?(?:m|bn|k|0{3}s?))\s*", re.I)
_CHANGE = re.compile(r"\b(?:change|var(?:iance)?|difference|movement|growth)\b", re.I)
_PAST_HEAD = re.compile(r"\b(?:last|previous|baseline|actual|opened|built|completed|inspection)\b", re.I)
_FIGURE = (
    r"(?:£\s?\([0-9][0-9,.]*\)|£?\s?[0-9][0-9,]*(?:\.[0-9]+)?[¼½¾]?)\s?(?:%|k\b|m\b|bn\b|million|billion)?"
)
_BARE = re.compile(
    rf"\s*(?P<open>\()?\s*(?:c\.?\s?|~|<|>|≈"
    rf"|circa )?(?P<figure>[+−–-]?\s?{_FIGURE}(?:\s?[–-]\s?{_FIGURE})?)\s*(?P<close>\))?[*†‡¹²³]*"
    r"(?:\s(?:a|per)\s(?:year|month|week|day|annum)|\s?p\.?a\.?)?\s*",
    re.I,
)


def split_row(text: str) -> list[tuple[int, int]]:
    """The spans of a row's cells; an empty list for text that is not divided."""
    spans, start = [], 0
    for match in _JOINT.finditer(text):
        spans.append((start, match.start()))
        start = match.end()
    return [*spans, (start, len(text))] if spans else []


def is_figure(cell: str) -> bool:
    """Whether a figure is all of a cell."""
    return bool(_BARE.fullmatch(cell))


def row_quantities(
    passage: Passage,
    published: str,
    of_text: Callable[[Passage, int, int, str, int | None], list[Quantity]],
) -> list[Quantity]:
    """The quantities of a row in order; ``of_text`` reads the cells that are running text."""
    spans = split_row(passage.text)
    words = [passage.text[start:end] for start, end in spans]
    heads = [head_of(each, published) for each in heads_of(passage.context, words)]
    label = label_of(next((each for each in words if re.search(r"[A-Za-z]{2}", each)), ""), published)
    title = passage.section.split(" > ")[-1]
    caption = caption_of(title, published)
    first = heads[0] if len(heads[0].words.split()) <= CAPTION_WORDS else head_of("", published)
    period = period_of(words[0], heads[0], published)
    beside = _agreed(heads) or _printed(words, heads)
    rated = any(LIKELIHOOD.match(each.words) for each in heads)
    lost = 1 if any(each.words for each in heads) else _pounds_above(passage.context)
    rows: list[Quantity] = []
    for (start, end), head in zip(spans, heads, strict=True):
        bare = _BARE.fullmatch(passage.text, start, end)
        if label.thing and head is not heads[0] and head.words.lower() == "number":
            head = label
        if bare and not dates(passage.text[start:end], published):
            named = [first, label] if _UNIT_ONLY.fullmatch(first.words) else [label, first]
            named.insert(0 if caption.mark and label.thing and label.thing.kind == "sites" else 2, caption)
            aged = (
                label.thing and label.thing.kind == "staff" and head.thing and not counted.named(head.words)
            )
            says = [label if aged else head, *([beside] if head.general and head.words else []), *named]
            known = head.says or head.year or label.says
            score = (head.key and "£" not in bare["figure"]) or (rated and head.words.lower() == "impact")
            if not (score or (_year_like(bare["figure"]) and not known)):
                sources = [each for each in says if each]
                rows += _of_cell(passage, bare, head, label, sources, period, caption, lost)
        else:
            found = of_text(passage, start, end, published, head.year or period)
            if len(found) == 1 and found[0].kind in ("beds", "staff", "activity", "sites"):
                found = [replace(found[0], direction=found[0].direction or head.way)]
            rows += [each for each in found if each.kind != "date" or not _PAST_HEAD.search(head.words)]
    return rows


def heads_of(context: str, cells: list[str]) -> list[str]:
    """The head of each of the cells; a head is missing above the labels where there is one too few, or where
    the last column of figures would else have none. Where there are more heads than cells no one can say
    which is whose, and none is used."""
    count = len(cells)
    heads = [each.strip() for each in _JOINT.split(context)] if context else []
    if len(heads) == count and not heads[-1] and any(heads[1:]) and is_figure(cells[-1]):
        heads.pop()
    if len(heads) > count and any(heads[count:]):
        return [""] * count
    if len(heads) == count - 1:
        heads = ["", *heads]
    return [heads[i] if i < len(heads) else "" for i in range(count)]


def _pounds_above(context: str) -> float:
    """The scale that all heads in pounds print ("£millions"), for cells whose own head cannot be told."""
    scales = {
        head.scale for head in (head_of(each, "") for each in _JOINT.split(context)) if head.mark == "£"
    }
    return scales.pop() if len(scales) == 1 else 1


def _year_like(printed: str) -> bool:
    """Whether a bare cell may as well be a year: "1938" under a head that names nothing else is no count."""
    return bool(re.fullmatch(r"(?:1[89][0-9]{2}|20[0-4][0-9])", printed.strip()))


def _agreed(heads: list[Head]) -> Head | None:
    """What the heads that fix a unit agree on, for a head beside them that fixes none ("Change")."""
    saying = [
        each for each in heads[1:] if each.says and not (each.mark == "%" and _CHANGE.search(each.words))
    ]
    units = {(each.mark, each.scale, each.thing.unit if each.thing else "") for each in saying}
    return saying[0] if len(units) == 1 else None


def _printed(words: list[str], heads: list[Head]) -> Head | None:
    """The per cent that one cell of a row prints, for those beside it under heads as general as its own:
    "99% | 97.8 | 98.4" under "Target | July | August"."""
    cells = zip(words, heads, strict=True)
    general = [word for word, head in cells if head.general and head.words and is_figure(word)]
    marked = any(each.rstrip(" )*").endswith("%") for each in general)
    return head_of("%", "") if marked and not any("£" in each for each in general) else None


def _of_cell(
    passage: Passage,
    bare: re.Match[str],
    head: Head,
    label: Head,
    says: list[Head],
    period: int | None,
    caption: Head,
    lost: float,
) -> list[Quantity]:
    """The figure that is all of a cell; ``lost`` is the scale of its pounds where no head is known to be its
    own."""
    start, end = bare.span("figure")
    found = list(numbers(readable(passage.text[start:end])))
    if len(found) != 1:
        return []
    number = found[0]
    whole = not number.mark and abs(number.value) > 100
    part = "." in passage.text[start:end] and not number.scaled
    source = next((each for each in says if each.says and not _unfit(each, whole, part)), None)
    if not (number.mark or source):
        return []
    mark = number.mark or (source.mark if source else "")
    thing = source.thing if source and not mark else None
    scale = source.scale if source and source.mark == mark and not number.scaled else 1
    if number.mark == "£" and not (source and source.mark) and not number.scaled:
        scale = lost
    if thing and caption.thing and thing.unit == caption.thing.unit and not number.scaled:
        scale = max(scale, caption.scale)
    value = round(number.value * scale, 2)
    high = round(number.high * scale, 2) if number.high is not None else None
    brackets = bool(bare["open"] and bare["close"]) or "(" in bare["figure"]
    falls = brackets or number.sign == "-"
    share = bool(_UNIT_ONLY.fullmatch(head.words))
    if mark == "£":
        kind, unit, way = "money", "GBP", "up" if number.sign == "+" else ""
        value = -value if falls else value
        counts = money.meaning(f"{label.words} {head.words} {passage.section}", 0, 0)
    else:
        kind = thing.kind if thing else "percent"
        unit = _equivalent(thing, says) if thing else "percentage points" if mark == "points" else "percent"
        way = "up" if number.sign == "+" else "down" if falls else head.way or ("" if share else label.way)
        counts = (thing and source and source.words) or f"{label.words} {head.words}".strip()
        if thing and source is caption:
            counts = caption.words[thing.start : thing.end]
    year = head.year or label.year or period
    return [
        Quantity(passage.ref, kind, value, high, unit, way, year, counts, passage.text[start:end], start, end)
    ]


def _unfit(head: Head, whole: bool, part: bool) -> bool:
    """Whether a head cannot be that of a cell: a whole number over 100 is no per cent, and a part of a bed or
    of a person none that is counted."""
    counted = head.thing is not None and head.thing.kind != "staff" and head.scale == 1
    return (whole and head.mark == "%") or (part and counted)


def _equivalent(thing: Thing, says: list[Head]) -> str:
    """The unit of a thing: staff whose table is in WTE ("Staff group (WTE)") are counted so."""
    units = [each.thing.unit for each in says if each.thing and each.thing.unit in ("WTE", "FTE")]
    return units[0] if units and thing.kind == "staff" else thing.unit
