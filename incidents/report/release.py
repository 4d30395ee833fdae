"""The life of a report: draft → in review → approved → sent; reopened, countersigned, corrected.

Approved or sent it is frozen (D6): its document, the document's digest and every format. What is
sent is exactly that.
"""

from __future__ import annotations

from dataclasses import dataclass

from incidents.record.entry import fresh, save
from incidents.record.words import free_text
from incidents.report import deliver
from incidents.report.check import ensure_clear
from incidents.report.deliver import Tally
from incidents.report.draft import NOUN, unlocked
from incidents.report.examine import Examination, examine
from incidents.report.freeze import document_of, render_all, store_files
from incidents.report.look_file import load_look
from incidents.report.serial import digest, to_json
from monitor.core.actors import Actor
from monitor.core.errors import ConflictError, IssuedError, MoveError, RuleError
from monitor.core.messages import label
from monitor.core.settings import Settings
from monitor.core.store import Row, Store

_OWN_DRAFT = "Rapporten måste godkännas av någon annan än den som lämnade den för granskning."
_OWN_WORDS = (
    "Du har själv ändrat rapporten. Låt redaktören bekräfta ändringen, eller låt någon annan"
    " godkänna."
)
_OUTSIDE = (
    "Rapporten har ändrats utanför programmet. Låt någon annan än den som godkänner bekräfta"
    " ändringen."
)
_TOO_NEW = (
    "Rapporten innehåller en uppgift som blev känd efter att den sammanställdes."
    " Flytta fram tiden eller utelämna stycket."
)


def submit(store: Store, actor: Actor, report_id: int, *, revision: int) -> None:
    """Hand a draft in for review.

    Raises:
        MoveError, StaleEditError, PermissionDeniedError.
    """
    actor.require("report")
    with store.writing(actor):
        row = _at(store, report_id, revision, "draft", "in_review")
        stamp = {"submitted_at": store.now(), "submitted_by": actor.user_id}
        save(store, NOUN, row, {"status": "in_review", **stamp})


def take_back(store: Store, actor: Actor, report_id: int, *, revision: int) -> None:
    """Take a report from review back to draft, by its writer or its reviewer.

    Raises:
        MoveError, StaleEditError, PermissionDeniedError.
    """
    actor.require("report")
    with store.writing(actor):
        row = _at(store, report_id, revision, "in_review", "draft")
        save(store, NOUN, row, {"status": "draft", "submitted_at": None, "submitted_by": None})


@dataclass(frozen=True, kw_only=True)
class Signature:
    """How somebody approves.

    Attributes:
        override_reason: the duty officer approves alone, and why (D5): logged, mailed to the
            approvers, and countersigned later.
        accept_changed: the warning that sources changed was read.
    """

    override_reason: str = ""
    accept_changed: bool = False


@dataclass(frozen=True, kw_only=True)
class Approval:
    """What an approval froze.

    Attributes:
        digest: SHA-256 of the document.
        told: names of the approvers who were told of a duty officer's override.
    """

    digest: str
    told: tuple[str, ...] = ()


def approve(
    store: Store,
    actor: Actor,
    report_id: int,
    *,
    revision: int,
    settings: Settings,
    signature: Signature | None = None,
) -> Approval:
    """Approve a report and freeze it with all its formats.

    Args:
        settings: for the sender that stands in the e-mail.

    Raises:
        RuleError: D5, one's own words or draft; D8, something learnt too late; D10.
        BlockedError: the linter stops it.
        ConflictError: sources changed since the paragraphs were written.
        MoveError, StaleEditError, PermissionDeniedError.
    """
    signed = signature or Signature()
    reason = free_text("Skäl", signed.override_reason)
    actor.require("duty_approve" if reason else "approve")
    row = _at(store, report_id, revision, "in_review", "approved")
    found = examine(store, report_id)
    if not reason:
        _four_eyes(actor, row, found)
    _hold(row, found, accept_changed=signed.accept_changed)
    document = document_of(store, report_id)
    files = render_all(document, settings.mail_from, load_look(settings.state))
    with store.writing(actor, reason=reason):
        row = _at(store, report_id, revision, "in_review", "approved")
        store.execute("DELETE FROM report_files WHERE report_id = ?", [report_id])
        store_files(store, report_id, files)
        frozen = {
            "status": "approved",
            "approved_at": store.now(),
            "approved_by": actor.user_id,
            "override_reason": reason or None,
            "document": to_json(document),
            "digest": digest(document),
        }
        save(store, NOUN, row, frozen)
    told = _tell(store, actor, settings, row, reason) if reason else []
    return Approval(digest=digest(document), told=tuple(told))


def _four_eyes(actor: Actor, row: Row, found: Examination) -> None:
    if row["submitted_by"] == actor.user_id:
        raise RuleError(rule="D5", why=_OWN_DRAFT)
    held = [one for one in found.unconfirmed if one.holds(actor.user_id)]
    if held:
        raise RuleError(
            rule="D5",
            why=_OUTSIDE if all(one.edited_by is None for one in held) else _OWN_WORDS,
        )


