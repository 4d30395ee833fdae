from __future__ import annotations

from incidents.report import recipients
from monitor.core.actors import system
from tests.unit.incidents.desk.conftest import Desk

FIELDS = {"name": "Presidiet", "channel": "email", "address": "p@rvm.example", "format": "eml"}


async def a_list(desk: Desk) -> int:
    await desk.post("sandlistor", name="Politisk ledning")
    return int(desk.store.value("SELECT id FROM distribution_lists"))


async def test_a_list_and_a_recipient_are_added(desk: Desk) -> None:
    key = await a_list(desk)

    answer = await desk.post(f"sandlistor/{key}/mottagare", **FIELDS)
    shown = (await desk.get("sandlistor")).text

    assert 303 == answer.status_code
    assert "Politisk ledning" in shown
    assert "p@rvm.example" in shown


async def test_a_wrong_address_is_refused_beside_what_was_typed(desk: Desk) -> None:
    key = await a_list(desk)

    answer = await desk.post(
        f"sandlistor/{key}/mottagare", _formular=f"ny-{key}", **{**FIELDS, "address": "presidiet"}
    )

    assert 400 == answer.status_code
    assert "Skriv en e-postadress" in answer.text
    assert 'value="presidiet"' in answer.text


async def test_a_changed_recipient_leaves_the_old_one_in_the_history(desk: Desk) -> None:
    key = await a_list(desk)
    await desk.post(f"sandlistor/{key}/mottagare", **FIELDS)
    one = recipients.current(desk.store, [key])[0]["id"]

    await desk.post(
        f"sandlistor/{key}/mottagare/{one}", **{**FIELDS, "address": "presidiet@rvm.example"}
    )
    shown = (await desk.get("sandlistor")).text

    now = recipients.current(desk.store, [key])
    assert ["presidiet@rvm.example"] == [row["address"] for row in now]
    assert "Tidigare mottagare" in shown
    assert "p@rvm.example" in shown


async def test_a_recipient_is_removed_and_not_twice(desk: Desk) -> None:
    key = await a_list(desk)
    new = recipients.NewRecipient(name="Presidiet", channel="email", address="p@rvm.example")
    one = recipients.add(desk.store, system("test"), key, new)

    first = await desk.post(f"sandlistor/{key}/mottagare/{one}/bort")
    second = await desk.post(f"sandlistor/{key}/mottagare/{one}/bort")

    assert (303, 404) == (first.status_code, second.status_code)
    assert [] == recipients.current(desk.store, [key])


async def test_a_reader_changes_no_list(desk: Desk) -> None:
    answer = await desk.post("sandlistor", role="reader", name="Min lista")

    assert 403 == answer.status_code
