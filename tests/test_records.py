import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import records
from pipeline.records import Block, Cell, Issue, Label, Labels, Line, Page, Quantity

PAGE = Page(
    page=3,
    width=595.0,
    height=842.0,
    text="Beds\t480",
    blocks=(
        Block(
            "table",
            0,
            8,
            lines=(Line(0, 4, 0.1, 0.1, 0.2, 0.12),),
            cells=(Cell(0, 0, 0, 4, header=True), Cell(0, 1, 5, 8)),
        ),
    ),
)


@pytest.mark.parametrize(
    "record",
    [
        PAGE,
        Labels(
            "p/p1/s1", (Label("workforce", 0.9, True, evidence={"words": [["nurse", 0.4]]}),), {"none": 1.0}
        ),
        Quantity("p/p1/s1", "money", 5e6, None, "GBP", "", 2020, "gap", "£5m", 3, 6),
        Issue("extract", "warning", "no_text", "a scan", page=4),
    ],
)
def test_a_record_comes_back_from_its_line(record):
    assert records.from_line(records.to_line(record)) == record


def test_a_line_names_its_record():
    assert records.to_line(PAGE).startswith(b'{"record":"page","page":3,')


@pytest.mark.parametrize("line", [b"{}", b"[]", b"not json", b'{"record":"page"}', b'{"record":"other"}'])
def test_a_line_that_is_no_record_is_an_error(line):
    with pytest.raises(ValueError):
        records.from_line(line)


def test_records_cannot_be_changed():
    with pytest.raises(AttributeError):
        PAGE.text = "other"


@given(st.text())
def test_any_text_survives(text):
    issue = Issue("extract", "info", "x", text.encode("utf-8", "replace").decode())
    assert records.from_line(records.to_line(issue)) == issue
