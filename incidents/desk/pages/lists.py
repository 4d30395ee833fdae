"""Distribution lists: who gets the reports, since when, and who got them before."""

from __future__ import annotations

from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page
from incidents.desk.pages.incident_forms import at_field
from incidents.report import deliver, recipients
from incidents.report.recipients import NewRecipient
from monitor.core.errors import NotFoundError
from monitor.core.messages import labels
from monitor.core.store import Row, Store

_LISTS = links.page("sandlistor")
#: What a recipient may get, as the form tells it: one list for all channels.
FORMATS = {
    "eml": "e-post med PDF",
    "docx": "e-post med PDF och Word, eller Wordfil i mapp",
    "pdf": "PDF i mapp",
    "html": "webbsida i mapp",
    "text": "ren text i mapp",
    "markdown": "Markdown i mapp",
    "summary": "Teams eller webhook: nummer, anledning, tid och länk",
    "link": "Teams eller webhook: nummer och länk",
}
_NAMES = {"Namn": "name", "Adress": "address", "Format": "format", "Kanal": "channel"}


async def show(ctx: Context) -> Any:
    """Show every list with its recipients, and those who were on it."""

    def read(store: Store) -> list[dict[str, Any]]:
        return [{**row, **_members(store, row["id"])} for row in recipients.lists(store)]

    return await ctx.show(
        "lists.html", lists=await ctx.read(read), formats=FORMATS, channels=_channels(ctx),
        hooks=recipients.HOOKS, desk_url=ctx.desk.settings.desk_url,
    )  # fmt: skip


def _channels(ctx: Context) -> dict[str, str]:
    """Return what may be chosen: a channel in Teams or a webhook is for administrators to add."""
    found = labels("recipient_channel")
    if ctx.may("settings"):
        return found
    return {key: name for key, name in found.items() if key not in recipients.HOOKS}


def _members(store: Store, list_id: int) -> dict[str, Any]:
    rows = store.rows(
        "SELECT r.*, (SELECT count(*) FROM deliveries d WHERE d.recipient_id = r.id"
        " AND d.status = 'sent') AS got, (SELECT max(changed_at) FROM deliveries d"
        " WHERE d.recipient_id = r.id AND d.status IN ('bounced', 'failed')) AS lost_at"
        " FROM recipients r WHERE list_id = ? ORDER BY id",
        [list_id],
    )
    now = [row for row in rows if row["valid_to"] is None]
    return {
        "now": now,
        "has_hook": any(row["channel"] in recipients.HOOKS for row in now),
        "before": [row for row in rows if row["valid_to"] is not None],
    }


async def add_list(ctx: Context) -> Any:
    """Add a list."""
    name = ctx.form.text("name", "Namn")
    key = await at_field(
        ctx.write(lambda store: recipients.add_list(store, ctx.actor, name)), _NAMES
    )
    return ctx.redirect(f"{_LISTS}#lista-{key}", f"Sändlistan {name} finns nu.")


def _typed(ctx: Context) -> NewRecipient:
    form = ctx.form
    return NewRecipient(
        name=form.text("name", "Namn"),
        channel=form.choice("channel", "Kanal", labels("recipient_channel")),
        address=form.text("address", "Adress", limit=2000),
        format=form.choice("format", "Format", FORMATS),
    )


async def add(ctx: Context) -> Any:
    """Put a recipient on a list."""
    key, new, settings = int(ctx.var("list")), _typed(ctx), ctx.desk.settings
    await at_field(
        ctx.write(lambda store: recipients.add(store, ctx.actor, key, new, settings)), _NAMES
    )
    return ctx.redirect(f"{_LISTS}#lista-{key}", f"{new.name} får rapporter från och med nu.")


async def change(ctx: Context) -> Any:
    """Give a recipient other facts from now on."""
    list_id, key, new = int(ctx.var("list")), int(ctx.var("id")), _typed(ctx)

    def write(store: Store) -> None:
        _on(store, list_id, key)
        recipients.change(store, ctx.actor, key, new, ctx.desk.settings)

    await at_field(ctx.write(write), _NAMES)
    return ctx.redirect(f"{_LISTS}#lista-{list_id}", f"{new.name} är ändrad från och med nu.")


async def test(ctx: Context) -> Any:
    """Post a test to a channel, and tell how it went."""
    list_id, key = int(ctx.var("list")), int(ctx.var("id"))

    def work(store: Store) -> str:
        row = _on(store, list_id, key)
        return deliver.try_hook(store, ctx.desk.settings, row).error

    error = await ctx.work(work)
    told = f"Provet gick inte fram. {error}" if error else "Provet är skickat. Syns det i kanalen?"
    return ctx.redirect(f"{_LISTS}#lista-{list_id}", told)


async def remove(ctx: Context) -> Any:
    """Take a recipient off a list."""
    list_id, key = int(ctx.var("list")), int(ctx.var("id"))

    def write(store: Store) -> str:
        row = _on(store, list_id, key)
        recipients.remove(store, ctx.actor, key)
        return str(row["name"])

    name = await ctx.write(write)
    return ctx.redirect(f"{_LISTS}#lista-{list_id}", f"{name} får inga fler rapporter.")


def _on(store: Store, list_id: int, key: int) -> Row:
    row = store.get("recipients", key, kind="mottagaren")
    if row["list_id"] != list_id or row["valid_to"] is not None:
        raise NotFoundError(kind="mottagaren", id=key)
    return row


async def go(ctx: Context) -> Any:
    """Send whoever reads the address of a form to the lists."""
    return ctx.redirect(_LISTS)


_ONE = r"sandlistor/(?P<list>\d+)"


def _posting(path: str, post: Any, needs: str = "lists") -> Page:
    return Page(path=path, get=go, post=post, post_needs=needs, again=show, nav="rapporter")


PAGES = (
    Page(path="sandlistor", needs="lists", get=show, post=add_list, nav="rapporter"),
    _posting(f"{_ONE}/mottagare", add),
    _posting(rf"{_ONE}/mottagare/(?P<id>\d+)", change),
    _posting(rf"{_ONE}/mottagare/(?P<id>\d+)/bort", remove),
    _posting(rf"{_ONE}/mottagare/(?P<id>\d+)/prov", test, "settings"),
)
