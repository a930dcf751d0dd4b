"""The views: the questions that readers ask of the database, each as one SELECT.

Every view says what comes from a specimen, and how to get from a row to the page. ``footprint`` is the
name that a reader knows; ``footprint_code`` is the key. A draft is not a plan: it is left out of what is
counted, and marked by ``plan_kind`` in what is listed. Where a footprint has nothing to show it has one
row whose ``note`` says so, and how many of its pages are unread.
"""

from collections.abc import Iterator

import sqlite_utils

from pipeline.codebook import STRENGTHS
from pipeline.load.answers import ANSWERS, LINK, NOTHING, View
from pipeline.load.glossary import GLOSSARY

RANK = " ".join(f"WHEN '{strength}' THEN {rank}" for rank, strength in enumerate(STRENGTHS))

STRONGEST = f"""max((CASE fi.strength {RANK} END * 1000 + CAST(round(fi.probability * 1000) AS INTEGER))
            * 1000000000 - fi.id)"""
"""The rank of a finding: by strength, then probability, then place. SQLite takes the bare columns of a
group from the row that has the maximum."""

BY_STRENGTH = ",\n        ".join(
    f"sum(fi.strength = '{strength}') AS {strength}" for strength in STRENGTHS[1:]
)

AGE = "CASE {plan}.published WHEN '' THEN '9999' ELSE substr({plan}.published || '-99-99', 1, 10) END"
"""By what states of a plan are put in order. A date known in part counts as its end: a plan of 2016 is not
older than its draft of June 2016. One without a date is what an address gave later."""

ZEROS = ", ".join(f"coalesce(su.{each}, 0) AS {each}" for each in STRENGTHS[1:])

FINDINGS = f"""SELECT pa.ref, fp.name AS footprint, pl.id AS plan, fi.page, fi.theme, th.label AS theme_label,
    fi.subthemes, fi.strength, fi.probability,
    pa.finance, pa.engagement, pa.delivery,
    fi.quote, pa.section, pa.text_source, {LINK.format(page="fi.page")} AS link, pl.specimen,
    fi.dated, fi.owned, fi.costed, pl.title AS plan_title, pl.kind AS plan_kind, fp.code AS footprint_code,
    fi.id AS finding, fi.passage
FROM findings fi
JOIN passages pa ON pa.id = fi.passage
JOIN plans pl ON pl.id = pa.plan
JOIN footprints fp ON fp.code = pl.footprint
JOIN themes th ON th.id = fi.theme"""


