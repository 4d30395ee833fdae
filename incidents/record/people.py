"""Organisations, the people who speak for them, their titles over time, and our spokespersons.

Only spokespersons and representatives of organisations are kept; never a journalist, never a
private or anonymous speaker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from incidents.record.entry import Noun, checked, entered, for_writing
from incidents.record.words import free_text
from monitor.core.actors import Actor
from monitor.core.clock import to_text
from monitor.core.errors import InputError
from monitor.core.store import Row, Store

ORGANISATION = Noun(
    table="organisations",
    name="organisation",
    definite="organisationen",
    texts={"name": "Namn", "short_name": "Kort namn"},
    notes={"genitive": "Genitiv", "former_names": "Tidigare namn"},
    choices={"kind": ("Slag", "organisation_kind")},
)
POSITION = Noun(
    table="positions",
    name="titel",
    definite="titeln",
    texts={"title": "Titel", "short_title": "Kort titel"},
    links={"person_id": ("Person", "people")},
    instants={"valid_from": "Från", "valid_to": "Till"},
    flags=frozenset({"spokesperson"}),
)


@dataclass(frozen=True, kw_only=True)
class NewOrganisation:
    """An organisation to add.

    Attributes:
        name: long; short_name: as printed after the first mention.
        kind: own (at most one), supplier, authority, hospital, union or party.
        genitive: when the rules give the wrong one.
        former_names: comma separated.
    """

    name: str
    short_name: str
    kind: str
    genitive: str | None = None
    former_names: str = ""


@dataclass(frozen=True, kw_only=True)
class NewPosition:
    """A person's title from one day on.

    Attributes:
        title: long, as printed the first time; short_title: as printed after that.
        spokesperson: may speak for us.
        valid_from: now when left out.
    """

    title: str
    short_title: str
    spokesperson: bool = False
    valid_from: datetime | None = None
    valid_to: datetime | None = None


def add_organisation(store: Store, actor: Actor, new: NewOrganisation) -> int:
    """Add an organisation and return its id.

    Raises:
        InputError: the name is taken, or a second own organisation.
    """
    actor.require("record")
    with store.writing(actor):
        values = checked(store, ORGANISATION, asdict(new))
        _check_organisation(store, 0, values)
        return store.insert("organisations", values)


def change_organisation(
    store: Store, actor: Actor, organisation_id: int, changes: Mapping[str, Any]
) -> None:
    """Change fields of an organisation.

    Raises:
        InputError, NotFoundError, PermissionDeniedError.
    """
    actor.require("record")
    _check_known(changes, ORGANISATION.columns())
    with store.writing(actor):
        store.get("organisations", organisation_id, kind="organisationen")
        values = checked(store, ORGANISATION, changes)
        _check_organisation(store, organisation_id, values)
        store.update("organisations", organisation_id, values)


def _check_organisation(store: Store, organisation_id: int, values: Mapping[str, Any]) -> None:
    taken = store.value(
        "SELECT 1 FROM organisations WHERE name = ? AND id <> ?",
        [values.get("name"), organisation_id],
    )
    if taken:
        raise InputError(field="Namn", why="Det finns redan en organisation med det namnet.")
    own = store.value(
        "SELECT name FROM organisations WHERE kind = 'own' AND id <> ?", [organisation_id]
    )
    if values.get("kind") == "own" and own:
        raise InputError(field="Slag", why=f"Den egna organisationen är redan {own}.")


def _check_known(changes: Mapping[str, Any], columns: frozenset[str]) -> None:
    unknown = set(changes) - columns
    if unknown:
        raise InputError(field=min(unknown), why="Uppgiften går inte att ändra här.")


def add_person(
    store: Store,
    actor: Actor,
    name: str,
    *,
    organisation_id: int,
    position: NewPosition | None = None,
) -> int:
    """Add a representative of an organisation, with a first title, and return the id.

    Raises:
        InputError: no name, or no such organisation.
    """
    actor.require("record")
    with store.writing(actor):
        kept = free_text("Namn", name, needed=True)
        store.get("organisations", organisation_id, kind="organisationen")
        row = {"name": kept, "organisation_id": organisation_id}
        person_id = store.insert("people", row)
        if position is not None:
            add_position(store, actor, person_id, position)
        return person_id


def rename_person(store: Store, actor: Actor, person_id: int, name: str) -> None:
    """Change a person's name.

    Raises:
        InputError, NotFoundError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        store.get("people", person_id, kind="personen")
        store.update("people", person_id, {"name": free_text("Namn", name, needed=True)})


