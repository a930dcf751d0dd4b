"""What a bare number counts: beds, staff, activity, sites or people.

Reads the words around a number, gives kind, unit and the words that name the thing. A number counts
something when a noun of the list ends the run of words after it ("120 general and acute beds"), or
when a noun in front leads to it ("bed numbers fall to 480").
"""

import re
from typing import NamedTuple


class Thing(NamedTuple):
    """What is counted: its ``kind`` and ``unit``, and the span of the words that say so."""

    kind: str
    unit: str
    start: int
    end: int


_NOUNS = {
    "beds": {
        "beds": "beds? bedspaces? cots?",
        "wards": "wards?",
    },
    "staff": {
        "WTE": "wtes? whole-time whole_time wholetime",
        "FTE": "ftes? full-time full_time",
        "posts": "posts? jobs? roles? positions? vacancies vacancy ",
        "people": """staff nurses? doctors? gps? consultants? midwives midwife paramedics? pharmacists? associates?
            therapists? physiotherapists? radiographers? radiologists? practitioners? visitors? apprentices?
            apprenticeships? workers? trainees? registrars? surgeons? physicians? anaesthetists? psychologists? psychiatrists? clinicians?
            employees? geriatricians? sonographers? assistants? carers? administrators? technicians?
            endoscopists? pathologists? headcount matrons? navigators? scientists? analysts? dentists? optometrists?
            prescribers? managers? colleagues? volunteers? coaches? paediatricians? obstetricians? specialists?
            coders? graduates? coordinators? co-ordinators? counsellors? dietitians? recruits? starters? leavers?""",
    },
    "activity": {
        "attendances": "attendances? attenders? attends?",
        "admissions": "admissions? readmissions? re-admissions?",
        "appointments": "appointments? slots?",
        "contacts": "contacts?",
        "referrals": "referrals?",
        "operations": "operations?",
        "procedures": "procedures? arthroplasties replacements? endoscopies colonoscopies angioplasties",
        "consultations": "consultations?",
        "births": "births? deliveries",
        "bed days": "bed_days bed-days beddays",
        "calls": "calls?",
        "visits": "visits?",
        "discharges": "discharges?",
        "episodes": "episodes? spells?",
        "scans": "scans? screenings? x-rays",
        "prescriptions": "prescriptions? items?",
        "journeys": "journeys? conveyances? transfers? incidents?",
        "cases": "day-cases day_cases cases",
        "vaccinations": "vaccinations? immunisations?",
        "health checks": "health_checks?",
    },
    "sites": {
        "hospitals": "hospitals? infirmaries infirmary",
        "sites": "sites? campuses campus locations?",
        "practices": "practices? surgeries",
        "hubs": "hubs?",
        "centres": "centres?",
        "care homes": "care_homes? nursing_homes? residential_homes?",
        "clinics": "clinics?",
        "pharmacies": "pharmacies pharmacy",
        "units": "units? mius? utcs?",
        "departments": "departments? a&es? eds?",
        "buildings": "buildings? premises properties property facilities facility houses blocks?",
        "theatres": "theatres?",
        "hospices": "hospices? hospice",
        "laboratories": "laboratories laboratory labs?",
        "bases": "bases stations?",
    },
    "population": {
        "people": """people residents? population adults? children patients? individuals? persons? households? inhabitants? pensioners?
            smokers? citizens? users? babies women men""",
    },
}
_LEXICON = {
    form.replace("_", " "): (kind, unit)
    for kind, units in _NOUNS.items()
    for unit, forms in units.items()
    for word in forms.split()
    for form in ({word[:-1], word[:-2]} if word.endswith("s?") else {word.rstrip("?")})
}
_SINGULAR = {
    form
    for kind, units in _NOUNS.items()
    for forms in units.values()
    for word in forms.split()
    if word.endswith("s?")
    for form in (word[:-2],)
} | {"campus", "pharmacy", "property", "facility", "hospice", "laboratory", "infirmary", "vacancy", "midwife"}
_TWO_WORDS = {form.split()[0] for form in _LEXICON if " " in form}
_STOP = frozenset(
    """a about above across after against all along although am among an any are around as at away be because been before
    being below between both but by can cannot could did do does done down during each either every few for from had has have
    having he her here his how however i if in into is it its may might more's must near neither no nor not of off on once
    one or our out over own per said same she should since so some such than that the their them then there these they this
    those through throughout to too under until up upon very via was we were what when where whether which while who whom
    whose will with within without would you your yet only just also already now still
    minute minutes hour hours day days week weeks weekly month months monthly year years yearly annual age aged times percent
    including plus minus versus vs against equivalent's live lives living work works working use using need needs come comes came take
    takes took go goes went make makes made give gives given show shows said say says see sees seen hold holds held get gets got
    know knows reach reaches reached rise rises rose fall falls fell close closes closed open opens opened become became
    remain remains run runs cover covers serve serves served affect affects employ employs left wait waits waiting join joined
    receive receives received deliver delivers spread spent spend owned registered's set""".split()
)
_WORD = re.compile(r"\x00?[ ]?(?P<comma>,)?[ \u00a0]?(?P<open>[(\"'‘“]?)(?P<word>[A-Za-z][\w&’'+/-]*)")
_SPLIT_TIME = re.compile(r"(?i)(whole|full)[ -]time(?:[ -]equivalents?)?|w\.?t\.?e\.?s?\b|f\.?t\.?e\.?s?\b")
_NEXT_NOUN = frozenset(
    """manager managers stay rate rates group groups survey surveys bank trust trusts system systems record records list lists budget
    occupancy base capacity flow time times cost costs bill day days care management model models plan plans service services
    team teams board boards provider providers experience safety number numbers ratio side network networks
    satisfaction standard standards outcome outcomes member members health""".split()
)
_SHORT = 6
"""A clause of so many words before a colon is a label ("care homes on the record: 60"), a longer one is not."""
REACH = 7
"""How many words may stand between a number and the noun that it counts."""


