"""Drafts of reports, made from the record.

They are changed as wholes in :mod:`incidents.report.redraft`, paragraph by paragraph in
:mod:`incidents.report.paragraphs`; what follows on a draft is in :mod:`incidents.report.release`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from incidents.record.entry import Noun
from incidents.record.words import free_text
from incidents.report import numbers, periods
from incidents.report.compose import (
    DraftParagraph,
    compose_extra,
    compose_weekly,
    propose_reason,
)
from incidents.report.load import load_material, touched_incidents
from incidents.report.material import Material
from monitor.core.actors import Actor
from monitor.core.clock import from_text, to_text
from monitor.core.errors import InputError, IssuedError, RuleError
from monitor.core.store import Row, Store

NOUN = Noun(table="reports", name="rapport", definite="rapporten")
#: What :func:`propose_reason` says when nothing new happened: a correction then names the report.
_NOTHING_NEW = "händelse som gäller"


@dataclass(frozen=True, kw_only=True)
class NewExtra:
    """An extra report to draft.

    Attributes:
        incident_ids: composed about the first, linked to all of them.
        compiled_at: nothing learnt later stands in it; now when left out.
        reason_clause: after "med anledning av"; proposed from the material when left out.
        corrects_id: a sent report that this one corrects (D10).
        correction: what is put right, after "Rättelse:"; composed when left out. It then stands
            as a paragraph that the person wrote.
    """

    incident_ids: Sequence[int] = ()
    compiled_at: datetime | None = None
    reason_clause: str = ""
    next_update_at: datetime | None = None
    corrects_id: int | None = None
    correction: str = ""


def draft_extra(store: Store, actor: Actor, new: NewExtra) -> int:
    """Compose an extra report and return its id.

    Raises:
        InputError, RuleError, PermissionDeniedError, NotFoundError.
    """
    actor.require("report")
    at = as_of(store, new.compiled_at)
    if not new.incident_ids:
        raise InputError(field="Händelse", why="Välj vilken händelse rapporten gäller.")
    material = load_material(store, list(new.incident_ids), at, corrects_id=new.corrects_id)
    told = free_text("Rättelse", new.correction) if new.corrects_id is not None else ""
    proposed = _reason(material)
    reason = free_text("Anledning", new.reason_clause) or proposed
    paragraphs = compose_extra(material, next_update_at=new.next_update_at, correction=told or None)
    values = {
        "kind": "extra",
        "reason_clause": reason,
        "next_update_at": to_text(new.next_update_at) if new.next_update_at else None,
        "corrects_id": new.corrects_id,
    }
    with store.writing(actor):
        values["number"] = numbers.next_extra(store, at)
        report_id = _insert(store, actor, values, material, paragraphs)
        if reason != proposed:
            own = {"report_id": report_id, "what": "reason", "edited_by": actor.user_id}
            store.insert("report_edits", {**own, "edited_at": store.now()})
        if told:
            store.execute(
                "UPDATE report_paragraphs SET edited_by = ?, edited_at = ?"
                " WHERE report_id = ? AND section = 'correction'",
                [actor.user_id, store.now(), report_id],
            )
        return report_id


def proposed_reason(
    store: Store,
    incident_ids: Sequence[int],
    compiled_at: datetime | None = None,
    *,
    corrects_id: int | None = None,
) -> str:
    """Return the reason clause that a draft would get, for a person to accept or change.

    Raises:
        InputError: an incident was not known then, or no series or own organisation is set up.
        NotFoundError: no such incident or report.
    """
    at = as_of(store, compiled_at)
    return _reason(load_material(store, list(incident_ids), at, corrects_id=corrects_id))


def correct(store: Store, actor: Actor, report_id: int, new: NewExtra | None = None) -> int:
    """Compose the extra report that corrects a sent one and return its id (D10).

    Args:
        new: about the original's incidents when it names none.

    Raises:
        RuleError: the report is not sent.
        InputError, PermissionDeniedError, NotFoundError.
    """
    actor.require("report")
    row = store.get("reports", report_id, kind="rapporten")
    if row["status"] != "sent":
        raise RuleError(rule="D10", why="Bara en utskickad rapport kan rättas av en ny.")
    given = new or NewExtra()
    ids = given.incident_ids or incident_ids(store, report_id)
    return draft_extra(store, actor, replace(given, incident_ids=ids, corrects_id=report_id))


def draft_weekly(
    store: Store,
    actor: Actor,
    *,
    compiled_at: datetime | None = None,
    period_from: datetime | None = None,
    link_base: str | None = None,
) -> int:
    """Compose the weekly report of the week of ``compiled_at`` and return its id.

    Args:
        period_from: exclusive; the previous weekly's compiled_at when left out, else seven days
            before on the Swedish clock.
        link_base: address that a report's number is added to; None prints numbers unlinked.

    Raises:
        ConflictError: the week has its report.
        RuleError: D4, the period does not meet the other weeklies'.
        InputError, PermissionDeniedError.
    """
    actor.require("report")
    at = as_of(store, compiled_at)
    start = period_from or periods.proposed_start(store, at)
    if start >= at:
        raise InputError(field="Period", why="Perioden slutar innan den börjar.")
    numbers.weekly(store, at)
    periods.ensure_meets(store, to_text(start), to_text(at))
    ids = touched_incidents(store, start, at)
    material = load_material(store, ids, at, period_from=start, link_base=link_base)
    values = {
        "kind": "weekly",
        "period_from": to_text(start),
        "period_to": to_text(at),
    }
    with store.writing(actor):
        values["number"] = numbers.weekly(store, at)
        return _insert(store, actor, values, material, compose_weekly(material))


def as_of(store: Store, compiled_at: datetime | None) -> datetime:
    """Return compiled_at, the present when left out.

    Raises:
        InputError: it lies ahead.
    """
    now = store.clock.now()
    if compiled_at is not None and compiled_at > now:
        raise InputError(field="Sammanställd", why="Tiden ligger i framtiden.")
    return compiled_at or now


def _reason(material: Material) -> str:
    proposed = propose_reason(material)
    if material.corrects is not None and proposed.startswith(_NOTHING_NEW):
        return f"rättelse av rapport {material.corrects.number}"
    return proposed


def _insert(
    store: Store,
    actor: Actor,
    values: Mapping[str, Any],
    material: Material,
    paragraphs: Sequence[DraftParagraph],
) -> int:
    report_id = store.insert(
        "reports",
        {
            **values,
            "series_id": material.series.ref.row_id,
            "compiled_at": to_text(material.compiled_at),
            "created_at": store.now(),
            "created_by": actor.user_id,
        },
    )
    for incident in material.incidents:
        store.insert(
            "report_incidents", {"report_id": report_id, "incident_id": incident.ref.row_id}
        )
    for one in paragraphs:
        add_composed(store, report_id, one)
    return report_id


def add_composed(store: Store, report_id: int, one: DraftParagraph) -> int:
    """Put a composed paragraph last in its section, with its sources; return its id."""
    paragraph_id = store.insert(
        "report_paragraphs",
        {
            "report_id": report_id,
            "section": one.section,
            "position": last_position(store, report_id, one.section) + 1,
            "style": one.style,
            "text": one.text,
            "composed_text": one.text,
        },
    )
    _add_sources(store, paragraph_id, one)
    return paragraph_id


def last_position(store: Store, report_id: int, section: str) -> int:
    """Return the position of a section's last paragraph; 0 when it has none."""
    found = store.value(
        "SELECT max(position) FROM report_paragraphs WHERE report_id = ? AND section = ?",
        [report_id, section],
    )
    return int(found or 0)


