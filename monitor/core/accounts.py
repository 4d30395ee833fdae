"""Accounts: people, their roles, and the one-time links through which they choose a password.

Nobody starts with a password, and only digests are stored: argon2id of passwords (see
:mod:`monitor.core.signin`), SHA-256 of links and session ids.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from monitor.core.actors import ROLES, Actor, system
from monitor.core.clock import to_text
from monitor.core.errors import ConflictError, InputError, NotFoundError
from monitor.core.store import Row, Store

#: How long a one-time link works.
INVITATION_LIFE = timedelta(hours=72)

#: Who has the machine itself, on the command line; nobody's user name.
OPERATOR = "operatör"

_NAME = re.compile(r"[a-zåäö0-9][a-zåäö0-9._-]{1,39}", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s<>,;]{1,64}@[^@\s<>,;]{1,190}")
_COLUMNS = "id, username, display_name, role, email, created_at, disabled_at"


@dataclass(frozen=True, slots=True)
class Invitation:
    """An unused one-time link. ``user_id`` None: it makes the first administrator."""

    token_hash: str
    user_id: int | None
    username: str
    display_name: str


def digest_of(secret: str) -> str:
    """Return what is stored of a secret that was random to begin with."""
    return hashlib.sha256(secret.encode()).hexdigest()


# People


def people(store: Store) -> list[Row]:
    """Return every account by name, with ``invited`` (has no password yet)."""
    return store.rows(
        f"SELECT {_COLUMNS}, password_hash IS NULL AS invited FROM users"
        " ORDER BY disabled_at IS NOT NULL, display_name COLLATE SWEDISH"
    )


def actor_named(store: Store, username: str) -> Actor:
    """Return the actor of an account that is in use, for the command line and the proxy.

    Raises:
        NotFoundError: no such account, or it is disabled.
    """
    row = store.row(
        f"SELECT {_COLUMNS} FROM users WHERE username = ? AND disabled_at IS NULL", [username]
    )
    if row is None:
        raise NotFoundError(kind="användaren", id=username)
    return as_actor(row)


def has_password(store: Store, username: str) -> bool:
    """Tell whether an account's holder has chosen a password, and so proven to hold it."""
    return bool(
        store.value(
            "SELECT 1 FROM users WHERE username = ? AND password_hash IS NOT NULL", [username]
        )
    )


def as_actor(row: Row) -> Actor:
    """Return the actor of a users row: id, username, display_name, role."""
    return Actor(
        name=row["username"], role=row["role"], user_id=row["id"], display=row["display_name"]
    )


def add_user(
    store: Store, actor: Actor, username: str, *, display_name: str, role: str, email: str = ""
) -> int:
    """Add an account without a password and return its id; :func:`invite` makes its link.

    Raises:
        PermissionDeniedError: the actor may not manage accounts.
        InputError: the name is taken or badly formed, or the role does not exist.
    """
    actor.require("users")
    values = {**_checked(store, username, display_name, role), "email": _address(email)}
    with store.writing(actor):
        return store.insert("users", {**values, "created_at": store.now()})


def describe(store: Store, actor: Actor, user_id: int, display_name: str, email: str) -> None:
    """Change what an account's holder is called and where alerts go; the user name stays.

    Raises:
        PermissionDeniedError, NotFoundError, InputError.
    """
    actor.require("users")
    values = {"display_name": _shown_name(display_name), "email": _address(email)}
    with store.writing(actor):
        store.get("users", user_id, kind="användaren")
        store.update("users", user_id, values)


def _shown_name(typed: str) -> str:
    if not typed.strip():
        raise InputError(field="Namn", why="Fältet måste fyllas i.", name="display_name")
    return typed.strip()


def _address(typed: str) -> str | None:
    """Return an e-mail address, or None for none: alerts and digests are sent there."""
    if typed.strip() and not _EMAIL.fullmatch(typed.strip()):
        raise InputError(
            field="E-post", why="Skriv en adress, som sara.holm@region.se.", name="email"
        )
    return typed.strip() or None


def _checked(store: Store, username: str, display_name: str, role: str) -> dict[str, str]:
    username, display_name = username.strip(), _shown_name(display_name)
    if not _NAME.fullmatch(username):
        raise InputError(
            field="Användarnamn",
            why="Använd 2–40 bokstäver, siffror, punkt eller bindestreck.",
            name="username",
        )
    if username.lower() == OPERATOR:
        raise InputError(
            field="Användarnamn", why=f"”{username}” är kommandoradens eget.", name="username"
        )
    if role not in ROLES:
        raise InputError(field="Roll", why="Välj en av rollerna.", name="role")
    if store.value("SELECT 1 FROM users WHERE username = ?", [username]):
        raise InputError(field="Användarnamn", why=f"”{username}” finns redan.", name="username")
    return {"username": username, "display_name": display_name, "role": role}


