"""What a clause says becomes of the hospital that it names.

Reads a sentence and the place of a hospital's name in it; gives ``loss`` (it closes, or loses services or
beds), ``gain``, ``none`` (a pledge that it stays as it is) or nothing. Being named where services change is
not being closed: "there are no plans to close the unit at Marsh End" must not be counted with closures.
"""

import re

_CLAUSE = re.compile(
    r"[;:•]|,? (?:but|while|whilst|whereas|although|though)\b|,? and (?=(?:the )?[A-Z][^,;]{2,60}"
    r" (?:will|would|could|should|is|are|has|have|keeps?|loses?|closes?|stays?)\b)"
)
"""Where one statement ends and the next begins."""
_SHUT = (
    r"(?:clos|shut|los|remov|downgrad|ceas|withdr|mov|transfer|relocat|reduc|cut|chang|sell|sold|affect)\w*"
)
_GONE = re.compile(r"\b(?:remain|stay|kept|keep)s? (?:temporarily )?(?:closed|shut)\b|\bno longer\b", re.I)
_STAYS = re.compile(
    r"\bno (?:\w+ )?(?:plans?|intentions?|proposals?|decisions?|changes?|question|suggestion)\b"
    rf"|\b(?:not|never|n['’]t|neither|nor) (?:\w+ ){{0,3}}{_SHUT}"
    r"|\b(?:stay|remain|retain|keep)(?:s|ed|ing)?\b|\bkept\b"
    r"|\bcontinu\w+ (?:to (?!clos|los|reduc|fall|shrink)|as\b|at\b)|\bwill continue$"
    r"|\b(?:protect|safeguard|preserv|maintain)\w*\b|\bsecure future\b|\brul(?:e|ed"
    r"|ing) out (?:\w+ )?clos\w+",
    re.I,
)
_MOVE = re.compile(r"\b(?:mov|transfer|relocat|shift|centralis|consolidat|concentrat|merg)\w*\b", re.I)
_NAMES = r"(?:(?:the |and |or |both |of |[A-Z][\w’'.-]*,? ?))*"
_FROM = re.compile(rf"\b(?:from|out of|away from) {_NAMES}$")
_TO = re.compile(rf"\b(?:to|into|onto|at|on|in) {_NAMES}$")
_LOSS = re.compile(
    r"\b(?:clos(?:e|es|ed|ing|ures?)|shut\w*|ceas\w+|withdraw\w*|decommission\w*|downgrad\w*|los(?:e|es"
    r"|ing|s)|stop\w*"
    r"|remov\w+|sold|sale|dispos\w+|vacat\w+|demoli\w+|reduc\w+|fewer|cut|cuts|cutting)\b",
    re.I,
)
_GAIN = re.compile(
    r"\b(?:open(?:s|ed|ing)?|new|expan\w+|extend\w*|rebuil[dt]\w*|gains?|additional|extra|more|become\w*"
    r"|increas\w+|develop\w*|invest\w*|redevelop\w*)\b",
    re.I,
)


def change(sentence: str, start: int, end: int) -> str:
    """What becomes of the hospital named at ``start:end`` of a sentence, as its own clause says it."""
    first = max((match.end() for match in _CLAUSE.finditer(sentence, 0, start)), default=0)
    after = _CLAUSE.search(sentence, end)
    clause = sentence[first : after.start() if after else len(sentence)]
    if _GONE.search(clause):
        return "loss"
    if _STAYS.search(clause):
        return "none"
    if _MOVE.search(clause):
        before = sentence[first:start]
        return "loss" if _FROM.search(before) else "gain" if _TO.search(before) else ""
    return "loss" if _LOSS.search(clause) else "gain" if _GAIN.search(clause) else ""
