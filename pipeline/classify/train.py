"""Train: fit the head to the gold passages.

Reads models/gold/ and the scores that the encoder gave each gold passage before it had seen it
(held_out.npz in models/encoder/, written when the encoder was trained); gold added since is scored by
the shipped encoder, which has not seen it either. Writes models/themes.skops. No torch is needed.
"""

import hashlib
from collections.abc import Sequence

import numpy as np

from pipeline.classify import classifier, encoder, features, gold
from pipeline.classify.gold import Gold
from pipeline.codebook import Codebook, read

FOLDS = 5
GRID = np.arange(0.25, 0.61, 0.01)
"""Thresholds tried. Outside it a label would be accepted that is unlikely, or refused that is likely."""

PRIOR = 12
"""A label's best threshold is drawn towards one half as if so many passages had spoken for that."""


def ship() -> str:
    """Fit the shipped head and write it; says what it was fitted to."""
    frame, passages = read(), gold.shipped()
    head = trained(passages, honest_scores(passages), frame)
    classifier.save(head, frame)
    return f"fitted {len(frame.entries)} labels to {len(passages):,} gold passages: {classifier.FILE.name}"


def trained(passages: Sequence[Gold], scores: np.ndarray, frame: Codebook) -> classifier.Head:
    """A head fitted to gold passages and their honest scores, its thresholds chosen on held-out folds."""
    rows = features.rows(frame, encoder.texts(passages), scores)
    labels, strengths = gold.targets(passages, frame)
    held_out = crossed(passages, rows, labels, strengths).labels
    thresholds = np.array([_threshold(labels[:, i], held_out[:, i]) for i in range(labels.shape[1])])
    return classifier.fitted(rows, labels, strengths)._replace(thresholds=thresholds)


def crossed(
    passages: Sequence[Gold], rows: np.ndarray, labels: np.ndarray, strengths: np.ndarray
) -> classifier.Predicted:
    """What heads that have not seen a passage's document say of it."""
    fold = gold.folds(passages, FOLDS)
    out = classifier.Predicted(np.zeros(labels.shape), np.zeros((len(passages), 5)))
    for number in range(FOLDS):
        test = fold == number
        head = classifier.fitted(rows[~test], labels[~test], strengths[~test])
        predicted = head.predicted(rows[test])
        out.labels[test], out.strengths[test] = predicted
    return out


def honest_scores(passages: Sequence[Gold]) -> np.ndarray:
    """The encoder's scores of gold passages, each from an encoder that had not seen its document."""
    store = np.load(encoder.FOLDER / "held_out.npz", allow_pickle=False)
    known = {digest: place for place, digest in enumerate(store["digests"].tolist())}
    out = np.zeros((len(passages), store["scores"].shape[1]), dtype=np.float32)
    new = []
    for place, passage in enumerate(passages):
        at = known.get(digest(passage))
        if at is None:
            new.append(place)
        else:
            out[place] = store["scores"][at]
    if new:
        scored = encoder.shipped().scored(encoder.texts([passages[place] for place in new]))
        out[new] = features.scores(scored)
    return out


def digest(passage: Gold) -> str:
    """By what a gold passage is known: its document and what is read of it."""
    content = "\0".join((passage.doc, passage.section, passage.context, passage.text))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _threshold(truth: np.ndarray, probability: np.ndarray) -> float:
    """The threshold of the best F1 on held-out passages, drawn towards one half where they are few."""
    best, best_f1 = 0.5, -1.0
    for candidate in GRID:
        taken = probability >= candidate
        f1 = 2 * (taken & (truth == 1)).sum() / max(1, taken.sum() + truth.sum())
        if f1 > best_f1 + 1e-9:
            best, best_f1 = float(candidate), f1
    weight = truth.sum() / (truth.sum() + PRIOR)
    return round(0.5 + (best - 0.5) * float(weight), 3)
