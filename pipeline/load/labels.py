"""The codings of people, brought into the database beside what the model says.

Reads codings in force; gives the rows of ``labels``, and an issue for what a reader must know of them:
codings whose passage has other words now, of another version of the frame, or of labels that the frame
has no longer. None is moved to another passage.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlite_utils

from pipeline.codebook import Codebook
from pipeline.load.conflicts import Row
from pipeline.load.tables import TABLES
from pipeline.records import Issue


def rows(db: sqlite_utils.Database, labels: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """The rows of ``labels``: a coding is linked to its passage if that has the words that were coded."""
    columns = TABLES["labels"].columns
    passages = {
        (ref, fingerprint): identity
        for identity, ref, fingerprint in db.execute("SELECT id, ref, fingerprint FROM passages")
    }
    for identity, label in enumerate(labels, start=1):
        row = {name: "" if label.get(name) is None else str(label[name]) for name in columns}
        rest = {
            name: value for name, value in label.items() if name not in columns and value not in ("", None)
        }
        yield {
            **row,
            "id": identity,
            "passage": passages.get((row["ref"], row["fingerprint"])),
            "details": json.dumps(rest, ensure_ascii=False, sort_keys=True),
        }


def issues(db: sqlite_utils.Database, codebook: Codebook) -> Iterator[tuple[str | None, Issue]]:
    """What a reader must know of the codings in the database, each with the plan that it is about."""
    yield from _stale(db)
    yield from _older(db, codebook)
    yield from _unknown(db)


def _stale(db: sqlite_utils.Database) -> Iterator[tuple[str | None, Issue]]:
    for ref, fingerprint, annotators, count in db.execute(
        "SELECT ref, fingerprint, group_concat(DISTINCT annotator), count(*) FROM labels "
        "WHERE passage IS NULL GROUP BY ref, fingerprint ORDER BY ref, fingerprint"
    ).fetchall():
        now = db.execute("SELECT plan, page FROM passages WHERE ref = ?", [ref]).fetchone()
        moved = db.execute(
            "SELECT ref FROM passages WHERE fingerprint = ? ORDER BY id", [fingerprint]
        ).fetchone()
        plan = db.execute("SELECT id FROM plans WHERE id = ?", [ref.split("/")[0]]).fetchone()
        what = "its passage has other words now" if now else "there is no such passage now"
        mend = f"the words that were coded now stand at {moved[0]}: code that" if moved else "code it again"
        message = f"{count} codings of {ref} ({annotators}) hold no longer: {what}"
        yield plan and plan[0], Issue("load", "warning", "label-stale", message, mend, now and now[1])


def _older(db: sqlite_utils.Database, codebook: Codebook) -> Iterator[tuple[None, Issue]]:
    for version, annotator, turn, count in db.execute(
        "SELECT codebook_version, annotator, round, count(DISTINCT ref) FROM labels "
        "WHERE codebook_version <> ? GROUP BY 1, 2, 3 ORDER BY 1, 2, 3", [codebook.version]
    ).fetchall():  # fmt: skip
        message = (
            f"{count} passages were coded by {annotator} (round {turn or 'unnamed'}) under version "
            f"{version or 'unknown'} of the codebook; it is at {codebook.version}"
        )
        mend = "read what changed in the codebook, and code them again where it matters"
        yield None, Issue("load", "warning", "label-older-frame", message, mend)


def _unknown(db: sqlite_utils.Database) -> Iterator[tuple[None, Issue]]:
    for label, count in db.execute(
        "SELECT label, count(*) FROM labels WHERE label <> '' AND label NOT IN (SELECT id FROM themes) "
        "GROUP BY label ORDER BY label"
    ).fetchall():
        message = f"{count} codings give the label {label}, which the codebook has not"
        yield None, Issue("load", "warning", "label-unknown", message, "put it back into the codebook, or "
                          "code the passages again")  # fmt: skip
