"""What Datasette is told of the database, by the database itself: every table and column described.

Reads the tables ``columns``, ``plans`` and ``themes``; the questions are those of the README.
"""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from pipeline.questions import QUESTIONS

TITLE = "What the plans say"
SOURCE = "the plans that the table of plans names, each with its address"
LICENCE = (
    "the plans' words are those of the bodies that wrote them; tables and labels are under the MIT licence"
)

FACETS = {
    "findings_readable": ["footprint", "theme_label", "strength"],
    "passages_readable": ["footprint", "kind", "strength"],
    "beds_by_footprint": ["footprint", "direction"],
    "money_by_footprint": ["footprint", "counts"],
    "staff_by_footprint": ["footprint", "direction"],
    "sites_at_risk": ["footprint", "strength"],
    "organisation_changes": ["footprint", "strength"],
    "theme_by_footprint": ["theme_label"],
    "ambition_and_delivery": ["theme_label"],
    "conflicts": ["footprint", "kind"],
    "passages": ["plan", "kind", "strength"],
    "findings": ["theme", "strength"],
    "quantities": ["kind", "direction"],
    "entities": ["kind"],
    "issues": ["code", "severity"],
}
"""Columns of few values, by which a reader narrows what is listed."""

LABELS = {
    "footprints": "name",
    "plans": "title",
    "passages": "ref",
    "themes": "label",
    "entities": "name",
}
"""The column that names a row, where another table refers to it."""

SEARCHED = {"findings_readable": "passage", "said_in_one_plan": "passage", "passages_readable": "passage"}
"""Views that can be searched, and their column that has the passage's id."""


TITLES = {"findings_readable": "Findings", "passages_readable": "Passages"}
"""Names of views that do not read well as words."""

SHOWN = {
    "findings_readable": "footprint plan_kind page theme_label strength quote ref",
    "said_in_one_plan": "footprint plan_kind page theme_label strength quote ref",
    "passages_readable": "footprint plan_kind page themes strength text ref",
    "beds_by_footprint": "footprint plan_kind page value by_year direction quote note ref",
    "money_by_footprint": "footprint plan_kind page value counts by_year direction quote note ref",
    "staff_by_footprint": "footprint plan_kind page value counts by_year direction quote note ref",
    "sites_at_risk": "footprint plan_kind page hospital strength quote note ref",
    "organisation_changes": "footprint plan_kind page bodies strength quote note ref",
    "conflicts": "footprint plan_kind page value unit counts by_year direction quote ref",
    "said_in_many_plans": "plans footprint page similarity themes quote ref",
}
"""Columns that a screen has room for, where a view has more; the rest is a link away."""


def columns(view: str) -> str:
    """The columns shown of a view, as Datasette's part of an address; empty where all are."""
    return urlencode([("_col", column) for column in SHOWN.get(view, "").split()])


def read(database: Path) -> dict[str, Any]:
    """Metadata for a database of the pipeline's.

    Raises sqlite3.DatabaseError for a file that is none.
    """
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        described = connection.execute('select "table", "column", description from columns').fetchall()
        plans, specimens = connection.execute(
            "select count(*), coalesce(sum(specimen), 0) from plans"
        ).fetchone()
    finally:
        connection.close()
    tables: dict[str, dict[str, Any]] = {}
    for name, column, description in described:
        table = tables.setdefault(name, _table(name))
        if column:
            table["columns"][column] = description
        else:
            table["description"] = description
    return {
        "title": TITLE,
        "description": f"Findings from {plans} documents, each with its words and their page.",
        "specimens": specimens,
        "source": SOURCE,
        "source_url": f"/{database.stem}/plans",
        "license": LICENCE,
        "databases": {
            database.stem: {
                "title": "Tables and questions",
                "description": "Every table and view, with what each column means.",
                "tables": tables,
                "queries": {
                    name: {
                        "title": each.title,
                        "description": each.caveat,
                        "sql": each.sql.strip(),
                        "hide_sql": True,
                        "example": urlencode(each.example),
                    }
                    for name, each in QUESTIONS.items()
                },
            }
        },
    }


def _table(name: str) -> dict[str, Any]:
    title = TITLES.get(name) or name.replace("_", " ").capitalize()
    table: dict[str, Any] = {"title": title, "columns": {}, "size": 50}
    if name in FACETS:
        table["facets"] = FACETS[name]
    if name in LABELS:
        table["label_column"] = LABELS[name]
    if name in SEARCHED:
        table |= {"fts_table": "passages_fts", "fts_pk": SEARCHED[name]}
    return table
