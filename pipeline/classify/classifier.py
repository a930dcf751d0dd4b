"""The classifier: calibrated probabilities for every label of the frame, and for the rungs of strength.

Reads models/themes.skops (scikit-learn, loaded without pickle) and the encoder. Two readers score a
passage, the encoder and the words; a logistic regression a label weighs the two scores of that label.
It was fitted to scores of passages that neither reader had been trained on, so that its probabilities
are honest for new documents. More columns (other labels' scores, lengths, marks) did worse on documents
of another kind than the gold's: see docs/decisions/0038. What the other passages of its document are about
does tell: a second regression weighs a passage's theme against how often the rest carries it (0050).
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED

import numpy as np
import skops.io
from sklearn.linear_model import LogisticRegression

from pipeline.classify import encoder
from pipeline.classify.words import Words
from pipeline.codebook import MODELS, STRENGTHS, Codebook, read

FILE = MODELS / "themes.skops"

THRESHOLD = 0.4
"""From this probability on a label is accepted: the threshold of the best F1 is half of that F1 (Lipton and
others, 2014), and labels reach about 0.8. One learned for each label did no better on held-out gold and worse
on real documents (docs/decisions/0047)."""


LEAST = 0.01
"""A label less likely than this is not written down, and counts as not there."""

OTHERS = 5
"""As so many passages counts what is usual in documents, beside those of the document itself: one of few
passages says little of what the next one is about."""


class Predicted(NamedTuple):
    """Probabilities of labels, shape (passages, labels), and of strengths, shape (passages, 5)."""

    labels: np.ndarray
    strengths: np.ndarray


class Head(NamedTuple):
    """The regressions over both readers' scores; those of themes over what a passage says alone and what its
    document is about (None for a label that is taken alone), with how usual each label is; and the two
    probabilities that bound what a person should look at: themes over the second are hardly ever wrong, true
    ones under the first are few."""

    labels: list[Any]
    strength: Any
    documents: list[Any]
    usual: np.ndarray
    bands: np.ndarray

    def alone(self, scores: np.ndarray) -> Predicted:
        """What each passage says alone, from scores of shape (passages, labels + 5, readers); labels in
        thousandths, as they are written down."""
        if not len(scores):
            return Predicted(np.zeros((0, len(self.labels))), np.zeros((0, len(STRENGTHS))))
        labels = [
            one.predict_proba(scores[:, i])[:, 1] if one else np.zeros(len(scores))
            for i, one in enumerate(self.labels)
        ]
        return Predicted(written(np.column_stack(labels)), self.strength.predict_proba(_rungs(scores)))

    def predicted(self, scores: np.ndarray, documents: Sequence[str]) -> Predicted:
        """What passages come to in their documents, from the scores of each and where it is from."""
        alone = self.alone(scores)
        return alone._replace(labels=self.in_documents(alone.labels, documents))

    def in_documents(self, alone: np.ndarray, documents: Sequence[str]) -> np.ndarray:
        """The probabilities of labels in the light of the documents that passages stand in: ``alone`` are
        those of each passage by itself, ``documents`` tells for each which it is from. What a passage does
        not say at all no document makes it say."""
        about = usual_around(alone, documents, self.usual)
        weighed = alone.copy()
        for place, one in enumerate(self.documents):
            if one and len(alone):
                weighed[:, place] = one.predict_proba(_beside(alone, about, place))[:, 1]
        return np.where(alone > 0, written(weighed), 0.0)


class Model(NamedTuple):
    """Everything that labels a passage."""

    frame: Codebook
    encoder: encoder.Encoder
    words: Words
    head: Head


def fitted(
    scores: np.ndarray,
    labels: np.ndarray,
    strengths: np.ndarray,
    weights: np.ndarray,
    documents: Sequence[str],
    themes: Sequence[int],
) -> Head:
    """A head fitted to both readers' scores and what coders marked, without bands; ``weights`` says as how
    many passages each counts, ``themes`` which columns are themes. A label that no passage carries is never
    given."""
    each = [
        LogisticRegression().fit(scores[:, i], marked, weights) if marked.any() else None
        for i, marked in enumerate(labels.T)
    ]
    strength = LogisticRegression(max_iter=1000).fit(_rungs(scores), strengths, weights)
    usual = np.average(labels, axis=0, weights=weights)
    head = Head(each, strength, [None] * len(each), usual, np.array([0.0, 1.0]))
    alone = head.alone(scores).labels
    about = usual_around(alone, documents, usual)
    weighed = [
        LogisticRegression().fit(_beside(alone, about, place), labels[:, place], weights)
        if place in themes and one
        else None
        for place, one in enumerate(each)
    ]
    return head._replace(documents=weighed)


def usual_around(alone: np.ndarray, documents: Sequence[str], usual: np.ndarray) -> np.ndarray:
    """How often the other passages of its document carry each label, for each passage, shape (passages,
    labels): the mean of their probabilities, and of what is usual for OTHERS more."""
    _, number, count = np.unique(np.asarray(documents), return_inverse=True, return_counts=True)
    total = np.zeros((len(count), alone.shape[1]))
    np.add.at(total, number, alone)
    others = (count[number] - 1)[:, None]
    around: np.ndarray = (total[number] - alone + OTHERS * usual) / (others + OTHERS)
    return around


def written(probabilities: np.ndarray) -> np.ndarray:
    """Probabilities in thousandths, and nothing for what is less than LEAST."""
    rounded: np.ndarray = np.where(probabilities < LEAST, 0.0, probabilities.round(3))
    return rounded


def _beside(alone: np.ndarray, about: np.ndarray, place: int) -> np.ndarray:
    """The columns from which a theme is weighed: its log-odds in the passage and around it."""
    both = np.column_stack([alone[:, place], about[:, place]]).clip(LEAST, 1 - LEAST)
    odds: np.ndarray = np.log(both / (1 - both))
    return odds


def accepted(frame: Codebook, probabilities: np.ndarray) -> np.ndarray:
    """Which labels are accepted, shape (passages, labels): those over the threshold, sub-themes only
    under a theme that is accepted."""
    ids = frame.ids()
    taken: np.ndarray = probabilities >= THRESHOLD
    for place, entry in enumerate(frame.entries):
        if entry.parent:
            taken[:, place] &= taken[:, ids.index(entry.parent)]
    return taken


def save(words: Words, head: Head, frame: Codebook, path: Path = FILE) -> None:
    """Write words and head, with the labels that they know, for :func:`shipped`."""
    content = {"words": words._asdict(), "head": head._asdict(), "ids": list(frame.ids())}
    skops.io.dump(content, path, compression=ZIP_DEFLATED, compresslevel=9)


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
    return Model(frame, encoder.shipped(), Words(**content["words"]), Head(**content["head"]))


def strongest(strengths: np.ndarray, labelled: bool) -> str:
    """The likeliest rung of the ladder: none where no label is accepted, and only there."""
    return STRENGTHS[1 + int(np.argmax(strengths[1:]))] if labelled else STRENGTHS[0]


def scores(model: Model, passages: Sequence[tuple[str, str, str]]) -> tuple[np.ndarray, list[encoder.Scored]]:
    """Both readers' scores of passages given as (section, context, text), shape (passages, labels + 5, 2),
    and what the encoder said of their words."""
    read = model.encoder.scored(passages)
    return np.stack([encoder.scores(read), model.words.scores(passages)], axis=2), read


def _rungs(scores: np.ndarray) -> np.ndarray:
    """The columns of strength of both readers, shape (passages, 10)."""
    return scores[:, -len(STRENGTHS) :].reshape(len(scores), -1)
