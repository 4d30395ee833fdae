"""Distribution lists (sändlistor) and who was on them when.

A recipient is an office or a function, reached by e-mail or through a folder, or a channel in Teams
or another service that is told of the report. A changed address is a new row, so that every
delivery's recipient stays what it was. Where a channel leads is a secret: the row shows the host.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from pathlib import PurePosixPath

from incidents.record.words import free_text
from incidents.report.freeze import ENDINGS
from monitor.core import urls
from monitor.core.actors import Actor
from monitor.core.errors import ConflictError, InputError
from monitor.core.messages import label
from monitor.core.settings import Settings
from monitor.core.store import Row, Store
from monitor.intake import webhook

_MAIL = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\]+\.[^@\s<>,;:\"()\[\]\\.]+")


@dataclass(frozen=True, kw_only=True)
class NewRecipient:
    """A recipient to add.

    Attributes:
        name: office or function, "Politisk ledning 1".
        channel: email, folder, teams or webhook.
        address: e-mail address, a folder below the outbox, "intranat", or the https address that
            Teams or the service gave.
        format: eml or docx for an e-mail (``docx`` has the Word file too), a report's format for a
            folder, summary or link for Teams and webhooks.
    """

    name: str
    channel: str
    address: str
    format: str = "eml"


#: Channels that are told of a report and do not get it.
HOOKS = frozenset({"teams", "webhook"})
#: What each channel may get.
FORMATS = {
    "email": ("eml", "docx"),
    "folder": tuple(ENDINGS),
    "teams": ("summary", "link"),
    "webhook": ("summary", "link"),
}


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


def add(
    store: Store, actor: Actor, list_id: int, new: NewRecipient, settings: Settings | None = None
) -> int:
    """Put a recipient on a list from now on and return the id.

    Args:
        settings: which addresses may be posted to; needed for Teams and webhooks.

    Raises:
        InputError: an address or format that does not hold.
        ConflictError: the address is on the list.
        PermissionDeniedError: only who may change settings adds a channel in Teams or a webhook.
    """
    actor.require("lists")
    values = _checked(new)
    secret = None
    if new.channel in HOOKS:
        actor.require("settings")
        secret = values["address"]
        values["address"] = _host(settings or Settings(), secret, new.channel)
    with store.writing(actor):
        store.get("distribution_lists", list_id, kind="sändlistan")
        here = place({**values, "secret": secret})
        if any(here == place(row) for row in current(store, [list_id])):
            raise ConflictError(why="Adressen finns redan på sändlistan.")
        key = store.insert("recipients", {"list_id": list_id, **values, "valid_from": store.now()})
        if secret:
            store.insert("recipient_hooks", {"recipient_id": key, "address": secret})
        return key


def place(row: Row) -> tuple[str, ...]:
    """Return where a recipient of :func:`current` or :func:`reached` gets its reports.

    A folder may have a report in several formats.
    """
    where = row["secret"] or str(row["address"]).lower()
    return (row["channel"], where, *([row["format"]] if row["channel"] == "folder" else []))


def _host(settings: Settings, address: str, channel: str) -> str:
    why = webhook.wrong_with(settings, address, channel)
    if why:
        raise InputError(field="Adress", why=why)
    found = urls.origin(address)
    assert found is not None
    return found[1]


def _checked(new: NewRecipient) -> dict[str, str]:
    values = asdict(new) | {
        "name": free_text("Namn", new.name, needed=True),
        "address": free_text("Adress", new.address, needed=True),
    }
    if new.channel not in FORMATS:
        raise InputError(field="Kanal", why=f"”{new.channel}” går inte att välja.")
    if new.format not in FORMATS[new.channel]:
        raise InputError(field="Format", why=_format_told(new))
    if new.channel == "email" and not _MAIL.fullmatch(values["address"]):
        raise InputError(field="Adress", why="Skriv en e-postadress, till exempel namn@rvm.se.")
    if new.channel == "folder":
        path = PurePosixPath(values["address"])
        if path.is_absolute() or ".." in path.parts or "\\" in values["address"]:
            raise InputError(field="Adress", why="Skriv ett mappnamn som ligger under outbox.")
    return values


def _format_told(new: NewRecipient) -> str:
    fits = [label("recipient_format", one) for one in FORMATS[new.channel]]
    channel = label("recipient_channel", new.channel)
    return f"Till {channel} går det att välja {', '.join(fits[:-1])} eller {fits[-1]}."


def change(
    store: Store,
    actor: Actor,
    recipient_id: int,
    new: NewRecipient,
    settings: Settings | None = None,
) -> int:
    """Replace a recipient by one with other facts from now on and return the new id.

    A channel whose address is given as the host that is shown keeps its secret one.

    Raises:
        InputError, NotFoundError, PermissionDeniedError.
    """
    actor.require("lists")
    with store.writing(actor):
        row = store.get("recipients", recipient_id, kind="mottagaren")
        secret = secret_of(store, recipient_id)
        if secret and new.channel in HOOKS and new.address.strip() == row["address"]:
            new = replace(new, address=secret)
        remove(store, actor, recipient_id)
        return add(store, actor, row["list_id"], new, settings)


def secret_of(store: Store, recipient_id: int) -> str | None:
    """Return the address of a channel; None for others and when it is forgotten."""
    found = store.value(
        "SELECT address FROM recipient_hooks WHERE recipient_id = ?", [recipient_id]
    )
    return None if found is None else str(found)


def remove(store: Store, actor: Actor, recipient_id: int) -> None:
    """Take a recipient off its list from now on; what was sent to it stays in the log.

    A secret address is forgotten unless it has had a report: then a correction goes there (D10).

    Raises:
        NotFoundError, PermissionDeniedError.
    """
    actor.require("lists")
    with store.writing(actor):
        row = store.get("recipients", recipient_id, kind="mottagaren")
        if row["valid_to"] is None:
            store.update("recipients", recipient_id, {"valid_to": store.now()})
            store.execute(
                "DELETE FROM recipient_hooks WHERE recipient_id = ?1 AND NOT EXISTS"
                " (SELECT 1 FROM deliveries WHERE recipient_id = ?1)",
                [recipient_id],
            )


def lists(store: Store) -> list[Row]:
    """Return the lists in their order, each with ``recipients``, how many are on it now."""
    return store.rows(
        "SELECT l.*, (SELECT count(*) FROM recipients r WHERE r.list_id = l.id"
        " AND r.valid_to IS NULL) AS recipients FROM distribution_lists l ORDER BY position, id"
    )


def current(store: Store, list_ids: list[int]) -> list[Row]:
    """Return who is on the lists now, with ``secret``, in the lists' order."""
    marks = ", ".join("?" * len(list_ids)) or "NULL"
    return store.rows(
        "SELECT r.*, h.address AS secret FROM recipients r"
        " JOIN distribution_lists l ON l.id = r.list_id"
        " LEFT JOIN recipient_hooks h ON h.recipient_id = r.id"
        f" WHERE r.list_id IN ({marks}) AND r.valid_to IS NULL ORDER BY l.position, l.id, r.id",
        list_ids,
    )


def reached(store: Store, report_id: int) -> list[Row]:
    """Return who a report was sent to, still on a list or not, as :func:`current` does."""
    return store.rows(
        "SELECT r.*, d.format AS format, h.address AS secret FROM deliveries d"
        " JOIN recipients r ON r.id = d.recipient_id"
        " LEFT JOIN recipient_hooks h ON h.recipient_id = r.id"
        " WHERE d.report_id = ? ORDER BY d.id",
        [report_id],
    )
