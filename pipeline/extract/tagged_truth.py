"""The truth that a tag tree tells of its page: order of words, tables with their cells, headings.

Used to measure how well geometry alone reads tagged documents, with their tags hidden from the reader.
"""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

import pypdfium2

from .furniture import Running, outer
from .layout import FULL
from .measures import key
from .parts import Box, Boxed, Word, bounds
from .tagged import COVER, HEADINGS
from .tags import Leaf, leaves
from .view import View, view_of
from .words import words


class TrueTable(NamedTuple):
    """A table: its box as fractions of the page, and the texts of its cells as they are compared."""

    box: Box
    cells: list[str]


class TruePage(NamedTuple):
    """What the tag tree says of a page; where its furniture stands, as fractions of the page."""

    page: int
    words: list[str]
    tables: list[TrueTable]
    headings: list[str]
    furniture: list[Box]


def tagged_pages(pdf: bytes) -> list[TruePage]:
    """The pages of a document whose tags cover their words, furniture left out."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        running = Running()
        raws = []
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            view = view_of(page)
            found = words(page, view)
            raws.append((number, view, found, leaves(page) if found else []))
            running.add(number, outer(found, view.width, view.height), view.height)
            page.close()
    finally:
        document.close()
    truths = []
    for number, view, found, tree in raws:
        lines = outer(found, view.width, view.height)
        furniture = [line for line in lines if running.is_furniture(number, line, view.height)]
        taken = {word.place for line in furniture for word in line.words}
        body = [word for word in found if word.place not in taken]
        truth = _true_page(number, view, body, tree)
        if truth:
            truths.append(truth._replace(furniture=[fractions(line, view) for line in furniture]))
    return truths


def fractions(part: Boxed, view: View) -> Box:
    """The box of a part in fractions of its page."""
    width, height = view.width, view.height
    return Box(part.x0 / width, part.top / height, part.x1 / width, part.bottom / height)


def _true_page(number: int, view: View, body: list[Word], tree: list[Leaf]) -> TruePage | None:
    by_mark: dict[int, list[Word]] = {}
    for word in body:
        by_mark.setdefault(word.mark, []).append(word)
    order: list[str] = []
    tables: dict[int, dict[tuple[int, int], list[Word]]] = {}
    headings: dict[int, list[str]] = {}
    for leaf in tree:
        own = by_mark.pop(leaf.mark, [])
        order += [word.text for word in own]
        if not own:
            continue
        roles = dict(zip(leaf.roles, leaf.elements, strict=True))
        cell = roles.get("TD", roles.get("TH"))
        if "Table" in roles and cell is not None:
            place = roles.get("TR", 0), cell
            tables.setdefault(roles["Table"], {}).setdefault(place, []).extend(own)
        heading = next((roles[role] for role in leaf.roles if role in HEADINGS), None)
        if heading is not None:
            headings.setdefault(heading, []).extend(word.text for word in own)
    if not body or len(order) < COVER * len(body):
        return None
    return TruePage(
        number,
        order,
        [_true_table(list(table.values()), view) for table in tables.values() if _is_table(table)],
        [" ".join(texts) for texts in headings.values()],
        [],
    )


def _is_table(table: Mapping[tuple[int, int], list[Word]]) -> bool:
    """Whether tagged cells make a table: two rows of two cells at least, and cells that are not the
    columns and boxes of a page (Word's layout tables)."""
    rows = Counter(row for row, _ in table)
    full = sum(count > 1 for count in rows.values())
    return full > 1 and sum(map(len, table.values())) < FULL * len(table)


def _true_table(cells: list[list[Word]], view: View) -> TrueTable:
    box = fractions(bounds(word for cell in cells for word in cell), view)
    return TrueTable(box, [key("".join(word.text for word in cell)) for cell in cells])
