from __future__ import annotations

import re
from typing import Any

import pytest

from incidents.record import statement
from monitor.core.actors import system
from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.incident_world import PAGE, REF, World, world

HERE = f"/-/lagesbild/{PAGE}"


async def ask(w: World, question: str = "Är Kompass rätt märkt?", **other: Any) -> int:
    fields = {"asker": "media", "outlet_id": w.mv, "question": question, "happened_at": "10.40"}
    await w.desk.post("fragor/ny", **{**fields, **other})
    return int(w.only("enquiries")["id"])


async def test_an_enquiry_without_incident_is_attached_to_one_later(desk: Desk) -> None:
    w = world(desk)
    key = await ask(w)

    answer = await desk.post(f"fragor/{key}/handelse", handelse=REF, revision="1")

    assert f"{HERE}#mediefraga-{key}" == answer.headers["location"]
    assert w.incident == w.only("enquiries")["incident_id"]


async def test_the_nearest_deadline_stands_first(desk: Desk) -> None:
    w = world(desk)
    await ask(w, "Utan brådska?")
    await ask(w, "I morgon?", deadline_at="i morgon 09.00")
    await ask(w, "Nu genast?", deadline_at="20.30", handelse=REF)

    shown = (await desk.get("fragor")).text

    assert (
        shown.index("Nu genast?</p>")
        < shown.index("I morgon?</p>")
        < shown.index("Utan brådska?</p>")
    )
    assert "30 min kvar" in shown


async def test_an_enquiry_is_answered_with_an_approved_statement_in_one_step(desk: Desk) -> None:
    w = world(desk)
    key = await ask(w, handelse=REF, reply_contact="redaktionen@mv.example")
    said = w.approved()

    answer = await desk.post(
        f"fragor/{key}/besvara", statement_id=said, answered_at="nu", revision="1", nasta=HERE
    )

    row = w.only("enquiries")
    assert f"{HERE}#mediefraga-{key}" == answer.headers["location"]
    assert ("2026-03-09T19:00:00Z", said, None) == (
        row["answered_at"], row["answer_id"], row["reply_contact"]
    )  # fmt: skip
    assert "2026-03-09T19:00:00Z" == w.only("statements")["happened_at"]


async def test_an_answer_is_written_to_an_enquiry_and_waits_for_approval(desk: Desk) -> None:
    w = world(desk)
    key = await ask(w)

    await desk.post(f"fragor/{key}/svar", wording="Leverantören svarar.", channel="email")
    shown = (await desk.get("fragor", role="approver")).text

    row = w.only("statements")
    assert ("requested", w.mv, None) == (
        row["approval"], row["addressee_outlet_id"], row["incident_id"]
    )  # fmt: skip
    assert f"/uttalanden/{row['id']}/godkann" in shown


async def test_a_refused_answer_comes_back_on_the_page_it_was_typed_on(desk: Desk) -> None:
    w = world(desk)
    key = await ask(w, handelse=REF)
    form = {"wording": "", "channel": "email", "_formular": f"svar-{key}"}

    there = await desk.post(f"fragor/{key}/svar", **form, nasta=HERE)
    listed = await desk.post(f"fragor/{key}/svar", **form)

    assert (400, 400) == (there.status_code, listed.status_code)
    assert "Tidslinje</h2>" in there.text
    assert "Obesvarade" in listed.text
    assert f'id="svar-{key}-wording-fel"' in there.text
    assert f'id="svar-{key}-wording-fel"' in listed.text


async def test_a_medium_must_be_named(desk: Desk) -> None:
    w = world(desk)

    answer = await desk.post(
        "fragor/ny", asker="media", question="Är det sant?", _formular="ny-fraga"
    )

    assert w.mv
    assert 'id="ny-fraga-outlet_id-fel"' in answer.text
    assert "Är det sant?" in answer.text


async def test_an_enquiry_is_changed(desk: Desk) -> None:
    w = world(desk)
    key = await ask(w)

    await desk.post(
        f"fragor/{key}", asker="politician", question="Vad säger ni?", revision="1",
        happened_at="2026-03-09 10.40", deadline_at="10 mars klockan 09.00",
    )  # fmt: skip

    row = w.only("enquiries")
    assert ("politician", "Vad säger ni?", "2026-03-10T08:00:00Z") == (
        row["asker"], row["question"], row["deadline_at"]
    )  # fmt: skip


