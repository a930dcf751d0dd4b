"""Agree: how far coders say the same of the same passages, and where they do not.

Reads judgements of one round, the model's among them where it is asked for. Krippendorff's alpha (the
`krippendorff` package) is nominal for each label, ordinal for strength, and has the MASI distance
(Passonneau, LREC 2006) for sets of labels, which counts a part in common as less than all and more than
nothing. Intervals are the middle 95 % when passages are drawn anew.
"""

import warnings
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, NamedTuple

import krippendorff
import numpy as np

from pipeline.codebook import STRENGTHS, Codebook, Theme
from pipeline.labels.coding import MODEL, Judgement

RESAMPLES = 500
SEED = 0


class Agreement(NamedTuple):
    """How far coders agree on one thing: on how many passages, how many times they gave it, the share of
    pairs of codings that say the same, and alpha with its interval. Alpha is not a number where all
    codings say the same, since there is then nothing to tell agreement from chance."""

    what: str
    passages: int
    given: int
    share: float
    alpha: float
    low: float
    high: float


class Disagreement(NamedTuple):
    """A passage of which coders say different things: each one's judgement, by name, and what differs."""

    ref: str
    fingerprint: str
    said: dict[str, Judgement]
    differs: tuple[str, ...]


Passages = dict[tuple[str, str], dict[str, Judgement]]


def by_passage(judgements: Iterable[Judgement], coders: Sequence[str]) -> Passages:
    """The passages that at least two of the coders judged, with what each said."""
    found: Passages = {}
    for each in judgements:
        if each.annotator in coders:
            found.setdefault((each.ref, each.fingerprint), {})[each.annotator] = each
    return {key: found[key] for key in sorted(found) if len(found[key]) > 1}


def agreements(judgements: Iterable[Judgement], coders: Sequence[str], frame: Codebook) -> list[Agreement]:
    """The agreement of coders on sets of labels, on strength, and on each label."""
    passages = list(by_passage(judgements, coders).values())
    groups = {
        "all labels": frame.entries, "themes": frame.themes, "sub-themes": frame.subthemes,
        "lenses": frame.lenses,
    }  # fmt: skip
    sets = [_agreement(name, passages, _among(entries), _masi) for name, entries in groups.items()]
    each = [_agreement(entry.id, passages, _gives(entry.id), "nominal") for entry in frame.entries]
    return [*sets, _agreement("strength", passages, _rung, "ordinal"), *each]


def _among(entries: Iterable[Theme]) -> Callable[[Judgement], Hashable]:
    ids = {entry.id for entry in entries}
    return lambda judgement: judgement.labels & ids


def _gives(label: str) -> Callable[[Judgement], Hashable]:
    return lambda judgement: label in judgement.labels


def _rung(judgement: Judgement) -> int | None:
    return STRENGTHS.index(judgement.strength) if judgement.strength else None


def disagreements(judgements: Iterable[Judgement], coders: Sequence[str]) -> list[Disagreement]:
    """The passages on which coders differ."""
    out = []
    for (ref, fingerprint), said in by_passage(judgements, coders).items():
        sets = [each.labels for each in said.values()]
        differs = set().union(*sets) - frozenset.intersection(*sets)
        if len({each.strength for each in said.values()}) > 1:
            differs.add("strength")
        if differs:
            out.append(Disagreement(ref, fingerprint, said, tuple(sorted(differs))))
    return out


def text(judgements: Sequence[Judgement], coders: Sequence[str], frame: Codebook) -> str:
    """The agreement of people as lines of text, beside it that of each with the model where it judged."""
    people = [each for each in coders if each != MODEL]
    groups = [people] if len(people) > 1 else []
    groups += [[MODEL, each] for each in people] if MODEL in coders else []
    found = {" and ".join(group): agreements(judgements, group, frame) for group in groups}
    found = {name: rows for name, rows in found.items() if rows[0].passages}
    if not found:
        return "no passage was judged by two of them"
    lines = ["alpha with the interval of 95 %, share of pairs that agree, times given"]
    for name, rows in found.items():
        lines += ["", f"{name}: {rows[0].passages} passages"]
        lines += [_line(each) for each in rows if each.given]
    return "\n".join(lines)


def _line(each: Agreement) -> str:
    alpha = "all alike" if np.isnan(each.alpha) else f"{each.alpha:.2f} ({each.low:.2f} to {each.high:.2f})"
    return f"  {each.what:<52}{alpha:<24}{each.share:>5.0%}{each.given:>6}"


Distance = str | Callable[[Sequence[Any]], np.ndarray]


def _agreement(
    what: str,
    passages: Sequence[dict[str, Judgement]],
    value: Callable[[Judgement], Hashable],
    distance: Distance,
) -> Agreement:
    """``value`` is what a coder says, or None for nothing; ``distance`` a level of measurement, or the
    distances between the values as a function of all of them."""
    said = [[each for each in map(value, one.values()) if each is not None] for one in passages]
    said = [each for each in said if len(each) > 1]
    domain: list[Any] = sorted({each for one in said for each in one}, key=_order)
    given = sum(bool(each) for one in said for each in one)
    counts = np.array([[one.count(each) for each in domain] for one in said])
    share = _share(counts)
    if len(domain) < 2:
        return Agreement(what, len(said), given, share, np.nan, np.nan, np.nan)
    level: Any = distance
    if not isinstance(distance, str):
        distances = distance(domain)
        level = lambda v1, v2, i1, i2, n_v, dtype: distances[i1, i2].astype(dtype)  # noqa: E731
    random = np.random.default_rng(SEED)
    draws = random.integers(0, len(counts), (RESAMPLES, len(counts)))
    values = np.array([_alpha(counts[draw], level) for draw in draws])
    values = values[~np.isnan(values)]
    low, high = np.percentile(values, [2.5, 97.5]) if len(values) else (np.nan, np.nan)
    return Agreement(what, len(said), given, share, _alpha(counts, level), float(low), float(high))


def _alpha(counts: np.ndarray, level: Any) -> float:
    """Alpha, not a number where only one value occurs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return float(krippendorff.alpha(value_counts=counts, level_of_measurement=level))


def _share(counts: np.ndarray) -> float:
    """The share of pairs of codings of the same passage that say the same."""
    if not counts.size:
        return float("nan")
    totals = counts.sum(axis=1)
    return float((counts * (counts - 1)).sum() / (totals * (totals - 1)).sum())


def _masi(domain: Sequence[frozenset[str]]) -> np.ndarray:
    return np.array([[masi(one, other) for other in domain] for one in domain])


def masi(one: frozenset[str], other: frozenset[str]) -> float:
    """The MASI distance of two sets: 1 less the share in common (Jaccard), weighed by 1 if they are the same,
    2/3 if one holds the other, 1/3 if both have something of their own."""
    common = one & other
    if one == other:
        return 0.0
    weight = 2 / 3 if common in (one, other) else 1 / 3 if common else 0.0
    return 1 - weight * len(common) / len(one | other)


def _order(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value
