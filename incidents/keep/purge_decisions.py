"""Standing decisions on disposal (gallringsbeslut): without one nothing is disposed of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from incidents.record.words import free_text
from monitor.core.actors import Actor
from monitor.core.clock import to_text
from monitor.core.errors import ConflictError, InputError
from monitor.core.messages import label, labels
from monitor.core.store import Row, Store

#: The rules in the order that people read them.
RULES: Final = tuple(labels("purge_rule"))
#: Longest time that a rule may say, days: a hundred years.
_LONGEST: Final = 36_525


@dataclass(frozen=True, kw_only=True)
class NewDecision:
    """A decision to enter.

    Attributes:
        rule: one of :data:`RULES`.
        reference: its number in the register (diarienummer).
        decided_by: office, not person.
        decided_at: when it was taken.
        keep_days: what is younger stays, days.
        valid_from: when it begins to hold; when it was taken when left out.
        valid_to: when it ends; None: until somebody ends it.
    """

    rule: str
    reference: str
    decided_by: str
    decided_at: datetime
    keep_days: int
    valid_from: datetime | None = None
    valid_to: datetime | None = None


def add(store: Store, actor: Actor, new: NewDecision) -> int:
    """Enter a decision and return its id.

    Raises:
        InputError, PermissionDeniedError.
    """
    actor.require("purge")
    if new.rule not in RULES:
        raise InputError(field="Regel", why="Välj en av reglerna.", name="rule")
    if not 1 <= new.keep_days <= _LONGEST:
        raise InputError(
            field="Bevaras", why="Ange hela dagar, minst en och högst hundra år.", name="keep_days"
        )
    if new.decided_at > store.clock.now():
        raise InputError(field="Beslutat", why="Tiden ligger i framtiden.", name="decided_at")
    start = new.valid_from or new.decided_at
    if new.valid_to is not None and new.valid_to < start:
        raise InputError(field="Gäller till", why="Beslutet upphör innan det börjar gälla.")
    with store.writing(actor):
        return store.insert(
            "purge_decisions",
            {
                "reference": free_text("Diarienummer", new.reference, needed=True),
                "decided_by": free_text("Beslutat av", new.decided_by, needed=True),
                "decided_at": to_text(new.decided_at),
                "rule": new.rule,
                "keep_days": new.keep_days,
                "valid_from": to_text(start),
                "valid_to": to_text(new.valid_to) if new.valid_to else None,
                "entered_at": store.now(),
                "entered_by": actor.user_id,
            },
        )


def end(store: Store, actor: Actor, decision_id: int) -> None:
    """Let a decision end now.

    Raises:
        ConflictError: it has ended, or an end is set.
        NotFoundError, PermissionDeniedError.
    """
    actor.require("purge")
    with store.writing(actor):
        row = store.get("purge_decisions", decision_id, kind="gallringsbeslutet")
        if row["valid_to"] is not None:
            raise ConflictError(why="Gallringsbeslutet har redan ett slut.")
        now = max(store.now(), row["valid_from"])
        store.update("purge_decisions", decision_id, {"valid_to": now})


def all_decisions(store: Store) -> list[Row]:
    """Return every decision with ``in_force``, by rule, the latest first."""
    return store.rows(
        "SELECT d.*, u.display_name AS entered_name,"
        " valid_from <= :now AND (valid_to IS NULL OR valid_to > :now) AS in_force"
        " FROM purge_decisions d LEFT JOIN users u ON u.id = d.entered_by"
        " ORDER BY rule, valid_from DESC, d.id DESC",
        {"now": store.now()},
    )


def standing(store: Store, rule: str) -> Row | None:
    """Return the decision that holds for a rule now, the latest of several, or None."""
    return store.row(
        "SELECT * FROM purge_decisions WHERE rule = :rule AND valid_from <= :now"
        " AND (valid_to IS NULL OR valid_to > :now) ORDER BY valid_from DESC, id DESC LIMIT 1",
        {"rule": rule, "now": store.now()},
    )


def required(store: Store, rule: str) -> Row:
    """Return the decision that holds for a rule now.

    Raises:
        ConflictError: there is none; nothing may go.
    """
    found = standing(store, rule)
    if found is None:
        what = label("purge_rule", rule)
        raise ConflictError(
            why=f"Det finns inget gallringsbeslut som gäller {what}. Inget har gallrats. "
            "Lägg in beslutet med dess diarienummer först."
        )
    return found
