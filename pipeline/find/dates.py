"""Dates as a plan prints them, and which of them lie ahead of it.

Reads text and the plan's own date, gives :class:`Date`. A date's ``year`` is the calendar year, or the
first year of a financial year: 2020/21 is 2020, March 2018 is 2018.
"""

import re
from typing import NamedTuple

PLAN_YEAR = 2016
"""The plan's year where its date is not known: the 44 were written and published in 2016."""


MONTHS = "January February March April May June July August September October November December"


class Date(NamedTuple):
    """A date as printed, with ``high`` for a period. ``unit`` is month where a month is named, else year.

    ``planned`` says that it lies ahead of the plan, or that the text sets it as a deadline or a start.
    """

    year: int
    high: int | None
    unit: str
    start: int
    end: int
    planned: bool = False


_month = rf"(?:{MONTHS.replace(' ', '|')}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
_season = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter|Easter|Christmas)"
_part = (
    r"(?:(?:[Ee]nd|[Ss]tart|[Bb]eginning|[Mm]iddle)[ ]of[ ]|[Ll]ate[ ]|[Ee]arly[ ]|[Mm]id[- ]|(?:first"
    r"|second|third|fourth|last|final)[ ](?:half|quarter)[ ]of[ ]|[Qq]uarter[ ](?:[1-4]|one|two|three"
    r"|four)[ ](?:of[ ]|in[ ])?|Q[1-4][ ,]*(?:of[ ])?)?"
)
_year = r"(?:(?:19[5-9]|20[0-4])[0-9])"
_financial = rf"(?:FY[ ]?)?(?:{_year}[ ]?[/–-][ ]?(?:20)?[0-9]{{2}}|[0-3][0-9][/–][0-3][0-9])"
_day = r"(?:[0-3]?[0-9](?:st|nd|rd|th)?[ ](?:of[ ])?)?"
_months = rf"(?P<month>{_month})(?:[ ]?[–/-][ ]?{_month}|[ ]to[ ]{_month})?"
_DATE = re.compile(
    rf"""
    (?<![\w£$€.,/#])
    (?:
      (?P<dmy>(?:0?[1-9]|[12][0-9]|3[01])[./](?:0?[1-9]|1[0-2])[./](?P<dmy_year>(?:20)?[0-4][0-9]))
    | {_part}
      (?: {_day}{_months},?[ ]+(?P<month_year>{_year})(?![/–-][0-9])
      | (?P<short>{_month})[-’'‘](?P<short_year>[0-4][0-9])
      | (?P<season>{_season})[ ](?:of[ ])?
        (?:(?P<season_year>{_year})(?:[/–-][0-9]{{2}})?|[’'‘](?P<season_short>[0-4][0-9]))
      )
    | (?P<american>{_month})[ ][0-3]?[0-9](?:st|nd|rd|th)?,?[ ](?P<american_year>{_year})
    | {_part}(?P<financial>{_financial})
    | {_part}(?:FY[ ]?)?(?P<year>{_year})
    | (?P<relative>
        (?i:within|in)[ ](?:the[ ]next[ ])?(?P<years>\w+)[ ](?P<span>years?|months?)(?:[’']?[ ]time)?
      | [Oo]ver[ ]the[ ](?:next|coming)[ ](?P<coming>\w+)[ ]years
      | (?P<ahead>[Nn]ext)[ ]year
      )
    )
    (?![^\W⁰¹²³⁴-⁹]|[£%]|[,.][0-9]|/[0-9])
    """,
    re.VERBOSE,
)
_LINK = re.compile(r"\b(?:https?://|www\.)\S+")
_COUNTED = re.compile(
    r" (?:more |fewer |acute |new |extra )?(?:beds|nurses|people|patients|staff|posts"
    r"|respon(?:ses|dents))\b"
)
_PREPOSED = re.compile(r"\b(?:in|by|from|since|during|until|to) $", re.I)
_TO = re.compile(r"[ ]?[-–—][ ]?|[ ](?:to|and|until)[ ](?:the end of )?")
_DEADLINE = re.compile(
    r"\b(?:by|from|until|till|before|after|starting|beginning|commencing|due|deadline|target|in time for"
    r"|no later than|(?:go|goes|going)[ -]live)[^\w£]*(?:the |in |at |early |late |mid-|spring |summer "
    r"|autumn |winter |\d{1,2}\w* )*$",
    re.I,
)
_SINCE = re.compile(
    r"\b(?:since|compared (?:to|with)|than (?:\w+ )?in|as at"
    r"|(?:latest|last|previous|most recent) \w+|accessed|as of|dated|published|submi\w+|up to|back in"
    r"|data for|outturn"
    r"|(?<!\ba )(?:year|months|quarter) (?:to|ending|ended))\W*(?:of |in |on "
    r"|the )*$",
    re.I,
)
_BREAK = re.compile(rf"[.,;:•](?:\s|$)|\(|\b(?:and(?! {_month} )|but|while|which)\b")
_CLAUSE = 300
"""How many characters in front of a date its clause may begin."""
_AHEAD = re.compile(
    r"\b(?:will|shall|would|should|must|plan(?:s|ned|ning) |propos\w+|intend\w*|aim\w*|expect\w*"
    r"|forecast\w*|project(?:ed|ion)\w*|(?<!estimated )to be|to (?!the\b|be\b|jan|feb|mar|apr|may\b|jun|jul"
    r"|aug|sep|oct|nov|dec)[a-z]+|target\w*|ambition|trajectory|due|going live"
    r"|go live|deliver|complete)\b",
    re.I,
)
_WILL = re.compile(
    r"\b(?:will|shall|would|should|must|plan|aim|intend|expect|forecast|project|propos|target)", re.I
)
_LAW = re.compile(r"\b(?:Act|Regulations|Order|Bill|Directive) (?:of )?$")
_TITLE = re.compile(
    r"\b(?:Strategy|Plan|Framework|Vision|Care|Analysis|Report|Programme|Review|View|Agenda|Survey|Census"
    r"|Assessment|Commission|Guidance|Audit|Profile)[ ,(]+$"
)
"""What a year belongs to that only names a document; "Plan 2020/21" heads a column."""
_CITED = re.compile(r"\([^()]*[A-Z][^()]*,\s$")
_LASTED = re.compile(r"in (?!the next\b)[^’']*", re.I)
"""In how many years something has come about, unless the text looks ahead: "up 9% in three years"."""
_BASELINE = re.compile(r"\bfrom (?:[\w.,£%]+ ){1,4}in $")
"""What a change of a plan's own year sets out from: "grow from £71m in 2016/17 to £90m in 2020/21"."""
_QUARTER = re.compile(r"(?:Q|[Qq]uarter )([1-4])\b.*?/")
_PRICES = re.compile(r"[ ](?:prices|terms|rates|values?)\b")
_MONTH_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_PAST = re.compile(
    r"\b(?:was|were|had|did|has been|have been|rose|fell|grew|spent|cost|ended|closed|opened|began|took"
    r"|saw|reported|recorded|received|agreed|published|achieved|increased|reduced|declined|merged|moved"
    r"|became|worked|used|showed|found|released|conducted|attended|launched|introduced|ran|held|took"
    r"|stood|(?:up|down) (?:by|from)|carried out|undertaken|commissioned|risen|fallen|grown|shrunk"
    r"|(?:is|are) (?:up|down)|expanded|placed|enabled|developed|provided|produced|created|started"
    r"|formed|came|led|made|gave|went)\b",
    re.I,
)
_NUMBERS = "one two three four five six seven eight nine ten"
_NUMBER_WORDS = _NUMBERS.split()


