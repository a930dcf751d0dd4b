"""What made passages wrong when they were read against the page: charts, diagrams, infographics, heads."""

from collections.abc import Iterable

import pytest

from pipeline.extract.asides import after_headings
from pipeline.extract.charts import mark_charts
from pipeline.extract.diagrams import lower_captioned
from pipeline.extract.element import joined_titles, parted, strays, unglued
from pipeline.extract.headers import extend_header, mark_bands, mark_header
from pipeline.extract.index import is_contents, mark_contents
from pipeline.extract.parts import Box, Cell, Piece, Shape, Table, Word, piece_of
from pipeline.extract.style import Style
from pipeline.extract.tagged_table import tagged_table
from pipeline.extract.tags import Leaf
from pipeline.records import IN_DIAGRAM

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


TINT = (0, 110, 190)


def tinted(*rows: int, colour: tuple[int, int, int] = TINT) -> list[Shape]:
    return [Shape(0, 20 * row, 240, 20 * row + 20, True, False, colour, 5) for row in rows]


def head_rows(table: Table) -> list[int]:
    return sorted({cell.row for cell in table.cells if cell.header})


def test_rows_of_the_tint_of_the_heads_are_heads() -> None:
    rows = [("Free from decay",), ("2007-16", "2008-17"), ("Arun", "0.46"), ("Adur", "0.57")]
    for tints, heads in (((0, 1), [0, 1]), ((0, 2), [0])):
        table = grid(rows, heads=1)
        extend_header(table, tinted(*tints))
        assert head_rows(table) == heads


def test_a_tinted_row_of_words_under_a_title_is_heads_and_one_of_figures_is_none() -> None:
    for row, heads in ((("Ward", "Beds"), [0, 1]), (("Lister", "480"), [0])):
        table = grid([("A note on the table",), row, ("Hart", "12"), ("Poole", "9")], heads=1)
        extend_header(table, tinted(1))
        assert head_rows(table) == heads


def test_heads_under_heads_are_not_fewer() -> None:
    rows = [("Start", "End", "Hall"), ("09:30", "Opening"), ("09:40", "Talk"), ("10:10", "Talk")]
    table = grid(rows, heads=0)
    table.rows = len(rows)
    mark_header(table, [*tinted(0), *tinted(1, colour=(120, 20, 120)), *tinted(2, 3, colour=(220, 50, 140))])
    assert head_rows(table) == [0]


def test_a_single_head_that_comes_again_parts_a_table() -> None:
    table = grid([("1 Feeding",), ("--", "40%"), ("2 Weight",), ("up", "19%")], heads=1)
    mark_bands(table, tinted(0, 2))
    assert head_rows(table) == [0, 2]


Tagged = tuple[int, int, str, str, float, float]


def tagged(cells: Iterable[Tagged]) -> list[tuple[Leaf, list[Word]]]:
    """Leaves of a table, of cells with their row, place in it, role, word, and left and right edge."""
    return [
        (
            Leaf(mark, ("Table", "TR", role), (1, 100 + row, 1000 + 10 * row + place), (0, row, place)),
            [Word(text, x0, 20 * row, x1, 20 * row + 10, 10.0, "")],
        )
        for mark, (row, place, role, text, x0, x1) in enumerate(cells)
    ]


