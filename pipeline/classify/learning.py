"""Learning: what more gold would buy, shown by what less gold would have given.

Reads the gold; gives the themes' micro F1 on documents that were not learned from, when only so many
passages are. It is the curve of the words alone: the encoder takes an hour to train at each point, and
the two have risen together so far (docs/decisions/0038).
"""

import numpy as np

from pipeline.classify import classifier, gold, measures, train, words
from pipeline.classify.evaluation import Point

LEAST = 250
"""The first point; each next one has twice as many passages."""

CUT = float(np.log(classifier.THRESHOLD / (1 - classifier.THRESHOLD)))
"""The log odds of the probability from which a label is accepted."""


def curve() -> list[Point]:
    """The points, up to two thirds of the gold; each is measured on all of it, in folds of documents."""
    lesson = train.prepared(gold.shipped())
    fold = gold.folds(lesson.passages, train.FOLDS)
    documents = [passage.doc for passage in lesson.passages]
    truth = lesson.labels[:, lesson.frame.columns(lesson.frame.themes)]
    most = min(int((fold != number).sum()) for number in range(train.FOLDS))
    counts = [*(LEAST * 2**step for step in range(20) if LEAST * 2**step < most), most]
    points = []
    for count in counts:
        said = np.zeros(truth.shape)
        for number in range(train.FOLDS):
            learnt, test = _some(documents, np.flatnonzero(fold != number), count), fold == number
            reader = words.fitted([lesson.texts[i] for i in learnt], truth[learnt])
            said[test] = reader.scores([lesson.texts[i] for i in np.flatnonzero(test)])
        one = measures.with_interval(truth.astype(bool), said > CUT, documents)
        points.append(Point(count, one.f1, one.low, one.high))
    return points


def _some(documents: list[str], places: np.ndarray, count: int) -> np.ndarray:
    """The first so many passages, document by document in a fixed random order."""
    names = sorted({documents[i] for i in places})
    rank = dict(zip(np.random.default_rng(0).permutation(names).tolist(), range(len(names)), strict=True))
    return np.array(sorted(places, key=lambda i: (rank[documents[i]], i))[:count])
