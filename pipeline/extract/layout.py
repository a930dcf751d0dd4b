"""From words and drawings to the pieces of a page in reading order, where no tags say better.

Tables are taken out first, each as a whole; filled boxes and frames hold together what stands in
them; in each box words become lines, lines become pieces (a paragraph, a heading, a bullet); then
:mod:`.order` cuts the page.
"""

from collections.abc import Sequence

from .lines import lines, starts_bullet, turned_lines
from .order import Part, group_of, ordered
from .parts import Box, Line, Piece, Shape, Table, Word, bounds, holds, line_of, piece_of, table_piece
from .tables import grids, mark_header

LEADING = 0.55
"""White space between lines of a paragraph, in sizes, where the page shows no other habit."""
WIDEST_LEADING = 0.8
"""… and what the habit of a page may make of it."""
SAME_SIZE = 0.12
"""Lines whose sizes differ by less than this share are of one size."""
FULL = 60
"""A grid whose filled cells hold more words than this on average lays out a page."""
SMALLEST_BOX = (40.0, 14.0)
"""A filled box smaller than this is a rule or a key of a chart, in points."""
LARGEST_BOX = 0.62
"""A box that covers more of the page is its background."""
TITLE_BAR = 60.0
"""A card's title bar is no higher than this, in points."""
FRAME_SLACK = 3.0
"""Text may stand out of its box by so many points."""
BOX_LIMIT = 80
"""A page with more boxes is a chart."""


def pieces(words: list[Word], shapes: Sequence[Shape], width: float, height: float) -> list[Piece]:
    """The pieces of a page in reading order, kinds not yet known (tables aside)."""
    if not words:
        return []
    tables, frames = _layouts(grids(shapes, words, width, height), words)
    words = fill_tables(tables, words, shapes)
    found: list[Part] = [table_piece(table) for table in tables if any(cell.lines for cell in table.cells)]
    for turned in turned_lines(words):
        found.append(piece_of([turned]))
    printed = lines([word for word in words if not word.turn])
    frames = [*frames, *boxes(shapes, width, height)]
    return ordered(_grouped(printed, found, sorted(frames, key=_area)))


def _layouts(tables: list[Table], words: list[Word]) -> tuple[list[Table], list[Box]]:
    """The tables that are tables, and the cells of grids that only hold text together: cells so full
    are columns and cards of a page, each to be read by itself."""
    kept: list[Table] = []
    frames: list[Box] = []
    for table in tables:
        counts = [sum(holds(cell.box, word, 0) for word in words) for cell in table.cells]
        filled = [count for count in counts if count]
        if filled and (sum(filled) > FULL * len(filled) or (len(filled) < 5 and max(filled) > 2 * FULL)):
            frames += [cell.box for cell in table.cells]
        else:
            kept.append(table)
    return kept, frames


def _area(box: Box) -> tuple[float, Box]:
    return (box.x1 - box.x0) * (box.bottom - box.top), box


def fill_tables(tables: list[Table], words: list[Word], shapes: Sequence[Shape]) -> list[Word]:
    """Put words into the cells of ``tables`` and mark the header rows; returns the words outside."""
    for table in tables:
        inside = [word for word in words if holds(table, word)]
        if not inside:
            continue
        taken: set[int] = set()
        for cell in table.cells:
            own = [word for word in inside if word.place not in taken and holds(cell.box, word, 0.5)]
            taken.update(word.place for word in own)
            cell.lines = lines([word for word in own if not word.turn]) + turned_lines(own)
        words = [word for word in words if word.place not in taken]
        mark_header(table, shapes)
    return words


def boxes(shapes: Sequence[Shape], width: float, height: float) -> list[Box]:
    """Filled boxes and frames that may hold text, the smallest first."""
    page = width * height
    found: list[Box] = []
    for shape in shapes:
        wide, high = shape.x1 - shape.x0, shape.bottom - shape.top
        if wide < SMALLEST_BOX[0] or high < SMALLEST_BOX[1] or shape.segments > 60:
            continue
        if not 0.003 * page <= wide * high <= LARGEST_BOX * page:
            continue
        if shape.filled and not shape.stroked and min(shape.colour) > 248:
            continue
        box = Box(*shape[:4])
        if not any(sum(abs(a - b) for a, b in zip(box, other, strict=True)) < 16 for other in found):
            found.append(box)
    if len(found) > BOX_LIMIT:
        return []
    return _with_titles(found)


def _with_titles(frames: list[Box]) -> list[Box]:
    """Frames joined to the title bar that lies on them in the same width."""
    joined = list(frames)
    for bar in frames:
        for frame in frames:
            same = abs(bar.x0 - frame.x0) < FRAME_SLACK and abs(bar.x1 - frame.x1) < FRAME_SLACK
            if same and -1 < frame.top - bar.bottom < FRAME_SLACK and bar.bottom - bar.top < TITLE_BAR:
                joined.append(Box(bar.x0, bar.top, bar.x1, frame.bottom))
    return joined


def _grouped(printed: list[Line], parts: list[Part], frames: list[Box]) -> list[Part]:
    """All parts of the page: those in a frame as one group, frames in frames."""
    for frame in frames:
        printed = [part for line in printed for part in _cut_at(frame, line)]
    for frame in frames:
        inside = [line for line in printed if _within(frame, line)]
        within = [part for part in parts if holds(frame, part)]
        if not inside and len(within) < 2:
            continue
        if len(inside) == len(printed) and len(within) == len(parts):
            continue
        inner = [*grouped_lines(inside), *within]
        rest = set(map(id, within))
        parts = [part for part in parts if id(part) not in rest]
        taken = set(map(id, inside))
        printed = [line for line in printed if id(line) not in taken]
        parts.append(inner[0] if len(inner) == 1 else group_of(inner))
    return [*parts, *grouped_lines(printed)]


def _within(frame: Box, line: Line) -> bool:
    """Whether a line stands in a frame with its whole width."""
    return holds(frame, line) and line.x0 > frame.x0 - FRAME_SLACK and line.x1 < frame.x1 + FRAME_SLACK


def _cut_at(frame: Box, line: Line) -> list[Line]:
    """A line cut where the left or right edge of a frame passes between two of its words."""
    middle = (line.top + line.bottom) / 2
    if not frame.top < middle < frame.bottom:
        return [line]
    for edge in (frame.x0, frame.x1):
        if not line.x0 < edge < line.x1:
            continue
        for place in range(1, len(line.words)):
            left, right = line.words[place - 1], line.words[place]
            if left.x1 <= edge + 1 and right.x0 >= edge - 1 and right.x0 - left.x1 > 0.4 * line.size:
                rest = _cut_at(frame, line_of(line.words[place:]))
                return [line_of(line.words[:place]), *rest]
    return [line]


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
    if abs(line.size - other.size) > SAME_SIZE * size or starts_bullet(other) or other.words[0].raised:
        return False
    if line.bold == other.bold:
        return True
    # A heading ends before its line is full; bold words that run into a paragraph fill the line.
    first = other.words[0]
    full = other.x1 - line.x1 < first.x1 - first.x0 + 0.3 * size and other.x1 > line.x1 - 6 * size
    return full and (first.bold if line.bold else line.words[-1].bold or line.text[-1] not in ".:!?")


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
