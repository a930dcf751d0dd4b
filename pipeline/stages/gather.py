"""The stages that bring all plans together: the database and the report.

Both are built beside what is there and take its place when they are whole.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from pipeline import __version__, codebook
from pipeline.corpus import digest
from pipeline.labels import store
from pipeline.labels.coding import in_force
from pipeline.records import Plan
from pipeline.stages import MAPPED, PACKAGE, Job, locked, parameters, stamps
from pipeline.stages.run import Outcome, note
from pipeline.stages.steps import engine


def load(job: Job) -> Outcome:
    """Build the database from all files that are current, unless it is up to date."""
    began = time.monotonic()
    plans = job.corpus.plans()
    values = {stage.name: parameters(stage, job, engine) for stage in MAPPED}
    files = {plan.id: stamps.current_files(plan, job, values) for plan in plans}
    stamp = _stamp(job, "load", [path for each in files.values() for path in each])
    if _meta(job.database).get("stamp") == stamp:
        return Outcome("load", 0, len(plans), (), (), time.monotonic() - began)

    # These take longer to import than it takes to see that nothing has changed.
    import sqlite_utils

    from pipeline import load as loading

    draft = job.outputs / ".stp.db.tmp"
    draft.unlink(missing_ok=True)
    db = sqlite_utils.Database(draft, strict=True)
    frame = codebook.read()
    loading.database(
        db,
        codebook=frame,
        footprints=job.corpus.footprints(),
        entities=job.corpus.entities(),
        plans=((_found(plan, files[plan.id]), _records(files[plan.id])) for plan in plans),
        corrections=job.corpus.corrections(),
        labels=map(msgspec.structs.asdict, in_force(store.read(job.corpus.folder / store.NAME))),
        runs=_runs(job),
        meta={
            "pipeline_version": __version__,
            "codebook_version": frame.version,
            "codebook_digest": frame.digest,
            "models_digest": values["classify"]["models"],
            "stamp": stamp,
        },
    )
    db.close()
    draft.replace(job.database)
    outcome = Outcome("load", len(plans), 0, (), (), time.monotonic() - began)
    note(job, outcome)
    return outcome


def report(job: Job) -> Outcome:
    """Write the report and the tables from the database, unless they are up to date."""
    began = time.monotonic()
    mark = job.outputs / "report" / ".stamp"
    card, measurements = codebook.MODELS / "MODEL_CARD.md", codebook.MODELS / "evaluation.json"
    rooms = [PACKAGE / "report", PACKAGE / "labels"]
    sources = [path for room in rooms for path in room.rglob("*.*") if path.suffix != ".pyc"]
    stamp = _meta(job.database).get("stamp", "") + digest([*sorted(sources), card, measurements])
    if mark.exists() and mark.read_text() == stamp and (job.outputs / "csv").exists():
        return Outcome("report", 0, 1, (), (), time.monotonic() - began)

    import sqlite_utils

    from pipeline import report as reporting

    draft = job.outputs / ".report.tmp"
    shutil.rmtree(draft, ignore_errors=True)
    copies = os.path.relpath((job.corpus.folder / "pdf").resolve(), mark.parent.resolve())
    db = sqlite_utils.Database(job.database)
    texts = {
        name: path.read_text("utf-8") if path.exists() else ""
        for name, path in (("card", card), ("measurements", measurements))
    }
    for name, content in reporting.files(db, copies=copies, **texts):
        path = draft / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")
    db.close()
    (draft / "report" / ".stamp").write_text(stamp)
    for folder in ("csv", "report"):
        shutil.rmtree(job.outputs / folder, ignore_errors=True)
        (draft / folder).replace(job.outputs / folder)
    draft.rmdir()
    outcome = Outcome("report", 1, 0, (), (), time.monotonic() - began)
    note(job, outcome)
    return outcome


def made(outputs: Path, *, remove: bool) -> Iterator[Path]:
    """What the stages wrote into a folder of outputs, removed if so asked. A folder that is not one of
    outputs is left alone."""
    if not (outputs / "corpus.txt").exists():
        return
    others = ["failed", "csv", "report", "stp.db", "runs.jsonl", "corpus.txt"]
    names = [stage.writes for stage in MAPPED] + others
    with locked(outputs):
        for path in [outputs / name for name in names]:
            if path.exists():
                if remove:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
                yield path


def _stamp(job: Job, folder: str, files: list[Path]) -> str:
    """A digest of the stamps of ``files``, of everything else in the corpus, and of the code."""
    lines = [json.dumps(stamps.read(path), sort_keys=True) for path in files]
    sources = [
        *sorted((PACKAGE / folder).rglob("*.py")),
        PACKAGE / "records.py",
        PACKAGE / "labels" / "coding.py",
        codebook.MODELS / "codebook.toml",
    ]
    return hashlib.sha256("\n".join([*lines, job.corpus.digest(), digest(sources)]).encode()).hexdigest()


def _meta(database: Path) -> dict[str, str]:
    """What a database says of itself; nothing where there is none or it is not one of ours."""
    if not database.exists():
        return {}
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return dict(connection.execute("select key, value from meta"))
    except sqlite3.DatabaseError:
        return {}
    finally:
        connection.close()


def _found(plan: Plan, files: list[Path]) -> Plan:
    """The plan as fetch found it, or as it is registered."""
    return next((each for path in files[:1] for each in stamps.records(path) if isinstance(each, Plan)), plan)


def _records(files: list[Path]) -> Iterator[Any]:
    for path in files:
        yield from (each for each in stamps.records(path) if not isinstance(each, Plan))


def _runs(job: Job) -> list[dict[str, Any]]:
    diary = job.outputs / "runs.jsonl"
    return [json.loads(line) for line in diary.read_text().splitlines()] if diary.exists() else []
