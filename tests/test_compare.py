"""Compare: figure against figure, fact against finding; each row has both sides, or says why not."""

import csv
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urlparse

import pytest
import sqlite_utils

from pipeline import codebook, compare
from pipeline.compare.page import page
from pipeline.compare.published import KINDS, Published, read
from pipeline.records import Plan
from tests.conftest import ROOT, SAMPLE, invoke
from tests.test_load import Writer, database

REAL = ROOT / "corpus" / "published_findings.csv"
MADE_UP = SAMPLE / "published_findings.csv"


def rows(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def theirs(finding: str, topic: str = "", value: float | None = None, kind: str = "", **more) -> Published:
    given = {
        "footprint": "A", "theme": "acute_reconfiguration", "topic": topic, "finding": finding, "said": "",
        "kind": kind, "value": value, "value_high": None, "direction": "", "comparable": True,
        "source": "https://example.org", "source_kind": "press", "caveat": "", **more,
    }  # fmt: skip
    return Published(**given)


def ours(*passages: tuple[str, list[tuple[str, float, str, dict[str, object]]]]) -> sqlite_utils.Database:
    writer = Writer("alder")
    for text, figures in passages:
        writer.passage(1, text, {"acute_reconfiguration": 0.9}, "commitment", figures)
    return database([(Plan("alder", "A", "Alder"), writer.records())])


GAP = ("Without change the gap will be £399m by 2021.", [("£399m", 399e6, "money", {})])
BEDS = ("We will close 240 acute beds.", [("240", 240, "beds", {"direction": "down", "counts": "beds"})])
LEVELS = (
    "Acute beds go from 1,810 to 1,570.",
    [("1,810", 1810, "beds", {"counts": "beds"}), ("1,570", 1570, "beds", {"counts": "beds"})],
)


@pytest.mark.parametrize(
    ("said", "passages", "outcome", "value"),
    [
        (theirs("projected gap", "financial gap", 399.3e6, "money"), [GAP], "same value", 399e6),
        (
            theirs("projected gap", "financial gap", 350e6, "money", value_high=4e8),
            [GAP],
            "same value",
            399e6,
        ),
        (theirs("projected gap", "financial gap", 500e6, "money"), [GAP], "other value", 399e6),
        (theirs("capital", "capital", 399e6, "money"), [GAP], "theirs only", None),
        (theirs("acute beds", "beds", 240, "beds", direction="down"), [BEDS], "same value", 240),
        (theirs("acute beds", "beds", 240, "beds", direction="up"), [BEDS], "theirs only", None),
        (theirs("acute beds", "beds", 300, "beds", direction="down"), [BEDS], "other value", 240),
        (theirs("acute beds", "beds", 240, "beds", direction="down"), [LEVELS], "same difference", 240),
        (theirs("acute beds", "beds", 240, "beds"), [LEVELS], "other value", 1810),
        (theirs("acute beds closed (BBC)", "beds"), [BEDS], "same subject", None),
        (theirs("maternity unit at Elsewhere closes", "maternity"), [BEDS], "theirs only", None),
        (theirs("acute beds", "beds", 240, "beds", comparable=False), [BEDS], "not compared", None),
        (theirs("beds in England", "beds", 240, "beds", footprint=""), [BEDS], "not compared", None),
        (theirs("acute beds", "beds", 240, "beds", footprint="B"), [BEDS], "no plan read", None),
    ],
)
def test_what_becomes_of_a_finding_of_theirs(said, passages, outcome, value) -> None:
    row = next(each for each in compare.comparisons(ours(*passages), [said]) if each.outcome != "ours only")
    assert (row.outcome, row.our_value, row.finding) == (outcome, value, said.finding)
    assert bool(row.ref) == (outcome in ("same value", "same difference", "other value", "same subject"))
    if row.ref:
        assert row.quote in passages[0][0]


def test_what_is_ours_only() -> None:
    small = ("Each costs £40.", [("£40", 40, "money", {})])
    still = ("There are 90 beds.", [("90", 90, "beds", {"counts": "beds"})])
    found = compare.comparisons(ours(GAP, BEDS, small, still), [])
    assert [(each.outcome, each.theme, each.our_value) for each in found] == [
        ("ours only", "finance", 399e6),
        ("ours only", "acute_reconfiguration", 240),
    ]
    met = compare.comparisons(ours(BEDS), [theirs("beds", "beds", 240, "beds")])
    assert [each.outcome for each in met] == ["same value"]


def test_a_draft_is_not_compared() -> None:
    writer = Writer("alder")
    writer.passage(1, BEDS[0], {"acute_reconfiguration": 0.9}, "commitment", BEDS[1])
    db = database([(Plan("alder", "A", "Alder", kind="draft"), writer.records())])
    assert [each.outcome for each in compare.comparisons(db, [theirs("beds", "beds", 240, "beds")])] == [
        "no plan read"
    ]


@pytest.mark.parametrize("path", [REAL, MADE_UP], ids=["real", "made up"])
def test_every_published_row_can_be_read_and_belongs_somewhere(path) -> None:
    published = list(read(rows(path)))
    codes = {row["code"] for row in rows(path.with_name("footprints.csv"))}
    assert {each.footprint for each in published} - {""} == codes
    assert {each.theme for each in published} - {""} <= set(codebook.read().ids())
    assert all(each.source and each.finding and each.said for each in published)
    assert len(set(published)) == len(published)
    assert all(each.footprint or not each.comparable for each in published)


def test_the_real_table_has_sources_and_caveats() -> None:
    published = list(read(rows(REAL)))
    assert len(published) == 509
    assert all(urlparse(each.source).scheme in ("http", "https") for each in published)
    assert all(each.caveat for each in published if not each.comparable)
    gaps = {each.footprint for each in published if each.caveat.startswith("gap after doing nothing")}
    assert len(gaps) == 44
    money = [each for each in published if each.kind == "money" and "per head" not in each.said]
    assert all(each.value is not None and 1e5 < each.value < 3e10 for each in money)


def test_the_table_of_the_sample_is_marked_as_made_up() -> None:
    assert all(row["source"].startswith("made up: ") for row in rows(MADE_UP))
    assert {row["source_kind"] for row in rows(MADE_UP)} == {"made up"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"kind": "ships"}, "the kind 'ships' is none of"),
        ({"value": "many"}, "value is 'many', not a number"),
        ({"value": ""}, "needs a value"),
        ({"comparable": "perhaps"}, "neither yes nor no"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(change, why) -> None:
    row = dict.fromkeys(Published._fields, "") | {"kind": "beds", "value": "4", "comparable": "yes"} | change
    with pytest.raises(ValueError, match="line 2: .*" + why):
        list(read([row]))
    with pytest.raises(ValueError, match="line 2: there is no column finding"):
        list(read([{name: value for name, value in row.items() if name != "finding"}]))
    assert KINDS[0] == ""


def test_an_unknown_footprint_is_an_error() -> None:
    with pytest.raises(ValueError, match="no footprint 'Z'"):
        compare.comparisons(ours(BEDS), [theirs("beds", footprint="Z")])


class Words(HTMLParser):
    """The tags and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.links += [value for name, value in attributes if name in ("href", "src")]

    def handle_data(self, data):
        self.words += data


def test_the_page_escapes_and_links_only_to_the_web() -> None:
    text = "<script>alert(1)</script> 240 acute beds close."
    db = ours((text, [("240", 240, "beds", {"direction": "down", "counts": "beds"})]))
    bad = theirs("<b>acute beds</b>", "beds", 240, "beds", source="javascript:alert(1)")
    shown = Words(page(db, compare.comparisons(db, [bad])))
    assert not {"script", "b", "img"} & shown.tags
    assert text in shown.words
    assert shown.links == []


def test_compare_on_the_sample(outputs, tmp_path) -> None:
    result = invoke("compare", "--outputs", outputs, "--corpus", SAMPLE, "--to", tmp_path)
    assert result.exit_code == 0, result.output
    assert "The published findings of this corpus are made up." in result.output
    found = rows(tmp_path / "comparison.csv")
    outcomes = Counter(row["outcome"] for row in found if row["outcome"] != "ours only")
    assert sum(outcomes.values()) == len(rows(MADE_UP))
    assert outcomes["same value"] >= 10
    assert outcomes["no plan read"] == 3
    gap = next(row for row in found if row["footprint_code"] == "S01" and row["topic"] == "financial gap")
    assert (gap["outcome"], gap["our_text"]) == ("same value", "£210m")
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "made up" in text
    assert "Specimen documents: invented places." in text


def test_compare_without_a_table_is_a_wrong_question(outputs, tmp_path) -> None:
    result = invoke("compare", "--outputs", outputs, "--corpus", tmp_path)
    assert (result.exit_code, "published_findings.csv is not there" in result.output) == (2, True)
    (tmp_path / "published_findings.csv").write_text("footprint\nS01\n")
    result = invoke("compare", "--outputs", outputs, "--corpus", tmp_path)
    assert (result.exit_code, "line 2: there is no column" in result.output) == (2, True)
