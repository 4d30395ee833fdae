"""The list of reports, and drafting a new one: extra, weekly, or the correction of a sent one."""

from __future__ import annotations

from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page
from incidents.desk.pages.incident_forms import at_field, incident_id
from incidents.desk.pages.report_form import NAMES, instant
from incidents.desk.pages.report_load import report_row
from incidents.report import draft, periods
from incidents.report.draft import NewExtra
from incidents.report.report_day import due_text
from monitor.core.clock import local
from monitor.core.errors import InputError
from monitor.core.messages import labels
from monitor.core.store import Row, Store
from monitor.core.times import form_text, week_of

#: Issued reports on one page of the list.
PAGE = 30
_SELECT = """SELECT r.*, submitted.display_name AS submitter, approved.display_name AS approver,
    (SELECT number FROM reports WHERE id = r.corrects_id) AS corrects,
    (SELECT number FROM reports later WHERE later.corrects_id = r.id
        AND later.status IN ('approved', 'sent') ORDER BY later.id LIMIT 1) AS corrected_by,
    (SELECT group_concat(i.ref, ', ') FROM incidents i JOIN report_incidents l
        ON l.incident_id = i.id WHERE l.report_id = r.id) AS refs,
    (SELECT count(*) FROM deliveries d WHERE d.report_id = r.id
        AND d.status IN ('bounced', 'failed')) AS lost
    FROM reports r LEFT JOIN users submitted ON submitted.id = r.submitted_by
    LEFT JOIN users approved ON approved.id = r.approved_by"""
_FIRST = (
    " ORDER BY CASE r.status WHEN 'in_review' THEN 0 WHEN 'approved' THEN 1 ELSE 2 END,"
    " r.compiled_at DESC, r.id DESC"
)


async def show(ctx: Context) -> Any:
    """Show what is under way first, then what was sent, newest first."""
    page = max(1, ctx.query.optional_whole("sida", "Sida") or 1)
    where, params = _where(ctx)

    def read(store: Store) -> dict[str, Any]:
        sent = store.rows(
            f"{_SELECT} WHERE r.status = 'sent'{where}"
            " ORDER BY r.compiled_at DESC, r.id DESC LIMIT ? OFFSET ?",
            [*params, PAGE + 1, (page - 1) * PAGE],
        )
        return {
            "open": store.rows(f"{_SELECT} WHERE r.status <> 'sent'{where}{_FIRST}", params),
            "sent": sent[:PAGE],
            "more": len(sent) > PAGE,
        }

    found = await ctx.read(read)
    return await ctx.show("reports.html", **found, page=page, filtered=bool(where))


def _where(ctx: Context) -> tuple[str, list[Any]]:
    sql, params = "", []
    for name, column in (("slag", "kind"), ("lage", "status")):
        if ctx.query.get(name):
            sql += f" AND r.{column} = ?"
            params.append(ctx.query.get(name))
    if ctx.query.get("jour") == "1":
        sql += " AND r.override_reason IS NOT NULL AND r.countersigned_by IS NULL"
    word = ctx.query.get("ord").strip()
    if word:
        sql += (
            " AND (r.number LIKE ? OR r.reason_clause LIKE ? OR r.registry_number LIKE ?"
            " OR EXISTS (SELECT 1 FROM incidents i JOIN report_incidents l ON l.incident_id = i.id"
            " WHERE l.report_id = r.id AND (i.ref LIKE ? OR i.title LIKE ?)))"
        )
        params += [f"%{word}%"] * 5
    return sql, params


async def show_new(ctx: Context) -> Any:
    """Ask what to write; ``?handelse=`` and ``?rattar=`` choose, with a reason proposed."""
    source = ctx.form or ctx.query
    refs, corrects = source.all("handelse"), source.get("rattar").upper()

    def read(store: Store) -> dict[str, Any]:
        original = report_row(store, corrects) if corrects else None
        chosen = _chosen(store, refs, original)
        return {
            "original": original,
            "chosen": chosen,
            "reason": _reason(store, chosen, original),
            "incidents": _choices(store, chosen),
            "weekly": _weekly(store, ctx),
            "series_there": store.value("SELECT 1 FROM series LIMIT 1"),
        }

    return await ctx.show("report_new.html", **await ctx.read(read))


