"""Measures of a classifier: from what coders marked and what was said, to figures.

Arrays have a row a passage and a column a label. F1 is that of the positive class everywhere; intervals
draw documents anew, not passages, since the passages of one document err together.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

RESAMPLES = 500
BINS = 10
"""Bins of equal width, as calibration errors are commonly reported (Guo and others, 2017)."""

LEAST = 0.1
"""Calibration is of predictions that somebody may act on: most labels of most passages lie near zero."""

SURE, LOSS = 0.95, 0.05
"""An accept band is to be so precise, a reject band to lose no more than so many of the true labels."""

POINTS = 21
"""Points of a curve of precision over recall: one a twentieth."""


class Score(NamedTuple):
    """Precision, recall and F1 of the positive class, how many passages carry it, and the middle 95 %
    of F1 when documents are drawn anew."""

    precision: float
    recall: float
    f1: float
    n: int
    low: float = 0.0
    high: float = 0.0


class Bands(NamedTuple):
    """From which probability on a label may be accepted unseen, and under which it may be rejected so; what
    lies between is for a person to see."""

    reject: float
    accept: float


class Held(NamedTuple):
    """What bands hold: the precision of what is accepted, the share of the true labels there, and the share
    of them that is rejected."""

    precision: float
    held: float
    lost: float


def score(truth: np.ndarray, taken: np.ndarray) -> Score:
    """Precision, recall and F1 over all cells of two arrays of the same shape."""
    hits, marked, said = int((truth & taken).sum()), int(truth.sum()), int(taken.sum())
    f1 = 2 * hits / (marked + said) if marked + said else 0.0
    return Score(hits / said if said else 0.0, hits / marked if marked else 0.0, f1, marked)


def with_interval(truth: np.ndarray, taken: np.ndarray, documents: Sequence[str]) -> Score:
    """The score of cells together, with its interval over the documents of the rows."""

    def f1(rows: np.ndarray) -> float:
        return score(truth[rows], taken[rows]).f1

    low, high = interval(documents, f1)
    return score(truth, taken)._replace(low=low, high=high)


def interval(documents: Sequence[str], measure: Callable[[np.ndarray], float]) -> tuple[float, float]:
    """The middle 95 % of a measure when documents are drawn anew with replacement; passages, if all are
    of one document."""
    random = np.random.default_rng(0)
    names = sorted(set(documents))
    groups = [np.array([i for i, doc in enumerate(documents) if doc == name]) for name in names]
    if len(groups) == 1:
        groups = [np.array([i]) for i in range(len(documents))]
    values = [
        measure(np.concatenate([groups[i] for i in random.integers(0, len(groups), len(groups))]))
        for _ in range(RESAMPLES)
    ]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def calibration(truth: np.ndarray, probability: np.ndarray) -> tuple[float, float]:
    """The expected calibration error over predictions of at least LEAST, and the Brier score over all."""
    brier = float(np.mean((probability - truth) ** 2))
    counted = probability >= LEAST
    if not counted.any():
        return 0.0, brier
    gaps = [n * abs(said - true) for said, true, n in reliability(truth[counted], probability[counted])]
    return float(sum(gaps) / counted.sum()), brier


def reliability(truth: np.ndarray, probability: np.ndarray) -> list[tuple[float, float, int]]:
    """For each bin of probability that holds any: its mean, the share that is true, and how many."""
    bins = np.minimum((probability * BINS).astype(int), BINS - 1)
    return [
        (float(probability[bins == b].mean()), float(truth[bins == b].mean()), int((bins == b).sum()))
        for b in np.unique(bins)
    ]


def curve(truth: np.ndarray, probability: np.ndarray) -> list[tuple[float, float]]:
    """Recall and precision as the threshold falls: for each share of the true labels the best precision at
    which so many or more are held."""
    order = np.argsort(-probability.ravel(), kind="stable")
    hits = np.cumsum(truth.ravel()[order])
    if not len(hits) or not hits[-1]:
        return []
    recall, precision = hits / hits[-1], hits / np.arange(1, len(hits) + 1)
    best = np.maximum.accumulate(precision[::-1])[::-1]
    wanted = np.linspace(0, 1, POINTS)
    return [(float(share), float(best[np.searchsorted(recall, share)])) for share in wanted]


def learned(truth: np.ndarray, probability: np.ndarray) -> Bands:
    """The widest bands that keep SURE and LOSS on these passages, in hundredths."""
    steps = np.arange(0.01, 1.0, 0.01).round(2)
    held = [held_by(Bands(step, step), truth, probability) for step in steps]
    accept = next((step for step, each in zip(steps, held, strict=True) if each.precision >= SURE), 0.99)
    reject = max((step for step, each in zip(steps, held, strict=True) if each.lost <= LOSS), default=0.0)
    return Bands(float(min(accept, reject)), float(accept))


def held_by(bands: Bands, truth: np.ndarray, probability: np.ndarray) -> Held:
    """What bands hold of the cells of two arrays."""
    over, under, total = probability >= bands.accept, probability < bands.reject, max(1, truth.sum())
    marked = truth.astype(bool)
    return Held(
        float((marked & over).sum() / max(1, over.sum())),
        float((marked & over).sum() / total),
        float((marked & under).sum() / total),
    )
