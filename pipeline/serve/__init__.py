"""Serve: the database in a browser, to be searched, asked, and followed to the words on their page.

Reads outputs/stp.db, never writing to it, and the corpus's PDFs, in worker processes only. It is a plugin
of Datasette, which brings tables, filters, SQL, JSON and CSV; here are the descriptions that the database
has of itself, the README's questions, a search, and a viewer of pages. No page of it needs a script.
"""

import importlib.util
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm
from markupsafe import Markup
from pluggy import HookimplMarker

from pipeline.corpus import Corpus
from pipeline.serve import guard, home, metadata, routes
from pipeline.serve.pictures import Pictures

hookimpl = HookimplMarker("datasette")

SETTINGS = {
    "suggest_facets": False,  # Each view has its facets; to look for more costs a query a column.
    "num_sql_threads": 3,
    "sql_time_limit_ms": 2000,
    "max_returned_rows": 1000,
}

REF = re.compile(r"([a-z0-9][a-z0-9._-]*)/p(\d+)/s\d+")


def site(database: Path, corpus: Corpus | None) -> Any:
    """A Datasette over one database, which is opened immutable.

    ``corpus`` is where the PDFs lie; without one the viewer shows text alone.
    """
    plugin = sys.modules[__name__]
    if not pm.is_registered(plugin):
        pm.register(plugin)
        # It prints every address that is not there, with all local variables, which takes most of a second.
        pm.unregister(name="datasette.handle_exception")
    datasette = Datasette(immutables=[str(database)], metadata=metadata.read(database), settings=SETTINGS)
    datasette.pictures = Pictures(corpus)
    return datasette


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:
    """The search, the viewer with its pictures, and the coding of passages."""
    return [*routes.ROUTES, *_coding()] if _ours(datasette) else []


@hookimpl
def extra_template_vars(datasette: Any, template: str) -> Any:
    """The columns shown of a view; for the home page what it says as well."""
    if not _ours(datasette):
        return {}
    always = {"shown": metadata.columns, "specimens": datasette.metadata("specimens")}
    return home.variables(datasette, always) if template == "index.html" else always


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Every answer gets headers that allow no script; CSV gets no cell that begins a formula."""
    return guard.guarded if _ours(datasette) else lambda app: app


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """What went wrong, on a page that says so; what was not foreseen is told to the terminal as well."""
    return routes.failed(datasette, request, exception)


@hookimpl
def render_cell(row: Any, value: Any, column: str, datasette: Any) -> Markup | None:
    """A reference to a passage, or the page of a plan, as a link to the viewer; figures with commas."""
    if not _ours(datasette):
        return None
    if isinstance(value, float):
        return Markup("{:,.10g}").format(value)
    names = row.keys()
    said = value["label"] if isinstance(value, dict) else value
    found = REF.fullmatch(said) if isinstance(said, str) and column in ("ref", "passage", "cluster") else None
    if found:
        plan, page = found.groups()
        page = row["page"] if "page" in names and isinstance(row["page"], int) else page
        return _link(datasette, plan, page, said, ref=said)
    if column == "page" and isinstance(value, int) and "plan" in names and row["plan"]:
        plan = row["plan"]["value"] if isinstance(row["plan"], dict) else row["plan"]
        if REF.fullmatch(f"{plan}/p{value}/s1"):
            return _link(datasette, plan, value, value, ref=row["ref"] if "ref" in names else "")
    return None


def _coding() -> list[tuple[str, Callable[..., Any]]]:
    """The coding of passages, where the package has its store."""
    if importlib.util.find_spec("pipeline.labels") is None:
        return []
    from pipeline.serve import review

    return review.ROUTES


def _link(datasette: Any, plan: str, page: Any, words: Any, *, ref: str) -> Markup:
    path = datasette.urls.path(f"/page/{plan}/{page}")
    query = Markup("?ref={}").format(ref) if ref else ""
    return Markup('<a href="{}{}">{}</a>').format(path, query, words)


def _ours(datasette: Any) -> bool:
    """Whether an instance is one of :func:`site`'s; plugins hear of every one in the process."""
    return hasattr(datasette, "pictures")
