"""The store: CORPUS/labels.db, to which codings are added and from which nothing is ever taken.

One SQLite table. A row can be neither changed nor deleted, which the database itself sees to; what was
said in error is taken back by another row. Writers queue for the file's lock, so that two browsers
or an import beside them do not disturb each other, and a row is on the disk before its number is given back.
"""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Self

import msgspec

from pipeline.codebook import Codebook
from pipeline.labels.coding import Coding, fault

NAME = "labels.db"
"""The store's name in the folder of its corpus."""

PATIENCE = 30
"""Seconds that a writer waits for another: an import of 5,000 passages holds the lock for one or two."""

COLUMNS = Coding.__struct_fields__

SCHEMA = (
    """CREATE TABLE IF NOT EXISTS labels (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        ref TEXT NOT NULL, fingerprint TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('theme', 'lens', 'strength', 'note', 'undo')),
        label TEXT NOT NULL, value TEXT NOT NULL,
        annotator TEXT NOT NULL CHECK (annotator <> ''), at TEXT NOT NULL, round TEXT NOT NULL,
        codebook_version TEXT NOT NULL, start INTEGER, "end" INTEGER
    ) STRICT""",
    "CREATE INDEX IF NOT EXISTS labels_of ON labels (round, annotator, ref)",
    """CREATE TRIGGER IF NOT EXISTS labels_stay BEFORE UPDATE ON labels
        BEGIN SELECT RAISE(ABORT, 'labels are only added: take one back with undo'); END""",
    """CREATE TRIGGER IF NOT EXISTS labels_are_kept BEFORE DELETE ON labels
        BEGIN SELECT RAISE(ABORT, 'labels are only added: take one back with undo'); END""",
)


class Store:
    """An open labels.db, made if it is not there. To be used in the thread that opened it.

    Raises ValueError where the file is no labels.db, sqlite3.OperationalError where it stays locked.
    """

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        try:
            if self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'labels_are_kept'").fetchone():
                return
            self._db.execute("BEGIN IMMEDIATE")
            for statement in SCHEMA:
                self._db.execute(statement)
            self._db.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            self._db.close()
            if isinstance(error, sqlite3.OperationalError):
                raise
            raise ValueError(f"{path} is not a store of labels: {error}; put it elsewhere") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def add(self, codings: Iterable[Coding], frame: Codebook) -> list[int]:
        """Add codings, all or none, and give their numbers. Raises ValueError for one that says nothing."""
        rows = list(codings)
        for row in rows:
            wrong = fault(row, frame) or ("take it back with undo()" if row.kind == "undo" else "")
            if wrong:
                raise ValueError(f"{row.ref}: {wrong}")
        return self._insert(rows)

    def undo(self, number: int, *, annotator: str, at: str) -> int:
        """Take one's own row back by another row, whose number is given. Raises ValueError where there is
        no such row, it is another's, or it is taken back already."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            row = next(iter(self._rows("WHERE id = ? AND kind <> 'undo'", number)), None)
            if row is None or row.annotator != annotator:
                raise ValueError(f"{annotator} has no row {number} to take back")
            if self._rows("WHERE kind = 'undo' AND value = ?", str(number)):
                raise ValueError(f"row {number} is taken back already")
            undo = msgspec.structs.replace(
                row, kind="undo", label="", value=str(number), at=at, start=None, end=None
            )
            (number,) = self._write([undo])
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        return number

    def rows(self) -> list[Coding]:
        """Every row in its order, those taken back as well."""
        return self._rows("")

    def of(self, ref: str) -> list[Coding]:
        """The rows about one passage, in their order."""
        return self._rows("WHERE ref = ?", ref)

    def _insert(self, rows: list[Coding]) -> list[int]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            numbers = self._write(rows)
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        return numbers

    def _write(self, rows: list[Coding]) -> list[int]:
        names = [f'"{name}"' for name in COLUMNS if name != "id"]
        sql = f"INSERT INTO labels ({', '.join(names)}) VALUES ({', '.join('?' * len(names))}) RETURNING id"
        return [self._db.execute(sql, msgspec.structs.astuple(row)[:-1]).fetchone()[0] for row in rows]

    def _rows(self, where: str, *values: object) -> list[Coding]:
        names = ", ".join(f'"{name}"' for name in COLUMNS)
        found = self._db.execute(f"SELECT {names} FROM labels {where} ORDER BY id", values)
        return [Coding(*row) for row in found]


def read(path: Path) -> list[Coding]:
    """Every row of a store, in their order; none where there is no store, and none is made."""
    if not path.exists():
        return []
    with Store(path) as store:
        return store.rows()