def _chosen(store: Store, refs: list[str], original: Row | None) -> list[Row]:
    ids = [incident_id(store, ref) for ref in refs if ref]
    if not ids and original is not None:
        ids = draft.incident_ids(store, original["id"])
    return [store.get("incidents", key) for key in ids]


def _reason(store: Store, chosen: list[Row], original: Row | None) -> str:
    """Return the proposed reason; empty when there is nothing to write from yet."""
    if not chosen:
        return ""
    corrects = None if original is None else original["id"]
    try:
        return draft.proposed_reason(store, [row["id"] for row in chosen], corrects_id=corrects)
    except InputError:
        return ""  # said when the draft is written


def _choices(store: Store, chosen: list[Row]) -> list[tuple[str, str]]:
    rows = store.rows(
        "SELECT ref, title FROM incidents WHERE status IN ('new', 'ongoing', 'stable')"
        " ORDER BY known_at DESC LIMIT 100"
    )
    known = {row["ref"]: row["title"] for row in [*chosen, *rows]}
    return [(ref, f"{ref} {title}") for ref, title in known.items()]


def _weekly(store: Store, ctx: Context) -> dict[str, Any]:
    start = periods.proposed_start(store, ctx.now)
    year, week = week_of(ctx.now)
    number = f"{year}-V{week:02d}"
    there = store.value("SELECT number FROM reports WHERE number = ?", [number])
    return {
        "week": week,
        "period_from": form_text(start),
        "there": there,
        "number": number,
        "due": due_text(local(ctx.now).date()),
    }


async def add(ctx: Context) -> Any:
    """Draft the report and go to its editor."""
    kind = ctx.form.choice("kind", "Slag", labels("report_kind"))
    compiled = instant(ctx, "compiled_at", "Sammanställd")
    made = _add_weekly(ctx, compiled) if kind == "weekly" else _add_extra(ctx, compiled)

    def write(store: Store) -> str:
        return str(store.get("reports", made(store))["number"])

    number = await at_field(ctx.work(write), NAMES)
    return ctx.redirect(links.report(number), f"Utkastet {number} är skrivet ur händelsen.")


def _add_extra(ctx: Context, compiled: Any) -> Any:
    form = ctx.form
    refs, corrects = [ref for ref in form.all("handelse") if ref], form.get("rattar")
    if not refs:
        raise InputError(
            field="Händelse", why="Välj vilken händelse rapporten gäller.", name="handelse"
        )
    values: dict[str, Any] = {
        "compiled_at": compiled,
        "reason_clause": form.text("reason_clause", "Anledning", required=False),
        "next_update_at": instant(ctx, "next_update_at", "Nästa uppdatering"),
        "correction": form.text("correction", "Rättelse", required=False),
    }

    def make(store: Store) -> int:
        new = NewExtra(incident_ids=[incident_id(store, ref) for ref in refs], **values)
        if corrects:
            return draft.correct(store, ctx.actor, report_row(store, corrects)["id"], new)
        return draft.draft_extra(store, ctx.actor, new)

    return make


def _add_weekly(ctx: Context, compiled: Any) -> Any:
    start = instant(ctx, "period_from", "Period")
    base = links.report_base(ctx.desk.settings.desk_url)

    def make(store: Store) -> int:
        return draft.draft_weekly(
            store,
            ctx.actor,
            compiled_at=compiled,
            period_from=_exact_start(store, ctx, compiled, start),
            link_base=base,
        )

    return make


def _exact_start(store: Store, ctx: Context, compiled: Any, start: Any) -> Any:
    """Return the start; as it was proposed, with its seconds, when nobody changed it."""
    proposed = periods.proposed_start(store, compiled or ctx.now)
    same = start is not None and form_text(local(start)) == form_text(proposed)
    return proposed if start is None or same else start


PAGES = (
    Page(path="rapporter", get=show, nav="rapporter"),
    Page(path="rapporter/ny", needs="report", get=show_new, post=add, nav="rapporter"),
)
