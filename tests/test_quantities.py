"""Figures of sentences and table rows, read exactly as a person labelled them (tests/quantities.jsonl)."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.find.dates import dates
from pipeline.find.numbers import numbers, readable
from pipeline.find.quantities import quantities
from pipeline.find.shares import shares
from pipeline.records import Passage

LABELLED = Path(__file__).parent / "quantities.jsonl"
HELD_OUT = Path(__file__).parent / "quantities_held_out.jsonl"
"""Written before the rules were mended by it. At first sight precision and recall were .920 and .879 (249
rows, as first labelled; .944 and .905 with the labels that broke the conventions put right), then .924 and
.910 (40 further rows, after a first mending), then .946 and .946 (107 more, after a second), then .889 and
.842 (36 hard ones, after a third; two labels that broke the conventions were put right since), then .947
and .927 (151 rows of hard kinds; .959 and .940 with three labels put right), then .921 and .901 (82 more,
after a fourth mending; .957 and .930 with three labels put right), then .839 and .849 (42 written to be
harder still, after a fifth; two labels put right since), then .890 and .879 (120 rows in the manner of board
papers, finance tables and workforce plans, with much that is no quantity; .915 and .904 with five labels put
right), then, each after a mending by the rows before: .905 and .842 (81 rows), .901 and .834 (80), .919 and
.855 (80), .934 and .887 (80; .960 and .912 with four labels put right), .906 and .900 (80; .926 and .914 with
three), .959 and .904 (80), and last .953 and .953 (102 rows by a writer who had seen no rules). Those, and
not what the rules reach now, tell what to expect of new text."""
PUBLISHED = "2016-10-21"
KINDS = {"money", "beds", "staff", "percent", "activity", "sites", "population", "date"}


def passage(text, kind="paragraph", context="", section=""):
    return Passage("plan/p1/s1", "f", 1, section, kind, context, text, len(text.split()), "native", (), ())


def read(text, published=PUBLISHED, **rest):
    return quantities(passage(text, **rest), published)


def short(found):
    return [(each.kind, each.value, each.unit, each.direction, each.by_year) for each in found]


def labelled(path=LABELLED):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def agreement(rows):
    """How many figures are read as labelled in all six fields, how many are read, how many are labelled."""
    right = found = wanted = 0
    for row in rows:
        given_ = {key: row[key] for key in ("kind", "context", "section") if key in row}
        got = [
            (each.kind, each.value, each.value_high, each.unit, each.direction, each.by_year)
            for each in read(row["text"], row.get("published", PUBLISHED), **given_)
        ]
        want = [
            (q["kind"], q["value"], q.get("value_high"), q["unit"], q.get("direction", ""), q.get("by_year"))
            for q in row["quantities"]
        ]
        found, wanted = found + len(got), wanted + len(want)
        for each in got:
            if each in want:
                want.remove(each)
                right += 1
    return right, found, wanted


@pytest.mark.parametrize(
    ("path", "rows", "precision", "recall"), [(LABELLED, 340, 0.99, 0.99), (HELD_OUT, 1220, 0.98, 0.975)]
)
def test_labelled_sentences_and_rows_are_read_exactly(path, rows, precision, recall):
    given_ = labelled(path)
    right, found, wanted = agreement(given_)
    assert len(given_) >= rows
    assert right / found >= precision, f"precision {right / found:.3f}"
    assert right / wanted >= recall, f"recall {right / wanted:.3f}"


def test_the_words_are_printed_words():
    for row in [*labelled(), *labelled(HELD_OUT)]:
        given_ = {key: row[key] for key in ("kind", "context", "section") if key in row}
        for each in read(row["text"], row.get("published", PUBLISHED), **given_):
            assert row["text"][each.start : each.end] == each.text


def test_from_and_to_are_two_and_the_second_has_the_direction():
    assert short(read("Bed numbers fall from 600 to 480 beds by 2020/21.")) == [
        ("beds", 600, "beds", "", None),
        ("beds", 480, "beds", "down", 2020),
        ("date", 2020, "year", "", 2020),
    ]


def test_a_range_is_one():
    (money,) = read("It will cost £12-15 million.")
    assert (money.value, money.value_high, money.text) == (12e6, 15e6, "£12-15 million")


def test_money_says_what_it_is():
    meanings = {
        "Doing nothing leaves a gap of £310m.": "gap",
        "A £23m deficit is forecast.": "deficit",
        "We will save £4m.": "saving",
        "We will invest £4m in primary care.": "investment",
        "Receipts of £9m are expected.": "capital",
        "The service costs £4m.": "cost",
        "The grant is £4m.": "funding",
        "The trust's income was £312m.": "income",
        "It is £4m.": "",
    }
    assert {text: read(text)[0].counts for text in meanings} == meanings


def test_a_saving_is_no_direction_but_a_cut_is():
    assert read("Savings of £4m are planned.")[0].direction == ""
    assert read("Spending will be cut by £4m.")[0].direction == "down"
    assert read("An additional £4m will be invested.")[0].direction == "up"


@pytest.mark.parametrize(
    "text",
    [
        "There are no plans to close any of the 46 beds at Larkfield.",
        "We will not close the 46 beds.",
        "Rather than close 46 beds, we will use them otherwise.",
    ],
)
def test_a_change_that_is_denied_is_no_direction(text):
    assert short(read(text)) == [("beds", 46, "beds", "", None)]


def test_relative_dates_count_from_the_plan():
    text = "Within three years there will be one network."
    assert [each.by_year for each in read(text, "2016-10-21")] == [2019]
    assert read(text, "") == []


def test_a_past_date_is_only_the_year_of_its_figure():
    assert short(read("In 2014/15 the deficit was £41m.")) == [("money", 41e6, "GBP", "", 2014)]


@pytest.mark.parametrize(
    "text",
    [
        "Ring 0114 271 1900 or NHS 111, or write to S10 2JF, from 8am to 6.30pm.",
        "The service is open 24/7 and meets the seven-day standards.",
        "See section 2.3, Table 4 and page 17 of version 7.3.",
        "Band 5 nurses and Tier 3 services are scarce.",
        "No-one is a one-stop shop; the third sector came first.",
        "People over 75 wait 18 weeks, or half a day.",
        "The rate is measured per 100,000 people.",
        "Seven localities have ten priorities and 12-week plans.",
    ],
)
def test_what_is_no_quantity(text):
    assert read(text) == []


def test_a_table_row_gives_one_a_cell_with_its_years():
    row = read(
        "Savings\t3.2\t(1.5)\t12",
        kind="table_row",
        context="Scheme\t2016/17 £m\t2017/18 £m\tRank",
    )
    assert [(each.value, each.by_year, each.text) for each in row] == [
        (3.2e6, 2016, "3.2"),
        (-1.5e6, 2017, "1.5"),
    ]


def test_a_row_takes_its_unit_from_the_caption():
    row = read(
        "Commissioners | 24 | 41", kind="table_row", context=" | 2016/17 | 2020/21", section="Gap (£m)"
    )
    assert [(each.value, each.by_year) for each in row] == [(24e6, 2016), (41e6, 2020)]


def test_a_bullet_takes_year_and_verb_from_its_lead_in():
    row = read("24 beds at Penwick and 18 at Saltby", kind="bullet", context="By 2020/21 we will close:")
    assert short(row) == [("beds", 24, "beds", "down", 2020), ("beds", 18, "beds", "down", 2020)]


def test_note_marks_are_no_digits():
    assert [each.value for each in read("There are 14² beds and 120¹ nurses.")] == [14, 120]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("two hundred and forty", 240),
        ("a dozen", 12),
        ("half a million", 500_000),
        ("1,234", 1234),
        ("£1.2bn", 1.2e9),
        ("2½", 2.5),
        ("seventy-two", 72),
        ("one hundred and twenty thousand", 120_000),
    ],
)
def test_numbers(text, value):
    assert [each.value for each in numbers(readable(text))] == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [("a fifth of beds", 20), ("two thirds of them", 66.7), ("1 in 4 people", 25), ("half of the wards", 50)],
)
def test_shares(text, value):
    assert [each.value for each in shares(text)] == [value]


@pytest.mark.parametrize(
    ("text", "year", "unit"),
    [
        ("by March 2018", 2018, "month"),
        ("in 2020/21", 2020, "year"),
        ("in 20/21", 2020, "year"),
        ("from 01/04/2017", 2017, "month"),
        ("by Mar-18", 2018, "month"),
        ("Q3 2017/18", 2017, "year"),
        ("from April 2017 to September 2017", 2017, "month"),
        ("by the end of autumn 2019", 2019, "year"),
        ("over the next five years", 2021, "year"),
    ],
)
def test_dates(text, year, unit):
    assert [(each.year, each.unit) for each in dates(text, PUBLISHED)] == [(year, unit)]


PIECES = """We will close open 40 600 to from by beds wards staff £4m £12-15 million a fifth 1 in 4 2020/21
March 2018 per cent % people , . ; : ( ) - – → | between and of the three half dozen fewer 0114 24/7 £m ¹"""
words = st.sampled_from([*PIECES.split(), "\t"])


@settings(max_examples=300, deadline=None)
@given(st.lists(words, max_size=25).map(" ".join), st.sampled_from(["paragraph", "bullet", "table_row"]))
def test_every_quantity_is_a_slice_in_order(text, kind):
    found = read(text, kind=kind, context="£m\t2017\tBeds")
    assert [each.start for each in found] == sorted(each.start for each in found)
    for each in found:
        assert 0 <= each.start < each.end <= len(text)
        assert text[each.start : each.end] == each.text
        assert each.kind in KINDS and each.direction in ("", "up", "down")
        assert each.value_high is None or each.value < each.value_high


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["paragraph", "table_row"]))
def test_no_text_breaks_it(text, kind):
    for each in read(text, kind=kind, context=text):
        assert text[each.start : each.end] == each.text


@pytest.mark.parametrize(
    "lead",
    [
        "Acute beds will be reduced and care moved to:",
        "Closures will be matched by:",
        "We will reduce acute beds by:",
        "To allow two wards to close we will first have in place:",
    ],
)
def test_what_comes_in_place_of_a_closure_does_not_close(lead):
    text = "24 step-up beds in care homes, commissioned by the councils"
    assert short(read(text, kind="bullet", context=lead)) == [("beds", 24, "beds", "", None)]


@pytest.mark.parametrize(
    ("head", "section", "expected"),
    [
        ("Hospital\tBuilt\tBeds", "Community beds", [46]),
        ("Hospital\tBlock\tBeds", "2. Beds > Community hospital beds", [46]),
        ("Hospital\tBeds in 2016\tBeds", "", [1938, 46]),
    ],
)
def test_the_year_of_a_building_is_no_number_of_beds(head, section, expected):
    found = read("Bexmoor\t1938\t46", kind="table_row", context=head, section=section)
    assert [each.value for each in found if each.kind == "beds"] == expected


def test_a_heading_says_the_unit_and_is_not_what_is_counted():
    rows = read(
        "Bexmoor\t12\t46",
        kind="table_row",
        context="Hospital\tNorth\tSouth",
        section="Our estate > 4.2 Community hospital beds",
    )
    assert [(each.value, each.counts) for each in rows] == [(12, "beds"), (46, "beds")]
    assert not read("Housing\t20", kind="table_row", section="Experiences of supporting people who are ill")


def test_heads_that_do_not_fit_the_cells_are_not_used():
    heads = "Authority\tWard\tBeds\t2016/17\t2017/18"
    assert read("Harlands\t407\t145\t52", kind="table_row", context=heads) == []


def test_a_part_of_a_bed_or_a_person_is_a_rate():
    assert short(read("Arun\t95.5", kind="table_row", context="Area\tPatients")) == []
    assert short(read("GPs\t95.5", kind="table_row", context="Area\tWTE")) == [
        ("staff", 95.5, "WTE", "", None)
    ]


def test_heads_that_lack_the_one_over_the_labels_stand_over_the_next_cell():
    heads = "Area Beds\tPeople aged 75+\tGP practices\t"
    assert short(read("Harlands\t407\t14,500\t52", kind="table_row", context=heads)) == [
        ("beds", 407, "beds", "", None),
        ("population", 14500, "people", "", None),
        ("sites", 52, "practices", "", None),
    ]


def test_limits_of_confidence_are_no_figures():
    row = read("Harlands\t14.2\t12.0\t16.5", kind="table_row", context="Area\tSmokers %\tLCI\tUCI")
    assert [each.value for each in row] == [14.2]


def test_pounds_keep_their_scale_where_heads_do_not_fit():
    heads = "Role\tArea\tBand\tCost 2016 (£ millions)\tCost 2020 (£ millions)"
    row = read("Nurses\t£41\t£52", kind="table_row", context=heads)
    assert [each.value for each in row] == [41e6, 52e6]


def test_a_caption_of_sums_beats_a_name():
    heads = "Organisation\t2016/17\t2017/18"
    row = read("Harlands Hospitals\t(14)\t(9.1)", kind="table_row", context=heads, section="Deficits, £m")
    assert [(each.kind, each.value) for each in row] == [("money", -14e6), ("money", -9.1e6)]


def test_a_change_has_the_unit_of_its_table_and_not_of_the_per_cent_beside_it():
    heads = "Staff group\tMar 17\tChange\tChange %"
    row = read("Nurses\t812.5\t+27.5\t+3.4%", kind="table_row", context=heads, section="Workforce (WTE)")
    assert short(row) == [
        ("staff", 812.5, "WTE", "", 2017),
        ("staff", 27.5, "WTE", "up", None),
        ("percent", 3.4, "percent", "up", None),
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("We have 2,050 beds. Of these, 180 are blocked. We plan to close 150.", [2050, 180, 150]),
        ("There are 1,250 nursing vacancies (11%), of which 400 are in theatres.", [1250, 11, 400]),
        ("The wards have 48 beds, but 12 are closed.", [48, 12]),
        ("The unit has 4,111 beds.", [4111]),
    ],
)
def test_a_noun_may_stand_elsewhere(text, values):
    assert [each.value for each in read(text)] == values


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("We will cut £8m from grants and £22m from care.", ["down", "down"]),
        ("Costs fell by £1m in 2012/13, £2m in 2013/14 and £3m in 2014/15.", ["down"] * 3),
        ("We cut £8m from grants, and £22m is held back.", ["down", ""]),
        ("Our schemes close £340m of the gap.", [""]),
        ("Growth will be held to 2%.", [""]),
        ("Risk is 67% greater amongst those who smoke.", [""]),
        ("We have 95 fewer beds than now.", ["down"]),
        ("Replace 40 beds with care at home.", ["down"]),
    ],
)
def test_verbs_carry_on_and_comparisons_do_not(text, ways):
    assert [each.direction for each in read(text)] == ways
