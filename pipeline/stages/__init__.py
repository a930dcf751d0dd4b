"""The stages in their order, and what each depends on. This package alone knows about files.

A stage maps over plans: for each it reads what the stages before it wrote, runs a core function in a
worker, and writes one file of JSON Lines whose first line is its stamp. A plan whose stamp is
current is skipped. ``load`` and ``report`` bring all plans together.
"""

import contextlib
import errno
import fcntl
import os
import shutil
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline import codebook
from pipeline.corpus import Corpus, digest

PACKAGE = Path(__file__).resolve().parent.parent


class Stage(NamedTuple):
    """A stage that maps over plans: the folders of ``outputs`` that it reads and the one it writes,
    the sources and the model files that decide what it writes."""

    name: str
    reads: tuple[str, ...]
    writes: str
    sources: tuple[str, ...]
    models: tuple[str, ...] = ()
    gazetteers: bool = False


MAPPED = (
    Stage("fetch", (), "plans", ("fetch/__init__.py",)),
    Stage("extract", ("plans",), "pages", ("extract",)),
    Stage("segment", ("pages",), "passages", ("segment",)),
    Stage(
        "classify",
        ("passages",),
        "themes",
        ("classify",),
        models=("codebook.toml", "themes.skops", "encoder", "gold"),
    ),
    Stage(
        "find",
        ("plans", "passages", "themes"),
        "findings",
        ("find",),
        models=("codebook.toml",),
        gazetteers=True,
    ),
)
NAMES = (*(stage.name for stage in MAPPED), "load", "report")
"""All stages, in the order in which they run."""


class Job(NamedTuple):
    """What a run is about: a corpus, a folder for outputs, how many workers, which plans (all if none
    is named), whether to try again what failed, and the address of the cluster that works if one does."""

    corpus: Corpus
    outputs: Path
    workers: int = 2
    only: tuple[str, ...] = ()
    retry: bool = False
    cluster: str = ""

    def file(self, folder: str, plan: str) -> Path:
        """The file of a plan in a folder of the outputs."""
        return self.outputs / folder / f"{plan}.jsonl"

    def failure(self, stage: str, plan: str) -> Path:
        """Where a stage leaves why it failed on a plan."""
        return self.outputs / "failed" / f"{stage}-{plan}.jsonl"

    @property
    def database(self) -> Path:
        """The database of findings."""
        return self.outputs / "stp.db"


class OutputsError(Exception):
    """Outputs that cannot be written into as they are. The message says the mend."""


UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""Errors of the disk on which the outputs lie, not of a plan: every other plan would meet them as well."""


@contextlib.contextmanager
def hold(job: Job) -> Iterator[None]:
    """Hold the outputs for one run: they belong to one corpus, and one run at a time writes to them.

    Raises OutputsError where they came from another corpus, another run is busy there, or they cannot be
    written (a full disk, a folder that is read-only).
    """
    with _writable(job.outputs):
        job.outputs.mkdir(parents=True, exist_ok=True)
        with locked(job.outputs):
            _belongs(job)
            _sweep(job.outputs)
            try:
                yield
            finally:
                _sweep(job.outputs)


@contextlib.contextmanager
def locked(outputs: Path) -> Iterator[None]:
    """Lock a folder of outputs, noting who holds it. Raises OutputsError where another run does."""
    with (outputs / ".lock").open("a+", encoding="utf-8") as lock:
        lock.seek(0)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OutputsError(
                f"another run is writing into {outputs} ({lock.read().strip() or 'just begun'}): "
                "wait for it, or give another --outputs"
            ) from error
        lock.truncate(0)
        now = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime())
        lock.write(f"process {os.getpid()} on {socket.gethostname()} since {now}\n")
        lock.flush()
        yield


@contextlib.contextmanager
def _writable(outputs: Path) -> Iterator[None]:
    """Say plainly when the outputs' disk, not a plan, is at fault."""
    try:
        yield
    except OSError as error:
        if error.errno not in UNWRITABLE and not isinstance(error, PermissionError):
            raise
        reason = error.strerror
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY):
            raise
        reason = str(error)
    else:
        return
    raise OutputsError(
        f"cannot write into {outputs} ({reason}): mend that and run again; what is done is kept"
    )


def _sweep(outputs: Path) -> None:
    """Remove what a run that was cut short left half written."""
    for draft in [*outputs.glob(".*.tmp*"), *outputs.glob("*/.*.tmp")]:
        if draft.is_dir():
            shutil.rmtree(draft, ignore_errors=True)
        else:
            draft.unlink(missing_ok=True)


def _belongs(job: Job) -> None:
    """The corpus is named relative to the outputs, so that both may be moved together."""
    note = job.outputs / "corpus.txt"
    name = os.path.relpath(job.corpus.folder.resolve(), job.outputs.resolve())
    if not note.exists():
        write(note, name.encode() + b"\n")
    elif note.read_text().strip() != name:
        raise OutputsError(
            f"{job.outputs} holds the outputs of another corpus ({note.read_text().strip()}): "
            "give another --outputs, or remove that folder"
        )


def write(path: Path, content: bytes) -> None:
    """Write a small file: whole or not at all."""
    draft = path.with_name(f".{path.name}.tmp")
    draft.write_bytes(content)
    draft.replace(path)


def parameters(stage: Stage, job: Job, engine: Callable[[], str]) -> dict[str, str]:
    """What, besides its inputs, decides what a stage writes: digests of its sources and models, and for
    extraction the name of the OCR ``engine``."""
    sources = [PACKAGE / "records.py", PACKAGE / "codebook.py", PACKAGE / "stages" / "steps.py"]
    for name in stage.sources:
        path = PACKAGE / name
        sources += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    values = {"code": digest(sources)}
    if stage.models:
        paths = [codebook.MODELS / name for name in stage.models]
        values["models"] = digest(
            each
            for path in paths
            for each in (sorted(path.rglob("*")) if path.is_dir() else [path])
            if not each.is_dir()
        )
    if stage.gazetteers:
        values["gazetteers"] = digest([*job.corpus.gazetteer_files(), job.corpus.folder / "footprints.csv"])
    if stage.name == "extract":
        values["ocr"] = engine()
    return values
