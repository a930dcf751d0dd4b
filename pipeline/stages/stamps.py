"""Stamps: the first line of every file, saying what it was made from.

A file is current when its stamp is the one that would be written now. A stamp names its inputs by
the digests of their stamps, so that a change anywhere runs through what comes after it, and nothing
else; contents need not be read to know that nothing changed.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from pipeline.records import Plan, from_line
from pipeline.stages import MAPPED, Job, Stage

Stamp = dict[str, Any]


def stamp(stage: Stage, plan: Plan, job: Job, parameters: dict[str, str]) -> Stamp | None:
    """The stamp that the plan's file of this stage would bear now, or None if an input is missing."""
    inputs = {}
    if stage.name == "fetch":
        inputs["register"] = _digest(msgspec.json.encode(plan))
        inputs["pdf"] = file_digest(job.corpus.pdf(plan.id))
        if attempts := job.corpus.attempts(plan.id):
            inputs["attempts"] = _digest(msgspec.json.encode(attempts))
    for folder in stage.reads:
        line = _first_line(job.file(folder, plan.id))
        if line is None:
            return None
        inputs[folder] = _digest(line)
    return {"stage": stage.name, "plan": plan.id, "inputs": inputs, **parameters}


def read(path: Path) -> Stamp | None:
    """The stamp of a file, or None where there is no file or no stamp."""
    line = _first_line(path)
    try:
        return dict(json.loads(line)["stamp"]) if line else None
    except (ValueError, KeyError, TypeError):
        return None


def to_line(value: Stamp) -> bytes:
    """A stamp as the first line of its file."""
    return json.dumps({"stamp": value}, sort_keys=True).encode() + b"\n"


def records(path: Path) -> Iterator[Any]:
    """The records in a file, after its stamp."""
    with path.open("rb") as lines:
        next(lines)
        for line in lines:
            yield from_line(line)


def current_files(plan: Plan, job: Job, parameters: dict[str, dict[str, str]]) -> list[Path]:
    """The plan's files in the order of the stages, up to the first that is not current, and then the
    account of its failure if there is one."""
    files = []
    for stage in MAPPED:
        now = stamp(stage, plan, job, parameters[stage.name])
        path, failure = job.file(stage.writes, plan.id), job.failure(stage.name, plan.id)
        if now is not None and read(path) == now:
            files.append(path)
        else:
            if now is not None and read(failure) == now:
                files.append(failure)
            break
    return files


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, read in pieces, or "absent"."""
    try:
        state = path.stat()
    except FileNotFoundError:
        return "absent"
    return _content_digest(path, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)


@lru_cache(1 << 17)
def _content_digest(path: Path, *state: int) -> str:
    """One run asks for the same file at its first stage and at its last."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _first_line(path: Path) -> bytes | None:
    if not path.exists():
        return None
    with path.open("rb") as file:
        return file.readline()
