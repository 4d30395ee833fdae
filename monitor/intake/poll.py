"""Poll the sources that are due: fetch, read, decide, fetch pages, store, judge.

An interruption at any moment loses and doubles nothing: a source's state is written in the same
transaction as what it brought, and what was stored but not judged stands in ``judge_queue``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from threading import Event
from typing import Final

from monitor.core import log, urls
from monitor.core.chosen import Following
from monitor.core.clock import to_text
from monitor.core.errors import FetchError, LagesbildError, ParseError, WorldError
from monitor.core.settings import Settings
from monitor.core.store import Row, Store
from monitor.intake import evidence, moves, rereads, rhythms, schedule, states
from monitor.intake.answer import Fetched, NotModified, Outcome, Request
from monitor.intake.articles import Articles
from monitor.intake.decide import names_of
from monitor.intake.known import due_ids, is_unproven, next_due_at, seen_digests, source_rows
from monitor.intake.means import make_means, renew
from monitor.intake.rereads import Reread
from monitor.intake.rounds import Judge, Means, Options, RoundSummary
from monitor.intake.states import Brought
from monitor.intake.storing import store_visit
from monitor.intake.visit import PageRead, Part, Visit, parts_worth_reading, read_document

__all__ = ["Judge", "Options", "RoundSummary", "poll_forever", "run_round"]

#: States of sources that brought nothing are written together: this many, or this old.
_BATCH: Final = 200
_BATCH_S: Final = 1.0
#: Visits that are stored in one transaction, and how long the first of them waits for the others:
#: each commit writes the search index anew, but a person who saves must not wait long either.
_TOGETHER: Final = 16
_LINGER_S: Final = 0.1
#: The same while nothing else is to be done.
_LINGER_IDLE_S: Final = 0.03
#: Versions handed to the judge at a time.
_JUDGE_BATCH: Final = 200
#: How often a waiting poller looks whether something is due, in seconds.
_TICK_S: Final = 5.0


class Round:
    """A round under way."""

    def __init__(self, store: Store, means: Means, options: Options) -> None:
        self.summary = RoundSummary()
        self._store = store
        self._means = means
        self._options = options
        self._articles = Articles(store, means, options, ready=self._ready, reread=self._reread)
        self._states: list[states.Calm | states.Trouble] = []
        self._visits: list[Visit] = []
        self._first_ready_at = 0.0
        self._flushed_at = time.monotonic()
        self._unjudged: list[int] = []
        self._total = 0

    def run(self) -> RoundSummary:
        """Poll what is due and return what came of it."""
        begun = time.monotonic()
        self._judge_left_over()
        now = self._store.clock.now()
        ids = due_ids(self._store, now, forced=self._options.forced, only=self._options.only)
        self._total = len(ids)
        with self._store.atomic():
            number = self._store.insert("poll_rounds", {"started_at": to_text(now)})
            rhythms.note_listening(self._store, now)
        self._articles.again(rereads.due(self._store, now))
        with closing(self._means.fetcher.take_turns(self._requests(ids))) as answers:
            self._take_all(answers)
        self._flush()
        self._judge()
        rhythms.learn_some(self._store, self._store.clock.now())
        self.summary.seconds = round(time.monotonic() - begun, 3)
        with self._store.atomic():
            finished = {"finished_at": self._store.now(), **asdict(self.summary)}
            self._store.update("poll_rounds", number, finished)
        return self.summary

    def _requests(self, ids: Sequence[int]) -> Iterator[Request]:
        now, stored = self._store.clock.now(), False
        for source in source_rows(self._store, ids):
            in_full = states.wants_full_get(source, now)
            place = urls.origin(source["url"]) if self._options.credentials else None
            waits = is_unproven(source)
            yield Request(
                source["url"],
                etag=None if in_full else source["etag"],
                last_modified=None if in_full else source["last_modified"],
                auth=self._options.credentials.get(place) if place else None,
                waits=waits,
                tag=source,
            )
            if waits and not stored:
                # We are back here when the first of them is let go: the others have answered, and
                # what they brought does not wait for what these bring.
                stored = True
                self._keep_all()

    def _take_all(self, answers: Iterator[tuple[Request, Outcome] | None]) -> None:
        for answer in answers:
            if answer is not None:
                self._take(*answer)
            self._articles.take_read()
            self._flush_sometimes(idle=answer is None)
            if self._means.stopped():
                return
        while self._articles.take_read(wait_s=0.2) and not self._means.stopped():
            self._flush_sometimes()

    def _take(self, request: Request, outcome: Outcome) -> None:
        if isinstance(request.tag, dict):
            self._source_answered(request.tag, outcome)
        elif isinstance(request.tag, Part):
            self._part_answered(request.tag.visit, outcome)
        else:
            self._articles.take(request, outcome)

    def _source_answered(self, source: Row, outcome: Outcome) -> None:
        self.summary.sources += 1
        self._guarded(
            lambda: self._deal_with(source, outcome), lambda error: self._failed(source, error)
        )
        if self._means.progress:
            self._means.progress(self.summary.sources, self._total)

    @staticmethod
    def _guarded(step: Callable[[], None], failed: Callable[[WorldError], None]) -> None:
        """Do something for one source; whatever comes of it, the others are not disturbed."""
        try:
            step()
        except WorldError as error:
            failed(error)
        except LagesbildError:
            raise  # the store could not: no other source would fare better
        except Exception as error:  # noqa: BLE001 - a hostile document must not stop the round
            log.crash("source_crashed", error)
            failed(ParseError(reason="unknown"))

    def _deal_with(self, source: Row, outcome: Outcome) -> None:
        if isinstance(outcome, FetchError):
            raise outcome
        if isinstance(outcome, NotModified):
            self.summary.not_modified += 1
            self._nothing_new(source, outcome)
            return
        digest = evidence.digest_of(outcome.body)
        if digest == source["body_digest"]:
            self.summary.unchanged += 1
            self._nothing_new(source, outcome)
            return
        seen = seen_digests(self._store, source["id"])
        document = read_document(source, outcome, seen, self._store.clock.now())
        visit = Visit(source, outcome, digest, document, names_of(document.entries))
        if document.children:
            self._ask_for_parts(visit)
        elif document.entries or seen != set(document.digests):
            self._articles.want(visit)
        else:
            self._nothing_new(source, outcome, _brought(visit, 0))

    def _ask_for_parts(self, visit: Visit) -> None:
        """Read the sitemaps that an index tells of; it can stand still while they change."""
        visit.body_digest = ""
        visit.answer = replace(visit.answer, headers={})
        wanted = parts_worth_reading(visit.document.children)
        visit.parts = len(wanted)
        for url in wanted:
            self._means.fetcher.submit(
                Request(url, named_by=visit.answer.final_url, tag=Part(visit))
            )

    def _part_answered(self, visit: Visit, outcome: Outcome) -> None:
        """Add one sitemap's entries; the last one sends the visit on."""

        def add() -> None:
            if isinstance(outcome, Fetched):
                seen = seen_digests(self._store, visit.source["id"])
                more = read_document(visit.source, outcome, seen, self._store.clock.now())
                visit.document.entries.extend(more.entries)
                visit.document.digests.extend(more.digests)

        self._guarded(add, lambda _: None)
        visit.parts -= 1
        if not visit.parts:
            self._guarded(
                lambda: self._send_on(visit), lambda error: self._failed(visit.source, error)
            )

    def _send_on(self, visit: Visit) -> None:
        visit.names = names_of(visit.document.entries)
        self._articles.want(visit)

    def _nothing_new(
        self, source: Row, answer: Fetched | NotModified, brought: Brought = states.NOTHING
    ) -> None:
        now = self._store.clock.now()
        state = states.calm(source, answer, now, self._means.chance, brought)
        self._states.append(state)
        moves.follow(self._store, source, state)

    def _failed(self, source: Row, error: WorldError) -> None:
        self.summary.failed += 1
        log.event("source_failed", source=source["id"], reason=error.facts.get("reason"))
        now = self._store.clock.now()
        self._states.append(states.trouble(source, error, now, self._means.chance))

    def _ready(self, visit: Visit) -> None:
        if not self._visits:
            self._first_ready_at = time.monotonic()
        self._visits.append(visit)

    def _keep_all(self) -> None:
        """Store the visits that are ready: together, and one by one when one of them cannot be."""
        visits, self._visits = self._visits, []

        def one_by_one(error: WorldError) -> None:
            if len(visits) == 1:
                self._failed(visits[0].source, error)
                return
            for visit in visits:
                self._visits = [visit]
                self._keep_all()

        if visits:
            self._guarded(lambda: self._keep(visits), one_by_one)

    def _keep(self, visits: Sequence[Visit]) -> None:
        """Store what sources brought and the sources' own states, all of it or nothing."""
        store, now = self._store, self._store.clock.now()
        judged = self._means.judge is not None
        with store.atomic():
            kept = [store_visit(store, visit, now, judged=judged) for visit in visits]
            calm = [
                states.calm(
                    visit.source, visit.answer, now, self._means.chance, _brought(visit, stored.new)
                )
                for visit, stored in zip(visits, kept, strict=True)
            ]
            states.write_states(store, calm)
        for visit, state, stored in zip(visits, calm, kept, strict=True):
            moves.follow(store, visit.source, state)
            self.summary.articles_new += stored.new
            self.summary.articles_changed += stored.changed
            if judged:
                self._unjudged += stored.versions

    def _reread(self, reread: Reread, page: PageRead | None, outcome: Outcome) -> None:
        def give_up(_: WorldError) -> None:
            with self._store.atomic():
                rereads.give_up(self._store, reread)

        self._guarded(lambda: self._keep_reread(reread, page, outcome), give_up)

    def _keep_reread(self, reread: Reread, page: PageRead | None, outcome: Outcome) -> None:
        """Store what an article's page says now."""
        store, now = self._store, self._store.clock.now()
        with store.atomic():
            version = rereads.keep(store, reread, page, outcome, now)
            if version is not None and self._means.judge is not None:
                store.execute(
                    "INSERT OR IGNORE INTO judge_queue (version_id, queued_at) VALUES (?, ?)",
                    [version, to_text(now)],
                )
        if version is not None:
            self.summary.articles_changed += not reread.article["unread"]
            if self._means.judge is not None:
                self._unjudged.append(version)

    def _flush_sometimes(self, *, idle: bool = False) -> None:
        """Store and judge what has waited long enough, which is less when there is time anyway."""
        now = time.monotonic()
        linger_s = _LINGER_IDLE_S if idle else _LINGER_S
        if len(self._visits) >= _TOGETHER or now - self._first_ready_at > linger_s:
            self._keep_all()
        late = now - self._flushed_at > _BATCH_S
        if late or len(self._states) >= _BATCH:
            self._flush()
        if late or len(self._unjudged) >= _JUDGE_BATCH:
            self._judge()

    def _flush(self) -> None:
        """Store what is ready, and the states of sources that brought nothing."""
        self._keep_all()
        batch, self._states = self._states, []
        self._flushed_at = time.monotonic()
        if batch:
            with self._store.atomic():
                states.write_states(self._store, batch)

    def _judge(self) -> None:
        """Judge what was stored, and only then take it out of the queue."""
        versions, self._unjudged = self._unjudged, []
        if not versions or self._means.judge is None:
            return
        self.summary.flags_new += self._means.judge(self._store, versions)
        with self._store.atomic():
            rereads.plan(self._store, versions, self._store.clock.now())
            self._store.connection.executemany(
                "DELETE FROM judge_queue WHERE version_id = ?", [(one,) for one in versions]
            )

    def _judge_left_over(self) -> None:
        """Judge what an interrupted round stored and did not get to judge."""
        rows = self._store.rows("SELECT version_id FROM judge_queue ORDER BY version_id")
        ids = [row["version_id"] for row in rows]
        for start in range(0, len(ids), _JUDGE_BATCH):
            self._unjudged = ids[start : start + _JUDGE_BATCH]
            self._judge()


