"""The figures of a text: numbers that count something of the eight kinds.

Reads text whose dates are hidden, gives :class:`Figure`. A number without a noun after it takes that of its
partner ("from 600 to 480 beds", "19 of 26 practices"), of the noun that leads to it ("bed numbers fall to
480"), or of the figure that it is listed with ("24 beds at Penwick and 18 at Saltby").
"""

import re
from typing import NamedTuple

from pipeline.find import counted
from pipeline.find.counted import Thing
from pipeline.find.numbers import Number


class Figure(NamedTuple):
    """A number with what it counts; ``thing`` is None for money and per cent."""

    number: Number
    kind: str
    unit: str
    thing: Thing | None

    @property
    def end(self) -> int:
        """Where the figure's phrase ends: its number and the noun after it."""
        return max(self.number.end, self.thing.end if self.thing else 0)


_LABELLED = re.compile(
    r"\b(?:bands?|tiers?|levels?|phases?|waves?|stages?|steps?|tables?|fig(?:ure)?s?\.?|sections?|pages?"
    r"|pp?\.|chapters?|annex|appendix|options?|priorit(?:y|ies)|objectives?|solutions?|schemes?"
    r"|workstreams?|projects?|parts?|category|class|type|grades?|groups?|versions?|v|no\.?|nos\.?"
    r"|number(?= \d)|items?|actions?|recommendations?|paragraphs?|paras?|box(?:es)?|exhibits?|wards?"
    r"|rooms?|zones?|slides?|goals?|article|act|regulations?|lines?|days?|weeks?|months?|years?|aged?|ages"
    r"|age of|quarter|red|ST|CT|per|every|unit|site|gate|ref|score|benchmark of|ratio of|OPEL"
    r"|junction)[ ](?:an?[ ]|(?:[0-9]{1,2}[a-e]?(?:,| and| or| to| &|/)[ ]?){1,3})?$",
    re.I,
)
_OF_TIME = re.compile(r"(?:day|week|month|year)(?P<s>s?)\b", re.I)
_DAYS = 32
"""No day, week, month or year of a plan is numbered so high: "on an average day 310 beds" counts beds."""
_APART = 10
"""Two counts of one thing are not so many times apart."""
_BUILT = re.compile(
    r"\b(?:in|since|from|until|circa|built|opened|dat(?:es|ed|ing)(?: back)?(?: to)?|of) $", re.I
)
_MEASURE = re.compile(
    r"[ -]?(?:(?:years?|yrs?|months?|weeks?|days?(?![ -](?:cases?|centres?|hospitals?|units?)\b)"
    r"|nights?|hours?|hrs?|minutes?|mins?|seconds?|miles?|km|metres?|sq|m2|points?|pence|times|degrees?|fold"
    r"|per(?! (?:year|annum|month|week|day|cent))|x|mg|ml|hectares?"
    r"|acres?)\b|m²|°|\+|[ ](?:or|and) (?:over|older|under|above|more|below)\b|[ ]plus\b)",
    re.I,
)
_AGED = re.compile(
    r"\b(?:is|are|were|people|those|patients|adults|residents|women|men|children|pensioners|everyone"
    r"|anyone) (?:\w+ )?(?:over|under|above|below|aged) $",
    re.I,
)
_AGE = re.compile(r"\b(?:over|under|above|below|aged|age|than|have reached|turn(?:ed|ing)?) $", re.I)
_ONE_OF = re.compile(
    r" of\b(?! (?:the|our|its|their|these) (?:[0-9]+|two|three|four|five|six|seven|eight|nine|ten) )|-"
)
"""What makes "one" no count: "one of the reasons", but not "one of our three hospitals"."""
_PARTNER = re.compile(
    r"\s?(?:→|➔|➜|⇒|->)\s?| (?:to|of|out of) (?:the |our |its |about |around |just |only )*"
)
_LISTED = re.compile(
    r"(?:\bto|\binto|[(,] ?from|\bfrom (?:the|its|our|their) (?:current"
    r"|present)|→|->|,|;|\band|\bbut|\bor|\bplus|\bthen|\binstead of|\brather than|\bagainst(?: an? [a-z]+)?"
    r"|\bcompared (?:with|to)|\bversus|\bfollowed by|\band(?: [A-Z][\w’'-]*){1,3}(?: has| have| with)?"
    r"|\((?:currently|now|today|previously)"
    r"|\bthere (?:will|would) be|\b(?:up|down) from"
    r"|\bof (?:whom|which|these|them|those)),? (?:about |around |just |only |a further |another "
    r"|the other |all )*$|\bthe remaining $|→\s?$|, with $"
    r"|; (?:proposed|planned|target|future|now|current): $"
)
_AGAIN = re.compile(
    r"(?:\b(?:we|it|they|there)(?: now| currently| will| would| may| could| might| should)?"
    r"|\band (?:now|currently|will|would|may|could|might))"
    r" (?:have|has|had|is|are|was|were|be|sees?|needs?|employs?|treats?"
    r"|expects?(?: to (?:have|need|see))?) (?:about |around |only |just )*$"
)
"""What tells of the same thing again: "18 midwives; we have 13", "built for 200 beds and now has 240"."""
_BEYOND = re.compile(
    r"^[^!?]{0,150}(?:\bOf (?:these|them|those),? |\b[Tt]here (?:will|would) be |\b(?:clos|los|keep|retain"
    r"|recruit|remov)(?:e|ing)? )(?:about |around |only |just |another |a further )*$"
)
"""What tells of the same thing in the next sentence: "2,050 beds. We plan to close 150"."""
_FEWER = re.compile(r" (?:fewer|more)(?=[.,;)]| (?:and|in|at|by|than)\b)")
_OF_KIND = re.compile(r" (?:[a-z][a-z-]*(?<!s) ){0,1}[a-z][a-z-]*(?<![s ])(?:,|,? and|,? or) ")
"""What stands between figures of several kinds of one thing: "60 surgical and 36 community beds"."""
_OF_WHOM = re.compile(r"\bof (?:whom|which|these|them|those),? (?:about |around |some |only |just )?$")
_GOES_TO = re.compile(
    r"(?:\band|\bthen|,)(?: then)? (?:fall|drop|reduce|rise|grow|increase)(?:s|ing)? to "
    r"(?:about |around |just |only )*$",
    re.I,
)
_AND_VERB = re.compile(
    r"\b(?:and|or|then|,) (?:(?:open|close|add|create|lose|cut|move|shut|keep|retain|build)(?:s|e?d|ing)?"
    r"|lost|built|kept) $",
    re.I,
)
_BARE = re.compile(
    r"\s*(?:[.,;:?!()\]•●→\x00]|$|(?:by|in|at|on|for|over|across|and|or|to|into|from|this|last|next|a|each"
    r"|every|during|within|before|but|while|when|if|with|as|of|more|fewer|less|who|which|were|was|are|is"
    r"|compared|against|currently|close[ds]?|opens?|moves?|needed|required|funded|available|planned|occupied|vacant|empty|filled|appointed|joined|started"
    r"|will|would|have|had|has|now|today|stayed|left|remain|went|came|did|do|through|because|since|until"
    r"|after|than|per|under|afterwards|thereafter)\b)",
    re.I,
)
"""What may follow a number whose noun stands elsewhere."""
_THOUSANDS = re.compile(r"£\s?[’']?(?P<scale>m\b|millions?\b|bn\b|k\b|0{3})", re.I)


