"""Personal Atom feeds of flags: made, revoked, and read by a feed reader. Never of reports."""

from __future__ import annotations

from typing import Any

from datasette import Response
from markupsafe import Markup

from incidents.desk import links, tokens
from incidents.desk.http import Context, Page
from monitor.core.store import Row, Store
from monitor.review import queue

_HERE = links.page("floden-till-mig")
#: Flags in a feed: a reader that looks once a day misses none of a usual day's.
SHOWN = 50
#: The desk is one process, so one count of fetches is one object.
CAP = tokens.Cap()
_TYPE = "application/atom+xml; charset=utf-8"


async def show(ctx: Context, address: str = "") -> Any:
    """Show a person's own feeds; a new address is shown once, right after it was made."""

    def load(store: Store) -> dict[str, Any]:
        return {
            "feeds": tokens.own(store, ctx.actor.user_id or 0),
            "watches": [
                (row["id"], row["name"])
                for row in store.rows(
                    "SELECT id, name FROM watches WHERE active = 1 ORDER BY name COLLATE SWEDISH"
                )
            ],
        }

    return await ctx.show("feeds.html", **await ctx.read(load), address=address, here=_HERE)


async def make(ctx: Context) -> Any:
    """Make a feed and show its address once."""
    name = ctx.form.text("name", "Namn", limit=60)
    watch = ctx.form.optional_whole("watch_id", "Bevakning")
    secret = await ctx.write(lambda store: tokens.make(store, ctx.actor, name, watch))
    # In the answer itself: an address in a redirect would stay in the browser's history.
    return await show(ctx, address=_base(ctx) + links.page(f"traffar/{secret}.atom"))


async def revoke(ctx: Context) -> Any:
    """End a feed."""
    key = int(ctx.var("id"))
    name = await ctx.write(lambda store: tokens.revoke(store, ctx.actor, key))
    return ctx.redirect(_HERE, f"Flödet ”{name}” är återkallat. Adressen slutar gälla nu.")


def _base(ctx: Context) -> str:
    told = ctx.desk.settings.desk_url or f"{ctx.request.scheme}://{ctx.request.host}"
    return told.rstrip("/")


async def read(ctx: Context) -> Any:
    """Answer a feed reader; a secret that is nobody's is a page that does not exist."""
    secret = ctx.var("secret")

    def load(store: Store) -> tuple[Row, list[queue.Card]] | None:
        row = tokens.found(store, secret)
        return (row, _flags(store, row["watch_id"])) if row is not None else None

    loaded = await ctx.read(load)
    if loaded is None:
        return Response("Flödet finns inte.", status=404, content_type="text/plain; charset=utf-8")
    row, cards = loaded
    if not CAP.admits(row["id"], ctx.now):
        said = f"Flödet får hämtas högst {tokens.PER_HOUR} gånger i timmen."
        return Response(
            said, status=429, content_type="text/plain; charset=utf-8",
            headers={"Retry-After": "3600"},
        )  # fmt: skip
    if tokens.stale(row, ctx.now):
        await ctx.write(lambda store: tokens.used(store, row["id"]))
    return Response(
        str(atom(row, cards, base=_base(ctx))), content_type=_TYPE,
        headers={"Cache-Control": "private, max-age=60"},
    )  # fmt: skip


def _flags(store: Store, watch_id: int | None) -> list[queue.Card]:
    slug = store.value("SELECT slug FROM watches WHERE id = ?", [watch_id]) if watch_id else ""
    chosen = queue.Filter(state="all", bands=("flag",), watch=slug or "", order="newest")
    return queue.cards(store, chosen, limit=SHOWN)


def atom(row: Row, cards: list[queue.Card], *, base: str) -> Markup:
    """Return the flags as Atom 1.0, newest first; titles and ledes only, as the licences let us.

    Args:
        row: the feed: name, watch.
        base: the desk's own address, without a slash at the end.
    """
    updated = max((card.row["flagged_at"] for card in cards), default="1970-01-01T00:00:00Z")
    title = f"Träffar: {row['watch']}" if row["watch"] else "Träffar"
    return Markup(
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="sv"><title>{} – Lägesbild</title>'
        "<id>{}</id><updated>{}</updated><author><name>Lägesbild</name></author>{}</feed>\n"
    ).format(
        title,
        f"urn:lagesbild:traffar:{row['id']}",
        updated,
        Markup("").join(_entry(card.row, base) for card in cards),
    )


def _entry(row: Row, base: str) -> Markup:
    page = base + links.article(row["article_id"])
    return Markup(
        '<entry><title>{}</title><id>{}</id><link rel="alternate" href="{}"/>'
        '<updated>{}</updated><category term="{}"/><summary>{}</summary></entry>'
    ).format(
        _clean(f"{row['outlet_short']}: {row['title']}"),
        f"urn:lagesbild:traff:{row['id']}",
        page,
        row["flagged_at"],
        row["watch_title"],
        _clean(row["lede"] or ""),
    )


def _clean(text: str) -> str:
    """Return a text without the control characters that XML cannot hold."""
    return "".join(one for one in text if one in "\t\n" or one >= " ")


PAGES = (
    Page(path="floden-till-mig", get=show, post=make, nav="granska"),
    Page(path=r"floden-till-mig/(?P<id>\d{1,9})/aterkalla", post=revoke, again=show, nav="granska"),
    Page(path=r"traffar/(?P<secret>[\w-]{20,80})\.atom", needs=None, get=read),
)
