"""Deliveries (utskick): one row per recipient, queued before anything is sent.

A row's status is written right after its message was handed over, in a transaction of its own.
What was interrupted in between is not sent again by itself, except where sending twice leaves one
(files): it is marked as failed, and a person who has asked the recipient may retry. The message
id is the same at every attempt. Teams and webhooks are told of the report and do not get it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from incidents.report import recipients
from incidents.report.freeze import ENDINGS, document_of
from incidents.report.tell import told
from monitor.core.actors import Actor, system
from monitor.core.clock import from_text, local, to_text
from monitor.core.errors import ConflictError, InputError, MoveError
from monitor.core.messages import label
from monitor.core.send import Mailer, Outcome, open_mailer, write_whole
from monitor.core.settings import Settings
from monitor.core.store import Row, Store
from monitor.intake import webhook

_ACTOR = system("deliver")
#: A message under way for longer than this was interrupted.
INTERRUPTED_AFTER = timedelta(minutes=10)
#: Attempts after which a delivery that is only delayed counts as failed.
ATTEMPTS = 5
_INTERRUPTED = (
    "Programmet avbröts medan utskicket lämnades. Fråga mottagaren om det kom fram"
    " innan du skickar igen."
)


@dataclass
class Tally:
    """How many deliveries ended how: delivery status -> number; ``queued`` wait for a new try."""

    ended: dict[str, int] = field(default_factory=dict)

    def count(self, status: str) -> None:
        """Add one."""
        self.ended[status] = self.ended.get(status, 0) + 1


def queue(store: Store, report: Row, list_ids: list[int], sender: str) -> int:
    """Queue a report for everybody on the lists, and a correction for the original's recipients.

    Each address gets it once. Call inside the transaction that marks the report as sent.

    Raises:
        InputError: nobody would get it.
    """
    chosen = recipients.current(store, list_ids)
    if report["corrects_id"] is not None:
        chosen += recipients.reached(store, report["corrects_id"])
    seen = {recipients.place(row) for row in recipients.reached(store, report["id"])}
    queued = 0
    for row in chosen:
        if recipients.place(row) not in seen:
            seen.add(recipients.place(row))
            _queue_one(store, report, row, sender)
            queued += 1
    if not seen:
        raise InputError(field="Sändlista", why="Välj minst en sändlista med mottagare.")
    return queued


def _queue_one(store: Store, report: Row, recipient: Row, sender: str) -> None:
    domain = sender.rpartition("@")[2] or "localhost"
    name = f"{report['number']}.{recipient['id']}.{report['digest'][:16]}"
    store.insert(
        "deliveries",
        {
            "report_id": report["id"],
            "recipient_id": recipient["id"],
            "format": recipient["format"],
            "address": recipient["address"],
            "message_id": f"<{name}@{domain}>",
            "queued_at": store.now(),
            "changed_at": store.now(),
        },
    )


def deliver(
    store: Store, settings: Settings, report_id: int | None = None, mailer: Mailer | None = None
) -> Tally:
    """Send what is queued, of one report or of all; one bad address stops no other.

    When the mail server does not answer, the other letters wait for the next call.

    Args:
        mailer: as the settings say when left out.
    """
    tally = Tally()
    away = False
    with mailer or open_mailer(settings) as post:
        _settle_interrupted(store, repeats_safely=post.repeats_safely)
        for row in _waiting(store, report_id):
            by_mail = row["channel"] == "email"
            if (by_mail and away) or not _claim(store, row):
                continue
            outcome = _send(store, settings, post, row)
            tally.count(_note(store, row, outcome))
            away = away or (by_mail and outcome.status == "unreachable")
    waiting = len(_waiting(store, report_id))
    if waiting:
        tally.ended["queued"] = waiting
    return tally


def _settle_interrupted(store: Store, *, repeats_safely: bool) -> None:
    """Decide about rows that were claimed and never settled."""
    before = to_text(store.clock.now() - INTERRUPTED_AFTER)
    under_way = store.rows(
        "SELECT d.*, r.channel FROM deliveries d JOIN recipients r ON r.id = d.recipient_id"
        " WHERE d.status = 'queued' AND d.attempts > 0 AND d.error IS NULL"
    )
    for row in under_way:
        again = repeats_safely if row["channel"] == "email" else row["channel"] == "folder"
        if again:
            _write(store, row, {"attempts": 0})
        elif row["changed_at"] <= before:
            _write(store, row, {"status": "failed", "error": _INTERRUPTED})


def _waiting(store: Store, report_id: int | None) -> list[Row]:
    return store.rows(
        "SELECT d.*, r.channel, p.number, h.address AS secret FROM deliveries d"
        " JOIN recipients r ON r.id = d.recipient_id JOIN reports p ON p.id = d.report_id"
        " LEFT JOIN recipient_hooks h ON h.recipient_id = r.id"
        " WHERE d.status = 'queued' AND (d.attempts = 0 OR d.error IS NOT NULL)"
        " AND (?1 IS NULL OR d.report_id = ?1) ORDER BY d.id",
        [report_id],
    )


def _claim(store: Store, row: Row) -> bool:
    """Take a row, so that no other process sends it too."""
    with store.writing(_ACTOR):
        taken = store.execute(
            "UPDATE deliveries SET attempts = attempts + 1, error = NULL, changed_at = ?"
            " WHERE id = ? AND status = 'queued' AND attempts = ?",
            [store.now(), row["id"], row["attempts"]],
        )
        return taken.rowcount == 1


def _send(store: Store, settings: Settings, post: Mailer, row: Row) -> Outcome:
    if row["channel"] == "folder":
        name = f"{row['number']}.{ENDINGS[row['format']]}"
        try:
            write_whole(
                settings.outbox / row["address"] / name, _content(store, row, row["format"])
            )
        except OSError:
            return Outcome("delayed", f"Mappen {row['address']} går inte att skriva i.")
        return Outcome("sent")
    if row["channel"] in recipients.HOOKS:
        return _tell(store, settings, row)
    return post.send(_message(store, row), row["address"])


def _tell(store: Store, settings: Settings, row: Row) -> Outcome:
    """Tell Teams or a webhook of the frozen report."""
    if not row["secret"]:
        return Outcome("bounced", "Adressen är glömd. Lägg till mottagaren på nytt.")
    subject, text = told(document_of(store, row["report_id"]), row["format"], settings.desk_url)
    return webhook.post(settings, row["secret"], row["channel"], subject, text)


def try_hook(store: Store, settings: Settings, recipient: Row) -> Outcome:
    """Post a test to a channel on a list; nothing is noted."""
    secret = recipients.secret_of(store, recipient["id"])
    if not secret:
        return Outcome("bounced", "Mottagaren är ingen kanal att skicka prov till.")
    text = "Det här är ett prov. Rapporter från Lägesbild meddelas här."
    return webhook.post(settings, secret, recipient["channel"], "Prov från Lägesbild", text)


def _content(store: Store, row: Row, form: str) -> bytes:
    """Return a format exactly as it was frozen."""
    found = store.value(
        "SELECT content FROM report_files WHERE report_id = ? AND format = ?",
        [row["report_id"], form],
    )
    return bytes(found)


def _message(store: Store, row: Row) -> EmailMessage:
    """Return the frozen e-mail, addressed to one recipient."""
    message = message_from_bytes(_content(store, row, "eml"), policy=SMTP)
    assert isinstance(message, EmailMessage)
    del message["To"]
    message["To"] = row["address"]
    message["Message-ID"] = row["message_id"]
    message["Date"] = format_datetime(local(from_text(row["queued_at"])))
    if row["format"] == "docx":
        message.add_attachment(
            _content(store, row, "docx"),
            maintype="application",
            subtype="vnd.openxmlformats-officedocument.wordprocessingml.document",
            filename=f"{row['number']}.docx",
        )
    return message


def _note(store: Store, row: Row, outcome: Outcome) -> str:
    """Write what became of a delivery and return its status."""
    attempts = row["attempts"] + 1
    status = {
        "sent": "sent",
        "bounced": "bounced",
        "unknown": "failed",
        "unreachable": "queued",
        "delayed": "queued" if attempts < ATTEMPTS else "failed",
    }[outcome.status]
    _write(store, row, {"status": status, "error": outcome.error or None})
    return status


def _write(store: Store, row: Row, values: dict[str, object]) -> None:
    with store.writing(_ACTOR):
        store.update("deliveries", row["id"], {**values, "changed_at": store.now()})


def retry(store: Store, actor: Actor, delivery_id: int) -> None:
    """Queue a bounced or failed delivery again; :func:`deliver` then sends it.

    Raises:
        MoveError: it is sent, or waits already.
    """
    actor.require("send")
    with store.writing(actor):
        row = store.get("deliveries", delivery_id, kind="utskicket")
        if row["status"] not in {"bounced", "failed"}:
            raise MoveError(
                kind="Utskicket",
                frm=label("delivery_status", row["status"]),
                to=label("delivery_status", "queued"),
            )
        store.update(
            "deliveries",
            delivery_id,
            {"status": "queued", "attempts": 0, "error": None, "changed_at": store.now()},
        )


def record_bounce(store: Store, actor: Actor, delivery_id: int, why: str) -> None:
    """Note that a message that the server took came back later.

    Raises:
        ConflictError: it was not sent.
        InputError, PermissionDeniedError.
    """
    actor.require("send")
    if not why.strip():
        raise InputError(field="Orsak", why="Fältet får inte vara tomt.")
    with store.writing(actor):
        row = store.get("deliveries", delivery_id, kind="utskicket")
        if row["status"] != "sent":
            raise ConflictError(why="Utskicket är inte skickat.")
        store.update(
            "deliveries",
            delivery_id,
            {"status": "bounced", "error": why.strip(), "changed_at": store.now()},
        )


def of_report(store: Store, report_id: int) -> list[Row]:
    """Return a report's deliveries with ``recipient``, ``channel`` and ``list``, in order."""
    return store.rows(
        "SELECT d.*, r.name AS recipient, r.channel, l.name AS list FROM deliveries d"
        " JOIN recipients r ON r.id = d.recipient_id"
        " JOIN distribution_lists l ON l.id = r.list_id WHERE d.report_id = ? ORDER BY d.id",
        [report_id],
    )


def tell_approvers(
    store: Store, settings: Settings, subject: str, text: str, *, but: int | None
) -> list[str]:
    """Mail everybody who may approve, except one user; return the names of those it reached."""
    users = store.rows(
        "SELECT * FROM users WHERE role = 'approver' AND disabled_at IS NULL"
        " AND email IS NOT NULL AND email <> '' AND id IS NOT ? ORDER BY id",
        [but],
    )
    reached = []
    with open_mailer(settings) as post:
        for user in users:
            message = EmailMessage(policy=SMTP)
            message["From"] = settings.mail_from
            message["To"] = user["email"]
            message["Subject"] = subject
            now = store.clock.now()
            domain = settings.mail_from.rpartition("@")[2]
            message["Date"] = format_datetime(local(now))
            message["Message-ID"] = f"<jour.{now:%Y%m%d%H%M%S}.{user['id']}@{domain}>"
            message.set_content(text)
            if post.send(message, user["email"]).status == "sent":
                reached.append(user["display_name"])
    return reached
