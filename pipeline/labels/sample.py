"""Sample: which passages people are to code, and why each of them.

Reads candidates (passages with what the model says of them); gives those drawn, each with its reason,
the chance with which it was drawn, and the coders that it is given to. The same candidates, wishes and
seed give the same sample. A sample is kept as JSON Lines: a line that says how it was drawn, then a
line for each passage, in an order that tells a coder nothing.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec
import numpy as np

from pipeline.codebook import Codebook
from pipeline.labels.coding import misnamed

T = TypeVar("T")

WAYS = ("stratified", "random", "negatives", "uncertain", "disagreement")
"""The ways to draw, in the order in which they choose: what is drawn by chance comes before what is picked,
so that its chances are plain."""

REJECT, ACCEPT = 0.1, 0.9
"""Regions of probability: below, between and above, as the evaluation's bands have them."""

CROWD = 2
"""A plan gives at most so many times its even share of the passages picked as most uncertain."""


class Passage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A passage to code, with what the model says of it: the probability of each label that it does not rule
    out, the labels that it gives, and the strength."""

    ref: str
    fingerprint: str
    footprint: str
    page: int
    section: str
    kind: str
    context: str
    text: str
    probabilities: dict[str, float] = {}
    suggested: tuple[str, ...] = ()
    suggested_strength: str = ""

    @property
    def plan(self) -> str:
        """The id of its plan."""
        return self.ref.split("/")[0]


class Drawn(msgspec.Struct, frozen=True, omit_defaults=True):
    """A passage of a sample. ``chance`` is that of being drawn among what was left when its turn came;
    none if it was picked for what it is."""

    passage: Passage
    way: str
    reason: str
    coders: tuple[str, ...] = ()
    chance: float | None = None


class Design(msgspec.Struct, frozen=True):
    """How a sample was drawn, so that it can be drawn again and weighed."""

    round: str
    seed: int
    wishes: dict[str, int]
    coders: tuple[str, ...]
    double: float
    candidates: int
    codebook_version: str
    models_digest: str = ""


class Sample(NamedTuple):
    """A sample with its design."""

    design: Design
    drawn: list[Drawn]


Terms = Callable[[str, str], Sequence[str]]
"""The terms of a label of the codebook (its id first) that stand in a text."""


def draw(candidates: Sequence[Passage], design: Design, frame: Codebook, terms: Terms) -> Sample:
    """Draw a sample by its design. Passages with the same words count once.

    Raises ValueError where fewer passages are left than are wished for, a way is unknown, the round or a
    coder has a name that no coding may bear, or passages are to be coded twice by one coder.
    """
    if unknown := [way for way in design.wishes if way not in WAYS]:
        raise ValueError(f"there is no way {unknown[0]!r} to draw; there are {', '.join(WAYS)}")
    for what, name in (("round", design.round), *(("annotator", each) for each in design.coders)):
        if wrong := misnamed(what, name):
            raise ValueError(wrong)
    if len(set(design.coders)) < len(design.coders):
        raise ValueError("a coder is named twice")
    if design.double and len(design.coders) < 2:
        raise ValueError("a share coded twice needs two coders or more")
    ordered = sorted(candidates, key=lambda each: each.ref, reverse=True)
    pool = list({each.fingerprint: each for each in ordered}.values())[::-1]
    drawn: list[Drawn] = []
    for number, way in enumerate(WAYS):
        wish = design.wishes.get(way, 0)
        random = np.random.default_rng([design.seed, number])
        taken = _draw_by(way, pool, wish, random, frame, terms)
        if len(taken) < wish:
            raise ValueError(f"{wish} passages were wished for as {way}, and {len(taken)} are left")
        drawn += taken
        refs = {each.passage.ref for each in taken}
        pool = [each for each in pool if each.ref not in refs]
    random = np.random.default_rng([design.seed, len(WAYS)])
    shuffled = [drawn[place] for place in random.permutation(len(drawn))]
    return Sample(design, list(_given_out(shuffled, design)))


def write(sample: Sample, path: Path) -> None:
    """Keep a sample; the file appears whole."""
    lines = [msgspec.json.encode({"design": sample.design}), *map(msgspec.json.encode, sample.drawn)]
    draft = path.with_name(f".{path.name}.tmp")
    draft.write_bytes(b"\n".join(lines) + b"\n")
    draft.replace(path)


def read(path: Path) -> Sample:
    """The sample in a file. Raises ValueError naming the line that is wrong."""
    first, *rest = path.read_bytes().splitlines() or [b""]
    head = _decoded(path, 1, first, dict[str, Design])
    if "design" not in head:
        raise ValueError(f"{path}, line 1: not a sample of `stp labels sample`: no design stands there")
    return Sample(
        head["design"], [_decoded(path, number, line, Drawn) for number, line in enumerate(rest, start=2)]
    )


def _decoded(path: Path, number: int, line: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(line, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}, line {number}: not a sample of `stp labels sample`: {error}") from error


def uncertainty(probabilities: Mapping[str, float]) -> float:
    """How unsure the model is of a passage: the entropies of its labels in bits, summed."""
    return -sum(
        p * math.log2(p) + (1 - p) * math.log2(1 - p) for p in probabilities.values() if 0.0 < p < 1.0
    )


def region(passage: Passage, frame: Codebook) -> str:
    """Whether the likeliest theme of a passage is unlikely, doubtful or likely."""
    best = max((passage.probabilities.get(theme.id, 0.0) for theme in frame.themes), default=0.0)
    return "unlikely" if best < REJECT else "likely" if best >= ACCEPT else "doubtful"


def _draw_by(
    way: str, pool: list[Passage], wish: int, random: np.random.Generator, frame: Codebook, terms: Terms
) -> list[Drawn]:
    if not wish:
        return []
    if way == "stratified":
        return _stratified(pool, wish, random, frame)
    if way == "uncertain":
        return _uncertain(pool, wish)
    if way == "disagreement":
        return _disagreement(pool, wish, random, frame, terms)
    if way == "negatives":
        pool = [each for each in pool if not each.suggested]
    reason = "no label is suggested" if way == "negatives" else "by chance"
    taken = sorted(random.permutation(len(pool))[:wish])
    return [Drawn(pool[place], way, reason, chance=round(wish / len(pool), 4)) for place in taken]


def _stratified(pool: list[Passage], wish: int, random: np.random.Generator, frame: Codebook) -> list[Drawn]:
    """The same number from each region of probability; within it each footprint and kind by its share, by
    going through them in order with equal steps from a random start."""
    regions: dict[str, list[Passage]] = {}
    for each in pool:
        regions.setdefault(region(each, frame), []).append(each)
    shares = _shares({name: len(members) for name, members in regions.items()}, wish)
    out = []
    for name in sorted(regions):
        members, share = regions[name], shares[name]
        mixed = [members[place] for place in random.permutation(len(members))]
        ranked = sorted(mixed, key=lambda each: (each.footprint, each.kind))
        start = random.random()
        for number in range(share):
            passage = ranked[int((number + start) * len(ranked) / share)]
            reason = f"theme {name}; {passage.footprint}; {passage.kind}"
            out.append(Drawn(passage, "stratified", reason, chance=round(share / len(ranked), 4)))
    return out


def _shares(sizes: dict[str, int], wish: int) -> dict[str, int]:
    """Even shares of ``wish``, none above its size; what a small one cannot give the others give."""
    shares, left = {}, wish
    for place, name in enumerate(sorted(sizes, key=lambda name: (sizes[name], name))):
        shares[name] = min(sizes[name], left // (len(sizes) - place))
        left -= shares[name]
    return shares


def _uncertain(pool: list[Passage], wish: int) -> list[Drawn]:
    crowd = max(1, math.ceil(CROWD * wish / max(1, len({each.plan for each in pool}))))
    counts: Counter[str] = Counter()
    ranked = sorted(pool, key=lambda each: (-round(uncertainty(each.probabilities), 6), each.ref))
    first: list[Passage] = []
    rest: list[Passage] = []
    for each in ranked:
        counts[each.plan] += 1
        (first if counts[each.plan] <= crowd else rest).append(each)
    out = []
    for each in (first + rest)[:wish]:
        label = min(each.probabilities, key=lambda name: abs(each.probabilities[name] - 0.5), default="")
        reason = f"{label} at {each.probabilities[label]:.2f}" if label else "nothing is doubtful"
        out.append(Drawn(each, "uncertain", reason))
    return out


def _disagreement(
    pool: list[Passage], wish: int, random: np.random.Generator, frame: Codebook, terms: Terms
) -> list[Drawn]:
    """Passages of which the model is sure against the codebook's terms, the surest first; a theme has the
    terms of its sub-themes as well."""
    found: list[tuple[float, int, Drawn]] = []
    families = {
        top.id: [e.id for e in frame.entries if top.id in (e.id, e.parent)]
        for top in (*frame.themes, *frame.lenses)
    }
    for place in random.permutation(len(pool)):
        passage = pool[place]
        worst, reason = 0.5, ""
        for label, family in families.items():
            p = passage.probabilities.get(label, 0.0)
            met = [term for each in family for term in terms(each, passage.text)]
            gap = 1 - p if met else p
            if gap > worst:
                said = f"“{max(met, key=len)}”" if met else "no term of the codebook"
                worst, reason = gap, f"{label} at {p:.2f}, and {said} stands there"
        if reason:
            found.append((round(-worst, 3), len(found), Drawn(passage, "disagreement", reason)))
    return [drawn for _, _, drawn in sorted(found, key=lambda each: each[:2])[:wish]]


def _given_out(drawn: Sequence[Drawn], design: Design) -> Iterator[Drawn]:
    """Each passage to one coder in turn, the share coded twice to two; since the order is random, so is
    who gets what."""
    twice, coders, turn = round(design.double * len(drawn)), design.coders, 0
    for place, each in enumerate(drawn):
        # Spread evenly through the sample: a coder who tires must not tire on one kind only.
        both = (place + 1) * twice // len(drawn) > place * twice // len(drawn)
        given = [coders[(turn + step) % len(coders)] for step in range(1 + both) if coders]
        turn += len(given)
        yield msgspec.structs.replace(each, coders=tuple(sorted(given)))
