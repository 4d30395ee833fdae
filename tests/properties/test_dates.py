"""Whatever a source prints, reading it neither fails nor lies by an hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.clock import STOCKHOLM
from monitor.intake.dates import parse_date

INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(  # noqa: DTZ001
    lambda naive: naive.replace(second=0, microsecond=0, tzinfo=UTC)
)
OFFSETS = st.integers(-14 * 4, 14 * 4).map(
    lambda quarters: timezone(timedelta(minutes=15 * quarters))
)
SPELLINGS = st.sampled_from(
    ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M%z", "%a, %d %b %Y %H:%M:%S %z", "%d %B %Y %H:%M %z"]
)


@given(INSTANTS, OFFSETS, SPELLINGS)
def test_a_time_with_its_offset_comes_back_exactly(
    instant: datetime, zone: timezone, spelling: str
) -> None:
    dated = parse_date(instant.astimezone(zone).strftime(spelling))

    assert (instant, "minute") == (dated.instant, dated.precision)


@given(INSTANTS)
def test_a_local_time_comes_back_or_says_that_it_is_in_doubt(instant: datetime) -> None:
    dated = parse_date(instant.astimezone(STOCKHOLM).strftime("%Y-%m-%d %H.%M"))

    assert dated.instant is not None
    if dated.precision == "minute":
        assert instant == dated.instant
    else:
        assert "hour" == dated.precision
        assert abs(dated.instant - instant) <= timedelta(hours=1)


@given(st.text(max_size=80))
def test_any_text_is_read_without_fail(text: str) -> None:
    dated = parse_date(text)

    assert (dated.instant is None) == (dated.precision == "unknown")


@given(
    st.from_regex(
        r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}[T ]\d{1,2}[:.]\d{2} ?[+-]?\d{0,4}", fullmatch=True
    ),
    INSTANTS,
)
def test_nothing_lies_beyond_the_moment_it_was_seen(text: str, seen: datetime) -> None:
    dated = parse_date(text, first_seen=seen)

    assert dated.instant is None or dated.instant <= seen + timedelta(minutes=10)
