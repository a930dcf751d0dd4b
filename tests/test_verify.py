"""Verify: a sound database has no problem, each planted fault is found, and a digest is of the content."""

import sqlite3

import pytest
import sqlite_utils

from pipeline.load.verify import digest, problems
from pipeline.records import Page, Passage, PassageLine, Plan, Slice
from tests.test_load import Writer, database, plans, rows


def faults(db: sqlite_utils.Database) -> list[tuple[str, str]]:
    return [(problem.check, problem.where) for problem in problems(db)]


def test_a_sound_database_has_no_problem() -> None:
    assert list(problems(database())) == []
    assert list(problems(database([]))) == []


PLANTED = [
    ("UPDATE findings SET quote = quote || '!' WHERE id = 1", ("quotation", "alder/p1/s1")),
    ("UPDATE findings SET quote_end = 500 WHERE id = 2", ("quotation", "alder/p1/s2")),
    ("UPDATE findings SET page = 2 WHERE id = 1", ("page of a quotation", "alder/p1/s1")),
    ("UPDATE quantities SET text = '41 beds' WHERE id = 1", ("figure", "alder/p1/s1")),
    ("UPDATE quantities SET page = 1 WHERE id = 4", ("page of a figure", "alder/p2/s1")),
    ("UPDATE quantities SET quote_start = quote_end WHERE id = 1", ("figure in its sentence", "alder/p1/s1")),
    ("UPDATE mentions SET start = start - 1", ("mention", "alder/p1/s1")),
    ("UPDATE mentions SET page = 2", ("page of a mention", "alder/p1/s1")),
    ("UPDATE passage_boxes SET x1 = x0 WHERE passage = 3", ("box", "alder/p2/s1")),
    ("UPDATE passage_boxes SET y1 = 1.2 WHERE passage = 4", ("box", "alder/p2/s2")),
    ("UPDATE passage_boxes SET page = 9 WHERE passage = 2", ("page number", "alder/p1/s2")),
    ("UPDATE pages SET page = 7 WHERE plan = 'birch' AND page = 2", ("page number", "birch")),
    ("UPDATE issues SET page = 3 WHERE plan = 'alder'", ("page number", "alder")),
    ("UPDATE passage_boxes SET start = 1 WHERE passage = 2", ("slice", "alder/p1/s2")),
    ('UPDATE passage_boxes SET "end" = 4 WHERE passage = 2', ("slice", "alder/p1/s2")),
    ("UPDATE pages SET text = replace(text, 'people', 'pupils')", ("slice", "alder/p1/s2")),
    ("DELETE FROM pages WHERE plan = 'birch' AND page = 2", ("count of pages", "birch")),
    ("UPDATE pages SET text_source = 'ocr' WHERE plan = 'birch'", ("count of unread pages", "birch")),
    ("UPDATE plans SET passage_count = 9 WHERE id = 'alder'", ("count of passages", "alder")),
    ("DELETE FROM findings WHERE id = 2", ("count of findings", "alder")),
    ("DELETE FROM findings WHERE id = 2", ("theme without a finding", "alder/p1/s2")),
    ("UPDATE passage_themes SET accepted = 0 WHERE passage = 2", ("finding without a theme", "alder/p1/s2")),
    ("DELETE FROM findings WHERE id = 2", ("count by theme", "theme_by_footprint")),
    ("UPDATE findings SET strength = 'context' WHERE id = 1", ("strength", "alder/p1/s1")),
    ("INSERT INTO repeats VALUES (1, 1, 1.0)", ("repeat", "alder/p1/s1")),
    ("DELETE FROM columns WHERE \"column\" = 'quote_start'", ("description", "findings.quote_start")),
    ("DELETE FROM plans WHERE id = 'birch'", ("orphan", "pages 3")),
    ("UPDATE passage_themes SET theme = 'x' WHERE passage = 3", ("orphan", "passage_themes 8")),
    ("DELETE FROM footprints WHERE code = 'A'", ("orphan", "plans 1")),
    ("UPDATE passages SET text = text || ' more' WHERE id = 3", ("full text", "passages_fts")),
    ("DELETE FROM passages_fts_docsize WHERE id = 3", ("count in full text", "passages_fts")),
    ("DROP VIEW conflicts", ("schema", "conflicts")),
    ("DROP TABLE repeats", ("schema", "repeats")),
    ("ALTER TABLE pages DROP COLUMN confidence", ("schema", "pages.confidence")),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "fault"), PLANTED, ids=[f"{each[0][:40]}" for each in PLANTED])
