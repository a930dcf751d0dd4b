"""Reading order by cutting the page: columns before rows, unless the page is a grid of cards.

The parts are pieces of text (lines already grouped), tables, and groups (what stands in a filled box
or frame), each taken as a whole. A set of parts is cut at white space from top to bottom (columns)
or from left to right (rows) and each side is cut again. In doubt columns win: a piece in the wrong
place is cheap, interleaved sentences are sentences nobody wrote.
"""

from collections.abc import Sequence
from statistics import median

from .bands import apart, bands, grid, joined_heads, merged, sections
from .parts import Group, Part, Piece, bounds

STEP = 2.0
"""Width of one bit of a row's mask, in points."""
GUTTER = 0.8
"""Narrowest white space between columns, in sizes."""
NARROW = 4.5
"""A run of text narrower than this many sizes is a figure or a bullet, no column."""
SHORT = 12
"""… and so is one of fewer characters."""
OVERLAP = 0.15
"""Rows may overlap by this share of the size (loose boxes of descenders)."""
TANGLED = 200
"""More overlapping parts than this have no order that could be found."""
DEPTH = 40
"""Cuts within cuts; a page that needs more is debris and read from top to bottom."""


def ordered(parts: Sequence[Part]) -> list[Piece]:
    """The pieces of ``parts`` in reading order, those of each group together."""
    return _read(list(parts), 0)


def _read(parts: list[Part], depth: int) -> list[Piece]:
    if not parts:
        return []
    if len(parts) == 1:
        part = parts[0]
        return _read(part.parts, depth + 1) if isinstance(part, Group) else [part]
    cut = _cut(parts) if depth < DEPTH else None
    if cut is None:
        cut = [[part] for part in sorted(parts, key=lambda part: (part.top, part.x0))]
    return [piece for side in cut for piece in _read(side, depth + 1)]


def _cut(parts: list[Part]) -> list[list[Part]] | None:
    """The sides of the best cut, in reading order; None when none is left."""
    size = _size(parts)
    rows = joined_heads(_rows(parts, size), size)
    parts = [part for row in rows for part in row]
    columns = _columns(parts, size)
    if len(rows) == 1:
        return (columns and merged(columns, size)) or apart(parts) or _topological(parts, size)
    if columns:
        return (
            sections(rows, columns, size)
            or grid(rows, columns, size)
            or bands(rows, columns, size)
            or merged(columns, size)
        )
    band = _widest_band(rows, size)
    if band:
        first, last = band
        sides = (rows[:first], rows[first : last + 1], rows[last + 1 :])
        return [[part for row in side for part in row] for side in sides if side]
    return rows


def _size(parts: Sequence[Part]) -> float:
    sizes = [piece.size for part in parts for piece in _pieces(part) if piece.lines]
    return median(sizes) if sizes else 10.0


def _pieces(part: Part) -> list[Piece]:
    return [piece for each in part.parts for piece in _pieces(each)] if isinstance(part, Group) else [part]


def _characters(parts: Sequence[Part]) -> int:
    return sum(line.characters for part in parts for piece in _pieces(part) for line in piece.lines)


def _rows(parts: Sequence[Part], size: float) -> list[list[Part]]:
    """Parts between white space that runs across, from the top down."""
    rows: list[list[Part]] = []
    bottom = 0.0
    for part in sorted(parts, key=lambda part: (part.top, part.x0)):
        if rows and part.top < bottom - OVERLAP * size:
            rows[-1].append(part)
            bottom = max(bottom, part.bottom)
        else:
            rows.append([part])
            bottom = part.bottom
    return rows


