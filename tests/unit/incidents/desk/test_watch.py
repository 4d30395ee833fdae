"""Watches in the desk: changed, tried before they are saved, proposed, exported and imported."""

from __future__ import annotations

import pytest

from incidents.desk.pages.watch_form import line, values
from monitor.core.actors import system
from monitor.core.resources import shipped
from monitor.judge.watches import Watch, from_toml, key_of
from monitor.judge.watchlist import import_watches, stored_watch
from tests.unit.incidents.desk.conftest import Desk

KOMPASS = "data/watches/kompass.toml"


@pytest.fixture
def kompass(desk: Desk) -> Watch:
    import_watches(desk.store, [shipped(KOMPASS)])
    for title in ("Åby stoppar Kompass", "Åby läkare kritiserar Polstjärnan", "Snö i norr"):
        _article(desk, title)
    return stored_watch(desk.store, "kompass").watch


def _article(desk: Desk, title: str) -> None:
    store = desk.store
    with store.writing(system("test")):
        outlet = store.value("SELECT id FROM outlets") or store.insert(
            "outlets", {"name": "Morgonbladet Väst", "short_name": "MV"}
        )
        article = store.insert(
            "articles",
            {"outlet_id": outlet, "title": title, "first_seen_at": "2026-03-08T13:13:00Z"},
        )
        store.insert(
            "article_versions",
            {
                "article_id": article,
                "number": 1,
                "captured_at": store.now(),
                "title": title,
                "digest": title,
            },
        )


def typed(watch: Watch, **changed: str) -> dict[str, str]:
    return {**values(watch), "_formular": "bevakning", **changed}


async def test_the_list_shows_what_is_sought(desk: Desk, kompass: Watch) -> None:
    page = (await desk.get("bevakningar", role="reader")).text

    assert "Kompass i Västmark" in page
    assert "Ny bevakning" not in page


async def test_a_form_saved_unchanged_is_the_same_watch(desk: Desk, kompass: Watch) -> None:
    answer = await desk.post("bevakningar/kompass", role="approver", **typed(kompass))

    assert 303 == answer.status_code
    assert kompass == stored_watch(desk.store, "kompass").watch


async def test_a_preview_tells_what_is_added_and_dropped_and_saves_nothing(
    desk: Desk, kompass: Watch
) -> None:
    changed = typed(kompass, names="Polstjärnan; program; eget", gor="prova")

    page = (await desk.post("bevakningar/kompass", role="approver", **changed)).text

    assert "tillkommer 1 och faller 1 bort" in page
    assert "Åby läkare kritiserar Polstjärnan" in page
    assert "<mark>Polstjärnan</mark></a>" in page
    assert "Polstjärnan; program; eget</textarea>" in page
    assert kompass == stored_watch(desk.store, "kompass").watch


async def test_a_saved_change_judges_stored_articles_at_once(desk: Desk, kompass: Watch) -> None:
    changed = typed(kompass, names="Polstjärnan; program; eget; från 1 januari 2026")

    await desk.post("bevakningar/kompass", role="administrator", **changed)

    saved = stored_watch(desk.store, "kompass").watch
    assert ["Polstjärnan; program; eget; från 2026-01-01"] == [line(name) for name in saved.names]
    assert ["Åby läkare kritiserar Polstjärnan"] == [
        row["title"]
        for row in desk.store.rows(
            "SELECT title FROM flags JOIN articles ON articles.id = article_id WHERE band = 'flag'"
        )
    ]
    assert "administrator" == desk.store.value(
        "SELECT actor FROM audit WHERE table_name = 'watches' ORDER BY id DESC"
    )


async def test_a_word_that_cannot_be_read_is_told_at_the_names(desk: Desk, kompass: Watch) -> None:
    changed = typed(kompass, names="Kompass; kanske")

    answer = await desk.post("bevakningar/kompass", role="approver", **changed)

    assert 400 == answer.status_code
    assert "”kanske” på raden för Kompass går inte att tolka." in answer.text
    assert "Kompass; kanske</textarea>" in answer.text


@pytest.mark.parametrize("field", ["names", "near", "context", "people", "places"])
async def test_a_word_that_starts_with_a_mark_is_told_at_its_field(
    desk: Desk, kompass: Watch, field: str
) -> None:
    changed = typed(kompass, gor="prova") | {field: "🔥 brand"}

    answer = await desk.post("bevakningar/kompass", role="approver", **changed)

    assert 400 == answer.status_code
    assert f'href="#bevakning-{field}"' in answer.text
    assert "”🔥 brand” ska börja med en bokstav eller en siffra." in answer.text


async def test_a_change_made_meanwhile_is_not_lost(desk: Desk, kompass: Watch) -> None:
    changed = typed(kompass, title="Kompassen", revision="2026-01-01T00:00:00Z")

    answer = await desk.post("bevakningar/kompass", role="approver", **changed)

    assert 409 == answer.status_code
    assert kompass == stored_watch(desk.store, "kompass").watch


