from __future__ import annotations

from typing import Any

import pytest

from incidents.desk.getting_started import left_to_do
from incidents.desk.waiting import waiting_for
from monitor.core.accounts import actor_named
from monitor.core.settings import Settings
from tests.unit.incidents.desk.conftest import ROLES, Desk
from tests.unit.incidents.desk.report_world import e01, step

TIMES = {"known_at": "2026-03-09T09:40:00Z", "entered_at": "2026-03-09T13:20:00Z"}


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """An evening with something of everything waiting."""
    insert = desk.store.insert
    outlet = insert("outlets", {"name": "Morgonbladet Väst", "short_name": "MV"})
    source = {"outlet_id": outlet, "title": "MV", "url": "https://mv.example/rss"}
    insert("sources", {**source, "added_at": TIMES["known_at"]})
    insert("source_state", {"source_id": 1, "status": "failing", "failures": 3})
    incident = insert("incidents", {"ref": "H-2026-011", "title": "Kompass", **TIMES})
    insert("incidents", {"ref": "H-2026-012", "title": "Ny", "status": "proposed", **TIMES})
    question = {"asker": "media", "outlet_id": outlet, "question": "Är Kompass märkt?"}
    soon = {"deadline_at": "2026-03-09T19:30:00Z", "happened_at": TIMES["known_at"]}
    insert("enquiries", {**question, **soon, **TIMES, "incident_id": incident})
    said = {"incident_id": incident, "direction": "out", "channel": "written", "wording": "Svar"}
    insert("statements", {**said, "approval": "requested", **TIMES})
    done = {"incident_id": incident, "wording": "Ringa", "status": "planned"}
    insert("actions", {**done, "due_at": "2026-03-09T20:00:00Z", **TIMES})
    asked = {"incident_id": incident, "wording": "Vilken dag?"}
    insert("questions", {**asked, "answer_due_at": "2026-03-10T10:00:00Z", **TIMES})
    person = {"username": "per", "display_name": "Per", "role": "editor"}
    insert("users", {**person, "created_at": TIMES["known_at"]})
    return desk


def titles(desk: Desk, role: str) -> set[str]:
    return {one.title for one in waiting_for(desk.store, actor_named(desk.store, role))}


def test_each_role_is_shown_what_it_can_do_something_about(busy: Desk) -> None:
    editor = {
        "Mediefrågor att besvara",
        "Föreslagna händelser",
        "Svar vi väntar på",
        "Åtgärder med tid som går ut",
    }

    assert set() == titles(busy, "reader")
    assert editor == titles(busy, "editor")
    assert editor | {"Uttalanden att godkänna"} == titles(busy, "approver")
    assert {
        "Flöden som är tysta eller inte fungerar",
        "Inbjudna som inte har loggat in",
    } == titles(busy, "administrator")


async def test_a_report_waits_until_it_is_sent(desk: Desk) -> None:
    e01(desk)
    seen = [reports_waiting(desk)]
    await step(desk, "granskning")
    seen.append(reports_waiting(desk))
    await step(desk, "godkann", role="approver")
    seen.append(reports_waiting(desk))

    assert ["Rapporter som skrivs", "", "Godkända rapporter att skicka ut"] == seen


def reports_waiting(desk: Desk) -> str:
    lists = waiting_for(desk.store, actor_named(desk.store, "editor"))
    said = "2026-E01: uppgifter i MV om Kompass"
    return "".join(one.title for one in lists for row in one.rows if row["text"].startswith(said))


def a_series(desk: Desk) -> None:
    names = ("name", "programme", "producer", "commissioner", "cadence", "purpose", "distribution")
    desk.store.insert("series", dict.fromkeys(names, "Kompass"))


def left(desk: Desk, role: str, **settings: str) -> list[str]:
    held = Settings(state=desk.datasette.lagesbild.settings.state, **settings)
    found = left_to_do(desk.store, held, actor_named(desk.store, role))
    return [row["text"] for row in found.rows]