def _hold(row: Row, found: Examination, *, accept_changed: bool) -> None:
    if found.too_new:
        raise RuleError(rule="D8", why=_TOO_NEW)
    ensure_clear(found.verdicts.blocking)
    if found.changed and not accept_changed:
        places = len({one.paragraph_id for one in found.changed})
        what, them = ("ett stycke", "det") if places == 1 else (f"{places} stycken", "dem")
        raise ConflictError(
            why=f"Underlaget till {what} i {row['number']} har ändrats sedan texten skrevs eller "
            f"rapporten sammanställdes. Läs {them} igen och godkänn sedan.",
            changed=found.changed,
        )


def _tell(store: Store, actor: Actor, settings: Settings, row: Row, reason: str) -> list[str]:
    number = row["number"]
    text = (
        f"{actor.display or actor.name} har godkänt rapport {number} ensam, i jouren.\n\n"
        f"Skäl: {reason}\n\nLäs rapporten och kontrasignera den i Lägesbild.\n"
    )
    subject = f"Rapport {number} är godkänd i jouren"
    return deliver.tell_approvers(store, settings, subject, text, but=actor.user_id)


def countersign(store: Store, actor: Actor, report_id: int, *, revision: int) -> None:
    """Countersign a report that a duty officer approved alone.

    Raises:
        ConflictError: it was approved by two, or is countersigned.
        RuleError: D5, the one who approved it.
        StaleEditError, PermissionDeniedError.
    """
    actor.require("approve")
    with store.writing(actor):
        row = fresh(store, NOUN, report_id, revision)
        if row["override_reason"] is None or row["countersigned_by"] is not None:
            raise ConflictError(why=f"Rapport {row['number']} väntar inte på kontrasignering.")
        stamp = {"countersigned_at": store.now(), "countersigned_by": actor.user_id}
        save(store, NOUN, row, stamp)


def to_countersign(store: Store) -> list[Row]:
    """Return the reports that a duty officer approved alone and nobody has countersigned."""
    return store.rows(
        "SELECT * FROM reports WHERE override_reason IS NOT NULL AND countersigned_by IS NULL"
        " AND status IN ('approved', 'sent') ORDER BY approved_at, id"
    )


def reopen(store: Store, actor: Actor, report_id: int, *, revision: int) -> None:
    """Open an approved report again: the approval falls (D12), and the frozen formats with it.

    Raises:
        IssuedError: it is sent.
        MoveError, StaleEditError, PermissionDeniedError.
    """
    actor.require("report")
    with store.writing(actor):
        row = fresh(store, NOUN, report_id, revision)
        if row["status"] == "sent":
            raise IssuedError(number=row["number"])
        if row["status"] != "approved":
            raise _move(row, "draft")
        voided = (
            "approved_at", "approved_by", "override_reason", "countersigned_at",
            "countersigned_by", "document", "digest", "submitted_at", "submitted_by",
        )  # fmt: skip
        save(store, NOUN, row, {"status": "draft", **dict.fromkeys(voided)})
        store.execute("DELETE FROM report_files WHERE report_id = ?", [report_id])


def send(
    store: Store,
    actor: Actor,
    report_id: int,
    *,
    revision: int,
    settings: Settings,
    list_ids: list[int],
) -> Tally:
    """Send an approved report to everybody on the lists; a sent one to those who lack it.

    A correction also goes to everyone who got the original (D10). Every delivery is queued in the
    same transaction that marks the report as sent, before the first message leaves.

    Raises:
        MoveError: it is not approved.
        ConflictError: it is corrected; whoever got it now would miss the correction (D10).
        InputError: nobody would get it.
        StaleEditError, PermissionDeniedError.
    """
    actor.require("send")
    with store.writing(actor):
        row = fresh(store, NOUN, report_id, revision)
        if row["status"] not in {"approved", "sent"}:
            raise _move(row, "sent")
        for fixed in corrections(store, report_id):
            told = f"Rapport {row['number']} är rättad. Skicka {fixed['number']} i stället."
            raise ConflictError(why=told)
        deliver.queue(store, row, list_ids, settings.mail_from)
        if row["status"] == "approved":
            stamp = {"sent_at": store.now(), "sent_by": actor.user_id}
            save(store, NOUN, row, {"status": "sent", **stamp})
    return deliver.deliver(store, settings, report_id)


def corrections(store: Store, report_id: int) -> list[Row]:
    """Return the approved and sent reports that correct a report, oldest first."""
    return store.rows(
        "SELECT * FROM reports WHERE corrects_id = ? AND status IN ('approved', 'sent')"
        " ORDER BY compiled_at, id",
        [report_id],
    )


def _at(store: Store, report_id: int, revision: int, status: str, to: str) -> Row:
    row = fresh(store, NOUN, report_id, revision)
    if row["status"] != status:
        if to == "in_review":
            unlocked(row)
        raise _move(row, to)
    return row


def _move(row: Row, to: str) -> MoveError:
    return MoveError(
        kind="Rapporten", frm=label("report_status", row["status"]), to=label("report_status", to)
    )
