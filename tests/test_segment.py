import msgspec
from hypothesis import given
from hypothesis import strategies as st

from pipeline import segment
from pipeline.records import IN_DIAGRAM, PASSAGE_JOINT, Block, Cell, Issue, Line, Page


def page(number, *blocks, source="native"):
    """A page made of (kind, text) or (kind, text, level) or, for tables, rows of cells; each block on one
    printed line."""
    text, made = "", []
    for place, (kind, content, *level) in enumerate(blocks):
        text += "\n\n" if place else ""
        start, cells = len(text), ()
        if kind == "table":
            rows = ["\t".join(row) for row in content]
            cells = tuple(_cells(content, start))
            content = "\n".join(rows)
        continues = kind.startswith("+")
        text += content
        line = Line(start, len(text), 0.1, 0.1 * place, 0.9, 0.1 * place + 0.05)
        made.append(Block(kind.lstrip("+"), start, len(text), (level or [0])[0], continues, (line,), cells))
    return Page(number, 595, 842, text, source, blocks=tuple(made))


def _cells(rows, start):
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            yield Cell(number, column, start, start + len(words), header=number == 0)
            start += len(words) + 1


def cut(*pages):
    return list(segment.passages("plan", pages))


def test_headings_make_the_section_and_close_what_stands_under_them():
    passages = cut(
        page(
            1,
            ("heading", "2 Hospitals", 1),
            ("heading", "2.1 Beds", 2),
            ("paragraph", "We have 480 beds."),
            ("heading", "3 Staff", 1),
            ("paragraph", "We have 900 nurses."),
        )
    )
    assert [(each.section, each.text) for each in passages] == [
        ("2 Hospitals > 2.1 Beds", "We have 480 beds."),
        ("3 Staff", "We have 900 nurses."),
    ]
    assert [each.ref for each in passages] == ["plan/p1/s1", "plan/p1/s2"]


def test_the_number_of_a_heading_says_what_it_does_not_stand_under():
    passages = cut(
        page(
            1,
            ("heading", "Guidance", 1),
            ("heading", "Part 3: Design", 2),
            ("heading", "6.4 Place", 3),
            ("heading", "6.5.1 Income", 4),
            ("paragraph", "Most live in towns."),
            ("heading", "Part 4: Contracts", 5),
            ("paragraph", "We signed one."),
        )
    )
    assert [each.section for each in passages] == [
        "Guidance > Part 3: Design > 6.5.1 Income",
        "Guidance > Part 4: Contracts",
    ]


def test_a_percentage_without_a_word_is_a_passage_in_a_table_only():
    passages = cut(page(1, ("paragraph", "67%"), ("paragraph", "£571m"), ("table", [["In work"], ["67%"]])))
    assert [each.text for each in passages] == ["£571m", "67%"]


def test_a_heading_that_makes_a_statement_is_a_passage():
    title = "We will close one of our two emergency departments by 2019"
    assert [(each.kind, each.text, each.section) for each in cut(page(1, ("heading", title, 1)))] == [
        ("heading", title, "")
    ]


def test_bullets_keep_their_lead_in_and_the_bullet_above():
    passages = cut(
        page(
            1,
            ("paragraph", "By 2020 we will:"),
            ("bullet", "• close two wards", 1),
            ("bullet", "– at the Royal", 2),
            ("bullet", "• open a hub.", 1),
            ("paragraph", "This is agreed."),
        )
    )
    assert [(each.text, each.context) for each in passages] == [
        ("By 2020 we will:", ""),
        ("• close two wards", "By 2020 we will:"),
        ("– at the Royal", "By 2020 we will: • close two wards"),
        ("• open a hub.", "By 2020 we will:"),
        ("This is agreed.", ""),
    ]


def test_a_bullet_after_a_finished_sentence_has_no_lead_in():
    assert cut(page(1, ("paragraph", "All is well."), ("bullet", "• Beds", 1)))[1].context == ""


def test_a_row_knows_the_heads_of_its_columns():
    passages = cut(page(1, ("table", [["", "2016/17", "2020/21"], ["Acute beds", "480", "420"]])))
    assert [(each.kind, each.text, each.context) for each in passages] == [
        ("table_row", "Acute beds\t480\t420", "\t2016/17\t2020/21")
    ]


def test_a_row_knows_the_heads_that_came_last():
    table = page(1, ("table", [["Area", "Mumps"], ["Arun", "480"], ["Area", "Polio"], ["Arun", "420"]]))
    block = table.blocks[0]
    cells = tuple(msgspec.structs.replace(cell, header=cell.row in (0, 2)) for cell in block.cells)
    table = msgspec.structs.replace(table, blocks=(msgspec.structs.replace(block, cells=cells),))
    assert [each.context for each in cut(table)] == ["Area\tMumps", "Area\tPolio"]


def test_the_title_of_a_table_is_said_once():
    (row,) = cut(page(1, ("table", [["Beds by ward", "", ""], ["Lister", "480", "3%"]])))
    assert row.context == "Beds by ward\t\t"


