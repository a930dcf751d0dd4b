"""What made passages wrong when they were read against the page: charts, diagrams, infographics, heads."""

from collections.abc import Iterable

import pytest

from pipeline.extract.charts import mark_charts
from pipeline.extract.diagrams import lower_captioned
from pipeline.extract.element import parted, strays
from pipeline.extract.headers import mark_bands
from pipeline.extract.parts import Box, Cell, Piece, Table, piece_of
from pipeline.extract.style import Style
from pipeline.segment import IN_DIAGRAM

from .test_extract_layout import kinds, printed
from .test_extract_order import Sheet


def placed(*texts: tuple[str, float, float]) -> list[Piece]:
    return [piece_of([printed(text, x, y)]) for text, x, y in texts]


def heading(text: str, size: float = 14, level: int = 0, role: str = "") -> Piece:
    piece = piece_of([printed(text, 60, 100, size, bold=True)], role)
    piece.kind, piece.level = "heading", level
    return piece


AXIS = [("30%", 60.0, 200.0), ("20%", 60.0, 230.0), ("10%", 60.0, 260.0), ("0%", 65.0, 290.0)]


def test_what_stands_by_an_axis_is_the_chart_s() -> None:
    pieces = placed(
        *AXIS, ("Not", 110, 302), ("applicable", 100, 314), ("Taxi", 160, 302), ("Beds", 100, 500)
    )
    mark_charts(pieces)
    assert [piece.text for piece in pieces if piece.kind == "chart"] == [
        *(text for text, _, _ in AXIS),
        "Not",
        "applicable",
        "Taxi",
    ]


@pytest.mark.parametrize(
    "ticks",
    [
        [("1", 60, 200), ("2", 60, 230), ("3", 60, 260), ("4", 60, 290)],
        [("30%", 60, 200), ("20%", 60, 212), ("10%", 60, 260), ("0%", 65, 290)],
        [("12%", 60, 200), ("70%", 60, 230), ("31%", 60, 260), ("9%", 65, 290)],
        AXIS[1:],
    ],
    ids=["a count", "uneven places", "uneven values", "too few"],
)
def test_numbers_under_each_other_may_be_no_axis(ticks: list[tuple[str, float, float]]) -> None:
    pieces = placed(*ticks, ("a hub in each town", 110, 240))
    mark_charts(pieces)
    assert not any(piece.kind for piece in pieces)


def test_a_statement_beside_a_chart_is_kept() -> None:
    said = ("16% said they often felt sad", "1 in 4 of us will be over 65", "Source: Office for Statistics")
    pieces = placed(*AXIS, *((text, 110.0, 210.0 + 20 * place) for place, text in enumerate(said)))
    mark_charts(pieces)
    assert [piece.text for piece in pieces if not piece.kind] == list(said)


def test_a_heading_in_a_diagram_stands_over_nothing_after_it() -> None:
    words = ["How", "Standard reading", "Agree", "With", "Read", "Disagree"]
    pieces = [
        heading(word) if word in ("How", "With") else piece_of([printed(word, 60, 100)]) for word in words
    ]
    caption = piece_of([printed("Figure 8: How it fits in", 60, 300)])
    caption.kind = "caption"
    lower_captioned([*pieces, caption])
    assert [piece.level for piece in pieces if piece.kind == "heading"] == [IN_DIAGRAM, IN_DIAGRAM]
    lone = [heading("Our plan"), *pieces[1:3], caption]
    lower_captioned(lone)
    assert lone[0].level == 0


def test_large_figures_keep_to_what_they_count() -> None:
    sheet = Sheet()
    labels = [
        ("of pupils in the county", "were thriving"),
        ("said they felt sad",),
        ("talked to their", "parents"),
    ]
    for place, lines in enumerate(labels):
        sheet.text(100, 100 + 40 * place, *lines, bold=True)
    for place, figure in enumerate(("4/5", "16%", "3/4")):
        sheet.text(62, 104 + 40 * place, figure, size=16, bold=True)
    assert [text for _, text in kinds(sheet.page())] == [
        "4/5 of pupils in the county were thriving",
        "16% said they felt sad",
        "3/4 talked to their parents",
    ]


def test_bold_lines_of_two_sizes_are_two_headings() -> None:
    sheet = Sheet()
    sheet.text(60, 100, "5.4 Contact us page", size=14, bold=True)
    sheet.text(60, 116, "Phone number", size=12.5, bold=True)
    sheet.text(60, 132, "Ask for us by name and we will ring you back within a day of your call.")
    assert [text for _, text in kinds(sheet.page())][:2] == ["5.4 Contact us page", "Phone number"]


