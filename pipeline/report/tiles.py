"""The tile map: one square for each footprint, placed by ``column`` and ``row`` of footprints.csv.

Gives the places and the lines of text; the template draws them as SVG. The places follow the map of England,
so that neighbours on the ground are near each other here; sizes mean nothing.
"""

import textwrap
from typing import NamedTuple

from pipeline.report.reading import Row

WIDTH, HEIGHT, GAP = 110, 78, 6
"""A tile in units of the picture, and what stands between two."""

LETTERS, LINES = 13, 3
"""What fits into a tile: letters in a line, and lines of a name."""

STEPS = 4
"""Shades of a count, apart from none."""


class Tile(NamedTuple):
    """A tile: its footprint, its place in the picture, and its name in lines."""

    row: Row
    x: int
    y: int
    lines: tuple[str, ...]


class Map(NamedTuple):
    """The tiles, the size of the picture, and the footprints that have no place of their own on it."""

    tiles: tuple[Tile, ...]
    width: int
    height: int
    left_out: tuple[Row, ...]
    tile_width: int = WIDTH
    tile_height: int = HEIGHT


def tile_map(footprints: list[Row]) -> Map:
    """The tiles of all footprints with a place; of two with the same place the second is left out."""
    placed: dict[tuple[int, int], Row] = {}
    left_out = []
    for row in footprints:
        place = (row["column"], row["row"])
        if None in place or place in placed:
            left_out.append(row)
        else:
            placed[place] = row
    columns, rows = [x for x, _ in placed], [y for _, y in placed]
    left, top = min(columns, default=0), min(rows, default=0)
    tiles = tuple(
        Tile(row, (x - left) * (WIDTH + GAP), (y - top) * (HEIGHT + GAP), lines(row))
        for (x, y), row in placed.items()
    )
    return Map(
        tiles,
        max((tile.x + WIDTH for tile in tiles), default=0),
        max((tile.y + HEIGHT for tile in tiles), default=0),
        tuple(left_out),
    )


def lines(row: Row) -> tuple[str, ...]:
    """The short name of a footprint, or its name, in lines that fit; what does not fit is cut with an
    ellipsis."""
    wrapped = textwrap.wrap(row["short_name"] or row["footprint"], LETTERS)
    if len(wrapped) > LINES:
        wrapped = [*wrapped[: LINES - 1], wrapped[LINES - 1][: LETTERS - 1].rstrip(" ,") + "…"]
    return tuple(wrapped)


def shade(value: float | None, most: float) -> int:
    """The shade of a value, 0 for none, else 1 to ``STEPS`` in equal steps up to the highest value."""
    if not value or not most:
        return 0
    return min(STEPS, 1 + int(STEPS * value / (most * (1 + 1e-9))))
