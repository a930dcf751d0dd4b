import csv
import re

from pipeline import report
from tests.conftest import SAMPLE


def page(outputs):
    return (outputs / "report" / "index.html").read_text()


def test_the_report_stands_alone(outputs):
    html = page(outputs)
    assert html.startswith("<!doctype html>")
    assert not re.findall(r'(?:src|href)="(?!#|csv/|https://example\.org/)[^"]*"', html)
    assert "<script" not in html


def test_it_says_that_places_are_invented_and_shows_the_hole(outputs):
    html = page(outputs)
    assert "Specimen documents: invented places." in html
    assert "Dunmarsh Levels" in html
    with (SAMPLE / "footprints.csv").open() as file:
        names = [row["name"] for row in csv.DictReader(file)]
    assert all(name in html for name in names)


def test_every_theme_has_findings_with_page_and_ref(outputs):
    html = page(outputs)
    for theme in (
        "acute_reconfiguration",
        "primary_care",
        "workforce",
        "enablers",
        "organisational_arrangements",
    ):
        part = html.split(f'<h2 id="{theme}">')[1].split("<h2")[0]
        assert part.count("<blockquote>") == report.STRONGEST
        assert re.search(r"<code>[a-z0-9-]+/p\d+/s\d+</code>", part)
        assert re.search(r'href="https://example\.org/[^"]*#page=\d+"', part)


def test_what_would_be_a_formula_in_a_spreadsheet_is_disarmed():
    rows = [["=1+1", "+44", "-5", "@x", "\tx", "plain", -5, None]]
    assert list(report._safe(rows)) == [["'=1+1", "'+44", "'-5", "'@x", "'\tx", "plain", -5, None]]


def test_the_tables_can_be_read(outputs):
    for name in report.EXPORTS:
        with (outputs / "report" / "csv" / f"{name}.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        assert rows or name in ("organisation_changes",), name
        if rows:
            assert "specimen" in rows[0], name


def test_markup_in_a_plan_is_text_in_the_report():
    template = report._templates().from_string("<p>{{ quote }}</p>")
    assert template.render(quote="<script>") == "<p>&lt;script&gt;</p>"
