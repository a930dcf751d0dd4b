"""From a draft to its passages: one, or several divided between sentences, with their places on the page."""

import hashlib
import math
from collections.abc import Iterator
from functools import cache
from typing import Any

import spacy

from pipeline.records import PASSAGE_JOINT, Passage, PassageLine, Slice

from .draft import SAYS_SOMETHING, Draft

LONGEST = 150
"""Words in a passage, as a rule; a longer one is divided between sentences."""


def passages_of(plan: str, draft: Draft, counts: dict[int, int]) -> Iterator[Passage]:
    """A draft as one passage, or as several divided between sentences if it is long."""
    for start, end in _division(draft.text):
        slices, lines = _place(draft, start, end)
        text = draft.text[start:end]
        if not SAYS_SOMETHING.search(text) and not (draft.kind == "table_row" and "%" in text):
            continue
        page = slices[0].page
        counts[page] = counts.get(page, 0) + 1
        yield Passage(
            ref=f"{plan}/p{page}/s{counts[page]}",
            fingerprint=hashlib.sha256(text.encode()).hexdigest()[:16],
            page=page,
            section=draft.section,
            kind=draft.kind,
            context=draft.context,
            text=text,
            words=len(text.split()),
            text_source=draft.text_source,
            slices=slices,
            lines=lines,
        )


def _place(draft: Draft, start: int, end: int) -> tuple[tuple[Slice, ...], tuple[PassageLine, ...]]:
    """The slices and printed lines of the characters ``start:end`` of a draft's text."""
    slices, lines, offset = [], list[PassageLine](), 0
    for page, first, last, printed in draft.pieces:
        low, high = max(start, offset), min(end, offset + last - first)
        if low < high:
            shift = first - offset
            slices.append(Slice(page.page, low + shift, high + shift))
            for line in printed:
                left, right = max(line.start, low + shift), min(line.end, high + shift)
                if left < right:
                    span = (left - shift - start, right - shift - start)
                    lines.append(PassageLine(page.page, *span, line.x0, line.y0, line.x1, line.y1))
        offset += last - first + len(PASSAGE_JOINT)
    return tuple(slices), tuple(lines)


def _division(text: str) -> list[tuple[int, int]]:
    """Spans of about equal length, of at most LONGEST words where sentences allow it."""
    words = len(text.split())
    if words <= LONGEST:
        return [(0, len(text))] if text else []
    share, spans, start, count = words / math.ceil(words / LONGEST), [], 0, 0
    sentences = [(sent.start_char, sent.end_char) for sent in _sentencizer()(text).sents]
    for number, (first, last) in enumerate(sentences):
        length = len(text[first:last].split())
        if count and count + length / 2 > share:
            spans.append((start, sentences[number - 1][1]))
            start, count = first, 0
        count += length
    return [*spans, (start, len(text))]


@cache
def _sentencizer() -> Any:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp
