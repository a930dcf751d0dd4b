"""From words and the tag tree to pieces in the order and the roles that the tags give.

Tags are used where they cover the page's words; the few words that they leave out (a text box that
was drawn later, say) are laid out by geometry and put before the first piece that stands below them.
"""

from collections.abc import Sequence
from itertools import groupby, pairwise

from .headers import mark_bands, mark_header
from .layout import FULL, pieces, placed
from .lines import turned_lines
from .parts import Box, Cell, Line, Piece, Shape, Table, Word, bounds, line_of, piece_of, table_piece
from .tags import Leaf

COVER = 0.9
"""Tags are followed where they cover this share of the words."""
WIDE, SPARSE = 4, 0.35
"""A tagged table of so many columns has cells in more than this share of its places."""
FEW_CLIMBS = 0
"""Good tags go back up a column once at most (a caption, a side note)."""
HEADINGS = {"Title": 1, "H": 1, **{f"H{level}": level for level in range(1, 7)}}
BLOCKS = frozenset(("P", "LI", "Caption", "TOCI", "Note", "FENote", "BlockQuote", "TD", "TH", *HEADINGS))
KINDS = {"LI": "bullet", "Caption": "caption", "TOCI": "contents", "Note": "footnote", "FENote": "footnote"}
LARGER = 1.15
"""A heading is set in so many times the size of the text after it in one element."""
ASIDE_WORDS = 4
"""A caption beside the text of its element has so many words, and so has the text: fewer are cells."""
IN_LINE = 1.6
"""Words of one element are one line up to this gap, in sizes; after a bullet's glyph up to six."""


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
            found.append(_table(group, shapes))
        else:
            beside, own_lines = _strays(_lines([word for _, own in group for word in own]))
            found += [piece_of(beside)] if beside else []
            piece = _piece(own_lines, leaf.roles[place], leaf)
            found += _parted(piece) if piece.kind == "heading" else [piece]
    if any(piece.table and _lays_out(piece.table) for piece in found):
        return None
    found = _sane(found, shapes, width, height)
    rest = [word for word in words if word.mark not in seen]
    if rest:
        found = _merged(found, pieces(rest, shapes, width, height))
    return found


def _lays_out(table: Table) -> bool:
    """Whether a tagged table is no table but the grid on which a page was laid out (a spreadsheet)."""
    words = sum(len(line.words) for cell in table.cells for line in cell.lines)
    sparse = len(table.cells) < SPARSE * table.rows * table.columns
    return (table.columns >= WIDE and sparse) or words > FULL * len(table.cells)


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


def _strays(lines: list[Line]) -> tuple[list[Line], list[Line]]:
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


def _piece(lines: list[Line], role: str, leaf: Leaf) -> Piece:
    piece = piece_of(lines, role)
    piece.kind = KINDS.get(role, "")
    if role in HEADINGS:
        piece.kind, piece.level = "heading", HEADINGS[role]
    elif role == "LI":
        depth = leaf.roles.count("L")
        piece.level = depth if depth > 1 else 0  # many programs tag nested lists as one: see the indent
    return piece


def _parted(heading: Piece) -> list[Piece]:
    """A heading, and the text in much smaller print that some tag trees put into one element with it."""
    first = heading.lines[0]
    for place, line in enumerate(heading.lines):
        if line.size < first.size / LARGER:
            head, text = piece_of(heading.lines[:place], heading.role), piece_of(heading.lines[place:])
            head.kind, head.level = heading.kind, heading.level
            return [head, text]
    return [heading]


def _lines(words: list[Word]) -> list[Line]:
    """Lines of one element's words, in the order of its tags."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and _beside(runs[-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [line_of(run) for run in runs]


def _beside(run: list[Word], word: Word) -> bool:
    last = run[-1]
    if last.turn or word.turn:
        return last.turn == word.turn and len(turned_lines([last, word])) == 1
    size = max(last.size, word.size)
    reach = 6 if len(run) == 1 and len(last.text) < 3 else IN_LINE
    overlap = min(last.bottom, word.bottom) - max(last.top, word.top)
    return -size < word.x0 - last.x1 < reach * size and overlap > 0.3 * min(last.size, word.size)


def _table(group: list[tuple[Leaf, list[Word]]], shapes: Sequence[Shape]) -> Piece:
    """A table whose rows and cells are those of the tags."""
    rows: dict[int, dict[int, list[Word]]] = {}
    heads: set[int] = set()
    for leaf, words in group:
        roles, elements = leaf.roles, leaf.elements
        start = roles.index("Table")
        number = next((elements[n] for n in range(start, len(roles)) if roles[n] == "TR"), -1)
        cell = next((n for n in range(start, len(roles)) if roles[n] in ("TD", "TH")), len(roles) - 1)
        rows.setdefault(number, {}).setdefault(elements[cell], []).extend(words)
        if roles[cell] == "TH":
            heads.add(elements[cell])
    boxes = {cell: bounds(words) for row in rows.values() for cell, words in row.items()}
    columns = _column_edges([[boxes[cell] for cell in row] for row in rows.values()])
    cells: list[Cell] = []
    for place, own in enumerate(rows.values()):
        for element, words in own.items():
            box = boxes[element]
            column = _column(columns, box)
            cells.append(Cell(place, column, 1, box, _lines(words), element in heads))
    _keep_header_rows(cells)
    table = Table(*bounds(boxes.values()), len(rows), len(columns), cells)
    if not any(cell.header for cell in cells):
        mark_header(table, shapes)
    mark_bands(table)
    return table_piece(table)


def _keep_header_rows(cells: list[Cell]) -> None:
    """Unmark what is no head of a column: the tags mark the labels of rows in the same way."""
    plain = [cell.row for cell in cells if not cell.header]
    first = min(plain, default=1)
    for cell in cells:
        cell.header = cell.row < first


def _column_edges(rows: list[list[Box]]) -> list[float]:
    """Where the columns begin: at the left edges of the fullest rows."""
    most = max(len(row) for row in rows)
    full = [sorted(box.x0 for box in row) for row in rows if len(row) == most]
    return [min(row[place] for row in full) for place in range(most)]


def _column(columns: list[float], box: Box) -> int:
    middle = (box.x0 + box.x1) / 2
    return max(0, sum(edge <= max(box.x0 + 2, min(middle, box.x0 + 2)) for edge in columns) - 1)


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
