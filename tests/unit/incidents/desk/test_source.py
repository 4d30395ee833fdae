from __future__ import annotations

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
