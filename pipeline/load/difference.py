"""What a rerun changed: the findings of two databases compared.

Reads two databases that ``load`` made. A finding is known again by its plan, the words of its passage
and its theme, so that references and ids may change without a word being said about it.
"""

from collections.abc import Iterator
from typing import NamedTuple

import sqlite_utils

MATTERS = ("strength", "quote", "probability", "subthemes", "figures", "page")
"""What a finding may change in, weightiest first."""

FINDINGS = """SELECT pl.footprint, pa.plan, pa.fingerprint, fi.theme, pa.ref, fi.strength, fi.quote,
    fi.probability, fi.subthemes, fi.page, coalesce((
        SELECT group_concat(words, '; ') FROM (
            SELECT qu.text || ' = ' || coalesce(qu.value, '?') || coalesce('-' || qu.value_high, '')
                || CASE qu.direction WHEN '' THEN '' ELSE ' ' || qu.direction END
                || coalesce(' by ' || qu.by_year, '') AS words
            FROM quantities qu WHERE qu.passage = pa.id ORDER BY qu.start, qu.id)), '') AS figures
FROM findings fi
JOIN passages pa ON pa.id = fi.passage
JOIN plans pl ON pl.id = pa.plan
ORDER BY pa.plan, pa.fingerprint, fi.theme, pa.id"""


class Change(NamedTuple):
    """A finding that was added, lost or changed.

    For a changed one there is a row for each ``field`` that differs, with its value in the ``old`` and the
    ``new`` database; for others ``field`` is empty and the quotation stands in ``old`` or ``new``.
    """

    change: str
    footprint: str
    plan: str
    ref: str
    theme: str
    fingerprint: str
    field: str = ""
    old: str = ""
    new: str = ""


Finding = dict[str, object]
Key = tuple[str, str, str, int]


def changes(
    old: sqlite_utils.Database, new: sqlite_utils.Database, *, least: float = 0.01
) -> Iterator[Change]:
    """The findings that differ, by plan, passage and theme. A probability that moved by less than
    ``least`` has not changed."""
    before, after = _findings(old), _findings(new)
    for key in sorted(before.keys() | after.keys()):
        if key not in after:
            yield _change("lost", before[key], old=str(before[key]["quote"]))
        elif key not in before:
            yield _change("added", after[key], new=str(after[key]["quote"]))
        else:
            yield from _differences(before[key], after[key], least)


def _findings(db: sqlite_utils.Database) -> dict[Key, Finding]:
    """The findings by plan, fingerprint and theme; where a plan says the same words twice, numbered."""
    findings: dict[Key, Finding] = {}
    for row in db.query(FINDINGS):
        number = 0
        while (key := (row["plan"], row["fingerprint"], row["theme"], number)) in findings:
            number += 1
        findings[key] = row
    return findings


def _differences(before: Finding, after: Finding, least: float) -> Iterator[Change]:
    for field in MATTERS:
        one, other = before[field], after[field]
        if isinstance(one, float) and isinstance(other, float) and round(abs(one - other), 3) < least:
            continue
        if one != other:
            yield _change("changed", after, field, str(one), str(other))


def _change(change: str, finding: Finding, field: str = "", old: str = "", new: str = "") -> Change:
    footprint, plan, ref, theme, fingerprint = (
        str(finding[name]) for name in ("footprint", "plan", "ref", "theme", "fingerprint")
    )
    return Change(change, footprint, plan, ref, theme, fingerprint, field, old, new)
