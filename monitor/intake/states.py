"""What the poller remembers of a source between rounds: rows of ``source_state``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from random import Random
from typing import Final

from monitor.core.clock import from_text, local, to_text
from monitor.core.errors import WorldError
from monitor.core.store import Row, Store
from monitor.intake import schedule
from monitor.intake.answer import Fetched, NotModified
from monitor.intake.schedule import Pace


@dataclass(frozen=True, slots=True)
class Calm:
    """A poll that worked, whether or not it brought something. Fields are columns."""

    source_id: int
    next_due_at: str | None
    interval_s: int
    last_polled_at: str
    etag: str | None
    last_modified: str | None
    body_digest: str | None
    last_full_get_at: str | None
    moved_to: str | None
    moved_seen: int
    format: str | None
    items: int
    present: int | None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A poll that failed. Fields are columns."""

    source_id: int
    status: str
    next_due_at: str | None
    last_polled_at: str
    failures: int
    error_key: str
    error_facts: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What a document brought and asks for.

    Attributes:
        items: new articles stored.
        present: items in the document, old and new; None when it was not read.
        body_digest: of the document that was read; None keeps the one before.
    """

    items: int = 0
    present: int | None = None
    body_digest: str | None = None
    format: str | None = None
    ttl_s: float = 0.0
    skip_hours: frozenset[int] = frozenset()


NOTHING: Final = Brought()
#: Facts of a failure that its sentence may name.
_FACTS: Final = frozenset({"status", "retry_after_s", "limit_mb"})
#: Longest validator that is sent back, in characters. Servers refuse request lines of 8 kB, and a
#: feed with a longer ETag than that would never be read again.
_VALIDATOR_MAX: Final = 2000

#: Values in the order of the fields, which is the order of the numbered marks below.
_calm_values: Final = attrgetter(*(field.name for field in fields(Calm)))
_trouble_values: Final = attrgetter(*(field.name for field in fields(Trouble)))

_CALM: Final = """
INSERT INTO source_state (source_id, status, next_due_at, interval_s, etag, last_modified,
    body_digest, last_polled_at, last_success_at, last_item_at, last_full_get_at, moved_to,
    moved_seen, format)
VALUES (?1, 'ok', ?2, ?3, ?5, ?6, ?7,
    ?4, ?4, CASE WHEN ?12 THEN ?4 END,
    ?8, ?9, ?10, ?11)
ON CONFLICT (source_id) DO UPDATE SET status = 'ok', next_due_at = excluded.next_due_at,
    interval_s = excluded.interval_s, etag = excluded.etag,
    last_modified = excluded.last_modified, body_digest = excluded.body_digest,
    last_polled_at = excluded.last_polled_at, last_success_at = excluded.last_success_at,
    last_item_at = COALESCE(excluded.last_item_at, last_item_at),
    last_full_get_at = excluded.last_full_get_at, moved_to = excluded.moved_to,
    moved_seen = excluded.moved_seen, format = COALESCE(excluded.format, format),
    empty_times = empty_times + COALESCE(
        ?13 > 0 AND julianday(?4) - julianday(empty_since) > 1 / 24.0, 0),
    empty_since = CASE WHEN ?13 > 0 THEN NULL
        WHEN ?13 = 0 THEN COALESCE(empty_since, CASE WHEN last_item_at IS NOT NULL THEN ?4 END)
        ELSE empty_since END,
    failing_since = NULL, failures = 0, error_key = NULL, error_facts = '{}', error_at = NULL
"""
_TROUBLE: Final = """
INSERT INTO source_state (source_id, status, next_due_at, last_polled_at, failures, error_key,
    error_facts, error_at, failing_since)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,
    ?4, ?4)
ON CONFLICT (source_id) DO UPDATE SET status = excluded.status,
    next_due_at = excluded.next_due_at, last_polled_at = excluded.last_polled_at,
    failures = excluded.failures, error_key = excluded.error_key,
    error_facts = excluded.error_facts, error_at = excluded.error_at,
    failing_since = CASE WHEN source_state.failures = 0 THEN excluded.failing_since
        ELSE COALESCE(failing_since, excluded.failing_since) END
