from __future__ import annotations

import pytest

from monitor.core.actors import system
from tests.unit.incidents.desk.conftest import Desk

DECISION = {
    "rule": "login_attempts",
    "reference": "RVM 2025-1140",
    "decided_by": "Regionarkivarien",
    "decided_at": "2026-01-07",
    "keep_days": "30",
}
FORM = {"_formular": "beslut-nytt"}


@pytest.fixture
def attempts(desk: Desk) -> int:
    row = {"username": "x", "address": "192.0.2.1", "at": "2020-01-01T00:00:00Z", "succeeded": 0}
    with desk.store.writing(system("test")):
        desk.store.insert_many("login_attempts", [row] * 3)
    return 3


async def test_without_a_decision_nothing_is_offered_and_a_try_is_refused(
    desk: Desk, attempts: int
) -> None:
    page = (await desk.get("gallring", role="archivist")).text
    tried = await desk.post("gallring/gor", role="archivist", rule="login_attempts", sure="1")

    assert "Det finns inget beslut som gäller. Inget gallras." in page
    assert 409 == tried.status_code
    assert "inget gallringsbeslut" in tried.text
    assert attempts == desk.store.value("SELECT count(*) FROM login_attempts")


async def test_a_decision_is_entered_previewed_carried_out_and_logged(
    desk: Desk, attempts: int
) -> None:
    await desk.post("gallring/beslut", role="archivist", **DECISION)
    page = (await desk.get("gallring", role="archivist")).text
    unsure = await desk.post("gallring/gor", role="archivist", rule="login_attempts")
    done = await desk.post("gallring/gor", role="archivist", rule="login_attempts", sure="1")
    after = (await desk.get("gallring", role="reader")).text

    assert "Gallra 3" in page
    assert "RVM 2025-1140" in page
    assert [409, 303] == [unsure.status_code, done.status_code]
    assert 0 == desk.store.value("SELECT count(*) FROM login_attempts")
    assert "Inloggningsförsök: 3" in after


async def test_a_decision_ends(desk: Desk, attempts: int) -> None:
    await desk.post("gallring/beslut", role="archivist", **DECISION)

    await desk.post("gallring/beslut/1/slut", role="archivist")

    tried = await desk.post("gallring/gor", role="archivist", rule="login_attempts", sure="1")
    assert 409 == tried.status_code


async def test_a_wrong_decision_keeps_what_was_typed(desk: Desk) -> None:
    answer = await desk.post(
        "gallring/beslut", role="archivist", **{**DECISION, "keep_days": "0", **FORM}
    )

    assert 400 == answer.status_code
    assert "minst en och högst hundra år" in answer.text
    assert "RVM 2025-1140" in answer.text


@pytest.mark.parametrize("role", ["reader", "editor", "approver", "administrator"])
async def test_others_read_the_log_and_touch_nothing(desk: Desk, attempts: int, role: str) -> None:
    await desk.post("gallring/beslut", role="archivist", **DECISION)

    page = await desk.get("gallring", role=role)
    answers = [
        await desk.post("gallring/beslut", role=role, **DECISION),
        await desk.post("gallring/gor", role=role, rule="login_attempts", sure="1"),
        await desk.post("gallring/klar", role=role),
    ]

    assert 200 == page.status_code
    assert "Gallra 3" not in page.text
    assert [403] * 3 == [answer.status_code for answer in answers]
