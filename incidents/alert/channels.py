"""Channels beside e-mail: Teams and webhooks, which only an administrator adds.

An address is a secret: whoever has it may post there. Whether it may be reached at all is asked of
:mod:`monitor.intake.webhook`, at every attempt.
"""

from __future__ import annotations

from dataclasses import dataclass

from incidents.record.words import free_text
from monitor.core.actors import Actor
from monitor.core.errors import InputError
from monitor.core.settings import Settings
from monitor.core.store import Row, Store
from monitor.intake import webhook


@dataclass(frozen=True, kw_only=True)
class NewChannel:
    """A channel to add.

    Attributes:
        kind: teams or webhook.
        address: https address as Teams or the service gave it.
        user_id: whose own it is; None when several share it.
    """

    name: str
    kind: str
    address: str
    user_id: int | None = None


def add(store: Store, actor: Actor, settings: Settings, new: NewChannel) -> int:
    """Add a channel and return its id. Looks nothing up: that is done when sending.

    Raises:
        InputError: no name, a name that is taken, or an address that cannot be used.
        PermissionDeniedError: only who may change settings adds one.
    """
    actor.require("settings")
    name = free_text("Namn", new.name, needed=True)
    why = webhook.wrong_with(settings, new.address.strip(), new.kind)
    if why:
        raise InputError(field="Adress", why=why, name="address")
    with store.writing(actor):
        if store.value("SELECT 1 FROM alert_channels WHERE name = ?", [name]):
            raise InputError(
                field="Namn", why="Det finns redan en kanal som heter så.", name="name"
            )
        if new.user_id is not None:
            store.get("users", new.user_id, kind="användaren")
        values = {"name": name, "kind": new.kind, "address": new.address.strip()}
        stamp = {"entered_at": store.now(), "entered_by": actor.user_id}
        return store.insert("alert_channels", {**values, "user_id": new.user_id, **stamp})


def close(store: Store, actor: Actor, channel_id: int) -> None:
    """Stop using a channel and forget its address; what was sent there stays in the log."""
    actor.require("settings")
    with store.writing(actor):
        store.get("alert_channels", channel_id, kind="kanalen")
        store.update("alert_channels", channel_id, {"closed_at": store.now(), "address": ""})
        store.execute("DELETE FROM alert_choices WHERE channel_id = ?", [channel_id])


def listed(store: Store) -> list[Row]:
    """Return the open channels with ``owner``, ``kinds``, and how it last went; no addresses."""
    return store.rows(
        "SELECT h.id, h.name, h.kind, h.user_id, u.display_name AS owner, (SELECT"
        " group_concat(kind) FROM alert_choices c WHERE c.channel_id = h.id"
        " AND c.user_id IS NULL) AS kinds, m.status, m.sent_at, m.error"
        " FROM alert_channels h LEFT JOIN users u ON u.id = h.user_id"
        " LEFT JOIN alert_messages m ON m.id = (SELECT max(id) FROM alert_messages"
        " WHERE channel_id = h.id) WHERE h.closed_at IS NULL ORDER BY h.name COLLATE SWEDISH"
    )
