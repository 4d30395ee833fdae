from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from monitor.core.actors import system
from monitor.core.chosen import Following, choose
from monitor.core.clock import HeldClock, from_text
from monitor.core.schema import MIGRATIONS
from monitor.core.settings import Settings
from monitor.core.store import Store, open_store
from monitor.intake import evidence, poll, sources
from monitor.intake.means import make_means, renew
from monitor.intake.opml import SourceLine
from monitor.intake.workers import Workers

NOW = datetime(2026, 3, 9, 13, 10, tzinfo=UTC)
FAST = poll.Options(forced=True, page_gap_s=0.0)
#: A bound on hanging, not on speed.
PATIENT_S = 300
TEXT = "Styrgruppen för Kompass möttes på Åby lasarett under förmiddagen för att gå igenom läget. "

Poll = Callable[..., poll.RoundSummary]


def feed(*items: str) -> str:
    return f'<rss version="2.0"><channel><title>MV</title>{"".join(items)}</channel></rss>'


def item(number: int, *, title: str = "", link: str = "", desc: str = "Ingress") -> str:
    return (
        f"<item><title>{title or f'Rubrik {number}'}</title>"
        f"<guid isPermaLink='false'>g{number}</guid><link>{link}</link>"
        f"<description>{desc} {number}</description>"
        "<pubDate>Mon, 09 Mar 2026 13:00:00 GMT</pubDate></item>"
    )


def page(title: str, text: str = TEXT * 6, head: str = "") -> str:
    return (
        f"<html lang=sv><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>"
        f"<p>{text}</p></article></body></html>"
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "lagesbild.db", [MIGRATIONS], HeldClock(NOW))
    yield opened
    opened.close()


@pytest.fixture
def settings(tmp_path: Path, web: Any) -> Settings:
    return Settings(state=tmp_path, allow_private=(f"127.0.0.1:{web.port}",))


@pytest.fixture
def run(store: Store, settings: Settings) -> Poll:
    def once(**more: Any) -> poll.RoundSummary:
        return poll.run_round(store, settings, **{"options": FAST, **more})

    return once


def subscribe(store: Store, *addresses: str, kind: str = "feed", pattern: str = "") -> list[int]:
    lines = [SourceLine(url, url, kind=kind, link_pattern=pattern) for url in addresses]
    return list(sources.import_sources(store, system("test"), lines).added)


def counts(summary: poll.RoundSummary) -> tuple[int, ...]:
    return (
        summary.sources, summary.not_modified, summary.unchanged, summary.failed,
        summary.articles_new, summary.articles_changed,
    )  # fmt: skip


def test_an_article_is_stored_with_its_names_its_page_and_the_texts_expiry(
    web: Any, store: Store, settings: Settings, run: Poll
) -> None:
    link = web.reply("/kompass-1", page("Nytt journalsystem saknar rätt märkning"))
    url = web.reply("/rss", feed(item(1, title="Nytt journalsystem saknar rätt märkning",
                                      link=link + "?utm_source=rss")))  # fmt: skip
    subscribe(store, url)

    assert counts(run()) == (1, 0, 0, 0, 1, 0)

    article = store.row("SELECT * FROM articles") or {}
    assert article["title"] == "Nytt journalsystem saknar rätt märkning"
    assert article["url"] == link
    assert article["guid"] == "g1"
    assert article["published_at"] == "2026-03-09T13:00:00Z"
    assert article["first_seen_at"] == "2026-03-09T13:10:00Z"
    text = store.row("SELECT * FROM article_texts") or {}
    assert "Åby lasarett" in text["text"]
    assert text["expires_at"] == "2026-03-16T13:10:00Z"
    names = {(row["kind"], row["alias"]) for row in store.rows("SELECT * FROM article_aliases")}
    assert ("guid", "g1") in names
    assert ("url", f"127.0.0.1:{web.port}/kompass-1") in names
    kept = store.row("SELECT * FROM evidence") or {}
    assert b"Kompass" in evidence.load(settings.evidence, kept["digest"])


def test_a_second_poll_changes_nothing(web: Any, store: Store, run: Poll) -> None:
    subscribe(store, web.reply("/rss", feed(item(1), item(2))))
    run()
    before = list(store.connection.iterdump())

    again = run()

    assert counts(again) == (1, 0, 1, 0, 0, 0)
    changed = set(store.connection.iterdump()) - set(before)
    assert {line.split('"')[1] for line in changed if line.startswith("INSERT")} <= {
        "source_state", "source_days", "poll_rounds",
    }  # fmt: skip


