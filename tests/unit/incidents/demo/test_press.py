"""The press of the demo week over HTTP, as of a held clock."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse

import pytest

from incidents.demo.press import PressServer
from monitor.core.clock import STOCKHOLM, HeldClock
from monitor.core.resources import shipped


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=STOCKHOLM).astimezone(UTC)


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock(_at(9, 14, 13))


@pytest.fixture
def server(clock: HeldClock) -> Iterator[PressServer]:
    with PressServer(shipped("data/demo/press"), clock) as running:
        yield running


class Reply:
    def __init__(self, response: HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()


def _ask(server: PressServer, url: str, method: str = "GET", **headers: str) -> Reply:
    host, _, path = url.removeprefix("https://").partition("/")
    connection = HTTPConnection(*server.address, timeout=300)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, f"/{path}", headers={"Host": host, **named})
        return Reply(connection.getresponse())
    finally:
        connection.close()


def test_an_article_appears_in_its_feed_at_its_minute(
    server: PressServer, clock: HeldClock
) -> None:
    clock.set(_at(9, 14, 9))
    before = _ask(server, "https://mv.example/rss/nyheter.xml")
    clock.set(_at(9, 14, 10))
    after = _ask(server, "https://mv.example/rss/nyheter.xml")

    assert b"saknar r\xc3\xa4tt m\xc3\xa4rkning" not in before.body
    assert "Nytt journalsystem saknar rätt märkning" in after.body.decode()


def test_its_page_does_not_exist_before_that(server: PressServer, clock: HeldClock) -> None:
    clock.set(_at(9, 14, 9))

    assert _ask(server, "https://mv.example/kompass-1").status == 404


def test_a_page_carries_what_newspapers_put_in_theirs(server: PressServer) -> None:
    page = _ask(server, "https://mv.example/kompass-1").body.decode()

    found = re.search(r'<script type="application/ld\+json">(.+?)</script>', page)
    assert found is not None
    assert json.loads(found[1])["datePublished"] == "2026-03-09T14:10:00+01:00"
    assert '<link rel="canonical" href="https://mv.example/kompass-1">' in page
    assert '<meta property="og:title" content="Nytt journalsystem saknar rätt märkning">' in page
    assert "Publicerad 9 mars 2026 klockan 14.10" in page


def test_a_changed_headline_replaces_the_first_at_its_time(
    server: PressServer, clock: HeldClock
) -> None:
    clock.set(_at(10, 11, 14))
    before = _ask(server, "https://mv.example/kompass-1")
    clock.set(_at(10, 11, 15))
    after = _ask(server, "https://mv.example/kompass-1", If_None_Match=before.headers["ETag"])

    assert after.status == 200
    assert "kan sakna rätt märkning" in after.body.decode()
    assert "saknar rätt märkning</h1>" in before.body.decode()


def test_the_same_page_answers_not_modified_to_its_etag(server: PressServer) -> None:
    first = _ask(server, "https://mv.example/kompass-1")
    again = _ask(server, "https://mv.example/kompass-1", If_None_Match=first.headers["ETag"])

    assert (again.status, again.body) == (304, b"")


def test_the_same_feed_answers_not_modified_to_its_time(
    server: PressServer, clock: HeldClock
) -> None:
    first = _ask(server, "https://nt.example/telegram.atom")
    clock.set(_at(9, 14, 40))
    since = first.headers["Last-Modified"]
    again = _ask(server, "https://nt.example/telegram.atom", If_Modified_Since=since)
    clock.set(_at(9, 15, 5))
    later = _ask(server, "https://nt.example/telegram.atom", If_Modified_Since=since)

    assert (again.status, later.status) == (304, 200)


def test_an_etag_goes_before_a_time(server: PressServer) -> None:
    first = _ask(server, "https://nt.example/telegram.atom")
    reply = _ask(
        server,
        "https://nt.example/telegram.atom",
        If_None_Match='"another"',
        If_Modified_Since=first.headers["Last-Modified"],
    )

    assert reply.status == 200


@pytest.mark.parametrize("since", ["not a date", "Mon, 09 Mar 2026 14:00:00"])
def test_an_unreadable_time_is_no_condition(server: PressServer, since: str) -> None:
    reply = _ask(server, "https://nt.example/telegram.atom", If_Modified_Since=since)

    assert reply.status == 200


def test_an_old_article_keeps_its_bytes_when_newer_ones_appear(
    server: PressServer, clock: HeldClock
) -> None:
    first = _ask(server, "https://nt.example/telegram/tagstopp-mandag")
    clock.set(_at(13, 18))
    later = _ask(server, "https://nt.example/telegram/tagstopp-mandag")

    assert later.body == first.body


def test_the_server_tells_the_clocks_time(server: PressServer) -> None:
    reply = _ask(server, "https://mv.example/")

    assert reply.headers["Date"] == "Mon, 09 Mar 2026 13:13:00 GMT"


def test_a_head_request_has_headers_only(server: PressServer) -> None:
    reply = _ask(server, "https://mv.example/kompass-1", "HEAD")

    assert reply.status == 200
    assert int(reply.headers["Content-Length"]) > 1000
    assert reply.body == b""


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://mv.example/robots.txt", "Allow: /"),
        ("https://va.example/news-sitemap.xml", "va.example/sport/kompassen-raddade"),
        ("https://puls.example/feed.json", "Vårdtidningen Puls"),
        ("https://itnytt.example/", 'rel="alternate" type="application/xml"'),
    ],
)
def test_each_outlet_serves_what_a_poller_looks_for(
    server: PressServer, url: str, words: str
) -> None:
    reply = _ask(server, url)

    assert reply.status == 200
    assert words in reply.body.decode()


@pytest.mark.parametrize("url", ["https://unknown.example/", "https://mv.example/finns-inte"])
def test_what_does_not_exist_answers_404_in_swedish(server: PressServer, url: str) -> None:
    reply = _ask(server, url)

    assert reply.status == 404
    assert "Sidan finns inte" in reply.body.decode()


def test_the_mapping_points_every_demo_host_at_loopback(server: PressServer) -> None:
    assert server.mapped == {"*.example": ("127.0.0.1", server.address[1])}
