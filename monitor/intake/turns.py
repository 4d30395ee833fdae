"""In which order answers are handed on: what is quick to read first.

A document of megabytes, or one that is broken, can take as long to read and store as a thousand
ordinary ones. Such answers wait until the quick ones have been dealt with.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from monitor.intake.answer import MB, Fetched, Outcome, Request

#: Bodies above this wait. Nine of ten real feeds are smaller.
_HEAVY: Final = 200_000
#: Held in memory at most, bytes; and waited at most, seconds.
_HELD_MOST: Final = 64 * MB
_WAIT_MOST_S: Final = 60.0
#: Answers that may wait before no more requests are drawn.
_MOST: Final = 100


class Turns:
    """Outcomes that have come and not been handed on."""

    def __init__(self) -> None:
        self._quick: deque[tuple[Request, Outcome]] = deque()
        self._heavy: deque[tuple[float, Request, Outcome]] = deque()
        self._held = 0

    def __len__(self) -> int:
        """Return how many wait, heavy ones included."""
        return len(self._quick) + len(self._heavy)

    @property
    def is_full(self) -> bool:
        """Return whether so many wait that nothing more should be asked for."""
        return len(self) >= _MOST

    @property
    def has_quick(self) -> bool:
        """Return whether some quick one waits."""
        return bool(self._quick)

    def add(self, request: Request, outcome: Outcome, now: float) -> None:
        """Let an outcome wait for its turn; ``now`` is a monotonic time in seconds."""
        size = _size(outcome)
        if size <= _HEAVY:
            self._quick.append((request, outcome))
            return
        self._heavy.append((now, request, outcome))
        self._held += size

    def take(self, now: float, *, busy: bool) -> tuple[Request, Outcome] | None:
        """Return the next outcome, or None when it is better to wait for others.

        Args:
            busy: quick answers may still come.
        """
        if self._heavy and (
            now - self._heavy[0][0] > _WAIT_MOST_S
            or self._held > _HELD_MOST
            or not (self._quick or busy)
        ):
            _, request, outcome = self._heavy.popleft()
            self._held -= _size(outcome)
            return request, outcome
        return self._quick.popleft() if self._quick else None

    def clear(self) -> None:
        """Forget everything."""
        self._quick.clear()
        self._heavy.clear()
        self._held = 0


def _size(outcome: Outcome) -> int:
    return len(outcome.body) if isinstance(outcome, Fetched) else 0
