"""The rota (jourlistan): who is on duty, and when nobody is.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from monitor.core.clock import STOCKHOLM


@dataclass(frozen=True, order=True, slots=True)
class Shift:
    """One person on duty from an instant (inclusive) to another (exclusive)."""

    from_at: datetime
    to_at: datetime
    user_id: int
    id: int = 0

    def holds(self, at: datetime) -> bool:
        """Tell whether the instant lies in the shift."""
        return self.from_at <= at < self.to_at


def on_duty(shifts: Iterable[Shift], at: datetime) -> frozenset[int]:
    """Return the users on duty at an instant; empty in a gap, or when there is no rota."""
    return frozenset(shift.user_id for shift in shifts if shift.holds(at))


def gaps(
    shifts: Iterable[Shift], since: datetime, until: datetime
) -> list[tuple[datetime, datetime]]:
    """Return the spans of ``since``-``until`` in which nobody is on duty, in order.

    A rota that ends has no gap after its last shift: it was not planned further. No shift at all
    is no gap either.
    """
    planned = sorted(shift for shift in shifts if shift.to_at > since)
    found = []
    covered = since
    for shift in planned:
        if shift.from_at >= until:
            if covered < until:
                found.append((covered, until))
            return found
        if shift.from_at > covered:
            found.append((covered, shift.from_at))
        covered = max(covered, shift.to_at)
    return found


def uncovered_after(shifts: Iterable[Shift]) -> datetime | None:
    """Return when the planned rota ends, or None without a rota."""
    return max((shift.to_at for shift in shifts), default=None)


def overlapping(shifts: Iterable[Shift], wanted: Shift) -> Shift | None:
    """Return the first shift that shares an instant with another's wanted time."""
    return next(
        (
            one
            for one in sorted(shifts)
            if one.id != wanted.id and one.from_at < wanted.to_at and wanted.from_at < one.to_at
        ),
        None,
    )


def wall(day: date, at: time) -> datetime:
    """Return the UTC instant of a wall-clock time in Sweden.

    A time that the spring change skips is an hour later on the clock; one that the autumn change
    repeats is the first of the two.
    """
    return datetime.combine(day, at, tzinfo=STOCKHOLM).astimezone(UTC)


def weeks(first: date, people: Sequence[int], count: int, change: time) -> Iterator[Shift]:
    """Return whole weeks in turn, from the Monday of the first day's week.

    Args:
        people: users in the order they take turns.
        count: number of weeks.
        change: the time of day on Monday when one takes over from another.
    """
    monday = first - timedelta(days=first.weekday())
    for number in range(count):
        start = monday + timedelta(weeks=number)
        yield Shift(
            wall(start, change),
            wall(start + timedelta(weeks=1), change),
            people[number % len(people)],
        )
