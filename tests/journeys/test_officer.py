"""The communications officer and the approver: from the first flag to a sent report."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.journeys import day
from tests.journeys.browser import KeyboardUser, Person
from tests.journeys.conftest import NewPerson
from tests.journeys.desk import Demo, Served

Desk = tuple[Demo, Served]
#: For somebody who knows the tool, from opening the desk to the sent report.
MOST_INTERACTIONS = 45


def _sign_in(person: NewPerson, desk: Desk, name: str, **options: Any) -> Person:
    demo, served = desk
    one = person(served.url, **options)
    one.sign_in(name, demo.passwords[name])
    return one


def _sent(demo: Demo, number: str) -> list[Path]:
    return sorted((demo.state / "outbox").rglob(f"{number}*"))


def test_from_flag_to_sent_report_in_few_interactions(
    monday: Desk, person: NewPerson, capsys: pytest.CaptureFixture[str]
) -> None:
    officer = _sign_in(person, monday, "sara.holm")
    approver = _sign_in(person, monday, "lena.frid")

    number = day.shortest_way(officer, approver)

    counted = officer.hands + approver.hands
    with capsys.disabled():
        sys.stdout.write(
            f"\nFrån träff till utskickad rapport: {counted} klick och tangenttryck"
            f" ({officer.hands} redaktören, {approver.hands} godkännaren);"
            f" högst {MOST_INTERACTIONS}.\n"
        )
    assert 9 == len(_sent(monday[0], number))
    assert counted <= MOST_INTERACTIONS


def test_the_files_are_what_they_should_be(monday: Desk, person: NewPerson) -> None:
    officer = _sign_in(person, monday, "sara.holm")
    number = day.whole_way(officer, _sign_in(person, monday, "lena.frid"))

    text = _saved(officer, "Ren text", number)
    page = officer.save("Webbsida")
    word = officer.save("Word")
    paper = officer.save("PDF")

    for said in (
        "Enligt avtalet mellan",
        "svara på frågan om märkningen",
        "Nordlys Health uppger",
        "Karin Almgren",
        "snabbt",
    ):
        assert said in text
    assert (f"{number}.html", True) == (page[0], b'lang="sv"' in page[1])
    assert (f"{number}.docx", True) == (word[0], "Karin Almgren" in _words(word[1]))
    assert (f"{number}.pdf", b"%PDF-") == (paper[0], paper[1][:5])


def _saved(officer: Person, kind: str, number: str) -> str:
    officer.click(kind, "link")
    officer.sees(f"{number} som ren text")
    name, content = officer.save("Spara som fil")
    assert f"{number}.txt" == name
    officer.page.go_back()
    return content.decode("utf-8")


def _words(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return parts.read("word/document.xml").decode("utf-8")


def test_the_whole_day_without_scripts(monday: Desk, person: NewPerson) -> None:
    officer = _sign_in(person, monday, "sara.holm", scripts=False)
    approver = _sign_in(person, monday, "lena.frid", scripts=False)

    number = day.whole_way(officer, approver)

    assert 9 == len(_sent(monday[0], number))


def test_the_whole_day_by_keyboard_alone(monday: Desk, person: NewPerson) -> None:
    officer = _sign_in(person, monday, "sara.holm", kind=KeyboardUser)
    approver = _sign_in(person, monday, "lena.frid", kind=KeyboardUser)

    number = day.whole_way(officer, approver)

    assert 9 == len(_sent(monday[0], number))
