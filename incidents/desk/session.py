"""Who asks: our session cookie, or a name from a trusted proxy."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from incidents.desk import links
from incidents.desk.http import Desk, store_of
from incidents.desk.permissions import trusted
from monitor.core.accounts import actor_named
from monitor.core.actors import Actor
from monitor.core.errors import LagesbildError, NotFoundError
from monitor.core.signin import find_session, note_seen


def cookie_name(desk: Desk) -> str:
    """Return the session cookie's name; ``__Host-`` binds it to this host where https is on."""
    return "__Host-lagesbild" if desk.settings.secure_cookies else "lagesbild"


def secret_of(request: Any, desk: Desk) -> str:
    """Return the secret in the browser's cookie, or an empty string."""
    return str(request.cookies.get(cookie_name(desk), ""))


def address_of(request: Any, desk: Desk) -> str:
    """Return the network address of the browser, as the trusted proxy tells it if there is one."""
    client = _client(request)
    if client != desk.settings.trusted_proxy:
        return client
    # The last one is what our own proxy saw; those before it anybody can write.
    told = str(request.headers.get("x-forwarded-for", "") or "").rpartition(",")[2].strip()
    return told or client


def _client(request: Any) -> str:
    client = request.scope.get("client")
    return str(client[0]) if client else ""


async def who(datasette: Any, request: Any) -> dict[str, Any] | None:
    """Return Datasette's actor for a request: id, role, user_id, display; None: nobody."""
    desk: Desk = datasette.lagesbild
    proxied = _proxied(desk, request)
    secret = secret_of(request, desk)
    if not proxied and not secret:
        return None

    def find(connection: Any) -> tuple[Actor | None, bool]:
        with trusted(connection):
            store = store_of(connection, desk)
            if not proxied:
                idle = desk.settings.session_idle_minutes
                found = find_session(store, secret, idle_minutes=idle)
                return (found.actor, found.unseen) if found else (None, False)
            try:
                return actor_named(store, proxied), False
            except NotFoundError:
                return None, False

    actor, unseen = await datasette.get_database(links.DATABASE).execute_fn(find)
    if unseen:
        await _note(datasette, desk, secret)
    if actor is None:
        return None
    return {
        "id": actor.name,
        "role": actor.role,
        "user_id": actor.user_id,
        "display": actor.display,
    }


async def _note(datasette: Any, desk: Desk, secret: str) -> None:
    """Note that a session is in use, when the database has time: nobody waits for it."""

    def note(connection: Any) -> None:
        with trusted(connection), suppress(LagesbildError):
            note_seen(store_of(connection, desk), secret)

    await datasette.get_database(links.DATABASE).execute_write_fn(
        note, block=False, transaction=False
    )


def _proxied(desk: Desk, request: Any) -> str:
    """Return the name that the trusted proxy vouches for, or an empty string."""
    settings = desk.settings
    if not settings.trusted_proxy or not settings.proxy_user_header:
        return ""
    if _client(request) != settings.trusted_proxy:
        return ""
    header = settings.proxy_user_header.lower().encode()
    told = [value for name, value in request.scope["headers"] if name.lower() == header]
    # Said twice, one of them is the browser's own, and nobody knows which.
    return str(told[0].decode("latin-1")) if len(told) == 1 else ""


def set_cookie(response: Any, desk: Desk, secret: str) -> None:
    """Hand the browser its session."""
    response.set_cookie(
        cookie_name(desk),
        secret,
        max_age=desk.settings.session_hours * 3600,
        httponly=True,
        samesite="lax",
        secure=desk.settings.secure_cookies,
    )


def clear_cookie(response: Any, desk: Desk) -> None:
    """Take the session back."""
    response.set_cookie(
        cookie_name(desk),
        "",
        max_age=0,
        expires=0,
        httponly=True,
        samesite="lax",
        secure=desk.settings.secure_cookies,
    )
