"""Who may be asked next: one waiting line per host, so that no host is crowded.

Pure: no clock, no store, no network; the caller tells the time as monotonic seconds.
"""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Line(Generic[T]):
    quick: deque[T] = field(default_factory=deque)
    paced: deque[tuple[float, T]] = field(default_factory=deque)
    busy: int = 0
    free_at: float = 0.0
    is_ready: bool = False  # stands in _ready
    is_later: bool = False  # stands in _later


class HostLines(Generic[T]):
    """Requests waiting for their host, in the order they came, quick ones before paced ones.

    Args:
        per_host: how many of one host's requests may be under way at once.
    """

    def __init__(self, per_host: int) -> None:
        self._per_host = per_host
        self._lines: dict[str, _Line[T]] = {}
        self._ready: deque[str] = deque()
        self._later: list[tuple[float, str]] = []
        self.waiting = 0

    def add(self, host: str, thing: T, *, gap_s: float = 0.0) -> None:
        """Put a thing last in its host's line.

        Args:
            gap_s: seconds to leave before the host's next paced thing may start.
        """
        line = self._lines.setdefault(host, _Line())
        if gap_s > 0:
            line.paced.append((gap_s, thing))
        else:
            line.quick.append(thing)
        self.waiting += 1
        self._list(host, line)

    def take(self, now: float) -> T | None:
        """Return a thing that may start now, and count its host as busy; None when there is none.

        Call :meth:`done` when it has ended.
        """
        while self._later and self._later[0][0] <= now:
            _, host = heapq.heappop(self._later)
            line = self._lines[host]
            line.is_later = False
            self._list(host, line)
        while self._ready:
            host = self._ready.popleft()
            line = self._lines[host]
            line.is_ready = False
            thing = self._next(host, line, now)
            if thing is not None:
                line.busy += 1
                self.waiting -= 1
                self._list(host, line)
                return thing
        return None

    def done(self, host: str, now: float) -> None:
        """Count one of the host's things as ended."""
        line = self._lines[host]
        line.busy -= 1
        if line.quick or line.paced:
            self._list(host, line)
        elif not line.busy and not line.is_ready and not line.is_later and line.free_at <= now:
            del self._lines[host]

    def wait_s(self, now: float) -> float | None:
        """Return how long until a paced thing may start, or None when none is waiting for that."""
        return max(0.0, self._later[0][0] - now) if self._later else None

    def _next(self, host: str, line: _Line[T], now: float) -> T | None:
        if line.busy >= self._per_host:
            return None  # done() lists the host again
        if line.quick:
            return line.quick.popleft()
        if not line.paced or line.is_later:
            return None
        if line.free_at > now:
            heapq.heappush(self._later, (line.free_at, host))
            line.is_later = True
            return None
        gap_s, thing = line.paced.popleft()
        line.free_at = now + gap_s
        return thing

    def _list(self, host: str, line: _Line[T]) -> None:
        """Make the host a candidate for :meth:`take`, once."""
        if not line.is_ready and (line.quick or (line.paced and not line.is_later)):
            line.is_ready = True
            self._ready.append(host)
