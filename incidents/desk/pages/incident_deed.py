"""What was done and decided in an incident: actions and decisions."""

from __future__ import annotations

from typing import Any

from incidents.desk.http import Context
from incidents.desk.pages.incident_forms import (
    at_field,
    belongs,
    deadline,
    incident_id,
    known,
    moment,
)
from incidents.desk.pages.incident_records import Kind, Values, at_row, pages_of, posting
from incidents.record import action, decision
from incidents.record.action import NewAction
from incidents.record.decision import NewDecision
from monitor.core.messages import labels
from monitor.core.store import Store


def _action(ctx: Context) -> Values:
    form = ctx.form
    happened = moment(ctx, "happened_at", "När")
    reported_by = form.optional_whole("reported_by_id", "Uppgift från")
    values: Values = {
        "wording": form.text("wording", "Åtgärd"),
        "status": form.choice("status", "Läge", labels("action_status")),
        "owner_id": form.optional_whole("owner_id", "Ansvarig"),
        "reported_by_id": reported_by,
        "due_at": deadline(ctx, "due_at", "Klar senast"),
        "moment": happened,
        "known_at": known(ctx, happened, ours=reported_by is None),
    }
    if "statement_id" in form:
        values["statement_id"] = form.optional_whole("statement_id", "Uttalande")
    return values


ACTION = Kind(
    slug="atgarder",
    anchor="atgard",
    noun=action.NOUN,
    read=_action,
    add=lambda ctx, store, key, values: action.add(store, ctx.actor, key, NewAction(**values)),
    change=lambda store, actor, key, revision, changes: action.change(
        store, actor, key, revision=revision, changes=changes
    ),
    added="Åtgärden är införd.",
    changed="Åtgärden är ändrad.",
)


async def finish(ctx: Context) -> Any:
    """Mark an action as done, now unless told."""
    ref, key = ctx.var("ref"), int(ctx.var("id"))
    revision = ctx.form.whole("revision", "Version")
    done = moment(ctx, "done_at", "Klar").at

    def write(store: Store) -> None:
        belongs(store, "actions", key, incident_id(store, ref))
        action.finish(store, ctx.actor, key, revision=revision, at=done)

    await at_field(ctx.write(write), {"Hände": "done_at", "Klar": "done_at"})
    return ctx.redirect(at_row(ref, "atgard", key), "Åtgärden är genomförd.")


def _decision(ctx: Context) -> Values:
    happened = moment(ctx, "happened_at", "När")
    return {
        "decided_by": ctx.form.text("decided_by", "Beslutad av"),
        "wording": ctx.form.text("wording", "Beslut"),
        "registry_number": ctx.form.optional("registry_number", "Diarienummer"),
        "moment": happened,
        "known_at": known(ctx, happened, ours=True),
    }


DECISION = Kind(
    slug="beslut",
    anchor="beslut",
    noun=decision.NOUN,
    read=_decision,
    add=lambda ctx, store, key, values: decision.add(store, ctx.actor, key, NewDecision(**values)),
    change=lambda store, actor, key, revision, changes: decision.change(
        store, actor, key, revision=revision, changes=changes
    ),
    added="Beslutet är infört.",
    changed="Beslutet är ändrat.",
)

PAGES = (
    *pages_of(ACTION),
    posting(r"atgarder/(?P<id>\d+)/klar", finish),
    *pages_of(DECISION),
)
