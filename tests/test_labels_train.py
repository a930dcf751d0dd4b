"""From labels to model: what people's gold counts for, and what it buys."""

import json

import numpy as np
import pytest

from pipeline import codebook
from pipeline.classify import gain, gold, train
from pipeline.classify.gold import Gold
from tests.conftest import invoke

FRAME = codebook.read()


def decided(*who, turn="first", **rest):
    given = {"text": "x", "themes": (), "subthemes": (), "lenses": (), "strength": "none", "doc": "p"} | rest
    return Gold(**given, decided_by=who, round=turn)


def test_the_nearest_weight_counts_and_the_highest_of_several_deciders():
    passages = [decided("anna"), decided("anna", turn="pilot"), decided("ben", turn="pilot"),
                decided("ben"), decided("anna", "ben"), decided(turn="")]  # fmt: skip
    given = {"anna": 3, "anna:pilot": 2, ":pilot": 5}
    assert gold.weights(passages, given).tolist() == [3, 2, 5, 1, 3, 1]
    assert gold.weights(passages, {}).tolist() == [1] * 6


def test_a_weight_is_so_many_copies():
    passages = gold.shipped()[::12]
    places = np.arange(len(passages))
    weights = places % 3 + 1
    lesson = train.prepared(passages)
    weighed = train._words(lesson._replace(weights=weights), places)
    copied = train._words(lesson, np.repeat(places, weights))
    assert np.array_equal(weighed.scores(lesson.texts), copied.scores(lesson.texts))
    once = train._words(lesson, places)
    assert not np.array_equal(once.scores(lesson.texts), copied.scores(lesson.texts))


def test_gold_of_people_says_under_which_frame_it_was_coded():
    passages = [decided("a", codebook_version="0.9"), decided("a", codebook_version="0.9"), decided("a"),
                decided("a", codebook_version=FRAME.version)]  # fmt: skip
    assert gold.older(passages, FRAME) == {"0.9": 2}


def test_a_change_has_the_interval_of_the_difference():
    truth = np.zeros((40, 28), dtype=bool)
    truth[:, 0] = np.arange(40) % 2
    before, after = truth.copy(), truth.copy()
    before[:20, 0] = False
    documents = [f"d{number // 4}" for number in range(40)]
    compared = gain.Compared(FRAME, documents, truth, before, after)
    changed = {each.what: each for each in gain.changes(compared)}
    one = changed[FRAME.ids()[0]]
    assert (one.n, one.before, one.after) == (20, pytest.approx(2 / 3), 1.0)
    assert 0 < one.low < 1 / 3 < one.high < 1
    same = gain.Compared(FRAME, documents, truth, truth, truth)
    assert {(each.low, each.high) for each in gain.changes(same)} == {(0.0, 0.0)}
    assert set(changed) == {"themes, micro", FRAME.ids()[0]}


@pytest.fixture
def files(tmp_path):
    """A little of the shipped gold, taken for that before and that of people after."""
    passages = gold.shipped()[:120]
    documents = sorted({passage.doc for passage in passages})
    out = {}
    for name, chosen in (("old", documents[::2]), ("new", documents[1::2])):
        lines = [
            {key: getattr(each, key) for key in each.__struct_fields__} | {"decided_by": ["anna"]}
            for each in passages
            if each.doc in chosen
        ]
        out[name] = tmp_path / f"{name}.jsonl"
        out[name].write_text("\n".join(map(json.dumps, lines)))
    return out


def test_evaluate_says_what_new_labels_buy(files, tmp_path):
    asked = ("evaluate", "--before", files["old"], "--after", files["new"])
    result = invoke(*asked, "--weight", "anna=2")
    assert result.exit_code == 0, result.output
    head, _, names, *rows = result.output.splitlines()
    assert "each by heads that had not seen it" in head
    assert names.split() == ["label", "n", "before", "after", "gain", "95", "%"]
    assert rows[0].startswith("themes, micro")
    assert any(row.endswith("(few)") for row in rows)
    assert invoke(*asked, files["new"]).exit_code == 2
    assert "judge on others" in invoke(*asked, files["new"]).output
    assert invoke("evaluate", "--before", files["old"]).exit_code == 2
    one = files["old"].with_name("one.jsonl")
    one.write_text(files["new"].read_text().splitlines()[0])
    assert "of one document" in invoke("evaluate", "--before", files["old"], "--after", one).output


@pytest.mark.parametrize("weight", ["anna", "=3", "anna=much", "anna=-1"])
def test_a_weight_that_cannot_be_read_is_refused(weight, tmp_path):
    result = invoke("train", "--weight", weight, "--to", tmp_path / "x.skops")
    assert (result.exit_code, "say who and a whole number" in result.output) == (2, True)


def test_train_takes_gold_of_people(files, tmp_path, monkeypatch):
    monkeypatch.setattr(gold, "shipped", lambda: gold.read([files["old"]]))
    line = json.loads(files["new"].read_text().splitlines()[0]) | {"codebook_version": "0.9", "text": "New."}
    files["new"].write_text(json.dumps(line))
    target = tmp_path / "themes.skops"
    result = invoke("train", "--gold", files["new"], "--weight", "anna=2", "--to", target)
    assert result.exit_code == 0, result.output
    assert "1 of them added: themes.skops" in result.output
    assert "1 were labelled under version 0.9 of the codebook, which is at 1.0" in result.output
    assert target.stat().st_size > 10_000
