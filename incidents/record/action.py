"""Actions (vidtagna åtgärder): planned, under way, done or cancelled; ours or second-hand."""

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
    save,
    split_changes,
    times,
)
from monitor.core.actors import Actor
from monitor.core.clock import from_text, to_text
from monitor.core.errors import MoveError
from monitor.core.messages import label
from monitor.core.store import Row, Store
from monitor.core.times import Moment

NOUN = Noun(
    table="actions",
    name="åtgärd",
    definite="åtgärden",
    texts={"wording": "Åtgärd"},
    choices={"status": ("Läge", "action_status")},
    links={
        "owner_id": ("Ansvarig", "users"),
        "reported_by_id": ("Uppgift från", "organisations"),
        "statement_id": ("Uttalande", "statements"),
    },
    instants={"due_at": "Klar senast", "done_at": "Klar"},
)
_OPEN = frozenset({"planned", "ongoing"})


@dataclass(frozen=True, kw_only=True)
class NewAction(NewEntry):
    """An action to add.

    Attributes:
        status: planned, ongoing, done or cancelled.
        reported_by_id: the organisation that says it was done, when it is second-hand.
        statement_id: the statement that carried it out.
        due_at: when it must be done.
        done_at: when it was; the moment's instant when left out and the status is ``done``.
    """

    wording: str
    status: str = "done"
    owner_id: int | None = None
    reported_by_id: int | None = None
    statement_id: int | None = None
    due_at: datetime | None = None
    done_at: datetime | None = None


def add(store: Store, actor: Actor, incident_id: int, new: NewAction) -> int:
    """Write down an action and return its id.

    Raises:
        InputError, ConflictError, PermissionDeniedError.
    """
    with store.writing(actor):
        values = column_values(new)
        if new.status == "done":
            values["done_at"] = new.done_at or new.moment.at or store.clock.now()
        agreed = new.status == "done" and new.due_at is not None
        stamps = times(store, actor, new, planned=new.status in _OPEN, agreed=agreed)
        return insert(store, actor, NOUN, incident_id, {**values, **stamps})


def change(
    store: Store, actor: Actor, action_id: int, *, revision: int, changes: Mapping[str, Any]
) -> None:
    """Change fields of an action; a new due time is reminded of anew.

    Raises:
        StaleEditError, InputError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        row = fresh(store, NOUN, action_id, revision)
        status = changes.get("status", row["status"])
        values = split_changes(store, NOUN, changes, planned=status in _OPEN)
        if values.get("due_at", row["due_at"]) != row["due_at"]:
            values["reminded_at"] = None
        if status == "done":
            values.setdefault("done_at", row["done_at"] or store.now())
        else:
            values["done_at"] = None
        save(store, NOUN, row, values)


def finish(
    store: Store, actor: Actor, action_id: int, *, revision: int, at: datetime | None = None
) -> None:
    """Mark an action as done.

    When it became known stays as it was: a report compiled before ``done_at`` still tells the plan.

    Args:
        at: when it was done; now when left out.

    Raises:
        MoveError: it is done or cancelled already.
        StaleEditError, InputError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        row = fresh(store, NOUN, action_id, revision)
        if row["status"] not in _OPEN:
            raise MoveError(
                kind="Åtgärden",
                frm=label("action_status", row["status"]),
                to=label("action_status", "done"),
            )
        done = at or store.clock.now()
        values = split_changes(store, NOUN, {"status": "done", "done_at": done})
        values |= split_changes(store, NOUN, {"moment": Moment(done)})
        save(store, NOUN, row, values)


def overdue(store: Store) -> list[Row]:
    """Return the open actions whose due time has passed, longest overdue first."""
    return store.rows(
        "SELECT a.*, i.ref, i.title AS incident_title FROM actions a"
        " JOIN incidents i ON i.id = a.incident_id"
        " WHERE a.status IN ('planned', 'ongoing') AND a.due_at <= ? ORDER BY a.due_at, a.id",
        [store.now()],
    )


def to_remind(store: Store, before: datetime) -> list[Row]:
    """Return the open actions due before an instant that nobody was reminded of yet."""
    return store.rows(
        "SELECT * FROM actions WHERE status IN ('planned', 'ongoing')"
        " AND due_at <= ? AND reminded_at IS NULL ORDER BY due_at, id",
        [to_text(before)],
    )


def reminded(store: Store, actor: Actor, action_id: int) -> None:
    """Note that the owner was reminded, so that it is not done twice."""
    actor.require("record")
    with store.writing(actor):
        store.get("actions", action_id, kind="åtgärden")
        store.update("actions", action_id, {"reminded_at": store.now()})


def late_minutes(row: Row) -> int:
    """Return how many whole minutes after its due time an action was done; 0 when in time."""
    if not row["due_at"] or not row["done_at"] or row["done_at"] <= row["due_at"]:
        return 0
    late = from_text(row["done_at"]) - from_text(row["due_at"])
    return int(late.total_seconds() // 60)
