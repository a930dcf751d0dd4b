"""Verify against files and pages: what is sound passes, each way of corrupting a copy is caught and named."""

import io
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlite_utils
from reportlab.pdfgen import canvas

from pipeline.corpus import Corpus
from pipeline.extract import sheet
from pipeline.extract.ocr import OcrWord
from pipeline.load import boxes
from pipeline.load.verify import Problem
from pipeline.records import PassageLine
from pipeline.stages import check, run
from tests.conftest import SAMPLE, invoke

PLAN = "stonebeck-2016-10"


@pytest.fixture
def copy(outputs, tmp_path) -> Path:
    """The outputs with all their files, and a corpus of their own to be damaged."""
    shutil.copytree(outputs, tmp_path / "out")
    shutil.copytree(SAMPLE / "pdf", tmp_path / "corpus" / "pdf")
    (tmp_path / "out" / "corpus.txt").write_text("../corpus\n")
    return tmp_path / "out"


def change(folder: Path, *statements: str) -> None:
    with sqlite3.connect(folder / "stp.db") as db:
        for sql in statements:
            db.execute(sql)
    db.close()


def found(folder: Path, **more: object) -> list[tuple[str, str]]:
    db = sqlite_utils.Database(folder / "stp.db")
    return [
        (each.check, each.where)
        for each in check.findings(db, folder, Corpus(folder.parent / "corpus"), **more)
        if isinstance(each, Problem)
    ]


def test_the_sample_is_sound_and_every_box_holds_its_words(outputs) -> None:
    result = invoke("verify", "--outputs", outputs, "--corpus", SAMPLE, "--full")
    assert (result.exit_code, result.stderr) == (0, "")
    lines, last = result.stdout.splitlines()
    (count,) = sqlite3.connect(outputs / "stp.db").execute("SELECT count(*) FROM passage_boxes").fetchone()
    assert lines == f"{count:,} of {count:,} printed lines read again in 8 PDFs"
    assert last.startswith("no problem found; digest ")


def test_without_full_one_passage_in_ten_is_read_again(outputs) -> None:
    db = sqlite_utils.Database(outputs / "stp.db")
    refs = [ref for (ref,) in db.execute("SELECT ref FROM passages WHERE plan = ? ORDER BY id", [PLAN])]
    assert {each.ref for each in boxes.lines(db, PLAN)} == set(refs[::10])
    assert len({each.ref for each in boxes.lines(db, PLAN, one_in=1)}) == len(refs)


LARGEST = "(SELECT id FROM passages WHERE plan = 'stonebeck-2016-10' AND words > 30 ORDER BY id LIMIT 1)"
CORRUPTED = [
    (f"UPDATE passage_boxes SET y0 = y0 + 0.04, y1 = y1 + 0.04 WHERE passage = {LARGEST}", "box on the page"),
    (f"UPDATE passage_boxes SET x1 = x0 + (x1 - x0) / 2 WHERE passage = {LARGEST}", "box on the page"),
    (f"UPDATE passage_boxes SET page = page + 1 WHERE passage = {LARGEST}", "box on the page"),
    ("DELETE FROM quantities WHERE id = (SELECT max(id) FROM quantities)", "count between stages"),
    ("DELETE FROM mentions WHERE rowid = (SELECT max(rowid) FROM mentions)", "count between stages"),
    (
        "DELETE FROM passage_themes WHERE passage = (SELECT min(passage) FROM passage_themes)",
        "count between stages",
    ),
    ("DELETE FROM findings WHERE id = 1", "count between stages"),
    (f"DELETE FROM passages WHERE id = {LARGEST}", "count between stages"),
    ("DELETE FROM pages WHERE id = 1", "count between stages"),
    ("UPDATE plans SET sha256 = 'other' WHERE id = 'stonebeck-2016-10'", "file"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "name"), CORRUPTED, ids=[f"{each[0][:45]}" for each in CORRUPTED])
def test_each_corruption_of_a_copy_is_caught(copy, sql, name) -> None:
    change(copy, sql)
    assert name in {name for name, _ in found(copy, one_in=1)}


def test_a_box_on_the_wrong_line_is_a_failure_with_its_reason(copy) -> None:
    change(copy, CORRUPTED[0][0])
    result = invoke("verify", "--outputs", copy, "--full")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"box on the page: {PLAN}/p")
    assert "where it cites" in result.stderr
    assert result.stderr.rstrip().endswith(f"in {copy / 'stp.db'}")


def test_a_file_written_after_the_database_is_caught(copy) -> None:
    path = copy / "findings" / f"{PLAN}.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    lines.remove(next(line for line in lines if '"quantity"' in line))
    path.write_text("".join(lines))
    assert [where for name, where in found(copy) if name == "count between stages"] == [PLAN]


def test_what_a_person_corrected_is_left_out_on_both_sides(copy) -> None:
    corrected = "SELECT passage FROM quantities WHERE id = 1"
    change(
        copy,
        f"""INSERT INTO corrections SELECT 99, id, ref, 'quantity:x', '', '', 'a slip', 'A', '', 'applied'
        FROM passages WHERE id = ({corrected})""",
        "DELETE FROM quantities WHERE id = 1",
    )
    assert found(copy) == []


