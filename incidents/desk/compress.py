"""Pages are sent packed, where nobody else can have asked for them in the reader's name.

What is packed grows shorter when two of its words are alike, so a listener who can make a reader's
browser ask for addresses of the listener's choice may guess what a page holds (BREACH). Such
requests come from another site, and browsers say so: only what our own pages, a bookmark or the
address bar asked for is packed. Styles and scripts are the same for all and always packed.
"""

from __future__ import annotations

import gzip
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from functools import lru_cache
from typing import Any

from incidents.desk.headers import SHARED

_Message = MutableMapping[str, Any]
_Send = Callable[[_Message], Awaitable[None]]

#: Texts that packing makes much shorter, by the beginning of their content type.
_TEXTS = (b"text/html", b"text/css", b"text/javascript", b"application/javascript",
          b"image/svg+xml")  # fmt: skip
#: Shorter ones fit in a packet anyway, bytes.
_LEAST = 1_400
#: How hard to pack: harder ones take twice the time for a tenth less.
_LEVEL = 4
#: Who asked, as browsers tell it: one of our own pages, or the person by hand.
_OWN = frozenset({b"same-origin", b"none"})
_TOLD = ((b"content-encoding", b"gzip"), (b"vary", b"accept-encoding, sec-fetch-site"))


class Packed:
    """ASGI middleware that packs the desk's texts."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: _Send) -> None:
        """Pass the request on; pack its answer when the browser can unpack it and may have it."""
        if scope["type"] == "http" and _may_be_packed(scope):
            send = _Packer(send, shared=scope["path"].startswith(SHARED)).send
        await self._app(scope, receive, send)


def _may_be_packed(scope: Any) -> bool:
    headers = dict(scope["headers"])
    if b"gzip" not in headers.get(b"accept-encoding", b""):
        return False
    return scope["path"].startswith(SHARED) or headers.get(b"sec-fetch-site") in _OWN


class _Packer:
    """Holds an answer back until all of it is there, when it is a text."""

    def __init__(self, send: _Send, *, shared: bool) -> None:
        self._send = send
        self._pack = _pack_shared if shared else _pack
        self._start: _Message | None = None
        self._body = b""

    async def send(self, message: _Message) -> None:
        """Take a message of the answer."""
        if message["type"] == "http.response.start" and _is_text(message.get("headers", ())):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)

    async def _finish(self, start: _Message) -> None:
        headers, body = start["headers"], self._body
        if len(body) >= _LEAST:
            body = self._pack(body)
            kept = [pair for pair in headers if pair[0].lower() != b"content-length"]
            headers = [*kept, (b"content-length", str(len(body)).encode()), *_TOLD]
        await self._send({**start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def _is_text(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    said = {name.lower(): value for name, value in headers}
    return said.get(b"content-type", b"").startswith(_TEXTS) and b"content-encoding" not in said


def _pack(body: bytes) -> bytes:
    # Without the time, so that the same text is the same bytes.
    return gzip.compress(body, _LEVEL, mtime=0)


#: Style and scripts, the same for all: packed once.
_pack_shared = lru_cache(maxsize=16)(_pack)
