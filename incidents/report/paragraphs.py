"""Single paragraphs of a draft: edit, restore, write by hand, leave out, move, confirm.

Two people at once never overwrite each other: an edit names the revision it was made from, and a
stale one is refused with both texts. Every change also raises the report's own revision, so that
an approver approves exactly what she saw.
"""

from __future__ import annotations

from collections.abc import Mapping

from incidents.record.entry import last_change
from incidents.record.words import free_text
from incidents.report import edits
from incidents.report.check import Override
from incidents.report.draft import last_position, unlocked
from incidents.report.sections import ORDER, Style
from monitor.core.actors import Actor
from monitor.core.errors import ConflictError, InputError, RuleError, StaleEditError
from monitor.core.store import Row, Store


def of_report(store: Store, report_id: int) -> list[Row]:
    """Return all paragraphs in printed order, also those that are left out.

    Rows hold every column and ``sources``: a list of table_name, row_id, digest and known_at.
    """
    kind = store.get("reports", report_id, kind="rapporten")["kind"]
    rows = store.rows("SELECT * FROM report_paragraphs WHERE report_id = ?", [report_id])
    sources: dict[int, list[Row]] = {row["id"]: [] for row in rows}
    for source in store.rows(
        "SELECT s.* FROM paragraph_sources s JOIN report_paragraphs p ON p.id = s.paragraph_id"
        " WHERE p.report_id = ? ORDER BY s.id",
        [report_id],
    ):
        sources[source["paragraph_id"]].append(source)
    for row in rows:
        row["sources"] = sources[row["id"]]
    place = {section: number for number, section in enumerate(ORDER[kind])}
    last = len(place)
    return sorted(rows, key=lambda row: (place.get(row["section"], last), row["position"]))


def edit(store: Store, actor: Actor, paragraph_id: int, *, revision: int, text: str) -> None:
    """Change a paragraph's text; it keeps its sources. The edit waits for no one but is signed.

    Raises:
        StaleEditError: somebody changed it since; its facts hold ``yours`` and ``theirs``.
        IssuedError, RuleError: the report is locked (D6).
        InputError: no text, or a personal identity number in it.
    """
    actor.require("report")
    kept = free_text("Stycke", text, needed=True)
    with store.writing(actor):
        row = _fresh(store, paragraph_id, revision, yours=text)
        if kept != row["text"]:
            _sign(store, actor, row, {"text": kept})


def restore(store: Store, actor: Actor, paragraph_id: int, *, revision: int) -> None:
    """Give a paragraph back the words that the program wrote.

    Raises:
        ConflictError: it was written by hand.
        StaleEditError, IssuedError, RuleError, PermissionDeniedError.
    """
    actor.require("report")
    with store.writing(actor):
        row = _fresh(store, paragraph_id, revision)
        if row["composed_text"] is None:
            raise ConflictError(why="Stycket är skrivet för hand. Utelämna det i stället.")
        nobody = {"edited_by": None, "edited_at": None, "confirmed_by": None}
        _save(store, row, {"text": row["composed_text"], **nobody})


def write(
    store: Store, actor: Actor, report_id: int, section: str, text: str, *, style: Style = "text"
) -> int:
    """Add a paragraph by hand, last in its section, and return its id.

    Raises:
        InputError: no text, or a section that the kind of report does not have.
        IssuedError, RuleError, PermissionDeniedError.
    """
    actor.require("report")
    kept = free_text("Stycke", text, needed=True)
    with store.writing(actor):
        report = store.get("reports", report_id, kind="rapporten")
        unlocked(report)
        if section not in ORDER[report["kind"]]:
            raise InputError(field="Avsnitt", why=f"”{section}” finns inte i den här rapporten.")
        paragraph_id = store.insert(
            "report_paragraphs",
            {
                "report_id": report_id,
                "section": section,
                "position": last_position(store, report_id, section) + 1,
                "style": style,
                "text": kept,
                "edited_by": actor.user_id,
                "edited_at": store.now(),
            },
        )
        _touch(store, report_id)
        return paragraph_id


