"""A report as others meet it: printed, compared with an earlier one, as files."""

from __future__ import annotations

from typing import Any

from datasette import Response
from markupsafe import Markup

from incidents.desk import links
from incidents.desk.http import Context, Page
from incidents.desk.pages.report_differences import differences
from incidents.desk.pages.report_load import ONE, OPEN, load, report_row
from incidents.report.freeze import ENDINGS, document_of, file_of
from incidents.report.look_file import load_look
from incidents.report.render.html import render_html, report_css
from monitor.core.store import Row, Store

#: Content types of the formats.
TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text": "text/plain; charset=utf-8",
    "markdown": "text/markdown; charset=utf-8",
    "eml": "message/rfc822",
}


async def show(ctx: Context) -> Any:
    """Show the report as it is printed, with the step that waits below it."""
    number = ctx.var("number")

    def read(store: Store) -> dict[str, Any]:
        found = load(store, number, ctx.actor)
        document = document_of(store, found["report"]["id"])
        look = load_look(ctx.desk.settings.state)
        html = Markup(render_html(document, standalone=False, look=look))  # noqa: S704 - escaped by it
        return {**found, "html": html}

    found = await ctx.read(read)
    return await ctx.show("report_view.html", **found, here=links.report(number.upper()))


async def style(ctx: Context) -> Any:
    """Answer with the report's own style sheet, in the region's look."""
    look = load_look(ctx.desk.settings.state)
    response = Response(report_css(look), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "max-age=3600"
    return response


async def compare(ctx: Context) -> Any:
    """Show what differs from another report, section by section."""
    number, other = ctx.var("number"), ctx.query.get("med")

    def read(store: Store) -> dict[str, Any]:
        row = report_row(store, number)
        choices = _others(store, row)
        chosen = other or (choices[0]["number"] if choices else "")
        if not chosen:
            return {"report": row, "choices": [], "chosen": "", "parts": []}
        before = report_row(store, chosen)
        parts = differences(document_of(store, before["id"]), document_of(store, row["id"]))
        return {"report": row, "choices": choices, "chosen": before["number"], "parts": parts}

    return await ctx.show("report_compare.html", **await ctx.read(read))


def _others(store: Store, row: Row) -> list[Row]:
    """Return the other reports, those about the same incidents first, latest before."""
    return store.rows(
        "SELECT r.*, EXISTS (SELECT 1 FROM report_incidents mine JOIN report_incidents theirs"
        " ON theirs.incident_id = mine.incident_id WHERE mine.report_id = :id"
        " AND theirs.report_id = r.id) AS same FROM reports r WHERE r.id <> :id"
        " ORDER BY r.id = :corrects DESC, r.kind = :kind DESC, same DESC,"
        " r.compiled_at <= :at DESC, r.compiled_at DESC LIMIT 100",
        {
            "id": row["id"],
            "corrects": row["corrects_id"],
            "kind": row["kind"],
            "at": row["compiled_at"],
        },
    )


async def give_file(ctx: Context) -> Any:
    """Give one format: as it was frozen, or as the draft stands."""
    number, form = ctx.var("number").upper(), ctx.var("form")
    sender = ctx.desk.settings.mail_from

    def make(store: Store) -> tuple[bytes, str]:
        row = report_row(store, number)
        look = load_look(ctx.desk.settings.state)
        return file_of(store, row["id"], form, sender, look), row["status"]

    body, status = await ctx.work(make)
    name = f"{number}{'-utkast' if status in OPEN else ''}.{ENDINGS[form]}"
    return ctx.download(body, TYPES[form], name)


async def show_text(ctx: Context) -> Any:
    """Show the report as plain text, to copy into WIS or any other field."""
    number, sender = ctx.var("number").upper(), ctx.desk.settings.mail_from

    def read(store: Store) -> dict[str, Any]:
        row = report_row(store, number)
        return {"report": row, "text": file_of(store, row["id"], "text", sender).decode()}

    return await ctx.show("report_copy.html", **await ctx.work(read))


PAGES = (
    Page(path=r"rapporter/stil\.css", needs=None, get=style),
    Page(path=f"{ONE}/visning", get=show, nav="rapporter"),
    Page(path=f"{ONE}/jamfor", get=compare, nav="rapporter"),
    Page(path=rf"{ONE}/fil/(?P<form>{'|'.join(TYPES)})", get=give_file),
    Page(path=f"{ONE}/text", get=show_text, nav="rapporter"),
)
