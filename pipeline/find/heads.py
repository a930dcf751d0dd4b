"""What the head of a table's column, a row's label and a table's caption fix for the cells under them.

Reads their words, gives :class:`Head`: a unit (pounds with their scale, per cent, or a thing), a year, a
direction, or that the column counts nothing.
"""

import re
from typing import NamedTuple

from pipeline.find.counted import Thing, named
from pipeline.find.dates import dates

_POUNDS = re.compile(
    r"(?:£|\bGBP)(?!\s?(?:[1-9]|0(?!00)))\s?[’']?(?P<scale>m(?:illions?|n)?\b|millions?|bn\b"
    r"|billions?|k\b|0{3}s?|thousands?)?",
    re.I,
)
_PER_CENT = re.compile(
    r"%|per ?cent\b|percentage|\bproportion\b|(?<!crude )(?<!standardised )(?<!mortality )"
    r"(?<!death )(?<!suicide )(?<!birth )(?<!male )(?<!denom )\brates?\b|\boccupancy\b|\bprevalence\b",
    re.I,
)
_UP = re.compile(r"\b(?:increases?|growth|additional|new|extra|opening|opened|gained|added|created)\b", re.I)
_DOWN = re.compile(
    r"\b(?:reductions?|decreases?|closures?|closing|closed|fewer|cuts?|loss(?:es)?|lost|removed|reduced|avoided|prevented"
    r"|decommissioned)\b",
    re.I,
)
_WHEN = re.compile(
    r"(?:year )?(?:built|opened|constructed|refurbished|established)\b|year of\b|(?:date|age|built)\b"
    r"|construction|building age\b",
    re.I,
)
_PERIOD = re.compile(r"(?:(?:financial|calendar) )?(?:years?|quarters?|months?|period|fy)|date|", re.I)
_AGES = re.compile(r"\b(?:over|under|aged)[ -][0-9]{2}s?\b(?! ?%)|\b[0-9]{2}(?: ?\+| and over)", re.I)
CAPTION_WORDS = 10
"""A heading of more words does not name what its table counts."""
_PRINTED_PER_CENT = re.compile(r"%|per ?cent\b|percentage", re.I)
_CAPTION_ENDS = re.compile(
    r"\W*$|\W*(?:by|at|in|per|from|to|for|across|and|numbers?|base|capacity|requirements?|plan|model\w*|projections?|estimates?"
    r"|change\w*|required|needed|available|open|in use"
    r"|20[0-9]{2})\b|\W*[(–:,-]",
    re.I,
)
_LABEL_ENDS = re.compile(
    r"\W*$|\W*(?:aged?|over|under|with|who|in|at|on|by|per|from|to|for|numbers?|total|seen|supported|waiting"
    r"|[0-9(])",
    re.I,
)
_KEY = re.compile(
    r"(?!(?:nos?\b\.?|numbers?) of\b)(?:ref|no|nos|number|#|id|row|rank|score|risk|priority|rag|lxi|page"
    r"|weight(?:ing|s)?)\b\.?|(?:[lcin]|count|likelihood|probability|consequence|severity|inherent|residual"
    r"|option|scenario|phase|wave|tier|band|lot|stage|step|floor|room|zone)$",
    re.I,
)
_UNCOUNTED = re.compile(
    r"\b(?:scores?|rating|rank(?:ing)?|responses|comments|sessions|hours|minutes|los|length of stay"
    r"|(?<!bed )days)\W*$",
    re.I,
)
"""What a head may end with and count nothing of the eight kinds."""
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
_EACH = re.compile(r"[^(]* per (?!annum\b|year\b|month\b|week\b|day\b|quarter\b|night\b)", re.I)
"""What makes a thing a rate: "Patients per GP", but not "Contacts per year"."""
LIKELIHOOD = re.compile(r"(?:likelihood|probability|l)\b", re.I)
"""The head beside which an "Impact" is a score."""
_GENERAL = re.compile(
    r"(?:the )?(?:change|variance|difference|movement|total|now|today|baseline|plan(?:ned)?|target"
    r"|forecast|actual|current|future|proposed|year \d|q\d|ambition|do nothing|\W|\d|fy|by|in|at|from|to"
    r"|gap|shortfall|required|net|gross|reductions?|increases?|decreases?|(?:option|scenario|phase) \w{1,2}\b"
    r"|and|end|of|(?:jan|febr)uary|march|april|june|july|august|(?:sept|nov|dec)ember|october|jan|feb|mar|apr"
    r"|may|jun|jul|aug|sept?|oct|nov|dec|ytd|outturn)*",
    re.I,
)
_PART_OF = re.compile(r"(?:of|in) which\b", re.I)


