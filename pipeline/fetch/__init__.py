"""Fetch: have each plan's PDF at hand, and know that it is the one registered.

Reads the register; gives the plan as it was found, with the digest and size of its file. A file that
is not there, or is not the registered one, is an issue and not an end: the other plans go on. The rooms
bring files over the network: :mod:`.client` asks politely and of public addresses only, :mod:`.download`
brings one file whole, :mod:`.content` says what came, :mod:`.archive` knows the Wayback Machine,
:mod:`.sources` the order in which addresses are asked.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator

import msgspec

from pipeline.records import Issue, Plan

LASTING = ("changed", "lead", "twin")
"""What remains to be said of a plan's file although it is there."""


def plan(
    registered: Plan, opener: Callable[[Plan], bytes | None], attempts: Iterable[Issue] = ()
) -> Iterator[Plan | Issue]:
    """The plan as found, and what is wrong with its file.

    ``opener`` gives the bytes of a plan's file, or None if there is none. ``attempts`` are what came of
    asking for it over the network, if it was asked for.
    """
    content = opener(registered)
    if content is None:
        yield registered
        yield _missing(registered, list(attempts))
        yield from attempts
        return
    found = hashlib.sha256(content).hexdigest()
    yield msgspec.structs.replace(registered, sha256=found, bytes=len(content))
    yield from (issue for issue in attempts if issue.code in LASTING)
    if registered.sha256 and registered.sha256 != found:
        yield Issue(
            stage="fetch",
            severity="warning",
            code="changed",
            message=f"the file is not the one registered: its sha256 is {found}, "
            f"the register says {registered.sha256}; it was read all the same",
            mend="restore the registered file, or put the new sha256 into manifest.csv",
        )


def _missing(registered: Plan, attempts: list[Issue]) -> Issue:
    codes = ", ".join(dict.fromkeys(issue.code for issue in attempts))
    tried = f"asked for at {len(attempts)} addresses: {codes}" if attempts else registered.note
    return Issue(
        stage="fetch",
        severity="warning",
        code="missing",
        message=f"no file is held for this plan (registered address: {registered.url or 'none'})"
        + (f"; {tried}" if tried else ""),
        mend=f"`stp fetch`, or put the PDF at pdf/{registered.id}.pdf in the corpus, then run again",
    )
