"""The tables of the database, as data: every column with its type and what it means.

Names of tables and columns are a public contract. schema.py makes the database from this, and
describes it in the ``columns`` table by the same words.
"""

from typing import NamedTuple


class Column(NamedTuple):
    """A column: its type, what it means, the ``table.column`` that it refers to, and whether it may be
    NULL."""

    type: type
    description: str
    refers: str = ""
    optional: bool = False


class Table(NamedTuple):
    """A table: what a row is, its primary key, its columns in order, further indexes and unique keys,
    and foreign keys over several columns (columns, table, columns there)."""

    description: str
    pk: tuple[str, ...]
    columns: dict[str, Column]
    indexes: tuple[tuple[str, ...], ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    keys: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = ()


def text(description: str, refers: str = "", optional: bool = False) -> Column:
    """A column of text."""
    return Column(str, description, refers, optional)


def whole(description: str, refers: str = "", optional: bool = False) -> Column:
    """A column of whole numbers."""
    return Column(int, description, refers, optional)


def real(description: str, optional: bool = False) -> Column:
    """A column of numbers."""
    return Column(float, description, "", optional)


SPAN = {
    "text": text("The words as printed"),
    "start": whole("First character of the words in passages.text, counted from 0"),
    "end": whole("Character after the last of the words in passages.text"),
    "page": whole("Page on which the words stand, as a PDF viewer counts"),
}

TABLES = {
    "footprints": Table(
        "One of the areas that wrote a plan",
        ("code",),
        {
            "code": text("Short code of the area"),
            "number": whole("Number on NHS England's map", optional=True),
            "name": text("Name of the area"),
            "region": text("NHS region"),
            "population": whole("People living there, as published", optional=True),
            "lead": text("Who led the plan"),
            "lead_organisation": text("The body that the lead came from"),
            "ccg_count": whole("Clinical commissioning groups in the area in 2016", optional=True),
            "column": whole("Column in a tile map of the areas", optional=True),
            "row": whole("Row in a tile map of the areas", optional=True),
            "specimen": whole("1 for an invented area of the specimen corpus"),
            "details": text("What else footprints.csv says, sources and doubts among it, as JSON"),
        },
    ),
    "plans": Table(
        "One document of one footprint",
        ("id",),
        {
            "id": text("Slug of the document"),
            "footprint": text("The area that it is about", "footprints.code"),
            "title": text("Title"),
            "kind": text("plan, draft, summary, annex, update, five-year plan, version; only a plan counts"),
            "published": text("Date of publication, as far as known: YYYY, YYYY-MM or YYYY-MM-DD"),
            "url": text("Where it was published"),
            "archive_url": text("Where an archived copy lies"),
            "sha256": text("SHA-256 of the PDF"),
            "bytes": whole("Size of the PDF"),
            "page_count": whole("Pages of the PDF"),
            "unread_pages": whole("Pages whose words could not be read"),
            "passage_count": whole("Passages found on its pages"),
            "finding_count": whole("Findings among its passages"),
            "status": text("read, rescued (read after repair), refused, failed or missing"),
            "note": text("Why the status is what it is, or a note of the register"),
            "specimen": whole("1 for a document that was invented as a specimen"),
        },
    ),
    "pages": Table(
        "One page of a plan; blank and unread pages have a row too",
        ("id",),
        {
            "id": whole("Number of the page in this database"),
            "plan": text("The plan", "plans.id"),
            "page": whole("Page as a PDF viewer counts, from 1"),
            "width": real("Width as seen, in points"),
            "height": real("Height as seen, in points"),
            "text": text("Body of the page in reading order, a blank line between blocks"),
            "text_source": text("native (text of the PDF), ocr (read from the picture) or none (unread)"),
            "furniture": text("Running headers, footers and page numbers, kept apart from the body"),
            "confidence": real("Mean confidence of OCR, 0 to 1", optional=True),
        },
        unique=(("plan", "page"),),
    ),
    "passages": Table(
        "The unit of coding: one paragraph, bullet or table row",
        ("id",),
        {
            "id": whole("Number of the passage in this database, in reading order"),
            "ref": text("How to cite it: PLAN/pPAGE/sNUMBER"),
            "fingerprint": text("Digest of the text: shows whether a reference still means the same words"),
            "plan": text("The plan", "plans.id"),
            "page": whole("Page on which it begins"),
            "section": text("Headings above it, outermost first, joined by ' > '"),
            "kind": text("paragraph, bullet, table_row, heading, caption or footnote"),
            "context": text("What it needs to be understood: a bullet's lead-in, a row's column heads"),
            "text": text("Its own words, slices of the text of its pages"),
            "words": whole("Number of words"),
            "text_source": text("native or ocr"),
            "strength": text("none, context, aspiration, proposal or commitment"),
            "themes": text("Accepted themes, joined by ', '"),
            "subthemes": text("Accepted sub-themes, joined by ', '"),
            "lenses": text("Accepted lenses, joined by ', '"),
            "finance": whole("1 if it speaks of money"),
            "engagement": whole("1 if it speaks of asking or telling people"),
            "delivery": whole("1 if it says how and when"),
        },
        indexes=(("fingerprint",),),
        unique=(("ref",),),
        keys=((("plan", "page"), "pages", ("plan", "page")),),
    ),
    "passage_boxes": Table(
        "One printed line of a passage and where it stands",
        ("passage", "line"),
        {
            "passage": whole("The passage", "passages.id"),
            "line": whole("Number of the line in the passage, from 1"),
            "page": whole("Page on which the line stands"),
            "start": whole("First character of the line in passages.text, counted from 0"),
            "end": whole("Character after the last of the line in passages.text"),
            "x0": real("Left edge, as a fraction of the page's width"),
            "y0": real("Top edge, as a fraction of the page's height from the top"),
            "x1": real("Right edge, as a fraction of the page's width"),
            "y1": real("Bottom edge, as a fraction of the page's height from the top"),
        },
    ),
    "themes": Table(
        "One label of the coding frame: theme, sub-theme or lens",
        ("id",),
        {
            "id": text("Id; that of a sub-theme is theme>sub-theme"),
            "parent": text("The theme of a sub-theme", "themes.id", optional=True),
            "axis": text("theme (what is to change) or lens (in what respect the passage speaks)"),
            "label": text("Name for readers"),
            "definition": text("What it means"),
            "position": whole("Place in the order of the frame, from 1"),
        },
    ),
    "passage_themes": Table(
        "What was decided about one label of one passage",
        ("passage", "theme"),
        {
            "passage": whole("The passage", "passages.id"),
            "theme": text("The label", "themes.id"),
            "probability": real("Calibrated probability that the label is right"),
            "accepted": whole("1 if the label is given"),
            "method": text("model, gold (a person decided) or codebook"),
            "evidence": text("Words that weighed most and terms of the codebook that were met, as JSON"),
            "alone": real("The same by this passage alone, without its document", optional=True),
        },
    ),
    "findings": Table(
        "A passage that carries a theme, with the sentence that bears it",
        ("id",),
        {
            "id": whole("Number of the finding in this database"),
            "passage": whole("The passage", "passages.id"),
            "theme": text("The theme", "themes.id"),
            "probability": real("Calibrated probability that the theme is right"),
            "strength": text("none, context, aspiration, proposal or commitment"),
            "quote": text("The sentence that carries it, word for word"),
            "quote_start": whole("First character of the quotation in passages.text, counted from 0"),
            "quote_end": whole("Character after the last of the quotation in passages.text"),
            "page": whole("Page on which the quotation starts"),
            "subthemes": text("Accepted sub-themes of the theme, joined by ', '"),
            "dated": whole("1 if its passage names a year or date that is not past when the plan came out"),
            "owned": whole("1 if its passage names a place or body of the gazetteers"),
            "costed": whole("1 if its passage names a sum of money"),
            "beds_down": whole("1 if it is about acute care and its passage counts beds going down"),
            "alternative": whole("1 if such a cut, or a hospital's loss, has community care beside it"),
        },
    ),
    "quantities": Table(
        "A figure as printed and as read",
        ("id",),
        {
            "id": whole("Number of the figure in this database"),
            "passage": whole("The passage", "passages.id"),
            "kind": text("money, beds, staff, percent, activity, sites, population or date"),
            "value": real("The figure: pounds, or 15 for 15 per cent; lower end of a range", optional=True),
            "value_high": real("The upper end of a range", optional=True),
            "unit": text("Unit"),
            "direction": text("up, down, or empty where the text does not say"),
            "by_year": whole("Calendar year, or first year of a financial year", optional=True),
            "counts": text("What is counted"),
            **SPAN,
            "quote_start": whole("First character in passages.text of the sentence around it"),
            "quote_end": whole("Character after the last of that sentence"),
            "conflict": whole("First of the figures that disagree with this one", "quantities.id", True),
        },
        indexes=(("kind",),),
    ),
    "entities": Table(
        "A place or body of the gazetteers",
        ("id",),
        {
            "id": text("Id of the gazetteer"),
            "kind": text("hospital, trust, ccg, council, footprint or another kind of the gazetteers"),
            "name": text("Full name"),
            "footprint": text("The area that it belongs to, if this corpus has it", "footprints.code", True),
        },
        indexes=(("kind",),),
    ),
    "mentions": Table(
        "A place or body named in a passage",
        ("passage", "entity", "start"),
        {
            "passage": whole("The passage", "passages.id"),
            "entity": text("The place or body", "entities.id"),
            "change": text("What its clause says becomes of a hospital: loss, gain, none, or empty"),
            **SPAN,
        },
    ),
    "repeats": Table(
        "A passage that says word for word or nearly what another one says",
        ("passage",),
        {
            "passage": whole("The passage", "passages.id"),
            "cluster": whole("First passage of those that say the same", "passages.id"),
            "similarity": real("Share of word pairs in common with that first passage, 0 to 1"),
        },
    ),
    "labels": Table(
        "What people coded, as far as it holds (labels.db has it all); never overwrites what a model said",
        ("id",),
        {
            "id": whole("Number of the coding in this database"),
            "passage": whole("The passage, if it still has the words coded", "passages.id", True),
            "ref": text("The passage's reference when it was coded"),
            "fingerprint": text("Digest of its words when it was coded"),
            "kind": text("What was coded: theme (or sub-theme), lens, strength or note"),
            "label": text("The label"),
            "value": text("yes for a label; the strength; the words of a note"),
            "annotator": text("Who"),
            "at": text("When, in UTC"),
            "round": text("Round of coding"),
            "codebook_version": text("Version of the frame that was used"),
            "details": text("What else was recorded, as JSON: start and end of the words marked"),
        },
        indexes=(("ref",),),
    ),
    "corrections": Table(
        "What a person corrected, beside what the machine said",
        ("id",),
        {
            "id": whole("Number of the correction in the order of corrections.csv"),
            "passage": whole("The passage, if it still has the words corrected", "passages.id", True),
            "ref": text("The passage's reference"),
            "field": text("theme:ID, strength or quantity:WORDS"),
            "machine_value": text("What the machine says; if stale, what it said at the time"),
            "corrected_value": text("What the person says"),
            "reason": text("Why"),
            "who": text("Who"),
            "at": text("When"),
            "status": text("applied, or stale (see issues)"),
        },
    ),
    "issues": Table(
        "What a reader must know: what is missing, doubtful or mended",
        ("id",),
        {
            "id": whole("Number of the issue in this database"),
            "plan": text("The plan, if it is about one", "plans.id", True),
            "page": whole("The page, if it is about one", optional=True),
            "stage": text("The stage that met it"),
            "severity": text("info, warning or error"),
            "code": text("Short name of the kind of issue"),
            "message": text("What is the matter"),
            "mend": text("What can be done"),
        },
    ),
    "runs": Table(
        "What was run to make this database; not part of its digest",
        ("id",),
        {
            "id": whole("Number of the run"),
            "stage": text("The stage"),
            "plan": text("The plan, if it was run for one", "plans.id", True),
            "started": text("When it began"),
            "seconds": real("How long it took", optional=True),
            "details": text("What else was recorded, as JSON"),
        },
    ),
    "columns": Table(
        "What every table, view and column means",
        ("table", "column"),
        {
            "table": text("Table or view"),
            "column": text("Column; empty where the row describes the table or view as a whole"),
            "description": text("What it means"),
        },
    ),
    "meta": Table(
        "Versions and digests of what this database was made from",
        ("key",),
        {"key": text("Name"), "value": text("Value")},
    ),
}  # fmt: skip
