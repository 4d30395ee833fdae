from __future__ import annotations

import pytest

from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.incident_world import PAGE, REF, world

TIMES = {"known_at": "2026-03-09T09:40:00Z", "entered_at": "2026-03-09T13:20:00Z"}


def fill(desk: Desk) -> None:
    """One record of every kind in an incident."""
    made = world(desk)
    insert = desk.store.insert
    of = {"incident_id": made.incident, **TIMES}
    made.said("in")
    insert("circumstances", {**of, "basis": "own_check", "wording": "Handlingarna saknas."})
    insert("actions", {**of, "wording": "Ringde leverantören."})
    insert("questions", {**of, "wording": "Vilken dag?"})
    insert("decisions", {**of, "decided_by": "Regiondirektören", "wording": "Vi väntar."})
    asked = {"asker": "media", "outlet_id": made.mv, "question": "Är det rätt?"}
    insert("enquiries", {**of, **asked, "happened_at": TIMES["known_at"]})
    insert("claims", {**of, "article_id": made.article, "number": 1, "wording": "märkning saknas"})


@pytest.mark.parametrize(
    "table",
    [
        "statements", "circumstances", "actions", "questions", "decisions", "enquiries", "claims",
        "incident_articles",
    ],
)  # fmt: skip
async def test_a_row_of_the_history_leads_to_its_place_on_the_incident(
    desk: Desk, table: str
) -> None:
    fill(desk)

    listed = (await desk.get(f"/lagesbild/{table}", role="reader")).text
    one = (await desk.get(f"/lagesbild/{table}/1", role="reader")).text
    went = await desk.get(f"post/{table}/1", role="reader")

    to = went.headers["location"]
    address, _, place = to.partition("#")
    assert 303 == went.status_code
    assert address.startswith(f"/-/lagesbild/{PAGE}?visa=")
    assert f'id="{place}"' in (await desk.get(address)).text
    assert f'href="/-/lagesbild/post/{table}/1">Öppna sidan</a>' in one
    assert table == "incident_articles" or f'href="/-/lagesbild/post/{table}/1"' in listed


async def test_a_row_that_is_gone_is_said_to_be(desk: Desk) -> None:
    assert 404 == (await desk.get("post/statements/99")).status_code


async def test_a_saved_question_leads_to_the_incidents_it_names(desk: Desk) -> None:
    fill(desk)

    text = (await desk.get("/lagesbild/vantande_svar", role="reader")).text

    whole = f'<span class="nowrap">{REF}</span>'
    assert f'<a href="/-/lagesbild/handelser/{REF}">{whole}</a>' in text
