"""Personal feeds of flags: their secret addresses, made, found and revoked.

Only a digest of the secret is stored, so the address is shown once, when it is made. A feed is as
much as its person may read: it ends when the account is closed.
"""

from __future__ import annotations

import secrets
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from monitor.core.accounts import digest_of
from monitor.core.actors import ROLES, Actor
from monitor.core.clock import from_text, to_text
from monitor.core.errors import ConflictError, InputError, NotFoundError
from monitor.core.store import Row, Store

#: Feeds in force that one person may have.
MOST: Final = 10
#: How often one feed may be fetched: a reader that looks every minute is let in.
PER_HOUR: Final = 60
#: How often its use is noted.
_NOTED: Final = timedelta(hours=1)
_LONGEST_NAME: Final = 60


def own(store: Store, user_id: int) -> list[Row]:
    """Return a person's feeds, those in force first, then the newest."""
    return store.rows(
        "SELECT t.id, t.name, t.created_at, t.last_used_at, t.revoked_at, w.name AS watch"
        " FROM feed_tokens t LEFT JOIN watches w ON w.id = t.watch_id WHERE t.user_id = ?"
        " ORDER BY t.revoked_at IS NOT NULL, t.id DESC",
        [user_id],
    )


def make(store: Store, actor: Actor, name: str, watch_id: int | None = None) -> str:
    """Make a feed and return its secret, which is never shown again.

    Raises:
        PermissionDeniedError: the person may not read.
        InputError: no name, or one that is too long.
        ConflictError: there are too many already.
    """
    actor.require("read")
    if not name.strip() or len(name) > _LONGEST_NAME:
        why = f"Skriv var du läser flödet, med högst {_LONGEST_NAME} tecken."
        raise InputError(field="Namn", why=why, name="name")
    secret = secrets.token_urlsafe(32)
    with store.writing(actor):
        if _in_force(store, actor.user_id) >= MOST:
            raise ConflictError(why=f"Du har redan {MOST} flöden. Återkalla något först.")
        if watch_id is not None:
            store.get("watches", watch_id, kind="bevakningen")
        store.insert(
            "feed_tokens",
            {
                "user_id": actor.user_id,
                "name": name.strip(),
                "watch_id": watch_id,
                "token_hash": digest_of(secret),
                "created_at": store.now(),
            },
        )
    return secret


def _in_force(store: Store, user_id: int | None) -> int:
    return int(
        store.value(
            "SELECT count(*) FROM feed_tokens WHERE user_id = ? AND revoked_at IS NULL", [user_id]
        )
    )


def revoke(store: Store, actor: Actor, key: int) -> str:
    """End one of a person's own feeds; return its name.

    Raises:
        NotFoundError: it is not theirs, or has ended already.
    """
    with store.writing(actor):
        row = store.row(
            "SELECT name FROM feed_tokens WHERE id = ? AND user_id = ? AND revoked_at IS NULL",
            [key, actor.user_id],
        )
        if row is None:
            raise NotFoundError(kind="flödet", id=key)
        store.update("feed_tokens", key, {"revoked_at": store.now()})
    return str(row["name"])


def found(store: Store, secret: str) -> Row | None:
    """Return the feed behind a secret: id, name, watch_id, display_name; None: nobody's."""
    row = store.row(
        "SELECT t.id, t.name, t.watch_id, t.last_used_at, w.name AS watch, u.display_name, u.role"
        " FROM feed_tokens t JOIN users u ON u.id = t.user_id"
        " LEFT JOIN watches w ON w.id = t.watch_id"
        " WHERE t.token_hash = ? AND t.revoked_at IS NULL AND u.disabled_at IS NULL",
        [digest_of(secret)],
    )
    return row if row is not None and "read" in ROLES.get(row["role"], ()) else None


def stale(row: Row, now: datetime) -> bool:
    """Tell whether the feed's use should be noted again."""
    return row["last_used_at"] is None or now - from_text(row["last_used_at"]) >= _NOTED


def used(store: Store, key: int) -> None:
    """Note that a feed was read."""
    store.update("feed_tokens", key, {"last_used_at": to_text(store.clock.now())})


@dataclass
class Cap:
    """How often each feed has been fetched within the hour; the desk is one process."""

    fetched: dict[int, deque[datetime]] = field(default_factory=dict)

    def admits(self, key: int, now: datetime) -> bool:
        """Count one more fetch; tell whether it is within what is allowed."""
        times = self.fetched.setdefault(key, deque())
        while times and now - times[0] >= timedelta(hours=1):
            times.popleft()
        if len(times) >= PER_HOUR:
            return False
        times.append(now)
        return True
