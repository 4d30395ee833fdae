"""The outbox: what was decided becomes rows, and rows become messages.

A row is written in the same transaction as what it is about, so that nothing decided is lost and
nothing is decided twice. It is claimed before it is handed over and settled right after; a row
whose claim was never settled (the program ended in between) is sent once more: at most one repeat
for each time that happened, with the same message id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from incidents.alert import digest, taking
from incidents.alert.lines import Line, items_of, lines
from incidents.alert.rules import Past, Planned
from incidents.alert.writing import Letter, mail_of, subject
from incidents.record import addresses
from monitor.core.clock import from_text, to_text
from monitor.core.send import Mailer, Outcome, open_mailer
from monitor.core.settings import Settings
from monitor.core.store import Row, Store
from monitor.intake import webhook

#: A claim older than this was left by a program that ended.
INTERRUPTED_AFTER = timedelta(minutes=5)
#: The waits between attempts double from the first to the longest …
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
#: … until the message is older than this: then it failed.
GIVE_UP = timedelta(hours=24)
#: How far back the past is read; longer than anything is told (:data:`things.NEWS`).
_MEMORY = timedelta(days=30)


@dataclass
class Tally:
    """How many messages ended how: status -> number."""

    ended: dict[str, int] = field(default_factory=dict)

    def count(self, status: str) -> None:
        """Add one."""
        self.ended[status] = self.ended.get(status, 0) + 1


def past(store: Store, now: datetime) -> Past:
    """Return what was told before."""
    told: dict[str, set[str]] = {}
    groups: dict[tuple[str, str], datetime] = {}
    rows = store.connection.execute(
        "SELECT i.recipient, i.thing, i.group_key, m.planned_at FROM alert_messages m"
        " CROSS JOIN alert_items i ON i.message_id = m.id WHERE m.planned_at > ?"
        " ORDER BY m.planned_at",
        [to_text(now - _MEMORY)],
    )
    for recipient, thing, group, at in rows:
        told.setdefault(recipient, set()).add(thing)
        groups[recipient, group] = from_text(at)
    sent: dict[str, list[datetime]] = {}
    for row in store.rows(
        "SELECT recipient, planned_at FROM alert_messages WHERE planned_at > ?"
        " AND kind NOT IN ('digest', 'test')",
        [to_text(now - timedelta(hours=1))],
    ):
        sent.setdefault(row["recipient"], []).append(from_text(row["planned_at"]))
    taken = {
        row["group_key"]: (row["taken_by"], from_text(row["taken_at"]))
        for row in store.rows("SELECT * FROM alert_taken WHERE released_at IS NULL")
    }
    return Past(
        told={recipient: frozenset(keys) for recipient, keys in told.items()},
        groups=groups,
        sent=sent,
        taken=taken,
    )


def queue(store: Store, planned: Sequence[Planned]) -> int:
    """Write what was decided; return the number of messages. Call in a write transaction."""
    queued = 0
    for message in planned:
        told = {
            row["thing"]
            for row in store.rows(
                "SELECT thing FROM alert_items WHERE recipient = ?", [message.recipient]
            )
        }
        fresh = [thing for thing in message.things if thing.key not in told]
        if not fresh:  # another process was first
            continue
        key = queue_one(store, message.recipient, message.kind)
        store.insert_many(
            "alert_items",
            [
                {
                    "recipient": message.recipient,
                    "thing": thing.key,
                    "message_id": key,
                    "group_key": thing.group,
                    "kind": thing.kind,
                    "row_id": thing.row_id,
                }
                for thing in fresh
            ],
        )
        queued += 1
    return queued


def queue_one(store: Store, recipient: str, kind: str, since_at: str | None = None) -> int:
    """Write one message without items and return its id. Call in a write transaction."""
    return store.insert(
        "alert_messages",
        {
            "recipient": recipient,
            **_owner(recipient),
            "kind": kind,
            "since_at": since_at,
            "planned_at": store.now(),
            "next_try_at": store.now(),
        },
    )


def _owner(recipient: str) -> dict[str, int]:
    """Return the columns that a recipient's key names: "user:3:channel:2"."""
    parts = recipient.split(":")
    pairs = dict(zip(parts[::2], parts[1::2], strict=True))
    return {f"{name}_id": int(number) for name, number in pairs.items()}


def send_due(store: Store, settings: Settings, mailer: Mailer | None = None) -> Tally:
    """Send what is due; one address that fails stops no other.

    Args:
        mailer: as the settings say when left out.
    """
    tally = Tally()
    with mailer or open_mailer(settings) as post:
        for row in _due(store):
            if _claim(store, row):
                tally.count(_settle(store, row, send_one(store, settings, post, row)))
    return tally


def _due(store: Store) -> list[Row]:
    now = store.clock.now()
    return store.rows(
        "SELECT * FROM alert_messages WHERE status = 'planned' AND next_try_at <= ?"
        " AND (claimed_at IS NULL OR claimed_at <= ?) ORDER BY id",
        [to_text(now), to_text(now - INTERRUPTED_AFTER)],
    )


