"""What holds together on designed pages: drawn bullets, figures and labels, cards, bars, slanting lines."""

import pytest

from pipeline.extract.figures import joined_figures
from pipeline.extract.furniture import Running, strip
from pipeline.extract.headers import mark_header
from pipeline.extract.parts import Box, Cell, Line, Piece, Shape, Table, Word, line_of, piece_of
from pipeline.extract.slides import Slides
from pipeline.extract.style import Style
from pipeline.extract.tagged import _lays_out
from pipeline.extract.tagged_table import _keep_header_rows
from pipeline.records import Block, Page

from .test_extract_order import Sheet, body


def kinds(page: Page) -> list[tuple[str, str]]:
    return [(block.kind, body(page, block)) for block in page.blocks]


def printed(text: str, x: float, y: float, size: float = 10, bold: bool = False) -> Line:
    words = []
    for word in text.split():
        width = 0.5 * size * len(word)
        words.append(Word(word, x, y, x + width, y + size, size, "Helvetica", bold))
        x += width + 0.3 * size
    return line_of(words)


def dots(sheet: Sheet, *places: tuple[float, float]) -> None:
    for x, y in places:
        sheet.canvas.circle(x, sheet.height - y, 2, stroke=0, fill=1)


def test_bullets_may_be_drawn() -> None:
    sheet = Sheet()
    sheet.text(60, 100, "By 2020 we will do this for people at home and in hospital:")
    dots(sheet, (64, 116), (64, 144))
    sheet.text(76, 120, "open a hub in each of the four towns and", "staff it at all hours")
    sheet.text(76, 148, "close the ward.")
    assert kinds(sheet.page()) == [
        ("paragraph", "By 2020 we will do this for people at home and in hospital:"),
        ("bullet", "open a hub in each of the four towns and staff it at all hours"),
        ("bullet", "close the ward."),
    ]


def test_a_single_mark_is_no_bullet() -> None:
    sheet = Sheet()
    dots(sheet, (64, 116))
    sheet.text(76, 120, "Beds, as the key of a chart says")
    assert kinds(sheet.page()) == [("paragraph", "Beds, as the key of a chart says")]


def test_a_large_figure_is_joined_to_the_label_under_it() -> None:
    sheet = Sheet()
    for x, figure, label in ((60, "£571m", "gap by 2020/21"), (300, "1 in 3", "of us will be over 65")):
        sheet.text(x, 100, figure, size=30, bold=True)
        sheet.text(x, 118, label)
    assert [text for _, text in kinds(sheet.page())] == [
        "£571m gap by 2020/21",
        "1 in 3 of us will be over 65",
    ]


def test_figures_in_step_with_their_labels_are_joined_however_far_apart() -> None:
    sheet = Sheet()
    for row, (figure, label) in enumerate(
        (("970", "beds today"), ("146", "people waiting"), ("73", "practices"))
    ):
        sheet.text(60, 100 + 120 * row, figure, size=30, bold=True)
        sheet.text(360, 92 + 120 * row, label)
    assert [text for _, text in kinds(sheet.page())] == [
        "970 beds today",
        "146 people waiting",
        "73 practices",
    ]


@pytest.mark.parametrize(
    ("figure", "label", "x", "y"),
    [
        ("2016/17", "the year that has gone", 60, 132),
        ("1", "Stronger neighbourhoods", 60, 132),
        ("4 Finance", "the gap we face", 60, 132),
        ("£571m", "a gap that stands far below it", 60, 300),
        ("£571m", "a gap that stands far to the right", 400, 110),
    ],
)
def test_in_doubt_figure_and_label_are_left_apart(figure: str, label: str, x: float, y: float) -> None:
    pieces = [piece_of([printed(figure, 60, 100, 30, True)]), piece_of([printed(label, x, y)])]
    assert joined_figures(pieces) == pieces


def test_lines_that_run_aslant_make_no_table() -> None:
    sheet = Sheet()
    for x, y, text in ((80, 120, "Beds"), (300, 120, "Staff"), (80, 320, "Money"), (300, 320, "Homes")):
        sheet.text(x, y, text)
    for x, y, to_x, to_y in (
        (60, 100, 280, 200),
        (280, 100, 480, 200),
        (60, 200, 280, 400),
        (280, 200, 480, 400),
    ):
        sheet.canvas.line(x, sheet.height - y, to_x, sheet.height - to_y)
    assert "table" not in {kind for kind, _ in kinds(sheet.page())}


@pytest.mark.parametrize("top", [80, 730])
def test_a_table_that_the_end_of_a_page_cuts_has_no_border_there(top: float) -> None:
    sheet = Sheet()
    for x in (60, 200, 340, 480):
        sheet.canvas.line(x, sheet.height - top, x, sheet.height - top - 40)
    for y in (top + 20, top + 40 if top == 80 else top):
        sheet.canvas.line(60, sheet.height - y, 480, sheet.height - y)
    for row, texts in enumerate((("8 to 10 years", "9", "8%"), ("10 years", "6", "5%"))):
        for x, text in zip((70, 210, 350), texts, strict=True):
            sheet.text(x, top + 14 + 20 * row, text)
    assert kinds(sheet.page()) == [("table", "8 to 10 years\t9\t8%\n10 years\t6\t5%")]


