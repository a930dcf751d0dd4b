"""What is found in the passages of a plan, in their order."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.find import findings
from pipeline.find.dates import dates
from pipeline.find.published import estimated
from pipeline.find.sentences import sentences
from pipeline.records import (
    Entity,
    Finding,
    Issue,
    Label,
    Labels,
    Mention,
    Passage,
    PassageLine,
    Plan,
    Quantity,
    Strength,
)

PLAN = Plan("plan", "N1", "A plan", published="2016-10-21")
GAZETTEER = [Entity("h1", "hospital", "Northern General Hospital", "N1")]
TEXT = (
    "Our hospitals are old. We will close 40 beds at the Northern General Hospital (NGH) by 2018. "
    "Staff at NGH will be offered other posts."
)


def passage(text=TEXT, ref="plan/p3/s1", kind="paragraph", **rest):
    values = {"fingerprint": "f", "page": 3, "section": "", "context": "", "words": len(text.split()), **rest}
    return Passage(ref=ref, kind=kind, text=text, text_source="native", slices=(), **{"lines": (), **values})


def labels(*themes, ref="plan/p3/s1", words=()):
    evidence = {"words": [list(each) for each in words]} if words else {}
    return Labels(ref, tuple(Label(theme, 0.9, True, evidence=evidence) for theme in themes), {})


def test_a_passage_gives_strength_findings_quantities_and_mentions_in_this_order():
    out = list(findings(PLAN, [passage()], [labels("acute_reconfiguration", "delivery")], GAZETTEER))
    assert [type(each) for each in out] == [Strength, Finding, Quantity, Quantity, Mention, Mention]
    strength, finding, beds, date, full, short = out
    assert strength.strength == finding.strength == "commitment"
    assert finding.quote == "We will close 40 beds at the Northern General Hospital (NGH) by 2018."
    assert TEXT[finding.quote_start : finding.quote_end] == finding.quote
    assert (beds.value, beds.direction, beds.by_year) == (40, "down", 2018)
    assert (date.kind, date.by_year) == ("date", 2018)
    assert (full.text, short.text) == ("Northern General Hospital", "NGH")


def test_the_label_decides_which_sentence_is_quoted():
    given_ = labels("workforce", words=[("staff", 0.8), ("posts", 0.5)])
    (finding,) = [each for each in findings(PLAN, [passage()], [given_], []) if isinstance(each, Finding)]
    assert finding.quote == "Staff at NGH will be offered other posts."


def test_a_sentence_that_leans_on_another_is_not_quoted_alone():
    text = "Each ward will have its own pharmacist from May. This will also help the wards in winter."
    (finding,) = [
        each
        for each in findings(
            PLAN, [passage(text)], [labels("workforce", words=[("wards", 0.5), ("ward", 0.4)])], []
        )
        if isinstance(each, Finding)
    ]
    assert finding.quote == "Each ward will have its own pharmacist from May."


def test_a_passage_with_a_lens_only_has_strength_and_no_finding():
    out = list(findings(PLAN, [passage("The gap is £310m.")], [labels("finance")], []))
    assert [type(each) for each in out] == [Strength, Quantity]


def test_nothing_accepted_is_none():
    refused = Labels("plan/p3/s1", (Label("workforce", 0.2, False),), {})
    out = list(findings(PLAN, [passage("We will close 40 beds by 2018.")], [refused], []))
    assert out[0] == Strength("plan/p3/s1", "none")
    assert not any(isinstance(each, Finding) for each in out)


def test_a_passage_without_labels_is_an_issue():
    out = list(findings(PLAN, [passage("Nothing.")], [], []))
    assert isinstance(out[0], Issue) and out[0].code == "unlabelled" and out[0].mend


def test_the_page_is_where_the_quotation_starts():
    text = "Our hospitals are old and full. We will close 40 beds by 2018."
    lines = (PassageLine(3, 0, 32, 0, 0, 1, 1), PassageLine(4, 32, len(text), 0, 0, 1, 1))
    out = findings(PLAN, [passage(text, lines=lines)], [labels("acute_reconfiguration")], [])
    assert [each.page for each in out if isinstance(each, Finding)] == [4]


def test_a_table_row_is_quoted_whole():
    row = passage("Acute beds\t600\t480", kind="table_row", context="Beds\t2016\t2021")
    (finding,) = [
        e for e in findings(PLAN, [row], [labels("acute_reconfiguration")], []) if isinstance(e, Finding)
    ]
    assert finding.quote == "Acute beds\t600\t480"


def test_sentences_are_not_cut_at_abbreviations():
    text = "Dr. Smith of St. Anne's met Mr. Jones, e.g. at 2.30 p.m. on the ward. They agreed."
    assert [text[a:b] for a, b in sentences(text)] == [text[:70].rstrip(), "They agreed."]


pieces = st.sampled_from(
    [
        "We will close 40 beds.",
        "Dr. Smith",
        "by 2018",
        "Northern General Hospital (NGH)",
        "• one",
        "\n",
        "£4m",
        "?",
        "NGH",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces, max_size=10).map(" ".join), st.sampled_from(["paragraph", "bullet", "table_row"]))
def test_everything_cited_is_a_slice(text, kind):
    out = findings(PLAN, [passage(text, kind=kind)], [labels("workforce", "enablers", "finance")], GAZETTEER)
    for each in out:
        if isinstance(each, Finding):
            assert text[each.quote_start : each.quote_end] == each.quote
        elif isinstance(each, Quantity | Mention):
            assert text[each.start : each.end] == each.text


@given(st.text(max_size=200))
def test_sentences_are_in_order_and_hold_every_word(text):
    spans = sentences(text)
    assert all(a < b for a, b in spans) and all(b <= c for (_, b), (c, _) in pairwise(spans))
    kept = "".join("".join(text[a:b].split()) for a, b in spans)
    assert all(char in "•●▪■◦" for char in _difference("".join(text.split()), kept))


def _difference(whole, kept):
    rest = iter(kept)
    pending = next(rest, None)
    for char in whole:
        if char == pending:
            pending = next(rest, None)
        else:
            yield char


def test_a_plan_without_a_date_is_no_older_than_the_years_that_it_tells_of():
    told = [
        passage(f"Two workshops were held in {month} 2020 with partners.", ref=f"plan/p3/s{i}")
        for i, month in enumerate(("May", "June", "July"), start=1)
    ]
    assert estimated(told) == "~2020"
    assert estimated(told[:2]) == estimated([]) == ""
    undated = Plan("plan", "N1", "A report")
    last = passage("Workshops with partners, June 2020. We will open two hubs by 2023.", ref="plan/p3/s4")
    out = [each for each in findings(undated, [*told, last], [], []) if isinstance(each, Quantity)]
    assert [(each.kind, each.by_year) for each in out] == [("sites", 2023), ("date", 2023)]


def test_nothing_relative_is_counted_from_an_estimated_date():
    assert dates("Within three years there will be one network.", "~2020") == []
    assert [each.planned for each in dates("The unit opens in June 2021.", "~2020")] == [True]
