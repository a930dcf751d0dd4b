"""What the database knows of one page: its passages in order, its findings, and where a passage stands.

Reads the database through a connection; gives plain values for a template.
"""

import itertools
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

Row = dict[str, Any]

PLAN = """select pl.id, pl.title, pl.kind, pl.published, pl.url, pl.archive_url, pl.sha256, pl.page_count,
    pl.specimen, fp.name as footprint
from plans pl join footprints fp on fp.code = pl.footprint where pl.id = :plan"""

PAGE = "select page, width, height, text, text_source from pages where plan = :plan and page = :page"

PASSAGES = """select pa.id, pa.ref, pa.page, pa.section, pa.kind, pa.context, pa.text, pa.strength
from passages pa
where pa.plan = :plan and pa.page <= :page and (pa.page = :page or exists (
    select 1 from passage_boxes bo where bo.passage = pa.id and bo.page = :page))
order by pa.id"""

FINDINGS = """select pa.ref, th.label, fi.strength, fi.probability, fi.quote, fi.quote_start, fi.quote_end,
    fi.page
from findings fi join passages pa on pa.id = fi.passage join themes th on th.id = fi.theme
where pa.plan = :plan and pa.page <= :page and (fi.page = :page or pa.ref = :ref)
order by fi.passage, fi.quote_start, fi.quote, th.position"""

BOXES = """select bo.x0, bo.y0, bo.x1, bo.y1, bo.start, bo."end"
from passage_boxes bo join passages pa on pa.id = bo.passage
where pa.ref = :ref and bo.page = :page order by bo.line"""

CHOSEN = """select pa.ref, pa.page, pa.section, pa.context, pa.text, pa.text_source, pa.strength,
    pa.fingerprint
from passages pa where pa.ref = :ref and pa.plan = :plan"""

ISSUES = """select message, mend from issues where plan = :plan and page = :page
union all select message, mend from issues where plan = :plan and code in ('changed', 'refused', 'missing')"""


class Mark(NamedTuple):
    """A box of the chosen passage, as fractions of the page; ``quoted`` if a finding's words are in it."""

    x0: float
    y0: float
    x1: float
    y1: float
    quoted: bool


class Seen(NamedTuple):
    """A page with all that is shown beside it. ``chosen`` is the passage asked for, ``unknown`` says that
    it was asked for and is not in this database."""

    plan: Row
    page: Row
    passages: list[Row]
    findings: list[Row]
    chosen: Row | None
    unknown: bool
    marks: list[Mark]
    issues: list[Row]

    @property
    def original(self) -> str:
        """The page in the document as published, where an address of the web is known."""
        url = self.plan["url"] or self.plan["archive_url"]
        return f"{url}#page={self.page['page']}" if url.startswith(("http://", "https://")) else ""


def seen(connection: sqlite3.Connection, plan: str, page: int, ref: str = "") -> Seen | None:
    """A page of a plan, with the passage ``ref`` marked; None if there is no such page."""
    asked = {"plan": plan, "page": page, "ref": ref}
    of = next(_rows(connection, PLAN, asked), None)
    sheet = next(_rows(connection, PAGE, asked), None)
    if of is None or sheet is None:
        return None
    findings = list(_rows(connection, FINDINGS, asked))
    chosen = next(_rows(connection, CHOSEN, asked), None) if ref else None
    spans = [(each["quote_start"], each["quote_end"]) for each in findings if each["ref"] == ref]
    marks = [
        Mark(box["x0"], box["y0"], box["x1"], box["y1"], _meets((box["start"], box["end"]), spans))
        for box in (_rows(connection, BOXES, asked) if chosen else ())
    ]
    if chosen:
        chosen["parts"] = list(parts(chosen["text"], spans))
    return Seen(
        of,
        sheet,
        list(_rows(connection, PASSAGES, asked)),
        list(_by_quotation(each for each in findings if each["page"] == page)),
        chosen,
        bool(ref) and chosen is None,
        marks,
        list(_rows(connection, ISSUES, asked)),
    )


def parts(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """A text cut where ``spans`` begin and end, each piece with whether it lies in one."""
    spans = list(spans)
    cuts = sorted({0, len(text), *(cut for span in spans for cut in span if 0 <= cut <= len(text))})
    for start, end in itertools.pairwise(cuts):
        yield text[start:end], _meets((start, end), spans)


def _by_quotation(findings: Iterable[Row]) -> Iterator[Row]:
    """Findings with the same words as one, with all the themes that these words bear."""
    for _, group in itertools.groupby(findings, key=lambda each: (each["ref"], each["quote"])):
        same = list(group)
        yield same[0] | {"themes": [(each["label"], each["probability"]) for each in same]}


def _meets(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _rows(connection: sqlite3.Connection, sql: str, values: Row) -> Iterator[Row]:
    cursor = connection.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)
