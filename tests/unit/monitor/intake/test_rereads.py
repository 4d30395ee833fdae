from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.core.actors import system
from monitor.core.clock import HeldClock, to_text
from monitor.core.schema import MIGRATIONS
from monitor.core.settings import Settings
from monitor.core.store import Store, open_store
from monitor.intake import evidence, poll, sources
from monitor.intake.opml import SourceLine

NOW = datetime(2026, 3, 9, 13, 10, tzinfo=UTC)
FAST = poll.Options(forced=True, page_gap_s=0.0)
TEXT = "Styrgruppen för Kompass möttes på Åby lasarett under förmiddagen för att gå igenom läget. "

At = Callable[[int], None]


def page(title: str = "Kompass stod stilla", text: str = TEXT * 6, below: str = "") -> str:
    return (
        f"<html lang=sv><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"<p>{text}</p>{below}</article></body></html>"
    )


def feed(link: str, title: str = "Kompass stod stilla") -> str:
    return (
        f'<rss version="2.0"><channel><title>MV</title><item><title>{title}</title>'
        f"<guid isPermaLink='false'>g1</guid><link>{link}</link><description>Ingress</description>"
        "<pubDate>Mon, 09 Mar 2026 13:00:00 GMT</pubDate></item></channel></rss>"
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "lagesbild.db", [MIGRATIONS], HeldClock(NOW))
    yield opened
    opened.close()


@pytest.fixture
def at(store: Store, tmp_path: Path, web: Any) -> At:
    """Poll so many minutes after the beginning; every article is a flag."""
    settings = Settings(state=tmp_path, allow_private=(f"127.0.0.1:{web.port}",))
    sources.import_sources(store, system("test"), [SourceLine("MV", f"{web.base}/rss")])
    store.execute(
        "INSERT INTO watches (id, slug, name, kind, definition, changed_at)"
        " VALUES (1, 'kompass', 'Kompass', 'programme', '{}', '2026-03-09T13:00:00Z')"
    )

    def judge(of: Store, versions: Sequence[int]) -> int:
        for version in versions:
            of.execute(
                "INSERT OR IGNORE INTO flags (article_id, watch_id, version_id, band, score, rule,"
                " flagged_at) SELECT article_id, 1, id, 'flag', 1, 'x', captured_at"
                " FROM article_versions WHERE id = ?",
                [version],
            )
        return len(versions)

    def poll_at(minutes: int) -> None:
        assert isinstance(store.clock, HeldClock)
        store.clock.set(NOW + timedelta(minutes=minutes))
        poll.run_round(store, settings, judge=judge, options=FAST)

    return poll_at


def kinds(store: Store) -> list[str]:
    rows = store.rows("SELECT change_kind FROM article_versions ORDER BY number")
    return [row["change_kind"] for row in rows]


def test_a_page_that_is_gone_three_times_over_half_an_hour_is_said_to_be_since_the_first(
    web: Any, store: Store, at: At, tmp_path: Path
) -> None:
    web.reply("/rss", feed(web.reply("/1", page())))
    at(0)
    web.reply("/1", "<p>Sidan finns inte</p>", 404, X_Trace="a1")

    at(15)
    at(30)
    assert store.value("SELECT removed_at FROM articles") is None
    at(45)

    assert store.value("SELECT removed_at FROM articles") == to_text(NOW + timedelta(minutes=15))
    assert kinds(store) == ["first", "removed"]
    seen = store.rows("SELECT * FROM evidence WHERE kind = 'refusal'")[0]
    assert (seen["status"], json.loads(seen["headers"])["x-trace"]) == (404, "a1")
    assert b"Sidan finns inte" in evidence.load(tmp_path / "evidence", seen["digest"])
    assert store.value("SELECT count(*) FROM article_texts") == 1


def test_a_page_that_was_gone_and_answers_again_is_back_with_what_it_says_now(
    web: Any, store: Store, at: At
) -> None:
    web.reply("/rss", feed(web.reply("/1", page())))
    at(0)
    web.reply("/1", "borta", 410)
    for minutes in (15, 30, 45, 60):
        at(minutes)
    web.reply("/1", page(text=TEXT * 5 + "Driften är återställd sedan klockan tre."))
    at(75)

    assert kinds(store) == ["first", "removed", "back", "text"]
    assert store.value("SELECT removed_at FROM articles") is None
    assert store.value("SELECT latest_version FROM articles") == 4
    assert store.value("SELECT missing_times FROM articles") == 0


def test_one_hiccup_is_nothing(web: Any, store: Store, at: At) -> None:
    web.reply("/rss", feed(web.reply("/1", page())))
    at(0)
    for minutes, body, status in ((15, "nej", 404), (30, page(), 200), (45, "nej", 404)):
        web.reply("/1", body, status)
        at(minutes)
    web.reply("/1", page())
    at(60)

    assert kinds(store) == ["first"]
    assert store.value("SELECT removed_at FROM articles") is None


