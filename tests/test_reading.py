"""The reading sheet: the same draw for the same seed, empty answers, and shares with Wilson's interval."""

import csv

import pytest
import sqlite_utils
from hypothesis import given
from hypothesis import strategies as st

from pipeline import reading
from pipeline.reading import QUESTIONS, shares, sheet, wilson
from tests.conftest import invoke
from tests.test_load import database


@pytest.fixture(scope="module")
def sample(outputs) -> sqlite_utils.Database:
    return sqlite_utils.Database(outputs / "stp.db")


def test_a_draw_depends_on_the_seed_alone(sample) -> None:
    one = sheet(sample, 20, 7)
    assert one == sheet(sample, 20, 7)
    assert [row["ref"] for row in one] != [row["ref"] for row in sheet(sample, 20, 8)]
    assert len({(row["ref"], row["theme"]) for row in one}) == 20


def test_drafts_are_not_drawn_and_fewer_than_asked_are_all() -> None:
    rows = sheet(database(), 100, 1)
    assert [row["plan"] for row in rows[:3]] == ["Alder's plan"] * 3
    assert "Birch's draft" not in {row["plan"] for row in rows}
    assert len(rows) == 4
    assert rows[0]["quantities"] == (
        "40 beds = beds: 40 (beds), down; 2020 = date: 2020; £2m = money: 2,000,000 (saving)"
    )
    assert all(row[question] == "" for row in rows for question in QUESTIONS)


def test_a_row_is_what_stands_in_the_database(sample) -> None:
    for row in sheet(sample, 30, 3):
        (text, fingerprint) = sample.execute(
            "SELECT text, fingerprint FROM passages WHERE ref = ?", [row["ref"]]
        ).fetchone()
        assert row["quotation"] in text
        assert row["fingerprint"] == fingerprint
        assert tuple(row) == reading.COLUMNS


def test_shares_of_a_filled_sheet() -> None:
    yes, no, blank = (dict.fromkeys(QUESTIONS, answer) for answer in ("y", "No ", ""))
    found = {each.question: each for each in shares([yes] * 8 + [no] * 2 + [blank])}
    assert found["theme_right"][1:3] == (8, 10)
    assert found["theme_right"].low == pytest.approx(0.4902, abs=1e-4)
    assert found["theme_right"].high == pytest.approx(0.9433, abs=1e-4)
    assert shares([blank])[0] == ("quotation_right", 0, 0, 0.0, 1.0)


def test_an_answer_that_is_none_is_named() -> None:
    with pytest.raises(ValueError, match="line 3: quotation_right is 'perhaps'"):
        shares([dict.fromkeys(QUESTIONS, "y"), dict.fromkeys(QUESTIONS, "perhaps")])
    with pytest.raises(ValueError, match="no column quotation_right"):
        shares([{"ref": "a"}])


@given(judged=st.integers(1, 500), share=st.floats(0, 1))
def test_the_interval_holds_the_share(judged, share) -> None:
    right = round(share * judged)
    low, high = wilson(right, judged)
    assert 0 <= low <= right / judged + 1e-12
    assert right / judged - 1e-12 <= high <= 1


def test_drawing_and_reading_a_sheet(outputs, tmp_path) -> None:
    target = tmp_path / "sheet.csv"
    ask = ("evaluate", "--reading-sheet", 5, "--seed", 2, "--outputs", outputs, "--to", target)
    assert "wrote 5 findings" in invoke(*ask).output
    again = invoke(*ask)
    assert (again.exit_code, "is there already" in again.output) == (2, True)
    rows = list(csv.DictReader(target.open(encoding="utf-8")))
    for number, row in enumerate(rows):
        row.update(dict.fromkeys(QUESTIONS, "n" if number == 0 else "y"))
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, reading.COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    result = invoke("evaluate", "--read", target)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[1].split()[:4] == ["quotation_right", "4", "5", "0.800"]


def test_two_questions_at_once_are_a_wrong_question(tmp_path) -> None:
    (tmp_path / "a.csv").write_text("x\n1\n")
    assert invoke("evaluate", "--reading-sheet", 5, "--read", tmp_path / "a.csv").exit_code == 2
    assert invoke("evaluate", "--read", tmp_path / "a.csv").exit_code == 2
