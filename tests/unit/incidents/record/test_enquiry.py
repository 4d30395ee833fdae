from __future__ import annotations

import pytest
from record_world import World, at, on, ours

from incidents.record import enquiry, incident, statement
from incidents.record.enquiry import NewEnquiry
from incidents.record.incident import NewIncident
from incidents.record.statement import NewStatement
from monitor.core.errors import ConflictError, InputError, StaleEditError
from monitor.core.messages import explain
from monitor.core.store import Row


def ask(world: World, incident_id: int | None = None) -> int:
    new = NewEnquiry(
        asker="media",
        outlet_id=world.mv,
        question="Är Kompass beslutsstöd märkt i rätt klass?",
        deadline_at=at(9, "16.00"),
        reply_contact="redaktionen, anknytning 12",
        moment=on(9, "10.40"),
    )
    return enquiry.add(world.store, world.sara, incident_id, new)


def approved(world: World, incident_id: int | None = None) -> int:
    said = statement.add(
        world.store,
        world.sara,
        incident_id,
        NewStatement(direction="out", wording="Leverantören svarar.", channel="written"),
    )
    statement.approve(world.store, world.lena, said, revision=1)
    return said


def get(world: World, enquiry_id: int) -> Row:
    return world.store.get("enquiries", enquiry_id)


def test_we_knew_of_an_enquiry_when_it_reached_us(world: World) -> None:
    row = get(world, ask(world))
    assert (None, "2026-03-09T09:40:00Z", "2026-03-09T09:40:00Z", "2026-03-09T14:00:00Z") == (
        row["incident_id"], row["happened_at"], row["known_at"], row["entered_at"]
    )  # fmt: skip


def test_the_answer_erases_the_reply_contact_which_never_reached_the_audit_trail(
    world: World,
) -> None:
    asked, said = ask(world, world.incident), approved(world, world.incident)
    enquiry.answer(world.store, world.sara, asked, revision=1, statement_id=said)
    row = get(world, asked)
    assert (world.store.now(), said, None) == (
        row["answered_at"], row["answer_id"], row["reply_contact"]
    )  # fmt: skip
    kept = world.store.rows("SELECT before || after AS kept FROM audit_values")
    assert not [row for row in kept if "anknytning" in (row["kept"] or "")]
    assert [said] == [row["id"] for row in enquiry.answers(world.store, asked)]


def test_only_an_approved_statement_of_ours_is_an_answer(world: World) -> None:
    asked = ask(world, world.incident)
    with pytest.raises(ConflictError) as caught:
        enquiry.answer(world.store, world.sara, asked, revision=1, statement_id=ours(world))
    assert "Uttalandet är inte godkänt än." == explain(caught.value)
    assert "redaktionen, anknytning 12" == get(world, asked)["reply_contact"]


def test_an_approved_statement_answers_the_next_enquiry_too(world: World) -> None:
    said = approved(world, world.incident)
    for asked in (ask(world, world.incident), ask(world)):
        enquiry.answer(world.store, world.sara, asked, revision=1, statement_id=said)
    assert 2 == world.store.value("SELECT count(*) FROM enquiries WHERE answer_id = ?", [said])


def test_an_enquiry_and_its_answer_made_before_the_incident_are_linked_to_it(world: World) -> None:
    asked, said = ask(world), approved(world)
    enquiry.answer(world.store, world.sara, asked, revision=1, statement_id=said)
    enquiry.attach(world.store, world.sara, asked, revision=2, incident_id=world.incident)
    assert world.incident == get(world, asked)["incident_id"]
    assert world.incident == world.store.get("statements", said)["incident_id"]


def test_an_answer_of_another_incident_stays_there(world: World) -> None:
    other = incident.open_from_nothing(world.store, world.sara, NewIncident(title="Annat"))
    asked, said = ask(world), approved(world, other)
    enquiry.answer(world.store, world.sara, asked, revision=1, statement_id=said)
    enquiry.attach(world.store, world.sara, asked, revision=2, incident_id=world.incident)
    assert other == world.store.get("statements", said)["incident_id"]


def test_an_enquiry_is_answered_once_and_not_before_it_came(world: World) -> None:
    asked = ask(world)
    with pytest.raises(InputError, match="före"):
        enquiry.answer(world.store, world.sara, asked, revision=1, at=at(9, "10.00"))
    with pytest.raises(InputError, match="framtiden"):
        enquiry.answer(world.store, world.sara, asked, revision=1, at=at(9, "18.00"))
    enquiry.answer(world.store, world.sara, asked, revision=1, at=at(9, "12.50"))
    with pytest.raises(ConflictError):
        enquiry.answer(world.store, world.sara, asked, revision=2)
    with pytest.raises(ConflictError):
        changes = {"reply_contact": "x"}
        enquiry.change(world.store, world.sara, asked, revision=2, changes=changes)


def test_a_medium_must_be_named(world: World) -> None:
    with pytest.raises(InputError):
        enquiry.add(world.store, world.sara, None, NewEnquiry(asker="media", question="Hur?"))
    asked = ask(world)
    with pytest.raises(InputError):
        enquiry.change(world.store, world.sara, asked, revision=1, changes={"outlet_id": None})
    with pytest.raises(StaleEditError):
        enquiry.change(world.store, world.sara, asked, revision=7, changes={})


def test_waiting_enquiries_come_with_the_nearest_deadline_first(world: World) -> None:
    first = ask(world)
    nobody = enquiry.add(world.store, world.sara, None, NewEnquiry(asker="public", question="När?"))
    assert [first, nobody] == [row["id"] for row in enquiry.waiting(world.store)]
    enquiry.answer(world.store, world.sara, first, revision=1)
    assert [nobody] == [row["id"] for row in enquiry.waiting(world.store)]
