"""Train: fit the classifier's words and its head to the gold passages.

Reads models/gold/, the gold of people where it is given, and the scores that the encoder gave each gold
passage before it had seen it (held_out.npz in models/encoder/, written when the encoder was trained); gold
added since is scored by the shipped encoder, which has not seen it either. Writes models/themes.skops. No
torch is needed.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pipeline.classify import classifier, encoder, gold, measures, words
from pipeline.classify.gold import Gold
from pipeline.classify.words import Words
from pipeline.codebook import STRENGTHS, Codebook, read

FOLDS = 3
"""As many as the encoder was trained in; a label has a hundred passages, a third of them held out."""


class Lesson(NamedTuple):
    """What there is to learn from: the frame, passages as gold and as texts, what they carry, as how many
    each one counts, and the scores of each, shape (passages, labels + 5), from an encoder that had not seen
    its document."""

    frame: Codebook
    passages: Sequence[Gold]
    texts: list[tuple[str, str, str]]
    labels: np.ndarray
    strengths: np.ndarray
    weights: np.ndarray
    encoded: np.ndarray


def ship(
    files: Sequence[Path] = (), given: Mapping[str, int] | None = None, target: Path = classifier.FILE
) -> str:
    """Fit the shipped words and head, to the gold of ``files`` as well, and write them; says what they were
    fitted to. ``given`` is what the passages of coders and rounds count for (see :func:`gold.weights`)."""
    added = gold.read(files)
    lesson = prepared([*gold.shipped(), *added], given or {})
    reader, head = fitted(lesson, np.arange(len(lesson.passages)))
    held_out = crossed(lesson).labels
    themes = lesson.frame.columns(lesson.frame.themes)
    bands = measures.learned(lesson.labels[:, themes], held_out[:, themes])
    head = head._replace(bands=np.array([bands.reject, bands.accept]))
    classifier.save(reader, head, lesson.frame, target)
    counted = f"{len(lesson.frame.entries)} labels to {len(lesson.passages):,} gold passages"
    people = f", {len(added):,} of them added" if added else ""
    now = lesson.frame.version
    old = "".join(
        f"; {count:,} were labelled under version {version} of the codebook, which is at {now}"
        for version, count in gold.older(added, lesson.frame).items()
    )
    return f"fitted {counted}{people}: {target.name}{old}"


def prepared(passages: Sequence[Gold], given: Mapping[str, int] | None = None) -> Lesson:
    """The lesson that gold passages are."""
    frame = read()
    return Lesson(
        frame, passages, encoder.texts(passages), *gold.targets(passages, frame),
        gold.weights(passages, given or {}), honest_scores(passages),
    )  # fmt: skip


def fitted(lesson: Lesson, places: np.ndarray) -> tuple[Words, classifier.Head]:
    """Words and head fitted to the passages at ``places``, each as often as its weight says. The head learns
    from scores of words that had not seen a passage's document."""
    fold = gold.folds([lesson.passages[i] for i in places], FOLDS)
    by_words = np.zeros(lesson.encoded[places].shape)
    for number in np.unique(fold):
        reader = _words(lesson, places[fold != number])
        by_words[fold == number] = reader.scores(_texts(lesson, places[fold == number]))
    head = classifier.fitted(
        np.stack([lesson.encoded[places], by_words], axis=2),
        lesson.labels[places],
        lesson.strengths[places],
        lesson.weights[places],
        _documents(lesson, places),
        lesson.frame.columns(lesson.frame.themes),
    )
    return _words(lesson, places), head


def said(lesson: Lesson, reader: Words, head: classifier.Head, places: np.ndarray) -> classifier.Predicted:
    """What words and head say of the passages at ``places``."""
    by_words = reader.scores(_texts(lesson, places))
    scores = np.stack([lesson.encoded[places], by_words], axis=2)
    return head.predicted(scores, _documents(lesson, places))


def crossed(lesson: Lesson) -> classifier.Predicted:
    """What words and heads that have not seen a passage's document say of it."""
    fold = gold.folds(lesson.passages, FOLDS)
    out = classifier.Predicted(np.zeros(lesson.labels.shape), np.zeros((len(fold), len(STRENGTHS))))
    for number in range(FOLDS):
        test = np.flatnonzero(fold == number)
        learnt = fitted(lesson, np.flatnonzero(fold != number))
        out.labels[test], out.strengths[test] = said(lesson, *learnt, test)
    return out


def honest_scores(passages: Sequence[Gold]) -> np.ndarray:
    """The encoder's scores of gold passages, each from an encoder that had not seen its document."""
    store = np.load(encoder.FOLDER / "held_out.npz", allow_pickle=False)
    known = {digest: place for place, digest in enumerate(store["digests"].tolist())}
    held_out = encoder.of_columns(store["scores"], encoder.columns(encoder.known(), read()))
    out = np.zeros((len(passages), held_out.shape[1]), dtype=np.float32)
    new = []
    for place, passage in enumerate(passages):
        at = known.get(digest(passage))
        if at is None:
            new.append(place)
        else:
            out[place] = held_out[at]
    if new:
        scored = encoder.shipped().scored(encoder.texts([passages[place] for place in new]))
        out[new] = encoder.scores(scored)
    return out


def digest(passage: Gold) -> str:
    """By what a gold passage is known: its document and what is read of it."""
    content = "\0".join((passage.doc, passage.section, passage.context, passage.text))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _words(lesson: Lesson, places: np.ndarray) -> Words:
    often = np.repeat(places, lesson.weights[places])
    rungs = np.eye(len(STRENGTHS), dtype=lesson.labels.dtype)[lesson.strengths[often]]
    return words.fitted(_texts(lesson, often), np.hstack([lesson.labels[often], rungs]))


def _documents(lesson: Lesson, places: np.ndarray) -> list[str]:
    return [lesson.passages[i].doc for i in places]


def _texts(lesson: Lesson, places: np.ndarray) -> list[tuple[str, str, str]]:
    return [lesson.texts[i] for i in places]