def figures(text: str, found: list[Number], heading: str = "") -> list[Figure]:
    """The numbers of ``text`` that count something, in order. ``heading`` may make bare figures in brackets
    money ("Bridge to 2020/21, £m")."""
    listed: list[Figure] = []
    things = [
        None if each.mark or _excluded(text, each) else counted.after(text, each.end, each.high or each.value)
        for each in found
    ]
    for i in range(len(found) - 2, -1, -1):
        between = text[found[i].end : found[i + 1].start]
        if not (things[i] or found[i].mark or found[i].joined) and _OF_KIND.fullmatch(between):
            things[i] = None if _excluded(text, found[i]) else things[i + 1]
    for i, number in enumerate(found):
        if number.mark or _shares_mark(text, found, i):
            listed.append(_marked(number if number.mark else number._replace(mark="%")))
        elif not _excluded(text, number):
            thing = things[i] or _elsewhere(text, found, things, listed, i)
            if thing and not _no_count(text, number, thing):
                listed.append(Figure(number, thing.kind, thing.unit, thing))
            elif not thing and (scaled := _in_brackets(text, number, heading)):
                listed.append(Figure(scaled, "money", "GBP", None))
    return listed


def _shares_mark(text: str, found: list[Number], i: int) -> bool:
    """Whether a number is the first of a pair whose second prints the per cent: "from 44 to 50 per cent"."""
    if (
        i + 1 == len(found)
        or found[i + 1].mark != "%"
        or not text[: found[i].start].lower().endswith("from ")
    ):
        return False
    return text[found[i].end : found[i + 1].start] == " to "


def _marked(number: Number) -> Figure:
    if number.mark == "£":
        return Figure(number, "money", "GBP", None)
    return Figure(number, "percent", "percent" if number.mark == "%" else "percentage points", None)


