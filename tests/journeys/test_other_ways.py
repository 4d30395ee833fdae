"""Four eyes, the duty officer alone, and incidents that began in other ways."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.journeys import day, desk
from tests.journeys.browser import Person
from tests.journeys.conftest import NewPerson
from tests.journeys.desk import Demo, Served

Desk = tuple[Demo, Served]


@pytest.fixture(scope="module")
def shared(demos: tuple[Demo, Demo], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Serve one Monday to all tests here: each begins an incident of its own in it."""
    mine = desk.copy(demos[1], tmp_path_factory.mktemp("shared") / "demo")
    with desk.show(mine) as served:
        yield mine, served


def _sign_in(person: NewPerson, desk: Desk, name: str) -> Person:
    demo, served = desk
    one = person(served.url)
    one.sign_in(name, demo.passwords[name])
    return one


def _open_from_nothing(officer: Person, title: str) -> str:
    officer.click("Händelser", "link")
    officer.click("Ny händelse", "link")
    officer.write("Rubrik", title)
    officer.write("Vad vi vet", "Sjukhusets växel tar inte emot samtal")
    officer.choose("Allvar", "allvarlig")
    officer.submit("Öppna händelsen")
    officer.told("är öppnad")
    return officer.page.url.rpartition("/")[2].partition("#")[0]


def test_a_verdict_is_given_by_key_and_undone(shared: Desk, person: NewPerson) -> None:
    officer = _sign_in(person, shared, "sara.holm")
    officer.click("Granska", "link")
    officer.sees("Med tangentbord:")

    officer.judge("i", "Inte relevant")
    officer.told("är bedömd som inte relevant")
    officer.sees("Allt är granskat.")
    officer.click(re.compile("^Bedömda"), "link")
    officer.judge("u", "Ångra")
    officer.told("Bedömningen är ångrad.")


def test_a_dismissed_proposal_can_still_become_an_incident(shared: Desk, person: NewPerson) -> None:
    officer = _sign_in(person, shared, "sara.holm")
    officer.click("Händelser", "link")
    officer.click("Avfärda")
    officer.told("avfärda")

    ref = day.open_incident_from_flag(officer)

    assert "H-2026-011" != ref
    officer.sees("Nytt journalsystem saknar rätt märkning")


def test_an_incident_from_nothing_gets_a_radio_clip(shared: Desk, person: NewPerson) -> None:
    officer = _sign_in(person, shared, "sara.holm")
    ref = _open_from_nothing(officer, "Avbrott i telefonväxeln på Åby lasarett")
    officer.sees("Sjukhusets växel tar inte emot samtal")

    officer.inside(".quick").click("Artikel", "link")
    officer.anywhere().click(re.compile("^Skriv in en artikel"), "link")
    officer.choose("Slag", "radio")
    officer.choose("Medium", "Radio Västmark")
    officer.write("Rubrik", "Svårt att ringa till lasarettet")
    officer.write("Egen sammanfattning", "Inslaget berättar att växeln är ur funktion.")
    officer.write("Publicerad eller sänd", "12.30")
    officer.write("Inslaget börjar", "12.30")
    officer.write("Inslaget slutar", "14.05")
    officer.submit("Spara artikeln")

    officer.told(f"Den hör nu till {ref}")
    officer.click("Svårt att ringa till lasarettet", "link")
    officer.sees("Inslaget börjar 12 minuter och 30 sekunder in")


def test_nobody_approves_their_own_words(shared: Desk, person: NewPerson) -> None:
    officer = _sign_in(person, shared, "sara.holm")
    lena = _sign_in(person, shared, "lena.frid")
    ref = _open_from_nothing(officer, "Avbrott i telefonväxeln på Åby lasarett")
    officer.go(f"/-/lagesbild/handelser/{ref}")
    number = day.draft_report(officer)
    day.hand_in(officer)
    assert 0 == officer.page.get_by_role("button", name="Godkänn", exact=True).count()

    lena.go(f"/-/lagesbild/rapporter/{number}")
    lena.click("Ändra i texten", "link")
    lena.inside("section[aria-labelledby=avsnitt-comment]").unfold("Eget stycke")
    lena.write("Text", "Vi beklagar att det är svårt att ringa till lasarettet.")
    lena.submit("Lägg till")
    lena.anywhere().sees("Vi beklagar att det är svårt")

    assert 0 == lena.page.get_by_role("button", name="Godkänn", exact=True).count()
    officer.go(f"/-/lagesbild/rapporter/{number}")
    officer.click("Bekräfta ändringen")
    officer.told("bekräft")
    day.approve_report(lena, number)
    lena.sees("Texten är låst.")


def test_the_duty_officer_approves_alone_and_is_countersigned(
    shared: Desk, person: NewPerson
) -> None:
    per = _sign_in(person, shared, "per.rudin")
    ref = _open_from_nothing(per, "Avbrott i telefonväxeln på Åby lasarett")
    per.go(f"/-/lagesbild/handelser/{ref}")
    number = day.draft_report(per)
    day.hand_in(per)

    per.unfold("Godkänn ensam i jouren")
    per.inside("form#jour")
    per.write("Varför det inte kan vänta", "Presschefen gick inte att nå.")
    per.submit("Godkänn i jouren")
    per.anywhere().told("Rapporten är godkänd och låst.")
    day.send(per, number)

    lena = _sign_in(person, shared, "lena.frid")
    lena.inside("article:has-text('Rapporter att kontrasignera')").click(re.compile(number), "link")
    lena.anywhere().sees("Presschefen gick inte att nå.")
    lena.click("Kontrasignera")
    lena.told("Rapporten är kontrasignerad.")
