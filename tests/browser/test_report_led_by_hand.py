"""What a reader does with the report: map, heat map, filter, download, from a question to the words."""

import csv
import io
import re
import shutil
import sqlite3
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pypdfium2
import pytest
import sqlite_utils

from pipeline import report as reporting
from tests.browser.conftest import NARROW
from tests.test_report import HOSTILE, TEXTS


@pytest.fixture(scope="module")
def counts(outputs):
    """The cells of the heat map as the database counts them: (footprint, theme) to findings."""
    db = sqlite3.connect(outputs / "stp.db")
    rows = db.execute("select footprint, theme_label, findings from theme_by_footprint where passages > 0")
    found = {(footprint, theme): count for footprint, theme, count in rows}
    db.close()
    return found


def tab_to(page, selector, most=200):
    """Go on with the Tab key until what has the focus fits the selector."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the Tab key does not lead to {selector}")


def test_every_footprint_is_a_tile_that_leads_to_its_page(report, outputs):
    page = report.go("/index.html")
    tiles = page.locator("svg.map a")
    names = [row[0] for row in _rows(outputs, "select name from footprints")]
    shown = [tile.get_attribute("aria-label") for tile in tiles.all()]
    assert sorted(each.split(":")[0] for each in shown) == sorted(names)
    assert sum("not read" in each for each in shown) == 2
    tiles.filter(has_text="Tarrowshire").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Tarrowshire"


def test_by_keyboard_each_tile_is_reached_seen_and_followed(report):
    page = report.go("/index.html")
    page.locator("[aria-label='Tile map']").focus()
    reached = []
    for _ in range(9):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        width = "parseFloat(getComputedStyle(document.activeElement.querySelector('rect')).strokeWidth)"
        assert page.evaluate(width) >= 3
    assert len(set(reached)) == 9 and None not in reached
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert page.get_by_role("heading", level=1).inner_text() == reached[-1].split(":")[0]


def test_each_cell_of_the_heat_map_leads_to_the_findings_that_it_counts(report, counts):
    page = report.go("/index.html")
    cells = page.locator("table.heat tbody td a").evaluate_all(
        "links => links.map(each => [each.textContent, each.href])"
    )
    assert len(cells) == len(counts) == 35
    for text, href in cells:
        number, footprint, theme = re.fullmatch(r"(\d+) findings of (.+) on (.+)", text).groups()
        assert int(number) == counts[footprint, theme]
        page.goto(href)
        assert page.get_by_role("heading", level=1).inner_text() == f"{theme}: every finding of {footprint}"
        assert page.locator("ul.findings > li").count() == int(number)


def test_filters_narrow_the_list_and_the_download_has_the_same(report, counts):
    page = report.go("/findings.html")
    page.get_by_label("Footprint").select_option(label="Tarrowshire")
    page.get_by_label("Theme or sub-theme").select_option(label="Workforce")
    found = counts["Tarrowshire", "Workforce"]
    page.get_by_text(f"{found} findings.").wait_for()
    assert page.locator("#results tbody tr").count() == found
    page.get_by_label("Strength").select_option("context")
    page.get_by_label("Words in the quotation").fill("nurses")
    page.locator("#results mark").first.wait_for()
    left = page.locator("#results tbody tr")
    assert 0 < left.count() < found
    quotes = left.locator(".quote").evaluate_all("cells => cells.map(each => each.firstChild.textContent)")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download").click()
    rows = list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text("utf-8-sig"))))
    assert len(rows) == left.count() == len(quotes)
    assert {(row["footprint"], row["theme"], row["strength"]) for row in rows} == {
        ("Tarrowshire", "workforce", "context")
    }
    assert all("nurses" in (row["quote"] + row["section"]).lower() for row in rows)
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    left.first.wait_for()
    assert left.count() == len(rows)
    page.get_by_role("button", name="Clear").click()
    page.get_by_text(f"{sum(counts.values())} findings").wait_for()
    assert report.left() == [] and report.complaints == []


def test_by_keyboard_a_finding_is_searched_and_its_page_reached(report):
    page = report.go("/index.html")
    tab_to(page, "nav a[href='findings.html']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/findings.html")
    tab_to(page, "#words")
    page.keyboard.type("elective hospital fewer")
    page.locator("#results mark").first.wait_for()
    tab_to(page, "#results a[href*='#page=']")
    assert page.evaluate("document.activeElement.href").endswith("harrowmere-2016-10.pdf#page=2")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_a_newcomer_finds_who_would_close_most_beds_and_the_words_on_their_page(report):
    """No more than five clicks from the first page, none of them on anything but the words that are shown."""
    clicks = 0
    page = report.go("/index.html")

    def click(link):
        nonlocal clicks
        clicks += 1
        link.click()

    click(page.get_by_role("navigation", name="On this page").get_by_role("link", name="close most beds"))
    assert page.get_by_role("heading", name="Who would close most beds?").is_visible()
    rows = page.get_by_role("region", name="Who would close most beds?").locator("tbody tr")
    fewer = [int(each) for each in rows.locator(".big").all_inner_texts()]
    assert fewer == sorted(fewer, reverse=True) and fewer[0] == 170
    assert "Greater Kestlebridge" in rows.first.inner_text()
    click(rows.first.get_by_role("link", name="Greater Kestlebridge", exact=True))
    assert page.get_by_role("heading", level=1).inner_text() == "Greater Kestlebridge"
    first = page.locator("#beds ~ ul.findings > li").first
    quote = first.locator("blockquote").inner_text()
    assert "170 fewer beds by 2020" in first.inner_text() and "2,280" in quote
    target = first.get_by_role("link", name=re.compile("^page")).get_attribute("href")
    clicks += 1  # on the page itself: a window without a PDF viewer would download it
    assert clicks <= 5
    file, _, number = target.partition("#page=")
    printed = _words(Path(unquote(urlsplit(page.url).path)).parent / unquote(file), int(number))
    assert all(word in printed for word in quote.replace("|", " ").split())


def test_hostile_words_stay_words(window, outputs, tmp_path):
    shutil.copy(outputs / "stp.db", tmp_path)
    db = sqlite_utils.Database(tmp_path / "stp.db")
    with db.conn:
        for table, columns in TEXTS.items():
            for column in columns:
                db.execute(f"update {table} set {column} = ? || {column}", [HOSTILE])
    for name, content in reporting.files(db, card=f"# Card\n\n{HOSTILE}\n"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    db.close()
    visitor = window((tmp_path / "report").as_uri())
    visitor.page.on("dialog", lambda dialog: visitor.complaints.append(f"dialog: {dialog.message}"))
    theme = next((tmp_path / "report" / "themes").iterdir()).name
    for path in ("/index.html", "/method.html", "/footprints/s01/index.html", f"/themes/{theme}"):
        page = visitor.go(path)
        assert "<script>alert(1)</script>" in page.locator("body").inner_text(), path
        assert page.locator("img, script").count() == 0, path
    page = visitor.go("/findings.html")
    page.locator("#results tbody tr").first.wait_for()
    assert "<script>alert(1)</script>" in page.locator("#results .quote").first.inner_text()
    assert page.locator("img").count() == 0
    assert visitor.complaints == [] and visitor.left() == []


def test_the_agreement_of_people_fits_a_telephone(window, outputs):
    small = window((outputs / "report").as_uri(), viewport=NARROW)
    page = small.go("/method.html#people")
    assert page.get_by_role("heading", name="Where people coded too").is_visible()
    assert "No person has coded" in page.locator("body").inner_text()


def _rows(outputs, query):
    db = sqlite3.connect(outputs / "stp.db")
    found = db.execute(query).fetchall()
    db.close()
    return found


def _words(file, number):
    document = pypdfium2.PdfDocument(file)
    words = document[number - 1].get_textpage().get_text_range()
    document.close()
    return words
