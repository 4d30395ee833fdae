"""Settings: administrators change what makes sense while the desk runs, and read the rest."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page
from monitor.core import chosen, settings
from monitor.core.chosen import CHOICES, GROUPS
from monitor.core.settings import Settings
from monitor.core.store import Store

_HERE = links.page("installningar")
#: Parts of the names of settings whose value is shown to nobody.
_SECRET = ("password", "secret", "token", "key")
_WHERE = {
    "environment": "miljövariabel",
    "file": f"filen {settings.FILE}",
    "default": "inte angiven",
    "start": "när programmet startades",
}
#: Why a setting that the desk could change is somebody else's.
_LOCKED = {
    "environment": "Miljövariabeln {variable} går före. Ta bort den och starta om "
    "för att ändra här.",
    "file": "Raden {name} i filen {file} går före. Ta bort den och starta om för att ändra här.",
    "password": "Servern och dess lösenord hör ihop, och lösenordet anges på servern. "
    "Ändra där och starta om.",
}
#: Changes shown at the foot of the page.
_CHANGES = 20


async def show(ctx: Context) -> Any:
    """Show every setting as it is used now, and a form for those that can be changed here."""
    used = ctx.desk.settings
    where = settings.origins(used.state)
    held = {one.name: one for one in fields(Settings)}

    def read(store: Store) -> dict[str, Any]:
        return {
            "revisions": {name: chosen.revision(store, name) for name in GROUPS},
            "changes": _changes(store),
        }

    locked = chosen.locked(used, where)
    groups = {
        name: [
            {
                **_told(one.name, used),
                "label": one.label,
                "counts": one.counts,
                "number": bool(one.most),
                "switch": isinstance(getattr(used, one.name), bool),
                "default": shown(one.name, held[one.name].default),
                "locked": _why(one.name, locked.get(one.name)),
            }
            for one in group
        ]
        for name, group in GROUPS.items()
    }
    stored = {row["name"]: row["typed"] for group in groups.values() for row in group}
    rest = [
        {**_told(name, used), "where": _WHERE[where[name]], "given": where[name] != "default"}
        for name in held
        if name not in CHOICES
    ]
    return await ctx.show(
        "settings.html", groups=groups, stored=stored, rest=rest, file=settings.FILE, here=_HERE,
        **await ctx.read(read),
    )  # fmt: skip


def _told(name: str, used: Settings) -> dict[str, Any]:
    about = next(one for one in fields(Settings) if one.name == name).metadata
    value = getattr(used, name)
    return {
        "name": name,
        "variable": settings.variable(name),
        "value": shown(name, value),
        "typed": {True: "1", False: ""}[value] if isinstance(value, bool) else value,
        "help": about["help"],
        "fixed": about["fixed"],
    }


def _why(name: str, whose: str | None) -> str:
    if whose is None:
        return ""
    return _LOCKED[whose].format(name=name, variable=settings.variable(name), file=settings.FILE)


def shown(name: str, value: Any) -> str:
    """Return a setting's value in Swedish; a secret only as given or not."""
    if any(part in name for part in _SECRET):
        return "angivet, visas inte" if value else "inte angivet"
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, tuple):
        value = ", ".join(str(one) for one in value)
    return str(value) or "tomt"


def _changes(store: Store) -> list[dict[str, Any]]:
    """Return the latest changes with the value before and after, as the audit trail has them."""
    rows = store.rows(
        "SELECT a.at, a.actor, v.before, v.after FROM audit a JOIN audit_values v"
        " ON v.audit_id = a.id WHERE a.table_name = 'settings' ORDER BY a.id DESC LIMIT ?",
        [_CHANGES],
    )
    return [
        {
            "at": row["at"],
            "by": row["actor"],
            "label": CHOICES[name].label if name in CHOICES else name,
            "before": _written(before),
            "after": _written(after),
        }
        for row in rows
        if row["after"]
        for before, after in [(json.loads(row["before"] or "{}"), json.loads(row["after"]))]
        for name in [after["name"]]
    ]


def _written(values: dict[str, Any]) -> str:
    value = values.get("value")
    return "förvalet" if value is None else {"true": "ja", "false": "nej"}.get(value, value)


async def save(ctx: Context) -> Any:
    """Change the settings of one part of the page."""
    group = ctx.form.choice("del", "Del", GROUPS)
    typed = {
        one.name: _typed(ctx, one.name, one.label)
        for one in GROUPS[group]
        if ctx.form.checked(f"har_{one.name}")
    }
    seen, used = ctx.form.whole("revision", "Läst"), ctx.desk.settings
    changed = await ctx.write(
        lambda store: chosen.choose(store, ctx.actor, used, group, typed, seen)
    )
    ctx.desk.settings = await ctx.read(lambda store: chosen.in_force(store, used))
    if not changed:
        return ctx.redirect(_HERE, "Inget var ändrat.")
    names = ", ".join(CHOICES[name].label for name in changed)
    when = " ".join(dict.fromkeys(CHOICES[name].counts for name in changed))
    return ctx.redirect(_HERE, f"Ändrat: {names}. {when}")


def _typed(ctx: Context, name: str, label: str) -> str:
    if isinstance(getattr(ctx.desk.settings, name), bool):
        return "true" if ctx.form.checked(name) else "false"
    return ctx.form.text(name, label, required=False)


PAGES = (
    Page(
        path="installningar",
        needs="settings",
        get=show,
        post=save,
        post_needs="settings",
        nav="installningar",
    ),
)
