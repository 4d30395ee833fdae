"""May a Teams or webhook address be posted to? Asked when it is typed and at each attempt.

An address is a secret: whoever has it may post there. It is the region's own choice, and yet the
guard of the feeds is asked for every attempt, so that no typed address makes the server talk to
something inside the organisation's net that the settings do not name.
"""

from __future__ import annotations

import socket
from functools import partial

from monitor.core import hook, urls
from monitor.core.send import Outcome
from monitor.core.settings import Settings
from monitor.intake.guard import Guard, pairs_from

_PRIVATE = (
    "Adressen leder till ett privat nät. Lägg till värd och port i inställningen"
    " LAGESBILD_ALLOW_PRIVATE om det är avsikten."
)


def wrong_with(settings: Settings, address: str, kind: str) -> str:
    """Return in Swedish what is wrong with an address as it is written; empty when nothing is.

    Args:
        kind: teams or webhook.
    """
    place = urls.origin(urls.request_form(address) or "")
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
    why = wrong_with(settings, address, kind)
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


def post(settings: Settings, address: str, kind: str, subject: str, body: str) -> Outcome:
    """Post a subject and a text to an address, if it may be reached; the only way out for both."""
    trouble = trouble_with(settings, address, kind)
    if trouble:
        return Outcome("delayed", trouble)
    guard = _guard(settings)
    target = guard.target(address)
    assert target is not None
    # The name is looked up once more when it is dialled, and may then lead elsewhere.
    return hook.post(address, subject, body, partial(guard.may_dial, target))
