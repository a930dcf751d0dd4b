"""The codebook as codes of REFI-QDA: written into a project or a .qdc, and known again when it comes back.

Themes, sub-themes under them and lenses are codes by their names; the strengths are codes under one that
is not used itself. A code is known by its guid, or by its names where a tool has given it another.
"""

import uuid
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from pipeline.codebook import STRENGTHS, Codebook, Theme
from pipeline.labels import xmltree
from pipeline.labels.bundle import Wrong

ORIGIN = "stp-findings"
SPACE = uuid.UUID("0b6c5f5e-9a0e-5d0b-8d0a-6f1d5b1f7a44")
"""All guids are made of names in this space: the same content gives the same file."""

STRENGTH = "strength"


def write(frame: Codebook) -> bytes:
    """The codebook as .qdc."""
    root = Element("CodeBook", xmlns="urn:QDA-XML:codebook:1.0", origin=ORIGIN)
    add(root, frame)
    return document(root)


def read(content: bytes, frame: Codebook) -> list[Wrong]:
    """What a .qdc has that the frame has not, and the other way round."""
    root = xmltree.parse(content, "the codebook")
    theirs = {path: line for _, path, line in _paths(root)}
    ours = _names(frame)
    wrong = [
        Wrong(f"line {line}", f"the codebook {frame.version} has no code {' > '.join(path)!r}")
        for path, line in theirs.items()
        if path not in ours
    ]
    missing = [path for path in ours if path not in theirs]
    return wrong + [Wrong("the file", f"the code {' > '.join(path)!r} is missing") for path in missing]


def add(parent: Element, frame: Codebook) -> None:
    """Add the codes to a codebook or project."""
    codes = SubElement(parent, "Codes")
    made: dict[str, Element] = {}
    for entry in frame.entries:
        above = made[entry.parent] if entry.parent else codes
        made[entry.id] = _code(above, code(entry.id), entry.label, _described(entry))
    rungs = _code(codes, guid("code", STRENGTH), STRENGTH, "The strongest statement of a passage", "false")
    for rung in STRENGTHS:
        _code(rungs, code("", rung), rung, "")


def meanings(root: xmltree.Element, frame: Codebook) -> dict[str, tuple[str, str]]:
    """What each code of a project means, by its guid: ("label", its id), ("strength", the rung), or ("",
    its names) where the frame has no such code."""
    ours = {code(entry.id): ("label", entry.id) for entry in frame.entries}
    ours |= {code("", rung): ("strength", rung) for rung in STRENGTHS}
    names = _names(frame)
    return {its: ours.get(its) or names.get(path) or ("", " > ".join(path)) for its, path, _ in _paths(root)}


def code(label: str, rung: str = "") -> str:
    """The guid of the code of a label, or of a strength."""
    return guid("code", label) if label else guid("code", STRENGTH, rung)


def guid(*names: str) -> str:
    """The guid for a name of our space."""
    return str(uuid.uuid5(SPACE, "\0".join(names)))


def bare(written: str) -> str:
    """A guid as tools may write it, in our form."""
    return written.strip("{}").lower()


def document(root: Element) -> bytes:
    """An element as a document."""
    body: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


def _code(above: Element, its: str, name: str, description: str, codable: str = "true") -> Element:
    element = SubElement(above, "Code", guid=its, name=name, isCodable=codable)
    if description:
        SubElement(element, "Description").text = description
    return element


def _described(entry: Theme) -> str:
    parts = [entry.definition]
    parts += [f"Include: {'; '.join(entry.include)}."] if entry.include else []
    parts += [f"Exclude: {'; '.join(entry.exclude)}."] if entry.exclude else []
    return "\n".join(parts)


def _names(frame: Codebook) -> dict[tuple[str, ...], tuple[str, str]]:
    """What each path of names of codes means."""
    labels = {entry.id: entry.label for entry in frame.entries}
    paths = {
        ((labels[entry.parent],) if entry.parent else ()) + (entry.label,): ("label", entry.id)
        for entry in frame.entries
    }
    return (
        paths | {(STRENGTH,): ("", STRENGTH)} | {(STRENGTH, rung): ("strength", rung) for rung in STRENGTHS}
    )


def _paths(root: xmltree.Element) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Every code with its guid, the names from the top down to it, and its line."""

    def below(parent: xmltree.Element, path: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...], int]]:
        for each in parent.all("Code"):
            here = (*path, each.attributes.get("name", "").strip())
            yield bare(each.attributes.get("guid", "")), here, each.line
            yield from below(each, here)

    for codes in root.within("Codes"):
        yield from below(codes, ())
