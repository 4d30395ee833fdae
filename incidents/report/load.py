"""Read from the store what was known at an instant: the one place that selects for a report.

Rule D8 starts here: a row that the organisation learnt after ``compiled_at`` is not read, an
article first seen after it is not read, and what was added to a row later (an answer, a
completion, a contradiction, a new headline) is read as it stood.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from incidents.report.load_names import Names
from incidents.report.load_rows import IncidentReader, ref
from incidents.report.material import Enquiry, Incident, Issue, Material, Series, Spokesperson
from monitor.core.clock import from_text, to_text
from monitor.core.errors import InputError
from monitor.core.store import Row, Store
from monitor.core.times import Calendar, dated_text


def load_material(
    store: Store,
    incident_ids: int | Sequence[int],
    compiled_at: datetime,
    *,
    period_from: datetime | None = None,
    corrects_id: int | None = None,
    link_base: str | None = None,
) -> Material:
    """Return what was known of the incidents at ``compiled_at``, in the order given.

    What is new is measured from the last sent issue about each incident (one that is only
    approved has told nobody anything, and may be opened again), or from ``period_from``, which
    makes it a weekly's material: its enquiries are then all of the period.

    Raises:
        InputError: an incident was not known then, or no series or own organisation is set up.
        NotFoundError: no such incident or report.
    """
    ids = [incident_ids] if isinstance(incident_ids, int) else list(incident_ids)
    names = Names(store, compiled_at)
    incidents = tuple(_incident(store, names, key, compiled_at, period_from) for key in ids)
    enquiries: tuple[Enquiry, ...] = ()
    if period_from is not None:
        reader = IncidentReader(store, names, compiled_at)
        enquiries = reader.enquiries_between(period_from, compiled_at)
    return Material(
        compiled_at=compiled_at,
        own=names.own,
        series=_series(store, ids),
        incidents=incidents,
        spokespersons=_spokespersons(store, names, ids, compiled_at),
        bodies=names.bodies,
        enquiries=enquiries,
        corrects=_issue(store, corrects_id),
        period=None if period_from is None else (period_from, compiled_at),
        link_base=link_base,
    )


def touched_incidents(store: Store, after: datetime, until: datetime) -> list[int]:
    """Return the incidents of which something became known in the period, worst first.

    The period is ``after`` (exclusive) to ``until`` (inclusive). Proposals that nobody has
    confirmed, and dismissed ones, are none of them. Equally bad ones stand newest first.
    """
    tables = ("statements", "circumstances", "actions", "decisions", "questions", "enquiries")
    known = " UNION ".join(
        f"SELECT incident_id FROM {table} WHERE known_at <= :until"
        " AND max(known_at, entered_at) > :after"
        for table in tables
    )
    rows = store.rows(
        f"""SELECT id FROM incidents
        WHERE status NOT IN ('proposed', 'dismissed') AND known_at <= :until AND (
            known_at > :after OR (closed_at > :after AND closed_at <= :until) OR id IN ({known})
            OR id IN (SELECT l.incident_id FROM incident_articles l
                JOIN articles a ON a.id = l.article_id
                WHERE a.first_seen_at > :after AND a.first_seen_at <= :until))
        ORDER BY CASE severity WHEN 'crisis' THEN 0 WHEN 'serious' THEN 1 WHEN 'raised' THEN 2
            ELSE 3 END, known_at DESC, id DESC""",
        {"after": to_text(after), "until": to_text(until)},
    )
    return [int(row["id"]) for row in rows]


def _incident(
    store: Store, names: Names, key: int, compiled_at: datetime, period_from: datetime | None
) -> Incident:
    row = store.get("incidents", key, kind="händelsen")
    if from_text(row["known_at"]) > compiled_at:
        why = f"{row['ref']} var inte känd {dated_text(compiled_at, Calendar())}."
        raise InputError(field="sammanställd", why=why)
    issues = _issues(store, key, compiled_at)
    since = period_from
    if since is None and issues:
        since = max(issue.compiled_at for issue in issues)
    return IncidentReader(store, names, compiled_at).incident(row, since, issues)


def _issues(store: Store, incident_id: int, before: datetime) -> tuple[Issue, ...]:
    rows = store.rows(
        """SELECT r.* FROM reports r JOIN report_incidents i ON i.report_id = r.id
        WHERE i.incident_id = ? AND r.status = 'sent' AND r.compiled_at < ?
        ORDER BY r.compiled_at, r.id""",
        [incident_id, to_text(before)],
    )
    return tuple(_issue_of(store, row, before) for row in rows)


def _issue(store: Store, report_id: int | None) -> Issue | None:
    if report_id is None:
        return None
    return _issue_of(store, store.get("reports", report_id, kind="rapporten"), None)


def _issue_of(store: Store, row: Row, before: datetime | None) -> Issue:
    printed = store.rows(
        """SELECT s.table_name, s.row_id FROM paragraph_sources s
        JOIN report_paragraphs p ON p.id = s.paragraph_id
        WHERE p.report_id = ? AND p.left_out = 0""",
        [row["id"]],
    )
    corrected_by = None
    if before is not None:
        corrected_by = store.value(
            """SELECT number FROM reports WHERE corrects_id = ? AND compiled_at <= ?
            AND status = 'sent' ORDER BY compiled_at LIMIT 1""",
            [row["id"], to_text(before)],
        )
    compiled_at = from_text(row["compiled_at"])
    return Issue(
        ref=ref("reports", row, compiled_at),
        number=row["number"],
        kind=row["kind"],
        compiled_at=compiled_at,
        corrected_by=corrected_by,
        printed=frozenset((one["table_name"], int(one["row_id"])) for one in printed),
    )


def _series(store: Store, incident_ids: Sequence[int]) -> Series:
    marks = ", ".join("?" * len(incident_ids)) or "NULL"
    row = store.row(
        f"""SELECT s.* FROM series s
        LEFT JOIN incidents i ON i.series_id = s.id AND i.id IN ({marks})
        ORDER BY i.id IS NULL, s.id LIMIT 1""",
        list(incident_ids),
    )
    if row is None:
        raise InputError(
            field="Rapportserie",
            why="Det finns ingen än. Lägg upp en under Händelser, Rapportserier.",
        )
    texts = Names.texts(row)
    return Series(
        ref=ref("series", row, None),
        name=texts["name"],
        programme=texts["programme"],
        producer=texts["producer"],
        commissioner=texts["commissioner"],
        cadence=texts["cadence"],
        purpose=texts["purpose"],
        distribution=texts["distribution"],
    )


def _spokespersons(
    store: Store, names: Names, incident_ids: Sequence[int], at: datetime
) -> tuple[Spokesperson, ...]:
    """Return the incidents' own spokespersons, else everybody who may speak for us."""
    marks = ", ".join("?" * len(incident_ids)) or "NULL"
    valid = "{0}.valid_from <= ? AND ({0}.valid_to IS NULL OR {0}.valid_to > ?)"
    now = to_text(at)
    rows = store.rows(
        f"""SELECT p.*, min(s.id) AS first FROM incident_spokespersons s
        JOIN positions p ON p.id = s.position_id
        WHERE s.incident_id IN ({marks}) AND {valid.format("s")}
        GROUP BY p.person_id ORDER BY first""",
        [*incident_ids, now, now],
    ) or store.rows(
        f"""SELECT p.*, min(p.id) AS first FROM positions p
        WHERE p.spokesperson = 1 AND {valid.format("p")} GROUP BY p.person_id ORDER BY first""",
        [now, now],
    )
    found = []
    for row in rows:
        row.pop("first")
        found.append(Spokesperson(ref("positions", row, None), names.person_in(row)))
    return tuple(found)
