"""Feeds that grow by one item at every request, and a ledger of all that they ever published."""

from __future__ import annotations

import threading
from typing import Self

from tests.torture.documents import feed, item, page
from tests.torture.server import HostileServer, Talk

#: Items that a feed shows; an item must be stored before as many newer ones have come.
WINDOW = 200


class TruthServer:
    """Some feeds on loopback. The first one's items have pages of their own.

    Attributes:
        addresses: of the feeds.
        pair: ``host:port``, for the setting ``allow_private``.
    """

    def __init__(self, feeds: int = 6) -> None:
        self._published: list[list[str]] = [[] for _ in range(feeds)]
        self._lock = threading.Lock()
        answers = {f"/feed-{n}": self._grow for n in range(feeds)}
        answers["/article"] = self._article
        self._server = HostileServer(answers)
        self.pair = self._server.pair
        self.addresses = [f"{self._server.base}/feed-{n}" for n in range(feeds)]

    def __enter__(self) -> Self:
        self._server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.__exit__()

    @property
    def asked(self) -> int:
        """Return how many requests have come."""
        return len(self._server.asked)

    def published(self) -> set[str]:
        """Return the guid of every item that any answer ever held."""
        with self._lock:
            return {guid for guids in self._published for guid in guids}

    def _grow(self, talk: Talk) -> None:
        number = int(talk.path.rpartition("-")[2])
        with self._lock:
            guids = self._published[number]
            guids.append(f"sanning-{number}-{len(guids)}")
            first = max(0, len(guids) - WINDOW)
            shown = list(enumerate(guids))[first:]
        talk.reply(feed(*(self._item(number, at, guid) for at, guid in shown)))

    def _item(self, number: int, at: int, guid: str) -> str:
        link = "" if number else f"{self._server.base}/article?id={at}"
        title = f"Åby lasarett, nyhet {number}.{at}: journalsystemet Kompass stod stilla"
        return item(guid, title=title, link=link, guid=guid)

    @staticmethod
    def _article(talk: Talk) -> None:
        words = talk.path.rpartition("=")[2]
        body = page(title=f"Åby lasarett, nyhet {words}").replace("<h1>", f"<h1>Nyhet {words}: ")
        talk.reply(body, Content_Type="text/html; charset=utf-8")
