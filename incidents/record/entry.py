"""What the records of an incident have in common: checking, adding, changing, three times.

Each noun's module describes its table with a :class:`Noun` and adds the rules that are its own.
Callers use those modules, not this one, except for :class:`NewEntry` and :data:`UNKNOWN`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from incidents.record.words import free_text
from monitor.core.actors import Actor
from monitor.core.clock import from_text, local, to_text
from monitor.core.errors import ConflictError, InputError, StaleEditError
from monitor.core.messages import labels
from monitor.core.store import Row, Store
from monitor.core.times import Moment, Precision

#: A time that nobody knows.
UNKNOWN = Moment(None, Precision.UNKNOWN)
_NOT_COLUMNS = ("moment", "known_at")


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """What every new record tells of time.

    Attributes:
        moment: when it happened.
        known_at: when the organisation learnt it; now when left out.
    """

    moment: Moment = UNKNOWN
    known_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Noun:
    """How one kind of record is kept.

    Attributes:
        table: its table.
        name: Swedish noun, indefinite ("uttalande"), as conflicts name it.
        definite: Swedish noun, definite ("uttalandet"), as a missing one is named.
        texts: free-text column -> Swedish field name; these may not be empty.
        notes: free-text column -> Swedish field name; these may.
        choices: column -> (Swedish field name, vocabulary in the catalogue).
        links: column -> (Swedish field name, table).
        instants: column -> Swedish field name, for times beside the three of every record.
        fixed: columns that :func:`change` refuses, because other functions own them.
    """

    table: str
    name: str
    definite: str
    texts: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    instants: Mapping[str, str] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()

    def columns(self) -> frozenset[str]:
        """Return every column that a person may change."""
        named = {*self.texts, *self.notes, *self.choices, *self.links, *self.instants}
        return frozenset(named | self.flags) - self.fixed


def column_values(new: NewEntry) -> dict[str, Any]:
    """Return the dataclass's fields that are columns by the same name."""
    return {
        item.name: getattr(new, item.name) for item in fields(new) if item.name not in _NOT_COLUMNS
    }


