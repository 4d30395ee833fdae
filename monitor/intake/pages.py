"""Article pages on their way: robots.txt first, one host at a time, and only so many."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from monitor.core import urls
from monitor.core.clock import Clock
from monitor.core.errors import FetchError
from monitor.intake.answer import ACCEPT_PAGE, Fetched, Outcome, Request, failure
from monitor.intake.fetch import Fetcher
from monitor.intake.robots import Robots, robots_request

#: A host that fails in these ways will fail for its other pages too, this round.
_HOST_IS_DOWN: Final = frozenset({"dns", "connect", "timeout", "tls", "refused_address"})
#: Pages of one host under way at once; the others wait, and are spared if the host goes down.
_AT_ONCE: Final = 2
#: Content types that can be an article; what says nothing is tried.
_READABLE: Final = ("text/html", "application/xhtml", "text/plain", "application/xml")


@dataclass(frozen=True, slots=True)
class PageJob:
    """A page that somebody waits for; ``owner`` and ``key`` are handed back.

    Attributes:
        named_by: the address whose answer named it; empty when a person did.
        keep_refusal: see :class:`monitor.intake.answer.Request`.
    """

    url: str
    owner: Any
    key: str
    named_by: str = ""
    keep_refusal: bool = False


@dataclass(frozen=True, slots=True)
class RobotsJob:
    """The robots.txt that pages of one site wait for."""

    url: str


#: Called with each job and what came of it.
Landed = Callable[[PageJob, Outcome], None]


class PageQueue:
    """Asks for pages through the round's fetcher, and tells when each has come or will not.

    Args:
        gap_s: seconds between pages of one host, unless its robots.txt asks for more.
        per_host: pages of one host in one round.
    """

    def __init__(
        self, fetcher: Fetcher, robots: Robots, clock: Clock, *, gap_s: float, per_host: int
    ) -> None:
        self._fetcher = fetcher
        self._robots = robots
        self._clock = clock
        self._gap_s = gap_s
        self._per_host = per_host
        self._taken: Counter[str] = Counter()
        self._down: dict[str, str] = {}
        self._until_rules: dict[str, list[PageJob]] = {}
        self._busy: Counter[str] = Counter()
        self._waiting: dict[str, deque[PageJob]] = {}
        self._refused: deque[tuple[PageJob, Outcome]] = deque()

    def has_room(self, url: str) -> bool:
        """Tell whether one more page of the address's host may be asked for in this round."""
        return self._taken[urls.host(url)] < self._per_host

    def want(self, job: PageJob) -> None:
        """Ask for a page; :meth:`take` or :meth:`refused` tells what came of it."""
        self._taken[urls.host(job.url)] += 1
        if not self._fetcher.may_ask(job.url, job.named_by):
            # Before its host is asked anything, so that the host's own pages do not suffer.
            self._refused.append((job, failure(job.url, "refused_address")))
            return
        if self._robots.knows(job.url, self._clock.now()):
            self._send(job)
            return
        site = robots_request(job.url).url
        waiting = self._until_rules.setdefault(site, [])
        waiting.append(job)
        if len(waiting) == 1:
            self._fetcher.submit(robots_request(job.url, RobotsJob(job.url)))

    def take(self, request: Request, outcome: Outcome, landed: Landed) -> None:
        """Take in an answer to one of the queue's requests."""
        job = request.tag
        if isinstance(job, RobotsJob):
            self._robots.learn(job.url, outcome, self._clock.now())
            self._note_down(job.url, outcome)
            for waiting in self._until_rules.pop(request.url, []):
                self._send(waiting)
        else:
            self._note_down(job.url, outcome)
            self._next(urls.host(job.url))
            landed(job, readable(outcome))
        while self._refused:
            landed(*self._refused.popleft())

    def refused(self, landed: Landed) -> None:
        """Tell of pages that were turned down without being asked for."""
        while self._refused:
            landed(*self._refused.popleft())

    def _send(self, job: PageJob) -> None:
        """Ask for a page whose site's rules are known, or let it wait for its host."""
        host = urls.host(job.url)
        down = self._down.get(host)
        refusal = failure(job.url, down) if down is not None else self._robots.refusal(job.url)
        if refusal is not None:
            self._refused.append((job, refusal))
        elif self._busy[host] >= _AT_ONCE:
            self._waiting.setdefault(host, deque()).append(job)
        else:
            self._busy[host] += 1
            gap_s = max(self._gap_s, self._robots.delay_s(job.url))
            self._fetcher.submit(
                Request(
                    job.url, accept=ACCEPT_PAGE, gap_s=gap_s, keep_refusal=job.keep_refusal, tag=job
                )
            )

    def _next(self, host: str) -> None:
        """Let the host's waiting pages move up: one, or all of them when the host is down."""
        self._busy[host] -= 1
        waiting = self._waiting.get(host)
        while waiting and (self._busy[host] < _AT_ONCE or host in self._down):
            self._send(waiting.popleft())

    def _note_down(self, url: str, outcome: Outcome) -> None:
        if isinstance(outcome, FetchError) and outcome.facts["reason"] in _HOST_IS_DOWN:
            self._down[urls.host(url)] = outcome.facts["reason"]


def readable(outcome: Outcome) -> Outcome:
    """Return the outcome, or a failure when what came cannot be an article's page."""
    if not isinstance(outcome, Fetched):
        return outcome
    kind = outcome.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind.startswith(_READABLE) or not kind:
        return outcome
    return failure(outcome.final_url, "not_an_article", status=outcome.status)