VIEWS = {
    "findings_readable": View("Every finding with its quotation, place and strength", FINDINGS),
    "passages_readable": View(
        "Every passage with its labels, whether it bears a finding or not",
        f"""SELECT pa.ref, fp.name AS footprint, pl.id AS plan, pa.page, pa.section, pa.kind,
    pa.themes, pa.subthemes,
    pa.finance, pa.engagement, pa.delivery,
    pa.strength, pa.words, pa.context, pa.text, pa.text_source, {LINK.format(page="pa.page")} AS link,
    pl.specimen, pa.fingerprint, pl.title AS plan_title, pl.kind AS plan_kind,
    fp.code AS footprint_code, pa.id AS passage
FROM passages pa
JOIN plans pl ON pl.id = pa.plan
JOIN footprints fp ON fp.code = pl.footprint""",
        {"text": "The passage's own words", "context": "What the passage needs to be understood"},
    ),
    "coverage": View(
        "What was read of every footprint, what was not and why; counts leave drafts out",
        """SELECT fp.name AS footprint, fp.region,
    count(pl.id) FILTER (WHERE pl.kind = 'plan' AND pl.status IN ('read', 'rescued')) AS plans,
    count(pl.id) FILTER (WHERE pl.kind = 'plan' AND pl.status NOT IN ('read', 'rescued')) AS plans_not_read,
    coalesce(sum(pl.page_count) FILTER (WHERE pl.kind NOT IN ('draft', 'version')), 0) AS pages,
    coalesce(sum(pl.unread_pages) FILTER (WHERE pl.kind NOT IN ('draft', 'version')), 0) AS unread_pages,
    coalesce(sum(pl.passage_count) FILTER (WHERE pl.kind NOT IN ('draft', 'version')), 0) AS passages,
    coalesce(sum(pl.finding_count) FILTER (WHERE pl.kind NOT IN ('draft', 'version')), 0) AS findings,
    CASE
        WHEN count(pl.id) = 0 THEN 'no plan'
        WHEN count(pl.id) = count(pl.id) FILTER (WHERE pl.kind IN ('draft', 'version')) THEN 'draft only'
        WHEN count(pl.id) FILTER (WHERE pl.kind = 'plan') = 0 THEN 'other documents only'
        WHEN count(pl.id) FILTER (WHERE pl.kind = 'plan' AND pl.status = 'read') THEN 'read'
        WHEN count(pl.id) FILTER (WHERE pl.kind = 'plan' AND pl.status = 'rescued') THEN 'rescued'
        ELSE min(pl.status) FILTER (WHERE pl.kind = 'plan')
    END AS status,
    ltrim(CASE WHEN count(pl.id) FILTER (WHERE pl.kind = 'plan') THEN '' ELSE 'no plan in the register' END
    || coalesce(group_concat('; ' || pl.id || ': ' || pl.status
        || CASE WHEN pl.note = '' OR pl.status = 'read' THEN '' ELSE ' (' || pl.note || ')' END
        || CASE pl.unread_pages WHEN 0 THEN '' WHEN 1 THEN ', 1 page unread'
            ELSE ', ' || pl.unread_pages || ' pages unread' END
        || CASE WHEN pl.status <> 'read' OR pl.kind <> 'plan' OR pl.finding_count THEN ''
            WHEN pl.passage_count THEN ', nothing found' ELSE ', no passages' END, '')
        FILTER (WHERE pl.status <> 'read' OR pl.unread_pages
            OR (pl.kind = 'plan' AND pl.finding_count = 0)), ''), '; ') AS reason,
    count(pl.id) FILTER (WHERE pl.kind IN ('draft', 'version')) AS drafts,
    count(pl.id) FILTER (WHERE pl.kind NOT IN ('plan', 'draft', 'version')) AS other_documents,
    count(pl.id) FILTER (WHERE pl.kind = 'plan' AND pl.status <> 'missing') AS files,
    coalesce(sum(pl.page_count - pl.unread_pages) FILTER (WHERE pl.kind NOT IN ('draft', 'version')), 0)
        AS text_pages,
    CASE
        WHEN coalesce(sum(pl.passage_count) FILTER (WHERE pl.kind = 'plan'), 0) = 0 THEN 'hole'
        WHEN sum(pl.finding_count) FILTER (WHERE pl.kind = 'plan') = 0 THEN 'empty'
        ELSE 'done'
    END AS state,
    count(pl.id) FILTER (WHERE pl.kind = 'plan') AS registered,
    fp.number, fp.specimen, fp.code AS footprint_code
FROM footprints fp
LEFT JOIN plans pl ON pl.footprint = fp.code
GROUP BY fp.code
ORDER BY fp.number, fp.code""",
        {
            "plans": "Documents that count as a plan and could be read",
            "status": "read, rescued, failed, missing or refused; no plan, draft only, other documents only",
        },
    ),
    "theme_by_footprint": View(
        "How much every footprint says of every theme, zeros too; drafts left out",
        f"""SELECT co.footprint, th.id AS theme, th.label AS theme_label,
    coalesce(su.findings, 0) AS findings,
    co.passages, round(100.0 * coalesce(su.findings, 0) / nullif(co.passages, 0), 1) AS per_100_passages,
    {ZEROS},
    co.unread_pages, CASE WHEN su.findings IS NULL THEN {NOTHING} ELSE '' END AS note,
    co.specimen, co.number, co.footprint_code
FROM coverage co
CROSS JOIN themes th
LEFT JOIN (
    SELECT pl.footprint, fi.theme, count(*) AS findings, {BY_STRENGTH}
    FROM findings fi
    JOIN passages pa ON pa.id = fi.passage
    JOIN plans pl ON pl.id = pa.plan
    WHERE pl.kind NOT IN ('draft', 'version')
    GROUP BY pl.footprint, fi.theme
) su ON su.footprint = co.footprint_code AND su.theme = th.id
WHERE th.axis = 'theme' AND th.parent IS NULL
ORDER BY co.number, co.footprint_code, th.position""",
    ),
    "ambition_and_delivery": View(
        "From ambitious to credible: by footprint and theme, how much is wished, proposed and committed, "
        "how much of it is dated, owned and costed, and the strongest finding; drafts left out",
        f"""SELECT co.footprint, th.id AS theme, th.label AS theme_label,
    coalesce(su.findings, 0) AS findings,
    {ZEROS},
    coalesce(su.dated, 0) AS dated, coalesce(su.owned, 0) AS owned, coalesce(su.costed, 0) AS costed,
    CASE th.id WHEN 'acute_reconfiguration' THEN coalesce(su.beds_down, 0) END AS beds_down,
    CASE th.id WHEN 'acute_reconfiguration' THEN coalesce(su.alternative, 0) END
        AS beds_down_with_alternative,
    CASE th.id WHEN 'acute_reconfiguration' THEN coalesce(su.beds_down - su.alternative, 0) END
        AS beds_down_without_alternative,
    pa.ref, fi.quote, fi.page, fi.strength, fi.probability, {LINK.format(page="fi.page")} AS link,
    pl.id AS plan, co.unread_pages, CASE WHEN su.findings IS NULL THEN {NOTHING} ELSE '' END AS note,
    co.specimen, co.number, co.footprint_code
FROM coverage co
CROSS JOIN themes th
LEFT JOIN (
    SELECT pl.footprint, fi.theme, count(*) AS findings, {BY_STRENGTH},
        sum(fi.dated) AS dated, sum(fi.owned) AS owned, sum(fi.costed) AS costed,
        sum(fi.beds_down) AS beds_down, sum(fi.beds_down AND fi.alternative) AS alternative,
        fi.id AS strongest, {STRONGEST}
    FROM findings fi
        JOIN passages pa ON pa.id = fi.passage
    JOIN plans pl ON pl.id = pa.plan
    WHERE pl.kind NOT IN ('draft', 'version')
    GROUP BY pl.footprint, fi.theme
) su ON su.footprint = co.footprint_code AND su.theme = th.id
LEFT JOIN findings fi ON fi.id = su.strongest
LEFT JOIN passages pa ON pa.id = fi.passage
LEFT JOIN plans pl ON pl.id = pa.plan
WHERE th.axis = 'theme' AND th.parent IS NULL
ORDER BY co.number, co.footprint_code, th.position""",
        {
            "dated": "Findings with a year or date that is not past when the plan came out",
            "owned": "Findings with a named place or body",
            "costed": "Findings with a sum of money",
            "plan": "The plan with the strongest finding",
            "ref": "The passage of the strongest finding",
            "page": "Page of the strongest finding",
            "strength": "Strength of the strongest finding",
            "probability": "Probability of the strongest finding; the highest of equals",
            "quote": "The strongest finding, word for word",
        },
    ),
    **ANSWERS,
    "said_in_many_plans": View(
        "What several plans say in nearly the same words; drafts left out",
        f"""SELECT cl.cluster, cl.plans, cl.footprints, cl.passages, cl.similarity, fp.name AS footprint,
    pl.id AS plan, pa.page, pa.themes, pa.strength,
    (SELECT max(probability) FROM passage_themes pt WHERE pt.passage = pa.id AND pt.accepted) AS probability,
    pa.text AS quote, {LINK.format(page="pa.page")} AS link, pa.ref, pl.specimen, fp.code AS footprint_code
FROM (
    SELECT re.cluster, count(DISTINCT pl.id) AS plans, count(DISTINCT pl.footprint) AS footprints,
        count(*) AS passages, min(re.passage) AS first, min(re.similarity) AS similarity
    FROM repeats re
    JOIN passages pa ON pa.id = re.passage
    JOIN plans pl ON pl.id = pa.plan
    WHERE pl.kind NOT IN ('draft', 'version')
    GROUP BY re.cluster HAVING count(DISTINCT pl.id) > 1
) cl
JOIN passages pa ON pa.id = cl.first
JOIN plans pl ON pl.id = pa.plan
JOIN footprints fp ON fp.code = pl.footprint
ORDER BY cl.plans DESC, cl.passages DESC, cl.cluster""",
        {
            "plans": "Plans that say it",
            "footprints": "Footprints whose plans say it",
            "passages": "Passages that say it",
            "similarity": "The least share of word pairs in common with the first passage",
            "quote": "The first passage, whole",
            "probability": "The highest of its accepted labels",
        },
    ),
    "said_in_one_plan": View(
        "Findings in words that no other plan has; a draft does not count as another",
        f"""{FINDINGS}
WHERE fi.passage NOT IN (
    SELECT passage FROM repeats WHERE cluster IN (SELECT cluster FROM said_in_many_plans)
)""",
    ),
    "between_versions": View(
        "What only one of two states of a plan says: 'removed' stands in the older alone, 'added' in the "
        "newer alone. A reworded passage is both; `stp versions` pairs them",
        f"""SELECT fp.name AS footprint, one.id AS old_plan, two.id AS new_plan,
    CASE pl.id WHEN one.id THEN 'removed' ELSE 'added' END AS change,
    pl.id AS plan, pa.page, pa.section, pa.themes, pa.strength,
    (SELECT max(probability) FROM passage_themes pt WHERE pt.passage = pa.id AND pt.accepted) AS probability,
    pa.text AS quote, {LINK.format(page="pa.page")} AS link, pa.ref, pl.specimen, pl.kind AS plan_kind,
    fp.code AS footprint_code
FROM plans one
JOIN plans two ON two.footprint = one.footprint
    AND ({AGE.format(plan="one")}, one.kind <> 'draft', one.id)
        < ({AGE.format(plan="two")}, two.kind <> 'draft', two.id)
JOIN plans pl ON pl.id IN (one.id, two.id)
JOIN passages pa ON pa.plan = pl.id
JOIN footprints fp ON fp.code = pl.footprint
WHERE one.kind IN ('plan', 'draft', 'version') AND two.kind IN ('plan', 'draft', 'version')
    AND NOT EXISTS (SELECT 1 FROM passages other WHERE other.fingerprint = pa.fingerprint
        AND other.plan = CASE pl.id WHEN one.id THEN two.id ELSE one.id END)
ORDER BY one.id, two.id, change, pa.id""",
        {"quote": "The passage, whole", "probability": "The highest of its accepted labels"},
    ),
    "conflicts": View(
        "Different values for what seems the same thing in one plan: same noun, direction, year and "
        "places, in sentences with the same words. To be judged by a reader",
        f"""SELECT fp.name AS footprint, pl.id AS plan, qu.conflict, qu.kind, qu.counts, qu.direction,
    qu.by_year,
    qu.value, qu.value_high, qu.unit, qu.text, qu.page, pa.strength,
    (SELECT max(probability) FROM passage_themes pt WHERE pt.passage = pa.id AND pt.accepted) AS probability,
    pa.themes, substr(pa.text, qu.quote_start + 1, qu.quote_end - qu.quote_start) AS quote,
    {LINK.format(page="qu.page")} AS link, pa.ref, pl.specimen, pl.kind AS plan_kind,
    fp.code AS footprint_code, qu.id AS quantity
FROM quantities qu
JOIN passages pa ON pa.id = qu.passage
JOIN plans pl ON pl.id = pa.plan
JOIN footprints fp ON fp.code = pl.footprint
WHERE qu.conflict IS NOT NULL
ORDER BY qu.conflict, qu.id""",
        {"kind": "Kind of the figure", "quote": "The sentence around the figure"},
    ),
}


def create(db: sqlite_utils.Database) -> None:
    """Make the views. One that another asks comes first."""
    for name, view in VIEWS.items():
        db.create_view(name, view.sql)


def describe(db: sqlite_utils.Database) -> Iterator[dict[str, str]]:
    """The rows of the ``columns`` table for the views, which must be there."""
    for name, view in VIEWS.items():
        yield {"table": name, "column": "", "description": view.description}
        for column in db.view(name).columns_dict:
            description = view.columns.get(column) or GLOSSARY[column]
            yield {"table": name, "column": column, "description": description}
