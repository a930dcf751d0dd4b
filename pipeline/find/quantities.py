"""The figures of a passage as typed rows.

Reads a passage and the plan's date, gives :class:`Quantity` rows in order, each with the words as printed
and their span. What is decided, and why so:

- **money** is in pounds, unit GBP. A saving, a gap or an investment is told by ``counts``; up or down is
  given only where a word says that the sum itself rises or falls. A figure in brackets that is all of a
  table's cell, or one with a minus, is negative.
- **beds**: beds and wards. **staff**: WTE and FTE where printed, posts for posts, jobs, roles and vacancies,
  else people. **sites**: what stands somewhere (hospitals, practices, hubs, units, theatres), the unit
  its noun in the plural. **activity**: attendances, admissions, appointments and the like. **population**:
  people, residents, patients; the denominator of a rate ("per 1,000") is none.
- **percent**: 15 % is 15, "a fifth" 20, "1 in 4" 25; unit "percentage points" where printed so.
- **date**: a date that lies ahead of the plan (see ``dates``). Value and ``by_year`` are the year; the unit
  is month where a month is named, else year. A past date is no row, only the year of its figures.
- ``by_year`` of a figure is the date that follows it in its sentence, else the one before it; for a bullet
  without a date its lead-in's; for a cell its column's or its row label's. The first of a pair ("from 600 to
  480 by 2020") and a set that is only referred to ("the two main sites") have none.
- A range is ``value`` and ``value_high``. "From 600 to 480 beds" is two rows, the second with its direction.
- A sign before a count is its direction ("-58 beds" is 58 down). "About" and "up to" stand in the text only.
- A number without a noun counts what the one before it counts, in the next sentence too ("2,050 beds. We
  plan to close 150"), and takes its verb where nothing else governs it ("cut £8m from grants and £22m from
  care").
- A limit of confidence, a score and a rank count nothing. Heads that are one too few stand over the cells
  after the label; pounds whose head cannot be told keep the scale that all heads in pounds print.
- A rate ("112 per 1,000"), a mean ("0.5 beds") and the year of a building ("1938") count nothing. A table
  whose heads are more than its cells is read without them.
- Teams, events, bodies, hours, ages and distances are no quantities.
"""

import re

from pipeline.find import money, relations, years
from pipeline.find.counted import phrase
from pipeline.find.dates import Date, dates
from pipeline.find.figures import Figure, figures
from pipeline.find.numbers import blank, numbers, readable
from pipeline.find.sentences import holder, sentences
from pipeline.find.shares import shares
from pipeline.find.tables import row_quantities, split_row
from pipeline.records import Passage, Quantity


def quantities(passage: Passage, published: str = "") -> list[Quantity]:
    """The quantities of a passage in the order of its text.

    ``published`` is the plan's date (YYYY, YYYY-MM or YYYY-MM-DD) or empty.
    """
    if passage.kind == "table_row" and split_row(passage.text):
        return row_quantities(passage, published, _of_text)
    return _of_text(passage, 0, len(passage.text), published, None)


def _of_text(
    passage: Passage, first: int, last: int, published: str, column_year: int | None
) -> list[Quantity]:
    """The quantities of the running text ``first:last`` of a passage, in its own offsets."""
    text = passage.text[first:last]
    found = dates(text, published)
    hidden = readable(blank(text, [(each.start, each.end) for each in found]))
    parts = list(shares(hidden))
    hidden = blank(hidden, [(each.start, each.end) for each in parts])
    in_order = sorted([*parts, *numbers(hidden)], key=lambda each: each.start)
    row = passage.kind == "table_row"
    listed = figures(hidden, in_order, "" if row else f"{passage.section} {passage.context}")
    spans = sentences(text)
    lead = "" if row else passage.context.rstrip(" :…")
    default = column_year if found or row else _lead_year(lead, published)
    rows = []
    for i, figure in enumerate(listed):
        sentence = holder(spans, figure.number.start)
        rows.append(
            _quantity(text, hidden, listed, i, found, sentence, lead if sentence[0] == 0 else "", default)
        )
    rows += [_date(text, date) for date in found if date.planned]
    placed = [_placed(each, passage.ref, first) for each in rows]
    return sorted(placed, key=lambda each: (each.start, each.end))


def _quantity(
    text: str,
    hidden: str,
    listed: list[Figure],
    i: int,
    found: list[Date],
    sentence: tuple[int, int],
    lead: str,
    default: int | None,
) -> Quantity:
    """The row of one figure, in the offsets of ``text``."""
    figure = listed[i]
    number = figure.number
    start, end = sentence
    way = relations.way(hidden, listed, i, start, lead)
    year = None
    if way or not years.referred(text, figure):
        year = years.year(text, listed, i, found, sentence) or default
    if figure.kind == "money":
        counts = money.meaning(text[start:end], number.start - start, number.end - start)
    elif figure.thing:
        counts = text[figure.thing.start : figure.thing.end].strip(" -,")
    else:
        counts = phrase(text, number.end)
    value = -number.value if number.mark == "£" and number.sign == "-" else number.value
    printed = text[number.start : number.end]
    return Quantity(
        "", figure.kind, value, number.high, figure.unit, way, year, counts, printed, number.start, number.end
    )


def _date(text: str, date: Date) -> Quantity:
    high = float(date.high) if date.high else None
    printed = text[date.start : date.end]
    year = date.high or date.year
    return Quantity(
        "", "date", float(date.year), high, date.unit, "", year, "", printed, date.start, date.end
    )


def _placed(quantity: Quantity, ref: str, offset: int) -> Quantity:
    return Quantity(
        ref,
        quantity.kind,
        quantity.value,
        quantity.value_high,
        quantity.unit,
        quantity.direction,
        quantity.by_year,
        re.sub(r"\s+", " ", quantity.counts),
        quantity.text,
        quantity.start + offset,
        quantity.end + offset,
    )


def _before(lead: str, date: Date) -> str:
    """What stands in front of a lead-in's date, save a preposition: nothing in "In 2015/16 we:"."""
    return re.sub(r"^(?:in|during|for|over) $", "", lead[: date.start], flags=re.I)


def _lead_year(lead: str, published: str) -> int | None:
    """The year that a bullet's lead-in sets for what it leads in: its deadline, or "In 2015/16:"."""
    found = dates(lead, published) if lead else []
    told = [each for each in found if each.planned or not _before(lead, each)]
    return (told[-1].high or told[-1].year) if told else None
