from __future__ import annotations

from tests.unit.incidents.desk.conftest import Desk

TEXTS = {
    "name": "Regional rapport Kompass 2026",
    "programme": "Kompass",
    "producer": "Kommunikationsstaben",
    "commissioner": "Särskild organisation Kompass 2026",
    "cadence": "En gång i veckan, på torsdagar",
    "purpose": "Ge en samlad bild av läget",
    "distribution": "Politisk ledning, chefer och intranätet",
    "weekday": "4",
    "weekly_time": "15.00",
}


async def test_a_series_is_added_and_its_texts_changed(desk: Desk) -> None:
    await desk.post("serier/ny", **TEXTS)
    await desk.post("serier/1", **{**TEXTS, "weekday": "3"})

    shown = (await desk.get("serier")).text

    assert "onsdag klockan 15.00" in shown
    assert "Särskild organisation Kompass 2026" in shown


async def test_a_wrong_time_of_day_is_refused_and_the_texts_stay(desk: Desk) -> None:
    answer = await desk.post("serier/ny", **{**TEXTS, "weekly_time": "15:00"}, _formular="ny-serie")

    assert 400 == answer.status_code
    assert 'id="ny-serie-weekly_time-fel"' in answer.text
    assert "Ge en samlad bild av läget" in answer.text
