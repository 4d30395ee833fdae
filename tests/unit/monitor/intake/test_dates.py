from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.intake.dates import UNKNOWN, Dated, parse_date, settle

EVENING = datetime(2024, 11, 8, 19, 30, tzinfo=UTC)
MIDNIGHT = datetime(2024, 11, 7, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Fri, 08 Nov 2024 20:30:00 +0100",
        "Fri, 08 Nov 2024 20:30 CET",
        "08 Nov 24 20:30 CET",
        "fre, 08 nov 2024 20:30:00 +0100",
        "2024-11-08T19:30:00Z",
        "2024-11-08T20:30:00+01:00",
        "2024-11-08T20:30:00.123456+01:00",
        "2024-11-08T20:30+01",
        "2024-11-08 20.30",
        "2024-11-08 kl. 20.30",
        "2024/11/08 20:30",
        "8.11.2024 20.30",
        "8 november 2024 kl. 20.30",
        "Publicerad fredag den 8 november 2024 klockan 20.30",
        "8. november 2024 kl. 20.30",
        "November 8, 2024 8:30 PM",
        "Fri Nov  8 20:30:00 CET 2024",
        "Fri, 8 Nov 2024 20:30:00 GMT+1",
        "Fri, 8 Nov 2024 14:30:00 EST",
        "20241108T193000Z",
        "1731094200",
        "1731094200000",
    ],
)
def test_one_evening_in_many_spellings(text: str) -> None:
    assert Dated(EVENING, "minute") == parse_date(text)


@pytest.mark.parametrize(
    "text",
    ["2024-11-08", "08-11-2024", "8.11.2024", "8 nov 2024", "den 8:e november 2024", "20241108"],
)
def test_a_bare_day_is_its_local_midnight_and_says_so(text: str) -> None:
    assert Dated(MIDNIGHT, "day") == parse_date(text)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "igår kväll vid åtta",
        "0000-00-00 00:00:00",
        "2024-13-45",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "0",
        "november",
        "x" * 100_000,
    ],
)
def test_what_names_no_day_is_unknown(text: str | None) -> None:
    assert UNKNOWN == parse_date(text)


def test_a_time_without_zone_is_the_outlets() -> None:
    text = "2024-07-01T12:00:00"

    assert datetime(2024, 7, 1, 10, tzinfo=UTC) == parse_date(text).instant
    assert (
        datetime(2024, 7, 1, 9, tzinfo=UTC)
        == parse_date(text, default_zone=ZoneInfo("Europe/Helsinki")).instant
    )


def test_a_doubled_hour_is_the_earlier_and_says_so() -> None:
    assert Dated(datetime(2024, 10, 27, 0, 30, tzinfo=UTC), "hour") == parse_date(
        "2024-10-27 02:30"
    )


@pytest.mark.parametrize(
    ("text", "hour"),
    [("Sun, 27 Oct 2024 02:30:00 +0200", 0), ("Sun, 27 Oct 2024 02:30:00 +0100", 1)],
)
def test_a_doubled_hour_with_its_offset_is_sure(text: str, hour: int) -> None:
    assert Dated(datetime(2024, 10, 27, hour, 30, tzinfo=UTC), "minute") == parse_date(text)


def test_a_missing_hour_says_that_it_is_in_doubt() -> None:
    assert "hour" == parse_date("2024-03-31 02:30").precision


def test_winter_time_named_in_summer_is_in_doubt() -> None:
    assert Dated(datetime(2024, 7, 1, 19, 30, tzinfo=UTC), "hour") == parse_date(
        "1 Jul 2024 20:30 CET"
    )


@pytest.mark.parametrize("text", ["Fri, 08 Nov 2024 20:30:00 +9900", "2024-11-08T24:61:00"])
def test_an_impossible_hour_leaves_the_day(text: str) -> None:
    assert Dated(MIDNIGHT, "day") == parse_date(text)


def test_a_leap_second_is_in_its_own_minute() -> None:
    instant = parse_date("Sat, 31 Dec 2016 23:59:60 GMT").instant

    assert datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC) == instant


def test_day_and_month_that_could_change_places_are_not_guessed() -> None:
    assert UNKNOWN == parse_date("08/11/2024")
    assert "day" == parse_date("13/11/2024").precision
    assert "day" == parse_date("11/11/2024").precision


def test_a_publishers_clock_may_run_ten_minutes_ahead() -> None:
    ahead = Dated(EVENING, "minute")

    assert ahead == settle(ahead, EVENING - timedelta(minutes=10))
    assert Dated(EVENING - timedelta(minutes=11), "unknown") == settle(
        ahead, EVENING - timedelta(minutes=11)
    )
    assert UNKNOWN == settle(UNKNOWN, EVENING)
