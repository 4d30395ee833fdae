from __future__ import annotations

import pytest
from record_world import World, add_article

from incidents.record import article_link, incident, proposal
from incidents.record.incident import NewIncident
from incidents.record.suggest import belongs_perhaps, propose
from monitor.core.errors import ConflictError, MoveError, StaleEditError


def flag(world: World, article_id: int, band: str = "flag", verdict: str | None = None) -> None:
    store = world.store
    watch = store.value("SELECT id FROM watches WHERE slug = 'kompass'") or store.insert(
        "watches",
        {
            "slug": "kompass", "name": "Kompass", "kind": "programme", "definition": "{}",
            "changed_at": store.now(),
        },
    )  # fmt: skip
    version = store.value("SELECT id FROM article_versions WHERE article_id = ?", [article_id])
    store.insert(
        "flags",
        {
            "article_id": article_id, "watch_id": watch, "version_id": version, "band": band,
            "score": 0.9, "rule": "names", "flagged_at": store.now(), "verdict": verdict,
        },
    )  # fmt: skip


def tell(world: World, *articles: int) -> None:
    """Put articles into one new story."""
    now = world.store.now()
    story = world.store.insert("stories", {"first_at": now, "last_at": now})
    for article in articles:
        world.store.update("articles", article, {"story_id": story})


def roles(world: World, incident_id: int) -> dict[int, str]:
    return {row["id"]: row["role"] for row in article_link.linked(world.store, incident_id)}


def test_a_sure_flag_opens_a_proposed_incident_with_its_story(world: World) -> None:
    one, copy, other = (add_article(world, f"Märkning {n}", f"m-{n}") for n in range(3))
    flag(world, one)
    flag(world, copy)
    tell(world, one, copy, other)
    (opened,) = propose(world.store)
    row = world.store.get("incidents", opened)
    assert ("proposed", "Märkning 0", "Kompass", None, None) == (
        row["status"], row["title"], row["topic"], row["entered_by"], row["confirmed_at"]
    )  # fmt: skip
    assert {one: "trigger", copy: "same_story", other: "same_story"} == roles(world, opened)


def test_a_second_run_changes_nothing(world: World) -> None:
    one, two = add_article(world, "Märkning", "m-1"), add_article(world, "Märkning igen", "m-2")
    flag(world, one)
    tell(world, one, two)
    propose(world.store)
    before = world.store.value("SELECT count(*) FROM audit")
    assert [] == propose(world.store)
    assert before == world.store.value("SELECT count(*) FROM audit")


def test_the_same_news_gathers_in_the_open_incident(world: World) -> None:
    late = add_article(world, "Samma sak i VA", "va")
    opinion = add_article(world, "Stoppa Kompass", "debatt")
    world.store.update("articles", opinion, {"opinion": 1})
    flag(world, late)
    tell(world, world.article, late, opinion)
    assert [] == propose(world.store)
    expected = {world.article: "trigger", late: "same_story", opinion: "opinion"}
    assert expected == roles(world, world.incident)


def test_a_follow_up_does_not_draw_its_whole_story_in(world: World) -> None:
    follow_up, neighbour = (
        add_article(world, "Om annat", "x"),
        add_article(world, "Om annat 2", "y"),
    )
    tell(world, follow_up, neighbour)
    article_link.attach(world.store, world.sara, world.incident, follow_up, "follow_up")
    propose(world.store)
    assert neighbour not in roles(world, world.incident)


@pytest.mark.parametrize(
    ("band", "verdict"), [("look", None), ("drop", None), ("flag", "irrelevant")]
)
def test_nothing_is_proposed_from_what_is_not_sure(
    world: World, band: str, verdict: str | None
) -> None:
    flag(world, add_article(world, "Moralisk kompass", "ledare"), band, verdict)
    assert [] == propose(world.store)


def test_an_article_of_an_incident_opens_no_other_one(world: World) -> None:
    flag(world, world.article)
    assert [] == propose(world.store)
    incident.close(world.store, world.sara, world.incident, revision=1, note="Klart.")
    assert [] == propose(world.store)


def test_a_dismissed_proposal_is_not_proposed_again_nor_its_story(world: World) -> None:
    one = add_article(world, "Märkning", "m-1")
    flag(world, one)
    (opened,) = propose(world.store)
    proposal.dismiss(world.store, world.sara, opened, revision=1)
    assert "dismissed" == world.store.get("incidents", opened)["status"]
    assert None is world.store.get("articles", one)["close_watch_until"]
    assert [] == propose(world.store)
    copy = add_article(world, "Märkning igen", "m-2")
    flag(world, copy)
    tell(world, one, copy)
    assert [] == propose(world.store)


