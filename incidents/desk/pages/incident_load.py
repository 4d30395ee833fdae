"""Everything that an incident's page shows, read in one snapshot."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from incidents.record import article_link
from incidents.record.enquiry import said_before
from monitor.core.clock import to_text
from monitor.core.store import Row, Store

#: Most articles that are suggested at a time.
SUGGESTED = 8

_INCIDENT = """
SELECT i.*, u.display_name AS owner, s.name AS series, e.display_name AS opened_by,
    c.display_name AS confirmed_name
FROM incidents i LEFT JOIN users u ON u.id = i.owner_id LEFT JOIN series s ON s.id = i.series_id
LEFT JOIN users e ON e.id = i.entered_by LEFT JOIN users c ON c.id = i.confirmed_by
WHERE i.id = ?
"""
STATEMENTS = """
SELECT s.*, p.name AS speaker, o.name AS organisation, o.kind AS organisation_kind,
    ao.name AS to_outlet, ag.name AS to_organisation, ap.name AS to_person,
    r.name AS refers_to, a.title AS article_title, u.display_name AS entered_name,
    v.display_name AS approved_name, (SELECT n.statement_id FROM statement_relations n
        WHERE n.kind = 'replaces' AND n.other_statement_id = s.id LIMIT 1) AS replaced_by
FROM statements s LEFT JOIN people p ON p.id = s.speaker_id
LEFT JOIN organisations o ON o.id = s.organisation_id
LEFT JOIN outlets ao ON ao.id = s.addressee_outlet_id
LEFT JOIN organisations ag ON ag.id = s.addressee_organisation_id
LEFT JOIN people ap ON ap.id = s.addressee_person_id
LEFT JOIN organisations r ON r.id = s.refers_to_id
LEFT JOIN articles a ON a.id = s.article_id
LEFT JOIN users u ON u.id = s.entered_by LEFT JOIN users v ON v.id = s.approved_by
"""
_RELATIONS = """
SELECT r.*, s.wording AS statement_wording, c.wording AS claim_wording,
    e.question AS enquiry_wording, q.wording AS question_wording
FROM statement_relations r JOIN statements mine ON mine.id = r.statement_id
LEFT JOIN statements s ON s.id = r.other_statement_id LEFT JOIN claims c ON c.id = r.claim_id
LEFT JOIN enquiries e ON e.id = r.enquiry_id LEFT JOIN questions q ON q.id = r.question_id
WHERE mine.incident_id = ? ORDER BY r.id
"""
_CONTRADICTIONS = """
SELECT c.*, k.wording AS circumstance_wording, a.title AS article_title, o.short_name AS outlet
FROM contradictions c LEFT JOIN circumstances k ON k.id = c.circumstance_id
LEFT JOIN articles a ON a.id = c.article_id LEFT JOIN outlets o ON o.id = a.outlet_id
LEFT JOIN claims m ON m.id = c.claim_id LEFT JOIN statements s ON s.id = c.statement_id
WHERE coalesce(m.incident_id, s.incident_id) = ? ORDER BY c.id
"""
_CIRCUMSTANCES = """
SELECT c.*, o.name AS organisation, s.wording AS statement_wording, a.title AS article_title,
    n.wording AS newer FROM circumstances c
LEFT JOIN organisations o ON o.id = c.organisation_id
LEFT JOIN statements s ON s.id = c.statement_id LEFT JOIN articles a ON a.id = c.article_id
LEFT JOIN circumstances n ON n.id = c.superseded_by
WHERE c.incident_id = ? ORDER BY c.superseded_by IS NOT NULL, c.known_at, c.id
"""
_ACTIONS = """
SELECT a.*, u.display_name AS owner, o.name AS reported_by FROM actions a
LEFT JOIN users u ON u.id = a.owner_id LEFT JOIN organisations o ON o.id = a.reported_by_id
WHERE a.incident_id = ? ORDER BY a.status NOT IN ('planned', 'ongoing'),
    CASE WHEN a.status IN ('planned', 'ongoing') THEN coalesce(a.due_at, '9999') END,
    coalesce(a.happened_at, a.known_at), a.id
