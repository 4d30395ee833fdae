"""Report series: the standing texts that weekly and extra reports share."""

from __future__ import annotations

from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page
from incidents.desk.pages.incident_forms import at_field, names_of
from incidents.record import series
from incidents.record.series import NewSeries
from monitor.core.times import WEEKDAYS

_LIST = links.page("serier")


async def show(ctx: Context) -> Any:
    """Show every series, the newest first: that is the one new incidents belong to."""
    rows = await ctx.read(lambda store: store.rows("SELECT * FROM series ORDER BY id DESC"))
    return await ctx.show(
        "series.html",
        series=rows,
        opened=ctx.query.get("oppna"),
        here=_LIST,
        weekdays=dict(enumerate(WEEKDAYS, 1)),
        writable=ctx.may("record"),
    )


def _values(ctx: Context) -> dict[str, Any]:
    form = ctx.form
    return {
        **{column: form.text(column, said) for column, said in series.NOUN.texts.items()},
        "weekday": form.whole("weekday", "Veckodag"),
    }


_NAMES = {**names_of(series.NOUN), "Veckodag": "weekday"}


async def add(ctx: Context) -> Any:
    """Add a series."""
    new = NewSeries(**_values(ctx))
    key = await at_field(ctx.write(lambda store: series.add(store, ctx.actor, new)), _NAMES)
    return ctx.redirect(f"{_LIST}#serie-{key}", "Serien är tillagd.")


async def change(ctx: Context) -> Any:
    """Change a series' standing texts; reports sent before stay as they are."""
    key, values = int(ctx.var("id")), _values(ctx)
    await at_field(ctx.write(lambda store: series.change(store, ctx.actor, key, values)), _NAMES)
    return ctx.redirect(f"{_LIST}#serie-{key}", "Serien är ändrad.")


PAGES = (
    Page(path="serier", get=show, nav="handelser"),
    Page(path="serier/ny", get=show, post=add, post_needs="record", nav="handelser"),
    Page(path=r"serier/(?P<id>\d+)", get=show, post=change, post_needs="record", nav="handelser"),
)
