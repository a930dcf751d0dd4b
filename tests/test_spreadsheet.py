"""Tables for spreadsheets: no text begins a formula, numbers and words stay what they are."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.spreadsheet import FORMULA, harmless, table


@pytest.mark.parametrize(
    ("cell", "there"),
    [
        ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("－5 beds", "'－5 beds"), ("-12", "'-12"),
        ("40 beds", "40 beds"), ("", ""), (-12, -12), (None, None),
    ],
)  # fmt: skip
def test_an_apostrophe_stands_before_what_would_be_run(cell, there):
    assert harmless(cell) == there


@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\x00")), min_size=2, max_size=2)))
def test_what_is_read_again_is_what_was_written_and_nothing_runs(rows):
    read = list(csv.reader(io.StringIO(table(("a", "b"), rows), newline="")))
    assert read[0] == ["a", "b"]
    assert [[cell.removeprefix("'") for cell in row] for row in read[1:]] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert not any(cell.startswith(FORMULA) for row in read for cell in row)
