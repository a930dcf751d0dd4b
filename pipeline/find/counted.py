"""What a bare number counts: beds, staff, activity, sites or people.

Reads the words around a number, gives kind, unit and the words that name the thing. A number counts
something when a noun of the list ends the run of words after it ("120 general and acute beds"), or when a
noun in front leads to it ("bed numbers fall to 480").
"""

import re
from typing import NamedTuple

from pipeline.find.nouns import AMOUNTS, BEFORE_NOUN, GENERAL, GOES_ON, NOUNS, PAIRS, STOPS, Noun
from pipeline.find.numbers import WORDS


class Thing(NamedTuple):
    """What is counted: its ``kind`` and ``unit``, and the span of the words that say so."""

    kind: str
    unit: str
    start: int
    end: int


REACH = 7
"""How many words may stand between a number and the noun that it counts."""
FARTHEST = 300
"""How many characters in front of a number the noun that leads to it may stand."""
_LABEL_WORDS = 6
"""A clause of so many words before a colon is a label ("care homes on the record: 60"); a longer one is
none."""

_WORD = re.compile(r"\x00?[ ]?(?P<comma>,)?[ \u00a0]?(?P<open>[(\"'‘“]?)(?P<word>[A-Za-z][\w&’'+/-]*)")
_NAME = re.compile(r"[A-Za-z][\w&’'-]*")
_EQUIVALENT = re.compile(r"(whole|full)[ -]time(?:[ -]equivalents?)?|w\.?t\.?e\.?s?\b|f\.?t\.?e\.?s?\b", re.I)
_OF_MANY = re.compile(
    r" (?:or (?:so|more) )?of (?:all the|the|our|its|their|these|those|all|England['’]s) (?:[\d,]+|two"
    r"|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|sixteen|twenty|thirty|forty|fourteen"
    r"|thirteen|fifty)(?= [a-z])"
)
_OF_SET = re.compile(r" (?:out )?of (?:(?:the|our|its|all|some|these|those)(?= ))?(?: \d[\d,]*(?= ))?")
_BANDED = re.compile(r" bands? [2-9][a-d]?(?:(?P<many>s)\b|\b(?! (?:and|to|or) [2-9]))", re.I)
"""The pay band between a number and its staff: "45 band 6 nurses and 12 band 7s"."""
_HYPHENED = re.compile(r"-(bed(?:ded)?s?|ward|theatre|site|practice)\b", re.I)
_CLAUSE = re.compile(r"[.;:•(](?=\s|$)|\x00+(?!\x00|,? (?:from|to)\b)|\b(?:while|whereas|but)\b")
_ASIDE = re.compile(r"\b(?:at|in|across|on|within|from|for|over|among|between|per|with)\b(?!.*,)", re.I)
"""What makes a noun the place or reason of a change and not what changes: "beds at the two sites by 120"."""
_LEADS = re.compile(
    r"\b(?:by|to|of|from|at|is|are|was|were|be|becomes?|total(?:s|ling|led)?|about|around|approximately"
    r"|nearly|almost|some|over|under|above|below|exceed\w*|reach\w*|than|least|numbers?|reduc\w+|increas\w+"
    r"|until)\W{0,3}$|[:=→+-]\s?$",
    re.I,
)
_OF = re.compile(
    r"(?P<word>[A-Za-z’'-]+) of (?:about |around |some |nearly |almost |over |just |only |approximately )*$"
)
_DRAWN_FROM = re.compile(
    r"\b(?:users|people|patients|residents|staff|nurses) from (?:over |about |some )?$", re.I
)
"""Where people come from is not how many they are: "users from over 160 countries"."""
_UNIT_FIRST = re.compile(r"\b(?P<unit>[WF]TE):? $|\b[Pp]op(?:\.|ulation)? $")
_LARGE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\)| (?:in|at|now|currently|compared|against) )")
"""A number of thousands in brackets after a noun is how many; a small one may be a note's."""
_IN_POST = re.compile(r" (?:currently |now )?(?:in post|in training|on long-term sick)\b")
_AGE_OF = re.compile(r"\b(?:ages?|waits?|costs?) (?:of|for) (?:[\w’-]+ ){0,2}$")
"""What is measured and not counted: "the mean age of our GPs is 51"."""
_SET_IN = re.compile(r"\b(?:to|in|at|from|with|by|for|on|across|within|among|who|per)\b")
"""What makes a second noun of a head the place or reason of the first: "admissions to care homes"."""
_COSTS = re.compile(r"costs? (?:us|on average|the|an?|about|around|over|up to|£)")
_PER = re.compile(r"\bper (?:[0-9][0-9,]* )?(?:head of )?$")
"""What makes a noun the denominator of a rate: the number that it leads to counts nothing."""
_MARKED = re.compile(
    r"£ ?[0-9][0-9.,]*|[0-9][0-9.,]* ?(?:%|per cent)|\b(?:over|under|aged|past) [0-9]{2}\b"
    r"|\b(?i:wards?|units?|bands?|tiers?|types?|levels?|phases?|options?) [0-9]+[a-d]?\b"
)
_SHARE_OF = re.compile(r" (?:of (?:the |our |all |its |those )?)?")
_EMPLOYED_BY = re.compile(
    r"\b(?:employ\w*|workforce of|workforce,? or|staff of|team of)\W+(?:[\w,.]+\W*){0,3}$", re.I
)
_EMPLOYED = re.compile(r"\W+(?:are |who |were )?(?:employed|work(?:ing)? (?:in|for|at|across))\b")