def test_validators_save_the_body(web: Any, store: Store, run: Poll) -> None:
    subscribe(store, web.reply("/rss", feed(item(1)), ETag='"v1"'))
    run()
    web.reply("/rss", b"", 304)

    assert counts(run()) == (1, 1, 0, 0, 0, 0)
    assert web.asked[-1].headers["if-none-match"] == '"v1"'


def test_now_and_then_the_whole_is_asked_for(web: Any, store: Store, run: Poll) -> None:
    subscribe(store, web.reply("/rss", feed(item(1)), ETag='"v1"'))
    run()
    assert isinstance(store.clock, HeldClock)
    store.clock.set(NOW + timedelta(hours=7))
    web.reply("/rss", feed(item(1), item(2)), ETag='"v1"')

    assert counts(run()) == (1, 0, 0, 0, 1, 0)
    assert "if-none-match" not in web.asked[-1].headers


def test_an_article_behind_validators_that_stand_still_is_found_within_a_quarter_of_a_day(
    web: Any, store: Store, run: Poll
) -> None:
    subscribe(store, web.reply("/rss", feed(item(1)), ETag='"v1"'))
    run()
    web.reply("/rss", feed(item(2), item(1)), ETag='"v1"')
    news = web.scripts["/rss"]

    def lies(peer: socket.socket, asked: Any) -> None:
        unchanged = b"HTTP/1.1 304 X\r\nConnection: close\r\n\r\n"
        peer.sendall(unchanged if "if-none-match" in asked.headers else news)

    web.scripts["/rss"] = lies
    polls = 0
    assert isinstance(store.clock, HeldClock)
    while store.value("SELECT count(*) FROM articles") < 2:
        store.clock.set(from_text(store.value("SELECT next_due_at FROM source_state")))
        run(options=poll.Options(page_gap_s=0.0))
        polls += 1
        assert polls <= 14

    assert store.clock.now() - NOW <= timedelta(hours=7.2)


def test_a_feed_whose_only_news_is_its_time_stamp_is_read_and_nothing_is_stored(
    web: Any, store: Store, run: Poll
) -> None:
    def stamped(at: str) -> bytes:
        return feed(f"<ttl>40</ttl><lastBuildDate>{at}</lastBuildDate>", item(1)).encode()

    web.reply("/rss", stamped("Mon, 09 Mar 2026 13:00:00 GMT"))
    subscribe(store, web.base + "/rss")
    run()
    before = store.rows("SELECT * FROM source_items")
    web.reply("/rss", body := stamped("Mon, 09 Mar 2026 13:05:00 GMT"))

    assert counts(run()) == (1, 0, 0, 0, 0, 0)

    assert before == store.rows("SELECT * FROM source_items")
    state = store.row("SELECT * FROM source_state") or {}
    assert evidence.digest_of(body) == state["body_digest"]
    assert from_text(state["next_due_at"]) >= NOW + timedelta(minutes=40)


def test_a_visit_that_cannot_be_stored_does_not_take_others_with_it(
    web: Any, store: Store, run: Poll
) -> None:
    whole = [web.reply(f"/{number}", feed(item(number))) for number in range(3)]
    subscribe(store, *whole)

    store.execute(
        "CREATE TRIGGER stumbles BEFORE INSERT ON articles WHEN NEW.title = 'Rubrik 1'"
        " BEGIN SELECT json('{'); END"
    )

    summary = run()

    assert (summary.articles_new, summary.failed) == (2, 1)
    states = store.rows("SELECT status FROM source_state ORDER BY source_id")
    assert ["ok", "failing", "ok"] == [state["status"] for state in states]


def test_an_edited_headline_becomes_a_version_and_the_old_one_stays(
    web: Any, store: Store, run: Poll
) -> None:
    old, new = "Nytt journalsystem saknar märkning", "Nytt journalsystem kan sakna märkning"
    subscribe(store, web.reply("/rss", feed(item(1, title=old))))
    run()
    web.reply("/rss", feed(item(1, title=new)))

    assert counts(run()) == (1, 0, 0, 0, 0, 1)

    versions = store.rows("SELECT number, title, change_kind FROM article_versions ORDER BY number")
    assert [tuple(row.values()) for row in versions] == [(1, old, "first"), (2, new, "headline")]
    assert store.value("SELECT title FROM articles") == new
    assert store.value("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'kan'") == 1


