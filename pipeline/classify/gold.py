"""Gold passages: texts labelled by the frame, from which the classifier learns.

Reads models/gold/*.jsonl, one passage a line: text, themes, subthemes, lenses, strength, doc, voice,
kind, and section and context where there are any. ``doc`` names the document that a passage belongs to;
documents, not passages, are divided between training and test. Gold settled by people (`stp labels
reconcile`) says as well which coders decided it, in which round, and under which version of the codebook.
"""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np

from pipeline.codebook import MODELS, STRENGTHS, Codebook

LONGEST_PAIR = 1100
"""Characters of two passages together: of longer ones the encoder would not read the end."""


class Gold(msgspec.Struct, frozen=True):
    """A labelled passage."""

    text: str
    themes: tuple[str, ...]
    subthemes: tuple[str, ...]
    lenses: tuple[str, ...]
    strength: str
    doc: str
    section: str = ""
    context: str = ""
    voice: str = ""
    kind: str = ""
    source: str = ""
    sampled: str = ""
    decided_by: tuple[str, ...] = ()
    round: str = ""
    codebook_version: str = ""
    writer: str = ""

    @property
    def labels(self) -> frozenset[str]:
        """Every label that the passage carries."""
        return frozenset((*self.themes, *self.subthemes, *self.lenses))


def read(paths: Iterable[Path]) -> list[Gold]:
    """The passages in files, in order. Raises ValueError naming the file and the line that is wrong."""
    decoder = msgspec.json.Decoder(Gold)
    passages = []
    for path in paths:
        for number, line in enumerate(path.read_bytes().splitlines(), start=1):
            try:
                passages.append(decoder.decode(line))
            except msgspec.MsgspecError as error:
                raise ValueError(f"{path.name}, line {number}: {error}") from error
    return passages


def shipped() -> list[Gold]:
    """The gold passages of the project. Each of its files was written by one hand."""
    return [
        msgspec.structs.replace(passage, writer=path.stem)
        for path in sorted((MODELS / "gold").glob("*.jsonl"))
        for passage in read([path])
    ]


def weights(passages: Sequence[Gold], given: Mapping[str, int]) -> np.ndarray:
    """As how many passages each one counts. ``given`` is by coder and round ("anna:first"), by coder ("anna")
    or by round (":first"), the nearest first; gold that several decided has the highest of theirs."""
    return np.array([max(_weights(passage, given)) for passage in passages], dtype=np.int64)


def _weights(passage: Gold, given: Mapping[str, int]) -> list[int]:
    by_round = given.get(f":{passage.round}", 1) if passage.round else 1
    return [
        given.get(f"{coder}:{passage.round}", given.get(coder, by_round))
        for coder in passage.decided_by or ("",)
    ]


def older(passages: Sequence[Gold], frame: Codebook) -> dict[str, int]:
    """How many passages people labelled under each other version of the frame."""
    counts: dict[str, int] = {}
    for passage in passages:
        if passage.codebook_version not in ("", frame.version):
            counts[passage.codebook_version] = counts.get(passage.codebook_version, 0) + 1
    return dict(sorted(counts.items()))


def targets(passages: Sequence[Gold], frame: Codebook) -> tuple[np.ndarray, np.ndarray]:
    """What is to be learned: labels of shape (passages, labels) in the frame's order, 0 or 1, and the
    place of each passage's strength on the ladder."""
    ids = frame.ids()
    labels = np.array([[each in passage.labels for each in ids] for passage in passages], dtype=np.int8)
    return labels, np.array([STRENGTHS.index(passage.strength) for passage in passages])


def folds(passages: Sequence[Gold], count: int) -> np.ndarray:
    """The fold of each passage, 0 to ``count`` - 1: whole documents, dealt out by size so that folds are
    about equal; the same passages always fall the same way.

    Where there are as many writers as folds, all that one wrote stays together. Real documents are written by
    others than the gold's: so divided, the gold measures and calibrates what a stranger's document gets.
    """
    writers = len({passage.writer for passage in passages}) >= count
    origins = [passage.writer if writers and passage.writer else passage.doc for passage in passages]
    sizes = Counter(origins)
    loads, home = [0] * count, dict[str, int]()
    for origin in sorted(sizes, key=lambda origin: (-sizes[origin], origin)):
        home[origin] = loads.index(min(loads))
        loads[home[origin]] += sizes[origin]
    return np.array([home[origin] for origin in origins])


def pairs(passages: Sequence[Gold], count: int) -> list[tuple[int, int]]:
    """The places of about ``count`` pairs of passages, each of one document and not too long together, drawn
    at random; the same passages give the same pairs."""
    draw = random.Random(0)
    of_document: dict[str, list[int]] = {}
    for place, passage in enumerate(passages):
        of_document.setdefault(passage.doc, []).append(place)
    firsts = draw.sample(range(len(passages)), count)
    drawn = ((first, draw.choice(of_document[passages[first].doc])) for first in firsts)
    return [
        (first, second)
        for first, second in drawn
        if first != second and len(passages[first].text) + len(passages[second].text) < LONGEST_PAIR
    ]


def joined(first: Gold, second: Gold) -> Gold:
    """Two passages read as one under the heading of the first, with the labels of both. How strongly they
    speak together nobody has said."""
    labels = {
        name: tuple(dict.fromkeys((*getattr(first, name), *getattr(second, name))))
        for name in ("themes", "subthemes", "lenses")
    }
    return msgspec.structs.replace(first, text=f"{first.text} {second.text}", **labels)
