"""Classify: give each passage its themes, sub-themes and lenses, many or none, and say why.

Reads passages and the model; writes for each passage the probability of every label of the frame, which
are accepted, and the words of the passage that weighed most. Each passage is read by itself first, and then
its themes are weighed by what its document is about.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import msgspec
import numpy as np

from pipeline.classify import classifier, encoder, terms
from pipeline.classify.classifier import THRESHOLD, Model
from pipeline.codebook import STRENGTHS, Theme
from pipeline.records import Label, Labels, Passage

BATCH = 256
"""Passages whose regressions are computed together."""

WORDS = 6
"""Words named as evidence for a label."""

SAYS = re.compile(
    r"\b(?:am|are|be|been|can|cannot|could|do|does|had|has|have|is|may|might|must|needs?|ought|shall|should|was"
    r"|were|will|would)\b",
    re.I,
)
"""Words of which a heading, a caption or a scrap of a slide has one if it says something. Without, it only
names what is spoken of beside it ("Figure 4: posts by band", "How?") and carries no label, however likely its
words make one: of 100 findings of real documents read on their pages nine were such, and one was right."""

WORD = re.compile(r"[^\W\d_]+")
SCRAP = 4
"""A paragraph of fewer words is a scrap."""

STOP = frozenset([
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has", "have",
    "if", "in", "into", "is", "it", "its", "no", "not", "of", "on", "or", "our", "so", "than", "that",
    "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "was", "we", "were",
    "which", "who", "will", "with", "would",
])  # fmt: skip
"""Words that say nothing to a reader by themselves; they are not shown as evidence."""


def model() -> Model:
    """The shipped model, loaded once in a process."""
    return classifier.shipped()


def labels(
    passages: Iterable[Passage], model: Model, documents: Sequence[str] | None = None
) -> Iterator[Labels]:
    """The labels of passages, in order; probabilities are calibrated, in thousandths. ``documents`` names for
    each passage the one that it is from; without it all are of one."""
    these = list(passages)
    return in_documents(these, list(alone(these, model)), model, documents)


def alone(passages: Iterable[Passage], model: Model) -> Iterator[Labels]:
    """What each passage says by itself, with the words that say so; nothing is accepted yet."""
    waiting = iter(passages)
    while batch := list(islice(waiting, BATCH)):
        yield from _read(batch, model)


def in_documents(
    passages: Sequence[Passage],
    read: Sequence[Labels],
    model: Model,
    documents: Sequence[str] | None = None,
) -> Iterator[Labels]:
    """The labels of passages that were ``read`` alone, in the light of what else their documents say."""
    place_of = {entry: place for place, entry in enumerate(model.frame.ids())}
    by_itself = np.zeros((len(read), len(place_of)))
    for row, each in zip(by_itself, read, strict=True):
        for label in each.labels:
            row[place_of[label.theme]] = label.alone
    weighed = model.head.in_documents(by_itself, documents or [""] * len(read))
    taken = classifier.accepted(model.frame, weighed)
    for passage, each, probability, accepted in zip(passages, read, weighed, taken, strict=True):
        said = _says(passage)
        found = tuple(
            msgspec.structs.replace(
                label,
                probability=float(probability[place_of[label.theme]]),
                accepted=bool(said and accepted[place_of[label.theme]]),
            )
            for label in each.labels
        )
        yield msgspec.structs.replace(each, labels=found)


def _read(passages: Sequence[Passage], model: Model) -> Iterator[Labels]:
    scores, scored = classifier.scores(model, encoder.texts(passages))
    said = model.head.alone(scores)
    for passage, by_itself, strength, words in zip(
        passages, said.labels, said.strengths, scored, strict=True
    ):
        found = tuple(
            Label(
                theme=theme.id,
                probability=float(by_itself[column]),
                accepted=False,
                evidence=_evidence(theme, column, passage, words)
                if not theme.parent or by_itself[column] >= THRESHOLD
                else {},
                alone=float(by_itself[column]),
            )
            for column, theme in enumerate(model.frame.entries)
            if by_itself[column]
        )
        rungs = {name: round(float(p), 3) for name, p in zip(STRENGTHS, strength, strict=True)}
        yield Labels(passage.ref, found, rungs)


def _says(passage: Passage) -> bool:
    """Whether a passage says something, and does not only name it."""
    scrap = passage.kind == "paragraph" and len(WORD.findall(passage.text)) < SCRAP
    return not (scrap or passage.kind in ("heading", "caption")) or bool(SAYS.search(passage.text))


def _evidence(theme: Theme, column: int, passage: Passage, scored: encoder.Scored) -> dict[str, object]:
    """The words that raised the label's score most, each with its share of what raised it, and the
    frame's terms that stand in the passage."""
    raising = np.maximum(scored.contributions[:, column], 0)
    total = float(raising.sum())
    words: list[list[object]] = []
    for place in np.argsort(-raising, kind="stable"):
        start, end = scored.spans[place]
        word = passage.text[start:end]
        if len(words) == WORDS or not raising[place]:
            break
        if word.lower() not in STOP and any(letter.isalnum() for letter in word):
            words.append([word, round(float(raising[place]) / total, 3)])
    met = sorted(set(terms.met(theme, passage.text)))
    return {"words": words, "terms": met} if met else {"words": words}