def _claim(store: Store, row: Row) -> bool:
    """Take a row, so that no other process sends it too."""
    with store.atomic():
        taken = store.execute(
            "UPDATE alert_messages SET claimed_at = ?, attempts = attempts + 1"
            " WHERE id = ? AND status = 'planned' AND attempts = ? AND claimed_at IS ?",
            [store.now(), row["id"], row["attempts"], row["claimed_at"]],
        )
        return taken.rowcount == 1


def _settle(store: Store, row: Row, outcome: Outcome) -> str:
    """Write what became of a message and return its status."""
    now = store.clock.now()
    values: dict[str, object] = {"claimed_at": None, "error": outcome.error or None}
    if outcome.status == "sent":
        status = "sent"
        values["sent_at"] = to_text(now)
    elif outcome.status == "bounced" or now - from_text(row["planned_at"]) > GIVE_UP:
        status = "failed"
    else:
        # A repeat is better than an alert that nobody got, so "unknown" is tried again, too.
        status = "planned"
        values["next_try_at"] = to_text(now + wait(row["attempts"] + 1))
    with store.atomic():
        store.update("alert_messages", row["id"], {**values, "status": status})
    return status


def wait(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts."""
    doubled: int = 1 << min(max(attempts - 1, 0), 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def send_one(store: Store, settings: Settings, post: Mailer, row: Row) -> Outcome:
    """Write one message and hand it over."""
    if row["channel_id"] is not None:
        return _to_channel(store, settings, row)
    address = _address(store, row)
    if not address:
        return Outcome("bounced", "Mottagaren har ingen e-postadress.")
    letter = _letter(store, settings, row)
    domain = settings.mail_from.rpartition("@")[2] or "localhost"
    # The same at every attempt, and another in another database.
    message_id = f"<avisering.{row['id']}.{row['planned_at']}@{domain}>".replace(":", "")
    at = from_text(row["planned_at"])
    return post.send(mail_of(letter, settings.mail_from, address, message_id, at), address)


def _address(store: Store, row: Row) -> str:
    if row["user_id"] is not None:
        found = store.value(
            "SELECT email FROM users WHERE id = ? AND disabled_at IS NULL", [row["user_id"]]
        )
    else:
        found = store.value(
            "SELECT address FROM recipients WHERE id = ? AND valid_to IS NULL",
            [row["recipient_id"]],
        )
    return str(found or "")


def _letter(store: Store, settings: Settings, row: Row) -> Letter:
    if row["kind"] == "digest":
        return digest.letter(store, settings, row)
    if row["kind"] == "test":
        return Letter(
            subject=subject("test", ()),
            sections=(),
            lead="Det här är ett prov. Aviseringar från Lägesbild når dig på den här adressen.",
        )
    own = row["user_id"] is not None
    told = lines(store, items_of(store, row["id"]))
    shown = told if own else [Line(one.bare, one.bare, one.path) for one in told]
    return Letter(
        subject=subject(row["kind"], shown),
        sections=(("", shown),),
        desk_url=settings.desk_url,
        take=_take_link(store, settings, row) if own else "",
        foot=_foot(settings, own=own),
    )


def _foot(settings: Settings, *, own: bool) -> str:
    page = addresses.whole(settings.desk_url, "aviseringar/val")
    if not own:
        return "Skickat av Lägesbild. Svara inte på det här brevet."
    return f"Du väljer själv vad du får, när och hur: {page}"


def _take_link(store: Store, settings: Settings, row: Row) -> str:
    """Return the address of a one-time link; empty when the desk's own address is not set."""
    if not settings.desk_url or not taking.groups_of(store, row["id"]):
        return ""
    with store.atomic():
        secret = taking.new_link(store, row["id"], row["user_id"])
    return addresses.whole(settings.desk_url, f"aviseringar/ta/{secret}")


def _to_channel(store: Store, settings: Settings, row: Row) -> Outcome:
    channel = store.row(
        "SELECT kind, address FROM alert_channels WHERE id = ? AND closed_at IS NULL",
        [row["channel_id"]],
    )
    if channel is None:
        return Outcome("bounced", "Kanalen är stängd.")
    told = lines(store, items_of(store, row["id"]))
    path = told[0].path if len(told) == 1 else "aviseringar"
    return webhook.post(
        settings, channel["address"], channel["kind"],
        subject(row["kind"], told, bare=True),
        addresses.whole(settings.desk_url, path),
    )  # fmt: skip


def send_test(
    store: Store, settings: Settings, recipient: str, mailer: Mailer | None = None
) -> Outcome:
    """Send a test to one address at once, note it, and tell how it went. No second attempt."""
    with store.atomic():
        key = queue_one(store, recipient, "test")
        now = store.now()
        store.update("alert_messages", key, {"claimed_at": now, "attempts": 1})
    row = store.get("alert_messages", key)
    with mailer or open_mailer(settings) as post:
        outcome = send_one(store, settings, post, row)
    values: Mapping[str, object] = {
        "status": "sent" if outcome.status == "sent" else "failed",
        "sent_at": store.now() if outcome.status == "sent" else None,
        "error": outcome.error or None,
        "claimed_at": None,
    }
    with store.atomic():
        store.update("alert_messages", key, values)
    return outcome
