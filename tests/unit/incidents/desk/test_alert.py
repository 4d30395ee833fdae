"""The pages of alerts: taking, choosing, the rota, the channels, and who may what."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from incidents.alert import choices, outbox, shifts, taking
from incidents.alert.choices import Preferences
from incidents.alert.rules import Planned, Thing
from monitor.core.actors import Actor, system
from tests.unit.incidents.alert.conftest import receiver as receiver  # noqa: PLC0414 - a fixture
from tests.unit.incidents.desk.conftest import NOW, Desk
from tests.unit.incidents.webhook_receiver import Receiver

EDITOR, APPROVER = 2, 3
LATER = timedelta(hours=8)


def told(desk: Desk, *users: int) -> int:
    """Let users have been told of one deadline; return the last message's id."""
    row = {"asker": "public", "question": "Varför?", "happened_at": desk.store.now()}
    stamp = {"known_at": desk.store.now(), "entered_at": desk.store.now()}
    due = "2026-03-09T20:00:00Z"
    key = desk.store.insert("enquiries", {**row, **stamp, "deadline_at": due})
    thing = Thing(f"enquiry:{key}:near:{due}", "enquiry", f"enquiry:{key}", key, NOW)
    with desk.store.atomic():
        outbox.queue(desk.store, [Planned(f"user:{one}", "enquiry", (thing,)) for one in users])
    return int(desk.store.value("SELECT max(id) FROM alert_messages"))


async def test_what_was_told_stands_on_the_page_until_somebody_takes_it(desk: Desk) -> None:
    told(desk, EDITOR, APPROVER)

    before = (await desk.get("aviseringar")).text
    answer = await desk.post("aviseringar/ta", grupp="enquiry:1")
    after = (await desk.get("aviseringar", role="approver")).text

    assert "Svar senast klockan 21.00: en fråga till oss" in before
    assert "Jag tar den" in before
    said = desk.told(answer)
    assert said["text"].startswith("Du tar ”Svar senast klockan 21.00: en fråga till oss")
    assert "Editor tog den" in after
    assert "Släpp den" not in after


async def test_the_second_one_is_told_who_was_first_and_letting_go_frees_it(desk: Desk) -> None:
    told(desk, EDITOR, APPROVER)
    await desk.post("aviseringar/ta", grupp="enquiry:1")

    late = await desk.post("aviseringar/ta", role="approver", grupp="enquiry:1")
    await desk.post("aviseringar/slapp", grupp="enquiry:1")
    again = await desk.post("aviseringar/ta", role="approver", grupp="enquiry:1")

    assert 409 == late.status_code
    assert "Editor har redan tagit den." in late.text
    assert 303 == again.status_code


async def test_what_nobody_was_told_of_cannot_be_taken(desk: Desk) -> None:
    assert 404 == (await desk.post("aviseringar/ta", grupp="story:99")).status_code


async def test_the_link_in_the_mail_needs_no_sign_in_and_reading_it_takes_nothing(
    desk: Desk,
) -> None:
    message = told(desk, EDITOR)
    with desk.store.atomic():
        secret = taking.new_link(desk.store, message, EDITOR)

    shown = await desk.get(f"aviseringar/ta/{secret}", role="")
    read_only = desk.store.value("SELECT count(*) FROM alert_taken")
    used = await desk.post(f"aviseringar/ta/{secret}", role="")
    again = await desk.post(f"aviseringar/ta/{secret}", role="")

    assert "Tar du den, Editor?" in shown.text
    assert 0 == read_only
    assert "Editor tar den" in used.text
    assert EDITOR == desk.store.value("SELECT taken_by FROM alert_taken")
    assert 404 == again.status_code
    assert "Logga in och öppna sidan Aviseringar" in again.text


async def test_an_old_link_works_no_more(desk: Desk) -> None:
    message = told(desk, EDITOR)
    with desk.store.atomic():
        secret = taking.new_link(desk.store, message, EDITOR)
    desk.clock.set(NOW + taking.LINK_LIFE)

    assert 404 == (await desk.get(f"aviseringar/ta/{secret}", role="")).status_code


