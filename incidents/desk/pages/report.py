"""One report: the editor, its head, composing anew, throwing a draft away."""

from __future__ import annotations

from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page
from incidents.desk.pages.report_form import instant, on_report, posting
from incidents.desk.pages.report_load import ONE, OPEN, load
from incidents.report import redraft
from monitor.core.clock import from_text
from monitor.core.errors import InputError
from monitor.core.store import Row, Store
from monitor.core.times import form_text

_TIMES = ("compiled_at", "next_update_at")


async def show(ctx: Context) -> Any:
    """Show the report that the address names: to edit while it is open, else to read."""
    number = ctx.var("number")
    found = await ctx.read(lambda store: load(store, number, ctx.actor))
    writable = ctx.may("report") and found["report"]["status"] in OPEN
    row = found["report"]
    times = {name: form_text(from_text(row[name])) for name in _TIMES if row[name]}
    return await ctx.show(
        "report.html",
        **found,
        head={**row, **times},
        writable=writable,
        here=links.report(row["number"]),
    )


async def change(ctx: Context) -> Any:
    """Change the lines above the sections, and the registry number."""
    form = ctx.form
    changes: dict[str, Any] = {}
    if "reason_clause" in form:
        changes["reason_clause"] = form.text("reason_clause", "Anledning")
    if "compiled_at" in form:
        changes["compiled_at"] = instant(ctx, "compiled_at", "Sammanställd")
        if changes["compiled_at"] is None:
            raise InputError(field="Sammanställd", why="Skriv en tid.", name="compiled_at")
    if "next_update_at" in form:
        changes["next_update_at"] = instant(ctx, "next_update_at", "Nästa uppdatering")
    if "registry_number" in form:
        changes["registry_number"] = form.text("registry_number", "Diarienummer", required=False)

    def write(store: Store, row: Row, revision: int) -> bool:
        told = {name: value for name, value in changes.items() if not _as_shown(ctx, row, name)}
        if told:
            redraft.change(store, ctx.actor, row["id"], revision=revision, changes=told)
        return bool(told)

    done = await on_report(ctx, write)
    return ctx.redirect(
        links.report(ctx.var("number")), "Uppgifterna är ändrade." if done else "Inget är ändrat."
    )


def _as_shown(ctx: Context, row: Row, name: str) -> bool:
    """Tell whether a field still says what the form showed; times without their seconds."""
    stored = row[name] or ""
    shown = form_text(from_text(stored)) if stored and name.endswith("_at") else stored
    return ctx.form.get(name).strip() == shown


async def recompose(ctx: Context) -> Any:
    """Write the untouched paragraphs anew, as of the report's time or of now."""
    base = links.report_base(ctx.desk.settings.desk_url)
    forward = ctx.form.get("nu") == "1"

    def write(store: Store, row: Row, revision: int) -> None:
        if forward:
            changes = {"compiled_at": ctx.now}
            redraft.change(store, ctx.actor, row["id"], revision=revision, changes=changes)
            revision += 1
        redraft.recompose(store, ctx.actor, row["id"], revision=revision, link_base=base)

    await on_report(ctx, write, slow=True)
    told = "Texten är skriven på nytt. Det som någon har ändrat eller utelämnat är kvar."
    return ctx.redirect(links.report(ctx.var("number")), told)


async def discard(ctx: Context) -> Any:
    """Throw a draft away."""

    def write(store: Store, row: Row, revision: int) -> None:
        redraft.discard(store, ctx.actor, row["id"], revision=revision)

    await on_report(ctx, write)
    return ctx.redirect(links.page("rapporter"), f"Utkastet {ctx.var('number')} är kastat.")


PAGES = (
    Page(path=ONE, get=show, post=change, post_needs="report", nav="rapporter"),
    posting(f"{ONE}/skriv-om", recompose, show),
    posting(f"{ONE}/kasta", discard, show),
)
