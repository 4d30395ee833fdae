"""Datasette's CSV, made safe to open in a spreadsheet: a headline is never a formula."""

from __future__ import annotations

import csv
import io
from codecs import getincrementaldecoder
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from monitor.core.spreadsheet import as_text

_Message = MutableMapping[str, Any]
_Send = Callable[[_Message], Awaitable[None]]
_Utf8 = getincrementaldecoder("utf-8")


class SafeCsv:
    """ASGI middleware that rewrites the cells of CSV answers as they stream by."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: _Send) -> None:
        """Pass the request on; only addresses that end in .csv are looked at."""
        if scope["type"] == "http" and scope["path"].endswith(".csv"):
            send = _Rewriter(send).send
        await self._app(scope, receive, send)


class Records:
    """Takes text as it comes and gives back whole records, with safe cells."""

    def __init__(self) -> None:
        self._waiting = ""
        self._within_quotes = False

    def feed(self, text: str, *, last: bool = False) -> str:
        """Return the records that ``text`` completes; with ``last``, all that is left."""
        self._waiting += text
        self._within_quotes ^= text.count('"') % 2 == 1
        if not last and (self._within_quotes or not self._waiting.endswith("\n")):
            return ""
        whole, self._waiting = self._waiting, ""
        out = io.StringIO()
        writer = csv.writer(out)
        for row in csv.reader(io.StringIO(whole, newline="")):
            writer.writerow([as_text(cell) for cell in row])
        return out.getvalue()


class _Rewriter:
    """Sends one answer on."""

    def __init__(self, send: _Send) -> None:
        self._send = send
        self._decode = _Utf8(errors="replace").decode
        self._records: Records | None = None

    async def send(self, message: _Message) -> None:
        if message["type"] == "http.response.start":
            headers = {name.lower(): value for name, value in message.get("headers", ())}
            kind = headers.get(b"content-type", b"")
            streams = b"content-length" not in headers
            if message["status"] == 200 and streams and kind.startswith((b"text/csv", b"text/pl")):
                self._records = Records()
        elif message["type"] == "http.response.body" and self._records is not None:
            last = not message.get("more_body", False)
            text = self._decode(message.get("body", b""), last)
            message = {**message, "body": self._records.feed(text, last=last).encode()}
        await self._send(message)
