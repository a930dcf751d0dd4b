"""What the home page says besides the questions: the coding frame, and what was read of what."""

from typing import Any

FRAME = """select th.id, th.label, th.definition, count(fi.id) as findings
from themes th left join findings fi on fi.theme = th.id
where th.axis = 'theme' and th.parent is null group by th.id order by th.position"""

COUNTS = """select count(*) filter (where status in ('read', 'rescued')) as read, count(*) as plans,
    coalesce(sum(page_count), 0) as pages, coalesce(sum(unread_pages), 0) as unread,
    coalesce(sum(finding_count), 0) as findings from plans"""


async def variables(datasette: Any, always: dict[str, Any]) -> dict[str, Any]:
    """For the template of the home page, besides what every template is ``always`` told."""
    database = datasette.get_database()
    corpus = datasette.pictures.corpus
    queries = await datasette.get_canned_queries(database.name, None)
    return always | {
        "database": database.name,
        "frame": [dict(row) for row in await database.execute(FRAME)],
        "counts": dict((await database.execute(COUNTS)).first()),
        "questions": list(queries.values()),
        "rounds": corpus is not None and any((corpus.folder / "coding").glob("*.jsonl")),
        "views": await database.view_names(),
        "described": datasette.metadata("tables", database=database.name, fallback=False),
    }
