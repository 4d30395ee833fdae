from __future__ import annotations

import pytest

from tests.unit.incidents.desk.conftest import Desk


async def test_a_visitor_is_sent_to_the_sign_in_page(desk: Desk) -> None:
    answer = await desk.get("", role="")

    assert 302 == answer.status_code
    assert "/-/lagesbild/logga-in?nasta=%2F-%2Flagesbild%2F" == answer.headers["location"]


@pytest.mark.parametrize("role", ["reader", "editor", "approver", "archivist", "administrator"])
async def test_every_role_has_a_start_page(desk: Desk, role: str) -> None:
    answer = await desk.get("", role=role)

    assert 200 == answer.status_code
    assert "<h1>Läget</h1>" in answer.text


@pytest.mark.parametrize(
    "path",
    ["/lagesbild", "/lagesbild/articles", "/lagesbild/oppna_handelser", "/lagesbild/users/2"],
)
async def test_the_history_opens_for_a_reader(desk: Desk, path: str) -> None:
    answer = await desk.get(path, role="reader")

    assert 200 == answer.status_code
