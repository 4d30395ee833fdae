"""Try a source as it is set up, and find the feeds that a site has; only an added one is stored."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page
from incidents.desk.pages.source import ONE, show_new, show_one
from monitor.core import urls
from monitor.core.errors import InputError
from monitor.core.store import Store
from monitor.core.times import Calendar, date_text, dated_text
from monitor.intake import check, sources
from monitor.intake.check import Check, FoundFeed
from monitor.intake.means import make_fetcher
from monitor.intake.opml import SourceLine

_SITE = "Webbplatsens adress"


async def try_one(ctx: Context) -> Any:
    """Fetch a source once, store nothing, and tell what is there."""
    key, settings = int(ctx.var("id")), ctx.desk.settings

    def work(store: Store) -> Check:
        with closing(make_fetcher(settings)) as fetcher:
            return check.check_source(store, fetcher, key)

    return ctx.redirect(links.source(key), told(await ctx.work(work)))


def told(found: Check) -> str:
    """Return in Swedish what a trial found."""
    if not found.works:
        return f"Provet gick inte. {found.trouble}".strip()
    items = "1 post" if found.entries == 1 else f"{found.entries} poster"
    newest = ""
    if found.newest:
        when = date_text if found.is_day else dated_text
        newest = f", den senaste från {when(found.newest, Calendar()).removeprefix('den ')}"
    moved = f"Adressen leder för gott till {found.moved_to}." if found.moved_to else ""
    said = f"Flödet fungerar: {items}{newest}. Provet sparar inga artiklar."
    return " ".join(part for part in (said, moved, found.trouble) if part)


async def find(ctx: Context) -> Any:
    """Look for the feeds of a site, and show them to choose from."""
    site = _address(ctx.form.text("site", _SITE))
    settings = ctx.desk.settings

    def work(store: Store) -> list[tuple[FoundFeed, bool]]:
        with closing(make_fetcher(settings)) as fetcher:
            feeds = _offered(check.check_address(fetcher, store.clock, site))
        known = {str(row["url"]) for row in store.rows("SELECT url FROM sources")}
        return [(feed, urls.request_form(feed.url) in known) for feed in feeds]

    return await show_new(ctx, found=await ctx.work(work))


def _address(typed: str) -> str:
    """Return the address of a site, which people write without https:// as often as not.

    Raises:
        InputError: it is no web address.
    """
    address = urls.request_form(typed if "://" in typed else f"https://{typed}")
    if address is None:
        raise InputError(field=_SITE, why=f"”{typed}” är ingen webbadress.", name="site")
    return address


def _offered(found: Check) -> list[FoundFeed]:
    """Return the feeds to choose from; the address may be a feed itself.

    Raises:
        InputError: there is none, and why.
    """
    if found.works:
        return [FoundFeed(found.url, "")]
    if found.feeds:
        return list(found.feeds)
    why = found.trouble
    if found.reason == "html":
        why = (
            "Vi hittar inget flöde på webbplatsen. Fråga mediet efter flödets adress, eller bevaka "
            "en sida i stället: välj slaget bevakad sida under Ett flöde."
        )
    raise InputError(field=_SITE, why=why, name="site")


async def add_found(ctx: Context) -> Any:
    """Add the feeds that were ticked; a value is the address, a space, and the title."""
    outlet = ctx.form.get("outlet").strip()
    chosen = [one.partition(" ") for one in ctx.form.all("feed")]
    if not chosen:
        raise InputError(field="Flöden", why="Kryssa för minst ett flöde.", name="site")
    lines = [SourceLine(title=title, url=url, outlet=outlet) for url, _, title in chosen]
    done = await ctx.write(lambda store: sources.import_sources(store, ctx.actor, lines))
    added = len(done.added)
    said = "1 flöde är tillagt" if added == 1 else f"{added} flöden är tillagda"
    said += " och hämtas inom kort." if added else "."
    if done.existing:
        said += f" {done.existing} fanns redan."
    return ctx.redirect(links.page("floden"), said)


PAGES = (
    Page(path=f"{ONE}/prova", post=try_one, post_needs="sources", again=show_one, nav="floden"),
    Page(path="floden/hitta", needs="sources", post=find, again=show_new, nav="floden"),
    Page(path="floden/hittade", needs="sources", post=add_found, again=show_new, nav="floden"),
)
