"""The document's characters as they go into the text.

Ligatures are expanded, NUL, zero-width signs and surrogates dropped, bullets of symbol fonts made
bullets. Nothing is normalised beyond that: NFKC turns ``120¹ beds`` into ``1201 beds``.
"""

import re

LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
DROPPED = dict.fromkeys((0x00, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
HYPHENS = {0xFFFE: "-", 0x02: "-", 0xAD: "-"}
"""A soft hyphen that a page shows is a hyphen; PDF viewers never break lines themselves."""
CHARACTERS = {**LIGATURES, **DROPPED, **HYPHENS, 0x2011: "‑"}
BULLET = "•"
BULLET_CODES = frozenset(
    "\uf0b7\uf0a7\uf076\uf0d8\uf0fc\uf0a8\uf071\uf06e\uf06c\uf0e0\uf0f0\uf0a1\uf09f\uf02d\uf0be\uf0d7\uf0c4\uf0de\uf0b0\uf06f"
)
"""Wingdings and Symbol glyphs that Office uses as bullets, as their private-use codes."""
RAISED = str.maketrans("0123456789+-()*", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾*")
RAISED_TEXT = re.compile(r"[0-9][0-9,;–-]*")
RAISED_BY = 0.12
"""A baseline that moves by this share of the size has moved."""
MARKS = ((0.8, RAISED_BY), (0.95, 0.27))
"""A raised mark is set in less than the first share of its word's size and higher by the second."""


def is_raised(size: float, full: float, rise: float) -> bool:
    """Whether characters of ``size`` whose baseline lies ``rise`` above that of a word of size
    ``full`` are a raised mark."""
    return any(size < share * full and rise > by * full for share, by in MARKS)


def clean(text: str, symbols: bool = False) -> str:
    """A token's characters as they go into the text; empty when nothing of it is left."""
    if symbols and len(text) == 1 and not text.isdigit():
        return BULLET
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return "".join(BULLET if c in BULLET_CODES else c for c in text).translate(CHARACTERS)
