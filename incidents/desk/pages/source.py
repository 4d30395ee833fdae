"""Sources: the list, one source's health, and changing them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page, Undo
from incidents.desk.pages import source_picture
from monitor.core.messages import labels
from monitor.core.store import Row, Store
from monitor.intake import alarms, opml, outlets, rhythms, sources
from monitor.intake.check import FoundFeed

#: Days on the health page's chart.
CHART_DAYS = 30
_LIST = links.page("floden")
#: Address of one source, and of everything below it.
ONE = r"floden/(?P<id>\d+)"
_FAILING = {"failing", "gone"}
#: Remarks on a pasted list that are shown; the rest are counted.
_REMARKS = 5


async def show_list(ctx: Context) -> Any:
    """Show every source by outlet, those that need somebody first."""
    found, told = await ctx.read(
        lambda store: (sources.list_sources(store), alarms.alarms(store, store.clock.now()))
    )
    alarmed = {alarm.source_id: alarm for alarm in told}
    chosen = ctx.query.get("visa") or "alla"
    trouble = [row for row in found if row["enabled"] and row["status"] in _FAILING]
    paused = [row for row in found if not row["enabled"]]
    loud = [row for row in found if row["id"] in alarmed]
    shown = {"larm": loud, "fel": trouble, "pausade": paused}.get(chosen, found)
    return await ctx.show(
        "sources.html",
        outlets=_by_outlet(shown),
        chosen=chosen,
        alarmed=alarmed,
        general=alarmed.get(None),
        counts={"alla": len(found), "larm": len(loud), "fel": len(trouble), "pausade": len(paused)},
    )


def _by_outlet(rows: list[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["outlet"], []).append(row)
    return grouped


async def show_one(ctx: Context) -> Any:
    """Show how one source is doing."""
    key = int(ctx.var("id"))
    today = ctx.today

    def load(store: Store) -> dict[str, Any]:
        source = sources.get_source(store, key)
        return {
            "source": source,
            "outlet": store.get("outlets", source["outlet_id"], kind="mediet"),
            "days": _days(store, key, today),
            "alarm": alarms.alarm_of(store, key, store.clock.now()),
            "rhythm": source_picture.picture(rhythms.rhythm_of(store, key)),
            "articles": store.rows(
                "SELECT id, title, url, first_seen_at, published_at, published_precision"
                " FROM articles WHERE source_id = ? ORDER BY first_seen_at DESC, id DESC LIMIT 10",
                [key],
            ),
            "total": store.value("SELECT count(*) FROM articles WHERE source_id = ?", [key]),
        }

    return await ctx.show("source.html", **await ctx.read(load))


def _days(store: Store, source_id: int, today: date) -> list[dict[str, Any]]:
    """Return the chart's days, oldest first; a day without a row was a day without polls."""
    first = today - timedelta(days=CHART_DAYS - 1)
    kept = {
        row["day"]: row
        for row in store.rows(
            "SELECT day, polls, failures, items FROM source_days WHERE source_id = ? AND day >= ?",
            [source_id, first.isoformat()],
        )
    }
    nothing = {"polls": 0, "failures": 0, "items": 0}
    days = [(first + timedelta(days=number)).isoformat() for number in range(CHART_DAYS)]
    most = max([row["items"] for row in kept.values()] + [1])
    return [
        {"day": day, **nothing, **kept.get(day, {}), "height": _height(kept.get(day), most)}
        for day in days
    ]


def _height(row: Row | None, most: int) -> int:
    # Of the chart's 100 units; a day with anything at all is seen.
    return max(3, round(100 * row["items"] / most)) if row and row["items"] else 0


async def show_new(ctx: Context, found: Sequence[tuple[FoundFeed, bool]] = ()) -> Any:
    """Ask for a site, for one source, or for a whole list.

    Args:
        found: the feeds of a site, each with whether it is there already.
    """
    return await ctx.show("source_new.html", kinds=labels("source_kind"), found=found)


async def add(ctx: Context) -> Any:
    """Add one source."""
    form = ctx.form
    line = opml.SourceLine(
        title=form.get("title").strip(),
        url=form.text("url", "Adress"),
        kind=form.choice("kind", "Slag", labels("source_kind")),
        outlet=form.get("outlet").strip(),
        short_name=form.get("short_name").strip(),
        link_pattern=form.get("link_pattern").strip(),
    )
    key = await ctx.write(lambda store: sources.add_source(store, ctx.actor, line))
    return ctx.redirect(links.source(key), "Flödet är tillagt och hämtas inom kort.")


async def import_list(ctx: Context) -> Any:
    """Add the sources of a pasted OPML or CSV list."""
    text = ctx.form.text("list", "Lista", limit=2_000_000)
    told = opml.read_told(text.encode())
    done = await ctx.write(lambda store: sources.import_sources(store, ctx.actor, told.lines))
    said = f"{len(done.added)} flöden är tillagda. {done.existing} fanns redan."
    return ctx.redirect(_LIST, " ".join([said, *_first(told.remarks)]))


def _first(remarks: Sequence[opml.Remark]) -> list[str]:
    """Return the first remarks; a list that is no list at all would fill the page."""
    more = len(remarks) - _REMARKS
    rest = [f"Och {more} rader till."] if more > 0 else []
    return [str(one) for one in remarks[:_REMARKS]] + rest


async def export(ctx: Context) -> Any:
    """Give the list as a file."""
    lines = await ctx.read(sources.export_sources)
    if ctx.var("form") == "csv":
        return ctx.download(opml.write_csv(lines), "text/csv; charset=utf-8", "floden.csv")
    return ctx.download(opml.write_opml(lines), "text/x-opml; charset=utf-8", "floden.opml")


async def pause(ctx: Context) -> Any:
    """Stop polling a source, or begin again."""
    key = int(ctx.var("id"))
    enabled = ctx.form.get("enabled") == "1"
    await ctx.write(lambda store: sources.set_enabled(store, ctx.actor, key, enabled=enabled))
    undo = Undo(action=f"{links.source(key)}/paus", fields={"enabled": "0" if enabled else "1"})
    said = "Flödet hämtas igen." if enabled else "Flödet är pausat. Artiklarna finns kvar."
    return ctx.redirect(links.source(key), said, undo=undo)


async def change(ctx: Context) -> Any:
    """Change a source's name, address, kind, intervals and note."""
    key = int(ctx.var("id"))
    form = ctx.form
    values: dict[str, Any] = {
        "title": form.text("title", "Namn"),
        "url": form.text("url", "Adress"),
        "kind": form.choice("kind", "Slag", labels("source_kind")),
        "link_pattern": form.optional("link_pattern", "Mönster"),
        "floor_s": 60 * max(1, form.whole("floor_min", "Kortaste tid mellan hämtningar")),
        "ceiling_s": 60 * max(1, form.whole("ceiling_min", "Längsta tid mellan hämtningar")),
        "note": form.optional("note", "Anteckning"),
    }
    await ctx.write(lambda store: sources.change_source(store, ctx.actor, key, values))
    return ctx.redirect(links.source(key), "Flödet är ändrat.")


async def change_outlet(ctx: Context) -> Any:
    """Change the names of a source's outlet, what it lets us store, and for how long."""
    key, form = int(ctx.var("id")), ctx.form
    values: dict[str, Any] = {
        "name": form.text("name", "Mediets namn", limit=120),
        "short_name": form.text("short_name", "Kortform", limit=40),
        "licence": form.text("licence", "Avtal och licens", limit=200),
        "text_days": form.whole("text_days", "Dagar som hel text sparas"),
        "flagged_text_days": form.whole("flagged_text_days", "Dagar som en träffs text sparas"),
    }

    def write(store: Store) -> None:
        outlet = sources.get_source(store, key)["outlet_id"]
        outlets.change_outlet(store, ctx.actor, outlet, values)

    await ctx.write(write)
    return ctx.redirect(links.source(key), f"Uppgifterna om {values['name']} är ändrade.")


PAGES = (
    Page(path="floden", get=show_list, nav="floden"),
    Page(path="floden/nytt", needs="sources", get=show_new, post=add, nav="floden"),
    Page(path="floden/lista", needs="sources", post=import_list, again=show_new, nav="floden"),
    Page(path=r"floden/export\.(?P<form>csv|opml)", get=export),
    Page(path=ONE, get=show_one, post=change, post_needs="sources", nav="floden"),
    Page(
        path=f"{ONE}/medium", post=change_outlet, post_needs="sources", again=show_one, nav="floden"
    ),
    Page(path=f"{ONE}/paus", post=pause, post_needs="sources", again=show_one, nav="floden"),
)
