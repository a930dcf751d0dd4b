"""Gain: what new labels buy, label by label.

Reads the gold before and the new gold; gives F1 without and with the new labels on passages that neither
head has seen. By default these are the new passages themselves, in folds of whole documents: the head
"after" learns from the other documents' new labels. With test files both heads are fitted to all that
they may have. The difference has its interval over documents, both heads judged on the same draws.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pipeline.classify import classifier, gold, measures, train
from pipeline.classify.evaluate import FEW
from pipeline.classify.gold import Gold
from pipeline.codebook import Codebook


class Compared(NamedTuple):
    """Passages with their true labels, and those that each head takes; arrays of shape (passages, labels)."""

    frame: Codebook
    documents: list[str]
    truth: np.ndarray
    before: np.ndarray
    after: np.ndarray


class Change(NamedTuple):
    """F1 before and after for a label or a group, on so many true cells, and the interval of the gain."""

    what: str
    n: int
    before: float
    after: float
    low: float
    high: float


def table(
    before: Sequence[Path], after: Sequence[Path], tests: Sequence[Path], given: Mapping[str, int]
) -> str:
    """What the gold in ``after`` bought beside that in ``before`` (by default the shipped), as text."""
    old = gold.read(before) if before else gold.shipped()
    new = gold.read(after)
    compared = judged(old, new, gold.read(tests), given)
    documents = len(set(compared.documents))
    unseen = "" if tests else ", each by heads that had not seen it"
    lines = [
        f"{len(old):,} passages before, {len(new):,} more after; judged on {len(compared.truth):,} "
        f"passages of {documents} documents{unseen}"
    ]
    for version, count in gold.older([*old, *new], compared.frame).items():
        lines.append(f"{count:,} were labelled under version {version} of the codebook")
    lines += ["", f"{'label':<48}{'n':>6}{'before':>8}{'after':>8}{'gain':>8}  95 %"]
    for each in changes(compared):
        few = "  (few)" if each.n < FEW else ""
        lines.append(
            f"{each.what:<48}{each.n:>6}{each.before:>8.2f}{each.after:>8.2f}"
            f"{each.after - each.before:>+8.2f}  {each.low:+.2f} to {each.high:+.2f}{few}"
        )
    return "\n".join(lines)


def judged(
    old: Sequence[Gold], new: Sequence[Gold], tests: Sequence[Gold], given: Mapping[str, int]
) -> Compared:
    """Both heads on the tests, or on the new passages in folds of documents. Old passages of a document that
    is judged are left out: neither head may have seen it. Raises ValueError where that cannot be had."""
    on = list(tests or new)
    documents = {passage.doc for passage in on}
    if tests and documents & {passage.doc for passage in new}:
        raise ValueError("the new gold holds documents of the test files: judge on others")
    if not tests and len(documents) < 2:
        raise ValueError("the new gold is of one document: give files to judge on")
    old = [passage for passage in old if passage.doc not in documents]
    every = [*old, *new, *tests]
    lesson = train.prepared(every, given)

    def taken(learnt: np.ndarray, asked: np.ndarray) -> np.ndarray:
        predicted = train.said(lesson, *train.fitted(lesson, learnt), asked)
        return classifier.accepted(lesson.frame, predicted.labels)

    places = np.arange(len(every))
    asked = places[len(every) - len(on) :]
    before = taken(places[: len(old)], asked)
    if tests:
        after = taken(places[: len(old) + len(new)], asked)
    else:
        after = np.zeros_like(before)
        fold = gold.folds(on, min(train.FOLDS, len(documents)))
        for number in np.unique(fold):
            learnt = np.concatenate([places[: len(old)], asked[fold != number]])
            after[fold == number] = taken(learnt, asked[fold == number])
    return Compared(
        lesson.frame, [passage.doc for passage in on], lesson.labels[asked].astype(bool), before, after
    )


def changes(compared: Compared) -> list[Change]:
    """The groups, then each label that any passage has or is given."""
    ids = compared.frame.ids()
    groups = {
        "themes, micro": compared.frame.themes,
        "sub-themes, micro": compared.frame.subthemes,
        "lenses, micro": compared.frame.lenses,
    }
    wanted = {name: compared.frame.columns(entries) for name, entries in groups.items()}
    wanted |= {label: [place] for place, label in enumerate(ids)}
    used = compared.truth | compared.before | compared.after
    return [_change(name, compared, columns) for name, columns in wanted.items() if used[:, columns].any()]


def _change(name: str, compared: Compared, columns: list[int]) -> Change:
    truth = compared.truth[:, columns]
    # Rows of documents; hits, and what stands under F1's line, of the head before and of the one after.
    sums = np.stack(
        [
            _by_document(compared.documents, counts)
            for taken in (compared.before[:, columns], compared.after[:, columns])
            for counts in ((truth & taken).sum(axis=1), (truth.astype(int) + taken).sum(axis=1))
        ],
        axis=1,
    )
    random = np.random.default_rng(0)
    draws = random.integers(0, len(sums), (measures.RESAMPLES, len(sums)))
    before, after = _f1(sums.sum(axis=0))
    low, high = np.percentile(np.diff(_f1(sums[draws].sum(axis=1)), axis=0), [2.5, 97.5])
    return Change(name, int(truth.sum()), float(before), float(after), float(low), float(high))


def _by_document(documents: list[str], counts: np.ndarray) -> np.ndarray:
    names = {name: place for place, name in enumerate(sorted(set(documents)))}
    return np.bincount([names[name] for name in documents], weights=counts)


def _f1(sums: np.ndarray) -> np.ndarray:
    """F1 before and after, first, from hits and sums as :func:`_change` has them."""
    hits, under = sums[..., 0::2], sums[..., 1::2]
    return np.moveaxis(2 * hits / np.maximum(under, 1), -1, 0)
