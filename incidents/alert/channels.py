"""Channels beside e-mail: Teams and webhooks, which only an administrator adds.

An address is a secret: whoever has it may post there. It is the region's own choice, and yet the
guard of the feeds is asked for every attempt, so that no typed address makes the server talk to
something inside the organisation's net that the settings do not name.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass

from incidents.record.words import free_text
from monitor.core import hook, urls
from monitor.core.actors import Actor
from monitor.core.errors import InputError
from monitor.core.settings import Settings
from monitor.core.store import Row, Store
from monitor.intake.guard import Guard, pairs_from

_PRIVATE = (
    "Adressen leder till ett privat nät. Lägg till värd och port i inställningen"
    " LAGESBILD_ALLOW_PRIVATE om det är avsikten."
)


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
    """Add a channel and return its id. Looks nothing up: :func:`trouble_with` does, when sending.

    Raises:
        InputError: no name, a name that is taken, or an address that cannot be used.
        PermissionDeniedError: only who may change settings adds one.
    """
    actor.require("settings")
    name = free_text("Namn", new.name, needed=True)
    address = urls.request_form(new.address.strip()) or ""
    why = _wrong(settings, address, new.kind)
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


def _wrong(settings: Settings, address: str, kind: str) -> str:
    place = urls.origin(address)
    if place is None:
        return "Skriv en adress som börjar med https://."
    if place[0] != "https" and not _allowed_plain(settings, place[1], place[2]):
        return "Adressen måste börja med https://."
    if _guard(settings).target(address) is None:
        return _PRIVATE
    service = hook.service_of(address)
    if not service:
        return "Adressen går inte att använda som webhook."
    if kind == "teams" and service != "teams":
        return "Det här är ingen adress till ett arbetsflöde i Teams. Välj Webhook om den är rätt."
    return ""


def _allowed_plain(settings: Settings, host: str, port: int) -> bool:
    """Tell whether plain http may be used: only on this machine, and only when it is listed."""
    loopback = host in {"127.0.0.1", "::1", "localhost"}
    return loopback and (host, port) in pairs_from(settings.allow_private)


def _guard(settings: Settings) -> Guard:
    return Guard(pairs_from(settings.allow_private))


def trouble_with(settings: Settings, address: str, kind: str) -> str:
    """Return in Swedish why nothing may be sent to an address now, or an empty string.

    Looks the host up, and asks the guard about every address that it has.
    """
    why = _wrong(settings, address, kind)
    if why:
        return why
    guard = _guard(settings)
    target = guard.target(address)
    assert target is not None
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except OSError:
        return "Värdnamnet i adressen går inte att slå upp. Kontrollera att det är rättstavat."
    numeric = {str(place[4][0]) for place in found}
    return "" if all(guard.may_dial(target, one, target.port) for one in numeric) else _PRIVATE


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
        " WHERE channel_id = h.id) WHERE h.closed_at IS NULL ORDER BY h.name"
    )
