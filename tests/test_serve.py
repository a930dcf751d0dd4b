"""`stp serve` from inside: what it shows, what it refuses, and what the plans' words cannot do to it."""

import asyncio
import csv
import hashlib
import io
import os
import re
import shutil
import signal
import sqlite3
import sys
from html.parser import HTMLParser
from urllib.parse import quote, urlencode

import pytest

from pipeline.corpus import Corpus
from pipeline.questions import QUESTIONS
from pipeline.stages.printer import OtherVersion, Printer
from tests.conftest import SAMPLE, invoke

serve = pytest.importorskip("pipeline.serve", reason="the extra `serve` is not installed")
httpx = pytest.importorskip("httpx")

PLAN = "harrowmere-2016-10"
REF = f"{PLAN}/p2/s7"
QUOTE = "One emergency hospital, one elective hospital, and 150 fewer acute beds across the two sites."
HOSTILE = (
    """<script>alert(1)</script>"><img src=x onerror=alert(2)>{{ 7*7 }}{% raw %}</style>"""
    """' onfocus='alert(3)' x='<svg onload=alert(4)>"""
)


class Visit:
    """A site, asked in one event loop."""

    def __init__(self, database, corpus):
        self.loop = asyncio.new_event_loop()
        self.site = serve.site(database, Corpus(corpus) if corpus else None)
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.site.app()), base_url="http://localhost"
        )

    def __call__(self, path):
        return self.loop.run_until_complete(self.client.get(path))

    def close(self):
        self.site.pictures.printer.close()
        self.loop.close()


@pytest.fixture(scope="module")
def visit(outputs):
    visiting = Visit(outputs / "stp.db", SAMPLE)
    yield visiting
    visiting.close()


