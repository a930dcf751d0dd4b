"""How cases are measured: wall and CPU seconds, peak memory, and how much was done.

A function is measured in a child process once what it needs is imported and loaded; a command as a whole,
with its workers.
"""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, NamedTuple

from pipeline.stages.child import alone

LOOK_SECONDS = 0.05
"""How often a command is looked at while it runs. Its peak memory is kept by the system between looks."""


class Measure(NamedTuple):
    """Seconds by the clock and of the processors, peak bytes of the largest process and (of a command) of
    the process that directs the others, and how many units were done."""

    wall: float
    cpu: float
    peak: int
    parent: int
    units: int


def median(measures: Sequence[Measure]) -> Measure:
    """The median of each figure over several runs."""
    return Measure(*(type(values[0])(statistics.median(values)) for values in zip(*measures, strict=True)))


def function(prepare: Callable[..., Callable[[], int]], *args: Any) -> Measure:
    """Measure, in a process of its own, what ``prepare(*args)`` returns: a function that does the work
    and returns how many units it did."""
    return alone(_measured, prepare, args)


def command(arguments: Sequence[object], count: int = 1) -> Measure:
    """Measure `stp` with arguments, as a whole. Raises CalledProcessError if it fails."""
    return process([sys.executable, "-m", "pipeline", *map(str, arguments)], count)


def process(line: Sequence[str], count: int = 1) -> Measure:
    """Measure a process and all that it starts. Raises CalledProcessError if it fails."""
    # From a small child, since the system counts the memory of who starts a process as its own peak.
    return alone(_process, line, count)


def _process(line: Sequence[str], count: int) -> Measure:
    began, parent = time.perf_counter(), 0
    with (
        TemporaryFile() as errors,
        subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=errors) as running,
    ):
        while True:
            pid, status, usage = os.wait4(running.pid, os.WNOHANG)
            if pid:
                break
            parent = max(parent, _peak(running.pid))
            time.sleep(LOOK_SECONDS)
        wall = time.perf_counter() - began
        running.returncode = os.waitstatus_to_exitcode(status)
        if running.returncode:
            errors.seek(0)
            raise subprocess.CalledProcessError(running.returncode, line, stderr=errors.read())
    return Measure(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, parent, count)


def _measured(prepare: Callable[..., Callable[[], int]], args: tuple[Any, ...]) -> Measure:
    do = prepare(*args)
    began, before = time.perf_counter(), _cpu()
    count = do()
    wall, cpu = time.perf_counter() - began, _cpu() - before
    peak = _peak(os.getpid())
    return Measure(wall, cpu, peak, peak, count)


def _cpu() -> float:
    """CPU seconds of this process and of those that it has waited for."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, kinds))


def _peak(pid: int) -> int:
    """Peak bytes that a running process held in memory; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("VmHWM")), 0)
