"""What stands over what on slides, covers and in boxes; what goes on over a page."""

from pipeline.extract.cards import mark_cards
from pipeline.extract.continuing import continues
from pipeline.extract.element import element_lines, unglued
from pipeline.extract.headers import mark_bands
from pipeline.extract.parts import Box, Cell, Piece, Shape, Table, piece_of
from pipeline.extract.slides import Slides
from pipeline.extract.style import Style
from pipeline.extract.tagged import _with_tables

from .test_extract_layout import kinds, printed
from .test_extract_order import Sheet


def named(kind: str, text: str, x: float, y: float, size: float = 10, level: int = 0) -> Piece:
    piece = piece_of([printed(text, x, y, size, bold=kind == "heading")])
    piece.kind, piece.level = kind, level
    return piece


def box(x0: float, top: float, x1: float, bottom: float) -> Shape:
    return Shape(x0, top, x1, bottom, True, False, (200, 220, 240), 5)


TEXT = "So many words that this slide has a text under its title and opens no part of the document " * 3


def test_a_title_with_text_under_it_stands_over_no_other_slide() -> None:
    slides = Slides()
    titles = [named("heading", "Beds", 60, 40, size) for size in (20, 14, 14, 14, 14)]
    for title in titles:
        slides.add([title, named("paragraph", TEXT, 60, 100)], 800, 500)
    cover = named("heading", "A plan", 60, 40, 30)
    slides.add([cover], 800, 500)
    style = Style()
    style.sizes[10] = 1
    style.levels([cover, *titles], slides)
    assert len({title.level for title in titles}) == 1
    assert cover.level < titles[0].level


def test_only_the_largest_line_of_a_cover_stands_over_the_document() -> None:
    lines = [named("heading", text, 60, y, size) for text, y, size in (("Plan", 40, 30), ("2016", 90, 18))]
    Slides().add(lines, 500, 800)
    assert [line.level for line in lines] == [0, 6]
    alike = [named("heading", text, 60, 40, 30) for text in ("One", "Two", "Three", "Four")]
    Slides().add(alike, 500, 800)
    assert [line.level for line in alike] == [6] * 4


def test_a_first_page_without_prose_is_a_cover_and_no_other_page_is() -> None:
    for first, levels in ((True, [0, 6]), (False, [0, 0])):
        lines = [
            named("heading", text, 60, y, size) for text, y, size in (("Plan", 40, 30), ("2016", 90, 18))
        ]
        notes = [
            named("paragraph", "One line of a colophon in ten words or so", 60, 200 + 20 * n)
            for n in range(6)
        ]
        Slides().add([*lines, *notes], 500, 800, first)
        assert [line.level for line in lines] == levels


def test_boxes_with_headings_are_cards_and_those_in_a_row_are_one() -> None:
    pieces = [
        named("heading", "Our aims", 60, 40, 20),
        named("heading", "Beds", 70, 110),
        named("paragraph", "We have 480.", 70, 130),
        named("heading", "For:", 310, 110),
        named("paragraph", "The trust.", 310, 130),
        named("heading", "Staff", 70, 310),
        named("paragraph", "We have 900.", 70, 330),
        named("paragraph", "All is well.", 60, 450),
    ]
    mark_cards(pieces, [box(60, 100, 250, 200), box(300, 100, 500, 200), box(60, 300, 250, 400)], 600, 800)
    assert [piece.card for piece in pieces] == [0, 1, 1, 1, 1, 2, 2, 0]


def test_a_panel_with_the_title_of_the_page_is_no_card() -> None:
    pieces = [
        named("heading", "Our aims", 70, 110, 20),
        named("paragraph", "We have 480.", 70, 140),
        named("heading", "Staff", 300, 310),
        named("paragraph", "We have 900.", 300, 330),
    ]
    mark_cards(pieces, [box(60, 100, 250, 200)], 600, 800)
    assert {piece.card for piece in pieces} == {0}


def test_a_tinted_line_under_a_caption_heads_its_table() -> None:
    pieces = [
        named("paragraph", "See table 5.", 60, 40),
        named("caption", "Table 5: The trust", 60, 80),
        named("heading", "Anycity Trust", 60, 100),
        named("paragraph", "It has 480 beds.", 60, 120),
    ]
    mark_cards(pieces, [box(50, 98, 500, 112)], 600, 800)
    assert [piece.card for piece in pieces] == [0, 0, 1, 1]
    plain = [named(piece.kind, piece.text, piece.x0, piece.top) for piece in pieces]
    mark_cards(plain, [], 600, 800)
    assert {piece.card for piece in plain} == {0}


