from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from incidents.desk.pages import metrics_picture
from incidents.record.metrics import Found, Raw
from monitor.core.actors import system
from monitor.core.clock import to_text
from tests.unit.incidents.desk.conftest import Desk

START = datetime(2026, 3, 9, 9, 40, tzinfo=UTC)


def answer(days: int, minutes: int, *, kept: bool = True) -> Raw:
    start = START + timedelta(days=days)
    end = to_text(start + timedelta(minutes=minutes))
    return Raw("Vad har hänt?", "H-2026-011", to_text(start), end, 60 * minutes, int(kept), "")


def found_of(*rows: Raw) -> Found:
    return Found("answer", rows)


def an_enquiry(desk: Desk, came: str, answered: str | None, deadline: str) -> None:
    with desk.store.writing(system("test")):
        outlet = desk.store.value("SELECT id FROM outlets") or desk.store.insert(
            "outlets", {"name": "Morgonbladet Väst", "short_name": "MV"}
        )
        desk.store.insert(
            "enquiries",
            {"asker": "media", "outlet_id": outlet, "question": "Är Kompass rätt märkt?",
             "happened_at": came, "known_at": came, "entered_at": came, "answered_at": answered,
             "deadline_at": deadline},
        )  # fmt: skip


async def test_the_page_tells_lengths_deadlines_and_the_middle(desk: Desk) -> None:
    an_enquiry(desk, "2026-03-09T09:40:00Z", "2026-03-09T11:50:00Z", "2026-03-09T12:00:00Z")
    an_enquiry(desk, "2026-03-02T09:40:00Z", "2026-03-02T10:40:00Z", "2026-03-02T10:00:00Z")

    page = (await desk.get("matt", role="reader")).text

    assert "2 h 10 min" in page
    assert "1 av 2" in page
    assert "1 h 35 min" in page
    assert 2 == page.count("<svg")
    assert 2 == len(re.findall(r'<svg[^>]* role="img" aria-label="[^"]+"', page))


async def test_a_period_leaves_out_the_rest_and_an_empty_one_says_so(desk: Desk) -> None:
    an_enquiry(desk, "2026-03-02T09:40:00Z", None, "2026-03-02T10:00:00Z")

    inside = (await desk.get("matt?fran=2026-03-02&till=2026-03-02")).text
    outside = (await desk.get("matt?fran=2026-03-03")).text

    assert "obesvarad" in inside
    assert "obesvarad" not in outside
    assert "Inget att mäta i perioden." in outside


async def test_a_period_that_ends_before_it_begins_is_explained(desk: Desk) -> None:
    shown = await desk.get("matt?fran=2026-03-09&till=2026-03-02")

    assert "Perioden slutar innan den börjar." in shown.text


def test_late_answers_have_a_shape_of_their_own() -> None:
    picture = metrics_picture.answers(found_of(answer(0, 30), answer(1, 200, kept=False)))

    assert picture is not None
    assert [False, True] == [dot.late for dot in picture.dots]
    assert picture.dots[1].y < picture.dots[0].y
    assert "1 besvarades för sent" in picture.told


def test_everything_drawn_lies_within_the_picture() -> None:
    found = found_of(*(answer(days, 7 * days) for days in range(0, 90, 4)))

    for picture in (metrics_picture.answers(found), metrics_picture.weeks(found.by_week())):
        assert picture is not None
        places = [(dot.x, dot.y) for dot in picture.dots]
        places += [(bar.x, bar.y) for bar in picture.bars]
        assert all(0 <= x <= picture.width and 0 <= y <= picture.base for x, y in places)
        assert 2 <= len(picture.ticks) <= 14


def test_too_little_is_not_drawn() -> None:
    assert metrics_picture.answers(found_of(answer(0, 30))) is None
    assert metrics_picture.weeks(found_of(answer(0, 30)).by_week()) is None
