from __future__ import annotations

from datetime import date

import pytest

from incidents.report.report_day import ReportDay, due_text, next_report_day, report_day


@pytest.mark.parametrize("day", [date(2026, 3, 9), date(2026, 3, 12), date(2026, 3, 15)])
def test_an_ordinary_week_reports_on_its_thursday(day: date) -> None:
    assert ReportDay(date(2026, 3, 12)) == report_day(day)


def test_maundy_thursday_is_an_ordinary_thursday() -> None:
    assert ReportDay(date(2026, 4, 2)) == report_day(date(2026, 4, 1))


@pytest.mark.parametrize(
    ("thursday", "instead", "name"),
    [
        (date(2026, 5, 14), date(2026, 5, 13), "Kristi himmelsfärdsdag"),
        (date(2025, 5, 1), date(2025, 4, 30), "Första maj"),
        (date(2022, 1, 6), date(2022, 1, 5), "Trettondedag jul"),
        (date(2024, 12, 26), date(2024, 12, 23), "Annandag jul"),
        (date(2025, 12, 25), date(2025, 12, 23), "Juldagen"),
    ],
)
def test_a_holiday_moves_the_report_to_the_last_working_day_before(
    thursday: date, instead: date, name: str
) -> None:
    assert ReportDay(instead, thursday, name) == report_day(thursday)


def test_the_week_of_new_year_reports_in_the_old_year_on_the_last_working_day() -> None:
    found = report_day(date(2026, 1, 1))

    assert date(2025, 12, 30) == found.day
    assert (2026, 1) == found.day.isocalendar()[:2]


def test_after_the_report_day_the_next_one_is_next_week() -> None:
    assert date(2026, 5, 13) == next_report_day(date(2026, 5, 13)).day
    assert date(2026, 5, 21) == next_report_day(date(2026, 5, 14)).day


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2026, 3, 9), "torsdagen den 12 mars."),
        (date(2026, 3, 12), "i dag, torsdagen den 12 mars."),
        (
            date(2026, 5, 11),
            "onsdagen den 13 maj, eftersom torsdagen den 14 maj är Kristi himmelsfärdsdag.",
        ),
        (
            date(2025, 12, 29),
            "tisdagen den 30 december, eftersom torsdagen den 1 januari 2026 är nyårsdagen.",
        ),
        (date(2025, 12, 31), "torsdagen den 8 januari 2026."),
    ],
)
def test_the_next_report_day_is_told_in_words(today: date, told: str) -> None:
    assert told == due_text(today)
