"""Where the files of coding lie in a corpus, and what is known of its passages through them.

Reads CORPUS/coding/*.jsonl (samples), CORPUS/labels.db, and stp.db where there is one. A text that was
sampled stays known although extraction has changed since, so that coders' files can still be taken.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.labels import material, sample, store
from pipeline.labels.coding import Coding, in_force
from pipeline.labels.sample import Passage, Sample

FOLDER = "coding"


def sample_of(corpus: Path, turn: str) -> Path:
    """Where the sample of a round lies."""
    return corpus / FOLDER / f"{turn}.jsonl"


def gold_of(corpus: Path, turn: str) -> Path:
    """Where the gold of a round lies: in a folder of its own, since beside the samples it would be one."""
    return corpus / FOLDER / "gold" / f"{turn}.jsonl"


def samples(corpus: Path) -> Iterator[Sample]:
    """The samples of a corpus, in the order of their names."""
    for path in sorted((corpus / FOLDER).glob("*.jsonl")):
        yield sample.read(path)


Known = dict[tuple[str, str], Passage]
"""Passages by ref and fingerprint."""


def passages(corpus: Path, database: Path) -> Known:
    """Every passage known: those of the samples as they were sampled, then those of the database."""
    known = {
        (each.passage.ref, each.passage.fingerprint): each.passage
        for one in samples(corpus)
        for each in one.drawn
    }
    return known | present(database)


def present(database: Path) -> Known:
    """The passages of the database, where there is one."""
    found = material.passages(database) if database.exists() else ()
    return {(each.ref, each.fingerprint): each for each in found}


def texts(passages: Iterable[Passage]) -> dict[str, dict[str, str]]:
    """The texts of passages by ref and fingerprint."""
    known: dict[str, dict[str, str]] = {}
    for each in passages:
        known.setdefault(each.ref, {})[each.fingerprint] = each.text
    return known


def held(corpus: Path, turn: str = "") -> list[Coding]:
    """What is in force in a corpus, or in one round of it."""
    rows = in_force(store.read(corpus / store.NAME))
    return [row for row in rows if not turn or row.round == turn]
