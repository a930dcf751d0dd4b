"""The codebook's terms in a passage: a reason that a reader can check, beside what the model weighed."""

import re
from functools import cache

from pipeline.codebook import Theme


def met(theme: Theme, text: str) -> list[str]:
    """The frame's terms for a label that stand in a text, as they stand there."""
    return [match.group() for match in _pattern((*theme.preferred, *theme.alternative)).finditer(text)]


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
