"""Can every row be stood behind? Checks of a database against itself, and a digest of what it holds.

Reads a database that ``load`` made; yields what is wrong, as problems that a person can read. Nothing
here trusts how the rows were made: offsets, boxes, pages and counts are followed to what they cite.
"""

import hashlib
import itertools
import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
import sqlite_utils

from pipeline.load.tables import TABLES
from pipeline.load.views import VIEWS


class Problem(NamedTuple):
    """Something that is wrong: which check found it, where, and what."""

    check: str
    where: str
    message: str


def problems(db: sqlite_utils.Database) -> Iterator[Problem]:
    """Everything that is wrong with a database, in the order of the checks; nothing where all is well.

    The full-text index can only be checked through a connection that may write (sqlite3.OperationalError
    where it may not); nothing is written.
    """
    missing = list(_missing(db))
    if missing:
        yield Problem("schema", ", ".join(missing), "not in this database: is it one that load made?")
        return
    yield from _integrity(db)
    for check, sql in RULES.items():
        for where, message in db.execute(sql):
            yield Problem(check, str(where), str(message))
    yield from _slices(db)
    yield from _views(db)


def digest(db: sqlite_utils.Database) -> str:
    """A SHA-256 over the rows of all tables but ``runs``, by primary key: the same for the same content,
    whatever was run, in what order, and when."""
    total = hashlib.sha256()
    for name, table in sorted(TABLES.items()):
        if name == "runs":
            continue
        columns = ", ".join(f'"{column}"' for column in table.columns)
        order = ", ".join(f'"{column}"' for column in table.pk)
        total.update(f"\n{name} {columns}\n".encode())
        for row in db.execute(f'SELECT {columns} FROM "{name}" ORDER BY {order}'):
            total.update(msgspec.json.encode(row) + b"\n")
    return total.hexdigest()


def _missing(db: sqlite_utils.Database) -> Iterator[str]:
    """What the schema has and the database has not."""
    for name in (*TABLES, *VIEWS, "passages_fts"):
        if not db[name].exists():
            yield name
    for name, table in TABLES.items():
        for column in table.columns:
            if db.table(name).exists() and column not in db.table(name).columns_dict:
                yield f"{name}.{column}"


def _integrity(db: sqlite_utils.Database) -> Iterator[Problem]:
    """What SQLite itself can check."""
    for (message,) in db.execute("PRAGMA integrity_check"):
        if message != "ok":
            yield Problem("integrity", "the file", message)
    for table, row, other, _ in db.execute("PRAGMA foreign_key_check"):
        yield Problem("orphan", f"{table} {row}", f"refers to a row of {other} that is not there")
    try:
        # Rank 1 compares the index with the passages, not only with itself.
        db.conn.execute("INSERT INTO passages_fts (passages_fts, rank) VALUES ('integrity-check', 1)")
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        yield Problem("full text", "passages_fts", f"does not match the passages: {error}")
    finally:
        db.conn.rollback()


def _offsets(table: str, words: str, start: str, end: str) -> str:
    """Words of a passage that are not what stands at their place in it."""
    return f"""SELECT pa.ref, '{table}: ' || it."{words}" || ' is not what stands at '
            || it."{start}" || ':' || it."{end}"
        FROM "{table}" it JOIN passages pa ON pa.id = it.passage
        WHERE it."{start}" < 0 OR it."{start}" >= it."{end}" OR it."{end}" > length(pa.text)
            OR substr(pa.text, it."{start}" + 1, it."{end}" - it."{start}") <> it."{words}" """


def _pages(table: str, start: str) -> str:
    """Words whose page is not that of the printed line on which they start."""
    return f"""SELECT pa.ref, '{table} says page ' || it.page
        FROM "{table}" it JOIN passages pa ON pa.id = it.passage
        WHERE it.page <> coalesce((SELECT bo.page FROM passage_boxes bo WHERE bo.passage = pa.id
            AND bo.start <= it."{start}" ORDER BY bo.line DESC LIMIT 1), pa.page)"""


def _count(column: str, counted: str) -> str:
    """Plans whose count of something is not the number of rows."""
    return f"""SELECT pl.id, '{column} is ' || pl.{column} || ', the rows are ' || ({counted}) FROM plans pl
        WHERE pl.{column} <> ({counted})"""