def _columns(parts: Sequence[Part], size: float) -> list[list[Part]] | None:
    """Parts between gutters, from left to right; gutters that make no sane columns are left out,
    the narrowest first. None if fewer than two columns are left."""
    ranked = sorted(parts, key=lambda part: (part.x0, part.top))
    gutters: list[tuple[float, float]] = []
    edge = ranked[0].x1
    for part in ranked[1:]:
        if part.x0 - edge >= GUTTER * size:
            gutters.append((part.x0 - edge, (part.x0 + edge) / 2))
        edge = max(edge, part.x1)
    while gutters:
        cuts = sorted(place for _, place in gutters)
        columns: list[list[Part]] = [[] for _ in range(len(cuts) + 1)]
        for part in parts:
            columns[sum(place < part.x0 for place in cuts)].append(part)
        if all(_is_column(column, size) for column in columns):
            return columns
        gutters.remove(min(gutters))
    return None


def _is_column(parts: Sequence[Part], size: float) -> bool:
    if any(isinstance(part, Group) or part.table for part in parts):
        return True
    box = bounds(parts)
    return box.x1 - box.x0 >= NARROW * size and _characters(parts) >= SHORT


def _widest_band(rows: list[list[Part]], size: float) -> tuple[int, int] | None:
    """The first and last row of the longest run of rows that columns can be cut from."""
    masks = [_mask(row) for row in rows]
    best: tuple[int, int] | None = None
    for first in range(len(rows)):
        if best and len(rows) - first <= best[1] - best[0] + 1:
            break
        mask, last = 0, -1
        for row in range(first, len(rows)):
            mask |= masks[row]
            if not _has_gap(mask, max(2, int(GUTTER * size / STEP))):
                break
            last = row
        while last >= first and (best is None or last - first > best[1] - best[0]):
            if not _has_columns(rows[first : last + 1], size):
                last -= 1
                continue
            best = first, _without_tail(rows, first, last, size)
            break
    if best is None or best == (0, len(rows) - 1):
        return None
    return best


def _has_columns(rows: list[list[Part]], size: float) -> bool:
    parts = [part for row in rows for part in row]
    if len(parts) < 2:
        return False
    box = bounds(parts)
    return box.bottom - box.top > 1.9 * size and _columns(parts, size) is not None


def _without_tail(rows: list[list[Part]], first: int, last: int, size: float) -> int:
    """The band's last row without trailing rows that are nearer to what follows the band."""
    while first + 1 < last and last + 1 < len(rows) and len(rows[last]) == 1:
        box, above, below = bounds(rows[last]), bounds(rows[last - 1]), bounds(rows[last + 1])
        part = rows[last][0]
        if isinstance(part, Group) or part.table or below.top - box.bottom >= box.top - above.bottom:
            break
        last -= 1
    return last


def _mask(parts: Sequence[Part]) -> int:
    mask = 0
    for part in parts:
        start = int(part.x0 / STEP)
        mask |= ((1 << max(1, int(part.x1 / STEP + 0.999) - start)) - 1) << start
    return mask


def _has_gap(mask: int, width: int) -> bool:
    """Whether ``mask`` has ``width`` clear bits in a row between bits that are set."""
    inner = mask >> ((mask & -mask).bit_length() - 1)
    free = ~inner & ((1 << inner.bit_length()) - 1)
    have = 1
    while have < width and free:
        shift = min(have, width - have)
        free &= free >> shift
        have += shift
    return bool(free)


def _topological(parts: Sequence[Part], size: float) -> list[list[Part]] | None:
    """Overlapping parts, each after what stands above it in its own columns or wholly to its left;
    too many of them (the labels of a map) from the top down."""
    if len(parts) > TANGLED:
        return None
    left = sorted(parts, key=lambda part: (part.top, part.x0))
    found: list[list[Part]] = []
    while left:
        for part in left:
            if not any(_before(other, part, size) for other in left if other is not part):
                break
        else:
            part = left[0]
        left.remove(part)
        found.append([part])
    return found if len(found) > 1 else None


def _before(one: Part, other: Part, size: float) -> bool:
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    if across > size:
        return one.top + one.bottom < other.top + other.bottom
    return one.x1 <= other.x0 + size and one.x0 < other.x0 and one.top < other.bottom
