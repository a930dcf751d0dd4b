"""Scan: where words stand in the plans, how often by footprint, and if nowhere, why.

Reads a database that ``load`` made. Words are found by their stem, through the database's own full-text
index; what stands on a page outside all passages (contents, headings, furniture) is searched by the
same stems, so that "nothing found" can be told from "not said".
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import sqlite_utils

from pipeline.load.answers import LINK
from pipeline.load.schema import STEMS

REACH = 80
"""Characters of context on either side."""

MARK = "\x02"
"""Goes before and after each match in what SQLite gives back. Extraction makes a hyphen of it (a code that
PDFium uses at line ends), so that no text has it."""

SPACE = re.compile(r"\s+")

PASSAGES = f"""SELECT highlight(passages_fts, 0, '{MARK}', '{MARK}') AS marked,
        pa.id, pa.ref, pa.page, pa.kind, pa.section, pa.text_source,
        pa.themes || pa.lenses AS labels, {LINK.format(page="pa.page")} AS link,
        pl.id AS plan, pl.kind AS plan_kind, pl.specimen, fp.name AS footprint, fp.code AS footprint_code
    FROM passages_fts
    JOIN passages pa ON pa.id = passages_fts.rowid
    JOIN plans pl ON pl.id = pa.plan
    JOIN footprints fp ON fp.code = pl.footprint
    WHERE passages_fts MATCH ? ORDER BY pa.id"""

PAGES = f"""SELECT pg.id, pg.page, pg.text, pg.furniture, pg.text_source,
        {LINK.format(page="pg.page")} AS link,
        pl.id AS plan, pl.kind AS plan_kind, pl.specimen, fp.name AS footprint, fp.code AS footprint_code
    FROM pages pg JOIN plans pl ON pl.id = pg.plan JOIN footprints fp ON fp.code = pl.footprint
    ORDER BY pg.id"""

ON_PAGE = """SELECT pa.text FROM passages pa WHERE pa.id IN (
        SELECT bo.passage FROM passages ot JOIN passage_boxes bo ON bo.passage = ot.id
        WHERE ot.plan = ? AND ot.page BETWEEN ? - 1 AND ? AND bo.page = ?)
    OR (pa.plan = ? AND pa.page = ?)"""
"""Passages with words on a page: those that begin there, and those that come over from the page before."""

REASONS = {
    "furniture": "only in furniture, contents or captions",
    "contents": "only in furniture, contents or captions",
    "caption": "only in furniture, contents or captions",
    "ocr": "only on OCR pages",
    "passage": "only below the acceptance threshold",
}
"""Why no finding has the words that stand in such a place."""


class Match(NamedTuple):
    """Words that were found, with what stands before and after them.

    ``where`` is finding (a passage with an accepted label), passage (one without), caption (or footnote),
    contents (contents list, heading, heads of columns), furniture, or ocr (read from a picture,
    whatever it is). ``ref`` is empty outside of passages. A row with a ``reason`` is no match: it says
    why no finding of a footprint has the term.
    """

    term: str
    footprint: str
    plan: str
    page: int
    ref: str
    where: str
    before: str
    words: str
    after: str
    section: str
    link: str
    specimen: int
    plan_kind: str
    footprint_code: str
    reason: str = ""


class Total(NamedTuple):
    """How often a footprint has a term, drafts left out: anywhere, and in findings; and the ``reason``
    where no finding has it."""

    term: str
    footprint: str
    matches: int
    findings: int
    reason: str
    specimen: int
    footprint_code: str

    def row(self) -> Match:
        """The total as a row among the matches, which says the reason."""
        blank = Match(self.term, self.footprint, "", 0, "", "", "", "", "", "", "", self.specimen, "", "")
        return blank._replace(footprint_code=self.footprint_code, reason=self.reason)


def matches(db: sqlite_utils.Database, terms: Sequence[str]) -> Iterator[Match]:
    """Every match of each term, in passages first, then outside of them, in the order of the plans.

    A term of several words is found where they stand side by side. Raises ValueError for a term without a
    letter or figure.
    """
    for term in terms:
        if not any(each.isalnum() for each in term):
            raise ValueError(f"{term!r} has no letter and no figure to search for")
    outside = _Outside(db)
    for term in terms:
        for row in db.query(PASSAGES, [_phrase(term)]):
            yield from _in_passage(db, term, row)
        yield from outside.matches(term)


def totals(db: sqlite_utils.Database, terms: Iterable[str], found: Iterable[Match]) -> list[Total]:
    """A row for each term and footprint, zeros too."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for match in found:
        where = "draft" if match.plan_kind == "draft" else match.where
        counts[match.term, match.footprint_code, where] += 1
    coverage = list(db.query("SELECT * FROM coverage"))
    return [
        _total(
            term,
            footprint,
            {where: counts[term, footprint["footprint_code"], where] for where in (*PLACES, "draft")},
        )
        for term in terms
        for footprint in coverage
    ]


def variants(found: Iterable[Match]) -> list[tuple[str, int]]:
    """The forms in which a term was met, most frequent first."""
    counts = Counter(" ".join(match.words.casefold().split()) for match in found)
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