def _brought(visit: Visit, items: int) -> Brought:
    document = visit.document
    return Brought(
        items=items,
        # An index's own items are those of its parts, and a part that failed is no empty document.
        present=None if document.children else len(document.digests),
        body_digest=visit.body_digest,
        format=document.format,
        ttl_s=document.ttl_s,
        skip_hours=document.skip_hours,
    )


def run_round(
    store: Store,
    settings: Settings,
    *,
    judge: Judge | None = None,
    options: Options | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> RoundSummary:
    """Poll once and return what came of it; failed sources are counted and recorded.

    Args:
        judge: see :data:`monitor.intake.rounds.Judge`; without one nothing is queued for judging.
        progress: told (sources done, sources in the round).

    Raises:
        StoreError: the database or the disk could not take it; what was stored stands.
        SettingsError: a setting about fetching is wrong.
    """
    options = options or Options()
    with make_means(settings, options) as means:
        means.judge = judge
        means.progress = progress
        return Round(store, means, options).run()


def poll_forever(
    store: Store,
    settings: Settings,
    stop: Event,
    *,
    judge: Judge | None = None,
    options: Options | None = None,
    after_round: Callable[[RoundSummary], None] | None = None,
) -> None:
    """Run a round whenever something is due, until ``stop`` is set.

    A round under way ends early then, within a second or two. When the machine's clock is set,
    the timetable is moved along with it. What is changed in the desk counts from the next round.

    Args:
        after_round: called with each round's summary, for example to propose incidents.
    """
    options = options or Options()
    following = Following(settings)
    with make_means(following.now(store), options) as means:
        means.judge = judge
        means.stopped = stop.is_set
        seen = store.clock.now(), time.monotonic()
        while not stop.is_set():
            now = store.clock.now(), time.monotonic()
            jump = schedule.clock_jump_s((now[0] - seen[0]).total_seconds(), now[1] - seen[1])
            seen = now
            if jump:
                log.trouble("clock_was_set", seconds=jump)
                states.shift_timetable(store, jump)
            renew(means, following.now(store), options)
            if schedule.is_due(now[0], next_due_at(store)) or rereads.is_any_due(store, now[0]):
                summary = Round(store, means, replace(options, forced=False)).run()
                if after_round:
                    after_round(summary)
            stop.wait(_TICK_S)