def test_a_tagged_cell_has_the_column_of_its_place_and_heads_of_heads_stand_over_all_under_them() -> None:
    cells: list[Tagged] = [(0, 1, "TH", "Heads", 102, 130), (0, 2, "TH", "Full-time", 190, 236)]
    cells += [(1, 0, "TH", "Practice", 0, 40), (1, 1, "TH", "GP", 80, 90), (1, 2, "TH", "Ratio", 120, 145)]
    cells += [(1, 3, "TH", "GP", 180, 190), (1, 4, "TH", "Ratio", 220, 245)]
    cells += [(2, 0, "TD", "Melrose", 0, 38), (2, 2, "TD", "1:1240", 120, 150)]
    cells += [(2, 3, "TD", "1", 180, 185), (2, 4, "TD", "1:2066", 220, 250)]
    table = tagged_table(tagged(cells), []).table
    assert table is not None
    places = {(cell.row, cell.column, cell.columns, cell.lines[0].text) for cell in table.cells}
    assert {place for place in places if place[0] == 0} == {(0, 1, 2, "Heads"), (0, 3, 2, "Full-time")}
    assert (2, 2, 1, "1:1240") in places
    assert head_rows(table) == [0, 1]


def test_a_heading_in_one_element_with_its_text_stands_apart() -> None:
    text = [printed("Younger people face other", 60, 114, 10), printed("issues.", 60, 126, 10)]
    found = unglued(piece_of([printed("Early Onset", 60, 100, 10, bold=True), *text], "P"))
    assert [piece.text for piece in found] == ["Early Onset", "Younger people face other issues."]
    found = unglued(piece_of([*text, printed("5-year olds", 300, 60, 14, bold=True)], "P"))
    assert [piece.text for piece in found] == ["Younger people face other issues.", "5-year olds"]
    whole = piece_of([printed("Bold words that run on in a line", 60, 100, 10, bold=True), *text], "P")
    assert unglued(whole) == [whole]


def test_lines_of_a_title_that_are_tagged_apart_are_one_heading() -> None:
    lines = []
    for place, text in enumerate(("Overall Advice", "across Projects")):
        lines.append(piece_of([printed(text, 60, 100 + 24 * place, 20, bold=True)], "H2"))
        lines[place].kind, lines[place].level = "heading", 2
    (whole,) = joined_titles(lines)
    assert (whole.kind, whole.level, whole.text) == ("heading", 2, "Overall Advice across Projects")
    lines[1].lines[0].words[0].text = "3.2"
    assert len(joined_titles(lines)) == 2


BARS = [
    ("Stop smoking", "72%", 200),
    ("Flu advice", "9%", 310),
    ("Blood tests", "41%", 240),
    ("Bus", "3%", 280),
]


@pytest.mark.parametrize(("spread", "kind"), [(1, "chart"), (0, "")], ids=["bars", "a column"])
def test_labels_of_lying_bars_are_words_of_a_chart(spread: int, kind: str) -> None:
    pieces = []
    for place, (label, number, x) in enumerate(BARS):
        width = printed(label, 0, 0).x1
        pieces.append(piece_of([printed(label, 150 - width, 100 + 24 * place)]))
        pieces.append(piece_of([printed(number, 200 + spread * (x - 200), 100 + 24 * place)]))
    mark_charts(pieces)
    assert {piece.kind for piece in pieces} == {kind}


def test_contents_go_on_over_a_page() -> None:
    entries = [("3.15 Websites", 60.0, 100.0), ("Part 4: Contracts", 60.0, 130.0)]
    pieces = placed(*entries, ("53", 400, 100), ("58", 400, 130))
    assert not is_contents(pieces, before=False)
    assert is_contents(pieces, before=True)
    assert not is_contents([*pieces, *placed(("Gap", 60, 160), ("28", 400, 160))], before=True)
    mark_contents(pieces)
    assert [piece.kind for piece in pieces] == ["contents"] * 4


@pytest.mark.parametrize(("text", "moved"), [("Natalie Banner", True), ("Read it first.", False)])
def test_a_name_in_the_margin_belongs_to_the_heading_beside_it(text: str, moved: bool) -> None:
    note, title, under = placed(
        (text, 60, 100),
        ("Patient data", 200, 100),
        ("Many people are not aware that the information in it", 200, 130),
    )
    note.kind = under.kind = "paragraph"
    title.kind = "heading"
    assert after_headings([note, title, under]) == ([title, note, under] if moved else [note, title, under])


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
