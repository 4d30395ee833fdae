"""A feed farm on loopback: N feeds with M items each, whose contents follow from their number.

``python -m tests.perf.farm --feeds 1000`` prints the port it got and serves until it is ended.

- ``/f/<n>.xml``: feed n, RSS 2.0, every third one Atom.
- ``/step?cycle=2&mode=etag&changed=0.1``: go to that cycle; what is asked for next stands ready.

Modes: ``etag`` (ETag and Last-Modified, 304 when they match), ``plain`` (no validators, the same
bytes while nothing is new), ``stamp`` (no validators, and lastBuildDate moves in every cycle),
``lying`` (validators that stand still while the body moves).
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import sys
from dataclasses import dataclass
from email.utils import formatdate
from html import escape
from random import Random
from time import gmtime, strftime
from urllib.parse import parse_qs, urlsplit

MODES = ("etag", "plain", "stamp", "lying")
#: New items when a feed has changed.
NEW_ITEMS = 3
_START = 1_772_000_000
_WORDS = (
    "regionen journalsystemet Kompass leverantören vården lasarettet införandet säkerheten avbrott "
    "läkare sjuksköterskor personal styrgrupp avtal upphandling märkning tillsyn kritik rapport "
    "beslut politiker nämnden direktör patienter system uppgifter driften plan Åby Norrvik Sjöhamn "
    "Almvik Granstad och att i det som en på är av för med till den har de inte om ett men var sig "
    "så från vi kan när år under efter över mot utan bara också mycket nya första andra två tre "
    "måndag tisdag onsdag torsdag fredag kväll morgon"
).split()


@dataclass(frozen=True)
class Answer:
    """One feed as it is now."""

    packed: bytes
    etag: str
    modified: str


class Farm:
    """The feeds of one cycle at a time."""

    def __init__(self, feeds: int, items: int) -> None:
        self.feeds, self.items = feeds, items
        self.base = ""
        self.cycle, self.mode = 0, "etag"
        self._versions = [0] * feeds
        self._answers: dict[int, Answer] = {}

    def step(self, cycle: int, mode: str, changed: float) -> None:
        """Let a share of the feeds bring news; cycles are taken in order."""
        stale = mode != self.mode or mode == "stamp" or not self._answers
        self.cycle, self.mode = cycle, mode
        for number in range(self.feeds):
            moved = moves(number, cycle, changed)
            self._versions[number] += moved
            if moved or stale:
                self._answers[number] = self._answer(number)

    def respond(self, target: str, head: dict[str, str]) -> bytes:
        """Return a whole answer."""
        place = urlsplit(target)
        if place.path == "/step":
            asked = parse_qs(place.query)
            self.step(int(asked["cycle"][0]), asked["mode"][0], float(asked["changed"][0]))
            return b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        if not place.path.startswith("/f/"):
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        number = int(place.path.removeprefix("/f/").removesuffix(".xml"))
        answer = self._answers[number]
        told = "Content-Type: application/xml; charset=utf-8\r\nContent-Encoding: gzip\r\n"
        if self.mode in {"etag", "lying"}:
            validators = f"ETag: {answer.etag}\r\nLast-Modified: {answer.modified}\r\n"
            if head.get("if-none-match") == answer.etag:
                return f"HTTP/1.1 304 Not Modified\r\n{validators}\r\n".encode()
            told += validators
        size = f"Content-Length: {len(answer.packed)}\r\n"
        return f"HTTP/1.1 200 OK\r\n{told}{size}\r\n".encode() + answer.packed

    def _answer(self, number: int) -> Answer:
        version = self._versions[number]
        shown = 0 if self.mode == "lying" else version
        return Answer(
            gzip.compress(self._body(number, version).encode(), 1, mtime=0),
            f'"{number}-{shown}"',
            formatdate(_START + shown * 3600, usegmt=True),
        )

    def _body(self, number: int, version: int) -> str:
        newest = self.items + version * NEW_ITEMS
        built = _START + newest * 1800 + (self.cycle if self.mode == "stamp" else 0)
        kind = _atom if number % 3 == 0 else _rss
        items = range(newest, newest - self.items, -1)
        return kind(self.base, number, built, [_item(number, item) for item in items])


def moves(number: int, cycle: int, changed: float) -> bool:
    """Tell whether a feed has news in a cycle."""
    return cycle > 0 and Random(f"{number}/{cycle}").random() < changed


@dataclass(frozen=True)
class _Item:
    name: str
    path: str
    at: int
    title: str
    summary: str
    author: str
    words: list[str]


def _item(feed: int, number: int) -> _Item:
    chance = Random(feed * 1_000_003 + number)
    return _Item(
        name=f"tag:farm.example,2026:{feed}:{number}",
        path=f"/a/{feed}/{number}",
        at=_START + number * 1800 + feed,
        title=" ".join(chance.choices(_WORDS, k=9)).capitalize(),
        summary=" ".join(chance.choices(_WORDS, k=60)),
        author=" ".join(chance.choices(_WORDS, k=2)).title(),
        words=chance.sample(_WORDS, 3),
    )


def _rss(base: str, number: int, built: int, items: list[_Item]) -> str:
    rows = "".join(
        f"<item><title>{escape(one.title)}</title><link>{base}{one.path}</link>"
        f'<guid isPermaLink="false">{one.name}</guid>'
        f"<pubDate>{formatdate(one.at, usegmt=True)}</pubDate><dc:creator>{one.author}</dc:creator>"
        + "".join(f"<category>{word}</category>" for word in one.words)
        + f"<description><![CDATA[<p>{one.summary}</p><p><a href='{one.path}'>Läs mer</a></p>]]>"
        f'</description><media:content url="{base}/b/{number}.jpg" medium="image"/></item>\n'
        for one in items
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:media="http://search.yahoo.com/mrss/"><channel>'
        f"<title>Flöde {number}</title><link>{base}/</link><description>Nyheter</description>"
        f"<lastBuildDate>{formatdate(built, usegmt=True)}</lastBuildDate>"
        f"<language>sv</language>\n{rows}</channel></rss>\n"
    )


def _atom(base: str, number: int, built: int, items: list[_Item]) -> str:
    rows = "".join(
        f'<entry><title>{escape(one.title)}</title><link rel="alternate" href="{base}{one.path}"/>'
        f"<id>{one.name}</id><updated>{_iso(one.at)}</updated>"
        f"<published>{_iso(one.at)}</published><author><name>{one.author}</name></author>"
        + "".join(f'<category term="{word}"/>' for word in one.words)
        + f'<summary type="html">{escape(f"<p>{one.summary}</p>")}</summary></entry>\n'
        for one in items
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>Flöde {number}</title><id>tag:farm.example,2026:{number}</id>"
        f'<link href="{base}/"/>'
        f"<updated>{_iso(built)}</updated>\n{rows}</feed>\n"
    )


def _iso(at: int) -> str:
    return strftime("%Y-%m-%dT%H:%M:%SZ", gmtime(at))


class _Connection(asyncio.Protocol):
    def __init__(self, farm: Farm) -> None:
        self._farm = farm
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while b"\r\n\r\n" in self._waiting:
            head, _, self._waiting = self._waiting.partition(b"\r\n\r\n")
            first, *rest = head.decode("latin-1").split("\r\n")
            told = (line.partition(":") for line in rest)
            names = {name.lower(): value.strip() for name, _, value in told}
            self._transport.write(self._farm.respond(first.split(" ")[1], names))


async def _serve(farm: Farm) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(farm), "127.0.0.1", 0, backlog=1024)
    port = server.sockets[0].getsockname()[1]
    farm.base = f"http://127.0.0.1:{port}"
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--items", type=int, default=30)
    told = parser.parse_args()
    asyncio.run(_serve(Farm(told.feeds, told.items)))


if __name__ == "__main__":
    main()
