from __future__ import annotations

import re

from incidents.record import action, circumstance
from incidents.record.action import NewAction
from incidents.record.circumstance import NewCircumstance
from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.report_world import N, e01, report, step
from tests.unit.incidents.report.release_world import at, on


async def test_the_editor_shows_sections_in_printed_order_with_sources(desk: Desk) -> None:
    e01(desk)

    shown = (await desk.get(N)).text

    headings = re.findall(r'<h2 id="avsnitt-(\w+)">', shown)
    assert ["incident", "circumstances", "actions", "comment", "spokespersons", "about"] == headings
    assert "Bygger på" in shown
    assert "#omstandighet-" in shown
    assert "Enligt Nordlys Health." in shown


async def test_a_reader_reads_and_finds_no_form_that_changes_anything(desk: Desk) -> None:
    e01(desk)

    shown = (await desk.get(N, role="reader")).text

    assert "Verksamhetens kommentar" in shown
    assert f'action="/-/lagesbild/{N}' not in shown


async def test_the_reason_and_the_times_are_changed_in_place(desk: Desk) -> None:
    e01(desk)

    answer = await desk.post(
        N,
        revision=1,
        reason_clause="uppgifter i MV om märkning",
        compiled_at="2026-03-09 20.00",
        next_update_at="10 mars klockan 12.00",
        registry_number="RVM 2026-0300",
    )

    row = report(desk)
    assert 303 == answer.status_code
    assert "uppgifter i MV om märkning" == row["reason_clause"]
    assert "2026-03-10T11:00:00Z" == row["next_update_at"]
    assert "RVM 2026-0300" == row["registry_number"]


async def test_a_time_without_a_clock_time_is_refused_at_its_field(desk: Desk) -> None:
    e01(desk)

    answer = await desk.post(
        N, _formular="huvud", revision=1, reason_clause="uppgifter", compiled_at="9 mars"
    )

    assert 400 == answer.status_code
    assert "Skriv också ett klockslag." in answer.text
    assert 'value="9 mars"' in answer.text


async def test_the_time_is_not_moved_back_past_what_a_paragraph_rests_on(desk: Desk) -> None:
    e01(desk)

    answer = await desk.post(N, revision=1, compiled_at="2026-03-09 18.00")

    assert 409 == answer.status_code
    assert "blev kända senare" in answer.text
    assert "2026-03-09T19:00:00Z" == report(desk)["compiled_at"]


async def test_what_came_later_is_counted_and_taken_in_by_one_button(desk: Desk) -> None:
    world = e01(desk)
    desk.clock.set(at(9, "20.10"))
    new = NewAction(wording="RVM ringde Nordlys Health", moment=on(9, "20.05"))
    action.add(desk.store, world.world.sara, world.world.incident, new)

    before = (await desk.get(N)).text
    answer = await step(desk, "skriv-om", nu="1")
    after = (await desk.get(N)).text

    assert 303 == answer.status_code
    assert "uppgift har kommit till" in before
    assert "ringde Nordlys Health" in after
    assert "2026-03-09T19:10:00Z" == report(desk)["compiled_at"]


async def test_composing_anew_without_moving_the_time_leaves_later_facts_out(desk: Desk) -> None:
    world = e01(desk)
    desk.clock.set(at(9, "20.10"))
    new = NewCircumstance(basis="own_check", wording="provsvaren är hela", moment=on(9, "20.05"))
    circumstance.add(desk.store, world.world.sara, world.world.incident, new)

    await step(desk, "skriv-om")

    assert "provsvaren" not in (await desk.get(N)).text


async def test_a_draft_is_thrown_away_and_its_number_is_free(desk: Desk) -> None:
    e01(desk)

    answer = await step(desk, "kasta")

    assert 303 == answer.status_code
    assert 0 == desk.store.value("SELECT count(*) FROM reports")
    assert 404 == (await desk.get(N)).status_code
