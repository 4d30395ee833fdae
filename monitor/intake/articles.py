"""Article pages of a round: which are asked for, read by the executor, handed back per visit."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from queue import Empty, SimpleQueue
from typing import Final

from monitor.core import log, urls
from monitor.core.errors import FetchError
from monitor.core.store import Store
from monitor.intake import evidence
from monitor.intake.answer import Fetched, Outcome, Request
from monitor.intake.decide import decide
from monitor.intake.extract import Extracted, NoText, extract
from monitor.intake.known import known_for
from monitor.intake.means import own_executor
from monitor.intake.pages import PageJob, PageQueue
from monitor.intake.rereads import PASSING, Reread
from monitor.intake.rounds import Means, Options
from monitor.intake.visit import Frozen, PageRead, Visit

#: Pages held while they wait to be read: a bound on memory when pages come faster than that.
_READING_MAX: Final = 16


class Articles:
    """Brings the pages that visits wait for.

    Args:
        ready: called with each visit when nothing more is to come for it.
        reread: called with each article that was asked for again, its page and the outcome.
    """

    def __init__(
        self,
        store: Store,
        means: Means,
        options: Options,
        *,
        ready: Callable[[Visit], None],
        reread: Callable[[Reread, PageRead | None, Outcome], None],
    ) -> None:
        self._store = store
        self._means = means
        self._options = options
        self._ready = ready
        self._reread = reread
        self._pages = PageQueue(
            means.fetcher,
            means.robots,
            store.clock,
            gap_s=options.page_gap_s,
            per_host=options.pages_per_host,
        )
        self._reading: dict[Future[Extracted | NoText], tuple[PageJob, Fetched]] = {}
        self._is_at_home = means.executor is not options.executor
        self._moved_at = 0.0
        self._read: SimpleQueue[Future[Extracted | NoText]] = SimpleQueue()

    def want(self, visit: Visit) -> None:
        """Ask for the pages of what is new or changed, the first in the document first.

        What there is no room for is noted in ``visit.later``. The visit is handed back at once
        when no page is needed.
        """
        jobs: list[PageJob] = []
        for key, link, is_new in self._wanted(visit):
            room = len(jobs) < self._options.pages_per_source and self._pages.has_room(link)
            if room:
                jobs.append(PageJob(link, visit, key, named_by=visit.answer.final_url))
            elif is_new:
                visit.later.add(key)
        visit.waiting = len(jobs)
        for job in jobs:
            self._pages.want(job)
        if jobs:
            self._pages.refused(self._landed)
        else:
            self._ready(visit)

    def again(self, rereads: Iterable[Reread]) -> None:
        """Ask for the pages of articles that are stored already, as far as there is room."""
        for reread in rereads:
            url = reread.article["url"]
            if self._options.fetch_pages and self._pages.has_room(url):
                self._pages.want(
                    PageJob(
                        url, reread, "", reread.article["named_by"], keep_refusal=reread.may_be_gone
                    )
                )
        self._pages.refused(self._landed)

    def take(self, request: Request, outcome: Outcome) -> None:
        """Take in an answer that is not a source's."""
        self._pages.take(request, outcome, self._landed)

    def take_read(self, *, wait_s: float = 0.0) -> bool:
        """Take in the pages that have been read since last time; tell whether more are to come."""
        if wait_s and self._reading and self._read.empty():
            wait(self._reading, timeout=wait_s, return_when=FIRST_COMPLETED)
        while True:
            try:
                future = self._read.get_nowait()
            except Empty:
                break
            self._take_one(future)
        waited_s = time.monotonic() - self._moved_at
        if self._reading and not self._is_at_home and waited_s > self._options.patience_s:
            self._read_at_home()
        return bool(self._reading)

    def _wanted(self, visit: Visit) -> list[tuple[str, str, bool]]:
        """Return (key, address, whether new) of the articles whose page is worth reading."""
        entries, source_id = visit.document.entries, visit.source["id"]
        if not self._options.fetch_pages or not entries:
            return []
        known = known_for(self._store, source_id, entries, visit.names)
        decisions = decide(entries, known, source_id=source_id, names=visit.names)
        return [
            (one.keys[0], one.entry.link, one.is_new)
            for one in decisions
            if (one.is_new or one.changed) and urls.request_form(one.entry.link)
        ]

    def _landed(self, job: PageJob, outcome: Outcome) -> None:
        if not isinstance(outcome, Fetched):
            self._arrived(job, None, outcome)
            return
        while len(self._reading) >= _READING_MAX and self._read.empty():
            patience_s = None if self._is_at_home else self._options.patience_s
            if not wait(self._reading, patience_s, FIRST_COMPLETED).done:
                self._read_at_home()
        self._hand_over(job, outcome)

    def _hand_over(self, job: PageJob, page: Fetched) -> None:
        """Let the executor read a page."""
        kind, now = page.headers.get("content-type"), self._store.clock.now()
        try:
            future = self._means.executor.submit(
                extract, page.body, url=page.final_url, content_type=kind, first_seen=now
            )
        except (BrokenExecutor, RuntimeError):  # the library's pools and Dask's client say so
            if self._is_at_home:
                raise
            self._read_at_home()
            self._hand_over(job, page)
            return
        if not self._reading:
            self._moved_at = time.monotonic()
        self._reading[future] = job, page
        future.add_done_callback(self._read.put)

    def _read_at_home(self) -> None:
        """Read here what was handed over, and what is to come: who should have done it is gone."""
        log.trouble("executor_broken", pages=len(self._reading))
        waiting, self._reading = self._reading, {}
        self._means.executor, self._is_at_home = own_executor(), True
        self._moved_at = time.monotonic()
        for future, (job, page) in waiting.items():
            future.cancel()
            self._hand_over(job, page)

    def _take_one(self, future: Future[Extracted | NoText]) -> None:
        if future not in self._reading:
            return  # read at home meanwhile
        self._moved_at = time.monotonic()
        if future.cancelled() or isinstance(future.exception(), BrokenExecutor):
            self._read_at_home()
            return
        job, answer = self._reading.pop(future)
        error = future.exception()
        page = None
        if error is not None:
            log.crash("page_failed", error, url=job.url)
        elif isinstance(words := future.result(), Extracted):
            digest = evidence.keep(self._means.settings.evidence, answer.body)
            page = PageRead(
                words, answer.final_url, answer.status, dict(answer.headers), digest,
                len(answer.body),
            )  # fmt: skip
        self._arrived(job, page, answer)

    def _arrived(self, job: PageJob, page: PageRead | None, outcome: Outcome) -> None:
        if isinstance(job.owner, Reread):
            self._freeze_refusal(outcome)
            self._reread(job.owner, page, outcome)
            return
        visit: Visit = job.owner
        if page is not None:
            visit.pages[job.key] = page
        elif isinstance(outcome, FetchError) and outcome.facts["reason"] in PASSING:
            visit.later.add(job.key)
        else:
            visit.unreadable.add(job.key)
        visit.waiting -= 1
        if not visit.waiting:
            self._freeze_feed(visit)
            self._ready(visit)

    def _freeze_refusal(self, outcome: Outcome) -> None:
        """Keep what a page that is gone answered."""
        answer = outcome.facts.pop("answer", None) if isinstance(outcome, FetchError) else None
        if isinstance(answer, Fetched) and isinstance(outcome, FetchError):
            outcome.facts["frozen"] = self._frozen("refusal", answer)

    def _freeze_feed(self, visit: Visit) -> None:
        """Keep the feed itself when it is all that can be read of some article."""
        if visit.unreadable and visit.body_digest:
            visit.frozen = self._frozen("feed", visit.answer)

    def _frozen(self, kind: str, answer: Fetched) -> Frozen:
        digest = evidence.keep(self._means.settings.evidence, answer.body)
        return Frozen(
            kind, answer.final_url, answer.status, dict(answer.headers), digest, len(answer.body)
        )
