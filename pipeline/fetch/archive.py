"""The Wayback Machine: which captures of an address it holds, and where the unchanged bytes are.

The index (CDX) lists every capture with its time and the SHA-1 of its content. ``id_`` after the time in
an address of the archive asks for the bytes as they were captured, without the archive's own additions.
Both are described in the archive's documentation of the Wayback CDX Server.
"""

import calendar
import json
import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlencode

from pipeline.fetch.client import Client
from pipeline.fetch.failures import Failure

ARCHIVE = "https://web.archive.org"
FIELDS = ("timestamp", "original", "mimetype", "digest")
MOST = 2000
"""How many captures are listed; plans have tens."""

ANSWER_BYTES = 1 << 20


class Capture(NamedTuple):
    """One capture: its time (14 digits, UTC), the address captured, its type and SHA-1 in base 32."""

    timestamp: str
    original: str
    mimetype: str
    digest: str

    def address(self, base: str) -> str:
        """Where its unchanged bytes are."""
        return f"{base.rstrip('/')}/web/{self.timestamp}id_/{self.original}"


def captures(
    client: Client, base: str, url: str, published: str, *, most: int = 3, waited: Callable[[str], None]
) -> list[Capture]:
    """The captures of an address, each content once, nearest to the date of publication first.

    Raises Failure ``not_archived`` where there are none, ``archive_answer`` where the index makes no sense.
    """
    query = urlencode(
        {"url": url, "output": "json", "fl": ",".join(FIELDS), "filter": "statuscode:200", "limit": MOST}
    )

    def ask() -> bytes:
        body = b""
        with client.ask(f"{base.rstrip('/')}/cdx/search/cdx?{query}", robots=False) as reply:
            for piece in reply.pieces():
                body += piece
                if len(body) > ANSWER_BYTES:
                    raise Failure("archive_answer", "the archive's index is longer than it should be")
        return body

    found = _read(client.again(ask, waited), url)
    wanted = _number(latest(published))
    found.sort(
        key=lambda each: (
            "pdf" not in each.mimetype,
            abs(_number(each.timestamp) - wanted),
            each.timestamp,
        )
    )
    different = {each.digest: each for each in reversed(found)}
    kept = [each for each in found if different.get(each.digest) is each][:most]
    if not kept:
        raise Failure("not_archived", f"the archive has no capture of {url}")
    return kept


def latest(published: str) -> str:
    """The last moment of a date that may be a year or a month only, as 14 digits: a document cannot have
    been captured before it was published. Where nothing is known, the end of 2016."""
    found = re.match(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?", published)
    year, month, day = found.groups() if found else ("2016", None, None)
    month = month or "12"
    day = day or str(calendar.monthrange(int(year), int(month))[1])
    return f"{year}{month}{day}235959"


def _read(body: bytes, url: str) -> list[Capture]:
    try:
        rows = json.loads(body.strip() or b"[]")
        found = [Capture(*map(str, row)) for row in rows[1:]]
    except (ValueError, TypeError) as error:
        raise Failure("archive_answer", f"the archive's index of {url} cannot be read", retry=True) from error
    good = all(each.timestamp.isdecimal() and len(each.timestamp) == 14 for each in found)
    if not good or (rows and tuple(rows[0]) != FIELDS):
        raise Failure("archive_answer", f"the archive's index of {url} is not as it should be")
    return found


def _number(timestamp: str) -> float:
    """A time as days, near enough to compare by."""
    year, month, day = int(timestamp[:4]), int(timestamp[4:6]), int(timestamp[6:8])
    return year * 365.25 + month * 30.44 + day + int(timestamp[8:10]) / 24
