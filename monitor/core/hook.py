"""The door to apprise: posts a subject and a link to Teams or a webhook, and tells how it went.

Only https, or http to a loopback address that the settings allow. Which addresses may be reached
at all is the caller's to say (:mod:`monitor.intake.webhook`), for the guard stands higher up; it is
asked about the very address that is dialled.
"""

from __future__ import annotations

import logging
import os
import re
from typing import Any
from urllib.parse import SplitResult, parse_qsl, quote, urlsplit

from monitor.core.dial import MayDial, watched
from monitor.core.send import Outcome

#: Seconds that the receiver may be silent, connecting and answering.
TIMEOUT_S = 10
#: Words in what the HTTP library says -> what a person is told. The first that fits.
_TOLD = (
    ("certificate", "Mottagarens certifikat går inte att lita på. Inget är skickat."),
    ("resolve", "Värdnamnet i adressen går inte att slå upp. Kontrollera att det är rättstavat."),
    ("name or service", "Värdnamnet i adressen går inte att slå upp. Kontrollera stavningen."),
    ("refused", "Ingen svarar på adressen. Kontrollera adressen, eller om tjänsten är nere."),
    ("timed out", "Mottagaren svarade inte i tid. Nytt försök görs av sig självt."),
)
#: Words that tell that the message left and no answer came: nobody knows whether it is there.
_UNSURE = ("read timed out", "connection aborted", "remote end closed")
_UNSURE_TOLD = (
    "Mottagaren svarade inte, så det är osäkert om meddelandet kom fram. Titta efter i kanalen."
)
_INWARDS = "Adressen ledde till ett privat nät när meddelandet skulle skickas. Inget är skickat."
_STATUS = (
    (range(300, 400), "Adressen skickar vidare till en annan. Ange den nya adressen."),
    ((401, 403), "Mottagaren nekar (svar {status}). Adressen är troligen återkallad."),
    ((404, 410), "Adressen finns inte längre (svar {status}). Skapa en ny i Teams eller tjänsten."),
    ((413,), "Mottagaren tycker att meddelandet är för stort (svar 413)."),
    ((429,), "Mottagaren ber oss vänta (svar 429). Nytt försök görs av sig självt."),
    (range(500, 600), "Mottagaren har ett eget fel (svar {status}). Nytt försök görs."),
)
#: Answers that another attempt will not change.
_FOR_GOOD = frozenset({400, 401, 403, 404, 405, 410, 413, 415, 422})


def service_of(address: str) -> str:
    """Return what apprise takes a web address for: "teams", "webhook", or "" for none at all."""
    target = _target(address)
    if target is None:
        return ""
    return "teams" if target.secure_protocol != "jsons" else "webhook"


def post(address: str, subject: str, body: str, may_dial: MayDial) -> Outcome:
    """Post one message.

    Args:
        address: https address as the service gave it; never shown or logged.
        subject: a line without personal data.
        body: the link.
        may_dial: asked about the numeric address and port of every connection.
    """
    target = _target(address)
    if target is None:
        return Outcome("bounced", "Adressen går inte att använda som webhook.")
    # A proxy of the environment would see the secret address, and lead past the guard.
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "*"
    heard = _Listener()
    logger = logging.getLogger("apprise")
    before = logger.level, logger.propagate
    logger.addHandler(heard)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False  # what it says names the address, and so does the HTTP library
    logging.getLogger("urllib3").setLevel(logging.CRITICAL)
    try:
        with watched(may_dial) as dialling:
            done = target.notify(title=subject, body=body)
    except (TypeError, ValueError, OSError):
        done = False
    finally:
        logger.removeHandler(heard)
        logger.setLevel(before[0])
        logger.propagate = before[1]
    if dialling.refused and not done:
        return Outcome("delayed", _INWARDS)
    return Outcome("sent") if done else _trouble(heard.said)


class _Listener(logging.Handler):
    """Keeps what apprise logs, the only place where it tells why it failed."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.said.append(record.getMessage())


def _trouble(said: list[str]) -> Outcome:
    text = " ".join(said)
    found = re.search(r"error=(\d{3})", text)
    if found:
        status = int(found[1])
        told = next((words for codes, words in _STATUS if status in codes), "")
        told = told or "Mottagaren tog inte emot meddelandet (svar {status})."
        kind: Any = "bounced" if status in _FOR_GOOD or 300 <= status < 400 else "delayed"
        return Outcome(kind, told.format(status=status))
    lowered = text.lower()
    if any(words in lowered for words in _UNSURE):
        return Outcome("unknown", _UNSURE_TOLD)
    told = next((words for part, words in _TOLD if part in lowered), "")
    return Outcome("delayed", told or "Det gick inte att nå mottagaren. Nytt försök görs.")


def _target(address: str) -> Any:
    """Return apprise's object for a web address, or None.

    Its two plugins are imported by name: asking apprise itself loads all 183 and takes 4 seconds.
    """
    from apprise.plugins.custom_json import NotifyJSON  # noqa: PLC0415 - only who posts needs it
    from apprise.plugins.workflows import NotifyWorkflows  # noqa: PLC0415

    parts = urlsplit(address)
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        return None
    teams = NotifyWorkflows.parse_native_url(address) if parts.scheme == "https" else None
    found: Any
    try:
        if teams:
            found = NotifyWorkflows(**teams)
        else:
            found = NotifyJSON(**NotifyJSON.parse_url(_as_json(parts)))
    except TypeError:  # what apprise raises for an address that it cannot use
        return None
    # A redirect would lead past the guard.
    found.redirects = False
    found.socket_connect_timeout = found.socket_read_timeout = TIMEOUT_S
    return found


def _as_json(parts: SplitResult) -> str:
    scheme = "jsons" if parts.scheme == "https" else "json"
    name = parts.hostname or ""
    host = f"[{name}]" if ":" in name else name
    port = f":{parts.port}" if parts.port else ""
    # Apprise passes on only those parameters that are marked with a minus sign.
    query = [f"-{quote(k, safe='')}={quote(v, safe='')}" for k, v in parse_qsl(parts.query)]
    asked = f"?{'&'.join(query)}" if query else ""
    return f"{scheme}://{host}{port}{parts.path or '/'}{asked}"
