"""What a person corrected, applied to a plan before its rows are made.

Reads the rows of CORPUS/corrections.csv (ref, fingerprint, field, machine, corrected, reason, who, at).
A correction holds for the words that its author saw: where the passage has other words now, it is not
applied and an issue says so. The machine's own value is kept beside it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from pipeline.codebook import STRENGTHS, Codebook
from pipeline.load.material import Material
from pipeline.load.spans import page_at
from pipeline.records import Finding, Issue, Label, Passage

YES, NO = ("yes", "1", "true"), ("no", "0", "false")
"""How ``corrected`` says that a passage bears a theme, or that it does not."""


class Correction(NamedTuple):
    """One row of corrections.csv with its number there, from 1."""

    number: int
    ref: str
    fingerprint: str
    field: str
    machine: str
    corrected: str
    reason: str
    who: str
    at: str

    @property
    def plan(self) -> str:
        """The id of the plan that it is about."""
        return self.ref.split("/")[0]


class Outcome(NamedTuple):
    """What became of a correction: what the machine says, and why it was not applied if it was not."""

    correction: Correction
    machine_value: str
    hindrance: str = ""
    mend: str = ""
    page: int | None = None

    def row(self, passage: int | None) -> dict[str, Any]:
        """The row of ``corrections``, given the id of the passage if the correction was applied to it."""
        return {
            "id": self.correction.number,
            "passage": None if self.hindrance else passage,
            "ref": self.correction.ref,
            "field": self.correction.field,
            "machine_value": self.machine_value,
            "corrected_value": self.correction.corrected,
            "reason": self.correction.reason,
            "who": self.correction.who,
            "at": self.correction.at,
            "status": "stale" if self.hindrance else "applied",
        }

    def issue(self) -> Issue:
        """What a reader must know of a correction that was not applied."""
        correction = self.correction
        return Issue(
            stage="load",
            severity="warning",
            code="correction-stale",
            message=f"correction {correction.number} ({correction.field} of {correction.ref}, by "
            f"{correction.who}) was not applied: {self.hindrance}",
            mend=self.mend or "put it right in corrections.csv, or take it out",
            page=self.page,
        )


class _Hindered(Exception):
    """Why a correction cannot be applied."""


def read(rows: Iterable[Mapping[str, str]]) -> Iterator[Correction]:
    """The rows of corrections.csv as corrections. Absent values are empty."""
    names = Correction._fields[1:]
    for number, row in enumerate(rows, start=1):
        yield Correction(number, *((row.get(name) or "").strip() for name in names))


def correct(material: Material, corrections: Iterable[Correction], codebook: Codebook) -> Iterator[Outcome]:
    """Apply to a plan the corrections that are about it, one after the other."""
    for correction in corrections:
        passage = material.passages.get(correction.ref)
        if passage is None or passage.fingerprint != correction.fingerprint:
            yield _stale(material, correction, passage)
            continue
        try:
            yield Outcome(correction, _apply(material, passage, correction, codebook))
        except _Hindered as hindrance:
            yield Outcome(correction, correction.machine, str(hindrance), page=passage.page)


def unplaced(correction: Correction) -> Outcome:
    """The outcome of a correction whose plan is not in the corpus."""
    return Outcome(correction, correction.machine, f"there is no plan {correction.plan}")


def _stale(material: Material, correction: Correction, passage: Passage | None) -> Outcome:
    """The same words may stand under another ref now; that is said and left to the person."""
    hindrance = "its passage has other words now" if passage else "there is no such passage now"
    moved = [each for each in material.passages.values() if each.fingerprint == correction.fingerprint]
    mend = f"the words that were corrected now stand at {moved[0].ref}: give that ref" if moved else ""
    return Outcome(correction, correction.machine, hindrance, mend, passage.page if passage else None)


def _apply(material: Material, passage: Passage, correction: Correction, codebook: Codebook) -> str:
    field, _, name = correction.field.partition(":")
    fields: dict[str, Callable[[], str]] = {
        "theme": lambda: _theme(material, passage, name, correction.corrected, codebook),
        "strength": lambda: _strength(material, passage, correction.corrected),
        "quantity": lambda: _quantity(material, passage, name, correction.corrected),
    }
    if field not in fields:
        raise _Hindered(f"{correction.field!r} is not theme:ID, strength or quantity:WORDS")
    return fields[field]()


def _theme(material: Material, passage: Passage, theme: str, corrected: str, codebook: Codebook) -> str:
    entries = {each.id: each for each in codebook.entries}
    if theme not in entries:
        raise _Hindered(f"the codebook has no label {theme!r}")
    if corrected.lower() not in YES + NO:
        raise _Hindered(f"{corrected!r} is neither yes nor no")
    machine = "yes" if theme in material.accepted(passage.ref) else "no"
    given = corrected.lower() in YES
    _decide(material, passage, theme, given)
    # A sub-theme is given only under its theme.
    if given and entries[theme].parent:
        _decide(material, passage, entries[theme].parent, True)
    if not given:
        for each in codebook.subthemes:
            if each.parent == theme and each.id in material.accepted(passage.ref):
                _decide(material, passage, each.id, False)
    _settle(material, passage, codebook)
    return machine


def _decide(material: Material, passage: Passage, theme: str, given: bool) -> None:
    """The probability stays the machine's: it shows how far off the machine was."""
    labels = material.labels[passage.ref]
    known = next((label for label in labels if label.theme == theme), Label(theme, 0.0, accepted=False))
    others = [label for label in labels if label.theme != theme]
    decided = msgspec.structs.replace(known, accepted=given, method="gold")
    material.labels[passage.ref] = [*others, decided]


