"""What the stages say about one plan, put together by passage.

Reads the records of a plan in the order of the stages; the corrections change it; the rows are made
from it. One plan at a time is held in memory, never more.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.records import (
    Finding,
    Issue,
    Label,
    Labels,
    Mention,
    Page,
    Passage,
    Plan,
    Quantity,
    Record,
    Strength,
)


@dataclass
class Material:
    """One plan's pages, issues and passages, and for each passage's ref what was said of it."""

    plan: Plan
    pages: list[Page] = field(default_factory=list)
    passages: dict[str, Passage] = field(default_factory=dict)
    labels: dict[str, list[Label]] = field(default_factory=dict)
    strengths: dict[str, str] = field(default_factory=dict)
    findings: dict[str, list[Finding]] = field(default_factory=dict)
    quantities: dict[str, list[Quantity]] = field(default_factory=dict)
    mentions: dict[str, list[Mention]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def accepted(self, ref: str) -> list[str]:
        """The labels that a passage bears."""
        return [label.theme for label in self.labels[ref] if label.accepted]


def gather(plan: Plan, records: Iterable[Record]) -> Material:
    """Put together what the stages say about a plan.

    A finding without a theme only carries the strength of a passage with lenses and no theme. Raises
    ValueError where a record speaks of a passage that is not there.
    """
    material = Material(plan)
    try:
        for record in records:
            _put(material, record)
    except KeyError as error:
        raise ValueError(
            f"plan {plan.id}: there is no passage {error} that a later stage speaks of: run it again"
        ) from error
    return material


def _put(material: Material, record: Record) -> None:
    match record:
        case Page():
            material.pages.append(record)
        case Passage():
            if record.ref in material.passages:
                raise ValueError(f"plan {material.plan.id}: two passages have the ref {record.ref}")
            material.passages[record.ref] = record
            material.strengths[record.ref] = "none"
            for said in (material.labels, material.findings, material.quantities, material.mentions):
                said[record.ref] = []
        case Labels():
            material.labels[record.ref] += record.labels
        case Strength():
            _ = material.passages[record.ref]
            material.strengths[record.ref] = record.strength
        case Finding():
            material.strengths[material.passages[record.ref].ref] = record.strength
            if record.theme:
                material.findings[record.ref].append(record)
        case Quantity():
            material.quantities[record.ref].append(record)
        case Mention():
            material.mentions[record.ref].append(record)
        case Issue():
            material.issues.append(record)


def standing(plan: Plan, pages: int, issues: Iterable[Issue]) -> tuple[str, str]:
    """The status of a plan and why it has it.

    What weighs most comes first: a file that was refused cannot also have been read. A plan with no page
    and an error, whatever its code, was not read.
    """
    messages: dict[str, str] = {}
    errors: list[str] = []
    for issue in issues:
        messages.setdefault(issue.code, issue.message)
        if issue.severity == "error":
            errors.append(issue.message)
    for status in ("refused", "failed", "missing", "rescued"):
        if status in messages:
            return status, messages[status]
    if pages:
        return "read", plan.note
    if errors:
        return "failed", errors[0]
    if messages:
        return "read", plan.note
    return (plan.status, plan.note) if plan.status == "refused" else ("missing", "")
