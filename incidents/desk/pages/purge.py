"""Disposal: the standing decisions, what they would take now, carrying it out, and the log."""

from __future__ import annotations

from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page
from incidents.keep import purge, purge_decisions
from incidents.keep.purge_decisions import NewDecision
from incidents.keep.purge_plan import previews
from monitor.core.errors import ConflictError
from monitor.core.messages import labels
from monitor.core.store import Store

_PAGE = links.page("gallring")


async def show(ctx: Context) -> Any:
    """Show the decisions, what each rule would take now, and what has been disposed of."""

    def load(store: Store) -> dict[str, Any]:
        done = [{**row, "tables": purge.counts_of(store, row["id"])} for row in purge.log(store)]
        return {
            # Counting a large history takes a while: only for the one who may act on it.
            "plans": previews(store) if ctx.may("purge") else [],
            "decisions": purge_decisions.all_decisions(store),
            "done": done,
            "open": [row for row in done if row["finished_at"] is None],
        }

    return await ctx.show(
        "purge.html",
        **await ctx.read(load),
        rules=labels("purge_rule"),
        backups=purge.backup_note(ctx.desk.settings),
        here=_PAGE,
    )


async def decide(ctx: Context) -> Any:
    """Enter a standing decision."""
    form = ctx.form
    ends = form.optional_time("valid_to", "Gäller till")
    new = NewDecision(
        rule=form.choice("rule", "Vad som får gallras", labels("purge_rule")),
        reference=form.text("reference", "Diarienummer"),
        decided_by=form.text("decided_by", "Beslutat av"),
        decided_at=form.time("decided_at", "Beslutat").at,
        keep_days=form.whole("keep_days", "Bevaras"),
        valid_to=ends.at if ends else None,
    )
    await ctx.write(lambda store: purge_decisions.add(store, ctx.actor, new))
    return ctx.redirect(f"{_PAGE}#beslut", "Gallringsbeslutet är infört.")


async def end(ctx: Context) -> Any:
    """Let a decision end now."""
    key = int(ctx.var("id"))
    await ctx.write(lambda store: purge_decisions.end(store, ctx.actor, key))
    return ctx.redirect(f"{_PAGE}#beslut", "Beslutet gäller inte längre.")


async def run(ctx: Context) -> Any:
    """Dispose of what a rule takes, if it is what was shown."""
    rule = ctx.form.choice("rule", "Regel", labels("purge_rule"))
    if not ctx.form.checked("sure"):
        raise ConflictError(why="Kryssa i att du har läst vad som gallras. Inget har gallrats.")
    settings = ctx.desk.settings
    done = await ctx.work(lambda store: purge.run(store, ctx.actor, settings, rule))
    if done.purge_id is None:
        return ctx.redirect(_PAGE, "Det fanns inget att gallra.")
    return ctx.redirect(
        f"{_PAGE}#gjort",
        f"Gallringen är klar: {done.total} efter beslut {done.decision['reference']}.",
    )


async def finish(ctx: Context) -> Any:
    """Finish a disposal that was interrupted before the file was rewritten."""
    settings = ctx.desk.settings
    await ctx.work(lambda store: purge.finish(store, ctx.actor, settings))
    return ctx.redirect(f"{_PAGE}#gjort", "Gallringen är klar.")


PAGES = (
    Page(path="gallring", get=show, nav="laget"),
    Page(path="gallring/beslut", post=decide, post_needs="purge", again=show, nav="laget"),
    Page(
        path=r"gallring/beslut/(?P<id>\d{1,9})/slut",
        post=end,
        post_needs="purge",
        again=show,
        nav="laget",
    ),
    Page(path="gallring/gor", post=run, post_needs="purge", again=show, nav="laget"),
    Page(path="gallring/klar", post=finish, post_needs="purge", again=show, nav="laget"),
)
