"""What becomes of a hospital, told from its being named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.load.sites import change

CASES = [
    ("The ward at [Oldfield Hospital] will close in May.", "loss"),
    ("Closure of 24 beds at [Oldfield Hospital].", "loss"),
    ("[Oldfield Hospital] would lose its maternity unit.", "loss"),
    ("[Oldfield Hospital] will no longer provide planned surgery.", "loss"),
    ("The unit at [Oldfield Hospital] will remain closed at night.", "loss"),
    ("There are no plans to close the A&E department at [Oldfield Hospital].", "none"),
    ("[Oldfield Hospital] will stay open.", "none"),
    ("[Oldfield Hospital] will not close.", "none"),
    ("We have ruled out closing [Oldfield Hospital].", "none"),
    ("[Oldfield Hospital] will keep its emergency department.", "none"),
    ("Maternity care will continue at [Oldfield Hospital].", "none"),
    ("Obstetric care will move from [Oldfield Hospital] to Kingsmead Hospital.", "loss"),
    ("Obstetric care will move from Oldfield Hospital to [Kingsmead Hospital].", "gain"),
    ("Stroke care will be centralised at [Kingsmead Hospital].", "gain"),
    ("Beds move from Oldfield Hospital and [Larkfield Hospital] into care homes.", "loss"),
    ("Wards close at Oldfield Hospital; [Kingsmead Hospital] will keep its own.", "none"),
    ("[Oldfield Hospital] will close, but Kingsmead Hospital will stay.", "loss"),
    ("Oldfield Hospital will close, but [Kingsmead Hospital] will stay.", "none"),
    ("Oldfield Hospital will close and [Kingsmead Hospital] will stay.", "none"),
    ("A new emergency floor opens at [Kingsmead Hospital] in 2019.", "gain"),
    ("We will review the services at [Oldfield Hospital].", ""),
    ("[Oldfield Hospital]\t612\t540", ""),
]


@pytest.mark.parametrize(("marked", "expected"), CASES)
def test_change(marked, expected):
    start, end = marked.index("["), marked.index("]") - 1
    assert change(marked.replace("[", "").replace("]", ""), start, end) == expected


@given(st.text(max_size=120), st.integers(0, 60), st.integers(0, 60))
def test_no_text_breaks_it(text, start, length):
    start = min(start, len(text))
    assert change(text, start, min(start + length, len(text))) in ("", "loss", "gain", "none")
