from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.core.clock import HeldClock
from monitor.intake.check import Check, FoundFeed, check_address, find_feeds
from monitor.intake.fetch import Fetcher
from monitor.intake.guard import Guard

CLOCK = HeldClock(datetime(2026, 3, 9, 13, 10, tzinfo=UTC))
FEED = (
    '<rss version="2.0"><channel><title>MV</title><item><title>Kompass försenas</title>'
    "<pubDate>Mon, 09 Mar 2026 13:00:00 GMT</pubDate></item></channel></rss>"
)


@pytest.fixture
def fetcher(web: Any) -> Iterator[Fetcher]:
    made = Fetcher(Guard(frozenset({(web.host, web.port)})), user_agent="Lagesbild/test")
    yield made
    made.close()


def test_a_feed_is_told_with_its_items(web: Any, fetcher: Fetcher) -> None:
    url = web.reply("/rss", FEED)

    assert check_address(fetcher, CLOCK, url) == Check(
        url, works=True, format="rss", entries=1, titles=("Kompass försenas",),
        newest=datetime(2026, 3, 9, 13, 0, tzinfo=UTC),
    )  # fmt: skip


def test_an_address_that_leads_on_for_good_says_where(web: Any, fetcher: Fetcher) -> None:
    web.reply("/gammal", b"", 301, Location="/ny")
    web.reply("/fast-inte", b"", 302, Location="/ny")
    url = web.reply("/ny", FEED)

    assert url == check_address(fetcher, CLOCK, web.base + "/gammal").moved_to
    assert "" == check_address(fetcher, CLOCK, web.base + "/fast-inte").moved_to
    assert "" == check_address(fetcher, CLOCK, url).moved_to


def test_a_sites_address_leads_to_its_feeds(web: Any, fetcher: Fetcher) -> None:
    url = web.reply(
        "/",
        '<html><head><link rel="alternate" type="application/rss+xml" title="Nyheter"'
        ' href="/nyheter.rss"></head><body>Välkommen</body></html>',
    )

    checked = check_address(fetcher, CLOCK, url)

    assert (checked.works, checked.reason) == (False, "html")
    assert "webbsida" in checked.trouble
    assert find_feeds(fetcher, CLOCK, url) == [FoundFeed(web.base + "/nyheter.rss", "Nyheter")]


def test_a_site_that_announces_nothing_is_asked_at_the_usual_places(
    web: Any, fetcher: Fetcher
) -> None:
    url = web.reply("/", "<html><body>Välkommen</body></html>")
    feed = web.reply("/feed", FEED)

    assert find_feeds(fetcher, CLOCK, url) == [FoundFeed(feed, "")]


def test_what_does_not_work_is_told_in_swedish(web: Any, fetcher: Fetcher) -> None:
    checked = check_address(fetcher, CLOCK, web.base + "/finns-inte")

    assert (checked.works, checked.reason) == (False, "not_found")
    assert checked.trouble == (
        "Sidan finns inte (svar 404). Kontrollera adressen på mediets webbplats."
    )
