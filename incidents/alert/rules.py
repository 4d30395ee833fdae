"""What is sent to whom, given the world, the rota, the choices and what was told before.

Pure: no clock, no store, no network. Nothing is remembered here: what may not be sent yet (quiet
hours, the cap, a story told just now) is decided anew at the next call, as long as it still is so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from monitor.core.calendar import is_working_day
from monitor.core.clock import local

#: Every kind that can be chosen, the most urgent first: the order when the cap lets only some by.
KINDS = ("enquiry", "approval", "changed", "flag", "action", "silent", "gap")
_ORDER = {kind: place for place, kind in enumerate((*KINDS, "taken"))}
#: News of a group that was told is kept until this has passed, and is then told as one.
REGROUP = timedelta(minutes=60)
#: How long "jag tar den" keeps further news of the group from the others.
TAKEN_FOR = timedelta(hours=24)
#: What the cap counts over.
HOUR = timedelta(hours=1)
#: How late a digest may still be sent: a machine that was off at seven sends it before noon.
DIGEST_LATEST = timedelta(hours=5)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to tell, as it is in the record now.

    Attributes:
        key: names it for ever: "flag:32", "enquiry:4:near:2026-03-09T15:00:00Z".
        group: what belongs together: "story:5".
        row_id: the row that it is about; which table follows from the kind.
        at: when it happened.
        to: users who are told whatever they chose, such as an action's owner.
        but: users who are never told, such as the one who asked for the approval.
        only: recipients that it concerns, when it concerns no others.
    """

    key: str
    kind: str
    group: str
    row_id: int
    at: datetime
    to: frozenset[int] = frozenset()
    but: frozenset[int] = frozenset()
    only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Quiet:
    """When a person off duty is left alone, on the Swedish clock.

    ``start`` equal to ``end`` is no quiet hours; ``start`` after ``end`` runs over midnight.
    """

    start: time = time(0)
    end: time = time(0)
    weekends: bool = False

    def holds(self, at: datetime) -> bool:
        """Tell whether the instant is quiet. It goes by what the clock on the wall shows."""
        there = local(at)
        if self.weekends and not is_working_day(there.date()):
            return True
        now = there.time().replace(tzinfo=None)
        if self.start <= self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address.

    Attributes:
        key: "user:3", "user:3:channel:2", "recipient:7", "channel:2".
        kinds: what goes there.
        user_id: whose it is; None for lists and shared channels.
        main: the first of its person's addresses, where what was not chosen comes, too.
        on_duty: its person is on duty now: no quiet hours.
        per_hour: most messages in an hour; None for no cap.
    """

    key: str
    kinds: frozenset[str]
    user_id: int | None = None
    main: bool = True
    on_duty: bool = False
    quiet: Quiet = field(default_factory=Quiet)
    per_hour: int | None = None


@dataclass(frozen=True, kw_only=True)
class Past:
    """What was told before.

    Attributes:
        told: recipient -> keys of things.
        groups: (recipient, group) -> when last told.
        sent: recipient -> when messages were planned; the last hour is enough.
        taken: group -> (user, when), those not released.
    """

    told: Mapping[str, frozenset[str]] = field(default_factory=dict)
    groups: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    sent: Mapping[str, Sequence[datetime]] = field(default_factory=dict)
    taken: Mapping[str, tuple[int, datetime]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Planned:
    """One message to write: ``kind`` is the things' own, or "many"."""

    recipient: str
    kind: str
    things: tuple[Thing, ...]


def decide(
    things: Iterable[Thing], recipients: Iterable[Recipient], past: Past, now: datetime
) -> list[Planned]:
    """Return what to send now, at most one message of each kind to each recipient."""
    present = sorted(things, key=lambda one: (_ORDER[one.kind], one.at, one.key))
    return [
        message for recipient in recipients for message in _for_one(present, recipient, past, now)
    ]


def _for_one(
    things: Sequence[Thing], recipient: Recipient, past: Past, now: datetime
) -> list[Planned]:
    if not recipient.on_duty and recipient.quiet.holds(now):
        return []
    told = past.told.get(recipient.key, frozenset())
    by_kind: dict[str, list[Thing]] = {}
    for one in things:
        if one.key not in told and concerns(one, recipient) and _wanted(one, recipient, past, now):
            by_kind.setdefault(one.kind, []).append(one)
    messages = [Planned(recipient.key, kind, tuple(group)) for kind, group in by_kind.items()]
    return _capped(messages, _allowed(recipient, past, now))


def concerns(thing: Thing, recipient: Recipient) -> bool:
    """Tell whether a thing goes to a recipient at all."""
    if recipient.user_id is not None and recipient.user_id in thing.but:
        return False
    if thing.only is not None:
        return recipient.key in thing.only
    return thing.kind in recipient.kinds or (recipient.main and recipient.user_id in thing.to)


def _wanted(thing: Thing, recipient: Recipient, past: Past, now: datetime) -> bool:
    """Tell whether it is time: nobody else took the group, and it was not told just now."""
    if thing.kind == "taken":
        return True
    taken = past.taken.get(thing.group)
    if taken and now - taken[1] < TAKEN_FOR and taken[0] != recipient.user_id:
        return False
    last = past.groups.get((recipient.key, thing.group))
    return thing.kind not in _REGROUPED or last is None or now - last >= REGROUP


#: Kinds that come in swarms. The others are told at once: a deadline passes when it passes.
_REGROUPED = frozenset({"flag", "changed", "silent"})


def _allowed(recipient: Recipient, past: Past, now: datetime) -> int | None:
    if recipient.per_hour is None:
        return None
    recent = [at for at in past.sent.get(recipient.key, ()) if now - at < HOUR]
    return max(recipient.per_hour - len(recent), 0)


def _capped(messages: list[Planned], allowed: int | None) -> list[Planned]:
    """Let the last message that the cap allows hold what it would have kept: "och n till"."""
    if allowed is None or len(messages) <= allowed:
        return messages
    if not allowed:
        return []
    kept, rest = messages[: allowed - 1], messages[allowed - 1 :]
    gathered = tuple(thing for message in rest for thing in message.things)
    return [*kept, Planned(rest[0].recipient, "many", gathered)]


def digest_due(at: time, weekends: bool, last: datetime | None, now: datetime) -> bool:  # noqa: FBT001
    """Tell whether today's digest should go now.

    Args:
        at: the time of day that the person chose, Swedish clock.
        weekends: whether it comes on Saturdays, Sundays and holidays.
        last: when the person's last digest was planned.
    """
    there = local(now)
    if not weekends and not is_working_day(there.date()):
        return False
    if last is not None and local(last).date() == there.date():
        return False
    minutes = (there.hour - at.hour) * 60 + there.minute - at.minute
    return timedelta() <= timedelta(minutes=minutes) < DIGEST_LATEST
