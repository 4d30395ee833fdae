"""Enquiries (mediefrågor): what media, politicians, unions, authorities and the public ask us.

The medium is kept, never a journalist's name. A reply contact is temporary: it is erased as soon
as the enquiry is answered, and never reaches the audit trail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from incidents.record.entry import (
    NewEntry,
    Noun,
    column_values,
    for_writing,
    fresh,
    insert,
    past,
    save,
    split_changes,
    times,
)
from incidents.record.statement import NOUN as STATEMENT
from incidents.record.statement import relate, reusable
from monitor.core.actors import Actor
from monitor.core.clock import from_text
from monitor.core.errors import ConflictError, InputError
from monitor.core.store import Row, Store
from monitor.core.times import Moment, Precision

NOUN = Noun(
    table="enquiries",
    name="mediefråga",
    definite="mediefrågan",
    texts={"question": "Fråga"},
    notes={"reply_contact": "Svarskontakt"},
    choices={"asker": ("Från", "asker")},
    links={
        "outlet_id": ("Medium", "outlets"),
        "organisation_id": ("Organisation", "organisations"),
    },
    instants={"deadline_at": "Svar önskas senast"},
)


@dataclass(frozen=True, kw_only=True)
class NewEnquiry(NewEntry):
    """An enquiry to add.

    Attributes:
        moment: when it reached us; now when left out. We knew of it then.
        asker: media, politician, union, authority or public.
        outlet_id: needed for ``media``.
        reply_contact: where the answer goes; erased when answered.
    """

    asker: str
    question: str
    outlet_id: int | None = None
    organisation_id: int | None = None
    deadline_at: datetime | None = None
    reply_contact: str | None = None


def add(store: Store, actor: Actor, incident_id: int | None, new: NewEnquiry) -> int:
    """Write down an enquiry and return its id.

    Args:
        incident_id: None while it belongs to no incident.

    Raises:
        InputError, ConflictError, PermissionDeniedError.
    """
    with store.writing(actor):
        _check_asker(new.asker, new.outlet_id)
        if new.moment.at is None:
            new = replace(new, moment=Moment(store.clock.now()))
        if new.known_at is None and new.moment.precision is Precision.MINUTE:
            new = replace(new, known_at=new.moment.at)
        values = {**column_values(new), **times(store, actor, new)}
        return insert(store, actor, NOUN, incident_id, values)


def _check_asker(asker: str, outlet_id: int | None) -> None:
    if asker == "media" and outlet_id is None:
        raise InputError(field="Medium", why="Ange vilket medium frågan kommer från.")


def change(
    store: Store, actor: Actor, enquiry_id: int, *, revision: int, changes: Mapping[str, Any]
) -> None:
    """Change fields of an enquiry.

    Raises:
        ConflictError: a reply contact for an enquiry that is answered.
        StaleEditError, InputError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        row = fresh(store, NOUN, enquiry_id, revision)
        values = split_changes(store, NOUN, changes)
        if row["answered_at"] and values.get("reply_contact"):
            raise ConflictError(why="Frågan är besvarad och svarskontakten är raderad.")
        after = {**row, **values}
        _check_asker(after["asker"], after["outlet_id"])
        if after["happened_at"] is None:
            raise InputError(field="Hände", why="Ange när frågan kom.")
        save(store, NOUN, row, values)


