"""Cite: the line and the page hold what lets another person check a passage, and nothing of it is markup."""

import io
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
import sqlite_utils
from PIL import Image

from pipeline import cite
from pipeline.cite.picture import UNKNOWN, _writable, picture
from pipeline.load.verify import digest
from pipeline.records import Plan
from tests.conftest import SAMPLE, invoke
from tests.test_load import Writer, database

REF = "pellan-sound-2016-11/p2/s4"
QUOTE = (
    "“The islands’ general practices are worse: on Holm the practice has been run by locums since its last "
    "partner drowned in paperwork, as she put it to me, in 2014.”"
)
MARKUP = "We will <script>alert('x')</script> close <b>40</b> beds & \"wards\" by 2020."


def png(wide: int = 200, high: int = 300) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (wide, high), "white").save(target, "PNG")
    return target.getvalue()


def hostile() -> cite.Citation:
    writer = Writer("alder")
    writer.passage(1, MARKUP, {"acute_reconfiguration": 0.9}, "commitment", section="<i>Ours</i>")
    plan = Plan(
        "alder", "A", '"><img src=x onerror=alert(1)>', url="javascript:alert(1)", sha256="d" * 64,
        archive_url="https://example.org/archive.pdf", specimen=True,
    )  # fmt: skip
    return cite.citation(database([(plan, writer.records())]), "alder/p1/s1")


