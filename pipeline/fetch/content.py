"""What came: a PDF, or something that calls itself one.

Looks at the first and last bytes only. Whether a PDF can be opened is found out in a worker, elsewhere.
"""

import re
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

from pipeline.fetch.failures import Failure

HEAD = 1024
"""A PDF says so within its first 1,024 bytes (ISO 32000, Annex H of the older Adobe reference)."""

TAIL = 4096
"""Its end mark stands in the last bytes; some writers leave a line or a signature after it."""

PAGE_BYTES = 512 * 1024
"""How much of a web page is read, to say what it is and which PDFs it points to."""

LINKS = 8
"""How many links to PDFs are named."""

LINK = re.compile(
    r"<a\b[^<>]{0,300}?\bhref\s{0,9}=\s{0,9}(\"[^\"<>]{0,999}\"|'[^'<>]{0,999}'|[^\s<>\"']{1,999})"
    r"[^<>]{0,300}>(.{0,300}?)</a\b",
    re.IGNORECASE | re.DOTALL,
)
TITLE = re.compile(r"<title[^<>]{0,200}>(.{0,500}?)</title", re.IGNORECASE | re.DOTALL)
"""Links with their words, and the title, of a page that may be no good HTML. Every repetition is bounded,
so that a page made to trap a reader costs it no more than another."""


def is_pdf(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a PDF."""
    return b"%PDF-" in head[:HEAD]


def is_whole(tail: bytes) -> bool:
    """Whether the last bytes of a PDF have its end mark."""
    return b"%%EOF" in tail[-TAIL:]


def refusal(body: bytes, url: str, archive: bool) -> Failure:
    """Why a file that is no PDF is not what was wanted. ``archive`` says that it came from an archive, which
    has pages of its own; a page that was captured is a web page like another, with the links of its time."""
    start = body[:PAGE_BYTES].decode("utf-8", errors="replace")
    lower = start.lower()
    if not body.strip():
        return Failure("empty", f"{url} is empty", retry=True)
    if re.search(r"<(!doctype html|html|head|body|title|meta|div|script)\b", lower):
        if archive and re.search("wayback machine|internet archive", lower):
            return Failure("archive_page", f"{url} is a page of the archive, not the file: {_title(start)}")
        if re.search(r"type\s*=\s*[\"']?password", lower):
            return Failure("login_form", f"{url} is a page with a login: {_title(start)}")
        links = pdf_links(start, re.sub(r"^.*?/web/\d+id_/", "", url))
        pointing = f"; it points to {', '.join(links)}" if links else ""
        return Failure("web_page", f"{url} is a web page: {_title(start)}{pointing}")
    return Failure("not_pdf", f"{url} is no PDF: it begins with {body[:12]!r}")


def pdf_links(page: str, url: str) -> list[str]:
    """The addresses of PDFs that a web page points to, those that speak of a plan first."""
    found: dict[str, bool] = {}
    for href, words in LINK.findall(page):
        try:
            target = urljoin(url, unescape(href.strip("\"' ")))
            path = urlsplit(target).path
        except ValueError:
            continue
        if path.lower().endswith(".pdf") or "pdf" in words.lower():
            about = f"{unquote(target)} {words}".lower()
            found[target] = bool(re.search(r"\bstp\b|sustainability|transformation", about))
    return sorted(found, key=lambda each: not found[each])[:LINKS]


def _title(page: str) -> str:
    found = TITLE.search(page)
    return repr(" ".join(found.group(1).split())[:80]) if found else "it has no title"
