"""The lines of one element of a tag tree, and the pieces that it should have been: some programs put a
heading into one element with its text, or make an element of each line of a title.
"""

import re
from collections.abc import Sequence

from .lines import raise_marks, turned_lines
from .paragraphs import LEADING, same_size
from .parts import Line, Piece, Word, line_of, piece_of

LARGER = 1.15
"""A heading is set in so many times the size of the text after it in one element."""
ASIDE_WORDS = 4
"""A caption beside the text of its element has so many words, and so has the text: fewer are cells."""
NUMBER = re.compile(r"(?:\w+\s)?\d")
"""How a heading of its own may begin: "6.2", "Table 3"."""
IN_LINE = 1.6
"""Words of one element are one line up to this gap, in sizes; after a bullet's glyph up to six."""


def element_lines(words: list[Word]) -> list[Line]:
    """Lines of one element's words, in the order of its tags."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and _beside(runs[-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    for run in runs:
        raise_marks(run)
    return [line_of(run) for run in runs]


def _beside(run: list[Word], word: Word) -> bool:
    last = run[-1]
    if last.turn or word.turn:
        return last.turn == word.turn and len(turned_lines([last, word])) == 1
    size = max(last.size, word.size)
    reach = 6 if len(run) == 1 and len(last.text) < 3 else IN_LINE
    overlap = min(last.bottom, word.bottom) - max(last.top, word.top)
    return -size < word.x0 - last.x1 < reach * size and overlap > 0.3 * min(last.size, word.size)


def parted(heading: Piece) -> list[Piece]:
    """A heading, and the text in much smaller print that some tag trees put into one element with it."""
    first = heading.lines[0]
    for place, line in enumerate(heading.lines):
        if line.size < first.size / LARGER and not same_size(first, line):
            head, text = piece_of(heading.lines[:place], heading.role), piece_of(heading.lines[place:])
            head.kind, head.level = heading.kind, heading.level
            return [head, text]
    return [heading]


def unglued(piece: Piece) -> list[Piece]:
    """A paragraph, and the headings in bold that the tags put into one element with it: over its text,
    or after it and larger (the first of the next column)."""
    lines, start = piece.lines, 0
    found = []
    for place in range(1, len(lines)) if not piece.kind else ():
        line, other = lines[place - 1], lines[place]
        if _is_head_over(line, other, piece) or (other.bold > line.bold and other.size >= LARGER * line.size):
            found.append(piece_of(lines[start:place], piece.role))
            start = place
    return [*found, piece_of(lines[start:], piece.role)] if found else [piece]


def _is_head_over(line: Line, other: Line, piece: Piece) -> bool:
    """Whether a bold line in capitals, or with room left, stands over a sentence that is not bold."""
    first = other.words[0]
    room = (piece.x1 - piece.x0) - (line.x1 - line.x0) - (first.x1 - first.x0) > line.size
    begins = line.text.isupper() or (room and first.text[0].isupper())
    return line.bold > other.bold and begins and not first.bold


def strays(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of an element that stand beside its text on the right (the caption of a picture that was
    tagged with it), and the others. A column that goes on begins higher than it ended."""
    right = lines[0].x1
    for place in range(1, len(lines)):
        line, last = lines[place], lines[place - 1]
        aside = line.x0 > right + line.size and line.top > last.top - line.size / 2
        words = [sum(len(each.words) for each in part) for part in (lines[:place], lines[place:])]
        if aside and line.text[0].isupper() and min(words) >= ASIDE_WORDS:
            return lines[place:], lines[:place]
        right = max(right, line.x1)
    return [], lines


def joined_titles(found: Sequence[Piece]) -> list[Piece]:
    """The pieces, the lines of a title that the tags make a heading each as one heading."""
    titles: list[Piece] = []
    for piece in found:
        last = titles[-1] if titles else None
        if last and last.kind == piece.kind == "heading" and _is_next_line(last, piece):
            whole = piece_of([*last.lines, *piece.lines], last.role)
            whole.kind, whole.level = last.kind, last.level
            titles[-1] = whole
        else:
            titles.append(piece)
    return titles


def _is_next_line(last: Piece, piece: Piece) -> bool:
    """Whether a heading is set as the next line of the one before, and begins as no new one does."""
    return (
        (last.role, last.bold) == (piece.role, piece.bold)
        and (last.size == piece.size or same_size(last.lines[-1], piece.lines[0]))
        and -piece.size < piece.top - last.bottom < LEADING * piece.size
        and min(last.x1, piece.x1) > max(last.x0, piece.x0)
        and not NUMBER.match(piece.text)
    )
