from __future__ import annotations

import re
from dataclasses import fields, replace

import pytest

from monitor.core.settings import FILE, Settings
from tests.unit.incidents.desk.conftest import Desk


async def test_every_setting_is_shown_with_its_value_and_what_it_does(desk: Desk) -> None:
    text = (await desk.get("installningar", role="administrator")).text

    assert all(f"LAGESBILD_{one.name.upper()}</code>" in text for one in fields(Settings))
    assert all(one.metadata["help"][:20] in text for one in fields(Settings))


async def test_where_a_setting_was_given_is_told_and_a_secret_is_hidden(desk: Desk) -> None:
    held = desk.datasette.lagesbild
    file = held.settings.state / FILE
    file.write_text('smtp_password = "hemligt"\nsmtp_port = 587\n', encoding="utf-8")
    held.settings = replace(held.settings, smtp_password="hemligt", smtp_port=587)

    text = (await desk.get("installningar", role="administrator")).text
    file.unlink()

    row = next(one for one in text.split("<tr>") if "SMTP_PORT" in one)
    assert "hemligt" not in text
    assert "angivet, visas inte" in text
    assert re.search(rf"<strong>587</strong>.*filen {FILE}", row)


@pytest.mark.parametrize("role", ["reader", "editor", "approver", "archivist"])
async def test_settings_are_for_administrators(desk: Desk, role: str) -> None:
    assert 403 == (await desk.get("installningar", role=role)).status_code
