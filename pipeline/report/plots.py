"""Plots of the classifier's measurements: is a probability kept, and what precision costs in recall.

Reads the text of models/evaluation.json; gives for each set of passages its points, in the units of the
plots' drawings, and the same points as numbers for those who cannot see them.
"""

import json
from collections.abc import Sequence
from typing import NamedTuple

SIDE = 220
"""The side of a plot's square, in pixels."""

NAMES = {
    "gold": "Gold passages, held out by document",
    "real_passages": "Labelled passages of real NHS and council documents",
    "written_passages": "Passages written to sound like plans",
}


class Curve(NamedTuple):
    """A plot: its path in a square of SIDE, its dots, and its points as figures from 0 to 1."""

    path: str
    dots: list[tuple[float, float]]
    points: list[tuple[float, float]]


class Measured(NamedTuple):
    """A set of passages: how often themes of a probability are right, and precision over recall."""

    name: str
    passages: int
    documents: int
    reliability: Curve
    precision: Curve


def measured(text: str) -> list[Measured]:
    """The sets of passages that were measured; none if there is no text."""
    return [
        Measured(
            NAMES.get(each["name"], each["name"]),
            each["passages"],
            each["documents"],
            _curve([(said, true) for said, true, _ in each["reliability"]]),
            _curve(each["curve"]),
        )
        for each in (json.loads(text)["sets"] if text else [])
    ]


def _curve(points: Sequence[Sequence[float]]) -> Curve:
    dots = [(round(SIDE * x, 1), round(SIDE * (1 - y), 1)) for x, y in points]
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in dots) if dots else ""
    return Curve(path, dots, [(x, y) for x, y in points])
