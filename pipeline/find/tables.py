"""The cells of a table's row: one quantity for a cell that is a figure.

Reads a row and the heads of its columns. A cell's unit is its own, or is said by the head of its column, the
heads beside it, the row's label, the head above the labels, or the caption, in this order; its year is its
column's or its label's. A cell of running text is read as such.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.find import money
from pipeline.find.counted import Thing, named
from pipeline.find.dates import dates
from pipeline.find.numbers import numbers, readable
from pipeline.records import Passage, Quantity

_JOINT = re.compile(r"\t|[ ]?\|[ ]?")
_POUNDS = re.compile(
    r"(?:£|\bGBP)(?!\s?(?:[1-9]|0(?!00)))\s?[’']?(?P<scale>m(?:illions?|n)?\b|millions?|bn\b|billions?|k\b|0{3}s?|thousands?)?",
    re.I,
)
_PER_CENT = re.compile(
    r"%|per ?cent\b|percentage|\bproportion\b|(?<!crude )(?<!standardised )(?<!mortality )"
    r"(?<!death )(?<!suicide )(?<!birth )\brates?\b|\boccupancy\b|\bprevalence\b",
    re.I,
)
_UP = re.compile(r"\b(?:increases?|growth|additional|new|extra|opening|opened|gained|added|created)\b", re.I)
_DOWN = re.compile(
    r"\b(?:reductions?|decreases?|closures?|closing|closed|fewer|cuts?|loss(?:es)?|lost|removed|reduced"
    r"|decommissioned)\b",
    re.I,
)
_WHEN = re.compile(
    r"(?:year )?(?:built|opened|constructed|refurbished|established)\b|year of\b|(?:date|age|built)\b"
    r"|construction|(?:building )?age\b",
    re.I,
)
_PERIOD = re.compile(r"(?:(?:financial|calendar) )?(?:years?|period|fy)|date|", re.I)
_AGES = re.compile(r"\b(?:over|under|aged)[ -][0-9]{2}s?\b(?! ?%)|\b[0-9]{2}(?: ?\+| and over)", re.I)
_CAPTION_WORDS = 10
"""A heading of more words does not name what its table counts."""
_PRINTED_PER_CENT = re.compile(r"%|per ?cent\b|percentage", re.I)
_CAPTION_ENDS = re.compile(
    r"\W*$|\W*(?:by|at|in|per|from|to|for|across|and|numbers?|base|capacity|requirements?|plan|model\w*"
    r"|change\w*|required|needed|available|open|in use|by"
    r"|20[0-9]{2})\b|\W*[(–:,-]",
    re.I,
)
_UNIT_ONLY = re.compile(r"\s*(?:%|per cent|£ ?(?:m|bn|k|0{3}s?))\s*", re.I)
_LABEL_ENDS = re.compile(
    r"\W*$|\W*(?:aged?|over|under|with|who|in|at|on|by|per|from|to|for|numbers?|total|seen|supported|waiting"
    r"|[0-9(])",
    re.I,
)
_KEY = re.compile(
    r"(?!(?:nos?\b\.?|numbers?) of\b)(?:ref|no|nos|number|#|id|row|rank|score|risk|priority|rag|lxi|page"
    r"|weight\w*)\b\.?|(?:[lcin]|count|likelihood|impact|consequence|severity|inherent|residual"
    r"|.*\b(?:scores?|rating|rank(?:ing)?|responses|comments|sessions|hours|minutes|los|length of stay"
    r"|(?<!bed )days))$",
    re.I,
)
_BOUND = re.compile(
    r"\b(?:[lu]ci|(?:lower|upper)(?: (?:limit|bound|ci))?|(?:95% )?(?:ci|confidence \w+))s?\W*$", re.I
)
"""A limit of confidence is no figure of its own."""
_THOUSANDS = re.compile(r"\b000[’']?s?\b|\bthousands\b", re.I)
_SHORT_YEAR = re.compile(
    r"\b((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*) (1[4-9]|2[0-9])(?=\W*$| [A-Za-z])"
)
"""A month and year as only the head of a column prints them: "Mar 17"."""
_RATE = re.compile(r"\bper (?:1,?000|10,?000|100,?000|head|capita|\w+ population)\b", re.I)
_GENERAL = re.compile(
    r"(?:the )?(?:change|variance|difference|movement|total|now|today|baseline|plan(?:ned)?|target"
    r"|forecast|actual|current|future|proposed|year \d|q\d|ambition|do nothing|\W|\d|fy|by|in|at|from|to"
    r"|gap|shortfall|required|(?:option|scenario|phase) \w{1,2}\b"
    r"|and|end|of|(?:jan|febr)uary|march|april|june|july|august|(?:sept|nov|dec)ember|october|jan|feb|mar|apr"
    r"|may|jun|jul|aug|sept?|oct|nov|dec|ytd|outturn)*",
    re.I,
)
_PART_OF = re.compile(r"(?:of|in) which\b", re.I)
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
    heads = [_head(each, published) for each in heads_of(passage.context, words)]
    label = _label(next((each for each in words if re.search(r"[A-Za-z]{2}", each)), ""), published)
    title = passage.section.split(" > ")[-1]
    caption = _caption(title, published)
    first = heads[0] if len(heads[0].words.split()) <= _CAPTION_WORDS else _head("", published)
    period = _period(words[0], heads[0], published)
    beside = _agreed(heads) or _printed(words, heads)
    rows: list[Quantity] = []
    for (start, end), head in zip(spans, heads, strict=True):
        bare = _BARE.fullmatch(passage.text, start, end)
        if bare and not dates(passage.text[start:end], published):
            named = [first, label] if _UNIT_ONLY.fullmatch(first.words) else [label, first]
            says = [head, *([beside] if head.general else []), *named, caption]
            known = head.says or head.year or label.says
            if not (head.key or (_year_like(bare["figure"]) and not known)):
                sources = [each for each in says if each]
                rows += _of_cell(passage, bare, head, label, sources, period, caption)
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


def _head(words: str, published: str) -> _Head:
    years = dates(_SHORT_YEAR.sub(r"\1-\2", words), published)
    year = (years[-1].high or years[-1].year) if years else None
    way = "up" if _UP.search(words) else "down" if _DOWN.search(words) else ""
    pounds = _POUNDS.search(words)
    general = bool(_GENERAL.fullmatch(words.strip()) or _PART_OF.match(words))
    if pounds:
        return _Head("£", _scale(pounds["scale"]), None, year, "", False, False, words)
    if _KEY.match(words.strip()) or _WHEN.match(words.strip()) or _RATE.search(words) or _BOUND.search(words):
        return _Head("", 1, None, None, "", True, False, words)
    if _PER_CENT.search(words):
        return _Head("%", 1, None, year, way, False, False, words)
    thing = named(words) or _aged(words)
    return _Head("", 1e3 if _THOUSANDS.search(words) else 1, thing, year, way, False, general, words)


def _caption(words: str, published: str) -> _Head:
    """What the heading above a table fixes: only one that ends with what it counts ("Acute beds by site"), or
    that prints a mark."""
    if len(words.split()) > _CAPTION_WORDS:
        return _head("", published)
    head = _head(words, published)
    if head.mark == "%" and not _PRINTED_PER_CENT.search(words):
        return head._replace(mark="")
    if head.thing and not _CAPTION_ENDS.match(words, head.thing.end):
        return head._replace(thing=None)
    return head


def _label(words: str, published: str) -> _Head:
    """What a row's label fixes: people only where they end it ("Adults with diabetes" does, "Children and
    social services" does not)."""
    head = _head(words, published)
    people = head.thing and head.thing.kind == "population"
    if head.thing and people and not _LABEL_ENDS.match(words, head.thing.end):
        return head._replace(thing=None)
    return head


