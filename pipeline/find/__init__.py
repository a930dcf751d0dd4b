"""Find: what a passage says, how strongly, how much, where and by whom.

Reads a plan, its passages, their labels and the gazetteers; writes for each passage, in order, its strength,
one finding for each accepted theme with the sentence that bears it, its quantities and its mentions. Nothing
looks across plans here.
"""

from collections.abc import Iterable, Iterator

from pipeline import codebook
from pipeline.find import published, quantities, quotation, strength
from pipeline.find.entities import Names
from pipeline.records import Entity, Finding, Issue, Labels, Mention, Passage, Plan, Quantity, Strength

__all__ = ["Names", "findings", "findings_by"]


def findings(
    plan: Plan, passages: Iterable[Passage], labels: Iterable[Labels], gazetteers: Iterable[Entity]
) -> Iterator[Finding | Strength | Quantity | Mention | Issue]:
    """What the passages of one plan say, in their order.

    For each passage one :class:`Strength`, one :class:`Finding` per accepted top-level theme (by the order
    of its labels), then its quantities and its mentions in the order of the text. A passage without labels
    gets an :class:`Issue`.
    """
    return findings_by(Names(gazetteers, plan.footprint), plan, passages, labels)


def findings_by(
    names: Names, plan: Plan, passages: Iterable[Passage], labels: Iterable[Labels]
) -> Iterator[Finding | Strength | Quantity | Mention | Issue]:
    """The same by names made ready once, for those who ask again and again."""
    themes = {each.id for each in codebook.read().themes}
    whole = list(passages)
    by_ref = {each.ref: each for each in labels}
    names.define(whole)
    dated = plan.published or published.estimated(whole)
    for passage in whole:
        given = by_ref.get(passage.ref)
        if given is None:
            yield Issue(
                "find",
                "warning",
                "unlabelled",
                f"{passage.ref} has no labels",
                "run classify again",
                passage.page,
            )
            given = Labels(passage.ref, (), {})
        amounts, named = quantities.quantities(passage, dated), names.mentions(passage)
        accepted = [each for each in given.labels if each.accepted]
        level = strength.strength(
            passage,
            given.strength,
            published=dated,
            labelled=bool(accepted),
            definite=bool(amounts or named),
        )
        yield Strength(passage.ref, level)
        for label in accepted:
            if label.theme in themes:
                start, end = quotation.quotation(passage, label, amounts, dated)
                page = quotation.page_at(passage, start)
                quote = passage.text[start:end]
                yield Finding(passage.ref, label.theme, label.probability, level, quote, start, end, page)
        yield from amounts
        yield from named
