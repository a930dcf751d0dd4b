"""One task, tried until it is done or given up: the work of a thread, here or on a cluster.

The task is done in the thread's own child process. If that dies on a page of a PDF, the file is read
again without the page; if it dies elsewhere, the plan has failed. If something killed it from outside,
that is not the plan's fault and it is tried once more as it is. A failure is an answer, not an error.
"""

import errno
import signal
from typing import Any

from pipeline.records import Issue
from pipeline.stages import UNWRITABLE, OutputsError
from pipeline.stages.child import FROM_OUTSIDE, Children, Died
from pipeline.stages.steps import PAGE_SECONDS, Task, work

DEATHS = 25
"""On how many pages of one file children may die before the file is given up."""

_CAUSES = {
    -signal.SIGALRM: f"more than {PAGE_SECONDS} s",
    -signal.SIGABRT: "out of memory",
    errno.ENOMEM: "out of memory",
    -signal.SIGKILL: "killed",
    -signal.SIGTERM: "ended from outside",
    -signal.SIGSEGV: "a fault in the parser",
}


def attempt(children: Children, task: Task) -> Issue | None:
    """Do a task in this thread's child; returns why the plan was refused or failed, or nothing.

    Raises OSError where the outputs cannot be written, and OutputsError where no child can be started.
    """
    spared = list[Any]()
    while True:
        try:
            children.call(work, task)
        except Died as death:
            if death.code in FROM_OUTSIDE and death.last not in spared:
                spared.append(death.last)
                continue
            again, issue = verdict(task, death)
            if again is None:
                return issue
            task = again
        except OutputsError:
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno in UNWRITABLE:
                raise
            return failed(task, f"{type(error).__name__}: {error}")
        else:
            return None


def verdict(task: Task, death: Died) -> tuple[Task | None, Issue | None]:
    """The task without the page on which its child died, or why it is given up."""
    if task.stage != "extract":
        return None, failed(task, f"the worker died ({cause(death)})")
    page = death.last or 0
    if page == 0 or page in task.skip:
        return None, _refused(f"opening it ends the reader ({cause(death)})")
    if len(task.skip) >= DEATHS:
        return None, _refused(f"more than {DEATHS} of its pages end the reader (the last: {cause(death)})")
    return task._replace(skip=(*task.skip, page)), None


def cause(death: Died) -> str:
    """Of what a child died, in words."""
    return _CAUSES.get(death.code, f"exit code {death.code}")


def failed(task: Task, reason: str) -> Issue:
    """That a stage failed on a plan, and what can be done."""
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
