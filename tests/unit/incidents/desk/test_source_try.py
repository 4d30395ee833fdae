"""Finding a site's feeds and trying a source, against a web server of our own."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.core.actors import system
from monitor.intake.opml import SourceLine
from monitor.intake.sources import import_sources
from tests.unit.incidents.desk.conftest import Desk

FEED = (
    '<rss version="2.0"><channel><title>MV</title><item><title>Kompass försenas</title>'
    "<pubDate>Mon, 09 Mar 2026 13:00:00 GMT</pubDate></item></channel></rss>"
)
SITE = (
    '<html><head><link rel="alternate" type="application/rss+xml" title="Nyheter" href="/rss">'
    '<link rel="alternate" type="application/rss+xml" title="Kultur" href="/kultur"></head></html>'
)
ADMIN = "administrator"


def a_source(desk: Desk, url: str) -> int:
    return import_sources(desk.store, system("test"), [SourceLine(title="MV", url=url)]).added[0]


async def test_a_sites_feeds_are_shown_to_choose_from_and_added(desk: Desk, web: Any) -> None:
    site = web.reply("/", SITE)
    news, culture = f"{web.base}/rss", f"{web.base}/kultur"
    a_source(desk, culture)

    shown = await desk.post("floden/hitta", role=ADMIN, site=site)
    added = await desk.post(
        "floden/hittade", role=ADMIN, feed=f"{news} Nyheter", outlet="Morgonbladet"
    )

    assert 200 == shown.status_code
    assert f'value="{news} Nyheter" checked>' in shown.text
    assert f'value="{culture} Kultur" disabled>' in shown.text
    assert 303 == added.status_code
    assert ("Nyheter", "Morgonbladet") == tuple(
        desk.store.rows(
            "SELECT title, name FROM sources JOIN outlets ON outlets.id = outlet_id"
            " WHERE url = ?", [news],
        )[0].values()
    )  # fmt: skip


async def test_a_site_without_feeds_is_told_at_the_address(desk: Desk, web: Any) -> None:
    site = web.reply("/", "<html><body>Hej</body></html>")

    answer = await desk.post("floden/hitta", role=ADMIN, _formular="hitta-floden", site=site)

    assert 400 == answer.status_code
    assert 'id="hitta-floden-site-fel">Vi hittar inget flöde på webbplatsen.' in answer.text
    assert f'value="{site}"' in answer.text


@pytest.mark.parametrize("site", ["inte en adress", "http://127.0.0.1:9/"])
async def test_an_address_that_cannot_be_asked_is_refused(desk: Desk, site: str) -> None:
    answer = await desk.post("floden/hitta", role=ADMIN, _formular="hitta-floden", site=site)

    assert 400 == answer.status_code
    assert 'id="hitta-floden-site-fel"' in answer.text


async def test_a_reader_makes_the_desk_ask_nobody(desk: Desk, web: Any) -> None:
    site = web.reply("/", SITE)
    key = a_source(desk, web.reply("/rss", FEED))

    found = await desk.post("floden/hitta", role="reader", site=site)
    tried = await desk.post(f"floden/{key}/prova", role="reader")

    assert (403, 403) == (found.status_code, tried.status_code)


async def test_a_source_is_tried_without_storing_anything(desk: Desk, web: Any) -> None:
    key = a_source(desk, web.reply("/rss", FEED))

    page = (await desk.get(f"floden/{key}", role=ADMIN)).text
    tried = desk.told(await desk.post(f"floden/{key}/prova", role=ADMIN))["text"]

    assert "Prova nu" in page
    assert "Flödet fungerar: 1 post, den senaste från 9 mars 2026 klockan 14." in tried
    assert 0 == desk.store.value("SELECT count(*) FROM articles")


async def test_a_trial_says_where_an_address_leads_for_good(desk: Desk, web: Any) -> None:
    url = web.reply("/ny", FEED)
    key = a_source(desk, web.reply("/gammal", b"", 301, Location=url))

    tried = desk.told(await desk.post(f"floden/{key}/prova", role=ADMIN))["text"]

    assert f"Provet sparar inga artiklar. Adressen leder för gott till {url}." in tried


async def test_a_source_that_does_not_answer_says_why(desk: Desk, web: Any) -> None:
    key = a_source(desk, web.reply("/rss", "borta", status=404))

    tried = desk.told(await desk.post(f"floden/{key}/prova", role=ADMIN))["text"]

    assert "Provet gick inte. Sidan finns inte (svar 404)." in tried
