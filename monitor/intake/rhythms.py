"""The sources' rhythms in the store: learnt a few at a time after each round, once a day each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from monitor.core.clock import from_text, local, to_text
from monitor.core.store import Row, Store
from monitor.intake.rhythm import Hour, Rhythm, hour_key, hours_from, learn

#: How far back a rhythm is learnt from: long enough for 13 of each weekday, short enough that a
#: newsroom which changes its habits is known anew within a season.
WINDOW: Final = timedelta(weeks=13)
#: How old a rhythm may be.
_EVERY: Final = timedelta(days=1)
#: Learnt after one round, so that it takes a fraction of a second: some 3 ms each.
_AT_ONCE: Final = 40


@dataclass(frozen=True, slots=True)
class Kept:
    """A rhythm as it is stored; no chances when there is too little history to tell one."""

    learned_at: str
    chances: tuple[float, ...]
    listened: int
    active: int
    items_per_hour: float
    limit: float


def note_listening(store: Store, now: datetime) -> None:
    """Note that a round runs in this hour. Must be called in a write transaction."""
    store.execute("INSERT OR IGNORE INTO poll_hours (hour) VALUES (?)", [_hour_of(now)])


def listened_to(store: Store, since: datetime, before: datetime) -> list[Hour]:
    """Return the hours in which rounds ran, from the one that begins at or after ``since``."""
    rows = store.connection.execute(
        "SELECT hour FROM poll_hours WHERE hour >= ? AND hour < ?",
        [to_text(since), to_text(before)],
    )
    days_off = store.connection.execute(
        "SELECT day FROM days_off WHERE day >= ? AND day <= ?",
        [_day(since - timedelta(days=1)), _day(before + timedelta(days=1))],
    )
    return hours_from([row[0] for row in rows], frozenset(row[0] for row in days_off))


def learn_some(store: Store, now: datetime, at_most: int = _AT_ONCE) -> int:
    """Learn the rhythms that are a day old or missing, a few of them; return how many."""
    rows = store.connection.execute(
        "SELECT sources.id FROM sources LEFT JOIN source_rhythm AS known"
        " ON known.source_id = sources.id"
        " WHERE enabled = 1 AND (learned_at IS NULL OR learned_at < ? OR learned_at > ?)"
        " ORDER BY learned_at LIMIT ?",
        [to_text(now - _EVERY), to_text(now), at_most],
    ).fetchall()
    if not rows:
        return 0
    hours = listened_to(store, now - WINDOW, now.replace(minute=0, second=0, microsecond=0))
    learnt = [_row(row[0], now, hours, *_history(store, row[0], now)) for row in rows]
    with store.atomic():
        store.connection.executemany(
            "INSERT OR REPLACE INTO source_rhythm (source_id, learned_at, hours_listened,"
            " hours_active, items_per_hour, chances, limit_expected)"
            " SELECT ?, ?, ?, ?, ?, ?, ?"
            # A source may have been removed meanwhile.
            " WHERE EXISTS (SELECT 1 FROM sources WHERE id = ?1)",
            learnt,
        )
    return len(learnt)


def rhythm_of(store: Store, source_id: int) -> Kept | None:
    """Return what is known of a source's rhythm, or None when it was never learnt."""
    row = store.row("SELECT * FROM source_rhythm WHERE source_id = ?", [source_id])
    return kept_from(row) if row else None


def kept_from(row: Row) -> Kept:
    """Return a row of ``source_rhythm`` as a value."""
    chances = json.loads(row["chances"]) if row["chances"] else ()
    return Kept(
        row["learned_at"], tuple(chances), row["hours_listened"], row["hours_active"],
        row["items_per_hour"], row["limit_expected"] or 0.0,
    )  # fmt: skip


def _history(store: Store, source_id: int, now: datetime) -> tuple[dict[str, int], set[str]]:
    """Return (hour key -> new articles, days on which the source answered)."""
    since = now - WINDOW
    found = store.connection.execute(
        "SELECT substr(first_seen_at, 1, 13), count(*) FROM articles"
        " WHERE source_id = ? AND first_seen_at >= ? AND first_seen_at <= ? GROUP BY 1",
        [source_id, to_text(since), to_text(now)],
    )
    days = store.connection.execute(
        "SELECT day FROM source_days WHERE source_id = ? AND day >= ? AND polls > failures",
        [source_id, _day(since)],
    )
    return dict(found.fetchall()), {row[0] for row in days}


def _row(
    source_id: int, now: datetime, hours: Sequence[Hour], items: dict[str, int], days: set[str]
) -> tuple[Any, ...]:
    if items:
        # Before its first article a source was not polled, or not read.
        first = min(items)
        hours = [hour for hour in hours if hour.key >= first and hour.day in days]
    found: Rhythm | None = learn(hours, items) if items else None
    if found is None:
        return source_id, to_text(now), len(hours) if items else 0, len(items), 0.0, None, None
    chances = json.dumps([round(chance, 4) for chance in found.chances])
    return (
        source_id, to_text(now), found.listened, found.active, round(found.items_per_hour, 3),
        chances, round(found.limit, 3),
    )  # fmt: skip


def _hour_of(instant: datetime) -> str:
    return f"{hour_key(to_text(instant))}:00:00Z"


def _day(instant: datetime) -> str:
    return local(instant).date().isoformat()


def next_hour(text: str) -> datetime:
    """Return the instant at which the hour after a stored instant's begins."""
    return from_text(f"{hour_key(text)}:00:00Z") + timedelta(hours=1)
