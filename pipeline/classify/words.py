"""What the words of a passage say of it: a linear model over single words and pairs of words.

Beside the encoder, which reads meaning, this reads vocabulary: "PCN", "void space", "pooled budget".
The two err on different passages, so that together they do better than either (docs/decisions/0038).
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from pipeline.classify.inputs import preamble

LEAST_PASSAGES = 2
"""A word seen in one passage only is a name or an accident."""

C = 10.0
"""Regularisation. 3 and 30 measured the same within a hundredth."""


class Words(NamedTuple):
    """Weights of words, and one regression a label and a rung of strength over them."""

    weights: Any
    regressions: Any

    def scores(self, passages: Sequence[tuple[str, str, str]]) -> np.ndarray:
        """Log odds of passages given as (section, context, text), shape (passages, labels + 5)."""
        rows = self.weights.transform(_texts(passages))
        return np.column_stack([each.decision_function(rows) for each in self.regressions.estimators_])


def fitted(passages: Sequence[tuple[str, str, str]], truth: np.ndarray) -> Words:
    """Words fitted to what readers marked, shape (passages, labels + 5), 0 or 1."""
    weights = TfidfVectorizer(ngram_range=(1, 2), min_df=LEAST_PASSAGES, sublinear_tf=True, dtype=np.float32)
    rows = weights.fit_transform(_texts(passages))
    # The dual is ten times as fast where there are more words than passages.
    one = LogisticRegression(C=C, solver="liblinear", dual=True, random_state=0)
    many = OneVsRestClassifier(one).fit(rows, truth)
    # A label that no passage carries has no weights.
    for each in (one for one in many.estimators_ if isinstance(one, LogisticRegression)):
        # Two decimals of log odds are enough, and pack to a tenth of the space.
        each.coef_ = each.coef_.round(2).astype(np.float32)
    return Words(weights, many)


def _texts(passages: Sequence[tuple[str, str, str]]) -> list[str]:
    return [f"{preamble(section, context)} {text}" for section, context, text in passages]
