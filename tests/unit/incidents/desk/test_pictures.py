"""Pictures of time: with one, five and two hundred marks, no label lies over another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from incidents.desk.pages.incident_picture import LEFT, WIDTH, picture
from incidents.desk.pages.ticks import reach, readable
from incidents.record.timeline import TimelineEntry
from monitor.core.times import Moment

START = datetime(2025, 11, 20, 9, 0, tzinfo=UTC)


def course(number: int, apart: timedelta) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            kind="articles", row_id=at, heading="Artikel", text="Rubrik",
            moment=Moment(START + at * apart), known_at=START, entered_at=START,
            late=False, automatic=True, by="",
        )
        for at in range(number)
    ]  # fmt: skip


def test_one_entry_is_no_course() -> None:
    assert picture(course(1, timedelta(hours=1))) is None


@pytest.mark.parametrize("number", [2, 5, 200])
@pytest.mark.parametrize(
    "apart", [timedelta(minutes=1), timedelta(hours=1), timedelta(hours=13), timedelta(days=4)]
)
def test_the_labels_of_a_course_can_be_read(number: int, apart: timedelta) -> None:
    drawn = picture(course(number, apart))

    assert drawn is not None
    assert number == len(drawn.marks)
    assert f"artiklar {number}" in drawn.told
    assert all(LEFT <= mark.x <= WIDTH for mark in drawn.marks)
    assert all(
        right.x - left.x >= (reach(left.said) + reach(right.said)) / 2
        for left, right in pairwise(tick for tick in drawn.ticks if tick.anchor == "middle")
    )
    assert all(
        tick.anchor == "end" or tick.x + reach(tick.said) / 2 <= WIDTH for tick in drawn.ticks
    )


def test_labels_are_thinned_evenly_and_one_is_always_left() -> None:
    assert [0, 2, 4] == readable([(n * 60.0, "24 november") for n in range(5)])
    assert [0] == readable([(0.0, "24 november 2025"), (1.0, "25 november 2025")])
    assert [] == readable([])
