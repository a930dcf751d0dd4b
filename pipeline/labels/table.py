"""Codings as a table that a person fills in: a row for each passage and coder, a column for each label.

The cells of labels hold "yes" or nothing; whatever else they hold of what people type for either is
understood. What a row cannot say plainly (marked words, labels given at different times) stands in
the column ``exact`` as JSON, which a person need not touch. CSV and XLSX share this table.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from pipeline.codebook import Codebook
from pipeline.labels.bundle import Asked, Bundle, Found, Wrong
from pipeline.labels.coding import Coding, Judgement, kind_of, utc
from pipeline.labels.sample import Passage

YES = ("yes", "y", "x", "1", "true", "ja", "✓", "✔")
NO = ("", "no", "n", "0", "false", "-", "–")
FIRST = ("ref", "fingerprint", "page", "section", "context", "text")
SUGGESTED = ("suggested", "suggested_strength")
LAST = ("strength", "note", "annotator", "round", "at", "codebook_version", "exact")
ASIDE = "said:"
"""Columns that begin so show what others said; they are not read."""

Row = dict[str, str]


def columns(bundle: Bundle) -> list[str]:
    """The heads of the table."""
    return [*FIRST, *(() if bundle.blind else SUGGESTED), *bundle.frame.ids(), *LAST]


def rows(bundle: Bundle) -> Iterator[Row]:
    """The rows of the table: one for each coder of a passage, an empty one where none has coded it."""
    for passage, codings in bundle.of_passages():
        coders: dict[str, list[Coding]] = {}
        for each in codings:
            coders.setdefault(each.annotator, []).append(each)
        for coder in sorted(coders) or [bundle.coder]:
            yield (
                _shown(passage, bundle)
                | {"annotator": coder, "round": bundle.round}
                | _said(coders.get(coder, []))
            )


def _shown(passage: Passage, bundle: Bundle) -> Row:
    row = {name: str(getattr(passage, name)) for name in FIRST}
    if not bundle.blind:
        given = [f"{each} {passage.probabilities.get(each, 1):.2f}" for each in passage.suggested]
        row |= {"suggested": "; ".join(given), "suggested_strength": passage.suggested_strength}
    return row


def _said(codings: Sequence[Coding]) -> Row:
    if not codings:
        return {}
    last = max(codings, key=lambda each: each.at)
    row = {"at": last.at, "codebook_version": last.codebook_version}
    told = set()
    for each in codings:
        row[each.label or each.kind] = each.value
        if each.start is not None or (each.at, each.codebook_version) != (last.at, last.codebook_version):
            told.add(each.label or each.kind)
    exact = [_exactly(each) for each in codings if (each.label or each.kind) in told]
    return row | ({"exact": json.dumps(exact)} if exact else {})


def _exactly(each: Coding) -> list[Any]:
    return [each.label or each.kind, each.start, each.end, each.at, each.codebook_version]


def settling(frame: Codebook, coders: Sequence[str]) -> list[str]:
    """The heads of a table in which disagreements are settled: beside each passage what each coder said."""
    said = [f"{ASIDE}{coder}" for coder in coders]
    return [
        *FIRST,
        *said,
        *frame.ids(),
        *(name for name in LAST if name not in ("codebook_version", "exact")),
    ]


def to_settle(passage: Passage, said: Iterable[Judgement], turn: str) -> Row:
    """The row of a passage on which coders differ, for whoever settles it in the round ``turn``."""
    row = {name: str(getattr(passage, name)) for name in FIRST} | {"round": turn}
    for each in said:
        parts = [", ".join(sorted(each.labels)) or "no label", each.strength, each.note]
        row[f"{ASIDE}{each.annotator}"] = " · ".join(filter(None, parts))
    return row


def read(numbered: Iterable[tuple[int, Mapping[str, str]]], asked: Asked) -> tuple[list[Found], list[Wrong]]:
    """The codings in rows, given with their lines, and what is wrong with them. Rows without any are passed
    over: nobody has coded them yet."""
    found: list[Found] = []
    wrong: list[Wrong] = []
    seen: dict[tuple[str, str, str], int] = {}
    for number, cells in numbered:
        row = {name: value.strip() for name, value in cells.items()}
        where = f"line {number}"
        try:
            codings = list(_codings(row, asked))
        except ValueError as error:
            wrong.append(Wrong(where, str(error)))
            continue
        if codings:
            unit = (codings[0].ref, codings[0].annotator, codings[0].round)
            if unit in seen:
                message = f"{unit[0]} stands there twice for {unit[1]}, first in line {seen[unit]}"
                wrong.append(Wrong(where, message))
                continue
            seen[unit] = number
            found += [Found(where, each) for each in codings]
    return found, wrong


def heads(names: Sequence[str], frame: Codebook) -> list[Wrong]:
    """What is wrong with the heads of a table."""
    known = {*FIRST, *SUGGESTED, *frame.ids(), *LAST}
    wrong = [f"the column {name!r} is missing" for name in ("ref", "fingerprint") if name not in names]
    wrong += [
        f"the column {name!r} is no label of the codebook {frame.version}"
        for name in names
        if name and name not in known and not name.startswith(ASIDE)
    ]
    wrong += [
        f"the column {name!r} stands there twice" for name in dict.fromkeys(names) if names.count(name) > 1
    ]
    return [Wrong("line 1", message) for message in wrong]


def _codings(row: Row, asked: Asked) -> Iterator[Coding]:
    exact = _exact(row.get("exact", ""))
    said = {label: "yes" for label in asked.frame.ids() if _is_yes(label, row.get(label, ""))}
    said |= {kind: row[kind] for kind in ("strength", "note") if row.get(kind)}
    if "strength" in said:
        said["strength"] = said["strength"].lower()
    plain = Coding(
        ref=row.get("ref", ""), fingerprint=row.get("fingerprint", ""), kind="", label="", value="",
        annotator=row.get("annotator") or asked.annotator, round=row.get("round") or asked.round,
        at=_time(row.get("at", ""), asked.at),
        codebook_version=row.get("codebook_version") or asked.frame.version,
    )  # fmt: skip
    for name, value in said.items():
        label = name if name not in ("strength", "note") else ""
        one = msgspec.structs.replace(
            plain, kind=kind_of(label, asked.frame) if label else name, label=label, value=value
        )
        for start, end, at, version in exact.get(name, [(None, None, one.at, one.codebook_version)]):
            yield msgspec.structs.replace(one, start=start, end=end, at=at, codebook_version=version)


def _is_yes(label: str, cell: str) -> bool:
    said = cell.lower()
    if said not in YES and said not in NO:
        raise ValueError(f"{cell[:40]!r} in the column {label} is neither yes nor no")
    return said in YES


def _time(cell: str, otherwise: str) -> str:
    if not cell:
        return otherwise
    time = utc(cell)
    if not time:
        raise ValueError(f"{cell[:40]!r} in the column at is no time, such as 2026-05-04T09:30:00Z")
    return time


def _exact(cell: str) -> dict[str, list[tuple[int | None, int | None, str, str]]]:
    """What the column says of each label or kind; places, time and version of its codings."""
    if not cell:
        return {}
    try:
        entries = msgspec.json.decode(cell, type=list[tuple[str, int | None, int | None, str, str]])
    except msgspec.MsgspecError as error:
        raise ValueError(f"the column exact cannot be read ({error}): empty it") from error
    out: dict[str, list[tuple[int | None, int | None, str, str]]] = {}
    for name, *rest in entries:
        out.setdefault(name, []).append(tuple(rest))  # type: ignore[arg-type]
    return out