def test_two_versions_that_take_turns_are_two(web: Any, store: Store, run: Poll) -> None:
    subscribe(store, web.base + "/rss")
    for turn in range(6):
        web.reply("/rss", feed(item(1, title=("Version A", "Version B")[turn % 2])))
        run()

    assert store.value("SELECT count(*) FROM article_versions") == 2
    assert store.value("SELECT title FROM articles") == "Version B"


def test_an_article_in_two_feeds_is_one(web: Any, store: Store, run: Poll) -> None:
    link = web.reply("/a", page("Rubrik 1"))
    subscribe(
        store,
        web.reply("/rss", feed(item(1, link=link))),
        web.reply("/senaste", feed(item(1, link=link + "?utm_medium=x"), item(2))),
    )

    assert run().articles_new == 2
    assert store.value("SELECT count(*) FROM article_aliases WHERE kind = 'guid'") == 3


def test_the_pages_own_address_joins_two_addresses(web: Any, store: Store, run: Poll) -> None:
    own = f"<link rel=canonical href='{web.base}/artikel/1'>"
    first = web.reply("/a?p=1", page("Rubrik 1", head=own))
    second = web.reply("/b/1", page("Rubrik 1", head=own))
    subscribe(store, web.reply("/rss", feed(item(1, link=first))))
    run()
    subscribe(store, web.reply("/rss2", feed(item(1, link=second))))

    assert run().articles_new == 0
    assert store.value("SELECT count(*) FROM articles") == 1


@pytest.mark.parametrize(
    ("body", "status", "key"),
    [
        ("<!doctype html><html><body>Vi bryr oss om dina kakor</body></html>", 200, "html"),
        ("", 200, "empty"),
        ("nej", 404, "not_found"),
        ("oj", 500, "http_5xx"),
        ('{"fel": true}', 200, "not_a_feed"),
        (" " * 100 + "x" * 2_000_000, 200, "too_large"),
    ],
)
def test_a_bad_source_is_told_in_swedish_and_the_others_are_not_disturbed(
    web: Any, store: Store, settings: Settings, body: str, status: int, key: str
) -> None:
    good, bad = web.reply("/rss", feed(item(1))), web.reply("/fel", body, status)
    subscribe(store, bad, good)
    small = Settings(state=settings.state, allow_private=settings.allow_private, fetch_max_mb=1)

    summary = poll.run_round(store, small, options=FAST)

    assert counts(summary) == (2, 0, 0, 1, 1, 0)
    row = next(row for row in sources.list_sources(store) if row["url"] == bad)
    assert (row["status"], row["error_key"], row["failures"]) == ("failing", key, 1)
    assert str(row["trouble"]).endswith(".")
    assert "{" not in row["trouble"]


def test_a_source_that_gets_well_is_well(web: Any, store: Store, run: Poll) -> None:
    subscribe(store, web.reply("/rss", feed(item(1))))
    run()
    web.reply("/rss", "<html><body>Underhåll</body></html>")
    run()
    web.reply("/rss", feed(item(1), item(2)))

    assert run().articles_new == 1
    row = sources.list_sources(store)[0]
    assert (row["status"], row["error_key"], row["failures"]) == ("ok", None, 0)


def test_a_source_that_is_gone_is_not_asked_again(web: Any, store: Store, run: Poll) -> None:
    subscribe(store, web.reply("/rss", b"", 410))
    run()

    assert run().sources == 0
    assert sources.list_sources(store)[0]["status"] == "gone"
    assert len(web.asked) == 1


def test_a_source_that_stays_empty_for_hours_is_polled_on_and_gets_well(
    web: Any, store: Store, run: Poll
) -> None:
    subscribe(store, web.reply("/rss", feed(item(1))))
    run()
    assert isinstance(store.clock, HeldClock)
    for hours, body in ((1, feed()), (3, feed()), (5, feed()), (7, feed(item(1), item(2)))):
        web.reply("/rss", body)
        store.clock.set(NOW + timedelta(hours=hours))
        run()

    state = store.row("SELECT status, empty_since, empty_times FROM source_state") or {}
    assert {"status": "ok", "empty_since": None, "empty_times": 1} == state


