"""The administrator: from an empty database to colleagues who can work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from incidents.record.schema import open_whole
from tests.journeys.browser import KeyboardUser, Person
from tests.journeys.conftest import NewPerson
from tests.journeys.desk import Served, command

_PASSWORD = "fyra vanliga ord räcker"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Served]:
    """Serve a database without accounts; the Swedish sources have been offered and declined."""
    state = tmp_path / "state"
    state.mkdir()
    with closing(open_whole(state / "lagesbild.db")) as store, store.atomic():
        store.insert("meta", {"key": "default_sources_at", "value": store.now()})
    # The address, two lines about the first link, and the link.
    with Served(command(state, "serve", "--port", "0"), lines=4) as served:
        yield served


def test_the_first_link_makes_the_administrator_who_invites_the_others(
    empty: Served, person: NewPerson
) -> None:
    boss = person(empty.url)
    link = empty.told[-1]
    boss.go(link)
    boss.sees("Första administratören")
    for label, text in (
        ("Användarnamn", "tomas.ek"),
        ("Namn", "Tomas Ek"),
        ("Lösenord", _PASSWORD),
        ("Lösenordet igen", _PASSWORD),
    ):
        boss.write(label, text)
    boss.click("Spara och logga in")
    boss.told("Välkommen. Du är inloggad.")

    boss.click("Användare", "link")
    boss.inside("form#konto")
    boss.write("Namn", "Sara Holm")
    boss.write("Användarnamn", "sara.holm")
    boss.choose("Roll", "redaktör")
    boss.submit("Lägg till och visa länken")
    boss.anywhere().sees("Länk till Sara Holm.")
    invitation = boss.page.locator(".note code").inner_text()

    sara = person(empty.url)
    sara.go(invitation)
    sara.sees("Ditt användarnamn är sara.holm")
    sara.write("Lösenord", _PASSWORD)
    sara.write("Lösenordet igen", _PASSWORD)
    sara.click("Spara och logga in")
    sara.told("Välkommen. Du är inloggad.")
    sara.sees("Ingen händelse är öppen.")

    stranger = person(empty.url)
    for used in (link, invitation):
        assert stranger.go(used).status == 404


def test_an_administrator_adds_and_pauses_a_source(empty: Served, person: NewPerson) -> None:
    boss = person(empty.url)
    _first_administrator(boss, empty.told[-1])
    boss.click("Flöden", "link")
    boss.sees("Det finns inga flöden än.")
    boss.click("Lägg till flöden", "link")
    boss.inside("form#ett-flode")
    boss.write("Adress", "http://127.0.0.1:9/flode.xml")
    boss.write("Medium", "Västmarks Allehanda")
    boss.submit("Lägg till")
    boss.anywhere().told("Flödet är tillagt")
    boss.click("Pausa")
    boss.told("Flödet är pausat.")
    boss.inside(".message").click("Ångra")
    boss.anywhere().told("Flödet hämtas igen.")


def _first_administrator(boss: Person, link: str) -> None:
    boss.go(link)
    for label, text in (
        ("Användarnamn", "tomas.ek"),
        ("Namn", "Tomas Ek"),
        ("Lösenord", _PASSWORD),
        ("Lösenordet igen", _PASSWORD),
    ):
        boss.write(label, text)
    boss.click("Spara och logga in")
    boss.told("Välkommen. Du är inloggad.")


@pytest.mark.parametrize(
    "way", [{"kind": KeyboardUser}, {"scripts": False}], ids=["by_keyboard", "without_scripts"]
)
def test_an_administrator_sets_the_desk_up(
    empty: Served, person: NewPerson, way: dict[str, Any]
) -> None:
    boss = person(empty.url, **way)
    _first_administrator(boss, empty.told[-1])

    boss.click("Inställningar", "link")
    boss.inside("form:has([name=session_idle_minutes])")
    boss.write("Längsta vila, minuter", "1")
    boss.submit("Spara")
    boss.anywhere().sees("Välj ett heltal från 5 till 1440.")
    boss.inside("form:has([name=session_idle_minutes])")
    boss.write("Längsta vila, minuter", "30")
    boss.submit("Spara")
    boss.anywhere().told("Ändrat: Längsta vila, minuter. Gäller genast.")

    boss.click("Användare", "link")
    boss.unfold("Ändra namn och e-post")
    boss.inside("form#konto-1")
    boss.write("E-post", "tomas.ek@region.example")
    boss.submit("Spara")
    boss.anywhere().told("Uppgifterna om Tomas Ek är ändrade.")

    boss.go("/-/lagesbild/sandlistor")
    boss.inside("form[action$=sandlistor]")
    boss.write("Namn", "Presidiet")
    boss.submit("Lägg till")
    boss.anywhere().told("Sändlistan Presidiet finns nu.")

    boss.click("Flöden", "link")
    boss.click("Lägg till flöden", "link")
    boss.inside("form#ett-flode")
    boss.write("Adress", "http://127.0.0.1:9/flode.xml")
    boss.write("Medium", "Västmarks Allehanda")
    boss.submit("Lägg till")
    boss.anywhere().unfold("Mediets namn, avtal och lagring")
    boss.inside("form#medium")
    boss.write("Dagar som hel text sparas", "3")
    boss.submit("Spara")
    boss.anywhere().told("Uppgifterna om Västmarks Allehanda är ändrade.")


def test_an_administrator_neither_approves_nor_writes(
    week: tuple[object, Served], person: NewPerson
) -> None:
    demo, served = week
    boss = person(served.url)
    boss.sign_in("tomas.ek", demo.passwords["tomas.ek"])  # type: ignore[attr-defined]

    for address in ("handelser/ny", "rapporter/ny", "artiklar/ny"):
        assert 403 == boss.go(f"/-/lagesbild/{address}").status
    boss.go("/-/lagesbild/rapporter/2026-E03")
    assert 0 == boss.page.get_by_role("button", name="Godkänn").count()
    answer = boss.page.request.post(
        "/-/lagesbild/rapporter/2026-E03/godkann", form={"revision": "1"}
    )
    assert 403 == answer.status
