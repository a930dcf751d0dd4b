"""Gold passages: texts labelled by the frame, from which the classifier learns.

Reads models/gold/*.jsonl, one passage a line: text, themes, subthemes, lenses, strength, doc, voice,
kind, and section and context where there are any. ``doc`` names the document that a passage belongs to;
documents, not passages, are divided between training and test.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
import numpy as np

from pipeline.codebook import MODELS, STRENGTHS, Codebook


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
    """The gold passages of the project."""
    return read(sorted((MODELS / "gold").glob("*.jsonl")))


def targets(passages: Sequence[Gold], frame: Codebook) -> tuple[np.ndarray, np.ndarray]:
    """What is to be learned: labels of shape (passages, labels) in the frame's order, 0 or 1, and the
    place of each passage's strength on the ladder."""
    ids = frame.ids()
    labels = np.array([[each in passage.labels for each in ids] for passage in passages], dtype=np.int8)
    return labels, np.array([STRENGTHS.index(passage.strength) for passage in passages])


def folds(passages: Sequence[Gold], count: int) -> np.ndarray:
    """The fold of each passage, 0 to ``count`` - 1: whole documents, dealt out by size so that folds are
    about equal; the same documents always fall the same way."""
    sizes: dict[str, int] = {}
    for passage in passages:
        sizes[passage.doc] = sizes.get(passage.doc, 0) + 1
    loads, home = [0] * count, dict[str, int]()
    for doc in sorted(sizes, key=lambda doc: (-sizes[doc], doc)):
        home[doc] = loads.index(min(loads))
        loads[home[doc]] += sizes[doc]
    return np.array([home[passage.doc] for passage in passages])
