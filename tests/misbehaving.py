"""A web site on the loopback that misbehaves: each path in a way of its own, until it is healed.

It speaks raw bytes, since a library would put right what is to be wrong. Host names mean nothing to it:
whoever resolves them to 127.0.0.1 reaches it.
"""

import datetime
import gzip
import io
import json
import re
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from reportlab.pdfgen.canvas import Canvas


def pdf(words: str, pages: int = 30) -> bytes:
    """A PDF of some tens of thousands of bytes, the same for the same words."""
    target = io.BytesIO()
    canvas = Canvas(target, pageCompression=0, invariant=1)
    for page in range(1, pages + 1):
        for line in range(30):
            canvas.drawString(50, 800 - 20 * line, f"{words}: page {page}, line {line}, and what it says")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


GOOD = pdf("The plan")
OTHER = pdf("Another plan")
HALF = len(GOOD) // 2


class Request:
    """One request: its path, its headers by lower-case name, and how often the path was asked before."""

    def __init__(self, head: bytes, times: int) -> None:
        first, *lines = head.decode("latin-1").split("\r\n")
        self.path = first.split(" ")[1]
        self.headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines) if name
        }
        self.times = times
        start = re.match(r"bytes=(\d+)-", self.headers.get("range", ""))
        self.start = int(start.group(1)) if start else None


Say = Callable[[bytes], None]
Way = Callable[[Request, Say, "Site"], None]


class Site:
    """The server. ``ways`` says how each path behaves; ``asked`` is what was asked, with its time."""

    def __init__(self, ways: dict[str, Way], context: ssl.SSLContext | None = None, wait: float = 0) -> None:
        self.ways = ways
        self.healed = False
        self.wait = wait
        self.asked: list[tuple[float, str, str]] = []
        self.open: Counter = Counter()
        self.most_open: Counter = Counter()
        self._times: Counter = Counter()
        self._context = context
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._lock = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def url(self, path: str, host: str = "site.example") -> str:
        scheme = "https" if self._context else "http"
        return f"{scheme}://{host}:{self.port}{path}"

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        host = ""
        try:
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
            while head := _head(connection):
                with self._lock:
                    request = Request(head, 0)
                    request.times = self._times[request.path]
                    self._times[request.path] += 1
                    self.asked.append((time.monotonic(), request.headers.get("host", ""), request.path))
                    if not host:
                        host = request.headers.get("host", "")
                        self.open[host] += 1
                        self.most_open[host] = max(self.most_open[host], self.open[host])
                time.sleep(self.wait)
                way = self.ways.get(request.path.split("?")[0], missing)
                healthy = self.healed and way not in (robots_for_all, missing)
                (good if healthy else way)(request, connection.sendall, self)
        except (OSError, Hang):  # the other side has gone, or is to be left alone
            pass
        finally:
            with self._lock:
                self.open[host] -= 1
            connection.close()


class Hang(Exception):
    """Ends a connection at once."""


