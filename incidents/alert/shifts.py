"""The rota in the store: shifts are added one by one or by the week, ended, and taken over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from incidents.alert import rota
from incidents.alert.rota import Shift
from monitor.core.actors import ROLES, Actor
from monitor.core.clock import from_text, local, to_text
from monitor.core.errors import ConflictError, InputError
from monitor.core.store import Row, Store
from monitor.core.times import Calendar, date_text

#: The longest stretch that is added at once, weeks.
LONGEST_WEEKS = 53


def load(store: Store, since: datetime) -> list[Shift]:
    """Return the shifts that end after an instant, in order."""
    rows = store.rows(
        "SELECT * FROM duty_shifts WHERE to_at > ? ORDER BY from_at, id", [to_text(since)]
    )
    return [_shift(row) for row in rows]


def _shift(row: Row) -> Shift:
    return Shift(from_text(row["from_at"]), from_text(row["to_at"]), row["user_id"], row["id"])


def on_duty_now(store: Store) -> frozenset[int]:
    """Return who is on duty now; nobody in a gap or without a rota."""
    now = store.clock.now()
    return rota.on_duty(load(store, now), now)


def able(store: Store) -> list[Row]:
    """Return the people who may be on duty: those who may approve alone then (D5)."""
    roles = [role for role, may in ROLES.items() if "duty_approve" in may]
    marks = ", ".join("?" * len(roles))
    return store.rows(
        f"SELECT id, display_name, email FROM users WHERE role IN ({marks})"
        " AND disabled_at IS NULL ORDER BY display_name COLLATE SWEDISH",
        roles,
    )


def add(store: Store, actor: Actor, user_id: int, from_at: datetime, to_at: datetime) -> int:
    """Add a shift and return its id.

    Raises:
        InputError: it ends before it starts, or the person cannot be on duty.
        ConflictError: somebody else is on duty then.
    """
    actor.require("rota")
    if to_at <= from_at:
        raise InputError(field="Till", why="Passet måste sluta efter att det börjar.", name="to_at")
    if user_id not in {person["id"] for person in able(store)}:
        raise InputError(
            field="Person", why="Bara redaktörer och godkännare kan ha jouren.", name="user_id"
        )
    wanted = Shift(from_at, to_at, user_id)
    with store.writing(actor):
        clash = rota.overlapping(load(store, from_at), wanted)
        if clash:
            raise ConflictError(why=_clash(store, clash))
        return store.insert("duty_shifts", _values(store, actor, wanted))


def _values(store: Store, actor: Actor, shift: Shift) -> dict[str, object]:
    return {
        "user_id": shift.user_id,
        "from_at": to_text(shift.from_at),
        "to_at": to_text(shift.to_at),
        "entered_at": store.now(),
        "entered_by": actor.user_id,
    }


def _clash(store: Store, clash: Shift) -> str:
    name = store.value("SELECT display_name FROM users WHERE id = ?", [clash.user_id])
    return f"{name} har redan jouren {span_text(clash)}. Ändra det passet först."


def span_text(shift: Shift) -> str:
    """Return "från 9 mars klockan 08.00 till 16 mars klockan 08.00"."""
    return f"från {_at(shift.from_at)} till {_at(shift.to_at)}"


def _at(at: datetime) -> str:
    return f"{date_text(at, Calendar(local(at).year))} klockan {local(at):%H.%M}"


def add_weeks(
    store: Store, actor: Actor, people: Sequence[int], first: datetime, count: int
) -> list[int]:
    """Add whole weeks in turn, Monday to Monday; return the shifts' ids.

    A running week starts at ``first``, not in the past.

    Args:
        first: in the first week; its time of day is when one takes over from another.
        count: weeks, at most :data:`LONGEST_WEEKS`.

    Raises:
        InputError, ConflictError: as for one shift; nothing is added then.
    """
    actor.require("rota")
    if not people:
        raise InputError(field="Personer", why="Välj minst en person.", name="people")
    if not 1 <= count <= LONGEST_WEEKS:
        raise InputError(field="Veckor", why=f"Ange 1 till {LONGEST_WEEKS} veckor.", name="count")
    there = local(first)
    change = time(there.hour, there.minute)
    with store.writing(actor):
        return [
            add(store, actor, shift.user_id, max(shift.from_at, first), shift.to_at)
            for shift in rota.weeks(there.date(), people, count, change)
            if shift.to_at > first
        ]


def take_over(store: Store, actor: Actor) -> int:
    """Let the actor have the duty from now on, for the rest of the running shift.

    In a gap it lasts until the next shift, but at most twelve hours.

    Raises:
        ConflictError: the actor has it already.
    """
    actor.require("duty_approve")
    now = store.clock.now()
    assert actor.user_id is not None
    with store.writing(actor):
        coming = load(store, now)
        running = [shift for shift in coming if shift.holds(now)]
        if any(shift.user_id == actor.user_id for shift in running):
            raise ConflictError(why="Du har redan jouren.")
        until = max((shift.to_at for shift in running), default=now + timedelta(hours=12))
        if not running and coming:
            until = min(until, coming[0].from_at)
        for shift in running:
            _end(store, shift, now)
        return store.insert("duty_shifts", _values(store, actor, Shift(now, until, actor.user_id)))


def remove(store: Store, actor: Actor, shift_id: int) -> None:
    """Remove a shift that has not begun; end one that runs.

    Raises:
        NotFoundError: no such shift.
        ConflictError: it is over: who had the duty then stays on record.
    """
    actor.require("rota")
    with store.writing(actor):
        shift = _shift(store.get("duty_shifts", shift_id, kind="passet"))
        now = store.clock.now()
        if shift.to_at <= now:
            raise ConflictError(why="Passet är över. Vem som hade jouren då går inte att ändra.")
        _end(store, shift, now)


def _end(store: Store, shift: Shift, now: datetime) -> None:
    if shift.from_at >= now:
        store.delete("duty_shifts", shift.id)
    else:
        store.update("duty_shifts", shift.id, {"to_at": to_text(now)})