async def test_an_editor_sees_a_watch_and_may_not_change_it(desk: Desk, kompass: Watch) -> None:
    page = await desk.get("bevakningar/kompass")
    refused = await desk.post("bevakningar/kompass", **typed(kompass))

    assert "Nordlys Health" in page.text
    assert "Förhandsgranska" not in page.text
    assert 403 == refused.status_code


async def test_a_watch_is_switched_off_and_on_again(desk: Desk, kompass: Watch) -> None:
    await desk.post("bevakningar/kompass/anvand", role="approver", active="0")
    off = stored_watch(desk.store, "kompass").watch.active

    await desk.post("bevakningar/kompass/anvand", role="approver", active="1")

    assert (False, True) == (off, stored_watch(desk.store, "kompass").watch.active)


async def test_a_watch_leaves_as_a_file_and_comes_back(desk: Desk, kompass: Watch) -> None:
    file = (await desk.get("bevakningar/kompass.toml")).text

    page = await desk.post("bevakningar/las-in", role="approver", file=file, _formular="fil")

    assert kompass == from_toml(file)
    assert "tillkommer 0 och faller 0 bort" in page.text


async def test_a_file_that_is_no_watch_is_refused(desk: Desk, kompass: Watch) -> None:
    answer = await desk.post("bevakningar/las-in", role="approver", file="nej", _formular="fil")

    assert 400 == answer.status_code
    assert "Filen går inte att läsa" in answer.text


async def test_a_new_watch_is_proposed_tried_and_saved(desk: Desk, kompass: Watch) -> None:
    report = "Polstjärnan är ett schemasystem. Läkare i Region Västmark prövar schemasystemet."

    proposed = await desk.post(
        "bevakningar/ny", role="approver", names="Polstjärnan", text=report, _formular="forslag"
    )
    saved = await desk.post(
        "bevakningar/ny/spara",
        role="approver",
        title="Polstjärnan",
        kind="programme",
        names="Polstjärnan; program; eget",
        places="Region Västmark",
    )

    assert "inte sparad" in proposed.text
    assert "Region Västmark\nVästmark</textarea>" in proposed.text
    assert "<mark>Polstjärnan</mark>" in proposed.text
    assert saved.headers["location"].endswith("/bevakningar/polstjarnan")
    assert 1 == desk.store.value(
        "SELECT count(*) FROM flags JOIN watches ON watches.id = watch_id"
        " WHERE band = 'flag' AND slug = 'polstjarnan'"
    )


async def test_a_watch_is_proposed_from_a_chosen_file(desk: Desk, kompass: Watch) -> None:
    report = "Polstjärnan är ett schemasystem. Läkare i Region Västmark prövar schemasystemet."
    chosen = {"upload": ("rapport.txt", report.encode())}

    proposed = await desk.send(
        "bevakningar/ny", chosen, "approver", names="Polstjärnan", text="", _formular="forslag"
    )

    assert 200 == proposed.status_code
    assert "Region Västmark\nVästmark</textarea>" in proposed.text
    assert "<mark>Polstjärnan</mark>" in proposed.text


async def test_a_file_that_cannot_be_read_is_refused_beside_its_field(desk: Desk) -> None:
    chosen = {"upload": ("bild.png", b"\x89PNG\x00")}

    answer = await desk.send(
        "bevakningar/ny", chosen, "approver", names="Polstjärnan", _formular="forslag"
    )

    assert 400 == answer.status_code
    assert 'id="forslag-upload-fel">”bild.png” är inget dokument' in answer.text
    assert "Polstjärnan</textarea>" in answer.text


async def test_far_too_large_a_file_is_refused_in_swedish(desk: Desk) -> None:
    chosen = {"upload": ("stor.txt", b"a" * (51 * 1024 * 1024))}

    answer = await desk.send("bevakningar/ny", chosen, "approver", names="x", _formular="forslag")

    assert 413 == answer.status_code
    assert "Det du skickade är för stort." in answer.text


async def test_a_watch_comes_back_as_a_chosen_file(desk: Desk, kompass: Watch) -> None:
    file = (await desk.get("bevakningar/kompass.toml")).text

    page = await desk.send(
        "bevakningar/las-in", {"upload": ("kompass.toml", file.encode())}, "approver"
    )

    assert "tillkommer 0 och faller 0 bort" in page.text


async def test_without_names_nothing_is_proposed(desk: Desk) -> None:
    answer = await desk.post("bevakningar/ny", role="approver", text="x", _formular="forslag")

    assert 400 == answer.status_code
    assert "Fältet måste fyllas i." in answer.text


def test_keys_are_plain_and_nobody_elses() -> None:
    assert "aby-kok" == key_of("Åby kök", frozenset())
    assert "ny-2" == key_of("Ny", frozenset())
    assert "kompass-3" == key_of("Kompass", frozenset({"kompass", "kompass-2"}))
    assert "bevakning" == key_of("???", frozenset())
