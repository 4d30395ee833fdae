"""How fast we were (mått): per incident and over time, without the traps.

An answer may come before the article it concerns, and a report before what is written of it: such
things are told in words, never as negative minutes. What is known only to the day is not measured
in minutes. Each length is measured between two instants of the record and can be looked up there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Final, NamedTuple, overload

from monitor.core.clock import from_text, local, to_text
from monitor.core.messages import labels
from monitor.core.store import Store
from monitor.core.times import midnight

#: What is measured, in the order that people read it.
KINDS: Final = tuple(labels("metric"))

BEFORE_PUBLICATION: Final = "före publicering"
NOT_PUBLISHED_WHEN: Final = "klockslaget för publiceringen är okänt"
ODD_PUBLICATION: Final = "publiceringstiden ligger efter att vi såg artikeln"
UNANSWERED: Final = "obesvarad"
NOT_DONE: Final = "inte klar"


@dataclass(frozen=True, slots=True)
class Scope:
    """What to measure.

    Attributes:
        start, end: the period, the second exclusive; None: open.
        incident_id: only this incident.
    """

    start: datetime | None = None
    end: datetime | None = None
    incident_id: int | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that was measured.

    Attributes:
        kind: one of :data:`KINDS`.
        what: the question, the headline, the report's number, the task.
        ref: the incident's; empty where there is none.
        start: from when, UTC.
        end: until when; None while it goes on, or is not measured.
        length: never negative; None where it cannot be measured.
        kept: whether the time asked for was kept; None where none was.
        note: Swedish, what the number alone does not tell.
    """

    kind: str
    what: str
    ref: str
    start: datetime
    end: datetime | None
    length: timedelta | None
    kept: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """Many measures of one kind.

    Attributes:
        count: all of them.
        measured: those that have a length.
        middle: median length; None when nothing was measured.
        longest: the longest length.
        kept, asked: how many kept the time, of those that had one.
    """

    count: int
    measured: int
    middle: timedelta | None
    longest: timedelta | None
    kept: int
    asked: int


@dataclass(frozen=True, slots=True)
class Week:
    """One week's measures of one kind: the Monday (Stockholm) and the summary."""

    monday: date
    summary: Summary


class Raw(NamedTuple):
    """A measure as the database tells it: instants as text, the length in seconds, kept as 0/1."""

    what: str
    ref: str
    start: str
    end: str | None
    length: int | None
    kept: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Found(Sequence[Measure]):
    """The measures of one kind, oldest first.

    Three years hold 25,000 of them and a page shows some hundred: each is read when asked for, and
    the summaries are reckoned from the rows.
    """

    kind: str
    rows: Sequence[Raw]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> Measure: ...
    @overload
    def __getitem__(self, place: slice) -> list[Measure]: ...
    def __getitem__(self, place: int | slice) -> Measure | list[Measure]:
        """Return one, or those of a slice."""
        if isinstance(place, slice):
            return [self._measure(row) for row in self.rows[place]]
        return self._measure(self.rows[place])

    def _measure(self, row: Raw) -> Measure:
        return Measure(
            kind=self.kind,
            what=row.what,
            ref=row.ref,
            start=from_text(row.start),
            end=from_text(row.end) if row.end else None,
            length=None if row.length is None else timedelta(seconds=row.length),
            kept=None if row.kept is None else bool(row.kept),
            note=row.note,
        )

    def summary(self) -> Summary:
        """Return them in a few numbers."""
        return _summary(self.rows)

    def by_week(self) -> list[Week]:
        """Return the weeks from the first to the last, quiet ones included, oldest first."""
        if not self.rows:
            return []
        weeks: dict[date, list[Raw]] = {}
        week: list[Raw] = []
        until = ""
        for row in self.rows:
            # In order of time: a calendar is asked once for each week, not for each row.
            if row.start >= until:
                monday = _monday(from_text(row.start))
                week = weeks.setdefault(monday, [])
                until = to_text(midnight(monday + timedelta(days=7)))
            week.append(row)
        here, last = min(weeks), max(weeks)
        out = []
        while here <= last:
            out.append(Week(here, _summary(weeks.get(here, ()))))
            here += timedelta(days=7)
        return out


