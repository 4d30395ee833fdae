from __future__ import annotations

from datetime import UTC, datetime

import pytest
from record_world import World, add_article, at, on

from incidents.record import article_link, incident
from incidents.record.incident import NewIncident
from monitor.core.actors import Actor
from monitor.core.audit import broken_links
from monitor.core.errors import (
    InputError,
    MoveError,
    NotFoundError,
    PermissionDeniedError,
    RuleError,
    StaleEditError,
)
from monitor.core.messages import explain
from monitor.core.store import Row


def get(world: World) -> Row:
    return world.store.get("incidents", world.incident)


def test_an_incident_opened_from_an_article_has_it_as_its_trigger(world: World) -> None:
    row = get(world)
    assert ("H-2026-001", "new", world.series) == (row["ref"], row["status"], row["series_id"])
    assert "Kompass" == row["topic"]
    assert ("2026-03-09T13:10:00Z", "minute") == (row["happened_at"], row["happened_precision"])
    assert "2026-03-09T13:13:00Z" == row["known_at"]
    links = article_link.linked(world.store, world.incident)
    assert [(world.article, "trigger")] == [(link["id"], link["role"]) for link in links]


def test_an_open_incident_holds_its_articles_under_close_watch(world: World) -> None:
    def until() -> str | None:
        row = world.store.get("articles", world.article)
        return None if row["close_watch_until"] is None else str(row["close_watch_until"])

    assert article_link.HELD == until()
    incident.close(world.store, world.sara, world.incident, revision=1, note="Allt är besvarat.")
    assert "2026-03-11T14:00:00Z" == until()
    incident.reopen(world.store, world.sara, world.incident, revision=2)
    assert article_link.HELD == until()


def test_an_incident_can_be_opened_from_nothing(world: World) -> None:
    new = NewIncident(
        title="Provsvar saknar ord", severity="serious", moment=on(9, "14.45"), topic="provsvar"
    )
    opened = incident.open_from_nothing(world.store, world.sara, new)
    row = world.store.get("incidents", opened)
    assert ("H-2026-002", "serious", "provsvar") == (row["ref"], row["severity"], row["topic"])
    assert world.sara.user_id == row["owner_id"] == row["confirmed_by"]
    assert "2026-03-09T14:00:00Z" == row["known_at"]


def test_references_follow_the_year_of_the_swedish_clock(world: World) -> None:
    world.clock.set(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))  # 00.30 on New Year's Day
    opened = incident.open_from_nothing(world.store, world.sara, NewIncident(title="Nyår"))
    assert "H-2027-001" == world.store.get("incidents", opened)["ref"]


def test_references_may_start_at_a_number(world: World) -> None:
    incident.set_first_number(world.store, world.admin, 2026, 11)
    opened = incident.open_from_nothing(world.store, world.sara, NewIncident(title="Ny"))
    assert "H-2026-011" == world.store.get("incidents", opened)["ref"]
    assert opened == incident.by_ref(world.store, " h-2026-011 ")
    with pytest.raises(PermissionDeniedError):
        incident.set_first_number(world.store, world.sara, 2026, 20)


def test_a_change_raises_the_revision_once_and_nothing_changes_nothing(world: World) -> None:
    changes = {"severity": "raised", "owner_id": world.per.user_id, "status": "ongoing"}
    incident.change(world.store, world.sara, world.incident, revision=1, changes=changes)
    incident.change(world.store, world.sara, world.incident, revision=2, changes=changes)
    row = get(world)
    assert ("raised", "ongoing", 2) == (row["severity"], row["status"], row["revision"])


def test_a_stale_change_tells_who_was_first_and_when(world: World) -> None:
    incident.change(world.store, world.lena, world.incident, revision=1, changes={"topic": "X"})
    with pytest.raises(StaleEditError) as caught:
        incident.change(world.store, world.sara, world.incident, revision=1, changes={"topic": "Y"})
    assert (
        "Lena Frid ändrade samma händelse klockan 15.00. Din text är kvar här nedanför."
        " Jämför och spara igen." == explain(caught.value)
    )
    assert "X" == get(world)["topic"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "Rubrik"),
        ({"severity": "huge"}, "Allvar"),
        ({"owner_id": 999}, "Handläggare"),
        ({"ref": "H-2026-999"}, "ref"),
        ({"title": "Patient 811228-9874"}, "Rubrik"),
        ({"moment": on(9, "15.01")}, "Hände"),
        ({"known_at": at(9, "15.01")}, "Känt"),
    ],
)
def test_values_that_do_not_hold_are_refused(
    world: World, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InputError) as caught:
        incident.change(world.store, world.sara, world.incident, revision=1, changes=changes)
    assert field == caught.value.facts["field"]
    assert 1 == get(world)["revision"]


