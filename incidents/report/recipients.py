"""Distribution lists (sändlistor) and who was on them when.

A recipient is an office or a function, reached by e-mail or through a folder. A changed address is
a new row, so that every delivery's recipient stays what it was.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath

from incidents.record.words import free_text
from incidents.report.freeze import ENDINGS
from monitor.core.actors import Actor
from monitor.core.errors import ConflictError, InputError
from monitor.core.store import Row, Store

_MAIL = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\]+\.[^@\s<>,;:\"()\[\]\\.]+")


@dataclass(frozen=True, kw_only=True)
class NewRecipient:
    """A recipient to add.

    Attributes:
        name: office or function, "Politisk ledning 1".
        channel: email or folder.
        address: e-mail address, or a folder below the outbox, "intranat".
        format: what a folder gets; with ``docx`` an e-mail has the Word file too.
    """

    name: str
    channel: str
    address: str
    format: str = "eml"


def add_list(store: Store, actor: Actor, name: str) -> int:
    """Add a distribution list and return its id.

    Raises:
        InputError: no name, or it is taken.
    """
    actor.require("lists")
    kept = free_text("Namn", name, needed=True)
    with store.writing(actor):
        if store.value("SELECT 1 FROM distribution_lists WHERE name = ?", [kept]):
            raise InputError(field="Namn", why="Det finns redan en sändlista med det namnet.")
        last = store.value("SELECT max(position) FROM distribution_lists")
        return store.insert("distribution_lists", {"name": kept, "position": int(last or 0) + 1})


def add(store: Store, actor: Actor, list_id: int, new: NewRecipient) -> int:
    """Put a recipient on a list from now on and return the id.

    Raises:
        InputError: an address or format that does not hold.
        ConflictError: the address is on the list.
    """
    actor.require("lists")
    values = _checked(new)
    with store.writing(actor):
        store.get("distribution_lists", list_id, kind="sändlistan")
        for row in current(store, [list_id]):
            if (row["channel"], row["address"].lower()) == (new.channel, values["address"].lower()):
                raise ConflictError(why="Adressen finns redan på sändlistan.")
        return store.insert("recipients", {"list_id": list_id, **values, "valid_from": store.now()})


def _checked(new: NewRecipient) -> dict[str, str]:
    values = asdict(new) | {
        "name": free_text("Namn", new.name, needed=True),
        "address": free_text("Adress", new.address, needed=True),
    }
    if new.format not in ENDINGS:
        raise InputError(field="Format", why=f"”{new.format}” går inte att välja.")
    if new.channel == "email":
        if not _MAIL.fullmatch(values["address"]):
            raise InputError(field="Adress", why="Skriv en e-postadress, till exempel namn@rvm.se.")
    elif new.channel == "folder":
        path = PurePosixPath(values["address"])
        if path.is_absolute() or ".." in path.parts or "\\" in values["address"]:
            raise InputError(field="Adress", why="Skriv ett mappnamn som ligger under outbox.")
    else:
        raise InputError(field="Kanal", why=f"”{new.channel}” går inte att välja.")
    return values


def change(store: Store, actor: Actor, recipient_id: int, new: NewRecipient) -> int:
    """Replace a recipient by one with other facts from now on and return the new id.

    Raises:
        InputError, NotFoundError, PermissionDeniedError.
    """
    actor.require("lists")
    with store.writing(actor):
        row = store.get("recipients", recipient_id, kind="mottagaren")
        remove(store, actor, recipient_id)
        return add(store, actor, row["list_id"], new)


def remove(store: Store, actor: Actor, recipient_id: int) -> None:
    """Take a recipient off its list from now on; what was sent to it stays in the log.

    Raises:
        NotFoundError, PermissionDeniedError.
    """
    actor.require("lists")
    with store.writing(actor):
        row = store.get("recipients", recipient_id, kind="mottagaren")
        if row["valid_to"] is None:
            store.update("recipients", recipient_id, {"valid_to": store.now()})


def lists(store: Store) -> list[Row]:
    """Return the lists in their order, each with ``recipients``, how many are on it now."""
    return store.rows(
        "SELECT l.*, (SELECT count(*) FROM recipients r WHERE r.list_id = l.id"
        " AND r.valid_to IS NULL) AS recipients FROM distribution_lists l ORDER BY position, id"
    )


def current(store: Store, list_ids: list[int]) -> list[Row]:
    """Return who is on the lists now, in the lists' order."""
    marks = ", ".join("?" * len(list_ids)) or "NULL"
    return store.rows(
        "SELECT r.* FROM recipients r JOIN distribution_lists l ON l.id = r.list_id"
        f" WHERE r.list_id IN ({marks}) AND r.valid_to IS NULL ORDER BY l.position, l.id, r.id",
        list_ids,
    )
