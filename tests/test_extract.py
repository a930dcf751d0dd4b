"""The extraction of whole documents: what comes out, page by page, and what is said of bad files."""

import io

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.extract import pages
from pipeline.extract.look import picture
from pipeline.extract.ocr import OcrWord, words_of
from pipeline.records import Block, Issue, Page, to_line

from .synthetic_pages import document


def drawn(
    *strings: tuple[float, float, str], size: float = 11, page: tuple[float, float] = (595, 842)
) -> bytes:
    """A PDF of one page with strings at places from its top left."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=page, invariant=1)
    canvas.setFont("Helvetica", size)
    for x, y, text in strings:
        canvas.drawString(x, page[1] - y, text)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def read(pdf: bytes, **how: object) -> list[Page]:
    return [record for record in pages(pdf, **how) if isinstance(record, Page)]  # type: ignore[arg-type]


def issues(pdf: bytes, **how: object) -> list[Issue]:
    return [record for record in pages(pdf, **how) if isinstance(record, Issue)]  # type: ignore[arg-type]


def texts(page: Page) -> list[tuple[str, str]]:
    return [(block.kind, page.text[block.start : block.end]) for block in page.blocks]


def check_page(page: Page) -> None:
    """What holds for every page, whatever stands on it."""
    assert page.text == "\n\n".join(page.text[block.start : block.end] for block in page.blocks)
    for block in page.blocks:
        assert block.kind in ("heading", "paragraph", "bullet", "table", "caption", "footnote", "contents")
        assert page.text[block.start : block.end].strip()
        assert (block.level > 0) == (block.kind in ("heading", "bullet"))
        for line in block.lines:
            assert block.start <= line.start < line.end <= block.end
            assert 0 <= line.x0 < line.x1 <= 1 and 0 <= line.y0 < line.y1 <= 1
        if block.kind == "table":
            check_table(page, block)
        else:
            assert "\n" not in page.text[block.start : block.end]
            assert not block.cells


def check_table(page: Page, block: Block) -> None:
    rows = [row.split("\t") for row in page.text[block.start : block.end].split("\n")]
    assert len({len(row) for row in rows}) == 1
    for cell in block.cells:
        assert page.text[cell.start : cell.end] == rows[cell.row][cell.column]
        assert cell.column + cell.columns <= len(rows[0])


def test_every_page_keeps_its_promises() -> None:
    pdf, truths = document(11, 20)
    found = read(pdf)
    assert [page.page for page in found] == list(range(1, len(truths) + 1))
    for page in found:
        check_page(page)


def test_the_same_bytes_give_the_same_records() -> None:
    pdf, _ = document(12, 6)
    assert [to_line(record) for record in pages(pdf)] == [to_line(record) for record in pages(pdf)]


def test_running_lines_and_page_numbers_are_furniture() -> None:
    pdf, truths = document(13, 10)
    for page, truth in zip(read(pdf), truths, strict=True):
        assert set(page.furniture.split("\n")) == set(truth.furniture)
        assert "Draft for discussion" not in page.text


def test_a_skipped_page_is_empty_and_said_to_have_died() -> None:
    pdf, _ = document(14, 4)
    touched: list[int] = []
    records = list(pages(pdf, skip={2}, before_page=touched.append))
    assert set(touched) == {1, 3, 4}
    dead = next(record for record in records if isinstance(record, Page) and record.page == 2)
    assert (dead.text, dead.text_source) == ("", "none")
    issue = next(record for record in records if isinstance(record, Issue))
    assert (issue.code, issue.page, issue.severity) == ("page_died", 2, "error")


@pytest.mark.parametrize(
    ("pdf", "reason"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "web page"),
        (b"%PDF-1.7\nnothing more", "damaged beyond repair"),
        (b"PK\x03\x04 a spreadsheet", "not a PDF"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(pdf: bytes, reason: str) -> None:
    records = list(pages(pdf))
    assert len(records) == 1
    assert isinstance(records[0], Issue)
    assert (records[0].stage, records[0].code, records[0].severity) == ("extract", "refused", "error")
    assert reason in records[0].message
    assert records[0].mend


def encrypted(user: str, owner: str) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn((60, 100, "Behind a password")))) as plain:
        plain.save(target, encryption=pikepdf.Encryption(user=user, owner=owner))
    return target.getvalue()


def test_a_password_to_open_is_refused_and_an_owner_password_is_not() -> None:
    assert "needs a password" in issues(encrypted("secret", "other"))[0].message
    assert read(encrypted("", "other"))[0].text == "Behind a password"


def test_junk_before_the_header_does_no_harm() -> None:
    assert read(b"mail header\r\n\r\n" + drawn((60, 100, "All here")))[0].text == "All here"


def test_a_blank_page_is_a_page() -> None:
    (page,) = read(drawn())
    assert (page.text, page.text_source, page.blocks) == ("", "none", ())
    assert [(issue.code, issue.severity) for issue in issues(drawn())] == [("no_text", "info")]


def picture_of_text() -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, 842), invariant=1)
    canvas.rect(60, 60, 400, 600, fill=1)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def test_a_page_without_text_says_what_to_install() -> None:
    (issue,) = issues(picture_of_text())
    assert (issue.code, issue.severity) == ("no_text", "warning")
    assert "Tesseract" in issue.mend


def test_ocr_reads_the_picture_with_boxes_and_confidence() -> None:
    def ocr(png: bytes) -> list[OcrWord]:
        assert png.startswith(b"\x89PNG")
        return [OcrWord("Urgent", 200, 300, 320, 330, 0.9), OcrWord("care", 340, 300, 420, 330, 0.8)]

    (page,) = read(picture_of_text(), ocr=ocr)
    assert (page.text, page.text_source, page.confidence) == ("Urgent care", "ocr", 0.85)
    (line,) = page.blocks[0].lines
    assert line.x0 == pytest.approx(200 / 200 * 72 / 595, abs=1e-3)


def test_tesseract_s_table_is_read() -> None:
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    rows = "4\t1\t1\t1\t1\t0\t10\t20\t90\t12\t-1\t\n5\t1\t1\t1\t1\t1\t10\t20\t40\t12\t96.5\tBeds\n"
    assert words_of(head + rows) == [OcrWord("Beds", 10, 20, 50, 32, 0.965)]


def test_a_small_raised_digit_is_no_part_of_the_figure() -> None:
    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(60, 700, "There are 120")
    canvas.setFont("Helvetica", 7)
    canvas.drawString(60 + canvas.stringWidth("There are 120", "Helvetica", 12), 705, "1")
    canvas.setFont("Helvetica", 12)
    canvas.drawString(145, 700, "beds")
    canvas.save()
    assert read(target.getvalue())[0].text == "There are 120¹ beds"


def test_a_divided_word_is_joined_as_the_document_writes_it() -> None:
    pdf = drawn(
        (60, 100, "Long-term care in the community is what we want and neigh-"),
        (60, 113, "bourhood teams will give it, for example to people with long-"),
        (60, 126, "term conditions."),
    )
    (page,) = read(pdf)
    assert "neighbourhood teams" in page.text
    assert "with long-term conditions." in page.text
    first, second, third = page.blocks[0].lines
    assert page.text[first.start : first.end].endswith("neigh")
    assert page.text[second.start : second.end].startswith("bourhood")
    assert second.end == third.start


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_rotated_page_is_read_as_it_is_seen(angle: int) -> None:
    upright = drawn((60, 100, "First of all"), (60, 700, "Last of all"))
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(upright)) as pdf:
        pdf.pages[0].Rotate = angle
        pdf.save(target)
    (page,) = read(target.getvalue())
    assert (page.width > page.height) == (angle in (90, 270))
    assert len(page.blocks) == 2
    check_page(page)


def test_boxes_count_from_the_crop_box() -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn((160, 300, "Here")))) as pdf:
        pdf.pages[0].CropBox = [100, 442, 500, 642]
        pdf.save(target)
    (page,) = read(target.getvalue())
    (line,) = page.blocks[0].lines
    assert (page.width, page.height) == (400, 200)
    assert line.x0 == pytest.approx(60 / 400, abs=0.01)
    assert line.y1 == pytest.approx(100 / 200, abs=0.02)


def test_what_stands_off_the_page_is_left_out() -> None:
    assert read(drawn((60, 100, "On it"), (900, 100, "beside it"), (60, -50, "above it")))[0].text == "On it"


def test_a_picture_shows_how_a_page_was_read() -> None:
    pdf, _ = document(15, 1)
    assert picture(pdf, 1).startswith(b"\x89PNG")
    with pytest.raises(ValueError, match="no page 9"):
        picture(pdf, 9)
