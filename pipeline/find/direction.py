"""Whether a figure says that something goes up or down.

Reads the words around a figure. A direction is given only where the text says it of this figure: a verb
that takes the figure as its object ("close 40 beds", "recruit 30 nurses"), "by" or "to" after a verb of
change, a noun of change ("a reduction of 5%", "5% growth"), an adjective ("12 fewer", "an additional
£4m"), a passive ("40 beds will be closed") or a sign. A saving, a gap or an investment is no direction,
and neither is a comparison ("7% more than their peers").
"""

import re

_FALL = (
    r"reduc\w*|decreas\w*|cut|cuts|cutting|lower(?:s|ed|ing)?|falls?|fallen|falling|fell|drop(?:s|ped"
    r"|ping)?|slip(?:s|ped)?|declin\w*|shrink\w*|shrank|shrunk|eas(?:es?|ed|ing)|halv\w*|shed(?:s|ding)?|slash\w*"
    r"|trim\w*|diminish\w*|narrow\w*|plummet\w*|plung\w*|dip(?:s|ped)?|dwindl\w*|tumbl\w*|squeez\w*|slim\w*"
    r"|scal\w+ back"
    r"|(?<!-)down(?! to\b)"
)
_RISE = (
    r"increas\w*|rises?|risen|rising|rose|grows?|grew|growing|grown|growth|rais(?:e|es|ed|ing)|expand\w*"
    r"|climb\w*|boost\w*|uplift\w*|widen\w*|swell\w*|doubl\w*|trebl\w*|quadrupl\w*|soar\w*|surg(?:e|es|ed|ing)|jump\w*"
    r"|escalat\w*|balloon\w*|leap\w*|(?<!-)up"
)
_CLOSE = (
    r"clos(?:e|es|ing|ed|ure of)|remov\w+|los(?:e|es|ing|s of)|lost|decommission\w*|withdraw\w*|vacat\w+"
    r"|avoid\w*|tak(?:e|es|ing) out|dispos\w+ of|prevent\w*|exit(?:ing)? from|giv(?:e|ing) up"
    r"|strip(?:ping)? out|shut(?:s|ting)?|cut|cuts|cutting|reduc(?:e|es|ing)|sheds?|shedding"
    r"|ax(?:e|es|ed|ing)|scrap\w*|phas(?:e|es|ed|ing) out|eliminat\w+"
)
_OPEN = (
    r"open(?:s|ing|ed)?|creat(?:e|es|ed|ing)|recruit(?:s|ed|ing)?|establish(?:es|ed|ing)?|build(?:s|ing)?"
    r"|(?:add|adds|added|adding)(?! up)|hir(?:e|es|ed|ing)|appoint(?:s|ed|ing)?|tak(?:e|es|ing) on"
    r"|gain(?:s|ed|ing)?"
)
_LOSS = r"reductions?|removal|decreases?|falls?|drops?|cuts?|declines?|closures?|loss(?:es)?"
_GAIN = r"increases?|rises?|growth|expansions?|uplifts?|additions?"
_SOFT = (
    r"(?:(?:up to|about|around|approximately|some|roughly|nearly|almost|just under|just over|over|under"
    r"|(?-i:(?:[A-Z][\w-]+ ){0,2}[A-Z][\w-]+['’]s?)"
    r"|more than|at least|a total of|circa|c\.?|the|our|its|their|all|an estimated|between|an?|just|only"
    r"|by)\s+)*(?:c\.|~|£)?"
)
_MODAL = r"(?:will|to|would|could|can|may|might|should|are|were|have|has|had|is|was|being)"
_BE = r"(?:\s+(?:be|been|being|now|then|also|all|therefore))*"
_TURNS = (
    r"(?:mov(?:e|ed|es|ing)|replac(?:e|ed|ing)|transferr\w+|shift(?:ed|ing)?|matched|offset|balanced"
    r"|commissioned"
    r"|supported|supporting|provid(?:e|es|ed|ing)|invest(?:ed|ing)?|allow\w*|convert\w*|turn(?:ed|ing)?"
    r"|followed|held|kept|limited|capped"
    r"|accompanied|caused|driven)"
)
"""Verbs after which a "to" or "by" is no longer that of the change: "beds will be cut and care moved to 24
hubs"."""

_ADDED = re.compile(
    r"\b(?:an? )?(?:additional|extra|further|another|new)\s+(?:of\s+)?(?P<soft>(?:c\.?\s?|about |around "
    r"|some |up to |£)*)$",
    re.I,
)