ROLES = [["Role", "Skills", "Link"], ["Service designer", "Makes sure that a user can", "DHCI"]]


def test_a_row_cut_by_the_end_of_a_page_is_joined_cell_by_cell():
    rest = [["", "reach a goal.", ""], ["Content designer", "Writes.", "DHCI"]]
    pages = page(1, ("table", ROLES), ("footnote", "1 Draft")), without_heads(page(2, ("table", rest)))
    assert [(each.page, each.text, each.context) for each in cut(*pages)] == [
        (1, "Service designer", "Role"),
        (1, "Makes sure that a user can reach a goal.", "Skills\tService designer"),
        (1, "DHCI", "Link\tService designer"),
        (1, "1 Draft", ""),
        (2, "Content designer\tWrites.\tDHCI", "Role\tSkills\tLink"),
    ]


def test_what_comes_between_parts_two_tables():
    rest = [["", "reach a goal.", ""], ["Content designer", "Writes.", "DHCI"]]
    apart = page(1, ("table", ROLES), ("paragraph", "A stop.")), without_heads(page(2, ("table", rest)))
    assert [each.context for each in cut(*apart)] == ["Role\tSkills\tLink", "", "", ""]


def test_a_new_row_is_not_taken_for_the_rest_of_one():
    pages = (
        page(1, ("table", [["Ward", "Beds"], ["Lister", "480"]])),
        page(2, ("table", [["", "12"], ["", "9"]])),
    )
    assert [each.text for each in cut(*pages)] == ["Lister\t480"]
    more = without_heads(page(2, ("table", [["Poole", "12 and"], ["Hart", "9 more"]])))
    assert [each.text for each in cut(pages[0], more)][1:] == ["Poole\t12 and", "Hart\t9 more"]


def test_a_row_of_figures_is_no_head_of_a_table_that_goes_on():
    first = page(1, ("table", [["Area", "Teams"], ["Trust", "46"]]))
    (_, body, other) = cut(first, page(2, ("table", [["NHS Digital", "296"], ["Other", "550"]])))
    assert [(each.text, each.context) for each in (body, other)] == [
        ("NHS Digital\t296", "Area\tTeams"),
        ("Other\t550", "Area\tTeams"),
    ]
    again = page(2, ("table", [["Area", "2016"], ["Other", "550"]]))
    assert [each.context for each in cut(first, again)] == ["Area\tTeams", "Area\t2016"]


def without_heads(page):
    """The page with every header cell as another."""
    plain = [
        msgspec.structs.replace(
            block, cells=tuple(msgspec.structs.replace(each, header=False) for each in block.cells)
        )
        for block in page.blocks
    ]
    return msgspec.structs.replace(page, blocks=tuple(plain))


def test_a_head_in_a_diagram_is_over_nothing_after_its_caption():
    passages = cut(
        page(
            1,
            ("heading", "Evaluation", 6),
            ("heading", "Enablers", IN_DIAGRAM),
            ("paragraph", "Shared data"),
            ("caption", "Figure 7: A frame"),
            ("paragraph", "We look at it."),
        )
    )
    assert [each.section for each in passages] == ["Evaluation > Enablers", "Evaluation", "Evaluation"]


def test_lists_side_by_side_are_no_rows():
    passages = cut(page(1, ("table", [["Risks", "Strengths"], ["• Debt", "• Good friends"]])))
    assert [(each.text, each.context) for each in passages] == [
        ("• Debt", "Risks"),
        ("• Good friends", "Strengths"),
    ]


def test_the_words_of_a_chart_are_no_passages():
    assert [each.text for each in cut(page(1, ("chart", "Not applicable"), ("paragraph", "Beds.")))] == [
        "Beds."
    ]


def test_a_passage_crosses_pages_and_is_slices_of_them():
    first, second = page(4, ("paragraph", "The hospital will")), page(5, ("+paragraph", "close in 2019."))
    (passage,) = cut(first, second)
    assert passage.text == "The hospital will close in 2019."
    assert [(each.page, each.start, each.end) for each in passage.slices] == [(4, 0, 17), (5, 0, 14)]
    assert [(each.page, passage.text[each.start : each.end]) for each in passage.lines] == [
        (4, "The hospital will"),
        (5, "close in 2019."),
    ]


def test_a_paragraph_that_never_ends_is_ended():
    pages = [page(number, ("+paragraph", "and so on " * 100)) for number in range(1, 60)]
    passages = cut(*pages)
    assert len(passages) >= 9
    assert max(len(each.text) for each in passages) < segment.LONGEST_RUN + 1001


def test_a_footnote_does_not_break_the_sentence_above_it():
    passages = cut(
        page(1, ("paragraph", "The hospital will"), ("footnote", "1 See annex")),
        page(2, ("+paragraph", "close.")),
    )
    assert [(each.ref, each.text) for each in passages] == [
        ("plan/p1/s1", "The hospital will close."),
        ("plan/p1/s2", "1 See annex"),
    ]