def _aged(words: str) -> Thing | None:
    """The people that a head names by their age: "Over 65s", "Aged 85+"."""
    match = _AGES.search(words)
    return Thing("population", "people", *match.span()) if match else None


def _year_like(printed: str) -> bool:
    """Whether a bare cell may as well be a year: "1938" under a head that names nothing else is no count."""
    return bool(re.fullmatch(r"(?:1[89][0-9]{2}|20[0-4][0-9])", printed.strip()))


def _period(words: str, head: _Head, published: str) -> int | None:
    """The year that a row is about, where its first cell is nothing else: "2025", "2020/21"."""
    found = dates(words, published)
    if len(found) != 1 or not _PERIOD.fullmatch(head.words.strip()):
        return None
    whole = not re.search(r"\w", words[: found[0].start] + words[found[0].end :])
    return (found[0].high or found[0].year) if whole else None


def _scale(printed: str | None) -> float:
    return {"m": 1e6, "b": 1e9}.get(printed[0].lower(), 1e3) if printed else 1


def _agreed(heads: list[_Head]) -> _Head | None:
    """What the heads that fix a unit agree on, for a head beside them that fixes none ("Change")."""
    saying = [each for each in heads[1:] if each.says]
    units = {(each.mark, each.scale, each.thing.unit if each.thing else "") for each in saying}
    return saying[0] if len(units) == 1 else None