def after(text: str, end: int, value: float) -> Thing | None:
    """The thing that the number ending at ``end`` counts, named by the words after it."""
    found: Thing | None = None
    position, unit = end, ""
    if text[position : position + 1] == "-" and value != 1:
        return _hyphened(text, position)
    of = re.match(
        r" (?:or (?:so|more) )?of (?:the|our|its|their|these|those|all|all the|those|England['’]s) (?:[\d,]+|[a-z-]+) (?=[a-z])",
        text[end : end + 45],
    )
    if of and (of.group().split()[-1][0].isdigit() or of.group().split()[-1] in _COUNTS):
        position = end + of.end() - 1
    elif partial := re.match(
        r" (?:out )?of (?:(?:the|our|its|all|some|these|those)(?= ))?(?: \d[\d,]*(?= ))?",
        text[end : end + 30],
    ):
        position = end + partial.end()
    for step in range(REACH):
        token = _WORD.match(text, position)
        if token is None:
            break
        word = token["word"].lower().rstrip("’'").removesuffix("’s").removesuffix("'s")
        equivalent = _SPLIT_TIME.match(text, token.start("word"))
        if equivalent:
            unit = "WTE" if equivalent.group()[0].lower() == "w" else "FTE"
            position = equivalent.end()
            found = Thing("staff", unit, end, position)
            continue
        if token["comma"] and (found or step == 0):
            break
        if word == "and" or word == "&":
            if found or not _noun_ahead(text, token.end()):
                break
            position = token.end()
            continue
        if word in _STOP and not (
            word in ("one", "equivalent", "registered", "working", "live", "waiting") and found is None
        ):
            break
        pair = f"{word} {_following(text, token.end())}"
        if word in _TWO_WORDS and pair in _LEXICON:
            position = _WORD.match(text, token.end()).end()  # type: ignore[union-attr]
            found = Thing(*_LEXICON[pair], end, position)
            continue
        if word in _LEXICON and word != "population" and not token["open"]:
            kind, name = _LEXICON[word]
            if word not in _SINGULAR or _singular_fits(text, token.end(), value):
                if not (unit and kind == "staff"):
                    found = Thing(kind, name, end, token.end())
                else:
                    found = Thing("staff", unit, end, token.end())
        elif found and (word in _NEXT_NOUN):
            found = None if not unit else found
            break
        elif found:
            break
        position = token.end()
    return found and _as_used(text, found)


