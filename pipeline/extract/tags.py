"""The tag tree of a page: which words belong together, in which order, in which role.

Word processors and layout programs write a tree of structure elements into three documents of four.
Each leaf names a marked-content id; PDFium gives that id for every word.
"""

import ctypes
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from .native import element_child, element_children, element_mark, element_type, handle

DEPTH_LIMIT = 60
LEAF_LIMIT = 20_000
GROUPS = frozenset(("Document", "Part", "Sect", "Art", "TOC", "L", "Table", "TR", "THead", "TBody"))
MANY = 50
"""Elements of these roles with more children hold those of all pages, not marked content."""


class Leaf(NamedTuple):
    """A marked-content id, the roles above it from the root down, the number of each of these
    elements (so that leaves of one paragraph or cell are known to belong together) and its place among
    the children of the one above it (an empty cell has no leaf, but it has a place)."""

    mark: int
    roles: tuple[str, ...]
    elements: tuple[int, ...]
    places: tuple[int, ...]


def leaves(page: Any) -> list[Leaf]:
    """The leaves of a pypdfium2 page's tag tree in order; empty if it has none, or more than any
    real page."""
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return []
    try:
        reader = _Reader()
        for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            child = pdfium.FPDF_StructTree_GetChildAtIndex(tree, index)
            if child:
                reader.walk(handle(child), (), (), (index,))
        return reader.found if len(reader.found) <= LEAF_LIMIT else []
    finally:
        pdfium.FPDF_StructTree_Close(tree)


class _Reader:
    """The leaves found so far, and a count of the elements above them."""

    def __init__(self) -> None:
        self.count = 0
        self.found: list[Leaf] = []
        self.buffer = ctypes.create_string_buffer(64)
        self.roles: dict[bytes, str] = {}

    def walk(
        self, element: int, roles: tuple[str, ...], elements: tuple[int, ...], places: tuple[int, ...]
    ) -> None:
        """Add the leaves under an element; ``places`` has its own place already."""
        if len(roles) > DEPTH_LIMIT or len(self.found) > LEAF_LIMIT:
            return
        size = element_type(element, self.buffer, 64)
        name = self.buffer.raw[: max(0, min(size, 64) - 2)]
        role = self.roles.get(name)
        if role is None:
            role = self.roles[name] = name.decode("utf-16-le", "ignore")
        self.count += 1
        roles, elements = (*roles, role), (*elements, self.count)
        children = element_children(element)
        groups = children > MANY and role in GROUPS
        for index in range(children):
            child = element_child(element, index)
            if child:
                self.walk(child, roles, elements, (*places, index))
            elif not groups:
                mark = element_mark(element, index)
                if mark >= 0:
                    self.found.append(Leaf(mark, roles, elements, places))
