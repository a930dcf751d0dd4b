"""The year of a figure: the date that its sentence sets it.

Reads the figures and dates of a text. The date after a figure is its own unless another figure stands between
with a verb of its own; else one before it in its sentence is. The first of a pair, the whole that a part is
taken from, and a set that is only referred to have none.
"""

import re
from itertools import pairwise

from pipeline.find.dates import Date
from pipeline.find.figures import Figure
from pipeline.find.relations import ARROW, FROM_BEFORE, OWN_VERB, TO_TOTAL, WHOLE, pair, part

_COMMA = re.compile(r"(?:,|,? and) ")
_NOW = re.compile(
    r"(?: beds| staff)? (?:today|now|currently|this year|at present|thereafter|afterwards)\b", re.I
)
_STANDS = re.compile(
    r" (?:will|would|is (?:expected|forecast|projected|set) to) (?:need to )?(?:grow|rise|fall|increase"
    r"|shrink|decline|reduce)\b",
    re.I,
)
"""What makes a figure the one that stands before its change: "a population of 268,000 will grow"."""
_REFERRED = re.compile(
    r"\b(?:the|our|its|their|these|those|both|all|all the|all our|existing|current|present|each of the"
    r"|across|\w+['’]s) $",
    re.I,
)
_OLDEST = 1990
"""An earlier year is that of a building or a law, and not of a plan's figures."""
_NO_YEAR = re.compile(
    r"\b(?:(?:Act|Regulations|Order|Bill|Directive)(?: of)?|compared (?:to|with)|than (?:\w+ )?in) $"
)
_BASELINE = re.compile(r"\b(?:below|above)(?: the| its)? $")
"""What makes the date after a figure the one it is measured by: "2% below 2015/16"."""
_CITED = re.compile(r"\([^()]*[A-Z][^()]*, $")
_OTHER_YEAR = re.compile(
    r"[^.;,0-9]{0,20}?\b(?:(?:a|one|two|three|[0-9]) years? (?:later|earlier|on|before|ago)"
    r"|the year after|this year)\b",
    re.I,
)
_OWN = re.compile(
    r", (?:and|but) (?:we|they|it|this|that|there|would|will|could|should|is|are)\b"
    r"|\b(?:against|compared|than|while|whereas|but|which|who|whom|where|a year|each year|per year|per annum"
    r"|annually|now|currently|today"
    r"|at present|(?:up|down) from|of (?:them|whom|which|these|those)|(?:in|by) year (?:one|two|three|four"
    r"|five|[1-5])|rising|falling|growing|reaching|increasing|reducing|returning)\b"
    r"|\b(?:ris(?:e|es)|rose|f[ae]lls?|drops?|grows?|grew|increase[sd]?|decrease[sd]?|shrinks?|shrank"
    r"|doubles?"
    r"|(?:go(?:es)?|went|come|came)(?: up| down)?) to\b",
    re.I,
)
"""What between two figures keeps the date of the second from the first."""
_CLAUSE = re.compile(r"[^.;]*, (?:and|but) (?:about |around |some |a further |another )?")
"""What begins a new clause, if a verb follows: "recruited 48 nurses, and a further 60 are due in 2018"."""
_PARTED = re.compile(
    r"[;:•●]\s|\bsince\b|\b(?:so that|which means|meaning|(?:double|twice|half|treble) (?:the|that|what))\b"
)
"""What between a figure and a date keeps them apart, whatever else stands there."""


def year(text: str, listed: list[Figure], i: int, found: list[Date], sentence: tuple[int, int]) -> int | None:
    """The year of the figure ``i``: the date after it in its clause, else one before it in its sentence."""
    start, end = sentence
    figure = listed[i]
    number = figure.number
    before = listed[i - 1] if i and listed[i - 1].number.start >= start else None
    usable = [each for each in found if start <= each.start < end and not _no_year(text, each)]
    if (paired := _respectively(text, listed, i, usable, sentence)) is not None:
        return paired
    later = [each for each in usable if number.end <= each.start and not _aside(text, each, number.end)]
    earlier = [each for each in usable if each.end <= number.start and not _aside(text, each, number.start)]
    if later and earlier and _heads(text, listed[i + 1 :], later[0], figure.kind):
        later = []
    if later and _BASELINE.search(text, number.end, later[0].start):
        later = []
    if before and pair(text, before, figure):
        earlier = [each for each in earlier if each.start < before.number.start]
    after = listed[i + 1] if i + 1 < len(listed) else None
    if after and pair(text, figure, after):
        earlier = []
    if _NOW.match(text, figure.end) or _STANDS.match(text, figure.end) or _OTHER_YEAR.match(text, figure.end):
        return None
    if before and FROM_BEFORE.search(text, before.end, number.start):
        earlier = []
    if before and part(text, before, figure):
        return None
    whole = _whole(text, listed, i, start) and not (later and after and later[0].start < after.number.start)
    if whole or ARROW.match(text, figure.end):
        return None
    if later and _reaches(text, listed, i, later[0], bool(earlier)):
        return later[0].high or later[0].year
    earlier = [each for each in earlier if not re.search(r"\b[Ss]ince (?:\w+ )?$", text[start : each.start])]
    if earlier and not re.search(r"[;•●]\s", text[earlier[-1].end : number.start]):
        return earlier[-1].high or earlier[-1].year
    return None


