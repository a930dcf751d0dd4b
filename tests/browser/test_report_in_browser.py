"""The report as a reader meets it: opened from the disk, with no network and no server."""

import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from tests.browser.conftest import NARROW, report_pages


def test_it_opens_from_the_disk_and_says_what_it_is(report):
    page = report.go("/index.html")
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.title()
    text = page.locator("body").inner_text()
    assert "Specimen" in text or "specimen" in text
    assert page.get_by_role("table").first.get_by_role("row").count() >= 8
    for name in ("Harrowmere and the Vale", "Dunmarsh Levels"):
        assert name in text


def test_each_footprint_and_theme_is_counted(report):
    page = report.go("/index.html")
    table = page.get_by_role("table").filter(has_text="Workforce").first
    row = table.get_by_role("row").filter(has_text="Stonebeck and Whinmoss").first
    assert len(re.findall(r"\d+", row.inner_text())) >= 5


def test_a_finding_leads_to_its_page_in_the_original(report, outputs):
    for path in report_pages(outputs):
        page = report.go(path)
        links = page.locator("a[href*='#page=']").all()
        if links:
            assert re.fullmatch(r"\.\./.*\.pdf#page=\d+", links[0].get_attribute("href"))
            return
    raise AssertionError("no page of the report leads to a page of a plan")


def test_every_page_is_whole_keeps_to_itself_and_can_be_read_by_all(report, outputs):
    for path in report_pages(outputs):
        page = report.go(path)
        assert page.get_by_role("heading", level=1).count() == 1, path
        assert report.faults() == [], path
        broken = page.evaluate(
            "[...document.images].filter(each => !each.naturalWidth).map(each => each.src)"
        )
        assert broken == [], path
    assert report.left() == []
    assert report.complaints == []


def test_every_page_fits_a_telephone(window, outputs):
    small = window((outputs / "report").as_uri(), viewport=NARROW)
    for path in report_pages(outputs):
        small.go(path)
        assert small.overflow() <= 0, path
        if path in ("/index.html", "/findings.html", "/footprints/s01/index.html"):
            assert small.faults() == [], path


def test_every_link_leads_somewhere(report, outputs):
    for path in report_pages(outputs):
        page = report.go(path)
        here = page.url.partition("#")[0]
        links = page.evaluate(
            "[...document.querySelectorAll('a[href]')].map(each => each.href.baseVal ?? each.href)"
        )
        for link in links:
            link = urljoin(page.url, link)
            if link.startswith("file:"):
                target, _, anchor = link.partition("#")
                file = Path(unquote(urlsplit(target).path))
                assert file.exists(), f"{path}: {link}"
                if anchor and target == here:
                    assert page.evaluate("name => !!document.getElementById(name)", anchor), f"{path}: {link}"


def test_by_keyboard_the_first_links_are_reached_and_seen(report):
    page = report.go("/index.html")
    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement.matches('a, button, input, select, summary, [tabindex]')"
        )
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
