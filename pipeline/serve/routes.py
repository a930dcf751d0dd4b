"""The pages that Datasette does not have: the search, the viewer, and the pictures that it shows."""

import traceback
from typing import Any

from datasette.utils.asgi import Response

from pipeline.serve import pages, search
from pipeline.serve.pictures import Page

PLAN = r"(?P<plan>[a-z0-9][a-z0-9._-]*)"
NUMBER = r"(?P<page>[1-9]\d{0,5})"
KEPT = {"Cache-Control": "private, max-age=86400, immutable"}
"""A picture's address names the version of the file, so that a browser may keep it."""


async def searched(datasette: Any, request: Any) -> Any:
    """``/search?words=``: the passages that have these words."""
    words = request.args.get("words") or ""
    answer = await search.answer(datasette.get_database(), words)
    return await _html(datasette, request, "search.html", {"words": words, "answer": answer})


async def viewed(datasette: Any, request: Any) -> Any:
    """``/page/PLAN/N?ref=``: a page as printed, with a passage marked, and what was found on it."""
    seen = await _seen(datasette, request)
    if seen is None:
        error = "No such page in this database. References change with the documents: search for the words."
        return await _html(datasette, request, "error.html", {"title": _TITLES[404], "error": error}, 404)
    where = Page(seen.plan["id"], seen.page["page"], seen.plan["sha256"])
    picture = await datasette.pictures.of(where)
    return await _html(datasette, request, "page.html", {"seen": seen, "picture": picture})


async def pictured(datasette: Any, request: Any) -> Any:
    """``/page/PLAN/N.png``: the picture alone."""
    seen = await _seen(datasette, request)
    if seen is None:
        return Response.text("no such page", status=404)
    picture = await datasette.pictures.of(Page(seen.plan["id"], seen.page["page"], seen.plan["sha256"]))
    if not picture.png:
        return Response.text(f"{picture.reason} {picture.mend}", status=404)
    return Response(picture.png, headers=dict(KEPT), content_type="image/png")


async def failed(datasette: Any, request: Any, exception: Exception) -> Any:
    """An error as a page, or as JSON where that was asked for."""
    status = getattr(exception, "status", 500)
    error = str(exception) or type(exception).__name__
    if status == 404:
        error = "There is nothing at this address."
    elif status == 500:
        traceback.print_exception(exception)
        error = "The server failed. What it says in its terminal will help whoever mends it."
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "status": status, "error": error}, status=status)
    return await _html(
        datasette, request, "error.html", {"title": _TITLES.get(status), "error": error}, status
    )


ROUTES = [
    (r"^/search$", searched),
    (rf"^/page/{PLAN}/{NUMBER}$", viewed),
    (rf"^/page/{PLAN}/{NUMBER}\.png$", pictured),
]


_TITLES = {400: "That cannot be asked", 403: "Not allowed", 404: "Not found", 500: "It did not work"}


async def _seen(datasette: Any, request: Any) -> pages.Seen | None:
    plan, page = request.url_vars["plan"], int(request.url_vars["page"])
    ref = request.args.get("ref") or ""
    found = await datasette.get_database().execute_fn(lambda db: pages.seen(db, plan, page, ref))
    return found if isinstance(found, pages.Seen) else None


async def _html(
    datasette: Any, request: Any, template: str, values: dict[str, Any], status: int = 200
) -> Any:
    values = {"database": datasette.get_database().name, **values}
    return Response.html(await datasette.render_template(template, values, request=request), status=status)
