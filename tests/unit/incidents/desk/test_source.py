from __future__ import annotations

import json
import re

import pytest

from monitor.core.actors import system
from monitor.intake.opml import SourceLine
from monitor.intake.sources import import_sources
from tests.unit.incidents.desk.conftest import Desk

FEED = "https://mv.example/rss"


def a_source(desk: Desk) -> int:
    line = SourceLine(title="MV nyheter", url=FEED, outlet="Morgonbladet Väst", short_name="MV")
    return import_sources(desk.store, system("test"), [line]).added[0]


async def test_a_failing_source_says_in_swedish_what_to_do(desk: Desk) -> None:
    key = a_source(desk)
    desk.store.execute("INSERT OR IGNORE INTO source_state (source_id) VALUES (?)", [key])
    desk.store.execute(
        "UPDATE source_state SET status = 'failing', failures = 3, error_key = 'not_found'"
    )

    listed = await desk.get("floden?visa=fel")
    shown = await desk.get(f"floden/{key}")

    assert "Sidan finns inte (svar 404)." in listed.text
    assert "Det har hänt 3 gånger i rad." in shown.text


async def test_the_chart_shows_every_day_of_the_month_and_its_numbers_in_a_table(
    desk: Desk,
) -> None:
    key = a_source(desk)
    desk.store.insert("source_days", {"source_id": key, "day": "2026-03-08", "items": 12})

    shown = (await desk.get(f"floden/{key}")).text

    assert 1 == shown.count('class="bar"')
    assert 30 == shown.count('<th scope="row">2026-')
    assert '<th scope="row">2026-03-08</th><td class="number">12</td>' in shown


async def test_an_administrator_adds_a_source_and_a_reader_may_not(desk: Desk) -> None:
    fields = {"url": FEED, "kind": "feed", "title": "MV", "outlet": "Morgonbladet Väst"}

    refused = await desk.post("floden/nytt", role="reader", **fields)
    added = await desk.post("floden/nytt", role="administrator", **fields)

    assert (403, 303) == (refused.status_code, added.status_code)
    assert [FEED] == [row["url"] for row in desk.store.rows("SELECT url FROM sources")]


async def test_an_address_that_is_none_is_refused_beside_what_was_typed(desk: Desk) -> None:
    fields = {"url": "inte en adress", "kind": "feed", "title": "Mitt blad"}

    answer = await desk.post("floden/nytt", role="administrator", _formular="ett-flode", **fields)

    assert 400 == answer.status_code
    assert "är ingen webbadress" in answer.text
    assert 'value="Mitt blad"' in answer.text


async def test_a_list_exported_as_opml_can_be_pasted_back(desk: Desk) -> None:
    a_source(desk)
    exported = (await desk.get("floden/export.opml")).text
    desk.store.execute("DELETE FROM sources")

    answer = await desk.post("floden/lista", role="administrator", list=exported)

    assert 303 == answer.status_code
    assert [("MV nyheter", FEED)] == [
        (row["title"], row["url"]) for row in desk.store.rows("SELECT title, url FROM sources")
    ]


async def test_a_source_can_be_paused_and_begun_again(desk: Desk) -> None:
    key = a_source(desk)

    await desk.post(f"floden/{key}/paus", role="administrator", enabled="0")
    paused = desk.store.value("SELECT enabled FROM sources")
    await desk.post(f"floden/{key}/paus", role="administrator", enabled="1")

    assert 0 == paused
    assert 1 == desk.store.value("SELECT enabled FROM sources")


async def test_intervals_are_given_in_minutes(desk: Desk) -> None:
    key = a_source(desk)

    await desk.post(
        f"floden/{key}",
        role="administrator",
        title="MV",
        url=FEED,
        kind="feed",
        floor_min="10",
        ceiling_min="120",
    )

    assert {"floor_s": 600, "ceiling_s": 7200} == desk.store.row(
        "SELECT floor_s, ceiling_s FROM sources"
    )


async def test_a_feed_that_never_worked_says_what_happened(desk: Desk) -> None:
    key = a_source(desk)
    desk.store.execute(
        "UPDATE source_state SET status = 'failing', failures = 2, error_key = 'timeout',"
        " last_polled_at = '2026-03-09T18:30:00Z', failing_since = '2026-03-09T17:00:00Z'"
    )

    shown = (await desk.get(f"floden/{key}")).text
    listed = (await desk.get("floden?visa=larm")).text

    assert "har aldrig lyckats; senaste försöket" in shown
    assert "Webbplatsen svarade inte i tid." in shown
    assert "inte än" not in shown
    assert "Har aldrig gått att hämta." in listed
    assert "har inte gått att hämta sedan måndag 9 mars klockan 18.00" in listed


