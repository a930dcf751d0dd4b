"""Passages that say nearly the same: boilerplate handed down from guidance, shared between plans.

Reads ids and texts of passages; gives clusters. MinHash (datasketch) with locality-sensitive hashing finds
the candidates; their similarity is then counted exactly, so that nothing is called a repeat on an estimate.
Passages are read twice: sketches alone are kept of all, 170 bytes each, and words only of the few that
share a band of their sketch with another, so that a million documents need no memory to speak of.
"""

import re
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator

import numpy as np
from datasketch import MinHash

SHINGLE = 2
"""Words in a shingle. With pairs, one word changed in a bullet of 15 leaves 12 of 16 in common (0.75)."""

SIMILAR = 0.7
"""Share of shingles in common (Jaccard) from which two passages say the same."""

BANDS, ROWS = 21, 3
"""How the hash looks for candidates: of pairs at 0.7 it finds 0.9998, and of pairs at 0.1, which it would be
idle to count, 0.02 (the chance is 1 - (1 - s**ROWS)**BANDS)."""

LEAST_WORDS = 8
"""Shorter passages ("Next steps", "Source: NHS England") agree by chance."""

MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 1], dtype=np.uint64)
"""Odd numbers by which the rows of a band are made one (modulo 2**64). Bands that agree by chance cost a
comparison and nothing else."""

SEED = 1
"""The hash functions are the same on every run."""

WORD = re.compile(r"\w+(?:[.,]\d+)*")

Shingles = np.ndarray[tuple[int], np.dtype[np.uint32]]


def clusters(passages: Callable[[], Iterable[tuple[int, str]]]) -> Iterator[tuple[int, int, float]]:
    """Passages that say the same as another: (passage, cluster, similarity), a leader when it is followed.

    ``passages`` gives id and text in order of id, and is called twice. A cluster is named after its first
    passage; similarity, rounded to 3 decimals, is to that one. A passage belongs to the most similar
    cluster, the earliest of equals; passages alike to none are left out.
    """
    shared = _shared(passages())
    leaders = _Leaders()
    alone: set[int] = set()
    for passage, words in _worded(each for each in passages() if each[0] in shared):
        leader, similarity = leaders.place(passage, words, shared[passage])
        if leader == passage:
            alone.add(passage)
            continue
        if leader in alone:
            alone.remove(leader)
            yield leader, leader, 1.0
        yield passage, leader, round(similarity, 3)


def _worded(passages: Iterable[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
    for passage, text in passages:
        words = WORD.findall(text.casefold())
        if len(words) >= LEAST_WORDS:
            yield passage, words


def _shared(passages: Iterable[tuple[int, str]]) -> dict[int, list[tuple[int, int]]]:
    """The bands that each passage shares with another, as (band, hash)."""
    permutations = MinHash(BANDS * ROWS, seed=SEED).permutations
    ids, sketches = array("q"), array("Q")
    for passage, words in _worded(passages):
        sketch = MinHash(BANDS * ROWS, hashfunc=int, permutations=permutations, scheme="affine32")
        sketch.update_batch(_shingles(words))
        rows = sketch.hashvalues.astype(np.uint64).reshape(BANDS, ROWS)
        ids.append(passage)
        sketches.extend((rows * MIX).sum(axis=1, dtype=np.uint64).tolist())
    bands = np.frombuffer(sketches, dtype=np.uint64).reshape(-1, BANDS)
    shared: dict[int, list[tuple[int, int]]] = {}
    for band in range(BANDS if len(ids) else 0):
        column = bands[:, band]
        hashes, counts = np.unique(column, return_counts=True)
        for place in np.flatnonzero(np.isin(column, hashes[counts > 1])):
            shared.setdefault(ids[place], []).append((band, int(column[place])))
    return shared


class _Leaders:
    """The first passages of all clusters so far, and what finds them again."""

    def __init__(self) -> None:
        self._exact: dict[str, tuple[int, float]] = {}
        self._shingles: dict[int, Shingles] = {}
        self._of: dict[tuple[int, int], list[int]] = {}

    def place(self, passage: int, words: list[str], bands: list[tuple[int, int]]) -> tuple[int, float]:
        """The leader of a passage and how similar the two are; the passage itself if it leads now."""
        same = " ".join(words)
        if same in self._exact:
            return self._exact[same]
        shingles = _shingles(words)
        candidates = {each for band in bands for each in self._of.get(band, ())}
        alike = [(_similarity(shingles, self._shingles[each]), -each) for each in candidates]
        similarity, leader = max(alike, default=(0.0, 0))
        if similarity < SIMILAR:
            self._shingles[passage] = shingles
            for band in bands:
                self._of.setdefault(band, []).append(passage)
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
