"""Reconcile: what several coders said of a passage, settled into one gold passage, with who decided.

Reads the judgements of a round and of the round in which its disagreements were settled; gives gold
passages in the format of models/gold/, and what is still open with the reason. Coders who agree have
decided together; where they differ someone must have judged the passage again.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pipeline.codebook import Codebook
from pipeline.labels.coding import Judgement, contradiction
from pipeline.labels.sample import Passage

SETTLED = "-settled"
"""What is added to a round's name for the round in which its disagreements are settled."""


class Open(NamedTuple):
    """A passage that is not gold yet, and why."""

    ref: str
    reason: str


def gold(
    judgements: Iterable[Judgement],
    turn: str,
    passages: Mapping[tuple[str, str], Passage],
    frame: Codebook,
) -> tuple[list[dict[str, Any]], list[Open]]:
    """The gold of a round as the lines of a gold file, and what is open. ``passages`` are those known, by ref
    and fingerprint. ``reading`` says what a line rests on: settled, agreed, or single (one coder's word)."""
    coded: dict[tuple[str, str], list[Judgement]] = {}
    settled: dict[tuple[str, str], list[Judgement]] = {}
    for each in judgements:
        if each.round in (turn, turn + SETTLED):
            group = coded if each.round == turn else settled
            group.setdefault((each.ref, each.fingerprint), []).append(each)
    lines, left = [], []
    for key in sorted({*coded, *settled}):
        said = sorted(coded.get(key, []), key=lambda each: each.annotator)
        try:
            reading, judgement, deciders = _decided(said, settled.get(key, []))
            if key not in passages:
                raise ValueError("its passage has other words now, and no sample holds the old ones")
            line = _line(passages[key], judgement, frame)
        except ValueError as error:
            left.append(Open(key[0], str(error)))
            continue
        lines.append(
            line
            | {"reading": reading, "round": turn, "annotators": [each.annotator for each in said]}
            | {"decided_by": deciders, "codebook_version": judgement.codebook_version}
        )
    return lines, left


def _decided(said: list[Judgement], settled: list[Judgement]) -> tuple[str, Judgement, list[str]]:
    """What a passage's labels rest on, the judgement that holds, and who decided. Raises ValueError where
    nobody has."""
    for reading, group in (("settled", settled), ("agreed" if len(said) > 1 else "single", said)):
        if not group:
            continue
        if len({(each.labels, each.strength) for each in group}) > 1:
            names = ", ".join(each.annotator for each in group)
            raise ValueError(f"{names} differ" + (" in settling it" if reading == "settled" else ""))
        first = group[0]
        if odd := contradiction(first) or ("" if first.strength else "it has no strength"):
            raise ValueError(f"{first.annotator}: {odd}")
        return reading, first, sorted(each.annotator for each in group)
    raise ValueError("nobody has judged it")


def _line(passage: Passage, judgement: Judgement, frame: Codebook) -> dict[str, Any]:
    def among(entries: Iterable[Any]) -> list[str]:
        return [entry.id for entry in entries if entry.id in judgement.labels]

    if unknown := sorted(judgement.labels - set(frame.ids())):
        raise ValueError(f"the codebook {frame.version} has no label {', '.join(unknown)}")
    return {
        "text": passage.text,
        "section": passage.section,
        "context": passage.context,
        "themes": among(frame.themes),
        "subthemes": among(frame.subthemes),
        "lenses": among(frame.lenses),
        "strength": judgement.strength,
        "doc": passage.plan,
        "voice": "people",
        "kind": passage.kind,
        "ref": passage.ref,
        "fingerprint": passage.fingerprint,
    }
