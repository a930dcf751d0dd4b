"""What a sum of money is: gap, deficit, saving, investment, capital, cost, funding or income.

Reads the words around a sum, gives one of these or nothing. It is said only where a word says so, and
the nearest such word decides, one after the sum before one in front of it at the same distance.
"""

import re

_MEANINGS = (
    ("gap", r"gap|shortfall|short(?= (?:of|in|by|each)\b|[.,;]|$)|pressure"),
    ("deficit", r"deficits?|overspen[dt]\w*|overdrawn"),
    ("surplus", r"surplus(?:es)?(?! (?:land|estate|propert|site|building|asset))|underspen[dt]\w*"),
    (
        "saving",
        r"sav(?:e|es|ed|ings?)|efficienc(?:y|ies)|QIPP|CIPs?|cost improvements?|cost reductions?"
        r"|productivity|(?:net|gross|recurrent|financial) benefits?",
    ),
    ("capital", r"capital|backlog|loans?|receipts?|build(?:ing)?|rebuil[dt]"),
    ("investment", r"invest(?:s|ed|ing|ments?)?"),
    ("income", r"incomes?|revenues?|turnover"),
    (
        "funding",
        r"fund(?:s|ed|ing)?|grants?|allocations?|allocated|budgets?|money|award(?:ed)?|STF|bid|pooled",
    ),
    ("cost", r"costs?|costing|spen(?:d|ds|t|ding)|expenditure|pays?|paid|bills?|price|agency|expensive"),
)
_MEANING = re.compile("|".join(rf"(?P<{name}>\b(?:{words})\b)" for name, words in _MEANINGS), re.I)
REACH = 60
"""How many characters away a word may stand and still say what a sum is."""
_PREFERENCE = 8
"""A word in front is taken to be so much farther than it is: "£9m capital" beats "funding of"."""


def meaning(text: str, start: int, end: int) -> str:
    """What the sum at ``start:end`` of a sentence is, or an empty string."""
    best, distance = "", REACH
    for match in _MEANING.finditer(text, max(0, start - 2 * REACH), end + 2 * REACH):
        after = match.start() >= end
        between = text[end : match.start()] if after else text[match.end() : start]
        if re.search(r"£|[.;]\s" if after else r"[.;]\s", between):
            continue
        gap = match.start() - end if after else start - match.end()
        if not after and not re.search(r"\b(?:of|by|at|to|is)\W*$", between):
            gap += _PREFERENCE
        if 0 <= gap < distance:
            best, distance = str(match.lastgroup), gap
    return best
