"""What a database says of its passages, for coding: read from stp.db, which is not changed.

Gives the passages with the model's suggestions, in the order of the plans; of passages that several
plans have in nearly the same words only the first.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from pipeline.labels.coding import MODEL, Judgement
from pipeline.labels.sample import Passage

PASSAGES = """
SELECT passages.id, ref, fingerprint, plans.footprint, page, section, passages.kind, context, text, strength
FROM passages JOIN plans ON plans.id = passages.plan {where} ORDER BY passages.id"""

FIRST_ONLY = """WHERE passages.id NOT IN (SELECT passage FROM repeats WHERE passage <> cluster)"""

THEMES = "SELECT passage, theme, probability, accepted FROM passage_themes ORDER BY passage, theme"


def passages(database: Path, *, repeats: bool = True) -> Iterator[Passage]:
    """The passages of a database; without ``repeats`` those that say something for the first time."""
    db = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        themes: dict[int, dict[str, float]] = {}
        accepted: dict[int, list[str]] = {}
        for passage, theme, probability, given in db.execute(THEMES):
            themes.setdefault(passage, {})[theme] = probability
            if given:
                accepted.setdefault(passage, []).append(theme)
        for identity, *columns in db.execute(PASSAGES.format(where="" if repeats else FIRST_ONLY)):
            names = ("ref", "fingerprint", "footprint", "page", "section", "kind", "context", "text")
            yield Passage(
                **dict(zip(names, columns, strict=False)),
                probabilities=themes.get(identity, {}),
                suggested=tuple(accepted.get(identity, ())),
                suggested_strength=columns[-1],
            )
    finally:
        db.close()


def meta(database: Path) -> dict[str, str]:
    """What a database says of the versions that made it."""
    db = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return dict(db.execute("SELECT key, value FROM meta"))
    finally:
        db.close()


def said_by_model(passage: Passage, turn: str) -> Judgement:
    """The model's suggestions as a judgement beside those of people."""
    return Judgement(
        passage.ref, passage.fingerprint, MODEL, turn, frozenset(passage.suggested),
        passage.suggested_strength, "", "", "",
    )  # fmt: skip
