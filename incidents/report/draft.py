"""Drafts of reports: made from the record, changed as wholes, composed anew, thrown away.

Single paragraphs are changed in :mod:`incidents.report.paragraphs`; what follows on a draft is in
:mod:`incidents.report.release`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from incidents.record.entry import Noun, fresh, save
from incidents.record.words import free_text
from incidents.report import numbers
from incidents.report.compose import (
    DraftParagraph,
    compose_extra,
    compose_weekly,
    propose_reason,
)
from incidents.report.load import load_material, touched_incidents
from incidents.report.material import Material
from monitor.core.actors import Actor
from monitor.core.clock import STOCKHOLM, from_text, local, to_text
from monitor.core.errors import ConflictError, InputError, IssuedError, RuleError
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
    """

    incident_ids: Sequence[int] = ()
    compiled_at: datetime | None = None
    reason_clause: str = ""
    next_update_at: datetime | None = None
    corrects_id: int | None = None


def draft_extra(store: Store, actor: Actor, new: NewExtra) -> int:
    """Compose an extra report and return its id.

    Raises:
        InputError, RuleError, PermissionDeniedError, NotFoundError.
    """
    actor.require("report")
    at = _as_of(store, new.compiled_at)
    if not new.incident_ids:
        raise InputError(field="Händelse", why="Välj vilken händelse rapporten gäller.")
    material = load_material(store, list(new.incident_ids), at, corrects_id=new.corrects_id)
    paragraphs = compose_extra(material, next_update_at=new.next_update_at)
    values = {
        "kind": "extra",
        "reason_clause": free_text("Anledning", new.reason_clause) or _reason(material),
        "next_update_at": to_text(new.next_update_at) if new.next_update_at else None,
        "corrects_id": new.corrects_id,
    }
    with store.writing(actor):
        values["number"] = numbers.next_extra(store, at)
        return _insert(store, actor, values, material, paragraphs)


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
) -> int:
    """Compose the weekly report of the week of ``compiled_at`` and return its id.

    Args:
        period_from: exclusive; the previous weekly's compiled_at when left out, else seven days
            before on the Swedish clock.

    Raises:
        ConflictError: the week has its report.
        InputError, PermissionDeniedError.
    """
    actor.require("report")
    at = _as_of(store, compiled_at)
    start = period_from or previous_weekly(store, at) or _week_before(at)
    if start >= at:
        raise InputError(field="Period", why="Perioden slutar innan den börjar.")
    ids = touched_incidents(store, start, at)
    material = load_material(store, ids, at, period_from=start)
    values = {
        "kind": "weekly",
        "period_from": to_text(start),
        "period_to": to_text(at),
    }
    with store.writing(actor):
        values["number"] = numbers.weekly(store, at)
        return _insert(store, actor, values, material, compose_weekly(material))


def previous_weekly(store: Store, before: datetime) -> datetime | None:
    """Return compiled_at of the last weekly before an instant, so that the periods meet."""
    found = store.value(
        "SELECT max(compiled_at) FROM reports WHERE kind = 'weekly' AND compiled_at < ?",
        [to_text(before)],
    )
    return None if found is None else from_text(found)


def _week_before(at: datetime) -> datetime:
    wall = local(at).replace(tzinfo=None) - timedelta(days=7)
    return wall.replace(tzinfo=STOCKHOLM)


def _as_of(store: Store, compiled_at: datetime | None) -> datetime:
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


