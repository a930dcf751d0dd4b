"""What ties a figure to its sentence: its direction and its year.

Reads the figures and dates of a text. Figures are read in pairs ("from 600 to 480", "60 → 110") and lists
("close 40 beds and 12 cots"), since what is said of one holds for the others.
"""

import re
from itertools import pairwise

from pipeline.find import direction
from pipeline.find.dates import Date
from pipeline.find.figures import Figure

_ARROW = re.compile(r"\s?(?:→|➔|➜|⇒|->)\s?")
_FROM = re.compile(
    r"\bfrom (?:about |around |the current |a |an |its |some |the |under |over |nearly |just )*$"
    r"|\bfrom (?:its|the|our|their|an?) (?:[\w-]+ ){1,4}of $",
    re.I,
)
_SPREAD = re.compile(r"(?:\brang\w*|\bvar(?:y|i)\w*|\banything|\banywhere) from (?:\w+ )?$", re.I)
_TO = re.compile(
    r"\b(?:to|down to|up to) (?:about |around |just |only |some |under |over |nearly |a |no more than )*$"
    r"|\bto (?:its|the|our|their|an?) (?:[\w-]+ ){1,4}of $",
    re.I,
)
_AND = re.compile(
    r"(?: (?:at|in|on) [\w&’' -]+?)?(?:,| and| or|, and|, or| plus| of|,? with|\W? ?\() ?(?:about "
    r"|around |some |a further |another )*",
    re.I,
)
_SAME_AS_SHARE = re.compile(r"(?:,? or|,| \() ?(?:about |around )?", re.I)
_OR = re.compile(r"(?:,? or|,(?= (?:about|around|some)\b)) (?:about |around |some )?", re.I)
_LIKEWISE = re.compile(
    r" (?:from|in|at|on|for|by|across|of) (?:(?!(?:is|are|was|were|will|would|to|but|which)\b)[\w’'&-]+ ?"
    r"|\x00+ ?){1,6}(?:,|,? and) (?:about |around |some )?"
)
"""What stands between figures of one kind that one verb governs: "cut £8m from grants and £22m from care"."""
_NAMED = re.compile(r" (?:[\w’'&-]+ ){1,4}and (?:the |an? )?")
"""What stands between things that are named by their size: "the 16-bed Ash ward and the 22-bed Elm ward"."""
_NAME = re.compile(r"^ (?:[\w’'-]+ ){1,3}(?=(?:will|would|is|are|was|opens|opened|closes|closed)\b)")
"""What a number of beds describes, before its verb: "an 11-bed hospice opened"."""
_OWN_VERB = re.compile(r" (?:is|are|was|were|will|would|has|have|had|can|could|should|may|must|to)\b")
_FURTHER = re.compile(r"[^.;:]{0,60}?\b(?:and|plus|then) (?:about |up to )?(?:a further|another) ", re.I)
_TO_TOTAL = re.compile(r",? to (?:about |around |some )?", re.I)
_CARRIED = re.compile(r"(?:,| and|, and) (?:about |around |some )?$", re.I)
_SAME_VERB = re.compile(
    r"\band the (?:number|proportion|share) of [\w -]{1,50} (?:by|to) (?:about |around |some )?$"
)
"""What carries a verb on: "reduce support staff by 63 and the number of managers by 12"."""
_COMMA = re.compile(r"(?:,|,? and) ")
_PART_OF = re.compile(r" (?:out )?of (?:all )?(?:the |our |its |their |these |those )?")
_WHOLE = re.compile(r"(?:^|, )\W*of (?:the |our |its |these |those |all |about |around )*$", re.I)
_FROM_BEFORE = re.compile(r"[ ,–-](?P<way>up|down) from (?:about |around |the |some )?$", re.I)
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
_DENIED = re.compile(
    r"\b(?:no (?:plans?|intentions?|proposals?|need) to|not(?! only)|n['’]t|never|rather than|instead of"
    r")\b[^.;:,]{0,60}$",
    re.I,
)
"""What takes the change out of a figure: "no plans to close any of the 46 beds"."""
_OLDEST = 1990
"""An earlier year is that of a building or a law, and not of a plan's figures."""
_NO_YEAR = re.compile(
    r"\b(?:(?:Act|Regulations|Order|Bill|Directive)(?: of)?|compared (?:to|with)|than (?:\w+ )?in|below"
    r"|above) $"
)
_CITED = re.compile(r"\([^()]*[A-Z][^()]*, $")
_OTHER_YEAR = re.compile(
    r"[^.;,]{0,20}?\b(?:a|one|two|three|[0-9]) years? (?:later|earlier|on|before|ago)\b", re.I
)
_OWN = re.compile(
    r", (?:and|but) (?:we|they|it|would|will|could|should|is|are)\b|\b(?:against|compared|than|while"
    r"|whereas|but|which|who|whom|where|a year|each year|per year|per annum|annually|now|currently|today"
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
_REACH = 70
"""How many characters after a figure its verb may stand ("eight hubs serving 30,000 each will be opened")."""
_NEAR = 40
"""How near its verb stands after a figure that a "further" would else make a gain: "a further 3% is cut"."""
_LONGEST = 8
"""How many figures of one list share a verb."""
_CAPACITY = ("beds", "sites", "staff")


def way(text: str, listed: list[Figure], i: int, start: int, lead: str = "") -> str:
    """The direction of the figure ``i`` of a sentence that begins at ``start``; ``lead`` leads in to it."""
    figure = listed[i]
    number = figure.number
    if number.sign and number.mark != "£":
        return "up" if number.sign == "+" else "down"
    before = listed[i - 1] if i and listed[i - 1].number.start >= start else None
    after = listed[i + 1] if i + 1 < len(listed) else None
    if before and _pair(text, before, figure):
        return "up" if number.value > before.number.value else "down"
    if after and _pair(text, figure, after):
        return ""
    if (before and _part(text, before, figure)) or (after and _WHOLE.search(text[start : number.start])):
        return direction.inside(text, number.end, figure.end) if figure.thing else ""
    if (
        after
        and after.kind == figure.kind
        and (came := _FROM_BEFORE.search(text, figure.end, after.number.start))
    ):
        return came["way"].lower()
    if _DENIED.search(text, start, number.start):
        return ""
    said = direction.inside(text, number.end, figure.end)
    if figure.kind in (*_CAPACITY, "activity"):
        said = said or direction.replaced(text, number.start, figure.end)
    return said or _said(text, listed, i, start, lead) or direction.led(lead)


def _said(text: str, listed: list[Figure], i: int, start: int, lead: str) -> str:
    """The direction that a verb gives the figure, or the list that it stands in."""
    for n in range(i, max(i - _LONGEST, -1), -1):
        place = listed[n].number.start
        if place < start:
            break
        led = "" if _means(text, listed[n], start, lead) else lead
        said = direction.governed(f"{led} {text[start:place]}", len(led) + 1 + place - start)
        if said:
            return said
        if n and _SAME_VERB.search(text, listed[n - 1].end, place):
            return way(text, listed, n - 1, start, lead)
        if n == 0 or not _listed(text, listed[n - 1], listed[n]):
            break
    said = _passive(text, listed, i) if listed[i].kind in _CAPACITY else ""
    if said or (i and listed[i - 1].number.start >= start and _goes_on(text, listed[i - 1], listed[i])):
        return said
    if added := direction.added(text[start:], listed[i].number.start - start):
        return direction.passive(text[listed[i].end : listed[i].end + _NEAR]) or added
    return way(text, listed, i - 1, start, lead) if _carried(text, listed, i, start) else ""


def _passive(text: str, listed: list[Figure], i: int) -> str:
    """The direction that the verb after a figure gives it, or after the list that it begins."""
    last = i + 1 if i + 1 < len(listed) and _part(text, listed[i], listed[i + 1]) else i
    while last + 1 < min(len(listed), i + _LONGEST) and _listed(text, listed[last], listed[last + 1]):
        last += 1
    stop = next((each.number.start for each in listed[last + 1 :] if each.kind in _CAPACITY), len(text))
    rest = text[listed[last].end : min(stop, listed[last].end + _REACH)]
    if listed[last].number.joined:
        rest = _NAME.sub(" ", rest)
    return direction.passive(re.split(r"[.;:•]", re.sub(r"^\W*\([^)]*\)", "", rest))[0])


def _pair(text: str, first: Figure, second: Figure) -> bool:
    """Whether two figures are the two ends of a change."""
    between = text[first.number.end : second.number.start]
    if first.kind != second.kind or first.number.value == second.number.value:
        return False
    if _ARROW.fullmatch(between):
        return True
    before = text[max(0, first.number.start - 60) : first.number.start]
    return bool(
        _FROM.search(before) and not _SPREAD.search(before) and len(between) < 70 and _TO.search(between)
    )


def _listed(text: str, first: Figure, second: Figure) -> bool:
    """Whether two figures stand in one list: "40 beds and 12 cots", "£3.3m, or 1.4%"."""
    between = text[first.number.end : second.number.start]
    if _goes_on(text, first, second):
        return True
    if first.kind == "percent" != second.kind:
        total = _TO_TOTAL.fullmatch(text, first.number.end, second.number.start)
        return bool(total or _OR.fullmatch(text, first.number.end, second.number.start))
    if second.kind == "percent" and first.kind != "percent":
        return bool(_SAME_AS_SHARE.fullmatch(text, first.end, second.number.start))
    tail = text[first.end : second.number.start] if first.end <= second.number.start else between
    if first.number.joined and second.number.joined and _NAMED.fullmatch(tail):
        return True
    if first.kind == second.kind and _LIKEWISE.fullmatch(tail):
        return not _OWN_VERB.match(text, second.end)
    return first.kind in _CAPACITY and second.kind in _CAPACITY and bool(_AND.fullmatch(tail))


def _means(text: str, figure: Figure, start: int, lead: str) -> bool:
    """Whether a bullet names by what a change is made, not how much of it: "reduce acute beds by:" and then
    "24 step-up beds in care homes"."""
    led_by = figure.thing and figure.thing.start >= figure.number.end and re.search(r"\bby$", lead)
    return bool(led_by and not re.search(r"\w", text[start : figure.number.start]))


def _carried(text: str, listed: list[Figure], i: int, start: int) -> bool:
    """Whether a figure has its noun, and so its verb, from the one before it: "62 beds to close at Eastmoor
    and 24 at Norwick"."""
    before = listed[i - 1] if i else None
    return bool(
        before
        and before.number.start >= start
        and before.thing
        and before.thing is listed[i].thing
        and _CARRIED.search(text, before.end, listed[i].number.start)
    )


def _goes_on(text: str, first: Figure, second: Figure) -> bool:
    """Whether the second figure carries the first one on: "£12m in 2017/18 and a further £9m"."""
    return first.kind == second.kind and bool(_FURTHER.fullmatch(text, first.number.end, second.number.start))


def _part(text: str, first: Figure, second: Figure) -> bool:
    """Whether the first figure is a part of the second, a set of the same: "two of the eight wards"."""
    return first.unit == second.unit and bool(_PART_OF.fullmatch(text, first.number.end, second.number.start))


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
    if before and _pair(text, before, figure):
        earlier = [each for each in earlier if each.start < before.number.start]
    after = listed[i + 1] if i + 1 < len(listed) else None
    if after and _pair(text, figure, after):
        earlier = []
    if _NOW.match(text, figure.end) or _STANDS.match(text, figure.end) or _OTHER_YEAR.match(text, figure.end):
        return None
    if before and _FROM_BEFORE.search(text, before.end, number.start):
        earlier = []
    part = before and _part(text, before, figure)
    if part or _ARROW.match(text, figure.end) or _whole(text, listed, i, start):
        return None
    if later and _reaches(text, listed, i, later[0], bool(earlier)):
        return later[0].high or later[0].year
    earlier = [each for each in earlier if not re.search(r"\b[Ss]ince (?:\w+ )?$", text[start : each.start])]
    if earlier and not re.search(r"[;•●]\s", text[earlier[-1].end : number.start]):
        return earlier[-1].high or earlier[-1].year
    return None


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
    return bool(
        after and after.kind == listed[i].kind and _WHOLE.search(text[start : listed[i].number.start])
    )


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
        nearer = nearer[bool(_TO_TOTAL.fullmatch(text, listed[i].end, nearer[0].number.start)) :]
    if not nearer:
        return True
    if _CLAUSE.fullmatch(text, listed[i].end, nearer[0].number.start) and _OWN_VERB.match(
        text, nearer[0].end
    ):
        return False
    return not (earlier or _pair(text, listed[i], nearer[0]) or _OWN.search(between))
