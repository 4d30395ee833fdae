"""The rota: who is on duty, when nobody is; adding weeks, adding a shift, taking over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from incidents.alert import rota, shifts
from incidents.desk import links
from incidents.desk.http import Context, Page
from incidents.desk.pages.incident_forms import at_field
from monitor.core.clock import to_text
from monitor.core.errors import InputError
from monitor.core.store import Store

_HERE = links.page("jour")
#: How far ahead gaps are looked for.
_AHEAD = timedelta(weeks=8)
_NAMES = {"Person": "user_id", "Till": "to_at", "Personer": "people", "Veckor": "count"}


async def show(ctx: Context) -> Any:
    """Show the coming shifts with the gaps between them, and those of the last month."""

    def read(store: Store) -> dict[str, Any]:
        coming = shifts.load(store, ctx.now)
        gone = [one for one in shifts.load(store, ctx.now - timedelta(days=31))
                if one.to_at <= ctx.now]  # fmt: skip
        people = store.rows("SELECT id, display_name FROM users")
        return {"coming": coming, "gone": gone, "people": people, "able": shifts.able(store)}

    found = await ctx.read(read)
    coming: list[rota.Shift] = found["coming"]
    names = {row["id"]: row["display_name"] for row in found["people"]}
    until = rota.uncovered_after(coming)
    entries = [
        {"from": to_text(one.from_at), "to": to_text(one.to_at), "name": names[one.user_id],
         "id": one.id, "now": one.holds(ctx.now)}
        for one in coming
    ] + [
        {"from": to_text(start), "to": to_text(end), "name": "", "id": None, "now": False}
        for start, end in rota.gaps(coming, ctx.now, ctx.now + _AHEAD)
    ]  # fmt: skip
    return await ctx.show(
        "rota.html",
        entries=sorted(entries, key=lambda one: str(one["from"])),
        gaps=sum(one["id"] is None for one in entries),
        until=to_text(until) if until else None,
        mine=ctx.actor.user_id in rota.on_duty(coming, ctx.now),
        gone=[{"name": names[one.user_id], "from": to_text(one.from_at), "to": to_text(one.to_at)}
              for one in reversed(found["gone"])],
        able={row["id"]: row["display_name"] for row in found["able"]},
        silent=[row["display_name"] for row in found["able"] if not row["email"]],
    )  # fmt: skip


async def add(ctx: Context) -> Any:
    """Add one shift."""
    form = ctx.form
    who = form.whole("user_id", "Person")
    start, end = form.time("from_at", "Från").at, form.time("to_at", "Till").at
    await at_field(ctx.write(lambda store: shifts.add(store, ctx.actor, who, start, end)), _NAMES)
    return ctx.redirect(_HERE, "Passet är infört.")


async def add_weeks(ctx: Context) -> Any:
    """Add whole weeks in turn."""
    form = ctx.form
    people = [int(word) for word in form.all("people") if word.isdigit()]
    first = form.time("first", "Från och med").at
    count = form.whole("count", "Veckor")
    if first < ctx.now - timedelta(days=7):
        raise InputError(field="Från och med", why="Tiden har redan varit.", name="first")
    made = await at_field(
        ctx.write(lambda store: shifts.add_weeks(store, ctx.actor, people, first, count)), _NAMES
    )
    return ctx.redirect(_HERE, f"{len(made)} veckor är införda." if len(made) > 1
                        else "En vecka är införd.")  # fmt: skip


async def take_over(ctx: Context) -> Any:
    """Take the duty from now on."""
    await ctx.write(lambda store: shifts.take_over(store, ctx.actor))
    return ctx.redirect(_HERE, "Du har jouren nu.")


async def remove(ctx: Context) -> Any:
    """Remove a coming shift, or end the running one."""
    key = int(ctx.var("id"))
    await ctx.write(lambda store: shifts.remove(store, ctx.actor, key))
    return ctx.redirect(_HERE, "Passet är borttaget eller avslutat.")


def _posting(path: str, post: Any, needs: str = "rota") -> Page:
    return Page(path=path, needs="alerts", post=post, post_needs=needs, again=show, nav=_NAV)


_NAV = "aviseringar"
PAGES = (
    Page(path="jour", needs="read", get=show, post=add, post_needs="rota", nav=_NAV),
    _posting("jour/veckor", add_weeks),
    _posting("jour/ta-over", take_over, "duty_approve"),
    _posting(r"jour/(?P<id>\d{1,9})/bort", remove),
)
