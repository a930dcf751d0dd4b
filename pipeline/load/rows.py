"""The rows of the database that one plan makes.

Reads a plan's material; gives for each table the rows to insert. Ids count on from ``Counter``, so that
the same plans in the same order give the same ids.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.codebook import Codebook
from pipeline.load.conflicts import Row, mark_conflicts
from pipeline.load.material import Material, standing
from pipeline.load.sites import change
from pipeline.load.spans import page_at, sentence
from pipeline.records import Finding, Issue, Passage

COMMUNITY_CARE = "primary_care>integrated_community_care"
"""The label of care that may stand in for hospital beds."""

LENSES = ("finance", "engagement", "delivery")
"""The lenses that have a column of their own, so that they can be asked for by name."""


class Counter:
    """The next id of each table."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def __call__(self, table: str) -> int:
        """One more than the last id of the table, from 1."""
        self._last[table] = self._last.get(table, 0) + 1
        return self._last[table]


def plan_row(material: Material, rows: dict[str, list[Row]]) -> Row:
    """The row of ``plans``, given those of its pages, passages and findings."""
    plan = material.plan
    status, note = standing(plan, len(material.pages), material.issues)
    return {
        "id": plan.id,
        "footprint": plan.footprint,
        "title": plan.title,
        "kind": plan.kind,
        "published": plan.published,
        "url": plan.url,
        "archive_url": plan.archive_url,
        "sha256": plan.sha256,
        "bytes": plan.bytes,
        "page_count": len(rows["pages"]),
        "unread_pages": sum(page["text_source"] == "none" for page in rows["pages"]),
        "passage_count": len(rows["passages"]),
        "finding_count": len(rows["findings"]),
        "status": status,
        "note": note,
        "specimen": int(plan.specimen),
    }


def plan_rows(material: Material, codebook: Codebook, count: Counter) -> dict[str, list[Row]]:
    """The rows of one plan in the tables below ``plans``, in an order in which they can be inserted.

    Raises ValueError where a label is not in the frame.
    """
    rows: dict[str, list[Row]] = {"pages": list(_pages(material, count))}
    for table in ("passages", "passage_boxes", "passage_themes", "findings", "quantities", "mentions"):
        rows[table] = []
    order = {theme: number for number, theme in enumerate(codebook.ids())}
    passages = list(material.passages.values())
    for number, passage in enumerate(passages):
        _require_known(material, passage, order)
        identity = count("passages")
        rows["passages"].append(_passage(material, passage, identity, codebook))
        rows["passage_boxes"] += _boxes(passage, identity)
        rows["passage_themes"] += _labels(material, passage, identity, order)
        rows["quantities"] += _quantities(material, passage, identity, count)
        rows["mentions"] += _mentions(material, passage, identity)
        for finding in sorted(material.findings[passage.ref], key=lambda each: order[each.theme]):
            beside = passages[max(0, number - 1) : number + 2]
            rows["findings"].append(
                {
                    "id": count("findings"),
                    "passage": identity,
                    **_finding(finding, rows["passages"][-1]["subthemes"]),
                    **_credibility(material, finding, passage, beside),
                }
            )
    mark_conflicts(rows)
    rows["issues"] = [issue_row(issue, material.plan.id, count) for issue in material.issues]
    return rows


def issue_row(issue: Issue, plan: str | None, count: Counter) -> Row:
    """The row of ``issues`` for an issue of a plan, or of none."""
    return {
        "id": count("issues"),
        "plan": plan,
        "page": issue.page,
        "stage": issue.stage,
        "severity": issue.severity,
        "code": issue.code,
        "message": issue.message,
        "mend": issue.mend,
    }


def _require_known(material: Material, passage: Passage, order: dict[str, int]) -> None:
    themes = [label.theme for label in material.labels[passage.ref]]
    themes += [finding.theme for finding in material.findings[passage.ref]]
    for theme in themes:
        if theme not in order:
            raise ValueError(
                f"passage {passage.ref}: the codebook has no label {theme}: run classify again with it"
            )


def _pages(material: Material, count: Counter) -> Iterator[Row]:
    for page in material.pages:
        yield {
            "id": count("pages"),
            "plan": material.plan.id,
            "page": page.page,
            "width": page.width,
            "height": page.height,
            "text": page.text,
            "text_source": page.text_source,
            "furniture": page.furniture,
            "confidence": None if page.confidence is None else round(page.confidence, 3),
        }


