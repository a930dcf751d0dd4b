"""A polite client: one connection to a host, a pause between two requests, robots.txt obeyed.

Redirects are followed here, one by one, so that each address on the way is judged and waits its turn.
Clock, chance and resolver are handed in; tests need not wait, and runs can be repeated.
"""

import contextlib
import random
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeVar
from urllib.parse import SplitResult, quote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import certifi
import httpcore

from pipeline import __version__
from pipeline.fetch.addresses import Connector, Resolver, checked, resolve
from pipeline.fetch.failures import Failure

T = TypeVar("T")

REDIRECTS = {301, 302, 303, 307, 308}
PASSING = {408, 425, 429, 500, 502, 503, 504}
"""Answers that may be another one in a while."""

ROBOTS_BYTES = 500 * 1024
"""How much of a robots.txt is read (RFC 9309 asks for at least that)."""

LONGEST_PAUSE = 30.0
"""The longest pause that a robots.txt can ask for between two requests, in seconds."""


class Limits(NamedTuple):
    """What a request may cost. Times are in seconds."""

    bytes: int = 200 << 20
    """The largest plan of 2016 that we know of has under 30 MB; scans are larger."""
    seconds: float = 900
    connect: float = 20
    stall: float = 60
    redirects: int = 5
    tries: int = 4
    patience: float = 120
    """The longest wait that a server may ask for before it is tried another day."""
    delay: float = 2
    """Between the end of a request to a host and the next. No site of a public body minds one every 2 s."""


class Clock(NamedTuple):
    """Time and chance."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


LIMITS, CLOCK = Limits(), Clock()


class Reply(NamedTuple):
    """The head of an answer, and its body in pieces as it comes."""

    url: str
    status: int
    headers: Mapping[str, str]
    pieces: Callable[[], Iterator[bytes]]


class _Host:
    """One host, by http and by https: its connection, whose turn it is, and its rules for programs, which
    each of the two has for itself (RFC 9309)."""

    def __init__(self, connector: Connector, trust: ssl.SSLContext) -> None:
        self.connector = connector
        self.pool = httpcore.ConnectionPool(
            ssl_context=trust, max_connections=1, keepalive_expiry=10, network_backend=connector
        )
        self.turn = threading.Lock()
        self.asking = threading.Lock()
        self.free_at = 0.0
        self.delay = 0.0
        self.rules: dict[str, RobotFileParser] = {}


class Client:
    """Asks for files over the network."""

    def __init__(
        self,
        *,
        contact: str = "",
        limits: Limits = LIMITS,
        clock: Clock = CLOCK,
        resolver: Resolver = resolve,
        allow_private: bool = False,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self.agent = f"stp-findings/{__version__}" + (f" (+{contact})" if contact else "")
        self.limits = limits
        self.clock = clock
        self._resolver = resolver
        self._allow_private = allow_private
        self._trust = trust or ssl.create_default_context(cafile=certifi.where())
        self._hosts: dict[str, _Host] = {}
        self._adding = threading.Lock()

    def close(self) -> None:
        """Close all connections."""
        for host in self._hosts.values():
            host.pool.close()

    @contextlib.contextmanager
    def ask(self, url: str, headers: Mapping[str, str] = {}, *, robots: bool = True) -> Iterator[Reply]:
        """The answer to a request, redirects followed. Raises Failure where there is none of use: what
        comes out has status 200, 206 or 416. The host is kept until the context ends."""
        seen = [url]
        while True:
            parts = checked(url)
            host = self._host(parts)
            if robots:
                self._obey(host, parts)
            with self._turn(host), self._exchange(host, url, headers) as reply:
                if reply.status not in REDIRECTS:
                    _require_useful(reply)
                    yield reply
                    return
                url = self._next(url, reply, seen)

    def again(self, function: Callable[[], T], waited: Callable[[str], None] = lambda why: None) -> T:
        """Call a function until it works, with a growing and random pause after each Failure that may pass.

        Raises the last Failure. ``waited`` is told why before each pause."""
        for attempt in range(1, self.limits.tries + 1):
            try:
                return function()
            except Failure as failure:
                pause = max(failure.wait, 2.0 ** (attempt - 1) * (0.5 + self.clock.chance()))
                if not failure.retry or attempt == self.limits.tries or pause > self.limits.patience:
                    raise
                waited(failure.message)
                self.clock.sleep(pause)
        raise AssertionError("there is at least one try")

    def _host(self, parts: SplitResult) -> _Host:
        name = parts.hostname or ""
        with self._adding:
            if name not in self._hosts:
                connector = Connector(self._resolver, self._allow_private, self.clock.now)
                self._hosts[name] = _Host(connector, self._trust)
            return self._hosts[name]

    @contextlib.contextmanager
    def _turn(self, host: _Host) -> Iterator[None]:
        with host.turn:
            self.clock.sleep(max(0.0, host.free_at - self.clock.now()))
            host.connector.deadline = self.clock.now() + self.limits.seconds
            try:
                yield
            finally:
                host.free_at = self.clock.now() + max(self.limits.delay, host.delay)

    @contextlib.contextmanager
    def _exchange(self, host: _Host, url: str, headers: Mapping[str, str]) -> Iterator[Reply]:
        sent = {
            "User-Agent": self.agent,
            "Accept": "application/pdf, */*;q=0.5",
            "Accept-Encoding": "identity",
        }
        waits = {"connect": self.limits.connect, "read": self.limits.stall, "write": self.limits.stall}
        with _translated(url):
            try:
                stream = host.pool.stream(
                    "GET",
                    _ascii(url),
                    headers=list((sent | dict(headers)).items()),
                    extensions={"timeout": waits},
                )
                with stream as answer:
                    found = {
                        name.decode("latin-1").lower(): value.decode("latin-1")
                        for name, value in answer.headers
                    }
                    yield Reply(url, answer.status, found, lambda: self._pieces(host, answer))
            except Failure:
                # What httpcore holds after a failure of ours is a connection in the middle of an answer.
                host.pool.close()
                raise

    def _pieces(self, host: _Host, answer: httpcore.Response) -> Iterator[bytes]:
        for piece in answer.iter_stream():
            host.connector.left(None)
            yield piece

    def _next(self, url: str, reply: Reply, seen: list[str]) -> str:
        target = urljoin(url, reply.headers.get("location", "").strip()).partition("#")[0]
        if not reply.headers.get("location"):
            raise Failure("redirects", f"{url} sends elsewhere without saying where")
        if target in seen or len(seen) > self.limits.redirects:
            raise Failure("redirects", f"{seen[0]} was sent on {len(seen)} times, last to {target}")
        if url.startswith("https:") and target.startswith("http:"):
            raise Failure("redirect_insecure", f"{url} sends from https to {target}")
        seen.append(target)
        return target

    def _obey(self, host: _Host, parts: SplitResult) -> None:
        """Read the host's rules once. Raises Failure where they forbid the address."""
        origin = f"{parts.scheme}://{parts.netloc}"
        with host.asking:
            if origin not in host.rules:
                host.rules[origin] = self._rules(f"{origin}/robots.txt")
                pause = float(host.rules[origin].crawl_delay(self.agent) or 0)
                host.delay = max(host.delay, min(pause, LONGEST_PAUSE))
        if not host.rules[origin].can_fetch(self.agent, parts.geturl()):
            raise Failure("robots", f"robots.txt of {parts.hostname} asks programs not to get {parts.path}")

    def _rules(self, url: str) -> RobotFileParser:
        rules = RobotFileParser()

        def read() -> bytes:
            body = b""
            with self.ask(url, robots=False) as reply:
                for piece in reply.pieces():
                    body += piece
                    if len(body) >= ROBOTS_BYTES:
                        break
            return body

        try:
            text = self.again(read).decode("utf-8", errors="replace")
        except Failure as failure:
            if failure.code not in ("gone", "forbidden", "status", "redirects", "redirect_insecure"):
                raise
            text = ""
        rules.parse([] if "<html" in text.lower() else text.splitlines())
        return rules


