"""The morning digest: when it comes, and what it tells."""

from __future__ import annotations

from datetime import timedelta

from incidents.alert import run, shifts
from monitor.core.actors import system
from monitor.core.settings import Settings
from tests.unit.incidents.alert.alert_world import add_action, add_enquiry, add_flag, on_duty, wants
from tests.unit.incidents.alert.conftest import Mailbox
from tests.unit.incidents.record.record_world import World, at, theirs


def quiet_world(world: World) -> None:
    for actor in (world.lena, world.per, world.admin):
        wants(world, actor)


def test_it_comes_once_at_the_chosen_time_on_working_days(
    world: World, settings: Settings, mailbox: Mailbox
) -> None:
    quiet_world(world)
    wants(world, world.sara, digest_at="07.00")

    came = []
    world.clock.set(at(10, "06.50"))
    for _ in range(7 * 24 * 6):  # ten minutes at a time, for a week
        before = len(mailbox.got)
        run.turn(world.store, settings)
        came += [world.clock.now()] * (len(mailbox.got) - before)
        world.clock.set(world.clock.now() + timedelta(minutes=10))

    assert [at(day, "07.00") for day in (10, 11, 12, 13, 16)] == came
    assert "Läget tisdagen den 10 mars" == mailbox.subjects[0][1]


def test_a_machine_that_was_off_in_the_morning_sends_it_late_but_not_in_the_evening(
    world: World, settings: Settings, mailbox: Mailbox
) -> None:
    quiet_world(world)
    wants(world, world.sara, digest_at="07.00")

    world.clock.set(at(10, "13.00"))
    run.turn(world.store, settings)
    too_late = len(mailbox.got)
    world.clock.set(at(11, "10.30"))
    run.turn(world.store, settings)

    assert (0, 1) == (too_late, len(mailbox.got))


def test_it_tells_todays_times_what_waits_what_happened_and_who_is_on_duty(
    world: World, settings: Settings, mailbox: Mailbox
) -> None:
    quiet_world(world)
    wants(world, world.sara, digest_at="07.00")
    theirs(world)
    add_enquiry(world, at(10, "16.00"))
    add_action(world, at(9, "20.00"), world.per)
    add_flag(world, "Kompass stannar", story=1)
    add_flag(world, "Kompass står still", story=1, outlet=world.nt)
    on_duty(world, world.per, hours=20)
    day = timedelta(days=1)
    start = world.clock.now() + 2 * day
    assert world.lena.user_id is not None
    shifts.add(world.store, system("test"), world.lena.user_id, start, start + day)
    world.clock.set(at(10, "07.00"))

    run.turn(world.store, settings)
    number = [to for to, _ in mailbox.subjects].index("sara")
    text = mailbox.text(number)

    told = [line for line in text.splitlines() if line and not line.startswith("https")]
    assert [
        "I DAG",
        "Försenat sedan 9 mars klockan 20.00: Åtgärd i H-2026-001",
        "Ringa Nordlys.",
        "Senast klockan 16.00: Svar på frågan från Morgonbladet Väst",
        "VÄNTAR",
        "1 obesvarad fråga till oss",
        "1 obedömd träff",
    ] == told[:7]
    assert "H-2026-001 Nytt journalsystem saknar rätt märkning" in told
    assert "Ny, bevakas. 1 ny artikel, 1 nytt uttalande." in told
    assert "Kompass stannar" in told
    assert "2 medier" in told
    assert "Per Rudin har jouren till klockan 11.00" in told
    assert "Ingen har jouren från klockan 11.00 till 11 mars klockan 15.00" in told
    page = mailbox.got[number][1].get_body(("html",))
    assert page is not None
    assert 'name="viewport"' in page.get_content()
    assert "<h2>I dag</h2>" in page.get_content()


def test_an_empty_night_says_so(world: World, settings: Settings, mailbox: Mailbox) -> None:
    quiet_world(world)
    wants(world, world.sara, digest_at="07.00")
    world.clock.set(at(12, "07.00"))

    run.turn(world.store, settings)

    assert "Inget har hänt och inget väntar." in mailbox.text()