@pytest.fixture
def changed(outputs, tmp_path):
    """A way to visit a copy of the database in which rows were changed."""
    made = []

    def change(*statements, corpus=SAMPLE):
        database = tmp_path / "stp.db"
        shutil.copy(outputs / "stp.db", database)
        with sqlite3.connect(database) as db:
            for sql, values in statements:
                db.execute(sql, values)
        made.append(Visit(database, corpus))
        return made[-1]

    yield change
    for each in made:
        each.close()


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the text outside them."""

    def __init__(self, html):
        super().__init__()
        self.found, self.text = [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


ADDRESSES = [
    "/", "/stp", "/search?words=beds", "/search", "/stp/findings_readable", "/stp/passages", "/stp/findings",
    "/stp/passages/5", "/stp/plans", "/stp?sql=select+1", f"/page/{PLAN}/2?ref={REF}", "/stp/coverage",
    *(f"/stp/{name}?{urlencode(each.example)}" for name, each in QUESTIONS.items()),
]  # fmt: skip


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_page_stands_alone_and_allows_no_script(visit, path):
    answer = visit(path)
    assert answer.status_code == 200, answer.text[:500]
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "script-src" not in policy
    page = Elements(answer.text)
    assert not page.all("script") and not page.all("style") and not page.all("iframe")
    assert not [
        each for _, each in page.found if "style" in each or any(name.startswith("on") for name in each)
    ]
    assert len(page.all("h1")) == 1 and page.all("html") == [{"lang": "en-GB"}]
    loaded = [each.get("src") or each.get("href") for tag in ("img", "link") for each in page.all(tag)]
    assert all(each.startswith(("/", "http://localhost/")) for each in loaded), loaded
    assert "Specimen documents: invented places." in page.text


def test_every_table_and_column_is_described(visit, outputs):
    db = sqlite3.connect(f"file:{outputs / 'stp.db'}?mode=ro", uri=True)
    tables = visit("/-/metadata.json").json()["databases"]["stp"]["tables"]
    for name, column, description in db.execute('select "table", "column", description from columns'):
        said = tables[name]["columns"][column] if column else tables[name]["description"]
        assert said == description
    page = Elements(visit("/stp/findings").text)
    assert "Calibrated probability that the theme is right" in page.text


def test_facets_labels_and_columns_name_what_is_there(outputs):
    db = sqlite3.connect(f"file:{outputs / 'stp.db'}?mode=ro", uri=True)
    named = [
        *serve.metadata.FACETS.items(),
        *((view, each.split()) for view, each in serve.metadata.SHOWN.items()),
    ]
    named += [(table, [each]) for table, each in (serve.metadata.LABELS | serve.metadata.SEARCHED).items()]
    for table, columns in named:
        there = [each[0] for each in db.execute(f"select * from [{table}] limit 0").description]
        assert set(columns) <= set(there), table
    assert all("page" in each.split() for each in serve.metadata.SHOWN.values())


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_answered_with_its_caveat(visit, outputs, name):
    question = QUESTIONS[name]
    home = Elements(visit("/").text)
    address = next(
        each["href"] for each in home.all("a") if re.match(rf"/stp/{name}(\?|$)", each.get("href", ""))
    )
    page = Elements(visit(address).text)
    assert question.title in page.text and question.caveat in page.text
    rows = sqlite3.connect(outputs / "stp.db").execute(question.sql, dict(question.example)).fetchall()
    assert rows and f"{len(rows)} row" in page.text


def test_the_readme_shows_the_same_questions_shortened():
    assert QUESTIONS["search"].in_readme().endswith("match 'agency OR locums' order by ref limit 4")
    assert QUESTIONS["ambition"].in_readme() == QUESTIONS["ambition"].sql.strip()


@pytest.mark.parametrize("words", ["agency", "agency OR locums", "A&E", '"agency staff"', "bed"])
def test_words_are_found(visit, words):
    page = Elements(visit(f"/search?words={quote(words)}").text)
    assert page.all("mark") and page.all("input")[0]["value"] == words


@pytest.mark.parametrize(
    "words", ["sub-acute", '"', "beds: 40 (", "' OR 1=1 --", "NEAR(", "*", "\x00", "^", "   ", "(" * 2000]
)
def test_what_is_no_syntax_is_no_error(visit, words):
    answer = visit(f"/search?words={quote(words)}")
    assert answer.status_code == 200
    assert Elements(answer.text).all("input")[0]["value"] == words


def test_a_hit_leads_to_its_page_with_the_passage_marked(visit):
    page = Elements(visit("/search?words=elective+hospital+fewer").text)
    address = next(each["href"] for each in page.all("a") if "ref=" in each.get("href", ""))
    assert address == f"/page/{PLAN}/2?ref={REF}"
    shown = Elements(visit(address).text)
    assert "quoted" in [each["class"] for each in shown.all("rect")]


@pytest.mark.parametrize(
    "path",
    ["/stp/findings_readable", "/stp/passages_readable", "/stp/findings", "/stp/passages", "/stp/beds",
     "/stp/sites", "/stp/repeats", "/stp/citation", "/stp/quantities", "/stp/pages"],
)  # fmt: skip
def test_every_row_links_to_the_viewer(visit, path):
    page = Elements(visit(path).text)
    rows = len(page.all("tr")) - 1
    linked = [
        each["href"]
        for each in page.all("a")
        if re.fullmatch(r"/page/[a-z0-9-]+/\d+(\?ref=.*)?", each["href"])
    ]
    assert rows > 0 and len(linked) >= rows
    assert visit(linked[0]).status_code == 200


def test_the_viewer_shows_page_passage_findings_and_ways_on(visit):
    page = Elements(visit(f"/page/{PLAN}/2?ref={REF}").text)
    assert len(page.all("rect")) == 3
    assert all(0 <= float(each["x"]) < 1 and 0 < float(each["width"]) < 1 for each in page.all("rect"))
    links = {each["href"] for each in page.all("a")}
    assert {f"/page/{PLAN}/1", f"/page/{PLAN}/3"} <= links
    assert f"https://example.org/harrowmere/{PLAN}.pdf#page=2" in links
    assert QUOTE in page.text and REF in page.text and "Findings on this page" in page.text
    picture = page.all("img")[0]
    answer = visit(picture["src"])
    assert (answer.status_code, answer.content[:8]) == (200, b"\x89PNG\r\n\x1a\n")
    assert "immutable" in answer.headers["cache-control"]


def test_the_ends_of_a_plan_and_a_passage_of_another_page(visit):
    assert "First page" in visit(f"/page/{PLAN}/1").text
    assert "Last page" in visit(f"/page/{PLAN}/11").text
    elsewhere = Elements(visit(f"/page/{PLAN}/3?ref={REF}").text)
    assert "It does not stand on this page" in elsewhere.text and not elsewhere.all("rect")
    unknown = visit(f"/page/{PLAN}/2?ref={PLAN}/p2/s999")
    assert unknown.status_code == 200 and "not in this database" in unknown.text


@pytest.mark.parametrize(
    "path",
    [f"/page/{PLAN}/0", f"/page/{PLAN}/99", "/page/nobody/1", "/page/..~2F..~2Fetc/1", "/page/.../1",
     f"/page/{PLAN}/99.png", "/nothing", "/stp/nothing", f"/page/{PLAN}/two"],
)  # fmt: skip
def test_what_is_not_there(visit, path):
    answer = visit(path)
    assert answer.status_code == 404
    assert "content-security-policy" in answer.headers


def test_a_passage_over_two_pages_is_marked_on_both(changed):
    number = "(select id from passages where ref = ?)"
    visit = changed((f"update passage_boxes set page = 3 where line = 3 and passage = {number}", (REF,)))
    for page, marks in ((2, 2), (3, 1)):
        shown = Elements(visit(f"/page/{PLAN}/{page}?ref={REF}").text)
        assert len(shown.all("rect")) == marks
        assert any(each.get("aria-current") == "true" for each in shown.all("a"))


def test_parts_cut_a_text_and_lose_nothing():
    assert list(serve.pages.parts("abcdef", [(1, 3), (2, 4)])) == [
        ("a", False),
        ("b", True),
        ("c", True),
        ("d", True),
        ("ef", False),
    ]
    assert list(serve.pages.parts("abc", [])) == [("abc", False)]
    assert list(serve.pages.parts("abc", [(0, 9)])) == [("abc", True)]


def test_the_words_met_are_parted_from_the_rest():
    assert serve.search.parts("a \x02b\x03 c\x02d\x03") == [
        ("a ", False),
        ("b", True),
        (" c", False),
        ("d", True),
    ]
    assert serve.search.plain('A&E "x') == '"A&E" """x"'


