"""From a row of the history to its place on our pages, whatever incident it belongs to."""

from __future__ import annotations

from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page
from monitor.core.errors import NotFoundError
from monitor.core.store import Store


async def go(ctx: Context) -> Any:
    """Send whoever follows the link to the record on its incident's, report's or article's page."""
    table, key = ctx.var("tabell"), int(ctx.var("id"))

    def load(store: Store) -> str:
        row = store.row(_SQL.get(table, _IN_INCIDENT).format(table=table), [key])
        if row is None:
            raise NotFoundError(kind="raden", id=key)
        if table in _SQL:
            return str(_WAY[table](row["name"]))
        part = ("artiklar" if row["article_id"] else "uttalanden") if table == "claims" else ""
        return links.record(table, key, row["ref"], part)

    return ctx.redirect(await ctx.read(load))


_IN_INCIDENT = (
    "SELECT {table}.*, ref FROM {table} LEFT JOIN incidents ON incidents.id = incident_id"
    " WHERE {table}.id = ?"
)
_SQL = {
    "incident_articles": (
        "SELECT ref AS name FROM incident_articles JOIN incidents"
        " ON incidents.id = incident_id WHERE incident_articles.id = ?"
    ),
    "report_paragraphs": (
        "SELECT number AS name FROM report_paragraphs JOIN reports ON reports.id = report_id"
        " WHERE report_paragraphs.id = ?"
    ),
    "verdicts": (
        "SELECT article_id AS name FROM verdicts JOIN flags ON flags.id = flag_id"
        " WHERE verdicts.id = ?"
    ),
}
_WAY: dict[str, Any] = {
    "incident_articles": lambda ref: f"{links.incident(ref)}?visa=artiklar#artiklar",
    "report_paragraphs": links.report,
    "verdicts": links.article,
}

PAGES = (Page(path=rf"post/(?P<tabell>{'|'.join(links.BY_ROW)})/(?P<id>\d+)", get=go),)