def test_a_name_over_its_address_is_a_heading() -> None:
    sheet = Sheet()
    sheet.text(60, 100, "Care at Home", bold=True)
    sheet.text(60, 112, "https://example.org/home")
    sheet.text(60, 140, "We bring care to people who cannot leave their homes, at any hour of the day.")
    assert kinds(sheet.page())[:2] == [("heading", "Care at Home"), ("paragraph", "https://example.org/home")]


def test_a_lead_in_set_large_is_no_heading() -> None:
    sheet = Sheet()
    sheet.text(60, 100, "Drinking in pregnancy is a risk. The risks of it include:", size=14)
    sheet.text(60, 122, "• low weight at birth", "• an early birth")
    sheet.text(60, 170, *["the body of the page is set in this size and in no other one"] * 8)
    assert kinds(sheet.page())[0] == (
        "paragraph",
        "Drinking in pregnancy is a risk. The risks of it include:",
    )


def test_text_tagged_with_its_heading_is_parted_from_it() -> None:
    lines = [printed("OUR AIMS", 60, 100, 18), printed("These were written by people who", 60, 122)]
    tagged = piece_of(lines, "H2")
    tagged.kind, tagged.level = "heading", 2
    assert [(piece.kind, piece.level, piece.text) for piece in parted(tagged)] == [
        ("heading", 2, "OUR AIMS"),
        ("", 0, "These were written by people who"),
    ]


def test_a_caption_tagged_with_an_item_stands_apart() -> None:
    item, caption = (
        printed("• the practice phone number", 60, 100),
        printed("Example of a contact page", 320, 104),
    )
    assert strays([item, caption]) == ([caption], [item])
    assert strays([item, printed("and the address", 60, 112)])[0] == []
    assert strays([printed("Late onset", 60, 100), printed("16,150", 320, 100)])[0] == []


def test_a_part_keeps_its_level_on_pages_without_tags() -> None:
    titles = [
        heading("Section 5: Forms", 20, 2, "H2"),
        heading("5.3 Orders", 14, 3, "H3"),
        heading("5.4 Calls", 14, 2),
    ]
    Style().levels(titles)
    assert [piece.level for piece in titles] == [2, 3, 3]


def test_what_stands_between_two_parts_belongs_to_the_first() -> None:
    titles = [
        heading(text, 14, 3, "H3") for text in ("3.13 News", "Call out bars", "3.14 Languages", "Annex")
    ]
    Style().levels(titles)
    assert [piece.level for piece in titles] == [3, 4, 3, 3]


def test_a_smaller_heading_stands_under_a_larger_one_whatever_the_tags_say() -> None:
    titles = [heading("Scenario A", 14, 3, "H3"), heading("Demand", 12, 2, "H2")]
    titles += [
        heading(text, size, level, f"H{level}") for text, size, level in (("B", 14, 3), ("D", 12, 2)) * 4
    ]
    titles.append(heading("2 Findings", 12, 1, "H1"))
    Style().levels(titles)
    assert [piece.level for piece in titles[:4]] == [3, 4, 3, 4]
    assert titles[-1].level == 1


def grid(rows: Iterable[tuple[str, ...]], heads: int) -> Table:
    cells = [
        Cell(
            row, column, 1, Box(80 * column, 20 * row, 80 * column + 80, 20 * row + 20), [printed(text, 0, 0)]
        )
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text
    ]
    for cell in cells:
        cell.header = cell.row < heads
    return Table(0, 0, 240, 200, 9, 3, cells)


def test_heads_stand_under_heads_and_come_again() -> None:
    rows = [
        ("Area", "Measles", "Mumps"),
        ("", "Count", "%"),
        ("Arun", "12", "95"),
        ("Horsham", "*", "*"),
        ("Area", "Polio", "Rubella"),
        ("", "Count", "%"),
        ("Arun", "Below", "Above"),
    ]
    table = grid(rows, heads=1)
    mark_bands(table, [])
    assert sorted({cell.row for cell in table.cells if cell.header}) == [0, 1, 4, 5]


def test_columns_with_a_tint_belong_to_the_table_that_the_rules_span() -> None:
    sheet = Sheet()
    for y in (100, 120):
        sheet.box(60, y, 400, 0.5, "#000000")
    for row in range(5):
        for x in (300, 380):
            sheet.box(x, 100.5 + 20 * row, 80, 19.5, "#eeece1")
    rows = [("Sector", "Helpful", "Not"), ("Schools", "95%", "1%"), ("Housing", "84%", "9%")]
    rows += [("Libraries", "39%", "7%"), ("Wards", "12%", "3%")]
    for place, row in enumerate(rows):
        for x, text in zip((66, 320, 400), row, strict=True):
            sheet.text(x, 114 + 20 * place, text)
    assert kinds(sheet.page()) == [("table", "\n".join("\t".join(row) for row in rows))]