_COUNTS_ON = re.compile(r"\b(?:for|and|with|were|was|are|is|by) (?:an?other|a further) (?:about |around )?$")


def _ways(down: str, up: str) -> tuple[tuple[str, re.Pattern[str]], tuple[str, re.Pattern[str]]]:
    return ("down", re.compile(down, re.I)), ("up", re.compile(up, re.I))


_OBJECT = _ways(rf"\b(?:{_CLOSE})\s+{_SOFT}$", rf"\b(?:{_OPEN}|increas(?:e|es|ing))\s+{_SOFT}$")
_NOUN_OF = _ways(
    rf"\b(?:{_LOSS})\s+(?:(?!{_TURNS}\b)[\w&’'-]+\s+){{0,5}}(?:of|by)\s+{_SOFT}$",
    rf"\b(?:{_GAIN})\s+(?:(?!{_TURNS}\b)[\w&’'-]+\s+){{0,5}}(?:of|by)\s+{_SOFT}$",
)
_STRAIGHT = _ways(
    rf"\b(?:fell|falls?|fallen|falling at|dropp?(?:ed|s)?|declin(?:ed?|ing at)|down"
    rf"|(?:com(?:e|es|ing)|came|go(?:es)?|went) down to"
    rf"|(?:bring|brings|bringing|brought|get|gets|getting) (?:[^.;,£]{{0,30}} )?(?:below|under"
    rf"|down to))\s+{_SOFT}$",
    rf"\b(?:rose|rises?|rising at|risen|grew|grows?|grown|growing(?: at)?|growth at"
    rf"|(?:grow|grows|rise|rises|increas(?:e|es|ed|ing)) at"
    rf"|(?<!set )(?<!made )(?<!make )(?<!makes )(?<!making )up)\s+{_SOFT}$",
)
_LED = _ways(rf"\b(?:{_LOSS}) in$", rf"\b(?:{_GAIN}) in$")
_REPLACED = re.compile(rf"\breplac(?:e|es|ed|ing)\s+{_SOFT}$", re.I)
_TAKEN = re.compile(rf"\b(?:tak(?:e|es|en|ing)|took)\s+{_SOFT}$", re.I)
_BY_WHAT = re.compile(r"[^.;:]{0,40}\b(?:with|by)\b", re.I)
_SHUTS = re.compile(rf"\b(?:clos(?:e|es|ing|ed)|shut(?:s|ting)?|open(?:s|ing|ed)?)\s+{_SOFT}$", re.I)
_SHUT_WARD = _ways(
    r"\b(?:clos(?:e|es|ed|ing|ure of)|shut(?:s|ting)?)\b[^.;()]{0,50}\($",
    r"\b(?:open(?:s|ed|ing)?|creat(?:e|es|ed|ing))\b[^.;()]{0,50}\($",
)
_BEFORE = (*_OBJECT, *_NOUN_OF, *_STRAIGHT)
_GAP = rf"(?P<gap>(?:(?!\b{_TURNS}\b)[^.,;:()]|[.,](?=[0-9])|,(?= and\b)){{0,80}}?)"
"""What may stand between a verb of change and its "by": one clause, with the points and commas of its
figures."""
_BY_OR_TO = re.compile(
    rf"\b(?:(?P<down>{_FALL})|(?P<up>{_RISE}))\b{_GAP}\b(?:by|to|below|above)\s+{_SOFT}(?:a further\s+)?£?$",
    re.I,
)
_INSIDE = (
    *_ways(r"\b(?:fewer|less)\b(?! than\b)", r"\b(?:additional|extra|more)\b(?! than\b)"),
    ("up", re.compile(r"^\W*new\b", re.I)),
)
_THAN = (
    r"(?! than\b(?! (?:now|today|at present|currently|we have|last year|the (?:previous )?year)\b"
    r"| (?:\w+ ){1,4}(?:ago|earlier)\b| in \x00))"
)
"""More than others have is no direction, more than there is now is one."""
_AMONG = r"(?! (?:among|amongst|for|if|compared)\b)"
_AFTER = _ways(
    r"\W{0,2}(?:(?!of\b)[a-z]+ )?(?:reduction|decrease)\b"
    rf"|\W{{0,2}}(?:fall|drop|cut|decline|(?:fewer|less|lower){_THAN}{_AMONG}|down)\b",
    r"\W?(?:(?!of\b)[a-z]+ )?(?:increase|growth)\b"
    rf"|\W?(?:rise|uplift|expansion|extra(?! care)|(?:more|higher|greater){_THAN}{_AMONG}|up\b(?! to))\b",
)
_SHUT = (
    r"(?:clos(?:e|ed|ing)|shut|removed|cut|lost|reduced|decommissioned|taken out|withdrawn|axed"
    r"|scrapped|phased out"
    r"|go(?! (?:to|into|on|up|live|ahead|out|through)\b))"
)
_MADE = r"(?:opened|opening|created|added|appointed|hired|recruited|built|established)"
_AT = (
    r"\W?(?:in (?:all|total),? |of (?:them|which|whom) (?:are |were |now )?)?"
    r"(?:\W?(?:at|in|on) (?:the )?(?-i:[A-Z])[\w’'-]*(?: (?-i:[A-Z])[\w’'-]*)* )?"
)
"""The place that may stand between a figure and its verb: "three wards at Fenwick Infirmary close"."""
_PASSIVE = (
    *_ways(
        rf"\b{_MODAL}\b{_BE}\s+{_SHUT}\b(?! (?:its|their|our|the|an?)\b)",
        rf"\b{_MODAL}\b(?:{_BE}\s+{_MADE}|(?:\s+(?:now|then|also))?\s+open)\b",
    ),
    *_ways(
        rf"^{_AT}(?:closed?|closes|removed|phased out|cut|lost|closing|closures?|reductions?)\b",
        rf"^{_AT}(?:opened|opens|added|recruited|created|opening)\b",
    ),
)