def _printed(words: list[str], heads: list[_Head]) -> _Head | None:
    """The per cent that one cell of a row prints, for those beside it under heads as general as its own:
    "99% | 97.8 | 98.4" under "Target | July | August"."""
    cells = zip(words, heads, strict=True)
    general = [word for word, head in cells if head.general and head.words and is_figure(word)]
    marked = any(each.rstrip(" )*").endswith("%") for each in general)
    return _head("%", "") if marked and not any("£" in each for each in general) else None


def _of_cell(
    passage: Passage,
    bare: re.Match[str],
    head: _Head,
    label: _Head,
    says: list[_Head],
    period: int | None,
    caption: _Head,
) -> list[Quantity]:
    """The figure that is all of a cell."""
    start, end = bare.span("figure")
    found = list(numbers(readable(passage.text[start:end])))
    if len(found) != 1:
        return []
    number = found[0]
    whole = not number.mark and abs(number.value) > 100
    source = next((each for each in says if each.says and not (whole and each.mark == "%")), None)
    if not (number.mark or source):
        return []
    mark = number.mark or (source.mark if source else "")
    thing = source.thing if source and not mark else None
    if thing and thing.kind != "staff" and "." in passage.text[start:end] and not number.scaled:
        return []
    scale = source.scale if source and source.mark == mark and not number.scaled else 1
    value = round(number.value * scale, 2)
    high = round(number.high * scale, 2) if number.high is not None else None
    brackets = bool(bare["open"] and bare["close"]) or "(" in bare["figure"]
    falls = brackets or number.sign == "-"
    if mark == "£":
        kind, unit, way = "money", "GBP", "up" if number.sign == "+" else ""
        value = -value if falls else value
        counts = money.meaning(f"{label.words} {head.words} {passage.section}", 0, 0)
    else:
        kind = thing.kind if thing else "percent"
        unit = _equivalent(thing, says) if thing else "percentage points" if mark == "points" else "percent"
        way = "up" if number.sign == "+" else "down" if falls else head.way or label.way
        counts = (thing and source and source.words) or f"{label.words} {head.words}".strip()
        if thing and source is caption:
            counts = caption.words[thing.start : thing.end]
    year = head.year or label.year or period
    return [
        Quantity(passage.ref, kind, value, high, unit, way, year, counts, passage.text[start:end], start, end)
    ]


def _equivalent(thing: Thing, says: list[_Head]) -> str:
    """The unit of a thing: staff whose table is in WTE ("Staff group (WTE)") are counted so."""
    units = [each.thing.unit for each in says if each.thing and each.thing.unit in ("WTE", "FTE")]
    return units[0] if units and thing.kind == "staff" else thing.unit
