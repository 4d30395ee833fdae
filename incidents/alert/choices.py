"""What each person, list and shared channel wants to be told, and when a person is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

from incidents.alert.rules import KINDS, Quiet, Recipient
from monitor.core.actors import ROLES, Actor
from monitor.core.errors import InputError
from monitor.core.store import Row, Store

#: What a role is told by e-mail until the person chooses. Who is on duty is told everything.
BORN_WITH: dict[str, frozenset[str]] = {
    "editor": frozenset({"enquiry"}),
    "approver": frozenset({"approval", "gap"}),
    "administrator": frozenset({"silent"}),
}
#: The cap until the person chooses, messages in an hour to each address.
PER_HOUR = 6
_CLOCK = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """One person's own settings.

    Attributes:
        chosen: pairs of kind and channel id; None is e-mail.
        quiet_from, quiet_to: "22.00", both empty for no quiet hours.
        digest_at: "07.00", empty for no digest.
    """

    chosen: frozenset[tuple[str, int | None]]
    quiet_from: str = ""
    quiet_to: str = ""
    quiet_weekends: bool = False
    per_hour: int = PER_HOUR
    digest_at: str = ""
    digest_weekends: bool = False


def of_person(store: Store, user_id: int) -> Preferences:
    """Return a person's settings, or what the role is born with."""
    row = store.row("SELECT * FROM alert_people WHERE user_id = ?", [user_id])
    if row is None:
        role = store.value("SELECT role FROM users WHERE id = ?", [user_id])
        born: list[tuple[str, int | None]] = [(kind, None) for kind in BORN_WITH.get(role, ())]
        return Preferences(chosen=frozenset(born))
    chosen = store.rows("SELECT kind, channel_id FROM alert_choices WHERE user_id = ?", [user_id])
    return Preferences(
        chosen=frozenset((one["kind"], one["channel_id"]) for one in chosen),
        quiet_from=row["quiet_from"] or "",
        quiet_to=row["quiet_to"] or "",
        quiet_weekends=bool(row["quiet_weekends"]),
        per_hour=row["per_hour"],
        digest_at=row["digest_at"] or "",
        digest_weekends=bool(row["digest_weekends"]),
    )


def choose(store: Store, actor: Actor, new: Preferences) -> None:
    """Keep what a person chose for herself.

    Raises:
        InputError: a time that is none, only one end of the quiet hours, or a foreign channel.
    """
    actor.require("alerts")
    values = {
        "quiet_from": clock_word(new.quiet_from, "Tyst från", "quiet_from"),
        "quiet_to": clock_word(new.quiet_to, "Tyst till", "quiet_to"),
        "quiet_weekends": int(new.quiet_weekends),
        "per_hour": new.per_hour,
        "digest_at": clock_word(new.digest_at, "Morgonbrev", "digest_at"),
        "digest_weekends": int(new.digest_weekends),
    }
    if (values["quiet_from"] is None) != (values["quiet_to"] is None):
        raise InputError(
            field="Tyst till", why="Ange både när det börjar och när det slutar.", name="quiet_to"
        )
    if not 1 <= new.per_hour <= 60:
        raise InputError(field="Högst per timme", why="Ange 1 till 60.", name="per_hour")
    with store.writing(actor):
        allowed = {None, *(row["id"] for row in own_channels(store, actor.user_id))}
        if any(channel not in allowed or kind not in KINDS for kind, channel in new.chosen):
            raise InputError(field="Kanal", why="Välj bland dina egna kanaler.", name="chosen")
        known = store.value("SELECT id FROM alert_people WHERE user_id = ?", [actor.user_id])
        if known is None:
            store.insert("alert_people", {"user_id": actor.user_id, **values})
        else:
            store.update("alert_people", known, values)
        _replace(store, "user_id", actor.user_id, new.chosen)


def clock_word(typed: str, label: str, name: str) -> str | None:
    """Return a time of day as it is kept, "07.00"; None when nothing was typed.

    Raises:
        InputError: not readable.
    """
    if not typed.strip():
        return None
    found = _CLOCK.fullmatch(typed.strip().lower().removeprefix("klockan").strip())
    if not found:
        raise InputError(field=label, why="Skriv ett klockslag, till exempel 22.00.", name=name)
    return f"{int(found[1]):02d}.{found[2]}"


def clock_time(word: str) -> time:
    """Return the time of day of a kept word."""
    return time(int(word[:2]), int(word[3:]))


