"""Running a stage over the plans: what is current is skipped, the rest goes to worker processes.

A worker that dies or hangs costs one page of a PDF, or one plan of another stage; everything else goes
on. What failed is written down with its reason and tried again only when asked or when something changed.
"""

import concurrent.futures
import json
import multiprocessing
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pebble

from pipeline import __version__
from pipeline.records import Issue, PassageLine, to_line
from pipeline.stages import Job, Stage, parameters, stamps
from pipeline.stages.steps import PAGE_SECONDS, Task, cropped, drawn, opening, shown, work

T = TypeVar("T")

DEATHS = 25
"""On how many pages of one file workers may die before the file is given up."""

TASKS_A_WORKER = 20
"""A worker is replaced after so many plans, so that what a parser leaks is given back."""


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
    tasks, current, failed, blocked = [], 0, [], []
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
            failed.append(plan.id)
        else:
            tasks.append(Task(job, step.name, step.writes, plan, stamp))
    failed += _work_off(tasks, job, progress)
    outcome = Outcome(
        step.name, len(tasks), current, tuple(sorted(failed)), tuple(blocked), time.monotonic() - began
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
    with (job.outputs / "runs.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")


def refusal(pdf: Path) -> str:
    """Why a file must be refused, or nothing: it is opened in a worker, within its limits."""
    try:
        return alone(opening, pdf)
    except (pebble.ProcessExpired, MemoryError) as error:
        return f"opening it ends the reader ({_cause(error)})"


def picture(pdf: Path, page: int) -> bytes:
    """A PNG of a page as it was read, made in a worker."""
    return alone(drawn, pdf, page)


def sheet(pdf: Path, page: int) -> bytes:
    """A PNG of a page as a viewer shows it, made in a worker. Raises ValueError where that cannot be done."""
    png: bytes = _result(alone, shown, pdf, page)
    return png


def crops(
    tasks: Iterable[tuple[Path, Sequence[PassageLine], Collection[int]]],
) -> Iterator[list[str | None] | str]:
    """What stands in the boxes of some lines of each PDF, read in a worker, or why that cannot be said.

    A task is a PDF, lines of it page by page, and the pages whose words are pictures.
    """
    with _pool(1) as pool:
        for future in [pool.schedule(cropped, args=task) for task in tasks]:
            try:
                yield _result(future.result)
            except ValueError as error:
                yield str(error)


def _result(function: Callable[..., T], *args: Any) -> T:
    """The result of work on a PDF, or ValueError if its worker died of it."""
    try:
        return function(*args)
    except (pebble.ProcessExpired, MemoryError) as error:
        raise ValueError(f"reading it ends the reader ({_cause(error)})") from error


def alone(function: Callable[..., T], *args: Any, **named: Any) -> T:
    """Call a function in a worker of its own."""
    with _pool(1) as pool:
        return pool.schedule(function, args=args, kwargs=named).result()


def engine() -> str:
    """The name and version of the OCR engine on this machine, or "none"."""
    from pipeline.extract import ocr

    return ocr.version()


def _work_off(tasks: list[Task], job: Job, progress: Callable[[int, int], None]) -> Iterable[str]:
    """Do the tasks, the largest files first so that none is left over at the end; yields the plans that
    failed."""
    if not tasks:
        return
    (job.outputs / tasks[0].writes).mkdir(exist_ok=True)
    tasks = sorted(tasks, key=lambda task: (-task.plan.bytes, task.plan.id))
    done = 0
    progress(done, len(tasks))
    with _pool(min(job.workers, len(tasks))) as pool:
        waiting: dict[Any, Task] = {pool.schedule(work, args=(task,)): task for task in tasks}
        while waiting:
            ready, _ = concurrent.futures.wait(waiting, return_when=concurrent.futures.FIRST_COMPLETED)
            for future in ready:
                task = waiting.pop(future)
                again, issue = _verdict(task, future.exception())
                if again:
                    waiting[pool.schedule(work, args=(again,))] = again
                    continue
                if issue:
                    yield from _give_up(task, issue)
                else:
                    job.failure(task.stage, task.plan.id).unlink(missing_ok=True)
                done += 1
                progress(done, len(tasks))


class _pool:
    """A pool of workers that is stopped at once when anything goes wrong here, and closed otherwise."""

    def __init__(self, workers: int) -> None:
        # A fork server starts workers from a clean small process, without this one's threads.
        context = multiprocessing.get_context("forkserver")
        self.pool = pebble.ProcessPool(max_workers=workers, max_tasks=TASKS_A_WORKER, context=context)

    def __enter__(self) -> pebble.ProcessPool:
        return self.pool

    def __exit__(self, kind: object, *_: object) -> None:
        if kind:
            self.pool.stop()
        else:
            self.pool.close()
        self.pool.join()


def _verdict(task: Task, error: BaseException | None) -> tuple[Task | None, Issue | None]:
    """Whether to try a task again, or why it failed; neither if all went well."""
    if error is None:
        return None, None
    if not isinstance(error, (pebble.ProcessExpired, MemoryError)):
        return None, _failed(task, f"{type(error).__name__}: {error}")
    if task.stage != "extract":
        return None, _failed(task, f"the worker died ({_cause(error)})")
    page = int.from_bytes(task.bookmark.read_bytes(), "big") if task.bookmark.exists() else 0
    task.bookmark.unlink(missing_ok=True)
    if page == 0 or page in task.skip:
        return None, _refused(f"opening it ends the reader ({_cause(error)})")
    if len(task.skip) >= DEATHS:
        return None, _refused(f"more than {DEATHS} of its pages end the reader (the last: {_cause(error)})")
    return task._replace(skip=(*task.skip, page)), None


def _cause(error: BaseException) -> str:
    code = getattr(error, "exitcode", None)
    causes = {
        -14: f"more than {PAGE_SECONDS} s",
        -6: "out of memory",
        -9: "killed",
        -11: "a fault in the parser",
    }
    if isinstance(error, MemoryError):
        return "out of memory"
    return causes.get(code, f"exit code {code}") if isinstance(code, int) else str(error)


def _failed(task: Task, reason: str) -> Issue:
    return Issue(
        stage=task.stage,
        severity="error",
        code="failed",
        message=f"{task.plan.id}: {reason}",
        mend=f"run `stp {task.stage} --plan {task.plan.id} --retry`; report it, with the file, if that fails",
    )


def _refused(reason: str) -> Issue:
    return Issue(
        stage="extract",
        severity="error",
        code="refused",
        message=f"the file cannot be read: {reason}",
        mend="get another copy of the file, or print it to a new PDF",
    )


def _give_up(task: Task, issue: Issue) -> Iterator[str]:
    """Write down that a plan was refused (a result) or failed (yielding its id)."""
    failed = issue.code == "failed"
    path = task.job.failure(task.stage, task.plan.id) if failed else task.path
    path.parent.mkdir(exist_ok=True)
    draft = path.with_name(f".{path.name}.tmp")
    draft.write_bytes(stamps.to_line(task.stamp) + to_line(issue) + b"\n")
    draft.replace(path)
    if failed:
        yield task.plan.id


def _prune(step: Stage, job: Job, registered: set[str]) -> None:
    """What was made from a plan that is no longer registered goes with it: it can be made again."""
    for path in (job.outputs / step.writes).glob("*.jsonl"):
        if path.stem not in registered:
            path.unlink()
    for path in (job.outputs / "failed").glob(f"{step.name}-*.jsonl"):
        if path.stem.removeprefix(f"{step.name}-") not in registered:
            path.unlink()
