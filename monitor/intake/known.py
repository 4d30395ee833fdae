"""Read what the store holds about the names in a document, and which sources are due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final, TypeVar

from monitor.core.clock import from_text, to_text
from monitor.core.store import Row, Store
from monitor.intake.decide import Known, KnownArticle, Names
from monitor.intake.entry import Entry
from monitor.intake.schedule import latest_possible

T = TypeVar("T")

#: Values per query: under SQLite's old limit of 999 variables.
_CHUNK: Final = 400
#: How far back a rewritten article is looked for by headline and time, as an SQLite modifier.
_TWIN_DAYS: Final = "-30 days"

_SOURCE: Final = """
SELECT sources.id, sources.url, sources.kind, sources.link_pattern, sources.outlet_id,
    sources.floor_s, sources.ceiling_s, outlets.text_days, COALESCE(state.status, 'new') AS status,
    COALESCE(state.interval_s, 900) AS interval_s, state.etag, state.last_modified,
    state.body_digest, state.last_full_get_at, state.last_success_at, state.moved_to,
    COALESCE(state.moved_seen, 0) AS moved_seen, COALESCE(state.failures, 0) AS failures
FROM sources JOIN outlets ON outlets.id = outlet_id
LEFT JOIN source_state AS state ON state.source_id = sources.id
"""
_POLLED: Final = "sources.enabled = 1 AND COALESCE(state.status, 'new') NOT IN ('gone', 'paused')"


def due_ids(store: Store, now: datetime, *, forced: bool, only: Sequence[int] = ()) -> list[int]:
    """Return the ids of the sources to poll, longest overdue first; the unproven go last.

    Args:
        forced: whatever the timetable says, those left out that asked us to wait.
        only: these alone; all when empty.
    """
    rows = store.rows(
        "SELECT sources.id FROM sources LEFT JOIN source_state AS state"
        f" ON state.source_id = sources.id WHERE {_POLLED} AND ("
        " :forced AND COALESCE(state.error_key, '') <> 'rate_limited'"
        " OR state.next_due_at IS NULL OR state.next_due_at <= :now"
        " OR state.next_due_at > :latest)"
        " ORDER BY COALESCE(state.failures, 1) > 0 OR state.last_success_at IS NULL,"
        " state.next_due_at, sources.id",
        {"forced": forced, "now": to_text(now), "latest": to_text(latest_possible(now))},
    )
    wanted = set(only)
    return [row["id"] for row in rows if not wanted or row["id"] in wanted]


def is_unproven(source: Row) -> bool:
    """Tell whether a source failed last time, or never worked.

    These are the ones that hang, drip and swell, and nobody else should wait for them.
    """
    return bool(source["failures"]) or source["last_success_at"] is None


def next_due_at(store: Store) -> datetime | None:
    """Return when the next source is due, or None when nothing is ever due."""
    found = store.value(
        "SELECT MIN(COALESCE(state.next_due_at, '1970-01-01T00:00:00Z')) FROM sources"
        f" LEFT JOIN source_state AS state ON state.source_id = sources.id WHERE {_POLLED}"
    )
    return from_text(found) if found else None


def source_rows(store: Store, ids: Iterable[int]) -> Iterator[Row]:
    """Yield sources with their state in the order of ``ids``, some hundred read at a time."""
    for chunk in _chunks(ids):
        rows = {row["id"]: row for row in _in(store, f"{_SOURCE} WHERE sources.id IN", chunk)}
        yield from (rows[number] for number in chunk if number in rows)


def seen_digests(store: Store, source_id: int) -> frozenset[str]:
    """Return the digests of the items that stood in the source's last document."""
    # One row for all of them: a source is asked about at every poll that is not a 304.
    told = store.value(
        "SELECT group_concat(digest, ' ') FROM source_items WHERE source_id = ?", [source_id]
    )
    return frozenset((told or "").split())


def known_for(
    store: Store, source_id: int, entries: Sequence[Entry], names: Sequence[Names]
) -> Known:
    """Return what is stored of the articles that a document's entries may be."""
    keys = [name.key for name in names]
    places = [url for name in names for url in name.urls]
    by_key = _aliases(store, "guid", source_id, keys)
    by_url = _aliases(store, "url", 0, places)
    unknown = [
        entry
        for entry, name in zip(entries, names, strict=True)
        if name.key not in by_key and not any(url in by_url for url in name.urls)
    ]
    twins = _twins(store, source_id, unknown)
    ids = {*by_key.values(), *by_url.values(), *twins.values()}
    return Known(by_key, by_url, _articles(store, ids), twins)


def articles_at(store: Store, places: Sequence[str]) -> dict[str, int]:
    """Return address key -> article id for the keys that are known."""
    return _aliases(store, "url", 0, places)


def _aliases(store: Store, kind: str, scope: int, names: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in _chunks(dict.fromkeys(names)):
        marks = ",".join("?" * len(chunk))
        rows = store.connection.execute(
            "SELECT alias, article_id FROM article_aliases"
            f" WHERE kind = ? AND scope = ? AND alias IN ({marks})",
            [kind, scope, *chunk],
        )
        found.update((row[0], row[1]) for row in rows)
    return found


def _articles(store: Store, ids: Iterable[int]) -> dict[int, KnownArticle]:
    sql = """
    SELECT a.id, a.source_id, v.title, v.summary_html, v.digest, a.published_at, a.feed_title,
        EXISTS (SELECT 1 FROM article_versions AS any_v JOIN evidence ON version_id = any_v.id
                WHERE any_v.article_id = a.id AND evidence.kind = 'page') AS has_page
    FROM articles AS a
    JOIN article_versions AS v ON v.article_id = a.id AND v.number = a.latest_version
    WHERE a.id IN"""
    return {
        row["id"]: KnownArticle(
            id=row["id"],
            source_id=row["source_id"],
            title=row["title"],
            summary_html=row["summary_html"],
            digest=row["digest"],
            has_page=bool(row["has_page"]),
            published=from_text(row["published_at"]) if row["published_at"] else None,
            feed_title=row["feed_title"],
        )
        for chunk in _chunks(ids)
        for row in _in(store, sql, chunk)
    }


def _twins(
    store: Store, source_id: int, entries: Sequence[Entry]
) -> dict[tuple[str, datetime], int]:
    wanted = {
        (entry.title, to_text(entry.published)): (entry.title, entry.published)
        for entry in entries
        if entry.published
    }
    found: dict[tuple[str, datetime], int] = {}
    for chunk in _chunks({published for _, published in wanted}):
        rows = store.connection.execute(
            "SELECT title, published_at, id FROM articles WHERE source_id = ?"
            " AND first_seen_at > strftime('%Y-%m-%dT%H:%M:%SZ', ?, ?)"
            f" AND published_at IN ({','.join('?' * len(chunk))})",
            [source_id, store.now(), _TWIN_DAYS, *chunk],
        )
        found.update(
            (wanted[title, published], number)
            for title, published, number in rows
            if (title, published) in wanted
        )
    return found


def _in(store: Store, sql: str, values: Sequence[Any]) -> list[Row]:
    return store.rows(f"{sql} ({','.join('?' * len(values))})", values)


def _chunks(values: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(values)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
