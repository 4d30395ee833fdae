"""Which days Sweden is off work: the only door to the ``holidays`` library.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache


def is_holiday(day: date) -> bool:
    """Tell whether a day counts as a Sunday: holidays by law, and the three eves that equal them.

    The law on annual leave puts midsommarafton, julafton and nyårsafton beside the holidays. A
    plain Sunday is none; see :func:`is_sunday_like`.
    """
    return day in _days_off(day.year)


def is_sunday_like(day: date) -> bool:
    """Tell whether a day is a Sunday or counts as one."""
    return day.weekday() == 6 or is_holiday(day)


def is_working_day(day: date) -> bool:
    """Tell whether offices are open: Monday to Friday, and no holiday."""
    return day.weekday() < 5 and not is_holiday(day)


def holiday_name(day: date) -> str | None:
    """Return the Swedish name of a holiday, or None for any other day."""
    return _days_off(day.year).get(day)


def holidays_of(years: Iterable[int]) -> dict[date, str]:
    """Return the holidays of some years with their Swedish names, in order."""
    return {day: name for year in years for day, name in sorted(_days_off(year).items())}


@cache
def _days_off(year: int) -> dict[date, str]:
    # Imported at the first question: the library reads every country of the world, which takes half
    # a second and 44 MB, and a program that never asks should not pay for it.
    from holidays import country_holidays  # noqa: PLC0415

    # Worked out once a year: the library makes a calendar anew at every question otherwise.
    found = country_holidays("SE", years=year, language="sv", categories=("public", "de_facto"))
    return dict(found.items())
