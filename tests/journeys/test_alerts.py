"""An approval asked for by mail: read and given on a phone; a deadline taken from the mail."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from tests.journeys import day, desk
from tests.journeys.axe import faults
from tests.journeys.browser import Person
from tests.journeys.conftest import NewPerson
from tests.journeys.desk import Demo, Served

_PHONE = {"width": 320, "height": 640}
#: The desk's own address, as it stands in the mails; the port is made anew for each desk.
_TOLD = "http://desk.example"
#: The alerts take a turn every 20 seconds; the rest is a bound on hanging.
_PATIENCE_S = 300


@pytest.fixture
def mailing(demos: tuple[Demo, Demo], tmp_path: Path) -> Iterator[tuple[Demo, Served]]:
    """Serve a Monday afternoon whose alerts land in the outbox."""
    mine = desk.copy(demos[1], tmp_path / "demo")
    with desk.show(mine, LAGESBILD_DESK_URL=_TOLD) as served:
        yield mine, served


def letter(demo: Demo, to: str, said: str) -> str:
    """Wait for a mail to somebody with these words in its subject; return its text."""
    waited = 0.0
    while waited < _PATIENCE_S:
        for file in sorted((demo.state / "outbox").glob("avisering.*.eml")):
            message = message_from_bytes(file.read_bytes(), policy=default)
            assert isinstance(message, EmailMessage)
            if str(message["To"]).startswith(to) and said in str(message["Subject"]):
                body = message.get_body(("plain",))
                assert body is not None
                return str(body.get_content())
        time.sleep(0.5)
        waited += 0.5
    raise AssertionError(f"no mail to {to} about {said}")


def path_in(text: str, part: str) -> str:
    found = re.search(rf"{re.escape(_TOLD)}(/\S*{part}\S*)", text)
    assert found is not None, text
    return found[1]


def test_a_report_is_read_and_approved_on_a_phone_from_the_mail(
    mailing: tuple[Demo, Served], person: NewPerson
) -> None:
    demo, served = mailing
    officer, approver = person(served.url), person(served.url)
    officer.sign_in("sara.holm", demo.passwords["sara.holm"])
    approver.sign_in("lena.frid", demo.passwords["lena.frid"])
    _want_everything(approver)
    ref = day.take_up_flag(officer)
    day.add_statements(officer)
    day.add_circumstances(officer)
    day.add_actions(officer)
    day.approve_statements(approver)
    officer.go(f"/-/lagesbild/handelser/{ref}")
    number = day.draft_report(officer)
    day.mend_remarks(officer)
    day.hand_in(officer)

    text = letter(demo, "lena.frid", f"Rapport {number} väntar på godkännande")
    approver.page.set_viewport_size(_PHONE)  # type: ignore[arg-type]
    approver.go(path_in(text, "rapporter"))

    assert [] == faults(approver.page)
    approver.page.set_viewport_size(_PHONE)  # type: ignore[arg-type]
    approver.click("Godkänn")
    approver.told("Rapporten är godkänd och låst.")
    _take_from_the_mail(text, person(served.url))
    _the_alerts_stand_on_their_page(approver)


def _want_everything(approver: Person) -> None:
    approver.go("/-/lagesbild/aviseringar/val")
    approver.tick("Ny träff")
    approver.click("Spara")
    approver.told("Dina val är sparade.")


def _take_from_the_mail(text: str, stranger: Person) -> None:
    """Press the link of the mail where nobody is signed in."""
    stranger.page.set_viewport_size(_PHONE)  # type: ignore[arg-type]
    stranger.go(path_in(text, "aviseringar/ta/"))
    assert [] == faults(stranger.page)
    stranger.click("Jag tar den")
    stranger.sees("Lena Frid tar den")
    assert [] == faults(stranger.page)


def _the_alerts_stand_on_their_page(approver: Person) -> None:
    approver.go("/-/lagesbild/aviseringar")
    approver.sees("Lena Frid tog den")
    assert [] == faults(approver.page)
    approver.go("/-/lagesbild/jour")
    approver.click("Ta över jouren nu")
    approver.told("Du har jouren nu.")
    assert [] == faults(approver.page)
