from __future__ import annotations

import pytest

from incidents.desk import catalogue, cells
from tests.unit.incidents.desk.conftest import Desk

TIMES = {"known_at": "2026-03-09T09:40:00Z", "entered_at": "2026-03-09T13:20:00Z"}


@pytest.fixture
def article(desk: Desk) -> int:
    outlet = desk.store.insert("outlets", {"name": "Morgonbladet Väst", "short_name": "MV"})
    return desk.store.insert(
        "articles",
        {
            "outlet_id": outlet,
            "url": "https://mv.example/1",
            "title": "Journalsystemhaveriet utreds",
            "lede": "Orsaken är okänd.",
            "first_seen_at": "2026-03-09T13:13:00Z",
        },
    )


@pytest.fixture
def incident(desk: Desk) -> int:
    values = {"ref": "H-2026-011", "title": "Kompass", "severity": "serious", **TIMES}
    return desk.store.insert("incidents", {**values, "owner_id": 2})


async def test_a_table_is_told_in_swedish(desk: Desk, incident: int) -> None:
    text = (await desk.get("/lagesbild/incidents?severity=serious", role="reader")).text

    assert "<h1>Händelser</h1>" in text
    assert "1 rad där allvar är ”allvarlig”" in text
    assert ">Handläggare<" in text
    assert '<a href="/-/lagesbild/handelser/H-2026-011">Kompass</a>' in text
    assert "9 mars 2026 klockan 10.40" in text
    assert ">Editor</a>" in text


@pytest.mark.parametrize("word", ["journalsystem", "journalsystemen", "haveriet"])
async def test_a_search_box_knows_swedish_forms(desk: Desk, article: int, word: str) -> None:
    answer = await desk.get(f"/lagesbild/articles.json?_search={word}&_shape=array")

    assert [article] == [row["id"] for row in answer.json()]


async def test_a_search_without_a_word_finds_nothing(desk: Desk, article: int) -> None:
    answer = await desk.get("/lagesbild/articles.json?_search=%22*&_shape=array")

    assert [] == answer.json()


async def test_a_row_leads_to_our_page(desk: Desk, article: int) -> None:
    text = (await desk.get(f"/lagesbild/articles/{article}")).text

    assert f'<a class="button" href="/-/lagesbild/artiklar/{article}">Öppna sidan</a>' in text


@pytest.mark.parametrize("question", [one.name for one in catalogue.questions()])
async def test_every_saved_question_has_an_answer(desk: Desk, question: str) -> None:
    one = next(one for one in catalogue.questions() if one.name == question)

    answer = await desk.get(f"/lagesbild/{question}", role="editor")

    assert 200 == answer.status_code
    assert f"<h1>{one.title}</h1>" in answer.text


async def test_a_saved_question_leads_to_our_pages(desk: Desk, incident: int) -> None:
    text = (await desk.get("/lagesbild/oppna_handelser")).text

    assert '<a href="/-/lagesbild/handelser/H-2026-011">Öppna</a>' in text
    assert "<td>allvarlig</td>" in text


async def test_a_period_narrows_a_saved_question(desk: Desk) -> None:
    text = (await desk.get("/lagesbild/svarstider?fran=2026-03-01&till=2026-03-09")).text

    assert ">Från och med, till exempel 2026-03-09</label>" in text


async def test_lists_can_be_taken_along(desk: Desk, incident: int) -> None:
    answer = await desk.get("/lagesbild/incidents.csv")

    assert "text/csv" in answer.headers["content-type"] or answer.text.startswith("id,ref")
    assert "H-2026-011" in answer.text


async def test_a_query_that_takes_too_long_is_explained(desk: Desk) -> None:
    endless = (
        "with recursive c(x) as (select 1 union all select x %2B 1 from c) select count(*) from c"
    )

    answer = await desk.get(f"/lagesbild/-/query?sql={endless}&_timelimit=20", "administrator")

    assert 400 == answer.status_code
    assert "Det tog för lång tid" in answer.text


async def test_a_wrong_query_is_explained_to_who_wrote_it(desk: Desk) -> None:
    answer = await desk.get("/lagesbild/-/query?sql=selec", "administrator")

    assert 400 == answer.status_code
    assert "Frågan går inte att köra." in answer.text


async def test_a_missing_row_is_a_swedish_404(desk: Desk) -> None:
    answer = await desk.get("/lagesbild/incidents/99")

    assert 404 == answer.status_code
    assert "Det du söker finns inte här." in answer.text


def test_a_cell_is_a_word_a_time_or_left_alone() -> None:
    row = {"id": 1}

    assert "kris" == cells.shown(row, "crisis", "severity", "incidents", "")
    assert "ja" == cells.shown(row, 1, "verbatim", "statements", "")
    assert "Händelser" == cells.shown(row, "incidents", "table_name", "audit", "")
    assert cells.shown(row, "fri text", "reason", "audit", "") is None
    assert cells.shown(row, None, "severity", "incidents", "") is None


def test_columns_stand_with_the_name_first_and_the_machines_own_last() -> None:
    columns = ["id", "guid", "url", "outlet_id", "title", "published_precision"]

    assert [0, 4, 3, 1, 2, 5] == catalogue.arranged("articles", columns)