def _head(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return b""
        data += piece
    return data.partition(b"\r\n\r\n")[0]


def answer(say: Say, body: bytes, status: str = "200 OK", **headers: str) -> None:
    lines = {"Content-Length": str(len(body)), "Content-Type": "application/pdf"}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    say(f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body)


def ranged(request: Request, say: Say, body: bytes = GOOD, etag: str = '"one"') -> None:
    """As a good server does: a range where the mark is still right, else the whole."""
    if request.start is not None and request.headers.get("if-range") == etag and request.start < len(body):
        where = f"bytes {request.start}-{len(body) - 1}/{len(body)}"
        answer(say, body[request.start :], "206 Partial Content", ETag=etag, Content_Range=where)
    else:
        answer(say, body, ETag=etag)


def good(request: Request, say: Say, site: Site) -> None:
    ranged(request, say)


def missing(request: Request, say: Say, site: Site) -> None:
    answer(say, b"<html><title>Not here</title></html>", "404 Not Found")


def robots_for_all(request: Request, say: Say, site: Site) -> None:
    answer(say, b"User-agent: *\nDisallow: /private/\n", Content_Type="text/plain")


def status(code: str, times: int = 10**6, **headers: str) -> Way:
    """An answer with a status, so many times; then the file."""

    def way(request: Request, say: Say, site: Site) -> None:
        if request.times >= times:
            return good(request, say, site)
        return answer(say, b"no", code, **headers)

    return way


def page(html: str, **headers: str) -> Way:
    """A web page with status 200."""

    def way(request: Request, say: Say, site: Site) -> None:
        answer(say, html.encode(), Content_Type="text/html", **headers)

    return way


def body(content: bytes, **headers: str) -> Way:
    """These bytes, whatever they are."""

    def way(request: Request, say: Say, site: Site) -> None:
        answer(say, content, **headers)

    return way


def broken(times: int = 10**6, etag: str = '"one"') -> Way:
    """Half of the file, then a broken connection; so many times."""

    def way(request: Request, say: Say, site: Site) -> None:
        if request.times >= times:
            return good(request, say, site)
        start = request.start or 0
        left = GOOD[start:]
        say(
            f"HTTP/1.1 200 OK\r\nContent-Length: {len(left)}\r\nETag: {etag}\r\n\r\n".encode()
            if not start
            else f"HTTP/1.1 206 Partial Content\r\nContent-Length: {len(left)}\r\nETag: {etag}\r\n"
            f"Content-Range: bytes {start}-{len(GOOD) - 1}/{len(GOOD)}\r\n\r\n".encode()
        )
        say(left[: len(left) // 2])
        raise Hang

    return way


def raw(*pieces: bytes, pause: float = 0, hold: float = 0) -> Way:
    """These bytes on the wire, with pauses; then silence for a while; then the end."""

    def way(request: Request, say: Say, site: Site) -> None:
        for piece in pieces:
            say(piece)
            time.sleep(pause)
        time.sleep(hold)
        raise Hang

    return way


def then(first: Way, second: Way) -> Way:
    """The first time one way, from then on another."""

    def way(request: Request, say: Say, site: Site) -> None:
        (first if request.times == 0 else second)(request, say, site)

    return way


def to(location: str | Callable[[Site], str], code: str = "302 Found") -> Way:
    """Elsewhere."""

    def way(request: Request, say: Say, site: Site) -> None:
        target = location if isinstance(location, str) else location(site)
        answer(say, b"", code, Location=target)

    return way


def chain(request: Request, say: Say, site: Site) -> None:
    """One further on, for ever."""
    last = request.path.rpartition("/")[2]
    number = int(last) if last.isdecimal() else 0
    site.ways[f"/chain/{number + 1}"] = chain
    answer(say, b"", "301 Moved", Location=f"/chain/{number + 1}")


def endless(request: Request, say: Say, site: Site) -> None:
    """A PDF that never ends, in chunks."""
    say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    say(b"9\r\n%PDF-1.4\n\r\n")
    block = b"%x\r\n" % 65536 + b"x" * 65536 + b"\r\n"
    for _ in range(4096):
        say(block)
    raise Hang


def changing(request: Request, say: Say, site: Site) -> None:
    """Another state of the file whenever a part of it is asked for; only the whole is ever good."""
    if request.start is None:
        broken(1)(request, say, site)
    else:
        mine = OTHER[request.start :]
        where = f"bytes {request.start}-{len(OTHER) - 1}/{len(OTHER)}"
        answer(say, mine, "206 Partial Content", ETag='"two"', Content_Range=where)


def wrong_range(request: Request, say: Say, site: Site) -> None:
    """A part that does not begin where it was asked to."""
    if request.times == 0:
        broken()(request, say, site)
    elif request.start is not None:
        where = f"bytes {request.start - 9}-{len(GOOD) - 1}/{len(GOOD)}"
        answer(say, GOOD[request.start - 9 :], "206 Partial Content", ETag='"one"', Content_Range=where)
    else:
        good(request, say, site)


def bomb() -> bytes:
    """A small file that unpacks to 64 MB."""
    return gzip.compress(b"%PDF-1.4\n" + b"\0" * (64 << 20), mtime=0)


def packed(content: bytes, name: str = "gzip") -> Way:
    """Packed although nobody asked for it."""
    return body(content, Content_Encoding=name)


def index(*rows: tuple[str, str, str, str]) -> Way:
    """The archive's index with these captures."""
    head = ["timestamp", "original", "mimetype", "digest"]
    return body(
        json.dumps([head, *map(list, rows)]).encode() if rows else b"[]", Content_Type="application/json"
    )


def contexts(folder: Path) -> tuple[dict[str, ssl.SSLContext], ssl.SSLContext]:
    """Certificates of a small authority (good, expired, of another name, of nobody), and who trusts it."""
    now = datetime.datetime.now(datetime.UTC)
    year = datetime.timedelta(days=365)
    authority = ec.generate_private_key(ec.SECP256R1())
    root = _certificate(
        "Authority", authority, "Authority", authority, now - year, now + year, authority=True
    )
    (folder / "root.pem").write_bytes(root)
    made = {}
    for name, host, signer, until in (
        ("good", "site.example", authority, now + year),
        ("expired", "site.example", authority, now - year / 2),
        ("other", "other.example", authority, now + year),
        ("nobody", "site.example", None, now + year),
    ):
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _certificate(
            host, key, "Authority" if signer else host, signer or key, now - year, until
        )
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / f"{name}.pem").write_bytes(certificate + private)
        made[name] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made[name].load_cert_chain(folder / f"{name}.pem")
    return made, ssl.create_default_context(cafile=folder / "root.pem")


def _certificate(host, key, issuer, signer, begin, end, authority=False) -> bytes:
    built = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
    )
    if authority:
        usage = dict.fromkeys(
            (
                "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
                "key_agreement", "encipher_only", "decipher_only",
            ),
            False,
        )  # fmt: skip
        built = built.add_extension(x509.KeyUsage(key_cert_sign=True, crl_sign=True, **usage), critical=True)
    return built.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def drip(content: bytes) -> Iterator[bytes]:
    """One byte after the other."""
    return (content[at : at + 1] for at in range(len(content)))
