"""The search: words in, the passages that have them out, the best first.

Reads ``passages_fts``. Words are taken as full-text syntax where they are such ("a phrase", OR, NEAR), and
as plain words where they are not: nobody must know that A&E or sub-acute are syntax.
"""

import sqlite3
from typing import Any, NamedTuple

from datasette.database import QueryInterrupted

MOST = 50
"""Passages shown; the whole answer is a link away, as a table with filters."""

OPEN, CLOSE = "\x02", "\x03"
"""Marks around the words met: characters that no text of a page has."""

HITS = f"""select pa.ref, pa.page, pl.id as plan, pl.title, pl.kind, pl.specimen, fp.name as footprint,
    pa.themes, pa.strength, pa.section,
    snippet(passages_fts, 0, '{OPEN}', '{CLOSE}', '…', 40) as words
from (
    select rowid, rank from passages_fts where passages_fts match :words order by rank, rowid limit {MOST + 1}
) best
join passages_fts on passages_fts.rowid = best.rowid and passages_fts match :words
join passages pa on pa.id = best.rowid
join plans pl on pl.id = pa.plan
join footprints fp on fp.code = pl.footprint
order by best.rank, pa.id"""


class Answer(NamedTuple):
    """The passages found, whether there are more, and what went wrong if anything did."""

    hits: list[dict[str, Any]]
    more: bool = False
    problem: str = ""


async def answer(database: Any, words: str) -> Answer:
    """The passages that have ``words``, through one of Datasette's databases."""
    words = words.replace("\0", " ")
    if not words.strip():
        return Answer([])
    try:
        rows = await _rows(database, words)
    except sqlite3.OperationalError:
        rows = await _rows(database, plain(words))
    except QueryInterrupted:
        return Answer([], problem="The search took too long. Give more or longer words.")
    hits = [{**row, "parts": parts(row["words"])} for row in map(dict, rows)]
    return Answer(hits[:MOST], len(hits) > MOST)


def plain(words: str) -> str:
    """Words that mean themselves, whatever characters they have."""
    return " ".join('"{}"'.format(word.replace('"', '""')) for word in words.split())


def parts(snippet: str) -> list[tuple[str, bool]]:
    """A snippet in pieces, each with whether it is one of the words searched for."""
    first, *others = snippet.split(OPEN)
    pieces = [(first, False)]
    for each in others:
        met, _, rest = each.partition(CLOSE)
        pieces += [(met, True), (rest, False)]
    return [piece for piece in pieces if piece[0]]


async def _rows(database: Any, words: str) -> Any:
    return (await database.execute(HITS, {"words": words}, log_sql_errors=False)).rows
