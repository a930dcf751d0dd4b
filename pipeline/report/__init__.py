"""Report: what was found, on a page that opens from the disk.

Reads the database's views; writes index.html, one file without anything fetched from elsewhere, and
csv/ with each view as a table that a spreadsheet can open.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
import sqlite_utils

STRONGEST = 6
"""Findings shown for a theme: commitments first, then the likeliest, at most one of a footprint at a time."""

EXPORTS = (
    "findings_readable", "coverage", "theme_by_footprint", "ambition_and_delivery", "beds_by_footprint",
    "money_by_footprint", "staff_by_footprint", "sites_at_risk", "organisation_changes", "said_in_many_plans",
)  # fmt: skip
"""Views that are written as CSV."""

QUERIES = {
    "coverage": "select * from coverage order by number",
    "themes": "select id, label from themes where axis = 'theme' and parent is null order by position",
    "counts": "select * from theme_by_footprint order by number",
    "unread": "select plan, page, message, mend from issues where code in ('no_text', 'refused', 'failed', "
    "'missing', 'page_died') order by plan, page",
    "meta": "select key, value from meta where key != 'stamp' order by key",
}

BEST = """
    select * from (
        select *, row_number() over (
            partition by footprint_code order by strength = 'commitment' desc, probability desc, finding
        ) as turn
        from findings_readable where theme = ?
    )
    where strength in ('commitment', 'proposal')
    order by turn, strength = 'commitment' desc, probability desc, finding limit ?
"""


def site(db: sqlite_utils.Database, folder: Path) -> None:
    """Write the report into a folder that is there and empty."""
    tables = {name: list(db.query(query)) for name, query in QUERIES.items()}
    counts = {(row["footprint_code"], row["theme"]): row for row in tables["counts"]}
    best = {theme["id"]: list(db.query(BEST, [theme["id"], STRONGEST])) for theme in tables["themes"]}
    most = max((row["findings"] for row in tables["counts"]), default=0)
    page = _templates().get_template("index.html")
    html = page.render(
        **tables,
        cells=counts,
        best=best,
        most=most or 1,
        specimen=any(row["specimen"] for row in tables["coverage"]),
    )
    (folder / "index.html").write_text(html, encoding="utf-8")
    (folder / "csv").mkdir()
    for view in EXPORTS:
        _export(db, view, folder / "csv" / f"{view}.csv")


def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("pipeline.report"), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def _export(db: sqlite_utils.Database, view: str, path: Path) -> None:
    cursor = db.execute(f"select * from [{view}]")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column[0] for column in cursor.description])
        writer.writerows(_safe(cursor))


def _safe(rows: Any) -> Iterator[list[Any]]:
    """Rows in which no text begins as a spreadsheet's formula would: an apostrophe goes before it."""
    for row in rows:
        yield [
            f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
            for value in row
        ]
