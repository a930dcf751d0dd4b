"""How far people agree with each other, and with the model, on the passages that people coded.

Reads ``labels`` and what the model says of the same passages; gives for each round of coding a table with
a column for the people and one for the model beside each of them. The model is compared only on passages
that still have the words that were coded. Rounds in which disagreements were settled are left out: those
who settle have read what the others said.
"""

from itertools import groupby
from typing import NamedTuple

import sqlite_utils

from pipeline.codebook import Codebook, Theme
from pipeline.labels.agree import Agreement, agreements
from pipeline.labels.coding import MODEL, Coding, Judgement, judgements
from pipeline.labels.reconcile import SETTLED
from pipeline.report import reading

CODINGS = """
    select ref, fingerprint, kind, label, value, annotator, at, round, codebook_version
    from labels order by id
"""

BY_MODEL = """
    select distinct passages.ref, passages.fingerprint, passages.strength,
        (select group_concat(theme, char(10)) from passage_themes
         where passage_themes.passage = passages.id and accepted) as labels
    from labels join passages on passages.id = labels.passage order by passages.id
"""

FRAME = """
    select id, label, definition, axis, coalesce(parent, '') as parent from themes order by position
"""

SETS = {
    "all labels": "All labels of a passage",
    "themes": "Its themes",
    "sub-themes": "Its sub-themes",
    "lenses": "Its lenses",
    "strength": "Strength",
}
"""What is compared as a whole, by the name that readers see."""


class Line(NamedTuple):
    """What was compared, whether it is one label (``part`` if that of a sub-theme), and the agreement of each
    group, in the order of the round's groups."""

    name: str
    kind: str
    cells: tuple[Agreement, ...]


class Round(NamedTuple):
    """A round of coding: its name, its coders, and who is compared with how many passages in common."""

    name: str
    people: tuple[str, ...]
    groups: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]


def rounds(db: sqlite_utils.Database) -> list[Round]:
    """The rounds of coding in their order; none where no person has coded."""
    codings = [Coding(**row) for row in reading.rows(db, CODINGS)]
    frame = Codebook(version="", entries=tuple(Theme(**row) for row in reading.rows(db, FRAME)), digest="")
    known = set(frame.ids())
    said = judgements([row for row in codings if not row.label or row.label in known], frame)
    by_model = {
        (row["ref"], row["fingerprint"]): (
            frozenset((row["labels"] or "").split("\n")) - {""},
            row["strength"],
        )
        for row in reading.rows(db, BY_MODEL)
    }
    found = []
    for turn, group in groupby(sorted(said, key=lambda each: each.round), key=lambda each: each.round):
        if not turn.endswith(SETTLED):
            mine = list(group)
            judged = sorted({(each.ref, each.fingerprint) for each in mine} & by_model.keys())
            beside = [Judgement(*key, MODEL, turn, *by_model[key], "", "", "") for key in judged]
            found.append(_round(turn, mine, beside, frame))
    return found


def _round(turn: str, said: list[Judgement], by_model: list[Judgement], frame: Codebook) -> Round:
    people = tuple(sorted({each.annotator for each in said}))
    groups = [people] if len(people) > 1 else []
    groups += [(MODEL, each) for each in people]
    columns = {names: agreements([*said, *by_model], names, frame) for names in groups}
    columns = {names: column for names, column in columns.items() if column[0].passages}
    labels = {entry.id: entry for entry in frame.entries}
    lines = []
    for cells in zip(*columns.values(), strict=True):
        what = cells[0].what
        if any(cell.given for cell in cells):
            name = SETS.get(what) or labels[what].label
            kind = "whole" if what in SETS else "part" if labels[what].parent else "label"
            lines.append(Line(name, kind, tuple(cells)))
    heads = tuple((_together(names), column[0].passages) for names, column in columns.items())
    return Round(turn, people, heads, tuple(lines))


def _together(names: tuple[str, ...]) -> str:
    shown = ["the model" if name == MODEL else name for name in names]
    return f"{', '.join(shown[:-1])} and {shown[-1]}"