def test_each_planted_fault_is_found(sql: str, fault: tuple[str, str]) -> None:
    db = database()
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute(sql)
    assert fault in faults(db)


def test_a_view_that_fails_is_a_problem() -> None:
    db = database()
    db.execute("DROP VIEW conflicts")
    db.execute("CREATE VIEW conflicts AS SELECT json_extract('{', '$') AS value, 0 AS specimen")
    assert ("view", "conflicts") in faults(db)


def test_a_damaged_file_is_a_problem(tmp_path) -> None:
    path = tmp_path / "stp.db"
    database(path=path).close()
    content = bytearray(path.read_bytes())
    page_size = int.from_bytes(content[16:18], "big")
    db = sqlite_utils.Database(path)
    ((root,),) = rows(db, "SELECT rootpage FROM sqlite_master WHERE name = 'idx_findings_theme'")
    db.close()
    at = (root - 1) * page_size
    content[at + page_size - 200 : at + page_size] = bytes(200)
    path.write_bytes(content)
    assert "integrity" in {check for check, _ in faults(sqlite_utils.Database(path))}


def across(text: str, lines: list[PassageLine], pages: list[str]) -> list[tuple[str, str]]:
    passage = Passage(
        "alder/p1/s1", "f", 1, "", "paragraph", "", text, 3, "native", (Slice(1, 0, 1),), tuple(lines)
    )
    records = [Page(n, 595, 842, each) for n, each in enumerate(pages, start=1)]
    return faults(database([(Plan("alder", "A", "Alder"), [*records, passage])]))


def line(page: int, start: int, end: int) -> PassageLine:
    return PassageLine(page, start, end, 0.1, 0.1, 0.9, 0.2)


def test_a_passage_may_cross_columns_and_pages_in_order() -> None:
    text = "left column right column next page"
    lines = [line(1, 0, 11), line(1, 12, 24), line(2, 25, 34)]
    whole = "left column\n\nbox between\n\nright column"
    assert across(text, lines, [whole, "head\n\nnext page"]) == []
    wrong = [("slice", "alder/p1/s1")]
    assert across(text, lines, ["right column\n\nleft column", "next page"]) == wrong
    assert across(text, [line(2, 0, 11), line(1, 12, 24), line(1, 25, 34)], [whole, "left column"]) == wrong
    assert across(text, lines[:2], [whole, "next page"]) == wrong
    assert across(text, [lines[0], line(1, 10, 24), lines[2]], [whole, "next page"]) == wrong


def test_a_passage_without_boxes_stands_in_its_page_as_a_whole() -> None:
    assert across("left column", [], ["some left column text"]) == []
    assert across("left column", [], ["left\n\ncolumn"]) == [("slice", "alder/p1/s1")]


def test_a_database_that_may_not_be_written_cannot_be_checked_silently(tmp_path) -> None:
    database(path=tmp_path / "stp.db").close()
    db = sqlite_utils.Database(sqlite3.connect(f"file:{tmp_path / 'stp.db'}?mode=ro", uri=True))
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        list(problems(db))


def test_checking_changes_nothing(tmp_path) -> None:
    path = tmp_path / "stp.db"
    database(path=path).close()
    before = path.read_bytes()
    db = sqlite_utils.Database(path)
    assert list(problems(db)) == []
    db.close()
    assert path.read_bytes() == before


def test_the_digest_is_of_the_content() -> None:
    db = database()
    assert digest(db) == digest(database())
    db.execute("PRAGMA foreign_keys = OFF")
    kept = rows(db, "SELECT * FROM mentions")
    db.execute("DELETE FROM mentions")
    assert digest(db) != digest(database())
    db.execute("INSERT INTO mentions VALUES (?, ?, ?, ?, ?, ?, ?)", kept[0])
    assert digest(db) == digest(database())
    db.execute("UPDATE findings SET probability = 0.901 WHERE id = 1")
    assert digest(db) != digest(database())


def test_the_digest_does_not_depend_on_the_order_of_insertion() -> None:
    one, other = database(), database()
    kept = rows(other, "SELECT * FROM passage_themes")
    other.execute("DELETE FROM passage_themes")
    for row in reversed(kept):
        other.execute("INSERT INTO passage_themes VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    assert rows(one, "SELECT * FROM passage_themes") != rows(other, "SELECT * FROM passage_themes")
    assert digest(one) == digest(other)


def test_other_inputs_give_another_digest() -> None:
    writer = Writer("alder")
    writer.passage(1, "Other words.")
    assert digest(database([*plans()[1:], (Plan("z", "A", "Z"), [])])) != digest(database(plans()[1:]))