def test_an_article_that_a_person_took_away_stays_away(world: World) -> None:
    other = add_article(world, "Samma sak", "m-2")
    flag(world, other)
    tell(world, world.article, other)
    propose(world.store)
    (link,) = (
        r["link_id"] for r in article_link.linked(world.store, world.incident) if r["id"] == other
    )
    article_link.detach(world.store, world.sara, link)
    assert [] == propose(world.store)
    assert other not in roles(world, world.incident)


def test_confirming_gives_the_incident_to_the_one_who_confirms(world: World) -> None:
    flag(world, add_article(world, "Märkning", "m-1"))
    (opened,) = propose(world.store)
    proposal.confirm(world.store, world.per, opened, revision=1, changes={"severity": "raised"})
    row = world.store.get("incidents", opened)
    assert ("new", "raised", world.per.user_id, world.per.user_id) == (
        row["status"], row["severity"], row["owner_id"], row["confirmed_by"]
    )  # fmt: skip
    with pytest.raises(MoveError):
        proposal.dismiss(world.store, world.per, opened, revision=2)
    with pytest.raises(StaleEditError):
        proposal.confirm(world.store, world.sara, opened, revision=1)


def test_a_proposals_articles_can_be_attached_elsewhere(world: World) -> None:
    one, copy = add_article(world, "Märkning", "m-1"), add_article(world, "Igen", "m-2")
    flag(world, one)
    tell(world, one, copy)
    (opened,) = propose(world.store)
    proposal.attach_elsewhere(world.store, world.sara, opened, revision=1, other_id=world.incident)
    expected = {world.article: "trigger", one: "follow_up", copy: "follow_up"}
    assert expected == roles(world, world.incident)
    assert "dismissed" == world.store.get("incidents", opened)["status"]
    assert [] == propose(world.store)


def test_a_proposals_articles_cannot_go_to_a_closed_incident(world: World) -> None:
    closed = incident.open_from_nothing(world.store, world.sara, NewIncident(title="Gammal"))
    incident.close(world.store, world.sara, closed, revision=1, note="Klart.")
    flag(world, add_article(world, "Märkning", "m-1"))
    (opened,) = propose(world.store)
    with pytest.raises(ConflictError):
        proposal.attach_elsewhere(world.store, world.sara, opened, revision=1, other_id=closed)
    assert "proposed" == world.store.get("incidents", opened)["status"]


def confirmed(world: World, incident_id: int) -> None:
    proposal.confirm(world.store, world.per, incident_id, revision=1)


def test_news_about_what_people_follow_waits_with_a_suggestion(world: World) -> None:
    one, later = add_article(world, "Märkning", "m-1"), add_article(world, "Tillsyn", "m-2")
    flag(world, one)
    (opened,) = propose(world.store)
    confirmed(world, opened)
    flag(world, later)

    assert [] == propose(world.store)
    suggested = belongs_perhaps(world.store, later)
    assert suggested is not None
    assert opened == suggested["id"]


def test_news_is_proposed_while_nobody_has_looked_at_the_first(world: World) -> None:
    one, later = add_article(world, "Märkning", "m-1"), add_article(world, "Tillsyn", "m-2")
    flag(world, one)
    flag(world, later)

    assert 2 == len(propose(world.store))


def test_an_incident_without_fresh_news_no_longer_holds_proposals_back(world: World) -> None:
    one = add_article(world, "Märkning", "m-1")
    flag(world, one)
    (opened,) = propose(world.store)
    confirmed(world, opened)
    world.later(60 * 24 * 60)
    later = add_article(world, "Tillsyn", "m-2", seen=world.clock.now())
    flag(world, later)

    assert 1 == len(propose(world.store))
    assert belongs_perhaps(world.store, one) is None


def test_a_flood_from_one_outlet_is_a_few_proposals(world: World) -> None:
    for number in range(12):
        flag(world, add_article(world, f"Kompass {number}", f"m-{number}"))

    first = propose(world.store)
    again = propose(world.store)

    assert (3, 0) == (len(first), len(again))


def test_the_rest_of_a_flood_is_proposed_as_people_take_care_of_it(world: World) -> None:
    for number in range(4):
        flag(world, add_article(world, f"Kompass {number}", f"m-{number}"))
    opened = propose(world.store)
    proposal.dismiss(world.store, world.per, opened[0], revision=1)

    assert 1 == len(propose(world.store))
