"""What a run came to, on one screen, and how far a corpus is covered."""

import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path

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


def coverage(corpus: Corpus, database: Path) -> str:
    """A line for each footprint: its plans, pages and findings, and why there is nothing where there
    is nothing. Before the first run only the register is known."""
    plans = corpus.plans()
    if not database.exists():
        lines = [f"{plan.id:<40} {plan.footprint:<12} {_held(corpus, plan)}" for plan in plans]
        return "\n".join([*lines, f"{database} is not there yet: `stp run` makes it"])
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        cursor = db.execute("select * from coverage")
        names = [column[0] for column in cursor.description]
        rows = [["" if value is None else str(value) for value in row] for row in cursor]
    widths = [max(len(row[i]) for row in [names, *rows]) for i in range(len(names))]
    return "\n".join(
        "  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip()
        for row in [names, *rows]
    )


def _held(corpus: Corpus, plan: Plan) -> str:
    if plan.status:
        return f"{plan.status}: {plan.note}"
    return "PDF held" if corpus.pdf(plan.id).exists() else "no PDF"