def paragraph(*lines: str, x: float = 60, bold: bool = False) -> Piece:
    piece = piece_of([printed(line, x, 100 + 12 * place, bold=bold) for place, line in enumerate(lines)])
    piece.kind = "paragraph"
    return piece


def test_a_sentence_goes_on_over_a_page_with_a_name() -> None:
    last = paragraph("These are needed most of all in a Data", "most of all, and in a Data Driven now")
    following = paragraph("Future. The roles that we name here are", "those of all trusts.")
    assert continues(last, following, [following])
    assert not continues(last, following, [last, following])
    assert not continues(last, paragraph("Future. The roles that we name here are"), [following])
    ended = paragraph("These are needed most of all in a Data", "most of all, and in a Data Driven now.")
    assert not continues(ended, following, [following])
    pulled = paragraph("Future. The roles that we name here are", "those of all trusts.", bold=True)
    assert not continues(last, pulled, [pulled])


def test_rows_that_the_tags_call_paragraphs_are_a_table() -> None:
    rows = [("Mild", "9,200", "10,750"), ("Moderate", "5,350", "6,200"), ("Severe", "2,100", "2,400")]
    pieces = [
        piece_of([printed(text, x, 100 + 14 * place) for text, x in zip(row, (60, 200, 300), strict=True)])
        for place, row in enumerate(rows)
    ]
    text = piece_of([printed("There are more each year.", 60, 200)])
    table, after = _with_tables([*pieces, text], [])
    assert table.table and (table.table.rows, table.table.columns) == (3, 3)
    assert after is text


def test_what_heads_something_and_what_nothing() -> None:
    sheet = Sheet()
    for y, text, bold in (
        (100, "Age bands", True),
        (114, "Source: the audit of 2015, with all deaths that were recorded in the county", False),
        (200, "Readiness programme", True),
        (214, "ready@example.org", False),
        (300, "Where we are", True),
        (314, "There are 480 beds in the county, and of these 60 are to be closed by 2020", False),
    ):
        sheet.text(60, y, text, bold=bold)
    sheet.text(60, 400, "eTrauma", bold=True)
    sheet.text(60, 414, "It is a system of the trust that knows all of its beds, and where they stand")
    titles = [text for kind, text in kinds(sheet.page()) if kind == "heading"]
    assert titles == ["Where we are", "eTrauma"]


def test_a_smaller_heading_on_a_slide_stands_under_its_title() -> None:
    slides = Slides()
    pairs = [(named("heading", "Beds", 60, 40, 30), named("heading", "Wards", 60, 90, 28)) for _ in range(4)]
    for title, under in pairs:
        title.level = under.level = 2
        slides.add([title, under, named("paragraph", TEXT, 60, 130)], 800, 500)
    slides.level()
    assert {(title.level, under.level) for title, under in pairs} == {(2, 3)}


def test_what_is_bold_on_a_tint_heads_the_items_of_a_list() -> None:
    cells = [
        Cell(row, 0, 1, Box(60, 20 * row, 300, 20 * row + 18), [printed(text, 60, 20 * row, bold=bold)])
        for row, (text, bold) in enumerate((("Boards", True), ("Sussex", False), ("Trusts", True)))
    ]
    table = Table(60, 0, 300, 60, 3, 1, cells)
    mark_bands(table, [box(60, 0, 300, 18), box(60, 40, 300, 58)])
    assert [cell.header for cell in cells] == [True, False, False]


def test_marks_of_notes_are_raised_in_tagged_text_too() -> None:
    line = printed("in the sector.", 60, 100, 12)
    words = [*line.words, *printed("7", line.x1 + 1, 100, 8).words]
    assert element_lines(words)[0].text == "in the sector.⁷"


def test_a_remark_in_brackets_goes_on_with_what_it_stands_under() -> None:
    label = paragraph("Physical disabilities", bold=True)
    remark = piece_of([printed("(n = 28)", 60, 112)])
    remark.kind = "paragraph"
    assert continues(label, remark, [label, remark])
    assert not continues(label, remark, [remark])


def test_a_centred_line_in_capitals_heads_its_element() -> None:
    element = piece_of([printed("LIVING WELL", 70, 100, bold=True), printed("To live in safety.", 60, 114)])
    assert [piece.text for piece in unglued(element)] == ["LIVING WELL", "To live in safety."]
