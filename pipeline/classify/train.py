"""Train: fit the classifier's words and its head to the gold passages.

Reads models/gold/ and the scores that the encoder gave each gold passage before it had seen it
(held_out.npz in models/encoder/, written when the encoder was trained); gold added since is scored by
the shipped encoder, which has not seen it either. Writes models/themes.skops. No torch is needed.
"""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pipeline.classify import classifier, encoder, gold, words
from pipeline.classify.gold import Gold
from pipeline.codebook import STRENGTHS, Codebook, read

FOLDS = 3
"""As many as the encoder was trained in; a label has a hundred passages, a third of them held out."""
GRID = np.arange(0.25, 0.61, 0.01)
"""Thresholds tried. Outside it a label would be accepted that is unlikely, or refused that is likely."""

PRIOR = 12
"""A label's best threshold is drawn towards LIKELY as if so many passages had spoken for that."""

LIKELY = 0.4
"""The threshold of the best F1 is half of that F1 (Lipton and others, 2014), and labels reach about 0.8."""


class Lesson(NamedTuple):
    """What there is to learn from: the frame, passages, what they carry, and both readers' scores of each,
    shape (passages, labels + 5, 2), from readers that had not seen its document."""

    frame: Codebook
    passages: Sequence[Gold]
    labels: np.ndarray
    strengths: np.ndarray
    scores: np.ndarray


def ship() -> str:
    """Fit the shipped words and head and write them; says what they were fitted to."""
    frame, passages = read(), gold.shipped()
    lesson = prepared(frame, passages)
    whole = words.fitted(encoder.texts(passages), _truth(lesson.labels, lesson.strengths))
    classifier.save(whole, trained(lesson), frame)
    return f"fitted {len(frame.entries)} labels to {len(passages):,} gold passages: {classifier.FILE.name}"


def prepared(frame: Codebook, passages: Sequence[Gold]) -> Lesson:
    """The lesson that gold passages are, with honest scores."""
    labels, strengths = gold.targets(passages, frame)
    truth, texts, fold = _truth(labels, strengths), encoder.texts(passages), gold.folds(passages, FOLDS)
    by_words = np.zeros(truth.shape)
    for number in range(FOLDS):
        seen, test = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        reader = words.fitted([texts[i] for i in seen], truth[seen])
        by_words[test] = reader.scores([texts[i] for i in test])
    scores = np.stack([honest_scores(passages), by_words], axis=2)
    return Lesson(frame, passages, labels, strengths, scores)


def trained(lesson: Lesson) -> classifier.Head:
    """A head fitted to a lesson, its thresholds chosen on held-out folds."""
    held_out = crossed(lesson).labels
    thresholds = [_threshold(truth, said) for truth, said in zip(lesson.labels.T, held_out.T, strict=True)]
    head = classifier.fitted(lesson.scores, lesson.labels, lesson.strengths)
    return head._replace(thresholds=np.array(thresholds))


def crossed(lesson: Lesson) -> classifier.Predicted:
    """What heads that have not seen a passage's document say of it."""
    fold = gold.folds(lesson.passages, FOLDS)
    out = classifier.Predicted(np.zeros(lesson.labels.shape), np.zeros((len(fold), len(STRENGTHS))))
    for number in range(FOLDS):
        test = fold == number
        head = classifier.fitted(lesson.scores[~test], lesson.labels[~test], lesson.strengths[~test])
        out.labels[test], out.strengths[test] = head.predicted(lesson.scores[test])
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
        out[new] = encoder.scores(scored)
    return out


def digest(passage: Gold) -> str:
    """By what a gold passage is known: its document and what is read of it."""
    content = "\0".join((passage.doc, passage.section, passage.context, passage.text))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _threshold(truth: np.ndarray, probability: np.ndarray) -> float:
    """The threshold of the best F1 on held-out passages, drawn towards LIKELY where they are few."""
    best, best_f1 = LIKELY, -1.0
    for candidate in GRID:
        taken = probability >= candidate
        f1 = 2 * (taken & (truth == 1)).sum() / max(1, taken.sum() + truth.sum())
        if f1 > best_f1 + 1e-9:
            best, best_f1 = float(candidate), f1
    weight = truth.sum() / (truth.sum() + PRIOR)
    return round(LIKELY + (best - LIKELY) * float(weight), 3)


def _truth(labels: np.ndarray, strengths: np.ndarray) -> np.ndarray:
    """Labels and strengths side by side, shape (passages, labels + 5), 0 or 1."""
    return np.hstack([labels, np.eye(len(STRENGTHS), dtype=labels.dtype)[strengths]])
