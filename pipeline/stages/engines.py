"""Where tasks are done: by threads of this process, or by the workers of a Dask cluster.

Either way a thread hands each task to its own child process (:mod:`.attempt`), so that limits of memory
and of time for each page, deaths and second attempts are the same everywhere, and so are the bytes.
"""

import contextlib
import importlib
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple

from pipeline.corpus import Corpus
from pipeline.records import Issue
from pipeline.stages import MAPPED, Job, OutputsError, Stage, parameters
from pipeline.stages.attempt import attempt
from pipeline.stages.child import Children
from pipeline.stages.steps import Task, engine

ANSWER_SECONDS = 15
"""How long a scheduler may take to answer. One in the same building takes milliseconds."""

AHEAD = 2
"""Tasks in flight for each thread of a worker: one that is done, and the next at hand. More would only
fill the scheduler's memory."""


class ClusterError(OutputsError):
    """A cluster that cannot be used. The message says the mend."""


class Engine(NamedTuple):
    """Takes tasks; ``room`` is how many may be in flight. ``check`` raises ClusterError if it is lost."""

    submit: Callable[[Task], "Future[Issue | None]"]
    room: int
    check: Callable[[], None]


def engine_of(job: Job, step: Stage) -> contextlib.AbstractContextManager[Engine]:
    """The engine that a job asks for."""
    return _cluster(job, step) if job.cluster else _here(job)


def dashboard(address: str) -> str:
    """Where a browser can watch the cluster. Raises ClusterError if its scheduler does not answer."""
    with _client(address) as client:
        return str(client.dashboard_link)


@contextlib.contextmanager
def _here(job: Job) -> Iterator[Engine]:
    children, threads = Children(), ThreadPoolExecutor(job.workers)
    try:
        yield Engine(lambda task: threads.submit(attempt, children, task), AHEAD * job.workers, lambda: None)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        children.close()
        threads.shutdown()


@contextlib.contextmanager
def _cluster(job: Job, step: Stage) -> Iterator[Engine]:
    """The workers of a cluster, once each has shown that it would write the same bytes."""
    corpus, outputs = Corpus(job.corpus.folder.resolve()), job.outputs.resolve()
    here = job._replace(corpus=corpus, outputs=outputs)
    with _client(job.cluster) as client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise ClusterError(f"the cluster at {job.cluster} has no workers: start some (`dask worker …`)")
        values = _values(step, here)
        _refuse(job.cluster, client.run(differences, step.name, here, values, on_error="return"))

        def check() -> None:
            if client.status != "running":
                raise ClusterError(
                    f"the scheduler at {job.cluster} no longer answers: what is done is kept; "
                    "start it again and run again"
                )

        executor = client.get_executor(pure=False)
        try:
            yield Engine(
                lambda task: executor.submit(there, task._replace(job=here), values), AHEAD * threads, check
            )
        finally:
            executor.shutdown(wait=False)
            if client.status == "running":
                with contextlib.suppress(OSError):
                    client.run(release, on_error="ignore")


@contextlib.contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError as error:
        raise ClusterError(
            "--cluster needs Dask: install the extra `cluster` (pip install 'stp-findings[cluster]')"
        ) from error
    try:
        client = distributed.Client(address, timeout=ANSWER_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"no scheduler answers at {address}: start one (`dask scheduler`), and give the address it prints"
        ) from error
    try:
        yield client
    finally:
        client.close(timeout=ANSWER_SECONDS)


def _refuse(address: str, found: dict[str, str | Exception]) -> None:
    """Raise ClusterError if any worker differs, or cannot even say whether it does."""
    bad = {
        worker: f"it has another version of this program or none ({each})"
        if isinstance(each, Exception)
        else each
        for worker, each in sorted(found.items())
        if each
    }
    if bad:
        reasons = "; ".join(f"{worker}: {reason}" for worker, reason in bad.items())
        raise ClusterError(f"{len(bad)} of the workers at {address} cannot be used: {reasons}")


# What follows runs in the workers of a cluster.

_threads = threading.Lock()
_held: dict[str, Any] = {}
"""In a worker of a cluster: its children, and in what it differs from the run that it works for."""


def there(task: Task, values: dict[str, str]) -> Issue | None:
    """Do a task in a worker of a cluster. Raises ClusterError if it would not write the same bytes."""
    key = f"{task.stage} {sorted(values.items())}"
    with _threads:
        if key not in _held:
            _held[key] = differences(task.stage, task.job, values)
        children = _held.setdefault("children", Children())
    if _held[key]:
        raise ClusterError(f"the worker on {socket.gethostname()} cannot be used: {_held[key]}")
    return attempt(children, task)


def differences(stage: str, job: Job, values: dict[str, str]) -> str:
    """In what this machine differs from the one that runs the stage, or nothing."""
    mine = _values(next(each for each in MAPPED if each.name == stage), job)
    if mine["outputs"] != values["outputs"]:
        return f"it does not see {job.outputs} as this machine does: corpus and outputs must be shared"
    differing = sorted(name for name in values if values[name] != mine.get(name))
    if differing:
        return f"its {' and '.join(differing)} are not those of this machine: install the same version there"
    return ""


def _values(step: Stage, job: Job) -> dict[str, str]:
    """What decides the bytes that a machine would write, and whose run it sees in the outputs."""
    lock = job.outputs / ".lock"
    return parameters(step, job, engine) | {"outputs": lock.read_text() if lock.exists() else ""}


def release() -> None:
    """End the children of this worker, and forget what was known of it."""
    with _threads:
        held = _held.copy()
        _held.clear()
    if "children" in held:
        held["children"].close()
