"""Who speaks for us in an incident, and which other incidents it belongs with."""

from __future__ import annotations

from typing import Any

from incidents.desk import links
from incidents.desk.http import Context
from incidents.desk.pages.incident_forms import at_field, belongs, incident_id, moment
from incidents.desk.pages.incident_records import posting
from incidents.record import incident, people
from monitor.core.errors import NotFoundError
from monitor.core.messages import labels
from monitor.core.store import Store


async def assign(ctx: Context) -> Any:
    """Say that a person speaks for us here, from now unless told."""
    ref = ctx.var("ref")
    position = ctx.form.whole("position_id", "Talesperson")
    start = moment(ctx, "valid_from", "Från").at
    end = moment(ctx, "valid_to", "Till").at

    def write(store: Store) -> None:
        people.assign_spokesperson(
            store, ctx.actor, incident_id(store, ref), position, valid_from=start, valid_to=end
        )

    await at_field(ctx.write(write), {"Talesperson": "position_id", "Till": "valid_to"})
    return ctx.redirect(f"{links.incident(ref)}#talespersoner", "Talespersonen är utsedd.")


async def release(ctx: Context) -> Any:
    """End a person's speaking for us here."""
    ref, key = ctx.var("ref"), int(ctx.var("id"))
    end = moment(ctx, "valid_to", "Till").at

    def write(store: Store) -> None:
        belongs(store, "incident_spokespersons", key, incident_id(store, ref))
        people.release_spokesperson(store, ctx.actor, key, valid_to=end)

    await at_field(ctx.write(write), {"Till": "valid_to"})
    return ctx.redirect(
        f"{links.incident(ref)}#talespersoner", "Uppdraget som talesperson är avslutat."
    )


async def relate(ctx: Context) -> Any:
    """Say how this incident belongs with another."""
    ref = ctx.var("ref")
    kind = ctx.form.choice("kind", "Samband", labels("incident_relation"))
    other = ctx.form.text("handelse", "Händelse")

    def write(store: Store) -> None:
        incident.relate(store, ctx.actor, incident_id(store, ref), kind, incident_id(store, other))

    await at_field(ctx.write(write), {"Händelse": "handelse", "Samband": "kind"})
    return ctx.redirect(f"{links.incident(ref)}#samband", "Sambandet är infört.")


async def unrelate(ctx: Context) -> Any:
    """Take a relation with another incident away."""
    ref, key = ctx.var("ref"), int(ctx.var("id"))

    def write(store: Store) -> None:
        row = store.get("incident_relations", key, kind="sambandet")
        if incident_id(store, ref) not in {row["incident_id"], row["other_id"]}:
            raise NotFoundError(kind="sambandet", id=key)
        incident.unrelate(store, ctx.actor, key)

    await ctx.write(write)
    return ctx.redirect(f"{links.incident(ref)}#samband", "Sambandet är borttaget.")


PAGES = (
    posting("talespersoner", assign),
    posting(r"talespersoner/(?P<id>\d+)/avsluta", release),
    posting("samband", relate),
    posting(r"samband/(?P<id>\d+)/bort", unrelate),
)
