"""The quotations in an incident's articles, each with a button that makes it a statement."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page
from incidents.desk.pages import incident
from incidents.desk.pages.incident_forms import incident_id
from incidents.record import quoted
from incidents.record.incident import FOLLOWED
from monitor.core.store import Store


async def show(ctx: Context) -> Any:
    """Show what the incident's articles quote people as saying."""
    ref = ctx.var("ref")

    def read(store: Store) -> dict[str, Any]:
        key = incident_id(store, ref)
        return {
            "incident": store.get("incidents", key, kind="händelsen"),
            "suggestions": quoted.suggestions(store, key),
        }

    found = await ctx.read(read)
    return await ctx.show(
        "quotes.html",
        **found,
        here=f"{links.incident(ref)}/citat",
        writable=found["incident"]["status"] in FOLLOWED,
        after=_after(found["suggestions"]),
    )


def _after(suggestions: Sequence[quoted.Suggestion]) -> dict[str, str]:
    """Return for each quotation not entered yet where one goes on, as a part of the address.

    In the order of the page: article by article.
    """
    waiting = sorted(
        (one for one in suggestions if not one.entered), key=lambda one: one.article["id"]
    )
    names = [f"{one.version_id}-{one.quote.start}" for one in waiting]
    return {name: f"#citat-{then}" for name, then in pairwise(names)} | dict.fromkeys(
        names[-1:], ""
    )


async def accept(ctx: Context) -> Any:
    """Enter one quotation as a statement of the incident."""
    ref, form = ctx.var("ref"), ctx.form
    version = form.whole("version", "Artikelns version")
    start, end = form.whole("start", "Citatets början"), form.whole("end", "Citatets slut")

    def write(store: Store) -> int:
        return quoted.accept(store, ctx.actor, incident_id(store, ref), version, start, end)

    key = await ctx.write(write)
    said = f"Citatet är infört som uttalande {key} i {ref}."
    return ctx.redirect(ctx.back(f"{links.incident(ref)}/citat"), said)


PAGES = (
    Page(
        path=rf"{incident.ONE}/citat",
        needs="record",
        get=show,
        post=accept,
        post_needs="record",
        nav="handelser",
    ),
)
