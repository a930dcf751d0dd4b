"""A reading sheet: findings drawn at random for a person to hold against the page, and what came of it.

Reads a database that ``load`` made, or the rows of a sheet that someone filled in. The draw depends on the
database and the seed alone, so that two readers can be given the same findings.
"""

import math
import random
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import sqlite_utils

QUESTIONS = ("quotation_right", "page_right", "theme_right", "strength_right", "quantities_right")
"""What a reader answers with y or n. Left empty, a question was not judged."""

COLUMNS = (
    "ref", "fingerprint", "footprint", "plan", "page", "link", "section", "context", "quotation", "theme",
    "strength", "quantities", "specimen", *QUESTIONS, "note",
)  # fmt: skip
"""The columns of a sheet. Probabilities are left out: a reader who sees one is led by it."""

FINDINGS = """SELECT re.ref, pa.fingerprint, re.footprint, re.plan_title AS plan, re.page, re.link,
        re.section, pa.context, re.quote AS quotation, re.theme_label AS theme, re.strength, re.specimen,
        pa.id AS passage, fi.quote_start, fi.quote_end
    FROM findings_readable re JOIN findings fi ON fi.id = re.finding JOIN passages pa ON pa.id = re.passage
    WHERE re.finding = ?"""

FIGURES = """SELECT text, kind, value, value_high, unit, direction, by_year, counts FROM quantities
    WHERE passage = ? AND start >= ? AND "end" <= ? ORDER BY start, id"""

Z = 1.959964
"""The normal quantile of an interval of 95 per cent."""


class Share(NamedTuple):
    """The answers to a question: how many yes, how many of the judged, and the interval of the share."""

    question: str
    right: int
    judged: int
    low: float
    high: float


def sheet(db: sqlite_utils.Database, number: int, seed: int) -> list[dict[str, Any]]:
    """``number`` findings drawn at random without replacement (all, where there are fewer), drafts left out,
    in the order of the plans; the answers empty."""
    found = [
        finding
        for (finding,) in db.execute(
            "SELECT finding FROM findings_readable "
            "WHERE plan_kind NOT IN ('draft', 'version') ORDER BY finding"
        )
    ]
    drawn = sorted(random.Random(seed).sample(found, min(number, len(found))))
    return [_row(db, finding) for finding in drawn]


def shares(rows: Iterable[Mapping[str, str]]) -> list[Share]:
    """What a filled sheet says. Raises ValueError, with the line, for an answer that is neither y nor n."""
    answers: dict[str, list[bool]] = {question: [] for question in QUESTIONS}
    for number, row in enumerate(rows, start=2):
        for question in QUESTIONS:
            if question not in row:
                raise ValueError(f"there is no column {question}: is it a reading sheet?")
            answer = (row[question] or "").strip().casefold()
            if answer not in ("y", "yes", "n", "no", ""):
                raise ValueError(f"line {number}: {question} is {answer!r}, neither y nor n")
            if answer:
                answers[question].append(answer[0] == "y")
    return [
        Share(question, sum(given), len(given), *wilson(sum(given), len(given)))
        for question, given in answers.items()
    ]


def wilson(right: int, judged: int) -> tuple[float, float]:
    """The Wilson score interval (95 per cent) of a share; 0 to 1 where nothing was judged.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
    """
    if not judged:
        return 0.0, 1.0
    share = right / judged
    middle = share + Z * Z / (2 * judged)
    reach = Z * math.sqrt(share * (1 - share) / judged + Z * Z / (4 * judged * judged))
    low, high = ((middle + sign * reach) / (1 + Z * Z / judged) for sign in (-1, 1))
    return max(0.0, low), min(1.0, high)


def _row(db: sqlite_utils.Database, finding: int) -> dict[str, Any]:
    found = next(db.query(FINDINGS, [finding]))
    span = [found["passage"], found["quote_start"], found["quote_end"]]
    blank = dict.fromkeys(COLUMNS, "")
    kept = {name: value for name, value in found.items() if name in blank}
    return blank | kept | {"quantities": "; ".join(map(_words, db.query(FIGURES, span)))}


def _words(figure: Mapping[str, Any]) -> str:
    """A figure as printed and as read: `150 = beds: 150 (acute beds), down, by 2020`."""
    if figure["kind"] == "date":
        return f"{figure['text']} = date: {figure['by_year'] or '?'}"
    value = "?" if figure["value"] is None else f"{figure['value']:,.15g}"
    high = "" if figure["value_high"] is None else f" to {figure['value_high']:,.15g}"
    unit = f" {figure['unit']}" if figure["unit"] not in ("", figure["kind"]) else ""
    counts = f" ({figure['counts']})" if figure["counts"] else ""
    rest = [figure["direction"], f"by {figure['by_year']}" if figure["by_year"] else ""]
    return ", ".join(
        filter(None, [f"{figure['text']} = {figure['kind']}: {value}{high}{unit}{counts}", *rest])
    )
