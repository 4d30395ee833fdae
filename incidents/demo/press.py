"""A small web server that is the whole press of the fictional week, as of a clock.

It listens on loopback only and tells the outlets apart by the Host header. What it serves depends
on nothing but the clock: an article appears when it is published, and a changed one replaces the
earlier version at its time.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

from incidents.demo.content import Item, Outlet, Press, load_press
from incidents.demo.feeds import CONTENT_TYPES, changed_at, feed
from incidents.demo.pages import article_page, front_page, missing_page
from monitor.core.clock import Clock

_HTML: Final = "text/html; charset=utf-8"
_SITEMAP_PATH: Final = "/news-sitemap.xml"


@dataclass(frozen=True, slots=True)
class Answer:
    """One response, before conditions are looked at.

    Attributes:
        changed: when the content last changed; None when the server cannot tell.
    """

    status: int
    content_type: str
    body: bytes
    changed: datetime | None = None

    @property
    def etag(self) -> str:
        """Return a strong validator: the same for the same bytes only."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:24]}"'

    def matches(self, if_none_match: str | None, if_modified_since: str | None) -> bool:
        """Tell whether the asker already has this (RFC 9110, section 13.2.2)."""
        if self.status != HTTPStatus.OK:
            return False
        if if_none_match is not None:
            tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
            return "*" in tags or self.etag in tags
        if if_modified_since is None or self.changed is None:
            return False
        try:
            since = parsedate_to_datetime(if_modified_since)
        except ValueError:
            return False
        return since.tzinfo is not None and self.changed <= since


class PressSite:
    """What each address of each outlet answers at an instant.

    Args:
        template: the text of ``page.html``.
    """

    def __init__(self, press: Press, template: str) -> None:
        self.press = press
        self._template = template

    def answer(self, host: str, path: str, now: datetime) -> Answer:
        """Return the response for a path of a host."""
        outlet = self.press.outlet(host)
        if outlet is None:
            return _missing()
        items = self.press.items(outlet, now)
        if path == outlet.feed_path:
            body = feed(outlet, items)
            return Answer(200, CONTENT_TYPES[outlet.feed], body, changed_at(items))
        if path == _SITEMAP_PATH:
            body = feed(outlet, items, "sitemap")
            return Answer(200, CONTENT_TYPES["sitemap"], body, changed_at(items))
        if path == "/robots.txt":
            return Answer(200, "text/plain; charset=utf-8", _robots(outlet))
        if path == "/":
            return Answer(200, _HTML, front_page(outlet, items), changed_at(items))
        return self._article(outlet, path, now)

    def _article(self, outlet: Outlet, path: str, now: datetime) -> Answer:
        item = self.press.item(outlet, path, now)
        if item is None:
            return _missing()
        page = article_page(self._template, item, self._older(item))
        return Answer(200, _HTML, page, item.version.at)

    def _older(self, item: Item) -> list[Item]:
        published = item.article.published
        return [
            other
            for other in self.press.items(item.article.outlet, published)
            if other.article.published < published
        ]


class _Server(ThreadingHTTPServer):
    """Takes a whole round's connections at once: one too many is tried again a second later."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128


class PressServer:
    """Serves a :class:`PressSite` on 127.0.0.1 from a thread, until closed.

    Use as a context manager. The clock is asked at every request, so moving it moves the press.

    Args:
        folder: ``data/demo/press``.
        port: 0 takes a free one.
    """

    def __init__(self, folder: Path, clock: Clock, port: int = 0) -> None:
        self.site = PressSite(
            load_press(folder), (folder / "page.html").read_text(encoding="utf-8")
        )
        self._server = _Server(("127.0.0.1", port), _handler(self.site, clock))
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def address(self) -> tuple[str, int]:
        """Return (numeric address, port) that the outlets' hosts are to be mapped to."""
        return "127.0.0.1", int(self._server.server_address[1])

    @property
    def mapped(self) -> dict[str, tuple[str, int]]:
        """Return the mapping of hosts for the fetcher's guard."""
        return {"*.example": self.address}

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        """Return the running server."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop serving."""
        self.close()


def _handler(site: PressSite, clock: Clock) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "Press"
        sys_version = ""
        timeout = 30
        # One packet per answer: else the page waits for the acknowledgement of its headers.
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._send(with_body=True)

        def do_HEAD(self) -> None:
            self._send(with_body=False)

        def date_time_string(self, timestamp: float | None = None) -> str:
            moment = clock.now() if timestamp is None else datetime.fromtimestamp(timestamp, UTC)
            return format_datetime(moment.astimezone(UTC), usegmt=True)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
            """Say nothing: the poller keeps its own account."""

        def _send(self, *, with_body: bool) -> None:
            host = self.headers.get("Host", "").partition(":")[0].lower()
            answer = site.answer(host, urlsplit(self.path).path, clock.now())
            same = answer.matches(
                self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
            )
            self.send_response(HTTPStatus.NOT_MODIFIED if same else answer.status)
            self.send_header("ETag", answer.etag)
            if answer.changed is not None:
                self.send_header("Last-Modified", format_datetime(answer.changed, usegmt=True))
            self.send_header("Cache-Control", "no-cache")
            if not same:
                self.send_header("Content-Type", answer.content_type)
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if with_body and not same:
                self.wfile.write(answer.body)

    return Handler


def _missing() -> Answer:
    return Answer(404, _HTML, missing_page())


def _robots(outlet: Outlet) -> bytes:
    return f"User-agent: *\nAllow: /\nSitemap: {outlet.url(_SITEMAP_PATH)}\n".encode()