"""
_QUESTIONS = """
SELECT q.*, o.name AS put_to, s.wording AS answer FROM questions q
LEFT JOIN organisations o ON o.id = q.put_to_id LEFT JOIN statements s ON s.id = q.answer_id
WHERE q.incident_id = ? ORDER BY q.answered_at IS NOT NULL, q.answer_due_at, q.id
"""
ENQUIRIES = """
SELECT e.*, o.name AS outlet, g.name AS organisation, s.wording AS answer, i.ref,
    i.title AS incident_title FROM enquiries e
LEFT JOIN outlets o ON o.id = e.outlet_id LEFT JOIN organisations g ON g.id = e.organisation_id
LEFT JOIN statements s ON s.id = e.answer_id LEFT JOIN incidents i ON i.id = e.incident_id
"""
_SPEAKERS = """
SELECT s.*, p.title, p.short_title, n.name FROM incident_spokespersons s
JOIN positions p ON p.id = s.position_id JOIN people n ON n.id = p.person_id
WHERE s.incident_id = ? ORDER BY s.valid_to IS NOT NULL, s.valid_from, s.id
"""
_RELATED = """
SELECT r.id, r.kind, 1 AS forward, o.ref, o.title, o.status, o.severity
FROM incident_relations r JOIN incidents o ON o.id = r.other_id WHERE r.incident_id = ?1
UNION ALL SELECT r.id, r.kind, 0, o.ref, o.title, o.status, o.severity
FROM incident_relations r JOIN incidents o ON o.id = r.incident_id WHERE r.other_id = ?1
ORDER BY r.id
"""
_REPORTS = """
SELECT r.number, r.kind, r.status, r.compiled_at, r.sent_at, c.number AS corrects
FROM reports r JOIN report_incidents i ON i.report_id = r.id
LEFT JOIN reports c ON c.id = r.corrects_id WHERE i.incident_id = ? ORDER BY r.compiled_at DESC
"""
_SAME_STORY = """
SELECT a.id, a.title, a.published_at, a.published_precision, a.first_seen_at, a.opinion,
    o.name AS outlet FROM articles a JOIN outlets o ON o.id = a.outlet_id
WHERE a.story_id IN (SELECT s.story_id FROM incident_articles l JOIN articles s
    ON s.id = l.article_id WHERE l.incident_id = ?1 AND s.story_id IS NOT NULL)
AND a.id NOT IN (SELECT article_id FROM incident_articles WHERE incident_id = ?1)
ORDER BY a.first_seen_at DESC, a.id DESC LIMIT ?2
"""
_OTHER_FLAGS = """
SELECT a.id, a.title, a.published_at, a.published_precision, a.first_seen_at, a.opinion,
    o.name AS outlet FROM articles a JOIN outlets o ON o.id = a.outlet_id
WHERE a.first_seen_at >= ?1
AND EXISTS (SELECT 1 FROM flags f WHERE f.article_id = a.id AND f.band = 'flag'
    AND f.verdict IS NOT 'irrelevant')
