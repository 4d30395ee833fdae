"""The headers that tell a browser what our pages never do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from incidents.desk.http import Desk

_Message = MutableMapping[str, Any]
_Send = Callable[[_Message], Awaitable[None]]

#: Scripts, styles, images and forms only from here; nothing inline, nobody frames us.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none';"
    " base-uri 'none'"
)

HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
#: What is read here stays on no shared machine and in no proxy.
_UNKEPT = (b"cache-control", b"no-store")
#: Addresses of what is the same for all.
SHARED = ("/-/lagesbild/static/", "/-/lagesbild/hjalp/bilder/", "/-/static/", "/-/static-plugins/")
_HTTPS = (b"strict-transport-security", b"max-age=31536000")
#: No script of ours reads a cookie, Datasette's own included.
_COOKIE_FLAGS = (b"HttpOnly",)


class Headers:
    """ASGI middleware around the whole desk."""

    def __init__(self, app: Any, desk: Desk) -> None:
        self._app = app
        https = desk.settings.secure_cookies
        self._headers = (*HEADERS, _HTTPS) if https else HEADERS
        self._flags = (*_COOKIE_FLAGS, b"Secure") if https else _COOKIE_FLAGS

    async def __call__(self, scope: Any, receive: Any, send: _Send) -> None:
        """Pass the request on and add the headers to its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        unkept = not scope["path"].startswith(SHARED)

        async def with_headers(message: _Message) -> None:
            if message["type"] == "http.response.start":
                said = (*self._headers, _UNKEPT) if unkept else self._headers
                ours = {name for name, _ in said}
                kept = [
                    (name, self._guarded(value) if name.lower() == b"set-cookie" else value)
                    for name, value in message.get("headers", ())
                    if name.lower() not in ours
                ]
                message = {**message, "headers": [*kept, *said]}
            await send(message)

        await self._app(scope, receive, with_headers)

    def _guarded(self, cookie: bytes) -> bytes:
        """Return a cookie with every flag that it lacks."""
        has = {part.strip().lower() for part in cookie.split(b";")[1:]}
        return b"; ".join((cookie, *(flag for flag in self._flags if flag.lower() not in has)))