async def test_an_answer_cannot_come_before_its_question(desk: Desk) -> None:
    w = world(desk)
    key = await ask(w)

    answer = await desk.post(
        f"fragor/{key}/besvara", answered_at="09.00", revision="1", _formular=f"svara-{key}"
    )

    assert f'id="svara-{key}-answered_at-fel"' in answer.text


async def test_answered_enquiries_stand_below(desk: Desk) -> None:
    w = world(desk)
    key = await ask(w, deadline_at="13.00")
    await desk.post(f"fragor/{key}/besvara", answered_at="12.50", revision="1")

    shown = (await desk.get("fragor")).text

    assert "Alla frågor är besvarade." in shown
    assert "efter önskad tid" not in shown


async def given_before(w: World) -> tuple[int, int]:
    """Let one enquiry be answered with an approved statement, and another come."""
    first = await ask(w, handelse=REF)
    said = w.approved()
    await w.desk.post(f"fragor/{first}/besvara", statement_id=said, answered_at="nu", revision="1")
    await w.desk.post(
        "fragor/ny", asker="media", outlet_id=w.mv, question="Och nu?", handelse=REF,
        happened_at="10.50", reply_contact="desken@va.example",
    )  # fmt: skip
    return int(w.desk.store.value("SELECT max(id) FROM enquiries")), said


def the_form(page: str, button: str) -> tuple[str, dict[str, str]]:
    """Return the address and the fields of the form whose button says so."""
    (form,) = [one for one in re.findall(r"<form.*?</form>", page, re.DOTALL) if button in one]
    fields = re.findall(r'name="([^"]+)" value="([^"]*)"', form)
    address = re.search(r'action="/-/lagesbild/([^"]+)"', form)
    assert address
    return address[1], dict(fields)


@pytest.mark.parametrize("path", ["fragor", PAGE])
async def test_what_was_said_before_answers_the_next_in_one_press_and_is_taken_back_in_one(
    desk: Desk, path: str
) -> None:
    w = world(desk)
    key, said = await given_before(w)

    page = (await desk.get(path)).text
    address, fields = the_form(page, "Besvarad med samma svar nu")
    answer = await desk.post(address, **fields)
    row = desk.store.get("enquiries", key)
    assert (said, None) == (row["answer_id"], row["reply_contact"])
    assert row["answered_at"]

    told = {"ds_messages": answer.cookies["ds_messages"], "lagesbild": desk.sessions["editor"]}
    after = await desk.datasette.client.get(answer.headers["location"], cookies=told)
    address, fields = the_form(after.text, "Ångra")
    await desk.post(address, **fields)

    row = desk.store.get("enquiries", key)
    assert (None, None, "desken@va.example") == (
        row["answer_id"], row["answered_at"], row["reply_contact"]
    )  # fmt: skip
    related = "SELECT count(*) FROM statement_relations WHERE enquiry_id = ?"
    assert 0 == desk.store.value(related, [key])
    assert 0 == desk.store.value("SELECT count(*) FROM audit_values WHERE after LIKE '%desken@va%'")


async def test_an_answer_that_was_written_to_the_enquiry_stays_with_it_when_taken_back(
    desk: Desk,
) -> None:
    w = world(desk)
    key, said = await given_before(w)
    statement.relate(desk.store, system("test"), said, "answers", enquiry_id=key)
    await desk.post(f"fragor/{key}/besvara", statement_id=said, answered_at="nu", revision="1")

    await desk.post(f"fragor/{key}/angra", revision="2", behall="1")
    again = await desk.post(f"fragor/{key}/angra", revision="3")

    related = "SELECT count(*) FROM statement_relations WHERE enquiry_id = ?"
    assert (1, 409) == (desk.store.value(related, [key]), again.status_code)


async def test_what_was_said_in_another_incident_is_not_offered(desk: Desk) -> None:
    w = world(desk)
    key, _ = await given_before(w)
    desk.store.execute("UPDATE enquiries SET incident_id = NULL WHERE id = ?", [key])

    assert "Besvarad med samma svar nu" not in (await desk.get("fragor")).text


async def test_a_reader_is_offered_nothing_and_takes_nothing_back(desk: Desk) -> None:
    w = world(desk)
    key, _ = await given_before(w)

    shown = (await desk.get("fragor", role="reader")).text
    refused = await desk.post(f"fragor/{key}/angra", role="reader", revision="1")

    assert "Besvarad med samma svar nu" not in shown
    assert 403 == refused.status_code
