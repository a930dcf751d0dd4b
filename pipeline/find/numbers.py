"""Numbers as a plan prints them: numerals, words, scales, ranges, fractions.

Reads text, gives :class:`Number` with its span. What is counted is not asked here. The traps that
no context can mend are turned away here: telephone numbers, clock times, 24/7, versions, ordinals, post
codes, note marks (a raised digit is no part of a number).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple


class Number(NamedTuple):
    """A number, or a range where ``high`` is given. ``mark`` is £, % or "points" (percentage points);
    ``sign`` is + or -; ``scaled`` says that a scale (million, k) is printed; ``joined`` that a hyphen
    binds it to the next word (30-bed); ``word`` that it is written in letters."""

    value: float
    high: float | None
    start: int
    end: int
    mark: str = ""
    sign: str = ""
    scaled: bool = False
    joined: bool = False
    word: bool = False


_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
UNITS, TENS = _UNITS.split(), _TENS.split()
WORDS = {word: n for n, word in enumerate(UNITS, 1)} | {word: 10 * n for n, word in enumerate(TENS, 2)}
SCALES = {"hundred": 1e2, "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "million": 1e6}
SCALES |= {"bn": 1e9, "billion": 1e9, "tn": 1e12, "trillion": 1e12, "dozen": 12}
EIGHTHS = {"¼": 0.25, "½": 0.5, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}

_tens = rf"(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(UNITS[:9])}))?"
_small = rf"(?:{_tens}|{'|'.join(sorted(UNITS, key=len, reverse=True))})"
_hundreds = rf"(?:(?:{_small}|an?)[ -]hundred(?:[ ]and[ ]{_small})?|{_small})"
_worded = (
    rf"(?:half[ ]a[ ](?:million|billion|dozen)|(?:{_hundreds}|an?)[ -](?:thousand|million|billion"
    rf"|dozen)(?:(?:,|[ ]and)?[ ]{_hundreds})?|{_hundreds})"
)
_percent = r"%[ -]points?\b|%|(?:percentage|per[ ]?cent)[ -]?points?\b|ppts?\b|per[ ]?cent\b|pc\b"
PIECE = re.compile(
    rf"""
    (?P<sign>(?<![\w)%\]])(?:[+−][ ]?|(?<!^)(?<!^[•●▪][ ])[–-])(?=[£0-9])|^[–-](?=[£0-9]))?
    (?P<pound>£[ ]?|\bGBP[ ]?)?
    (?:(?P<minus>(?<=£)[−-](?=[0-9]))|(?P<open>(?<=£)\((?=[0-9.,]+\))))?
    (?:
      (?<![0-9A-Za-z.,:/#$€_@])
      (?P<digits>(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|(?<=£)[0-9]{{1,3}}(?:[ ][0-9]{{3}})+|[0-9]+)(?:\.[0-9]+)?
        |(?<=£)\.[0-9]+)(?P<part>[¼½¾⅓⅔])?(?(open)\))
      (?P<scale>[ ]?(?:(?i:thousand|million|billion|trillion|bn|mn|mln)s?|[kKmM](?:illion)?)(?![A-Za-z]))?
      (?![0-9A-Zabd-oq-z_]|p(?!c\b|pts?\b)|c|[.,:/][0-9]|,[0-9]{{3}})
      |
      \b(?P<words>(?i:{_worded}))\b
    )
    (?P<percent>[ ]?(?:{_percent})|(?P<pounds>[ ]pounds\b))?
    """,
    re.VERBOSE,
)
_UNREADABLE = re.compile(
    r"""
    (?<![0-9.,])\+?\(?0[0-9]{2,4}\)?[ -]?[0-9]{3,4}[ -]?[0-9]{3,4}        # a telephone number
    | \b[A-Z]{1,2}[0-9][0-9A-Z]?[ ][0-9][A-Z]{2}\b                       # a post code
    | \b[0-9]{1,2}[.:][0-9]{2}[ ]?(?:am|pm|hrs|hours)\b                   # a time of day
    | \b[0-9]{1,2}[ ]?(?:am|pm)\b | \b[0-9]{1,2}:[0-9]{2}\b
    | \b[0-3]?[0-9](?:st|nd|rd|th)?[ ](?:of[ ])?                          # a day of the year
      (?:Jan|Feb|Mar(?!i)|Apr|May\b|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*
    | \bc\.(?=[ ]?[£0-9]) | £[ ]?[’']?000s?\b | \b24[/x]7(?:/365)?\b | \b7[/]7\b
    | (?<=[0-9])[⁰¹²³⁴-⁹]+                                                # a note's mark
    | \b(?:https?://|www\.)\S+ | \S+@\S+
    | \b[A-Z]{1,6}-?[0-9]+(?:[.,/-][0-9]+)*\b                            # a code: CQ28, SR9, COVID-19
    | \bone[ -](?:stop|off|to[ -]one|another|public)\b                    # one that counts nothing
    | \b(?:no|every|any|some|each)[ -]one\b | \bone\b(?=['’]s)
    | \b9[059]%(?=[ ]confidence)                                          # a statistician's limits
    | (?<![0-9][,.])\b(?:NHS[ ]?)?(?:111|999)\b(?![,.][0-9])          # the telephone services
    """,
    re.VERBOSE,
)
_JOINT = re.compile(r"[ ]?[-–—][ ]?|[ ](?P<word>to|and|or)[ ]", re.I)
_BETWEEN = re.compile(r"\bbetween (?:about |around |approximately |an? )?$", re.I)
_FROM = re.compile(r"\bfrom (?:about |around |some |the current |a )?$", re.I)
_APART = 3
"""A change "by £6m to £81m" is no range where its ends are so many times apart."""
_SPREAD = re.compile(
    r"\b(?:rang\w+|var(?:y|ies|ied|ying)|any(?:thing|where)) from (?:about |around )?$", re.I
)


def blank(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with the characters of ``spans`` made unreadable; every other offset stays."""
    for start, end in spans:
        text = text[:start] + "\x00" * (end - start) + text[end:]
    return text


def readable(text: str) -> str:
    """The text with what looks like a number and is none made unreadable; offsets stay."""
    return blank(text, [match.span() for match in _UNREADABLE.finditer(text)])


def numbers(text: str) -> Iterator[Number]:
    """The numbers of a readable text in order; "£4m-£5m", "between 4 and 5" and "4 to 5" are one range."""
    pieces = [_number(match) for match in PIECE.finditer(text)]
    index = 0
    while index < len(pieces):
        first = pieces[index]
        merged = _range(text, first, pieces[index + 1]) if index + 1 < len(pieces) else None
        yield merged or first
        index += 2 if merged else 1


def _number(match: re.Match[str]) -> Number:
    scaled, word = bool(match["scale"]), bool(match["words"])
    value = (
        _words(match["words"]) if word else float((match["digits"] or "0").replace(",", "").replace(" ", ""))
    )
    value += EIGHTHS.get(match["part"] or "", 0)
    if scaled:
        value *= SCALES[match["scale"].strip().lower().removesuffix("s")]
    printed = (match["percent"] or "").strip().lower()
    points = "oint" in printed or printed.startswith("ppt")
    pound = match["pound"] or match["pounds"]
    mark = "£" if pound else "points" if points else "%" if printed else ""
    sign = (match["sign"] or match["minus"] or "").strip()
    end = match.end()
    return Number(
        round(value, 6),
        None,
        match.start(),
        end,
        mark,
        "+" if sign == "+" else "-" if sign else "",
        scaled or (word and value >= 1000),
        match.string[end : end + 1] == "-" and match.string[end + 1 : end + 2].isalpha(),
        word,
    )


def _words(printed: str) -> float:
    """The value of a number in words: "half a million", "two dozen", "one hundred and twenty"."""
    total = 0.0
    current = 0.0
    for word in re.split(r"[ ,-]+", printed.lower()):
        if word == "half":
            current = 0.5
        elif word in ("a", "an"):
            current = current or 1
        elif word == "hundred":
            current *= 100
        elif word in SCALES:
            total += current * SCALES[word]
            current = 0
        elif word != "and":
            current += WORDS[word]
    return total + current


def _range(text: str, low: Number, high: Number) -> Number | None:
    """One number for both, where the words between and before them make a range."""
    sign = high.sign == "-" and not text[low.end : high.start].strip()
    between = text[low.end : high.start + 1 if sign else high.start]
    joint = _JOINT.fullmatch(between)
    if not joint or (low.sign and not low.mark) or (low.joined and joint["word"]):
        return None
    before = text[max(0, low.start - 40) : low.start]
    word = (joint["word"] or "-").lower()
    if word == "and" and not _BETWEEN.search(before):
        return None
    if word == "to" and _FROM.search(before) and not _SPREAD.search(before):
        return None
    if (
        word == "to"
        and re.search(r"\bby (?:about |around |some )?$", before, re.I)
        and high.value >= _APART * low.value
    ):
        return None
    if word == "or" and not (low.word and high.word):
        return None
    if low.mark and high.mark and low.mark != high.mark:
        return None
    if (low.mark == "%" and not high.mark) or (high.mark == "£" and low.word):
        return None
    value = low.value
    if high.scaled and not low.scaled and low.value < 1000 and high.value > 999:
        value *= _scale(text[high.start : high.end])
    if value >= high.value:
        return None
    mark = low.mark or high.mark
    return Number(round(value, 6), high.value, low.start, high.end, mark, "", True, high.joined, low.word)


def _scale(printed: str) -> float:
    word = re.search(r"([A-Za-z]+)[ ]?(?:%|per.*)?$", printed)
    return SCALES.get(word[1].lower().removesuffix("s"), 1) if word else 1
