"""The rota, and that rule D5 and the rota agree on who is on duty."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from incidents.alert import shifts
from incidents.report import release
from incidents.report.release import Signature
from monitor.core.actors import Actor, system
from monitor.core.clock import HeldClock
from monitor.core.errors import ConflictError, InputError, PermissionDeniedError, RuleError
from monitor.core.store import Store
from tests.unit.incidents.record.record_world import World, at
from tests.unit.incidents.report.release_world import Desk, draft_e01, monday, revision

_ROTA = system("test")


def put(store: Store, actor: Actor, hours: float = 4) -> int:
    assert actor.user_id is not None
    now = store.clock.now()
    return shifts.add(store, _ROTA, actor.user_id, now, now + timedelta(hours=hours))


def alone(desk: Desk, report: int, actor: Actor) -> None:
    release.approve(
        desk.store,
        actor,
        report,
        revision=revision(desk, report),
        settings=desk.settings,
        signature=Signature(override_reason="Ingen annan går att nå."),
    )


@pytest.fixture
def desk(store: Store, clock: HeldClock, tmp_path: Path) -> Desk:
    return monday(store, clock, tmp_path)


def test_d5_only_the_one_the_rota_names_approves_alone(desk: Desk) -> None:
    report = draft_e01(desk)
    release.submit(desk.store, desk.world.sara, report, revision=1)
    put(desk.store, desk.world.per)

    with pytest.raises(RuleError, match="D5"):
        alone(desk, report, desk.world.sara)
    shifts.take_over(desk.store, desk.world.sara)
    alone(desk, report, desk.world.sara)

    assert "approved" == desk.store.get("reports", report)["status"]


def test_d5_in_a_gap_of_the_rota_whoever_is_there_approves_alone(desk: Desk) -> None:
    report = draft_e01(desk)
    release.submit(desk.store, desk.world.sara, report, revision=1)
    put(desk.store, desk.world.per, hours=1)
    desk.world.later(60)

    alone(desk, report, desk.world.sara)

    assert "approved" == desk.store.get("reports", report)["status"]


def test_two_approve_as_ever_whoever_is_on_duty(desk: Desk) -> None:
    report = draft_e01(desk)
    release.submit(desk.store, desk.world.sara, report, revision=1)
    put(desk.store, desk.world.per)

    release.approve(
        desk.store,
        desk.world.lena,
        report,
        revision=revision(desk, report),
        settings=desk.settings,
    )

    assert "approved" == desk.store.get("reports", report)["status"]


def test_a_running_week_starts_now_and_the_turns_go_on(world: World) -> None:
    people = [world.sara.user_id or 0, world.lena.user_id or 0]

    shifts.add_weeks(world.store, _ROTA, people, at(11, "08.00"), 3)
    made = shifts.load(world.store, world.clock.now())

    assert [at(11, "08.00"), at(16, "08.00"), at(23, "08.00")] == [one.from_at for one in made]
    assert [people[0], people[1], people[0]] == [one.user_id for one in made]


def test_nothing_is_added_when_one_week_clashes(world: World) -> None:
    people = [world.sara.user_id or 0]
    shifts.add(world.store, _ROTA, people[0], at(18, "08.00"), at(19, "08.00"))

    with pytest.raises(ConflictError):
        shifts.add_weeks(world.store, _ROTA, people, at(11, "08.00"), 3)

    assert 1 == len(shifts.load(world.store, world.clock.now()))


def test_taking_over_in_a_gap_lasts_until_the_next_shift(world: World) -> None:
    shifts.add(world.store, _ROTA, world.lena.user_id or 0, at(9, "20.00"), at(10, "08.00"))

    shifts.take_over(world.store, world.sara)
    mine = shifts.load(world.store, world.clock.now())[0]

    assert (world.clock.now(), at(9, "20.00")) == (mine.from_at, mine.to_at)
    with pytest.raises(ConflictError, match="Du har redan jouren"):
        shifts.take_over(world.store, world.sara)


def test_readers_and_administrators_are_never_on_duty(world: World) -> None:
    for actor in (world.reader, world.admin):
        with pytest.raises(InputError):
            put(world.store, actor)
    with pytest.raises(PermissionDeniedError):
        shifts.take_over(world.store, world.admin)
    with pytest.raises(PermissionDeniedError):
        shifts.remove(world.store, world.reader, 1)


def test_a_running_shift_is_ended_and_a_coming_one_removed(world: World) -> None:
    running = put(world.store, world.sara, hours=4)
    later = world.clock.now() + timedelta(days=1)
    coming = shifts.add(
        world.store, _ROTA, world.lena.user_id or 0, later, later + timedelta(hours=4)
    )
    world.later(60)

    shifts.remove(world.store, world.sara, running)
    shifts.remove(world.store, world.sara, coming)

    assert [] == shifts.load(world.store, world.clock.now())
    rows = world.store.rows("SELECT id, to_at FROM duty_shifts")
    assert [{"id": running, "to_at": world.store.now()}] == rows
