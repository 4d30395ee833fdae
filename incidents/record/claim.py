"""Numbered claims (påståenden) in an article or a statement, and what speaks against them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from incidents.record.entry import Noun, entered, fresh, insert, known, save, split_changes
from monitor.core.actors import Actor
from monitor.core.errors import InputError
from monitor.core.store import Row, Store

NOUN = Noun(
    table="claims",
    name="påstående",
    definite="påståendet",
    texts={"wording": "Påstående"},
    choices={"status": ("Läge", "claim_status")},
    links={"article_id": ("Artikel", "articles"), "statement_id": ("Uttalande", "statements")},
    fixed=frozenset({"article_id", "statement_id"}),
)
#: A basis that settles a claim; anything else only disputes it.
_SETTLING = frozenset({"contract", "procurement", "decision", "authority", "own_check"})
_STRENGTH = ("unanswered", "confirmed", "partly", "disputed", "contradicted")


@dataclass(frozen=True, kw_only=True)
class NewClaim:
    """A claim to add; it stands in exactly one article or statement.

    Attributes:
        wording: as it follows "att": "Kompass saknar registrering".
        known_at: the article's or the statement's own when left out.
    """

    wording: str
    article_id: int | None = None
    statement_id: int | None = None
    status: str = "unanswered"
    known_at: datetime | None = None


def add(store: Store, actor: Actor, incident_id: int, new: NewClaim) -> int:
    """Add the next numbered claim of its article or statement and return its id.

    Raises:
        InputError, ConflictError, PermissionDeniedError.
    """
    if (new.article_id is None) == (new.statement_id is None):
        raise InputError(
            field="Påstående", why="Välj den artikel eller det uttalande där det står."
        )
    with store.writing(actor):
        values = {
            "article_id": new.article_id,
            "statement_id": new.statement_id,
            "wording": new.wording,
            "status": new.status,
            "number": _next_number(store, incident_id, new),
            "known_at": known(store, new.known_at) if new.known_at else _known_with(store, new),
            **entered(store, actor),
        }
        return insert(store, actor, NOUN, incident_id, values)


def _next_number(store: Store, incident_id: int, new: NewClaim) -> int:
    last = store.value(
        "SELECT max(number) FROM claims WHERE statement_id = ?"
        " OR (article_id = ? AND incident_id = ?)",
        [new.statement_id, new.article_id, incident_id],
    )
    return int(last or 0) + 1


def _known_with(store: Store, new: NewClaim) -> str:
    if new.article_id is not None:
        row = store.get("articles", new.article_id, kind="artikeln")
        return str(row["first_seen_at"])
    return str(store.get("statements", new.statement_id or 0, kind="uttalandet")["known_at"])


def change(
    store: Store, actor: Actor, claim_id: int, *, revision: int, changes: Mapping[str, Any]
) -> None:
    """Change a claim's wording or status.

    Raises:
        StaleEditError, InputError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        row = fresh(store, NOUN, claim_id, revision)
        save(store, NOUN, row, split_changes(store, NOUN, changes))


@dataclass(frozen=True, kw_only=True)
class NewContradiction:
    """One thing that speaks against one other.

    Attributes:
        claim_id, statement_id: what is spoken against; exactly one.
        circumstance_id, article_id: what speaks against it; exactly one.
        known_at: that of what speaks against it when left out.
    """

    claim_id: int | None = None
    statement_id: int | None = None
    circumstance_id: int | None = None
    article_id: int | None = None
    known_at: datetime | None = None


def contradict(store: Store, actor: Actor, new: NewContradiction) -> int:
    """Say that a circumstance or an article speaks against a claim or a statement; return its id.

    The claim's status follows: contradicted by an authority, a document or our own check;
    disputed by a party or a medium. A statement that is spoken against stays as it was. Said
    twice, it is kept once.

    Raises:
        InputError: not exactly one of each.
    """
    actor.require("record")
    if (new.claim_id is None) == (new.statement_id is None):
        raise InputError(field="Motsäger", why="Välj ett påstående eller ett uttalande.")
    if (new.circumstance_id is None) == (new.article_id is None):
        raise InputError(field="Motsägs av", why="Välj en omständighet eller en artikel.")
    with store.writing(actor):
        status, learnt = _weight(store, new)
        keys = {
            "claim_id": new.claim_id,
            "statement_id": new.statement_id,
            "circumstance_id": new.circumstance_id,
            "article_id": new.article_id,
        }
        found = store.value(
            "SELECT id FROM contradictions WHERE "
            + " AND ".join(f"[{column}] IS ?" for column in keys),
            list(keys.values()),
        )
        if found is not None:
            return int(found)
        if new.claim_id is not None:
            _weaken(store, store.get("claims", new.claim_id, kind="påståendet"), status)
        else:
            store.get("statements", new.statement_id or 0, kind="uttalandet")
        known_at = known(store, new.known_at) if new.known_at else learnt
        return store.insert(
            "contradictions", {**keys, "known_at": known_at, **entered(store, actor)}
        )


def _weight(store: Store, new: NewContradiction) -> tuple[str, str]:
    """Return what the claim becomes, and when we knew what speaks against it."""
    if new.article_id is not None:
        article = store.get("articles", new.article_id, kind="artikeln")
        return "disputed", str(article["first_seen_at"])
    row = store.get("circumstances", new.circumstance_id or 0, kind="omständigheten")
    return "contradicted" if row["basis"] in _SETTLING else "disputed", str(row["known_at"])


def _weaken(store: Store, claim: Row, status: str) -> None:
    if _STRENGTH.index(status) > _STRENGTH.index(claim["status"]):
        save(store, NOUN, claim, {"status": status})
