"""A coding: one thing that one person said of one passage, and what of it holds.

Codings are only ever added. What holds now is found by going through them in their order: the
latest word of a person about a label in a round counts, "no" takes a label back, and an undo takes
one earlier row back. A passage counts as judged once its coder has given it a label or a strength;
``none`` is the strength of a passage that carries nothing.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from pipeline.codebook import STRENGTHS, Codebook

KINDS = ("theme", "lens", "strength", "note", "undo")
"""What a coding may be about; sub-themes are of the kind theme."""

MODEL = "model"
"""The annotator that stands for the classifier; no person may bear the name."""

NAME = re.compile(r"\w(?:[\w.+@ -]{0,58}[\w.+@-])?")
"""Names of annotators and rounds: they stand in options, file names and spreadsheets."""

NOTE = 4000
"""Characters of a note at most: it must fit a cell of every spreadsheet."""

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that XML cannot hold or should not."""


class Coding(msgspec.Struct, frozen=True):
    """One row of labels.db.

    ``value`` is yes or no for a theme or lens, a rung for ``strength``, the words of a ``note`` (both
    are empty where they are taken back), the number of the row taken back for an ``undo``. ``start`` and
    ``end`` are the characters of the passage's text that the coder marked, or nothing for the passage as
    a whole. ``at`` is UTC.
    """

    ref: str
    fingerprint: str
    kind: str
    label: str
    value: str
    annotator: str
    at: str
    round: str
    codebook_version: str
    start: int | None = None
    end: int | None = None
    id: int = 0

    @property
    def unit(self) -> tuple[str, str, str, str]:
        """Whose judgement of what it belongs to: passage by ref and words, annotator, round."""
        return self.ref, self.fingerprint, self.annotator, self.round


class Judgement(NamedTuple):
    """All that one person holds of one passage in one round. ``labels`` has the theme of every sub-theme
    given; ``strength`` is empty where none was given; ``at`` is the latest word."""

    ref: str
    fingerprint: str
    annotator: str
    round: str
    labels: frozenset[str]
    strength: str
    note: str
    at: str
    codebook_version: str


def kind_of(label: str, frame: Codebook) -> str:
    """Theme or lens, for a label of the frame. Raises KeyError for another."""
    return {entry.id: entry.axis for entry in frame.entries}[label]


def fault(coding: Coding, frame: Codebook) -> str:
    """What is wrong with a coding by itself, or nothing."""
    if wrong := misnamed("annotator", coding.annotator) or misnamed("round", coding.round):
        return wrong
    if utc(coding.at) != coding.at:
        return f"the time {coding.at!r} is not UTC in ISO 8601, such as 2026-05-04T09:30:00Z"
    if (coding.start is None) != (coding.end is None) or not _ordered(coding):
        return f"the characters {coding.start} to {coding.end} are no part of a text"
    if coding.kind in ("theme", "lens"):
        return _fault_of_label(coding, frame)
    if coding.label or coding.start is not None:
        return f"a {coding.kind} is about the whole passage, and about no label"
    if coding.kind == "strength" and coding.value not in ("", *STRENGTHS):
        return f"the strength {coding.value!r} is none of {', '.join(STRENGTHS)}"
    if coding.kind == "note" and (len(coding.value) > NOTE or UNPRINTABLE.search(coding.value)):
        return f"a note has at most {NOTE:,} printable characters"
    if coding.kind == "note" and coding.value != coding.value.strip():
        return "a note begins and ends with a word"
    return "" if coding.kind in KINDS else f"the kind {coding.kind!r} is none of {', '.join(KINDS)}"


def misnamed(what: str, name: str) -> str:
    """Why an ``annotator`` or a ``round`` cannot bear a name, or nothing."""
    if NAME.fullmatch(name) and not (what == "annotator" and name == MODEL):
        return ""
    return f"the {what} {name!r} is not a name (letters, digits, spaces, . + @ - _)"


def utc(time: str) -> str:
    """A time in ISO 8601 as UTC with a Z, without fractions of zero; empty if it is none."""
    try:
        moment = datetime.fromisoformat(time)
    except ValueError:
        return ""
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.replace(tzinfo=None).isoformat() + "Z"