def test_cards_beside_a_column_are_read_row_by_row() -> None:
    sheet = Sheet(960, 540)
    for line in range(12):
        sheet.text(40, 100 + 14 * line, f"the column of text beside the cards, line {line} of it")
    for row in range(2):
        for column in range(2):
            x, y = 420 + 250 * column, 85 + 170 * row
            sheet.box(x, y, 230, 150, "#DDEEFF")
            sheet.text(x + 10, y + 20, f"card {row}{column}", "and what it says of beds")
    text = sheet.page().text
    assert text.index("line 11") < text.index("card 00") < text.index("card 01") < text.index("card 10")


def test_the_steps_of_a_process_keep_their_text() -> None:
    sheet = Sheet(960, 540)
    for step in range(3):
        x = 40 + 300 * step
        sheet.box(x, 80, 260, 36, "#112244")
        sheet.text(x + 10, 102, f"Step {step}")
        sheet.text(x, 134, f"what is done in step {step} of", "the three that there are")
    assert [text.split()[0] for _, text in kinds(sheet.page())] == ["Step", "what"] * 3


def test_a_title_bar_is_the_heading_of_its_card() -> None:
    sheet = Sheet()
    for x, title in ((60, "Diagnostics"), (320, "Public health")):
        sheet.box(x, 100, 200, 24, "#003087")
        sheet.box(x, 126, 200, 120, "#E3F2FD")
        sheet.text(x + 8, 116, title)
        sheet.text(x + 8, 146, "What stands in the card is set in", "the same size as its title bar.")
    assert [text for kind, text in kinds(sheet.page()) if kind == "heading"] == [
        "Diagnostics",
        "Public health",
    ]


def test_a_heading_by_chance_between_two_paragraphs_makes_no_section() -> None:
    sheet = Sheet()
    sheet.text(60, 100, "Births", bold=True)
    sheet.text(60, 114, *[f"left line {line} of a column that runs on" for line in range(10)])
    sheet.text(320, 100, *[f"right line {line} of the other column" for line in range(8)])
    sheet.text(320, 240, "Teams in the valleys", bold=True)
    sheet.text(60, 260, *[f"left again {line} of a column that runs on" for line in range(6)])
    sheet.text(320, 260, *[f"right again {line} of the other column" for line in range(6)])
    text = sheet.page().text
    assert text.index("left again 5") < text.index("right line 0")


def test_running_lines_are_known_on_a_page_of_another_size() -> None:
    running = Running()
    for number, height in enumerate((842.0, 842.0, 842.0, 595.0), 1):
        running.add(number, [printed("A plan for us all", 60, height - 40)], height)
    assert running.is_furniture(4, printed("A plan for us all", 60, 595 - 40), 595)
    assert not running.is_furniture(4, printed("•", 60, 300), 595)


def test_what_stands_beside_a_running_line_at_the_foot_is_furniture() -> None:
    running = [printed("www.example.org", 400, 795)]
    imprint, below = printed("Printed by the county", 60, 795), printed("Number 2015", 60, 808)
    note = printed("1 From the census", 60, 770)
    edge = [*running, imprint, below, note]
    words = [word for line in edge for word in line.words]
    assert strip(edge, running, words, 842) == [imprint, below]
    text = printed("the last line of a column", 60, 783)  # goes on to the line beside the running one
    assert strip(edge, running, [*words, *text.words], 842) == []
    assert strip([printed("A title", 60, 40)], [printed("June", 400, 40)], words, 842) == []


def test_a_tinted_row_of_figures_is_no_header() -> None:
    def table(*rows: tuple[str, str]) -> Table:
        cells = [
            Cell(
                row,
                column,
                1,
                Box(100 * column, 20 * row, 100 * column + 100, 20 * row + 20),
                [printed(text, 100 * column + 5, 20 * row + 5)],
            )
            for row, texts in enumerate(rows)
            for column, text in enumerate(texts)
        ]
        return Table(0, 0, 200, 20 * len(rows), len(rows), 2, cells)

    def heads(made: Table) -> list[str]:
        tints = [Shape(0, 20 * row, 200, 20 * row + 20, True, False, (200, 180, 230), 4) for row in (0, 2)]
        mark_header(made, tints)
        return [cell.lines[0].text for cell in made.cells if cell.header]

    rows = [("Beds", "12"), ("Nurses", "80"), ("Wards", "4"), ("Homes", "31")]
    assert heads(table(*rows)) == []
    assert heads(table(("Kind", "Number"), *rows[1:])) == ["Kind", "Number"]


def test_a_chapter_stands_over_its_parts() -> None:
    style = Style()
    style.sizes[10.0] = 100
    titles = [
        ("1 FOREWORD", 13, 0),
        ("6 NEED", 13, 0),
        ("6.1 Data", 12, 2),
        ("6.2.1 Age", 11, 3),
        ("2. Training", 11, 0),
    ]
    pieces = []
    for text, size, level in titles:
        piece = piece_of([printed(text, 60, 100, size, bold=True)])
        piece.kind, piece.level = "heading", level
        pieces.append(piece)
    style.levels(pieces)
    assert [piece.level for piece in pieces] == [1, 1, 2, 3, 3]