RULES = {
    "quotation": _offsets("findings", "quote", "quote_start", "quote_end"),
    "figure": _offsets("quantities", "text", "start", "end"),
    "mention": _offsets("mentions", "text", "start", "end"),
    "figure in its sentence": """SELECT pa.ref,
            qu.text || ' is not in ' || qu.quote_start || ':' || qu.quote_end
        FROM quantities qu JOIN passages pa ON pa.id = qu.passage
        WHERE qu.quote_start < 0 OR qu.quote_start > qu.start OR qu.quote_end < qu."end"
            OR qu.quote_end > length(pa.text)""",
    "page of a quotation": _pages("findings", "quote_start"),
    "page of a figure": _pages("quantities", "start"),
    "page of a mention": _pages("mentions", "start"),
    "box": """SELECT pa.ref, 'the box of line ' || bo.line || ' is not on its page: '
            || bo.x0 || ' ' || bo.y0 || ' ' || bo.x1 || ' ' || bo.y1
        FROM passage_boxes bo JOIN passages pa ON pa.id = bo.passage
        WHERE NOT (0 <= bo.x0 AND bo.x0 < bo.x1 AND bo.x1 <= 1
            AND 0 <= bo.y0 AND bo.y0 < bo.y1 AND bo.y1 <= 1)""",
    "page number": """SELECT pl.id, 'page ' || pg.page || ' of ' || pl.page_count
            FROM pages pg JOIN plans pl ON pl.id = pg.plan WHERE pg.page NOT BETWEEN 1 AND pl.page_count
        UNION ALL SELECT pl.id, 'an issue is about page ' || it.page || ' of ' || pl.page_count
            FROM issues it JOIN plans pl ON pl.id = it.plan
            WHERE pl.page_count AND it.page NOT BETWEEN 1 AND pl.page_count
        UNION ALL SELECT pa.ref, 'line ' || bo.line || ' is on page ' || bo.page || ' of ' || pl.page_count
            FROM passage_boxes bo JOIN passages pa ON pa.id = bo.passage JOIN plans pl ON pl.id = pa.plan
            WHERE bo.page NOT BETWEEN 1 AND pl.page_count""",
    "count of pages": _count("page_count", "SELECT count(*) FROM pages WHERE plan = pl.id"),
    "count of unread pages": _count(
        "unread_pages", "SELECT count(*) FROM pages WHERE plan = pl.id AND text_source = 'none'"
    ),
    "count of passages": _count("passage_count", "SELECT count(*) FROM passages WHERE plan = pl.id"),
    "count of findings": _count(
        "finding_count",
        "SELECT count(*) FROM passages pa JOIN findings fi ON fi.passage = pa.id WHERE pa.plan = pl.id",
    ),
    "count in full text": """SELECT 'passages_fts', 'holds another number of passages than there are'
        WHERE (SELECT count(*) FROM passages) <> (SELECT count(*) FROM passages_fts_docsize)""",
    "count by theme": """SELECT 'theme_by_footprint', 'does not add up to the findings outside drafts'
        WHERE (SELECT coalesce(sum(findings), 0) FROM theme_by_footprint) <> (
            SELECT coalesce(sum(finding_count), 0) FROM plans WHERE kind NOT IN ('draft', 'version'))""",
    "finding without a theme": """SELECT pa.ref, 'a finding on ' || fi.theme || ', which is not accepted'
        FROM findings fi JOIN passages pa ON pa.id = fi.passage
        LEFT JOIN passage_themes pt ON pt.passage = fi.passage AND pt.theme = fi.theme AND pt.accepted
        WHERE pt.passage IS NULL""",
    "theme without a finding": """SELECT pa.ref, pt.theme || ' is accepted, and there is no finding'
        FROM passage_themes pt JOIN passages pa ON pa.id = pt.passage
        JOIN themes th ON th.id = pt.theme AND th.axis = 'theme' AND th.parent IS NULL
        LEFT JOIN findings fi ON fi.passage = pt.passage AND fi.theme = pt.theme
        WHERE pt.accepted AND fi.id IS NULL""",
    "strength": """SELECT pa.ref, 'the finding is ' || fi.strength || ', the passage ' || pa.strength
        FROM findings fi JOIN passages pa ON pa.id = fi.passage WHERE fi.strength <> pa.strength""",
    "repeat": """SELECT pa.ref, 'says what no other passage says'
        FROM repeats re JOIN passages pa ON pa.id = re.cluster
        GROUP BY re.cluster HAVING count(*) < 2""",
    "description": """SELECT ma.name || '.' || co.name, 'is not described in the table columns'
        FROM sqlite_master ma JOIN pragma_table_info(ma.name) co
        LEFT JOIN columns de ON de."table" = ma.name AND de."column" = co.name
        WHERE ma.type IN ('table', 'view') AND ma.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            AND ma.name NOT LIKE 'passages\\_fts\\_%' ESCAPE '\\' AND coalesce(de.description, '') = ''""",
}
"""What must not be found: for each check a query for where it is, and what is wrong there."""


def _slices(db: sqlite_utils.Database) -> Iterator[Problem]:
    """Every passage is made of slices of its pages, in their order, and every word of it has a box.

    Its printed lines must be found one after the other in the text of their pages, and between them the
    passage has white space only. A passage without boxes must stand in its page as a whole.
    """
    texts: dict[int, str] = {}
    for plan, passages in itertools.groupby(_lines(db), key=lambda row: row[0]):
        texts = dict(db.execute("SELECT page, text FROM pages WHERE plan = ?", [plan]).fetchall())
        for (ref, page, text), lines in itertools.groupby(passages, key=lambda row: row[1:4]):
            spans = [tuple(row[4:]) for row in lines]
            if spans[0][0] is None:
                spans = [(page, 0, len(text))]
            message = _astray(text, spans, texts)
            if message:
                yield Problem("slice", ref, message)


def _lines(db: sqlite_utils.Database) -> Iterator[Any]:
    return db.execute(
        """SELECT pa.plan, pa.ref, pa.page, pa.text, bo.page, bo.start, bo."end"
        FROM passages pa LEFT JOIN passage_boxes bo ON bo.passage = pa.id ORDER BY pa.id, bo.line"""
    )


def _astray(text: str, spans: list[tuple[int, int, int]], pages: dict[int, str]) -> str:
    """What is wrong with the lines (page, start, end) of a passage, or nothing."""
    current, at, last = 0, 0, 0
    for page, start, end in spans:
        if start < last or text[last:start].strip():
            return f"its words from {last} to {start} are on no printed line, or on two"
        if page != current:
            if page < current:
                return f"it goes back from page {current} to page {page}"
            current, at = page, 0
        found = pages.get(page, "").find(text[start:end], at)
        if found < 0:
            return f"page {page} does not have {text[start:end]!r} where it should"
        at, last = found + end - start, end
    return f"its words from {last} are on no printed line" if text[last:].strip() else ""


def _views(db: sqlite_utils.Database) -> Iterator[Problem]:
    for name in VIEWS:
        try:
            for _ in db.execute(f'SELECT * FROM "{name}"'):
                pass
        except sqlite3.DatabaseError as error:
            yield Problem("view", name, str(error))
