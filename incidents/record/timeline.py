"""One timeline of everything about an incident, happened-at beside known-at and entered-at.

What the program noted (articles, new versions, steps of a report) and what people entered stand
together. An entry made long after it was known is marked as late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.clock import from_text
from monitor.core.messages import label, labels
from monitor.core.store import Row, Store
from monitor.core.times import Calendar, Moment, Precision, header_text, iso_date, week_text

#: An entry made later than this after it was known is late.
LATE_AFTER = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """One line of the timeline.

    Attributes:
        kind: statements, actions, articles ... (a table), or status for the incident's own steps.
        row_id: the row's id in that table.
        heading: Swedish, what sort of thing it is: "Uttalande ut", "Artikel".
        text: its words.
        moment: when it happened; unknown when nobody knows.
        untimed: Swedish, what to say instead of a time where there is none: "inte lämnat än".
        entered_at: when it was written here.
        late: entered more than an hour after it was known.
        automatic: noted by the program.
        by: who entered it; empty for the program.
    """

    kind: str
    row_id: int
    heading: str
    text: str
    moment: Moment
    known_at: datetime
    entered_at: datetime
    late: bool
    automatic: bool
    by: str
    untimed: str = ""

    @property
    def at(self) -> datetime:
        """Return the instant that it is sorted by: when it happened, else when we knew."""
        return self.moment.at or self.known_at

    @property
    def when(self) -> str:
        """Return when it happened, as exactly as it is known: "2026-03-09 eftermiddagen"."""
        at = self.moment.at
        if at is None:
            return f"{header_text(self.known_at)} ({self.untimed}, känt då)"
        match self.moment.precision:
            case Precision.MINUTE:
                return header_text(at)
            case Precision.PART_OF_DAY:
                return f"{iso_date(at)} {Calendar().part(at).definite}"
            case Precision.WEEK:
                return week_text(at, Calendar())
            case _:
                return iso_date(at)


_RECORD = """
SELECT 'statements' AS kind, id, 'statement_' || direction AS what, wording AS text,
    happened_at, happened_precision, known_at, entered_at, entered_by
FROM statements WHERE incident_id = :id
UNION ALL SELECT 'circumstances', id, 'circumstance_' || basis, wording,
    happened_at, happened_precision, known_at, entered_at, entered_by
FROM circumstances WHERE incident_id = :id
UNION ALL SELECT 'actions', id, 'action_' || status, wording,
    happened_at, happened_precision, known_at, entered_at, entered_by
FROM actions WHERE incident_id = :id
UNION ALL SELECT 'decisions', id, 'decision', decided_by || ': ' || wording,
    happened_at, happened_precision, known_at, entered_at, entered_by
FROM decisions WHERE incident_id = :id
UNION ALL SELECT 'questions', id, 'question', wording,
    happened_at, happened_precision, known_at, entered_at, entered_by
FROM questions WHERE incident_id = :id
UNION ALL SELECT 'questions', id, 'question_answered', wording,
    answered_at, 'minute', answered_at, answered_at, entered_by
FROM questions WHERE incident_id = :id AND answered_at IS NOT NULL
UNION ALL SELECT 'enquiries', e.id, 'enquiry', coalesce(o.name || ': ', '') || question,
    happened_at, happened_precision, known_at, entered_at, entered_by
FROM enquiries e LEFT JOIN outlets o ON o.id = e.outlet_id WHERE incident_id = :id
UNION ALL SELECT 'enquiries', e.id, 'enquiry_answered', coalesce(o.name || ': ', '') || question,
    answered_at, 'minute', answered_at, answered_at, entered_by
FROM enquiries e LEFT JOIN outlets o ON o.id = e.outlet_id
WHERE incident_id = :id AND answered_at IS NOT NULL
UNION ALL SELECT 'contradictions', c.id, 'contradiction',
    coalesce(k.wording, s.wording), NULL, 'unknown', c.known_at, c.entered_at, c.entered_by
FROM contradictions c LEFT JOIN claims k ON k.id = c.claim_id
LEFT JOIN statements s ON s.id = c.statement_id
WHERE coalesce(k.incident_id, s.incident_id) = :id
"""
_AUTOMATIC = """
SELECT 'articles' AS kind, a.id, 'article_' || l.role AS what, o.name || ': ' || v.title AS text,
    a.published_at AS happened_at, a.published_precision AS happened_precision,
    a.first_seen_at AS known_at, a.first_seen_at AS entered_at, a.entered_by
FROM incident_articles l JOIN articles a ON a.id = l.article_id
JOIN outlets o ON o.id = a.outlet_id
JOIN article_versions v ON v.article_id = a.id AND v.number = (
    SELECT min(number) FROM article_versions WHERE article_id = a.id)
WHERE l.incident_id = :id
UNION ALL SELECT 'articles', a.id, 'version_' || v.change_kind, o.name || ': ' || v.title,
    v.captured_at, 'minute', v.captured_at, v.captured_at, NULL
