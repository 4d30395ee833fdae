from __future__ import annotations

import re
from datetime import timedelta
from xml.etree import ElementTree as ET

from incidents.desk import tokens
from tests.unit.incidents.desk.conftest import NOW, Desk
from tests.unit.incidents.desk.test_review import a_flag

ATOM = "{http://www.w3.org/2005/Atom}"


async def _made(desk: Desk, role: str = "reader") -> str:
    answer = await desk.post("floden-till-mig", role=role, name="mobilen", watch_id="")
    found = re.search(r"/-/lagesbild/traffar/[\w-]+\.atom", answer.text)
    assert found is not None
    return found[0]


async def test_a_feed_gives_the_flags_to_whoever_has_its_address(desk: Desk) -> None:
    a_flag(desk)
    a_flag(desk, "En annan & bättre träff", band="look")

    answer = await desk.get(await _made(desk), role="")

    assert "application/atom+xml; charset=utf-8" == answer.headers["content-type"]
    feed = ET.fromstring(answer.text)
    titles = [one.text for one in feed.iter(f"{ATOM}title")]
    assert ["Träffar – Lägesbild", "MV: Kompass saknar <rätt> märkning"] == titles


async def test_only_a_digest_of_the_address_is_stored_and_it_is_shown_once(desk: Desk) -> None:
    address = await _made(desk)
    secret = address.rpartition("/")[2].removesuffix(".atom")

    stored = desk.store.row("SELECT * FROM feed_tokens")

    assert stored is not None
    assert secret not in str(stored)
    assert secret not in (await desk.get("floden-till-mig", role="reader")).text
    logged = desk.store.rows("SELECT after FROM audit_values")
    assert not any(stored["token_hash"] in str(row["after"]) for row in logged)


async def test_a_revoked_feed_and_a_guessed_one_do_not_exist(desk: Desk) -> None:
    address = await _made(desk)
    await desk.post("floden-till-mig/1/aterkalla", role="reader")

    assert 404 == (await desk.get(address, role="")).status_code
    assert 404 == (await desk.get(f"traffar/{'x' * 43}.atom", role="")).status_code


async def test_a_feed_ends_with_its_account(desk: Desk) -> None:
    address = await _made(desk)
    with desk.store.atomic():
        desk.store.update("users", 1, {"disabled_at": desk.store.now()})

    assert 404 == (await desk.get(address, role="")).status_code


async def test_nobody_revokes_another_persons_feed(desk: Desk) -> None:
    address = await _made(desk)

    answer = await desk.post("floden-till-mig/1/aterkalla", role="editor")

    assert 404 == answer.status_code
    assert 200 == (await desk.get(address, role="")).status_code


async def test_a_feed_without_a_name_is_refused_at_its_field(desk: Desk) -> None:
    answer = await desk.post("floden-till-mig", role="reader", name=" ", _formular="nytt-flode")

    assert 400 == answer.status_code
    assert 'id="nytt-flode-name-fel"' in answer.text


def test_a_feed_is_fetched_so_many_times_an_hour_and_then_again() -> None:
    cap = tokens.Cap()

    admitted = [cap.admits(1, NOW) for _ in range(tokens.PER_HOUR + 1)]

    assert [True] * tokens.PER_HOUR + [False] == admitted
    assert cap.admits(2, NOW)
    assert cap.admits(1, NOW + timedelta(hours=1))