def before(text: str, start: int) -> Thing | None:
    """The thing that leads to the number at ``start``: "bed numbers fall to 480", "beds by 120",
    "population of 650,000", "care home beds: 5,400"; the last noun of the list in the same clause."""
    clause = re.split(r"[.;:•(](?=\s|$)|\x00|\b(?:while|whereas|but)\b", text[:start])
    head, closed = clause[-1], False
    if not head.strip() and len(clause) > 1:
        head, closed = clause[-2], True
    reach = max(0, start - 60)
    of = _OF.search(text[reach:start])
    if of and of["word"].lower() not in _LEXICON and not _AMOUNT.fullmatch(of["word"]):
        return None
    if not _LEADS.search(text[:start]):
        return None
    offset = text.rfind(head, 0, start)
    found, aside, end = None, None, 0
    for match in re.finditer(r"[A-Za-z][\w&’'-]*", head):
        word = match.group().lower()
        pair = f"{word} {_following(head, match.end())}"
        name = pair if pair in _LEXICON else word
        if name not in _LEXICON:
            continue
        ending = match.end() + (len(name) - len(word))
        if name in _SINGULAR and not _MEASURE.match(head[ending:]) and word != "population":
            continue
        thing = Thing(*_LEXICON[name], offset + match.start(), offset + ending)
        if _ASIDE.search(head[end : match.start()]):
            aside = thing
        else:
            found = thing
        end = ending
    if of and aside and aside.end == reach + of.end("word"):
        found = aside
    best = found or aside
    if closed and best and len(head.split()) > _SHORT and best.end < offset + len(head.rstrip()):
        return None
    return best if best and not _NUMBERED.search(_MARKED.sub("", text[best.end : start])) else None


def phrase(text: str, position: int) -> str:
    """The words that a share is of: "of practices", "vacancy rate"; up to a stop or four words."""
    words: list[str] = []
    token = re.compile(r" (?:of (?:the |our |all |its |those )?)?").match(text, position)
    position = token.end() - 1 if token else position
    for _ in range(4):
        match = _WORD.match(text, position)
        if match is None or match["comma"] or match["open"] or match["word"].lower() in _STOP | {"and"}:
            break
        words.append(match["word"])
        position = match.end()
    return " ".join(words)


_ASIDE = re.compile(r"\b(?:at|in|across|on|within|from|for|over|among|between|per|with)\b(?!.*,)", re.I)
"""What makes a noun the place or reason of a change and not what changes: "beds at the two sites by 120"."""
_COUNTS = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen twenty thirty forty fifty".split()
)
_MARKED = re.compile(r"£ ?[0-9][0-9.,]*|[0-9][0-9.,]* ?(?:%|per cent)|\b(?:over|under|aged) [0-9]{2}\b")
_NUMBERED = re.compile(r"[0-9]")
_LEADS = re.compile(
    r"\b(?:by|to|of|from|at|is|are|was|were|be|becomes?|total(?:s|ling|led)?|about|around|approximately|nearly|almost|some|over|under|"
    r"exceed\w*|reach\w*|than|least|numbers?|reduc\w+|increas\w+|until)\W{0,3}$|[:=→+-]\s?$",
    re.I,
)
_OF = re.compile(r"(?P<word>[A-Za-z’'-]+) of (?:about |around |some |nearly |almost |over |just |only |approximately )*$")
_AMOUNT = re.compile(
    r"total|numbers?|reductions?|increases?|rise|fall|growth|closure|loss|base|capacity|complement|establishment|"
    r"minimum|maximum|need|requirement|stock|addition|equivalent|supply", re.I
)
"""Words that stand between a noun and its number and change nothing: "a bed base of 600"."""
_MEASURE = re.compile(
    r"[ -](?:numbers?|base|capacity|count|stock|complement|closures?|reductions?|growth|total|requirement|gap|establishment|list|size)\b",
    re.I,
)


