"""Swedish times: the forms of the reports, and what staff type."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.core import times
from monitor.core.clock import STOCKHOLM
from monitor.core.errors import InputError, SettingsError
from monitor.core.time_input import Fold, parse_local
from monitor.core.times import Calendar, Moment, Precision

HERE = Calendar(2026)
TODAY = date(2026, 3, 9)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=STOCKHOLM).astimezone(UTC)


EVENING = at(2026, 3, 9, 19, 10)


def test_the_clock_is_written_with_a_full_stop() -> None:
    assert times.clock_text(at(2024, 11, 8, 20, 30)) == "klockan 20.30"
    assert times.clock_text(at(2026, 3, 11, 5, 30)) == "klockan 05.30"
    assert times.clock_text(at(2026, 3, 9, 20)) == "klockan 20.00"


def test_a_whole_hour_is_short_where_asked() -> None:
    assert times.clock_text(at(2026, 3, 9, 13), short=True) == "klockan 13"
    assert times.clock_text(at(2026, 3, 11, 9), short=True) == "klockan 9"
    assert times.clock_text(at(2026, 3, 9, 12, 50), short=True) == "klockan 12.50"


def test_a_header_has_the_iso_date() -> None:
    assert times.header_text(at(2026, 3, 9, 20)) == "2026-03-09 klockan 20.00"
    assert times.iso_date(at(2026, 3, 9, 0, 5)) == "2026-03-09"


def test_a_date_names_its_year_only_when_it_is_not_the_reports() -> None:
    assert times.date_text(EVENING, HERE) == "9 mars"
    assert times.date_text(EVENING, Calendar(2027)) == "9 mars 2026"
    assert times.date_text(EVENING, Calendar()) == "9 mars 2026"


def test_the_year_is_the_local_one_on_new_years_eve() -> None:
    compiled = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)

    calendar = times.calendar_for(compiled)

    assert calendar.year == 2026
    assert times.date_text(compiled, calendar) == "1 januari"


@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        (0, "publicerad natten till 9 mars"),
        (4, "publicerad natten till 9 mars"),
        (5, "publicerad morgonen 9 mars"),
        (9, "publicerad förmiddagen 9 mars"),
        (12, "publicerad eftermiddagen 9 mars"),
        (14, "publicerad eftermiddagen 9 mars"),
        (18, "publicerad kvällen 9 mars"),
        (23, "publicerad kvällen 9 mars"),
    ],
)
def test_an_article_was_published_in_a_part_of_the_day(hour: int, expected: str) -> None:
    for precision in (Precision.MINUTE, Precision.PART_OF_DAY):
        assert times.published_text(Moment(at(2026, 3, 9, hour), precision), HERE) == expected


def test_an_article_with_a_coarse_time_says_no_more_than_is_known() -> None:
    assert times.published_text(Moment(EVENING, Precision.DAY), HERE) == "publicerad 9 mars"
    assert times.published_text(Moment(EVENING, Precision.WEEK), HERE) == "publicerad vecka 11"
    unknown = Moment(None, Precision.UNKNOWN)
    assert times.published_text(unknown, HERE) == "utan känd publiceringstid"


@pytest.mark.parametrize(
    ("precision", "dated", "expected"),
    [
        (Precision.MINUTE, False, "klockan 19.10"),
        (Precision.MINUTE, True, "den 9 mars klockan 19.10"),
        (Precision.PART_OF_DAY, False, "under måndagskvällen"),
        (Precision.PART_OF_DAY, True, "under måndagskvällen den 9 mars"),
        (Precision.DAY, False, "under måndagen"),
        (Precision.DAY, True, "under måndagen den 9 mars"),
        (Precision.WEEK, False, "under vecka 11"),
        (Precision.UNKNOWN, False, "vid okänd tidpunkt"),
    ],
)
def test_something_happened_during(precision: Precision, dated: bool, expected: str) -> None:
    assert times.during_text(Moment(EVENING, precision), HERE, dated=dated) == expected


def test_something_happened_on() -> None:
    morning = at(2026, 3, 10, 7, 30)

    assert [
        times.on_text(Moment(morning, precision), HERE)
        for precision in (Precision.PART_OF_DAY, Precision.DAY, Precision.MINUTE, Precision.WEEK)
    ] == [
        "på tisdagsmorgonen den 10 mars",
        "på tisdagen den 10 mars",
        "den 10 mars klockan 07.30",
        "vecka 11",
    ]


def test_the_night_belongs_to_the_day_it_leads_to() -> None:
    night = Moment(at(2024, 11, 12, 2), Precision.PART_OF_DAY)

    expected = "natten till tisdagen den 12 november"
    assert times.on_text(night, Calendar(2024)) == expected
    assert times.during_text(night, Calendar(2024), dated=True) == expected


def test_every_weekday_makes_its_compound() -> None:
    found = [times.weekday_part(at(2026, 3, day, 18), HERE) for day in range(9, 16)]

    assert found == [
        "måndagskvällen", "tisdagskvällen", "onsdagskvällen", "torsdagskvällen",
        "fredagskvällen", "lördagskvällen", "söndagskvällen",
    ]  # fmt: skip


def test_a_known_minute_can_be_told_more_coarsely_but_never_the_reverse() -> None:
    minute, week = Moment(EVENING), Moment(EVENING, Precision.WEEK)

    assert times.during_text(minute.shown_as(Precision.DAY), HERE) == "under måndagen"
    assert times.during_text(week.shown_as(Precision.MINUTE), HERE) == "under vecka 11"


def test_moments_in_a_list() -> None:
    found = [times.moment_text(Moment(EVENING, precision), HERE) for precision in Precision]

    assert found == ["9 mars klockan 19.10", "kvällen 9 mars", "9 mars", "vecka 11", "okänd tid"]


def test_a_weekly_period_reads_as_the_report_tells_it() -> None:
    found = times.period_text(at(2026, 3, 5, 15), at(2026, 3, 12, 15), HERE)

    assert found == "5 mars klockan 15 till 12 mars klockan 15 (vecka 11)"


def test_a_period_over_new_year_names_the_other_year() -> None:
    found = times.period_text(at(2025, 12, 30, 15), at(2026, 1, 8, 15), HERE)

    assert found == "30 december 2025 klockan 15 till 8 januari klockan 15 (vecka 2)"


@pytest.mark.parametrize(
    ("day", "report_year", "expected"),
    [
        (date(2025, 12, 29), 2026, "vecka 1"),
        (date(2025, 12, 28), 2025, "vecka 52"),
        (date(2026, 12, 31), 2026, "vecka 53"),
        (date(2027, 1, 1), 2027, "vecka 53 2026"),
        (date(2027, 1, 4), 2027, "vecka 1"),
    ],
)
def test_weeks_near_new_year_follow_iso(day: date, report_year: int, expected: str) -> None:
    assert times.week_text(times.midnight(day), Calendar(report_year)) == expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0, "0 min"),
        (3, "3 min"),
        (90, "1 h 30 min"),
        (120, "2 h"),
        (130, "2 h 10 min"),
        (359, "5 h 59 min"),
        (1440, "1 dygn"),
        (1501, "1 dygn 1 h 1 min"),
        (-80, "−1 h 20 min"),
    ],
)
def test_durations(minutes: int, expected: str) -> None:
    assert times.duration_text(timedelta(minutes=minutes)) == expected


def test_seconds_are_dropped_and_never_become_a_lone_minus() -> None:
    assert times.duration_text(timedelta(minutes=2, seconds=59)) == "2 min"
    assert times.duration_text(timedelta(seconds=-20)) == "0 min"


def test_the_parts_of_the_day_can_be_set() -> None:
    early = Calendar(2026, times.parts_from([0, 6, 9, 12, 17]))

    assert times.weekday_part(at(2026, 3, 9, 17), early) == "måndagskvällen"
    assert times.weekday_part(at(2026, 3, 9, 5), early) == "natten till måndagen"


@pytest.mark.parametrize(
    "hours", [[0, 5, 9, 12], [1, 5, 9, 12, 18], [0, 9, 5, 12, 18], [0, 5, 9, 12, 24]]
)
def test_bounds_that_do_not_rise_through_the_day_are_refused(hours: list[int]) -> None:
    with pytest.raises(SettingsError):
        times.parts_from(hours)


def test_a_moment_spans_what_it_leaves_open() -> None:
    found = {precision: times.span(Moment(EVENING, precision)) for precision in Precision}

    assert found == {
        Precision.MINUTE: (EVENING, EVENING + timedelta(minutes=1)),
        Precision.PART_OF_DAY: (at(2026, 3, 9, 18), at(2026, 3, 10)),
        Precision.DAY: (at(2026, 3, 9), at(2026, 3, 10)),
        Precision.WEEK: (at(2026, 3, 9), at(2026, 3, 16)),
        Precision.UNKNOWN: None,
    }


def test_days_of_a_clock_change_are_23_and_25_hours() -> None:
    lengths = []
    for day in (date(2026, 3, 29), date(2026, 10, 25)):
        bounds = times.span(Moment(times.midnight(day), Precision.DAY))
        assert bounds is not None
        lengths.append(bounds[1] - bounds[0])

    assert lengths == [timedelta(hours=23), timedelta(hours=25)]


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-09 20.30",
        "2026-03-09 20:30",
        "2026-03-09T20:30",
        "2026-03-09T20:30:00",
        "2026-03-09 klockan 20.30",
        "  2026-03-09   kl. 20.30 ",
        "9 mars 2026 klockan 20.30",
        "9 mars 20.30",
        "den 9 mars, 20.30",
        "måndag 9 mars 20:30",
        "9/3 20.30",
        "9/3 2026 kl 20.30",
        "20.30",
        "20:30",
        "klockan 20.30",
        "kl 20:30",
    ],
)
def test_staff_may_type_a_time_in_many_ways(typed: str) -> None:
    assert parse_local(typed, today=TODAY).moment == Moment(at(2026, 3, 9, 20, 30))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("klockan 13", Moment(at(2026, 3, 9, 13))),
        ("8.05", Moment(at(2026, 3, 9, 8, 5))),
        ("2026-03-09", Moment(at(2026, 3, 9), Precision.DAY)),
        ("9 mar 2025", Moment(at(2025, 3, 9), Precision.DAY)),
        ("31 december", Moment(at(2025, 12, 31), Precision.DAY)),
        ("tisdagen den 10 mars", Moment(at(2026, 3, 10), Precision.DAY)),
        ("eftermiddagen 9 mars", Moment(at(2026, 3, 9, 12), Precision.PART_OF_DAY)),
        ("2026-03-09 kväll", Moment(at(2026, 3, 9, 18), Precision.PART_OF_DAY)),
        ("9 mars på morgonen", Moment(at(2026, 3, 9, 5), Precision.PART_OF_DAY)),
        ("natten till tisdagen den 10 mars", Moment(at(2026, 3, 10), Precision.PART_OF_DAY)),
        ("kvällen", Moment(at(2026, 3, 9, 18), Precision.PART_OF_DAY)),
        ("i går 14.30", Moment(at(2026, 3, 8, 14, 30))),
        ("I förrgår", Moment(at(2026, 3, 7), Precision.DAY)),
        ("i morgon klockan 9", Moment(at(2026, 3, 10, 9))),
        ("i morse", Moment(at(2026, 3, 9, 5), Precision.PART_OF_DAY)),
        ("i kväll 19.30", Moment(at(2026, 3, 9, 19, 30))),
        ("i går kväll", Moment(at(2026, 3, 8, 18), Precision.PART_OF_DAY)),
        ("vecka 11", Moment(at(2026, 3, 9), Precision.WEEK)),
        ("v. 53 2026", Moment(at(2026, 12, 28), Precision.WEEK)),
        ("2026-W01", Moment(at(2025, 12, 29), Precision.WEEK)),
        ("2026-V11", Moment(at(2026, 3, 9), Precision.WEEK)),
    ],
)
def test_a_typed_time_is_as_precise_as_it_was_typed(typed: str, expected: Moment) -> None:
    assert parse_local(typed, today=TODAY).moment == expected


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Ange en tid."),
        ("snart", "Tiden ”snart” går inte att läsa"),
        ("”snart”", "Tiden ”snart” går inte att läsa"),
        ("x" * 5000, f"Tiden ”{'x' * 40}…” går inte att läsa"),
        ("2026-02-30", "Datumet 30 februari 2026 finns inte."),
        ("30 februari", "finns inte"),
        ("2026-13-01", "Datumet 2026-13-01 finns inte."),
        ("0026-03-09", "Årtalet 26 kan inte stämma."),
        ("25.00", "Klockslaget 25.00 finns inte."),
        ("20.75", "Klockslaget 20.75 finns inte."),
        ("2026-03-09 24.00", "nästa dags datum"),
        ("vecka 54", "Vecka 54 finns inte 2026."),
        ("vecka 53 2025", "Vecka 53 finns inte 2025."),
        ("2026-03-29 02.30", "då ställs klockan om till sommartid. Menar du 03.30?"),
    ],
)
def test_what_cannot_be_a_time_is_refused_with_a_reason(typed: str, why: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_local(typed, field="hände", today=TODAY)

    assert caught.value.facts["field"] == "hände"
    assert why in caught.value.facts["why"]


@pytest.mark.parametrize("typed", ["20.30", "9 mars", "vecka 11"])
def test_without_a_day_to_lean_on_the_date_must_be_whole(typed: str) -> None:
    with pytest.raises(InputError, match="Ange även"):
        parse_local(typed)


def test_the_hour_that_comes_twice_is_taken_as_the_first_and_says_so() -> None:
    found = parse_local("2026-10-25 02.30")

    assert found.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert found.note == (
        "Klockan 02.30 inföll två gånger den 25 oktober 2026. "
        "Tiden räknas som första gången (sommartid)."
    )


def test_the_hour_that_comes_twice_can_be_chosen() -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    assert parse_local("2026-10-25 02.30", fold=Fold.SECOND).at == second
    for season in ("vintertid", "normaltid", "(vintertid)"):
        found = parse_local(f"2026-10-25 02.30 {season}", fold=Fold.ASK)
        assert (found.at, found.note) == (second, None)


def test_the_hour_that_comes_twice_can_be_asked_about() -> None:
    with pytest.raises(InputError, match="Skriv sommartid eller vintertid efter tiden"):
        parse_local("2026-10-25 02.30", fold=Fold.ASK)


def test_form_values_are_local() -> None:
    assert times.html_local(EVENING) == "2026-03-09T19:10"
    assert times.form_text(EVENING) == "2026-03-09 19.10"
    assert (
        times.form_text(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)) == "2026-10-25 02.30 vintertid"
    )
