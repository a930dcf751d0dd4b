"""Adds a structure tree (tagged PDF) to a finished file, and saves it with the same bytes each time.

The content streams already hold the marked content; here its numbers are tied to structure elements.
"""

from dataclasses import dataclass, field
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String


@dataclass
class Node:
    """A structure element: its type, its children, and the marked content (page, number) it owns."""

    kind: str
    children: list["Node"] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)

    def child(self, kind: str) -> "Node":
        """A new last child."""
        self.children.append(Node(kind))
        return self.children[-1]


def finish(content: bytes, root: Node | None) -> bytes:
    """The file with its structure tree (none where ``root`` is None).

    Every stream is compressed anew by qpdf, whose zlib is its own, so that the bytes do not depend
    on the zlib that Python was built with.
    """
    with pikepdf.open(BytesIO(content)) as pdf:
        if root:
            _add_tree(pdf, root)
        out = BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            recompress_flate=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()


def _add_tree(pdf: pikepdf.Pdf, root: Node) -> None:
    owners: dict[int, dict[int, pikepdf.Object]] = {}
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))

    def element(node: Node, parent: pikepdf.Object) -> pikepdf.Object:
        made = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{node.kind}"), P=parent))
        kids: list[pikepdf.Object] = []
        for page, number in node.marks:
            kids.append(Dictionary(Type=Name.MCR, Pg=pdf.pages[page].obj, MCID=number))
            owners.setdefault(page, {})[number] = made
        kids += [element(child, made) for child in node.children]
        made.K = Array(kids)
        return made

    tree.K = Array([element(root, tree)])
    numbers = []
    for page in sorted(owners):
        pdf.pages[page].obj.StructParents = page
        mine = owners[page]
        numbers += [page, pdf.make_indirect(Array([mine[number] for number in sorted(mine)]))]
    tree.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
    tree.ParentTreeNextKey = len(pdf.pages)
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.Lang = String("en-GB")
