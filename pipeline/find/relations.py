"""What ties a figure to its sentence: its direction and its year.

Reads the figures and dates of a text. Figures are read in pairs ("from 600 to 480", "60 → 110") and lists
("close 40 beds and 12 cots"), since what is said of one holds for the others.
"""

import re

from pipeline.find import direction
from pipeline.find.dates import Date
from pipeline.find.figures import Figure

_ARROW = re.compile(r"\s?(?:→|➔|➜|⇒|->)\s?")
_FROM = re.compile(
    r"\bfrom (?:about |around |the current |a |an |its |some |the |under |over |nearly |just )*$", re.I
)
_SPREAD = re.compile(r"(?:\brang\w*|\bvar(?:y|i)\w*|\banything|\banywhere) from (?:\w+ )?$", re.I)
_TO = re.compile(
    r"\b(?:to|down to|up to) (?:about |around |just |only |some |under |over |nearly |a |no more than )*$",
    re.I,
)
_AND = re.compile(
    r"(?: (?:at|in|on) [\w&’' -]+?)?(?:,| and| or|, and| plus|\W? ?\() ?(?:about |around |some |a further "
    r"|another )*",
    re.I,
)
_SAME_AS_SHARE = re.compile(r"(?:,? or|,| \() ?(?:about |around )?", re.I)
_DATED_AND = re.compile(r" (?:in|by|from) \x00+(?:,| and|, and) ")
_REFERRED = re.compile(
    r"\b(?:the|our|its|their|these|those|both|all|all the|all our|existing|current|present|each of the"
    r"|across|\w+['’]s) $",
    re.I,
)
_OWN = re.compile(
    r", (?:and|but) (?:we|they|it|would|will|could|should|is|are)\b|\b(?:against|compared|than|while"
    r"|whereas|but|which|who|whom|where|a year|each year|per year|per annum|annually|now|currently|today"
    r"|at present|rising|falling|growing|reaching|increasing|reducing|returning)\b",
    re.I,
)
"""What between two figures keeps the date of the second from the first."""
_REACH = 70
"""How many characters after a figure its verb may stand ("eight hubs serving 30,000 each will be opened")."""
_LONGEST = 8
"""How many figures of one list share a verb."""
_CAPACITY = ("beds", "sites", "staff")


def way(text: str, listed: list[Figure], i: int, start: int, lead: str = "") -> str:
    """The direction of the figure ``i`` of a sentence that begins at ``start``; ``lead`` leads in to it."""
    figure = listed[i]
    number = figure.number
    if number.sign and not number.mark:
        return "up" if number.sign == "+" else "down"
    before = listed[i - 1] if i and listed[i - 1].number.start >= start else None
    after = listed[i + 1] if i + 1 < len(listed) else None
    if before and _pair(text, before, figure):
        return "up" if number.value > before.number.value else "down"
    if after and _pair(text, figure, after):
        return ""
    said = direction.inside(text, number.end, figure.end)
    return said or _said(text, listed, i, start, lead)


def _said(text: str, listed: list[Figure], i: int, start: int, lead: str) -> str:
    """The direction that a verb gives the figure, or the list that it stands in."""
    for n in range(i, max(i - _LONGEST, -1), -1):
        place = listed[n].number.start
        if place < start:
            break
        said = direction.governed(f"{lead} {text[start:place]}", len(lead) + 1 + place - start)
        if said:
            return said
        if n == 0 or not _listed(text, listed[n - 1], listed[n]):
            break
    said = _passive(text, listed, i) if listed[i].kind in _CAPACITY else ""
    return said or direction.added(text[start:], listed[i].number.start - start)


def _passive(text: str, listed: list[Figure], i: int) -> str:
    """The direction that the verb after a figure gives it, or after the list that it begins."""
    last = i
    while last + 1 < min(len(listed), i + _LONGEST) and _listed(text, listed[last], listed[last + 1]):
        last += 1
    stop = next((each.number.start for each in listed[last + 1 :] if each.kind in _CAPACITY), len(text))
    rest = text[listed[last].end : min(stop, listed[last].end + _REACH)]
    return direction.passive(re.split(r"[.;:•]", re.sub(r"^\W*\([^)]*\)", "", rest))[0])


def _pair(text: str, first: Figure, second: Figure) -> bool:
    """Whether two figures are the two ends of a change."""
    between = text[first.number.end : second.number.start]
    if first.kind != second.kind or first.number.value == second.number.value:
        return False
    if _ARROW.fullmatch(between):
        return True
    before = text[max(0, first.number.start - 32) : first.number.start]
    return bool(
        _FROM.search(before) and not _SPREAD.search(before) and len(between) < 70 and _TO.search(between)
    )


def _listed(text: str, first: Figure, second: Figure) -> bool:
    """Whether two figures stand in one list: "40 beds and 12 cots", "£3.3m, or 1.4%"."""
    between = text[first.number.end : second.number.start]
    if second.kind == "percent" and first.kind != "percent":
        return bool(_SAME_AS_SHARE.fullmatch(text, first.end, second.number.start))
    tail = text[first.end : second.number.start] if first.end <= second.number.start else between
    if first.kind == second.kind == "percent":
        return bool(_DATED_AND.fullmatch(tail))
    return first.kind in _CAPACITY and second.kind in _CAPACITY and bool(_AND.fullmatch(tail))


def year(text: str, listed: list[Figure], i: int, found: list[Date], sentence: tuple[int, int]) -> int | None:
    """The year of the figure ``i``: the date after it in its clause, else one before it in its sentence."""
    start, end = sentence
    figure = listed[i]
    number = figure.number
    before = listed[i - 1] if i and listed[i - 1].number.start >= start else None
    later = [each for each in found if number.end <= each.start < end]
    earlier = [each for each in found if start <= each.start and each.end <= number.start]
    if before and _pair(text, before, figure):
        earlier = [each for each in earlier if each.start < before.number.start]
    if later and _reaches(text, listed, i, later[0], bool(earlier)):
        return later[0].high or later[0].year
    if earlier and not re.search(r"[;•●]\s", text[earlier[-1].end : number.start]):
        return earlier[-1].high or earlier[-1].year
    return None


def referred(text: str, figure: Figure) -> bool:
    """Whether a figure names a set that is there already: "the two main sites", "all 42 practices"."""
    start = figure.number.start
    return figure.kind not in ("money", "percent", "date") and bool(
        _REFERRED.search(text[max(0, start - 24) : start])
    )


def _reaches(text: str, listed: list[Figure], i: int, date: Date, earlier: bool) -> bool:
    """Whether a date after a figure is its own: no other figure stands between, or they are a list before
    it."""
    between = text[listed[i].number.end : date.start]
    if re.search(r"[;:•●]\s|\bsince\b", between):
        return False
    nearer = [each for each in listed[i + 1 :] if each.number.start < date.start]
    if not nearer:
        return True
    return not (earlier or _pair(text, listed[i], nearer[0]) or _OWN.search(between))
