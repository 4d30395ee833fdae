"""Forbidden operations tried through the desk: refused in Swedish, with nothing half-written."""

from __future__ import annotations

import re
from typing import Any

import pytest

from incidents.record import article_link, enquiry, manual_article, statement
from incidents.record.enquiry import NewEnquiry
from incidents.record.manual_article import NewArticle
from incidents.record.statement import NewStatement
from monitor.core.actors import Actor
from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.forbidden import TRIES, Try
from tests.unit.incidents.desk.report_world import N, approved, e01, paragraph, step

EDITOR = Actor("editor", "editor", 2, "Editor")
APPROVER = Actor("approver", "approver", 3, "Approver")
#: What changes without anybody writing anything.
_PASSING = {"sessions", "login_attempts", "audit_context", "incident_visits"}


async def prepare(desk: Desk, state: str) -> None:
    """Monday with more to misuse, and 2026-E01 in a state."""
    world = e01(desk)
    store, incident = desk.store, world.world.incident
    for slug in ("annan", "tredje"):
        new = NewArticle(
            outlet_id=world.world.mv, title=slug, medium="web", url=f"https://mv.example/{slug}"
        )
        key = manual_article.add(store, EDITOR, new)
        if slug == "annan":
            article_link.attach(store, EDITOR, incident, key, "same_story")
    said = {"direction": "out", "channel": "written", "wording": "Vi återkommer i morgon."}
    assert 4 == statement.add(store, EDITOR, incident, NewStatement(**said))
    assert 5 == statement.add(store, APPROVER, incident, NewStatement(**said))
    asked = NewEnquiry(asker="media", outlet_id=world.world.mv, question="Varför?")
    assert 2 == enquiry.add(store, EDITOR, incident, asked)
    if state == "in_review":
        await step(desk, "granskning")
    elif state in {"approved", "sent"}:
        await approved(desk)
    if state == "sent":
        await step(desk, "skicka", list=[world.board])


async def send(desk: Desk, one: Try, path: str, fields: dict[str, Any]) -> Any:
    """Send a form as the page that holds it would, with the revision that stands."""
    if "{p}" in path:
        row = paragraph(desk, "RVM bad")
        path = path.format(p=row["id"])
        fields = {"revision": row["revision"], **fields}
    elif path.startswith(N):
        revision = desk.store.value("SELECT revision FROM reports WHERE id = 1")
        fields = {"revision": revision, **fields}
    elif one.key:
        revision = desk.store.value(f"SELECT revision FROM [{one.key}] WHERE id = ?", [one.row])
        fields = {"revision": revision, **fields}
    return await desk.datasette.client.post(
        f"/-/lagesbild/{path}", data=fields, cookies={"lagesbild": desk.sessions[one.role]}
    )


def dump(desk: Desk) -> dict[str, list[Any]]:
    names = [
        row["name"]
        for row in desk.store.rows("PRAGMA table_list")
        if row["type"] == "table" and row["name"] not in _PASSING
    ]
    return {name: desk.store.rows(f"SELECT * FROM [{name}]") for name in names}


@pytest.mark.parametrize("one", TRIES, ids=[f"{one.rule}-{n}" for n, one in enumerate(TRIES)])
async def test_the_desk_refuses_and_says_why(desk: Desk, one: Try) -> None:
    await prepare(desk, one.state)
    for path, fields in one.first:
        answer = await send(desk, one, path, fields)
        assert 303 == answer.status_code, answer.text
    before = dump(desk)

    answer = await send(desk, one, one.path, one.fields)

    words = re.sub(r"<[^>]+>", "", answer.text)
    assert answer.status_code in {400, 403, 409}
    assert one.told in words
    assert before == dump(desk)


def test_at_least_forty_are_tried() -> None:
    assert 40 <= len(TRIES)
