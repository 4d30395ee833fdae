"""How fast we were (mått): per incident and over time, without the traps.

An answer may come before the article it concerns, and a report before what is written of it: such
things are told in words, never as negative minutes. What is known only to the day is not measured
in minutes. Each length is measured between two instants of the record and can be looked up there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Final

from monitor.core.clock import from_text, local, to_text
from monitor.core.messages import labels
from monitor.core.store import Row, Store

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


def measures(store: Store, scope: Scope) -> dict[str, list[Measure]]:
    """Return what can be measured, kind by kind in the order of :data:`KINDS`, oldest first."""
    readers: dict[str, Callable[[Store, Scope], list[Measure]]] = {
        "answer": _answers,
        "first_seen": _first_seen,
        "report": _first_reports,
        "sending": _sendings,
        "correction": _corrections,
        "task": _tasks,
    }
    return {
        kind: sorted(
            (one for one in readers[kind](store, scope) if _within(one, scope)),
            key=lambda one: one.start,
        )
        for kind in KINDS
    }


def summarize(found: Iterable[Measure]) -> Summary:
    """Return one kind's measures in a few numbers."""
    every = list(found)
    lengths = [one.length for one in every if one.length is not None]
    asked = [one for one in every if one.kept is not None]
    return Summary(
        count=len(every),
        measured=len(lengths),
        middle=_median(lengths),
        longest=max(lengths, default=None),
        kept=sum(1 for one in asked if one.kept),
        asked=len(asked),
    )


def _median(lengths: Sequence[timedelta]) -> timedelta | None:
    if not lengths:
        return None
    return timedelta(seconds=median(length.total_seconds() for length in lengths))


def by_week(found: Sequence[Measure]) -> list[Week]:
    """Return the weeks from the first to the last measure, quiet ones included, oldest first."""
    if not found:
        return []
    weeks: dict[date, list[Measure]] = {}
    for one in found:
        weeks.setdefault(_monday(one.start), []).append(one)
    here, last = min(weeks), max(weeks)
    out = []
    while here <= last:
        out.append(Week(here, summarize(weeks.get(here, []))))
        here += timedelta(days=7)
    return out


def _monday(at: datetime) -> date:
    day = local(at).date()
    return day - timedelta(days=day.weekday())


def _within(one: Measure, scope: Scope) -> bool:
    return (scope.start is None or one.start >= scope.start) and (
        scope.end is None or one.start < scope.end
    )


def _from(column: str) -> str:
    """Return the SQL that leaves out what :func:`_within` would, by the instant it begins with."""
    return f" AND (:start IS NULL OR {column} >= :start) AND (:end IS NULL OR {column} < :end)"


def _params(scope: Scope) -> dict[str, str | int | None]:
    return {
        "incident": scope.incident_id,
        "start": to_text(scope.start) if scope.start else None,
        "end": to_text(scope.end) if scope.end else None,
    }


def _span(start: datetime, end: datetime) -> timedelta | None:
    return end - start if end >= start else None


def _answers(store: Store, scope: Scope) -> list[Measure]:
    rows = store.rows(
        "SELECT e.*, i.ref, (SELECT a.published_at FROM incident_articles l"
        "  JOIN articles a ON a.id = l.article_id WHERE l.incident_id = e.incident_id"
        "  AND l.role = 'trigger' AND a.published_precision = 'minute') AS published_at"
        " FROM enquiries e LEFT JOIN incidents i ON i.id = e.incident_id"
        f" WHERE (:incident IS NULL OR e.incident_id = :incident){_from('e.happened_at')}",
        _params(scope),
    )
    return [_answer(row, store.now()) for row in rows]


def _answer(row: Row, now: str) -> Measure:
    start = from_text(row["happened_at"])
    answered, deadline = row["answered_at"], row["deadline_at"]
    late = deadline is not None and (answered or now) > deadline
    kept = None if deadline is None or (answered is None and not late) else not late
    if answered is None:
        return Measure(
            "answer", row["question"], row["ref"] or "", start, None, None, kept, UNANSWERED
        )
    early = row["published_at"] is not None and answered < row["published_at"]
    end = from_text(answered)
    return Measure(
        "answer",
        row["question"],
        row["ref"] or "",
        start,
        end,
        _span(start, end),
        kept,
        BEFORE_PUBLICATION if early else "",
    )


def _first_seen(store: Store, scope: Scope) -> list[Measure]:
    rows = store.rows(
        "SELECT a.title, a.published_at, a.published_precision, a.first_seen_at, i.ref"
        " FROM incident_articles l JOIN articles a ON a.id = l.article_id"
        " JOIN incidents i ON i.id = l.incident_id"
        " WHERE (:incident IS NULL OR l.incident_id = :incident)"
        " AND i.status NOT IN ('proposed', 'dismissed')",
        {"incident": scope.incident_id},
    )
    found = []
    for row in rows:
        seen = from_text(row["first_seen_at"])
        if row["published_at"] is None or row["published_precision"] != "minute":
            found.append(_unmeasured("first_seen", row, seen, NOT_PUBLISHED_WHEN))
            continue
        start = from_text(row["published_at"])
        length = _span(start, seen)
        if length is None:
            found.append(_unmeasured("first_seen", row, seen, ODD_PUBLICATION))
        else:
            found.append(Measure("first_seen", row["title"], row["ref"], start, seen, length))
    return found


