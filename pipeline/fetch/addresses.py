"""Addresses: which may be asked, and the connection that goes to no other.

A name is resolved once, every address that it gives is judged, and the connection is made to an address
that was judged, not to the name: a name that changes its mind between the two (DNS rebinding) gains
nothing. The certificate is still checked against the name.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import SplitResult, urlsplit

import httpcore

from pipeline.fetch.failures import Failure

Resolver = Callable[[str, int], list[str]]
"""The addresses of a name and port. Raises OSError where there are none."""

A_MOMENT = 0.01
"""Less time than this, in seconds, is none: timers are not more exact."""

NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses that carry an IPv4 address in their last 32 bits (RFC 6052)."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system resolves it."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def checked(url: str) -> SplitResult:
    """The parts of an address that may be asked for. Raises Failure for any other."""
    try:
        parts = urlsplit(url)
        port_is_good = parts.port != 0
    except ValueError as error:
        raise Failure("bad_address", f"{url!r} is no address: {error}") from error
    if parts.scheme not in ("http", "https"):
        raise Failure("bad_address", f"{url!r} is neither http nor https")
    if not parts.hostname or not port_is_good:
        raise Failure("bad_address", f"{url!r} names no host")
    if parts.username or parts.password:
        raise Failure("bad_address", f"{parts.hostname}: an address with a password in it is not asked")
    if any(ord(character) <= 32 or ord(character) == 127 for character in url):
        raise Failure("bad_address", f"{url!r} has blanks or control characters in it")
    return parts


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also where IPv6 wraps an IPv4 address."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


class Connector(httpcore.NetworkBackend):
    """Connects to judged addresses only; every read ends at the ``deadline`` (in seconds of ``now``)."""

    def __init__(self, resolver: Resolver, allow_private: bool, now: Callable[[], float]) -> None:
        self._resolver = resolver
        self._allow_private = allow_private
        self._now = now
        self._backend = httpcore.SyncBackend()
        self.deadline = float("inf")

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of ``host`` that may be asked and answers."""
        try:
            found = self._resolver(host, port)
        except OSError as error:
            raise Failure("unresolved", f"{host} has no address: {error}") from error
        good = [each for each in found if self._allow_private or is_public(each)]
        if not good:
            raise Failure("private_address", f"{host} leads to {', '.join(found)}, inside a private network")
        for address in good[:-1]:
            try:
                return self._connected(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connected(good[-1], port, timeout, local_address, socket_options)

    def _connected(self, address: str, port: int, *rest: Any) -> httpcore.NetworkStream:
        stream = self._backend.connect_tcp(address, port, *rest)
        peer = str(stream.get_extra_info("server_addr")[0])
        if not self._allow_private and not is_public(peer):
            stream.close()
            raise Failure("private_address", f"the connection led to {peer}, inside a private network")
        return _Timed(stream, self)

    def left(self, timeout: float | None) -> float:
        """How long a read may take. Raises Failure where the time for the whole file is up."""
        left = self.deadline - self._now()
        if left < A_MOMENT:
            raise Failure("slow", "the file took longer than it may")
        return left if timeout is None else min(left, timeout)

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """Never: files are fetched from the network."""
        raise Failure("bad_address", "a socket of this machine is not asked")

    def sleep(self, seconds: float) -> None:
        """Not used: who waits is decided by the client."""
        raise NotImplementedError


class _Timed(httpcore.NetworkStream):
    """A stream whose reads end at the connector's deadline, headers included: a server that sends a byte
    a minute would hold any timeout between two bytes."""

    def __init__(self, stream: httpcore.NetworkStream, connector: Connector) -> None:
        self._stream = stream
        self._connector = connector

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return self._stream.read(max_bytes, self._connector.left(timeout))
        except httpcore.ReadTimeout:
            self._connector.left(timeout)
            raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._connector.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, self._connector.left(timeout))
        return _Timed(inner, self._connector)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
