"""Shares: fractions in words and odds, read as per cent.

"a fifth" is 20, "two thirds" 66.7, "half" 50, "1 in 4" and "one in four" 25, "nine out of ten" 90. Not every
half is a share: half a day, the first half of 2018 and half a million are not, nor is the third sector.
"""

import re
from collections.abc import Iterator

from pipeline.find.numbers import TENS, UNITS, WORDS, Number

_PARTS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
_parts = "|".join(_PARTS)
_fraction = rf"(?:(?P<{{0}}count>an?|one|two|three|four|five|nine)[ -](?P<{{0}}part>{_parts})s?)"
_TIMES = r"(?:hour|day|year|past|time|mile|term)"
_OF_TIME = r"(?:the\s+(?:year|day|century|month|decade|week)\b|(?:19|20)\d\d|an?\s)"
_FOLLOWS = (
    rf"(?=\s+(?:of\s+(?!{_OF_TIME})|(?:more|fewer|less|higher|lower|longer|are|is|were|was|have|had|has"
    rf"|live|by|do"
    r"|did|would|will|could|can|may|said|say|felt|seen|reported|from|to|in|among|on|that|since|over|under|who|came|come)\b)|\W*$|[.,;)])"
)
"""What shows that a fraction is a share of something and not a measure: "a fifth of beds", "cut by a
third"."""
_HALF_OF = (
    r"(?=[ ](?:of[ ](?!(?:the[ ])?(?:(?:19|20)\d\d|year|day)|\d{4})|(?:the|our|its|their|all|these|those"
    r"|this)[ ](?!year|day|time|hour|world)))"
)
_tens = "|".join(TENS)
_small = rf"(?:{_tens})(?:-(?:{'|'.join(UNITS[:9])}))?|{'|'.join(UNITS)}"
_whole = (
    "[2-9]|[1-9][0-9]|100|1,000|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|(?:a[ ])?hundred"
)
_SHARE = re.compile(
    rf"""
    \bbetween[ ](?P<low>{_fraction.format("l")})[ ]and[ ](?P<high>{_fraction.format("h")})\b
    | (?<!\bfirst[ ])(?<!\bsecond[ ])(?<!\bthe[ ]last[ ])
      (?!(?<=\band[ ])an?[ ](?:half|third|quarter)s?\b(?![ ]of[ ]))
      \b{_fraction.format("")}\b(?![ -]{_TIMES})(?![ ]an?[ ]){_FOLLOWS}
    | (?<!first[ ])(?<!second[ ])(?<!other[ ])\b(?P<half>half){_HALF_OF}
    | (?:^(?=half[ ]by\b)
      |(?<=\bby[ ])|(?<=\bnearly[ ])|(?<=\balmost[ ])|(?<=\bover[ ])|(?<=\babout[ ])|(?<=\bthan[ ]))
      (?P<bare>half)\b(?![ -](?:an?|{_TIMES})\b)
    | \bone(?:[ ](?!day|week|month|year|hour)[a-z]+){{1,3}}[ ]in[ ](?:every[ ])?(?P<of>{_whole})\b
      (?![,/:.]?[0-9]|%|-)
    | £(?P<of_pounds>[1-9][0-9]?)[ ](?:in[ ](?:every[ ])?|(?:out[ ])?of[ ]every[ ])
      £(?P<pounds>[2-9]|[1-9][0-9]|100)\b(?![,.]?[0-9])
    | \b(?P<n>[1-9][0-9]?|{_small})[ ](?:in|out[ ]of)[ ](?:every[ ])?(?P<m>{_whole})\b
      (?![,/:.]?[0-9]|%|-)(?!\s+(?:days?|weeks?|months?|years?|hours?|minutes?|mins|(?:on-call[ ])?rotas?)\b)
    """,
    re.VERBOSE | re.IGNORECASE,
)


def shares(text: str) -> Iterator[Number]:
    """The shares of a readable text in order, marked %, rounded to one decimal."""
    for match in _SHARE.finditer(text):
        if match["low"]:
            low = _value(match["lcount"], match["lpart"])
            high = _value(match["hcount"], match["hpart"])
            yield Number(min(low, high), max(low, high), match.start("low"), match.end(), "%", word=True)
            continue
        if whole := match["m"] or match["of"] or match["pounds"]:
            value = _odds(match["n"] or match["of_pounds"] or "one", whole)
        elif match["count"]:
            value = _value(match["count"], match["part"])
        else:
            value = 50.0
        quarters = (match["count"] or "").lower() == "two" and match["part"].lower() == "quarter"
        if value and value < 100 and not quarters:
            yield Number(value, None, *match.span(), "%", word=True)


def _value(count: str, part: str) -> float:
    return round(100 * WORDS.get(count.lower(), 1) / _PARTS[part.lower()], 1)


def _odds(part: str, whole: str) -> float | None:
    """ "1 in 4" is a share; "one out of seven" is too, "6 out of 3" and "2 in 12 months" are not."""
    first, second = _count(part), _count(whole)
    return round(100 * first / second, 1) if first < second else None


def _count(printed: str) -> int:
    word = printed.lower().replace(",", "")
    if word.isdigit():
        return int(word)
    return 100 if word.endswith("hundred") else sum(WORDS[each] for each in word.split("-"))
