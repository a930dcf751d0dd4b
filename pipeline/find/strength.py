"""How strongly a passage speaks: context, aspiration, proposal or commitment.

Reads a passage and what was found in it, gives a level of the codebook's ladder. Each sentence, and each cell
of a table's row, is placed by its mood (``cues``): a change that is undertaken is a commitment where a
figure, a date or a name makes it definite, else a proposal; what is asked of others is a proposal at most;
what is foretold and a completed change are context. The passage takes the strongest of its parts. A
classifier's probabilities, where given, are weighed against what the rules' answer tells.
"""

import re
from collections.abc import Mapping

from pipeline.codebook import STRENGTHS
from pipeline.find.cues import cues
from pipeline.find.sentences import sentences
from pipeline.find.tables import heads_of, is_figure, split_row
from pipeline.records import Passage

_TELLS = {
    "context": {"context": 0.77, "aspiration": 0.19, "proposal": 0.18, "commitment": 0.19},
    "aspiration": {"context": 0.07, "aspiration": 0.50, "proposal": 0.06, "commitment": 0.05},
    "proposal": {"context": 0.08, "aspiration": 0.23, "proposal": 0.62, "commitment": 0.08},
    "commitment": {"context": 0.09, "aspiration": 0.07, "proposal": 0.14, "commitment": 0.69},
}
"""How often the rules answer so where the level is so, on the gold passages: outer key the rules' answer,
inner the level."""
_SURE = 0.8
"""Where no words undertake anything, only a classifier so sure makes a commitment. On 300 passages of real
documents five of seven commitments were wrong without it and one of three with it; on the gold it costs .005
of macro F1."""

_SET = re.compile(r"\b(?:plan(?:ned)?|targets?|trajectory|proposed|to be|savings?)\b", re.I)
"""What in the head of a column says that the figures of a coming year are set, and not foretold."""

_ACTIONS = re.compile(
    r"\b(?:actions?|milestones?|schemes?|solutions?|deliverables?|initiatives?|programmes?|projects?"
    r"|elements?"
    r"|mitigations?|interventions?)\b",
    re.I,
)
_TITLE = re.compile(
    r"\W*(?:[\w -]{1,20}: )?(?:numbers?|coverage|prevalence|percentages?|proportions?|rates?"
    r"|average|total|figure|table|source|data|note)\b",
    re.I,
)
"""How the title of a figure or a table begins, which sets nothing down."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_FEW = 3
"""A note of fewer words is a bare date or a name, and sets nothing down."""

_ANSWERED = re.compile(
    r"\b(?:owners?|leads?|sponsors?|sro|due|by when|date|by whom|who|when|timescales?|timing|responsib\w+"
    r"|savings?"
    r"|benefits?|investment|capital|cost)\b",
    re.I,
)
"""The heads of a table that sets actions down: what, and by whom, when or for how much."""


def strength(
    passage: Passage,
    model: Mapping[str, float],
    *,
    published: str = "",
    labelled: bool = True,
    definite: bool = False,
) -> str:
    """The strength of a passage: ``none`` where it is not ``labelled`` with a theme or a lens.

    ``model`` gives a classifier's probability for each level; if it is empty the rules decide alone. What it
    gives to ``none`` counts for context: a passage that is labelled and says little undertakes nothing.
    ``published`` is the plan's date. ``definite`` says that figures or names were found in the passage: they
    make an undertaking definite where no cue does.
    """
    if not labelled:
        return "none"
    ruled = by_rules(passage, published, definite)
    if not model:
        return ruled
    told = {each: model.get(each, 0.0) for each in STRENGTHS[1:]}
    told["context"] += model.get("none", 0.0)
    if ruled not in ("proposal", "commitment") and told["commitment"] < _SURE:
        told["commitment"] = 0.0
    return max(told, key=lambda each: told[each] * _TELLS[ruled][each])


def by_rules(passage: Passage, published: str = "", definite: bool = False) -> str:
    """The strongest level of a passage's parts. One sentence that undertakes something is made ``definite``
    by what was found in the passage."""
    parts = _parts(passage)
    levels = [level(words, lead, published) for words, lead in parts] or ["context"]
    if passage.kind == "table_row" and _sets_down(passage):
        levels.append(level(f"will {passage.text}", "", published))
    best = max(levels, key=STRENGTHS.index)
    lone = len(parts) == 1 and definite and undertakes(cues(parts[0][0], published), parts[0][1])
    return "commitment" if best == "proposal" and lone else best


def _parts(passage: Passage) -> list[tuple[str, str]]:
    """The sentences of a passage, each with its lead-in; the cells of a row, each with its column's head."""
    text = passage.text
    cells = split_row(text) if passage.kind == "table_row" else []
    if cells:
        above = heads_of(passage.context, [text[start:end] for start, end in cells])
        return [(text[start:end], head) for (start, end), head in zip(cells, above, strict=True)]
    return [(text[start:end], passage.context) for start, end in sentences(text)]