def attach(store: Store, actor: Actor, enquiry_id: int, *, revision: int, incident_id: int) -> None:
    """Link an enquiry to an incident, with the answers that belong to no incident yet.

    Raises:
        ConflictError: the incident is proposed, dismissed or closed.
        StaleEditError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        row = fresh(store, NOUN, enquiry_id, revision)
        for_writing(store, incident_id)
        save(store, NOUN, row, {"incident_id": incident_id})
        for said in answers(store, enquiry_id):
            if said["incident_id"] is None:
                save(store, STATEMENT, said, {"incident_id": incident_id})


def answers(store: Store, enquiry_id: int) -> list[Row]:
    """Return the statements that answer an enquiry, or were drafted to, oldest first."""
    return store.rows(
        "SELECT * FROM statements WHERE id IN ("
        "  SELECT statement_id FROM statement_relations WHERE kind = 'answers' AND enquiry_id = ?1"
        "  UNION SELECT answer_id FROM enquiries WHERE id = ?1) ORDER BY entered_at, id",
        [enquiry_id],
    )


def answer(
    store: Store,
    actor: Actor,
    enquiry_id: int,
    *,
    revision: int,
    statement_id: int | None = None,
    at: datetime | None = None,
) -> None:
    """Note that an enquiry is answered and erase its reply contact.

    Args:
        statement_id: our approved statement, this incident's or another's.
        at: when; the statement's own moment when that lies after the enquiry, else now, when
            left out.

    Raises:
        ConflictError: it is answered already, or the statement is not approved.
    """
    actor.require("record")
    with store.writing(actor):
        row = fresh(store, NOUN, enquiry_id, revision)
        if row["answered_at"]:
            raise ConflictError(why="Frågan är redan besvarad.")
        if statement_id is not None:
            said = store.get("statements", statement_id, kind="uttalandet")
            if said["direction"] != "out" or said["approval"] != "approved":
                raise ConflictError(why="Uttalandet är inte godkänt än.")
            relate(store, actor, statement_id, "answers", enquiry_id=enquiry_id)
            if at is None and (said["happened_at"] or "") >= row["happened_at"]:
                at = from_text(said["happened_at"])
        when = past(store, at)
        if when < row["happened_at"]:
            raise InputError(field="Besvarad", why="Svaret kan inte komma före frågan.")
        values = {"answered_at": when, "answer_id": statement_id, "reply_contact": None}
        save(store, NOUN, row, values)


def take_back(
    store: Store,
    actor: Actor,
    enquiry_id: int,
    *,
    revision: int,
    reply_contact: str | None = None,
    keep: bool = False,
) -> None:
    """Take back that an enquiry was answered, when it was noted by mistake.

    Args:
        reply_contact: what was erased with the answer, given back by whoever still sees it.
        keep: the statement was linked to the enquiry before, and stays so.

    Raises:
        ConflictError: it is not answered.
        StaleEditError, InputError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        row = fresh(store, NOUN, enquiry_id, revision)
        if row["answered_at"] is None:
            raise ConflictError(why="Frågan är inte besvarad.")
        values = split_changes(store, NOUN, {"reply_contact": reply_contact})
        save(store, NOUN, row, {**values, "answered_at": None, "answer_id": None})
        if not keep:
            store.execute(
                "DELETE FROM statement_relations WHERE kind = 'answers' AND enquiry_id = ?"
                " AND statement_id = ?",
                [enquiry_id, row["answer_id"]],
            )


def said_before(store: Store, enquiries: Sequence[Row]) -> dict[int, Row]:
    """Return for each unanswered enquiry the latest answer given in its incident, if any.

    It is the one to give again: approved, said to somebody already, and not replaced.
    """
    found: dict[int, Row] = {}
    latest: dict[int, Row | None] = {}
    for row in enquiries:
        incident = row["incident_id"]
        if row["answered_at"] or incident is None:
            continue
        if incident not in latest:
            given = [one for one in reusable(store, incident) if one["happened_at"]]
            latest[incident] = given[0] if given else None
        answer = latest[incident]
        if answer is not None:
            found[row["id"]] = answer
    return found


def waiting(store: Store) -> list[Row]:
    """Return the unanswered enquiries with ``outlet``, the nearest deadline first."""
    return store.rows(
        "SELECT e.*, o.name AS outlet, i.ref FROM enquiries e"
        " LEFT JOIN outlets o ON o.id = e.outlet_id LEFT JOIN incidents i ON i.id = e.incident_id"
        " WHERE e.answered_at IS NULL"
        " ORDER BY e.deadline_at IS NULL, e.deadline_at, e.happened_at, e.id"
    )
