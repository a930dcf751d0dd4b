"""What was measured of the classifier, as it is kept: figures by set of passages, and a learning curve.

models/evaluation.json holds the last measurements; the model card and the report's method page are written
from it, so that neither says what was not measured.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from pipeline.classify.measures import Bands, Held, Score
from pipeline.codebook import MODELS

KEPT = MODELS / "evaluation.json"


class Label(msgspec.Struct, frozen=True):
    """A label's figures, and its precision over recall."""

    label: str
    score: Score
    ece: float
    brier: float
    curve: list[tuple[float, float]]


class Group(msgspec.Struct, frozen=True):
    """The figures of labels together: micro with its interval, macro, and macro over labels that are not
    few."""

    name: str
    score: Score
    macro: float
    macro_many: float


class Part(msgspec.Struct, frozen=True):
    """The themes' micro F1 among the passages that share a feature."""

    feature: str
    value: str
    passages: int
    f1: float


class Measured(msgspec.Struct, frozen=True):
    """All figures of one set of passages. ``bands`` are the widest that were applied, ``held`` what they
    hold of the themes; ``reliability`` and ``curve`` are of the themes together."""

    name: str
    passages: int
    documents: int
    labels: list[Label]
    groups: list[Group]
    strength: float
    rungs: dict[str, float]
    ece: float | None
    reliability: list[tuple[float, float, int]]
    curve: list[tuple[float, float]]
    bands: Bands
    held: Held
    parts: list[Part]


class Point(msgspec.Struct, frozen=True):
    """A point of the learning curve: so many gold passages give the themes this micro F1."""

    passages: int
    f1: float
    low: float
    high: float


class Evaluation(msgspec.Struct, frozen=True):
    """Measurements of several sets, and what more gold would buy."""

    sets: list[Measured]
    learning: list[Point]


def keep(measurements: Sequence[Measured], learning: Sequence[Point], path: Path = KEPT) -> None:
    """Write measurements in place of those of the same names that ``path`` holds; a learning curve in
    place of its own, if one is given."""
    before = kept(path) if path.exists() else Evaluation([], [])
    by_name = {each.name: each for each in (*before.sets, *measurements)}
    whole = Evaluation([by_name[name] for name in sorted(by_name)], list(learning) or before.learning)
    path.write_bytes(msgspec.json.encode(_rounded(msgspec.to_builtins(whole))) + b"\n")


def kept(path: Path = KEPT) -> Evaluation:
    """The measurements that :func:`keep` wrote."""
    return msgspec.json.decode(path.read_bytes(), type=Evaluation)


def _rounded(value: Any) -> Any:
    """Figures in thousandths: more would say that they are known so closely."""
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    return [_rounded(each) for each in value] if isinstance(value, list | tuple) else value
