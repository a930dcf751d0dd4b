"""Running a stage over the plans: what is current is skipped, the rest goes to an engine.

A worker that dies or hangs costs one page of a PDF, or one plan of another stage; everything else goes
on. What failed is written down with its reason and tried again only when asked or when something changed.
"""

import concurrent.futures
import json
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pipeline import __version__
from pipeline.records import Issue, PassageLine, to_line
from pipeline.stages import UNWRITABLE, Job, OutputsError, Stage, parameters, stamps, write
from pipeline.stages.attempt import cause, failed
from pipeline.stages.child import Child, Died, alone
from pipeline.stages.engines import ClusterError, engine_of
from pipeline.stages.steps import Task, cropped, drawn, engine, shown

T = TypeVar("T")

LOOK_SECONDS = 5
"""How often to look whether the engine is still there while nothing comes back from it."""


class Outcome(NamedTuple):
    """What a stage did: how many plans it worked on, found current, failed on, or could not begin for
    want of what an earlier stage writes; and how long it took."""

    stage: str
    done: int
    current: int
    failed: tuple[str, ...]
    blocked: tuple[str, ...]
    seconds: float


def stage(step: Stage, job: Job, *, progress: Callable[[int, int], None] = lambda done, of: None) -> Outcome:
    """Run one stage over the plans of a job, and remove what it wrote for plans no longer registered.

    ``progress`` is told how many plans are done, of how many.
    """
    began = time.monotonic()
    plans = job.corpus.plans()
    if not job.only:
        _prune(step, job, {plan.id for plan in plans})
    values = parameters(step, job, engine)
    tasks, current, lost, blocked = [], 0, [], []
    for plan in plans:
        if job.only and plan.id not in job.only:
            continue
        stamp = stamps.stamp(step, plan, job, values)
        if stamp is None:
            blocked.append(plan.id)
        elif stamps.read(job.file(step.writes, plan.id)) == stamp:
            job.failure(step.name, plan.id).unlink(missing_ok=True)
            current += 1
        elif not job.retry and stamps.read(job.failure(step.name, plan.id)) == stamp:
            lost.append(plan.id)
        else:
            tasks.append(Task(job, step.name, step.writes, plan, stamp))
    lost += _work_off(tasks, step, job, progress)
    outcome = Outcome(
        step.name, len(tasks), current, tuple(sorted(lost)), tuple(blocked), time.monotonic() - began
    )
    if tasks:
        note(job, outcome)
    return outcome


def note(job: Job, outcome: Outcome) -> None:
    """Add what a stage did to the outputs' diary, from which the table of runs is made."""
    entry = {
        "stage": outcome.stage,
        "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - outcome.seconds)),
        "seconds": round(outcome.seconds, 2),
        "done": outcome.done,
        "current": outcome.current,
        "failed": len(outcome.failed),
        "workers": job.workers,
        "version": __version__,
    }
    diary = job.outputs / "runs.jsonl"
    before = diary.read_bytes() if diary.exists() else b""
    write(diary, before + json.dumps(entry).encode() + b"\n")


def picture(pdf: Path, page: int) -> bytes:
    """A PNG of a page as it was read, made in a child. Raises ValueError where there is none."""
    return _result(alone, drawn, pdf, page)


def sheet(pdf: Path, page: int) -> bytes:
    """A PNG of a page as a viewer shows it, made in a child. Raises ValueError where that cannot be done."""
    return _result(alone, shown, pdf, page)


def crops(
    tasks: Iterable[tuple[Path, Sequence[PassageLine], Collection[int]]],
) -> Iterator[list[str | None] | str]:
    """What stands in the boxes of some lines of each PDF, read in a child, or why that cannot be said.

    A task is a PDF, lines of it page by page, and the pages whose words are pictures.
    """
    child = Child()
    try:
        for task in tasks:
            try:
                yield _result(child.call, cropped, *task)
            except ValueError as error:
                yield str(error)
    finally:
        child.close()


def _result(call: Callable[..., Any], function: Callable[..., T], *args: Any) -> T:
    """The result of work on a PDF, or ValueError if its child died of it."""
    try:
        return call(function, *args)  # type: ignore[no-any-return]
    except Died as death:
        raise ValueError(f"reading it ends the reader ({cause(death)})") from death


def _work_off(
    tasks: list[Task], step: Stage, job: Job, progress: Callable[[int, int], None]
) -> Iterator[str]:
    """Do the tasks, the largest files first so that none is left over at the end, and few at a time so
    that no queue grows; yields the plans that failed."""
    if not tasks:
        return
    (job.outputs / step.writes).mkdir(exist_ok=True)
    tasks = sorted(tasks, key=lambda task: (-task.plan.bytes, task.plan.id))
    rest, done = iter(tasks), 0
    progress(done, len(tasks))
    with engine_of(job, step) as engine:
        waiting: dict[concurrent.futures.Future[Issue | None], Task] = {}
        while True:
            for task in islice(rest, engine.room - len(waiting)):
                waiting[engine.submit(task)] = task
            if not waiting:
                break
            ready, _ = concurrent.futures.wait(
                waiting, LOOK_SECONDS, return_when=concurrent.futures.FIRST_COMPLETED
            )
            engine.check()
            for future in ready:
                task = waiting.pop(future)
                if issue := _answer(task, future):
                    yield from _give_up(task, issue)
                else:
                    job.failure(step.name, task.plan.id).unlink(missing_ok=True)
                done += 1
                progress(done, len(tasks))


def _answer(task: Task, future: "concurrent.futures.Future[Issue | None]") -> Issue | None:
    """Why a plan was given up, or nothing. A cluster that lost its worker again and again says so."""
    try:
        return future.result()
    except OutputsError:
        raise
    except OSError as error:
        if error.errno in UNWRITABLE:
            raise
        return failed(task, f"{type(error).__name__}: {error}")
    except concurrent.futures.CancelledError as error:
        raise ClusterError(f"the cluster at {task.job.cluster} dropped {task.plan.id}: run again") from error
    except Exception as error:
        return failed(task, f"{type(error).__name__}: {error}")


def _give_up(task: Task, issue: Issue) -> Iterator[str]:
    """Write down that a plan was refused (a result) or failed (yielding its id)."""
    unresolved = issue.code == "failed"
    path = task.job.failure(task.stage, task.plan.id) if unresolved else task.path
    path.parent.mkdir(exist_ok=True)
    write(path, stamps.to_line(task.stamp) + to_line(issue) + b"\n")
    if unresolved:
        yield task.plan.id


def _prune(step: Stage, job: Job, registered: set[str]) -> None:
    """What was made from a plan that is no longer registered goes with it: it can be made again."""
    for path in (job.outputs / step.writes).glob("*.jsonl"):
        if path.stem not in registered:
            path.unlink()
    for path in (job.outputs / "failed").glob(f"{step.name}-*.jsonl"):
        if path.stem.removeprefix(f"{step.name}-") not in registered:
            path.unlink()
