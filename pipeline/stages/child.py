"""A process of its own that is called like a function, one call at a time.

Whatever may die, hang or swell is called in such a child: reading a PDF above all. If it dies, the call
says how and how far it was, and the next call starts another child. Nothing but a pair of sockets
joins the two, so that a child may stand below any process: this one, a server, a cluster's worker.
"""

import contextlib
import errno
import multiprocessing.connection
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from pipeline.stages import OutputsError

T = TypeVar("T")

CALLS = 100
"""A child is replaced after so many calls, so that what a parser leaks is given back. To start one and
load the model takes a second or two, which this spreads over some minutes of work."""

FROM_OUTSIDE = (-signal.SIGKILL, -signal.SIGTERM)
"""How a child ends that a person, a scheduler of jobs or a machine short of memory has ended."""

_caller: list[Connection] = []
"""In a child, the connection to the process that calls it; elsewhere nothing."""


class Died(Exception):
    """A child that died in a call: its exit code (negative for a signal) and what it told last."""

    def __init__(self, code: int, last: Any) -> None:
        super().__init__(f"exit code {code}")
        self.code, self.last = code, last


class CannotStart(OutputsError):
    """A child that cannot even begin: the installation is at fault, no plan is."""


class Child:
    """A child process, started by the first call. For one thread, but any may close it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._calls = 0
        self._closed = False

    def call(self, function: Callable[..., T], *args: Any, **named: Any) -> T:
        """What the function returns or raises there. Raises Died if the child dies in the call, and
        CancelledError if it is closed meanwhile, CannotStart if there can be no child."""
        if self._process is None or self._process.poll() is not None or self._calls == CALLS:
            self._start()
        self._calls += 1
        last = None
        with contextlib.suppress(BrokenPipeError):
            self._pipe.send((function, args, named))
        while True:
            try:
                what, value = self._pipe.recv()
            except (EOFError, ConnectionResetError):
                raise self._death(last) from None
            if what == "told":
                last = value
            elif what == "raised":
                raise value
            else:
                return value  # type: ignore[no-any-return]

    def close(self) -> None:
        """Kill the child, whatever it is doing; it can be called no more."""
        self._closed = True
        self._kill()

    def _start(self) -> None:
        self._kill()
        if self._closed:
            raise CancelledError
        self._pipe, theirs = multiprocessing.Pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"from pipeline.stages.child import serve; serve({theirs.fileno()})"],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        theirs.close()
        self._calls = 0
        if self._closed:
            self._kill()
        try:
            self._pipe.recv()
        except (EOFError, ConnectionResetError):
            death = self._death(None)
            if isinstance(death, Died) and death.code not in FROM_OUTSIDE:
                raise CannotStart(
                    f"a worker process cannot be started ({death}; its reason stands above): mend the "
                    "installation and run again; what is done is kept"
                ) from None
            raise death from None

    def _death(self, last: Any) -> BaseException:
        if self._closed or self._process is None:
            return CancelledError()
        code = self._process.wait()
        return Died(code, last)

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


class Children:
    """A child for each thread that calls one."""

    def __init__(self) -> None:
        self._mine = threading.local()
        self._all: list[Child] = []
        self._adding = threading.Lock()
        self._closed = False

    def call(self, function: Callable[..., T], *args: Any, **named: Any) -> T:
        """Call the function in the child of this thread; see :meth:`Child.call`."""
        if not hasattr(self._mine, "child"):
            with self._adding:
                if self._closed:
                    raise CancelledError
                self._mine.child = Child()
                self._all.append(self._mine.child)
        child: Child = self._mine.child
        return child.call(function, *args, **named)

    def close(self) -> None:
        """Kill them all; none can be called any more."""
        with self._adding:
            self._closed = True
        for child in self._all:
            child.close()


def alone(function: Callable[..., T], *args: Any, **named: Any) -> T:
    """Call a function in a child of its own."""
    child = Child()
    try:
        return child.call(function, *args, **named)
    finally:
        child.close()


def tell(what: Any) -> None:
    """In a child, tell the caller how far the call is; elsewhere do nothing."""
    for caller in _caller:
        caller.send(("told", what))


def serve(descriptor: int) -> None:
    """Answer calls until the caller is gone. Want of memory ends the process, since what is left of it
    may be unsound; a caller that is interrupted from the keyboard ends its children itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    caller = Connection(descriptor)
    _caller.append(caller)
    caller.send("ready")
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            function, args, named = caller.recv()
            try:
                answer = ("returned", function(*args, **named))
            except MemoryError:
                os._exit(errno.ENOMEM)
            except Exception as error:
                answer = ("raised", _sendable(error))
            caller.send(answer)


def _sendable(error: Exception) -> Exception:
    """The error, or what it says where it cannot be pickled and made again."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