def _elsewhere(
    text: str, found: list[Number], things: list[Thing | None], listed: list[Figure], i: int
) -> Thing | None:
    """What a number counts whose noun does not follow it."""
    number = found[i]
    if number.joined or not (_BARE.match(text, number.end) or _OF_WHOM.search(text, 0, number.start)):
        return None
    following = things[i + 1] if i + 1 < len(found) else None
    if following and _PARTNER.fullmatch(text[number.end : found[i + 1].start]):
        return following
    if following and following.start >= found[i + 1].end and _alike(text, number, found[i + 1]):
        return following
    alone = number.word and number.value == 1
    than = _FEWER.match(text, number.end)
    last, between = _last(text, listed, number.start)
    if last and last.thing and _BEYOND.search(between):
        return last.thing
    if last and last.thing and not re.search(r"[.!?]\s", between) and not (alone and not _ends_pair(between)):
        measured = any(
            _MEASURE.match(text, each.end) for each in found if last.end < each.start < number.start
        )
        listing = (
            (_LISTED.search(between) and not measured)
            or _GOES_TO.search(between)
            or _AGAIN.search(between)
            or than
        )
        if listing and _counted_before(text, found, i) in (last.number, listed[-1].number):
            return last.thing
        if _AND_VERB.search(between):
            moved = (each.thing for each in reversed(listed) if each.kind in ("beds", "staff"))
            return next(moved, last.thing)
    return None if alone else counted.before(text, number.start) or counted.in_post(text, number.end)


def _alike(text: str, first: Number, second: Number) -> bool:
    """Whether two numbers are counts of one thing named once: "61,400 and 48,900 attendances"."""
    near = first.value < _APART * second.value and second.value < _APART * first.value
    return near and first.value >= _APART and text[first.end : second.start] in (" and ", ", ")


def _last(text: str, listed: list[Figure], start: int) -> tuple[Figure | None, str]:
    """The figure in front of ``start``, one in per cent that only repeats another passed over ("1,250
    vacancies (11%), of which 400"), and what stands between."""
    last = listed[-1] if listed else None
    between = text[last.number.end : start] if last else ""
    if last and last.kind == "percent" and len(listed) > 1 and listed[-2].thing:
        first = listed[-2]
        if re.fullmatch(r" ?\(|,? or ", text[first.end : last.number.start]):
            return first, re.sub(r"^\)", "", between)
    return last, between


def _counted_before(text: str, found: list[Number], i: int) -> Number | None:
    """The number before the number ``i``, one that counts nothing ("in year one") passed over."""
    return next((each for each in reversed(found[:i]) if not _excluded(text, each)), None)


def is_year(text: str, number: Number) -> bool:
    """Whether a number is printed as a year is: four digits from 1800 to 2049, without a comma or mark."""
    printed = text[number.start : number.end]
    return not number.mark and bool(re.fullmatch(r"1[89][0-9]{2}|20[0-4][0-9]", printed))


def _ends_pair(between: str) -> bool:
    """Whether a "one" is what a number comes to: "from seven laboratories to one"."""
    return bool(re.fullmatch(r" (?:[\w’'-]+ ){0,3}(?:to|into) (?:just |only )?", between))


def _excluded(text: str, number: Number) -> bool:
    """Whether a number is a label ("band 5"), a measure of time or length, an age or a rate's denominator."""
    if number.mark:
        return False
    if number.word and number.value == 1 and _ONE_OF.match(text, number.end):
        return True
    label = _LABELLED.search(text[max(0, number.start - 24) : number.start])
    if label and not ((time := _OF_TIME.match(label.group())) and _counts(number, label.group(), time["s"])):
        return True
    if _BUILT.search(text[max(0, number.start - 24) : number.start]) and is_year(text, number):
        return True
    if _AGED.search(text[max(0, number.start - 40) : number.start]):
        return True
    return bool(_MEASURE.match(text, number.end)) and not number.joined


def _counts(number: Number, label: str, plural: str) -> bool:
    """Whether a number after a time is none of its own: "each day 310 beds", "in year 2 and 40"."""
    return number.value >= _DAYS or bool(not plural and re.search("[0-9]", label))


def _no_count(text: str, number: Number, thing: Thing) -> bool:
    """ "one" counts beds and sites only, for "one nurse" speaks of no number; "over 75" is an age; a part of
    a bed or of an admission is a rate or a mean."""
    if number.word and number.value == 1 and thing.kind not in ("beds", "sites"):
        return True
    if re.match(r" per [0-9]{1,3},[0-9]{3}\b", text[thing.end : thing.end + 12]):
        return True
    if re.match(r" (?:for every|in every)\b", text[thing.end : thing.end + 10]):
        return True
    if number.value == 1 and text.startswith(" per ", thing.end):
        return True
    ahead = thing.start < number.start
    if number.value % 1 and not number.scaled and thing.kind != "staff":
        return True
    aged = thing.kind in ("staff", "population") and 10 <= number.value <= 110
    return ahead and aged and bool(_AGE.search(text[max(0, number.start - 16) : number.start]))


def _in_brackets(text: str, number: Number, heading: str) -> Number | None:
    """A bare figure in brackets under a heading in £m is so many million pounds."""
    unit = _THOUSANDS.search(heading)
    if (
        not unit
        or number.word
        or text[number.start - 1 : number.start] + text[number.end : number.end + 1] != "()"
    ):
        return None
    scale = {"m": 1e6, "b": 1e9}.get(unit["scale"][0].lower(), 1e3)
    high = number.high * scale if number.high is not None else None
    return number._replace(value=round(number.value * scale, 2), high=high, mark="£", scaled=True)
