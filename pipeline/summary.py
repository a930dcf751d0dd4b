"""What a run came to, on one screen, and how far a corpus is covered."""

import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pipeline.corpus import Corpus
from pipeline.records import Plan
from pipeline.stages import Job
from pipeline.stages.run import Outcome

COUNTS = """
    select (select count(*) from plans), (select count(*) from plans where specimen),
           (select count(*) from pages), (select count(*) from passages), (select count(*) from findings)
"""
THEMES = """
    select themes.label, count(findings.id)
    from themes left join findings on findings.theme = themes.id
    where themes.axis = 'theme' and themes.parent is null
    group by themes.id order by themes.rowid
"""
ISSUES = "select severity, code, count(*) from issues group by severity, code order by severity, code"


def screen(job: Job, outcomes: Iterable[Outcome]) -> str:
    """Plans, pages, passages, findings by theme, issues, seconds per stage, and what to try next."""
    with sqlite3.connect(f"file:{job.database}?mode=ro", uri=True) as db:
        plans, specimens, pages, passages, findings = db.execute(COUNTS).fetchone()
        themes = db.execute(THEMES).fetchall()
        issues = db.execute(ISSUES).fetchall()
    what = f" ({specimens} of them specimens of invented places)" if specimens else ""
    lines = [f"{plans} plans{what}, {pages:,} pages, {passages:,} passages, {findings:,} findings", ""]
    lines += [f"  {count:6,}  {label}" for label, count in themes]
    lines += ["", "Issues: " + (", ".join(f"{n} {code} ({how})" for how, code, n in issues) or "none")]
    lines.append("Seconds: " + ", ".join(f"{each.stage} {each.seconds:.1f}" for each in outcomes))
    lines += ["", "Try next:", *(f"  {command}" for command in _next(job))]
    return "\n".join(lines)


def _next(job: Job) -> list[str]:
    query = "select footprint, page, quote from findings_readable where theme='workforce' limit 5"
    return [
        f'sqlite3 {job.database} "{query}"',
        f"python3 -m webbrowser {job.outputs / 'report' / 'index.html'}",
        f"{_stp()} verify --outputs {job.outputs}",
    ]


def _stp() -> str:
    """The command as the reader called it: `make` calls it by its path."""
    return sys.argv[0] if Path(sys.argv[0]).name == "stp" else "stp"


COVERAGE = (
    "footprint", "state", "registered", "files", "pages", "text_pages", "passages", "findings", "reason",
)  # fmt: skip
"""What `stp status` shows of each footprint, from the register to what was found."""


def coverage(corpus: Corpus, database: Path) -> list[dict[str, Any]]:
    """How far each footprint has come: the rows of the view ``coverage``. Before the first run they have
    the same columns, as far as the register and the files know them; the others are None."""
    plans = corpus.plans()
    if database.exists():
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
            db.row_factory = sqlite3.Row
            return [dict(row) for row in db.execute("select * from coverage")]
    areas = {row["code"]: row["name"] for row in corpus.footprints()}
    areas |= {plan.footprint: plan.footprint for plan in plans if plan.footprint not in areas}
    return [_registered(corpus, code, name, plans) for code, name in areas.items()]


def unread(corpus: Corpus, database: Path) -> list[str]:
    """The plans whose row or file is not what the database was made from: a run would read them anew."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        known = {
            plan: (kind, published, status != "missing")
            for plan, kind, published, status in db.execute("select id, kind, published, status from plans")
        }
    now = {plan.id: (plan.kind, plan.published, corpus.pdf(plan.id).exists()) for plan in corpus.plans()}
    return sorted(plan for plan in known | now if known.get(plan) != now.get(plan))


def table(rows: list[dict[str, Any]], columns: Sequence[str] = COVERAGE) -> str:
    """Rows as a table of text, with a line that counts their states."""
    cells = [list(columns)]
    cells += [["" if row.get(name) is None else str(row[name]) for name in columns] for row in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(columns))]
    lines = [
        "  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    states = Counter(str(row["state"]) for row in rows)
    return "\n".join(
        [*lines, f"{len(rows)} footprints: " + ", ".join(f"{states[k]} {k}" for k in sorted(states))]
    )


def _registered(corpus: Corpus, code: str, name: str, plans: list[Plan]) -> dict[str, Any]:
    """What the register and the files alone say of a footprint."""
    mine = [plan for plan in plans if plan.footprint == code]
    plans_only = [plan for plan in mine if plan.kind == "plan"]
    held = [plan for plan in plans_only if corpus.pdf(plan.id).exists()]
    missing = [
        f"{plan.id}: missing" + (f" ({plan.note})" if plan.note else "")
        for plan in plans_only
        if plan not in held
    ]
    reasons = missing + [f"{plan.id}: {plan.status} ({plan.note})" for plan in held if plan.status]
    return dict.fromkeys(COVERAGE) | {
        "footprint": name,
        "state": "not read yet" if held else "hole",
        "registered": len(plans_only),
        "files": len(held),
        "reason": "; ".join(reasons) if plans_only else "no plan in the register",
        "drafts": sum(plan.kind in ("draft", "version") for plan in mine),
        "footprint_code": code,
    }
