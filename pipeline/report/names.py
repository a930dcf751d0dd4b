"""Names of files and addresses in the report.

Ids of footprints, themes and documents come from files that people write; nothing of them gets into a path or
an address but what is harmless there.
"""

import re
from collections.abc import Iterable
from urllib.parse import quote

TAKEN = ("index", "figures")
"""Pages of a footprint that are not about a theme."""


def slugs(ids: Iterable[str]) -> dict[str, str]:
    """A name for each id, of small letters, digits, - and _; no two are alike, and none is taken."""
    names: dict[str, str] = {}
    used = set(TAKEN)
    for each in ids:
        base = re.sub(r"[^a-z0-9_]+", "-", each.lower()).strip("-") or "x"
        name, number = base, 2
        while name in used:
            name, number = f"{base}-{number}", number + 1
        used.add(name)
        names[each] = name
    return names


def web(address: str | None) -> str:
    """An address if it is one of the web, or nothing: a register may hold any text."""
    return address if address and re.fullmatch(r"https?://\S+", address) else ""


def part(name: str, number: int) -> str:
    """The file of the nth part of a page that is divided; the first has the plain name."""
    return f"{name}.html" if number == 1 else f"{name}.{number}.html"


def copy_of(folder: str, plan: str) -> str:
    """Where the copy of a document lies, as an address relative to the report; nothing if ``folder`` is
    not known."""
    return quote(f"{folder}/{plan}.pdf") if folder else ""