def material_of(store: Store, row: Row) -> Material:
    """Return what a report may use: the record as it was known when it was compiled."""
    start = row["period_from"]
    return load_material(
        store,
        incident_ids(store, row["id"]),
        from_text(row["compiled_at"]),
        period_from=None if start is None else from_text(start),
        corrects_id=row["corrects_id"],
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


def change(
    store: Store, actor: Actor, report_id: int, *, revision: int, changes: Mapping[str, Any]
) -> None:
    """Change a report's reason_clause, compiled_at, next_update_at or registry_number.

    A registry number may also be given to a locked report. A new time composes nothing anew:
    see :func:`recompose`.

    Raises:
        RuleError: D6; D8, a paragraph rests on what was learnt after the new time.
        StaleEditError, IssuedError, InputError, PermissionDeniedError.
    """
    actor.require("report")
    with store.writing(actor):
        row = fresh(store, NOUN, report_id, revision)
        if set(changes) != {"registry_number"}:
            unlocked(row)
        values = _checked(store, row, changes)
        if values.get("compiled_at", row["compiled_at"]) < row["compiled_at"]:
            _refuse_newer(store, report_id, values["compiled_at"])
        save(store, NOUN, row, values)


def _checked(store: Store, row: Row, changes: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in changes.items():
        if name == "reason_clause" and row["kind"] == "extra":
            values[name] = free_text("Anledning", value, needed=True)
        elif name == "registry_number":
            values[name] = free_text("Diarienummer", value) or None
        elif name == "next_update_at":
            values[name] = None if value is None else to_text(value)
        elif name == "compiled_at":
            values[name] = to_text(_as_of(store, value))
            if row["kind"] == "weekly":
                values["period_to"] = values[name]
        else:
            raise InputError(field=name, why="Uppgiften går inte att ändra här.")
    return values


def _refuse_newer(store: Store, report_id: int, compiled_at: str) -> None:
    newer = store.value(
        "SELECT count(DISTINCT p.id) FROM paragraph_sources s"
        " JOIN report_paragraphs p ON p.id = s.paragraph_id"
        " WHERE p.report_id = ? AND p.left_out = 0 AND s.known_at > ?",
        [report_id, compiled_at],
    )
    if newer:
        what = "Ett stycke" if newer == 1 else f"{newer} stycken"
        raise RuleError(
            rule="D8",
            why=f"{what} bygger på uppgifter som blev kända senare. "
            "Utelämna dem först, eller behåll tiden.",
        )


def recompose(store: Store, actor: Actor, report_id: int, *, revision: int) -> None:
    """Write a draft's paragraphs anew from the record as it was known when it is compiled.

    What people edited, wrote or left out stays as it is; the program's own paragraphs are
    replaced.

    Raises:
        StaleEditError, IssuedError, RuleError, PermissionDeniedError.
    """
    actor.require("report")
    row = fresh(store, NOUN, report_id, revision)
    unlocked(row)
    material = material_of(store, row)
    due = row["next_update_at"]
    new = (
        compose_weekly(material)
        if row["kind"] == "weekly"
        else compose_extra(material, next_update_at=None if due is None else from_text(due))
    )
    with store.writing(actor):
        row = fresh(store, NOUN, report_id, revision)
        unlocked(row)
        kept = _remove_composed(store, report_id)
        for one in new:
            if _origin(one) not in kept:
                add_composed(store, report_id, one)
        save(store, NOUN, row, {"revision": row["revision"] + 1})


Origin = tuple[str, str, frozenset[tuple[str, int]]]


def _origin(one: DraftParagraph) -> Origin:
    return one.section, one.style, frozenset((ref.table, ref.row_id) for ref in one.sources)


def _remove_composed(store: Store, report_id: int) -> set[Origin]:
    """Remove the paragraphs that nobody touched; return where the others came from."""
    kept: set[Origin] = set()
    for one in store.rows("SELECT * FROM report_paragraphs WHERE report_id = ?", [report_id]):
        if one["edited_by"] is None and not one["left_out"] and one["composed_text"] is not None:
            store.execute("DELETE FROM paragraph_sources WHERE paragraph_id = ?", [one["id"]])
            store.execute("DELETE FROM report_overrides WHERE paragraph_id = ?", [one["id"]])
            store.delete("report_paragraphs", one["id"])
        elif one["composed_text"] is not None:
            rows = store.rows(
                "SELECT table_name, row_id FROM paragraph_sources WHERE paragraph_id = ?",
                [one["id"]],
            )
            sources = frozenset((row["table_name"], int(row["row_id"])) for row in rows)
            kept.add((one["section"], one["style"], sources))
    return kept


def discard(store: Store, actor: Actor, report_id: int, *, revision: int) -> None:
    """Throw a draft away; its number is free again. The audit trail keeps what it said.

    Raises:
        ConflictError: it is in review.
        StaleEditError, IssuedError, RuleError, PermissionDeniedError.
    """
    actor.require("report")
    with store.writing(actor):
        row = fresh(store, NOUN, report_id, revision)
        unlocked(row)
        if row["status"] != "draft":
            raise ConflictError(why="Rapporten granskas. Ta tillbaka den till utkast först.")
        paragraphs = "SELECT id FROM report_paragraphs WHERE report_id = ?"
        store.execute(
            f"DELETE FROM paragraph_sources WHERE paragraph_id IN ({paragraphs})", [report_id]
        )
        for table in ("report_overrides", "report_paragraphs", "report_incidents"):
            store.execute(f"DELETE FROM {table} WHERE report_id = ?", [report_id])
        store.delete("reports", report_id)