def test_nothing_can_be_written(visit, outputs):
    before = hashlib.sha256((outputs / "stp.db").read_bytes()).hexdigest()
    for sql in (
        "delete from plans",
        "insert into meta values (1, 2)",
        "attach 'x.db' as x",
        "pragma writable_schema = 1",
    ):
        assert visit(f"/stp?sql={sql.replace(' ', '+')}").status_code == 400
    assert hashlib.sha256((outputs / "stp.db").read_bytes()).hexdigest() == before


def test_hostile_words_stay_words(changed):
    visit = changed(
        ("update plans set title = ?, url = 'javascript:alert(4)' where id = ?", (HOSTILE, PLAN)),
        ("update footprints set name = ?", (HOSTILE,)),
        ("update passages set text = text || ?, section = ?, context = ?", (HOSTILE, HOSTILE, HOSTILE)),
        ("update findings set quote = ?", (HOSTILE,)),
        ("update pages set text = ?", (HOSTILE,)),
        ("update themes set label = ?, definition = ?", (HOSTILE, HOSTILE)),
        ("insert into issues values (9999, ?, 2, 'x', 'info', 'x', ?, ?)", (PLAN, HOSTILE, HOSTILE)),
        ("update columns set description = ?", (HOSTILE,)),
        ("insert into passages_fts (passages_fts) values ('rebuild')", ()),
    )  # fmt: skip
    for path in [*ADDRESSES, "/search?words=alert", f"/page/{PLAN}/2"]:
        page = Elements(visit(path).text)
        assert not page.all("script") and not page.all("style"), path
        assert not [each for _, each in page.found if any(name.startswith("on") for name in each)], path
        assert all(re.match(r"/page/", each["src"]) for each in page.all("img")), path
        assert not [each for each in page.all("a") if each["href"].startswith("javascript")], path
    shown = visit(f"/page/{PLAN}/2?ref={REF}")
    assert "{{ 7*7 }}" in Elements(shown.text).text
    assert "No address of the original is known" in shown.text


@pytest.mark.parametrize("query", ['"><script>alert(1)</script>', "' onfocus=alert(1) x='"])
def test_what_a_visitor_asks_stays_words(visit, query):
    for path in (
        "/search?words=",
        "/stp?sql=",
        "/stp/search?words=",
        f"/page/{PLAN}/2?ref=",
        "/stp/findings_readable?_search=",
    ):
        page = Elements(visit(path + quote(query)).text)
        assert not page.all("script")
        assert not [each for _, each in page.found if any(name.startswith("on") for name in each)]


def test_csv_begins_no_formula(changed):
    formulas = ["=1+1", "+44 20", "-5 beds", "@x", "\tx", 'x, "y"\nz', "-5"]
    rows = [
        ("update findings set quote = ? where id = ?", (each, number))
        for number, each in enumerate(formulas, 1)
    ]
    visit = changed(*rows)
    answer = visit("/stp/findings.csv?_stream=on&_size=max")
    assert answer.headers["content-type"].startswith("text/plain")
    cells = [row["quote"] for row in csv.DictReader(io.StringIO(answer.text, newline=""))]
    assert len(cells) > 500
    assert cells[:7] == ["'=1+1", "'+44 20", "'-5 beds", "'@x", "'\tx", 'x, "y"\nz', "-5"]


