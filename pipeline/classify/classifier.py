"""The classifier: calibrated probabilities for every label of the frame, and for the rungs of strength.

Reads models/themes.skops (scikit-learn, one logistic regression a label, loaded without pickle) and the
encoder. The regressions stand on scores of passages that the encoder had not seen when it was trained,
so that their probabilities are honest for new documents.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import skops.io
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from pipeline.classify import encoder, features
from pipeline.codebook import MODELS, STRENGTHS, Codebook, read

FILE = MODELS / "themes.skops"
LABEL_C = 0.01
STRENGTH_C = 0.01
"""Strong regularisation: the scores say most already, and 140 columns stand on a few thousand passages."""


class Predicted(NamedTuple):
    """Probabilities of labels, shape (passages, labels), and of strengths, shape (passages, 5)."""

    labels: np.ndarray
    strengths: np.ndarray


class Head(NamedTuple):
    """The regressions, and the probability from which each label is accepted."""

    labels: Any
    strength: Any
    thresholds: np.ndarray

    def predicted(self, rows: np.ndarray) -> Predicted:
        """Probabilities for rows of features."""
        return Predicted(self.labels.predict_proba(rows), self.strength.predict_proba(rows))


class Model(NamedTuple):
    """Everything that labels a passage."""

    frame: Codebook
    encoder: encoder.Encoder
    head: Head


def fitted(rows: np.ndarray, labels: np.ndarray, strengths: np.ndarray) -> Head:
    """A head fitted to rows of features and what readers marked, with thresholds of one half."""
    one_a_label = OneVsRestClassifier(_regression(LABEL_C)).fit(rows, labels)
    return Head(one_a_label, _regression(STRENGTH_C).fit(rows, strengths), np.full(labels.shape[1], 0.5))


def accepted(frame: Codebook, probabilities: np.ndarray, thresholds: np.ndarray) -> np.ndarray:
    """Which labels are accepted, shape (passages, labels): those over their thresholds, sub-themes only
    under a theme that is accepted."""
    ids = frame.ids()
    taken: np.ndarray = probabilities >= thresholds
    for place, entry in enumerate(frame.entries):
        if entry.parent:
            taken[:, place] &= taken[:, ids.index(entry.parent)]
    return taken


def save(head: Head, frame: Codebook, path: Path = FILE) -> None:
    """Write a head, with the labels that it knows, for :func:`shipped`."""
    content = {
        "labels": head.labels,
        "strength": head.strength,
        "thresholds": head.thresholds,
        "ids": list(frame.ids()),
    }
    skops.io.dump(content, path, compresslevel=9)


@cache
def shipped() -> Model:
    """The model in models/, loaded once in a process. Raises ValueError if it knows another frame's
    labels, or holds types that have no business in it."""
    frame = read()
    unknown = skops.io.get_untrusted_types(file=FILE)
    if unknown:
        raise ValueError(f"{FILE.name} holds types that are not trusted: {', '.join(unknown)}")
    content = skops.io.load(FILE)
    if tuple(content["ids"]) != frame.ids():
        raise ValueError(f"{FILE.name} was trained for other labels than codebook.toml has: run `make train`")
    head = Head(content["labels"], content["strength"], content["thresholds"])
    return Model(frame, encoder.shipped(), head)


def strongest(strengths: np.ndarray, labelled: bool) -> str:
    """The likeliest rung of the ladder: none where no label is accepted, and only there."""
    return STRENGTHS[1 + int(np.argmax(strengths[1:]))] if labelled else STRENGTHS[0]


def _regression(c: float) -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=c, max_iter=2000))


def rows_of(
    model: Model, passages: Sequence[tuple[str, str, str]]
) -> tuple[np.ndarray, list[encoder.Scored]]:
    """Features of passages given as (section, context, text), and what the encoder said of their words."""
    scored = model.encoder.scored(passages)
    return features.rows(model.frame, passages, features.scores(scored)), scored
