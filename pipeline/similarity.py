"""How alike two documents are, page by page, by the words on their pages.

Words are compared, not layout or spaces: a plan that was only set anew is the same plan.
"""

import difflib
import hashlib
import re
from collections.abc import Iterable, Sequence

FEW = 5
"""A page with fewer words (a cover, a divider) says nothing about whether two documents are one."""


def pages_in_common(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of the pages of the shorter document, 0 to 1, that the other has in the same words.
    Pages with next to no words do not count; 0 where none is left."""
    first, second = (_marks(each) for each in (one, other))
    if not first or not second:
        return 0.0
    return len(set(first) & set(second)) / min(len(set(first)), len(set(second)))


def alike(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of word triples that two documents have in common, of those of the shorter, 0 to 1: two
    states of one plan share most, though hardly a page is the same."""
    first, second = (_triples(each) for each in (one, other))
    if not first or not second:
        return 0.0
    return len(first & second) / min(len(first), len(second))


def pages_that_differ(old: Sequence[str], new: Sequence[str]) -> str:
    """In words, which pages of ``new`` differ from ``old``."""
    before, after = ([_mark(text) for text in each] for each in (old, new))
    told = []
    for change, a0, a1, b0, b1 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if change == "replace":
            told.append(f"{_pages(b0, b1)} changed")
        elif change == "insert":
            told.append(f"{_pages(b0, b1)} added")
        elif change == "delete":
            told.append(f"{_pages(a0, a1)} of the old removed")
    counts = f"{len(old)} pages before, {len(new)} now"
    return f"{counts}; {', '.join(told)}" if told else f"{counts}; all pages have the same words"


def _pages(start: int, end: int) -> str:
    return f"page {start + 1}" if end == start + 1 else f"pages {start + 1}-{end}"


def _marks(texts: Iterable[str]) -> list[str]:
    return [_mark(text) for text in texts if len(_words(text)) >= FEW]


def _mark(text: str) -> str:
    return hashlib.sha256(" ".join(_words(text)).encode()).hexdigest()[:16]


def _triples(texts: Iterable[str]) -> set[tuple[str, ...]]:
    words = [word for text in texts for word in _words(text)]
    return set(zip(words, words[1:], words[2:], strict=False))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