def after(text: str, end: int, value: float) -> Thing | None:
    """The thing that the number ending at ``end`` counts, named by the words after it."""
    if text[end : end + 1] == "-" and value != 1:
        return _hyphened(text, end)
    found: Thing | None = None
    equivalent = ""
    position = _past_of(text, end)
    if banded := _BANDED.match(text, position):
        position = banded.end()
        if banded["many"]:
            return Thing("staff", "people", end, position)
    for step in range(REACH):
        token = _WORD.match(text, position)
        if token is None or (token["comma"] and (found or step == 0 or token["word"].lower() in WORDS)):
            break
        if unit := _EQUIVALENT.match(text, token.start("word")):
            equivalent = "WTE" if unit.group()[0].lower() == "w" else "FTE"
            position = unit.end()
            found = Thing("staff", equivalent, end, position)
            continue
        word = re.sub(r"[’']s?$", "", token["word"].lower())
        if word in ("and", "&"):
            if found or step == 0 or not _noun_ahead(text, token.end()):
                break
        elif word in STOPS and (found or word not in BEFORE_NOUN) and word not in PAIRS:
            break
        elif noun := _noun(text, token, word, value):
            name, stop = noun
            unit_name = equivalent if equivalent and name.kind == "staff" else name.unit
            found = Thing(name.kind, unit_name, end, stop)
            position = stop
            continue
        elif found:
            tail = word in GOES_ON and not equivalent and not _COSTS.match(text, token.start("word"))
            found = None if tail else found
            break
        position = token.end()
    return found and _as_used(text, found)


def before(text: str, start: int) -> Thing | None:
    """The thing that leads to the number at ``start``: "bed numbers fall to 480", "beds by 120", "population
    of 650,000", "care home beds: 5,400"; the last noun of the list in the same clause."""
    if unit := _UNIT_FIRST.search(text[max(0, start - 12) : start]):
        name = start - len(unit.group())
        if unit["unit"]:
            return Thing("staff", unit["unit"], name, name + 3)
        return Thing("population", "people", name, start - 1)
    reach = max(0, start - 60)
    of = _OF.search(text[reach:start])
    if of and of["word"].lower() == "workforce":
        return Thing("staff", "people", reach + of.start("word"), reach + of.end("word"))
    if of and of["word"].lower() not in NOUNS and of["word"].lower() not in AMOUNTS:
        return None
    large = text[:start].endswith("(") and bool(_LARGE.match(text, start))
    if not (large or _LEADS.search(text[reach:start])) or _DRAWN_FROM.search(text[reach:start]):
        return None
    clauses = _CLAUSE.split(text[max(0, start - FARTHEST) : start])
    closed = not clauses[-1].strip() and len(clauses) > 1
    head = clauses[-2] if closed else clauses[-1]
    offset = text.rfind(head, 0, start)
    inner, aside, end = None, None, 0
    for noun, first, last in _named(head):
        if _PER.search(head[:first]) or _AGE_OF.search(head[:first]):
            return None
        following = _following(head, last)
        if following in GOES_ON or (noun.one and following not in AMOUNTS):
            continue
        thing = Thing(noun.kind, noun.unit, offset + first, offset + last)
        if _ASIDE.search(head[end:first]) and not (of and thing.end == reach + of.end("word")):
            aside = thing
        else:
            inner = thing
        end = last
    found = inner or aside
    if found is None or re.search(r"[0-9]", _MARKED.sub("", text[found.end : start])):
        return None
    labels = len(head.split()) <= _LABEL_WORDS or found.end == offset + len(head.rstrip())
    return found if not closed or labels or large else None


def in_post(text: str, end: int) -> Thing | None:
    """The staff that a number in front of "in post" or "in training" counts without naming them."""
    match = _IN_POST.match(text, end)
    return Thing("staff", "people", match.start() + 1, match.end()) if match else None


def named(words: str) -> Thing | None:
    """The thing that a column's head or a row's label names: "Acute beds", "Nursing WTE", "GP practices"."""
    found: Thing | None = None
    for match in re.finditer(r"\b(?:WTEs?|FTEs?|wte|fte)\b", words):
        return Thing("staff", match.group()[:3].upper(), match.start(), match.end())
    for noun, first, last in _named(words):
        following = _following(words, last)
        doing = words[first:last].lower() == "building"
        if following in GOES_ON or (noun.one and (doing or following not in AMOUNTS)):
            continue
        if words[last:].lower().startswith((" of alcohol", " committed", " completed")):
            continue
        if found and _SET_IN.search(words, found.end, first):
            continue
        found = Thing(noun.kind, noun.unit, first, last)
    return found


def phrase(text: str, position: int) -> str:
    """The words that a share is of: "of practices", "vacancy rate"; up to a stop or four words."""
    words: list[str] = []
    of = _SHARE_OF.match(text, position)
    position = of.end() - 1 if of else position
    for _ in range(4):
        match = _WORD.match(text, position)
        if match is None or match["comma"] or match["open"] or match["word"].lower() in STOPS | {"and"}:
            break
        if words and (match["word"].lower() in WORDS or match["word"].endswith("ed")):
            break
        words.append(match["word"])
        position = match.end()
    return " ".join(words)


def _past_of(text: str, end: int) -> int:
    """Where the words begin that name the whole of a part: "three of our five wards", "seven of the
    surgeries"."""
    end += len(" or so") if text.startswith(" or so ", end) else 0
    many = _OF_MANY.match(text, end) or _OF_SET.match(text, end)
    return many.end() if many else end


def _noun(text: str, token: re.Match[str], word: str, value: float) -> tuple[Noun, int] | None:
    """The noun of the list at a word, and where it ends; a singular is counted by one only, and only where
    no noun follows it ("one hospital trust")."""
    if word in PAIRS and (pair := f"{word} {_following(text, token.end())}") in NOUNS:
        second = _WORD.match(text, token.end())
        return NOUNS[pair], second.end() if second else token.end()
    noun = NOUNS.get(word)
    if noun is None or word in GENERAL or token["open"]:
        return None
    if noun.one:
        following = _WORD.match(text, token.end())
        ends = following is None or following["comma"] or following["word"].lower() in STOPS | {"and"}
        if value != 1 or not ends:
            return None
    return noun, token.end()


def _named(words: str) -> list[tuple[Noun, int, int]]:
    """The nouns of the list in some words, with their spans."""
    found = []
    for match in _NAME.finditer(words):
        word = match.group().lower()
        pair = f"{word} {_following(words, match.end())}"
        name = pair if word in PAIRS and pair in NOUNS else word
        if name in NOUNS:
            found.append((NOUNS[name], match.start(), match.end() + len(name) - len(word)))
    return found


def _hyphened(text: str, position: int) -> Thing | None:
    """ "30-bed", "24-bedded" and "four-ward" count; "7-day" and "24-hour" do not."""
    match = _HYPHENED.match(text, position)
    if not match:
        return None
    noun = NOUNS["bed" if match[1].lower().startswith("bed") else match[1].lower()]
    return Thing(noun.kind, noun.unit, position + 1, match.end())


def _following(text: str, position: int) -> str:
    token = _WORD.match(text, position)
    return token["word"].lower() if token and not token["comma"] else ""


def _noun_ahead(text: str, position: int) -> bool:
    """Whether a noun of the list, and no number, ends the words after an "and"."""
    for _ in range(4):
        token = _WORD.match(text, position)
        if token is None or token["word"].lower() in STOPS:
            return False
        if token["word"].lower() in NOUNS:
            return True
        position = token.end()
    return False


def _as_used(text: str, thing: Thing) -> Thing | None:
    """The thing in its surroundings: people who are employed are staff, unpaid carers are not, and visitors
    and associates are staff only by their full name, and a delayed transfer is no journey."""
    words = text[thing.start : thing.end].lower()
    if thing.kind == "population":
        employed = _EMPLOYED_BY.search(text[max(0, thing.start - 60) : thing.start])
        return thing._replace(kind="staff") if employed or _EMPLOYED.match(text, thing.end) else thing
    if words.endswith("carers") and not re.search(r"\bpaid carers|domiciliary|home|professional", words):
        return thing._replace(kind="population")
    if words.endswith("transfers") and "delayed" in words:
        return None
    if words.endswith(("units", "unit")) and text.startswith((" of alcohol", " committed"), thing.end):
        return None
    if words.endswith("incidents") and re.search(r"serious|safety|security", words):
        return None
    if words.endswith(("visitors", "visitor")) and "health" not in words:
        return None
    if words.endswith(("associates", "associate")) and not re.search(r"physician|nurs", words):
        return None
    return thing