def test_the_timetable_is_kept(web: Any, store: Store, run: Poll) -> None:
    subscribe(store, web.reply("/rss", feed(item(1)), 429, Retry_After="7200"))
    by_timetable = poll.Options(page_gap_s=0.0)
    assert isinstance(store.clock, HeldClock)

    assert run(options=by_timetable).sources == 1
    store.clock.set(NOW + timedelta(minutes=119))
    assert run(options=by_timetable).sources == 0
    store.clock.set(NOW + timedelta(hours=3))
    assert run(options=by_timetable).sources == 1


def test_a_move_is_followed_when_it_was_seen_to_hold(web: Any, store: Store, run: Poll) -> None:
    old = web.reply("/gammal", b"", 301, Location="/ny")
    new = web.reply("/ny", feed(item(1)))
    subscribe(store, old)

    run()
    assert sources.list_sources(store)[0]["url"] == old
    run()
    assert sources.list_sources(store)[0]["url"] == new
    assert store.value("SELECT actor FROM audit ORDER BY id DESC LIMIT 1") == "system:poller"


def test_robots_txt_keeps_pages_unread_and_the_article_is_stored_from_the_feed(
    web: Any, store: Store, run: Poll
) -> None:
    web.reply("/robots.txt", "User-agent: *\nDisallow: /hemlig\n")
    closed = web.reply("/hemlig/1", page("Rubrik 1"))
    opened = web.reply("/artikel/2", page("Rubrik 2"))
    subscribe(store, web.reply("/rss", feed(item(1, link=closed), item(2, link=opened))))

    assert run().articles_new == 2
    assert web.paths() == ["/rss", "/robots.txt", "/artikel/2"]


def test_a_page_is_read_later_when_robots_txt_could_not_be(
    web: Any, store: Store, run: Poll
) -> None:
    web.reply("/robots.txt", b"trasig", 503)
    subscribe(store, web.reply("/rss", feed(item(1, link=web.reply("/1", page("Rubrik 1"))))))
    run()
    assert "/1" not in web.paths()

    web.reply("/robots.txt", b"User-agent: *\nDisallow: /inget\n")
    assert isinstance(store.clock, HeldClock)
    store.clock.set(NOW + timedelta(hours=2))
    run()

    assert "/1" in web.paths()
    assert store.value("SELECT count(*) FROM article_texts") == 1


def test_pages_beyond_what_one_round_may_ask_for_are_noted_for_later(
    web: Any, store: Store, run: Poll
) -> None:
    links = [web.reply(f"/{number}", page(f"Rubrik {number}")) for number in range(5)]
    items = [item(number, link=link) for number, link in enumerate(links)]
    subscribe(store, web.reply("/rss", feed(*items)))

    few = poll.Options(forced=True, page_gap_s=0.0, pages_per_source=3)
    assert run(options=few).articles_new == 5

    assert store.value("SELECT count(*) FROM evidence") == 3
    assert store.value("SELECT count(*) FROM articles WHERE next_reread_at IS NOT NULL") == 2

    assert counts(run(options=few)) == (1, 0, 1, 0, 0, 0)
    assert store.value("SELECT count(*) FROM evidence") == 5
    assert store.value("SELECT count(*) FROM article_versions") == 5
    assert store.value("SELECT count(*) FROM articles WHERE next_reread_at IS NOT NULL") == 0


def test_a_flagged_article_is_read_again_and_its_correction_becomes_a_version(
    web: Any, store: Store, run: Poll
) -> None:
    link = web.reply("/1", page("Rubrik 1"))
    subscribe(store, web.reply("/rss", feed(item(1, link=link))))

    def judge(of: Store, versions: Sequence[int]) -> int:
        of.execute(
            "INSERT INTO watches (id, slug, name, kind, definition, changed_at)"
            " SELECT 1, 'kompass', 'Kompass', 'programme', '{}', '2026-03-09T13:00:00Z'"
            " WHERE NOT EXISTS (SELECT 1 FROM watches)"
        )
        for version in versions:
            of.execute(
                "INSERT OR IGNORE INTO flags (article_id, watch_id, version_id, band, score, rule,"
                " flagged_at) SELECT article_id, 1, id, 'flag', 1, 'x', captured_at"
                " FROM article_versions WHERE id = ?",
                [version],
            )
        return len(versions)

    run(judge=judge)
    web.reply("/1", page("Rubrik 1", TEXT * 6 + "Rättelse: mötet hölls på eftermiddagen."))
    assert isinstance(store.clock, HeldClock)
    store.clock.set(NOW + timedelta(minutes=15))

    assert run(judge=judge).articles_changed == 1
    kinds = store.rows("SELECT change_kind FROM article_versions ORDER BY number")
    assert [row["change_kind"] for row in kinds] == ["first", "correction"]
    assert store.value("SELECT next_reread_at FROM articles") == "2026-03-09T13:40:00Z"


