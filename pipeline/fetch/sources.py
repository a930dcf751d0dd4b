"""Where a plan is looked for, in which order.

First the registered address, then captures of it in the archive, then mirrors that the reader names, then
leads: addresses of which nobody has confirmed that they are the PDF. What comes from a lead says so.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pipeline.fetch.archive import ARCHIVE
from pipeline.records import Plan

NOT_ASKED = ("cut address", "text on a mirror")
"""Leads that are there for people: an address of which the end is missing, and sites that show a plan's
text among advertisements. ``confirmed`` overrules the latter."""


class Source(NamedTuple):
    """An address to ask, and why: register, archive, mirror or lead. With ``captures`` it is not asked
    itself, but the archive for what it holds of it."""

    name: str
    url: str
    captures: bool = False


def sources(
    plan: Plan, leads: Iterable[Mapping[str, str]], mirrors: Iterable[str] = (), archive: str = ARCHIVE
) -> Iterator[Source]:
    """The addresses to ask for a plan, best first. ``leads`` are those of its footprint and kind; in a
    mirror's address ``{id}`` and ``{sha256}`` are filled in, and without them ID.pdf is added."""
    if plan.url:
        yield Source("register", plan.url)
    if plan.archive_url:
        yield Source("archive", unchanged(plan.archive_url))
    if plan.url and archive:
        yield Source("archive", plan.url, captures=True)
    for mirror in mirrors:
        if "{sha256}" not in mirror or plan.sha256:
            yield Source("mirror", mirrored(mirror, plan))
    for lead in leads:
        confirmed = lead["confirmed"] == "yes"
        if lead["what"] == "cut address" or (lead["what"] in NOT_ASKED and not confirmed):
            continue
        yield Source("register" if confirmed else "lead", lead["url"])
        if archive:
            yield Source("archive" if confirmed else "lead", lead["url"], captures=True)


def mirrored(mirror: str, plan: Plan) -> str:
    """The address of a plan in a mirror."""
    if "{" not in mirror:
        return f"{mirror.rstrip('/')}/{plan.id}.pdf"
    return mirror.replace("{id}", plan.id).replace("{sha256}", plan.sha256)


def unchanged(url: str) -> str:
    """The address of a capture with the archive's mark for unchanged bytes."""
    return re.sub(r"(/web/\d{4,14})(/)", r"\1id_\2", url, count=1)
