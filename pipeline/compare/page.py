"""A comparison as an HTML page that needs nothing else."""

import itertools
from collections.abc import Iterable

import jinja2
import sqlite_utils

from pipeline.compare import OUTCOMES, Comparison, summary

SHOWN = 10
"""Figures that are ours only, of one footprint, on the page; the table has them all."""


def page(db: sqlite_utils.Database, rows: Iterable[Comparison]) -> str:
    """The comparison as an HTML page that needs nothing else."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("pipeline.compare"), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    listed = list(rows)
    footprints = [
        {"name": name, "rows": list(mine)}
        for name, mine in itertools.groupby(listed, key=lambda row: row.footprint)
    ]
    totals = {outcome: sum(row.outcome == outcome for row in listed) for outcome in OUTCOMES}
    template = environment.get_template("index.html")
    return str(
        template.render(
            footprints=footprints, summary=summary(listed), outcomes=OUTCOMES, totals=totals, shown=SHOWN,
            made_up=any(row.source_kind == "made up" for row in listed),
            specimen=any(row.specimen for row in listed),
            labels=dict(db.execute("SELECT id, label FROM themes").fetchall()),
            meta=dict(db.execute("SELECT key, value FROM meta").fetchall()),
        )
    )  # fmt: skip
