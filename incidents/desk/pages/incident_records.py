"""The records of an incident that are added and changed alike: one :class:`Kind` for each noun."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Handler, Page, Way
from incidents.desk.pages import incident
from incidents.desk.pages.incident_forms import (
    at_field,
    belongs,
    changed_only,
    incident_id,
    names_of,
)
from incidents.record.entry import Noun
from monitor.core.actors import Actor
from monitor.core.store import Store

Values = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How one kind of record is written down from a form.

    Attributes:
        slug: its part of the address: ``handelser/H-2026-011/<slug>[/<id>]``.
        anchor: its rows' ids on the page: ``<anchor>-7``.
        read: the form's values as fields of the noun's ``New…`` class.
        add: writes a new one and returns its id; may do what else the form asked for.
        change: writes changes: store, actor, id, revision, changes.
        added, changed: what the person is told.
        names: refusals' fields beside the noun's own.
    """

    slug: str
    anchor: str
    noun: Noun
    read: Callable[[Context], Values]
    add: Callable[[Context, Store, int, Values], int]
    change: Callable[[Store, Actor, int, int, Values], None]
    added: str
    changed: str
    names: Mapping[str, str] = field(default_factory=dict)


def adding(kind: Kind) -> Handler:
    """Return the handler that adds one such record."""

    async def add(ctx: Context) -> Any:
        values = kind.read(ctx)
        ref = ctx.var("ref")

        def write(store: Store) -> int:
            return kind.add(ctx, store, incident_id(store, ref), values)

        key = await at_field(ctx.write(write), {**names_of(kind.noun), **kind.names})
        return ctx.redirect(at_row(ref, kind.anchor, key), kind.added, more=_another(ctx, ref))

    return add


def _another(ctx: Context, ref: str) -> Way | None:
    """Return the way to the same form once more: what is written down seldom comes alone."""
    form = ctx.form.name
    if not re.fullmatch("ny-[a-z-]+", form):
        return None
    return Way(f"{links.incident(ref)}?oppna={form}#{form}", "Lägg till en till")


def changing(kind: Kind) -> Handler:
    """Return the handler that changes one such record."""

    async def change(ctx: Context) -> Any:
        values = kind.read(ctx)
        ref, key = ctx.var("ref"), int(ctx.var("id"))
        revision = ctx.form.whole("revision", "Version")

        def write(store: Store) -> None:
            row = belongs(store, kind.noun.table, key, incident_id(store, ref))
            kind.change(store, ctx.actor, key, revision, changed_only(ctx, row, values))

        await at_field(ctx.write(write), {**names_of(kind.noun), **kind.names})
        return ctx.redirect(at_row(ref, kind.anchor, key), kind.changed)

    return change


def is_there(ctx: Context) -> bool:
    """Tell whether the form changes a record rather than adding one."""
    return "id" in ctx.request.url_vars


def at_row(ref: str, anchor: str, key: int) -> str:
    """Return the address of a record on its incident's page."""
    return f"{links.incident(ref)}#{anchor}-{key}"


def posting(path: str, post: Handler, *, needs: str = "record") -> Page:
    """Return the page of a form on the incident's page; refused, that page is shown again."""
    return Page(
        path=rf"{incident.ONE}/{path}",
        get=incident.go,
        post=post,
        post_needs=needs,
        again=incident.show,
        nav="handelser",
    )


def pages_of(kind: Kind) -> tuple[Page, ...]:
    """Return the two addresses of a kind: add and change."""
    return (
        posting(kind.slug, adding(kind)),
        posting(rf"{kind.slug}/(?P<id>\d+)", changing(kind)),
    )
