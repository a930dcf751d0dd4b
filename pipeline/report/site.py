"""What all pages share: footprints, documents and labels by their names, and the templates.

Reads what is short enough to be read at once. Addresses are relative to the report's folder; a template puts
before them the way back to it (``root``).
"""

import json
import math
from collections.abc import Iterator
from typing import Any, TypeVar

import jinja2
import sqlite_utils

from pipeline.codebook import STRENGTHS
from pipeline.report import names, reading, tiles
from pipeline.report.reading import Row

T = TypeVar("T")

HEAVIEST = 250_000
"""Weight of the list on one page, in bytes of HTML, so that no page comes to 500 kB."""

LEVELS = tuple(reversed(STRENGTHS[1:]))
"""Strengths as they are shown: the firmest first."""


class Site:
    """The report's footprints, documents and labels, with the names of their pages."""

    def __init__(self, db: sqlite_utils.Database, copies: str) -> None:
        self.db = db
        self.footprints = reading.footprints(db)
        self.labels = reading.rows(db, reading.LABELS)
        self.themes = [label for label in self.labels if not label["parent"]]
        self.slugs = names.slugs(row["footprint_code"] for row in self.footprints)
        self.label_slugs = names.slugs(label["id"] for label in self.labels)
        self.label = {label["id"]: label for label in self.labels}
        self.plans = {plan["id"]: self._plan(plan, copies) for plan in reading.rows(db, reading.PLANS)}
        self.plan_numbers = {plan: number for number, plan in enumerate(self.plans)}
        self.label_numbers = {label: number for number, label in enumerate(self.label)}
        self.clusters = {row["cluster"]: row for row in reading.rows(db, reading.SAID_IN_MANY)}
        self.same_words = reading.rows(db, reading.SAME_WORDS)
        self.said = {
            row["passage"]: self.clusters[row["cluster"]]["plans"]
            for row in self.same_words
            if row["cluster"] in self.clusters
        }
        self.meta = {row["key"]: row["value"] for row in db.query("select key, value from meta order by key")}
        self.specimens = any(row["specimen"] for row in self.footprints)
        self._templates = _templates(self)

    def footprint_page(self, code: str, name: str = "index", number: int = 1) -> str:
        """The address of a page of a footprint."""
        return f"footprints/{self.slugs[code]}/{names.part(name, number)}"

    def theme_page(self, label: str) -> str:
        """The address of the page of a theme or sub-theme."""
        return f"themes/{self.label_slugs[label]}.html"

    def finding(self, row: Row) -> Row:
        """A finding with how many plans say it (0 if this one alone) and its labels by name."""
        subthemes = [each for each in (row["subthemes"] or "").split(", ") if each]
        said = self.said.get(row["passage"], 0)
        return row | {"said": said, "labels": [row["theme"], *subthemes]}

    def render(self, template: str, path: str, **values: Any) -> tuple[str, str]:
        """A page: its path and content."""
        values = {"site": self, "root": "../" * path.count("/"), "path": path} | values
        return path, self._templates.get_template(template).render(**values)

    def _plan(self, plan: Row, copies: str) -> Row:
        """A document with its addresses: on the web, and of the copy from which it was read. An invented
        document has none on the web."""
        address = "" if plan["specimen"] else names.web(plan["url"]) or names.web(plan["archive_url"])
        local = names.copy_of(copies, plan["id"]) if plan["status"] != "missing" else ""
        return plan | {"address": address, "local": local}


def divided(rows: list[T]) -> Iterator[list[T]]:
    """Rows in parts, none heavier than a page can bear; one part at least."""
    part, weight = list[T](), 0
    for row in rows:
        heavy = 600 + len(json.dumps(row, default=str))
        if part and weight + heavy > HEAVIEST:
            yield part
            part, weight = [], 0
        part.append(row)
        weight += heavy
    yield part


def money(value: float) -> str:
    """Pounds as they are written in a text: £1.2bn, £35m, £400."""
    sign, size = ("−" if value < 0 else ""), abs(value)
    for unit, letters in ((1e9, "bn"), (1e6, "m")):
        if size >= unit:
            return f"{sign}£{size / unit:,.4g}{letters}"
    return f"{sign}£{size:,.0f}"


def _templates(site: Site) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("pipeline.report"), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters.update(
        number=lambda value: f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}",
        money=money,
        words=lambda text: (text or "").replace("\t", " | "),
        sentence=lambda text: text[:1].upper() + text[1:],
    )
    environment.globals.update(levels=LEVELS, shade=tiles.shade, isnan=math.isnan)
    return environment
