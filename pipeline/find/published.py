"""When a plan was written, where its register does not say: not before the years that it tells of as past.

Reads a plan's passages, gives "~2020" or nothing. Without it a report of 2021 whose date is not known would
have its "workshops held in June 2020" read as work to come. The tilde says that it is estimated: years up to
it are past, but "within three years" is not counted from it.
"""

import re
from collections import Counter
from collections.abc import Iterable

from pipeline.find.dates import MONTHS, PLAN_YEAR
from pipeline.find.sentences import sentences
from pipeline.records import Passage

_YEAR = re.compile(
    r"\b(?:in|during|since|of|between|and|to|at|from) (?:(?:the )?(?:end|start|beginning|spring|summer|autumn"
    r"|winter|early|late|mid)[ -](?:of )?)?(?:(?:\d{1,2}(?:st|nd|rd|th)? )?(?:"
    + MONTHS.replace(" ", "|")
    + r") )?(20[0-4][0-9])\b(?![/–-])",
    re.I,
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|has been|have been|took|began|published|launched|conducted|saw|found|showed|fell"
    r"|rose|held|ran|released|became|led|recorded|reported)\b",
    re.I,
)
_AHEAD = re.compile(
    r"\b(?:will|shall|would|should|by|until|plan\w*|propos\w*|expect\w*|forecast\w*|project\w*|aim\w*"
    r"|target\w*|going to|due|trajectory)\b",
    re.I,
)
_ENOUGH = 3
"""So many sentences must tell of a year as past: one or two may tell of an imagined future."""


def estimated(passages: Iterable[Passage]) -> str:
    """The latest year that the passages tell of as past, as "~2020"; empty where there is none after the year
    that is taken anyway."""
    told: Counter[int] = Counter()
    for passage in passages:
        if passage.kind == "table_row" or "20" not in passage.text:
            continue
        for start, end in sentences(passage.text):
            sentence = passage.text[start:end]
            if _PAST.search(sentence) and not _AHEAD.search(sentence):
                told.update(int(match[1]) for match in _YEAR.finditer(sentence))
    latest = max((year for year, count in told.items() if count >= _ENOUGH), default=0)
    return f"~{latest}" if latest > PLAN_YEAR else ""
