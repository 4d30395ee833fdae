"""What a new installation still lacks before its first report can be sent."""

from __future__ import annotations

from dataclasses import dataclass

from incidents.desk import links
from incidents.desk.waiting import Waiting
from monitor.core.actors import Actor
from monitor.core.settings import Settings
from monitor.core.store import Store


@dataclass(frozen=True)
class _Step:
    """One thing to set up; ``sql`` finds a row once it is done."""

    permission: str
    sql: str
    text: str
    note: str
    href: str


_STEPS = (
    _Step(
        "users",
        "SELECT 1 FROM users WHERE role IN ('editor', 'approver') AND disabled_at IS NULL",
        "Bjud in redaktörer och godkännare",
        "en person skriver, en annan godkänner",
        links.page("anvandare"),
    ),
    _Step(
        "record",
        "SELECT 1 FROM organisations WHERE kind = 'own'",
        "Skriv in den egna organisationen",
        "med talespersoner, och leverantörer och myndigheter",
        links.page("personer"),
    ),
    _Step(
        "record",
        "SELECT 1 FROM series",
        "Lägg upp rapportserien",
        "det som står lika i varje rapport",
        links.page("serier"),
    ),
    _Step(
        "lists",
        "SELECT 1 FROM recipients WHERE valid_to IS NULL",
        "Lägg upp en sändlista",
        "vilka som får rapporterna",
        links.page("sandlistor"),
    ),
)


def left_to_do(store: Store, settings: Settings, actor: Actor) -> Waiting:
    """Return what the person could set up and nobody has; the mail server is the settings'."""
    rows = [
        {"text": step.text, "note": step.note, "href": step.href}
        for step in _STEPS
        if actor.may(step.permission) and not store.value(f"{step.sql} LIMIT 1")
    ]
    if actor.may("settings") and not settings.smtp_host:
        rows.append(
            {
                "text": "Ange e-postservern",
                "note": "till dess läggs alla brev i mappen outbox",
                "href": links.page("installningar"),
            }
        )
    href = rows[0]["href"] if rows else ""
    return Waiting("Kvar att ställa in", len(rows), tuple(rows), href, at="", tone="info")
