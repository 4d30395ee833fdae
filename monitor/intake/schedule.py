"""When a source is asked next.

Pure: no clock, no store, no network; chance is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

#: A source that gave something new is asked sooner, one that did not a little later: it finds its
#: own rhythm within some polls, and a single quiet poll does not slow a lively one much.
_FASTER: Final = 0.6
_SLOWER: Final = 1.2
#: Spread added to every wait, so that sources imported together do not stay together.
_JITTER: Final = 0.1

_BACKOFF_FLOOR_S: Final = 60.0
_BACKOFF_CEILING_S: Final = 6 * 3600.0
#: Active feeds do answer 404 and come back, so that even these are asked once a day.
_BACKOFF_LONG_S: Final = 24 * 3600.0
_LONG_REASONS: Final = frozenset({
    "not_found", "http_4xx", "auth_required", "forbidden", "dns", "refused_address", "bad_url",
    "leads_elsewhere", "html", "not_a_feed",
})  # fmt: skip
#: Longest wait that a server may ask for.
_RETRY_AFTER_MAX_S: Final = 24 * 3600.0
#: A wait longer than any that we give: the clock was wrong when it was written.
_IMPOSSIBLE_WAIT: Final = timedelta(hours=27)

_LADDER: Final = (
    (timedelta(hours=3), timedelta(minutes=15)),
    (timedelta(days=1), timedelta(hours=1)),
    (timedelta(days=7), timedelta(hours=3)),
    (timedelta(days=30), timedelta(days=1)),
)

#: How often a permanent redirect must be seen, in polls in a row, before the address follows.
MOVE_AFTER_SEEN: Final = 2

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Pace:
    """The bounds set for a source, in seconds."""

    floor_s: int
    ceiling_s: int


@dataclass(frozen=True, slots=True)
class Hints:
    """What the publisher says about when to ask.

    Attributes:
        max_age_s: from Cache-Control or Expires.
        ttl_s: from the feed.
        skip_hours: 0..23, UTC.
        skip_days: 0 (Monday) .. 6, UTC.
    """

    max_age_s: float = 0.0
    ttl_s: float = 0.0
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Wait:
    """The source's interval from now on, and when it is due; None means never again."""

    interval_s: int
    due_at: datetime | None


def after_success(
    now: datetime, interval_s: float, pace: Pace, *, found_new: bool, hints: Hints, chance: Random
) -> Wait:
    """Return the wait after a poll that worked.

    Args:
        interval_s: the source's interval until now.
        found_new: whether something new was stored.
    """
    changed = interval_s * (_FASTER if found_new else _SLOWER)
    interval = min(max(changed, pace.floor_s), pace.ceiling_s)
    asked = min(max(hints.max_age_s, hints.ttl_s), pace.ceiling_s)
    wait = max(interval, asked) * (1 + _JITTER * chance.random())
    return Wait(int(interval), _outside_skipped(now + timedelta(seconds=wait), hints))


def after_failure(
    now: datetime, interval_s: float, *, reason: str, failures: int,
    retry_after_s: float | None, chance: Random,
) -> Wait:  # fmt: skip
    """Return the wait after a poll that failed; the source's own interval is kept.

    Args:
        reason: why, a key of ``[source_errors]``; ``gone`` ends the polling.
        failures: in a row, this one counted.
        retry_after_s: what the server asked for, as read.
    """
    if reason == "gone":
        return Wait(int(interval_s), None)
    ceiling = _BACKOFF_LONG_S if reason in _LONG_REASONS else _BACKOFF_CEILING_S
    first = max(_BACKOFF_FLOOR_S, interval_s / 2)
    wait = min(first * 2 ** min(failures - 1, 20), ceiling)
    wait = max(wait, min(retry_after_s or 0.0, _RETRY_AFTER_MAX_S))
    wait *= 1 + _JITTER * chance.random()
    return Wait(int(interval_s), now + timedelta(seconds=wait))


