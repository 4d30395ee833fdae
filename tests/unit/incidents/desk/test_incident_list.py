from __future__ import annotations

from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.incident_world import PAGE, REF, world


async def test_proposals_stand_on_top_with_what_can_be_decided(desk: Desk) -> None:
    w = world(desk)
    w.proposed()

    shown = (await desk.get("handelser")).text

    assert shown.index("Produktverket inleder tillsyn") < shown.index("Nytt journalsystem")
    assert "/handelser/H-2026-002/bekrafta" in shown
    assert "/handelser/H-2026-002/avfarda" in shown


async def test_the_worst_incident_stands_first_and_filters_leave_the_rest_out(desk: Desk) -> None:
    world(desk)
    await desk.post("handelser/ny", title="Provsvar saknar ord", severity="crisis")

    both = (await desk.get("handelser")).text
    one = (await desk.get("handelser?allvar=crisis")).text

    assert both.index("Provsvar saknar ord") < both.index("Nytt journalsystem")
    assert "Nytt journalsystem" not in one


async def test_an_incident_is_opened_from_a_phone_call(desk: Desk) -> None:
    w = world(desk)

    answer = await desk.post(
        "handelser/ny", title="Provsvar saknar ord", what="Enstaka ord saknas i provsvar.",
        basis="own_check", severity="serious", happened_at="19.45", known_at="", topic="",
    )  # fmt: skip

    opened, fact = w.only("incidents"), w.only("circumstances")
    assert "/-/lagesbild/handelser/H-2026-002" == answer.headers["location"]
    assert ("serious", "2026-03-09T18:45:00Z", "2026-03-09T19:00:00Z", 2) == (
        opened["severity"], opened["happened_at"], opened["known_at"], opened["owner_id"]
    )  # fmt: skip
    assert ("own_check", "Enstaka ord saknas i provsvar.", "2026-03-09T18:45:00Z") == (
        fact["basis"], fact["wording"], fact["happened_at"]
    )  # fmt: skip


async def test_what_was_typed_stays_when_the_title_is_missing(desk: Desk) -> None:
    answer = await desk.post(
        "handelser/ny", title="", what="Enstaka ord saknas.", basis="own_check", _formular="ny"
    )

    assert 400 == answer.status_code
    assert 'id="ny-title-fel"' in answer.text
    assert "Enstaka ord saknas." in answer.text


async def test_an_article_opens_an_incident_with_itself_as_the_trigger(desk: Desk) -> None:
    w = world(desk)
    article = w.article_titled("Stoppat införande", "stopp")

    await desk.post("handelser/ny", article_id=article)

    opened, tie = w.only("incidents"), w.only("incident_articles")
    assert ("Stoppat införande", "new") == (opened["title"], opened["status"])
    assert (article, "trigger") == (tie["article_id"], tie["role"])


async def test_an_article_that_belongs_already_opens_nothing_new(desk: Desk) -> None:
    w = world(desk)

    answer = await desk.post("handelser/ny", article_id=w.article)

    assert f"/-/lagesbild/{PAGE}" == answer.headers["location"]
    assert 1 == desk.store.value("SELECT count(*) FROM incidents")


async def test_opening_from_an_article_that_is_proposed_confirms_the_proposal(desk: Desk) -> None:
    w = world(desk)
    key = w.proposed()
    article = w.only("incident_articles")["article_id"]

    await desk.post("handelser/ny", article_id=article)

    assert (key, "new", 2) == tuple(
        w.only("incidents")[name] for name in ("id", "status", "owner_id")
    )


async def test_a_proposal_is_confirmed_with_what_was_changed(desk: Desk) -> None:
    w = world(desk)
    w.proposed()

    answer = await desk.post(
        "handelser/H-2026-002/bekrafta", revision="1", title="Tillsyn", severity="raised"
    )

    row = w.only("incidents")
    assert 303 == answer.status_code
    assert ("Tillsyn", "raised", "new") == (row["title"], row["severity"], row["status"])


async def test_a_dismissed_proposal_can_be_opened_after_all(desk: Desk) -> None:
    w = world(desk)
    w.proposed()
    article = w.only("incident_articles")["article_id"]

    await desk.post("handelser/H-2026-002/avfarda", revision="1")
    await desk.post("handelser/ny", article_id=article)

    assert ["new", "dismissed", "new"] == [
        row["status"] for row in desk.store.rows("SELECT status FROM incidents ORDER BY id")
    ]


async def test_a_proposal_is_attached_elsewhere(desk: Desk) -> None:
    w = world(desk)
    w.proposed()

    answer = await desk.post("handelser/H-2026-002/knyt", revision="1", handelse=REF)

    assert f"/-/lagesbild/{PAGE}" == answer.headers["location"]
    assert 2 == desk.store.value(
        "SELECT count(*) FROM incident_articles WHERE incident_id = ?", [w.incident]
    )


async def test_a_stale_confirmation_from_the_list_shows_the_list_again(desk: Desk) -> None:
    w = world(desk)
    w.proposed()
    await desk.post("handelser/H-2026-002/avfarda", role="approver", revision="1")

    answer = await desk.post(
        "handelser/H-2026-002/bekrafta", revision="1", nasta="/-/lagesbild/handelser"
    )

    assert 409 == answer.status_code
    assert "Approver ändrade samma händelse" in answer.text
    assert "Öppna händelser" in answer.text
