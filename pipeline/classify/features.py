"""What the classifier knows of a passage: the encoder's scores and what the frame's terms say.

One row of numbers a passage: a score for each label and each strength from the encoder, whether a
preferred or alternative term of each label stands in the text or before it, a negative term in the
text, how long the passage is, and the marks of strength (modal verbs, dates, figures).
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np

from pipeline.classify.encoder import Scored
from pipeline.classify.inputs import preamble
from pipeline.codebook import Codebook, Theme

MARKS = (
    r"\bwill\b", r"\bwould\b", r"\bshould\b", r"\bmust\b", r"\b(?:could|may|might)\b", r"\bplans? to\b",
    r"\b(?:propos\w+|preferred option)\b", r"\b(?:explor\w+|consider\w*|options?|review\w*)\b",
    r"\b(?:want|wish|aspir\w+|ambitions?|aims?|vision)\b",
    r"\b(?:support|focus|champion|promot\w+|encourag\w+)\b",
    r"\b(?:agreed|approved|committed|appointed)\b", r"\b(?:has|have) (?:been|already)\b", r"\b(?:was|were)\b",
    r"\b(?:is|are)\b", r"\bby (?:the end of )?(?:\w+ )?20\d\d\b", r"\b20\d\d(?:/\d\d)?\b", r"£\s?\d", r"\d",
    r"\d ?(?:%|per cent)", r"\bno plans?\b|\bnot\b", r"\brecommend\w*\b", r"\?",
)  # fmt: skip
"""Marks of modality, tense, date and figure, by which readers tell a wish from a commitment."""

_MARKS = tuple(re.compile(each, re.IGNORECASE) for each in MARKS)


def rows(frame: Codebook, passages: Sequence[tuple[str, str, str]], scores: np.ndarray) -> np.ndarray:
    """The rows of passages given as (section, context, text), shape (passages, features)."""
    known = np.array([_known(frame, *passage) for passage in passages], dtype=np.float32)
    return np.hstack([scores, known])


def scores(scored: Iterable[Scored]) -> np.ndarray:
    """The encoder's scores as one array."""
    return np.array([each.scores for each in scored])


def terms_met(theme: Theme, text: str) -> list[str]:
    """The frame's terms for a label that stand in a text, as they stand there."""
    return [match.group() for match in _pattern((*theme.preferred, *theme.alternative)).finditer(text)]


def _known(frame: Codebook, section: str, context: str, text: str) -> list[float]:
    before, words = preamble(section, context), len(text.split())
    values = []
    for theme in frame.entries:
        positive = _pattern((*theme.preferred, *theme.alternative))
        values += [
            min(len(positive.findall(text)), 3),
            float(bool(positive.search(before))),
            float(bool(_pattern(theme.negative).search(text))),
        ]
    values += [np.log1p(words), float(bool(before)), text.count("\t") > 0 or text.count(" | ") > 1]
    return values + [float(bool(mark.search(text))) for mark in _MARKS]


@cache
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the terms as whole words, singular or plural; capitals count for terms that are all capitals."""
    if not terms:
        return re.compile(r"(?!)")
    parts = []
    for term in sorted(terms, key=lambda term: (-len(term), term)):
        word = re.escape(term) + (r"(?:s|es)?" if term[-1].isalpha() else "")
        word = word if term.isupper() else f"(?i:{word})"
        parts.append((r"\b" if term[0].isalnum() else "") + word + (r"\b" if term[-1].isalnum() else ""))
    return re.compile("|".join(parts))
