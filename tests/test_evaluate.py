"""Measuring the classifier: what the figures are of small cases, and that they are kept as they were."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import codebook
from pipeline.classify import classifier, evaluate, evaluation, learning, measures
from pipeline.classify.gold import Gold
from pipeline.classify.measures import Bands
from tests.conftest import invoke

HUBS = "GP practices will offer evening appointments in seven hubs by April 2018."
PASSAGES = (
    Gold(HUBS, ("primary_care",), (), (), "commitment", "a", kind="prose"),
    Gold("Page 7 of 9", (), (), (), "none", "b", kind="caption"),
)


def test_scores_count_the_positive_class():
    truth = np.array([1, 1, 0, 0, 1], dtype=bool)
    taken = np.array([1, 0, 1, 0, 1], dtype=bool)
    one = measures.score(truth, taken)
    assert (one.precision, one.recall, one.f1, one.n) == (2 / 3, 2 / 3, 2 / 3, 3)


def test_an_interval_draws_documents_and_not_passages():
    """All errors lie in one document of two: it is drawn twice, once or never."""
    truth, taken = np.ones(20, dtype=bool), np.arange(20) < 10
    one = measures.with_interval(truth, taken, ["good"] * 10 + ["bad"] * 10)
    assert (round(one.f1, 3), one.low, one.high) == (0.667, 0.0, 1.0)


def test_calibration_of_an_honest_and_a_boastful_forecast():
    truth = np.array([1, 0] * 50)
    assert measures.calibration(truth, np.full(100, 0.5)) == (0.0, 0.25)
    assert measures.calibration(truth, np.full(100, 0.9))[0] == pytest.approx(0.4)
    assert measures.calibration(truth, np.full(100, 0.05))[0] == 0.0


def test_a_curve_gives_the_best_precision_for_each_recall():
    truth, said = np.array([1, 0, 1, 0]), np.array([0.9, 0.8, 0.7, 0.1])
    curve = dict(measures.curve(truth, said))
    assert (curve[0.5], curve[1.0]) == (1.0, pytest.approx(2 / 3))
    assert measures.curve(np.zeros(4), said) == []


def test_bands_hold_and_lose_what_they_say():
    truth, said = np.array([[1], [1], [0], [1]]), np.array([[0.95], [0.5], [0.2], [0.05]])
    assert measures.held_by(Bands(0.1, 0.9), truth, said) == (1.0, 1 / 3, 1 / 3)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=60))
def test_learned_bands_keep_their_word_where_they_were_learned(cells):
    truth, said = np.array([[each[0]] for each in cells]), np.array([[each[1]] for each in cells])
    bands = measures.learned(truth, said)
    held = measures.held_by(bands, truth, said)
    assert 0 <= bands.reject <= bands.accept < 1
    assert held.lost <= measures.LOSS
    assert held.precision >= measures.SURE or bands.accept == 0.99


def test_the_shipped_bands_were_learned():
    reject, accept = classifier.shipped().head.bands
    assert 0 < reject < 0.2 < 0.5 < accept < 1


def test_figures_of_two_passages_and_their_errors():
    judged = evaluate.unseen("two", PASSAGES)
    figures = evaluate.measured(judged)
    assert (figures.passages, figures.documents) == (2, 2)
    assert [each.label for each in figures.labels] == list(codebook.read().ids())
    primary = next(each for each in figures.labels if each.label == "primary_care")
    assert (primary.score.n, primary.score.precision, primary.score.recall) == (1, 1.0, 1.0)
    assert [(part.value, part.passages) for part in figures.parts if part.feature == "kind"] == [
        ("caption", 1), ("prose", 1),
    ]  # fmt: skip
    assert "primary_care" in evaluate.text(figures)
    assert evaluate.hardest(judged, 5) == ""
    wrong = evaluate.unseen(
        "wrong",
        [
            Gold(
                HUBS,
                (),
                (),
                (),
                "none",
                "a",
            )
        ],
    )
    assert evaluate.hardest(wrong, 1).startswith("primary_care given (p ")


def test_measurements_are_kept_by_their_names(tmp_path):
    path = tmp_path / "evaluation.json"
    one = evaluate.measured(evaluate.unseen("one", PASSAGES))
    two = evaluate.measured(evaluate.unseen("two", PASSAGES[:1]))
    point = evaluation.Point(250, 0.31649, 0.3, 0.33)
    evaluation.keep([two], [point], path)
    evaluation.keep([one], [], path)
    again = evaluation.kept(path)
    assert ([each.name for each in again.sets], again.learning[0].f1) == (["one", "two"], 0.316)
    content = path.read_bytes()
    evaluation.keep([two, one], [point], path)
    assert path.read_bytes() == content


def test_the_kept_measurements_are_of_the_shipped_frame_and_hold_no_text():
    kept = evaluation.kept()
    assert "gold" in [each.name for each in kept.sets]
    for each in kept.sets:
        assert [label.label for label in each.labels] == list(codebook.read().ids())
    assert max(len(value) for value in _strings(json.loads(evaluation.KEPT.read_bytes()))) < 60


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def test_passages_are_drawn_document_by_document():
    documents = ["a", "a", "b", "b", "c"]
    few = learning._some(documents, np.arange(5), 2)
    assert len({documents[i] for i in few}) == 1 or 4 in few
    assert sorted(learning._some(documents, np.arange(5), 5)) == [0, 1, 2, 3, 4]
    assert set(few) < set(learning._some(documents, np.arange(5), 4))


def test_evaluate_names_the_line_that_is_no_passage(tmp_path):
    file = tmp_path / "bad.jsonl"
    file.write_text("{}\n")
    result = invoke("evaluate", file)
    assert (result.exit_code, "bad.jsonl, line 1" in result.output) == (2, True)
