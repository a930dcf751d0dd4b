"""The views as tables for spreadsheets and statistics, with a data dictionary and a data package.

Reads the database; gives CSV files in UTF-8 and datapackage.json (Frictionless). What each column means
is read from the ``columns`` table, so that the dictionary cannot lag behind the database.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

import sqlite_utils

from pipeline import spreadsheet
from pipeline.report.names import web
from pipeline.report.reading import Row

EXPORTS = (
    "findings_readable", "coverage", "theme_by_footprint", "ambition_and_delivery", "beds_by_footprint",
    "money_by_footprint", "staff_by_footprint", "sites_at_risk", "organisation_changes", "said_in_many_plans",
    "conflicts", "plans", "themes", "issues",
)  # fmt: skip
"""Views and tables that are written as CSV. All passages would be 40 MB at 44 plans: they stay in the
database."""

TYPES = {"INTEGER": "integer", "INT": "integer", "REAL": "number", "FLOAT": "number", "TEXT": "string"}
"""Types of SQLite by their names in Frictionless."""

DICTIONARY = "data_dictionary"


def files(db: sqlite_utils.Database) -> Iterator[tuple[str, str]]:
    """The files of the export: name and content. The same database gives the same bytes."""
    described = {
        (row["table"], row["column"]): row["description"] for row in db.query("select * from columns")
    }
    resources, dictionary = [], list[list[Any]]()
    for name in EXPORTS:
        found = list(db.query(f"select * from [{name}]"))
        fields = _fields(db, name, found, described)
        text = table([field["name"] for field in fields], ([*row.values()] for row in found))
        yield f"{name}.csv", text
        resources.append(_resource(name, described[name, ""], fields, text))
        dictionary += [[name, each["name"], each["type"], each["description"]] for each in fields]
    names = ("file", "column", "type", "description")
    text = table(names, dictionary)
    yield f"{DICTIONARY}.csv", text
    fields = [{"name": name, "type": "string", "description": f"The {name}"} for name in names]
    resources.append(_resource(DICTIONARY, "What every column of every file means", fields, text))
    yield "datapackage.json", _package(db, resources)


def table(names: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """A table as CSV; a number that is whole is written so."""
    return spreadsheet.table(names, ([_cell(value) for value in row] for row in rows))


def _cell(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _fields(
    db: sqlite_utils.Database, name: str, found: list[Row], described: dict[tuple[str, str], str]
) -> list[dict[str, str]]:
    """The columns with their types: as declared, or for what a view works out, as its values are."""
    declared = db.execute("select name, type from pragma_table_info(?)", [name]).fetchall()
    return [
        {
            "name": column,
            "type": TYPES.get(kind) or _observed(row[column] for row in found),
            "description": described[name, column],
        }
        for column, kind in declared
    ]


def _observed(values: Iterable[Any]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if not kinds or str in kinds:
        return "string"
    return "number" if float in kinds else "integer"


def _resource(name: str, description: str, fields: list[dict[str, str]], text: str) -> dict[str, Any]:
    content = text.encode()
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "description": description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _package(db: sqlite_utils.Database, resources: list[dict[str, Any]]) -> str:
    meta = {row["key"]: row["value"] for row in db.query("select key, value from meta")}
    plans = list(db.query("select title, url, archive_url, specimen from plans order by id"))
    note = (
        " Some of the documents are specimens of invented places."
        if any(p["specimen"] for p in plans)
        else ""
    )
    addresses = [(plan["title"], web(plan["url"]) or web(plan["archive_url"])) for plan in plans]
    package = {
        "name": "stp-findings",
        "title": "Findings of Sustainability and Transformation Plans",
        "profile": "tabular-data-package",
        "version": meta.get("pipeline_version", ""),
        "description": "What the plans say, by theme and footprint: each finding a quotation with its page."
        f"{note} Text that would begin as a formula has an apostrophe before it.",
        "sources": [{"title": title, "path": address} for title, address in addresses if address],
        "resources": resources,
    }
    package = {key: value for key, value in package.items() if value}
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"
