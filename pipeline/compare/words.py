"""How much of what a published finding is about a passage has: its words, by their stem."""

import re

import sqlite_utils

WORD = re.compile(r"[A-Za-z][A-Za-z'’&]+")

SMALL = frozenset(
    WORD.findall(
        "about after all an and any are as at be been between but by can could each extra for from "
        "had has have if in incl into is it its later may more most no not now of on one only or "
        "other over per plan plans stp than that the their this to two three four five under up was "
        "were when which will with within would "
    )
)
"""Words that say nothing of what a finding is about."""

CUES = {
    "A&E": "emergency accident casualty",
    "acute sites": "hospital hospitals site sites",
    "activity": "attendances admissions appointments activity",
    "beds": "bed beds",
    "capital": "capital",
    "community hospitals": "community hospital hospitals",
    "digital": "digital record records",
    "estates": "estate estates",
    "financial gap": "gap deficit shortfall challenge short pressure",
    "investment": "invest investment",
    "maternity": "maternity obstetric births",
    "organisations": "organisations practices",
    "population": "people population residents",
    "provider merger": "merge merger trust trusts",
    "savings": "save saving savings efficiency efficiencies",
    "stroke": "stroke",
    "urgent care": "urgent minor injuries",
    "workforce": "staff workforce posts wte fte nurses gps",
}
"""What sentences about a topic say, whatever words the finding has: at least one of them is asked for."""

READERS = re.compile(r"\([^)]*\)")
"""Who reports a finding stands in brackets."""

Group = frozenset[int]


def names(topic: str, counted: str) -> bool:
    """Whether what a figure counts is what a topic is about."""
    return not set(CUES.get(topic, "").split()).isdisjoint(counted.casefold().split())


class Words:
    """Which passages have a word, asked once of the full-text index."""

    def __init__(self, db: sqlite_utils.Database) -> None:
        self._db = db
        self._known: dict[str, Group] = {}

    def groups(self, finding: str, topic: str) -> list[Group]:
        """For each word of a finding, and for its topic, the passages that have it."""
        words = [word for word in WORD.findall(READERS.sub(" ", finding)) if word.casefold() not in SMALL]
        groups = [self._having(word.casefold()) for word in dict.fromkeys(words)]
        cues = [self._having(word) for word in CUES.get(topic, "").split()]
        return [*groups, frozenset().union(*cues)] if cues else groups

    def share(self, groups: list[Group], passage: int) -> float:
        """The share of the groups that a passage is in."""
        return sum(passage in group for group in groups) / len(groups) if groups else 0.0

    def _having(self, word: str) -> Group:
        if word not in self._known:
            rows = self._db.execute(
                "SELECT rowid FROM passages_fts WHERE passages_fts MATCH ?", [f'"{word}"']
            ).fetchall()
            self._known[word] = frozenset(identity for (identity,) in rows)
        return self._known[word]