def _passage(material: Material, passage: Passage, identity: int, codebook: Codebook) -> Row:
    accepted = set(material.accepted(passage.ref))

    def among(themes: Iterable[Any]) -> str:
        return ", ".join(theme.id for theme in themes if theme.id in accepted)

    return {
        "id": identity,
        "ref": passage.ref,
        "fingerprint": passage.fingerprint,
        "plan": material.plan.id,
        "page": passage.page,
        "section": passage.section,
        "kind": passage.kind,
        "context": passage.context,
        "text": passage.text,
        "words": passage.words,
        "text_source": passage.text_source,
        "strength": material.strengths[passage.ref],
        "themes": among(codebook.themes),
        "subthemes": among(codebook.subthemes),
        "lenses": among(codebook.lenses),
        **{lens: int(lens in accepted) for lens in LENSES},
    }


def _boxes(passage: Passage, identity: int) -> Iterator[Row]:
    for number, line in enumerate(passage.lines, start=1):
        yield {
            "passage": identity,
            "line": number,
            "page": line.page,
            "start": line.start,
            "end": line.end,
            "x0": line.x0,
            "y0": line.y0,
            "x1": line.x1,
            "y1": line.y1,
        }


def _labels(material: Material, passage: Passage, identity: int, order: dict[str, int]) -> Iterator[Row]:
    for label in sorted(material.labels[passage.ref], key=lambda each: order[each.theme]):
        yield {
            "passage": identity,
            "theme": label.theme,
            "probability": round(label.probability, 3),
            "accepted": int(label.accepted),
            "method": label.method,
            "evidence": json.dumps(
                label.evidence if label.accepted else {}, ensure_ascii=False, sort_keys=True
            ),
            "alone": label.alone or None,
        }


def _finding(finding: Finding, subthemes: str) -> Row:
    return {
        "theme": finding.theme,
        "probability": round(finding.probability, 3),
        "strength": finding.strength,
        "quote": finding.quote,
        "quote_start": finding.quote_start,
        "quote_end": finding.quote_end,
        "page": finding.page,
        "subthemes": ", ".join(
            each for each in subthemes.split(", ") if each.startswith(f"{finding.theme}>")
        ),
    }


def _credibility(material: Material, finding: Finding, passage: Passage, beside: list[Passage]) -> Row:
    """What makes a finding checkable, and whether a cut in beds or a loss at a hospital has community care
    beside it: in the same passage, or in the one before or after it under the same headings."""
    quantities = material.quantities[passage.ref]
    published = material.plan.published[:4]
    # A year before the plan came out is a baseline, not a promise.
    earliest = int(published) if published.isdecimal() else 0
    acute = finding.theme == "acute_reconfiguration"
    beds_down = acute and any(each.kind == "beds" and each.direction == "down" for each in quantities)
    loss = acute and any(each["change"] == "loss" for each in _mentions(material, passage, 0))
    alternative = any(
        COMMUNITY_CARE in material.accepted(each.ref) for each in beside if each.section == passage.section
    )
    return {
        "dated": int(any(each.by_year is not None and each.by_year >= earliest for each in quantities)),
        "owned": int(bool(material.mentions[passage.ref])),
        "costed": int(any(each.kind == "money" for each in quantities)),
        "beds_down": int(beds_down),
        "alternative": int((beds_down or loss) and alternative),
    }


def _quantities(material: Material, passage: Passage, identity: int, count: Counter) -> Iterator[Row]:
    quotes = [(each.quote_start, each.quote_end) for each in material.findings[passage.ref]]
    for quantity in material.quantities[passage.ref]:
        quote_start, quote_end = sentence(passage, quantity.start, quantity.end, quotes)
        yield {
            "id": count("quantities"),
            "passage": identity,
            "kind": quantity.kind,
            "value": quantity.value,
            "value_high": quantity.value_high,
            "unit": quantity.unit,
            "direction": quantity.direction,
            "by_year": quantity.by_year,
            "counts": quantity.counts,
            "text": quantity.text,
            "start": quantity.start,
            "end": quantity.end,
            "page": page_at(passage, quantity.start),
            "quote_start": quote_start,
            "quote_end": quote_end,
        }


def _mentions(material: Material, passage: Passage, identity: int) -> Iterator[Row]:
    for mention in material.mentions[passage.ref]:
        first, last = sentence(passage, mention.start, mention.end, ())
        words = passage.text[first:last]
        hospital = mention.kind == "hospital"
        yield {
            "passage": identity,
            "entity": mention.entity,
            "change": change(words, mention.start - first, mention.end - first) if hospital else "",
            "text": mention.text,
            "start": mention.start,
            "end": mention.end,
            "page": page_at(passage, mention.start),
        }
