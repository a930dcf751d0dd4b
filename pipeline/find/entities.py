"""The places and bodies that a passage names.

Reads gazetteers and passages, gives :class:`Mention` rows. Names are matched word by word and by case, the
longest wins. A name that several entities share is that of the plan's own footprint, or is left unlinked:
nothing is guessed. What a document abbreviates ("Northern General Hospital (NGH)") is followed in that
document.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher

from pipeline.records import Entity, Mention, Passage

_OPENED = r"[ ]?\((?:the |or |now |formerly |hereafter |known as |[“\"‘'])*"
_DEFINED = re.compile(
    rf"{_OPENED}(?P<short>[A-Z][A-Za-z&]{{1,9}}(?: [A-Z][a-z]+)?(?: (?:CCG|FT|Trust))?)[”\"’']*\)"
)
_SPELT_OUT = re.compile(r"\b(?P<short>[A-Z][A-Za-z&]{1,9})[ ]?\((?:the )?$")
_PLAIN_WORDS = """
    the royal general county city district university hospital hospitals infirmary community memorial
    queen king victoria elizabeth princess prince of wales alexandra lister manor st saint cottage war park
    view new day centre unit nhs trust foundation and in west east north south central teaching healthcare
    health care services mary marys michaels georges johns peters lukes james thomas annes anns margarets
    nicholas martins pauls marks helens charles clements leonards monicas childrens womens queens kings
    pancras catherines bartholomews richards"""
_PLAIN = frozenset(_PLAIN_WORDS.split())
"""Words that many names share: a name made of these alone is linked in its own footprint only."""
_AREA_GOES_ON = re.compile(
    r"[ ](?!STPs?\b|Sustainab|Footprint|Plan\b|System|ICS\b|Health and Care|CCGs\b)[A-Z][a-z]"
)
"""What makes the name of an area part of another name: "Greater Manchester Police"."""
_NAME_GOES_ON = re.compile(
    r"[ ](?:Road|Street|Avenue|Lane|Close|Drive|Crescent|Church|School|College|Charity|Charities|Club|Radio"
    r"|Museum|Railway|Station|League of Friends)\b"
)
"""What makes the name of a hospital or trust part of another name: "Addenbrooke's Road"."""
_SHORTEST_CAPITALS = 12
"""A name of fewer letters, in capitals throughout, is too like other words to be looked for."""


class Names:
    """The names of the gazetteers, as they are used in the plan of one footprint."""

    def __init__(self, gazetteers: Iterable[Entity], footprint: str) -> None:
        self._owner = {
            name: _resolve(name, owners, footprint) for name, owners in sorted(_by_name(gazetteers).items())
        }
        self._owner |= {
            name.upper(): owner
            for name, owner in self._owner.items()
            if " " in name and len(name) >= _SHORTEST_CAPITALS
        }
        self._matcher = _matcher(tuple(self._owner))
        self._defined: dict[str, Entity] = {}
        self._defined_matcher: PhraseMatcher | None = None

    def define(self, passages: Iterable[Passage]) -> None:
        """Follow the abbreviations that these passages define; one defined for two entities is dropped."""
        found: dict[str, dict[str, Entity]] = {}
        for passage in passages:
            if "(" not in passage.text:
                continue
            for start, end, entity in self._spans(passage.text):
                match = _DEFINED.match(passage.text, end) or _SPELT_OUT.search(passage.text, 0, start)
                if match and _abbreviates(match["short"], entity):
                    found.setdefault(match["short"], {})[entity.id] = entity
        self._defined = {
            short: next(iter(entities.values()))
            for short, entities in sorted(found.items())
            if len(entities) == 1 and short not in self._owner
        }
        self._defined_matcher = _matcher(tuple(self._defined)) if self._defined else None

    def mentions(self, passage: Passage) -> list[Mention]:
        """The entities that a passage names, in the order of its text, none within another. A short
        form in brackets after its own full name is part of that mention and makes no second one."""
        kept: list[Mention] = []
        for start, end, entity in self._spans(passage.text):
            last = kept[-1] if kept else None
            between = passage.text[last.end : start] if last else ""
            if last and last.entity == entity.id and re.fullmatch(_OPENED, between):
                continue
            kept.append(Mention(passage.ref, entity.id, entity.kind, passage.text[start:end], start, end))
        return kept

    def _spans(self, text: str) -> list[tuple[int, int, Entity]]:
        """The spans of linked names, the longest first where they overlap; an unlinked name hides what lies
        in it."""
        doc = _blank().make_doc(text)
        found: list[tuple[int, int, Entity | None]] = []
        for matcher, owner in ((self._matcher, self._owner.get), (self._defined_matcher, self._defined.get)):
            for _, first, last in matcher(doc) if matcher is not None else ():
                span = doc[first:last]
                found.append((span.start_char, span.end_char, owner(_key(span.text))))
        kept, reached = [], 0
        in_order = sorted(found, key=lambda each: (_past_the(text, each[0]), -each[1], each[0]))
        for start, end, entity in in_order:
            if start < reached:
                continue
            reached = end
            if entity is not None and not _goes_on(text, end, entity):
                reached = _whole(text, end, entity)
                kept.append((start, reached, entity))
        return kept


def _past_the(text: str, start: int) -> int:
    """Where a name begins without its article, so that one that is shorter but for its "The" does not win."""
    return start + 4 if text[start : start + 4].lower() == "the " else start


def _goes_on(text: str, end: int, entity: Entity) -> bool:
    """Whether the name that ends here is but a part of another name."""
    if entity.kind == "footprint":
        return bool(_AREA_GOES_ON.match(text, end))
    return entity.kind in ("hospital", "trust") and bool(_NAME_GOES_ON.match(text, end))


def _whole(text: str, end: int, entity: Entity) -> int:
    """Where a printed name ends: with its own last apostrophe ("Guy's and St Thomas'") and with a "Hospital"
    that the gazetteer leaves out ("John Radcliffe Hospital")."""
    if entity.kind == "hospital" and (more := re.match(r" (?:Hospital|HOSPITAL)\b", text[end:])):
        return end + more.end()
    possessive = any(name.endswith(("'", "’")) for name in (entity.name, *entity.names))
    return end + 1 if possessive and re.match(r"['’](?!\w)", text[end:]) else end


@cache
def _blank() -> Language:
    return spacy.blank("en")


@lru_cache(4)
def _matcher(names: tuple[str, ...]) -> PhraseMatcher:
    """What finds any of the names. Those of the gazetteers are the same for every footprint and take a
    second to prepare, so that they are kept."""
    matcher = PhraseMatcher(_blank().vocab, attr="ORTH")
    matcher.add(
        "name", [_blank().make_doc(form) for form in sorted({f for name in names for f in _forms(name)})]
    )
    return matcher


def _key(name: str) -> str:
    """A name without what printing varies: apostrophes, a stop after St, & for and, a small "the"."""
    plain = re.sub(r"\bSt\.", "St", re.sub(r"(?<=\w)['’‘`](?=s\b)|(?<=s)['’](?= )|['’]$", "", name))
    return re.sub(r"^the ", "The ", re.sub(r"\s+", " ", plain.replace(" & ", " and "))).strip()


def _forms(name: str) -> set[str]:
    """The ways in which a name, given by its key, may be printed."""
    forms = {name}
    for old, new in ((" and ", " & "), ("St ", "St. "), ("The ", "the ")):
        forms |= {form.replace(old, new) for form in forms if old in form}
    for form in sorted(forms):
        for match in re.finditer(r"(?<=[a-z])s(?= |$|,|-)|(?<=[A-Z]{3})S(?= |$|,)", form):
            for mark in "'’":
                forms.add(f"{form[: match.start()]}{mark}{form[match.start() :]}")
                forms.add(f"{form[: match.end()]}{mark}{form[match.end() :]}")
    return forms


def _by_name(gazetteers: Iterable[Entity]) -> dict[str, list[Entity]]:
    """The entities that bear each name. A footprint of one word ("Devon") is a county too, and a mention
    of the footprint only where the plan or the partnership is named. Where one bears a name with its "The"
    and another without, both bear both."""
    names: dict[str, list[Entity]] = {}
    for entity in gazetteers:
        given = {_key(each) for each in (entity.name, *entity.names) if each.strip()}
        if entity.kind == "footprint":
            plans = {
                f"{each} {what}"
                for each in given
                for what in ("STP", "Sustainability and Transformation Plan")
            }
            given = {each for each in given if " " in each or each.isupper()} | plans
        for name in given:
            names.setdefault(name, []).append(entity)
    for name in [each for each in names if each.startswith("The ")]:
        names[name] = [*names[name], *names.get(name.removeprefix("The "), [])]
    return names


def _resolve(name: str, owners: list[Entity], footprint: str) -> Entity | None:
    """The one entity that a name means in a plan of ``footprint``, or None where that is not certain."""
    distinct = {each.id: each for each in owners}
    at_home = [each for each in distinct.values() if footprint and each.footprint == footprint]
    if len(at_home) == 1:
        return at_home[0]
    if len(distinct) > 1:
        return None
    (only,) = distinct.values()
    telling = set(re.findall(r"\w+", name.lower())) - _PLAIN
    return only if not only.footprint or telling else None


def _abbreviates(short: str, entity: Entity) -> bool:
    """Whether the capitals of a short form are initials of the entity's name, in order, the first among the
    first two. "SFT" for a trust counts its own T."""
    capitals = [letter for letter in short if letter.isupper()]
    if len(capitals) < 2:
        return False
    for name in (entity.name, *entity.names):
        words = [word for word in re.findall(r"[A-Za-z]+", name) if word not in ("of", "and", "the", "s")]
        initials = [word[0].upper() for word in words]
        rest = iter(initials)
        if capitals[0] in initials[:2] and all(letter in rest for letter in capitals):
            return True
    return False