def leave_out(
    store: Store, actor: Actor, paragraph_id: int, *, revision: int, left_out: bool = True
) -> None:
    """Leave a paragraph out of what is printed, or take it back in.

    Raises:
        StaleEditError, IssuedError, RuleError, PermissionDeniedError.
    """
    actor.require("report")
    with store.writing(actor):
        row = _fresh(store, paragraph_id, revision)
        _save(store, row, {"left_out": int(left_out)})


def move(store: Store, actor: Actor, paragraph_id: int, *, revision: int, steps: int) -> None:
    """Move a paragraph within its section: -1 is one step up; it stops at the ends.

    Raises:
        StaleEditError, IssuedError, RuleError, PermissionDeniedError.
    """
    actor.require("report")
    with store.writing(actor):
        row = _fresh(store, paragraph_id, revision)
        rows = store.rows(
            "SELECT id FROM report_paragraphs WHERE report_id = ? AND section = ?"
            " ORDER BY position, id",
            [row["report_id"], row["section"]],
        )
        order = [one["id"] for one in rows]
        at = order.index(paragraph_id)
        order.insert(max(0, min(len(order) - 1, at + steps)), order.pop(at))
        for position, each in enumerate(order, 1):
            store.update("report_paragraphs", each, {"position": position})
        _touch(store, row["report_id"])


def confirm(store: Store, actor: Actor, paragraph_id: int, *, revision: int) -> None:
    """Confirm what others changed of a paragraph, so that they may approve the report (D5).

    Raises:
        RuleError: D5, it is one's own edit.
        ConflictError: nobody has changed it.
        StaleEditError, IssuedError, PermissionDeniedError.
    """
    actor.require("report")
    with store.writing(actor):
        row = _fresh(store, paragraph_id, revision)
        waiting = edits.of_paragraph(store, row["report_id"], paragraph_id)
        others = [one for one in waiting if one.edited_by != actor.user_id]
        if not others:
            if waiting:
                raise RuleError(rule="D5", why=edits.OWN)
            raise ConflictError(why="Ingen har ändrat stycket.")
        edits.confirm(store, actor, others)
        signed = row["edited_by"] not in {None, actor.user_id}
        _save(store, row, {"confirmed_by": actor.user_id} if signed else {})


def let_stand(store: Store, actor: Actor, report_id: int, remark: Override) -> None:
    """Let a remark of the linter stand, with a reason.

    Args:
        remark: its paragraph may be one of the lines above the sections.

    Raises:
        InputError: no reason.
        IssuedError, RuleError, PermissionDeniedError.
    """
    actor.require("report")
    why = free_text("Skäl", remark.reason, needed=True)
    place = remark.paragraph_id
    with store.writing(actor):
        unlocked(store.get("reports", report_id, kind="rapporten"))
        store.insert(
            "report_overrides",
            {
                "report_id": report_id,
                "paragraph_id": place if isinstance(place, int) else None,
                "rule": remark.rule,
                "found": remark.found,
                "reason": why,
                "given_by": actor.user_id,
                "given_at": store.now(),
            },
        )


def _fresh(store: Store, paragraph_id: int, revision: int, *, yours: str = "") -> Row:
    row = store.get("report_paragraphs", paragraph_id, kind="stycket")
    unlocked(store.get("reports", row["report_id"], kind="rapporten"))
    if row["revision"] != revision:
        raise StaleEditError(
            kind="stycke",
            id=paragraph_id,
            **last_change(store, "report_paragraphs", paragraph_id),
            yours=yours,
            theirs=row["text"],
            row=row,
        )
    return row


def _sign(store: Store, actor: Actor, row: Row, values: dict[str, str]) -> None:
    signed = {"edited_by": actor.user_id, "edited_at": store.now(), "confirmed_by": None}
    _save(store, row, {**values, **signed})


def _save(store: Store, row: Row, values: Mapping[str, object]) -> None:
    store.update("report_paragraphs", row["id"], {**values, "revision": row["revision"] + 1})
    _touch(store, row["report_id"])


def _touch(store: Store, report_id: int) -> None:
    store.execute("UPDATE reports SET revision = revision + 1 WHERE id = ?", [report_id])
