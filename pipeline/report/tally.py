"""What a footprint says of a label, counted from its findings.

A label is a theme or a sub-theme. Drafts are not counted. The firmest finding stands for the rest, and among
those in words that no other plan has, the firmest of them.
"""

from dataclasses import dataclass, field

from pipeline.codebook import STRENGTHS
from pipeline.report.reading import Row


@dataclass
class Tally:
    """Counts of findings: all, by strength, and those dated, owned and costed; ``alone`` counts those that no
    other plan has in the same words, and ``own`` is the firmest of these."""

    findings: int = 0
    strengths: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STRENGTHS[1:], 0))
    dated: int = 0
    owned: int = 0
    costed: int = 0
    alone: int = 0
    own: Row | None = None

    def add(self, finding: Row) -> None:
        """Count a finding."""
        self.findings += 1
        if finding["strength"] in self.strengths:
            self.strengths[finding["strength"]] += 1
        self.dated += finding["dated"]
        self.owned += finding["owned"]
        self.costed += finding["costed"]
        if not finding["said"]:
            self.alone += 1
            self.own = max(self.own or finding, finding, key=rank)


def rank(finding: Row) -> tuple[int, float, int]:
    """How firm a finding is: by strength, then probability, then the first in the document."""
    return STRENGTHS.index(finding["strength"]), finding["probability"], -finding["finding"]