def inside(text: str, end: int, noun_end: int) -> str:
    """What the words of the figure's own phrase say: "12 fewer beds", "5% growth"."""
    for way, pattern in _INSIDE:
        if noun_end > end and pattern.search(text[end:noun_end]):
            return way
    rest = text[noun_end : noun_end + 40]
    return next((way for way, pattern in _AFTER if pattern.match(rest)), "")


def governed(text: str, start: int) -> str:
    """What the verb or noun in front of a figure says: "close 40", "a reduction of 40", "fall to 40", "cut a
    further 40"."""
    before = text[max(0, start - 130) : start]
    more = _ADDED.search(before)
    return _verb(before[: more.start()] + more["soft"] if more else before)


def replaced(text: str, start: int, end: int) -> str:
    """down where something takes a figure away: "replace 40 beds with care at home", "take 900 visits out of
    hospital"."""
    before = text[max(0, start - 60) : start]
    if _REPLACED.search(before) and _BY_WHAT.match(text, end):
        return "down"
    return "down" if _TAKEN.search(before) and text.startswith(" out ", end) else ""


def shuts(before: str) -> bool:
    """Whether a figure is what is closed: of a sum that is said of a gap, and is no direction."""
    return bool(_SHUTS.search(before))


def bracketed(text: str, start: int) -> str:
    """What closes or opens with its beds in brackets: "close Ward 9 (24 beds)"."""
    before = text[max(0, start - 80) : start]
    return next((way for way, pattern in _SHUT_WARD if pattern.search(before)), "")


def led(lead: str) -> str:
    """What a lead-in says of each figure under it: "We will see reductions in:"."""
    return next((way for way, pattern in _LED if pattern.search(lead)), "")


def added(text: str, start: int) -> str:
    """up where a figure comes on top ("an additional £4m"), which a verb around it may turn round; "accounts
    for a further 9%" only goes on counting."""
    before = text[max(0, start - 60) : start]
    return "up" if _ADDED.search(before) and not _COUNTS_ON.search(before) else ""


def _verb(before: str) -> str:
    for way, pattern in _BEFORE:
        if pattern.search(before):
            return way
    best = None
    for match in _BY_OR_TO.finditer(before):
        best = match
    while best is not None:
        inner = _BY_OR_TO.search(before, best.start("gap"))
        if inner is None:
            break
        best = inner
    up_to = bool(re.search(r"\bup to\W*$", before, re.I))
    if best is None or (up_to and not best["gap"].strip()):
        return ""
    return "down" if best["down"] else "up"


def passive(rest: str) -> str:
    """What the words after a figure's phrase say: "… will be closed", "… to open"."""
    return next((way for way, pattern in _PASSIVE if pattern.search(rest)), "")
