"""A folder of PDFs as somebody keeps them, and what of it would go into a corpus as what.

For each file a proposal: footprint, kind, date, and whether it is a state of a plan that is there already
or comes with it. Files are opened by the ``read`` that is handed in; nothing is written here.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from pipeline.corpus import Corpus
from pipeline.corpus.match import Match, Names, match
from pipeline.corpus.register import file_digest
from pipeline.records import Plan
from pipeline.similarity import alike, pages_in_common

SAME_PLAN, SAME_PAGES = 0.5, 0.3
"""Two documents of a footprint are states of one plan if so great a share of the shorter one's word triples,
or of its pages, stands in the other."""


STATES = ("plan", "draft")
"""The kinds of which one plan has several states."""


class Seen(Protocol):
    """What a first look at a PDF gave."""

    @property
    def refusal(self) -> str:
        """Why it must be refused, or nothing."""

    @property
    def pages(self) -> int:
        """Its number of pages."""

    @property
    def title(self) -> str:
        """The title that it gives itself."""

    @property
    def created(self) -> str:
        """When the file was made, YYYY-MM-DD."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The words of its pages."""


class Proposal(NamedTuple):
    """What one file would be registered as, or why it would not: ``hindrance``."""

    path: Path
    match: Match
    pages: int
    created: str
    texts: tuple[str, ...]
    refusal: str = ""
    hindrance: str = ""
    note: str = ""

    @property
    def when(self) -> str:
        """The date by which states of a plan are put in order: its own, else that of the file's making."""
        return self.match.published or self.created

    @property
    def template(self) -> Plan:
        """The row for the register, but for what the file and the register say."""
        area, kind, published, _ = self.match
        return Plan("", area, "", kind, published=published, note=self.note)


def files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and the PDFs in the folders named, in order."""
    for path in paths:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.suffix.lower() == ".pdf")
        else:
            yield path


def propose(corpus: Corpus, paths: Iterable[Path], read: Callable[[Path], Seen]) -> list[Proposal]:
    """A proposal for each file, in their order."""
    names = Names(corpus.footprints(), corpus.entities())
    held = corpus.plans() if (corpus.folder / "manifest.csv").exists() else []
    digests = {plan.sha256: f"the same content as {plan.id}" for plan in held if plan.sha256}
    found = []
    for path in paths:
        digest = file_digest(path)
        if digest in digests:
            nothing = Match("", "", "", "")
            found.append(Proposal(path, nothing, 0, "", (), hindrance=digests[digest]))
            continue
        digests[digest] = f"the same content as {path.name}"
        seen = read(path)
        matched = match(path.stem, seen.title, seen.texts, names)
        hindrance = "" if matched.footprint else f"no footprint: {matched.why}"
        found.append(Proposal(path, matched, seen.pages, seen.created, seen.texts, seen.refusal, hindrance))
    return _with_states(corpus, found, held, read, names)


def _with_states(
    corpus: Corpus, found: list[Proposal], held: list[Plan], read: Callable[[Path], Seen], names: Names
) -> list[Proposal]:
    """The proposals, with what is said of states of one plan: only one of them stays a plan. Each is
    compared with the one that is registered, else with the best of those that come with it."""
    states = [(number, each) for number, each in enumerate(found)
              if each.match.footprint and each.match.kind in STATES]  # fmt: skip
    areas = {each.match.footprint for _, each in states}
    there = [plan for plan in held if plan.kind in STATES and corpus.pdf(plan.id).exists()]
    standing = {
        plan.footprint: (plan, read(corpus.pdf(plan.id)))
        for plan in {plan.footprint: plan for plan in sorted(there, key=_held_rank)}.values()
        if plan.footprint in areas
    }
    changed = list(found)
    for number, one in states:
        code = one.match.footprint
        better = [
            (_rank(at, other), other)
            for at, other in states
            if other.match.footprint == code and _rank(at, other) > _rank(number, one)
        ]
        if code in standing and (standing[code][0].kind == "plan" or not better):
            plan, seen = standing[code]
            changed[number] = _beside(one, plan.id, plan.kind, _when(plan, seen, names), seen.texts)
        elif better:
            best = max(better, key=lambda entry: entry[0])[1]
            changed[number] = _beside(one, best.path.name, best.match.kind, best.when, best.texts)
    return changed


def _held_rank(plan: Plan) -> tuple[bool, str]:
    """Which registered state of a plan others are compared with: the plan itself, else the newest draft."""
    return plan.kind == "plan", plan.published


def _when(plan: Plan, seen: Seen, names: Names) -> str:
    """The date of a registered state. Of a plan that waited for its file the register knows only the year."""
    if "-" in plan.published:
        return plan.published
    return match(plan.id, seen.title, seen.texts, names).published or seen.created or plan.published


def _rank(number: int, one: Proposal) -> tuple[bool, str, int]:
    """The same for those that come together; of equals the first."""
    return one.match.kind == "plan", one.when, -number


def _beside(one: Proposal, name: str, kind: str, when: str, texts: tuple[str, ...]) -> Proposal:
    """A state of a plan beside another one, with how much they share and which is newer. A second plan of
    a footprint is a ``version`` until somebody says otherwise."""
    same, pages = alike(one.texts, texts), pages_in_common(one.texts, texts)
    state = "another state of the plan" if same >= SAME_PLAN or pages >= SAME_PAGES else "another document"
    note = f"{state}, {age(one.when, when)} {name}: {pages:.0%} of pages and {same:.0%} of words in common"
    if (one.match.kind, kind) != ("plan", "plan"):
        return one._replace(note=note)
    return one._replace(match=one.match._replace(kind="version"), note=note)


def age(one: str, other: str) -> str:
    """Which of two dates is the later, if that can be told: October is not before 21 October."""
    if one and one == other:
        return "as old as"
    if one.startswith(other) or other.startswith(one):
        return "of unknown age beside"
    return "newer than" if one > other else "older than"
