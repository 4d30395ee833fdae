"""A time survives being shown in a form and read back, whatever the clocks do."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.core import times
from monitor.core.clock import local
from monitor.core.errors import InputError
from monitor.core.time_input import Fold, parse_local
from monitor.core.times import Calendar, Moment, Precision

INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001 - zone added
    lambda found: found.replace(tzinfo=UTC, second=0, microsecond=0)
)
NEW_YEARS = st.builds(
    lambda year, days: date(year, 1, 1) + timedelta(days=days),
    st.integers(1990, 2100),
    st.integers(-10, 10),
)


@given(INSTANTS)
@example(datetime(2026, 3, 29, 0, 59, tzinfo=UTC))
@example(datetime(2026, 3, 29, 1, 0, tzinfo=UTC))
@example(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
@example(datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
def test_a_text_field_reads_back_what_it_showed(at: datetime) -> None:
    assert parse_local(times.form_text(at), fold=Fold.ASK).moment == Moment(at)


@given(INSTANTS)
def test_a_datetime_local_field_reads_back_what_it_showed(at: datetime) -> None:
    fold = Fold.SECOND if local(at).fold else Fold.FIRST

    assert parse_local(times.html_local(at), fold=fold).at == at


@given(INSTANTS)
def test_a_header_reads_back(at: datetime) -> None:
    fold = Fold.SECOND if local(at).fold else Fold.FIRST

    assert parse_local(times.header_text(at), fold=fold).at == at


@given(INSTANTS, st.sampled_from([*Precision]), st.integers(1990, 2100))
def test_listed_moments_read_back_as_precise_as_they_were(
    at: datetime, precision: Precision, year: int
) -> None:
    moment = Moment(at, precision)
    bounds = times.span(moment)
    text = times.moment_text(moment, Calendar())
    if bounds is None or (precision is Precision.MINUTE and "sommar" in times.form_text(at)):
        return
    fold = Fold.SECOND if local(at).fold else Fold.FIRST

    found = parse_local(text, fold=fold).moment

    assert found == Moment(bounds[0], precision)


@given(INSTANTS, st.sampled_from([*Precision]))
def test_a_moment_lies_within_its_span(at: datetime, precision: Precision) -> None:
    bounds = times.span(Moment(at, precision))

    assert bounds is None or bounds[0] <= at < bounds[1]


@given(NEW_YEARS)
def test_a_week_near_new_year_reads_back_to_its_monday(day: date) -> None:
    found = parse_local(times.week_text(times.midnight(day), Calendar()))

    monday = day - timedelta(days=day.weekday())
    assert found.moment == Moment(times.midnight(monday), Precision.WEEK)


@given(st.integers(0, 59), st.sampled_from(["2026-03-29", "2027-03-28"]))
def test_no_minute_of_the_hour_that_is_skipped_is_accepted(minute: int, day: str) -> None:
    with pytest.raises(InputError, match="sommartid"):
        parse_local(f"{day} 02.{minute:02}")


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(InputError):
        assert parse_local(text, today=date(2026, 3, 9)).at.tzinfo is not None


@given(st.timedeltas(timedelta(0), timedelta(days=400)))
def test_a_negative_duration_is_the_positive_one_with_a_minus(length: timedelta) -> None:
    forward = times.duration_text(length)

    assert times.duration_text(-length) == ("−" if forward != "0 min" else "") + forward
