from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from monitor.core.calendar import (
    holiday_name,
    holidays_of,
    is_holiday,
    is_sunday_like,
    is_working_day,
)
from monitor.core.store import Store


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 6), "Trettondedag jul"),
        (date(2026, 4, 3), "Långfredagen"),
        (date(2026, 4, 6), "Annandag påsk"),
        (date(2026, 5, 14), "Kristi himmelsfärdsdag"),
        (date(2026, 6, 6), "Nationaldagen"),
        (date(2026, 6, 19), "Midsommarafton"),
        (date(2026, 12, 24), "Julafton"),
        (date(2026, 12, 31), "Nyårsafton"),
    ],
)
def test_a_holiday_is_known_by_its_swedish_name(day: date, name: str) -> None:
    assert (True, name) == (is_holiday(day), holiday_name(day))


@pytest.mark.parametrize("day", [date(2026, 4, 2), date(2026, 5, 15), date(2026, 10, 30)])
def test_a_day_before_or_between_holidays_is_an_ordinary_day(day: date) -> None:
    assert (False, None, True) == (is_holiday(day), holiday_name(day), is_working_day(day))


def test_the_national_day_is_a_holiday_only_since_2005() -> None:
    assert (False, True) == (is_holiday(date(2004, 6, 6)), is_holiday(date(2005, 6, 6)))


def test_a_plain_sunday_is_no_holiday_but_nobody_works() -> None:
    sunday = date(2026, 3, 8)

    assert (False, True, False) == (
        is_holiday(sunday), is_sunday_like(sunday), is_working_day(sunday),
    )  # fmt: skip


def test_a_saturday_is_neither_a_working_day_nor_like_a_sunday() -> None:
    saturday = date(2026, 3, 7)

    assert (False, False) == (is_working_day(saturday), is_sunday_like(saturday))


def test_the_database_knows_the_same_holidays(store: Store) -> None:
    stored = {row["day"]: row["name"] for row in store.rows("SELECT day, name FROM days_off")}
    told = holidays_of(range(2020, 2061))

    assert {day.isoformat(): name for day, name in told.items()} == stored


def test_a_database_is_made_without_reading_the_calendars_of_the_world() -> None:
    code = (
        "import sys, pathlib, tempfile; from monitor.core.schema import MIGRATIONS;"
        "from monitor.core.store import open_store;"
        "open_store(pathlib.Path(tempfile.mkdtemp()) / 'a.db', [MIGRATIONS]).close();"
        "sys.exit('holidays' in sys.modules)"
    )

    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode
