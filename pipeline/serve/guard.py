"""What stands between the plans' words and a browser or a spreadsheet.

Templates escape; these are the second lock. No answer may run a script or fetch from elsewhere, and in no
CSV does a cell begin a formula.
"""

import csv
import io
import re
from typing import Any

from pipeline.spreadsheet import harmless

POLICY = "; ".join(
    (
        "default-src 'none'",
        "img-src 'self'",
        "style-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
KEYS = "; script-src 'self'"
"""Under /review one script of ours gives keys to the buttons."""

HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]

NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")


def guarded(app: Any) -> Any:
    """An ASGI application whose answers have the headers, and whose CSV is harmless."""

    async def with_guard(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        policy = POLICY + (KEYS if scope["path"].startswith("/review/") else "")
        headers = [(b"content-security-policy", policy.encode()), *HEADERS]
        table = Table() if scope["path"].endswith(".csv") else None

        async def send_on(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *headers]}
            elif table and message["type"] == "http.response.body":
                last = not message.get("more_body", False)
                message = {**message, "body": table.harmless(message.get("body", b""), last=last)}
            await send(message)

        await app(scope, receive, send_on)

    return with_guard


class Table:
    """CSV that comes in pieces, given on row by row."""

    def __init__(self) -> None:
        self.rest = b""

    def harmless(self, piece: bytes, *, last: bool) -> bytes:
        """The rows that are whole with this piece, an apostrophe before each cell that begins a formula."""
        self.rest += piece
        whole = self.rest.endswith(b"\n") and self.rest.count(b'"') % 2 == 0
        if not (whole or last):
            return b""
        text, self.rest = self.rest.decode(), b""
        target = io.StringIO()
        rows = csv.reader(io.StringIO(text, newline=""))
        csv.writer(target).writerows([_disarmed(cell) for cell in row] for row in rows)
        return target.getvalue().encode()


def _disarmed(cell: str) -> str:
    return cell if NUMBER.fullmatch(cell) else harmless(cell)
