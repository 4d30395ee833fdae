"""What we asked others in an incident, and their answers: open questions."""

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
from incidents.record import question
from incidents.record.question import NewQuestion
from monitor.core.store import Store


def _question(ctx: Context) -> Values:
    asked = moment(ctx, "happened_at", "Ställd")
    return {
        "wording": ctx.form.text("wording", "Fråga"),
        "put_to_id": ctx.form.optional_whole("put_to_id", "Ställd till"),
        "answer_due_at": deadline(ctx, "answer_due_at", "Svar väntas senast"),
        "moment": asked,
        "known_at": known(ctx, asked, ours=True),
    }


QUESTION = Kind(
    slug="oppna-fragor",
    anchor="oppen-fraga",
    noun=question.NOUN,
    read=_question,
    add=lambda ctx, store, key, values: question.add(store, ctx.actor, key, NewQuestion(**values)),
    change=lambda store, actor, key, revision, changes: question.change(
        store, actor, key, revision=revision, changes=changes
    ),
    added="Frågan är införd.",
    changed="Frågan är ändrad.",
)


async def answer(ctx: Context) -> Any:
    """Close a question, with the statement that answers it or without one."""
    ref, key = ctx.var("ref"), int(ctx.var("id"))
    revision = ctx.form.whole("revision", "Version")
    said = ctx.form.optional_whole("statement_id", "Svaret")
    when = moment(ctx, "answered_at", "Besvarad").at

    def write(store: Store) -> None:
        belongs(store, "questions", key, incident_id(store, ref))
        question.answer(store, ctx.actor, key, revision=revision, statement_id=said, at=when)

    await at_field(ctx.write(write), {"Svar": "statement_id", "Besvarad": "answered_at"})
    return ctx.redirect(at_row(ref, "oppen-fraga", key), "Frågan är besvarad.")


PAGES = (*pages_of(QUESTION), posting(r"oppna-fragor/(?P<id>\d+)/svar", answer))
