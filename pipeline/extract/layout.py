"""From words and drawings to the pieces of a page in reading order, where no tags say better.

Tables are taken out first, each as a whole; filled boxes and frames hold together what stands in
them; in each box words become lines, lines become pieces (a paragraph, a heading, a bullet); then
:mod:`.order` cuts the page.
"""

from collections.abc import Sequence

from .bullets import mark_bullets
from .figures import near_pairs
from .frames import boxes, cut_at, fits, is_bar, pictures
from .headers import mark_bands, mark_header
from .lines import lines, turned_lines, with_page_numbers
from .order import ordered
from .paragraphs import grouped_lines
from .parts import (
    BAR,
    Box,
    Group,
    Line,
    Part,
    Piece,
    Shape,
    Table,
    Word,
    holds,
    piece_of,
    table_piece,
)
from .tables import grids
from .unruled import unruled

FULL = 60
"""A grid whose filled cells hold more words than this on average lays out a page."""


def pieces(words: list[Word], shapes: Sequence[Shape], width: float, height: float) -> list[Piece]:
    """The pieces of a page in reading order, kinds not yet known (tables aside)."""
    if not words:
        return []
    tables, frames = _layouts(grids(shapes, words, width, height), words)
    words = fill_tables(tables, words, shapes)
    found: list[Part] = [table_piece(table) for table in tables if any(cell.lines for cell in table.cells)]
    for turned in turned_lines(words):
        found.append(piece_of([turned]))
    upright = [word for word in words if not word.turn]
    printed = with_page_numbers(lines(upright))
    frames += [*boxes(shapes, width, height), *pictures(shapes, printed, width, height)]
    frames.sort(key=_area)
    free = [table for own in _by_frame(printed, frames) for table in unruled(own)]
    if free:
        printed = lines(fill_tables(free, upright, shapes))
        found += [table_piece(table) for table in free]
    return ordered(_grouped(printed, found, frames, shapes))


def placed(found: list[Piece], shapes: Sequence[Shape], width: float, height: float) -> list[Piece]:
    """Pieces that are known already, in the reading order that their places and the boxes around
    them give."""
    return ordered(_framed(list(found), sorted(boxes(shapes, width, height), key=_area)))


def _by_frame(printed: Sequence[Line], frames: Sequence[Box]) -> list[list[Line]]:
    """Lines by the smallest frame that they stand in; those in none last."""
    owned: dict[int, list[Line]] = {}
    for line in printed:
        owner = next((place for place, frame in enumerate(frames) if fits(frame, line)), len(frames))
        owned.setdefault(owner, []).append(line)
    return [owned[place] for place in sorted(owned)]


def _framed(parts: list[Part], frames: list[Box]) -> list[Part]:
    """Parts, those in a frame as one group."""
    for frame in frames:
        within = [part for part in parts if holds(frame, part)]
        if within and len(within) < len(parts):
            rest = set(map(id, within))
            parts = [part for part in parts if id(part) not in rest]
            parts.append(Group(within, *frame))
    return parts


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
        if not any(cell.header for cell in table.cells):
            mark_header(table, shapes)
        mark_bands(table, shapes)
    return words


def _grouped(
    printed: list[Line], parts: list[Part], frames: list[Box], shapes: Sequence[Shape]
) -> list[Part]:
    """All parts of the page: those in a frame as one group, frames in frames."""
    for frame in frames:
        printed = [part for line in printed for part in cut_at(frame, line)]
    mark_bullets(printed, shapes)
    for frame in frames:
        inside = [line for line in printed if fits(frame, line)]
        within = [part for part in parts if holds(frame, part)]
        if not inside and len(within) < 2:
            continue
        if len(inside) == len(printed) and len(within) == len(parts):
            continue
        inner: list[Part] = [*near_pairs(grouped_lines(inside)), *within]
        if len(inner) == 1 and isinstance(inner[0], Piece) and is_bar(frame, frames):
            inner[0].role = BAR
        rest = set(map(id, within))
        parts = [part for part in parts if id(part) not in rest]
        taken = set(map(id, inside))
        printed = [line for line in printed if id(line) not in taken]
        parts.append(Group(inner, *frame))
    return [*parts, *near_pairs(grouped_lines(printed))]
