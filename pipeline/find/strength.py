"""How strongly a passage speaks: context, aspiration, proposal or commitment.

Reads a passage's words and its lead-in, gives a level of the codebook's ladder. Each sentence is placed by
its mood (``cues``): a change that is undertaken is a commitment where a figure, a date or a name makes it
definite, else a proposal; what is asked of others is a proposal at most; a completed change is context. The
passage takes the strongest of its sentences. A classifier's probabilities, where given, are weighed against
what the rules' answer tells.
"""

from collections.abc import Mapping, Sequence

from pipeline.codebook import STRENGTHS
from pipeline.find.cues import CUES, cues
from pipeline.find.sentences import sentences
from pipeline.records import Quantity

_TELLS = {
    "context": {"context": 0.79, "aspiration": 0.18, "proposal": 0.18, "commitment": 0.17},
    "aspiration": {"context": 0.06, "aspiration": 0.46, "proposal": 0.06, "commitment": 0.06},
    "proposal": {"context": 0.09, "aspiration": 0.27, "proposal": 0.63, "commitment": 0.08},
    "commitment": {"context": 0.07, "aspiration": 0.09, "proposal": 0.12, "commitment": 0.69},
}
"""How often the rules answer so where the level is so, on the gold passages: outer key the rules' answer,
inner the level."""
_TRUST = 0.5
"""The exponent that weighs the rules against the classifier, for the two see much of the same; the best of
¼, ½ and 1 in four-fold cross-validation by documents."""


def strength(
    text: str,
    section: str,
    context: str,
    model: Mapping[str, float] | None = None,
    *,
    labelled: bool = True,
    kind: str = "paragraph",
    figures: Sequence[Quantity] = (),
    named: bool = False,
) -> str:
    """The strength of a passage: ``none`` where it is not ``labelled`` with a theme or a lens.

    ``model`` gives a classifier's probability for each level; without it the rules decide alone. ``figures``
    and ``named`` tell what else was found in the passage: they make an undertaking definite where no cue
    does.
    """
    if not labelled:
        return "none"
    ruled = by_rules(text, context, kind=kind, definite=bool(figures) or named)
    if not model:
        return ruled
    tells = _TELLS[ruled]
    return max(STRENGTHS[1:], key=lambda each: model.get(each, 0.0) * tells[each] ** _TRUST)


def by_rules(text: str, context: str, *, kind: str = "paragraph", definite: bool = False) -> str:
    """The strongest level of a passage's sentences. One sentence that undertakes something is made
    ``definite`` by what was found in the passage."""
    spans = sentences(text)
    levels = [level(text[start:end], context, kind) for start, end in spans] or ["context"]
    best = max(levels, key=STRENGTHS.index)
    lone = len(spans) == 1 and definite and undertakes(cues(text), context)
    return "commitment" if best == "proposal" and lone else best


def features(text: str, context: str = "") -> dict[str, float]:
    """What the rules see in a passage, for a classifier: the share of sentences with each cue, whether any
    has it, the cues of the lead-in, the level that the rules give, and the number of sentences."""
    spans = sentences(text) or [(0, len(text))]
    seen = [cues(text[start:end]) for start, end in spans]
    ruled = by_rules(text, context)
    lead = cues(context) if context else frozenset()
    values = {name: sum(name in each for each in seen) / len(spans) for name in CUES}
    values |= {f"any_{name}": float(any(name in each for each in seen)) for name in CUES}
    values |= {f"lead_{name}": float(name in lead) for name in CUES}
    values |= {f"rules_{name}": float(name == ruled) for name in STRENGTHS[1:]}
    return values | {"sentences": min(len(spans), 8) / 8, "lead": float(bool(context))}


def level(sentence: str, context: str = "", kind: str = "paragraph") -> str:
    """The level of one sentence by the rules; ``context`` is the lead-in that it completes."""
    seen = cues(sentence)
    lead = cues(context) if context and kind != "table_row" else frozenset()
    detail = bool(seen & {"figure", "date", "name"} or "ahead" in lead)
    definite = "commitment" if detail else "proposal"
    if "no_change" in seen:
        return definite if seen & {"first_person", "will", "name"} else "context"
    if "others" in seen:
        return "proposal"
    if undertakes(seen, context if kind != "table_row" else ""):
        return definite
    if "preferred" in seen and "name" in seen:
        return "commitment"
    if lead and (led := _led(lead)):
        return led
    if _noted(seen):
        return "commitment"
    return _asked(seen)


def undertakes(seen: frozenset[str], context: str) -> bool:
    """Whether a sentence, or the lead-in that it completes, undertakes a change and does not only tell of
    one."""
    if "agreed" in seen and seen & {"ahead", "will", "would"}:
        return True
    open_ended = seen & {"if", "explore"}
    if "will" in seen and "soft" not in seen and not open_ended:
        return True
    if "under_way" in seen and not seen & {"past", "if", "explore", "should", "wish"}:
        return bool(seen & {"ahead", "figure"})
    lead = cues(context) if context else frozenset()
    return "will" in lead and not lead & {"past", "wish", "soft"} and not open_ended


def _noted(seen: frozenset[str]) -> bool:
    """Whether a note without a verb sets a change down with its time or its target: "live by March", "60 →
    110"."""
    if seen & {"past", "should", "wish", "explore", "propose", "would", "if", "soft"}:
        return False
    return ("ahead" in seen and "present" not in seen) or {"arrow", "figure"} <= seen


def _led(lead: frozenset[str]) -> str:
    """What a lead-in that undertakes nothing makes of its items."""
    if "past" in lead:
        return ""
    if lead & {"wish", "explore", "soft"}:
        return "aspiration"
    return "proposal" if lead & {"should", "propose", "others"} else ""


def _asked(seen: frozenset[str]) -> str:
    """The level of a sentence that undertakes nothing: proposed, asked of others, wished for, or told."""
    told = "past" in seen
    if "propose" in seen:
        return "proposal"
    if "should" in seen:
        return "aspiration" if "quality" in seen and "figure" not in seen else "proposal"
    if seen & {"wish", "soft"} and not told:
        return "aspiration"
    if "explore" in seen and not told:
        return "aspiration"
    return "proposal" if "imperative" in seen else "context"
