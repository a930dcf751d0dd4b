"""The findings as script files, for the page on which they are searched.

A page that is opened from the disk may not fetch data, but it may load scripts. Each footprint's findings
are calls that hand over rows, in files small enough for any host; the page loads those that it needs.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.codebook import STRENGTHS
from pipeline.report.reading import Row
from pipeline.report.site import Site

LARGEST = 400_000
"""Bytes in one file of findings."""

FLAGS = ("finance", "engagement", "delivery", "dated", "owned", "costed")
"""Marks of a finding that are written as the bits of one number, lowest first."""


def script(call: str, *values: Any) -> str:
    """A call with values, as a script: what could end a script or a line in it is written as an escape, so
    that it stays text wherever the script is put."""
    text = ", ".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f"{call}({text});\n"


def shards(name: str, rows: Iterable[list[Any]]) -> Iterator[tuple[str, str]]:
    """Files of rows (name, content), none larger than ``LARGEST`` unless a single row is."""
    number, size, held = 1, 0, list[list[Any]]()
    for row in rows:
        weight = len(json.dumps(row, ensure_ascii=False).encode())
        if held and size + weight > LARGEST:
            yield _shard(f"{name}.{number}", held)
            number, size, held = number + 1, 0, []
        held.append(row)
        size += weight
    if held:
        yield _shard(f"{name}.{number}", held)


def _shard(name: str, rows: list[list[Any]]) -> tuple[str, str]:
    return name, script("findings.add", name, rows)


def row(finding: Row, site: Site) -> list[Any]:
    """A finding as the page reads it; documents, labels and strengths by their number in :func:`lists`."""
    return [
        site.plan_numbers[finding["plan"]],
        finding["ref"].removeprefix(finding["plan"] + "/"),
        finding["page"],
        site.label_numbers[finding["theme"]],
        [site.label_numbers[each] for each in finding["labels"][1:]],
        STRENGTHS.index(finding["strength"]),
        finding["probability"],
        sum(1 << bit for bit, flag in enumerate(FLAGS) if finding[flag]),
        finding["text_source"],
        finding["section"],
        finding["quote"],
        finding["context"],
    ]


def lists(site: Site, shards: list[dict[str, Any]]) -> dict[str, Any]:
    """What the rows of findings point to, and how many there are in which files, footprint by footprint."""
    footprints = [
        {
            "name": row["footprint"],
            "slug": site.slugs[row["footprint_code"]],
            "specimen": bool(row["specimen"]),
        }
        | each
        for row, each in zip(site.footprints, shards, strict=True)
    ]
    places = {row["footprint_code"]: place for place, row in enumerate(site.footprints)}
    plans = [
        {name: plan[name] for name in ("id", "title", "kind", "address", "local")}
        | {"footprint": places[plan["footprint"]]}
        for plan in site.plans.values()
    ]
    labels = [
        {"id": label["id"], "label": label["label"], "slug": site.label_slugs[label["id"]]}
        | {"parent": site.label_numbers.get(label["parent"], -1)}
        for label in site.labels
    ]
    return {
        "footprints": footprints,
        "plans": plans,
        "labels": labels,
        "strengths": STRENGTHS,
        "flags": FLAGS,
    }
