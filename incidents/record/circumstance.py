"""Known circumstances (kända omständigheter): each with its basis, and how sure it is.

A party's or a medium's word is never verified (D7): what verifies it is a circumstance of its own.
None is removed: a newer one supersedes it.
"""

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
from monitor.core.errors import InputError
from monitor.core.store import Store

NOUN = Noun(
    table="circumstances",
    name="omständighet",
    definite="omständigheten",
    texts={"wording": "Omständighet"},
    notes={"reference": "Hänvisning"},
    choices={
        "basis": ("Grund", "basis"),
        "verification": ("Bekräftelse", "verification"),
    },
    links={
        "organisation_id": ("Organisation", "organisations"),
        "statement_id": ("Uttalande", "statements"),
        "article_id": ("Artikel", "articles"),
    },
)


@dataclass(frozen=True, kw_only=True)
class NewCircumstance(NewEntry):
    """A circumstance to add.

    Attributes:
        basis: contract, procurement, decision, authority, own_check, party or media.
        wording: a clause or a sentence in Swedish.
        organisation_id: whose word it is, or the contract's other party.
        statement_id, article_id: what it rests on.
        reference: document, section, registry number; needed for ``verified``.
    """

    basis: str
    wording: str
    organisation_id: int | None = None
    statement_id: int | None = None
    article_id: int | None = None
    verification: str = "unverified"
    reference: str = ""


def add(store: Store, actor: Actor, incident_id: int, new: NewCircumstance) -> int:
    """Write down a circumstance and return its id.

    Raises:
        RuleError: D7.
        InputError, ConflictError, PermissionDeniedError.
    """
    with store.writing(actor):
        values = {**column_values(new), **times(store, actor, new)}
        return insert(store, actor, NOUN, incident_id, values)


def change(
    store: Store, actor: Actor, circumstance_id: int, *, revision: int, changes: Mapping[str, Any]
) -> None:
    """Change fields of a circumstance.

    Raises:
        RuleError: D7.
        StaleEditError, InputError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        row = fresh(store, NOUN, circumstance_id, revision)
        save(store, NOUN, row, split_changes(store, NOUN, changes))


def supersede(
    store: Store, actor: Actor, circumstance_id: int, *, revision: int, by_id: int
) -> None:
    """Say that a newer circumstance of the same incident supersedes this one, which stays.

    Raises:
        InputError: it is itself, of another incident, or leads back in a ring.
    """
    actor.require("record")
    with store.writing(actor):
        row = fresh(store, NOUN, circumstance_id, revision)
        newer = store.get("circumstances", by_id, kind="omständigheten")
        why = None
        if newer["incident_id"] != row["incident_id"]:
            why = "Omständigheterna hör till olika händelser."
        elif circumstance_id in _successors(store, by_id):
            why = "Omständigheten kan inte ersättas av sig själv."
        if why:
            raise InputError(field="Ersätts av", why=why)
        save(store, NOUN, row, {"superseded_by": by_id})


def _successors(store: Store, circumstance_id: int) -> list[int]:
    """Return the circumstance and what supersedes it, step by step."""
    chain: list[int] = []
    at: int | None = circumstance_id
    while at is not None and at not in chain:
        chain.append(at)
        at = store.value("SELECT superseded_by FROM circumstances WHERE id = ?", [at])
    return chain
