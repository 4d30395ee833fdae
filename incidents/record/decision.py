"""Decisions (beslut): which office decided what, when, under which registry number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from incidents.record.entry import (
    NewEntry,
    Noun,
    column_values,
    fresh,
    insert,
    save,
    split_changes,
    times,
)
from monitor.core.actors import Actor
from monitor.core.store import Store

NOUN = Noun(
    table="decisions",
    name="beslut",
    definite="beslutet",
    texts={"decided_by": "Beslutad av", "wording": "Beslut"},
    notes={"registry_number": "Diarienummer"},
)


@dataclass(frozen=True, kw_only=True)
class NewDecision(NewEntry):
    """A decision to add.

    Attributes:
        decided_by: the office, not a person: "Regiondirektören".
        wording: what was decided, as it follows "beslutar" or as a sentence.
    """

    decided_by: str
    wording: str
    registry_number: str | None = None


def add(store: Store, actor: Actor, incident_id: int, new: NewDecision) -> int:
    """Write down a decision and return its id.

    Raises:
        InputError, ConflictError, PermissionDeniedError.
    """
    with store.writing(actor):
        values = {**column_values(new), **times(store, actor, new)}
        return insert(store, actor, NOUN, incident_id, values)


def change(
    store: Store, actor: Actor, decision_id: int, *, revision: int, changes: Mapping[str, Any]
) -> None:
    """Change fields of a decision.

    Raises:
        StaleEditError, InputError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        row = fresh(store, NOUN, decision_id, revision)
        save(store, NOUN, row, split_changes(store, NOUN, changes))
