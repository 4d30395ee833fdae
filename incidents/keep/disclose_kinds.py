"""What may be asked for: kinds of records, and their fields as people read them.

Only what is a public record stands here: sent reports and not drafts, approved statements and not
proposals. A reply contact, a full text under licence and the trail's stored values are never read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from monitor.core.clock import from_text
from monitor.core.messages import label
from monitor.core.store import Row, Store
from monitor.core.times import Calendar, Moment, Precision, moment_text


@dataclass(frozen=True, slots=True)
class Record:
    """One record that was asked for.

    Attributes:
        kind: key of :data:`KINDS`.
        row_id: its id in the table.
        at: instant that places it in the period, as text.
        fields: column -> text as people read it; empty fields are left out.
    """

    kind: str
    row_id: int
    at: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    Attributes:
        names: column -> Swedish name, in the order that people read them.
        sql: gives ``id``, ``at`` and the columns; takes ``:incident`` and ``:outlet``.
        words: column -> vocabulary in the catalogue.
        moments: columns that hold an instant; ``<column>_precision`` beside it is heeded.
    """

    names: Mapping[str, str]
    sql: str
    words: Mapping[str, str] = field(default_factory=dict)
    moments: tuple[str, ...] = ()


_OF_INCIDENT: Final = "(:incident IS NULL OR x.incident_id = :incident)"
_NO_OUTLET: Final = f":outlet IS NULL AND {_OF_INCIDENT}"
_REF: Final = "(SELECT ref FROM incidents WHERE id = x.incident_id) AS ref"
_ORG: Final = "(SELECT name FROM organisations WHERE id = x.{column}) AS {alias}"
_ARTICLE_NAMES: Final = {
    "outlet": "Medium",
    "title": "Rubrik",
    "url": "Adress",
    "published_at": "Publicerad",
    "first_seen_at": "Först sedd",
}
_ARTICLES: Final = """SELECT x.id, coalesce(x.published_at, x.first_seen_at) AS at,
    (SELECT name FROM outlets WHERE id = x.outlet_id) AS outlet, x.title, x.url,
    x.published_at, x.published_precision, x.first_seen_at FROM articles x
    WHERE (:outlet IS NULL OR x.outlet_id = :outlet) AND (:incident IS NULL OR EXISTS (
        SELECT 1 FROM incident_articles l
        WHERE l.article_id = x.id AND l.incident_id = :incident))"""

