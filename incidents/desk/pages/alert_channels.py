"""Channels and lists: where alerts go beside each person's own choice. For administrators."""

from __future__ import annotations

import asyncio
from typing import Any

from incidents.alert import channels, choices, outbox
from incidents.alert.channels import NewChannel
from incidents.alert.rules import KINDS
from incidents.desk import links
from incidents.desk.http import Context, Page
from incidents.desk.pages.incident_forms import at_field
from monitor.core.errors import InputError
from monitor.core.messages import labels
from monitor.core.store import Store
from monitor.intake import webhook

_HERE = links.page("aviseringar/kanaler")
_NAMES = {"Namn": "name", "Adress": "address"}


async def show(ctx: Context) -> Any:
    """Show the channels, the lists, and what each of them is told."""

    def read(store: Store) -> dict[str, Any]:
        return {
            "channels": [
                {**row, "kinds": set((row["kinds"] or "").split(","))}
                for row in channels.listed(store)
            ],
            "lists": [
                {**row, "kinds": set((row["kinds"] or "").split(","))}
                for row in store.rows(
                    "SELECT l.id, l.name, (SELECT group_concat(kind) FROM alert_choices c"
                    " WHERE c.list_id = l.id) AS kinds, (SELECT count(*) FROM recipients r"
                    " WHERE r.list_id = l.id AND r.valid_to IS NULL AND r.channel = 'email')"
                    " AS recipients FROM distribution_lists l ORDER BY position, id"
                )
            ],
            "people": {
                row["id"]: row["display_name"]
                for row in store.rows(
                    "SELECT id, display_name FROM users WHERE disabled_at IS NULL"
                    " ORDER BY display_name COLLATE SWEDISH"
                )
            },
        }

    found = await ctx.read(read)
    return await ctx.show(
        "alert_channels.html", **found, kinds=KINDS, desk_url=ctx.desk.settings.desk_url,
        mail_server=ctx.desk.settings.smtp_host,
    )  # fmt: skip


async def add(ctx: Context) -> Any:
    """Add a channel, after it was asked whether its address may be reached."""
    form = ctx.form
    new = NewChannel(
        name=form.text("name", "Namn", limit=80),
        kind=form.choice("kind", "Slag", labels("alert_channel")),
        address=form.text("address", "Adress", limit=2000),
        user_id=form.optional_whole("user_id", "Hör till"),
    )
    settings = ctx.desk.settings
    # Looks the host up, which takes its time: not while the database is held.
    why = await asyncio.to_thread(webhook.trouble_with, settings, new.address, new.kind)
    if why:
        raise InputError(field="Adress", why=why, name="address")
    await at_field(ctx.write(lambda store: channels.add(store, ctx.actor, settings, new)), _NAMES)
    return ctx.redirect(_HERE, f"Kanalen {new.name} finns nu. Skicka ett prov till den.")


async def choose(ctx: Context) -> Any:
    """Keep what a shared channel or a list is told."""
    key, kinds = int(ctx.var("id")), ctx.form.all("val")
    change = choices.choose_list if ctx.var("what") == "lista" else choices.choose_channel
    await ctx.write(lambda store: change(store, ctx.actor, key, kinds))
    return ctx.redirect(_HERE, "Valen är sparade.")


async def test(ctx: Context) -> Any:
    """Send a test to a channel, and tell how it went."""
    key = int(ctx.var("id"))

    def send(store: Store) -> str:
        store.get("alert_channels", key, kind="kanalen")
        return outbox.send_test(store, ctx.desk.settings, f"channel:{key}").error

    error = await ctx.work(send)
    told = f"Provet gick inte fram. {error}" if error else "Provet är skickat. Syns det i kanalen?"
    return ctx.redirect(_HERE, told)


async def close(ctx: Context) -> Any:
    """Stop using a channel."""
    key = int(ctx.var("id"))
    await ctx.write(lambda store: channels.close(store, ctx.actor, key))
    return ctx.redirect(_HERE, "Kanalen är stängd och adressen glömd.")


def _posting(path: str, post: Any) -> Page:
    return Page(path=path, needs="settings", post=post, again=show, nav="aviseringar")


_ONE = r"aviseringar/kanaler/(?P<id>\d{1,9})"
PAGES = (
    Page(path="aviseringar/kanaler", needs="settings", get=show, post=add, nav="aviseringar"),
    _posting(r"aviseringar/(?P<what>kanal|lista)/(?P<id>\d{1,9})", choose),
    _posting(f"{_ONE}/prov", test),
    _posting(f"{_ONE}/stang", close),
)
