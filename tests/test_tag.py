import json

from click.testing import CliRunner

from pipeline.cli import stp

KEYS = {"id", "themes", "accepted", "subthemes", "lenses", "strength", "quantities", "mentions"}


def tag(*lines):
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    result = CliRunner().invoke(stp, ["tag", "-"], input=text + "\n")
    return result, [json.loads(line) for line in result.stdout.splitlines()]


def test_answers_come_in_order_with_all_keys():
    result, answers = tag(
        {"text": "We will close 40 acute beds by March 2019, saving £1.2m.", "id": "a", "unknown": 1},
        {"text": "Apologies were received.", "section": None, "context": None},
    )
    assert result.exit_code == 0
    assert [answer["id"] for answer in answers] == ["a", None]
    assert all(answer.keys() >= KEYS for answer in answers)
    first = answers[0]
    assert "acute_reconfiguration" in first["accepted"]
    assert first["themes"]["acute_reconfiguration"] > 0.5
    assert first["strength"] == "commitment"
    assert {"kind": "beds", "value": 40.0, "direction": "down", "by_year": 2019}.items() <= first[
        "quantities"
    ][0].items()
    assert [(each["kind"], each["value"]) for each in first["quantities"]] == [
        ("beds", 40), ("date", 2019), ("money", 1_200_000),
    ]  # fmt: skip


def test_a_bad_line_is_named_and_the_good_ones_are_answered():
    result, answers = tag(
        {"text": "Beds will close."}, "not json", {"section": "x"}, {"text": " "}, {"text": "Nurses."}
    )
    assert result.exit_code == 1
    assert len(answers) == 2
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["line 2", "line 3", "line 4"]


def test_places_are_linked_and_an_ambiguous_one_only_with_its_footprint():
    _, (answer,) = tag({"text": "The Freeman Hospital in Newcastle will lead."})
    (mention,) = answer["mentions"]
    assert mention["kind"] == "hospital"
    assert mention["text"] == "Freeman Hospital"
