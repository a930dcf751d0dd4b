"""The answers that readers want first: beds, money, staff, sites and organisations, by footprint.

Each lists what was found, and gives one row with a note to a footprint of which nothing was found:
silence is told from what could not be read.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class View(NamedTuple):
    """A view: what it answers, its SELECT, and what columns mean that mean something else elsewhere."""

    description: str
    sql: str
    columns: Mapping[str, str] = MappingProxyType({})


LINK = """CASE WHEN pl.url || pl.archive_url = '' THEN ''
    ELSE coalesce(nullif(pl.url, ''), pl.archive_url) || '#page=' || {page} END"""
"""From a row to the page, in the archived copy where no other address is known."""

NOTHING = """'nothing found, ' || co.unread_pages
    || CASE co.unread_pages WHEN 1 THEN ' page' ELSE ' pages' END || ' unread'
    || CASE WHEN co.status IN ('read', 'rescued') THEN '' ELSE '; ' || co.reason END"""

NAMED = """(SELECT group_concat(name, ', ') FROM (SELECT DISTINCT en.name FROM mentions me
        JOIN entities en ON en.id = me.entity WHERE me.passage = pa.id {where} ORDER BY en.name))"""
"""The places and bodies that a passage names."""

PLACE = {
    "plan": "pl.id",
    "plan_kind": "pl.kind",
    "ref": "pa.ref",
    "section": "pa.section",
    "text_source": "pa.text_source",
}
"""Where a row comes from."""


def figures(kind: str, theme: str) -> str:
    """The figures of a kind, each with its sentence; the probability is that of the theme they belong to."""
    columns = {
        **{name: f"qu.{name}" for name in ("page", "value", "value_high", "unit", "direction", "by_year")},
        "counts": "qu.counts",
        "text": "qu.text",
        "strength": "pa.strength",
        "probability": f"""(SELECT probability FROM passage_themes pt
        WHERE pt.passage = pa.id AND pt.theme = '{theme}')""",
        "themes": "pa.themes",
        "quote": "substr(pa.text, qu.quote_start + 1, qu.quote_end - qu.quote_start)",
        "link": LINK.format(page="qu.page"),
        **PLACE,
        "quantity": "qu.id",
    }
    source = "quantities qu JOIN passages pa ON pa.id = qu.passage JOIN plans pl ON pl.id = pa.plan"
    return per_footprint(columns, source, f"qu.kind = '{kind}'")


def changes(
    columns: Mapping[str, str], theme: str, source: str = "", where: str = "", group: str = ""
) -> str:
    """The findings on a theme that wish, propose or commit to something: not what is the case already."""
    found = {
        **columns,
        "strength": "fi.strength",
        "probability": "fi.probability",
        "subthemes": "fi.subthemes",
        "quote": "fi.quote",
        "page": "fi.page",
        "link": LINK.format(page="fi.page"),
        **PLACE,
        "finding": "fi.id",
    }
    return per_footprint(
        found,
        f"findings fi JOIN passages pa ON pa.id = fi.passage JOIN plans pl ON pl.id = pa.plan {source}",
        f"fi.theme = '{theme}' AND fi.strength IN ('aspiration', 'proposal', 'commitment') {where}",
        group,
    )


def per_footprint(columns: Mapping[str, str], source: str, where: str, group: str = "") -> str:
    """Rows listed by footprint, and one row with a note for each footprint that has none.

    ``columns`` are names with their expressions over ``source``, in which ``pl`` is the plan.
    """
    shown = ",\n    ".join(f"{expression} AS {name}" for name, expression in columns.items())
    return f"""SELECT fp.name AS footprint, {shown},
    pl.specimen, '' AS note, fp.code AS footprint_code
FROM {source}
JOIN footprints fp ON fp.code = pl.footprint
WHERE {where} {group}
UNION ALL
SELECT co.footprint, {", ".join(["NULL"] * len(columns))}, co.specimen,
    {NOTHING}, co.footprint_code
FROM coverage co
WHERE co.footprint_code NOT IN (SELECT pl.footprint FROM {source} WHERE {where})"""


ANSWERS = {
    "beds_by_footprint": View(
        "Every number of beds, to close, to open or as they stand",
        figures("beds", "acute_reconfiguration"),
        {"probability": "Calibrated probability that the passage is about acute reconfiguration"},
    ),
    "money_by_footprint": View(
        "Every sum of money: gaps, savings, capital; passages that speak of money only are here too",
        figures("money", "finance"),
        {"probability": "Calibrated probability that the passage speaks of money"},
    ),
    "staff_by_footprint": View(
        "Every number of staff",
        figures("staff", "workforce"),
        {"probability": "Calibrated probability that the passage is about the workforce"},
    ),
    "sites_at_risk": View(
        "Hospitals named where a change of acute services is wished, proposed or committed to, and what "
        "becomes of each: a pledge that it stays as it is has the change none",
        changes(
            {
                "hospital": "en.name",
                "change": """CASE WHEN sum(me.change = 'loss') THEN 'loss'
        WHEN sum(me.change = 'none') THEN 'none' WHEN sum(me.change = 'gain') THEN 'gain' ELSE '' END""",
                "in_quote": 'max(me.start >= fi.quote_start AND me."end" <= fi.quote_end)',
                "entity": "en.id",
            },
            "acute_reconfiguration",
            "JOIN mentions me ON me.passage = pa.id JOIN entities en ON en.id = me.entity",
            "AND en.kind = 'hospital'",
            "GROUP BY fi.id, en.id",
        ),
    ),
    "service_changes": View(
        "Changes of hospital services that are wished, proposed or committed to, a hospital named or not",
        changes({"hospitals": NAMED.format(where="AND en.kind = 'hospital'")}, "acute_reconfiguration"),
    ),
    "capacity_cuts": View(
        "Where beds go or a hospital loses services, with or without community care spoken of beside it",
        changes(
            {
                "beds": """(SELECT group_concat(text, ', ') FROM (SELECT qu.text FROM quantities qu
        WHERE qu.passage = pa.id AND +qu.kind = 'beds' AND qu.direction = 'down' ORDER BY qu.start))""",
                "hospitals": NAMED.format(where="AND me.change = 'loss'"),
                "alternative": "fi.alternative",
                "alternative_ref": """CASE WHEN fi.alternative THEN (SELECT be.ref FROM passages be
        WHERE be.id BETWEEN pa.id - 1 AND pa.id + 1 AND +be.plan = pa.plan AND be.section = pa.section
        AND instr(be.subthemes, 'primary_care>integrated_community_care') ORDER BY be.id LIMIT 1) END""",
            },
            "acute_reconfiguration",
            where="""AND (fi.beds_down OR EXISTS (SELECT 1 FROM mentions me
        WHERE me.passage = pa.id AND me.change = 'loss'))""",
        ),
    ),
    "organisation_changes": View(
        "New organisations, mergers, contracts and boards: wished, proposed or committed to",
        changes(
            {"bodies": NAMED.format(where="")},
            "organisational_arrangements",
        ),
    ),
}
