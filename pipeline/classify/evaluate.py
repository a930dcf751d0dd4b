"""Evaluate: measure the classifier on documents that it has not seen.

Reads labelled passages (by default the gold, each passage judged by a model that had not seen its
document); gives per label precision, recall and F1 of the positive class with bootstrap intervals over
documents, micro and macro means, calibration, and what an accept, a review and a reject band would hold.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from pipeline.classify import classifier, encoder, gold, train
from pipeline.classify.gold import Gold
from pipeline.codebook import STRENGTHS, Codebook, read

RESAMPLES = 500
FEW = 10
"""Labels with fewer passages are left out of the second macro mean: one passage moves them by a tenth."""


class Judged(NamedTuple):
    """Labelled passages and what the classifier says of them; arrays have a row a passage."""

    name: str
    frame: Codebook
    passages: Sequence[Gold]
    truth: np.ndarray
    probability: np.ndarray
    taken: np.ndarray
    strength: np.ndarray
    strength_said: np.ndarray


class Score(NamedTuple):
    """Precision, recall and F1 of the positive class, how many passages carry it, and the middle 95 %
    of F1 when documents are drawn anew."""

    precision: float
    recall: float
    f1: float
    n: int
    low: float = 0.0
    high: float = 0.0


def table(files: Sequence[Path]) -> str:
    """The measurements as text: of the files, or of the held-out gold if none is given."""
    if not files:
        return text(held_out())
    return "\n\n".join(text(unseen(path.stem, gold.read([path]))) for path in files)


def held_out() -> Judged:
    """The gold, judged by heads and encoders that had not seen the document."""
    frame, passages = read(), gold.shipped()
    predicted = train.crossed(train.prepared(passages))
    return _judged("gold, held out", frame, passages, predicted, classifier.shipped().head.thresholds)


def unseen(name: str, passages: Sequence[Gold]) -> Judged:
    """Passages that are not in the gold, judged by the shipped model."""
    model = classifier.shipped()
    scores, _ = classifier.scores(model, encoder.texts(passages))
    return _judged(name, model.frame, passages, model.head.predicted(scores), model.head.thresholds)


def _judged(
    name: str,
    frame: Codebook,
    passages: Sequence[Gold],
    predicted: classifier.Predicted,
    thresholds: np.ndarray,
) -> Judged:
    truth, ladder = gold.targets(passages, frame)
    taken = classifier.accepted(frame, predicted.labels, thresholds)
    said = [
        STRENGTHS.index(classifier.strongest(rungs, bool(row.any())))
        for rungs, row in zip(predicted.strengths, taken, strict=True)
    ]
    return Judged(name, frame, passages, truth, predicted.labels, taken, ladder, np.array(said))


def score(truth: np.ndarray, taken: np.ndarray) -> Score:
    """Precision, recall and F1 over all cells of two arrays of the same shape."""
    hits, marked, said = int((truth & taken).sum()), int(truth.sum()), int(taken.sum())
    f1 = 2 * hits / (marked + said) if marked + said else 0.0
    return Score(hits / said if said else 0.0, hits / marked if marked else 0.0, f1, marked)


def with_interval(judged: Judged, columns: Sequence[int]) -> Score:
    """The score of columns together, with its interval over documents."""
    truth, taken = judged.truth[:, columns].astype(bool), judged.taken[:, columns]

    def f1(rows: np.ndarray) -> float:
        return score(truth[rows], taken[rows]).f1

    low, high = interval([passage.doc for passage in judged.passages], f1)
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
    """The expected calibration error over predictions of at least 0.1 (ten bins of equal width), and the
    Brier score over all."""
    brier = float(np.mean((probability - truth) ** 2))
    counted = probability >= 0.1
    if not counted.any():
        return 0.0, brier
    bins = np.minimum((probability[counted] * 10).astype(int), 9)
    gaps = [
        abs(truth[counted][bins == b].mean() - probability[counted][bins == b].mean()) * (bins == b).sum()
        for b in np.unique(bins)
    ]
    return float(sum(gaps) / counted.sum()), brier


def bands(judged: Judged, columns: Sequence[int], accept: float, reject: float) -> dict[str, float]:
    """What bands hold: the precision over ``accept`` and the share of true labels there, and the share
    of true labels under ``reject``."""
    truth, probability = judged.truth[:, columns].astype(bool), judged.probability[:, columns]
    over, under, total = probability >= accept, probability < reject, max(1, truth.sum())
    return {
        "precision": float((truth & over).sum() / max(1, over.sum())),
        "held": float((truth & over).sum() / total),
        "lost": float((truth & under).sum() / total),
    }


def text(judged: Judged) -> str:
    """The measurements of one set of passages, as lines of text."""
    frame, ids = judged.frame, judged.frame.ids()
    documents = len({passage.doc for passage in judged.passages})
    lines = [f"{judged.name}: {len(judged.passages):,} passages of {documents} documents", ""]
    lines.append(f"{'label':<48}{'n':>6}{'P':>7}{'R':>7}{'F1':>7}  95 %          ECE")
    for column, entry in enumerate(frame.entries):
        each = with_interval(judged, [column])
        ece, _ = calibration(judged.truth[:, column], judged.probability[:, column])
        lines.append(
            f"{entry.id:<48}{each.n:>6}{each.precision:>7.2f}{each.recall:>7.2f}{each.f1:>7.2f}"
            f"  {each.low:.2f}-{each.high:.2f}  {ece:>9.3f}"
        )
    lines.append("")
    groups = (("themes", frame.themes), ("sub-themes", frame.subthemes), ("lenses", frame.lenses))
    for name, entries in groups:
        columns = [ids.index(entry.id) for entry in entries]
        whole = with_interval(judged, columns)
        each_f1 = [score(judged.truth[:, [c]].astype(bool), judged.taken[:, [c]]) for c in columns]
        macro = np.mean([one.f1 for one in each_f1])
        enough = [one.f1 for one in each_f1 if one.n >= FEW]
        lines.append(
            f"{name:<12} micro F1 {whole.f1:.3f} ({whole.low:.3f}-{whole.high:.3f}), precision "
            f"{whole.precision:.3f}, recall {whole.recall:.3f}; macro {macro:.3f}, "
            f"{np.mean(enough) if enough else 0:.3f} over labels of {FEW} and more"
        )
    rungs = [score(judged.strength == rung, judged.strength_said == rung) for rung in range(len(STRENGTHS))]
    lines.append(
        f"strength     macro F1 {np.mean([each.f1 for each in rungs]):.3f} ("
        + ", ".join(f"{name} {each.f1:.2f}" for name, each in zip(STRENGTHS, rungs, strict=True))
        + ")"
    )
    return "\n".join([*lines, *_calibrated(judged), *_by(judged, "kind"), *_by(judged, "sampled")])


def _calibrated(judged: Judged) -> list[str]:
    columns = [i for i in range(len(judged.frame.entries)) if judged.truth[:, i].sum() >= 30]
    errors = [calibration(judged.truth[:, i], judged.probability[:, i])[0] for i in columns]
    themes = [judged.frame.ids().index(theme.id) for theme in judged.frame.themes]
    held = bands(judged, themes, accept=0.9, reject=0.1)
    median = f"{np.median(errors):.3f}" if errors else "none has as many"
    return [
        f"calibration  median ECE over labels of 30 and more: {median}",
        f"bands        themes of p ≥ 0.9: precision {held['precision']:.3f}, holding {held['held']:.2f} of "
        f"the true labels; p < 0.1 loses {held['lost']:.3f}",
    ]


def _by(judged: Judged, field: str) -> list[str]:
    """The themes' micro F1 for each value of a field of the passages."""
    ids = judged.frame.ids()
    columns = [ids.index(theme.id) for theme in judged.frame.themes]
    values: dict[str, Any] = {}
    for place, passage in enumerate(judged.passages):
        values.setdefault(getattr(passage, field), []).append(place)
    if len(values) < 2:
        return []
    parts = []
    for value, rows in sorted(values.items()):
        one = score(judged.truth[np.ix_(rows, columns)].astype(bool), judged.taken[np.ix_(rows, columns)])
        parts.append(f"{value or 'none'} {one.f1:.2f} (n {len(rows)})")
    return [f"by {field:<9} themes micro F1: " + ", ".join(parts)]
