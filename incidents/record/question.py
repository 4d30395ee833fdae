"""Open questions (öppna frågor): what we asked of whom, and when an answer is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from incidents.record.entry import (
    NewEntry,
    Noun,
    column_values,
    fresh,
    insert,
    past,
    save,
    split_changes,
    times,
)
from incidents.record.statement import relate
from monitor.core.actors import Actor
from monitor.core.clock import from_text
from monitor.core.errors import ConflictError, InputError
from monitor.core.store import Store

NOUN = Noun(
    table="questions",
    name="öppen fråga",
    definite="frågan",
    texts={"wording": "Fråga"},
    links={"put_to_id": ("Ställd till", "organisations")},
    instants={"answer_due_at": "Svar väntas senast"},
)


@dataclass(frozen=True, kw_only=True)
class NewQuestion(NewEntry):
    """A question to add; its moment is when it was asked."""

    wording: str
    put_to_id: int | None = None
    answer_due_at: datetime | None = None


def add(store: Store, actor: Actor, incident_id: int, new: NewQuestion) -> int:
    """Write down a question and return its id.

    Raises:
        InputError, ConflictError, PermissionDeniedError.
    """
    with store.writing(actor):
        values = {**column_values(new), **times(store, actor, new)}
        return insert(store, actor, NOUN, incident_id, values)


def change(
    store: Store, actor: Actor, question_id: int, *, revision: int, changes: Mapping[str, Any]
) -> None:
    """Change fields of a question.

    Raises:
        StaleEditError, InputError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        row = fresh(store, NOUN, question_id, revision)
        save(store, NOUN, row, split_changes(store, NOUN, changes))


def answer(
    store: Store,
    actor: Actor,
    question_id: int,
    *,
    revision: int,
    statement_id: int | None = None,
    at: datetime | None = None,
) -> None:
    """Close a question with the statement that answers it, or without one.

    Args:
        at: when the answer came; the statement's own moment, else now, when left out.

    Raises:
        ConflictError: it is answered already.
        InputError: the answer is one of our own statements, or lies in the future.
    """
    actor.require("record")
    with store.writing(actor):
        row = fresh(store, NOUN, question_id, revision)
        if row["answered_at"]:
            raise ConflictError(why="Frågan är redan besvarad.")
        when = at
        if statement_id is not None:
            said = store.get("statements", statement_id, kind="uttalandet")
            if said["direction"] == "out":
                raise InputError(field="Svar", why="Välj svaret som vi fick, inte ett eget.")
            when = when or from_text(said["happened_at"] or said["known_at"])
            relate(store, actor, statement_id, "answers", question_id=question_id)
        save(store, NOUN, row, {"answered_at": past(store, when), "answer_id": statement_id})