def _add_sources(store: Store, paragraph_id: int, one: DraftParagraph) -> None:
    for source in one.sources:
        store.insert(
            "paragraph_sources",
            {
                "paragraph_id": paragraph_id,
                "table_name": source.table,
                "row_id": source.row_id,
                "digest": source.digest,
                "known_at": None if source.known_at is None else to_text(source.known_at),
            },
        )


def incident_ids(store: Store, report_id: int) -> list[int]:
    """Return the incidents that a report is about, in the order they were linked."""
    rows = store.rows(
        "SELECT incident_id FROM report_incidents WHERE report_id = ? ORDER BY id", [report_id]
    )
    return [int(row["incident_id"]) for row in rows]


def material_of(store: Store, row: Row, *, link_base: str | None = None) -> Material:
    """Return what a report may use: the record as it was known when it was compiled."""
    start = row["period_from"]
    return load_material(
        store,
        incident_ids(store, row["id"]),
        from_text(row["compiled_at"]),
        period_from=None if start is None else from_text(start),
        corrects_id=row["corrects_id"],
        link_base=link_base,
    )


def unlocked(row: Row) -> None:
    """Refuse to touch a report that is approved or sent (D6).

    Raises:
        IssuedError: it is sent.
        RuleError: it is approved.
    """
    if row["status"] == "sent":
        raise IssuedError(number=row["number"])
    if row["status"] == "approved":
        raise RuleError(
            rule="D6",
            why=f"Rapport {row['number']} är godkänd och låst. Öppna den igen för att ändra.",
        )
