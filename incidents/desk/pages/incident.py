"""One incident: its page, changing its header, closing it, reopening it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from incidents.desk import links, visits
from incidents.desk.http import Context, Page
from incidents.desk.news import News
from incidents.desk.pages import coverage
from incidents.desk.pages.incident_forms import (
    at_field,
    changed_only,
    incident_id,
    known,
    moment,
    names_of,
    opens,
    shown_times,
)
from incidents.desk.pages.incident_line import line
from incidents.desk.pages.incident_load import choices, load
from incidents.desk.pages.incident_parts import parts
from incidents.desk.pages.incident_picks import picks, statement_choices
from incidents.desk.pages.incident_picture import picture
from incidents.record import incident, statement
from incidents.record.timeline import TimelineEntry, timeline
from monitor.core import log
from monitor.core.errors import StoreError
from monitor.core.messages import labels
from monitor.core.store import Store

#: Address of one incident, and of everything below it.
ONE = r"handelser/(?P<ref>H-\d{4}-\d+)"


async def show(ctx: Context) -> Any:
    """Show the incident that the address names."""
    return await show_ref(ctx, ctx.var("ref"))


async def show_ref(ctx: Context, ref: str) -> Any:
    """Show an incident with everything about it; forms open where ``?oppna=`` names them."""

    def read(store: Store) -> dict[str, Any]:
        key = incident_id(store, ref)
        entries = timeline(store, key)
        return {
            **load(store, key),
            **_look(ctx, store, key, entries),
            "entries": entries,
            "coverage": coverage.of_incident(store, key),
            "choices": choices(store, store.now(), key),
            "reusable": statement.reusable(store) if opens(ctx, "svara-") else [],
        }

    found = await ctx.read(read)
    await _note(ctx, found.pop("noted"))
    row = found["incident"]
    writable = ctx.may("record") and row["status"] in incident.FOLLOWED
    return await ctx.show(
        "incident.html",
        **found,
        line=line(found["entries"], ctx.query, found["news"]),
        parts=parts(
            found,
            found["news"],
            form=ctx.form.name or ctx.query.get("oppna"),
            shown=ctx.query.get("visa"),
        ),
        picture=picture(found["entries"]),
        picks=picks(found),
        approved_choices=statement_choices(found["reusable"], row["id"]),
        writable=writable,
        opened=ctx.query.get("oppna"),
        here=links.incident(ref),
        shown_times=shown_times,
        followed={key: said for key, said in labels("status").items() if key in incident.FOLLOWED},
    )


def _look(ctx: Context, store: Store, key: int, entries: list[TimelineEntry]) -> dict[str, Any]:
    """Return what is new to the person, and the look to write down."""
    if ctx.actor.user_id is None:
        return {"news": News(), "noted": {}}
    look = visits.visit(store, ctx.actor.user_id, key)
    fresh = visits.news(
        store, entries, look.since, user_id=ctx.actor.user_id, display=ctx.actor.display
    )
    return {"news": fresh, "noted": look.note}


async def _note(ctx: Context, noted: Mapping[str, Any]) -> None:
    """Write the look down; when the file is busy the next look will do."""
    if not noted or ctx.request.method != "GET":
        return
    try:
        await ctx.write(lambda store: visits.note(store, noted))
    except StoreError as error:
        log.trouble("visit_not_noted", error=error)


async def read_all(ctx: Context) -> Any:
    """Take the marks of what is new away."""
    ref = ctx.var("ref")

    def write(store: Store) -> None:
        assert ctx.actor.user_id is not None
        visits.read_all(store, ctx.actor.user_id, incident_id(store, ref))

    await ctx.write(write)
    return ctx.redirect(links.incident(ref), "Allt är markerat som läst.")


async def go(ctx: Context) -> Any:
    """Send whoever reads the address of a form to the incident's page."""
    return ctx.redirect(links.incident(ctx.var("ref")))


async def change(ctx: Context) -> Any:
    """Change the header: every field of the form, or only those that were sent."""
    form, ref = ctx.form, ctx.var("ref")
    revision = form.whole("revision", "Version")
    readers: dict[str, Any] = {
        "title": lambda: form.text("title", "Rubrik"),
        "topic": lambda: form.text("topic", "Ämne"),
        "severity": lambda: form.choice("severity", "Allvar", labels("severity")),
        "status": lambda: form.choice("status", "Läge", labels("status")),
        "owner_id": lambda: form.optional_whole("owner_id", "Handläggare"),
        "series_id": lambda: form.optional_whole("series_id", "Serie"),
        "registry_number": lambda: form.optional("registry_number", "Diarienummer"),
    }
    changes = {name: read() for name, read in readers.items() if name in form}
    if "happened_at" in form:
        changes["moment"] = moment(ctx, "happened_at", "När")
        changes["known_at"] = known(ctx, changes["moment"])

    def write(store: Store) -> None:
        key = incident_id(store, ref)
        row = store.get("incidents", key)
        told = changed_only(ctx, row, changes)
        incident.change(store, ctx.actor, key, revision=revision, changes=told)

    await at_field(ctx.write(write), names_of(incident.NOUN))
    return ctx.redirect(links.incident(ref), "Händelsen är ändrad.")


async def close(ctx: Context) -> Any:
    """Close the incident with a note on why."""
    ref = ctx.var("ref")
    revision = ctx.form.whole("revision", "Version")
    note = ctx.form.text("note", "Not om varför")

    def write(store: Store) -> None:
        key = incident_id(store, ref)
        incident.close(store, ctx.actor, key, revision=revision, note=note)

    await at_field(ctx.write(write), {"Not om varför": "note"})
    return ctx.redirect(links.incident(ref), f"{ref} är avslutad.")


async def reopen(ctx: Context) -> Any:
    """Open a closed incident again."""
    ref = ctx.var("ref")
    revision = ctx.form.whole("revision", "Version")

    def write(store: Store) -> None:
        incident.reopen(store, ctx.actor, incident_id(store, ref), revision=revision)

    await ctx.write(write)
    return ctx.redirect(links.incident(ref), f"{ref} är öppen igen, som pågående.")


def _posting(path: str, post: Any) -> Page:
    return Page(path=path, get=go, post=post, post_needs="record", again=show, nav="handelser")


PAGES = (
    Page(path=ONE, get=show, post=change, post_needs="record", nav="handelser"),
    _posting(f"{ONE}/avsluta", close),
    _posting(f"{ONE}/oppna", reopen),
    Page(path=f"{ONE}/last", get=go, post=read_all, again=show, nav="handelser"),
)