"""
_DAY: Final = """
INSERT INTO source_days (source_id, day, polls, failures, items) VALUES (?, ?, 1, ?, ?)
ON CONFLICT (source_id, day) DO UPDATE SET polls = polls + 1,
    failures = failures + excluded.failures, items = items + excluded.items
"""


def calm(
    source: Row,
    answer: Fetched | NotModified,
    now: datetime,
    chance: Random,
    brought: Brought = NOTHING,
) -> Calm:
    """Return the state after a poll that worked."""
    hints = schedule.hints_from(
        answer.headers, ttl_minutes=brought.ttl_s / 60, skip_hours=brought.skip_hours
    )
    wait = schedule.after_success(
        now,
        source["interval_s"],
        Pace(source["floor_s"], max(source["ceiling_s"], source["floor_s"])),
        found_new=bool(brought.items),
        hints=hints,
        chance=chance,
    )
    moved_to, seen = schedule.moved(
        source["url"], source["moved_to"], source["moved_seen"], answer.permanent_url
    )
    full, stamp, headers = isinstance(answer, Fetched), to_text(now), answer.headers
    return Calm(
        source_id=source["id"],
        next_due_at=to_text(wait.due_at) if wait.due_at else None,
        interval_s=wait.interval_s,
        last_polled_at=stamp,
        etag=_sendable(headers.get("etag", None if full else source["etag"])),
        last_modified=_sendable(
            headers.get("last-modified", None if full else source["last_modified"])
        ),
        body_digest=brought.body_digest or source["body_digest"],
        last_full_get_at=stamp if full else source["last_full_get_at"],
        moved_to=moved_to,
        moved_seen=seen,
        format=brought.format,
        items=brought.items,
        present=brought.present,
    )


def _sendable(validator: str | None) -> str | None:
    return validator if validator and len(validator) <= _VALIDATOR_MAX else None


def trouble(source: Row, error: WorldError, now: datetime, chance: Random) -> Trouble:
    """Return the state after a poll that failed.

    What the Swedish sentence for the reason names is kept beside it.
    """
    facts = error.facts
    reason = str(facts.get("reason", "unknown"))
    wait = schedule.after_failure(
        now,
        source["interval_s"],
        reason=reason,
        failures=source["failures"] + 1,
        retry_after_s=facts.get("retry_after_s"),
        chance=chance,
    )
    kept = {key: value for key, value in facts.items() if key in _FACTS and value is not None}
    return Trouble(
        source_id=source["id"],
        status="gone" if reason == "gone" else "failing",
        next_due_at=to_text(wait.due_at) if wait.due_at else None,
        last_polled_at=to_text(now),
        failures=source["failures"] + 1,
        error_key=reason,
        error_facts=json.dumps(kept, ensure_ascii=False),
    )


def wants_full_get(source: Row, now: datetime) -> bool:
    """Tell whether this source is asked without validators this time."""
    last = source["last_full_get_at"]
    return schedule.wants_full_get(now, from_text(last) if last else None, source["interval_s"])


def write_states(store: Store, states: Sequence[Calm | Trouble]) -> None:
    """Write states and count them in ``source_days``. Must be called in a write transaction."""
    if not states:
        return
    run = store.connection.executemany
    run(_CALM, [_calm_values(state) for state in states if isinstance(state, Calm)])
    run(_TROUBLE, [_trouble_values(state) for state in states if isinstance(state, Trouble)])
    day = local(from_text(states[0].last_polled_at)).date().isoformat()
    run(
        _DAY,
        [
            (state.source_id, day, 0, state.items)
            if isinstance(state, Calm)
            else (state.source_id, day, 1, 0)
            for state in states
        ],
    )


def shift_timetable(store: Store, seconds: float) -> None:
    """Move every due time by as much as the clock was set: neither burst nor silence follows.

    What was noted at times that have not come is taken to be of now.
    """
    now = store.now()
    with store.atomic():
        for name in ("last_item_at", "last_success_at", "last_polled_at"):
            store.execute(f"UPDATE source_state SET {name} = ?1 WHERE {name} > ?1", [now])
        store.execute(
            "UPDATE source_state SET next_due_at ="
            " strftime('%Y-%m-%dT%H:%M:%SZ', next_due_at, ? || ' seconds')"
            " WHERE next_due_at IS NOT NULL",
            [f"{seconds:+.0f}"],
        )
