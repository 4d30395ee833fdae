"""The reader, the politician and the archivist: they find everything, and change nothing."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from tests.journeys.browser import Person
from tests.journeys.conftest import NewPerson
from tests.journeys.desk import Demo, Served

Desk = tuple[Demo, Served]


def _sign_in(person: NewPerson, desk: Desk, name: str) -> Person:
    demo, served = desk
    one = person(served.url)
    one.sign_in(name, demo.passwords[name])
    return one


def test_a_politician_reads_the_latest_report(week: Desk, person: NewPerson) -> None:
    politician = _sign_in(person, week, "ulla.noren")

    politician.inside("section[aria-labelledby=senaste]").click(re.compile("^2026-E03"), "link")
    politician.anywhere().sees("Regiondirektören beslutade klockan 11 att införandet av Kompass")
    politician.click("Visa som tryckt", "link")
    politician.sees("Om Regional rapport Kompass 2026")
    name, content = politician.save_from("2026-E03", "PDF")

    assert ("2026-E03.pdf", b"%PDF-") == (name, content[:5])


def test_a_reader_browses_the_history(week: Desk, person: NewPerson) -> None:
    reader = _sign_in(person, week, "ulla.noren")
    reader.click("Historik", "link")
    reader.inside("#tabeller ~ ul").click("Artiklar", "link")

    reader.anywhere().sees("86 rader")
    reader.write("Sök ord", "märkning")
    reader.press("Enter")
    reader.sees("4 rader")
    reader.inside(".facets").click("webb", "link")
    reader.anywhere().sees("ta bort")
    reader.click("Tveksam märkning på journalsystem", "link")
    reader.sees("Läs hos VA")


def test_a_reader_filters_and_takes_rows_away(week: Desk, person: NewPerson) -> None:
    reader = _sign_in(person, week, "ulla.noren")
    reader.go("/lagesbild/statements")
    reader.choose("Kolumn", "Lydelse")
    reader.choose("Villkor", "innehåller")
    reader.write("Värde", "Produktverket")
    reader.click("Visa")
    reader.sees("Vi samarbetar med Produktverket.")

    table = reader.page.request.get(reader.find("tabell (CSV)", "link").get_attribute("href") or "")
    data = reader.page.request.get(reader.find("JSON", "link").get_attribute("href") or "")

    rows = list(csv.DictReader(io.StringIO(table.text())))
    assert len(rows) == len(json.loads(data.body())["rows"]) >= 1
    assert all("Produktverket" in row["wording"] for row in rows)


def test_a_saved_question_is_answered(week: Desk, person: NewPerson) -> None:
    reader = _sign_in(person, week, "ulla.noren")
    reader.click("Historik", "link")
    reader.click("Svarstider för mediefrågor", "link")
    reader.write("Från och med, till exempel 2026-03-09", "2026-03-09")
    reader.click("Visa")

    reader.sees("Är Kompass beslutsstöd märkt i rätt klass")
    reader.sees("Minuter till svar")


def test_one_search_box_finds_everything(week: Desk, person: NewPerson) -> None:
    reader = _sign_in(person, week, "ulla.noren")
    reader.write("Ord att söka efter", "Kompass")
    reader.press("Enter")

    for kind in ("Händelser", "Rapporter", "Artiklar", "Uttalanden", "Vidtagna åtgärder"):
        reader.page.get_by_role("heading", name=kind, exact=True).wait_for()
    reader.write("Ord att söka efter", "säkerhetskopior")
    reader.press("Enter")
    reader.page.get_by_role("heading", name="Handboken", exact=True).wait_for()


@pytest.mark.parametrize("name", ["ulla.noren", "ingrid.vall"])
def test_who_only_reads_finds_no_way_to_write(week: Desk, person: NewPerson, name: str) -> None:
    reader = _sign_in(person, week, name)

    for address in ("handelser/H-2026-011", "rapporter/2026-E03", "granska", "floden"):
        reader.go(f"/-/lagesbild/{address}")
        forms = reader.page.locator("main form[method=post]")
        assert 0 == forms.count(), address
    for address in ("handelser/ny", "rapporter/ny", "artiklar/ny", "anvandare", "floden/nytt"):
        assert 403 == reader.go(f"/-/lagesbild/{address}").status
        reader.sees("Du har inte behörighet")


def test_a_form_sent_by_a_reader_is_refused_in_swedish(week: Desk, person: NewPerson) -> None:
    reader = _sign_in(person, week, "ulla.noren")

    answer = reader.page.request.post(
        "/-/lagesbild/handelser/H-2026-011/atgarder", form={"wording": "Nej.", "status": "done"}
    )

    assert 403 == answer.status
    assert "Du har inte behörighet att skriva i händelser." in answer.text()


def test_nobody_reads_texts_under_licence(week: Desk, person: NewPerson) -> None:
    reader = _sign_in(person, week, "ulla.noren")

    answer = reader.go("/lagesbild/article_texts")

    assert 403 == answer.status
    reader.sees("Du har inte behörighet")
    assert 0 == reader.page.get_by_text("article_texts", exact=True).count()


def test_an_archivist_finds_what_has_no_registry_number(week: Desk, person: NewPerson) -> None:
    archivist = _sign_in(person, week, "ingrid.vall")

    archivist.sees("Utskickade rapporter utan diarienummer")
    archivist.go("/lagesbild/andringar")
    archivist.page.get_by_role("heading", level=1).wait_for()
    assert archivist.page.locator("tbody tr").count() > 0


@pytest.mark.parametrize("scripts", [True, False])
def test_a_reader_gets_help_about_the_page_at_hand(
    week: Desk, person: NewPerson, *, scripts: bool
) -> None:
    demo, served = week
    reader = person(served.url, scripts=scripts)
    reader.sign_in("ulla.noren", demo.passwords["ulla.noren"])
    reader.click("Genomslag", "link")
    reader.inside(".menu").click("Hjälp", "link")

    reader.anywhere().sees("Följ genomslag och svarstider")
    picture = reader.page.locator("figure img").first
    picture.scroll_into_view_if_needed()
    reader.page.wait_for_function("(found) => found.complete", arg=picture.element_handle())
    assert picture.evaluate("(found) => found.naturalWidth") > 0
    reader.click("Föregående: Gallra efter beslut", "link")
    reader.sees("Det som går av sig självt")
    reader.click("Handbok", "link")
    reader.sees("Du som granskar träffar")


def test_a_stranger_reads_the_handbook(week: Desk, person: NewPerson) -> None:
    _, served = week
    stranger = person(served.url)
    stranger.go()
    stranger.click(re.compile("^Om den här sidan: "), "link")
    stranger.sees("Har du glömt lösenordet?")
