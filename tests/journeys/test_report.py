"""Working on reports: two editors at once, a correction to everyone, and the week's documents."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.journeys import day, desk
from tests.journeys.browser import Person
from tests.journeys.conftest import NewPerson
from tests.journeys.desk import Demo, Served
from tests.unit.incidents.report import docx_structure, pdf_structure

Desk = tuple[Demo, Served]
_E01 = "/-/lagesbild/rapporter/2026-E01"


@pytest.fixture(scope="module")
def friday(demos: tuple[Demo, Demo], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Serve a copy of the whole week to write in."""
    mine = desk.copy(demos[0], tmp_path_factory.mktemp("friday") / "demo")
    with desk.show(mine) as served:
        yield mine, served


def _sign_in(person: NewPerson, where: Desk, name: str) -> Person:
    demo, served = where
    seated = person(served.url)
    seated.sign_in(name, demo.passwords[name])
    return seated


def _rows(demo: Demo, sql: str) -> list[Any]:
    with closing(sqlite3.connect(demo.state / "lagesbild.db")) as base:
        return base.execute(sql).fetchall()


def test_two_editors_of_one_paragraph_never_overwrite_each_other(
    friday: Desk, person: NewPerson
) -> None:
    sara, per = _sign_in(person, friday, "sara.holm"), _sign_in(person, friday, "per.rudin")
    sara.go("/-/lagesbild/handelser/H-2026-011")
    number = day.draft_report(sara)
    address = f"/-/lagesbild/rapporter/{number}"
    for one in (sara, per):
        one.go(address)
        one.inside(".place:has-text('Rapporten går till')").unfold("Ändra")

    sara.write("Text", "Rapporten går till politisk ledning och chefer.")
    sara.submit("Spara")
    sara.anywhere().told("Stycket är ändrat.")
    per.write("Text", "Rapporten går till alla.")
    per.submit("Spara")

    per.anywhere().sees("Din text är kvar här nedanför.")
    per.sees("Sparat nu av någon annan")
    assert "Rapporten går till alla." == per.field("Text").input_value()
    sara.go(address)
    sara.sees("Rapporten går till politisk ledning och chefer.")
    sara.gone("Rapporten går till alla.")


def test_a_correction_is_linked_both_ways_and_reaches_everyone(
    friday: Desk, person: NewPerson
) -> None:
    demo, _ = friday
    before = _rows(demo, _FILES)
    sara, lena = _sign_in(person, friday, "sara.holm"), _sign_in(person, friday, "lena.frid")
    sara.go(_E01)
    sara.click("Rätta rapporten", "link")
    sara.inside("form#ny-extra").write("Vad som rättas", "Svaret gavs klockan 12.50, inte senare")
    sara.submit("Skriv utkast")
    sara.anywhere().told("är skrivet ur händelsen")
    number = sara.page.url.rpartition("/")[2].partition("#")[0]
    sara.sees("Svaret gavs klockan 12.50, inte senare.")
    day.hand_in(sara)
    day.approve_report(lena, number)
    day.send(sara, number)

    sara.find("2026-E01", "link")
    sara.go(_E01)
    sara.find(number, "link")
    got = "SELECT DISTINCT address FROM deliveries d JOIN reports r ON r.id = d.report_id"
    original = set(_rows(demo, f"{got} WHERE r.number = '2026-E01'"))
    assert original <= set(_rows(demo, f"{got} WHERE r.number = '{number}'"))
    assert before == _rows(demo, _FILES)


def test_a_letter_that_came_back_is_noted_and_sent_again(friday: Desk, person: NewPerson) -> None:
    sara = _sign_in(person, friday, "sara.holm")
    sara.go(f"{_E01.removesuffix('1')}3")
    sara.inside("tr:has-text('It-direktören')").unfold("Kom i retur")
    sara.write("Orsak", "Brevlådan är full.")
    sara.submit("Anteckna")
    sara.anywhere().told("Studsen är antecknad.")
    sara.inside("tr:has-text('It-direktören')").click("Skicka igen")
    sara.anywhere().told("Ett utskick är skickat.")


_FILES = (
    "SELECT f.format, f.digest FROM report_files f JOIN reports r ON r.id = f.report_id"
    " WHERE r.number = '2026-E01' ORDER BY f.format"
)


def test_every_document_of_the_week_keeps_the_structure_that_the_law_asks_for(
    demos: tuple[Demo, Demo],
) -> None:
    found: dict[tuple[str, str], list[str]] = {}
    for kind, faults in (("pdf", pdf_structure.faults), ("docx", docx_structure.faults)):
        rows = _rows(
            demos[0],
            "SELECT r.number, f.content FROM report_files f JOIN reports r ON r.id = f.report_id"
            f" WHERE f.format = '{kind}'",
        )
        found |= {(number, kind): faults(bytes(content)) for number, content in rows}

    assert 10 == len(found)
    assert {} == {name: told for name, told in found.items() if told}