AND NOT EXISTS (SELECT 1 FROM incident_articles l WHERE l.article_id = a.id)
ORDER BY a.first_seen_at DESC, a.id DESC LIMIT ?2
"""
#: How far back other flagged articles are suggested.
RECENT = timedelta(days=3)


def load(store: Store, incident: int) -> dict[str, Any]:
    """Return the incident and all its records, with the names that their rows point at."""
    row = store.row(_INCIDENT, [incident])
    assert row is not None
    recent = to_text(store.clock.now() - RECENT)
    return {
        "incident": row,
        **_record(store, incident),
        "related": store.rows(_RELATED, [incident]),
        "reports": store.rows(_REPORTS, [incident]),
        "suggested": store.rows(_SAME_STORY, [incident, SUGGESTED]),
        "other_flags": store.rows(_OTHER_FLAGS, [max(row["known_at"], recent), SUGGESTED]),
    }


def _record(store: Store, incident: int) -> dict[str, Any]:
    key = [incident]
    enquiries = store.rows(
        f"{ENQUIRIES} WHERE e.incident_id = ? ORDER BY e.answered_at IS NOT NULL,"
        " e.deadline_at IS NULL, e.deadline_at, e.happened_at",
        key,
    )
    return {
        "articles": article_link.linked(store, incident),
        "claims": store.rows("SELECT * FROM claims WHERE incident_id = ? ORDER BY number, id", key),
        "contradictions": store.rows(_CONTRADICTIONS, key),
        "statements": store.rows(
            f"{STATEMENTS} WHERE s.incident_id = ?"
            " ORDER BY coalesce(s.happened_at, s.known_at), s.id",
            key,
        ),
        "relations": store.rows(_RELATIONS, key),
        "circumstances": store.rows(_CIRCUMSTANCES, key),
        "actions": store.rows(_ACTIONS, key),
        "decisions": store.rows(
            "SELECT * FROM decisions WHERE incident_id = ?"
            " ORDER BY coalesce(happened_at, known_at), id",
            key,
        ),
        "questions": store.rows(_QUESTIONS, key),
        "enquiries": enquiries,
        "answers": answers(store, enquiries),
        "said_before": said_before(store, enquiries),
        "speakers": store.rows(_SPEAKERS, key),
    }


def answers(store: Store, enquiries: list[Row]) -> dict[int, list[Row]]:
    """Return for each enquiry the statements that answer it or are drafted to, oldest first."""
    marks = ", ".join("?" * len(enquiries))
    rows = store.rows(
        "SELECT s.*, r.enquiry_id, p.name AS speaker FROM statement_relations r"
        " JOIN statements s ON s.id = r.statement_id LEFT JOIN people p ON p.id = s.speaker_id"
        f" WHERE r.kind = 'answers' AND r.enquiry_id IN ({marks}) ORDER BY s.entered_at, s.id",
        [row["id"] for row in enquiries],
    )
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row["enquiry_id"], []).append(row)
    return found


def choices(store: Store, now: str, incident: int = 0) -> dict[str, list[tuple[Any, str]]]:
    """Return what the forms let a person choose between: (value, text) by field.

    Args:
        incident: left out among the incidents.
    """
    return {
        "users": _pairs(
            store,
            "SELECT id, display_name FROM users WHERE disabled_at IS NULL"
            " AND role IN ('editor', 'approver') ORDER BY display_name COLLATE SWEDISH",
        ),
        "organisations": _pairs(
            store,
            "SELECT id, name FROM organisations ORDER BY kind <> 'own', name COLLATE SWEDISH",
        ),
        "people": _pairs(
            store,
            "SELECT p.id, p.name || ', ' || o.short_name FROM people p"
            " JOIN organisations o ON o.id = p.organisation_id"
            " ORDER BY o.kind <> 'own', p.name COLLATE SWEDISH",
        ),
        "own_people": _pairs(
            store,
            "SELECT p.id, p.name FROM people p JOIN organisations o"
            " ON o.id = p.organisation_id AND o.kind = 'own' ORDER BY p.name COLLATE SWEDISH",
        ),
        "outlets": _pairs(store, "SELECT id, name FROM outlets ORDER BY name COLLATE SWEDISH"),
        "series": _pairs(store, "SELECT id, name FROM series ORDER BY id DESC"),
        "positions": _pairs(
            store,
            "SELECT p.id, n.name || ', ' || p.short_title FROM positions p"
            " JOIN people n ON n.id = p.person_id WHERE p.spokesperson = 1"
            " AND p.valid_from <= ?1 AND (p.valid_to IS NULL OR p.valid_to > ?1)"
            " ORDER BY n.name COLLATE SWEDISH",
            now,
        ),
        "incidents": followed(store, incident),
    }


def followed(store: Store, without: int = 0) -> list[tuple[Any, str]]:
    """Return the incidents that records may be added to: (reference, reference and title)."""
    return _pairs(
        store,
        "SELECT ref, ref || ' ' || title FROM incidents"
        " WHERE status IN ('new', 'ongoing', 'stable') AND id <> ? ORDER BY id DESC",
        without,
    )


def _pairs(store: Store, sql: str, *params: Any) -> list[tuple[Any, str]]:
    return [tuple(row.values()) for row in store.rows(sql, params)]
