from __future__ import annotations

from monitor.core.actors import system
from tests.unit.incidents.desk.conftest import Desk


def an_article(desk: Desk, number: int, story: int | None = None) -> int:
    """Store an article in a story, a new one unless told."""
    store, at = desk.store, "2026-03-09T13:10:00Z"
    with store.writing(system("test")):
        outlet = store.insert("outlets", {"name": f"Blad {number}", "short_name": f"B{number}"})
        return store.insert(
            "articles",
            {
                "outlet_id": outlet,
                "title": f"Rubrik {number}",
                "published_at": at,
                "first_seen_at": at,
                "story_id": story or store.insert("stories", {"first_at": at, "last_at": at}),
            },
        )


def stories(desk: Desk) -> list[int]:
    return [row["story_id"] for row in desk.store.rows("SELECT story_id FROM articles ORDER BY id")]


async def test_an_article_is_made_the_same_news_as_another(desk: Desk) -> None:
    first, second = an_article(desk, 1), an_article(desk, 2)

    page = (await desk.get(f"artiklar/{second}")).text
    answer = await desk.post(f"artiklar/{second}/samma-nyhet", other=first)

    assert "Samma nyhet som …" in page
    assert "Hör inte till den här nyheten" not in page
    assert 303 == answer.status_code
    assert [1, 1] == stories(desk)


async def test_an_article_is_taken_out_of_its_news_and_back(desk: Desk) -> None:
    first = an_article(desk, 1)
    second = an_article(desk, 2, story=1)

    page = (await desk.get(f"artiklar/{second}")).text
    await desk.post(f"artiklar/{second}/annan-nyhet")
    apart = stories(desk)
    await desk.post(f"artiklar/{second}/samma-nyhet", other=first)

    assert "Hör inte till den här nyheten" in page
    assert 2 == len(set(apart))
    assert [1, 1] == stories(desk)


async def test_an_article_alone_is_not_taken_out(desk: Desk) -> None:
    first = an_article(desk, 1)

    answer = await desk.post(f"artiklar/{first}/annan-nyhet")

    assert 409 == answer.status_code
    assert "redan ensam" in answer.text


async def test_a_reader_neither_sees_the_buttons_nor_may_press_them(desk: Desk) -> None:
    first = an_article(desk, 1)
    second = an_article(desk, 2, story=1)

    page = (await desk.get(f"artiklar/{second}", role="reader")).text
    answer = await desk.post(f"artiklar/{second}/samma-nyhet", role="reader", other=first)

    assert "Rätta grupperingen" not in page
    assert 403 == answer.status_code


async def test_a_choice_left_out_is_told_at_its_field(desk: Desk) -> None:
    first, _ = an_article(desk, 1), an_article(desk, 2)

    answer = await desk.post(
        f"artiklar/{first}/samma-nyhet", _formular="samma-nyhet", other=str(first)
    )

    assert 400 == answer.status_code
    assert "Välj en annan artikel" in answer.text
