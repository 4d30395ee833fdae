"""Jag tar den: one person takes what many were told, in the desk or through a link in the mail."""

from __future__ import annotations

import secrets
from datetime import timedelta

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


def release(store: Store, actor: Actor, message_id: int) -> None:
    """Let go of what one took in a message; the others can take it, and are told further news."""
    actor.require("alerts")
    with store.writing(actor):
        for row in groups_of(store, message_id):
            if row["taken_by"] == actor.user_id:
                store.update("alert_taken", row["taken_id"], {"released_at": store.now()})


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
