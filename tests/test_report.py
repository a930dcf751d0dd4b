import csv
import json
import re
import shutil
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
import sqlite_utils
from hypothesis import given
from hypothesis import strategies as st

from pipeline import report
from pipeline.report import beds, card, names, search, site, tiles
from pipeline.report.site import Site
from tests.conftest import ROOT, SAMPLE

HOSTILE = (
    "\"'><script>alert(1)</script><img src=x onerror=alert(2)>&lt;b&gt; '; DROP TABLE plans;-- </script>"
    "\u2028=1+1"
)
VOID = {"meta", "link", "input", "br", "img", "hr"}


class Page(HTMLParser):
    """A page taken apart: every element with its attributes, and the tags that are open at each."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open, self.scripts, self.headings = [], [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data):
        if "script" in self.open or "style" in self.open:
            self.scripts.append(data)

    def all(self, *tags):
        return [attributes for tag, attributes in self.elements if tag in tags]

    def ids(self):
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]


@pytest.fixture(scope="module")
def pages(outputs):
    folder = outputs / "report"
    return {path: Page(path.read_text("utf-8")) for path in sorted(folder.rglob("*.html"))}


@pytest.fixture(scope="module")
def database(outputs):
    return sqlite_utils.Database(outputs / "stp.db")


def test_there_is_a_page_for_each_footprint_and_label(outputs, pages, database):
    folder = outputs / "report"
    footprints = [row["code"].lower() for row in database.query("select code from footprints")]
    labels = [row["id"] for row in database.query("select id from themes where axis = 'theme'")]
    made = {str(path.relative_to(folder)) for path in pages}
    assert {f"footprints/{code}/index.html" for code in footprints} <= made
    assert {f"themes/{label.replace('>', '-')}.html" for label in labels} <= made
    assert {"index.html", "findings.html", "method.html"} <= made
    assert len(made) == 3 + len(labels) + len(footprints) * 7


def test_every_link_leads_somewhere_and_nothing_is_fetched(outputs, pages):
    for path, page in pages.items():
        for element in page.all("a", "link", "script", "img"):
            address = element.get("href") or element.get("src")
            target, anchor = urldefrag(address)
            if address == "data:,":
                continue
            assert not re.match(r"[a-z]+:|//", target), f"{path.name}: {address}"
            file = (path.parent / unquote(target)).resolve() if target else path
            assert file.is_file(), f"{path}: {address}"
            if file in pages and anchor and file.name != "findings.html":
                assert unquote(anchor) in pages[file].ids(), f"{path.name}: {address}"


def test_pages_are_made_for_everyone(pages):
    for path, page in pages.items():
        where = str(path)
        assert page.all("html") == [{"lang": "en-GB"}], where
        assert len(page.all("h1")) == len(page.all("main")) == len(page.all("title")) == 1, where
        assert page.all("a")[0] == {"class": "skip", "href": "#main"}, where
        assert len(page.ids()) == len(set(page.ids())), where
        assert len(page.all("table")) == len(page.all("caption")), where
        assert all(cell["scope"] in ("row", "col") for cell in page.all("th")), where
        levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
        assert all(after <= before + 1 for before, after in pairwise(levels)), where
        for picture in page.all("svg"):
            assert picture.get("aria-hidden") == "true" or picture.get("aria-label"), where
        for region in page.all("div"):
            if region.get("role") == "region":
                named = region.get("aria-label") or region["aria-labelledby"] in page.ids()
                assert named and region["tabindex"] == "0", where
        assert not any("style" in attributes for _, attributes in page.elements), where
        assert page.scripts == [], where


def test_every_page_says_that_places_are_invented(pages):
    for path in pages:
        assert "Specimen documents: invented places." in path.read_text("utf-8"), path


def contrast(one, other):
    def light(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_text_can_be_told_from_what_it_stands_on(outputs):
    css = (outputs / "report" / "assets" / "report.css").read_text()
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", css.replace("#fff;", "#ffffff;")))
    for text in ("ink", "quiet", "link", "warn"):
        for ground in ("paper", "wash"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert all(contrast(colours["ink"], colours[f"h{step}"]) >= 4.5 for step in range(1, tiles.STEPS + 1))
    assert contrast(colours["link"], colours["paper"]) >= 3


def test_the_first_page_answers_who_would_close_most_beds(outputs):
    html = (outputs / "report" / "index.html").read_text("utf-8")
    table = html.split('id="beds"')[1].split("</table>")[0]
    rows = re.findall(r'<tr role="row"><th scope="row".*?</tr>', table, re.S)
    said = [(re.search(r">([^<]+)</a>", row)[1], re.search(r'beds:"[^>]*>([\d,]+)<', row)[1]) for row in rows]
    assert said == [
        ("Greater Kestlebridge", "170"),
        ("Harrowmere and the Vale", "150"),
        ("Stonebeck and Whinmoss", "112"),
        ("Tarrowshire", "80"),
        ("Calderwick and the Fells", "48"),
        ("Pellan Sound", "30"),
    ]
    link = re.search(r'href="([^"]+/harrowmere-2016-10\.pdf)#page=6"', rows[1])
    assert (outputs / "report" / unquote(link[1])).resolve() == SAMPLE / "pdf" / "harrowmere-2016-10.pdf"
    assert "We plan to go from 1,480 to 1,330 beds by 2020/21." in rows[1]


def test_the_first_page_shows_holes_and_counts_as_the_views_have_them(outputs, database):
    html = (outputs / "report" / "index.html").read_text("utf-8")
    heat = html.split('class="heat"')[1].split("</table>")[0]
    assert re.findall(r"<b>([\d,]+)</b>", heat) == [
        str(row["findings"])
        for row in database.query(
            "select th.findings from theme_by_footprint th join coverage using (footprint_code)"
            " where coverage.passages"
        )
    ]
    assert re.findall(r"not read: ([\w ]+)<", heat) == ["draft only", "no plan"]
    tiles_drawn = re.findall(r'aria-label="([^"]+)">\s*<rect', html)
    assert "Dunmarsh Levels: not read, no plan" in tiles_drawn and len(tiles_drawn) == 9


def test_the_first_page_says_of_each_footprint_what_coverage_says(outputs, database):
    table = (outputs / "report" / "index.html").read_text("utf-8").split("is a hole, not")[1]
    shown = [
        re.findall(r"<td[^>]*>(.*?)</td>", row)
        for row in table.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
    ]
    columns = ("registered", "files", "pages", "unread_pages", "passages", "findings")
    rows = list(database.query("select * from coverage"))
    assert [cells[1:7] for cells in shown] == [[f"{row[name]:,}" for name in columns] for row in rows]
    for cells, row in zip(shown, rows, strict=True):
        assert cells[7].startswith(row["state"]) and unescape(cells[7]).endswith(row["reason"])


def test_a_theme_page_counts_as_the_view_does(outputs, database):
    html = (outputs / "report" / "themes" / "workforce.html").read_text("utf-8")
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', html, re.S)
    found = [
        (re.search(r">([^<]+)</a>", row)[1], int(re.search(r'class="count"><a[^>]*>(\d+)', row)[1]))
        for row in rows
        if "not read" not in row
    ]
    view = database.query("select * from theme_by_footprint where theme = 'workforce' and passages")
    assert found == [(row["footprint"], row["findings"]) for row in view]
    assert "said_in_many_plans" not in html
    assert html.split('id="one"')[1].count("<blockquote>") == len(found)


def test_every_finding_stands_on_a_page_and_in_a_script(outputs, database):
    wanted = sorted((row["ref"], row["theme"]) for row in database.query("select * from findings_readable"))
    folder = outputs / "report"
    listed, scripted = [], []
    for theme in {theme for _, theme in wanted}:
        for path in folder.glob(f"footprints/*/{theme}.html"):
            listed += [(ref, theme) for ref in re.findall(r'<li id="([^"]+)">', path.read_text("utf-8"))]
    call = r"findings\.\w+\((.*)\);\n"
    lists = json.loads(re.fullmatch(call, (folder / "data" / "index.js").read_text("utf-8"))[1])
    names = [file for each in lists["footprints"] for file in each["files"]]
    for name in names:
        text = re.fullmatch(call, (folder / "data" / f"{name}.js").read_text("utf-8"))[1]
        key, rows = json.loads(f"[{text}]")
        assert key == name
        scripted += [
            (f"{lists['plans'][row[0]]['id']}/{row[1]}", lists["labels"][row[3]]["id"]) for row in rows
        ]
    assert sorted(listed) == sorted(scripted) == wanted
    assert {path.stem for path in (folder / "data").glob("*.*.js")} == set(names)


def test_a_finding_has_its_figures_strength_and_page(outputs):
    html = (outputs / "report" / "footprints" / "s01" / "acute_reconfiguration.html").read_text("utf-8")
    item = html.split('<li id="harrowmere-2016-10/p6/s13">')[1].split("</li>")[0]
    assert '<span class="strength commitment">commitment</span>' in item
    assert "beds <b>1,330</b>, down, by 2020" in item
    assert "harrowmere-2016-10.pdf#page=6" in item
    assert '<a href="../../themes/acute_reconfiguration-hospital_capacity.html">' in item


def test_the_method_page_has_the_figures_of_the_model_card(outputs):
    html = (outputs / "report" / "method.html").read_text("utf-8")
    tables = [
        part for part in card.parts((ROOT / "models" / "MODEL_CARD.md").read_text()) if part.kind == "table"
    ]
    figures = [cell.figure for part in tables for row in part.rows for cell in row if cell.figure]
    assert figures and html.count('class="measure"') == len(figures)
    assert all(f'width="{120 * figure.value:.1f}"' in html for figure in figures)


def test_the_method_page_plots_what_was_measured(outputs):
    html = (outputs / "report" / "method.html").read_text("utf-8")
    kept = json.loads((ROOT / "models" / "evaluation.json").read_text())["sets"]
    assert html.count('<figure class="plot">') == 2 * len(kept)
    for each in kept:
        said, true, _ = each["reliability"][-1]
        assert f'cx="{220 * said:.1f}" cy="{220 * (1 - true):.1f}"' in html
        assert f"<td>{said:.2f}</td><td>{true:.2f}</td>" in html


def test_the_same_database_gives_the_same_bytes(outputs, database):
    again = report.files(
        database,
        copies=re.search(
            r'"local":"(.*?)/harrowmere', (outputs / "report" / "data" / "index.js").read_text("utf-8")
        )[1],
        card=(ROOT / "models" / "MODEL_CARD.md").read_text("utf-8"),
        measurements=(ROOT / "models" / "evaluation.json").read_text("utf-8"),
    )
    made = {name: content.encode() for name, content in again}
    there = [*(outputs / "report").rglob("*.*"), *(outputs / "csv").iterdir()]
    files = {str(path.relative_to(outputs)): path.read_bytes() for path in there if path.name != ".stamp"}
    assert {name: content for name, content in files.items() if made.get(name) != content} == {}
    assert made.keys() == files.keys()


TEXTS = {
    "footprints": ("name", "region", "lead", "lead_organisation"),
    "plans": ("title", "published", "note", "url", "archive_url"),
    "passages": ("section", "context", "text"),
    "themes": ("label", "definition"),
    "findings": ("quote",),
    "quantities": ("text", "counts", "unit"),
    "entities": ("name",),
    "issues": ("message", "mend", "severity"),
    "meta": ("value",),
}


@pytest.fixture(scope="module")
def hostile(outputs, tmp_path_factory):
    """The files of a report on a database whose every text tries to break out."""
    path = tmp_path_factory.mktemp("hostile") / "stp.db"
    shutil.copy(outputs / "stp.db", path)
    db = sqlite_utils.Database(path)
    db.execute("pragma foreign_keys = off")
    with db.conn:
        for table, columns in TEXTS.items():
            for column in columns:
                db.execute(f"update {table} set {column} = ? || {column}", [HOSTILE])
        db.execute(
            "update plans set url = 'javascript:alert(3)', archive_url = 'https://x.org/\" onclick=a',"
            " specimen = 0"
        )
        db.execute("update plans set footprint = '../../' || footprint || '<b>'")
        db.execute("update footprints set code = '../../' || code || '<b>', specimen = 0")
    return dict(
        report.files(
            db, copies="../../pdf", card=f"# Card\n\n{HOSTILE}\n\n| a | b |\n|---|---|\n| {HOSTILE} | 0.5 |\n"
        )
    )


def test_nothing_in_a_plan_becomes_markup_or_script(hostile):
    for path, content in hostile.items():
        assert re.fullmatch(r"(report|csv)/[\w./-]+", path) and ".." not in path, path
        if path.endswith(".html"):
            page = Page(content)
            own = {"assets/findings.js", "data/index.js"} if path == "report/findings.html" else set()
            assert {script["src"] for script in page.all("script")} == own, path
            assert page.scripts == [] and not page.all("img", "b><", "iframe", "object", "style"), path
            for _, attributes in page.elements:
                assert not [name for name in attributes if name.startswith("on")], path
                assert "javascript:" not in (attributes.get("href") or ""), path
        if path.startswith("report/data/"):
            assert "<" not in content and "\u2028" not in content, path
            assert content.count("\n") == 1


def test_hostile_text_is_shown_as_it_stands(hostile):
    text = hostile["report/index.html"]
    assert "&#34;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in text
    shards = [content for path, content in hostile.items() if re.fullmatch(r"report/data/.*\.1\.js", path)]
    rows = [row for text in shards for row in json.loads(f"[{text[len('findings.add(') : -3]}]")[1]]
    assert rows and all(row[10].startswith(HOSTILE) for row in rows)


def test_a_corpus_without_plans_gives_a_report(tmp_path, outputs):
    path = tmp_path / "stp.db"
    shutil.copy(outputs / "stp.db", path)
    db = sqlite_utils.Database(path)
    with db.conn:
        for table in ("labels", "corrections", "issues", "repeats", "mentions", "quantities", "findings"):
            db.execute(f"delete from {table}")
        for table in ("passage_themes", "passage_boxes", "passages", "pages", "runs", "plans"):
            db.execute(f"delete from {table}")
    files = dict(report.files(db))
    assert "No sentence was found that takes away a number of beds." in files["report/index.html"]
    assert "There is no model card with this report." in files["report/method.html"]
    assert all(Page(text) for path, text in files.items() if path.endswith(".html"))


def test_every_footprint_of_england_has_its_own_tile():
    with (ROOT / "corpus" / "footprints.csv").open(newline="", encoding="utf-8") as file:
        rows = [
            row | {"column": int(row["column"]), "row": int(row["row"]), "footprint": row["name"]}
            for row in csv.DictReader(file)
        ]
    drawn = tiles.tile_map(rows)
    assert len(drawn.tiles) == 44 and drawn.left_out == ()
    assert len({(tile.x, tile.y) for tile in drawn.tiles}) == 44
    assert all(len(line) <= tiles.LETTERS for tile in drawn.tiles for line in tile.lines)
    assert (drawn.width, drawn.height) == (8 * 116 - 6, 11 * 84 - 6)


def test_a_footprint_without_a_place_is_named_beside_the_map():
    rows = [
        {"footprint": name, "short_name": "", "column": column, "row": 1}
        for name, column in (("A", 1), ("B", None), ("C", 1), ("A very long name indeed of many words", 2))
    ]
    drawn = tiles.tile_map(rows)
    assert [row["footprint"] for row in drawn.left_out] == ["B", "C"]
    assert [tile.lines for tile in drawn.tiles] == [("A",), ("A very long", "name indeed", "of many words")]
    assert tiles.tile_map([]).tiles == ()


def test_shades_rise_with_the_value():
    assert [tiles.shade(value, 8) for value in (None, 0, 0.1, 2, 4, 7.9, 8)] == [0, 0, 1, 1, 2, 4, 4]
    assert tiles.shade(3, 0) == 0


def figure(number, text, value, direction="", by_year=None, counts="beds", kind="plan"):
    return {
        "ref": "a/p1/s1", "quantity": number, "text": text, "value": value, "direction": direction,
        "by_year": by_year, "counts": counts, "plan_kind": kind, "strength": "commitment", "probability": 0.9,
    }  # fmt: skip


CUTS = [
    ("We will close 30 beds.", [figure(1, "30", 30, "down")], [30]),
    ("Beds fall from 1,480 to 1,330.", [figure(1, "1,480", 1480), figure(2, "1,330", 1330, "down")], [150]),
    ("Beds are reduced to 600.", [figure(1, "600", 600, "down")], []),
    (
        "We will have 1,220 beds against 1,300 today.",
        [figure(1, "1,220", 1220), figure(2, "1,300", 1300)],
        [80],
    ),
    (
        "All\t2,280\t2,110",
        [figure(1, "2,280", 2280, by_year=2016), figure(2, "2,110", 2110, by_year=2020)],
        [170],
    ),
    (
        "All\t2,110\t2,280",
        [figure(1, "2,110", 2110, by_year=2016), figure(2, "2,280", 2280, by_year=2020)],
        [],
    ),
    ("All\t20\t10", [figure(1, "20", 20, by_year=2016), figure(2, "10", 10, by_year=2016)], []),
    ("We will close two wards.", [figure(1, "two", 2, "down", counts="wards")], []),
    ("Close 30 beds in a draft.", [figure(1, "30", 30, "down", kind="draft")], []),
    ("We will open 30 beds.", [figure(1, "30", 30, "up")], []),
    ("word " * 50 + "fewer 30 beds", [figure(1, "30", 30, "down")], []),
]


@pytest.mark.parametrize("quote,rows,fewer", CUTS, ids=[quote[:30] for quote, _, _ in CUTS])
def test_beds_that_go(quote, rows, fewer):
    assert [cut["fewer"] for cut in beds.cuts([row | {"quote": quote} for row in rows])] == fewer


def test_the_firmest_of_equal_cuts_stands_for_a_footprint():
    row = {"fewer": 9, "probability": None, "quantity": 1, "strength": "context"}
    assert beds.largest([row, row | {"strength": "commitment", "quantity": 2}])["quantity"] == 2
    assert beds.largest([]) is None


@given(st.lists(st.text(), unique=True, max_size=30))
def test_names_of_files_are_safe_and_differ(ids):
    made = names.slugs(ids)
    assert len(set(made.values())) == len(ids) and not set(made.values()) & set(names.TAKEN)
    assert all(re.fullmatch(r"[a-z0-9_][a-z0-9_-]*", name) for name in made.values())


@pytest.mark.parametrize(
    "address,kept",
    [("https://x.org/a.pdf", True), ("javascript:alert(1)", False), ("data:text/html,x", False), ("", False),
     (None, False), ("https://x.org/a b", False), (" https://x.org", False), ("https://x.org/\n", False)],
)  # fmt: skip
def test_only_addresses_of_the_web_are_linked(address, kept):
    assert names.web(address) == (address if kept else "")


@given(st.lists(st.text(max_size=2000), max_size=60))
def test_divided_lists_keep_every_row_in_order(texts):
    parts = list(site.divided(texts))
    assert [text for part in parts for text in part] == texts and parts
    assert all(len(json.dumps(part)) < 1.5 * site.HEAVIEST for part in parts if len(part) > 1)


@given(st.lists(st.lists(st.text(max_size=300), max_size=3), max_size=40))
def test_script_files_hold_every_row_and_nothing_that_ends_them(rows):
    found = []
    for name, content in search.shards("s", rows):
        assert not re.search("[<>&\u2028\u2029]", content)
        key, given_rows = json.loads(f"[{content[len('findings.add(') : -3]}]")
        assert key == name
        found += given_rows
    assert found == rows


def test_large_lists_become_several_files(monkeypatch):
    monkeypatch.setattr(search, "LARGEST", 100)
    made = list(search.shards("s", [["x" * 60], ["y" * 60], ["z" * 200], ["a"]]))
    assert [name for name, _ in made] == ["s.1", "s.2", "s.3", "s.4"]


def test_a_card_is_read_as_parts():
    parts = card.parts(
        "# Title\n\n## Head\nOne **two** `three` [four](x).\n\n| a | b |\n|--|--|\n| F1 | 0.5 (0.4-0.6) |\n"
    )
    assert [part.kind for part in parts] == ["heading", "paragraph", "table"]
    assert parts[1].spans == (
        ("text", "One "), ("bold", "two"), ("text", " "), ("code", "three"), ("text", " "), ("text", "four"),
        ("text", "."),
    )  # fmt: skip
    assert parts[2].rows[0][1].figure == card.Figure(0.5, 0.4, 0.6)
    assert card.parts("") == []


def test_pounds_are_written_as_in_a_text():
    assert [site.money(value) for value in (1.2e9, 35e6, 4.5e6, 400, -2e6)] == [
        "£1.2bn",
        "£35m",
        "£4.5m",
        "£400",
        "−£2m",
    ]


def test_the_copies_are_left_out_where_nobody_has_them(database):
    plans = Site(database, "").plans
    assert {plan["local"] for plan in plans.values()} == {""}
    assert names.copy_of("../a b", "x") == "../a%20b/x.pdf"


def test_a_report_that_is_up_to_date_is_left_alone(outputs):
    assert (outputs / "report" / ".stamp").exists()
    assert not list(Path(outputs).glob(".report.tmp"))
