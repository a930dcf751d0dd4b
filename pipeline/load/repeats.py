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
    sketched = _sketched(passages())
    shingles_of: dict[int, Shingles] = {}
    followed: dict[bytes, tuple[float, int]] = {}
    alone: set[int] = set()
    for passage, words in _worded(each for each in passages() if sketched.shares(each[0])):
        shingles = _shingles(words)
        alike = [(_similarity(shingles, shingles_of[one]), -one) for one in sketched.leaders(passage)]
        similarity, leader = max(alike, default=(0.0, 0))
        if similarity < 1.0:
            # Words that followed once follow the same again, though a nearer leader may have come since.
            similarity, leader = followed.get(shingles.tobytes(), (similarity, leader))
        if similarity < SIMILAR:
            shingles_of[passage] = shingles
            sketched.lead(passage)
            alone.add(passage)
            continue
        followed[shingles.tobytes()] = similarity, leader
        if -leader in alone:
            alone.remove(-leader)
            yield -leader, -leader, 1.0
        yield passage, -leader, round(similarity, 3)


def _worded(passages: Iterable[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
    for passage, text in passages:
        words = WORD.findall(text.casefold())
        if len(words) >= LEAST_WORDS:
            yield passage, words


def _sketched(passages: Iterable[tuple[int, str]]) -> "_Sketched":
    permutations = MinHash(BANDS * ROWS, seed=SEED).permutations
    ids, sketches = array("q"), array("Q")
    for passage, words in _worded(passages):
        sketch = MinHash(BANDS * ROWS, hashfunc=int, permutations=permutations, scheme="affine32")
        sketch.update_batch(_shingles(words))
        rows = sketch.hashvalues.astype(np.uint64).reshape(BANDS, ROWS)
        ids.append(passage)
        sketches.extend((rows * MIX).sum(axis=1, dtype=np.uint64).tolist())
    return _Sketched(np.array(ids, dtype=np.int64), np.array(sketches, dtype=np.uint64).reshape(-1, BANDS))


class _Sketched:
    """Which passages share a band of their sketch with others, and which of them lead so far.

    A group is the passages that have one band alike. It has room for all of them in ``_leaders``, and is
    filled from its start as they come to lead. Arrays take some ten bytes for each passage of a group.
    """

    def __init__(self, ids: np.ndarray, bands: np.ndarray) -> None:
        """From the ids of passages, in order, and their bands, shape (passages, BANDS)."""
        places, groups, sizes, before = [], [], [], 0
        for band in bands.T:
            _, group, size = np.unique(band, return_inverse=True, return_counts=True)
            place = np.flatnonzero(size[group] > 1)
            number = before + np.cumsum(size > 1) - 1
            places.append(place.astype(np.uint32))
            groups.append(number[group[place]].astype(np.uint32))
            sizes.append(size[size > 1])
            before += len(sizes[-1])
        place = np.concatenate(places)
        self._ids = ids
        self._groups = np.concatenate(groups)[np.argsort(place, kind="stable")]
        self._first = np.concatenate([[0], np.cumsum(np.bincount(place, minlength=len(ids)))])
        self._starts = np.concatenate([[0], np.cumsum(np.concatenate(sizes))])
        self._count = np.zeros(len(self._starts), dtype=np.uint32)
        self._leaders = np.zeros(len(place), dtype=ids.dtype)

    def shares(self, passage: int) -> bool:
        """Whether a passage has a band in common with another."""
        return len(self._groups_of(passage)) > 0

    def leaders(self, passage: int) -> list[int]:
        """The passages that lead and share a band with this one."""
        found = {
            int(one)
            for group in self._groups_of(passage)
            for one in self._leaders[self._starts[group] :][: self._count[group]]
        }
        return sorted(found)

    def lead(self, passage: int) -> None:
        """From now on the passage leads."""
        groups = self._groups_of(passage)
        self._leaders[self._starts[groups] + self._count[groups]] = passage
        self._count[groups] += 1

    def _groups_of(self, passage: int) -> np.ndarray:
        place = int(np.searchsorted(self._ids, passage))
        if place == len(self._ids) or self._ids[place] != passage:
            return self._groups[:0]
        return self._groups[self._first[place] : self._first[place + 1]]


def _shingles(words: list[str]) -> Shingles:
    """The distinct shingles as numbers, sorted."""
    grams = {" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
    return np.array(sorted({zlib.crc32(gram.encode()) for gram in grams}), dtype=np.uint32)


def _similarity(one: Shingles, other: Shingles) -> float:
    common = len(np.intersect1d(one, other, assume_unique=True))
    return float(common / (len(one) + len(other) - common))