def _sets_down(passage: Passage) -> bool:
    """Whether a row stands in a table of actions, so that it undertakes what it names."""
    return bool(_ACTIONS.search(passage.context) and _ANSWERED.search(passage.context))


def level(sentence: str, lead: str = "", published: str = "") -> str:
    """The level of one sentence by the rules; ``lead`` is the lead-in that it completes."""
    if is_figure(sentence):
        return "commitment" if _SET.search(lead) and "ahead" in cues(lead, published) else "context"
    seen = cues(sentence, published)
    led = cues(lead, published) if lead else frozenset()
    definite = "commitment" if seen & {"figure", "date", "name"} or "ahead" in led else "proposal"
    put = "commitment" if seen & {"figure", "ahead"} or "ahead" in led else "proposal"
    if "foretold" in seen and not seen & {"first_person", "should", "agreed"}:
        return "context"
    if "foretold" in led and not led & {"first_person", "agreed"}:
        return "context"
    if "no_change" in seen:
        return definite if seen & {"first_person", "will", "name"} else "context"
    if "others" in seen:
        return "aspiration" if "quality" in seen and "figure" not in seen else "proposal"
    if undertakes(seen, lead):
        return definite
    if "preferred" in seen and "name" in seen:
        return "commitment"
    if led and (said := _led(led, put)):
        return said
    if _noted(seen) and len(_WORD.findall(sentence)) >= _FEW and not _TITLE.match(sentence):
        return "commitment"
    return _asked(seen, put)


def undertakes(seen: frozenset[str], lead: str = "") -> bool:
    """Whether a sentence, or the lead-in that it completes, undertakes a change and does not only tell of
    one."""
    if "open" in seen:
        return False
    if "agreed" in seen and seen & {"ahead", "will", "would"}:
        return True
    open_ended = seen & {"if", "explore"}
    if "will" in seen and "soft" not in seen and not open_ended:
        return True
    if "under_way" in seen and not seen & {"past", "if", "explore", "should", "wish"}:
        return bool(seen & {"ahead", "figure"})
    led = cues(lead) if lead else frozenset()
    return "will" in led and not led & {"past", "wish", "soft"} and not open_ended


def _noted(seen: frozenset[str]) -> bool:
    """Whether a note without a verb sets a change down with its time or its target: "live by March", "60 →
    110"."""
    if seen & {"past", "should", "wish", "explore", "propose", "would", "if", "soft", "open"}:
        return False
    return ("ahead" in seen and "present" not in seen) or {"arrow", "figure"} <= seen


def _led(led: frozenset[str], definite: str) -> str:
    """What a lead-in that undertakes nothing makes of its items."""
    if "past" in led:
        return ""
    if led & {"should", "others"}:
        return "proposal"
    if led & {"wish", "explore", "soft"}:
        return "aspiration"
    return definite if "propose" in led else ""


def _asked(seen: frozenset[str], definite: str) -> str:
    """The level of a sentence that undertakes nothing: proposed, asked of others, wished for, or told."""
    told = "past" in seen
    if "open" in seen:
        return "aspiration"
    if "propose" in seen:
        return "proposal" if "should" in seen else definite
    if "should" in seen:
        return "aspiration" if "quality" in seen and "figure" not in seen else "proposal"
    if seen & {"wish", "soft", "explore"} and not told:
        return "aspiration"
    return "proposal" if "imperative" in seen else "context"
