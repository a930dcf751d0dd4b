"""Compare: our findings beside what people found who read the same plans.

Reads a database that ``load`` made and the rows of CORPUS/published_findings.csv (figures and facts that
others published, each with its source and caveat). A figure of theirs is looked for among our figures
of its kind, a fact among our findings by its words; words are met by their stem, through the
database's full-text index. Nothing is decided for the reader: every row has both sides.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import sqlite_utils

from pipeline.compare.published import Published
from pipeline.compare.words import Words, names
from pipeline.load.answers import LINK
from pipeline.load.conflicts import ROUNDING

OTHER = 0.6
"""Share of the words of a finding that a sentence of ours must have, if it has another figure, to be shown
against it."""

SUBJECT = 0.7
"""Share of the words of a fact without a figure that a finding of ours must have to be about the same."""

OUTCOMES = {
    "same value": "we read the figure that they give, in a passage with words of theirs",
    "same difference": "two figures of ours in one passage differ by theirs: beds now and in 2021, say",
    "other value": "we read another figure in a passage with their words: one may be wrong, or both right",
    "same subject": "they give no figure; a finding of ours has their words. It may say the opposite",
    "theirs only": "we have nothing like it: not in the plan, not read, or not recognised",
    "ours only": "a figure that a plan proposes or commits to, which their table has not",
    "no plan read": "there is no plan of the footprint in this corpus",
    "not compared": "not about the published plan of one footprint",
}
"""What may become of a row, and what that means."""

FIGURES = f"""SELECT qu.id, qu.kind, qu.value, qu.value_high, qu.unit, qu.direction, qu.by_year, qu.text,
        qu.page, qu.counts,
        substr(pa.text, qu.quote_start + 1, qu.quote_end - qu.quote_start) AS quote, pa.id AS passage,
        {{}}, {LINK.format(page="qu.page")} AS link
    FROM quantities qu JOIN passages pa ON pa.id = qu.passage JOIN plans pl ON pl.id = pa.plan
    WHERE pl.kind NOT IN ('draft', 'version') AND qu.value IS NOT NULL ORDER BY qu.id"""

FINDINGS = f"""SELECT fi.id, fi.theme, fi.page, fi.quote, pa.id AS passage,
        {{}}, {LINK.format(page="fi.page")} AS link
    FROM findings fi JOIN passages pa ON pa.id = fi.passage JOIN plans pl ON pl.id = pa.plan
    WHERE pl.kind NOT IN ('draft', 'version') ORDER BY fi.id"""

SHARED = """pa.ref, pa.strength, pa.themes, pa.lenses, pl.footprint,
        (SELECT max(probability) FROM passage_themes pt WHERE pt.passage = pa.id AND pt.accepted)
        AS probability"""
"""Columns that figures and findings have both."""

LEAST = 100_000
"""Smaller sums of money are prices and rates, not findings that anyone publishes."""

SPARSE = 10
"""Smaller numbers are the difference of some two figures in any long row of a table."""

SAID = ("proposal", "commitment")
"""Strengths of what is ours only: what is the case already, or merely wished, is no finding to be missed."""


class Comparison(NamedTuple):
    """A row of the comparison: theirs, ours, or both. ``outcome`` is one of :data:`OUTCOMES`."""

    outcome: str
    footprint: str
    theme: str
    topic: str = ""
    finding: str = ""
    said: str = ""
    kind: str = ""
    value: float | None = None
    our_value: float | None = None
    our_value_high: float | None = None
    our_text: str = ""
    our_direction: str = ""
    our_by_year: int | None = None
    strength: str = ""
    probability: float | None = None
    ref: str = ""
    page: int | None = None
    quote: str = ""
    link: str = ""
    source: str = ""
    source_kind: str = ""
    caveat: str = ""
    specimen: int = 0
    footprint_code: str = ""


def comparisons(db: sqlite_utils.Database, published: Iterable[Published]) -> list[Comparison]:
    """Every published finding with what we have for it, then what is ours only, by footprint.

    Raises ValueError for a footprint that the database does not know.
    """
    ours = _Ours(db)
    rows = [ours.against(each) for each in published]
    rows += ours.alone(rows)
    order = {code: place for place, code in enumerate(ours.footprints)}
    places = {outcome: place for place, outcome in enumerate(OUTCOMES)}
    return sorted(rows, key=lambda row: (order.get(row.footprint_code, len(order)), places[row.outcome]))


def summary(rows: Iterable[Comparison]) -> list[dict[str, Any]]:
    """How many rows of each outcome, by footprint and theme."""
    counts: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        head = {"footprint": row.footprint, "theme": row.theme}
        count = counts.setdefault((row.footprint_code, row.theme), head | dict.fromkeys(OUTCOMES, 0))
        count[row.outcome] += 1
    return list(counts.values())


class _Ours:
    """Our side: figures and findings by footprint, and where words stand."""

    def __init__(self, db: sqlite_utils.Database) -> None:
        self.footprints = {row["footprint_code"]: row for row in db.query("SELECT * FROM coverage")}
        self.words = Words(db)
        self.figures: dict[str, list[dict[str, Any]]] = {code: [] for code in self.footprints}
        self.findings: dict[str, list[dict[str, Any]]] = {code: [] for code in self.footprints}
        for row in db.query(FIGURES.format(SHARED)):
            self.figures[row["footprint"]].append(row)
        for row in db.query(FINDINGS.format(SHARED)):
            self.findings[row["footprint"]].append(row)
        self.met: set[int] = set()

    def against(self, theirs: Published) -> Comparison:
        """What we have for a finding of theirs."""
        if theirs.footprint and theirs.footprint not in self.footprints:
            raise ValueError(f"{theirs.finding!r}: no footprint {theirs.footprint!r} is in the database")
        if not theirs.comparable or not theirs.footprint:
            return self._row("not compared", theirs)
        if not self.footprints[theirs.footprint]["pages"]:
            return self._row("no plan read", theirs)
        return self._figure(theirs) if theirs.kind else self._fact(theirs)

    def alone(self, rows: Iterable[Comparison]) -> Iterator[Comparison]:
        """Figures that a plan proposes or commits to, and that no row has: of beds, staff, sites and activity
        those with a direction, and money."""
        told = {(row.footprint_code, row.kind, row.our_value) for row in rows}
        for code, figures in self.figures.items():
            for figure in figures:
                key = (code, figure["kind"], figure["value"])
                if _changes(figure) and figure["strength"] in SAID and key not in told:
                    told.add(key)
                    theme = "finance" if figure["kind"] == "money" else figure["themes"].split(", ")[0]
                    yield self._row("ours only", None, figure, code=code, theme=theme)

    def _figure(self, theirs: Published) -> Comparison:
        figures = [each for each in self.figures[theirs.footprint] if each["kind"] == theirs.kind]
        groups = self.words.groups(theirs.finding, theirs.topic)
        rated = [(self._share(groups, each, theirs), -each["id"], each) for each in figures]
        agreeing = [
            each for each in rated if each[0] and _equal(theirs, each[2]) and not _opposite(theirs, each[2])
        ]
        if agreeing:
            return self._row("same value", theirs, max(agreeing)[2])
        if theirs.direction and (found := _difference(theirs, rated)):
            return self._row("same difference", theirs, found)
        other = [each for each in rated if each[0] >= OTHER and _alike(theirs, each[2])]
        return self._row("other value", theirs, max(other)[2]) if other else self._row("theirs only", theirs)

    def _share(self, groups: list[frozenset[int]], figure: Mapping[str, Any], theirs: Published) -> float:
        """A row of a table has its subject in the heads of its columns: there what is counted must do."""
        said = self.words.share(groups, figure["passage"])
        return said or float(names(theirs.topic, figure["counts"])) / max(len(groups), 1)

    def _fact(self, theirs: Published) -> Comparison:
        groups = self.words.groups(theirs.finding, theirs.topic)
        rated = [
            (self.words.share(groups, each["passage"]), each["theme"] == theirs.theme, -each["id"], each)
            for each in self.findings[theirs.footprint]
        ]
        met = [each for each in rated if each[0] >= SUBJECT and len(groups) > 1]
        return self._row("same subject", theirs, max(met)[3]) if met else self._row("theirs only", theirs)

    def _row(
        self,
        outcome: str,
        theirs: Published | None,
        ours: Mapping[str, Any] | None = None,
        code: str = "",
        theme: str = "",
    ) -> Comparison:
        code = theirs.footprint if theirs else code
        footprint = self.footprints.get(code, {"footprint": "England", "specimen": 0})
        row = Comparison(
            outcome, footprint["footprint"], theme, specimen=footprint["specimen"], footprint_code=code
        )
        if theirs:
            row = row._replace(
                theme=theirs.theme, topic=theirs.topic, finding=theirs.finding, said=theirs.said,
                kind=theirs.kind, value=theirs.value, source=theirs.source, source_kind=theirs.source_kind,
                caveat=theirs.caveat,
            )  # fmt: skip
        if ours:
            shared = ("strength", "probability", "ref", "page", "quote", "link")
            row = row._replace(**{name: ours[name] for name in shared})
        if ours and "value" in ours:
            row = row._replace(
                kind=ours["kind"], our_value=ours["value"], our_value_high=ours["value_high"],
                our_text=ours["text"], our_direction=ours["direction"], our_by_year=ours["by_year"],
            )  # fmt: skip
        return row


def _equal(theirs: Published, ours: Mapping[str, Any]) -> bool:
    """Whether two figures, or ranges of them, meet; rounding aside (£399.3m is £399m)."""
    low, high = theirs.value or 0.0, theirs.value_high or theirs.value or 0.0
    our_low, our_high = ours["value"], ours["value_high"] or ours["value"]
    room = ROUNDING * max(abs(high), abs(our_high))
    return bool(our_low - high <= room and low - our_high <= room)


def _difference(
    theirs: Published, rated: Iterable[tuple[float, int, dict[str, Any]]]
) -> dict[str, Any] | None:
    """Two figures of one passage, of the same thing, that differ by theirs; as one row of ours."""
    passages: dict[tuple[int, str], list[tuple[float, int, dict[str, Any]]]] = {}
    for each in rated:
        if each[0]:
            passages.setdefault((each[2]["passage"], each[2]["counts"]), []).append(each)
    found = []
    for figures in passages.values():
        for (share, place, one), (_, _, other) in itertools.combinations(figures, 2):
            gap = abs(one["value"] - other["value"])
            if theirs.value and gap >= SPARSE and abs(gap - theirs.value) <= ROUNDING * gap:
                text = f"{one['text']} … {other['text']}"
                found.append((share, place, one | {"value": gap, "value_high": None, "text": text}))
    return max(found)[2] if found else None


def _changes(ours: Mapping[str, Any]) -> bool:
    if ours["kind"] == "money":
        return bool(ours["value"] >= LEAST)
    return bool(ours["direction"]) and ours["kind"] in ("beds", "staff", "sites", "activity")


def _opposite(theirs: Published, ours: Mapping[str, Any]) -> bool:
    return {theirs.direction, ours["direction"]} == {"up", "down"}


def _alike(theirs: Published, ours: Mapping[str, Any]) -> bool:
    return not theirs.direction or theirs.direction == ours["direction"]
