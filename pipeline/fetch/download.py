"""One file from one address, taken up where it was left.

What has come lies in a part beside a note of where it is from and of the mark (ETag or date) by which the
server tells one state of the file from another. A part is continued only if the server confirms the mark;
without one the file is begun again, since two halves of two states would make a file that never was.
"""

import contextlib
import json
import os
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from pipeline.fetch import content
from pipeline.fetch.client import Client, Reply
from pipeline.fetch.failures import Failure

UNPACKED = 1 << 20
"""How much is unpacked at once: a small piece may hold gigabytes."""


class Part:
    """A file on its way: what has come of it, and the note beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._note = path.with_suffix(".json")

    @property
    def size(self) -> int:
        """How many bytes have come."""
        return self.path.stat().st_size if self.path.exists() else 0

    def mark(self, url: str) -> str:
        """The server's mark of what has come from ``url``, or nothing if it cannot be continued."""
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return ""
        return str(note.get("mark", "")) if note.get("url") == url else ""

    def begin(self, url: str, mark: str) -> None:
        """Begin again: nothing has come. The note goes first, so that no bytes ever lie under another's."""
        self._note.unlink(missing_ok=True)
        self.path.write_bytes(b"")
        if mark:
            self._note.write_text(json.dumps({"url": url, "mark": mark}), encoding="utf-8")

    def drop(self) -> None:
        """Forget what has come."""
        self._note.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)

    def ends(self) -> tuple[bytes, bytes]:
        """The first and the last bytes."""
        with self.path.open("rb") as file:
            head = file.read(content.HEAD)
            file.seek(max(0, self.size - content.TAIL))
            return head, file.read()


def download(
    client: Client, url: str, part: Part, *, archive: bool = False, waited: Callable[[str], None]
) -> None:
    """Bring the PDF at ``url`` into ``part``, whole. Raises Failure where that is not to be had; what has
    come and can be continued stays in the part. The archive's interface is made for programs: its
    robots.txt, which is meant for crawlers, is not asked."""

    def once() -> None:
        with _disk():
            _once(client, url, part, archive)

    client.again(once, waited)


def _once(client: Client, url: str, part: Part, archive: bool) -> None:
    mark = part.mark(url) if part.size else ""
    asked = {"Range": f"bytes={part.size}-", "If-Range": mark} if mark else {}
    with client.ask(url, asked, robots=not archive) as reply:
        if reply.status == 200:
            part.begin(url, _mark(reply))
        elif not _continues(reply, part, mark):
            part.drop()
            raise Failure("changed_under_way", f"{url} changed while it was fetched", retry=True)
        _require_room(reply, part.size, client.limits.bytes)
        other = b""
        if reply.status != 416:
            with part.path.open("ab") as file:
                other = _store(reply, file, part, client.limits.bytes)
    if other:
        part.drop()
        raise content.refusal(other, reply.url, archive)
    head, tail = part.ends()
    if not content.is_whole(tail):
        # A server that counted wrongly would give the same half again: begin anew next time.
        part.drop()
        raise Failure("truncated", f"{reply.url} ends before the end of the PDF", retry=True)
    if not content.is_pdf(head):
        body = part.path.read_bytes()[: content.PAGE_BYTES]
        part.drop()
        raise content.refusal(body, reply.url, archive)


def _store(reply: Reply, file: BinaryIO, part: Part, most: int) -> bytes:
    """Write a body; or give back what has come of it, if it is no PDF."""
    fresh, other, head = part.size == 0, b"", b""
    for piece in _unpacked(reply, most):
        if fresh and len(head) < content.HEAD and not other:
            head += piece
            if len(head) < content.HEAD:
                continue
            piece, other = (head, b"") if content.is_pdf(head) else (b"", head)
        elif other:
            other += piece
            if len(other) >= content.PAGE_BYTES:
                break
            continue
        if file.tell() + len(piece) > most:
            raise Failure("too_large", f"{reply.url} has more than {most >> 20} MB")
        file.write(piece)
    if fresh and len(head) < content.HEAD:
        if not content.is_pdf(head):
            return head or b" "
        file.write(head)
    file.flush()
    os.fsync(file.fileno())
    return other


def _unpacked(reply: Reply, most: int) -> Iterator[bytes]:
    """The body, unpacked if the server packed it unasked; no more than a little over ``most`` of it."""
    packing = reply.headers.get("content-encoding", "identity").strip().lower()
    if packing in ("", "identity"):
        yield from reply.pieces()
        return
    if packing not in ("gzip", "x-gzip", "deflate") or reply.status == 206:
        raise Failure("encoding", f"{reply.url} is packed as {packing}, which was not asked for")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    total, out = 0, b""
    try:
        for piece in reply.pieces():
            while piece or len(out) == UNPACKED:
                out = unpacker.decompress(piece, UNPACKED)
                total += len(out)
                if total > most:
                    raise Failure("too_large", f"{reply.url} unpacks to more than {most >> 20} MB")
                yield out
                piece = unpacker.unconsumed_tail
    except zlib.error as error:
        raise Failure("encoding", f"{reply.url} says that it is packed, and is not: {error}") from error


def _require_room(reply: Reply, had: int, most: int) -> None:
    length = reply.headers.get("content-length", "")
    if length.isdecimal() and had + int(length) > most:
        raise Failure("too_large", f"{reply.url} has {(had + int(length)) >> 20:,} MB")


def _continues(reply: Reply, part: Part, mark: str) -> bool:
    """Whether a partial answer goes on where the part ends, or says that nothing is left, in the same
    state of the file."""
    range_form = r"bytes \*/(\d+)$" if reply.status == 416 else r"bytes (\d+)-"
    start = re.match(range_form, reply.headers.get("content-range", ""))
    same = _mark(reply) in ("", mark)
    return bool(mark and start and int(start.group(1)) == part.size and same)


def _mark(reply: Reply) -> str:
    """The server's mark of the file's state, if it is one that vouches for every byte."""
    packed = reply.headers.get("content-encoding", "identity") not in ("", "identity")
    etag = reply.headers.get("etag", "").strip()
    if packed or etag.startswith("W/"):
        return ""
    return etag or reply.headers.get("last-modified", "").strip()


@contextlib.contextmanager
def _disk() -> Iterator[None]:
    """A full disk is a reason like another."""
    try:
        yield
    except OSError as error:
        raise Failure("disk", f"the file cannot be written: {error}") from error