def _heads(text: str, rest: list[Figure], date: Date, kind: str) -> bool:
    """Whether a date leads to the figure after it: "£6m in 2017/18 and for 2018/19 £7m"."""
    after = next((each for each in rest if each.number.start >= date.end), None)
    return bool(after and after.kind == kind and text[date.end : after.number.start] in (" ", ": ", ", "))


def _aside(text: str, date: Date, place: int) -> bool:
    """Whether a date is in brackets and of the figure there, not of one outside at ``place``: "£3m (2015/16:
    £2m)"."""
    if not text.startswith(":", date.end):
        return False
    return "(" in text[place : date.start] or ")" in text[date.end : place]


def _no_year(text: str, date: Date) -> bool:
    """Whether a date is that of a law, a building, a baseline or a work that is cited, and so of no figure
    beside it."""
    before = text[max(0, date.start - 80) : date.start]
    cited = date.end - date.start == 4 and text.startswith(")", date.end) and _CITED.search(before)
    return date.year < _OLDEST or bool(cited or _NO_YEAR.search(before))


def _whole(text: str, listed: list[Figure], i: int, start: int) -> bool:
    """Whether a figure is only the whole that the next is a part of: "of the £22m, £9m had been spent"."""
    after = listed[i + 1] if i + 1 < len(listed) else None
    return bool(after and after.kind == listed[i].kind and WHOLE.search(text[start : listed[i].number.start]))


def _respectively(
    text: str, listed: list[Figure], i: int, found: list[Date], sentence: tuple[int, int]
) -> int | None:
    """The year of a figure of a list that goes with a list of dates: "£2m and £5m in 2017/18 and 2018/19
    respectively", or without that word where each list is whole: "£2m, £5m and £9m"."""
    start, end = sentence
    alike = [each for each in listed if start <= each.number.start < end and each.kind == listed[i].kind]
    if len(alike) != len(found) or len(found) < 2:
        return None
    rows = (
        [(each.start, each.end) for each in found],
        [(each.number.start, each.number.end) for each in alike],
    )
    if "respectively" not in text[start:end] and not all(_in_row(text, row) for row in rows):
        return None
    date = found[alike.index(listed[i])]
    return date.high or date.year


def _in_row(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether some spans are a list, with nothing else between them."""
    return all(_COMMA.fullmatch(text, first[1], second[0]) for first, second in pairwise(spans))


def referred(text: str, figure: Figure) -> bool:
    """Whether a figure names a set that is there already: "the two main sites", "all 42 practices"."""
    start = figure.number.start
    named = figure.thing is not None and figure.thing.start >= start
    return named and bool(_REFERRED.search(text[max(0, start - 24) : start]))


def _reaches(text: str, listed: list[Figure], i: int, date: Date, earlier: bool) -> bool:
    """Whether a date after a figure is its own: no other figure stands between, or they are a list before
    it."""
    between = text[listed[i].number.end : date.start]
    if _PARTED.search(between):
        return False
    if earlier and re.search(r", (?:and|but|then) ", between):
        return False
    nearer = [each for each in listed[i + 1 :] if each.number.start < date.start]
    if nearer and listed[i].kind == "percent" != nearer[0].kind:
        nearer = nearer[bool(TO_TOTAL.fullmatch(text, listed[i].end, nearer[0].number.start)) :]
    if not nearer:
        return True
    if _CLAUSE.fullmatch(text, listed[i].end, nearer[0].number.start) and OWN_VERB.match(text, nearer[0].end):
        return False
    return not (earlier or pair(text, listed[i], nearer[0]) or _OWN.search(between))