def test_a_long_paragraph_is_divided_between_sentences():
    sentence = "Sentence number {} says something about the beds of St. Mary's and no more."
    sentences = [sentence.format(number) for number in range(30)]
    passages = cut(page(1, ("paragraph", " ".join(sentences))))
    assert len(passages) == 3
    assert all(each.words <= segment.LONGEST and each.text.endswith("more.") for each in passages)
    assert " ".join(each.text for each in passages) == " ".join(sentences)


def test_what_says_nothing_is_no_passage():
    page_of_numbers = page(1, ("paragraph", "0 20 40 60"), ("paragraph", "£571m"), ("contents", "1 Beds 4"))
    assert [each.text for each in cut(page_of_numbers)] == ["£571m"]


def test_ocr_marks_the_passage():
    assert cut(page(1, ("paragraph", "Read from a picture."), source="ocr"))[0].text_source == "ocr"


def test_a_plan_without_passages_is_an_issue():
    (issue,) = cut(page(1))
    assert isinstance(issue, Issue)
    assert (issue.code, issue.stage) == ("no_passages", "segment")


def test_the_fingerprint_is_of_the_text_alone():
    one, two = cut(page(1, ("paragraph", "Same words.")), page(2, ("paragraph", "Same words.")))
    assert one.fingerprint == two.fingerprint
    assert one.ref != two.ref


KINDS = st.sampled_from(["paragraph", "+paragraph", "bullet", "footnote", "heading", "caption"])
WORDS = st.lists(
    st.sampled_from(["The", "beds", "close.", "Staff,", "£5m", "(2019)", "120¹", "•"]),
    min_size=1,
    max_size=40,
)
BLOCKS = st.lists(st.tuples(KINDS, WORDS.map(" ".join), st.integers(1, 3)), max_size=8)


@given(st.lists(BLOCKS, min_size=1, max_size=4))
def test_every_passage_is_ordered_slices_of_its_pages(documents):
    pages = [page(number, *blocks) for number, blocks in enumerate(documents, start=1)]
    passages = [each for each in cut(*pages) if not isinstance(each, Issue)]
    texts = {each.page: each.text for each in pages}
    for passage in passages:
        assert passage.text == PASSAGE_JOINT.join(texts[s.page][s.start : s.end] for s in passage.slices)
        assert list(passage.slices) == sorted(passage.slices, key=lambda s: (s.page, s.start))
        for line in passage.lines:
            assert 0 <= line.start < line.end <= len(passage.text)
    assert len({each.ref for each in passages}) == len(passages)
    assert passages == [msgspec.structs.replace(each) for each in cut(*pages) if not isinstance(each, Issue)]


def test_a_row_of_heads_and_empty_cells_is_no_passage():
    made = page(1, ("table", [["Area", ""], ["Town", "12"]]))
    head, empty, *row = made.blocks[0].cells
    cells = (head, msgspec.structs.replace(empty, header=False), *row)
    made = msgspec.structs.replace(made, blocks=(msgspec.structs.replace(made.blocks[0], cells=cells),))
    assert [(each.text, each.context.strip()) for each in cut(made)] == [("Town\t12", "Area")]


def test_a_row_has_a_head_for_each_of_its_cells_and_the_label_of_its_group():
    table = [["Role", "Work", "2020", "2030"], ["Data", "Coding", "3", "4"], ["", "Records", "5", ""]]
    table += [["", "Total work", "9", "7"]]
    assert [(each.text, each.context) for each in cut(page(1, ("table", table)))] == [
        ("Data\tCoding\t3\t4", "Role\tWork\t2020\t2030"),
        ("Records\t5", "Data Work\t2020"),
        ("Total work\t9\t7", "Work\t2020\t2030"),
    ]


def test_a_heading_in_a_box_ends_with_its_box():
    made = page(
        1,
        ("heading", "Beds", 1),
        ("heading", "Aims", 2),
        ("heading", "Did you know?", 2),
        ("paragraph", "We have 480."),
        ("heading", "For:", 3),
        ("paragraph", "The trust."),
        ("paragraph", "We need fewer."),
    )
    cards = [0, 0, 1, 1, 1, 1, 0]
    blocks = [msgspec.structs.replace(each, card=card) for each, card in zip(made.blocks, cards, strict=True)]
    assert [each.section for each in cut(msgspec.structs.replace(made, blocks=tuple(blocks)))] == [
        "Beds > Did you know?",
        "Beds > Did you know? > For:",
        "Beds > Aims",
    ]


def test_an_appendix_is_part_of_no_chapter():
    made = page(
        1,
        ("heading", "Plan", 1),
        ("heading", "Staff", 2),
        ("heading", "Appendix: sources", 3),
        ("paragraph", "A survey."),
    )
    assert [each.section for each in cut(made)] == ["Plan > Appendix: sources"]


def test_an_item_of_a_list_is_no_label_of_the_next_row():
    table = [["Risks", "Gains"], ["• Worklessness", "• Income"], ["", "• Good schools"]]
    assert [each.context for each in cut(page(1, ("table", table)))] == ["Risks", "Gains", "Gains"]