PLACES = ("finding", *REASONS)
"""Where a match may be."""


def _total(term: str, footprint: Mapping[str, Any], counts: Mapping[str, int]) -> Total:
    name, code, specimen = (footprint[each] for each in ("footprint", "footprint_code", "specimen"))
    reason = "" if counts["finding"] else _reason(footprint, counts)
    return Total(
        term, name, sum(counts[where] for where in PLACES), counts["finding"], reason, specimen, code
    )


def _reason(footprint: Mapping[str, Any], counts: Mapping[str, int]) -> str:
    if not footprint["pages"]:
        drafts = f", which has {counts['draft']}" if counts["draft"] else ""
        return f"{footprint['status']}{drafts}"
    places = list(dict.fromkeys(reason for where, reason in REASONS.items() if counts[where]))
    # "Only" holds for all of them together.
    said = places[0] + "".join(f", or {each.removeprefix('only ')}" for each in places[1:]) if places else ""
    unread = footprint["unread_pages"]
    if unread:
        pages = f"{unread} {'page' if unread == 1 else 'pages'} unread"
        return f"{said or 'not on the pages that were read'}; {pages}"
    return said or "absent"


def _phrase(term: str) -> str:
    """A term as a phrase of FTS5, in which nothing is an operator."""
    return '"' + term.translate({ord('"'): " ", 0: " "}) + '"'


def _in_passage(db: sqlite_utils.Database, term: str, row: Mapping[str, Any]) -> Iterator[Match]:
    where = "finding" if row["labels"] else "caption" if row["kind"] in ("caption", "footnote") else "passage"
    for start, before, words, after in _contexts(row["marked"]):
        line = db.execute(
            "SELECT page FROM passage_boxes WHERE passage = ? AND start <= ? ORDER BY line DESC LIMIT 1",
            [row["id"], start],
        ).fetchone()
        page = line[0] if line else row["page"]
        yield _match(term, row, page, row["ref"], where, (before, words, after), row["section"])


def _match(
    term: str,
    row: Mapping[str, Any],
    page: int,
    ref: str,
    where: str,
    words: tuple[str, str, str],
    section: str,
) -> Match:
    if row["text_source"] == "ocr":
        where = "ocr"
    link = f"{row['link'].rpartition('#')[0]}#page={page}" if row["link"] else ""
    return Match(
        term, row["footprint"], row["plan"], page, ref, where, *words, section, link, row["specimen"],
        row["plan_kind"], row["footprint_code"],
    )  # fmt: skip


def _contexts(marked: str) -> Iterator[tuple[int, str, str, str]]:
    """Each match in a marked text: where it starts, what is before, itself, what is after."""
    parts = marked.split(MARK)
    text = "".join(parts)
    start = 0
    for number, part in enumerate(parts):
        end = start + len(part)
        if number % 2:
            before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
            # A word that is cut is left out.
            if start > REACH:
                before = before.partition(" ")[2]
            if len(text) > end + REACH:
                after = after.rpartition(" ")[0]
            yield start, SPACE.sub(" ", before), part, SPACE.sub(" ", after)
        start = end


class _Outside:
    """What stands on the pages outside of passages, in a full-text index of its own, in memory."""

    def __init__(self, db: sqlite_utils.Database) -> None:
        self._db = db
        self._pages = {row["id"]: row for row in db.query(PAGES)}
        self._index = sqlite3.connect(":memory:")
        self._index.execute(
            f"""CREATE VIRTUAL TABLE texts
            USING FTS5 (text, page UNINDEXED, place UNINDEXED, tokenize='{STEMS}')"""
        )
        self._index.executemany("INSERT INTO texts VALUES (?, ?, ?)", self._texts())

    def _texts(self) -> Iterator[tuple[str, int, str]]:
        for identity, page in self._pages.items():
            yield page["furniture"], identity, "furniture"
            # A newline divides blocks and the rows of tables, never the lines of a sentence.
            for block in page["text"].split("\n"):
                if block:
                    yield block, identity, "contents"

    def matches(self, term: str) -> Iterator[Match]:
        """The matches of a term that stand in no passage."""
        sql = f"""SELECT highlight(texts, 0, '{MARK}', '{MARK}'), text, page, place
            FROM texts WHERE texts MATCH ? ORDER BY rowid"""
        for marked, text, identity, place in self._index.execute(sql, [_phrase(term)]):
            page = self._pages[identity]
            if place == "contents" and self._in_passage(text, page):
                continue
            for _, *words in _contexts(marked):
                before, found, after = words
                yield _match(term, page, page["page"], "", place, (before, found, after), "")

    def _in_passage(self, block: str, page: Mapping[str, Any]) -> bool:
        """Whether a passage has the block, or a part of it: a long one is divided."""
        plan, number = page["plan"], page["page"]
        texts = self._db.execute(ON_PAGE, [plan, number, number, number, plan, number]).fetchall()
        return any(block in text or text in block for (text,) in texts)
