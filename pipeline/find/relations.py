"""What ties a figure to its sentence: its direction.

Reads the figures of a text. Figures are read in pairs ("from 600 to 480", "60 → 110") and lists
("close 40 beds and 12 cots"), since what is said of one holds for the others.
"""

import re

from pipeline.find import direction
from pipeline.find.figures import Figure

ARROW = re.compile(r"\s?(?:→|➔|➜|⇒|->)\s?")
_FROM = re.compile(
    r"\bfrom (?:about |around |the current |a |an |its |some |the |under |over |nearly |just )*$"
    r"|\bfrom (?:its|the|our|their|an?) (?:[\w-]+ ){1,4}of $"
    r"|\b(?:reduc|cut|increas|expand|rais|lower|shrink)\w* (?:its|our|their|the) $",
    re.I,
)
_SPREAD = re.compile(r"(?:\brang\w*|\bvar(?:y|i)\w*|\banything|\banywhere) from (?:\w+ )?$", re.I)
_TO = re.compile(
    r"\b(?:to|down to|up to) (?:about |around |just |only |some |under |over |below |above "
    r"|nearly |a |no more than )*$"
    r"|\bto (?:its|the|our|their|an?) (?:[\w-]+ ){1,4}of $",
    re.I,
)
_FURTHER_SHARE = re.compile(r"\b(?:further|another) (?:\w+ )?$", re.I)
"""A further share only goes on counting: "a further 9% were women"."""
_TURNS = re.compile(r"surplus[^.;]*\bto [^.;]*deficit|deficit[^.;]*\bto [^.;]*surplus", re.I)
"""Where a surplus becomes a deficit no sum has risen."""
_AND = re.compile(
    r"(?: (?:at|in|on) [\w&’' -]+?)?(?:,| and| or|, and|, or| plus| of|,? with|\W? ?\() ?(?:about "
    r"|around |some |a further |another )*",
    re.I,
)
_SAME_AS_SHARE = re.compile(r"(?:,? or|,| \() ?(?:about |around )?", re.I)
_OR = re.compile(
    r"(?:,? or|,(?= (?:about|around|some)\b)) (?:about |around |some )?| \((?:about |around |some )?", re.I
)
_LIKEWISE = re.compile(
    r" (?:\x00+|(?:from|in|at|on|for|by|across|of) (?:(?!(?:is|are|was|were|will|would|to|but|which)\b)"
    r"[\w’'&-]+ ?|\x00+ ?){1,6})(?:,|,? and) (?:about |around |some )?"
)
"""What stands between figures of one kind that one verb governs: "cut £8m from grants and £22m from care"."""
_NAMED = re.compile(r" (?:[\w’'&-]+ ){1,4}and (?:the |an? )?")
"""What stands between things that are named by their size: "the 16-bed Ash ward and the 22-bed Elm ward"."""
_NAME = re.compile(r"^ (?:[\w’'-]+ ){1,3}(?=(?:will|would|is|are|was|opens|opened|closes|closed)\b)")
"""What a number of beds describes, before its verb: "an 11-bed hospice opened"."""
OWN_VERB = re.compile(r" (?:is|are|was|were|will|would|has|have|had|can|could|should|may|must|to)\b")
_FURTHER = re.compile(r"[^.;:]{0,60}?\b(?:and|plus|then) (?:about |up to )?(?:a further|another) ", re.I)
TO_TOTAL = re.compile(r"(?: since \x00+)?,? to (?:about |around |some )?", re.I)
_TO_ALL = re.compile(r" (?:in|over|during) (?:the|a) [a-z]+(?: [a-z]+)?, to (?:about |around )?")
"""What leads from a change to what it comes to: "rose by 42 WTE in the quarter, to 4,871 WTE"."""
_CARRIED = re.compile(r"(?:,| and|, and) (?:about |around |some )?$", re.I)
_SAME_VERB = re.compile(
    r"\band the (?:number|proportion|share) of [\w -]{1,50} (?:by|to) (?:about |around |some )?$"
)
"""What carries a verb on: "reduce support staff by 63 and the number of managers by 12"."""
_PART_OF = re.compile(r" (?:out )?of (?:all )?(?:the |our |its |their |these |those )?")
WHOLE = re.compile(r"(?:^|, )\W*of (?:the |our |its |these |those |all |about |around )*$", re.I)
FROM_BEFORE = re.compile(r"[ ,–-](?P<way>up|down) from (?:about |around |the |some )?$", re.I)
_DENIED = re.compile(
    r"\b(?:no (?:plans?|intentions?|proposals?|need) to|no (?:expected|planned|proposed)"
    r"|not(?! only)|n['’]t|never|rather than|instead of"
    r")\b[^.;:,]{0,60}$",
    re.I,
)
"""What takes the change out of a figure: "no plans to close any of the 46 beds"."""
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
    if before and pair(text, before, figure):
        if _TURNS.search(text[start : number.start]):
            return ""
        return "up" if number.value > before.number.value else "down"
    if after and pair(text, figure, after):
        return ""
    if (before and part(text, before, figure)) or (after and WHOLE.search(text[start : number.start])):
        return direction.inside(text, number.end, figure.end) if figure.thing else ""
    if (
        after
        and after.kind == figure.kind
        and (came := FROM_BEFORE.search(text, figure.end, after.number.start))
    ):
        return came["way"].lower()
    if _DENIED.search(text, start, number.start):
        return ""
    said = direction.inside(text, number.end, figure.end)
    if said and before and figure.thing is before.thing and text.startswith(" more", number.end):
        said = way(text, listed, i - 1, start, lead) or said
    if figure.kind != "population":
        said = said or direction.replaced(text, number.start, figure.end)
    if figure.kind == "beds":
        said = said or direction.bracketed(text, number.start)
    return said or _said(text, listed, i, start, lead) or direction.led(lead)


