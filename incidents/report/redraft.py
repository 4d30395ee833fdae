"""A draft changed as a whole: its head, its paragraphs composed anew, thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from incidents.record.entry import fresh, save
from incidents.record.words import free_text
from incidents.report import periods
from incidents.report.compose import DraftParagraph, compose_extra, compose_weekly
from incidents.report.draft import NOUN, add_composed, as_of, material_of, unlocked
from monitor.core.actors import Actor
from monitor.core.clock import from_text, to_text
from monitor.core.errors import ConflictError, InputError, RuleError
from monitor.core.store import Row, Store


def change(
    store: Store, actor: Actor, report_id: int, *, revision: int, changes: Mapping[str, Any]
) -> None:
    """Change a report's reason_clause, compiled_at, next_update_at or registry_number.

    A registry number may also be given to a locked report. A new time composes nothing anew:
    see :func:`recompose`.

    Raises:
        RuleError: D4, a weekly's period no longer meets the next; D6; D8, a paragraph rests on
            what was learnt after the new time.
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
            values[name] = to_text(as_of(store, value))
            if row["kind"] == "weekly":
                values["period_to"] = values[name]
                periods.ensure_meets(store, row["period_from"], values[name], but=row["id"])
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


def recompose(
    store: Store,
    actor: Actor,
    report_id: int,
    *,
    revision: int,
    link_base: str | None = None,
) -> None:
    """Write a draft's paragraphs anew from the record as it was known when it is compiled.

    What people edited, wrote or left out stays as it is; the program's own paragraphs are
    replaced.

    Args:
        link_base: as for :func:`incidents.report.draft.draft_weekly`.

    Raises:
        StaleEditError, IssuedError, RuleError, PermissionDeniedError.
    """
    actor.require("report")
    row = fresh(store, NOUN, report_id, revision)
    unlocked(row)
    material = material_of(store, row, link_base=link_base)
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
        if row["kind"] == "weekly":
            periods.ensure_removable(store, row)
        paragraphs = "SELECT id FROM report_paragraphs WHERE report_id = ?"
        store.execute(
            f"DELETE FROM paragraph_sources WHERE paragraph_id IN ({paragraphs})", [report_id]
        )
        for table in ("report_overrides", "report_paragraphs", "report_incidents"):
            store.execute(f"DELETE FROM {table} WHERE report_id = ?", [report_id])
        store.delete("reports", report_id)
