"""Instants: aware UTC datetimes in code, ``YYYY-MM-DDTHH:MM:SSZ`` text in the database.

Nothing else in the product reads the system clock, so that a test or the demo can hold it still.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

#: The zone that people read times in.
STOCKHOLM = ZoneInfo("Europe/Stockholm")

_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
_PRINTED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


class Clock(Protocol):
    """Tells the instant; see :class:`SystemClock`."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC, whole seconds."""
        return datetime.now(UTC).replace(microsecond=0)


class HeldClock:
    """A clock that stands still until it is set: for tests and for playing the demo week."""

    def __init__(self, at: datetime) -> None:
        self.at = at.astimezone(UTC)

    def now(self) -> datetime:
        """Return the held instant."""
        return self.at

    def set(self, at: datetime) -> None:
        """Move the clock to ``at`` (aware)."""
        self.at = at.astimezone(UTC)


class RunningClock:
    """A clock that started at a stored instant and has run since: the demo's own time.

    Args:
        start: what the clock showed when it was started.
        anchor: the machine's time at that moment.
    """

    def __init__(self, start: datetime, anchor: datetime) -> None:
        self.shift = start - anchor

    def now(self) -> datetime:
        """Return the start plus the time that has passed since, whole seconds."""
        return SystemClock().now() + self.shift


def to_text(instant: datetime) -> str:
    """Return the database text of an aware instant; fractions of a second are dropped.

    Raises:
        ValueError: the instant has no zone.
    """
    if instant.tzinfo is None:
        raise ValueError("naive datetime")
    # Both ways are gone a million times a day; isoformat is five times as fast as strftime.
    return instant.astimezone(UTC).isoformat(timespec="seconds")[:19] + "Z"


def from_text(text: str) -> datetime:
    """Return the instant that :func:`to_text` wrote.

    Raises:
        ValueError: the text has another form.
    """
    if _PRINTED.fullmatch(text):
        return datetime.fromisoformat(text)
    return datetime.strptime(text, _FORMAT).replace(tzinfo=UTC)


def local(instant: datetime) -> datetime:
    """Return the same instant on the Stockholm clock."""
    return instant.astimezone(STOCKHOLM)
