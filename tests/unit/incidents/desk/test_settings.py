from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from incidents.desk.app import build
from monitor.core.chosen import CHOICES, GROUPS
from monitor.core.settings import FILE, Settings
from tests.unit.incidents.desk.conftest import Desk

SIGN_IN = {"del": "Inloggning", "revision": "0", "har_session_hours": "1", "session_hours": "8"}


@pytest.fixture
def write_file(desk: Desk) -> Iterator[Callable[[str], int]]:
    path: Path = desk.datasette.lagesbild.settings.state / FILE
    yield partial(path.write_text, encoding="utf-8")
    path.unlink(missing_ok=True)


async def page(desk: Desk) -> str:
    return (await desk.get("installningar", role="administrator")).text


async def save(desk: Desk, **values: str) -> Any:
    return await desk.post("installningar", role="administrator", **values)


async def test_every_setting_is_shown_with_its_variable_and_what_it_does(desk: Desk) -> None:
    text = await page(desk)

    assert all(f"LAGESBILD_{one.name.upper()}</code>" in text for one in fields(Settings))
    assert all(one.metadata["help"][:20] in text for one in fields(Settings))


async def test_a_setting_is_either_changed_here_or_says_why_not(desk: Desk) -> None:
    text = await page(desk)

    for one in fields(Settings):
        assert (one.name in CHOICES) is not bool(one.metadata["fixed"]), one.name
        assert (f'name="{one.name}"' in text) is (one.name in CHOICES)
        assert one.metadata["fixed"] in text


async def test_where_a_setting_was_given_is_told_and_a_secret_is_hidden(
    desk: Desk, write_file: Callable[[str], int]
) -> None:
    held = desk.datasette.lagesbild
    write_file('smtp_password = "hemligt"\nsmtp_user = "rapport"\n')
    held.settings = replace(held.settings, smtp_password="hemligt", smtp_user="rapport")

    text = await page(desk)

    row = next(one for one in text.split("<tr>") if "SMTP_USER" in one)
    assert "hemligt" not in text
    assert "angivet, visas inte" in text
    assert re.search(rf"<strong>rapport</strong>.*filen {FILE}", row)


async def test_a_change_counts_at_once_and_after_a_restart(desk: Desk) -> None:
    answer = await save(desk, **SIGN_IN)

    held = desk.datasette.lagesbild
    assert 303 == answer.status_code
    assert 8 == held.settings.session_hours
    assert 8 == build(replace(held.settings, session_hours=12)).lagesbild.settings.session_hours


async def test_a_change_is_told_with_who_and_the_value_before_and_after(desk: Desk) -> None:
    await save(desk, **SIGN_IN)
    await save(desk, **{**SIGN_IN, "revision": "1", "session_hours": "9"})

    rows = (
        (await page(desk)).split("Senaste ändringar</h2>")[1].split("</table>")[0].split("<tr>")[2:]
    )

    cells = [re.sub(r"<[^>]+>", " ", row).split() for row in rows]
    assert [["8", "9"], ["förvalet", "8"]] == [row[-2:] for row in cells]
    assert all("administrator" in row for row in cells)


async def test_an_empty_field_gives_the_default_back(desk: Desk) -> None:
    await save(desk, **SIGN_IN)
    await save(desk, **{**SIGN_IN, "revision": "1", "session_hours": ""})

    assert Settings.session_hours == desk.datasette.lagesbild.settings.session_hours


@pytest.mark.parametrize(
    ("group", "name", "value", "said"),
    [
        ("Inloggning", "session_idle_minutes", "1", "Välj ett heltal från 5 till 1440."),
        ("Inloggning", "session_hours", "tolv", "är inget heltal"),
        ("Skrivbordet", "desk_url", "lagesbild.region.se", "ska vara som https://"),
        ("E-post", "mail_from", "rapport", "Det är ingen e-postadress."),
        ("E-post", "mail_from", "Rapport <rapport@region.se>", "Skriv en e-postadress"),
        ("E-post", "smtp_host", "smtp://region.se", "Skriv bara serverns namn"),
        ("Hämtning", "contact", "Åsa", "utan å, ä, ö"),
        ("Hämtning", "contact", "x" * 201, "högst 200 tecken"),
        ("Säkerhetskopior", "backup_days", "1", "Välj ett heltal från 7"),
    ],
)
async def test_a_value_that_does_not_hold_is_refused_at_its_field(
    desk: Desk, group: str, name: str, value: str, said: str
) -> None:
    form = f"del-{list(GROUPS).index(group) + 1}"
    before = desk.datasette.lagesbild.settings

    answer = await save(
        desk, **{"_formular": form, "del": group, "revision": "0", f"har_{name}": "1", name: value}
    )

    error = re.search(rf'id="{form}-{name}-fel">([^<]*)<', answer.text)
    assert 400 == answer.status_code
    assert error
    assert said in error[1]
    assert before == desk.datasette.lagesbild.settings


async def test_what_the_server_gives_wins_and_is_told(
    desk: Desk, write_file: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    await save(desk, **SIGN_IN)
    monkeypatch.setenv("LAGESBILD_SESSION_HOURS", "3")
    write_file("session_idle_minutes = 45\n")
    held = desk.datasette.lagesbild
    started = replace(held.settings, session_hours=3, session_idle_minutes=45)

    held.settings = build(started).lagesbild.settings
    await save(desk, **{**SIGN_IN, "revision": "1", "session_hours": "20"})

    text = await page(desk)
    assert 3 == held.settings.session_hours
    assert "Miljövariabeln LAGESBILD_SESSION_HOURS går före." in text
    assert f"Raden session_idle_minutes i filen {FILE} går före." in text
    assert 'name="session_hours"' not in text


async def test_the_mail_server_is_not_changed_where_its_password_would_go_along(
    desk: Desk,
) -> None:
    held = desk.datasette.lagesbild
    held.settings = replace(held.settings, smtp_password="hemligt", smtp_host="smtp.region.se")

    await save(
        desk,
        **{"del": "E-post", "revision": "0", "har_smtp_host": "1", "smtp_host": "annan.example"},
    )

    assert "smtp.region.se" == held.settings.smtp_host
    assert "Servern och dess lösenord hör ihop" in await page(desk)


async def test_a_box_that_is_cleared_is_a_no(desk: Desk) -> None:
    mail = {"del": "E-post", "har_smtp_starttls": "1"}
    await save(desk, **mail, revision="0", smtp_starttls="1")
    on = desk.datasette.lagesbild.settings.smtp_starttls
    await save(desk, **mail, revision="1")

    assert on
    assert not desk.datasette.lagesbild.settings.smtp_starttls


async def test_two_who_change_the_same_part_do_not_overwrite_each_other(desk: Desk) -> None:
    await save(desk, **SIGN_IN)

    answer = await save(desk, **{**SIGN_IN, "session_hours": "20"})

    assert 409 == answer.status_code
    assert "Någon annan har ändrat samma inställningar" in answer.text
    assert 8 == desk.datasette.lagesbild.settings.session_hours


@pytest.mark.parametrize("role", ["reader", "editor", "approver", "archivist"])
async def test_settings_are_for_administrators(desk: Desk, role: str) -> None:
    assert 403 == (await desk.get("installningar", role=role)).status_code
    assert 403 == (await desk.post("installningar", role=role, **SIGN_IN)).status_code
