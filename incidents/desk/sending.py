"""Only pages of ours take anything in: nothing is sent to Datasette's own, whatever it offers."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Request

from incidents.desk import history, links

_READING = frozenset({"GET", "HEAD"})


class OnlyOurs:
    """ASGI middleware: what is sent to an address that is not ours is refused before Datasette."""

    def __init__(self, app: Any, datasette: Any) -> None:
        self._app = app
        self._datasette = datasette

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass the request on, unless it would write past our pages."""
        ours = scope.get("path", "").startswith(f"{links.ROOT}/")
        if scope["type"] != "http" or scope["method"] in _READING or ours:
            await self._app(scope, receive, send)
            return
        answer = await history.refused(self._datasette, Request(scope, receive))
        await answer.asgi_send(send)