def test_a_missing_pdf_is_said_and_with_full_it_is_a_failure(copy) -> None:
    (copy.parent / "corpus" / "pdf" / f"{PLAN}.pdf").unlink()
    result = invoke("verify", "--outputs", copy)
    assert result.exit_code == 0
    assert f"not checked: {PLAN}: its boxes were not read again: " in result.stdout
    assert "read again in 7 PDFs" in result.stdout
    full = invoke("verify", "--outputs", copy, "--full")
    assert (full.exit_code, "1 check could not be made" in full.stderr) == (1, True)


def test_another_file_under_the_name_of_a_plan_is_a_failure(copy) -> None:
    shutil.copy(SAMPLE / "pdf" / "merrin-coast-2016-12.pdf", copy.parent / "corpus" / "pdf" / f"{PLAN}.pdf")
    assert found(copy) == [("file", PLAN)]


def test_a_file_that_cannot_be_opened_is_a_failure(copy) -> None:
    pdf = copy.parent / "corpus" / "pdf" / f"{PLAN}.pdf"
    pdf.write_bytes(b"<html>gone</html>")
    change(copy, f"UPDATE plans SET sha256 = '{check.stamps.file_digest(pdf)}' WHERE id = '{PLAN}'")
    assert found(copy) == [("file", PLAN)]


def test_a_database_by_itself_says_what_was_not_checked(copy) -> None:
    (copy / "corpus.txt").unlink()
    shutil.rmtree(copy / "findings")
    result = invoke("verify", "--outputs", copy)
    assert result.exit_code == 0
    assert f"not checked: {PLAN}: its rows were not counted" in result.stdout
    assert "not checked: all plans: no box was read again" in result.stdout


def test_what_is_no_database_or_cannot_be_written_is_said(copy) -> None:
    (copy / "stp.db").write_bytes(b"no database" * 1000)
    result = invoke("verify", "--outputs", copy)
    assert (result.exit_code, "run `stp load`" in result.stderr) == (1, True)


def test_each_word_of_a_line_of_two_sizes_lies_in_its_box() -> None:
    target = io.BytesIO()
    drawing = canvas.Canvas(target, pagesize=(600, 800))
    for x, y, points, words in ((100, 700, 22, "16%"), (150, 712, 9, "said they felt sad")):
        drawing.setFont("Helvetica", points)
        drawing.drawString(x, y, words)
    drawing.save()
    line = PassageLine(1, 0, 0, 95 / 600, 75 / 800, 300 / 600, 108 / 800)
    (seen,) = sheet.crops(target.getvalue(), [line], before_page=lambda page: None)
    assert seen == "16% said they felt sad"


def shifted(line: PassageLine, by: float) -> PassageLine:
    return PassageLine(line.page, line.start, line.end, line.x0, line.y0 + by, line.x1, line.y1 + by)


def test_a_box_one_line_too_low_does_not_hold_its_words(outputs) -> None:
    db = sqlite_utils.Database(outputs / "stp.db")
    printed = [each for each in boxes.lines(db, "merrin-coast-2016-12", one_in=1) if each.line.y1 < 0.95]
    low = [shifted(each.line, each.line.y1 - each.line.y0) for each in printed]
    pdf = (SAMPLE / "pdf" / "merrin-coast-2016-12.pdf").read_bytes()
    seen = sheet.crops(pdf, low, before_page=lambda page: None)
    assert len(list(boxes.problems(printed, seen))) > 0.95 * len(printed)


@pytest.mark.parametrize(
    ("words", "seen", "sound"),
    [
        ("beds¹ will", "beds 1\nwill", True),
        ("co-", "co\x02", True),
        ("40 beds", "41 beds", False),
        ("40 beds", "", False),
        ("40 beds", None, True),
    ],
)
def test_words_are_compared_by_letters_and_figures(words, seen, sound) -> None:
    printed = [boxes.Printed("a/p1/s1", words, PassageLine(1, 0, 7, 0.1, 0.1, 0.5, 0.12))]
    assert (list(boxes.problems(printed, [seen])) == []) is sound


def test_what_the_edge_of_the_page_cuts_need_hold_only_what_is_seen() -> None:
    printed = [boxes.Printed("a/p1/s1", "see www.example.org", PassageLine(1, 0, 19, 0.8, 0.1, 1.0, 0.12))]
    assert list(boxes.problems(printed, ["see www.exa"])) == []
    assert len(list(boxes.problems(printed, ["see that"]))) == 1
    assert len(list(boxes.problems(printed, [""]))) == 1


def test_words_of_a_picture_are_read_from_its_crop() -> None:
    pdf = (SAMPLE / "pdf" / "kestlebridge-2016-10.pdf").read_bytes()
    asked: list[bytes] = []

    def ocr(png: bytes) -> list[OcrWord]:
        asked.append(png)
        return [OcrWord("40", 0, 0, 1, 1, 0.9), OcrWord("beds", 0, 0, 1, 1, 0.9)]

    line = PassageLine(1, 0, 7, 0.1, 0.1, 0.5, 0.2)
    given = {"drawn": {1}, "before_page": lambda page: None}
    assert list(sheet.crops(pdf, [line], ocr=ocr, **given)) == ["40 beds"]
    assert asked[0].startswith(b"\x89PNG")
    assert list(sheet.crops(pdf, [line], **given)) == [None]


def test_a_page_that_is_not_there_and_a_worker_that_dies_are_errors_with_a_reason() -> None:
    pdf = SAMPLE / "pdf" / f"{PLAN}.pdf"
    with pytest.raises(ValueError, match="no page 99"):
        run.sheet(pdf, 99)
    with pytest.raises(ValueError, match="ends the reader"):
        run._result(run.alone, os._exit, 3)
