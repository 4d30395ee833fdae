from __future__ import annotations

import re
from datetime import timedelta

from incidents.desk import visits
from incidents.record import statement
from incidents.record.statement import NewStatement
from tests.unit.incidents.desk.conftest import Desk
from tests.unit.incidents.desk.incident_world import APPROVER, PAGE, World, world

#: A new sitting, and the same session.
LATER = timedelta(hours=1)


def _later(desk: Desk, by: timedelta) -> None:
    desk.clock.set(desk.clock.now() + by)


def _colleague_adds(here: World) -> int:
    new = NewStatement(
        direction="in",
        wording="Vi har inget besked.",
        channel="email",
        organisation_id=here.nordlys,
    )
    return statement.add(here.desk.store, APPROVER, here.incident, new)


async def test_nothing_is_marked_as_new_on_the_first_visit(desk: Desk) -> None:
    world(desk)

    shown = (await desk.get(PAGE)).text

    assert "Nytt sedan" not in shown


async def test_what_a_colleague_added_since_the_last_look_is_marked_and_counted(desk: Desk) -> None:
    here = world(desk)
    await desk.get(PAGE)
    _later(desk, LATER)
    key = _colleague_adds(here)
    _later(desk, timedelta(minutes=5))

    shown = (await desk.get(PAGE)).text

    assert "Nytt sedan" in shown
    assert "1 uttalande." in shown
    record = shown[shown.index(f'id="uttalande-{key}"') :].split("</li>")[0]
    assert '<span class="badge new">nytt</span>' in record


async def test_the_marks_stay_through_a_sitting_and_go_when_read(desk: Desk) -> None:
    here = world(desk)
    await desk.get(PAGE)
    _later(desk, LATER)
    _colleague_adds(here)
    _later(desk, timedelta(minutes=5))
    await desk.get(PAGE)
    _later(desk, timedelta(minutes=5))

    again = (await desk.get(PAGE)).text
    await desk.post(f"{PAGE}/last")

    assert "Nytt sedan" in again
    assert "Nytt sedan" not in (await desk.get(PAGE)).text


async def test_ones_own_work_is_not_news(desk: Desk) -> None:
    here = world(desk)
    await desk.get(PAGE)
    _later(desk, LATER)
    here.said("in")
    _later(desk, LATER)

    assert "Nytt sedan" not in (await desk.get(PAGE)).text


async def test_an_article_that_its_outlet_changed_is_told_as_changed(desk: Desk) -> None:
    here = world(desk)
    await desk.get(PAGE)
    _later(desk, LATER)
    with desk.store.atomic():
        desk.store.insert(
            "article_versions",
            {
                "article_id": here.article, "number": 2, "captured_at": desk.store.now(),
                "title": "Nytt journalsystem kan sakna märkning", "digest": "y",
                "change_kind": "headline",
            },
        )  # fmt: skip
    _later(desk, timedelta(minutes=5))

    shown = (await desk.get(PAGE)).text

    assert "1 artikel ändrad av mediet" in shown
    assert "ändrat</span>" in shown[shown.index(f'id="artikel-{here.article}"') :]


async def test_a_long_part_stands_folded_until_asked_for(desk: Desk) -> None:
    here = world(desk)
    for _ in range(4):
        here.said("in")

    def folded(text: str) -> bool:
        found = re.search(r"<details( open)?>\s*<summary><h2 id=\"uttalanden\"", text)
        assert found is not None
        return found[1] is None

    assert folded((await desk.get(PAGE)).text)
    assert not folded((await desk.get(f"{PAGE}?visa=uttalanden")).text)
    assert not folded((await desk.get(f"{PAGE}?oppna=ny-uttalande-in")).text)
    assert not folded((await desk.get(f"{PAGE}?visa=allt")).text)


async def test_a_look_that_comes_late_does_not_turn_the_time_back(desk: Desk) -> None:
    here = world(desk)
    await desk.get(PAGE)
    early = {"user_id": 2, "incident_id": here.incident, "since_at": None}
    with desk.store.atomic():
        visits.note(desk.store, {**early, "looked_at": "2020-01-01T00:00:00Z"})

    assert "2026" == desk.store.value("SELECT substr(looked_at, 1, 4) FROM incident_visits")