async def test_a_person_chooses_kinds_times_and_the_digest(desk: Desk) -> None:
    first = (await desk.get("aviseringar/val")).text
    answer = await desk.post(
        "aviseringar/val",
        val=["flag", "enquiry"],
        quiet_from="22",
        quiet_to="7.00",
        per_hour="3",
        digest_at="klockan 7.00",
    )
    answer = await desk.post(
        "aviseringar/val",
        val=["flag", "enquiry"],
        quiet_from="22:00",
        quiet_to="7.00",
        per_hour="3",
        digest_at="klockan 7.00",
    )

    wants = choices.of_person(desk.store, EDITOR)
    assert 'value="enquiry" checked' in first
    assert 'value="flag" checked' not in first
    assert 303 == answer.status_code
    assert {("flag", None), ("enquiry", None)} == set(wants.chosen)
    assert ("22.00", "07.00", 3, "07.00") == (
        wants.quiet_from,
        wants.quiet_to,
        wants.per_hour,
        wants.digest_at,
    )


async def test_a_time_that_is_none_lands_at_its_field(desk: Desk) -> None:
    answer = await desk.post(
        "aviseringar/val", _formular="val", quiet_from="kväll", quiet_to="7.00", per_hour="6"
    )

    assert 400 == answer.status_code
    assert "Skriv ett klockslag" in answer.text
    assert 'value="kväll"' in answer.text


async def test_another_persons_channel_cannot_be_chosen(desk: Desk) -> None:
    desk.store.execute(
        "INSERT INTO alert_channels (id, name, kind, address, user_id, entered_at)"
        " VALUES (7, 'Lenas', 'webhook', 'https://x.example', ?, ?)",
        [APPROVER, desk.store.now()],
    )

    answer = await desk.post("aviseringar/val", val="flag:7", per_hour="6")
    tested = await desk.post("aviseringar/prov", kanal="7")

    assert 400 == answer.status_code
    assert 404 == tested.status_code


async def test_a_test_without_an_address_tells_why(desk: Desk) -> None:
    await desk.post("aviseringar/prov", kanal="")

    shown = (await desk.get("aviseringar/val")).text
    assert "Mottagaren har ingen e-postadress." in shown
    assert "Ditt konto saknar e-postadress" in shown


async def test_weeks_are_added_in_turn_and_a_gap_is_told(desk: Desk) -> None:
    answer = await desk.post(
        "jour/veckor",
        people=[str(EDITOR), str(APPROVER)],
        first="2026-03-16 08.00",
        count="2",
    )
    alone = await desk.post(
        "jour", user_id=str(EDITOR), from_at="2026-04-01 08.00", to_at="2026-04-02 08.00"
    )
    shown = (await desk.get("jour", role="reader")).text

    assert (303, 303) == (answer.status_code, alone.status_code)
    assert 2 == shown.count("Ingen har jouren")
    assert "2 tider saknar jour." in shown
    assert "Lägg till veckorna" not in shown


async def test_two_are_never_on_duty_at_once(desk: Desk) -> None:
    fields = {"from_at": "2026-03-16 08.00", "to_at": "2026-03-17 08.00"}
    await desk.post("jour", user_id=str(EDITOR), **fields)

    answer = await desk.post("jour", _formular="pass", user_id=str(APPROVER), **fields)

    assert 409 == answer.status_code
    assert "Editor har redan jouren från 16 mars klockan 08.00" in answer.text


async def test_taking_over_ends_the_running_shift(desk: Desk) -> None:
    shifts.add(desk.store, system("test"), EDITOR, NOW - LATER, NOW + LATER)

    answer = await desk.post("jour/ta-over", role="approver")

    assert 303 == answer.status_code
    assert frozenset({APPROVER}) == shifts.on_duty_now(desk.store)
    assert NOW + LATER == shifts.load(desk.store, NOW)[0].to_at


async def test_only_who_has_the_duty_approves_alone_while_the_rota_says_so(desk: Desk) -> None:
    store = desk.store
    shifts.add(store, system("test"), APPROVER, NOW - LATER, NOW + LATER)
    incident = store.insert(
        "incidents",
        {"ref": "H-1", "title": "x", "known_at": store.now(), "entered_at": store.now()},
    )
    row = {"incident_id": incident, "direction": "out", "channel": "email", "wording": "Ord."}
    stamp = {"known_at": store.now(), "entered_at": store.now(), "entered_by": EDITOR}
    key = store.insert("statements", {**row, **stamp, "approval": "requested"})
    fields = {"revision": "1", "jour": "1", "duty_reason": "Brådskar."}

    refused = await desk.post(f"uttalanden/{key}/godkann", **fields)
    await desk.post("jour/ta-over")
    allowed = await desk.post(f"uttalanden/{key}/godkann", **fields)

    assert 409 == refused.status_code
    assert "Någon annan har jouren enligt jourlistan" in refused.text
    assert 303 == allowed.status_code


