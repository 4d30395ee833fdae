"""Read an article at once from the address that somebody pasted, outside any feed."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from incidents.desk.http import Context
from monitor.cli.polling import judge_with
from monitor.core.messages import explain_page
from monitor.core.store import Store
from monitor.intake.pasted import Pasted, read_address

#: Somebody waits for the page: longest that robots.txt and the article may take, each.
_PATIENCE_S: Final = 15


async def read_now(ctx: Context, address: str) -> Pasted:
    """Fetch and store the article at an address; its ``article_id`` is None when it could not be.

    Raises:
        InputError: it is no web address.
    """
    settings = ctx.desk.settings
    hurried = replace(settings, fetch_timeout_s=min(settings.fetch_timeout_s, _PATIENCE_S))

    def work(store: Store) -> Pasted:
        return read_address(store, hurried, address, actor=ctx.actor, judge=judge_with(settings))

    return await ctx.work(work)


def trouble_with(came: Pasted) -> str:
    """Return in Swedish why an article was not read and what to do."""
    told = explain_page(came.reason, came.facts or {})
    return told if told.endswith("för hand.") else f"{told} Lägg in artikeln för hand."