def test_a_watched_page_gives_articles(web: Any, store: Store, run: Poll) -> None:
    web.reply("/nyheter/1", page("Produktverket inleder tillsyn"))
    url = web.reply(
        "/nyheter/",
        "<html><body><a href='/nyheter/1'>Produktverket inleder tillsyn av Kompass</a>"
        "<a href='/kontakt'>Kontakta oss här</a></body></html>",
    )
    subscribe(store, url, kind="page", pattern=r"/nyheter/\d+")

    assert counts(run()) == (1, 0, 0, 0, 1, 0)
    assert counts(run()) == (1, 0, 1, 0, 0, 0)


def test_an_index_of_sitemaps_leads_to_the_news(web: Any, store: Store, run: Poll) -> None:
    link = web.reply("/artikel/1", page("Rubrik 1"))
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    news = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    told = (
        f"<url><loc>{link}</loc><news:news><news:title>Rubrik 1</news:title>"
        "<news:publication_date>2026-03-09T13:00:00Z</news:publication_date></news:news></url>"
    )
    part = web.reply("/news.xml", f"<urlset {space} {news}>{told}</urlset>")
    index = f"<sitemapindex {space}><sitemap><loc>{part}</loc></sitemap></sitemapindex>"
    subscribe(store, web.reply("/index.xml", index, ETag='"x"'), kind="sitemap")

    assert counts(run()) == (1, 0, 0, 0, 1, 0)
    assert counts(run()) == (1, 0, 0, 0, 0, 0)
    assert "if-none-match" not in web.asked[-2].headers


def test_versions_are_judged_once_and_what_an_interruption_left_is_judged_next_time(
    web: Any, store: Store, run: Poll
) -> None:
    seen: list[int] = []

    def judge(_: Store, versions: Sequence[int]) -> int:
        seen.extend(versions)
        return len(versions)

    def killed(_: Store, versions: Sequence[int]) -> int:
        raise KeyboardInterrupt

    subscribe(store, web.reply("/rss", feed(item(1), item(2))))
    with pytest.raises(KeyboardInterrupt):
        run(judge=killed)
    assert store.value("SELECT count(*) FROM articles") == 2

    assert run(judge=judge).flags_new == 2
    assert run(judge=judge).flags_new == 0
    assert sorted(seen) == [1, 2]
    assert store.value("SELECT count(*) FROM judge_queue") == 0


