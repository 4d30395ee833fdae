"""What lies on the open net leads to no listed private pair, in whatever way it tries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.core.actors import system
from monitor.core.clock import HeldClock
from monitor.core.schema import MIGRATIONS
from monitor.core.settings import Settings
from monitor.core.store import Store, open_store
from monitor.intake import check, poll, sources
from monitor.intake.means import make_fetcher
from monitor.intake.opml import SourceLine

NOW = datetime(2026, 3, 9, 13, 10, tzinfo=UTC)
PUBLIC = "http://offentlig.example"

Run = Callable[..., poll.RoundSummary]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "lagesbild.db", [MIGRATIONS], HeldClock(NOW))
    yield opened
    opened.close()


@pytest.fixture
def run(store: Store, tmp_path: Path, web: Any) -> Run:
    """Poll; the web server is the open net's ``offentlig.example`` and a listed private pair."""
    settings = Settings(state=tmp_path, allow_private=(f"127.0.0.1:{web.port}",), fetch_timeout_s=1)
    options = poll.Options(
        forced=True, page_gap_s=0.0, mapped={"offentlig.example": (web.host, web.port)}
    )
    return lambda **more: poll.run_round(store, settings, options=options, **more)


def feed(link: str) -> str:
    return (
        "<rss version='2.0'><channel><title>MV</title><item><title>Kompass stod stilla</title>"
        f"<guid isPermaLink='false'>g1</guid><link>{link}</link><description>I</description></item>"
        "</channel></rss>"
    )


def subscribe(store: Store, url: str, kind: str = "feed") -> None:
    sources.import_sources(store, system("test"), [SourceLine("MV", url, kind=kind)])


def test_a_redirect_is_refused_and_said(web: Any, store: Store, run: Run) -> None:
    web.reply("/rss", b"", 301, Location=f"{web.base}/inne")
    web.reply("/inne", feed(""))
    subscribe(store, f"{PUBLIC}/rss")

    assert 1 == run().failed
    assert "refused_address" == store.value("SELECT error_key FROM source_state")
    assert ["/rss"] == web.paths()


def test_a_listed_source_may_redirect_within_what_is_listed(
    web: Any, store: Store, run: Run
) -> None:
    web.reply("/rss", b"", 302, Location=f"{web.base}/inne")
    web.reply("/inne", feed(""))
    subscribe(store, f"{web.base}/rss")

    assert 1 == run().articles_new


def test_an_articles_link_is_not_followed_now_nor_on_the_ladder(
    web: Any, store: Store, run: Run
) -> None:
    web.reply("/rss", feed(f"{web.base}/inne"))
    subscribe(store, f"{PUBLIC}/rss")

    def flag(of: Store, versions: Sequence[int]) -> int:
        of.execute("UPDATE articles SET next_reread_at = first_seen_at")
        return len(versions)

    assert 1 == run(judge=flag).articles_new
    assert isinstance(store.clock, HeldClock)
    store.clock.set(NOW + timedelta(hours=2))
    run()

    assert {"/rss"} == set(web.paths())


def test_an_index_of_sitemaps_leads_nowhere_inside(web: Any, store: Store, run: Run) -> None:
    space = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
    part = f"<sitemap><loc>{web.base}/news.xml</loc></sitemap>"
    web.reply("/karta.xml", f"<sitemapindex {space}>{part}</sitemapindex>")
    subscribe(store, f"{PUBLIC}/karta.xml", kind="sitemap")

    run()

    assert ["/karta.xml"] == web.paths()


def test_a_site_announces_no_feed_inside(web: Any, store: Store, tmp_path: Path) -> None:
    link = "<link rel=alternate type='application/rss+xml' href='{}'>"
    head = link.format(f"{web.base}/inne") + link.format("/ute")
    web.reply("/", f"<html><head>{head}</head><body><p>Hej</p></body></html>")
    settings = Settings(state=tmp_path, allow_private=(f"127.0.0.1:{web.port}",))
    options = poll.Options(mapped={"offentlig.example": (web.host, web.port)})

    with closing(make_fetcher(settings, options)) as fetcher:
        found = check.find_feeds(fetcher, store.clock, f"{PUBLIC}/")

    assert [f"{PUBLIC}/ute"] == [feed.url for feed in found]
