"""Train: fit the head to the gold passages.

Reads models/gold/, the gold of people where it is given, and the scores that the encoder gave each gold
passage before it had seen it (held_out.npz in models/encoder/, written when the encoder was trained); gold
added since is scored by the shipped encoder, which has not seen it either. Writes models/themes.skops. No
torch is needed.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from pipeline.classify import classifier, encoder, features, gold
from pipeline.classify.gold import Gold
from pipeline.codebook import Codebook, read

FOLDS = 5
GRID = np.arange(0.25, 0.61, 0.01)
"""Thresholds tried. Outside it a label would be accepted that is unlikely, or refused that is likely."""

PRIOR = 12
"""A label's best threshold is drawn towards one half as if so many passages had spoken for that."""


def ship(
    files: Sequence[Path] = (), given: Mapping[str, int] | None = None, target: Path = classifier.FILE
) -> str:
    """Fit the shipped head, to the gold of ``files`` as well, and write it; says what it was fitted to.
    ``given`` is what the passages of coders and rounds count for (see :func:`gold.weights`)."""
    frame, added = read(), gold.read(files)
    passages = [*gold.shipped(), *added]
    head = trained(passages, honest_scores(passages), frame, gold.weights(passages, given or {}))
    classifier.save(head, frame, target)
    counted = f"{len(frame.entries)} labels to {len(passages):,} gold passages"
    people = f", {len(added):,} of them added" if added else ""
    old = "".join(
        f"; {count:,} were labelled under version {version} of the codebook, which is at {frame.version}"
        for version, count in gold.older(added, frame).items()
    )
    return f"fitted {counted}{people}: {target.name}{old}"


def trained(
    passages: Sequence[Gold], scores: np.ndarray, frame: Codebook, weights: np.ndarray | None = None
) -> classifier.Head:
    """A head fitted to gold passages and their honest scores, its thresholds chosen on held-out folds. A
    passage with a weight counts as so many."""
    rows = features.rows(frame, encoder.texts(passages), scores)
    labels, strengths = gold.targets(passages, frame)
    held_out = crossed(passages, rows, labels, strengths, weights).labels
    thresholds = np.array([_threshold(labels[:, i], held_out[:, i]) for i in range(labels.shape[1])])
    return fitted(rows, labels, strengths, weights)._replace(thresholds=thresholds)


def fitted(
    rows: np.ndarray, labels: np.ndarray, strengths: np.ndarray, weights: np.ndarray | None = None
) -> classifier.Head:
    """A head fitted to rows, each as often as its weight says; without weights to each once."""
    often = np.arange(len(rows)) if weights is None else np.repeat(np.arange(len(rows)), weights)
    # On systems as small as these threads cost more than they bring, by far where others compute beside.
    with threadpool_limits(1):
        return classifier.fitted(rows[often], labels[often], strengths[often])


def crossed(
    passages: Sequence[Gold],
    rows: np.ndarray,
    labels: np.ndarray,
    strengths: np.ndarray,
    weights: np.ndarray | None = None,
) -> classifier.Predicted:
    """What heads that have not seen a passage's document say of it."""
    fold = gold.folds(passages, FOLDS)
    out = classifier.Predicted(np.zeros(labels.shape), np.zeros((len(passages), 5)))
    for number in range(FOLDS):
        test = fold == number
        kept = None if weights is None else weights[~test]
        head = fitted(rows[~test], labels[~test], strengths[~test], kept)
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
