"""Paragraphs, headings and bullets from the lines of a column: which lines go on with each other."""

from .lines import ADDRESS, starts_bullet
from .parts import Line, Piece, bounds, piece_of

LEADING = 0.55
"""White space between lines of a paragraph, in sizes, where the page shows no other habit."""
WIDEST_LEADING = 0.8
"""… and what the habit of a page may make of it."""
SAME_SIZE = 0.12
"""Lines whose sizes differ by less than this share are of one size."""
NAME_WORDS = 6
"""A line of so few words over the address of a page is its name, and begins what follows."""
SAME_BOLD = 0.4
"""Bold lines whose sizes differ by more points are two headings, one over the other."""


def grouped_lines(printed: list[Line]) -> list[Piece]:
    """Lines that follow each other in one column, grouped into paragraphs, headings and bullets.

    A line joins the one above it when each is the other's nearest neighbour (a line over two columns
    joins neither), the white space between is a line's, and size and weight stay the same.
    """
    below: dict[int, list[int]] = {}
    above: dict[int, list[int]] = {}
    for index in range(len(printed)):
        for other in _next_below(printed, index):
            below.setdefault(index, []).append(other)
            above.setdefault(other, []).append(index)
    leading = _leading(printed, below)
    follows: dict[int, int] = {}
    for index, nexts in below.items():
        mutual = len(nexts) == 1 and len(above[nexts[0]]) == 1
        if mutual and _same_piece(printed[index], printed[nexts[0]], leading):
            follows[index] = nexts[0]
    starts = set(range(len(printed))) - set(follows.values())
    found = []
    for start in sorted(starts):
        run = [start]
        while run[-1] in follows:
            run.append(follows[run[-1]])
        found += _paragraphs([printed[index] for index in run])
    return found


def _next_below(printed: list[Line], index: int) -> list[int]:
    """The lines directly under a line: the nearest, and those on one row with it."""
    line = printed[index]
    limit = line.bottom + 1.5 * line.size
    found: list[int] = []
    nearest = limit
    for other in range(index + 1, len(printed)):
        each = printed[other]
        if each.top > nearest:
            break
        if each.top < line.bottom - 0.5 * min(line.size, each.size):
            continue
        if min(line.x1, each.x1) - max(line.x0, each.x0) < min(each.size, 4.0):
            continue
        found.append(other)
        nearest = min(nearest, each.top + 0.5 * each.size)
    return found


def _leading(printed: list[Line], below: dict[int, list[int]]) -> float:
    """The white space between lines that is commonest on the page, in sizes."""
    counts: dict[float, int] = {}
    for index, nexts in below.items():
        line, other = printed[index], printed[nexts[0]]
        if len(nexts) == 1 and abs(line.size - other.size) < 0.5 and not starts_bullet(other):
            gap = round((other.top - line.bottom) / line.size, 1)
            counts[gap] = counts.get(gap, 0) + line.characters
    return max(counts, key=lambda gap: (counts[gap], -gap)) if counts else 0.2


def _same_piece(line: Line, other: Line, leading: float) -> bool:
    """Whether ``other``, next below ``line``, goes on with it."""
    size = max(line.size, other.size)
    gap = (other.top - line.bottom) / size
    if gap > min(max(LEADING, leading + 0.2), max(WIDEST_LEADING, LEADING)):
        return False
    if not same_size(line, other) or starts_bullet(other) or other.words[0].raised:
        return False
    if ADDRESS.match(other.text) and len(line.words) <= NAME_WORDS and not ADDRESS.match(line.text):
        return False
    if line.bold == other.bold:
        return not line.bold or line.text.isupper() or abs(line.size - other.size) <= SAME_BOLD
    # A heading ends before its line is full; bold words that run into a paragraph fill the line.
    first, last = other.words[0], line.words[-1]
    ended = last.text[-1] in ".:!?"
    if first.text[0].islower() and not ended and not line.bold:
        return True
    full = other.x1 - line.x1 < first.x1 - first.x0 + 0.3 * size
    if line.bold:
        return full and first.bold
    return last.bold or (full and not ended and other.x1 > line.x1 - 6 * size)


def same_size(line: Line, other: Line) -> bool:
    """Whether two lines are set in one size; small capitals by the size of their capitals."""
    if line.text.isupper() and other.text.isupper():
        capitals = [max(word.size for word in each.words) for each in (line, other)]
        if abs(capitals[0] - capitals[1]) <= SAME_BOLD:
            return True
    return abs(line.size - other.size) <= SAME_SIZE * max(line.size, other.size)


def _paragraphs(run: list[Line]) -> list[Piece]:
    """A run of lines cut where a sentence ends a line early: there the writer began a new paragraph."""
    edge = max(line.x1 for line in run)
    found = []
    current = [run[0]]
    for line in run[1:]:
        last = current[-1]
        first = line.words[0]
        room = edge - last.x1 - (first.x1 - first.x0)
        ended = last.words[-1].text[-1] in ".:;?!"
        if ended and room > line.size and abs(line.x0 - bounds(current).x0) < 3 * line.size:
            found.append(piece_of(current))
            current = []
        current.append(line)
    found.append(piece_of(current))
    return found