def add_position(store: Store, actor: Actor, person_id: int, new: NewPosition) -> int:
    """Give a person a title and return the position's id; older ones end when it starts.

    Raises:
        InputError, NotFoundError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        store.get("people", person_id, kind="personen")
        values = checked(store, POSITION, asdict(new))
        values["valid_from"] = values["valid_from"] or store.now()
        _check_period(values["valid_from"], values["valid_to"])
        store.execute(
            "UPDATE positions SET valid_to = ?1 WHERE person_id = ?2"
            " AND valid_from < ?1 AND (valid_to IS NULL OR valid_to > ?1)",
            [values["valid_from"], person_id],
        )
        return store.insert("positions", {"person_id": person_id, **values})


def _check_period(start: str, end: str | None) -> None:
    if end is not None and end <= start:
        raise InputError(field="Till", why="Tiden slutar innan den börjar.")


def change_position(
    store: Store, actor: Actor, position_id: int, changes: Mapping[str, Any]
) -> None:
    """Change fields of a position; ``valid_to`` ends it.

    Raises:
        InputError, NotFoundError, PermissionDeniedError.
    """
    actor.require("record")
    _check_known(changes, POSITION.columns() - {"person_id"})
    with store.writing(actor):
        row = store.get("positions", position_id, kind="titeln")
        values = checked(store, POSITION, changes)
        after = {**row, **values}
        _check_period(after["valid_from"], after["valid_to"])
        store.update("positions", position_id, values)


def position_at(store: Store, person_id: int, at: str) -> Row | None:
    """Return the title a person held at an instant (database text), or None."""
    return store.row(
        "SELECT * FROM positions WHERE person_id = ? AND valid_from <= ?"
        " AND (valid_to IS NULL OR valid_to > ?) ORDER BY valid_from DESC, id DESC LIMIT 1",
        [person_id, at, at],
    )


def assign_spokesperson(
    store: Store,
    actor: Actor,
    incident_id: int,
    position_id: int,
    *,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
) -> int:
    """Say that a person speaks for us in an incident, from now unless told; return the link's id.

    Said again while it stands, it is kept once.

    Raises:
        InputError: the position is not marked as one that may speak for us.
        ConflictError: the incident is proposed, dismissed or closed.
    """
    actor.require("record")
    with store.writing(actor):
        for_writing(store, incident_id)
        position = store.get("positions", position_id, kind="titeln")
        if not position["spokesperson"]:
            raise InputError(field="Talesperson", why="Personen är inte utsedd att tala för oss.")
        start = to_text(valid_from) if valid_from else store.now()
        end = to_text(valid_to) if valid_to else None
        _check_period(start, end)
        standing = store.value(
            "SELECT id FROM incident_spokespersons WHERE incident_id = ? AND position_id = ?"
            " AND (valid_to IS NULL OR valid_from = ?)",
            [incident_id, position_id, start],
        )
        if standing is not None:
            return int(standing)
        row = {
            "incident_id": incident_id,
            "position_id": position_id,
            "valid_from": start,
            "valid_to": end,
        }
        return store.insert("incident_spokespersons", {**row, **entered(store, actor)})


def release_spokesperson(
    store: Store, actor: Actor, link_id: int, *, valid_to: datetime | None = None
) -> None:
    """End a person's speaking for us in an incident, now unless told.

    Raises:
        InputError, NotFoundError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        row = store.get("incident_spokespersons", link_id, kind="talespersonen")
        end = to_text(valid_to) if valid_to else store.now()
        _check_period(row["valid_from"], end)
        store.update("incident_spokespersons", link_id, {"valid_to": end})


def spokespersons(store: Store, incident_id: int, at: str) -> list[Row]:
    """Return who speaks for us in an incident at an instant: name and both titles."""
    return store.rows(
        "SELECT s.id, s.position_id, p.title, p.short_title, p.valid_from, p.valid_to,"
        " n.id AS person_id, n.name FROM incident_spokespersons s"
        " JOIN positions p ON p.id = s.position_id JOIN people n ON n.id = p.person_id"
        " WHERE s.incident_id = ?1 AND s.valid_from <= ?2"
        " AND (s.valid_to IS NULL OR s.valid_to > ?2) ORDER BY s.valid_from, s.id",
        [incident_id, at],
    )