class Tags(HTMLParser):
    """The tags of a page, the addresses it would fetch, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attributes if name in ("src", "href")]

    def handle_data(self, data):
        self.words += data


@pytest.fixture(scope="module")
def found(outputs) -> cite.Citation:
    return cite.citation(sqlite_utils.Database(outputs / "stp.db"), REF)


def test_the_line_has_all_that_a_checker_needs(outputs, found) -> None:
    line = cite.line(found)
    plan = next(row for row in (SAMPLE / "manifest.csv").read_text().splitlines() if row.startswith("pellan"))
    sha256 = re.search("[0-9a-f]{64}", plan).group()
    for part in (
        f"{QUOTE} Enough of us: Pellan Sound health and care plan 2016-2021 "
        "(Pellan Sound, 2016-11-21), page 2.",
        "https://example.org/pellan-sound/pellan-sound-2016-11.pdf#page=2.",
        f"Ref {REF}, fingerprint ",
        f"SHA-256 {sha256}",
        digest(sqlite_utils.Database(outputs / "stp.db")),
        "Specimen document: the place is invented.",
    ):
        assert part in line


def test_the_quotation_and_its_lines(found) -> None:
    assert f"“{found.quote}”" == QUOTE
    assert [found.quoted(line) for line in found.lines] == [False, True, True, True]
    assert (found.page, found.pages) == (2, [2])


def test_a_passage_without_a_finding_is_quoted_whole() -> None:
    writer = Writer("alder")
    writer.passage(1, "Nothing of note. Nothing at all.")
    found = cite.citation(database([(Plan("alder", "A", "Alder"), writer.records())]), "alder/p1/s1")
    assert found.quote == "Nothing of note. Nothing at all."
    assert "Address not known." in cite.line(found)
    assert "Specimen" not in cite.line(found)


@pytest.mark.parametrize(
    ("ref", "near"),
    [
        ("pellan-sound-2016-11/p2/s99", "pellan-sound-2016-11/p2/s11"),
        ("pellan-sound-2016-11/p99/s1", "pellan-sound-2016-11/p8/s1"),
        ("pellan-sound/p2/s5", "pellan-sound-2016-11/p2/s5"),
        ("Pellan-Sound-2016-11/p2/s5", "pellan-sound-2016-11/p2/s5"),
        ("pellan-sound-2016-11", "pellan-sound-2016-11/p1/s1"),
        ("zzz", ""),
    ],
)
def test_a_ref_that_is_not_there_names_the_nearest(outputs, ref, near) -> None:
    db = sqlite_utils.Database(outputs / "stp.db")
    assert cite.nearest(db, ref) == near
    with pytest.raises(cite.NoSuchPassage, match=re.escape(near or "PLAN/pPAGE/sNUMBER")):
        cite.citation(db, ref)


def test_nothing_of_a_plan_becomes_markup_and_nothing_is_fetched() -> None:
    page = Tags(cite.page(hostile(), {1: png()}))
    assert MARKUP in page.words
    assert not {"script", "b", "i"} & set(page.tags)
    assert page.tags.count("img") == 1
    assert all(each.startswith("data:image/png;base64,") for each in page.addresses)


def test_only_addresses_of_the_web_are_links(found) -> None:
    addresses = Tags(cite.page(found, {2: png()})).addresses
    assert [each for each in addresses if not each.startswith("data:")] == [found.address]


def test_the_page_says_what_comes_from_a_specimen(found) -> None:
    page = cite.page(found, {2: png()})
    assert cite.SPECIMEN in Tags(page).words
    assert page.count('class="quoted"') == 3
    assert page.count("<span") == 4


def test_a_picture_has_the_page_with_its_marks_and_the_words(found) -> None:
    image = Image.open(io.BytesIO(picture(found, {2: png(1000, 1400)}))).convert("RGB")
    assert image.height >= 1400
    last = found.lines[-1]
    middle = ((last.x0 + last.x1) / 2 * 1000, (last.y0 + last.y1) / 2 * 1400)
    assert image.getpixel(tuple(map(int, middle))) == (255, 216, 77)
    first = found.lines[0]
    assert image.getpixel((int(first.x0 * 1000) + 3, int((first.y0 + first.y1) / 2 * 1400))) == (
        255,
        243,
        176,
    )
    assert image.crop((1000, 0, *image.size)).getextrema()[0][0] < 60
    assert picture(found, {2: png(1000, 1400)}) == picture(found, {2: png(1000, 1400)})


def test_signs_that_the_font_has_not_are_marked() -> None:
    assert _writable("£5m – ½ “x” •¹ →⁴\n") == f"£5m – ½ “x” •¹ {UNKNOWN}{UNKNOWN}"


def test_cite_writes_the_page(outputs, tmp_path) -> None:
    for kind, start in (("html", b"<!doctype html>"), ("png", b"\x89PNG")):
        target = tmp_path / f"passage.{kind}"
        result = invoke(
            "cite", REF, "--outputs", outputs, "--corpus", SAMPLE, "--format", kind, "--to", target
        )
        assert result.exit_code == 0, result.output
        assert result.stdout.startswith(QUOTE)
        assert target.read_bytes().startswith(start)


def test_cite_without_the_pdf_prints_the_line_and_says_so(outputs, tmp_path) -> None:
    shutil.copy(outputs / "stp.db", tmp_path)
    target = tmp_path / "passage.html"
    result = invoke("cite", REF, "--outputs", tmp_path, "--to", target)
    assert (result.exit_code, result.stdout.startswith(QUOTE), target.exists()) == (1, True, False)
    assert "not on this machine" in result.stderr
    (tmp_path / "corpus").mkdir()
    result = invoke("cite", REF, "--outputs", tmp_path, "--corpus", tmp_path / "corpus", "--to", target)
    assert (result.exit_code, target.exists()) == (1, False)
    assert "pellan-sound-2016-11.pdf is not on this machine" in result.stderr


def test_cite_refuses_another_version_of_the_pdf(outputs, tmp_path) -> None:
    folder = tmp_path / "corpus" / "pdf"
    folder.mkdir(parents=True)
    shutil.copy(SAMPLE / "pdf" / "merrin-coast-2016-12.pdf", folder / "pellan-sound-2016-11.pdf")
    target = tmp_path / "passage.html"
    result = invoke("cite", REF, "--outputs", outputs, "--corpus", tmp_path / "corpus", "--to", target)
    assert (result.exit_code, result.stdout.startswith(QUOTE), target.exists()) == (1, True, False)
    assert "is another version (SHA-256 " in result.stderr


def test_cite_of_no_passage_is_a_wrong_question(outputs) -> None:
    result = invoke("cite", "pellan-sound-2016-11/p2/s99", "--outputs", outputs)
    assert (result.exit_code, "the nearest is pellan-sound-2016-11/p2/s11" in result.output) == (2, True)


def test_the_template_is_shipped() -> None:
    assert Path(cite.__file__).with_name("templates").joinpath("passage.html").exists()