def measures(store: Store, scope: Scope) -> dict[str, Found]:
    """Return what can be measured, kind by kind in the order of :data:`KINDS`, oldest first."""
    return {kind: Found(kind, _rows(store, _SQL[kind], scope)) for kind in KINDS}


def _rows(store: Store, sql: str, scope: Scope) -> list[Raw]:
    cursor = store.execute(
        f"SELECT what, ref, start, end, length, kept, note FROM ({sql})"
        " WHERE (:start IS NULL OR start >= :start) AND (:end IS NULL OR start < :end)"
        " ORDER BY start",
        {
            "incident": scope.incident_id,
            "start": to_text(scope.start) if scope.start else None,
            "end": to_text(scope.end) if scope.end else None,
            "now": store.now(),
        },
    )
    return [Raw._make(row) for row in cursor]


def _summary(rows: Iterable[Raw]) -> Summary:
    every = list(rows)
    lengths = [row.length for row in every if row.length is not None]
    kept = [row.kept for row in every if row.kept is not None]
    return Summary(
        count=len(every),
        measured=len(lengths),
        middle=timedelta(seconds=median(lengths)) if lengths else None,
        longest=timedelta(seconds=max(lengths)) if lengths else None,
        kept=sum(kept),
        asked=len(kept),
    )


def _monday(at: datetime) -> date:
    day = local(at).date()
    return day - timedelta(days=day.weekday())


def _span(start: str, end: str) -> str:
    """Return the SQL for the seconds between two instants; NULL where the second comes first."""
    seconds = f"CAST(strftime('%s', {end}) - strftime('%s', {start}) AS INTEGER)"
    return f"CASE WHEN {end} >= {start} THEN {seconds} END"


def _published(until: str, otherwise: str) -> str:
    """Return the SQL of what is measured from an article's publication until an instant.

    Args:
        otherwise: Swedish, what is told where the publication comes after it.
    """
    exact = "a.published_precision = 'minute' AND a.published_at IS NOT NULL"
    fits = f"{exact} AND a.published_at <= {until}"
    return f"""
        CASE WHEN {fits} THEN a.published_at ELSE {until} END AS start,
        CASE WHEN {fits} THEN {until} END AS end,
        CASE WHEN {fits} THEN {_span("a.published_at", until)} END AS length,
        NULL AS kept,
        CASE WHEN {fits} THEN '' WHEN {exact} THEN '{otherwise}'
            ELSE '{NOT_PUBLISHED_WHEN}' END AS note"""


