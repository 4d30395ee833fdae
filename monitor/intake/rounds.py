"""What a round is given and what it comes to, as values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from random import Random

from monitor.core.settings import Settings
from monitor.core.store import Store
from monitor.intake.fetch import Fetcher
from monitor.intake.robots import Robots

#: Judges stored versions in transactions of its own and returns how many flags are new. May be
#: called again with the same ids after an interruption, and must then not double anything.
Judge = Callable[[Store, Sequence[int]], int]


@dataclass(frozen=True, slots=True)
class Options:
    """How a round is run.

    Attributes:
        forced: whatever the timetable says.
        only: ids of the sources to poll; all when empty.
        fetch_pages: read each new article's own page.
        page_gap_s: seconds between pages of one host.
        pages_per_source, pages_per_host: in one round; the rest are read in later rounds.
        per_host: transfers at once to one host.
        credentials: (scheme, host, port) to (user, password).
        mapped: hosts that are reached elsewhere; see :class:`monitor.intake.guard.Guard`.
        executor: reads article pages; a thread of the poller's own when left out.
        patience_s: after so many seconds without a page read, the poller reads them itself. Longer
            than the workers take to give up a page that kills them.
    """

    forced: bool = False
    only: tuple[int, ...] = ()
    fetch_pages: bool = True
    page_gap_s: float = 1.0
    pages_per_source: int = 20
    pages_per_host: int = 60
    per_host: int = 4
    credentials: dict[tuple[str, str, int], tuple[str, str]] = field(default_factory=dict)
    mapped: dict[str, tuple[str, int]] = field(default_factory=dict)
    executor: Executor | None = None
    patience_s: float = 600.0


@dataclass(slots=True)
class RoundSummary:
    """What a round came to; the fields of ``lagesbild poll --json``."""

    sources: int = 0
    not_modified: int = 0
    unchanged: int = 0
    failed: int = 0
    articles_new: int = 0
    articles_changed: int = 0
    flags_new: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Means:
    """What a poller keeps between rounds.

    Attributes:
        progress: told (sources done, sources in the round).
        stopped: asked often; the round ends early when it says so.
    """

    settings: Settings
    fetcher: Fetcher
    robots: Robots
    executor: Executor
    chance: Random
    judge: Judge | None = None
    progress: Callable[[int, int], None] | None = None
    stopped: Callable[[], bool] = lambda: False