def test_a_server_that_fails_has_not_removed_anything(web: Any, store: Store, at: At) -> None:
    web.reply("/rss", feed(web.reply("/1", page())))
    at(0)
    web.reply("/1", "fel", 503)
    for minutes in (15, 30, 45, 60, 75):
        at(minutes)

    assert kinds(store) == ["first"]


def test_a_page_that_leads_to_the_front_page_is_missing_and_no_new_text(
    web: Any, store: Store, at: At
) -> None:
    web.reply("/rss", feed(web.reply("/1", page())))
    at(0)
    web.reply("/", page("Dagens nyheter", "Allt som har hänt i dag står här på första sidan. " * 9))
    web.reply("/1", "", 302, Location="/")
    for minutes in (15, 30, 45):
        at(minutes)

    assert kinds(store) == ["first", "removed"]
    assert store.value("SELECT missing_as FROM articles") == "front"
    assert store.value("SELECT title FROM articles") == "Kompass stod stilla"


def test_counters_share_boxes_and_pointers_make_no_version(web: Any, store: Store, at: At) -> None:
    web.reply("/rss", feed(web.reply("/1", page(below="<p>3 kommentarer</p>"))))
    at(0)
    below = (
        "<p>12 kommentarer</p><p>Dela på Facebook</p><p>Uppdaterad 14.25</p>"
        "<p>Läs även: Kritiken mot regionen växer</p>"
    )
    web.reply("/1", page(text=f" {TEXT * 6} ", below=below))
    at(15)

    assert kinds(store) == ["first"]


def test_a_headline_that_changes_on_the_page_alone_is_a_version(
    web: Any, store: Store, at: At
) -> None:
    link = web.reply("/1", page("Kompass står stilla på Åby"))
    web.reply("/rss", feed(link))
    at(0)
    assert store.value("SELECT title FROM articles") == "Kompass stod stilla"
    at(15)
    assert kinds(store) == ["first"]
    web.reply("/1", page("Kompass fungerar igen på Åby"))
    at(30)
    at(45)

    assert kinds(store) == ["first", "headline"]
    assert store.value("SELECT title FROM articles") == "Kompass fungerar igen på Åby"

    web.reply("/rss", feed(link, "Kompass fungerar åter"))
    at(60)
    assert store.value("SELECT title FROM articles") == "Kompass fungerar åter"
    at(75)
    assert kinds(store) == ["first", "headline", "headline"]


def test_the_feeds_unchanged_headline_does_not_undo_the_pages_new_one(
    web: Any, store: Store, at: At
) -> None:
    link = web.reply("/1", page("Kompass står stilla på Åby"))
    web.reply("/rss", feed(link))
    at(0)
    web.reply("/1", page("Kompass fungerar igen på Åby"))
    at(15)
    web.reply("/rss", feed(link).replace("<guid", "<category>Vård</category><guid"))
    at(30)

    assert kinds(store) == ["first", "headline"]
    assert store.value("SELECT title FROM articles") == "Kompass fungerar igen på Åby"


def test_an_article_of_an_open_incident_is_read_again_though_it_is_no_flag(
    web: Any, store: Store, at: At
) -> None:
    web.reply("/rss", feed(web.reply("/1", page())))
    at(0)
    store.execute("DELETE FROM flags")
    store.execute(
        "UPDATE articles SET next_reread_at = NULL, close_watch_until = '2026-12-31T00:00:00Z'"
    )
    web.reply("/1", page(text=TEXT * 5 + "Driften är återställd sedan klockan tre."))
    at(60)

    assert kinds(store) == ["first", "text"]
    assert store.value("SELECT next_reread_at FROM articles") == to_text(
        NOW + timedelta(minutes=75)
    )


def test_what_only_the_feed_told_has_the_feed_as_evidence(
    web: Any, store: Store, at: At, tmp_path: Path
) -> None:
    body = feed(web.reply("/1", page()))
    web.reply("/robots.txt", "User-agent: *\nDisallow: /1", Content_Type="text/plain")
    web.reply("/rss", body)
    at(0)

    kept = store.rows("SELECT kind, url, digest FROM evidence")
    assert [("feed", f"{web.base}/rss")] == [(row["kind"], row["url"]) for row in kept]
    assert evidence.load(tmp_path / "evidence", kept[0]["digest"]) == body.encode()


def test_a_page_that_did_not_answer_in_time_is_asked_again(web: Any, store: Store, at: At) -> None:
    web.reply("/rss", feed(web.reply("/1", "upptaget", 503)))
    at(0)
    web.reply("/1", page())
    at(1)

    assert kinds(store) == ["first"]
    assert store.value("SELECT count(*) FROM evidence WHERE kind = 'page'") == 1
    assert "Styrgruppen" in store.value("SELECT text FROM article_texts")
