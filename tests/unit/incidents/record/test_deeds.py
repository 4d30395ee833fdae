"""Actions, decisions and open questions."""

from __future__ import annotations

import pytest
from record_world import World, at, on, ours, theirs

from incidents.record import action, decision, question
from incidents.record.action import NewAction
from incidents.record.decision import NewDecision
from incidents.record.question import NewQuestion
from monitor.core.errors import ConflictError, InputError, MoveError, StaleEditError
from monitor.core.store import Row
from monitor.core.times import Moment


def plan(world: World) -> int:
    new = NewAction(
        wording="Frågor och svar till medarbetare",
        status="planned",
        owner_id=world.per.user_id,
        due_at=at(9, "15.30"),
    )
    return action.add(world.store, world.sara, world.incident, new)


def get(world: World, table: str, row_id: int) -> Row:
    return world.store.get(table, row_id)


def test_a_done_action_was_done_when_it_happened(world: World) -> None:
    new = NewAction(wording="RVM bad leverantören om besked", moment=on(9, "11.05"))
    row = get(world, "actions", action.add(world.store, world.sara, world.incident, new))
    assert ("done", "2026-03-09T10:05:00Z") == (row["status"], row["done_at"])


def test_a_planned_action_may_lie_ahead_but_a_done_one_may_not(world: World) -> None:
    ahead = Moment(at(11, "05.30"))
    planned = NewAction(wording="Driftstart", status="planned", moment=ahead)
    action.add(world.store, world.sara, world.incident, planned)
    with pytest.raises(InputError):
        done = NewAction(wording="Driftstart", moment=ahead)
        action.add(world.store, world.sara, world.incident, done)


def test_an_overdue_action_is_listed_and_finished_late(world: World) -> None:
    planned = plan(world)
    assert [] == action.overdue(world.store)
    world.later(55)
    assert [planned] == [row["id"] for row in action.overdue(world.store)]
    action.finish(world.store, world.per, planned, revision=1)
    row = get(world, "actions", planned)
    assert (25, "done") == (action.late_minutes(row), row["status"])
    assert ("2026-03-09T14:55:00Z", "2026-03-09T14:00:00Z") == (row["done_at"], row["known_at"])
    assert [] == action.overdue(world.store)
    with pytest.raises(MoveError):
        action.finish(world.store, world.per, planned, revision=2)


def test_an_owner_is_reminded_once_until_the_due_time_moves(world: World) -> None:
    planned = plan(world)
    assert [planned] == [row["id"] for row in action.to_remind(world.store, at(9, "16.00"))]
    action.reminded(world.store, world.sara, planned)
    assert [] == action.to_remind(world.store, at(9, "16.00"))
    changes = {"due_at": at(9, "15.45")}
    action.change(world.store, world.sara, planned, revision=1, changes=changes)
    assert [planned] == [row["id"] for row in action.to_remind(world.store, at(9, "16.00"))]


def test_an_action_that_is_done_after_all_gets_its_time(world: World) -> None:
    planned = plan(world)
    action.change(world.store, world.sara, planned, revision=1, changes={"status": "done"})
    assert world.store.now() == get(world, "actions", planned)["done_at"]
    action.change(world.store, world.sara, planned, revision=2, changes={"status": "cancelled"})
    assert None is get(world, "actions", planned)["done_at"]


def test_a_decision_names_the_office_and_the_registry_number(world: World) -> None:
    new = NewDecision(
        decided_by="Regiondirektören",
        wording="pappersrutin för provsvar tills vidare",
        registry_number="RVM 2026-0311",
        moment=on(9, "14.15"),
    )
    added = decision.add(world.store, world.sara, world.incident, new)
    decision.change(
        world.store, world.sara, added, revision=1, changes={"registry_number": "RVM 2026-0312"}
    )
    assert "RVM 2026-0312" == get(world, "decisions", added)["registry_number"]
    with pytest.raises(StaleEditError):
        decision.change(world.store, world.per, added, revision=1, changes={"wording": "X"})


def test_a_question_is_closed_by_the_statement_that_answers_it(world: World) -> None:
    new = NewQuestion(
        wording="Vilken dag och till vilken adress skickades handlingarna?",
        put_to_id=world.nordlys,
        answer_due_at=at(9, "16.00"),
        moment=on(9, "13.40"),
    )
    asked = question.add(world.store, world.sara, world.incident, new)
    with pytest.raises(InputError):
        own = ours(world)
        question.answer(world.store, world.sara, asked, revision=1, statement_id=own)
    said = theirs(world)
    question.answer(world.store, world.sara, asked, revision=1, statement_id=said)
    row = get(world, "questions", asked)
    assert (said, "2026-03-09T13:30:00Z") == (row["answer_id"], row["answered_at"])
    with pytest.raises(ConflictError):
        question.answer(world.store, world.sara, asked, revision=2)
