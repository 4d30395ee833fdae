from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from incidents.report import recipients
from monitor.core.actors import system
from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.webhook_receiver import Receiver, receiving

FIELDS = {"name": "Presidiet", "channel": "email", "address": "p@rvm.example", "format": "eml"}


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as told:
        yield told


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


async def test_a_channel_on_a_list_is_added_and_tried_and_its_address_never_shown(
    desk: Desk, receiver: Receiver
) -> None:
    held = desk.datasette.lagesbild
    held.settings = replace(held.settings, allow_private=(receiver.place,))
    key = await a_list(desk)
    hook = {
        "name": "Krisrummet", "channel": "webhook", "address": f"{receiver.url}/hemlig",
        "format": "link",
    }  # fmt: skip
    role = "administrator"

    added = await desk.post(f"sandlistor/{key}/mottagare", role=role, **hook)
    tried = await desk.post(f"sandlistor/{key}/mottagare/1/prov", role=role)
    pages = [
        (await desk.get(path, role=role)).text
        for path in (
            "sandlistor",
            "/lagesbild/recipients.json?_shape=array",
            "/lagesbild/-/query.json?sql=select+*+from+recipient_hooks",
            "/lagesbild/recipient_hooks.json",
            "/lagesbild/audit_values.json?_shape=array",
        )
    ]

    assert (303, 303) == (added.status_code, tried.status_code)
    assert [("/hemlig", "Prov från Lägesbild")] == [
        (path, body["title"]) for path, body in receiver.got
    ]
    assert "Webhook får nummer och länk" in pages[0]
    assert "Krisrummet" in pages[1]
    assert "hemlig" not in "".join(pages).replace("hemlig; den som har den", "")


async def test_a_channel_is_for_an_administrator_to_add_and_an_editor_to_see(desk: Desk) -> None:
    key = await a_list(desk)
    hook = {"name": "x", "channel": "webhook", "address": "https://h.example/a", "format": "link"}

    refused = await desk.post(f"sandlistor/{key}/mottagare", **hook)
    shown = (await desk.get("sandlistor")).text

    assert 403 == refused.status_code
    assert 'value="webhook"' not in shown


async def test_a_format_that_a_channel_has_not_is_refused_at_its_field(desk: Desk) -> None:
    key = await a_list(desk)

    answer = await desk.post(
        f"sandlistor/{key}/mottagare", _formular=f"ny-{key}", **{**FIELDS, "format": "pdf"}
    )

    assert 400 == answer.status_code
    assert "Till e-post går det att välja e-post med PDF eller Word." in answer.text
