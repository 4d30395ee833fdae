"""How the program itself is doing, for machines."""

from __future__ import annotations

from collections import Counter
from typing import Any

from incidents.desk.http import Context, Page
from monitor.core.messages import labels
from monitor.core.store import Row, Store
from monitor.intake.alarms import alarms


def _look(store: Store) -> Row:
    kinds = Counter(alarm.kind for alarm in alarms(store, store.clock.now()))
    return {
        "alarms": {kind: kinds[kind] for kind in labels("source_alarm")},
        "last_round": store.value("SELECT max(finished_at) FROM poll_rounds"),
        "sources": store.value("SELECT count(*) FROM sources WHERE enabled = 1"),
        "failing": store.value(
            "SELECT count(*) FROM source_state JOIN sources ON sources.id = source_id"
            " WHERE enabled = 1 AND status IN ('failing', 'gone')"
        ),
    }


async def show(ctx: Context) -> Any:
    """Answer 200 while the database answers and the poller runs, else 503."""
    found = await ctx.read(_look)
    alive = ctx.desk.alive()
    status = "ok" if alive else "poller_down"
    return ctx.json({"status": status, "poller": alive, **found}, status=200 if alive else 503)


PAGES = (Page(path=r"health\.json", needs=None, get=show),)
