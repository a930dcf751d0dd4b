"""The ladder of strength, on the codebook's worked cases and on what looks like them and is not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.codebook import STRENGTHS
from pipeline.find.strength import by_rules, features, strength

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
    ("We want every child to have the best start.", "aspiration"),
    ("We will explore options for the future of the site.", "aspiration"),
    ("We will support people to live well.", "aspiration"),
    ("Our ambition is for care closer to home.", "aspiration"),
    ("We propose to bring stroke services together on one site.", "proposal"),
    ("All trusts should publish their rotas by April 2017.", "proposal"),
    ("It is recommended that the unit be moved.", "proposal"),
    ("We will merge the teams.", "proposal"),
    ("There are no plans to close the unit at Marsh End, and it will remain open until 2020.", "commitment"),
]


@pytest.mark.parametrize(("text", "level"), CASES)
def test_worked_cases(text, level):
    assert strength(text, "", "") == level


def test_a_passage_takes_its_strongest_sentence():
    text = "Vacancies stand at 14 per cent. We will recruit 40 nurses by March 2018. We hope this will help."
    assert strength(text, "", "") == "commitment"


def test_no_theme_and_no_lens_is_none():
    assert strength("We will close 40 beds by 2018.", "", "", labelled=False) == "none"


def test_the_lead_in_gives_a_bullet_its_mood():
    bullet = "a pharmacist in every practice by 2018"
    assert strength(bullet, "", "We will put in place:") == "commitment"
    assert strength(bullet, "", "We want:") == "aspiration"
    assert strength(bullet, "", "Trusts should provide:") == "proposal"


def test_a_note_with_a_time_is_a_commitment():
    assert strength("Shared record live in all practices by Dec 2017", "", "") == "commitment"


def test_the_classifier_is_weighed_against_the_rules():
    text = "We will reduce acute beds by 120 by 2020."
    even = dict.fromkeys(STRENGTHS[1:], 0.25)
    sure = {"context": 0.97, "aspiration": 0.01, "proposal": 0.01, "commitment": 0.01}
    assert strength(text, "", "", even) == "commitment"
    assert strength(text, "", "", sure) == "context"


def test_features_have_the_same_names_for_every_passage():
    first, second = features("We will close 40 beds."), features("", "We will:")
    assert list(first) == list(second)
    assert first["will"] == 1 and first["figure"] == 1 and first["rules_commitment"] == 1
    assert second["lead_will"] == 1


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.text(max_size=80))
def test_every_text_has_a_level(text, context):
    assert by_rules(text, context) in STRENGTHS[1:]
    assert all(0 <= value <= 1 for value in features(text, context).values())
