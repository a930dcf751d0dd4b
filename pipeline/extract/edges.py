"""The borders of what is drawn, as the edges that pdfplumber's table finder takes.

Word and Excel paint a cell as many boxes: its padding strip by strip, a box behind every line. Their
seams are no borders, so boxes are fused and hidden ones left out first.
"""

from collections.abc import Sequence

from .parts import Shape

EDGE_LIMIT = 4_000
"""More edges are a map or a chart, and take the finder minutes."""
CURVED = 8
"""A shape of more segments is no rule or cell border."""
CORNERS = 3
"""A shape of fewer segments is a line: where it runs aslant its bounds are no box."""
THIN = 2.5
"""A shape thinner than this many points is a rule."""
GROUND_LIMIT = 600
"""Tinted grounds that are remembered; a page with more is a map."""
TOUCHING = 0.8
"""Shapes nearer than this many points leave no line between them."""
MARGIN = 0.15
"""A table that the end of a page cuts ends within this share of the page's height from its edge."""
STRIP = 7.5
"""The padding at the sides of a cell is narrower than this many points."""


def edges_of(shapes: Sequence[Shape], width: float, height: float) -> list[dict[str, object]]:
    """The borders of ``shapes`` as pdfplumber's edges."""
    edges: list[dict[str, object]] = []
    for shape in _visible(shapes):
        wide, high = shape.x1 - shape.x0, shape.bottom - shape.top
        if wide > THIN and high > THIN and (shape.segments > CURVED or shape.segments < CORNERS):
            continue
        if wide > 0.97 * width and high > 0.97 * height:
            continue
        if wide >= 1:
            for y in (shape.top, shape.bottom) if high > 1 else (shape.top,):
                edges.append(_edge("h", shape.x0, y, shape.x1, y))
        if high >= 1:
            for x in (shape.x0, shape.x1) if wide > 1 else (shape.x0,):
                edges.append(_edge("v", x, shape.top, x, shape.bottom))
    cut = [shape.top for shape in shapes if shape.x1 > width - 1 and shape.bottom - shape.top < THIN]
    if len(cut) > 2:  # a table that runs off the page has no right border
        edges.append(_edge("v", width, min(cut), width, max(cut)))
    return edges + _cut_borders(shapes, height)


def _cut_borders(shapes: Sequence[Shape], height: float) -> list[dict[str, object]]:
    """The borders that tables lack where the end of a page cuts them: above where upright rules begin at
    the top of the page, below where they end at its bottom, with nothing drawn across there."""
    upright = [shape for shape in shapes if shape.x1 - shape.x0 < THIN < shape.bottom - shape.top]
    across = [shape for shape in shapes if shape.bottom - shape.top < THIN < shape.x1 - shape.x0]
    ends: dict[int, list[Shape]] = {}
    for shape in upright:
        for y in (shape.top, shape.bottom):
            if not MARGIN * height < y < (1 - MARGIN) * height:
                ends.setdefault(round(y), []).append(shape)
    borders = []
    for y, own in sorted(ends.items()):
        x0, x1 = min(shape.x0 for shape in own), max(shape.x0 for shape in own)
        inner = y + STRIP if y < height / 2 else y - STRIP
        open_end = not any(
            abs(shape.top - y) < STRIP and x0 <= shape.x1 and shape.x0 <= x1 for shape in across
        )
        if open_end and len({round(shape.x0) for shape in own if shape.top < inner < shape.bottom}) > 2:
            borders.append(_edge("h", x0, y, x1, y))
    return borders


def _visible(shapes: Sequence[Shape]) -> list[Shape]:
    """Shapes without those that cannot be seen: filled in the colour of what lies right under them
    (Word paints a box behind every line of a tinted cell)."""
    seen: list[Shape] = []
    grounds: list[Shape] = []
    colours: set[tuple[int, int, int]] = set()
    for shape in _mended(shapes):
        solid = shape.filled and not shape.stroked and shape.bottom - shape.top > THIN
        if solid and shape.x1 - shape.x0 > THIN:
            if shape.colour in colours:
                under = next((ground for ground in reversed(grounds) if _covers(ground, shape)), None)
                if under is not None and under.colour == shape.colour:
                    continue
            if len(grounds) < GROUND_LIMIT:
                grounds.append(shape)
                colours.add(shape.colour)
        seen.append(shape)
    return seen


def _mended(shapes: Sequence[Shape]) -> list[Shape]:
    """Shapes with cells made whole that were painted as padding around the boxes behind their lines:
    a strip at the left, one of the same height at the right, one above, one below."""
    sides: dict[tuple[object, int, int], list[Shape]] = {}
    for shape in shapes:
        if is_ground(shape) and shape.x1 - shape.x0 < STRIP < shape.bottom - shape.top:
            sides.setdefault((shape.colour, round(shape.top), round(shape.bottom)), []).append(shape)
    cells: list[Shape] = []
    for level in sides.values():
        level.sort(key=lambda side: side.x0)
        cells += [left._replace(x1=right.x1) for left, right in zip(level[::2], level[1::2], strict=False)]
    if not cells:
        return list(shapes)
    rest = [shape for shape in shapes if not (is_ground(shape) and any(_part(c, shape) for c in cells))]
    kept: list[Shape] = []
    for cell in cells:
        above = next((s for s in rest if is_ground(s) and stacked(s, cell)), cell)
        below = next((s for s in rest if is_ground(s) and stacked(cell, s)), cell)
        kept.append(cell._replace(top=above.top, bottom=below.bottom))
    return kept + [shape for shape in rest if not any(_part(cell, shape) for cell in kept)]


def _part(cell: Shape, shape: Shape) -> bool:
    return cell.colour == shape.colour and _covers(cell, shape)


def stacked(upper: Shape, lower: Shape) -> bool:
    """Whether one shape lies on another of its colour and width."""
    same = abs(upper.x0 - lower.x0) < 1 and abs(upper.x1 - lower.x1) < 1 and upper.colour == lower.colour
    return same and abs(lower.top - upper.bottom) < TOUCHING


def is_ground(shape: Shape) -> bool:
    """Whether a shape is a filled box without a border, and no rule."""
    thick = min(shape.x1 - shape.x0, shape.bottom - shape.top) > THIN
    return shape.filled and not shape.stroked and thick and shape.segments <= CURVED


def _covers(ground: Shape, shape: Shape) -> bool:
    return (
        ground.x0 <= shape.x0 + 1
        and ground.top <= shape.top + 1
        and ground.x1 >= shape.x1 - 1
        and ground.bottom >= shape.bottom - 1
    )


def _edge(orientation: str, x0: float, top: float, x1: float, bottom: float) -> dict[str, object]:
    return {
        "object_type": "rect_edge",
        "orientation": orientation,
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
    }
