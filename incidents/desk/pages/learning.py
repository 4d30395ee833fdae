"""Learning: which model judges, how good it is, what it learnt from, and the way back."""

from __future__ import annotations

import json
from typing import Any

from incidents.desk import links
from incidents.desk.http import Context, Page, Undo
from incidents.desk.training import Training, train_command
from monitor.core.clock import to_text
from monitor.core.store import Row, Store
from monitor.judge import registry
from monitor.judge.scoring import ENOUGH_VERDICTS
from monitor.review.audit_sample import sampled
from monitor.review.recall import recall

_HERE = links.page("larande")
#: Models shown; the newest.
_SHOWN = 10
#: How long the answer waits for training, which usually takes seconds.
WAIT_S = 10.0

#: The desk is one process, so one training at a time is one object.
TRAINING = Training()


async def show(ctx: Context) -> Any:
    """Show the model in use, its measures, the models before it and the recall."""

    def load(store: Store) -> dict[str, Any]:
        told = sampled(store)
        models = [_with_metrics(row) for row in store.rows(
            "SELECT * FROM models ORDER BY in_use DESC, id DESC LIMIT ?", [_SHOWN]
        )]  # fmt: skip
        return {
            "models": models,
            "verdicts": store.rows(
                "SELECT verdict, count(*) AS number FROM flags WHERE verdict IS NOT NULL"
                " GROUP BY verdict ORDER BY verdict"
            ),
            "sampled": told,
            "recall": recall(
                found=told.found, dropped=told.dropped, read=told.read, missed=told.missed
            ),
        }

    return await ctx.show(
        "learning.html", **await ctx.read(load), training=_told(TRAINING), enough=ENOUGH_VERDICTS
    )


def _told(training: Training) -> dict[str, str]:
    over = not training.since and (training.trouble or training.outcome)
    return {
        "since": training.since,
        "trouble": training.trouble,
        "last": outcome(training) if over else "",
    }


def _with_metrics(row: Row) -> Row:
    return row | {"metrics": json.loads(row["metrics"])}


async def learn(ctx: Context) -> Any:
    """Learn anew in a process of its own, and tell what came of it."""
    command = train_command(ctx.desk.settings.state, ctx.actor.name)
    if not TRAINING.start(command, to_text(ctx.now)):
        return ctx.redirect(_HERE, "Programmet lär redan om.")
    await TRAINING.wait(WAIT_S)
    return ctx.redirect(_HERE, outcome(TRAINING))


def outcome(training: Training) -> str:
    """Return in Swedish how a training goes or went."""
    if training.since:
        return "Programmet lär om. Läs in sidan igen om en stund."
    if training.trouble:
        return f"Det gick inte att lära om. {training.trouble}"
    told = training.outcome
    learnt = f"Modell {told['model']} lärde av {told['labels']} exempel, varav {told['verdicts']}"
    used = (
        "Den används nu."
        if told["in_use"]
        else f"{told['refused']} Den används inte. Den förra är kvar."
    )
    return f"{learnt} är era egna bedömningar. {used}"


async def use(ctx: Context) -> Any:
    """Put an earlier model to use."""
    key = int(ctx.var("id"))

    def write(store: Store) -> int | None:
        before = store.value("SELECT id FROM models WHERE in_use = 1")
        registry.use_model(store, key, actor=ctx.actor)
        return int(before) if before else None

    before = await ctx.write(write)
    undo = Undo(action=f"{_HERE}/{before}") if before and before != key else None
    return ctx.redirect(_HERE, f"Modell {key} används nu. Nya artiklar bedöms med den.", undo=undo)


PAGES = (
    Page(path="larande", get=show, post=learn, post_needs="judge", nav="granska"),
    Page(path=r"larande/(?P<id>\d+)", post=use, post_needs="judge", again=show, nav="granska"),
)
