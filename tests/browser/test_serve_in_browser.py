"""`stp serve` as a reader meets it: from a question or a search to the sentence on its page."""

import re

import pytest

from pipeline.questions import QUESTIONS
from tests.browser.conftest import NARROW

PLAN = "harrowmere-2016-10"
PAGE = f"/page/{PLAN}/2?ref={PLAN}/p2/s8"
QUOTE = "One emergency hospital, one elective hospital, and 150 fewer acute beds across the two sites."
PLACES = {
    "home": "/",
    "search": "/search?words=agency+OR+beds",
    "nothing found": "/search?words=zzzz",
    "viewer": PAGE,
    "picture page": "/page/tarrowshire-2016-10/9",
    "list": "/stp/findings_readable",
    "table": "/stp/passages",
    "row": "/stp/passages/5",
    "database": "/stp",
    "question": "/stp/beds",
    "question with words": "/stp/search?words=beds",
    "own question": "/stp?sql=select+*+from+findings_readable+limit+3",
    "not found": "/page/nobody/1",
}


def marked(page):
    """Whether the marks lie on the picture, and the picture is there."""
    page.wait_for_load_state()
    return page.evaluate("""() => {
        const image = document.querySelector("figure img"), sheet = image.getBoundingClientRect();
        const marks = [...document.querySelectorAll("figure rect")].map(each => each.getBoundingClientRect());
        return image.complete && image.naturalWidth > 500 && marks.length > 0 && marks.every(mark =>
            mark.width > 10 && mark.height > 2 && mark.left >= sheet.left && mark.right <= sheet.right &&
            mark.top >= sheet.top && mark.bottom <= sheet.bottom);
    }""")


def test_from_a_search_to_the_words_on_their_page(site):
    page = site.go("/")
    page.get_by_role("searchbox").fill("elective hospital fewer")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("main").get_by_role("listitem").first.get_by_role("link").click()
    assert re.search(r"/page/harrowmere-2016-10/2\?ref=", page.url)
    assert page.get_by_role("heading", level=1).inner_text().endswith("page 2")
    assert page.locator("blockquote mark").first.inner_text() == QUOTE
    assert marked(page)
    page.get_by_role("link", name="Next page").click()
    assert page.get_by_role("heading", level=1).inner_text().endswith("page 3")
    page.get_by_role("link", name="Previous page").click()
    page.get_by_role("link", name=QUOTE).click()
    assert marked(page)


def test_from_a_question_to_the_words_in_three_clicks(site):
    page = site.go("/")
    page.get_by_role("link", name=QUESTIONS["beds"].title).click()
    assert QUESTIONS["beds"].caveat in page.get_by_role("main").inner_text()
    page.get_by_role("row").filter(has_text="150 fewer acute beds").get_by_role("link").last.click()
    assert page.locator("blockquote mark").first.inner_text() == QUOTE
    assert marked(page)


def test_a_theme_narrowed_by_a_footprint(site):
    page = site.go("/")
    page.get_by_role("link", name="Workforce").click()
    page.get_by_role("region", name="By footprint").get_by_role("link", name="Tarrowshire").click()
    rows = page.get_by_role("row").all()[1:]
    assert rows and all("Tarrowshire" in row.inner_text() for row in rows)
    rows[0].get_by_role("link").first.click()
    assert marked(page)


def test_by_keyboard_alone(site):
    page = site.go("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to the content"
    for _ in range(5):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "search":
            break
    page.keyboard.type("elective hospital fewer")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    for _ in range(20):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        if "/page/" in (page.evaluate("document.activeElement.href") or ""):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/page/**")
    assert marked(page)


def test_without_scripts(window, address):
    page = window(address, java_script_enabled=False).go("/search?words=elective+hospital+fewer")
    page.get_by_role("main").get_by_role("listitem").first.get_by_role("link").click()
    assert page.locator("blockquote mark").first.inner_text() == QUOTE


@pytest.mark.parametrize("place", PLACES)
def test_no_fault_of_accessibility_and_no_request_elsewhere(site, place):
    site.go(PLACES[place])
    assert site.faults("moderate", "serious", "critical") == []
    assert site.left() == []
    assert [each for each in site.complaints if "404" not in each] == []


def test_on_a_telephone(window, address):
    small = window(address, viewport=NARROW)
    for place, path in PLACES.items():
        small.go(path)
        assert small.overflow() <= 0, place
        if place in ("viewer", "list"):
            assert small.faults() == [], place


def test_a_script_that_got_in_would_not_run(site):
    """Templates escape; should one fail to, the policy holds."""
    page = site.go(PAGE)
    page.evaluate("""() => {
        const image = document.createElement("img");
        image.setAttribute("onerror", "document.title = 'run'");
        image.setAttribute("src", "https://example.org/x.png");
        document.body.append(image);
        const script = document.createElement("script");
        script.textContent = "document.title = 'run'";
        document.body.append(script);
    }""")
    page.wait_for_timeout(300)
    assert page.title() != "run"
    assert any("Content Security Policy" in each for each in site.complaints)