async def test_the_rhythm_is_shown_as_a_picture_with_its_numbers_in_a_table(desk: Desk) -> None:
    key = a_source(desk)
    chances = [0.8 if hour % 24 == 9 else 0.0 for hour in range(168)]
    row = {"source_id": key, "learned_at": desk.store.now(), "chances": json.dumps(chances)}
    desk.store.insert(
        "source_rhythm",
        {**row, "hours_listened": 2000, "hours_active": 90, "limit_expected": 8.0},
    )

    shown = (await desk.get(f"floden/{key}")).text

    assert (7, 161) == (shown.count('class="heat-4"'), shown.count('class="heat-0"'))
    assert "den livligaste timmen börjar klockan 09" in shown
    assert "måndag klockan 09: 80 %" in shown
    assert 24 == shown.count('<td class="number">0</td>' * 7) + shown.count(
        '<td class="number">80</td>' * 7
    )
    assert "1 på 1 000" in shown


async def test_the_start_page_says_when_silence_cannot_be_trusted(desk: Desk) -> None:
    a_source(desk)
    desk.store.execute(
        "UPDATE source_state SET status = 'ok', empty_since = '2026-03-09T10:00:00Z',"
        " last_success_at = '2026-03-09T18:30:00Z'"
    )

    shown = (await desk.get("/-/lagesbild/", role="reader")).text
    told = (await desk.get("health.json", role="")).json()

    assert "Bevakningen har luckor just nu" in shown
    assert "har varit tomt sedan måndag 9 mars klockan 11.00" in shown
    assert {"silent": 0, "empty": 1, "failing": 0, "stopped": 0} == told["alarms"]


async def test_media_stand_in_swedish_order_in_the_list_and_in_choices(desk: Desk) -> None:
    names = ["Aftonnytt", "aktuellt Väst", "Zonen", "Ådalsnytt", "Ängsbladet", "östbladet"]
    lines = [
        SourceLine(title=name, url=f"https://m{number}.example/rss", outlet=name)
        for number, name in enumerate(reversed(names))
    ]
    import_sources(desk.store, system("test"), lines)

    listed = (await desk.get("floden")).text
    chosen = (await desk.get("genomslag")).text

    for shown in (listed, chosen):
        places = [shown.index(f">{name}<") for name in names]
        assert sorted(places) == places


OUTLET = {
    "_formular": "medium", "name": "Morgonbladet Väst", "short_name": "MB", "licence": "avtal 2026",
    "text_days": "14", "flagged_text_days": "120",
}  # fmt: skip


async def test_an_outlets_licence_and_days_are_changed_on_its_sources_page(desk: Desk) -> None:
    key = a_source(desk)

    refused = await desk.post(f"floden/{key}/medium", role="editor", **OUTLET)
    changed = await desk.post(f"floden/{key}/medium", role="administrator", **OUTLET)

    page = (await desk.get(f"floden/{key}")).text
    assert (403, 303) == (refused.status_code, changed.status_code)
    assert "avtal 2026. Hel text sparas 14 dagar, för träffar 120 dagar." in page
    assert "Morgonbladet Väst (MB)" in page


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("text_days", "-1", "Välj 0 till 3650 dagar."),
        ("flagged_text_days", "4000", "Välj 0 till 3650 dagar."),
        ("text_days", "en vecka", "är inget heltal"),
        ("short_name", " ", "Fältet måste fyllas i."),
        ("name", "Radio Västmark", "Det finns redan ett medium som heter så."),
    ],
)
async def test_what_an_outlet_cannot_be_is_refused_at_its_field(
    desk: Desk, field: str, value: str, said: str
) -> None:
    key = a_source(desk)
    desk.store.insert("outlets", {"name": "Radio Västmark", "short_name": "RV"})

    answer = await desk.post(
        f"floden/{key}/medium", role="administrator", **{**OUTLET, field: value}
    )

    error = re.search(rf'id="medium-{field}-fel">([^<]*)<', answer.text)
    assert 400 == answer.status_code
    assert error
    assert said in error[1]
