"""One turn of the alerts: look, decide, write down, send."""

from __future__ import annotations

from incidents.alert import choices, digest, outbox, rules, shifts, things
from incidents.alert.outbox import Tally
from incidents.record import action
from monitor.core.actors import system
from monitor.core.send import Mailer
from monitor.core.settings import Settings
from monitor.core.store import Store

_ACTOR = system("alert")
#: How often the watching process takes a turn, seconds.
EVERY_S = 20.0


def turn(store: Store, settings: Settings, mailer: Mailer | None = None) -> Tally:
    """Decide what is to be told now and send what is due.

    Running it twice, or in two processes at once, tells nothing twice.
    """
    plan(store)
    return outbox.send_due(store, settings, mailer)


def plan(store: Store) -> int:
    """Write down what is to be told now; return the number of messages."""
    now = store.clock.now()
    before = outbox.past(store, now)
    duty = shifts.on_duty_now(store)
    told: dict[str, set[str]] = {}
    for recipient, group in before.groups:
        told.setdefault(group, set()).add(recipient)
    found = [*things.present(store, now), *things.taken(store, now, told)]
    planned = rules.decide(found, choices.recipients(store, duty), before, now)
    letters = digest.due(store, now)
    if not planned and not letters:
        return 0
    with store.atomic():
        queued = outbox.queue(store, planned)
        for user_id, since in letters:
            if _is_first_today(store, user_id, since):
                outbox.queue_one(store, choices.person_key(user_id, None), "digest", since)
                queued += 1
    for message in planned:
        _remember(store, message)
    return queued


def _is_first_today(store: Store, user_id: int, since: str) -> bool:
    """Tell whether no other process queued the digest since it was found to be due."""
    return not store.value(
        "SELECT 1 FROM alert_messages WHERE user_id = ? AND kind = 'digest' AND planned_at > ?",
        [user_id, since],
    )


def _remember(store: Store, message: rules.Planned) -> None:
    """Note on each action that somebody was reminded, for the record's own sake."""
    for thing in message.things:
        if thing.kind == "action":
            row = store.row("SELECT reminded_at FROM actions WHERE id = ?", [thing.row_id])
            if row and row["reminded_at"] is None:
                action.reminded(store, _ACTOR, thing.row_id)