KINDS: Final[dict[str, Kind]] = {
    "enquiries": Kind(
        {
            "happened_at": "Inkommen",
            "asker": "Från",
            "outlet": "Medium",
            "organisation": "Organisation",
            "question": "Fråga",
            "deadline_at": "Svar önskat senast",
            "answered_at": "Besvarad",
            "answer": "Svar",
            "ref": "Händelse",
        },
        f"""SELECT x.id, x.happened_at AS at, x.happened_at, x.happened_precision, x.asker,
            (SELECT name FROM outlets WHERE id = x.outlet_id) AS outlet,
            {_ORG.format(column="organisation_id", alias="organisation")},
            x.question, x.deadline_at, x.answered_at,
            (SELECT wording FROM statements WHERE id = x.answer_id) AS answer, {_REF}
            FROM enquiries x WHERE {_OF_INCIDENT} AND (:outlet IS NULL OR x.outlet_id = :outlet)""",
        {"asker": "asker"},
        ("happened_at", "deadline_at", "answered_at"),
    ),
    "statements": Kind(
        {
            "happened_at": "Tidpunkt",
            "direction": "Riktning",
            "speaker": "Talare",
            "organisation": "För",
            "addressee": "Till",
            "channel": "Kanal",
            "wording": "Lydelse",
            "registry_number": "Diarienummer",
            "ref": "Händelse",
        },
        f"""SELECT x.id, coalesce(x.happened_at, x.known_at) AS at,
            x.happened_at, x.happened_precision, x.direction, x.channel, x.wording,
            (SELECT name FROM people WHERE id = x.speaker_id) AS speaker,
            {_ORG.format(column="organisation_id", alias="organisation")},
            coalesce((SELECT name FROM outlets WHERE id = x.addressee_outlet_id),
                (SELECT name FROM people WHERE id = x.addressee_person_id),
                (SELECT name FROM organisations WHERE id = x.addressee_organisation_id))
                AS addressee, x.registry_number, {_REF}
            FROM statements x WHERE {_OF_INCIDENT} AND x.approval IN ('approved', 'not_needed')
            AND (:outlet IS NULL OR x.addressee_outlet_id = :outlet)""",
        {"direction": "direction", "channel": "channel"},
        ("happened_at",),
    ),
    "circumstances": Kind(
        {
            "known_at": "Känd",
            "basis": "Grund",
            "wording": "Lydelse",
            "organisation": "Organisation",
            "verification": "Bekräftelse",
            "reference": "Hänvisning",
            "ref": "Händelse",
        },
        f"""SELECT x.id, x.known_at AS at, x.known_at, x.basis, x.wording,
            {_ORG.format(column="organisation_id", alias="organisation")},
            x.verification, x.reference, {_REF} FROM circumstances x WHERE {_NO_OUTLET}""",
        {"basis": "basis", "verification": "verification"},
        ("known_at",),
    ),
    "actions": Kind(
        {
            "happened_at": "Tidpunkt",
            "wording": "Åtgärd",
            "status": "Läge",
            "reporter": "Enligt",
            "due_at": "Klar senast",
            "done_at": "Klar",
            "ref": "Händelse",
        },
        f"""SELECT x.id, coalesce(x.happened_at, x.known_at) AS at, x.happened_at,
            x.happened_precision, x.wording, x.status,
            {_ORG.format(column="reported_by_id", alias="reporter")}, x.due_at, x.done_at, {_REF}
            FROM actions x WHERE {_NO_OUTLET}""",
        {"status": "action_status"},
        ("happened_at", "due_at", "done_at"),
    ),
    "decisions": Kind(
        {
            "happened_at": "Beslutat",
            "decided_by": "Beslutat av",
            "wording": "Lydelse",
            "registry_number": "Diarienummer",
            "ref": "Händelse",
        },
        f"""SELECT x.id, coalesce(x.happened_at, x.known_at) AS at, x.happened_at,
            x.happened_precision, x.decided_by, x.wording, x.registry_number, {_REF}
            FROM decisions x WHERE {_NO_OUTLET}""",
        moments=("happened_at",),
    ),
    "questions": Kind(
        {
            "happened_at": "Ställd",
            "wording": "Fråga",
            "asked": "Ställd till",
            "answer_due_at": "Svar väntat",
            "answered_at": "Besvarad",
            "answer": "Svar",
            "ref": "Händelse",
        },
        f"""SELECT x.id, coalesce(x.happened_at, x.known_at) AS at, x.happened_at,
            x.happened_precision, x.wording, {_ORG.format(column="put_to_id", alias="asked")},
            x.answer_due_at, x.answered_at,
            (SELECT wording FROM statements WHERE id = x.answer_id) AS answer, {_REF}
            FROM questions x WHERE {_NO_OUTLET}""",
        moments=("happened_at", "answer_due_at", "answered_at"),
    ),
    "incidents": Kind(
        {
            "ref": "Beteckning",
            "title": "Rubrik",
            "severity": "Allvar",
            "status": "Läge",
            "known_at": "Känd",
            "closed_at": "Avslutad",
            "closing_note": "Avslutande not",
            "registry_number": "Diarienummer",
        },
        """SELECT x.id, x.known_at AS at, x.ref, x.title, x.severity, x.status, x.known_at,
            x.closed_at, x.closing_note, x.registry_number FROM incidents x
            WHERE :outlet IS NULL AND (:incident IS NULL OR x.id = :incident)
            AND x.status <> 'proposed'""",
        {"severity": "severity", "status": "status"},
        ("known_at", "closed_at"),
    ),
    "reports": Kind(
        {
            "number": "Nummer",
            "kind": "Slag",
            "reason_clause": "Anledning",
            "compiled_at": "Sammanställd",
            "sent_at": "Utskickad",
            "registry_number": "Diarienummer",
            "text": "Text",
        },
        """SELECT x.id, x.compiled_at AS at, x.number, x.kind, x.reason_clause, x.compiled_at,
            x.sent_at, x.registry_number, (SELECT CAST(content AS TEXT) FROM report_files f
                WHERE f.report_id = x.id AND f.format = 'text') AS text FROM reports x
            WHERE :outlet IS NULL AND x.status = 'sent' AND (:incident IS NULL OR EXISTS (
                SELECT 1 FROM report_incidents l
                WHERE l.report_id = x.id AND l.incident_id = :incident))""",
        {"kind": "report_kind"},
        ("compiled_at", "sent_at"),
    ),
    "articles": Kind(
        _ARTICLE_NAMES,
        f"""{_ARTICLES} AND (EXISTS (SELECT 1 FROM incident_articles l WHERE l.article_id = x.id)
            OR EXISTS (SELECT 1 FROM flags f WHERE f.article_id = x.id AND f.band = 'flag'
                AND f.verdict IS NOT 'irrelevant'))""",
        moments=("published_at", "first_seen_at"),
    ),
    "all_articles": Kind(_ARTICLE_NAMES, _ARTICLES, moments=("published_at", "first_seen_at")),
    "audit": Kind(
        {
            "time": "Tidpunkt",
            "actor": "Av",
            "action": "Slag",
            "table_name": "Tabell",
            "row_id": "Rad",
            "reason": "Skäl",
        },
        """SELECT x.id, x.at AS at, x.at AS time, x.actor, x.action, x.table_name, x.row_id,
            x.reason FROM audit x WHERE :outlet IS NULL AND :incident IS NULL""",
        {"action": "audit_action"},
        ("time",),
    ),
}


def load(
    store: Store,
    kind: str,
    period: tuple[str, str],
    *,
    incident_id: int | None = None,
    outlet_id: int | None = None,
    limit: int = -1,
) -> list[Record]:
    """Return one kind's records of a period, oldest first.

    Args:
        period: instants as text, the second exclusive.
        limit: records at most; -1: all.
    """
    known = KINDS[kind]
    rows = store.rows(
        f"SELECT * FROM ({known.sql}) WHERE at >= :start AND at < :end ORDER BY at, id LIMIT :most",
        {
            "start": period[0], "end": period[1], "incident": incident_id, "outlet": outlet_id,
            "most": limit,
        },
    )  # fmt: skip
    return [Record(kind, row["id"], row["at"], _fields(known, row)) for row in rows]


def _fields(kind: Kind, row: Row) -> dict[str, str]:
    shown = {name: _shown(kind, row, name) for name in kind.names}
    return {name: text for name, text in shown.items() if text}


def _shown(kind: Kind, row: Row, name: str) -> str:
    value: Any = row[name]
    if value is None:
        return ""
    if name in kind.words:
        return label(kind.words[name], str(value))
    if name in kind.moments:
        precision = row.get(f"{name.removesuffix('_at')}_precision", "minute")
        return moment_text(Moment(from_text(value), Precision(precision)), Calendar())
    return str(value)
