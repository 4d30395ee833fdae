"""What there is to tell now, read from the record: flags, approvals, changes, deadlines, silence.

Each thing is told as long as it is so. What people have seen to meanwhile is no longer here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from incidents.alert import rota, shifts
from incidents.alert.rules import Thing
from monitor.core.clock import from_text, to_text
from monitor.core.store import Row, Store
from monitor.intake.alarms import alarms
from monitor.review.queue import unfolded

#: How long a new flag or a changed article is news. Longer than any quiet hours of a weekend.
NEWS = timedelta(hours=72)
#: How long before it runs out a deadline is told.
NEAR = timedelta(hours=2)
#: How long before an unmanned time it is told.
GAP_NEAR = timedelta(hours=24)
#: How long a deadline that has passed is told to somebody new.
PASSED = timedelta(hours=24)


def present(store: Store, now: datetime) -> list[Thing]:
    """Return everything that somebody may have to be told now."""
    return [
        *_flags(store, now),
        *_approvals(store),
        *_changed(store, now),
        *_enquiries(store, now),
        *_actions(store, now),
        *_silent(store, now),
        *_gaps(store, now),
    ]


def _flags(store: Store, now: datetime) -> Iterator[Thing]:
    """Yield sure flags that nobody has judged; a copy of a wire text is the same news."""
    rows = store.rows(
        "SELECT a.id, coalesce(o.story_id, a.story_id) AS story_id, min(f.flagged_at) AS at"
        " FROM flags f JOIN articles a ON a.id = f.article_id"
        " LEFT JOIN articles o ON o.id = a.copy_of"
        " WHERE f.verdict IS NULL AND f.band = 'flag' AND f.flagged_at > ?"
        f" AND {unfolded('f', 'a')} AND NOT EXISTS (SELECT 1 FROM flags g WHERE g.article_id = a.id"
        " AND g.verdict IS NOT NULL) GROUP BY a.id ORDER BY at, a.id",
        [to_text(now - NEWS)],
    )
    for row in rows:
        group = f"story:{row['story_id']}" if row["story_id"] else f"article:{row['id']}"
        yield Thing(f"flag:{row['id']}", "flag", group, row["id"], from_text(row["at"]))


def _approvals(store: Store) -> Iterator[Thing]:
    rows = store.rows(
        "SELECT id, submitted_at AS at, submitted_by AS user FROM reports"
        " WHERE status = 'in_review' ORDER BY submitted_at, id"
    )
    for row in rows:
        key = f"report:{row['id']}"
        but = frozenset({row["user"]} - {None})
        yield Thing(
            f"approval:{key}:{row['at']}", "approval", key, row["id"], from_text(row["at"]), but=but
        )
    rows = store.rows(
        "SELECT id, revision, known_at AS at, entered_by AS user FROM statements"
        " WHERE approval = 'requested' ORDER BY known_at, id"
    )
    for row in rows:
        key = f"statement:{row['id']}"
        but = frozenset({row["user"]} - {None})
        # Statements and reports number their rows apart; the sign tells them apart.
        yield Thing(f"approval:{key}", "approval", key, -row["id"], from_text(row["at"]), but=but)


def _changed(store: Store, now: datetime) -> Iterator[Thing]:
    rows = store.rows(
        "SELECT DISTINCT v.id, v.article_id, v.number, v.captured_at AS at"
        " FROM incidents i CROSS JOIN incident_articles l ON l.incident_id = i.id"
        " CROSS JOIN article_versions v ON v.article_id = l.article_id"
        " WHERE i.status IN ('new', 'ongoing', 'stable') AND v.number > 1 AND v.captured_at > ?"
        " AND v.captured_at > l.linked_at ORDER BY v.captured_at, v.id",
        [to_text(now - NEWS)],
    )
    for row in rows:
        key = f"changed:{row['article_id']}:{row['number']}"
        group = f"change:{row['article_id']}"
        yield Thing(key, "changed", group, row["article_id"], from_text(row["at"]))


def _enquiries(store: Store, now: datetime) -> Iterator[Thing]:
    rows = store.rows(
        "SELECT id, deadline_at AS due FROM enquiries WHERE answered_at IS NULL"
        " AND deadline_at < ? AND deadline_at > ? ORDER BY deadline_at, id",
        [to_text(now + NEAR), to_text(now - PASSED)],
    )
    for row in rows:
        yield _deadline("enquiry", row, now, frozenset())


def _actions(store: Store, now: datetime) -> Iterator[Thing]:
    rows = store.rows(
        "SELECT a.id, a.due_at AS due, a.owner_id FROM actions a"
        " JOIN incidents i ON i.id = a.incident_id"
        " WHERE a.status IN ('planned', 'ongoing') AND i.status <> 'dismissed'"
        " AND a.due_at < ? AND a.due_at > ? ORDER BY a.due_at, a.id",
        [to_text(now + NEAR), to_text(now - PASSED)],
    )
    for row in rows:
        yield _deadline("action", row, now, frozenset({row["owner_id"]} - {None}))


def _deadline(kind: str, row: Row, now: datetime, to: frozenset[int]) -> Thing:
    """Return a deadline as one thing before it has passed and another after; moved: anew."""
    due = from_text(row["due"])
    stage = "passed" if due <= now else "near"
    at = due if stage == "passed" else due - NEAR
    key = f"{kind}:{row['id']}:{stage}:{row['due']}"
    return Thing(key, kind, f"{kind}:{row['id']}", row["id"], at, to=to)


def _silent(store: Store, now: datetime) -> Iterator[Thing]:
    for alarm in alarms(store, now):
        source = alarm.source_id or 0
        key = f"silent:{source}:{alarm.kind}:{to_text(alarm.since)}"
        yield Thing(key, "silent", f"source:{source}", source, alarm.since)


def _gaps(store: Store, now: datetime) -> Iterator[Thing]:
    """Yield the unmanned times of the coming day."""
    for start, _ in rota.gaps(shifts.load(store, now), now, now + GAP_NEAR):
        # A running gap began with the last shift's end, whenever it is asked.
        stamp = to_text(start) if start > now else _since(store, now)
        yield Thing(f"gap:{stamp}", "gap", f"gap:{stamp}", 0, min(start, now))


def _since(store: Store, now: datetime) -> str:
    last = store.value("SELECT max(to_at) FROM duty_shifts WHERE to_at <= ?", [to_text(now)])
    return str(last or "start")


def taken(store: Store, now: datetime, told: dict[str, set[str]]) -> Iterator[Thing]:
    """Yield what somebody took, for the others who had been told of it.

    Args:
        told: group -> recipients who were told.
    """
    rows = store.rows(
        "SELECT id, group_key, taken_by, taken_at FROM alert_taken"
        " WHERE released_at IS NULL AND taken_at > ? ORDER BY taken_at, id",
        [to_text(now - timedelta(hours=6))],
    )
    for row in rows:
        yield Thing(
            f"taken:{row['id']}",
            "taken",
            f"taken:{row['id']}",
            row["id"],
            from_text(row["taken_at"]),
            but=frozenset({row["taken_by"]}),
            only=frozenset(told.get(row["group_key"], ())),
        )