def dates(text: str, published: str = "") -> list[Date]:
    """The dates of ``text`` in order. ``published`` is the plan's date (YYYY, YYYY-MM, YYYY-MM-DD),
    "~YYYY" where that is only estimated (see the module ``published``), or empty.

    A bare year is a date only where it cannot be a number of something; periods ("2016/17 to 2020/21",
    "2017-2019") are one date. Relative dates ("within three years") need the plan's date or are left out.
    """
    found: list[Date] = []
    links = [each.span() for each in _LINK.finditer(text)]
    for match in _DATE.finditer(text):
        date = _read(match, published)
        if date is None or any(start <= date.start < end for start, end in links):
            continue
        last = found[-1] if found else None
        if last and last.high is None and _period(text, last, date):
            high = date.year if date.year > last.year else None
            found[-1] = last._replace(high=high, end=date.end, unit=date.unit)
        else:
            found.append(date)
    told = [each._replace(planned=_planned(text, each, published)) for each in found]
    return [
        each
        for each in told
        if (each.planned or _printed_year(text, each)) and not _PRICES.match(text, each.end)
    ]


def _read(match: re.Match[str], published: str) -> Date | None:
    start, end = match.span()
    year, unit = None, "year"
    if match["dmy"]:
        year, unit = int(match["dmy_year"]) % 100 + 2000, "month"
    elif match["month"]:
        year, unit = int(match["month_year"]), "month"
    elif match["american"]:
        year, unit = int(match["american_year"]), "month"
    elif match["short"]:
        year, unit = 2000 + int(match["short_year"]), "month"
    elif match["season"]:
        year = int(match["season_year"] or f"20{match['season_short']}")
    elif match["financial"]:
        return _financial_year(match["financial"], start, end)
    elif match["year"]:
        year = int(match["year"])
        if _COUNTED.match(match.string, end) and (
            year % 50 == 0 or not _PREPOSED.search(match.string[:start])
        ):
            year = None
    else:
        year = _relative(match, published)
    return None if year is None else Date(year, None, unit, start, end)


