"""What a person decides about a proposed incident: confirm, dismiss, or attach elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from incidents.record import article_link
from incidents.record.entry import fresh, save, split_changes
from incidents.record.incident import FOLLOWED, NOUN, article_ids, move, relate
from monitor.core.actors import Actor
from monitor.core.errors import ConflictError
from monitor.core.store import Row, Store


def confirm(
    store: Store,
    actor: Actor,
    incident_id: int,
    *,
    revision: int,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Take a proposed incident on: it becomes new, and the one who confirms handles it.

    Args:
        changes: as for :func:`incidents.record.incident.change`, made at the same time.

    Raises:
        MoveError: it is not proposed.
        StaleEditError, InputError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        row = _proposed(store, incident_id, revision, "new")
        given = split_changes(store, NOUN, {"owner_id": actor.user_id, **(changes or {})})
        stamp = {"confirmed_at": store.now(), "confirmed_by": actor.user_id}
        save(store, NOUN, row, {**given, "status": "new", **stamp})


def dismiss(store: Store, actor: Actor, incident_id: int, *, revision: int) -> None:
    """Say that a proposed incident is none; its articles are not proposed again.

    Raises:
        MoveError: it is not proposed.
        StaleEditError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        row = _proposed(store, incident_id, revision, "dismissed")
        save(store, NOUN, row, {"status": "dismissed"})
        articles = article_ids(store, incident_id)
        for article_id in articles:
            store.execute(
                "INSERT OR IGNORE INTO dismissed_proposals"
                " (article_id, dismissed_at, dismissed_by) VALUES (?, ?, ?)",
                [article_id, store.now(), actor.user_id],
            )
        article_link.watch_closely(store, articles)


def attach_elsewhere(
    store: Store, actor: Actor, incident_id: int, *, revision: int, other_id: int
) -> None:
    """Move a proposed incident's articles to a followed one, and dismiss the proposal.

    The proposal keeps its own links and is marked as the same as the other.

    Raises:
        MoveError: it is not proposed.
        ConflictError: the other incident is not followed.
        StaleEditError, PermissionDeniedError.
    """
    actor.require("record")
    with store.writing(actor):
        row = _proposed(store, incident_id, revision, "dismissed")
        other = store.get("incidents", other_id, kind="händelsen")
        if other["status"] not in FOLLOWED:
            raise ConflictError(why=f"{other['ref']} är inte öppen. Välj en annan händelse.")
        there = set(article_ids(store, other_id))
        for link in article_link.linked(store, incident_id):
            if link["id"] not in there:
                role = "opinion" if link["role"] == "opinion" else "follow_up"
                article_link.attach(store, actor, other_id, link["id"], role)
        save(store, NOUN, row, {"status": "dismissed"})
        relate(store, actor, incident_id, "duplicates", other_id)


def _proposed(store: Store, incident_id: int, revision: int, to: str) -> Row:
    row = fresh(store, NOUN, incident_id, revision)
    if row["status"] != "proposed":
        raise move(row, to)
    return row