def is_due(now: datetime, due_at: datetime | None) -> bool:
    """Tell whether a source whose polling goes on is due.

    A due time that lies further ahead than any wait we give was written by a clock that was wrong.
    """
    return due_at is None or due_at <= now or due_at - now > _IMPOSSIBLE_WAIT


def latest_possible(now: datetime) -> datetime:
    """Return the latest due time that can be true; see :func:`is_due`."""
    return now + _IMPOSSIBLE_WAIT


def wants_full_get(now: datetime, last_full_at: datetime | None, interval_s: float) -> bool:
    """Tell whether to ask without validators this time, because some servers' validators lie.

    About every twelfth poll, at most hourly and at least every six hours.
    """
    if last_full_at is None:
        return True
    every = min(max(12 * interval_s, 3600.0), 6 * 3600.0)
    return not timedelta(0) <= now - last_full_at < timedelta(seconds=every)


def moved(url: str, moved_to: str | None, seen: int, permanent_url: str) -> tuple[str | None, int]:
    """Return (address that the source permanently redirects to, times seen in a row).

    The address follows when the count reaches :data:`MOVE_AFTER_SEEN`.

    Args:
        url: the source's address.
        moved_to, seen: what was noted at the poll before.
        permanent_url: where permanent redirects led this time.
    """
    if permanent_url == url or not permanent_url:
        return None, 0
    return permanent_url, seen + 1 if permanent_url == moved_to else 1


def next_reread(now: datetime, first_seen: datetime, *, closely: bool) -> datetime | None:
    """Return when a flagged article's page is read again, or None when it is left in peace.

    Every 15 minutes while it is younger than three hours, hourly to a day, every third hour to a
    week, daily to a month.

    Args:
        closely: an open incident holds the article: twice as often, at least hourly whatever its
            age, and never more often than the ladder's first step.
    """
    age = now - first_seen
    for until, every in _LADDER:
        if age < until:
            often = max(_LADDER[0][1], min(every / 2, timedelta(hours=1)))
            return now + (often if closely else every)
    return now + timedelta(hours=1) if closely else None


def clock_jump_s(wall_s: float, monotonic_s: float) -> float:
    """Return how far the wall clock was set while ``monotonic_s`` really passed; 0 within 30 s.

    Args:
        wall_s: seconds that passed on the wall clock.
    """
    jump = wall_s - monotonic_s
    return jump if abs(jump) > 30.0 else 0.0


def hints_from(
    headers: Mapping[str, str], *, ttl_minutes: float | None = None,
    skip_hours: frozenset[int] = frozenset(), skip_days: frozenset[str] = frozenset(),
) -> Hints:  # fmt: skip
    """Gather the publisher's hints from the answer's headers and the feed itself.

    Args:
        skip_days: English names of days.
    """
    days = frozenset(_DAYS.index(day.lower()) for day in skip_days if day.lower() in _DAYS)
    return Hints(
        max_age_s=_max_age_s(headers.get("cache-control", "")),
        ttl_s=max(0.0, (ttl_minutes or 0.0) * 60),
        skip_hours=frozenset(hour % 24 for hour in skip_hours),
        skip_days=days,
    )


def _max_age_s(cache_control: str) -> float:
    if not cache_control:
        return 0.0
    if re.search(r"no-cache|no-store", cache_control, re.IGNORECASE):
        return 0.0
    found = re.search(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", cache_control, re.IGNORECASE)
    return float(found[1]) if found else 0.0


def _outside_skipped(due: datetime, hints: Hints) -> datetime:
    """Move a due time out of the hours and days that the publisher wants left alone."""
    for _ in range(24 * 7):
        if due.hour not in hints.skip_hours and due.weekday() not in hints.skip_days:
            return due
        due = due.replace(minute=due.minute % 10, second=0) + timedelta(hours=1)
    return due - timedelta(hours=24 * 7)
