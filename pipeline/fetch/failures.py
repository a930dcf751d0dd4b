"""What can go wrong between an address and a file, each with its name and what the reader can do.

The codes are a public contract: they stand in ``issues`` of the database and in fetches.csv.
"""

BY_HAND = "get the document by hand, then `stp add FILE --footprint CODE`"
LATER = "run `stp fetch` again later; what has come so far is kept"

MENDS = {
    "bad_address": "put the address right in manifest.csv or leads.csv",
    "private_address": "if the server is your own, say --allow-private; otherwise put the address right",
    "unresolved": "the site is gone or its name is wrong: look for a capture, or " + BY_HAND,
    "unreachable": LATER,
    "reset": LATER,
    "tls": "the site cannot prove who it is: do not trust the file; " + BY_HAND,
    "stalled": LATER,
    "slow": LATER,
    "protocol": "the server does not speak HTTP properly: " + BY_HAND,
    "redirects": "the site sends round and round: find the address of the PDF itself",
    "redirect_insecure": "the site sends from https to http, where anyone may change the file: " + BY_HAND,
    "gone": "look for a capture or another copy; " + BY_HAND,
    "forbidden": "the site does not let programs in: " + BY_HAND,
    "rate_limited": "wait as long as the site asks, then run `stp fetch` again",
    "server_error": LATER,
    "status": BY_HAND,
    "robots": "the site asks programs to stay away (robots.txt): " + BY_HAND,
    "too_large": "if it is the plan, allow more with --max-mb",
    "empty": BY_HAND,
    "web_page": "find the address of the PDF itself and put it into manifest.csv",
    "login_form": "the document is behind a login: " + BY_HAND,
    "archive_page": "the archive shows a page instead of the file: try another capture by hand",
    "not_pdf": "find the address of the PDF itself and put it into manifest.csv",
    "truncated": LATER,
    "changed_under_way": LATER,
    "encoding": "the server packs the file in a way that was not asked for: " + BY_HAND,
    "unopenable": "get another copy of the file",
    "not_archived": "put another address of the document into manifest.csv or leads.csv",
    "archive_answer": LATER,
    "changed": "say which is the plan: see the row of kind version in manifest.csv and `stp versions`",
    "twin": "one of the two is not what it is registered as: look at both, and put the right address into "
    "manifest.csv",
    "lead": "look whether it is the plan; if so, take this row out of fetches.csv",
    "disk": "make room on the disk, then run `stp fetch` again; what has come so far is kept",
}  # fmt: skip
"""The codes, and what can be done about each."""

PASSING = {code for code, mend in MENDS.items() if mend == LATER} | {"rate_limited", "disk"}
"""What may be otherwise another time."""


class Failure(Exception):
    """Why an address gave no plan: a ``code`` of :data:`MENDS`, what happened, whether trying again may
    help, and how many seconds the server asks to wait."""

    def __init__(self, code: str, message: str, *, retry: bool = False, wait: float = 0.0) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.retry = retry
        self.wait = wait

    @property
    def mend(self) -> str:
        """What can be done."""
        return MENDS[self.code]
