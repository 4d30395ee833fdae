"""The start page: what needs me now, and how things stand."""

from __future__ import annotations

from typing import Any

from incidents.desk import waiting
from incidents.desk.getting_started import left_to_do
from incidents.desk.http import Context, Page
from monitor.core.store import Store
from monitor.intake.alarms import alarms

_POLLED = (
    "SELECT count(*) AS whole, count(*) FILTER (WHERE status IN ('failing', 'gone')) AS failing"
    " FROM sources JOIN source_state ON source_id = sources.id WHERE enabled = 1"
)


async def show(ctx: Context) -> Any:
    """Show what waits for the person's role, the open incidents and the latest reports."""

    def load(store: Store) -> dict[str, Any]:
        first = left_to_do(store, ctx.desk.settings, ctx.actor)
        return {
            "lists": [*([first] if first.count else []), *waiting.waiting_for(store, ctx.actor)],
            "incidents": waiting.open_incidents(store),
            "reports": waiting.latest_reports(store),
            "alarms": alarms(store, store.clock.now()),
            "last_round": store.value("SELECT max(finished_at) FROM poll_rounds"),
            "polled": store.row(_POLLED),
        }

    return await ctx.show("start.html", **await ctx.read(load))


PAGES = (Page(path="", get=show, nav="laget"),)