def checked(store: Store, noun: Noun, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as the database holds them.

    Raises:
        InputError: an empty text, an unknown choice, a link to nothing, an identity number.
    """
    out: dict[str, Any] = {}
    for column, value in values.items():
        if column in noun.texts:
            out[column] = free_text(noun.texts[column], value, needed=True)
        elif column in noun.notes:
            out[column] = free_text(noun.notes[column], value) if value is not None else None
        elif column in noun.choices:
            out[column] = _choice(*noun.choices[column], value)
        elif column in noun.links:
            out[column] = _link(store, *noun.links[column], value)
        elif column in noun.instants:
            out[column] = None if value is None else to_text(value)
        else:
            out[column] = int(value) if isinstance(value, bool) else value
    return out


def _choice(name: str, vocabulary: str, value: Any) -> str:
    if str(value) not in labels(vocabulary):
        raise InputError(field=name, why=f"”{value}” går inte att välja.")
    return str(value)


def _link(store: Store, name: str, table: str, value: Any) -> int | None:
    if value is None:
        return None
    if store.value(f"SELECT 1 FROM [{table}] WHERE id = ?", [value]) is None:
        raise InputError(field=name, why="Det valda finns inte längre. Välj på nytt.")
    return int(value)


def happened(store: Store, moment: Moment, *, planned: bool = False) -> dict[str, Any]:
    """Return the columns of when it happened.

    Args:
        planned: the time may lie ahead.

    Raises:
        InputError: the time lies ahead.
    """
    if moment.at is None:
        return {"happened_at": None, "happened_precision": str(Precision.UNKNOWN)}
    if moment.at > store.clock.now() and not planned:
        raise InputError(field="Hände", why="Tiden ligger i framtiden.")
    return {"happened_at": to_text(moment.at), "happened_precision": str(moment.precision)}


def known(store: Store, known_at: datetime | None) -> str:
    """Return the text of when we learnt it: now when nothing is told.

    Raises:
        InputError: the time lies ahead.
    """
    return past(store, known_at, "Känt")


def past(store: Store, at: datetime | None, name: str = "Besvarad") -> str:
    """Return the text of an instant that may not lie ahead: now when nothing is told."""
    now = store.clock.now()
    if at is not None and at > now:
        raise InputError(field=name, why="Tiden ligger i framtiden.")
    return to_text(at or now)


def entered(store: Store, actor: Actor) -> dict[str, Any]:
    """Return the columns of who wrote it here, and when."""
    return {"entered_at": store.now(), "entered_by": actor.user_id}


def times(
    store: Store,
    actor: Actor,
    new: NewEntry,
    *,
    planned: bool = False,
    foreseen: bool = False,
    agreed: bool = False,
) -> dict[str, Any]:
    """Return the columns of all three times.

    Args:
        planned: it may happen later.
        foreseen: we may know of it before it happens, as of our own words.
        agreed: it was a plan before it happened, and known as such.

    Raises:
        InputError: a time lies ahead, or we would have known it before it happened.
    """
    found = happened(store, new.moment, planned=planned)
    known_at = known(store, new.known_at)
    exact = new.moment.precision is Precision.MINUTE and found["happened_at"] is not None
    if exact and not (planned or agreed) and known_at < found["happened_at"]:
        if not foreseen:
            raise InputError(field="Känt", why="Det kan inte vara känt innan det hände.")
        known_at = found["happened_at"]
    return {**found, "known_at": known_at, **entered(store, actor)}


def for_writing(store: Store, incident_id: int) -> Row:
    """Return the incident if records may be added to it.

    Raises:
        ConflictError: it is proposed, dismissed or closed.
        NotFoundError: it does not exist.
    """
    row = store.get("incidents", incident_id, kind="händelsen")
    why = {
        "proposed": f"{row['ref']} är bara föreslagen. Bekräfta händelsen först.",
        "dismissed": f"{row['ref']} är avfärdad. Öppna en ny händelse i stället.",
        "closed": f"{row['ref']} är avslutad. Öppna händelsen igen först.",
    }.get(row["status"])
    if why:
        raise ConflictError(why=why)
    return row


def insert(
    store: Store, actor: Actor, noun: Noun, incident_id: int | None, values: Mapping[str, Any]
) -> int:
    """Insert one checked record and return its id. Call inside ``store.writing``."""
    actor.require("record")
    if incident_id is not None:
        for_writing(store, incident_id)
    row = {"incident_id": incident_id, **checked(store, noun, values)}
    return store.insert(noun.table, row)


def fresh(store: Store, noun: Noun, row_id: int, revision: int) -> Row:
    """Return the row if it is as the person saw it.

    Raises:
        StaleEditError: somebody changed it since; tells who and when.
        NotFoundError: it does not exist.
    """
    row = store.get(noun.table, row_id, kind=noun.definite)
    if row["revision"] != revision:
        raise StaleEditError(
            kind=noun.name, id=row_id, **last_change(store, noun.table, row_id), row=row
        )
    return row


def last_change(store: Store, table: str, row_id: int) -> dict[str, str]:
    """Return who changed a row last (``by``) and the local time of it (``at``, "20.30")."""
    found = store.row(
        "SELECT a.at, coalesce(u.display_name, a.actor) AS by FROM audit a"
        " LEFT JOIN users u ON u.id = a.user_id"
        " WHERE a.table_name = ? AND a.row_id = ? ORDER BY a.id DESC LIMIT 1",
        [table, row_id],
    )
    if found is None:
        return {"by": "Någon", "at": ""}
    return {"by": found["by"], "at": f"{local(from_text(found['at'])):%H.%M}"}


def split_changes(
    store: Store, noun: Noun, changes: Mapping[str, Any], *, planned: bool = False
) -> dict[str, Any]:
    """Return checked column values for what a person changed.

    Args:
        changes: field of the noun's ``New…`` class -> new value; ``moment`` and ``known_at`` too.

    Raises:
        InputError: a field that cannot be changed, or a value that does not hold.
    """
    rest = dict(changes)
    out: dict[str, Any] = {}
    if "moment" in rest:
        out |= happened(store, rest.pop("moment"), planned=planned)
    if "known_at" in rest:
        out["known_at"] = known(store, rest.pop("known_at"))
    for column in rest:
        if column not in noun.columns():
            raise InputError(field=column, why="Uppgiften går inte att ändra här.")
    return out | checked(store, noun, rest)


def save(store: Store, noun: Noun, row: Row, values: Mapping[str, Any]) -> None:
    """Write what differs and raise the revision; nothing when nothing differs."""
    differing = {column: value for column, value in values.items() if row[column] != value}
    if differing:
        store.update(noun.table, row["id"], {**differing, "revision": row["revision"] + 1})