def test_a_heading_may_be_followed_by_its_first_part() -> None:
    sheet = Sheet()
    sheet.text(60, 100, "6.2 Rates in the county", bold=True)
    sheet.text(60, 118, "6.2.1 Overall", bold=True)
    sheet.text(60, 136, *[f"Line {line} of a paragraph that runs on below them" for line in range(6)])
    assert [kind for kind, _ in kinds(sheet.page())] == ["heading", "heading", "paragraph"]


def test_a_figure_numbered_with_a_letter_has_a_caption() -> None:
    sheet = Sheet()
    sheet.text(60, 100, "Figure 6G.3: What the teams are made of")
    sheet.text(60, 130, *[f"line {line} of a paragraph that runs on below it" for line in range(6)])
    assert [kind for kind, _ in kinds(sheet.page())] == ["caption", "paragraph"]


def test_notes_stand_last_and_do_not_cut_the_sentence_above_them() -> None:
    sheet = Sheet()
    for x in (60, 320):
        sheet.text(x, 100, *[f"and so the same sentence runs on {number}" for number in range(50)], size=11)
    sheet.text(60, 790, "* A note at the foot of the first column", size=7)
    page = sheet.page()
    assert [block.kind for block in page.blocks] == ["paragraph", "paragraph", "footnote"]
    assert page.blocks[1].continues


def test_a_label_that_ends_early_is_not_continued() -> None:
    sheet = Sheet()
    sheet.text(60, 100, "what we would be short each year", "if nothing changed")
    sheet.text(60, 300, "of us will be over 65 by 2021")
    assert [block.continues for block in sheet.page().blocks] == [False, False]


def test_figures_in_brackets_number_nothing() -> None:
    sheet = Sheet()
    for row, cells in enumerate(
        (
            ("Savings", "(24)", "(51)", "(128)"),
            ("Growth", "(2)", "(13)", "(57)"),
            ("All", "(26)", "(64)", "(185)"),
        )
    ):
        for x, cell in zip((60, 220, 280, 340), cells, strict=True):
            sheet.text(x, 120 + row * 14, cell)
    page = sheet.page()
    (table,) = [block for block in page.blocks if block.kind == "table"]
    assert body(page, table).split("\n")[0] == "Savings\t(24)\t(51)\t(128)"


def test_lettered_numbers_are_headings_of_their_level() -> None:
    sheet = Sheet()
    sheet.text(60, 100, "B. What we are short of", size=18, bold=True)
    sheet.text(60, 130, "B.1 People", size=11, bold=True)
    sheet.text(60, 146, *["The hospital has places for 142 and has 118 of them at this time."] * 6, size=12)
    found: list[Block] = [block for block in sheet.page().blocks if block.kind == "heading"]
    assert [block.level for block in found] == [1, 2]


def test_a_table_of_contents_needs_no_dots() -> None:
    sheet = Sheet()
    sheet.text(60, 100, "Contents", size=18, bold=True)
    for row, title in enumerate(("Why we need to change", "What we propose", "Who will do what")):
        sheet.text(60, 130 + 14 * row, title)
        sheet.text(500, 130 + 14 * row, str(3 + 4 * row))
    page = sheet.page()
    assert {block.kind for block in page.blocks} == {"heading", "contents"}
    assert page.text.split("\n\n", 1)[1].replace("\n\n", " ") == (
        "Why we need to change 3 What we propose 7 Who will do what 11"
    )


def test_titles_of_slides_have_the_level_of_most_of_them() -> None:
    def title(level: int, size: float = 24) -> Piece:
        piece = piece_of([printed("What we will do", 60, 40, size)])
        piece.kind, piece.level = "heading", level
        return piece

    titles = [title(2), title(2), title(1), title(2), title(3), title(2), title(2), title(1, 48)]
    Style().levels(titles, Slides(titles))
    assert [piece.level for piece in titles] == [2] * 7 + [1]


def test_labels_of_rows_that_the_tags_call_heads_are_no_heads_of_columns() -> None:
    box = Box(0, 0, 1, 1)
    cells = [
        Cell(row, column, 1, box, header=row == 0 or column == 0) for row in range(3) for column in range(2)
    ]
    _keep_header_rows(cells)
    assert [(cell.row, cell.column) for cell in cells if cell.header] == [(0, 0), (0, 1)]


def test_a_tagged_table_with_next_to_no_cells_is_the_grid_of_a_page() -> None:
    def table(count: int, text: str) -> Table:
        cells = [
            Cell(place // 6, place % 6, 1, Box(0, 0, 1, 1), [printed(text, 60, 40)]) for place in range(count)
        ]
        return Table(0, 0, 1, 1, 6, 6, cells)

    assert _lays_out(table(8, "Local mortality"))
    assert not _lays_out(table(30, "12.4"))
    assert _lays_out(table(30, "word " * 61))
