"""Learning in the desk: what is in use, learning anew, the way back, and the audit sample."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from incidents.desk.pages.learning import outcome
from incidents.desk.training import Training, train_command
from monitor.core.actors import system
from monitor.core.resources import shipped
from monitor.judge.registry import add_model, ensure_model
from monitor.judge.watchlist import import_watches
from tests.unit.incidents.desk.conftest import Desk

SAID = '{"model": 3, "in_use": true, "labels": 800, "verdicts": 26, "metrics": {}}'


@pytest.fixture
def learnt(desk: Desk) -> Desk:
    ensure_model(desk.store, desk.datasette.lagesbild.settings.models)
    import_watches(desk.store, [shipped("data/watches/kompass.toml")])
    return desk


def dropped(desk: Desk, number: int) -> None:
    store = desk.store
    with store.writing(system("test")):
        outlet = store.insert("outlets", {"name": "Morgonbladet Väst", "short_name": "MV"})
        for at in range(number):
            told: dict[str, Any] = {
                "title": f"Snö, dag {at}",
                "first_seen_at": "2026-03-06T12:00:00Z",
            }
            article = store.insert("articles", told | {"outlet_id": outlet})
            store.insert(
                "article_versions",
                {
                    "article_id": article,
                    "number": 1,
                    "captured_at": store.now(),
                    "title": told["title"],
                    "digest": str(at),
                },
            )


async def test_the_page_tells_the_model_and_its_measures(learnt: Desk) -> None:
    page = (await learnt.get("larande", role="reader")).text

    assert "Modell 1 lärde" in page
    assert "medelprecision 0,97" in page
    assert "Det går inte att säga än." in page
    assert "Lär om nu" not in page


async def test_without_a_model_the_page_says_so(desk: Desk) -> None:
    assert "Ingen modell används." in (await desk.get("larande")).text


async def test_an_earlier_model_is_put_back_by_name(learnt: Desk) -> None:
    data = shipped("data/seed_model.json").read_bytes() + b"\n"
    add_model(learnt.store, learnt.datasette.lagesbild.settings.models, data, actor=system("test"))

    answer = await learnt.post("larande/1", role="editor")

    assert 303 == answer.status_code
    assert 1 == learnt.store.value("SELECT id FROM models WHERE in_use = 1")
    assert "editor" == learnt.store.value(
        "SELECT actor FROM audit WHERE table_name = 'models' ORDER BY id DESC"
    )


async def test_those_who_do_not_judge_do_not_train(learnt: Desk) -> None:
    assert 403 == (await learnt.post("larande", role="reader")).status_code
    assert 403 == (await learnt.post("larande/1", role="archivist")).status_code


async def test_training_runs_as_a_process_and_tells_what_came_of_it() -> None:
    training = Training()

    started = training.start((sys.executable, "-c", f"print('''{SAID}''')"), "2026-03-09T19:00:00Z")
    again = training.start(("true",), "2026-03-09T19:00:00Z")
    await training.wait(300)

    assert (True, False) == (started, again)
    assert "Modell 3 lärde av 800 exempel, varav 26 är era egna bedömningar." in outcome(training)


async def test_a_training_that_fails_tells_why() -> None:
    training = Training()
    script = "import sys; sys.exit('Fel: För få bedömningar.')"

    training.start((sys.executable, "-c", script), "2026-03-09T19:00:00Z")
    await training.wait(300)

    assert "Det gick inte att lära om. För få bedömningar." == outcome(training)
    assert "" == training.since


async def test_a_command_that_is_not_there_is_no_surprise() -> None:
    training = Training()

    training.start(("/finns/inte",), "2026-03-09T19:00:00Z")
    await training.wait(300)

    assert "Försök igen." in outcome(training)


async def test_a_training_that_is_cut_short_leaves_no_process_behind(tmp_path: Path) -> None:
    training, told = Training(), tmp_path / "pid"
    script = (
        f"import os, signal; open({str(told)!r}, 'w').write(f'{{os.getpid()}}.'); signal.pause()"
    )
    training.start((sys.executable, "-c", script), "2026-03-09T19:00:00Z")
    while not told.exists() or not told.read_text().endswith("."):  # noqa: ASYNC110 - another process
        await asyncio.sleep(0.02)

    assert training._task is not None
    training._task.cancel()
    await training.wait(300)

    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text().removesuffix(".")), 0)
    assert "" == training.since


def test_the_person_who_asks_is_named_to_the_child(learnt: Desk) -> None:
    command = train_command(learnt.datasette.lagesbild.settings.state, "-x")

    assert "--as=-x" == command[-1]


async def test_five_dropped_articles_are_read_and_counted(learnt: Desk) -> None:
    dropped(learnt, 8)

    page = (await learnt.get("granska/stickprov")).text
    answer = await learnt.post("granska/stickprov", article="1", watch="1", verdict="irrelevant")

    assert 5 == page.count('<article class="card"')
    drawn = 'name="article" value="1"' in page
    assert (303 if drawn else 409) == answer.status_code
    assert int(drawn) == learnt.store.value("SELECT count(*) FROM audit_samples")


async def test_the_interval_is_told_with_its_reservation(learnt: Desk) -> None:
    dropped(learnt, 5)
    for article in range(1, 6):
        await learnt.post(
            "granska/stickprov", article=str(article), watch="1", verdict="irrelevant"
        )
    nothing_found = (await learnt.get("larande")).text
    learnt.store.execute(
        "UPDATE flags SET band = 'flag', verdict = 'relevant' WHERE article_id = 1"
    )
    learnt.store.execute(
        "DELETE FROM audit_samples WHERE flag_id = (SELECT id FROM flags WHERE article_id = 1)"
    )

    page = (await learnt.get("larande")).text

    assert "ingen träff är bedömd som relevant än" in nothing_found
    assert "Återkallningen är mellan 29 och 100 procent med 95 procents konfidens." in page
    assert "för lite läst" in page


async def test_one_article_that_was_read_is_spoken_of_as_one(learnt: Desk) -> None:
    dropped(learnt, 5)
    await learnt.post("granska/stickprov", article="2", watch="1", verdict="irrelevant")
    one = (await learnt.get("larande")).text
    await learnt.post("granska/stickprov", article="3", watch="1", verdict="irrelevant")
    two = (await learnt.get("larande")).text

    assert "har 1 dragits på måfå och lästs. Den var inte relevant." in one
    assert "har 2 dragits på måfå och lästs. Ingen av dem var relevant." in two
