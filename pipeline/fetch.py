"""Fetch: have each plan's PDF at hand, and know that it is the one registered.

Reads the register; gives the plan as it was found, with the digest and size of its file. A file that
is not there, or is not the registered one, is an issue and not an end: the other plans go on.
"""

import hashlib
from collections.abc import Callable, Iterator

import msgspec

from pipeline.records import Issue, Plan


def plan(registered: Plan, opener: Callable[[Plan], bytes | None]) -> Iterator[Plan | Issue]:
    """The plan as found, and what is wrong with its file.

    ``opener`` gives the bytes of a plan's file, or None if there is none.
    """
    content = opener(registered)
    if content is None:
        yield registered
        yield Issue(
            stage="fetch",
            severity="warning",
            code="missing",
            message=f"no file is held for this plan (registered address: {registered.url or 'none'})",
            mend=f"put the PDF at pdf/{registered.id}.pdf in the corpus, then run again",
        )
        return
    found = hashlib.sha256(content).hexdigest()
    yield msgspec.structs.replace(registered, sha256=found, bytes=len(content))
    if registered.sha256 and registered.sha256 != found:
        yield Issue(
            stage="fetch",
            severity="warning",
            code="changed",
            message=f"the file is not the one registered: its sha256 is {found}, "
            f"the register says {registered.sha256}; it was read all the same",
            mend="restore the registered file, or put the new sha256 into manifest.csv",
        )
