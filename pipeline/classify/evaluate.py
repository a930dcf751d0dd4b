"""Evaluate: measure the classifier on documents that it has not seen.

Reads labelled passages (by default the gold, each passage judged by a model that had not seen its
document); gives per label precision, recall and F1 of the positive class with bootstrap intervals over
documents, micro and macro means, calibration, what the accept, review and reject bands hold, and the
errors that the classifier was surest of.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np

from pipeline.classify import classifier, encoder, gold, train
from pipeline.classify.evaluation import Group, Label, Measured, Part
from pipeline.classify.gold import Gold
from pipeline.classify.measures import (
    Bands,
    Held,
    calibration,
    curve,
    held_by,
    learned,
    reliability,
    score,
    with_interval,
)
from pipeline.codebook import STRENGTHS, Codebook, read

FEW = 10
"""Labels with fewer passages are left out of the second macro mean: one passage moves them by a tenth."""

MANY = 30
"""Calibration is reported over labels with so many passages: ten bins want a few each."""

LENGTHS = ((0, "up to 24 words"), (25, "25 to 59 words"), (60, "60 words and more"))


class Judged(msgspec.Struct, frozen=True):
    """Labelled passages and what the classifier says of them; arrays have a row a passage. ``bands`` has for
    each passage the bands learned without its document."""

    name: str
    frame: Codebook
    passages: Sequence[Gold]
    truth: np.ndarray
    probability: np.ndarray
    taken: np.ndarray
    strength: np.ndarray
    strength_said: np.ndarray
    bands: Sequence[Bands]


def sets(files: Sequence[Path]) -> Iterator[Judged]:
    """The passages of each file as the shipped model judges them; the held-out gold if none is given."""
    if not files:
        yield held_out()
    for path in files:
        yield unseen(path.stem, gold.read([path]))


def held_out() -> Judged:
    """The gold, judged by heads and encoders that had not seen the document."""
    frame, passages = read(), gold.shipped()
    lesson = train.prepared(passages)
    predicted, fold = train.crossed(lesson), gold.folds(passages, train.FOLDS)
    columns = frame.columns(frame.themes)
    truth, said = lesson.labels[:, columns], predicted.labels[:, columns]
    elsewhere = [learned(truth[fold != number], said[fold != number]) for number in range(train.FOLDS)]
    return _judged("gold", frame, passages, predicted, [elsewhere[each] for each in fold])


def unseen(name: str, passages: Sequence[Gold]) -> Judged:
    """Passages that are not in the gold, judged by the shipped model."""
    model = classifier.shipped()
    scores, _ = classifier.scores(model, encoder.texts(passages))
    predicted = model.head.predicted(scores, [passage.doc for passage in passages])
    bands = [Bands(*model.head.bands.tolist())] * len(passages)
    return _judged(name, model.frame, passages, predicted, bands)


def _judged(
    name: str,
    frame: Codebook,
    passages: Sequence[Gold],
    predicted: classifier.Predicted,
    bands: Sequence[Bands],
) -> Judged:
    truth, ladder = gold.targets(passages, frame)
    taken = classifier.accepted(frame, predicted.labels)
    said = [
        STRENGTHS.index(classifier.strongest(rungs, bool(row.any())))
        for rungs, row in zip(predicted.strengths, taken, strict=True)
    ]
    return Judged(
        name, frame, passages, truth.astype(bool), predicted.labels, taken, ladder, np.array(said), bands
    )


def measured(judged: Judged) -> Measured:
    """All figures of one set of passages."""
    frame, documents = judged.frame, [passage.doc for passage in judged.passages]
    labels = [_label(judged, column, documents) for column in range(len(frame.entries))]
    rungs = {
        name: score(judged.strength == place, judged.strength_said == place).f1
        for place, name in enumerate(STRENGTHS)
    }
    themes = frame.columns(frame.themes)
    truth, said = judged.truth[:, themes], judged.probability[:, themes]
    errors = [each.ece for each in labels if each.score.n >= MANY]
    return Measured(
        name=judged.name,
        passages=len(judged.passages),
        documents=len(set(documents)),
        labels=labels,
        groups=[
            _group(name, labels, judged, frame.columns(entries), documents)
            for name, entries in (
                ("themes", frame.themes),
                ("sub-themes", frame.subthemes),
                ("lenses", frame.lenses),
            )
        ],
        strength=float(np.mean(list(rungs.values()))),
        rungs=rungs,
        ece=float(np.median(errors)) if errors else None,
        reliability=reliability(truth.ravel(), said.ravel()),
        curve=curve(truth, said),
        bands=Bands(min(each.reject for each in judged.bands), max(each.accept for each in judged.bands)),
        held=_held(judged, truth, said),
        parts=list(_parts(judged, themes)),
    )


def _label(judged: Judged, column: int, documents: list[str]) -> Label:
    truth, said = judged.truth[:, column], judged.probability[:, column]
    return Label(
        judged.frame.ids()[column],
        with_interval(truth, judged.taken[:, column], documents),
        *calibration(truth, said),
        curve(truth, said),
    )


def _group(name: str, labels: list[Label], judged: Judged, columns: list[int], documents: list[str]) -> Group:
    each = [labels[column].score for column in columns]
    many = [one.f1 for one in each if one.n >= FEW]
    return Group(
        name,
        with_interval(judged.truth[:, columns], judged.taken[:, columns], documents),
        float(np.mean([one.f1 for one in each])),
        float(np.mean(many)) if many else 0.0,
    )


def _held(judged: Judged, truth: np.ndarray, said: np.ndarray) -> Held:
    """What the bands hold, each passage under its own: probabilities are moved so that all have one pair."""
    accept = np.array([[each.accept] for each in judged.bands])
    reject = np.array([[each.reject] for each in judged.bands])
    place = (said >= accept).astype(float) - (said < reject)
    return held_by(Bands(reject=0.0, accept=1.0), truth, place)


def _parts(judged: Judged, columns: list[int]) -> Iterator[Part]:
    """The themes' micro F1 by kind, length and way of sampling, where the passages differ in it."""
    for feature in ("kind", "length", "sampled"):
        values: dict[str, list[int]] = {}
        for place, passage in enumerate(judged.passages):
            values.setdefault(
                _length(passage) if feature == "length" else getattr(passage, feature), []
            ).append(place)
        for value, rows in sorted(values.items()) if len(values) > 1 else ():
            cells = np.ix_(rows, columns)
            yield Part(
                feature, value or "none", len(rows), score(judged.truth[cells], judged.taken[cells]).f1
            )


