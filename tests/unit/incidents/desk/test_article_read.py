"""An article's pasted address is read at once, against a web server of our own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.incident_world import PAGE, REF, world

TITLE = "Kompass stod stilla på Åby lasarett"
TEXT = "Driften av journalsystemet Kompass på Åby lasarett stod stilla under förmiddagen. " * 6


def article(title: str = TITLE) -> str:
    return (
        f"<html lang=sv><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"<p>{TEXT}</p></article></body></html>"
    )


async def test_an_address_becomes_an_article_with_evidence_at_once(desk: Desk, web: Any) -> None:
    url = web.reply("/1", article())

    answer = await desk.post("artiklar/las", url=url)

    row = desk.store.rows("SELECT * FROM articles WHERE url = ?", [url])[0]
    assert TITLE == row["title"]
    assert answer.headers["location"].endswith(f"/artiklar/{row['id']}")
    assert "Artikeln är läst." == desk.told(answer)["text"]
    assert 1 == desk.store.value("SELECT count(*) FROM evidence")
    assert 0 == desk.store.value("SELECT count(*) FROM judge_queue")
    # The medium that is new here is the editor's in the audit trail, and the chain holds.
    assert 0 == desk.store.value("SELECT count(*) FROM audit WHERE hash IS NULL")


async def test_an_article_that_is_there_is_read_again(desk: Desk, web: Any) -> None:
    url = web.reply("/1", article())
    await desk.post("artiklar/las", url=url)
    web.reply("/1", article("Kompass fungerar igen på Åby lasarett"))

    answer = await desk.post("artiklar/las", url=url)

    assert "Artikeln fanns redan här och är läst igen." == desk.told(answer)["text"]
    assert 2 == desk.store.value("SELECT latest_version FROM articles WHERE url = ?", [url])


async def test_the_incident_of_the_form_gets_it(desk: Desk, web: Any) -> None:
    w = world(desk)
    before = desk.store.value("SELECT count(*) FROM incident_articles")

    answer = await desk.post("artiklar/las", url=web.reply("/1", article()), handelse=REF)

    assert f"Artikeln är läst. Den hör nu till {REF}." == desk.told(answer)["text"]
    assert before + 1 == desk.store.value("SELECT count(*) FROM incident_articles")
    assert w


async def test_an_incidents_own_page_reads_what_is_pasted_there(desk: Desk, web: Any) -> None:
    world(desk)

    answer = await desk.post(f"{PAGE}/artiklar", url=web.reply("/1", article()))

    assert f"Artikeln hör nu till {REF}." == desk.told(answer)["text"]
    assert TITLE == desk.store.value(
        "SELECT title FROM articles JOIN incident_articles ON article_id = articles.id"
        " ORDER BY articles.id DESC"
    )


@pytest.mark.parametrize(
    ("path", "status", "kind", "told"),
    [
        ("/1", 404, "text/html",
         "Sidan finns inte (svar 404). Kontrollera adressen. Lägg in artikeln för hand."),
        ("/1", 200, "application/pdf",
         "Adressen ger ingen sida som går att läsa som en artikel. Lägg in artikeln för hand."),
        ("/hemligt", 200, "text/html",
         "Webbplatsen ber robotar att inte läsa sidan. Lägg in artikeln för hand."),
    ],
)  # fmt: skip
async def test_what_cannot_be_read_is_said_and_leads_to_the_form(
    desk: Desk, web: Any, path: str, status: int, kind: str, told: str
) -> None:
    web.reply("/robots.txt", "User-agent: *\nDisallow: /hemligt\n")
    url = web.reply(path, article(), status, Content_Type=kind)

    answer = await desk.post("artiklar/las", url=url, handelse="")

    assert told == desk.told(answer)["text"]
    assert "/artiklar/ny?" in answer.headers["location"]
    assert 0 == desk.store.value("SELECT count(*) FROM articles")


async def test_a_site_that_cannot_say_what_robots_may_read_is_not_said_to_forbid_it(
    desk: Desk, web: Any
) -> None:
    web.reply("/robots.txt", "trasig", 503)

    broken = await desk.post("artiklar/las", url=web.reply("/1", article()))
    inside = await desk.post("artiklar/las", url="http://10.0.0.1/1")

    assert desk.told(broken)["text"].startswith("Webbplatsen har ett eget fel (svar 503).")
    assert desk.told(inside)["text"].startswith("Adressen leder till ett privat nät")


async def test_what_is_no_address_is_told_at_the_field(desk: Desk) -> None:
    answer = await desk.post("artiklar/las", url="inte en adress", _formular="las")

    assert 400 == answer.status_code
    assert "är ingen webbadress" in answer.text


async def test_a_reader_makes_the_desk_ask_nobody(desk: Desk, web: Any) -> None:
    answer = await desk.post("artiklar/las", role="reader", url=web.reply("/1", article()))

    assert 403 == answer.status_code
    assert [] == web.paths()
