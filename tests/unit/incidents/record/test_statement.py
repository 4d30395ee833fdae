from __future__ import annotations

from dataclasses import replace

import pytest
from record_world import OURS, THEIRS, World, at, on, ours, theirs

from incidents.record import claim, incident, statement
from incidents.record.claim import NewClaim
from monitor.core.errors import (
    ConflictError,
    InputError,
    MoveError,
    PermissionDeniedError,
    RuleError,
    StaleEditError,
)
from monitor.core.messages import explain
from monitor.core.store import Row


def get(world: World, statement_id: int) -> Row:
    return world.store.get("statements", statement_id)


def test_our_own_statement_starts_as_a_draft_on_our_behalf(world: World) -> None:
    row = get(world, ours(world))
    assert ("draft", world.rvm, 1) == (row["approval"], row["organisation_id"], row["verbatim"])


def test_a_statement_to_us_needs_no_approval_but_a_sender(world: World) -> None:
    row = get(world, theirs(world))
    assert ("not_needed", "2026-03-09T13:30:00Z", "2026-03-09T14:00:00Z") == (
        row["approval"], row["happened_at"], row["known_at"]
    )  # fmt: skip
    with pytest.raises(InputError):
        statement.add(world.store, world.sara, world.incident, THEIRS)


def test_the_approver_is_another_than_the_writer(world: World) -> None:
    mine = statement.add(world.store, world.lena, world.incident, OURS)
    with pytest.raises(RuleError) as caught:
        statement.approve(world.store, world.lena, mine, revision=1)
    assert "Du har själv skrivit uttalandet" in explain(caught.value)
    with pytest.raises(PermissionDeniedError):
        statement.approve(world.store, world.sara, mine, revision=1)
    theirs_to_approve = ours(world)
    statement.request_approval(world.store, world.sara, theirs_to_approve, revision=1)
    statement.approve(world.store, world.lena, theirs_to_approve, revision=2)
    row = get(world, theirs_to_approve)
    assert ("approved", world.lena.user_id, world.store.now()) == (
        row["approval"], row["approved_by"], row["approved_at"]
    )  # fmt: skip


def test_an_approver_who_reworded_it_cannot_approve_it(world: World) -> None:
    said = ours(world)
    statement.change(world.store, world.lena, said, revision=1, changes={"wording": "Mitt."})
    with pytest.raises(RuleError):
        statement.approve(world.store, world.lena, said, revision=2)
    statement.change(world.store, world.sara, said, revision=2, changes={"wording": "Saras."})
    statement.approve(world.store, world.lena, said, revision=3)


def test_the_duty_officer_may_approve_alone_and_the_reason_is_logged(world: World) -> None:
    said = ours(world)
    reason = "Natten till tisdag, ingen godkännare i tjänst."
    statement.approve(world.store, world.sara, said, revision=1, duty_reason=reason)
    last = world.store.row("SELECT * FROM audit ORDER BY id DESC LIMIT 1")
    assert last is not None
    assert (reason, world.sara.user_id) == (last["reason"], last["user_id"])


def test_new_words_of_an_approved_statement_need_a_new_approval(world: World) -> None:
    said = ours(world, verbatim=False)
    statement.approve(world.store, world.lena, said, revision=1)
    statement.change(world.store, world.sara, said, revision=2, changes={"wording": "Nya ord."})
    row = get(world, said)
    assert ("draft", None, None) == (row["approval"], row["approved_by"], row["approved_at"])


def test_d13_the_words_of_an_approved_verbatim_statement_stand(world: World) -> None:
    said = ours(world)
    statement.approve(world.store, world.lena, said, revision=1)
    with pytest.raises(RuleError, match="D13"):
        statement.change(world.store, world.sara, said, revision=2, changes={"wording": "Nytt."})
    with pytest.raises(RuleError, match="D13"):
        statement.change(world.store, world.sara, said, revision=2, changes={"verbatim": False})
    with pytest.raises(RuleError, match="D13"):
        statement.change(
            world.store, world.sara, theirs(world), revision=1, changes={"wording": "N"}
        )


def test_a_statement_is_given_only_when_approved(world: World) -> None:
    said = ours(world)
    with pytest.raises(ConflictError):
        statement.give(world.store, world.sara, said, revision=1)
    statement.approve(world.store, world.lena, said, revision=1)
    world.later(10)
    statement.give(world.store, world.sara, said, revision=2, moment=on(9, "15.05"))
    row = get(world, said)
    assert ("2026-03-09T14:05:00Z", "2026-03-09T14:05:00Z") == (row["happened_at"], row["known_at"])


def test_a_statement_cannot_be_known_before_it_was_made(world: World) -> None:
    early = replace(THEIRS, organisation_id=world.nordlys, known_at=at(9, "14.00"))
    with pytest.raises(InputError, match="innan"):
        statement.add(world.store, world.sara, world.incident, early)


def test_nothing_is_added_to_a_closed_incident(world: World) -> None:
    incident.close(world.store, world.sara, world.incident, revision=1, note="Klart.")
    with pytest.raises(ConflictError) as caught:
        ours(world)
    assert "H-2026-001 är avslutad. Öppna händelsen igen först." == explain(caught.value)


def test_a_replaced_statement_stays_but_is_not_offered_for_reuse(world: World) -> None:
    old, new = ours(world), ours(world)
    for said in (old, new):
        statement.approve(world.store, world.lena, said, revision=1)
    relation = statement.relate(world.store, world.sara, new, "replaces", other_statement_id=old)
    again = statement.relate(world.store, world.sara, new, "replaces", other_statement_id=old)
    assert relation == again
    assert [new] == [row["id"] for row in statement.reusable(world.store)]
    assert old == get(world, old)["id"]


def test_a_relation_has_one_other_end(world: World) -> None:
    said = ours(world)
    wrong: list[dict[str, int]] = [{}, {"other_statement_id": said}, {"x": 1}]
    for other in wrong:
        with pytest.raises(InputError):
            statement.relate(world.store, world.sara, said, "answers", **other)
    with pytest.raises(InputError):
        statement.relate(world.store, world.sara, said, "loves", other_statement_id=theirs(world))


def test_only_our_drafts_ask_for_approval(world: World) -> None:
    with pytest.raises(MoveError):
        statement.request_approval(world.store, world.sara, theirs(world), revision=1)
    with pytest.raises(MoveError):
        statement.approve(world.store, world.lena, theirs(world), revision=1)
    with pytest.raises(InputError):
        ours(world, approval="approved")


def test_two_at_once_never_overwrite_each_other(world: World) -> None:
    said = ours(world)
    statement.change(world.store, world.per, said, revision=1, changes={"channel": "email"})
    with pytest.raises(StaleEditError):
        statement.change(world.store, world.sara, said, revision=1, changes={"channel": "phone"})
    assert "email" == get(world, said)["channel"]


def test_claims_of_a_statement_are_numbered(world: World) -> None:
    said = theirs(world)
    for words in ("en försäkran är inlämnad", "handlingarna är skickade"):
        claim.add(
            world.store, world.sara, world.incident, NewClaim(wording=words, statement_id=said)
        )
    numbers = [r["number"] for r in world.store.rows("SELECT * FROM claims ORDER BY id")]
    assert [1, 2] == numbers


def test_an_identity_number_stops_the_text(world: World) -> None:
    with pytest.raises(InputError) as caught:
        ours(world, wording="Gäller 811228-9874.")
    expected = "Ordalydelse: Texten innehåller ett personnummer. Ta bort det och spara igen."
    assert expected == explain(caught.value)
