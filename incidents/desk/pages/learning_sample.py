"""The day's audit sample: five dropped articles to read, or to skip."""

from __future__ import annotations

from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page, Undo
from monitor.core.messages import label
from monitor.core.store import Row, Store
from monitor.review.audit_sample import Place, is_working_day, judge_sample, sample
from monitor.review.verdicts import VERDICTS, standing_verdict

_HERE = links.page("granska/stickprov")


async def show(ctx: Context) -> Any:
    """Show today's sample."""
    today = ctx.today
    rows = await ctx.read(lambda store: sample(store, today))
    return await ctx.show(
        "learning_sample.html",
        rows=rows,
        left=sum(row["verdict"] is None for row in rows),
        working_day=is_working_day(today),
    )


async def judge(ctx: Context) -> Any:
    """Give a verdict on one of them."""
    form = ctx.form
    place = Place(form.whole("article", "Artikel"), form.whole("watch", "Bevakning"))
    verdict = form.choice("verdict", "Bedömning", VERDICTS)
    models = ctx.desk.settings.models

    def give(store: Store) -> Row | None:
        return standing_verdict(store, judge_sample(store, place, verdict, models, actor=ctx.actor))

    given = await ctx.write(give)
    back = {"bedomningar": str(given["id"]), "nasta": _HERE} if given else {}
    return ctx.redirect(
        _HERE,
        f"Artikeln är bedömd som {label('verdict', verdict)}.",
        undo=Undo(action=links.page("granska/angra"), fields=back),
    )


PAGES = (
    Page(
        path="granska/stickprov",
        needs="judge",
        get=show,
        post=judge,
        nav="granska",
    ),
)
