"""The start page: what needs me now, and how things stand."""

from __future__ import annotations

from typing import Any

from incidents.desk import waiting
from incidents.desk.http import Context, Page
from monitor.core.store import Store
from monitor.intake.alarms import alarms


async def show(ctx: Context) -> Any:
    """Show what waits for the person's role, the open incidents and the latest reports."""

    def load(store: Store) -> dict[str, Any]:
        return {
            "lists": waiting.waiting_for(store, ctx.actor),
            "incidents": waiting.open_incidents(store),
            "reports": waiting.latest_reports(store),
            "alarms": alarms(store, store.clock.now()),
            "last_round": store.value("SELECT max(finished_at) FROM poll_rounds"),
        }

    return await ctx.show("start.html", **await ctx.read(load))


PAGES = (Page(path="", get=show, nav="laget"),)
