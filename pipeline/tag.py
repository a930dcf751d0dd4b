"""Tag passages that come from anywhere, by the same cores that the stages run.

Reads JSON Lines with "text" and perhaps "section", "context", "id", "footprint" and "doc", the document that
a passage is from; gives one line of JSON for each, in order, or what is wrong with it.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

import msgspec

from pipeline import classify, codebook, find
from pipeline.records import Entity, Finding, Label, Mention, Passage, Plan, Quantity, Strength

TOGETHER = 5000
"""Lines read before any is answered: what those of one document are about shows in the themes of each."""


class Question(msgspec.Struct, frozen=True):
    """A line that comes in; unknown keys are ignored."""

    text: str
    section: str | None = ""
    context: str | None = ""
    id: str | int | None = None
    footprint: str | None = ""
    doc: str | int | None = None


class Unreadable(NamedTuple):
    """What is wrong with a line."""

    reason: str


def answers(lines: Iterable[bytes], gazetteers: Iterable[Entity]) -> Iterator[tuple[int, bytes | Unreadable]]:
    """For each line its number and its answer as JSON, or why there is none. Blank lines are passed over."""
    known = tuple(gazetteers)
    names = cache(lambda footprint: find.Names(known, footprint))
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    while batch := list(islice(numbered, TOGETHER)):
        questions = [(number, _question(line)) for number, line in batch]
        yield from _answered(questions, names)


def _question(line: bytes) -> Question | Unreadable:
    try:
        question = msgspec.json.decode(line, type=Question)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        return Unreadable(str(error))
    return question if question.text.strip() else Unreadable('"text" is empty')


def _answered(
    questions: list[tuple[int, Question | Unreadable]], names: Callable[[str], find.Names]
) -> Iterator[tuple[int, bytes | Unreadable]]:
    readable = [(number, each) for number, each in questions if isinstance(each, Question)]
    passages = [_passage(number, each) for number, each in readable]
    # A passage that names no document stands in one of its own.
    documents = [f"line {number}" if each.doc is None else f"doc {each.doc}" for number, each in readable]
    labelled = list(classify.labels(passages, classify.model(), documents))
    answered = {}
    for (number, question), passage, labels in zip(readable, passages, labelled, strict=True):
        plan = Plan(id="", footprint=question.footprint or "", title="")
        records = list(find.findings_by(names(plan.footprint), plan, [passage], [labels]))
        answered[number] = msgspec.json.encode(_answer(question, labels.labels, records))
    for number, each in questions:
        yield number, each if isinstance(each, Unreadable) else answered[number]


def _passage(number: int, question: Question) -> Passage:
    return Passage(
        ref=str(number), fingerprint="", page=1, section=question.section or "", kind="paragraph",
        context=question.context or "", text=question.text, words=len(question.text.split()),
        text_source="native", slices=(), lines=(),
    )  # fmt: skip


def _answer(question: Question, labels: Iterable[Label], records: list[Any]) -> dict[str, Any]:
    frame = codebook.read()
    accepted = {label.theme for label in labels if label.accepted}

    def among(entries: Iterable[codebook.Theme]) -> list[str]:
        return [each.id for each in entries if each.id in accepted]

    return {
        "id": question.id,
        "themes": {label.theme: label.probability for label in labels},
        "accepted": among(frame.themes),
        "subthemes": among(frame.subthemes),
        "lenses": among(frame.lenses),
        "strength": next(each.strength for each in records if isinstance(each, Strength)),
        "quotes": [
            {"theme": each.theme, "start": each.quote_start, "end": each.quote_end}
            for each in records
            if isinstance(each, Finding)
        ],
        "quantities": [_without_ref(each) for each in records if isinstance(each, Quantity)],
        "mentions": [_without_ref(each) for each in records if isinstance(each, Mention)],
    }


def _without_ref(record: Quantity | Mention) -> dict[str, Any]:
    return {key: value for key, value in msgspec.structs.asdict(record).items() if key != "ref"}