async def test_a_shift_that_is_over_stays(desk: Desk) -> None:
    key = shifts.add(desk.store, system("test"), EDITOR, NOW - LATER, NOW - timedelta(hours=1))

    answer = await desk.post(f"jour/{key}/bort")

    assert 409 == answer.status_code
    assert 1 == desk.store.value("SELECT count(*) FROM duty_shifts")


async def test_a_channel_is_added_tried_and_closed_and_its_address_never_shown(
    desk: Desk, receiver: Receiver
) -> None:
    held = desk.datasette.lagesbild
    from dataclasses import replace  # noqa: PLC0415

    held.settings = replace(held.settings, allow_private=(receiver.place,))
    address = f"{receiver.url}/hemlig"
    role = "administrator"

    added = await desk.post(
        "aviseringar/kanaler", role=role, name="Pressen", kind="webhook", address=address
    )
    await desk.post("aviseringar/kanal/1", role=role, val=["flag", "enquiry"])
    await desk.post("aviseringar/kanaler/1/prov", role=role)
    shown = await desk.get("aviseringar/kanaler", role=role)
    history = await desk.get("/lagesbild/alert_channels.json?_shape=array", role=role)
    trail = desk.store.rows("SELECT after FROM audit_values WHERE after LIKE '%Pressen%'")
    await desk.post("aviseringar/kanaler/1/stang", role=role)

    assert 303 == added.status_code
    assert [("/hemlig", "Prov från Lägesbild")] == [
        (path, body["title"]) for path, body in receiver.got
    ]
    assert "fungerade 9 mars" in shown.text
    assert "hemlig" not in shown.text + history.text + str(trail)
    assert "" == desk.store.value("SELECT address FROM alert_channels")
    assert 0 == desk.store.value("SELECT count(*) FROM alert_choices WHERE channel_id = 1")


async def test_a_channel_on_a_private_net_is_refused_beside_what_was_typed(desk: Desk) -> None:
    answer = await desk.post(
        "aviseringar/kanaler",
        role="administrator",
        _formular="ny",
        name="Pressen",
        kind="webhook",
        address="https://10.1.2.3/krok",
    )

    assert 400 == answer.status_code
    assert "Adressen leder till ett privat nät." in answer.text
    assert 'value="Pressen"' in answer.text


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("reader", "aviseringar", 403),
        ("reader", "aviseringar/val", 403),
        ("reader", "jour", 200),
        ("archivist", "aviseringar", 403),
        ("editor", "aviseringar", 200),
        ("editor", "aviseringar/kanaler", 403),
        ("administrator", "aviseringar/kanaler", 200),
        ("administrator", "aviseringar/val", 200),
        ("", "aviseringar", 302),
    ],
)
async def test_each_role_sees_its_own_pages(desk: Desk, role: str, path: str, status: int) -> None:
    assert status == (await desk.get(path, role=role)).status_code


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("reader", "jour"),
        ("reader", "aviseringar/ta"),
        ("administrator", "jour/ta-over"),
        ("editor", "aviseringar/kanaler"),
        ("approver", "aviseringar/lista/1"),
    ],
)
async def test_a_role_without_the_permission_changes_nothing(
    desk: Desk, role: str, path: str
) -> None:
    assert 403 == (await desk.post(path, role=role, name="x")).status_code


async def test_the_navigation_leads_there_for_those_who_get_alerts(desk: Desk) -> None:
    link = 'href="/-/lagesbild/aviseringar"'

    assert link in (await desk.get("hjalp", role="editor")).text
    assert link not in (await desk.get("hjalp", role="reader")).text


async def test_secrets_of_links_stay_closed_in_the_history(desk: Desk) -> None:
    assert 403 == (await desk.get("/lagesbild/alert_links", role="administrator")).status_code


async def test_two_who_take_at_the_same_time_are_not_both_told_yes(desk: Desk) -> None:
    told(desk, EDITOR, APPROVER)

    answers: tuple[Any, Any] = await asyncio.gather(
        desk.post("aviseringar/ta", grupp="enquiry:1"),
        desk.post("aviseringar/ta", role="approver", grupp="enquiry:1"),
    )

    assert [303, 409] == sorted(answer.status_code for answer in answers)


def test_what_a_person_chose_is_in_the_audit_trail_with_her_name(desk: Desk) -> None:
    editor = Actor("editor", "editor", EDITOR, "Editor")
    choices.choose(desk.store, editor, Preferences(chosen=frozenset({("flag", None)})))

    rows = desk.store.rows("SELECT actor, table_name FROM audit WHERE table_name LIKE 'alert%'")
    assert {("editor", "alert_people"), ("editor", "alert_choices")} == {
        (row["actor"], row["table_name"]) for row in rows
    }
