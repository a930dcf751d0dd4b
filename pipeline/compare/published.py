"""What people published about the plans: the rows of CORPUS/published_findings.csv."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

KINDS = ("", "money", "beds", "staff", "percent", "activity", "sites", "population")


class Published(NamedTuple):
    """A row of published_findings.csv: what someone found in the plan of a footprint (code, or empty for all
    of England).

    ``said`` is the figure as published, ``kind``, ``value``, ``value_high`` and ``direction`` how it would
    stand in our table of quantities (kind is empty for a fact without a figure).
    """

    footprint: str
    theme: str
    topic: str
    finding: str
    said: str
    kind: str
    value: float | None
    value_high: float | None
    direction: str
    comparable: bool
    source: str
    source_kind: str
    caveat: str


def read(rows: Iterable[Mapping[str, str]]) -> Iterator[Published]:
    """The rows of published_findings.csv. Raises ValueError, with the line, for one that cannot be read."""
    for number, row in enumerate(rows, start=2):
        lacking = [name for name in Published._fields if name not in row]
        if lacking:
            raise ValueError(f"line {number}: there is no column {', '.join(lacking)}")
        values: dict[str, Any] = {name: (row[name] or "").strip() for name in Published._fields}
        if values["kind"] not in KINDS:
            raise ValueError(f"line {number}: the kind {values['kind']!r} is none of {', '.join(KINDS[1:])}")
        for name in ("value", "value_high"):
            try:
                values[name] = float(values[name]) if values[name] else None
            except ValueError:
                raise ValueError(f"line {number}: {name} is {values[name]!r}, not a number") from None
        if values["kind"] and values["value"] is None:
            raise ValueError(f"line {number}: a finding of the kind {values['kind']} needs a value")
        if values["comparable"] not in ("yes", "no"):
            raise ValueError(f"line {number}: comparable is {values['comparable']!r}, neither yes nor no")
        yield Published(**{**values, "comparable": values["comparable"] == "yes"})
