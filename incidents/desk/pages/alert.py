"""Alerts: what people were told lately, who took it, and taking it from a mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from incidents.alert import lines, taking
from incidents.desk import links
from incidents.desk.http import Context, Page, Undo
from monitor.core.store import Row, Store

_HERE = links.page("aviseringar")
#: How far back the page looks, and how many it shows.
_BACK = timedelta(days=7)
_SHOWN = 60


async def show(ctx: Context) -> Any:
    """Show what was told lately, what nobody took first."""
    rows = await ctx.read(lambda store: _recent(ctx, store))
    return await ctx.show(
        "alerts.html",
        free=[row for row in rows if row["taken_by"] is None],
        taken=[row for row in rows if row["taken_by"] is not None],
    )


def _recent(ctx: Context, store: Store) -> list[Row]:
    """Return the groups that were told of lately, each with its line in words."""
    found = taking.recent(store, ctx.now - _BACK, _SHOWN)
    return [{**row, "line": lines.lines(store, row["items"][-1:])[0]} for row in found]


async def take(ctx: Context) -> Any:
    """Take one group."""
    group = ctx.form.text("grupp", "Avisering", limit=200)

    def write(store: Store) -> str:
        taking.take_group(store, ctx.actor, group)
        told = [row["line"].text for row in _recent(ctx, store) if row["group_key"] == group]
        return f" ”{told[0]}”" if told else " den"

    what = await ctx.write(write)
    undo = Undo(action=links.page("aviseringar/slapp"), fields={"grupp": group})
    return ctx.redirect(
        _HERE, f"Du tar{what}. De andra som fick aviseringen får veta det.", undo=undo
    )


async def release(ctx: Context) -> Any:
    """Let go of one group."""
    group = ctx.form.text("grupp", "Avisering", limit=200)
    await ctx.write(lambda store: taking.release_group(store, ctx.actor, group))
    return ctx.redirect(_HERE, "Du har släppt den. Någon annan kan ta den.")


async def show_link(ctx: Context) -> Any:
    """Show what the link of a mail is about. Reading it takes nothing: mail scanners read too."""

    def read(store: Store) -> dict[str, Any]:
        found = taking.link(store, ctx.var("secret"))
        return {
            "person": found["display_name"],
            "rows": lines.lines(store, lines.items_of(store, found["message_id"])),
            "groups": taking.groups_of(store, found["message_id"]),
        }

    return await ctx.show("alert_take.html", done=False, **await ctx.read(read))


async def use_link(ctx: Context) -> Any:
    """Take what the mail was about, as the one it was sent to."""
    secret = ctx.var("secret")
    person = await ctx.write(lambda store: taking.take_by_link(store, secret))
    return await ctx.show("alert_take.html", done=True, person=person, rows=(), groups=())


PAGES = (
    Page(path="aviseringar", needs="alerts", get=show, nav="aviseringar"),
    Page(path="aviseringar/ta", needs="alerts", post=take, again=show, nav="aviseringar"),
    Page(path="aviseringar/slapp", needs="alerts", post=release, again=show, nav="aviseringar"),
    Page(path=r"aviseringar/ta/(?P<secret>[\w-]{20,80})", needs=None, get=show_link, post=use_link),
)
