"""What a paragraph of a report rests on, told so that a person can judge it: whose word, when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from incidents.desk import links
from incidents.report.digests import row_digest
from monitor.core.messages import label
from monitor.core.store import Row, Store


@dataclass(frozen=True, kw_only=True)
class Told:
    """One source of a paragraph.

    Attributes:
        kind: what it is, in Swedish.
        text: its words.
        whose: on whose word it stands; empty when it is our own.
        known_at: when we learnt it, as it was when the paragraph was written.
        href: the page where it stands; empty when it has none.
        state: "", "changed" or "gone" since the paragraph was written, or "late": its words were
            changed after the report was compiled.
        note: status, reference, and the like.
    """

    kind: str
    text: str
    whose: str = ""
    known_at: str | None = None
    href: str = ""
    state: str = ""
    note: str = ""


@dataclass(frozen=True)
class _Kind:
    """How one table's rows are told.

    Attributes:
        joined: SQL giving ``id``, ``text``, ``whose``, ``note`` and where fit ``ref``.
        href: the page of a row.
    """

    name: str
    joined: str
    href: Callable[[Row], str]


def _in_incident(anchor: str) -> Callable[[Row], str]:
    def href(row: Row) -> str:
        return f"{links.incident(row['ref'])}#{anchor}-{row['id']}" if row["ref"] else ""

    return href


_KINDS: Mapping[str, _Kind] = {
    "articles": _Kind(
        "artikel",
        "SELECT t.id, t.title AS text, o.name AS whose, '' AS note FROM articles t"
        " JOIN outlets o ON o.id = t.outlet_id",
        lambda row: links.article(row["id"]),
    ),
    "statements": _Kind(
        "uttalande",
        "SELECT t.id, t.wording AS text, i.ref,"
        " coalesce(p.name || ', ' || po.name, o.name, p.name, '') AS whose,"
        " CASE t.verbatim WHEN 1 THEN 'ordagrant' ELSE '' END AS note FROM statements t"
        " LEFT JOIN incidents i ON i.id = t.incident_id LEFT JOIN people p ON p.id = t.speaker_id"
        " LEFT JOIN organisations po ON po.id = p.organisation_id"
        " LEFT JOIN organisations o ON o.id = t.organisation_id",
        _in_incident("uttalande"),
    ),
    "circumstances": _Kind(
        "omständighet",
        "SELECT t.id, t.wording AS text, i.ref, t.basis, t.verification, coalesce(o.name, '')"
        " AS whose, t.reference AS note FROM circumstances t"
        " JOIN incidents i ON i.id = t.incident_id"
        " LEFT JOIN organisations o ON o.id = t.organisation_id",
        _in_incident("omstandighet"),
    ),
    "claims": _Kind(
        "påstående",
        "SELECT t.id, t.wording AS text, i.ref, t.status AS claim_status,"
        " coalesce(m.name, o.name, p.name, '') AS whose, '' AS note FROM claims t"
        " JOIN incidents i ON i.id = t.incident_id LEFT JOIN articles a ON a.id = t.article_id"
        " LEFT JOIN outlets m ON m.id = a.outlet_id LEFT JOIN statements s ON s.id = t.statement_id"
        " LEFT JOIN organisations o ON o.id = s.organisation_id"
        " LEFT JOIN people p ON p.id = s.speaker_id",
        _in_incident("pastaende"),
    ),
    "actions": _Kind(
        "åtgärd",
        "SELECT t.id, t.wording AS text, i.ref, t.status AS action_status,"
        " coalesce(o.name, '') AS whose, '' AS note FROM actions t"
        " JOIN incidents i ON i.id = t.incident_id"
        " LEFT JOIN organisations o ON o.id = t.reported_by_id",
        _in_incident("atgard"),
    ),
    "decisions": _Kind(
        "beslut",
        "SELECT t.id, t.wording AS text, i.ref, t.decided_by AS whose,"
        " coalesce('diarienummer ' || t.registry_number, '') AS note FROM decisions t"
        " JOIN incidents i ON i.id = t.incident_id",
        _in_incident("beslut"),
    ),
    "questions": _Kind(
        "öppen fråga",
        "SELECT t.id, t.wording AS text, i.ref, '' AS whose,"
        " coalesce('ställd till ' || o.name, '') AS note FROM questions t"
        " JOIN incidents i ON i.id = t.incident_id LEFT JOIN organisations o ON o.id = t.put_to_id",
        _in_incident("oppen-fraga"),
    ),
    "enquiries": _Kind(
        "fråga till oss",
        "SELECT t.id, t.question AS text, i.ref, coalesce(m.name, o.name, '') AS whose, '' AS note"
        " FROM enquiries t LEFT JOIN incidents i ON i.id = t.incident_id"
        " LEFT JOIN outlets m ON m.id = t.outlet_id"
        " LEFT JOIN organisations o ON o.id = t.organisation_id",
        _in_incident("mediefraga"),
    ),
    "contradictions": _Kind(
        "motsägelse",
        "SELECT t.id, coalesce(c.wording, a.title) AS text, i.ref,"
        " coalesce(o.name, m.name, '') AS whose,"
        " 'mot: ' || coalesce(k.wording, s.wording) AS note FROM contradictions t"
        " LEFT JOIN circumstances c ON c.id = t.circumstance_id"
        " LEFT JOIN incidents i ON i.id = c.incident_id"
        " LEFT JOIN organisations o ON o.id = c.organisation_id"
        " LEFT JOIN articles a ON a.id = t.article_id LEFT JOIN outlets m ON m.id = a.outlet_id"
        " LEFT JOIN claims k ON k.id = t.claim_id LEFT JOIN statements s ON s.id = t.statement_id",
        lambda row: links.incident(row["ref"]) if row["ref"] else "",
    ),
    "positions": _Kind(
        "talesperson",
        "SELECT t.id, p.name || ', ' || t.title AS text, '' AS whose, '' AS note FROM positions t"
        " JOIN people p ON p.id = t.person_id",
        lambda _: links.page("personer"),
    ),
    "series": _Kind(
        "serie",
        "SELECT t.id, t.name AS text, '' AS whose, '' AS note FROM series t",
        lambda _: links.page("serier"),
    ),
    "reports": _Kind(
        "rapport",
        "SELECT t.id, t.number AS text, '' AS whose, '' AS note FROM reports t",
        lambda row: links.report(row["text"]),
    ),
    "incidents": _Kind(
        "händelse",
        "SELECT t.id, t.title AS text, t.ref, '' AS whose, '' AS note FROM incidents t",
        lambda row: links.incident(row["ref"]),
    ),
}
#: Stored words that say how far a row can be trusted: column -> catalogue section.
_STATES = {
    "basis": "basis",
    "verification": "verification",
    "claim_status": "claim_status",
    "action_status": "action_status",
}


def tell_sources(
    store: Store, paragraphs: Iterable[Row], late: frozenset[tuple[str, int]] = frozenset()
) -> dict[int, list[Told]]:
    """Return what each paragraph rests on: paragraph id -> sources in their order.

    Args:
        paragraphs: rows of ``paragraphs.of_report``.
        late: (table, row) of those changed after the report was compiled.
    """
    rows = list(paragraphs)
    wanted: dict[str, set[int]] = {}
    for one in rows:
        for source in one["sources"]:
            wanted.setdefault(source["table_name"], set()).add(source["row_id"])
    found = {
        (table, row["id"]): row for table, ids in wanted.items() for row in _rows(store, table, ids)
    }
    return {
        one["id"]: [
            _told(source, found.get((source["table_name"], source["row_id"])), late)
            for source in one["sources"]
        ]
        for one in rows
    }


def _rows(store: Store, table: str, ids: set[int]) -> list[Row]:
    keys = sorted(ids)
    marks = ", ".join("?" * len(keys))
    stored = store.rows(f"SELECT * FROM [{table}] WHERE id IN ({marks})", keys)
    digests = {row["id"]: row_digest(table, row) for row in stored}
    joined = store.rows(f"{_KINDS[table].joined} WHERE t.id IN ({marks})", keys)
    return [{**row, "digest": digests[row["id"]]} for row in joined]


def _told(source: Row, row: Row | None, late: frozenset[tuple[str, int]]) -> Told:
    kind = _KINDS[source["table_name"]]
    if row is None:
        return Told(
            kind=kind.name,
            text="Raden finns inte kvar.",
            known_at=source["known_at"],
            state="gone",
        )
    states = [label(section, row[name]) for name, section in _STATES.items() if row.get(name)]
    return Told(
        kind=kind.name,
        text=row["text"],
        whose=row["whose"],
        known_at=source["known_at"],
        href=kind.href(row),
        state=_state(source, row, late),
        note=", ".join([*states, *([row["note"]] if row["note"] else [])]),
    )


def _state(source: Row, row: Row, late: frozenset[tuple[str, int]]) -> str:
    if row["digest"] != source["digest"]:
        return "changed"
    return "late" if (source["table_name"], source["row_id"]) in late else ""
