"""The sentence of a passage that bears a theme best.

Reads a passage, a label with its evidence and the passage's quantities; gives the span to quote. The words
that weighed for the label count most, then the codebook's terms, then a statement that something will be
done, then figures; a sentence that leans on the one before it counts less. A table's row is quoted whole.
"""

import re
from collections.abc import Sequence
from functools import cache

from pipeline import codebook
from pipeline.find.sentences import sentences
from pipeline.find.strength import level
from pipeline.records import Label, Passage, Quantity

_LADDER = {name: n for n, name in enumerate(codebook.STRENGTHS)}
_WEIGHT_EVIDENCE, _WEIGHT_TERM, _WEIGHT_LEVEL, _WEIGHT_FIGURE = 3.0, 0.5, 0.75, 0.25
"""Evidence is a share of one: a sentence with most of the label's own words wins over a stronger one about
something else, and of two that share them the one that undertakes something wins."""
_SHORT = 5
"""A sentence of fewer words says little on its own and is quoted only where no other bears the theme."""
_LEANS = re.compile(
    r"\W*(?:This|These|Those|They|It|Such|He|She|Its|Their|And|But|So|Nor|However|Therefore|Similarly|Also)\b"
)
"""How a sentence begins that leans on the one before it, and is not understood when quoted alone."""


def quotation(
    passage: Passage, label: Label, amounts: Sequence[Quantity], published: str = ""
) -> tuple[int, int]:
    """The span of the sentence that bears ``label`` best; the first of those that bear it equally."""
    text = passage.text
    spans = [(0, len(text))] if passage.kind == "table_row" else sentences(text)
    if len(spans) <= 1:
        return _trimmed(text)
    weights = _weights(label)
    terms = _terms(label.theme)
    scored = []
    for n, (start, end) in enumerate(spans):
        sentence = text[start:end]
        words = re.findall(r"[a-z][a-z&'’-]+", sentence.lower())
        evidence = sum(weights.get(word, 0.0) for word in words)
        evidence += sum(
            weight for word, weight in weights.items() if " " in word and word in sentence.lower()
        )
        met = len(terms.findall(sentence)) if terms else 0
        figures = sum(start <= each.start < end for each in amounts)
        score = (
            _WEIGHT_EVIDENCE * evidence
            + _WEIGHT_TERM * min(met, 4)
            + _WEIGHT_LEVEL * _LADDER[level(sentence, passage.context, published)]
            + _WEIGHT_FIGURE * min(figures, 3)
            - (1.0 if len(words) < _SHORT or _LEANS.match(sentence) else 0.0)
        )
        scored.append((-score, n))
    return spans[min(scored)[1]]


def page_at(passage: Passage, start: int) -> int:
    """The page on which the character ``start`` of a passage is printed; the passage's first where no line
    holds it."""
    for line in passage.lines:
        if start < line.end:
            return line.page
    return passage.lines[-1].page if passage.lines else passage.page


def _trimmed(text: str) -> tuple[int, int]:
    return len(text) - len(text.lstrip()), len(text.rstrip()) or len(text)


def _weights(label: Label) -> dict[str, float]:
    """The label's evidence, scaled so that all words together weigh one."""
    words = [
        (str(word).lower(), float(weight))
        for word, weight in label.evidence.get("words", [])
        if float(weight) > 0
    ]
    words += [
        (str(term).lower(), max((weight for _, weight in words), default=1.0))
        for term in label.evidence.get("terms", [])
    ]
    together = sum(weight for _, weight in words) or 1.0
    return {word: weight / together for word, weight in words}


@cache
def _terms(theme: str) -> re.Pattern[str] | None:
    """The codebook's terms for a theme and its sub-themes, as one expression."""
    entries = [each for each in codebook.read().entries if each.id == theme or each.parent == theme]
    terms = sorted(
        {term for each in entries for term in (*each.preferred, *each.alternative)},
        key=lambda t: (-len(t), t),
    )
    return re.compile(r"\b(?:" + "|".join(map(re.escape, terms)) + r")(?:s|es)?\b", re.I) if terms else None