def _replace(
    store: Store,
    column: str,
    owner: int | None,
    wanted: Iterable[tuple[str, int | None]],
) -> None:
    """Change the choices to those wanted, so that the audit trail shows only what changed."""
    rows = store.rows(
        f"SELECT * FROM alert_choices WHERE {column} = ?"
        f"{' AND user_id IS NULL' if column == 'channel_id' else ''}",
        [owner],
    )
    have = {(row["kind"], row["channel_id"]): row["id"] for row in rows}
    aim = set(wanted)
    for pair, key in have.items():
        if pair not in aim:
            store.delete("alert_choices", key)
    for kind, channel in sorted(aim - set(have), key=str):
        store.insert("alert_choices", {column: owner, "kind": kind, "channel_id": channel})


def choose_list(store: Store, actor: Actor, list_id: int, kinds: Sequence[str]) -> None:
    """Let everybody on a distribution list be told of these kinds by e-mail."""
    actor.require("settings")
    with store.writing(actor):
        store.get("distribution_lists", list_id, kind="sändlistan")
        _replace(store, "list_id", list_id, [(kind, None) for kind in kinds if kind in KINDS])


def choose_channel(store: Store, actor: Actor, channel_id: int, kinds: Sequence[str]) -> None:
    """Let a shared channel be told of these kinds."""
    actor.require("settings")
    with store.writing(actor):
        store.get("alert_channels", channel_id, kind="kanalen")
        pairs = [(kind, channel_id) for kind in kinds if kind in KINDS]
        _replace(store, "channel_id", channel_id, pairs)


def own_channels(store: Store, user_id: int | None) -> list[Row]:
    """Return a person's own open channels, without their addresses."""
    return store.rows(
        "SELECT id, name, kind FROM alert_channels WHERE user_id = ? AND closed_at IS NULL"
        " ORDER BY name COLLATE SWEDISH",
        [user_id],
    )


def recipients(store: Store, duty: frozenset[int]) -> list[Recipient]:
    """Return every address that something may be sent to now.

    Args:
        duty: users on duty.
    """
    roles = [role for role, may in ROLES.items() if "alerts" in may]
    marks = ", ".join("?" * len(roles))
    people = store.rows(
        f"SELECT id, email FROM users WHERE disabled_at IS NULL AND role IN ({marks}) ORDER BY id",
        roles,
    )
    found = [one for person in people for one in _of_person(store, person, person["id"] in duty)]
    return [*found, *_lists(store), *_shared(store)]


def _of_person(store: Store, person: Row, on_duty: bool) -> list[Recipient]:  # noqa: FBT001
    wants = of_person(store, person["id"])
    channels: list[int | None] = [row["id"] for row in own_channels(store, person["id"])]
    open_to: list[int | None] = [None, *channels] if person["email"] else channels
    by_channel = {
        channel: {kind for kind, where in wants.chosen if where == channel} for channel in open_to
    }
    if on_duty and open_to:
        # On duty nothing passes by: what was chosen nowhere comes where everything can.
        chosen = {kind for kinds in by_channel.values() for kind in kinds}
        by_channel[open_to[0]] |= set(KINDS) - chosen
    quiet = (
        Quiet(clock_time(wants.quiet_from), clock_time(wants.quiet_to), wants.quiet_weekends)
        if wants.quiet_from
        else Quiet(weekends=wants.quiet_weekends)
    )
    return [
        Recipient(
            person_key(person["id"], channel),
            frozenset(kinds),
            user_id=person["id"],
            main=channel == open_to[0],
            on_duty=on_duty,
            quiet=quiet,
            per_hour=wants.per_hour,
        )
        for channel, kinds in by_channel.items()
    ]


def person_key(user_id: int, channel_id: int | None) -> str:
    """Return the key of a person's address."""
    return f"user:{user_id}" if channel_id is None else f"user:{user_id}:channel:{channel_id}"


def _lists(store: Store) -> list[Recipient]:
    rows = store.rows(
        "SELECT min(r.id) AS id, group_concat(DISTINCT c.kind) AS kinds FROM alert_choices c"
        " JOIN recipients r ON r.list_id = c.list_id AND r.valid_to IS NULL"
        " AND r.channel = 'email' GROUP BY lower(r.address) ORDER BY 1"
    )
    return [Recipient(f"recipient:{row['id']}", frozenset(row["kinds"].split(","))) for row in rows]


def _shared(store: Store) -> list[Recipient]:
    rows = store.rows(
        "SELECT h.id, group_concat(c.kind) AS kinds FROM alert_choices c JOIN alert_channels h"
        " ON h.id = c.channel_id WHERE c.user_id IS NULL AND h.user_id IS NULL"
        " AND h.closed_at IS NULL GROUP BY h.id ORDER BY h.id"
    )
    return [Recipient(f"channel:{row['id']}", frozenset(row["kinds"].split(","))) for row in rows]
