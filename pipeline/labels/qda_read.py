"""Codings as a REFI-QDA project (.qdpx): the reading of what another tool gives back.

Passages are found in the texts of the project by the lines over them and must stand there with the words
that we know. A selection must lie in one passage; white space and the lines over the passage may be
selected with it. Users, times, codes and notes are read where the tool has kept them.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from pipeline.labels import qda_codes, xmltree
from pipeline.labels.bundle import Asked, ExchangeError, Found, Wrong, member, unpacked
from pipeline.labels.coding import MODEL, Coding, kind_of, utc
from pipeline.labels.qda_codes import bare

HEAD = re.compile(r"(?:\A|(?<=\n\n)|(?<=\n\r\n))⟦(\S+) (\w+)⟧")
"""The line over a passage: its ref and its fingerprint. It follows a blank line, or nothing."""


class _About(msgspec.Struct, frozen=True):
    """What we wrote into the project's description: the round, the codebook's version, and the codings
    that were made under another version."""

    round: str = ""
    codebook: str = ""
    older: dict[str, list[str]] = {}


class _Place(NamedTuple):
    """Where a passage stands in the text of a source: from ``head`` with the line over it, from ``start``
    by itself. ``start`` is -1 if its words are not there."""

    ref: str
    fingerprint: str
    head: int
    start: int
    end: int


def read(content: bytes, asked: Asked) -> tuple[list[Found], list[Wrong]]:
    """The codings in a project, and what is wrong with it."""
    with unpacked(content) as packed:
        names = {name.lower(): name for name in packed.namelist()}
        root = xmltree.parse(member(packed, names.get("project.qde", "project.qde")), "project.qde")
        project = _Project(root, asked)
        for source in root.within("TextSource"):
            path = source.attributes.get("plainTextPath", "")
            if path:
                name = f"sources/{path.removeprefix('internal://')}"
                text = _decoded(member(packed, names.get(name.lower(), name)), name)
            else:
                text = (source.first("PlainTextContent") or source).text
            if HEAD.search(text):
                project.source(source, text)
    return project.found, project.wrong


class _Project:
    """A project as it is read: its users, codes and notes, and what was found so far."""

    def __init__(self, root: xmltree.Element, asked: Asked) -> None:
        self._asked = asked
        self._users = {
            bare(each.attributes.get("guid", "")): each.attributes.get("name", "")
            for each in root.within("User")
        }
        self._codes = qda_codes.meanings(root, asked.frame)
        self._notes = {bare(each.attributes.get("guid", "")): each for each in root.within("Note")}
        self._about = _about(root)
        older = self._about.older.items()
        self._versions = {bare(its): version for version, guids in older for its in guids}
        self.found: list[Found] = []
        self.wrong: list[Wrong] = []

    def source(self, source: xmltree.Element, text: str) -> None:
        """Take up the selections of a source."""
        places = list(_places(text, self._asked))
        # Tools may cut one selection into several that say the same.
        said: dict[Coding, str] = {}
        for selection in source.all("PlainTextSelection"):
            where = f"project.qde, line {selection.line}"
            try:
                for coding in self._of_selection(selection, places):
                    said.setdefault(coding, where)
            except ValueError as error:
                self.wrong.append(Wrong(where, str(error)))
        self.found += [Found(where, coding) for coding, where in said.items()]

    def _of_selection(self, selection: xmltree.Element, places: list[_Place]) -> Iterator[Coding]:
        marked = [each for each in selection.all("Coding") if self._user(each, selection) != MODEL]
        notes = [
            self._notes[target]
            for each in selection.all("NoteRef")
            if (target := bare(each.attributes.get("targetGUID", ""))) in self._notes
        ]
        if not marked and not notes:
            return
        place, start, end = _selected(selection, places)
        turn = self._about.round or self._asked.round
        plain = Coding(place.ref, place.fingerprint, "", "", "", "", "", turn, "")
        for each in marked:
            kind, label = self._code(each)
            one = msgspec.structs.replace(plain, **self._by(each, selection))
            if kind == "strength":
                yield msgspec.structs.replace(one, kind=kind, value=label)
            else:
                kind = kind_of(label, self._asked.frame)
                yield msgspec.structs.replace(one, kind=kind, label=label, value="yes", start=start, end=end)
        for note in notes:
            words = (note.first("PlainTextContent") or note).text.strip()
            yield msgspec.structs.replace(plain, kind="note", value=words, **self._by(note, selection))

    def _code(self, coding: xmltree.Element) -> tuple[str, str]:
        ref = coding.first("CodeRef")
        its = bare(ref.attributes.get("targetGUID", "")) if ref else ""
        if its not in self._codes:
            raise ValueError(f"a coding with a code that the project does not define ({its!r})")
        kind, name = self._codes[its]
        if not kind:
            raise ValueError(f"the codebook {self._asked.frame.version} has no label {name!r}")
        return kind, name

    def _user(self, each: xmltree.Element, selection: xmltree.Element) -> str:
        its = each.attributes.get("creatingUser") or selection.attributes.get("creatingUser") or ""
        return self._users.get(bare(its), "")

    def _by(self, each: xmltree.Element, selection: xmltree.Element) -> dict[str, str]:
        """Who said it, when, and under which version of the codebook."""
        at = each.attributes.get("creationDateTime") or selection.attributes.get("creationDateTime") or ""
        version = self._versions.get(bare(each.attributes.get("guid", ""))) or self._about.codebook
        return {
            "annotator": self._user(each, selection) or self._asked.annotator,
            "at": utc(at) or self._asked.at,
            "codebook_version": version or self._asked.frame.version,
        }


def _places(text: str, asked: Asked) -> Iterator[_Place]:
    """Where the passages of a source stand."""
    heads = list(HEAD.finditer(text))
    stops = [*(head.start() for head in heads[1:]), len(text)]
    for head, stop in zip(heads, stops, strict=True):
        ref, fingerprint = head.groups()
        words = asked.known.get(ref, {}).get(fingerprint)
        # The last place where they stand: the line before them may have the same words.
        start = -1 if words is None else text.rfind(words, head.end(), stop)
        yield _Place(ref, fingerprint, head.start(), start, start + len(words or ""))


def _selected(selection: xmltree.Element, places: list[_Place]) -> tuple[_Place, int | None, int | None]:
    """The passage that a selection lies in, and the characters of it, or nothing for all of it."""
    try:
        begin, stop = (int(selection.attributes[name]) for name in ("startPosition", "endPosition"))
    except (KeyError, ValueError) as error:
        raise ValueError(f"a selection without its places ({error})") from error
    span = f"the characters {begin} to {stop}"
    before = [number for number, each in enumerate(places) if each.head <= begin]
    if not before or stop <= begin:
        raise ValueError(f"{span} lie in no passage")
    place, rest = places[before[-1]], places[before[-1] + 1 :]
    if place.start < 0:
        raise ValueError(f"the words of {place.ref} there are not those known")
    if rest and stop > rest[0].head:
        raise ValueError(f"{span} reach over more than one passage")
    start, end = max(begin, place.start) - place.start, min(stop, place.end) - place.start
    if start >= end:
        raise ValueError(f"{span} hold no words of {place.ref}")
    return (place, None, None) if (start, end) == (0, place.end - place.start) else (place, start, end)


def _about(root: xmltree.Element) -> _About:
    """What we wrote into the project's description, as far as a tool has kept it."""
    description = root.first("Description")
    try:
        return msgspec.json.decode(description.text, type=_About) if description else _About()
    except msgspec.MsgspecError:
        return _About()


def _decoded(content: bytes, name: str) -> str:
    """The text of a source; a byte-order mark is no character of it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExchangeError([Wrong(name, "it is not in UTF-8")]) from error
