"""Reading order, tables and structure on pages whose truth is known."""

import io
from pathlib import Path

import pytest
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from pipeline.extract import pages
from pipeline.extract.compose import Vocabulary, keeps_hyphen
from pipeline.extract.evaluate import OURS, made_counts, tagged_counts, version_counts
from pipeline.extract.measures import Count, total
from pipeline.records import Block, Page

from .synthetic_pages import document

REAL = Path(__file__).parents[2] / "shared" / "real_pdfs"


def read(pdf: bytes, *, tags: bool = True) -> list[Page]:
    return [record for record in pages(pdf, tags=tags) if isinstance(record, Page)]


def body(page: Page, block: Block) -> str:
    return page.text[block.start : block.end]


def value(counts: list[Count], measure: str) -> float:
    (found,) = (count.value for count in total(counts) if count.measure == measure and count.engine == OURS)
    return found


@pytest.mark.parametrize("seed", [101, 102])
def test_pages_drawn_in_any_order_are_read_in_theirs(seed: int) -> None:
    counts = made_counts(*document(seed, 20), with_peers=False)
    assert value(counts, "order tau") >= 0.99
    assert value(counts, "edit similarity") >= 0.97


def test_tables_come_out_cell_by_cell() -> None:
    pdf, truths = document(103, 40)
    true, exact = 0, 0
    for page, truth in zip(read(pdf), truths, strict=True):
        grids = [
            [row.split("\t") for row in body(page, block).split("\n")]
            for block in page.blocks
            if block.kind == "table"
        ]
        for table in truth.tables:
            true += 1
            exact += table in grids
            if table in grids:
                block = [block for block in page.blocks if block.kind == "table"][grids.index(table)]
                assert {cell.row for cell in block.cells if cell.header} == {0}
    assert true >= 8
    assert exact >= 0.9 * true


def test_headings_and_bullets_are_known() -> None:
    pdf, truths = document(104, 20)
    for kind in ("heading", "bullet"):
        right = found = true = 0
        for page, truth in zip(read(pdf), truths, strict=True):
            got = [body(page, block) for block in page.blocks if block.kind == kind]
            want = [text for each, text in truth.blocks if each == kind]
            right += len(set(got) & set(want))
            found += len(got)
            true += len(want)
        assert 2 * right / (found + true) >= 0.92


class Sheet:
    """A page to draw on, in points from its top left."""

    def __init__(self, width: float = 595, height: float = 842) -> None:
        self.target = io.BytesIO()
        self.height = height
        self.canvas = Canvas(self.target, pagesize=(width, height), invariant=1)

    def text(self, x: float, y: float, *lines: str, size: float = 10, bold: bool = False) -> None:
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        for number, line in enumerate(lines):
            self.canvas.drawString(x, self.height - y - number * size * 1.2, line)

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self.canvas.setFillColor(HexColor(colour))
        self.canvas.rect(x, self.height - y - height, width, height, fill=1, stroke=0)
        self.canvas.setFillColor(HexColor("#000000"))

    def page(self) -> Page:
        self.canvas.showPage()
        self.canvas.save()
        return read(self.target.getvalue())[0]


def test_two_columns_are_never_interleaved() -> None:
    sheet = Sheet()
    for number in range(12):  # line by line, as a careless program draws
        sheet.text(60, 100 + number * 12, f"left column line number {number} of it all")
        sheet.text(310, 100 + number * 12, f"right column line number {number} of it all")
    page = sheet.page()
    assert page.text.index("left column line number 11") < page.text.index("right column line number 0")


def test_figures_in_columns_without_rules_are_a_table() -> None:
    sheet = Sheet()
    sheet.text(60, 60, "The gap if nothing is done, before any of the savings in this plan are made:")
    for row, cells in enumerate(
        (
            ("2017/18", "2018/19"),
            ("Acute trusts", "12.4", "31.0"),
            ("Mental health", "1.2", "2.9"),
            ("Primary care", "0.4", "-"),
            ("All", "14.0", "33.9"),
        )
    ):
        for x, cell in zip((220, 320) if row == 0 else (60, 220, 320), cells, strict=True):
            sheet.text(x, 120 + row * 14, cell)
    page = sheet.page()
    (table,) = [block for block in page.blocks if block.kind == "table"]
    assert body(page, table).split("\n") == [
        "\t2017/18\t2018/19",
        "Acute trusts\t12.4\t31.0",
        "Mental health\t1.2\t2.9",
        "Primary care\t0.4\t-",
        "All\t14.0\t33.9",
    ]
    assert {(cell.row, cell.column) for cell in table.cells if cell.header} == {(0, 0), (0, 1), (0, 2)}


def test_rows_of_which_every_other_is_tinted_are_one_table() -> None:
    sheet = Sheet()
    for row in range(6):
        if row % 2 == 0:
            for x, width in ((60, 150), (210, 100), (310, 100)):
                sheet.box(x, 100 + row * 20, width, 20, "#DDE6F0")
        for x, cell in zip((64, 214, 314), (f"Hospital {row}", f"{row}00", f"{row}50"), strict=True):
            sheet.text(x, 114 + row * 20, cell)
    page = sheet.page()
    (table,) = [block for block in page.blocks if block.kind == "table"]
    assert body(page, table).split("\n")[:3] == [f"Hospital {row}\t{row}00\t{row}50" for row in range(3)]


def test_bullets_are_nested_by_indent() -> None:
    sheet = Sheet()
    sheet.text(60, 100, "We will do three things for people in care homes:")
    for y, x, text in ((116, 60, "• one"), (130, 80, "– a part of it"), (144, 60, "• two")):
        sheet.text(x, y, text)
    found = [(body(page, b), b.level) for page in [sheet.page()] for b in page.blocks if b.kind == "bullet"]
    assert found == [("• one", 1), ("– a part of it", 2), ("• two", 1)]


def test_a_paragraph_goes_on_over_a_column() -> None:
    sheet = Sheet()
    for x in (60, 320):
        for number in range(10):
            sheet.text(x, 100 + number * 12, f"and so the same sentence runs on {number}")
    page = sheet.page()
    assert [block.continues for block in page.blocks] == [False, True]


@pytest.mark.parametrize(
    ("head", "tail", "known", "keeps"),
    [
        ("com-", "munity", {"community": 2}, False),
        ("long-", "term", {"long-term": 1}, True),
        ("long-", "term", {"long": 3, "term": 2}, True),
        ("Mid-", "Sussex", {}, True),
        ("self-", "harm", {"the": 3}, True),
        ("hos-", "pital", {}, False),
    ],
)
def test_hyphens_follow_the_document(head: str, tail: str, known: dict[str, int], keeps: bool) -> None:
    assert keeps_hyphen(head, tail, Vocabulary(known)) is keeps


@pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not here")
def test_a_designed_document_says_what_its_plain_version_says() -> None:
    name = "dementia-strategy-summary-{}.pdf"
    plain, designed = ((REAL / name.format(kind)).read_bytes() for kind in ("plain", "designed"))
    (count,) = version_counts(plain, designed, with_peers=False)
    assert count.cases > 300
    assert count.value >= 0.97


@pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not here")
def test_geometry_alone_reads_tagged_pages_well() -> None:
    names = ("slide-deck-care-demand", "homelessness-briefing-2025", "scrutiny-review-gp-access-2023")
    counts = [
        count
        for name in names
        for count in tagged_counts((REAL / f"{name}.pdf").read_bytes(), "all", with_peers=False)
    ]
    assert value(counts, "order tau") >= 0.95
    assert value(counts, "edit similarity") >= 0.93
    assert value(counts, "cells exact") >= 0.9
