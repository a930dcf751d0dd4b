"""Makes the tables that tables.py declares, their indexes, the full-text index, and what describes them.

Indexes come after the rows, which is quicker and packs them tighter; the full-text index comes last.
"""

from collections.abc import Iterator

import sqlite_utils
from sqlite_utils.db import ForeignKey

from pipeline.load.tables import TABLES

STEMS = "porter unicode61"
"""How the full-text index makes words of a text, and one word of their forms."""

FTS = f"""CREATE VIRTUAL TABLE passages_fts USING FTS5 (
    text, content="passages", content_rowid="id", tokenize="{STEMS}"
)"""
"""Full-text search over the passages' own words: a hit is always a word that can be quoted."""


def create(db: sqlite_utils.Database) -> None:
    """Make the tables, empty and STRICT. A table that another refers to comes first."""
    for name, table in TABLES.items():
        db.table(name).create(
            {column: each.type for column, each in table.columns.items()},
            pk=table.pk if len(table.pk) > 1 else table.pk[0],
            foreign_keys=list(foreign_keys(name)),
            not_null=[column for column, each in table.columns.items() if not each.optional],
            strict=True,
        )
        for columns in table.unique:
            db.table(name).create_index(columns, unique=True)


def foreign_keys(name: str) -> Iterator[ForeignKey]:
    """The foreign keys of a table."""
    for column, each in TABLES[name].columns.items():
        if each.refers:
            other, other_column = each.refers.split(".")
            yield ForeignKey(name, column, other, other_column)
    for columns, other, other_columns in TABLES[name].keys:
        yield ForeignKey(
            table=name, columns=columns, other_table=other, other_columns=other_columns,
            column=None, other_column=None, is_compound=True,
        )  # fmt: skip


def index(db: sqlite_utils.Database) -> None:
    """Index every foreign key that no primary or unique key leads with, and what else is looked up; then
    build the full-text index, last."""
    for name, table in TABLES.items():
        keys = [(column,) for column, each in table.columns.items() if each.refers]
        wanted = dict.fromkeys([*(columns for columns, _, _ in table.keys), *keys, *table.indexes])
        present = [table.pk, *table.unique]
        for columns in wanted:
            if not any(each[: len(columns)] == columns for each in present):
                db.table(name).create_index(columns)
                present.append(columns)
    db.execute(FTS)
    db.execute("INSERT INTO passages_fts (passages_fts) VALUES ('rebuild')")


def describe() -> Iterator[dict[str, str]]:
    """The rows of the ``columns`` table for the tables themselves."""
    for name, table in TABLES.items():
        yield {"table": name, "column": "", "description": table.description}
        for column, each in table.columns.items():
            yield {"table": name, "column": column, "description": each.description}
    yield {
        "table": "passages_fts",
        "column": "",
        "description": "Full-text search over passages.text, words by their stem: "
        "SELECT * FROM passages WHERE id IN (SELECT rowid FROM passages_fts WHERE passages_fts MATCH 'beds')",
    }
    yield {"table": "passages_fts", "column": "text", "description": "The passage's own words"}
