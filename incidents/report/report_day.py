"""Which day a weekly report is due: Thursday, or the last working day before a holiday.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from monitor.core.calendar import holiday_name, is_holiday, is_working_day
from monitor.core.times import WEEKDAYS, day_text

#: Thursday: "primarily Thursdays", as the series says of itself.
REPORT_WEEKDAY = 3

#: Names that keep their capital inside a sentence.
_PROPER = ("Kristi", "Sveriges")


@dataclass(frozen=True, slots=True)
class ReportDay:
    """When a week's report is due.

    Attributes:
        day: the day to compile on; always in the same ISO week as its Thursday.
        instead_of: the Thursday that is a holiday; None in an ordinary week.
        holiday: what that Thursday is called; empty in an ordinary week.
    """

    day: date
    instead_of: date | None = None
    holiday: str = ""


def report_day(day: date) -> ReportDay:
    """Return the report day of the ISO week that a day lies in."""
    thursday = day + timedelta(days=REPORT_WEEKDAY - day.weekday())
    if not is_holiday(thursday):
        return ReportDay(thursday)
    before = thursday - timedelta(days=1)
    while not is_working_day(before):
        before -= timedelta(days=1)
    return ReportDay(before, thursday, holiday_name(thursday) or "")


def next_report_day(today: date) -> ReportDay:
    """Return the first report day that is today or later."""
    found = report_day(today)
    return found if found.day >= today else report_day(today + timedelta(weeks=1))


def due_text(today: date) -> str:
    """Return when the next weekly is due, and why not on its Thursday, as the end of a sentence."""
    found = next_report_day(today)
    day = f"{WEEKDAYS[found.day.weekday()]}en den {day_text(found.day, today.year)}"
    told = f"i dag, {day}" if found.day == today else day
    if found.instead_of is None:
        return f"{told}."
    name = found.holiday
    if not name.startswith(_PROPER):
        name = name[:1].lower() + name[1:]
    thursday = day_text(found.instead_of, today.year)
    return f"{told}, eftersom torsdagen den {thursday} är {name}."