def in_force(codings: Iterable[Coding]) -> list[Coding]:
    """What still holds of codings given in their order: labels given and not taken back, the last strength
    and the last note of each judgement; ordered by passage, annotator, round, kind, label and place."""
    rows = list(codings)
    undone = {int(row.value) for row in rows if row.kind == "undo"}
    held: dict[tuple[object, ...], Coding] = {}
    for row in rows:
        if row.kind == "undo" or row.id in undone:
            continue
        place = (*row.unit, row.kind, row.label)
        if row.value == "no" and row.kind in ("theme", "lens"):
            for key in [key for key in held if key[:6] == place]:
                if row.start is None or key[6:] == (row.start, row.end):
                    del held[key]
        else:
            held.pop((*place, row.start, row.end), None)
            held[(*place, row.start, row.end)] = row
    return sorted((row for row in held.values() if row.value), key=order)


def order(row: Coding) -> tuple[object, ...]:
    """Where a coding stands among others, whatever its number."""
    start, end = (-1, -1) if row.start is None else (row.start, row.end)
    return (*row.unit, KINDS.index(row.kind), row.label, start, end, row.value, row.at)


def judgements(codings: Iterable[Coding], frame: Codebook) -> list[Judgement]:
    """The judgements that codings in force make up, in their order; passages with nothing but a note are
    not judged yet."""
    parents = {entry.id: entry.parent for entry in frame.entries}
    units: dict[tuple[str, str, str, str], list[Coding]] = {}
    for row in codings:
        units.setdefault(row.unit, []).append(row)
    out = []
    for unit, rows in sorted(units.items()):
        labels = {row.label for row in rows if row.label}
        given = {row.kind: row.value for row in rows}
        if labels or "strength" in given:
            labels |= {parents[label] for label in labels if parents.get(label)}
            last = max(rows, key=lambda row: row.at)
            out.append(
                Judgement(
                    *unit, frozenset(labels), given.get("strength", ""), given.get("note", ""),
                    last.at, min(row.codebook_version for row in rows),
                )
            )  # fmt: skip
    return out


def contradiction(judgement: Judgement) -> str:
    """What in a judgement speaks against itself, or nothing."""
    if judgement.labels and judgement.strength == "none":
        return "it has labels, and the strength none"
    if not judgement.labels and judgement.strength not in ("", "none"):
        return f"it has no label, and the strength {judgement.strength}"
    return ""


def changes(wanted: Iterable[Coding], held: Iterable[Coding]) -> list[Coding]:
    """What must be added so that the judgements in ``wanted`` hold whole: its codings that do not hold
    yet, and a "no" for each label that its coder no longer gives. Judgements that ``wanted`` does not
    speak of are left alone."""
    now: dict[tuple[str, str, str, str], list[Coding]] = {}
    for row in held:
        now.setdefault(row.unit, []).append(row)
    new: dict[tuple[str, str, str, str], list[Coding]] = {}
    for row in wanted:
        new.setdefault(row.unit, []).append(row)
    out = []
    for unit, rows in sorted(new.items()):
        before, places = now.get(unit, []), {_place(row) for row in rows}
        last = max(row.at for row in rows)
        gone = [row for row in before if _place(row) not in places]
        out += [msgspec.structs.replace(row, value=_taken_back(row), at=last, id=0) for row in gone]
        # A "no" for the whole passage takes back the marked places of the label as well.
        cleared = {row.label for row in gone if row.label and row.start is None}
        same = {_said(row) for row in before if row.label not in cleared}
        out += [row for row in sorted(rows, key=order) if _said(row) not in same]
    return out


def _taken_back(row: Coding) -> str:
    return "no" if row.label else ""


def _said(row: Coding) -> tuple[object, ...]:
    return (*row.unit, row.kind, row.label, row.value, row.start, row.end, row.at, row.codebook_version)


def _place(row: Coding) -> tuple[object, ...]:
    return (row.kind, row.label, row.start, row.end)


def _ordered(coding: Coding) -> bool:
    return coding.start is None or coding.end is None or 0 <= coding.start < coding.end


def _fault_of_label(coding: Coding, frame: Codebook) -> str:
    axes = {entry.id: entry.axis for entry in frame.entries}
    if coding.label not in axes:
        return f"the codebook {frame.version} has no label {coding.label!r}"
    if axes[coding.label] != coding.kind:
        return f"{coding.label} is a {axes[coding.label]}, not a {coding.kind}"
    if coding.value not in ("yes", "no"):
        return f"{coding.value!r} of {coding.label} is neither yes nor no"
    return ""