def set_role(store: Store, actor: Actor, user_id: int, role: str) -> None:
    """Give an account another role; it holds from the person's next click.

    Raises:
        ConflictError: nobody would be left who manages accounts.
    """
    actor.require("users")
    if role not in ROLES:
        raise InputError(field="Roll", why="Välj en av rollerna.", name="role")
    with store.writing(actor):
        store.get("users", user_id, kind="användaren")
        if role != "administrator":
            _keep_one(store, user_id)
        store.update("users", user_id, {"role": role})


def disable(store: Store, actor: Actor, user_id: int) -> None:
    """Close an account: its sessions and links end at once; its name stays in the records.

    Raises:
        ConflictError: nobody would be left who manages accounts.
    """
    actor.require("users")
    with store.writing(actor):
        store.get("users", user_id, kind="användaren")
        _keep_one(store, user_id)
        store.update("users", user_id, {"disabled_at": store.now()})
        store.execute("DELETE FROM sessions WHERE user_id = ?", [user_id])
        store.execute("DELETE FROM invitations WHERE user_id = ?", [user_id])


def enable(store: Store, actor: Actor, user_id: int) -> None:
    """Open a closed account again, with the password it had."""
    actor.require("users")
    with store.writing(actor):
        store.get("users", user_id, kind="användaren")
        store.update("users", user_id, {"disabled_at": None})


def _keep_one(store: Store, leaving: int) -> None:
    others = store.value(
        "SELECT count(*) FROM users WHERE role = 'administrator' AND disabled_at IS NULL"
        " AND password_hash IS NOT NULL AND id <> ?",
        [leaving],
    )
    is_one = store.value("SELECT role FROM users WHERE id = ?", [leaving]) == "administrator"
    if is_one and not others:
        raise ConflictError(
            why="Kontot är det enda som kan hantera användare. Gör någon annan till "
            "administratör först."
        )


# One-time links


def first_invitation(store: Store) -> str | None:
    """Return a new secret for the first administrator's link, or None when there is one already.

    Earlier such links stop working.
    """
    if has_administrator(store):
        return None
    with store.writing(system("accounts")):
        store.execute("DELETE FROM invitations WHERE user_id IS NULL")
        return _new_invitation(store, None)


def has_administrator(store: Store) -> bool:
    """Tell whether somebody can manage accounts."""
    return bool(
        store.value(
            "SELECT 1 FROM users WHERE role = 'administrator' AND disabled_at IS NULL"
            " AND password_hash IS NOT NULL"
        )
    )


def invite(store: Store, actor: Actor, user_id: int) -> str:
    """Return the secret of a new one-time link; the account's earlier links stop working."""
    actor.require("users")
    with store.writing(actor):
        store.get("users", user_id, kind="användaren")
        store.execute("DELETE FROM invitations WHERE user_id = ?", [user_id])
        return _new_invitation(store, user_id)


def _new_invitation(store: Store, user_id: int | None) -> str:
    secret = secrets.token_urlsafe(32)
    store.insert(
        "invitations",
        {
            "token_hash": digest_of(secret),
            "user_id": user_id,
            "created_at": store.now(),
            "expires_at": to_text(store.clock.now() + INVITATION_LIFE),
        },
    )
    return secret


def invitation(store: Store, secret: str) -> Invitation:
    """Return what a link is for.

    Raises:
        NotFoundError: unknown, used, too old, or its account is disabled.
    """
    row = store.row(
        "SELECT token_hash, user_id, username, display_name FROM invitations"
        " LEFT JOIN users ON users.id = user_id WHERE token_hash = ? AND used_at IS NULL"
        " AND expires_at > ? AND disabled_at IS NULL",
        [digest_of(secret), store.now()],
    )
    if row is None or (row["user_id"] is None and has_administrator(store)):
        raise NotFoundError(
            kind="inbjudan. Länken är använd eller för gammal. Be en administratör om en", id="ny"
        )
    return Invitation(
        row["token_hash"], row["user_id"], row["username"] or "", row["display_name"] or ""
    )


def accept(
    store: Store, secret: str, password_hash: str, *, username: str = "", display_name: str = ""
) -> int:
    """Use a link up: store the chosen password's hash and return the account's id.

    Args:
        password_hash: from :func:`hash_password`.
        username: only for the first administrator.

    Raises:
        NotFoundError: the link does not work (any more).
    """
    with store.writing(system("accounts")):
        found = invitation(store, secret)
        user_id = found.user_id
        if user_id is None:
            values = _checked(store, username, display_name, "administrator")
            user_id = store.insert("users", {**values, "created_at": store.now()})
        store.update("users", user_id, {"password_hash": password_hash})
        store.execute("DELETE FROM sessions WHERE user_id = ?", [user_id])
        store.execute(
            "UPDATE invitations SET used_at = ? WHERE token_hash = ?",
            [store.now(), found.token_hash],
        )
        return user_id
