from __future__ import annotations

import csv
import io

import pytest

from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.incident_world import REF, world


def table(body: bytes) -> list[dict[str, str]]:
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))


async def test_a_list_opens_as_a_swedish_spreadsheet(desk: Desk) -> None:
    world(desk)
    desk.store.execute("UPDATE incidents SET title = '=1+1'")

    answer = await desk.get("hamta/handelser/kalkylblad", role="reader")
    row = table(answer.content)[0]

    assert "text/csv; charset=utf-8" == answer.headers["content-type"]
    assert 'filename="handelser-2026-03-09.csv"' in answer.headers["content-disposition"]
    assert (REF, "'=1+1", "1") == (row["Beteckning"], row["Rubrik"], row["Artiklar"])
    assert "2026-03-09 14:13" == row["Känt"]
    assert f"/-/lagesbild/handelser/{REF}" == row["Sida"]


@pytest.mark.parametrize("name", ["handelser", "rapporter", "fragor", "traffar"])
async def test_every_list_can_be_taken_along_in_both_ways(desk: Desk, name: str) -> None:
    world(desk)

    csv_answer = await desk.get(f"hamta/{name}/kalkylblad", role="reader")
    json_answer = await desk.get(f"hamta/{name}/json", role="reader")

    assert (200, 200) == (csv_answer.status_code, json_answer.status_code)
    assert len(table(csv_answer.content)) == len(json_answer.json())


async def test_the_articles_of_an_incident_can_be_taken_along(desk: Desk) -> None:
    world(desk)

    rows = table((await desk.get(f"hamta/artiklar/kalkylblad?handelse={REF}")).content)
    told = (await desk.get(f"hamta/artiklar/json?handelse={REF}")).json()
    missing = await desk.get("hamta/artiklar/json?handelse=H-2099-001")

    assert ["Morgonbladet Väst"] == [row["Medium"] for row in rows]
    assert ["trigger"] == [row["role"] for row in told]
    assert 404 == missing.status_code


async def test_a_reply_address_is_never_taken_along(desk: Desk) -> None:
    made = world(desk)
    times = {"happened_at": "2026-03-09T13:00:00Z", "known_at": "2026-03-09T13:00:00Z"}
    asked = {"asker": "media", "outlet_id": made.mv, "question": "Är det rätt?", **times}
    kept = {"reply_contact": "070-000 00 00", "entered_at": "2026-03-09T13:00:00Z"}
    desk.store.insert("enquiries", {**asked, **kept})

    for kind in ("kalkylblad", "json"):
        text = (await desk.get(f"hamta/fragor/{kind}")).text
        assert "Är det rätt?" in text
        assert "070-000" not in text


async def test_a_list_is_nobody_elses(desk: Desk) -> None:
    assert 200 != (await desk.get("hamta/handelser/json", role="")).status_code


@pytest.mark.parametrize("page", ["handelser", "rapporter", "fragor", "granska"])
async def test_the_list_leads_to_its_spreadsheet(desk: Desk, page: str) -> None:
    assert "Ladda ner som kalkylblad" in (await desk.get(page)).text
