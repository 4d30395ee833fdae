"""Who asks: our session cookie, or a name from a trusted proxy."""

from __future__ import annotations

from typing import Any

from incidents.desk import links
from incidents.desk.http import Desk, store_of
from incidents.desk.permissions import trusted
from monitor.core.accounts import actor_named
from monitor.core.actors import Actor
from monitor.core.errors import NotFoundError
from monitor.core.signin import session_actor


def cookie_name(desk: Desk) -> str:
    """Return the session cookie's name; ``__Host-`` binds it to this host where https is on."""
    return "__Host-lagesbild" if desk.settings.secure_cookies else "lagesbild"


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
    secret = request.cookies.get(cookie_name(desk), "")
    if not proxied and not secret:
        return None

    def find(connection: Any) -> Actor | None:
        with trusted(connection):
            store = store_of(connection, desk)
            if not proxied:
                return session_actor(store, secret)
            try:
                return actor_named(store, proxied)
            except NotFoundError:
                return None

    actor: Actor | None = await datasette.get_database(links.DATABASE).execute_fn(find)
    if actor is None:
        return None
    return {
        "id": actor.name,
        "role": actor.role,
        "user_id": actor.user_id,
        "display": actor.display,
    }


def _proxied(desk: Desk, request: Any) -> str:
    """Return the name that the trusted proxy vouches for, or an empty string."""
    settings = desk.settings
    if not settings.trusted_proxy or not settings.proxy_user_header:
        return ""
    if _client(request) != settings.trusted_proxy:
        return ""
    return str(request.headers.get(settings.proxy_user_header, "") or "")


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
