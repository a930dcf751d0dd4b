"""Measures of how well pages are read: order of words, whole blocks, tables, headings.

Every measure is a :class:`Count` of so much right out of so much, so that pages add up to documents and
documents to samples. Words are compared without case, punctuation and hyphens, as no two engines write
these alike. Kendall's tau is over the words that stand once in both texts; edit similarity is 1 minus
the Levenshtein distance of the word sequences over the length of the longer.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy

from .parts import Box, Boxed

FEWEST_WORDS = 30
"""Pages with fewer words say nothing about order."""
FEWEST_LETTERS = 12
"""A shorter block may stand whole in a text by chance."""
NO_LETTER = re.compile(r"(?:\(cid:\d+\)|[\W_])+")
"""pdfminer writes (cid:127) for a glyph, mostly a bullet, that it cannot name."""


class Count(NamedTuple):
    """A figure in the making: ``right`` out of ``of``, over so many cases."""

    sample: str
    measure: str
    engine: str
    cases: int
    right: float
    of: float

    @property
    def value(self) -> float:
        """The share that is right; 1 where there was nothing to get right or wrong."""
        return self.right / self.of if self.of else 1.0


class Run(NamedTuple):
    """Words that an engine gives together, and where they stand, in fractions of the page. ``glued``
    says that the first goes on with the last of the run before, without a space."""

    text: str
    box: Box
    glued: bool = False


def total(counts: Iterable[Count]) -> list[Count]:
    """The counts of each sample, measure and engine summed, in the order of their first appearance."""
    sums: dict[tuple[str, str, str], list[float]] = {}
    for sample, measure, engine, *numbers in counts:
        kept = sums.setdefault((sample, measure, engine), [0, 0, 0])
        for place, number in enumerate(numbers):
            kept[place] += number
    return [Count(*key, int(cases), right, of) for key, (cases, right, of) in sums.items()]


def order_counts(
    sample: str, engine: str, truth: Sequence[str], read: Sequence[str], fewest: int = FEWEST_WORDS
) -> list[Count]:
    """Tau and edit similarity of the words of one page; none where it has too few."""
    if len(truth) < fewest:
        return []
    return [
        Count(sample, "order tau", engine, 1, tau(truth, read), 1),
        Count(sample, "edit similarity", engine, 1, similarity(truth, read), 1),
    ]


def f1(sample: str, measure: str, engine: str, true: Counter[str], read: Counter[str]) -> Count:
    """The F1 of things found among true things, each known by its text."""
    return Count(
        sample, measure, engine, true.total(), 2.0 * (true & read).total(), true.total() + read.total()
    )


def whole(sample: str, engine: str, blocks: Iterable[str], text: str) -> Count:
    """How many blocks stand in ``text`` from beginning to end, with nothing in between."""
    letters = key(text)
    wanted = [block for block in map(key, blocks) if len(block) >= FEWEST_LETTERS]
    found = sum(block in letters for block in wanted)
    return Count(sample, "blocks whole", engine, len(wanted), found, len(wanted))


def key(text: str) -> str:
    """Text as blocks, cells and headings are compared: letters and figures only."""
    return NO_LETTER.sub("", text).lower()


def plain(texts: Iterable[str]) -> list[str]:
    """The words of texts as they are compared; a word divided by a hyphen at the end of one text is
    joined to the next if that begins in lower case."""
    words = [word for text in texts for word in text.split()]
    joined: list[str] = []
    for before, word in pairwise(["", *words]):
        if len(before) > 2 and before[-1] == "-" and before[-2].isalpha() and word[:1].islower():
            joined[-1] += word
        else:
            joined.append(word)
    return [letters for letters in map(key, joined) if letters]


def words_of(runs: Iterable[Run]) -> list[str]:
    """The words of runs as they are compared."""
    texts: list[str] = []
    for run in runs:
        if run.glued and texts:
            texts[-1] += run.text
        else:
            texts.append(run.text)
    return plain(texts)


def outside(runs: Iterable[Run], boxes: Sequence[Box]) -> list[Run]:
    """The runs whose middle lies in none of ``boxes``."""
    return [run for run in runs if not any(contains(box, run.box) for box in boxes)]


def contains(box: Box, part: Boxed, slack: float = 0.001) -> bool:
    """Whether the middle of a part lies in a box, both in fractions of the page."""
    x, y = (part.x0 + part.x1) / 2, (part.top + part.bottom) / 2
    return box.x0 - slack <= x <= box.x1 + slack and box.top - slack <= y <= box.bottom + slack


def tau(truth: Sequence[str], read: Sequence[str]) -> float:
    """Kendall's tau over the words that stand once in both; 1 for fewer than two of them."""
    once, again = Counter(truth), Counter(read)
    places = {word: place for place, word in enumerate(read) if again[word] == 1}
    found = numpy.array([places[word] for word in truth if once[word] == 1 and word in places])
    count = len(found)
    if count < 2:
        return 1.0
    later = numpy.sign(found[None, :] - found[:, None])
    return float(numpy.triu(later, 1).sum() / (count * (count - 1) / 2))


def similarity(truth: Sequence[str], read: Sequence[str]) -> float:
    """1 minus the Levenshtein distance over the longer length; 1 for two empty sequences."""
    if not truth or not read:
        return float(not truth and not read)
    codes = {word: code for code, word in enumerate(dict.fromkeys([*truth, *read]))}
    other = numpy.array([codes[word] for word in read])
    steps = numpy.arange(len(read) + 1)
    row = steps.copy()
    for word in truth:
        changed = numpy.minimum(row[1:] + 1, row[:-1] + (other != codes[word]))
        following = numpy.concatenate(([row[0] + 1], changed))
        # The cheapest way along a row is the least of (value - place) so far, plus the place.
        row = numpy.minimum.accumulate(following - steps) + steps
    return 1 - float(row[-1]) / max(len(truth), len(read))


def overlap(one: Box, other: Box) -> float:
    """The area that two boxes share over the area that they cover together."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    if across <= 0 or down <= 0:
        return 0.0
    shared = across * down
    areas = ((box.x1 - box.x0) * (box.bottom - box.top) for box in (one, other))
    return shared / (sum(areas) - shared)
