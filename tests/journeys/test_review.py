"""Review by keys: the next card is there at once, and nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from incidents.record import article_link, incident
from incidents.record.schema import open_whole
from monitor.core.accounts import actor_named
from monitor.review import verdicts
from tests.journeys import desk
from tests.journeys.browser import Person
from tests.journeys.conftest import NewPerson
from tests.journeys.desk import Demo, Served

_CARDS = ".card.flag:visible"
_CURRENT = ".card.flag:focus-within"


@pytest.fixture
def unjudged(demos: tuple[Demo, Demo], tmp_path: Path) -> Iterator[tuple[Demo, Served]]:
    """Serve the whole week with its last verdicts taken back."""
    mine = desk.copy(demos[0], tmp_path / "demo")
    store = open_whole(mine.state / "lagesbild.db")
    sara = actor_named(store, "sara.holm")
    for row in store.rows(
        "SELECT id FROM flags WHERE verdict IS NOT NULL AND band IN ('flag', 'look')"
        " ORDER BY id DESC LIMIT 12"
    ):
        verdicts.undo_verdict(store, row["id"], actor=sara)
    store.close()
    with desk.show(mine) as served:
        yield mine, served


def _seat(person: NewPerson, at: tuple[Demo, Served], name: str = "sara.holm") -> Person:
    one = person(at[1].url)
    one.sign_in(name, at[0].passwords[name])
    one.click("Granska", "link")
    one.page.locator(_CURRENT).wait_for()
    return one


def _card(one: Person) -> str:
    """Return the id of the card at hand: an article may have one for each watch."""
    return one.page.locator(_CURRENT).get_attribute("id") or ""


def test_the_next_card_is_there_while_the_verdict_is_on_its_way(
    unjudged: tuple[Demo, Served], person: NewPerson
) -> None:
    sara = _seat(person, unjudged)
    cards, first = sara.page.locator(_CARDS).count(), _card(sara)
    here = sara.page.evaluate("performance.timeOrigin")

    sara.press("r")
    second = _card(sara)
    sara.press("i")

    assert first != second != _card(sara)
    sara.told("är bedömd som inte relevant")
    expect(sara.page.locator(_CARDS)).to_have_count(cards - 2)
    assert here == sara.page.evaluate("performance.timeOrigin")
    sara.page.reload()
    assert 0 == sara.page.locator(f"#{first}, #{second}").count()


def test_the_last_verdict_is_taken_back_with_a_key(
    unjudged: tuple[Demo, Served], person: NewPerson
) -> None:
    sara = _seat(person, unjudged)
    first = _card(sara)
    sara.press("i")
    sara.told("är bedömd som inte relevant")

    sara.press("u")

    sara.told("ångrad")
    expect(sara.page.locator(f"#{first}")).to_have_count(1)


def test_a_colleagues_verdict_meanwhile_is_told_and_stands(
    unjudged: tuple[Demo, Served], person: NewPerson
) -> None:
    sara, lena = _seat(person, unjudged), _seat(person, unjudged, "lena.frid")
    assert _card(sara) == _card(lena)
    lena.press("r")
    lena.told("är bedömd som relevant")

    sara.press("i")

    sara.sees("Din bedömning är inte sparad.")


def test_watches_are_judged_apart_with_a_key_and_the_card_stays_for_the_other(
    unjudged: tuple[Demo, Served], person: NewPerson
) -> None:
    sara = _seat(person, unjudged)
    both = sara.page.locator(".card.flag:has(.apart)").first
    for _ in range(sara.page.locator(_CARDS).count()):
        if both.and_(sara.page.locator(_CURRENT)).count():
            break
        sara.press("j")
    title = sara.page.locator(f"{_CURRENT} h2").inner_text()
    cards = sara.page.locator(_CARDS).count()

    sara.press("v")
    sara.press("Enter")
    sara.told("är bedömd som relevant för")

    assert title == sara.page.locator(f"{_CURRENT} h2").inner_text()
    expect(sara.page.locator(_CARDS)).to_have_count(cards)
    sara.sees("Nyheten är bedömd som relevant för")
    sara.press("i")
    sara.told("är bedömd som inte relevant")
    expect(sara.page.locator(_CARDS)).to_have_count(cards - 1)


def test_marked_cards_are_judged_with_one_key(
    unjudged: tuple[Demo, Served], person: NewPerson
) -> None:
    sara = _seat(person, unjudged)
    cards = sara.page.locator(_CARDS).count()

    for key in ("x", "j", "x", "j", "i"):
        sara.press(key)

    sara.told("2 träffar är bedömda som inte relevanta.")
    expect(sara.page.locator(_CARDS)).to_have_count(cards - 2)
    sara.press("u")
    sara.told("Bedömningen är ångrad.")
    expect(sara.page.locator(_CARDS)).to_have_count(cards)


def test_without_a_suggestion_a_key_unfolds_the_choice_of_incident(
    demos: tuple[Demo, Demo], tmp_path: Path, person: NewPerson
) -> None:
    mine = desk.copy(demos[0], tmp_path / "demo")
    store = open_whole(mine.state / "lagesbild.db")
    sara_holm = actor_named(store, "sara.holm")
    for row in store.rows(
        "SELECT incident_articles.id FROM incident_articles"
        " JOIN incidents ON incidents.id = incident_id WHERE status = 'proposed'"
    ):
        article_link.detach(store, sara_holm, row["id"])
    for row in store.rows("SELECT id, revision FROM incidents WHERE status = 'ongoing'"):
        incident.close(store, sara_holm, row["id"], revision=row["revision"], note="Klart.")
    store.close()
    with desk.show(mine) as served:
        sara = _seat(person, (mine, served))

        sara.press("h")
        sara.press("Tab")
        sara.press("Enter")

        sara.told("knutna till händelsen")