def _financial_year(printed: str, start: int, end: int) -> Date | None:
    """2016/17, 16/17 and 2016-17 are financial years; 2016-2020 is a period; 12/15 is no date."""
    first, second = re.findall(r"[0-9]+", printed)
    low = int(first) if len(first) == 4 else 2000 + int(first)
    high = int(second) if len(second) == 4 else low // 100 * 100 + int(second)
    if high == low + 1 and (len(first) == 4 or 10 <= int(first) <= 35):
        return Date(low, None, "year", start, end)
    return Date(low, high, "year", start, end) if len(first) == 4 and low < high <= low + 30 else None


def _relative(match: re.Match[str], published: str) -> int | None:
    """The year that "within three years" or "next year" comes to, counted from the plan's date."""
    if not published[:4].isdigit():
        return None
    base, month = int(published[:4]), int(published[5:7] or 6) if published[5:7].isdigit() else 6
    if match["ahead"]:
        return base + 1
    word = (match["years"] or match["coming"]).lower()
    count = int(word) if word.isdigit() else _NUMBER_WORDS.index(word) + 1 if word in _NUMBER_WORDS else None
    if count is None or count > 60:
        return None
    if (match["span"] or "years").startswith("month"):
        return base + (month - 1 + count) // 12
    return base + count if count <= 30 else None


def _period(text: str, first: Date, second: Date) -> bool:
    """Whether two dates are the ends of one period: "2016/17 to 2020/21", "between 2010 and 2015"."""
    between = text[first.end : second.start]
    if not _TO.fullmatch(between) or second.year < first.year:
        return False
    return "and" not in between or bool(re.search(r"\bbetween (?:the )?$", text[: first.start], re.I))


def _planned(text: str, date: Date, published: str) -> bool:
    """Whether a date lies ahead: later than the plan, or set as a deadline, and not told in the past
    tense."""
    known = published[:4].isdigit()
    base = int(published.removeprefix("~")[:4]) if published.strip("~")[:4].isdigit() else PLAN_YEAR
    last = date.high or date.year
    before = text[max(0, date.start - 40) : date.start]
    opens = bool(re.search(r"(?:^|[.!?•]\s+)(?:In|During)\s$", before))
    leading = _BREAK.split(text[max(0, date.start - _CLAUSE) : date.start])
    if len(leading) > 1 and leading[-1].strip() in ("in", "during", "on", "by"):
        leading[-1] = f"{leading[-2]} {leading[-1]}"
    clause = leading[-1] + _BREAK.split(text[date.start : date.end + 80].replace(",", " ", int(opens)))[0]
    told = leading[-1] if _PAST.search(leading[-1]) else clause
    past = bool(_PAST.search(clause)) and not _AHEAD.search(told)
    since = _SINCE.search(before)
    if (
        last < base
        or _LAW.search(before)
        or ("/" not in text[date.start : date.end] and _TITLE.search(before))
        or text.startswith((" planning guidance", ". Available from"), date.end)
        or (_CITED.search(before) and text.startswith(")", date.end))
        or (since and not (last > base and since.group().lower().startswith("up to")))
    ):
        return False
    if last > base and _LASTED.fullmatch(text, date.start, date.end):
        return bool(_WILL.search(clause))
    if last > base:
        return (known and _printed_year(text, date)) or not past or bool(_DEADLINE.search(before))
    if _BASELINE.search(before):
        return False
    if quarter := _QUARTER.match(text, date.start):
        return int(quarter[1]) * 3 + 3 > (int(published[5:7]) if published[5:7].isdigit() else 6)
    month = _month_of(text[date.start : date.end])
    if month and published[5:7].isdigit() and month != int(published[5:7]):
        return month > int(published[5:7]) and not past
    return not past and bool(_DEADLINE.search(before) or _AHEAD.search(clause))


def _month_of(printed: str) -> int:
    """The last month that a date names, 1 to 12, or 0."""
    named = [m.lower() for m in re.findall(r"\b[A-Za-z]{3}", printed) if m.lower() in _MONTH_NAMES]
    return _MONTH_NAMES.index(named[-1]) + 1 if named else 0


def _printed_year(text: str, date: Date) -> bool:
    """Whether a date names its year and does not only count from the plan ("in two years")."""
    return not re.match(r"within|in|over|next", text[date.start : date.end], re.I)
