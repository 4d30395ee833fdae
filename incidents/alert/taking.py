"""Jag tar den: one person takes what many were told, in the desk or through a link in the mail."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from monitor.core.accounts import as_actor, digest_of
from monitor.core.actors import Actor
from monitor.core.clock import to_text
from monitor.core.errors import ConflictError, NotFoundError
from monitor.core.store import Row, Store

#: How long a link in a mail works.
LINK_LIFE = timedelta(hours=48)
_GONE = "länken. Den är använd eller för gammal. Logga in och öppna sidan"


def groups_of(store: Store, message_id: int) -> list[Row]:
    """Return the groups of a message: ``group_key``, and ``taken_by``, ``name`` when taken."""
    return store.rows(
        "SELECT DISTINCT i.group_key, t.id AS taken_id, t.taken_by, t.taken_at,"
        " u.display_name AS name FROM alert_items i"
        " LEFT JOIN alert_taken t ON t.group_key = i.group_key AND t.released_at IS NULL"
        " LEFT JOIN users u ON u.id = t.taken_by"
        " WHERE i.message_id = ? AND i.kind NOT IN ('taken', 'gap') ORDER BY i.group_key",
        [message_id],
    )


def take(store: Store, actor: Actor, message_id: int) -> list[str]:
    """Take everything in a message that nobody has taken; return the groups.

    Raises:
        NotFoundError: no such message, or it holds nothing to take.
        ConflictError: somebody else was first.
    """
    actor.require("alerts")
    with store.writing(actor):
        return _take(store, actor, message_id)


def _take(store: Store, actor: Actor, message_id: int) -> list[str]:
    found = groups_of(store, message_id)
    if not found:
        raise NotFoundError(kind="aviseringen", id=message_id)
    free = [row["group_key"] for row in found if row["taken_by"] is None]
    others = [row["name"] for row in found if row["taken_by"] not in {None, actor.user_id}]
    if not free and others:
        raise ConflictError(why=f"{others[0]} har redan tagit den.")
    for group in free:
        values = {"group_key": group, "taken_by": actor.user_id, "taken_at": store.now()}
        store.insert("alert_taken", values)
    return free


def take_group(store: Store, actor: Actor, group: str) -> None:
    """Take one group that somebody was told of.

    Raises:
        NotFoundError: nobody was ever told of it.
        ConflictError: somebody else was first.
    """
    actor.require("alerts")
    with store.writing(actor):
        if not store.value("SELECT 1 FROM alert_items WHERE group_key = ?", [group]):
            raise NotFoundError(kind="aviseringen", id=group)
        row = _holder(store, group)
        if row and row["taken_by"] == actor.user_id:
            return
        if row:
            raise ConflictError(why=f"{row['name']} har redan tagit den.")
        values = {"group_key": group, "taken_by": actor.user_id, "taken_at": store.now()}
        store.insert("alert_taken", values)


def release_group(store: Store, actor: Actor, group: str) -> None:
    """Let go of what one took: others can take it, and are told further news of it."""
    actor.require("alerts")
    with store.writing(actor):
        row = _holder(store, group)
        if row and row["taken_by"] == actor.user_id:
            store.update("alert_taken", row["id"], {"released_at": store.now()})


def _holder(store: Store, group: str) -> Row | None:
    return store.row(
        "SELECT t.*, u.display_name AS name FROM alert_taken t JOIN users u ON u.id = t.taken_by"
        " WHERE t.group_key = ? AND t.released_at IS NULL",
        [group],
    )


def recent(store: Store, since: datetime, most: int) -> list[Row]:
    """Return the groups that anybody was told of since, the latest first.

    Each with ``at``, ``items`` (rows as in ``alert_items``), ``told`` (names of people), and
    ``taken_by``, ``taken_at``, ``name`` when somebody took it.
    """
    rows = store.rows(
        "SELECT i.group_key, max(m.planned_at) AS at, t.taken_by, t.taken_at, u.display_name"
        " AS name FROM alert_messages m CROSS JOIN alert_items i ON i.message_id = m.id"
        " LEFT JOIN alert_taken t ON t.group_key = i.group_key AND t.released_at IS NULL"
        " LEFT JOIN users u ON u.id = t.taken_by"
        " WHERE m.planned_at > ? AND i.kind <> 'taken'"
        " GROUP BY i.group_key ORDER BY at DESC, i.group_key LIMIT ?",
        [to_text(since), most],
    )
    return [{**row, **_about(store, row["group_key"])} for row in rows]


def _about(store: Store, group: str) -> dict[str, Any]:
    items = store.rows(
        "SELECT thing, group_key, kind, row_id FROM alert_items WHERE group_key = ?"
        " GROUP BY thing ORDER BY max(message_id)",
        [group],
    )
    told = store.rows(
        "SELECT DISTINCT u.display_name AS name FROM alert_items i JOIN alert_messages m"
        " ON m.id = i.message_id JOIN users u ON u.id = m.user_id WHERE i.group_key = ?"
        " ORDER BY 1",
        [group],
    )
    return {"items": items, "told": [row["name"] for row in told]}


def new_link(store: Store, message_id: int, user_id: int) -> str:
    """Return the secret of a new one-time link. Must be called in a write transaction."""
    secret = secrets.token_urlsafe(24)
    store.insert(
        "alert_links",
        {
            "token_hash": digest_of(secret),
            "message_id": message_id,
            "user_id": user_id,
            "expires_at": to_text(store.clock.now() + LINK_LIFE),
        },
    )
    return secret


def link(store: Store, secret: str) -> Row:
    """Return what a link is for: message_id and its person's account.

    Raises:
        NotFoundError: unknown, used, too old, or the account is closed.
    """
    row = store.row(
        "SELECT l.message_id, l.token_hash, u.id, u.username, u.display_name, u.role"
        " FROM alert_links l JOIN users u ON u.id = l.user_id"
        " WHERE l.token_hash = ? AND l.used_at IS NULL AND l.expires_at > ?"
        " AND u.disabled_at IS NULL",
        [digest_of(secret), store.now()],
    )
    if row is None:
        raise NotFoundError(kind=_GONE, id="Aviseringar")
    return row


def take_by_link(store: Store, secret: str) -> str:
    """Use a link up, as the person it was sent to; return the person's name.

    Raises:
        NotFoundError: the link does not work (any more).
        ConflictError: somebody else was first; the link is kept.
    """
    found = link(store, secret)
    actor = as_actor(found)
    with store.writing(actor, reason="genom länken i aviseringen"):
        actor.require("alerts")
        _take(store, actor, found["message_id"])
        store.execute(
            "UPDATE alert_links SET used_at = ? WHERE token_hash = ?",
            [store.now(), found["token_hash"]],
        )
    return actor.display
