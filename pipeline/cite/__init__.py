"""Cite: one passage with everything that lets another person check it.

Reads a database that ``load`` made, and pictures of the pages; gives a line that can be printed, and a
page in HTML that stands by itself. picture.py gives the same as one picture.
"""

import base64
import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

import jinja2
import sqlite_utils

from pipeline.load.verify import digest
from pipeline.records import PassageLine

REF = re.compile(r"(?P<plan>.+)/p(?P<page>\d+)/s(?P<number>\d+)")

PASSAGE = """SELECT pa.id, pa.ref, pa.fingerprint, pa.page, pa.kind, pa.section, pa.context, pa.text,
        pa.text_source, pl.id AS plan, pl.title, pl.kind AS plan_kind, pl.published, pl.url,
        pl.archive_url, pl.sha256, pl.specimen, fp.name AS footprint
    FROM passages pa JOIN plans pl ON pl.id = pa.plan JOIN footprints fp ON fp.code = pl.footprint
    WHERE pa.ref = ?"""

FINDINGS = """SELECT th.label AS theme, fi.strength, fi.probability, fi.quote, fi.quote_start, fi.quote_end
    FROM findings fi JOIN themes th ON th.id = fi.theme WHERE fi.passage = ? ORDER BY fi.id"""

CORRECTIONS = """SELECT field, machine_value, corrected_value, reason, who, at FROM corrections
    WHERE passage = ? ORDER BY id"""

FIGURES = """SELECT text, kind, value, value_high, unit, direction, by_year FROM quantities
    WHERE passage = ? ORDER BY start, id"""

BOXES = """SELECT page, start, "end", x0, y0, x1, y1 FROM passage_boxes WHERE passage = ? ORDER BY line"""

LIKENESS = 0.4
"""How like the name of a plan must be to be offered for one that is not there (difflib's ratio): its first
half alone is like enough."""

SPECIMEN = "Specimen document: the place is invented. Not to be quoted as a plan."

DRAWN = "These words were read from a picture: compare them with the page before they are quoted."


class NoSuchPassage(LookupError):
    """There is no passage of this ref. The message names the nearest one."""


class Citation(NamedTuple):
    """A passage with its quotation, its place, what was made of it, and the version of the database.

    ``passage`` has the columns of :data:`PASSAGE`; ``start`` and ``end`` are the quotation's in its text;
    ``lines`` its printed lines.
    """

    passage: dict[str, Any]
    start: int
    end: int
    lines: list[PassageLine]
    findings: list[dict[str, Any]]
    figures: list[dict[str, Any]]
    corrections: list[dict[str, Any]]
    meta: dict[str, str]
    digest: str

    @property
    def quote(self) -> str:
        """The sentence that bears the finding, or the whole passage where it bears none."""
        return str(self.passage["text"][self.start : self.end])

    @property
    def page(self) -> int:
        """The page on which the quotation starts."""
        pages = [line.page for line in self.lines if line.start <= self.start]
        return pages[-1] if pages else int(self.passage["page"])

    @property
    def pages(self) -> list[int]:
        """The pages on which the passage stands."""
        return sorted({line.page for line in self.lines} or {self.page})

    @property
    def notes(self) -> list[str]:
        """What must be said beside the quotation."""
        given = ((SPECIMEN, self.passage["specimen"]), (DRAWN, self.passage["text_source"] == "ocr"))
        return [note for note, holds in given if holds]

    @property
    def address(self) -> str:
        """Where the page was published, or else archived; empty where neither is known."""
        found = self.passage["url"] or self.passage["archive_url"]
        return f"{found}#page={self.page}" if found else ""

    def quoted(self, line: PassageLine) -> bool:
        """Whether a line has a part of the quotation."""
        return line.start < self.end and line.end > self.start


def citation(db: sqlite_utils.Database, ref: str) -> Citation:
    """The citation of a passage. Raises :class:`NoSuchPassage` where there is none."""
    passage = next(db.query(PASSAGE, [ref]), None)
    if passage is None:
        near = nearest(db, ref)
        hint = f"the nearest is {near}" if near else "a ref is PLAN/pPAGE/sNUMBER, as in findings_readable"
        raise NoSuchPassage(f"there is no passage {ref}: {hint}")
    findings = list(db.query(FINDINGS, [passage["id"]]))
    spans = [(each["quote_start"], each["quote_end"]) for each in findings]
    start, end = spans[0] if spans else (0, len(passage["text"]))
    return Citation(
        passage=passage,
        start=start,
        end=end,
        lines=[PassageLine(*row) for row in db.execute(BOXES, [passage["id"]])],
        findings=findings,
        figures=list(db.query(FIGURES, [passage["id"]])),
        corrections=list(db.query(CORRECTIONS, [passage["id"]])),
        meta=dict(db.execute("SELECT key, value FROM meta")),
        digest=digest(db),
    )


def nearest(db: sqlite_utils.Database, ref: str) -> str:
    """The ref that is likest to one that is not there: of the same plan or the one of the likest name, on the
    same page or the next to it, of the nearest number. Empty where no plan has a name like it."""
    match = REF.fullmatch(ref)
    plans = [plan for (plan,) in db.execute("SELECT id FROM plans WHERE passage_count ORDER BY id")]
    likest = get_close_matches(match["plan"] if match else ref.split("/")[0], plans, n=1, cutoff=LIKENESS)
    if not likest:
        return ""
    page, number = (int(match["page"]), int(match["number"])) if match else (1, 1)
    refs = [each for (each,) in db.execute("SELECT ref FROM passages WHERE plan = ? ORDER BY id", likest)]

    def distance(other: str) -> tuple[int, int]:
        place = REF.fullmatch(other)
        return (abs(int(place["page"]) - page), abs(int(place["number"]) - number)) if place else (0, 0)

    best: str = min(refs, key=distance)
    return best


def line(found: Citation) -> str:
    """What can be printed: quotation, plan, footprint, page, address, digest of the file, and the version of
    the database that says so."""
    passage, meta = found.passage, found.meta
    kind = "" if passage["plan_kind"] == "plan" else f", {passage['plan_kind']}"
    published = f", {passage['published']}" if passage["published"] else ""
    archived = passage["archive_url"] if passage["url"] else ""
    parts = [
        f"“{' '.join(found.quote.split())}” {passage['title']} ({passage['footprint']}{kind}{published}), "
        f"page {found.page}.",
        f"{found.address}{f' (archived: {archived})' if archived else ''}." if found.address
        else "Address not known.",
        f"Ref {passage['ref']}, fingerprint {passage['fingerprint']}.",
        f"PDF with SHA-256 {passage['sha256']}.",
        f"STP findings {meta.get('pipeline_version', '?')}, codebook {meta.get('codebook_version', '?')}, "
        f"database {found.digest}.",
        *found.notes,
    ]  # fmt: skip
    return " ".join(parts)


def page(found: Citation, sheets: Mapping[int, bytes]) -> str:
    """An HTML page that needs nothing else: the pages (PNG by number) with the passage marked, and
    beside them the quotation and what was made of it."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("pipeline.cite"), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    images = {number: base64.b64encode(png).decode() for number, png in sheets.items()}
    # An address comes from a register that anyone may have written.
    link = found.address if found.address.startswith(("https://", "http://")) else ""
    template = environment.get_template("passage.html")
    return str(
        template.render(found=found, passage=found.passage, line=line(found), images=images, link=link)
    )
