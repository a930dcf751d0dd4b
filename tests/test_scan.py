"""Scan: matches by stem with their place, totals with zeros, and the reason for each zero."""

import csv

import pytest
import sqlite_utils
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import scan
from pipeline.records import Page, Passage, PassageLine, Plan, Slice
from tests.conftest import invoke
from tests.test_load import Writer, database


@pytest.fixture(scope="module")
def sample(outputs) -> sqlite_utils.Database:
    return sqlite_utils.Database(outputs / "stp.db")


def totals(db: sqlite_utils.Database, term: str) -> dict[str, scan.Total]:
    found = list(scan.matches(db, [term]))
    return {each.footprint_code: each for each in scan.totals(db, [term], found)}


def reason(db: sqlite_utils.Database, term: str) -> str:
    return totals(db, term)["A"].reason


def places() -> sqlite_utils.Database:
    """A plan that says each word in another place."""
    writer = Writer("alder")
    writer.passage(1, "We will open hubs.", {"primary_care": 0.9}, "proposal")
    writer.passage(1, "A weir was built.", {"primary_care": 0.2})
    writer.passage(1, "Figure 1: lagoons", {}, kind="caption")
    page, *rest = writer.records()
    page = Page(1, 595, 842, f"Contents of the estuary\n\n{page.text}", furniture="Draft of the harbour plan")
    scanned = Passage(
        "alder/p2/s1", "f", 2, "", "paragraph", "", "The jetty and hubs.", 4, "ocr", (Slice(2, 0, 19),),
        (PassageLine(2, 0, 19, 0.1, 0.1, 0.9, 0.2),),
    )  # fmt: skip
    pages = [page, Page(2, 595, 842, "The jetty and hubs.", text_source="ocr")]
    unread = (Plan("birch", "B", "Birch"), [Page(1, 595, 842, text_source="none")])
    draft = Writer("cedar")
    draft.passage(1, "A hub in a draft.", {"primary_care": 0.9}, "proposal")
    return database(
        [
            (Plan("alder", "A", "Alder", url="https://a.org/a.pdf"), [*pages, scanned, *rest]),
            unread,
            (Plan("cedar", "C", "Cedar", kind="draft"), draft.records()),
        ]
    )


@pytest.mark.parametrize(
    ("term", "why"),
    [
        ("hub", ""),
        ("weirs", "only below the acceptance threshold"),
        ("lagoon", "only in furniture, contents or captions"),
        ("estuary", "only in furniture, contents or captions"),
        ("harbours", "only in furniture, contents or captions"),
        ("jetty", "only on OCR pages"),
        ("lighthouse", "absent"),
    ],
)
def test_the_reason_for_nothing(term, why) -> None:
    assert reason(places(), term) == why


def test_nothing_found_on_unread_pages_in_drafts_or_without_a_plan() -> None:
    found = totals(places(), "hub")
    assert found["B"].reason == "not on the pages that were read; 1 page unread"
    assert found["C"].reason == "draft only, which has 1"
    assert found["D"].reason == "no plan"
    assert [(each.matches, each.findings) for each in found.values()] == [(2, 1), (0, 0), (0, 0), (0, 0)]


def test_several_reasons_are_all_said() -> None:
    counts = dict.fromkeys((*scan.PLACES, "draft"), 0) | {"caption": 1, "ocr": 2}
    said = scan._reason({"pages": 3, "unread_pages": 2, "status": "read"}, counts)
    assert said == "only in furniture, contents or captions, or on OCR pages; 2 pages unread"


def test_where_each_match_is() -> None:
    found = {
        each.term: each for each in scan.matches(places(), ["weir", "lagoon", "estuary", "harbour", "jetty"])
    }
    assert {term: (each.where, each.ref, each.page) for term, each in found.items()} == {
        "weir": ("passage", "alder/p1/s2", 1),
        "lagoon": ("caption", "alder/p1/s3", 1),
        "estuary": ("contents", "", 1),
        "harbour": ("furniture", "", 1),
        "jetty": ("ocr", "alder/p2/s1", 2),
    }
    assert found["jetty"].link == "https://a.org/a.pdf#page=2"


