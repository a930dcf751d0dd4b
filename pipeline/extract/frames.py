"""Filled boxes and frames that hold text together: cards, sidebars, speech bubbles."""

from collections.abc import Sequence

from .edges import is_ground, stacked
from .parts import PICTURE, Box, Line, Shape, holds, line_of

SMALLEST_BOX = (40.0, 14.0)
"""A filled box smaller than this is a rule or a key of a chart, in points."""
SMALLEST_SHARE = 0.003
"""… and so is one that covers less of the page."""
LARGEST_BOX = 0.62
"""A box that covers more of the page is its background."""
TITLE_BAR = 60.0
"""A card's title bar is no higher than this, in points."""
TITLE_GAP = 8.0
"""… and lies no farther above the card."""
STRIP = 30.0
"""What is painted behind one line is no higher than this, in points."""
FRAME_SLACK = 3.0
"""Text may stand out of its box by so many points."""
BOX_LIMIT = 80
"""A page with more boxes is a chart."""


def pictures(shapes: Sequence[Shape], printed: Sequence[Line], width: float, height: float) -> list[Box]:
    """Pictures that hold text together as cards do: those whose edges no line crosses."""
    page = width * height
    found = []
    for shape in shapes:
        wide, high = shape.x1 - shape.x0, shape.bottom - shape.top
        if shape.segments == PICTURE and SMALLEST_SHARE * page <= wide * high <= LARGEST_BOX * page:
            box = Box(*shape[:4])
            if not any(_crosses(line, box) for line in printed):
                found.append(box)
    return found


def _crosses(line: Line, box: Box) -> bool:
    """Whether a line stands partly in a box and partly outside."""
    slack = FRAME_SLACK
    meets = line.x1 > box.x0 + slack and line.x0 < box.x1 - slack and box.top < line.bottom - slack
    inside = line.x0 > box.x0 - slack and line.x1 < box.x1 + slack
    return meets and line.top < box.bottom - slack and not (inside and holds(box, line, slack))


def boxes(shapes: Sequence[Shape], width: float, height: float) -> list[Box]:
    """Filled boxes and frames that may hold text, the smallest first."""
    page = width * height
    found: list[Box] = []
    for shape in _fused(shapes):
        wide, high = shape.x1 - shape.x0, shape.bottom - shape.top
        if wide < SMALLEST_BOX[0] or high < SMALLEST_BOX[1] or shape.segments > 60:
            continue
        if not SMALLEST_SHARE * page <= wide * high <= LARGEST_BOX * page:
            continue
        if shape.filled and not shape.stroked and min(shape.colour) > 248:
            continue
        box = Box(*shape[:4])
        if not any(sum(abs(a - b) for a, b in zip(box, other, strict=True)) < 16 for other in found):
            found.append(box)
        if len(found) > BOX_LIMIT:
            return []
    return _with_titles(found)


def _fused(shapes: Sequence[Shape]) -> list[Shape]:
    """Shapes, the strips that are painted behind the lines of one title as one."""
    strips = [each for each in shapes if is_ground(each) and each.bottom - each.top < STRIP]
    if len(strips) < 2:
        return list(shapes)
    strips.sort(key=lambda each: (each.colour, round(each.x0), round(each.x1), each.top))
    whole: list[Shape] = []
    for strip in strips:
        if whole and stacked(whole[-1], strip):
            whole[-1] = whole[-1]._replace(bottom=strip.bottom)
        else:
            whole.append(strip)
    taken = set(map(id, strips))
    return [*(shape for shape in shapes if id(shape) not in taken), *whole]


def _with_titles(frames: list[Box]) -> list[Box]:
    """Frames joined to the title bar that lies on them in the same width."""
    joined = list(frames)
    for bar in frames:
        for frame in frames:
            same = abs(bar.x0 - frame.x0) < FRAME_SLACK and abs(bar.x1 - frame.x1) < FRAME_SLACK
            lower = bar.bottom - bar.top < min(TITLE_BAR, frame.bottom - frame.top)
            if same and lower and -1 < frame.top - bar.bottom < TITLE_GAP:
                joined.append(Box(bar.x0, bar.top, bar.x1, frame.bottom))
    return joined


def is_bar(frame: Box, frames: Sequence[Box]) -> bool:
    """Whether a frame is a title bar: one of the frames is it and the card under it."""
    return frame.bottom - frame.top < TITLE_BAR and any(
        other[:3] == frame[:3] and other.bottom > frame.bottom for other in frames
    )


def fits(frame: Box, line: Line) -> bool:
    """Whether a line stands in a frame with its whole width."""
    return holds(frame, line) and line.x0 > frame.x0 - FRAME_SLACK and line.x1 < frame.x1 + FRAME_SLACK


def cut_at(frame: Box, line: Line) -> list[Line]:
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
                rest = cut_at(frame, line_of(line.words[place:]))
                return [line_of(line.words[:place]), *rest]
    return [line]
