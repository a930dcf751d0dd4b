"""Which footprint a document is of, what kind of document it is and of when: read off its own words.

Looks at the file's name, the title that the PDF gives itself and the words of its first pages, with the
names of the footprints and of the bodies in them. What it finds is a proposal with its reasons, for a
person to confirm: nothing is registered here.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.records import Entity

FIRST = 3
"""Pages on which a plan says whose it is."""

OPENING = 12
"""Pages on which the bodies that wrote it are named: cover, contents, foreword, signatures."""

IN_FILE_NAME, IN_TITLE, ON_FIRST_PAGES, BODY = 6.0, 6.0, 4.0, 0.5
"""What a mention weighs: the area's own name counts more than any one of the bodies in it, and
eight bodies together as much as the name on the first pages."""

ENOUGH, CLEAR = 4.0, 1.5
"""A footprint is proposed where its score is at least the first and at least so many times the next one's."""

COMPASS = r"(?<!north )(?<!south )(?<!east )(?<!west )(?<!mid )"
"""'North Somerset' is not Somerset."""

CALLED = r"\bstps?\b|sustainability and transformation|five year plan for health"
"""What a plan of 2016 calls itself."""

KINDS = (
    ("summary", r"summary|short guide|plan on a page|easy read"),
    ("five-year plan", r"long term plan|five year plan 2019"),
    ("annex", r"annex|appendix|appendices|delivery plan"),
    ("draft", r"draft(?!.*(?:october|november|december|oct|nov|dec) (?:20)?16)"),
    ("update", r"update|refresh|next steps|one year on|operational plan"),
)
"""What a file's name or title says of its kind; the first that is met. A plan says nothing, and many plans
of October 2016 call themselves a draft."""

EARLIER = r"checkpoint|(?:june|april) 2016|30 june|15 april"
"""What the cover of an earlier submission says."""

COVER = 60
"""Words at the beginning of a document that are its cover."""

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
          "november", "december")  # fmt: skip
MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS)
DATES = (
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?P<m>{MONTH}) (?P<y>20(?:1[5-9]|2\d))\b"),
    re.compile(rf"\b(?P<m>{MONTH}) (?P<y>20(?:1[5-9]|2\d)|1[5-9])\b"),
    re.compile(r"\b(?P<y>20(?:1[5-9]|2\d)) (?P<m>0[1-9]|1[0-2])(?: (?P<d>[0-3]\d))?\b"),
    re.compile(r"\b(?P<d>[0-3]?\d) (?P<m>0?[1-9]|1[0-2]) (?P<y>20(?:1[5-9]|2\d)|1[5-9])\b"),
)


class Match(NamedTuple):
    """A proposal: the footprint (empty where none is clear), kind and date of a document, and why."""

    footprint: str
    kind: str
    published: str
    why: str


class Names:
    """The names of footprints and of the bodies in them, ready to be found in text."""

    def __init__(self, footprints: Iterable[Mapping[str, str]], entities: Iterable[Entity]) -> None:
        areas: dict[str, set[str]] = {}
        for row in footprints:
            forms = [row["name"], row.get("name_on_plan", ""), row.get("short_name", "")]
            for form in [*forms, *(row.get("names") or "").split(";")]:
                areas.setdefault(plain(form), set()).add(row["code"])
        bodies: dict[str, set[str]] = {}
        for entity in entities:
            if entity.footprint and entity.kind != "footprint":
                for form in (entity.name, *entity.names):
                    bodies.setdefault(plain(form), set()).add(entity.footprint)
        self._areas = {name: codes.copy().pop() for name, codes in areas.items() if name and len(codes) == 1}
        self._bodies = {
            name: codes.copy().pop()
            for name, codes in bodies.items()
            if len(name) > 5 and len(codes) == 1 and name not in self._areas
        }
        self._area, self._body = _any(self._areas), _any(self._bodies)

    def areas(self, text: str) -> Counter[str]:
        """How often each footprint is named in a text, the longest name at a place counting alone."""
        return Counter(self._areas[name] for name in self._area.findall(plain(text)))

    def bodies(self, text: str) -> Counter[str]:
        """How many different bodies of each footprint are named in a text."""
        return Counter(self._bodies[name] for name in dict.fromkeys(self._body.findall(plain(text))))


def match(file_name: str, title: str, texts: Sequence[str], names: Names) -> Match:
    """What a document seems to be, from its file's name (without ending), its title and its pages."""
    scores: Counter[str] = Counter()
    reasons: dict[str, list[str]] = {}

    def count(found: Mapping[str, float], weight: float, most: float, what: str) -> None:
        for code, times in found.items():
            scores[code] += weight * min(times, most)  # type: ignore[assignment]
            reasons.setdefault(code, []).append(what.format(n=times))

    count(names.areas(file_name), IN_FILE_NAME, 1, "file name")
    count(names.areas(title), IN_TITLE, 1, "title")
    count(names.areas(" ".join(texts[:FIRST])), ON_FIRST_PAGES, 2, "first pages")
    count(names.bodies(" ".join(texts[:OPENING])), BODY, 20, "{n} bodies named")
    best, runner_up = ([*scores.most_common(2), ("", 0), ("", 0)])[:2]
    clear = best[1] >= ENOUGH and best[1] >= CLEAR * runner_up[1]
    why = ", ".join(reasons[best[0]]) if best[0] else "no footprint is named"
    if best[0] and not clear:
        why = f"not clear: {best[0]} ({why})" + (f" or {runner_up[0]}" if runner_up[0] else "")
    if not re.search(CALLED, plain(" ".join([file_name, title, *texts[:OPENING]]))):
        why += "; it does not call itself an STP"
    return Match(
        best[0] if clear else "",
        _kind(f"{file_name} {title}", texts),
        _published(file_name, title, *texts[:FIRST]),
        why,
    )


def plain(text: str) -> str:
    """Text for comparing: lower case, 'and' for '&', no punctuation, single spaces."""
    return " ".join(
        re.findall(r"[a-z0-9]+", text.lower().replace("&", " and ").replace("'", "").replace("’", ""))
    )


def _any(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of these names, the longest first."""
    longest = sorted((name for name in names if name), key=lambda name: (-len(name), name))
    return re.compile(rf"\b{COMPASS}({'|'.join(map(re.escape, longest)) or '(?!)'})\b")


def _kind(named: str, texts: Sequence[str]) -> str:
    words = plain(named)
    for kind, pattern in KINDS:
        if re.search(rf"\b(?:{pattern})\b", words):
            return kind
    cover = " ".join(plain(" ".join(texts[:1])).split()[:COVER])
    return "draft" if re.search(rf"\b(?:{EARLIER})\b", f"{words} {cover}") else "plan"


def _published(*where: str) -> str:
    """The first date in the file's name, title or first pages: YYYY-MM or YYYY-MM-DD."""
    for text in where:
        words = plain(text)
        for pattern in DATES:
            if found := pattern.search(words):
                parts = found.groupdict()
                year = parts["y"] if len(parts["y"]) == 4 else f"20{parts['y']}"
                month = _month(parts["m"])
                day = int(parts.get("d") or 0)
                return f"{year}-{month:02}" + (f"-{day:02}" if 1 <= day <= 31 else "")
    return ""


def _month(word: str) -> int:
    if word.isdecimal():
        return int(word)
    return 1 + [month[:3] for month in MONTHS].index(word[:3])