def _hyphened(text: str, position: int) -> Thing | None:
    """ "30-bed", "24-bedded" and "four-ward" count; "7-day" and "24-hour" do not."""
    match = re.match(r"-(bed(?:ded|room)?s?|ward|theatre|site|practice)\b", text[position:], re.I)
    if not match or match[1].lower().startswith("bedroom"):
        return None
    word = match[1].lower()
    kind, unit = _LEXICON["bed" if word.startswith("bed") else word]
    return Thing(kind, unit, position + 1, position + match.end())


def _following(text: str, position: int) -> str:
    token = _WORD.match(text, position)
    return token["word"].lower() if token and not token["comma"] else ""


def _noun_ahead(text: str, position: int) -> bool:
    """Whether a noun of the list, and no number, ends the words after an "and"."""
    for _ in range(4):
        token = _WORD.match(text, position)
        if token is None or token["word"].lower() in _STOP:
            return False
        if token["word"].lower() in _LEXICON:
            return True
        position = token.end()
    return False


def _singular_fits(text: str, position: int, value: float) -> bool:
    """A singular noun is counted by one only, and only where no noun follows it ("one hospital trust")."""
    if value != 1:
        return False
    following = _WORD.match(text, position)
    return following is None or bool(following["comma"]) or following["word"].lower() in _STOP | {"and"}


def _as_used(text: str, thing: Thing) -> Thing | None:
    """The thing in its surroundings: people who are employed are staff; patients seen are activity."""
    around = text[max(0, thing.start - 60) : thing.start]
    rest = text[thing.end : thing.end + 30]
    words = text[thing.start : thing.end]
    if thing.kind == "population":
        if re.search(r"\b(?:employ\w*|workforce of|staff of|team of)\W+(?:[\w,.]+\W*){0,3}$", around, re.I):
            return thing._replace(kind="staff")
        if re.match(r"\W+(?:are |who |were )?(?:employed|work(?:ing)? (?:in|for|at|across))\b", rest):
            return thing._replace(kind="staff")
    if (
        thing.unit == "people"
        and re.search(r"\bcarers$", words)
        and re.search(r"(?i)unpaid|family|informal|young", words)
    ):
        return thing._replace(kind="population")
    if (
        re.search(r"(?i)\bcare workers?\b|\bhealth visitors?\b|\bvisitors?$", words)
        and "visitor" in words
        and "health" not in words.lower()
    ):
        return None
    if re.search(r"(?i)\bassociates?$", words) and not re.search(r"(?i)physician|nurs|associate", words):
        return None
    return thing


def named(words: str) -> Thing | None:
    """The thing that a column's head or a row's label names: "Acute beds", "Nursing WTE", "GP practices"."""
    found = None
    for match in re.finditer(r"[A-Za-z][\w&’'-]*", words):
        word = match.group().lower()
        pair = f"{word} {_following(words, match.end())}"
        name = pair if pair in _LEXICON else word
        if name not in _LEXICON:
            continue
        if found and found.unit in ("WTE", "FTE"):
            found = found._replace(end=match.end())
            continue
        kind, unit = _LEXICON[name]
        following = _following(words, match.end())
        if (
            unit not in ("WTE", "FTE")
            and name == word
            and following in _NEXT_NOUN - {"numbers", "number", "base", "capacity"}
        ):
            continue
        if (
            word in _SINGULAR
            and not _MEASURE.match(words[match.end() :])
            and word != "population"
            and unit not in ("WTE", "FTE")
        ):
            continue
        found = Thing(kind, unit, match.start(), match.end())
    return found
