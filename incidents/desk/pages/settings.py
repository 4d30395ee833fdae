"""Settings, for administrators to read: what each is, where it was set and what it does."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from incidents.desk.http import Context, Page
from monitor.core import settings
from monitor.core.settings import Settings

#: Parts of the names of settings whose value is shown to nobody.
_SECRET = ("password", "secret", "token", "key")
_WHERE = {
    "environment": "miljövariabel",
    "file": f"filen {settings.FILE}",
    "default": "inte angiven",
    "start": "när programmet startades",
}


async def show(ctx: Context) -> Any:
    """Show every setting as the desk uses it now."""
    used = ctx.desk.settings
    where = settings.origins(used.state)
    rows = [
        {
            "name": one.name,
            "variable": settings.variable(one.name),
            "value": shown(one.name, getattr(used, one.name)),
            "where": _WHERE[where[one.name]],
            "given": where[one.name] != "default",
            "help": one.metadata["help"],
        }
        for one in fields(Settings)
    ]
    return await ctx.show("settings.html", rows=rows, file=settings.FILE)


def shown(name: str, value: Any) -> str:
    """Return a setting's value in Swedish; a secret only as given or not."""
    if any(part in name for part in _SECRET):
        return "angivet, visas inte" if value else "inte angivet"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        value = ", ".join(str(one) for one in value)
    return str(value) or "tomt"


PAGES = (Page(path="installningar", needs="settings", get=show, nav="installningar"),)
