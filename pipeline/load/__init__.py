"""Load: what the stages say of every plan, brought together in one SQLite database.

Reads the records of all stages, plan by plan, and the tables of the corpus; writes the tables and views
that tables.py and views.py declare. Repeats are found here, since they look across plans, and
corrections are applied here, so that they survive reruns. Ids count in the order of loading and
nothing asks the clock, so that the same inputs give the same bytes.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlite_utils

from pipeline.codebook import Codebook
from pipeline.load import corrections as correcting
from pipeline.load import labels as coded
from pipeline.load import repeats, schema, views
from pipeline.load.conflicts import Row
from pipeline.load.material import gather
from pipeline.load.rows import Counter, issue_row, plan_row, plan_rows
from pipeline.load.tables import TABLES
from pipeline.records import Entity, Issue, Plan, Record

SPECIMENS = """UPDATE footprints SET specimen = 1 WHERE code IN (SELECT footprint FROM plans WHERE specimen)
    OR (SELECT min(specimen) FROM plans)"""
"""A footprint is invented if a plan of it is, or if all plans of the corpus are."""


def database(
    db: sqlite_utils.Database,
    *,
    codebook: Codebook,
    footprints: Iterable[Mapping[str, str]],
    entities: Iterable[Entity],
    plans: Iterable[tuple[Plan, Iterable[Record]]],
    corrections: Iterable[Mapping[str, str]] = (),
    labels: Iterable[Mapping[str, Any]] = (),
    runs: Iterable[Mapping[str, Any]] = (),
    meta: Mapping[str, str],
) -> None:
    """Fill an empty database.

    ``plans`` come in the order of their ids, each with all its records in the order of the stages; one
    plan at a time is held in memory. ``footprints`` and ``corrections`` are the rows of the corpus's
    files of that name. ``labels`` are people's codings: mappings with ref, fingerprint, kind, label,
    value, annotator, at, round and codebook_version; ``runs`` have stage, plan, started and seconds;
    what else either holds is kept as JSON in ``details``. All in one transaction: on any error nothing
    is written. Raises ValueError where records contradict each other or the codebook.
    """
    db.execute("PRAGMA foreign_keys = ON")
    with db.atomic():
        schema.create(db)
        loading = _Loading(db, codebook, list(correcting.read(corrections)))
        db.table("themes").insert_all(_themes(codebook))
        db.table("footprints").insert_all(map(_footprint, footprints))
        known = {code for (code,) in db.execute("SELECT code FROM footprints").fetchall()}
        db.table("entities").insert_all(_entity(entity, known) for entity in entities)
        for plan, records in plans:
            loading.plan(plan, records)
        loading.finish_corrections()
        db.table("repeats").insert_all(_repeats(db))
        db.table("labels").insert_all(coded.rows(db, labels))
        loading.issues(coded.issues(db, codebook))
        db.table("runs").insert_all(_runs(db, runs))
        db.table("meta").insert_all({"key": key, "value": str(meta[key])} for key in sorted(meta))
        db.execute(SPECIMENS)
        views.create(db)
        db.table("columns").insert_all([*schema.describe(), *views.describe(db)])
        schema.index(db)


class _Loading:
    """What is carried from plan to plan: the next ids, and the corrections with what became of them."""

    def __init__(
        self, db: sqlite_utils.Database, codebook: Codebook, corrections: list[correcting.Correction]
    ) -> None:
        self._db = db
        self._codebook = codebook
        self._count = Counter()
        self._corrections = corrections
        self._corrected: dict[int, Row] = {}

    def plan(self, plan: Plan, records: Iterable[Record]) -> None:
        """Load one plan, with the corrections that are about it."""
        material = gather(plan, records)
        self._require_footprint(plan, material.issues)
        mine = [each for each in self._corrections if each.plan == plan.id]
        outcomes = list(correcting.correct(material, mine, self._codebook))
        material.issues += [outcome.issue() for outcome in outcomes if outcome.hindrance]
        rows = plan_rows(material, self._codebook, self._count)
        ids = {row["ref"]: row["id"] for row in rows["passages"]}
        for outcome in outcomes:
            passage = ids.get(outcome.correction.ref)
            self._corrected[outcome.correction.number] = outcome.row(passage)
        self._db.table("plans").insert(plan_row(material, rows))
        for table, each in rows.items():
            try:
                self._db.table(table).insert_all(each)
            except sqlite3.IntegrityError as error:
                # A page given twice, a passage on no page, a mention of what no gazetteer has.
                raise ValueError(f"plan {plan.id}, {table}: {error}: run its stages again") from error

    def finish_corrections(self) -> None:
        """Write all corrections in their order; those about no plan of the corpus are stale."""
        for correction in self._corrections:
            if correction.number not in self._corrected:
                outcome = correcting.unplaced(correction)
                self._corrected[correction.number] = outcome.row(None)
                self._db.table("issues").insert(issue_row(outcome.issue(), None, self._count))
        self._db.table("corrections").insert_all(self._corrected[each.number] for each in self._corrections)

    def issues(self, found: Iterable[tuple[str | None, Issue]]) -> None:
        """Write issues, each with the plan that it is about."""
        self._db.table("issues").insert_all(issue_row(issue, plan, self._count) for plan, issue in found)

    def _require_footprint(self, plan: Plan, issues: list[Issue]) -> None:
        """A plan of a footprint that footprints.csv does not name is loaded, and that is said."""
        if not self._db.table("footprints").count_where("code = ?", [plan.footprint]):
            self._db.table("footprints").insert(_footprint({"code": plan.footprint, "name": plan.footprint}))
            message = f"{plan.id} is about {plan.footprint!r}, which footprints.csv does not name"
            mend = "add the footprint to footprints.csv, or put the code right in manifest.csv"
            issues.append(Issue("load", "warning", "footprint-unknown", message, mend))


def _themes(codebook: Codebook) -> Iterator[Row]:
    for position, theme in enumerate(codebook.entries, start=1):
        yield {
            "id": theme.id,
            "parent": theme.parent or None,
            "axis": theme.axis,
            "label": theme.label,
            "definition": theme.definition,
            "position": position,
        }


def _footprint(row: Mapping[str, str]) -> Row:
    columns = TABLES["footprints"].columns
    values: Row = {}
    for name, column in columns.items():
        value = (row.get(name) or "").strip()
        try:
            number = value.replace(",", "")
            values[name] = value if column.type is str else round(float(number)) if number else None
        except ValueError as error:
            raise ValueError(
                f"footprints.csv, {row.get('code')}: {name} is {value!r}, not a number"
            ) from error
    values["specimen"] = int((row.get("specimen") or "").lower() in ("1", "yes", "true"))
    return values | _details(row, columns)


def _entity(entity: Entity, footprints: set[str]) -> Row:
    """The national gazetteers name areas that a corpus may not hold."""
    return {
        "id": entity.id,
        "kind": entity.kind,
        "name": entity.name,
        "footprint": entity.footprint if entity.footprint in footprints else None,
    }


def _repeats(db: sqlite_utils.Database) -> list[Row]:
    """Headings are left out: plans share their outline, not their words."""

    def passages() -> Iterable[tuple[int, str]]:
        return db.execute("SELECT id, text FROM passages WHERE kind <> 'heading' ORDER BY id")

    return [
        {"passage": passage, "cluster": cluster, "similarity": similarity}
        for passage, cluster, similarity in sorted(repeats.clusters(passages))
    ]


def _runs(db: sqlite_utils.Database, runs: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    columns = TABLES["runs"].columns
    plans = {plan for (plan,) in db.execute("SELECT id FROM plans").fetchall()}
    for identity, run in enumerate(runs, start=1):
        yield {
            "id": identity,
            "stage": _text(run.get("stage")),
            "plan": run["plan"] if run.get("plan") in plans else None,
            "started": _text(run.get("started")),
            "seconds": run.get("seconds"),
            **_details(run, columns),
        }


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _details(row: Mapping[str, Any], columns: Mapping[str, Any]) -> Row:
    """What a row holds beside the columns of its table."""
    rest = {name: value for name, value in row.items() if name not in columns and value not in ("", None)}
    return {"details": json.dumps(rest, ensure_ascii=False, sort_keys=True)}
