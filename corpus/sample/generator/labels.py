"""Reads the small notations in which the specimen plans state their labels and quantities.

Labels stand after a passage as ``[[hospital_capacity delivery commitment]]``; a quantity is marked
where it is printed, ``{£84m|money 84e6 by 2020}``. Kept apart from the pipeline so that truth never
depends on what it tests.
"""

import re
from typing import Any

FRAME = {
    "acute_reconfiguration": [
        "hospital_capacity",
        "acute_services",
        "specialised_services",
        "community_hospitals",
    ],
    "primary_care": [
        "general_practice",
        "integrated_community_care",
        "prevention",
        "mental_health",
        "productivity_variation",
    ],
    "workforce": ["recruitment_retention", "roles_skills", "numbers_cost", "culture_leadership"],
    "enablers": ["shared_records", "digital_services", "estates"],
    "organisational_arrangements": [
        "commissioning",
        "provider_collaboration",
        "contracts_payment",
        "governance",
    ],
}
LENSES = ["finance", "engagement", "delivery"]
STRENGTHS = ["none", "context", "aspiration", "proposal", "commitment"]
QUANTITY = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")
_PARENT = {sub: theme for theme, subs in FRAME.items() for sub in subs}
_READ = re.compile(
    r"(?P<kind>money|beds|staff|percent|activity|sites|population|date)"
    r" (?P<low>[\d.e]+)(?:-(?P<high>[\d.e]+))?"
    r"(?: (?P<direction>up|down))?(?: by (?P<year>\d{4}))?"
)


def labels(notation: str) -> dict[str, Any]:
    """Themes, sub-themes, lenses and strength from words such as ``estates finance commitment``.

    A sub-theme brings its theme. Raises ValueError for a word the frame does not know, and where a
    strength is missing.
    """
    words = notation.split()
    known = {*FRAME, *_PARENT, *LENSES, *STRENGTHS}
    if unknown := [word for word in words if word not in known]:
        raise ValueError(f"no such label: {unknown}")
    strengths = [word for word in words if word in STRENGTHS]
    if len(strengths) != 1 or (strengths == ["none"]) != (len(words) == 1):
        raise ValueError(f"one strength, and none only alone: {notation!r}")
    given = {_PARENT.get(word, word) for word in words}
    return {
        "themes": [theme for theme in FRAME if theme in given],
        "subthemes": [f"{_PARENT[sub]}>{sub}" for sub in _PARENT if sub in words],
        "lenses": [lens for lens in LENSES if lens in words],
        "strength": strengths[0],
    }


def split_notation(text: str) -> tuple[str, str]:
    """The words and the labels of ``words [[labels]]``; no labels where there is no notation."""
    words, _, notation = text.partition("[[")
    return words.strip(), notation.removesuffix("]]").strip()


def quantities(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The text without its marks, and the quantities marked in it, in order."""
    found = []
    for printed, notation in QUANTITY.findall(text):
        match = _READ.fullmatch(notation)
        if not match:
            raise ValueError(f"no such quantity: {notation!r}")
        found.append(
            {
                "kind": match["kind"],
                "value": float(match["low"]),
                "value_high": float(match["high"]) if match["high"] else None,
                "direction": match["direction"] or "",
                "by_year": int(match["year"]) if match["year"] else None,
                "text": printed,
            }
        )
    return QUANTITY.sub(r"\1", text), found