class Head(NamedTuple):
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
        """Whether it fixes a unit."""
        return bool(self.mark or self.thing)


def head_of(words: str, published: str) -> Head:
    """What the words of a head fix; ``published`` is the plan's date."""
    years = dates(_SHORT_YEAR.sub(r"\1-\2", words), published)
    year = (years[-1].high or years[-1].year) if years else None
    way = "up" if _UP.search(words) else "down" if _DOWN.search(words) else ""
    pounds = _POUNDS.search(words)
    general = bool(_GENERAL.fullmatch(words.strip()) or _PART_OF.match(words))
    if pounds:
        return Head("£", _scale(pounds["scale"]), None, year, "", False, False, words)
    if _KEY.match(words.strip()) or _WHEN.match(words.strip()) or _RATE.search(words) or _BOUND.search(words):
        return Head("", 1, None, None, "", True, False, words)
    if _PER_CENT.search(words):
        return Head("%", 1, None, year, way, False, False, words)
    if _UNCOUNTED.search(words):
        return Head("", 1, None, None, "", True, False, words)
    thing = named(words) or _aged(words)
    if thing and _EACH.match(words, thing.end):
        return Head("", 1, None, None, "", True, False, words)
    return Head("", 1e3 if _THOUSANDS.search(words) else 1, thing, year, way, False, general, words)


def caption_of(words: str, published: str) -> Head:
    """What the heading above a table fixes: only one that ends with what it counts ("Acute beds by site"), or
    that prints a mark."""
    if len(words.split()) > CAPTION_WORDS:
        return head_of("", published)
    head = head_of(words, published)
    if head.mark == "%" and not _PRINTED_PER_CENT.search(words):
        return head._replace(mark="")
    if head.thing and not _CAPTION_ENDS.match(words, head.thing.end):
        return head._replace(thing=None)
    return head


def label_of(words: str, published: str) -> Head:
    """What a row's label fixes: people only where they end it ("Adults with diabetes" does, "Children and
    social services" does not)."""
    head = head_of(words, published)
    people = head.thing and head.thing.kind == "population"
    if head.thing and people and not _LABEL_ENDS.match(words, head.thing.end):
        return head._replace(thing=None)
    return head


def _aged(words: str) -> Thing | None:
    """The people that a head names by their age: "Over 65s", "Aged 85+"."""
    match = _AGES.search(words)
    return Thing("population", "people", *match.span()) if match else None


def period_of(words: str, head: Head, published: str) -> int | None:
    """The year that a row is about, where its first cell is nothing else: "2025", "2020/21"."""
    found = dates(words, published)
    if len(found) != 1 or not _PERIOD.fullmatch(head.words.strip()):
        return None
    rest = words[: found[0].start] + words[found[0].end :]
    whole = not re.search(r"\w", re.sub(r"\b(?:by|end|of|the|in|from)\b", "", rest, flags=re.I))
    return (found[0].high or found[0].year) if whole else None


def _scale(printed: str | None) -> float:
    return {"m": 1e6, "b": 1e9}.get(printed[0].lower(), 1e3) if printed else 1