def _length(passage: Gold) -> str:
    words = len(passage.text.split())
    return next(name for least, name in reversed(LENGTHS) if words >= least)


def text(each: Measured) -> str:
    """The measurements of one set of passages, as lines of text."""
    lines = [f"{each.name}: {each.passages:,} passages of {each.documents} documents", ""]
    lines.append(f"{'label':<48}{'n':>6}{'P':>7}{'R':>7}{'F1':>7}  95 %          ECE  Brier")
    for label in each.labels:
        one = label.score
        lines.append(
            f"{label.label:<48}{one.n:>6}{one.precision:>7.2f}{one.recall:>7.2f}{one.f1:>7.2f}"
            f"  {one.low:.2f}-{one.high:.2f}  {label.ece:>9.3f}{label.brier:>7.3f}"
        )
    lines.append("")
    for group in each.groups:
        one = group.score
        lines.append(
            f"{group.name:<12} micro F1 {one.f1:.3f} ({one.low:.3f}-{one.high:.3f}), precision "
            f"{one.precision:.3f}, recall {one.recall:.3f}; macro {group.macro:.3f}, "
            f"{group.macro_many:.3f} over labels of {FEW} and more"
        )
    rungs = ", ".join(f"{name} {f1:.2f}" for name, f1 in each.rungs.items())
    ece = "none has as many" if each.ece is None else f"{each.ece:.3f}"
    lines += [
        f"strength     macro F1 {each.strength:.3f} ({rungs})",
        f"calibration  median ECE over labels of {MANY} and more: {ece}",
        f"bands        themes of p ≥ {each.bands.accept:.2f} accepted: precision {each.held.precision:.3f}, "
        f"holding {each.held.held:.2f} of the true labels; p < {each.bands.reject:.2f} rejected: loses "
        f"{each.held.lost:.3f}",
    ]
    for feature in dict.fromkeys(part.feature for part in each.parts):
        here = [part for part in each.parts if part.feature == feature]
        said = ", ".join(f"{part.value} {part.f1:.2f} (n {part.passages})" for part in here)
        lines.append(f"by {feature:<9} themes micro F1: {said}")
    return "\n".join(lines)


def hardest(judged: Judged, count: int) -> str:
    """The themes that the classifier got wrong and was surest of, the worst first, each with its passage."""
    wrong = [
        (abs(judged.probability[row, column] - judged.truth[row, column]), int(row), column)
        for column in judged.frame.columns(judged.frame.themes)
        for row in np.flatnonzero(judged.truth[:, column] != judged.taken[:, column])
    ]
    lines = []
    for _, row, column in sorted(wrong, key=lambda each: (-each[0], each[1], each[2]))[:count]:
        passage, label = judged.passages[row], judged.frame.ids()[column]
        what = "missed" if judged.truth[row, column] else "given"
        lines.append(
            f"{label} {what} (p {judged.probability[row, column]:.2f}), {passage.doc}:\n  {passage.text}"
        )
    return "\n".join(lines)
