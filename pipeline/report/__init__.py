"""Report: what was found, as pages that open from the disk and as tables.

Reads the database's views, the model card and its measurements; gives the files of report/ (a static site:
no server, nothing fetched from elsewhere) and of csv/. One footprint at a time is held in memory, and what
all add up to.
"""

from collections.abc import Iterator

import sqlite_utils

from pipeline.report import export, pages
from pipeline.report.site import Site


def files(
    db: sqlite_utils.Database, *, copies: str = "", card: str = "", measurements: str = ""
) -> Iterator[tuple[str, str]]:
    """The files of the report and the tables: (path, content), the path under the folder of outputs.

    ``copies`` is the folder of the PDFs as seen from report/, where readers have it; ``card`` the text of the
    model card, ``measurements`` that of models/evaluation.json. The same database and texts give the same
    bytes.
    """
    site = Site(db, copies)
    for path, content in pages.files(site, card, measurements):
        yield f"report/{path}", content
    for path, content in export.files(db):
        yield f"csv/{path}", content
