"""The morning digest (morgonbrevet): what happened since the last, what waits, what is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from incidents.alert import choices, rota, shifts
from incidents.alert.lines import Line
from incidents.alert.rules import digest_due
from incidents.alert.writing import Letter
from incidents.record import addresses
from monitor.core.actors import ROLES
from monitor.core.clock import from_text, local, to_text
from monitor.core.messages import label
from monitor.core.settings import Settings
from monitor.core.store import Row, Store
from monitor.core.times import Calendar, clock_text, date_text, midnight, weekday
from monitor.intake.alarms import alarms
from monitor.review import queue

#: A first digest, or one after a holiday, looks back no longer than this.
LONGEST = timedelta(days=7)
_FIRST = timedelta(hours=24)


def due(store: Store, now: datetime) -> list[tuple[int, str]]:
    """Return (user id, since when) of the people whose digest should go now."""
    roles = [role for role, may in ROLES.items() if "alerts" in may]
    marks = ", ".join("?" * len(roles))
    people = store.rows(
        "SELECT u.id, (SELECT max(planned_at) FROM alert_messages m WHERE m.user_id = u.id"
        " AND m.kind = 'digest') AS last FROM users u JOIN alert_people p ON p.user_id = u.id"
        " WHERE p.digest_at IS NOT NULL AND u.email IS NOT NULL AND u.email <> ''"
        f" AND u.disabled_at IS NULL AND u.role IN ({marks}) ORDER BY u.id",
        roles,
    )
    found = []
    for person in people:
        wants = choices.of_person(store, person["id"])
        at = choices.clock_time(wants.digest_at)
        last = from_text(person["last"]) if person["last"] else None
        if digest_due(at, wants.digest_weekends, last, now):
            found.append((person["id"], since(last, now)))
    return found


def since(last: datetime | None, now: datetime) -> str:
    """Return the instant that a digest looks back to, as database text."""
    return to_text(max(last or now - _FIRST, now - LONGEST))


def letter(store: Store, settings: Settings, row: Row) -> Letter:
    """Return the digest of a message row, as things stand now."""
    now = store.clock.now()
    start = from_text(row["since_at"])
    parts = (
        ("I dag", _today(store, now)),
        ("Väntar", _waiting(store)),
        (f"Sedan {_when(start, now)}", _since(store, start)),
        ("Flöden som inte går att lita på", _silent(store, now)),
        ("Jour", _duty(store, now)),
    )
    return Letter(
        subject=f"Läget {weekday(now)}en den {date_text(now, Calendar(local(now).year))}",
        lead="" if any(lines for _, lines in parts) else "Inget har hänt och inget väntar.",
        sections=tuple((heading, lines) for heading, lines in parts if lines),
        desk_url=settings.desk_url,
        foot="Du väljer själv om och när brevet kommer: "
        + addresses.whole(settings.desk_url, "aviseringar/val"),
    )


def _when(at: datetime, now: datetime) -> str:
    day = "" if local(at).date() == local(now).date() else f"{date_text(at, _calendar(now))} "
    return f"{day}{clock_text(at)}"


def _calendar(now: datetime) -> Calendar:
    return Calendar(local(now).year)


def _today(store: Store, now: datetime) -> list[Line]:
    """Return what runs out before midnight, and what already has."""
    end = to_text(midnight(local(now).date() + timedelta(days=1)))
    rows = store.rows(
        "SELECT e.deadline_at AS at, 'Svar på frågan från ' || coalesce(o.name,"
        " 'någon annan än ett medium') AS text, i.ref, '' AS note FROM enquiries e"
        " LEFT JOIN outlets o ON o.id = e.outlet_id LEFT JOIN incidents i ON i.id = e.incident_id"
        " WHERE e.answered_at IS NULL AND e.deadline_at < ?1"
        " UNION ALL SELECT a.due_at, 'Åtgärd i ' || i.ref, i.ref, a.wording FROM actions a"
        " JOIN incidents i ON i.id = a.incident_id WHERE a.status IN ('planned', 'ongoing')"
        " AND a.due_at < ?1 AND i.status <> 'dismissed'"
        " UNION ALL SELECT q.answer_due_at, 'Svar väntas till oss i ' || i.ref, i.ref, q.wording"
        " FROM questions q JOIN incidents i ON i.id = q.incident_id"
        " WHERE q.answered_at IS NULL AND q.answer_due_at < ?1 AND i.status <> 'dismissed'"
        " ORDER BY 1",
        [end],
    )
    return [
        _line(
            f"{_late(row['at'], now)}: {row['text']}", addresses.incident(row["ref"]), row["note"]
        )
        for row in rows
    ]


def _late(text: str, now: datetime) -> str:
    at = from_text(text)
    return f"Försenat sedan {_when(at, now)}" if at <= now else f"Senast {clock_text(at)}"


def _line(text: str, path: str, note: str = "") -> Line:
    said = text[:1].upper() + text[1:]
    return Line(said, said, path, note)


def _counting(sql: str) -> Callable[[Store], int]:
    return lambda store: int(store.value(f"SELECT count(*) FROM {sql}"))


#: (what counts, one, several, page).
_COUNTS: tuple[tuple[Callable[[Store], int], str, str, str], ...] = (
    (_counting("reports WHERE status = 'in_review'"),
     "rapport att godkänna", "rapporter att godkänna", "rapporter"),
    (_counting("statements WHERE approval = 'requested'"),
     "uttalande att godkänna", "uttalanden att godkänna", "handelser"),
    (_counting("enquiries WHERE answered_at IS NULL"),
     "obesvarad fråga till oss", "obesvarade frågor till oss", "fragor"),
    (queue.count,
     "obedömd träff", "obedömda träffar", "granska"),
    (_counting("incidents WHERE status = 'proposed'"),
     "föreslagen händelse", "föreslagna händelser", "handelser"),
)  # fmt: skip


def _waiting(store: Store) -> list[Line]:
    found = []
    for counted, one, several, path in _COUNTS:
        count = counted(store)
        if count:
            found.append(_line(f"{count} {one if count == 1 else several}", path))
    return found


def _since(store: Store, start: datetime) -> list[Line]:
    return [*_incidents(store, start), *_reports(store, start), *_press(store, start)]


def _incidents(store: Store, start: datetime) -> list[Line]:
    rows = store.rows(
        "SELECT ref, title, status, severity, entered_at, closed_at,"
        " (SELECT count(*) FROM incident_articles l WHERE l.incident_id = i.id"
        "  AND l.linked_at > ?1) AS articles,"
        " (SELECT count(*) FROM statements s WHERE s.incident_id = i.id"
        "  AND s.entered_at > ?1) AS statements FROM incidents i"
        " WHERE status <> 'dismissed' AND (entered_at > ?1 OR closed_at > ?1"
        " OR articles > 0 OR statements > 0)"
        " ORDER BY CASE severity WHEN 'crisis' THEN 0 WHEN 'serious' THEN 1 WHEN 'raised' THEN 2"
        " ELSE 3 END, known_at DESC",
        [to_text(start)],
    )
    found = []
    for row in rows:
        counts = [_counted(row["articles"], "ny artikel", "nya artiklar"),
                  _counted(row["statements"], "nytt uttalande", "nya uttalanden")]  # fmt: skip
        told = ", ".join(one for one in counts if one)
        state = (
            f"{label('status', row['status']).capitalize()}, {label('severity', row['severity'])}"
        )
        note = f"{state}. {told}." if told else f"{state}."
        found.append(_line(f"{row['ref']} {row['title']}", addresses.incident(row["ref"]), note))
    return found


def _counted(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}" if count else ""


def _reports(store: Store, start: datetime) -> list[Line]:
    rows = store.rows(
        "SELECT number, sent_at FROM reports WHERE status = 'sent' AND sent_at > ?"
        " ORDER BY sent_at",
        [to_text(start)],
    )
    now = store.clock.now()
    return [
        _line(
            f"Rapport {row['number']} skickades {_when(from_text(row['sent_at']), now)}",
            addresses.report(row["number"]),
        )
        for row in rows
    ]


def _press(store: Store, start: datetime) -> list[Line]:
    """Return the news with the most outlets that are or may be about us."""
    rows = store.rows(
        "SELECT min(a.id) AS id, a.title, count(*) AS articles,"
        " count(DISTINCT a.outlet_id) AS outlets, min(o.name) AS outlet FROM articles a"
        " JOIN outlets o ON o.id = a.outlet_id WHERE a.first_seen_at > ? AND a.id IN"
        " (SELECT article_id FROM flags WHERE band = 'flag' AND verdict IS NOT 'irrelevant')"
        " GROUP BY coalesce(a.story_id, -a.id) ORDER BY outlets DESC, articles DESC, id LIMIT 5",
        [to_text(start)],
    )
    return [
        _line(
            f"{row['title']}",
            addresses.article(row["id"]),
            row["outlet"] if row["outlets"] == 1 else f"{row['outlets']} medier",
        )
        for row in rows
    ]


def _silent(store: Store, now: datetime) -> list[Line]:
    return [_line(one.sentence, addresses.source(one.source_id or 0)) for one in alarms(store, now)]


def _duty(store: Store, now: datetime) -> list[Line]:
    planned = shifts.load(store, now)
    if not planned:
        return []
    names = {row["id"]: row["display_name"] for row in shifts.able(store)}
    found = [
        _line(f"{names.get(one.user_id, 'Någon')} har jouren till {_when(one.to_at, now)}", "jour")
        for one in planned
        if one.holds(now)
    ]
    for start, end in rota.gaps(planned, now, now + timedelta(days=7)):
        text = f"Ingen har jouren från {_when(start, now)} till {_when(end, now)}"
        found.append(_line(text, "jour"))
    return found
