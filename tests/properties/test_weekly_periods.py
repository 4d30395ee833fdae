"""Weekly periods meet without gap or overlap: clock changes, New Year and holidays included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.record.schema import open_whole
from incidents.report.periods import proposed_start
from incidents.report.report_day import ReportDay, report_day
from monitor.core.calendar import is_working_day
from monitor.core.clock import STOCKHOLM, HeldClock, local, to_text
from monitor.core.store import Store
from monitor.core.times import week_of

FIRST, LAST = date(2020, 1, 2), date(2040, 12, 31)
WEEKS = (LAST - FIRST).days // 7 + 1
DAYS = [report_day(FIRST + timedelta(weeks=n)) for n in range(WEEKS)]
HOURS = st.tuples(st.integers(0, 23), st.integers(0, 59))


def at(found: ReportDay, hour: int = 15, minute: int = 0) -> datetime:
    there = datetime.combine(found.day, time(hour, minute), STOCKHOLM)
    return there.astimezone(UTC)


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Twenty-one years of weeklies, each compiled at 15.00 on its report day."""
    path: Path = tmp_path_factory.mktemp("years") / "lagesbild.db"
    store = open_whole(path, HeldClock(datetime(2041, 1, 1, tzinfo=UTC)))
    with store.atomic():
        series = store.insert(
            "series",
            {
                "name": "Regional rapport Kompass",
                "programme": "Kompass",
                "producer": "Staben",
                "commissioner": "Programmet",
                "cadence": "varje vecka",
                "purpose": "händelser och beslut",
                "distribution": "ledning",
            },
        )
        for before, found in pairwise([None, *DAYS]):
            assert found is not None
            year, week = week_of(at(found))
            start = at(found) - timedelta(days=7) if before is None else at(before)
            store.insert(
                "reports",
                {
                    "kind": "weekly",
                    "number": f"{year}-V{week:02d}",
                    "series_id": series,
                    "compiled_at": to_text(at(found)),
                    "period_from": to_text(start),
                    "period_to": to_text(at(found)),
                    "created_at": to_text(at(found)),
                },
            )
    yield store
    store.close()


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_whole(
        tmp_path_factory.mktemp("bare") / "lagesbild.db",
        HeldClock(datetime(2041, 1, 1, tzinfo=UTC)),
    )
    yield store
    store.close()


def test_every_week_has_one_report_day_and_it_is_a_working_day() -> None:
    weeks = [found.day.isocalendar()[:2] for found in DAYS]

    assert len(set(weeks)) == len(weeks) == WEEKS
    assert all(is_working_day(found.day) for found in DAYS)


def test_each_period_starts_where_the_one_before_ended(years: Store) -> None:
    for before, found in pairwise(DAYS):
        assert at(before) == proposed_start(years, at(found))


@given(
    st.datetimes(datetime(2020, 1, 3), datetime(2040, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants bounds without a zone
)
def test_every_second_of_twenty_years_stands_in_exactly_one_report(
    years: Store, when: datetime
) -> None:
    instant = to_text(when.replace(microsecond=0))

    held = years.rows(
        "SELECT number FROM reports WHERE period_from < ? AND period_to >= ?", [instant, instant]
    )

    assert len(held) == 1


@given(st.sampled_from(DAYS), HOURS)
def test_the_first_report_ever_reaches_seven_days_back_on_the_wall_clock(
    bare: Store, found: ReportDay, hour: tuple[int, int]
) -> None:
    end = at(found, *hour)

    start = proposed_start(bare, end)

    wall = start.astimezone(STOCKHOLM).replace(tzinfo=None)
    assert local(end).replace(tzinfo=None) - wall == timedelta(days=7)