#: Kind -> what, ref, start, end, length, kept, note of all that can be measured, or of :incident.
_SQL: Final[dict[str, str]] = {
    "answer": f"""
        WITH started AS MATERIALIZED (  -- once for each incident, of which many enquiries are
            SELECT l.incident_id, a.published_at
            FROM incident_articles l JOIN articles a ON a.id = l.article_id
            WHERE l.role = 'trigger' AND a.published_precision = 'minute'
                AND (:incident IS NULL OR l.incident_id = :incident))
        SELECT e.question AS what, coalesce(i.ref, '') AS ref, e.happened_at AS start,
            e.answered_at AS end, {_span("e.happened_at", "e.answered_at")} AS length,
            CASE WHEN e.deadline_at IS NULL THEN NULL
                WHEN coalesce(e.answered_at, :now) > e.deadline_at THEN 0
                WHEN e.answered_at IS NOT NULL THEN 1 END AS kept,
            CASE WHEN e.answered_at IS NULL THEN '{UNANSWERED}'
                WHEN e.answered_at < started.published_at
                THEN '{BEFORE_PUBLICATION}' ELSE '' END AS note
        FROM enquiries e LEFT JOIN incidents i ON i.id = e.incident_id
        LEFT JOIN started ON started.incident_id = e.incident_id
        WHERE :incident IS NULL OR e.incident_id = :incident""",
    "first_seen": f"""
        SELECT a.title AS what, i.ref, {_published("a.first_seen_at", ODD_PUBLICATION)}
        FROM incident_articles l JOIN articles a ON a.id = l.article_id
        JOIN incidents i ON i.id = l.incident_id
        WHERE (:incident IS NULL OR l.incident_id = :incident)
            AND i.status NOT IN ('proposed', 'dismissed')""",
    # From the article that started an incident to its first sent extra report.
    "report": f"""
        SELECT r.number AS what, i.ref, {_published("r.sent_at", BEFORE_PUBLICATION)}
        FROM incidents i
        JOIN incident_articles l ON l.incident_id = i.id AND l.role = 'trigger'
        JOIN articles a ON a.id = l.article_id
        JOIN reports r ON r.id = (
            SELECT sent.id FROM report_incidents x JOIN reports sent ON sent.id = x.report_id
            WHERE x.incident_id = i.id AND sent.status = 'sent' AND sent.kind = 'extra'
            ORDER BY sent.sent_at, sent.id LIMIT 1)
        WHERE :incident IS NULL OR i.id = :incident""",
    "sending": f"""
        SELECT r.number AS what, coalesce((SELECT group_concat(ref, ', ') FROM (
                SELECT i.ref FROM report_incidents x JOIN incidents i ON i.id = x.incident_id
                WHERE x.report_id = r.id ORDER BY i.ref)), '') AS ref,
            r.compiled_at AS start, r.sent_at AS end,
            {_span("r.compiled_at", "r.sent_at")} AS length, NULL AS kept, '' AS note
        FROM reports r
        WHERE r.status = 'sent' AND (:incident IS NULL OR EXISTS (
            SELECT 1 FROM report_incidents x
            WHERE x.report_id = r.id AND x.incident_id = :incident))""",
    # From the first word against what a report printed to the compiled correction: an article's
    # word counts from when it was published, a circumstance from when we knew it.
    "correction": f"""
        SELECT number AS what, ref, spoken_at AS start, compiled_at AS end,
            {_span("spoken_at", "compiled_at")} AS length, NULL AS kept, '' AS note
        FROM (
            SELECT later.number, later.compiled_at, i.ref, min(CASE
                    WHEN a.published_precision = 'minute' AND a.published_at < x.known_at
                    THEN a.published_at ELSE x.known_at END) AS spoken_at
            FROM reports later JOIN reports wrong ON wrong.id = later.corrects_id
            JOIN report_incidents w ON w.report_id = wrong.id
            JOIN incidents i ON i.id = w.incident_id
            JOIN contradictions x
                ON x.known_at > wrong.compiled_at AND x.known_at <= later.compiled_at
            LEFT JOIN articles a ON a.id = x.article_id
            LEFT JOIN claims c ON c.id = x.claim_id
            LEFT JOIN statements s ON s.id = x.statement_id
            WHERE later.status IN ('approved', 'sent')
                AND coalesce(c.incident_id, s.incident_id) = i.id
                AND (:incident IS NULL OR i.id = :incident)
            GROUP BY later.id, i.id)""",
    # How late each task with a time was; one that was kept is late by nothing.
    "task": f"""
        SELECT a.wording AS what, i.ref, a.due_at AS start, a.done_at AS end,
            coalesce({_span("a.due_at", "coalesce(a.done_at, :now)")}, 0) AS length,
            coalesce(a.done_at, :now) <= a.due_at AS kept,
            CASE WHEN a.done_at IS NULL THEN '{NOT_DONE}' ELSE '' END AS note
        FROM actions a JOIN incidents i ON i.id = a.incident_id
        WHERE a.due_at IS NOT NULL AND a.status <> 'cancelled'
            AND (:incident IS NULL OR a.incident_id = :incident)
            AND (a.done_at IS NOT NULL OR a.due_at < :now)""",
}
