from __future__ import annotations

from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.report_world import N, approved, e01, monday, report, step


async def test_a_new_extra_proposes_its_reason_and_is_drafted_as_of_now(desk: Desk) -> None:
    monday(desk)
    ref = desk.store.value("SELECT ref FROM incidents")

    form = (await desk.get(f"rapporter/ny?handelse={ref}")).text
    answer = await desk.post(
        "rapporter/ny",
        kind="extra",
        handelse=ref,
        compiled_at="nu",
        next_update_at="i morgon 12.00",
    )

    assert "uppgifter i MV om Kompass och klassmärkning</textarea>" in form
    assert answer.headers["location"].endswith(N)
    row = report(desk)
    assert "2026-03-09T19:00:00Z" == row["compiled_at"]
    assert "2026-03-10T11:00:00Z" == row["next_update_at"]


async def test_a_report_without_an_incident_is_refused_at_the_field(desk: Desk) -> None:
    monday(desk)

    answer = await desk.post("rapporter/ny", kind="extra", _formular="ny-extra", compiled_at="nu")

    assert 400 == answer.status_code
    assert "Välj vilken händelse rapporten gäller." in answer.text


async def test_a_weekly_starts_where_the_proposal_says(desk: Desk) -> None:
    monday(desk)

    form = (await desk.get("rapporter/ny")).text
    answer = await desk.post(
        "rapporter/ny", kind="weekly", compiled_at="nu", period_from="2026-03-02 20.00"
    )

    assert "Nästa rapportdag: torsdagen den 12 mars." in form
    assert 'value="2026-03-02 20.00"' in form
    assert answer.headers["location"].endswith("2026-V11")
    assert "2026-03-02T19:00:00Z" == report(desk, "2026-V11")["period_from"]


async def test_the_list_has_what_is_under_way_first_and_filters(desk: Desk) -> None:
    world = e01(desk)
    await approved(desk)
    await step(desk, "skicka", list=[world.board])
    await desk.post("rapporter/ny", kind="weekly", compiled_at="nu")

    everything = (await desk.get("rapporter")).text
    weeklies = (await desk.get("rapporter?slag=weekly")).text
    found = (await desk.get("rapporter?ord=klassm%C3%A4rkning")).text

    assert everything.index("2026-V11") < everything.index("2026-E01")
    assert "2026-E01" not in weeklies
    assert "2026-E01" in found
    assert "2026-V11" not in found


async def test_a_reader_may_not_draft(desk: Desk) -> None:
    monday(desk)

    answer = await desk.get("rapporter/ny", role="reader")

    assert 403 == answer.status_code


async def test_a_desk_without_a_series_leads_to_where_one_is_made(desk: Desk) -> None:
    told = 'Det finns ingen rapportserie än. <a href="/-/lagesbild/serier">'

    before = (await desk.get("rapporter/ny")).text
    monday(desk)
    after = (await desk.get("rapporter/ny")).text

    assert told in before
    assert told not in after
