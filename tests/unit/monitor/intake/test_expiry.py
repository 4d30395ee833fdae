from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.core.clock import HeldClock, from_text, to_text
from monitor.core.store import Store
from monitor.intake import evidence
from monitor.intake.expiry import expire, kept_until


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "evidence"


def an_article(store: Store, folder: Path, body: bytes = b"<p>Hela texten.</p>") -> int:
    """Store an article whose text may be kept for a week, ninety days if it is a flag."""
    now = store.now()
    outlet = store.value("SELECT id FROM outlets") or store.insert(
        "outlets", {"name": "Morgonbladet Väst", "short_name": "MV"}
    )
    article = store.insert(
        "articles", {"outlet_id": outlet, "title": "Kompass", "first_seen_at": now}
    )
    version = store.insert(
        "article_versions",
        {"article_id": article, "number": 1, "captured_at": now, "title": "Kompass", "digest": "x"},
    )
    until = "2026-03-16T14:00:00Z"
    store.insert(
        "article_texts", {"version_id": version, "text": "Hela texten.", "expires_at": until}
    )
    store.insert(
        "evidence",
        {
            "version_id": version,
            "url": "https://mv.example/1",
            "captured_at": now,
            "digest": evidence.keep(folder, body),
            "bytes": len(body),
            "expires_at": until,
        },
    )
    return version


def a_flag(store: Store, version: int, verdict: str | None = None) -> None:
    watch = store.insert(
        "watches",
        {"slug": "k", "name": "K", "kind": "programme", "definition": "{}", "changed_at": ""},
    )
    article = store.value("SELECT article_id FROM article_versions WHERE id = ?", [version])
    store.insert(
        "flags",
        {
            "article_id": article,
            "watch_id": watch,
            "version_id": version,
            "band": "flag",
            "score": 1.0,
            "rule": "own_head",
            "flagged_at": store.now(),
            "verdict": verdict,
        },
    )


def kept(store: Store) -> int:
    return int(store.value("SELECT count(*) FROM article_texts"))


def test_nothing_goes_before_its_time(store: Store, folder: Path, clock: HeldClock) -> None:
    an_article(store, folder)
    clock.set(clock.at + timedelta(days=6))

    assert (0, 0) == (expire(store, folder).texts, expire(store, folder).bodies)
    assert 1 == kept(store)


def test_after_a_week_the_text_and_its_body_go_and_the_digest_stays(
    store: Store, folder: Path, clock: HeldClock
) -> None:
    an_article(store, folder)
    clock.set(clock.at + timedelta(days=8))

    gone = expire(store, folder)

    assert (1, 1) == (gone.texts, gone.bodies)
    assert 0 == kept(store)
    assert [] == list(folder.rglob("*.gz"))
    row = store.row("SELECT digest, removed_at FROM evidence")
    assert row is not None
    assert store.now() == row["removed_at"]
    assert 64 == len(row["digest"])


def test_a_flag_is_kept_as_long_as_the_outlet_lets_us(
    store: Store, folder: Path, clock: HeldClock
) -> None:
    a_flag(store, an_article(store, folder))
    start = clock.at

    clock.set(start + timedelta(days=8))
    expire(store, folder)
    after_a_week = kept(store)
    clock.set(start + timedelta(days=91))
    expire(store, folder)

    assert (1, 0) == (after_a_week, kept(store))


def test_a_flag_that_was_irrelevant_is_not_kept_longer(
    store: Store, folder: Path, clock: HeldClock
) -> None:
    a_flag(store, an_article(store, folder), "irrelevant")
    clock.set(clock.at + timedelta(days=8))

    expire(store, folder)

    assert 0 == kept(store)


def test_a_body_that_another_version_still_needs_stays(
    store: Store, folder: Path, clock: HeldClock
) -> None:
    first = an_article(store, folder)
    a_flag(store, an_article(store, folder))
    clock.set(clock.at + timedelta(days=8))

    gone = expire(store, folder)

    assert (1, 0) == (gone.texts, gone.bodies)
    assert 1 == len(list(folder.rglob("*.gz")))
    assert store.value("SELECT removed_at FROM evidence WHERE version_id = ?", [first])


def test_a_backlog_is_taken_in_turns(store: Store, folder: Path, clock: HeldClock) -> None:
    for number in range(5):
        an_article(store, folder, body=b"%d" % number)
    clock.set(clock.at + timedelta(days=8))

    left = []
    for _ in range(3):
        expire(store, folder, batch=2)
        left.append(kept(store))

    assert [3, 1, 0] == left


def each_minute(store: Store, minutes: int) -> Iterator[datetime]:
    """Let so many minutes pass, one at a time."""
    assert isinstance(store.clock, HeldClock)
    begun = store.clock.now()
    for minute in range(minutes):
        store.clock.set(begun + timedelta(minutes=minute))
        yield store.clock.now()


def as_old_as(path: Path, at: datetime) -> None:
    os.utime(path, (at.timestamp(), at.timestamp()))


def test_a_body_that_no_row_tells_of_is_gone_after_a_day(store: Store, folder: Path) -> None:
    an_article(store, folder, b"hor till artikeln")
    named = evidence.path_of(folder, evidence.digest_of(b"hor till artikeln"))
    stray = evidence.path_of(folder, evidence.keep(folder, b"oforandrad sida"))
    half = stray.with_name(".halvskriven.17")
    half.write_bytes(b"x")
    fresh = evidence.path_of(folder, evidence.keep(folder, b"pa vag"))
    now = store.clock.now()
    for path in (named, stray, half):
        as_old_as(path, now - timedelta(days=2))
    as_old_as(fresh, now)

    removed = sum(expire(store, folder).strays for _ in each_minute(store, 256))

    assert 2 == removed
    assert [True, False, False, True] == [p.exists() for p in (named, stray, half, fresh)]


def test_a_body_that_comes_again_is_as_new(store: Store, folder: Path) -> None:
    path = evidence.path_of(folder, evidence.keep(folder, b"kom tillbaka"))
    as_old_as(path, store.clock.now() - timedelta(days=900))

    evidence.keep(folder, b"kom tillbaka")

    assert 0 == sum(expire(store, folder).strays for _ in each_minute(store, 256))
    assert path.exists()


def test_it_is_told_how_long_a_text_is_kept_before_and_after_its_article_is_a_flag(
    store: Store, folder: Path
) -> None:
    version = an_article(store, folder)
    article = store.value("SELECT article_id FROM article_versions WHERE id = ?", [version])
    week = kept_until(store, article)
    a_flag(store, version)
    days = store.value("SELECT flagged_text_days FROM outlets")
    captured = store.value("SELECT captured_at FROM article_versions")

    assert "2026-03-16T14:00:00Z" == week
    assert kept_until(store, article) == to_text(from_text(captured) + timedelta(days=days))

    store.execute("DELETE FROM article_texts")
    assert kept_until(store, article) is None
