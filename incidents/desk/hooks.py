"""What Datasette calls: routes, sign-in, connections, templates, errors; decided elsewhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pluggy
from datasette import Response

from incidents.desk import cells, history, links, look, permissions, session
from incidents.desk.boundary import view_of
from incidents.desk.compress import Packed
from incidents.desk.headers import Headers
from incidents.desk.pages import all_pages
from incidents.desk.safe_csv import SafeCsv
from incidents.desk.searching import escape_fts
from incidents.desk.sending import OnlyOurs
from monitor.core.store import prepare

hookimpl = pluggy.HookimplMarker("datasette")


async def _home() -> Any:
    """Send whoever asks for the root to their work."""
    return Response.redirect(links.page())


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """Put our pages below /-/lagesbild/."""
    pages = [(rf"^{links.ROOT}/{page.path}$", view_of(page)) for page in all_pages()]
    closed = [(pattern, history.closed) for pattern in history.CLOSED]
    return [(r"^/$", _home), (rf"^{links.ROOT}$", _home), *pages, *closed]


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Add our filters and globals."""
    look.prepare(env, datasette.lagesbild)


@hookimpl
def extra_template_vars(request: Any) -> dict[str, Any]:
    """Give Datasette's own templates what ours have."""
    return look.for_datasette(request)


@hookimpl
def actor_from_request(datasette: Any, request: Any) -> Callable[[], Awaitable[Any]]:
    """Find who asks, with the role of this moment."""

    async def find() -> dict[str, Any] | None:
        return await session.who(datasette, request)

    return find


@hookimpl
def permission_resources_sql(actor: Any, action: str) -> Any:
    """Tell what a role may see; everything else is denied."""
    return permissions.rules(actor, action)


@hookimpl(trylast=True)
def prepare_connection(conn: Any, datasette: Any) -> None:
    """Hold the same pragmas and limits on every connection that Datasette opens."""
    prepare(conn)
    permissions.limit(conn)

    def escape(query: str | None) -> str:
        # Replaces Datasette's function of the same name, so that its search boxes find as ours do.
        return escape_fts(query, datasette.lagesbild.vocabulary.compounds)

    conn.create_function("escape_fts", 1, escape)


@hookimpl
def filters_from_request(request: Any, table: str) -> None:
    """Refuse what Datasette would fall over; add no filter."""
    history.require_columns(request, table)


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Send the safety headers, tables without formulas, and texts packed; take no writes."""

    def wrap(app: Any) -> Any:
        return Packed(Headers(OnlyOurs(SafeCsv(app), datasette), datasette.lagesbild))

    return wrap


@hookimpl
def render_cell(  # noqa: PLR0913, PLR0917 - Datasette asks by these names
    row: Any,
    value: Any,
    column: str,
    table: str | None,
    database: str,
    datasette: Any,
    request: Any,
) -> Any:
    """Show Swedish words and times, and links to our pages."""
    if isinstance(value, dict):
        return cells.linked(datasette.get_database(database), table, column, value)
    return cells.shown(row, value, column, table, request.path if request else "")


@hookimpl
def row_actions(table: str, row: Any) -> list[dict[str, str]]:
    """Lead from a row of the history to our page of it."""
    page = links.for_row(table, cells.plain(row))
    return [{"href": page, "label": "Öppna sidan"}] if page else []


@hookimpl
def forbidden(datasette: Any, request: Any) -> Callable[[], Awaitable[Any]]:
    """Ask a stranger to sign in; tell the others in Swedish."""

    async def answer() -> Any:
        return await history.forbidden(datasette, request)

    return answer


@hookimpl
def handle_exception(
    datasette: Any, request: Any, exception: Exception
) -> Callable[[], Awaitable[Any]]:
    """Answer an error of Datasette's own pages in Swedish."""

    async def answer() -> Any:
        return await history.failed(datasette, request, exception)

    return answer
