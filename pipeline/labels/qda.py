"""Codings as a REFI-QDA project (.qdpx), for NVivo, ATLAS.ti, MAXQDA and QualCoder: the writing.

A project has one text for each plan, in which the passages to code stand one after the other, each under
a line with its ref. A coding is a selection in that text with a code; what the model suggests is coded
by a user "model". Places are counted in code points, the end is the character after the last, as
ATLAS.ti and QualCoder write them. Schema: REFI-QDA 1.5. The reading is in qda_read.py.
"""

import io
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

import msgspec

from pipeline.labels import qda_codes
from pipeline.labels.bundle import Bundle, printable
from pipeline.labels.coding import MODEL, Coding, kind_of
from pipeline.labels.qda_codes import guid
from pipeline.labels.sample import Passage

ZIPPED = (1980, 1, 1, 0, 0, 0)
"""The time in the zip's own entries: the least that it can hold, since nothing here asks the clock."""


def write(bundle: Bundle) -> bytes:
    """The project for a bundle."""
    name = f"Coding, {bundle.round}"
    root = Element("Project", xmlns="urn:QDA-XML:project:1.0", name=name, origin=qda_codes.ORIGIN)
    coders = {each.annotator for each in bundle.codings} | {bundle.coder}
    users = SubElement(root, "Users")
    for coder in sorted(coders - {""}) + ([] if bundle.blind else [MODEL]) or ["nobody"]:
        SubElement(users, "User", guid=guid("user", coder), name=coder)
    qda_codes.add(SubElement(root, "CodeBook"), bundle.frame)
    plans: dict[str, list[tuple[Passage, list[Coding]]]] = {}
    for passage, codings in bundle.of_passages():
        said = codings if bundle.blind else [*codings, *_suggested(passage, bundle)]
        plans.setdefault(passage.plan, []).append((passage, said))
    writer = _Writer(SubElement(root, "Sources"), bundle.frame.version)
    texts = {plan: writer.source(plan, plans[plan]) for plan in sorted(plans)}
    if len(writer.notes):
        root.append(writer.notes)
    about = {"round": bundle.round, "codebook": bundle.frame.version, "older": writer.older}
    SubElement(root, "Description").text = msgspec.json.encode(about).decode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(_entry("project.qde"), qda_codes.document(root))
        for plan, text in texts.items():
            packed.writestr(_entry(f"sources/{guid('text', plan)}.txt"), text.encode("utf-8", "replace"))
    return out.getvalue()


class _Writer:
    """What is carried from source to source: where they go, the notes, and the codings that were made under
    another version of the codebook, for which the format has no place of its own."""

    def __init__(self, sources: Element, version: str) -> None:
        self._sources = sources
        self._version = version
        self.notes = Element("Notes")
        self.older: dict[str, list[str]] = {}

    def source(self, plan: str, passages: list[tuple[Passage, list[Coding]]]) -> str:
        """Add the source for a plan, with its selections, and give its text."""
        its = guid("text", plan)
        path = f"internal://{its}.txt"
        source = SubElement(self._sources, "TextSource", guid=its, name=plan, plainTextPath=path)
        parts: list[str] = []
        length = 0
        for passage, codings in passages:
            head = f"⟦{passage.ref} {passage.fingerprint}⟧ {_line(passage.section)}\n"
            before = f"{_line(passage.context)}\n" if passage.context else ""
            parts += [head, before, passage.text, "\n\n"]
            start = length + len(head) + len(before)
            length = start + len(passage.text) + 2
            self._selections(source, passage, start, codings)
        return "".join(parts)

    def _selections(self, source: Element, passage: Passage, offset: int, codings: list[Coding]) -> None:
        """One selection for each place and coder, with all that is said of it."""
        selections: dict[tuple[int, int, str], list[Coding]] = {}
        for each in codings:
            end = len(passage.text) if each.end is None else each.end
            selections.setdefault((each.start or 0, end, each.annotator), []).append(each)
        for (start, end, coder), said in sorted(selections.items()):
            element = SubElement(
                source,
                "PlainTextSelection",
                guid=guid("selection", passage.ref, str(start), str(end), coder),
                name=_line(printable(passage.text[start:end]))[:60],
                startPosition=str(offset + start),
                endPosition=str(offset + end),
                creatingUser=guid("user", coder),
            )
            _stamp(element, min(each.at for each in said))
            references = [self._said(element, each, str(start), str(end)) for each in said]
            for note in filter(None, references):
                SubElement(element, "NoteRef", targetGUID=note)

    def _said(self, selection: Element, each: Coding, *place: str) -> str:
        """Add a coding to its selection; or a note to the notes, whose guid is given back."""
        its = guid("coding", each.ref, *place, each.annotator, each.kind, each.label)
        user = guid("user", each.annotator)
        if each.codebook_version not in (self._version, ""):
            self.older.setdefault(each.codebook_version, []).append(its)
        if each.kind == "note":
            name = f"{each.ref}, {each.annotator}"
            note = SubElement(self.notes, "Note", guid=its, name=name, creatingUser=user)
            _stamp(note, each.at)
            SubElement(note, "PlainTextContent").text = each.value
            return its
        coding = SubElement(selection, "Coding", guid=its, creatingUser=user)
        _stamp(coding, each.at)
        SubElement(coding, "CodeRef", targetGUID=qda_codes.code(each.label, each.value))
        return ""


def _suggested(passage: Passage, bundle: Bundle) -> Iterator[Coding]:
    """What the model suggests, as codings of its own user, without a time."""
    plain = Coding(passage.ref, passage.fingerprint, "", "", "yes", MODEL, "", bundle.round, "")
    for label in passage.suggested:
        yield msgspec.structs.replace(plain, kind=kind_of(label, bundle.frame), label=label)
    if passage.suggested_strength:
        yield msgspec.structs.replace(plain, kind="strength", value=passage.suggested_strength)


def _stamp(element: Element, at: str) -> None:
    if at:
        element.set("creationDateTime", at)


def _line(text: str) -> str:
    return " ".join(text.split())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, ZIPPED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
