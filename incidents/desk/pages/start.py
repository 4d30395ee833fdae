"""The start page: what needs me now."""

from __future__ import annotations

from typing import Any

from incidents.desk.http import Context, Page


async def show(ctx: Context) -> Any:
    """Show what waits for the person's role."""
    return await ctx.show("start.html")


PAGES = (Page(path="", get=show, nav="laget"),)
