"""The ladder of strength, on the codebook's worked cases, on what looks like them and is not, and on rows
written before the rules were mended by them (tests/strength_held_out.jsonl)."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.codebook import STRENGTHS
from pipeline.find.strength import by_rules, strength
from pipeline.records import Passage

PUBLISHED = "2016-10-21"
LEVELS = STRENGTHS[1:]
HELD_OUT = Path(__file__).parent / "strength_held_out.jsonl"
"""At first sight the rules reached macro F1 .83 on the first 119, the classifier .71, both together .84.
On the 40 after them, written when the rules had been mended by the first, the rules reached .92. That tells
what to expect of new text as tidy as this; on the gold the rules reach .65, and .79 with the classifier
(documents held out); on findings of real documents see decision 0044."""

CASES = [
    ("We will reduce acute beds at the two main sites by 120 by 2020.", "commitment"),
    ("A single shared care record will be live in every practice and ward by March 2018.", "commitment"),
    ("The three CCGs have agreed that they will appoint one accountable officer.", "commitment"),
    ("We will hold twelve public events before any decision on maternity is taken.", "commitment"),
    ("Surplus land at the old hospital will be sold, releasing £9m for two health centres.", "commitment"),
    ("Vacancy rates among band 5 nurses stand at 14 per cent.", "context"),
    ("Doing nothing leaves the system £310m short in 2020/21.", "context"),
    ("Practices are closing lists because they cannot recruit partners.", "context"),
    ("Two wards were closed at Penwick in 2014.", "context"),
    ("The gap will reach £190m by 2020/21.", "context"),
    ("The service will depend on there being enough nurses.", "context"),
    ("We want every child to have the best start.", "aspiration"),
    ("We will explore options for the future of the site.", "aspiration"),
    ("We will support people to live well.", "aspiration"),
    ("Our ambition is for care closer to home.", "aspiration"),
    ("Our ambition is to close no ward by 2020.", "aspiration"),
    ("Four options were published in May and none has been ruled out.", "aspiration"),
    ("We hope that the team will cut admissions by 5% by 2019.", "aspiration"),
    ("We propose to bring stroke services together on one site.", "proposal"),
    ("All trusts should publish their rotas by April 2017.", "proposal"),
    ("It is recommended that the unit be moved.", "proposal"),
    ("We will merge the teams.", "proposal"),
    ("We will merge the two teams.", "proposal"),
    ("There are no plans to close the unit at Marsh End, and it will remain open until 2020.", "commitment"),
]


def passage(text, context="", kind="paragraph"):
    return Passage("plan/p1/s1", "f", 1, "", kind, context, text, len(text.split()), "native", (), ())


def ruled(text, context="", kind="paragraph"):
    return by_rules(passage(text, context, kind), PUBLISHED)


@pytest.mark.parametrize(("text", "level"), CASES)
def test_worked_cases(text, level):
    assert ruled(text) == level


def test_held_out_rows():
    rows = [json.loads(line) for line in HELD_OUT.read_text(encoding="utf-8").splitlines()]
    pairs = [
        (row["strength"], ruled(row["text"], row.get("context", ""), row.get("kind", "paragraph")))
        for row in rows
    ]
    assert len(pairs) >= 155
    f1 = []
    for level in LEVELS:
        both = sum(truth == said == level for truth, said in pairs)
        f1.append(2 * both / sum((truth == level) + (said == level) for truth, said in pairs))
    assert sum(f1) / len(f1) >= 0.95, [round(each, 3) for each in f1]


def test_a_passage_takes_its_strongest_sentence():
    text = "Vacancies stand at 14 per cent. We will recruit 40 nurses by March 2018. We hope this will help."
    assert ruled(text) == "commitment"


def test_no_theme_and_no_lens_is_none():
    assert strength(passage("We will close 40 beds by 2018."), {}, labelled=False) == "none"


def test_the_lead_in_gives_a_bullet_its_mood():
    bullet = "a pharmacist in every practice by 2018"
    assert ruled(bullet, "We will put in place:", "bullet") == "commitment"
    assert ruled(bullet, "We want:", "bullet") == "aspiration"
    assert ruled(bullet, "Trusts should provide:", "bullet") == "proposal"


def test_a_note_with_a_time_is_a_commitment():
    assert ruled("Shared record live in all practices by Dec 2017") == "commitment"


@pytest.mark.parametrize(
    ("heads", "row", "level"),
    [
        ("\t2016/17\tPlan 2020/21", "Acute beds\t612\t540", "commitment"),
        ("\t2014/15\t2015/16", "Acute beds\t612\t540", "context"),
        ("Measure\t2015\t2025", "Population\t412,300\t431,000", "context"),
        ("Trust\tTarget\tActual", "Oldfield\t6.5%\t9.2%", "context"),
        ("Milestone\tOwner\tDate", "Single bed bureau in place\tMarlbrook CCG\tJune 2017", "commitment"),
        ("Workstream\tAmbition", "Children\tTo give every child the best start", "aspiration"),
        ("Theme\tWhat we will do", "Estates\tDispose of land that is not needed", "proposal"),
        ("", "Emergency services\t8", "context"),
    ],
)
def test_a_row_is_read_by_its_cells_and_their_heads(heads, row, level):
    assert ruled(row, heads, "table_row") == level


def test_a_year_that_is_past_when_the_plan_comes_out_is_no_promise():
    note = passage("New unit live, June 2018")
    assert by_rules(note, "2016-10-21") == "commitment"
    assert by_rules(note, "2020-03-01") == "context"


def test_the_classifier_is_weighed_against_the_rules():
    text = passage("We will reduce acute beds by 120 by 2020.")
    even = dict.fromkeys(LEVELS, 0.25)
    sure = {"context": 0.97, "aspiration": 0.01, "proposal": 0.01, "commitment": 0.01}
    assert strength(text, even) == "commitment"
    assert strength(text, sure) == "context"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.text(max_size=80), st.sampled_from(["paragraph", "bullet", "table_row"]))
def test_every_text_has_a_level(text, context, kind):
    assert by_rules(passage(text, context, kind)) in LEVELS


@pytest.mark.parametrize(
    "text",
    [
        "More coders will be required by 2030.",
        "This will mean that 40 fewer records clerks are wanted in 2030.",
        "Some of these roles will also be found in other areas of the workforce in 2030.",
        "The projected supply indicates an increase of 51 per cent to 24,700 by 2030.",
        "The number of residents with dementia is expected to grow by a third by 2030.",
        "There will be a shortfall of 10,000 by 2030.",
        "These calculations rest on the assumption that salaries will rise by 2.7 per cent a year.",
        "OCTOBER 2019",
        "Number of admissions for self-harm, 2018/19",
    ],
)
def test_what_is_foretold_or_only_named_is_context(text):
    assert ruled(text) == "context"


def test_agreeing_to_an_act_undertakes_it():
    assert ruled("The three CCGs have agreed to appoint one accountable officer.") == "commitment"
    assert ruled("The boards have agreed to explore a single committee.") != "commitment"


def test_what_a_classifier_gives_to_none_counts_for_context():
    told = {"none": 0.4, "context": 0.1, "aspiration": 0.15, "proposal": 0.05, "commitment": 0.3}
    assert strength(passage("Diabetes and frailty"), told) == "context"


def test_where_no_words_undertake_only_a_sure_classifier_commits():
    text = passage("Beds: 46 at Marsh End")
    assert by_rules(text) == "context"
    assert strength(text, {"context": 0.05, "commitment": 0.75, "aspiration": 0.2}) != "commitment"
    assert strength(text, {"context": 0.01, "commitment": 0.97, "aspiration": 0.02}) == "commitment"