def _unmeasured(kind: str, row: Row, at: datetime, note: str) -> Measure:
    return Measure(kind, row["title"], row["ref"], at, None, None, None, note)


def _first_reports(store: Store, scope: Scope) -> list[Measure]:
    """Measure from the article that started an incident to its first sent extra report."""
    rows = store.rows(
        "SELECT i.ref, r.number AS title, min(r.sent_at) AS sent_at, a.published_at,"
        " a.published_precision FROM incidents i"
        " JOIN incident_articles l ON l.incident_id = i.id AND l.role = 'trigger'"
        " JOIN articles a ON a.id = l.article_id"
        " JOIN report_incidents x ON x.incident_id = i.id"
        " JOIN reports r ON r.id = x.report_id AND r.status = 'sent' AND r.kind = 'extra'"
        " WHERE :incident IS NULL OR i.id = :incident GROUP BY i.id",
        {"incident": scope.incident_id},
    )
    found = []
    for row in rows:
        sent = from_text(row["sent_at"])
        if row["published_at"] is None or row["published_precision"] != "minute":
            found.append(_unmeasured("report", row, sent, NOT_PUBLISHED_WHEN))
            continue
        start = from_text(row["published_at"])
        length = _span(start, sent)
        if length is None:
            found.append(_unmeasured("report", row, sent, BEFORE_PUBLICATION))
        else:
            found.append(Measure("report", row["title"], row["ref"], start, sent, length))
    return found


def _sendings(store: Store, scope: Scope) -> list[Measure]:
    rows = store.rows(
        "SELECT r.number, r.compiled_at, r.sent_at, (SELECT group_concat(ref, ', ') FROM ("
        "  SELECT i.ref FROM report_incidents x JOIN incidents i ON i.id = x.incident_id"
        "  WHERE x.report_id = r.id ORDER BY i.ref)) AS ref"
        " FROM reports r WHERE r.status = 'sent' AND (:incident IS NULL OR EXISTS ("
        "  SELECT 1 FROM report_incidents x"
        "  WHERE x.report_id = r.id AND x.incident_id = :incident))",
        {"incident": scope.incident_id},
    )
    return [
        Measure("sending", row["number"], row["ref"] or "", start, end, _span(start, end))
        for row in rows
        for start, end in [(from_text(row["compiled_at"]), from_text(row["sent_at"]))]
    ]


def _corrections(store: Store, scope: Scope) -> list[Measure]:
    """Measure from the first word against what a report printed to the compiled correction.

    An article's word counts from when it was published, a circumstance from when we knew it.
    """
    rows = store.rows(
        """
        SELECT later.number, later.compiled_at, i.ref, min(CASE
                WHEN a.published_precision = 'minute' AND a.published_at < x.known_at
                THEN a.published_at ELSE x.known_at END) AS spoken_at
        FROM reports later JOIN reports wrong ON wrong.id = later.corrects_id
        JOIN report_incidents w ON w.report_id = wrong.id
        JOIN incidents i ON i.id = w.incident_id
        JOIN contradictions x ON x.known_at > wrong.compiled_at AND x.known_at <= later.compiled_at
        LEFT JOIN articles a ON a.id = x.article_id
        LEFT JOIN claims c ON c.id = x.claim_id LEFT JOIN statements s ON s.id = x.statement_id
        WHERE later.status IN ('approved', 'sent')
            AND coalesce(c.incident_id, s.incident_id) = i.id
            AND (:incident IS NULL OR i.id = :incident)
        GROUP BY later.id, i.id
        """,
        {"incident": scope.incident_id},
    )
    return [
        Measure("correction", row["number"], row["ref"], start, end, _span(start, end))
        for row in rows
        for start, end in [(from_text(row["spoken_at"]), from_text(row["compiled_at"]))]
    ]


def _tasks(store: Store, scope: Scope) -> list[Measure]:
    """Measure how late each task with a time was; one that was kept is late by nothing."""
    now = store.clock.now()
    rows = store.rows(
        "SELECT a.wording, a.due_at, a.done_at, i.ref FROM actions a"
        " JOIN incidents i ON i.id = a.incident_id WHERE a.due_at IS NOT NULL"
        " AND a.status <> 'cancelled' AND (:incident IS NULL OR a.incident_id = :incident)"
        f" AND (a.done_at IS NOT NULL OR a.due_at < :now){_from('a.due_at')}",
        {**_params(scope), "now": to_text(now)},
    )
    found = []
    for row in rows:
        due = from_text(row["due_at"])
        done = from_text(row["done_at"]) if row["done_at"] else None
        late = max((done or now) - due, timedelta(0))
        note = "" if done else NOT_DONE
        found.append(Measure("task", row["wording"], row["ref"], due, done, late, not late, note))
    return found
