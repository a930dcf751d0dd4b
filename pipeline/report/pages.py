"""The pages of the report, one after another.

Reads footprint by footprint; gives each footprint's pages and its share of the searchable findings, then the
pages that look across footprints, from what was counted on the way.
"""

from collections.abc import Iterator
from importlib import resources
from itertools import groupby
from typing import Any

from pipeline.report import across, beds, card, coded, plots, reading, search
from pipeline.report.reading import DRAFTS, Row
from pipeline.report.site import Site, divided
from pipeline.report.tally import Tally, rank

ASSETS = ("report.css", "findings.js")

STRONGEST = 3
"""Findings shown for a theme on the page of a footprint."""

Page = tuple[str, str]


def files(site: Site, model_card: str, measurements: str) -> Iterator[Page]:
    """All files of the report: (path in its folder, content)."""
    for name in ASSETS:
        yield f"assets/{name}", (resources.files("pipeline.report") / "assets" / name).read_text("utf-8")
    issues = reading.rows(site.db, reading.ISSUES)
    footprints = Footprints(site, issues)
    for row in site.footprints:
        yield from footprints.pages(row)
    yield "data/index.js", search.script("findings.begin", search.lists(site, footprints.shards))
    for label in site.labels:
        yield across.label(site, label, footprints.tallies)
    yield across.overview(site, footprints.figures, footprints.cuts, footprints.hospitals)
    yield site.render("findings.html", "findings.html")
    yield site.render(
        "method.html", "method.html", card=card.parts(model_card), measured=plots.measured(measurements),
        side=plots.SIDE, issues=issues, rounds=coded.rounds(site.db),
    )  # fmt: skip


class Footprints:
    """The pages of footprints. What they add up to is kept for the pages that look across them: ``tallies``
    by footprint and label, ``cuts`` of beds and ``hospitals`` by footprint, ``shards`` of findings in
    order."""

    def __init__(self, site: Site, issues: list[Row]) -> None:
        self.site = site
        self.figures = dict(reading.figures(site.db))
        self.tallies: dict[tuple[str, str], Tally] = {}
        self.cuts: dict[str, list[Row]] = {}
        self.shards: list[dict[str, Any]] = []
        self._issues = [issue for issue in issues if issue["severity"] != "info"]
        found = reading.by_footprint(reading.rows(site.db, reading.HOSPITALS))
        self.hospitals = {code: _hospitals(rows) for code, rows in found.items()}
        self._conflicts = reading.by_footprint(reading.rows(site.db, reading.CONFLICTS))

    def pages(self, row: Row) -> Iterator[Page]:
        """The pages of a footprint (its profile, one for each theme, its figures) and its script files."""
        site, code = self.site, row["footprint_code"]
        findings = [site.finding(each) for each in reading.findings(site.db, code)]
        for finding in findings:
            if finding["plan_kind"] not in DRAFTS:
                for label in finding["labels"]:
                    self.tallies.setdefault((code, label), Tally()).add(finding)
        yield from self._lists(row, findings)
        yield from self._figures(row)
        yield self._profile(row, findings)
        yield from self._scripts(row, findings)

    def _lists(self, row: Row, findings: list[Row]) -> Iterator[Page]:
        """Every finding of each theme. Each is told its ``place``, so that other pages can point to it."""
        code = row["footprint_code"]
        for theme in self.site.themes:
            mine = [each for each in findings if each["theme"] == theme["id"]]
            parts = list(divided(mine))
            paths = [
                self.site.footprint_page(code, self.site.label_slugs[theme["id"]], number)
                for number in range(1, len(parts) + 1)
            ]
            for path, part in zip(paths, parts, strict=True):
                for finding in part:
                    finding["place"] = f"{path}#{finding['ref']}"
                values = {"theme": theme, "findings": part, "total": len(mine), "paths": paths}
                values["drafts"] = sum(each["plan_kind"] in DRAFTS for each in mine)
                yield self.site.render("list.html", path, row=row, **values)

    def _figures(self, row: Row) -> Iterator[Page]:
        code = row["footprint_code"]
        found = [each for rows in self.figures.values() for each in rows.get(code, [])]
        parts = list(divided(found))
        paths = [self.site.footprint_page(code, "figures", number) for number in range(1, len(parts) + 1)]
        for path, part in zip(paths, parts, strict=True):
            for figure in part:
                figure["place"] = f"{path}#q{figure['quantity']}"
            yield self.site.render("figures.html", path, row=row, figures=part, total=len(found), paths=paths)
        self.cuts[code] = list(beds.cuts(self.figures["beds"].get(code, [])))

    def _profile(self, row: Row, findings: list[Row]) -> Page:
        code = row["footprint_code"]
        changes = sorted((each for each in findings if each["strength"] != "context"), key=rank, reverse=True)
        return self.site.render(
            "footprint.html",
            self.site.footprint_page(code),
            row=row,
            plans=[plan for plan in self.site.plans.values() if plan["footprint"] == code],
            tallies={
                label["id"]: self.tallies.get((code, label["id"]), Tally()) for label in self.site.labels
            },
            best={
                theme["id"]: [each for each in changes if each["theme"] == theme["id"]][:STRONGEST]
                for theme in self.site.themes
            },
            found={kind: len(rows.get(code, [])) for kind, rows in self.figures.items()},
            cuts=sorted(self.cuts[code], key=lambda cut: (-cut["fewer"], cut["quantity"])),
            hospitals=self.hospitals.get(code, []),
            conflicts=self._conflicts.get(code, []),
            issues=[issue for issue in self._issues if issue["footprint"] == code],
        )

    def _scripts(self, row: Row, findings: list[Row]) -> Iterator[Page]:
        """The findings as script files, and their names for the page that loads them."""
        slug = self.site.slugs[row["footprint_code"]]
        rows = (search.row(finding, self.site) for finding in findings)
        shards = list(search.shards(slug, rows))
        self.shards.append({"count": len(findings), "files": [name for name, _ in shards]})
        for name, content in shards:
            yield f"data/{name}.js", content


def _hospitals(found: list[Row]) -> list[Row]:
    """The firmest finding in which each hospital is named where acute services are to change, one with the
    name in its quotation if there is any; hospitals with the same finding (``hospitals``) stand together."""
    best: dict[int, Row] = {}
    listed = [row for row in found if row["plan_kind"] not in DRAFTS]
    for name, group in groupby(listed, key=lambda row: row["hospital"]):
        row = max(group, key=lambda row: (row["in_quote"], *rank(row)))
        best.setdefault(row["finding"], row | {"hospitals": []})["hospitals"].append(name)
    return list(best.values())
