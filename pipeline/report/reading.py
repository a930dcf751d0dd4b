"""What the report reads from the database: whole views where they are short, one footprint at a time where
they are long.

Reads the views that docs/database.md describes, by the names of their columns. A row is a dictionary.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import sqlite_utils

Row = dict[str, Any]

FOOTPRINTS = """
    select co.*, fo.population, fo.lead, fo.lead_organisation, fo.ccg_count, fo."column", fo."row", fo.details
    from coverage co join footprints fo on fo.code = co.footprint_code order by co.number, co.footprint_code
"""

DRAFTS = ("draft", "version")
"""Kinds of documents that are listed and not counted: what a later state of a plan took the place of."""

LABELS = "select id, parent, label, definition from themes where axis = 'theme' order by position"

PLANS = "select * from plans order by footprint, kind <> 'plan', id"

ISSUES = """
    select plans.footprint, issues.plan, issues.page, severity, code, message, mend
    from issues left join plans on plans.id = issues.plan
    order by issues.plan, issues.page, issues.id
"""

FINDINGS = """
    select fr.*, pa.kind as passage_kind, pa.context
    from findings_readable fr join passages pa on pa.id = fr.passage where footprint_code = ? order by finding
"""

FIGURES_IN_QUOTES = """
    select fi.id as finding, qu.kind, qu.text, qu.direction, qu.by_year, qu.counts
    from plans pl join passages pa on pa.plan = pl.id
    join findings fi on fi.passage = pa.id
    join quantities qu on qu.passage = pa.id and qu.start >= fi.quote_start and qu."end" <= fi.quote_end
    where pl.footprint = ? order by fi.id, qu.id
"""

SAME_WORDS = """
    select re.passage, re.cluster, pl.footprint, fp.name, pl.id as plan, pa.page, pa.ref
    from repeats re join passages pa on pa.id = re.passage
    join plans pl on pl.id = pa.plan join footprints fp on fp.code = pl.footprint
    where pl.kind NOT IN ('draft', 'version') order by re.passage
"""

SAID_IN_MANY = """
    select many.*, pa.subthemes from said_in_many_plans many join passages pa on pa.id = many.cluster
    order by many.footprints desc, many.plans desc, many.passages desc, many.cluster
"""

THEMES = "select * from theme_by_footprint"

AMBITION = "select * from ambition_and_delivery"

HOSPITALS = "select * from sites_at_risk order by footprint_code, hospital, finding"

ORGANISATIONS = "select * from organisation_changes where strength in ('proposal', 'commitment')"

CONFLICTS = "select * from conflicts order by footprint_code, conflict, quantity"

CONFLICTS_BY_FOOTPRINT = """
    select footprint, footprint_code, specimen, count(distinct conflict) as conflicts from conflicts
    where plan_kind not in ('draft', 'version') group by footprint_code
    order by conflicts desc, footprint_code
"""

FIGURES = """
    select '{0}' as kind, fi.*, pa.kind as passage_kind, pa.context
    from {0}_by_footprint fi left join passages pa on pa.ref = fi.ref order by footprint_code, plan, quantity
"""

EXAMPLE = """
    select plan_title, published, findings_readable.footprint, findings_readable.page,
        findings_readable.ref, fingerprint, quote
    from findings_readable join passages on passages.id = passage join plans on plans.id = passages.plan
    where plan_kind = 'plan'
    order by passages.kind = 'table_row', findings_readable.strength = 'commitment' desc,
        findings_readable.probability desc, finding
    limit 1
"""
"""The finding by which the report shows how to cite one."""


def rows(db: sqlite_utils.Database, query: str, *values: str) -> list[Row]:
    """The rows of a query."""
    return list(db.query(query, values))


def footprints(db: sqlite_utils.Database) -> list[Row]:
    """The footprints with what was read of each, in the order of the map; ``short_name`` is empty where
    footprints.csv has none."""
    found = rows(db, FOOTPRINTS)
    for row in found:
        row["short_name"] = json.loads(row["details"] or "{}").get("short_name") or ""
    return found


def findings(db: sqlite_utils.Database, footprint: str) -> list[Row]:
    """The findings of a footprint, each with the figures (``figures``) in its quotation."""
    figures = {
        finding: list(each)
        for finding, each in groupby(rows(db, FIGURES_IN_QUOTES, footprint), lambda row: row["finding"])
    }
    return [row | {"figures": figures.get(row["finding"], [])} for row in rows(db, FINDINGS, footprint)]


def by_footprint(found: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by the code of their footprint, without those that only say that nothing was found."""
    grouped: dict[str, list[Row]] = {}
    for row in found:
        if row["ref"]:
            grouped.setdefault(row["footprint_code"], []).append(row)
    return grouped


def figures(db: sqlite_utils.Database) -> Iterator[tuple[str, dict[str, list[Row]]]]:
    """The figures of beds, money and staff: the kind, and its rows by footprint."""
    for kind in ("beds", "money", "staff"):
        yield kind, by_footprint(rows(db, FIGURES.format(kind)))
