"""Printed lines from words: what stands side by side and reads as one run.

Two signs decide whether a word goes on with the one to its left: the gap between them, and the order
of drawing. Nearly every program draws a line's words one after another and finishes a column's line
before it begins the next column's, so a gap that would be a gutter between strangers is only a wide
space between words drawn in turn.
"""

import re

from .characters import BULLET, RAISED, RAISED_TEXT, is_raised
from .parts import Line, Word, line_of

NEAR = 0.7
"""Words not drawn in turn are one line up to this gap, in sizes: half as wide as the narrowest gutter."""
IN_TURN = 1.25
"""Words drawn in turn are one line up to this gap: justified lines have spaces of one size and more."""
AFTER_BULLET = 4.5
"""A bullet's text may stand this far from its glyph, in sizes."""
BACK = 0.5
"""A word may begin this far left of the end of the one before (kerning, italics, loose boxes), in sizes."""
LARGE = 1.4
"""A figure set in so many times the size of the words beside it, and not drawn with them, is no line's."""
LEVEL = 12.0
"""The middles of words on one line lie nearer than this many points (half the height of 24 point)."""
TOUCH = 0.15
"""A raised mark that stands no farther than this from a word belongs to it without a space."""

GLYPHS = frozenset("•●▪◦‣⁃∙·■□►▶➢➤✓✔–—-*o○◆❖→§")
"""Glyphs that stand before a bullet's text as a word of their own."""
CONTENTS = re.compile(r"(?:table of )?contents(?: page)?:?", re.I)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+$")
"""A line that is the address of a page and nothing else."""
PAGE_NUMBER = re.compile(r"\d{1,3}|[ivx]{1,5}", re.I)
ENUMERATOR = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,5})[.)]|\((?:\d{1,2}|[a-z]|[ivx]{1,5})\)")


def starts_bullet(line: Line) -> bool:
    """Whether a line begins with a bullet, drawn or printed, or with an enumerator and text after it."""
    first = line.words[0]
    if line.marked:
        return True
    if first.text in GLYPHS or (first.text[0] == BULLET and len(first.text) <= 2):
        return first.text != "o" or len(line.words) > 1
    return len(line.words) > 1 and _enumerates(first, line.words[1])


def _enumerates(first: Word, following: Word) -> bool:
    """Whether a word numbers what follows: a number in brackets before another is a negative figure."""
    if not ENUMERATOR.fullmatch(first.text):
        return False
    return first.text[0] != "(" or any(character.isalpha() for character in following.text)


def lines(words: list[Word]) -> list[Line]:
    """The lines of upright ``words`` (given in the order of drawing), from the top of the page down."""
    runs = _joined_runs(_runs(words))
    for run in runs:
        raise_marks(run)
    return sorted((line_of(run) for run in runs), key=lambda line: (line.top, line.x0))


def with_page_numbers(printed: list[Line]) -> list[Line]:
    """The lines of a page; in a table of contents page numbers are joined to the titles left of them."""
    if not any(CONTENTS.fullmatch(line.text) for line in printed):
        return printed
    titles: dict[int, Line] = {}
    for number in printed:
        if not PAGE_NUMBER.fullmatch(number.text):
            continue
        middle = (number.top + number.bottom) / 2
        level = [line for line in printed if line.top < middle < line.bottom and line.x1 < number.x0]
        title = max(level, key=lambda line: line.x1, default=None)
        if title is not None and not PAGE_NUMBER.fullmatch(title.text):
            titles[id(number)] = title
    joined = {id(title): number for number in printed if (title := titles.get(id(number)))}
    return [
        line_of([*line.words, *joined[id(line)].words]) if id(line) in joined else line
        for line in printed
        if id(line) not in titles
    ]


def turned_lines(words: list[Word]) -> list[Line]:
    """Lines of words that run up, down or upside down, in their own direction."""
    runs: list[list[Word]] = []
    for word in words:
        if not word.turn:
            continue
        if runs and _turns_on(runs[-1][-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [line_of(run) for run in runs]


def _turns_on(last: Word, word: Word) -> bool:
    if last.turn != word.turn:
        return False
    if word.turn == 180:
        return abs(word.bottom - last.bottom) < word.size and abs(last.x0 - word.x1) < word.size
    ends = (last.bottom, word.top) if word.turn == 90 else (last.top, word.bottom)
    return abs(word.x0 - last.x0) < word.size and abs(ends[0] - ends[1]) < word.size


def _runs(words: list[Word]) -> list[list[Word]]:
    """Words that were drawn in turn and stand in turn."""
    runs: list[list[Word]] = []
    last: Word | None = None
    for word in words:
        if last is not None and _goes_on(last, word, _reach(runs[-1], word, IN_TURN)):
            runs[-1].append(word)
        else:
            runs.append([word])
        last = word
    return runs


def _reach(run: list[Word], following: Word, usual: float) -> float:
    """How far the ``following`` word may stand from the end of ``run``, in sizes."""
    if len(run) > 1:
        return usual
    text = run[0].text
    stands_before = (text in GLYPHS and text != "o") or _enumerates(run[0], following)
    return AFTER_BULLET if stands_before else usual


def _goes_on(last: Word, word: Word, reach: float) -> bool:
    """Whether ``word`` stands right of ``last`` on the same line."""
    size = max(last.size, word.size)
    if not -BACK * size < word.x0 - last.x1 < reach * size:
        return False
    overlap = min(last.bottom, word.bottom) - max(last.top, word.top)
    return overlap > 0.5 * min(last.bottom - last.top, word.bottom - word.top)


def _joined_runs(runs: list[list[Word]]) -> list[list[Word]]:
    """Runs joined to the run that goes on with them on the same line, whatever was drawn first."""
    runs.sort(key=lambda run: (run[0].x0, run[0].top))
    joined: list[list[Word]] = []
    levels: dict[int, list[list[Word]]] = {}
    for run in runs:
        first = run[0]
        level = int((first.top + first.bottom) / 2 / LEVEL)
        best = None
        for end in (end for near in (level - 1, level, level + 1) for end in levels.get(near, ())):
            last = end[-1]
            if _is_large_figure(end, first) or (best and last.x1 <= best[-1].x1):
                continue
            if _goes_on(last, first, _reach(end, first, NEAR)):
                best = end
        if best is None:
            best = run
            joined.append(run)
        else:
            levels[_level(best)].remove(best)
            best.extend(run)
        levels.setdefault(_level(best), []).append(best)
    return joined


def _is_large_figure(run: list[Word], following: Word) -> bool:
    """Whether a run is the large figure of an infographic, set by itself: what it counts may stand over
    several lines beside it, and one of them alone would be joined to it."""
    return run[0].text[0].isdigit() and len(run) == 1 and run[0].size > LARGE * following.size


def _level(run: list[Word]) -> int:
    """The band of the page, :data:`LEVEL` points high, in which the end of a run stands."""
    return int((run[-1].top + run[-1].bottom) / 2 / LEVEL)


def raise_marks(run: list[Word]) -> None:
    """Small raised figures become superscripts, so that a note's mark is never read as a figure."""
    sizes = [word.size for word in run]
    full = max(sizes)
    if min(sizes) == full:
        return
    last: Word | None = None
    for place, word in enumerate(run):
        if not word.raised and word.size < full and RAISED_TEXT.fullmatch(word.text):
            other = last or next((each for each in run[place + 1 :] if each.size > word.size), word)
            if is_raised(word.size, other.size, other.bottom - word.bottom):
                word.text, word.raised = word.text.translate(RAISED), True
                word.glued = last is not None and word.x0 - last.x1 < TOUCH * last.size
        if not word.raised:
            last = word
