"""Help: how the work goes, what the words mean, the keys, and the settings."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from incidents.desk.http import Context, Page
from monitor.core.settings import Settings

#: Settings whose present value is nobody's business here.
_SECRET = frozenset({"smtp_password"})


async def show(ctx: Context) -> Any:
    """Show the help; settings only to those who may change them."""
    settings = [
        {
            "name": f"LAGESBILD_{one.name.upper()}",
            "help": one.metadata["help"],
            "default": "" if one.name in _SECRET else _shown(one.default),
        }
        for one in fields(Settings)
    ]
    return await ctx.show("help.html", settings=settings if ctx.may("settings") else [])


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return str(value)


PAGES = (Page(path="hjalp", needs=None, get=show, nav="hjalp"),)