def test_a_phrase_with_its_context_and_variants(sample) -> None:
    (match,) = scan.matches(sample, ["bed closure"])
    assert (match.ref, match.words, match.where) == ("harrowmere-2016-10/p11/s15", "Bed closures", "finding")
    assert match.before.endswith("Demand does not fall as modelled 16 ")
    assert match.after.startswith(" gated; quarterly review")
    assert scan.variants(scan.matches(sample, ["pharmacist"])) == [("pharmacist", 7), ("pharmacists", 3)]


def test_a_stem_has_false_friends_and_variants_show_them(sample) -> None:
    forms = dict(scan.variants(scan.matches(sample, ["hospitality"])))
    assert set(forms) == {"hospital", "hospitals"}


def test_every_match_is_on_the_page_that_it_names(sample) -> None:
    found = list(scan.matches(sample, ["beds", "submission"]))
    pages = {(row["plan"], row["page"]): row for row in sample.query("SELECT * FROM pages")}
    for each in found:
        page = pages[each.plan, each.page]
        assert each.words in page["text"] + page["furniture"]
    assert {"finding", "passage", "furniture"} <= {each.where for each in found}


def test_the_matches_of_passages_and_of_the_rest_are_those_of_the_pages(sample) -> None:
    """Counted another way: by the words of each page's text, for a word of one form only."""
    found = [each for each in scan.matches(sample, ["ambulance"]) if each.words.lower() == "ambulance"]
    pages = [
        row["text"] + " " + row["furniture"] for row in sample.query("SELECT text, furniture FROM pages")
    ]
    words = [word for page in pages for word in page.lower().replace("-", " ").split()]
    assert len(found) == sum(word.strip("•.,;:()’‘'") == "ambulance" for word in words) > 3


@settings(max_examples=60, deadline=None)
@given(term=st.text(min_size=1, max_size=30))
def test_no_term_is_an_operator(term) -> None:
    db = HOSTILE
    if any(each.isalnum() for each in term):
        assert all(each.words for each in scan.matches(db, [term]))
    else:
        with pytest.raises(ValueError, match="no letter and no figure"):
            list(scan.matches(db, [term]))


HOSTILE = database()


@pytest.mark.parametrize("term", ['beds" OR "x', "NEAR(beds x)", "text:beds", "beds*", "-beds", "^beds"])
def test_operators_are_words(term) -> None:
    found = list(scan.matches(HOSTILE, [term]))
    assert all("beds" in each.words for each in found)
    assert len(found) == (3 if term in ("beds*", "-beds", "^beds") else 0)


def test_scan_on_the_screen_and_as_csv(outputs, tmp_path) -> None:
    (tmp_path / "terms.csv").write_text("term,note\nbed closures,x\nhelicopter pad,y\n")
    target = tmp_path / "matches.csv"
    result = invoke("scan", tmp_path / "terms.csv", "bed closures", "--outputs", outputs, "--csv", target)
    assert result.exit_code == 0, result.output
    assert "bed closures: 1 match: bed closures (1)" in result.output
    assert "helicopter pad: 0 matches" in result.output
    assert "Specimen documents" in result.output
    rows = list(csv.DictReader(target.open(encoding="utf-8")))
    assert [row["ref"] for row in rows if not row["reason"]] == ["harrowmere-2016-10/p11/s15"]
    assert len(rows) == 1 + 8 + 9


def test_scan_shows_ten_and_says_how_many_more(outputs) -> None:
    result = invoke("scan", "hospital", "--outputs", outputs)
    assert "and 169 more: --csv FILE has all" in result.output


def test_what_scan_cannot_search_is_a_wrong_question(outputs, tmp_path) -> None:
    (tmp_path / "bad.csv").write_text("word\nbeds\n")
    (tmp_path / "empty.csv").write_text("term\nbeds\n \n")
    for terms, why in (
        ([tmp_path / "bad.csv"], 'no column "term"'),
        ([tmp_path / "empty.csv"], "line 3: the term is empty"),
        ([tmp_path / "none.csv"], "is not there"),
        (["…"], "no letter and no figure"),
    ):
        result = invoke("scan", *terms, "--outputs", outputs)
        assert (result.exit_code, why in result.output) == (2, True), result.output
