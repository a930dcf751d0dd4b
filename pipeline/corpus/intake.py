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
    return _with_states(corpus, found, held, read)


def _with_states(
    corpus: Corpus, found: list[Proposal], held: list[Plan], read: Callable[[Path], Seen]
) -> list[Proposal]:
    """The proposals, with what is said of states of one plan: only one of them stays a plan."""
    plans = {plan.footprint: plan for plan in held if plan.kind == "plan" and corpus.pdf(plan.id).exists()}
    wanted = {each.match.footprint for each in found if each.match.kind == "plan"}
    texts = {code: read(corpus.pdf(plans[code].id)).texts for code in sorted(wanted & set(plans))}
    changed = list(found)
    for number, one in enumerate(found):
        code = one.match.footprint
        if not code or one.match.kind != "plan":
            continue
        if code in texts:
            changed[number] = _beside(one, plans[code].id, plans[code].published, texts[code])
            continue
        rivals = [
            other
            for at, other in enumerate(found)
            if at != number
            and (other.match.footprint, other.match.kind) == (code, "plan")
            and (other.when, -at) > (one.when, -number)
        ]
        if rivals:
            newest = max(rivals, key=lambda each: each.when)
            changed[number] = _beside(one, newest.path.name, newest.when, newest.texts)
    return changed


def _beside(one: Proposal, name: str, when: str, texts: tuple[str, ...]) -> Proposal:
    """A second plan of a footprint, as the ``version`` that it is until somebody says otherwise."""
    same, pages = alike(one.texts, texts), pages_in_common(one.texts, texts)
    order = "newer than" if one.when > when else "older than" if one.when < when else "as old as"
    if not when or not one.when:
        order = "of unknown age beside"
    state = "another state of the plan" if same >= SAME_PLAN or pages >= SAME_PAGES else "another document"
    note = f"{state}, {order} {name}: {pages:.0%} of pages and {same:.0%} of words in common"
    return one._replace(match=one.match._replace(kind="version"), note=note)