def _require_useful(reply: Reply) -> None:
    """Raise the Failure that a status means, if it means one."""
    status, said = reply.status, f"{reply.url} answers {reply.status}"
    if status in (200, 206, 416):
        return
    wait = _seconds(reply.headers.get("retry-after", ""))
    if status == 429:
        after = f" and asks to wait {wait:.0f} s" if wait else ""
        raise Failure("rate_limited", said + after, retry=True, wait=wait)
    if status in (404, 410):
        raise Failure("gone", said)
    if status in (401, 402, 403, 407, 451):
        raise Failure("forbidden", said)
    if status in PASSING:
        raise Failure("server_error", said, retry=True, wait=wait)
    raise Failure("server_error" if status >= 500 else "status", said)


def _seconds(retry_after: str) -> float:
    """The wait that a server asks for; a date is read as a minute, since clocks differ."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    return 60.0 if retry_after.strip() else 0.0


def _ascii(url: str) -> str:
    """An address as it goes over the wire: the host in IDNA, the rest percent-encoded."""
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode()
    host = f"[{host}]" if ":" in host else host
    netloc = host + (f":{parts.port}" if parts.port else "")
    path, query = (quote(each, safe="%/:=&?~+!$,;'@()*[]") for each in (parts.path, parts.query))
    return parts._replace(netloc=netloc, path=path or "/", query=query, fragment="").geturl()


@contextlib.contextmanager
def _translated(url: str) -> Iterator[None]:
    """What the library says of a broken connection, as a Failure."""
    try:
        yield
    except UnicodeError as error:
        raise Failure("bad_address", f"{url!r} has a host name that cannot be: {error}") from error
    except (httpcore.ConnectTimeout, httpcore.PoolTimeout) as error:
        raise Failure("unreachable", f"{url}: nobody answers", retry=True) from error
    except (httpcore.ReadTimeout, httpcore.WriteTimeout) as error:
        raise Failure("stalled", f"{url}: the answer stopped", retry=True) from error
    except (httpcore.ConnectError, ssl.SSLError) as error:
        cause = error.__cause__ or error.__context__ or error
        if isinstance(cause, ssl.SSLError) or isinstance(error, ssl.SSLError):
            reason = getattr(cause, "verify_message", "") or str(cause)
            raise Failure("tls", f"{url}: its certificate or encryption is not good: {reason}") from error
        raise Failure("unreachable", f"{url}: {error}", retry=True) from error
    except (httpcore.ReadError, httpcore.WriteError) as error:
        raise Failure("reset", f"{url}: the connection broke: {error}", retry=True) from error
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        broken = "without sending" in str(error) or "peer closed" in str(error)
        raise Failure("reset" if broken else "protocol", f"{url}: {error}", retry=broken) from error
