"""From words and the tag tree to pieces in the order and the roles that the tags give.

Tags are used where they cover the page's words; the few words that they leave out (a text box that
was drawn later, say) are laid out by geometry and put before the first piece that stands below them.
"""

from collections.abc import Sequence
from itertools import groupby, pairwise

from .element import element_lines, joined_titles, parted, strays, unglued
from .layout import FULL, fill_tables, pieces, placed
from .parts import Line, Piece, Shape, Table, Word, holds, piece_of, table_piece
from .tagged_table import tagged_table
from .tags import Leaf
from .unruled import FIGURES, ROWS, unruled

COVER = 0.9
"""Tags are followed where they cover this share of the words."""
WIDE, SPARSE = 4, 0.35
"""A tagged table of so many columns has cells in more than this share of its places."""
FEW_CLIMBS = 0
"""Good tags go back up a column once at most (a caption, a side note)."""
HEADINGS = {"Title": 1, "H": 1, **{f"H{level}": level for level in range(1, 7)}}
BLOCKS = frozenset(("P", "LI", "Caption", "TOCI", "Note", "FENote", "BlockQuote", "TD", "TH", *HEADINGS))
KINDS = {"LI": "bullet", "Caption": "caption", "TOCI": "contents", "Note": "footnote", "FENote": "footnote"}


def tagged_pieces(
    words: list[Word], leaves: Sequence[Leaf], shapes: Sequence[Shape], width: float, height: float
) -> list[Piece] | None:
    """The pieces of a page in the order of its tags; None where tags do not cover its words."""
    if not leaves:
        return None
    by_mark: dict[int, list[Word]] = {}
    for word in words:
        by_mark.setdefault(word.mark, []).append(word)
    seen: set[int] = set()
    tagged: list[tuple[Leaf, list[Word]]] = []
    for leaf in leaves:
        if leaf.mark not in seen and leaf.mark in by_mark:
            seen.add(leaf.mark)
            tagged.append((leaf, by_mark[leaf.mark]))
    covered = sum(len(own) for _, own in tagged)
    if not words or covered < COVER * len(words):
        return None
    found: list[Piece] = []
    for _, run in groupby(tagged, key=lambda pair: _block(pair[0])):
        group = list(run)
        leaf = group[0][0]
        place = _depth(leaf)
        if "Table" in leaf.roles:
            found.append(tagged_table(group, shapes))
        else:
            beside, own_lines = strays(element_lines([word for _, own in group for word in own]))
            found += [piece_of(beside)] if beside else []
            piece = _piece(own_lines, leaf.roles[place], leaf)
            found += parted(piece) if piece.kind == "heading" else unglued(piece)
    found = joined_titles(found)
    if any(piece.table and _lays_out(piece.table) for piece in found):
        return None
    found = _sane(_with_tables(found, shapes), shapes, width, height)
    rest = [word for word in words if word.mark not in seen]
    if rest:
        found = _merged(found, pieces(rest, shapes, width, height))
    return found


def _with_tables(found: list[Piece], shapes: Sequence[Shape]) -> list[Piece]:
    """The pieces; those that are rows of a table to the eye, and paragraphs to the tags, as that table."""
    rows = [piece for piece in found if piece.kind in ("", "heading") and _is_level(piece)]
    if len(rows) < ROWS:
        return found
    for table in unruled([line for piece in rows for line in piece.lines]):
        own = [piece for piece in rows if any(holds(table, line) for line in piece.lines)]
        if len(own) < ROWS or not all(holds(table, line) for piece in own for line in piece.lines):
            continue
        fill_tables([table], [word for piece in own for line in piece.lines for word in line.words], shapes)
        place = next(place for place, piece in enumerate(found) if piece is own[0])
        found = [piece for piece in found if not any(piece is each for each in own)]
        found.insert(place, table_piece(table))
    return found


def _is_level(piece: Piece) -> bool:
    """Whether a piece has a label and figures side by side."""
    return len(piece.lines) > FIGURES and piece.lines[-1].top < piece.lines[0].bottom


def _lays_out(table: Table) -> bool:
    """Whether a tagged table is no table but the grid on which a page was laid out (a spreadsheet), or
    boxes under each other: a row of it is all one paragraph."""
    counts = [(cell, sum(len(line.words) for line in cell.lines)) for cell in table.cells]
    words = sum(count for _, count in counts)
    sparse = len(table.cells) < SPARSE * table.rows * table.columns
    prose = any(count > FULL and cell.columns == table.columns for cell, count in counts)
    return (table.columns >= WIDE and sparse) or words > FULL * len(table.cells) or prose


def _sane(found: list[Piece], shapes: Sequence[Shape], width: float, height: float) -> list[Piece]:
    """The pieces in the order of the tags, or by geometry where the tags keep going back up the page
    (layout programs tag text boxes in the order in which they were drawn)."""
    climbs = _climbs(found)
    if climbs <= FEW_CLIMBS:
        return found
    other = placed(found, shapes, width, height)
    return other if _climbs(other) < climbs else found


def _climbs(found: Sequence[Piece]) -> int:
    """How often a piece stands above the one before it and not in a column to the right of it."""
    return sum(
        piece.bottom <= last.top + 1 and piece.x0 < last.x1 - last.size for last, piece in pairwise(found)
    )


def _depth(leaf: Leaf) -> int:
    """The place of the role that makes a block of its own: the list item or cell if there is one,
    else the innermost."""
    for place in range(len(leaf.roles) - 1, -1, -1):
        if leaf.roles[place] == "LI":
            return place
    for place in range(len(leaf.roles) - 1, -1, -1):
        if leaf.roles[place] in BLOCKS:
            return place
    return len(leaf.roles) - 1


def _block(leaf: Leaf) -> int:
    """The number of the element that makes the leaf's block; a table is one block."""
    if "Table" in leaf.roles:
        return leaf.elements[leaf.roles.index("Table")]
    return leaf.elements[_depth(leaf)]


def _piece(lines: list[Line], role: str, leaf: Leaf) -> Piece:
    piece = piece_of(lines, role)
    piece.kind = KINDS.get(role, "")
    if role in HEADINGS:
        piece.kind, piece.level = "heading", HEADINGS[role]
    elif role == "LI":
        depth = leaf.roles.count("LI")  # a list right within a list is no deeper: it has no item above it
        piece.level = depth if depth > 1 else 0  # many programs tag nested lists as one: see the indent
    return piece


def _merged(found: list[Piece], rest: list[Piece]) -> list[Piece]:
    """``rest`` put into ``found``: each before the first piece that stands below it."""
    for piece in rest:
        for place, other in enumerate(found):
            across = min(piece.x1, other.x1) - max(piece.x0, other.x0)
            if across > 0 and other.top >= piece.bottom - 0.5 * piece.size:
                found.insert(place, piece)
                break
        else:
            found.append(piece)
    return found
