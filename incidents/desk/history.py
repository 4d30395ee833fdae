"""Datasette's own pages: which of them are closed, and what their errors say in Swedish."""

from __future__ import annotations

from typing import Any

from datasette import Response
from datasette.views.base import DatasetteError

from incidents.desk import catalogue, links
from incidents.desk.boundary import heading
from incidents.desk.http import actor_of
from monitor.core import log

#: Pages of Datasette's that nobody here needs: its own machinery, and every door to writing.
CLOSED = tuple(
    rf"^{pattern}$"
    for pattern in (
        r"/-/?(\.json)?",
        r"/-/(versions|plugins|settings|config|threads|tasks|databases|actor|actions)(\.\w+)?",
        r"/-/(jump|queries|schema|allowed|rules|check)(\.\w+)?",
        r"/-/(auth-token|create-token|api|logout|permissions|messages|allow-debug|patterns)",
        r"/-/debug/.*",
        r"/[^/.]+\.db",
        r"/[^/]+/-/(create|foreign-key-targets|queries.*|execute-write.*|schema.*)",
        r"/[^/]+/-/query/parameters",
        r"/[^/]+/[^/]+/-/(definition|edit|update|delete|insert|upsert|alter|drop|schema.*)",
        r"/[^/]+/[^/]+/-/(foreign-key-suggestions|set-column-type|fragment|autocomplete|count)",
        r"/[^/]+/[^/]+/[^/]+/-/(delete|update)",
    )
)
#: Parameters of an address that name a column to group by.
_GROUPINGS = frozenset({"_facet", "_facet_array", "_facet_date"})
_SPOKEN = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    413: "too_large",
}


_NO_COLUMN = "No such column"


def require_columns(request: Any, table: str) -> None:
    """Refuse a grouping by a column that is not there, and filters through other tables.

    Datasette falls over the first, and asks nobody's leave for the other.

    Raises:
        DatasetteError: 400.
    """
    known = catalogue.columns(table)
    for name in request.args:
        if name in _GROUPINGS and not known.issuperset(request.args.getlist(name)):
            raise DatasetteError("", title=_NO_COLUMN, status=400)
        # A filter through a table that one may not open would tell what is in it, guess by guess;
        # how long a query may take is ours to say.
        if name in {"_through", "_timelimit"}:
            raise DatasetteError("", title="Bad request", status=400)


async def closed(datasette: Any, request: Any) -> Any:
    """Answer as if the page did not exist; the door to the history leads to it."""
    if request.path.rstrip("/") == "/-":
        return Response.redirect(f"/{links.DATABASE}")
    return await _page(datasette, request, 404, catalogue.said("datasette", "not_found"))


async def refused(datasette: Any, request: Any) -> Any:
    """Answer whatever is sent to a page of Datasette's: they are for reading."""
    return await _page(datasette, request, 405, "Sidan kan inte användas så här.")


async def forbidden(datasette: Any, request: Any) -> Any:
    """Send a stranger to the sign-in page; tell a colleague what she may not."""
    user = actor_of(request).user_id
    if user is not None or request.method != "GET":
        log.trouble("refused", user=user, method=request.method, path=request.path)
    text = catalogue.said("datasette", "forbidden")
    if _for_programs(request):
        return Response.json({"ok": False, "error": text}, status=403)
    if user is None and request.method == "GET":
        return Response.redirect(links.page("logga-in", nasta=request.full_path))
    return await _page(datasette, request, 403, text)


async def failed(datasette: Any, request: Any, error: Exception) -> Any:
    """Answer any other error; None leaves programs to Datasette's own answer."""
    status = 400 if _by_hand(error) else int(getattr(error, "status", 500))
    title = str(getattr(error, "title", "") or "")
    if status == 500:
        log.crash("history", error, path=request.path)
    if _for_programs(request):
        text = _text(status, title)
        return Response.json({"ok": False, "error": text, "status": status}, status=status)
    detail = ""
    if title == "Invalid SQL" and actor_of(request).may("sql"):
        detail = str(error)
    return await _page(datasette, request, status, _text(status, title), detail=detail)


def _by_hand(error: Exception) -> bool:
    """Tell whether Datasette fell over an address that no link of ours has."""
    too_large = isinstance(error, OverflowError)
    return too_large or str(error).startswith(("Invalid format: ", "malformed JSON"))


def _text(status: int, title: str) -> str:
    if title == "SQL Interrupted":
        return catalogue.said("datasette", "interrupted")
    if title == "Invalid SQL":
        return catalogue.said("datasette", "invalid_sql")
    if title == _NO_COLUMN:
        return catalogue.said("datasette", "no_column")
    if status in _SPOKEN:
        return catalogue.said("datasette", _SPOKEN[status])
    return "Något gick fel hos oss. Inget har ändrats."


def _for_programs(request: Any) -> bool:
    return str(request.path).endswith((".json", ".csv", ".blob"))


async def _page(datasette: Any, request: Any, status: int, text: str, *, detail: str = "") -> Any:
    body = await datasette.render_template(
        "error.html",
        {"heading": heading(status), "text": text, "detail": detail},
        request=request,
    )
    return Response.html(body, status=status)
