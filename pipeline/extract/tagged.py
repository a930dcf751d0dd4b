"""From words and the tag tree to pieces in the order and the roles that the tags give.

Tags are used where they cover the page's words; the few words that they leave out (a text box that
was drawn later, say) are laid out by geometry and put before the first piece that stands below them.
"""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from .headers import extend_header, mark_bands, mark_header
from .layout import FULL, pieces, placed
from .lines import turned_lines
from .paragraphs import LEADING
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
SPANNED = 0.3
"""A cell stands over a column that it covers by so much, or that covers so much of it."""
NUMBER = re.compile(r"(?:\w+\s)?\d")
"""How a heading of its own may begin: "6.2", "Table 3"."""
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
            found += _parted(piece) if piece.kind == "heading" else _unglued(piece)
    found = _titles(found)
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
        depth = leaf.roles.count("LI")  # a list right within a list is no deeper: it has no item above it
        piece.level = depth if depth > 1 else 0  # many programs tag nested lists as one: see the indent
    return piece


def _titles(found: Sequence[Piece]) -> list[Piece]:
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
        (last.role, last.size, last.bold) == (piece.role, piece.size, piece.bold)
        and -piece.size < piece.top - last.bottom < LEADING * piece.size
        and min(last.x1, piece.x1) > max(last.x0, piece.x0)
        and not NUMBER.match(piece.text)
    )


def _parted(heading: Piece) -> list[Piece]:
    """A heading, and the text in much smaller print that some tag trees put into one element with it."""
    first = heading.lines[0]
    for place, line in enumerate(heading.lines):
        if line.size < first.size / LARGER:
            head, text = piece_of(heading.lines[:place], heading.role), piece_of(heading.lines[place:])
            head.kind, head.level = heading.kind, heading.level
            return [head, text]
    return [heading]


def _unglued(piece: Piece) -> list[Piece]:
    """A paragraph, and the headings in bold that the tags put into one element with it: over its text,
    or after it and larger (the first of the next column)."""
    lines, start = piece.lines, 0
    found = []
    for place in range(1, len(lines)) if not piece.kind else ():
        line, other = lines[place - 1], lines[place]
        if _is_head_over(line, other, piece.x1) or (
            other.bold > line.bold and other.size >= LARGER * line.size
        ):
            found.append(piece_of(lines[start:place], piece.role))
            start = place
    return [*found, piece_of(lines[start:], piece.role)] if found else [piece]


def _is_head_over(line: Line, other: Line, edge: float) -> bool:
    """Whether a bold line ends before it is full, and the next begins a sentence that is not bold."""
    first = other.words[0]
    room = edge - line.x1 - (first.x1 - first.x0) > line.size
    return line.bold > other.bold and room and not first.bold and first.text[0].isupper()


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
    places: dict[int, int] = {}
    for leaf, words in group:
        roles, elements = leaf.roles, leaf.elements
        start = roles.index("Table")
        number = next((elements[n] for n in range(start, len(roles)) if roles[n] == "TR"), -1)
        cell = next((n for n in range(start, len(roles)) if roles[n] in ("TD", "TH")), len(roles) - 1)
        rows.setdefault(number, {}).setdefault(elements[cell], []).extend(words)
        places[elements[cell]] = leaf.places[cell]
        if roles[cell] == "TH":
            heads.add(elements[cell])
    boxes = {cell: bounds(words) for row in rows.values() for cell, words in row.items()}
    full = max(places.values())
    whole = [row for row in rows.values() if max(places[cell] for cell in row) == full]
    filled = [row for row in whole if len(row) > full]
    columns = _columns([(places[cell], boxes[cell]) for row in filled or whole for cell in row])
    cells: list[Cell] = []
    for number, own in enumerate(rows.values()):
        for element, words in own.items():
            box = boxes[element]
            column, last = _spanned(columns, box)
            if own in whole and _is_over(columns.get(places[element], (box.x0, box.x1)), box):
                column = last = places[element]
            cells.append(Cell(number, column, last - column + 1, box, _lines(words), element in heads))
    _keep_header_rows(cells)
    table = Table(*bounds(boxes.values()), len(rows), full + 1, cells)
    if any(cell.header for cell in cells):
        extend_header(table, shapes)
    else:
        mark_header(table, shapes)
    mark_bands(table, shapes)
    least = {number: min(places[cell] for cell in own) for number, own in enumerate(rows.values())}
    _spread(
        table,
        columns,
        {number: least[number] for number, own in enumerate(rows.values()) if own not in whole},
    )
    return table_piece(table)


def _keep_header_rows(cells: list[Cell]) -> None:
    """Unmark what is no head of a column: the tags mark the labels of rows in the same way."""
    plain = [cell.row for cell in cells if not cell.header]
    first = min(plain, default=1)
    for cell in cells:
        cell.header = cell.row < first


def _spread(table: Table, columns: dict[int, tuple[float, float]], first: dict[int, int]) -> None:
    """Let heads of heads stand over the columns under them that no other is nearer to: the words of a
    head are narrower than its cell, and tags do not say how wide that is. ``first`` gives, for the rows
    where that is not known, the first column that a head may stand over."""
    heads = {row: [cell for cell in table.cells if cell.header and cell.row == row] for row in first}
    for row, own in heads.items():
        under = {cell.column for cell in table.cells if cell.header and cell.row == row + 1}
        own = [cell for cell in own if under & set(range(cell.column, cell.column + cell.columns))]
        taken = {column for cell in own for column in range(cell.column, cell.column + cell.columns)}
        for column in sorted(under - taken) if own else ():
            if column >= first[row] and column in columns:
                middle = sum(columns[column])
                cell = min(own, key=lambda each: (abs(each.box.x0 + each.box.x1 - middle), each.column))
                last = max(cell.column + cell.columns - 1, column)
                cell.column = min(cell.column, column)
                cell.columns = last - cell.column + 1


def _columns(cells: Sequence[tuple[int, Box]]) -> dict[int, tuple[float, float]]:
    """From where to where the columns go, by the cells of the rows that have one in each."""
    columns: dict[int, tuple[float, float]] = {}
    for column, box in cells:
        left, right = columns.get(column, (box.x0, box.x1))
        columns[column] = min(left, box.x0), max(right, box.x1)
    return columns


def _is_over(edges: tuple[float, float], box: Box) -> bool:
    """Whether a cell stands over a column that goes from one edge to the other."""
    across = min(edges[1], box.x1) - max(edges[0], box.x0)
    return across > SPANNED * min(edges[1] - edges[0], box.x1 - box.x0)


def _spanned(columns: dict[int, tuple[float, float]], box: Box) -> tuple[int, int]:
    """The first and the last column that a cell stands over; the nearest where it stands between two."""
    over = [column for column, edges in columns.items() if _is_over(edges, box)]
    if not over:
        middle = (box.x0 + box.x1) / 2
        over = [
            min(columns, key=lambda each: (max(columns[each][0] - middle, middle - columns[each][1]), each))
        ]
    return min(over), max(over)


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