FROM incident_articles l JOIN articles a ON a.id = l.article_id
JOIN outlets o ON o.id = a.outlet_id
JOIN article_versions v ON v.article_id = a.id AND v.change_kind <> 'first'
WHERE l.incident_id = :id
UNION ALL SELECT 'incidents', id, CASE entered_by IS NULL WHEN 1 THEN 'proposed' ELSE 'opened' END,
    ref || ' ' || title, entered_at, 'minute', entered_at, entered_at, entered_by
FROM incidents WHERE id = :id
UNION ALL SELECT 'incidents', id, 'confirmed', ref || ' ' || title,
    confirmed_at, 'minute', confirmed_at, confirmed_at, confirmed_by
FROM incidents WHERE id = :id AND confirmed_at IS NOT NULL AND entered_by IS NULL
UNION ALL SELECT 'incidents', id, 'closed', closing_note,
    closed_at, 'minute', closed_at, closed_at, NULL
FROM incidents WHERE id = :id AND closed_at IS NOT NULL
UNION ALL SELECT 'incidents', o.id, 'relation_' || r.kind, o.ref || ' ' || o.title,
    r.entered_at, 'minute', r.entered_at, r.entered_at, r.entered_by
FROM incident_relations r JOIN incidents o ON o.id = r.other_id WHERE r.incident_id = :id
UNION ALL SELECT 'reports', r.id, 'report_compiled', r.number,
    r.compiled_at, 'minute', r.compiled_at, r.compiled_at, r.created_by
FROM reports r JOIN report_incidents i ON i.report_id = r.id WHERE i.incident_id = :id
UNION ALL SELECT 'reports', r.id, 'report_approved', r.number,
    r.approved_at, 'minute', r.approved_at, r.approved_at, r.approved_by
FROM reports r JOIN report_incidents i ON i.report_id = r.id
WHERE i.incident_id = :id AND r.approved_at IS NOT NULL
UNION ALL SELECT 'reports', r.id, 'report_sent', r.number,
    r.sent_at, 'minute', r.sent_at, r.sent_at, r.sent_by
FROM reports r JOIN report_incidents i ON i.report_id = r.id
WHERE i.incident_id = :id AND r.sent_at IS NOT NULL
"""
#: What differs between two states of the incident, told as a line each.
_STEPS = """
SELECT a.id, a.at, a.user_id,
    json_extract(v.before, '$.status') AS status_before,
    json_extract(v.after, '$.status') AS status_after,
    json_extract(v.before, '$.severity') AS severity_before,
    json_extract(v.after, '$.severity') AS severity_after
FROM audit a JOIN audit_values v ON v.audit_id = a.id
WHERE a.table_name = 'incidents' AND a.row_id = :id AND a.action = 'update'
AND v.before IS NOT NULL AND v.after IS NOT NULL ORDER BY a.id
"""


def timeline(store: Store, incident_id: int) -> list[TimelineEntry]:
    """Return everything about an incident in the order it happened.

    Raises:
        NotFoundError: no such incident.
    """
    store.get("incidents", incident_id, kind="händelsen")
    users = {row["id"]: row["display_name"] for row in store.rows("SELECT * FROM users")}
    key = {"id": incident_id}
    entries = [_entry(row, users, automatic=False) for row in store.rows(_RECORD, key)]
    entries += [_entry(row, users, automatic=True) for row in store.rows(_AUTOMATIC, key)]
    for row in store.rows(_STEPS, key):
        entries += _steps(row, incident_id, users)
    return sorted(entries, key=lambda entry: (entry.at, entry.known_at, entry.kind, entry.row_id))


def _entry(row: Row, users: dict[int, str], *, automatic: bool) -> TimelineEntry:
    known, entered = from_text(row["known_at"]), from_text(row["entered_at"])
    happened = from_text(row["happened_at"]) if row["happened_at"] else None
    by_hand = row["entered_by"] is not None
    return TimelineEntry(
        kind=row["kind"],
        row_id=row["id"],
        heading=label("timeline", row["what"]),
        text=row["text"],
        moment=Moment(happened, Precision(row["happened_precision"])),
        known_at=known,
        entered_at=entered,
        late=entered - known > LATE_AFTER,
        automatic=automatic and not (row["kind"] == "articles" and by_hand),
        by=users.get(row["entered_by"], ""),
        untimed="" if happened else _untimed(row["what"]),
    )


def _untimed(what: str) -> str:
    told = labels("untimed")
    return told.get(what) or told.get(what.partition("_")[0]) or told["other"]


def _steps(row: Row, incident_id: int, users: dict[int, str]) -> list[TimelineEntry]:
    at = from_text(row["at"])
    told = []
    if row["severity_before"] != row["severity_after"]:
        told.append(("severity", label("severity", row["severity_after"])))
    # Opening, confirming and closing have lines of their own.
    if row["status_before"] != row["status_after"] and row["status_after"] in {"ongoing", "stable"}:
        told.append(("status", label("status", row["status_after"])))
    return [
        TimelineEntry(
            kind="incidents",
            row_id=incident_id,
            heading=label("timeline", what),
            text=text,
            moment=Moment(at),
            known_at=at,
            entered_at=at,
            late=False,
            automatic=True,
            by=users.get(row["user_id"], ""),
        )
        for what, text in told
    ]