def test_another_poller_at_the_same_time_doubles_nothing(
    web: Any, store: Store, settings: Settings, run: Poll
) -> None:
    other = open_store(settings.database, [MIGRATIONS], HeldClock(NOW))
    body = feed(item(1, link=web.base + "/a"), item(2)).encode()

    def meanwhile(connection: socket.socket, _: Any) -> None:
        web.reply("/a", page("Rubrik 1"))  # the second time it just answers
        inner.append(poll.run_round(local, settings, options=FAST))
        connection.sendall(b"HTTP/1.1 404 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    inner: list[poll.RoundSummary] = []
    web.reply("/rss", body)
    subscribe(store, web.base + "/rss")
    other.close()
    local = _Lazy(settings)
    web.scripts["/a"] = meanwhile
    run()

    assert inner[0].articles_new == 2
    assert store.value("SELECT count(*) FROM articles") == 2
    assert store.value("SELECT count(*) FROM article_versions") == 2


class _Lazy(Store):
    """A store that is opened in the thread that uses it first."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __getattr__(self, name: str) -> Any:
        opened = open_store(self._settings.database, [MIGRATIONS], HeldClock(NOW))
        self.__dict__.update(opened.__dict__)
        return self.__dict__[name]


def test_pages_can_be_read_by_other_processes(web: Any, store: Store, run: Poll) -> None:
    links = [web.reply(f"/{number}", page(f"Rubrik {number}")) for number in range(3)]
    items = [item(number, link=link) for number, link in enumerate(links)]
    subscribe(store, web.reply("/rss", feed(*items)))

    with Workers(1) as executor:
        options = poll.Options(forced=True, page_gap_s=0.0, executor=executor)
        assert run(options=options).articles_new == 3

    assert store.value("SELECT count(*) FROM article_texts") == 3


class Silent(Executor):
    """Takes work and never answers; or answers that nobody will."""

    def __init__(self, *, calls_off: bool) -> None:
        self._calls_off = calls_off

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if self._calls_off:
            future.cancel()
            future.set_running_or_notify_cancel()
        return future


@pytest.mark.parametrize("calls_off", [True, False])
def test_pages_are_read_at_home_when_those_who_should_are_gone(
    web: Any, store: Store, run: Poll, *, calls_off: bool
) -> None:
    links = [web.reply(f"/{number}", page(f"Rubrik {number}")) for number in range(20)]
    items = [item(number, link=link) for number, link in enumerate(links)]
    subscribe(store, web.reply("/rss", feed(*items)))
    options = replace(FAST, executor=Silent(calls_off=calls_off), patience_s=0.2)

    assert 20 == run(options=options).articles_new

    assert 20 == store.value("SELECT count(*) FROM article_texts")
    assert 20 == store.value("SELECT count(*) FROM article_versions")


def test_a_poller_that_runs_on_stops_when_told(web: Any, settings: Settings, store: Store) -> None:
    subscribe(store, web.reply("/rss", feed(item(1))))
    stop, rounds = Event(), []

    def after(summary: poll.RoundSummary) -> None:
        rounds.append(summary)
        stop.set()

    def forever() -> None:
        own = open_store(settings.database, [MIGRATIONS], HeldClock(NOW))
        poll.poll_forever(own, settings, stop, after_round=after)
        own.close()

    thread = Thread(target=forever)
    thread.start()
    thread.join(PATIENT_S)

    assert not thread.is_alive()
    assert [one.articles_new for one in rounds] == [1]


def test_a_poller_asks_by_what_was_chosen_since_its_last_round(
    web: Any, settings: Settings, store: Store
) -> None:
    subscribe(store, web.reply("/rss", feed()))
    following, desk = Following(settings), system("desk")

    with make_means(following.now(store), FAST) as means:
        poll.Round(store, means, FAST).run()
        choose(store, desk, settings, "Hämtning", {"contact": "press@region.example"}, 0)
        renew(means, following.now(store), FAST)
        poll.Round(store, means, FAST).run()

    agents = [asked.headers["user-agent"] for asked in web.asked if asked.path == "/rss"]
    assert ["Lagesbild/1.0", "Lagesbild/1.0 (+press@region.example)"] == agents


def test_a_poller_that_is_told_to_stop_does_not_wait_for_a_silent_server(
    web: Any, settings: Settings, store: Store
) -> None:
    stop, silent = Event(), Event()
    web.scripts["/silent"] = lambda *_: silent.wait()
    subscribe(store, web.reply("/rss", feed(item(1))), f"{web.base}/silent")
    patient = replace(settings, fetch_timeout_s=10 * PATIENT_S)

    def poller() -> None:
        own = open_store(patient.database, [MIGRATIONS], HeldClock(NOW))
        poll.poll_forever(own, patient, stop, options=replace(FAST, fetch_pages=False))
        own.close()

    thread = Thread(target=poller, daemon=True)
    thread.start()
    while thread.is_alive() and not store.value("SELECT count(*) FROM articles"):
        time.sleep(0.01)
    stop.set()
    thread.join(PATIENT_S)
    is_ended = not thread.is_alive()
    silent.set()

    assert 1 == store.value("SELECT count(*) FROM articles")
    assert is_ended


def test_the_round_is_on_record(web: Any, store: Store, run: Poll) -> None:
    subscribe(store, web.reply("/rss", feed(item(1))))
    run()

    row = store.row("SELECT * FROM poll_rounds") or {}
    assert (row["sources"], row["articles_new"]) == (1, 1)
    assert row["finished_at"] is not None
    assert json.loads(store.value("SELECT error_facts FROM source_state")) == {}
    assert store.row("SELECT polls, failures, items FROM source_days") == {
        "polls": 1, "failures": 0, "items": 1,
    }  # fmt: skip