def test_a_new_desk_says_what_is_left_to_set_up(desk: Desk) -> None:
    assert [
        "Skriv in den egna organisationen",
        "Lägg upp rapportserien",
        "Lägg upp en sändlista",
    ] == left(desk, "editor")
    assert ["Lägg upp en sändlista", "Ange e-postservern"] == left(desk, "administrator")
    assert [] == left(desk, "reader")


def test_what_is_set_up_is_not_asked_for_again(desk: Desk) -> None:
    insert = desk.store.insert
    a_series(desk)
    insert("organisations", {"name": "Region Västmark", "short_name": "RVM", "kind": "own"})
    people = insert("distribution_lists", {"name": "Chefer"})
    office = {
        "list_id": people,
        "name": "Regiondirektören",
        "channel": "email",
        "address": "a@b.se",
    }
    insert("recipients", {**office, "valid_from": TIMES["known_at"]})

    assert [] == left(desk, "editor")
    assert [] == left(desk, "administrator", smtp_host="mail.example")


async def test_a_deadline_that_has_passed_is_told_as_late_and_makes_its_list_urgent(
    busy: Desk,
) -> None:
    busy.store.execute("UPDATE questions SET answer_due_at = '2026-03-09T18:00:00Z'")

    lists = {one.title: one for one in waiting_for(busy.store, actor_named(busy.store, "editor"))}
    shown = (await busy.get("")).text

    assert "bad" == lists["Svar vi väntar på"].tone
    assert {"Svar vi väntar på", "Mediefrågor att besvara"} == set(list(lists)[:2])
    assert "info" == lists["Föreslagna händelser"].tone
    assert "försenad 1 h" in shown.partition("Vilken dag?")[2]


async def test_the_page_says_how_much_cannot_be_fetched(busy: Desk) -> None:
    assert "1 av 1 flöden</a> går inte att hämta." in (await busy.get("")).text


async def test_the_page_tells_what_and_when(busy: Desk) -> None:
    text = (await busy.get("", role="editor")).text

    assert "Är Kompass märkt?" in text
    assert "svar senast" in text
    assert '<a href="/-/lagesbild/handelser/H-2026-011">' in text


@pytest.mark.parametrize("role", ROLES)
async def test_the_menu_offers_only_what_the_role_may_open(desk: Desk, role: str) -> None:
    text = (await desk.get("", role=role)).text

    assert ("Användare</a>" in text) == (role == "administrator")


async def test_the_demo_says_so_on_every_page(desk: Desk) -> None:
    desk.datasette._jinja_env.globals["demo"] = True

    pages: list[Any] = [await desk.get(path) for path in ("", "/lagesbild", "finns-inte")]
    desk.datasette._jinja_env.globals["demo"] = False

    told = "Demo med påhittade uppgifter. Klockan här visar 9 mars 2026 klockan 20.00."
    assert all(told in page.text for page in pages)


async def test_the_search_box_finds_every_kind_of_record(busy: Desk) -> None:
    text = (await busy.get("sok?q=kompass")).text

    assert ">Händelser <" in text
    assert ">Frågor till oss <" in text
    assert "<mark>Kompass</mark>" in text


@pytest.mark.parametrize("query", ["", "   ", "%22*", "finnsinte"])
async def test_a_search_without_hits_is_calm(desk: Desk, query: str) -> None:
    assert 200 == (await desk.get(f"sok?q={query}")).status_code


async def test_health_is_told_to_machines(desk: Desk) -> None:
    answer = await desk.get("health.json", role="")

    assert 200 == answer.status_code
    assert ("ok", True) == (answer.json()["status"], answer.json()["poller"])


async def test_a_dead_poller_is_told_to_machines(desk: Desk) -> None:
    desk.datasette.lagesbild.alive = lambda: False

    answer = await desk.get("health.json", role="")
    desk.datasette.lagesbild.alive = lambda: True

    assert 503 == answer.status_code
    assert "poller_down" == answer.json()["status"]