@pytest.mark.parametrize("to", ["proposed", "dismissed", "closed"])
def test_a_followed_incident_gets_no_other_status_by_an_ordinary_change(
    world: World, to: str
) -> None:
    with pytest.raises(MoveError):
        incident.change(world.store, world.sara, world.incident, revision=1, changes={"status": to})


def test_closing_needs_a_note(world: World) -> None:
    with pytest.raises(InputError, match="tomt"):
        incident.close(world.store, world.sara, world.incident, revision=1, note="  ")
    incident.close(world.store, world.sara, world.incident, revision=1, note="Rättat av MV.")
    row = get(world)
    assert ("closed", "Rättat av MV.", world.store.now()) == (
        row["status"], row["closing_note"], row["closed_at"]
    )  # fmt: skip
    with pytest.raises(MoveError) as caught:
        incident.close(world.store, world.sara, world.incident, revision=2, note="Igen")
    assert "Händelsen kan inte gå från ”avslutad” till ”avslutad”." == explain(caught.value)


def test_only_a_closed_incident_is_reopened(world: World) -> None:
    with pytest.raises(MoveError):
        incident.reopen(world.store, world.sara, world.incident, revision=1)


def test_incidents_are_related_once(world: World) -> None:
    other = incident.open_from_nothing(world.store, world.sara, NewIncident(title="Provsvar"))
    first = incident.relate(world.store, world.sara, world.incident, "follows", other)
    assert first == incident.relate(world.store, world.sara, world.incident, "follows", other)
    with pytest.raises(InputError):
        incident.relate(world.store, world.sara, other, "related", other)
    with pytest.raises(InputError):
        incident.relate(world.store, world.sara, other, "hates", world.incident)
    incident.unrelate(world.store, world.sara, first)
    with pytest.raises(NotFoundError):
        incident.unrelate(world.store, world.sara, first)


@pytest.mark.parametrize("who", ["reader", "admin"])
def test_readers_and_administrators_write_no_incidents(world: World, who: str) -> None:
    actor: Actor = getattr(world, who)
    with pytest.raises(PermissionDeniedError):
        incident.open_from_nothing(world.store, actor, NewIncident(title="X"))
    with pytest.raises(PermissionDeniedError):
        incident.open_from_article(world.store, actor, world.article)
    with pytest.raises(PermissionDeniedError):
        incident.change(world.store, actor, world.incident, revision=1, changes={})
    with pytest.raises(PermissionDeniedError):
        incident.close(world.store, actor, world.incident, revision=1, note="X")
    with pytest.raises(PermissionDeniedError):
        incident.reopen(world.store, actor, world.incident, revision=1)
    with pytest.raises(PermissionDeniedError):
        incident.relate(world.store, actor, world.incident, "related", 2)
    assert 1 == world.store.value("SELECT count(*) FROM incidents")


def test_an_article_is_linked_once_and_detached(world: World) -> None:
    other = add_article(world, "Telegram", "t")
    link = article_link.attach(world.store, world.sara, world.incident, other)
    assert "follow_up" == world.store.get("incident_articles", link)["role"]
    article_link.change_role(world.store, world.sara, link, "background")
    assert "background" == world.store.get("incident_articles", link)["role"]
    article_link.detach(world.store, world.sara, link)
    assert None is world.store.get("articles", other)["close_watch_until"]


def test_d1_an_incident_has_one_triggering_article(world: World) -> None:
    other = add_article(world, "Telegram", "t")
    with pytest.raises(RuleError, match="D1"):
        article_link.attach(world.store, world.sara, world.incident, other, "trigger")
    link = article_link.attach(world.store, world.sara, world.incident, other, "same_story")
    with pytest.raises(RuleError) as caught:
        article_link.change_role(world.store, world.sara, link, "trigger")
    expected = "Händelsen har redan en utlösande artikel. Ge den andra en annan roll först."
    assert expected == explain(caught.value)


def test_d11_every_change_is_in_the_audit_trail_with_who_before_and_after(world: World) -> None:
    changes = {"severity": "crisis"}
    incident.change(world.store, world.per, world.incident, revision=1, changes=changes)
    row = world.store.row(
        "SELECT a.*, v.before, v.after FROM audit a JOIN audit_values v ON v.audit_id = a.id"
        " ORDER BY a.id DESC LIMIT 1"
    )
    assert row is not None
    assert ("per", "update", "incidents") == (row["actor"], row["action"], row["table_name"])
    assert '"severity":"watching"' in row["before"]
    assert '"severity":"crisis"' in row["after"]
    assert [] == broken_links(world.store.connection)