def _settle(material: Material, passage: Passage, codebook: Codebook) -> None:
    """Bring the findings and the strength of a passage into line with its labels."""
    accepted = material.accepted(passage.ref)
    if not accepted:
        material.strengths[passage.ref] = "none"
    findings = {each.theme: each for each in material.findings[passage.ref]}
    spans = [(each.quote_start, each.quote_end) for each in findings.values()]
    start, end = spans[0] if spans else (0, len(passage.text))
    probabilities = {label.theme: label.probability for label in material.labels[passage.ref]}
    material.findings[passage.ref] = [
        findings.get(theme.id)
        or Finding(
            ref=passage.ref,
            theme=theme.id,
            probability=probabilities[theme.id],
            strength=material.strengths[passage.ref],
            quote=passage.text[start:end],
            quote_start=start,
            quote_end=end,
            page=page_at(passage, start),
        )
        for theme in codebook.themes
        if theme.id in accepted
    ]


def _strength(material: Material, passage: Passage, corrected: str) -> str:
    if corrected not in STRENGTHS:
        raise _Hindered(f"{corrected!r} is none of {', '.join(STRENGTHS)}")
    machine = material.strengths[passage.ref]
    material.strengths[passage.ref] = corrected
    material.findings[passage.ref] = [
        msgspec.structs.replace(finding, strength=corrected) for finding in material.findings[passage.ref]
    ]
    return machine


def _quantity(material: Material, passage: Passage, words: str, corrected: str) -> str:
    """Give every figure printed so in the passage another value; an empty one says that it is no figure."""
    quantities = material.quantities[passage.ref]
    meant = [each for each in quantities if each.text == words]
    if not meant:
        raise _Hindered(f"no figure is printed {words!r} there")
    try:
        value = float(corrected.replace(",", "")) if corrected else None
    except ValueError:
        raise _Hindered(f"{corrected!r} is not a number") from None
    material.quantities[passage.ref] = [
        msgspec.structs.replace(each, value=value, value_high=None) if each.text == words else each
        for each in quantities
        if each.text != words or value is not None
    ]
    machine = meant[0].value
    return "" if machine is None else f"{machine:.15g}"
