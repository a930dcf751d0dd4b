"""The pages that look across footprints: the first page, and one for each theme and sub-theme.

Reads the views that count by footprint, and what the footprints' pages counted on the way.
"""

from typing import Any

from pipeline.codebook import STRENGTHS
from pipeline.report import beds, reading, tiles
from pipeline.report.reading import DRAFTS, Row
from pipeline.report.site import LEVELS, Site
from pipeline.report.tally import Tally

SHOWN = 10
"""Repeats and conflicts shown on one page; the tables have all."""

SUMS = {
    "gap": "Largest gap named",
    "saving": "Largest saving named",
    "capital": "Largest sum of capital named",
}
"""What sums are named on the first page, by what they count."""


def overview(
    site: Site,
    figures: dict[str, dict[str, list[Row]]],
    cuts: dict[str, list[Row]],
    hospitals: dict[str, list[Row]],
) -> tuple[str, str]:
    """The first page: coverage, map, themes by footprint, and the answers."""
    themes = reading.rows(site.db, reading.THEMES)
    cells = {(row["footprint_code"], row["theme"]): row for row in themes}
    shares = {row["footprint_code"]: _share(row["findings"], row["passages"]) for row in site.footprints}
    largest = {code: beds.largest(each) for code, each in cuts.items()}
    return site.render(
        "index.html",
        "index.html",
        map=tiles.tile_map(site.footprints),
        shares=shares,
        most_share=max(shares.values(), default=0),
        cells=cells,
        most=max((row["per_100_passages"] or 0 for row in themes), default=0),
        ambition=_ambition(site),
        beds=sorted(
            (cut for cut in largest.values() if cut), key=lambda cut: (-cut["fewer"], cut["quantity"])
        ),
        no_beds=[row for row in site.footprints if not largest[row["footprint_code"]]],
        changes=_changes(site, figures["staff"], hospitals),
        money=_money(figures["money"]),
        sums=SUMS,
        repeats=[_members(site, row) for row in list(site.clusters.values())[:SHOWN]],
        conflicts=reading.rows(site.db, reading.CONFLICTS_BY_FOOTPRINT),
        example=next(iter(reading.rows(site.db, reading.EXAMPLE)), None),
    )


def label(site: Site, each: Row, tallies: dict[tuple[str, str], Tally]) -> tuple[str, str]:
    """The page of a theme or sub-theme: the footprints side by side, what several say, what one says."""
    found = {
        row["footprint_code"]: tallies.get((row["footprint_code"], each["id"]), Tally())
        for row in site.footprints
    }
    shares = {
        row["footprint_code"]: _share(found[row["footprint_code"]].findings, row["passages"])
        for row in site.footprints
    }
    field = "subthemes" if each["parent"] else "themes"
    repeats = [row for row in site.clusters.values() if each["id"] in (row[field] or "").split(", ")]
    return site.render(
        "theme.html",
        site.theme_page(each["id"]),
        label=each,
        parent=site.label[each["parent"]] if each["parent"] else None,
        parts_of=[sub for sub in site.labels if sub["parent"] == each["id"]],
        tallies=found,
        shares=shares,
        most=max(shares.values(), default=0),
        repeats=[_members(site, row) for row in repeats[:SHOWN]],
        all_repeats=len(repeats),
    )


def _share(findings: int, passages: int) -> float:
    """Findings for every hundred passages."""
    return round(100 * findings / passages, 1) if passages else 0.0


def _ambition(site: Site) -> list[dict[str, Any]]:
    """For each footprint of which anything was found, its findings over all themes by strength, and how many
    are dated, owned and costed."""
    counted = (*LEVELS, "findings", "dated", "owned", "costed")
    sums: dict[str, dict[str, int]] = {}
    for row in reading.rows(site.db, reading.AMBITION):
        mine = sums.setdefault(row["footprint_code"], dict.fromkeys(counted, 0))
        for name in counted:
            mine[name] += row[name]
    found = [{"row": row} | sums[row["footprint_code"]] for row in site.footprints]
    return [each for each in found if each["findings"]]


def _changes(
    site: Site, staff: dict[str, list[Row]], hospitals: dict[str, list[Row]]
) -> list[dict[str, Any]]:
    """For each footprint that was read: findings that take beds away, with and without care in the community
    beside them; hospitals named where acute services are to change; findings that change organisations;
    figures of staff."""
    acute = {
        row["footprint_code"]: row
        for row in reading.rows(site.db, reading.AMBITION)
        if row["beds_down"] is not None
    }
    organisations = reading.by_footprint(reading.rows(site.db, reading.ORGANISATIONS))
    return [
        {
            "row": row,
            "beds": acute.get(code),
            "hospitals": [name for each in hospitals.get(code, []) for name in each["hospitals"]],
            "organisations": sum(each["plan_kind"] not in DRAFTS for each in organisations.get(code, [])),
            "staff": sum(each["plan_kind"] not in DRAFTS for each in staff.get(code, [])),
        }
        for row in site.footprints
        if row["passages"] and (code := row["footprint_code"])
    ]


def _money(by_footprint: dict[str, list[Row]]) -> dict[str, dict[str, Row]]:
    """The largest gap, saving and sum of capital that each footprint names; drafts are left out."""
    found: dict[str, dict[str, Row]] = {}
    for code, rows in by_footprint.items():
        for kind in SUMS:
            sums = [
                row
                for row in rows
                if row["counts"] == kind and row["plan_kind"] not in DRAFTS and row["value"]
            ]
            if sums:
                best = max(
                    sums, key=lambda row: (row["value"], STRENGTHS.index(row["strength"]), -row["quantity"])
                )
                found.setdefault(code, {})[kind] = best
    return found


def _members(site: Site, cluster: Row) -> Row:
    """What several plans say, with the place of each plan's passage."""
    members = {row["plan"]: row for row in reversed(site.same_words) if row["cluster"] == cluster["cluster"]}
    return cluster | {"members": sorted(members.values(), key=lambda row: int(row["passage"]))}
