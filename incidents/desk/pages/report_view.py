"""A report as others meet it: printed, compared with an earlier one, as files."""

from __future__ import annotations

from typing import Any

from datasette import Response
from markupsafe import Markup

from incidents.desk import links
from incidents.desk.http import Context, Page
from incidents.desk.marks import changes
from incidents.desk.pages.report_load import ONE, OPEN, load, report_row
from incidents.report.freeze import ENDINGS, document_of, file_of
from incidents.report.render.html import render_html, report_css
from incidents.report.sections import ORDER
from incidents.report.tree import Block, Document, ListBlock, TableBlock, plain
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
_HEADS = {"reason": "Anledning", "compiled": "Sammanställd", "period": "Period"}


async def show(ctx: Context) -> Any:
    """Show the report as it is printed, with the step that waits below it."""
    number = ctx.var("number")

    def read(store: Store) -> dict[str, Any]:
        found = load(store, number, ctx.actor)
        document = document_of(store, found["report"]["id"])
        html = Markup(render_html(document, standalone=False))  # noqa: S704 - escaped by it
        return {**found, "html": html}

    found = await ctx.read(read)
    return await ctx.show("report_view.html", **found, here=links.report(number.upper()))


async def style(_: Context) -> Any:
    """Answer with the report's own style sheet."""
    response = Response(report_css(), content_type="text/css; charset=utf-8")
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


def differences(before: Document, after: Document) -> list[dict[str, Any]]:
    """Return the parts of two reports that either has: heading, text with changes, same."""
    old, new = _parts(before), _parts(after)
    keys = [*_HEADS, *dict.fromkeys([*ORDER["extra"], *ORDER["weekly"]])]
    found = []
    for key in keys:
        was, is_now = old.get(key, ("", "")), new.get(key, ("", ""))
        if was[1] or is_now[1]:
            found.append(
                {
                    "key": key,
                    "heading": is_now[0] or was[0],
                    "text": changes(was[1], is_now[1]),
                    "same": was[1] == is_now[1],
                }
            )
    return found


def _parts(document: Document) -> dict[str, tuple[str, str]]:
    """Return key -> (heading, plain text) of everything that a report says."""
    parts = {key: (heading, getattr(document, key) or "") for key, heading in _HEADS.items()}
    for section in document.sections:
        text = "\n\n".join(map(_words, section.blocks))
        parts[section.key] = (section.heading or "Rättelse", text)
    return parts


def _words(block: Block) -> str:
    match block:
        case ListBlock(items=items):
            return "\n".join(f"– {plain(item)}" for item in items)
        case TableBlock(caption=caption, header=header, rows=rows):
            return "\n".join([caption, *(" · ".join(row) for row in (header, *rows))])
        case _:
            return plain(block.runs)


async def give_file(ctx: Context) -> Any:
    """Give one format: as it was frozen, or as the draft stands."""
    number, form = ctx.var("number").upper(), ctx.var("form")
    sender = ctx.desk.settings.mail_from

    def make(store: Store) -> tuple[bytes, str]:
        row = report_row(store, number)
        return file_of(store, row["id"], form, sender), row["status"]

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
