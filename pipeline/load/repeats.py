"""Passages that say nearly the same: boilerplate handed down from guidance, shared between plans.

Reads ids and texts of passages; gives clusters. MinHash with locality-sensitive hashing (datasketch)
finds the candidates among 50,000 passages in seconds; their similarity is then counted exactly, so that
nothing is called a repeat on an estimate.
"""

import re
import zlib
from collections.abc import Iterable, Iterator

import numpy as np
from datasketch import MinHash, MinHashLSH

SHINGLE = 2
"""Words in a shingle. With pairs, one word changed in a bullet of 15 leaves 12 of 16 in common (0.75)."""

SIMILAR = 0.7
"""Share of shingles in common (Jaccard) from which two passages say the same."""

BANDS, ROWS = 21, 3
"""How the hash looks for candidates: of pairs at 0.7 it finds 0.9998, and of pairs at 0.1, which it would be
idle to count, 0.02 (the chance is 1 - (1 - s**ROWS)**BANDS)."""

LEAST_WORDS = 8
"""Shorter passages ("Next steps", "Source: NHS England") agree by chance."""

SEED = 1
"""The hash functions are the same on every run."""

WORD = re.compile(r"\w+(?:[.,]\d+)*")

Shingles = np.ndarray[tuple[int], np.dtype[np.uint32]]


def clusters(passages: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int, float]]:
    """Passages that say the same as another, given in order of id: (passage, cluster, similarity).

    A cluster is named after its first passage; similarity, rounded to 3 decimals, is to that one. A
    passage belongs to the most similar cluster, the earliest of equals; passages alike to none are
    left out.
    """
    leaders = _Leaders()
    alone: set[int] = set()
    for passage, text in passages:
        words = WORD.findall(text.casefold())
        if len(words) < LEAST_WORDS:
            continue
        leader, similarity = leaders.place(passage, words)
        if leader == passage:
            alone.add(passage)
            continue
        if leader in alone:
            alone.remove(leader)
            yield leader, leader, 1.0
        yield passage, leader, round(similarity, 3)


class _Leaders:
    """The first passages of all clusters so far, and what finds them again."""

    def __init__(self) -> None:
        self._exact: dict[str, tuple[int, float]] = {}
        self._shingles: dict[int, Shingles] = {}
        self._candidates = MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS))
        self._permutations = MinHash(BANDS * ROWS, seed=SEED).permutations

    def place(self, passage: int, words: list[str]) -> tuple[int, float]:
        """The leader of a passage and how similar the two are; the passage itself if it leads now."""
        same = " ".join(words)
        if same in self._exact:
            return self._exact[same]
        shingles = _shingles(words)
        sketch = MinHash(BANDS * ROWS, hashfunc=int, permutations=self._permutations, scheme="affine32")
        sketch.update_batch(shingles)
        alike = [
            (_similarity(shingles, self._shingles[each]), -each) for each in self._candidates.query(sketch)
        ]
        similarity, leader = max(alike, default=(0.0, 0))
        if similarity < SIMILAR:
            self._shingles[passage] = shingles
            self._candidates.insert(passage, sketch, check_duplication=False)
            similarity, leader = 1.0, -passage
        self._exact[same] = -leader, similarity
        return -leader, similarity


def _shingles(words: list[str]) -> Shingles:
    """The distinct shingles as numbers, sorted."""
    grams = {" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
    return np.array(sorted({zlib.crc32(gram.encode()) for gram in grams}), dtype=np.uint32)


def _similarity(one: Shingles, other: Shingles) -> float:
    common = len(np.intersect1d(one, other, assume_unique=True))
    return float(common / (len(one) + len(other) - common))
