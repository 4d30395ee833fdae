"""Organisations, the people who speak for them, their titles over time, and our spokespersons."""

from __future__ import annotations

from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page
from incidents.desk.pages.incident_forms import at_field, moment, names_of, typed_text
from incidents.record import people
from incidents.record.people import NewOrganisation, NewPosition
from monitor.core.messages import labels
from monitor.core.store import Row, Store

_LIST = links.page("personer")


async def show(ctx: Context) -> Any:
    """Show every organisation with its people and their titles, our own first."""

    def read(store: Store) -> dict[str, Any]:
        titles: dict[int, list[Row]] = {}
        for row in store.rows("SELECT * FROM positions ORDER BY valid_from DESC, id DESC"):
            titles.setdefault(row["person_id"], []).append(row)
        named: dict[int, list[Row]] = {}
        for row in store.rows("SELECT * FROM people ORDER BY name COLLATE SWEDISH"):
            named.setdefault(row["organisation_id"], []).append(
                {**row, "titles": titles.get(row["id"], [])}
            )
        rows = store.rows(
            "SELECT * FROM organisations ORDER BY kind <> 'own', name COLLATE SWEDISH"
        )
        return {"organisations": [{**row, "people": named.get(row["id"], [])} for row in rows]}

    found = await ctx.read(read)
    return await ctx.show(
        "people.html",
        **found,
        opened=ctx.query.get("oppna"),
        here=_LIST,
        shown_position=_shown_position,
        writable=ctx.may("record"),
    )


def _shown_position(row: Row) -> Row:
    return {
        **row,
        "valid_from": typed_text(row["valid_from"]),
        "valid_to": typed_text(row["valid_to"]),
    }


def _organisation(ctx: Context) -> dict[str, Any]:
    form = ctx.form
    name = form.text("name", "Namn")
    return {
        "name": name,
        "short_name": form.text("short_name", "Kort namn", required=False) or name,
        "kind": form.choice("kind", "Slag", labels("organisation_kind")),
        "genitive": form.optional("genitive", "Genitiv"),
        "former_names": form.text("former_names", "Tidigare namn", required=False),
    }


async def add_organisation(ctx: Context) -> Any:
    """Add an organisation."""
    new = NewOrganisation(**_organisation(ctx))
    key = await at_field(
        ctx.write(lambda store: people.add_organisation(store, ctx.actor, new)),
        names_of(people.ORGANISATION),
    )
    return ctx.redirect(f"{_LIST}#organisation-{key}", "Organisationen är tillagd.")


async def change_organisation(ctx: Context) -> Any:
    """Change an organisation."""
    key, values = int(ctx.var("id")), _organisation(ctx)
    await at_field(
        ctx.write(lambda store: people.change_organisation(store, ctx.actor, key, values)),
        names_of(people.ORGANISATION),
    )
    return ctx.redirect(f"{_LIST}#organisation-{key}", "Organisationen är ändrad.")


def _position(ctx: Context) -> NewPosition:
    title = ctx.form.text("title", "Titel")
    return NewPosition(
        title=title,
        short_title=ctx.form.text("short_title", "Kort titel", required=False) or title,
        spokesperson=ctx.form.checked("spokesperson"),
        valid_from=moment(ctx, "valid_from", "Från").at,
        valid_to=moment(ctx, "valid_to", "Till").at,
    )


async def add_person(ctx: Context) -> Any:
    """Add a person with a first title."""
    name = ctx.form.text("person", "Namn")
    organisation = ctx.form.whole("organisation_id", "Organisation")
    position = _position(ctx) if ctx.form.get("title").strip() else None

    def write(store: Store) -> int:
        return people.add_person(
            store, ctx.actor, name, organisation_id=organisation, position=position
        )

    key = await at_field(ctx.write(write), {**names_of(people.POSITION), "Namn": "person"})
    return ctx.redirect(f"{_LIST}#person-{key}", f"{name} är tillagd.")


async def rename_person(ctx: Context) -> Any:
    """Change a person's name."""
    key, name = int(ctx.var("id")), ctx.form.text("person", "Namn")
    await at_field(
        ctx.write(lambda store: people.rename_person(store, ctx.actor, key, name)),
        {"Namn": "person"},
    )
    return ctx.redirect(f"{_LIST}#person-{key}", "Namnet är ändrat.")


async def add_position(ctx: Context) -> Any:
    """Give a person a new title; the one before ends when it starts."""
    key, new = int(ctx.var("id")), _position(ctx)
    await at_field(
        ctx.write(lambda store: people.add_position(store, ctx.actor, key, new)),
        names_of(people.POSITION),
    )
    return ctx.redirect(f"{_LIST}#person-{key}", "Titeln är tillagd.")


async def change_position(ctx: Context) -> Any:
    """Change a title, who may speak for us, or when it ended."""
    key, new = int(ctx.var("id")), _position(ctx)

    def write(store: Store) -> int:
        row = store.get("positions", key, kind="titeln")
        changes: dict[str, Any] = {
            "title": new.title,
            "short_title": new.short_title,
            "spokesperson": new.spokesperson,
            "valid_to": new.valid_to,
        }
        shown = _shown_position(row)
        if new.valid_from is not None and ctx.form.get("valid_from") != shown["valid_from"]:
            changes["valid_from"] = new.valid_from
        if ctx.form.get("valid_to") == shown["valid_to"]:
            del changes["valid_to"]
        people.change_position(store, ctx.actor, key, changes)
        return int(row["person_id"])

    person = await at_field(ctx.write(write), names_of(people.POSITION))
    return ctx.redirect(f"{_LIST}#person-{person}", "Titeln är ändrad.")


def _posting(path: str, post: Any) -> Page:
    return Page(path=path, get=show, post=post, post_needs="record", nav="handelser")


PAGES = (
    Page(path="personer", get=show, nav="handelser"),
    _posting("personer/organisation", add_organisation),
    _posting(r"personer/organisation/(?P<id>\d+)", change_organisation),
    _posting("personer/ny", add_person),
    _posting(r"personer/(?P<id>\d+)", rename_person),
    _posting(r"personer/(?P<id>\d+)/titel", add_position),
    _posting(r"personer/titel/(?P<id>\d+)", change_position),
)