def _said(text: str, listed: list[Figure], i: int, start: int, lead: str) -> str:
    """The direction that a verb gives the figure, or the list that it stands in."""
    for n in range(i, max(i - _LONGEST, -1), -1):
        place = listed[n].number.start
        if place < start:
            break
        led = "" if _means(text, listed[n], start, lead) else lead
        said = direction.governed(f"{led} {text[start:place]}", len(led) + 1 + place - start)
        if n < i and not said and listed[n].kind == listed[i].kind == "percent":
            said = direction.inside(text, listed[n].number.end, listed[n].end)
        if said == "down" and listed[i].kind == "money" and direction.shuts(text[start:place]):
            said = ""
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
        turned = direction.passive(text[listed[i].end : listed[i].end + _NEAR])
        further = listed[i].kind == "percent" and _FURTHER_SHARE.search(text[start : listed[i].number.start])
        return turned or ("" if further else added)
    return way(text, listed, i - 1, start, lead) if _carried(text, listed, i, start) else ""


def _passive(text: str, listed: list[Figure], i: int) -> str:
    """The direction that the verb after a figure gives it, or after the list that it begins."""
    last = i + 1 if i + 1 < len(listed) and part(text, listed[i], listed[i + 1]) else i
    while last + 1 < min(len(listed), i + _LONGEST) and _listed(text, listed[last], listed[last + 1]):
        last += 1
    stop = next((each.number.start for each in listed[last + 1 :] if each.kind in _CAPACITY), len(text))
    rest = text[listed[last].end : min(stop, listed[last].end + _REACH)]
    if listed[last].number.joined:
        rest = _NAME.sub(" ", rest)
    return direction.passive(re.split(r"[.;:•]", re.sub(r"^\W*\([^)]*\)", "", rest))[0])


def pair(text: str, first: Figure, second: Figure) -> bool:
    """Whether two figures are the two ends of a change."""
    between = text[first.number.end : second.number.start]
    if first.kind != second.kind or first.number.value == second.number.value:
        return False
    if ARROW.fullmatch(between):
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
    if first.unit == second.unit and _TO_ALL.fullmatch(text, first.end, second.number.start):
        return True
    if first.kind == "percent" != second.kind:
        total = TO_TOTAL.fullmatch(text, first.number.end, second.number.start)
        return bool(total or _OR.fullmatch(text, first.number.end, second.number.start))
    if second.kind == "percent" and first.kind != "percent":
        return bool(_SAME_AS_SHARE.fullmatch(text, first.end, second.number.start))
    tail = text[first.end : second.number.start] if first.end <= second.number.start else between
    if first.number.joined and second.number.joined and _NAMED.fullmatch(tail):
        return True
    if first.kind == second.kind and _LIKEWISE.fullmatch(tail):
        return not OWN_VERB.match(text, second.end)
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


def part(text: str, first: Figure, second: Figure) -> bool:
    """Whether the first figure is a part of the second, a set of the same: "two of the eight wards"."""
    return first.unit == second.unit and bool(_PART_OF.fullmatch(text, first.number.end, second.number.start))