def test_csv_that_comes_in_pieces_is_put_together():
    table, given = serve.guard.Table(), b""
    content = b'a,b\r\n"=x\r\n""y",2\r\n=z,-3.5e-7\r\n'
    for place in range(0, len(content), 3):
        given += table.harmless(content[place : place + 3], last=False)
    given += table.harmless(b"", last=True)
    assert given.decode() == 'a,b\r\n"\'=x\r\n""y",2\r\n\'=z,-3.5e-7\r\n'


def test_a_pdf_that_is_not_here_or_is_another_version(changed, tmp_path):
    corpus = tmp_path / "corpus"
    (corpus / "pdf").mkdir(parents=True)
    visit = changed(corpus=corpus)
    absent = visit(f"/page/{PLAN}/2?ref={REF}")
    assert absent.status_code == 200 and QUOTE in absent.text
    assert "The PDF is not on this machine." in absent.text and "<img" not in absent.text
    assert visit(f"/page/{PLAN}/2.png").status_code == 404
    shutil.copy(SAMPLE / "pdf" / "stonebeck-2016-10.pdf", corpus / "pdf" / f"{PLAN}.pdf")
    other = visit(f"/page/{PLAN}/2")
    assert "another version" in other.text and "<img" not in other.text
    shutil.copy(SAMPLE / "pdf" / f"{PLAN}.pdf", corpus / "pdf")
    assert "<img" in visit(f"/page/{PLAN}/2").text


def test_without_a_corpus_there_is_text(changed):
    assert "No folder of PDFs was given." in changed(corpus=None)(f"/page/{PLAN}/2").text


def test_a_picture_is_made_once_and_kept_while_there_is_room(monkeypatch):
    made = []

    class Counting:
        async def picture(self, pdf, page, sha256):
            made.append(page)
            await asyncio.sleep(0)
            if page == 13:
                raise ValueError("more than 60 s")
            return bytes(100)

    monkeypatch.setattr(serve.pictures, "ROOM", 250)
    kept = serve.pictures.Pictures(Corpus(SAMPLE))
    kept.printer.close()
    kept.printer = Counting()

    async def ask(*numbers):
        return await asyncio.gather(*(kept.of(serve.pictures.Page(PLAN, each, "x")) for each in numbers))

    asyncio.run(ask(1, 1, 1))
    asyncio.run(ask(1))
    assert made == [1]
    asyncio.run(ask(2))
    asyncio.run(ask(1))
    asyncio.run(ask(3))
    assert [page.page for page in kept._kept] == [1, 3]
    asyncio.run(ask(13))
    (bad,) = asyncio.run(ask(13))
    assert made == [1, 2, 3, 13] and "more than 60 s" in bad.reason


def test_the_printer_refuses_what_is_no_page(tmp_path):
    pdf = SAMPLE / "pdf" / f"{PLAN}.pdf"
    good = hashlib.sha256(pdf.read_bytes()).hexdigest()
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.4 nothing")
    printer = Printer()
    try:
        png = asyncio.run(printer.picture(pdf, 1, good))
        assert png.startswith(b"\x89PNG") and asyncio.run(printer.picture(pdf, 1, good)) == png
        for path, page, digest, error in (
            (pdf, 1, "0" * 64, OtherVersion),
            (pdf, 99, good, ValueError),
            (tmp_path / "none.pdf", 1, good, OSError),
            (bad, 1, hashlib.sha256(bad.read_bytes()).hexdigest(), ValueError),
        ):
            with pytest.raises(error):
                asyncio.run(printer.picture(path, page, digest))
    finally:
        printer.close()


def dying(pdf, page, sha256):
    """Stands for a page that ends its worker."""
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_page_that_kills_its_worker_costs_its_own_picture(monkeypatch):
    pdf = SAMPLE / "pdf" / f"{PLAN}.pdf"
    digest = hashlib.sha256(pdf.read_bytes()).hexdigest()
    printer = Printer()
    try:
        with monkeypatch.context() as patched:
            patched.setattr("pipeline.stages.printer.drawn", dying)
            with pytest.raises(ValueError, match="ends the reader \\(killed\\)"):
                asyncio.run(printer.picture(pdf, 1, digest))
        assert asyncio.run(printer.picture(pdf, 1, digest)).startswith(b"\x89PNG")
    finally:
        printer.close()


def test_serve_says_what_is_missing(tmp_path, monkeypatch):
    result = invoke("serve", "--outputs", tmp_path)
    assert (result.exit_code, "`stp run" in result.output) == (2, True)
    (tmp_path / "stp.db").write_text("not a database, whatever its name says" * 50)
    result = invoke("serve", "--outputs", tmp_path, "--port", 0)
    assert (result.exit_code, "make it again" in result.output) == (2, True)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    result = invoke("serve", "--outputs", tmp_path)
    assert (result.exit_code, "pip install 'datasette>=0.65.5,<1'" in result.output) == (1, True)
