from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.core.clock import to_text
from monitor.intake import rhythm
from monitor.intake.rhythm import Rhythm, expected, hours_from, learn

MONDAY = datetime(2026, 1, 11, 23, tzinfo=UTC)  # 12 January, midnight in Sweden


def texts(weeks: int, start: datetime = MONDAY) -> list[str]:
    return [to_text(start + timedelta(hours=number)) for number in range(weeks * 168)]


def office_hours(weeks: int, step: int = 1) -> Rhythm:
    """Something new every ``step``:th hour from eight to five, Monday to Friday."""
    hours = hours_from(texts(weeks), frozenset())
    busy = [hour for hour in hours if hour.slot < 120 and 8 <= hour.slot % 24 < 17]
    found = learn(hours, {hour.key: 2 for hour in busy[::step]})
    assert found is not None
    return found


def test_an_hour_of_the_week_counts_on_the_stockholm_clock() -> None:
    first, *_, last = hours_from(texts(1), frozenset())

    assert (0, "2026-01-12", 167, "2026-01-18") == (first.slot, first.day, last.slot, last.day)


def test_a_holiday_is_a_sunday() -> None:
    hours = hours_from(texts(1), frozenset({"2026-01-14"}))

    assert set(range(144, 168)) == {hour.slot for hour in hours if hour.day == "2026-01-14"}


def test_the_hour_that_summer_time_skips_is_no_hour_and_the_one_it_repeats_comes_twice() -> None:
    spring = hours_from(texts(1, datetime(2026, 3, 22, 23, tzinfo=UTC)), frozenset())
    autumn = hours_from(texts(1, datetime(2026, 10, 18, 22, tzinfo=UTC)), frozenset())

    assert 0 == sum(hour.slot == 146 for hour in spring)
    assert 2 == sum(hour.slot == 146 for hour in autumn)


def test_office_hours_are_learnt_and_nights_and_weekends_are_quiet() -> None:
    found = office_hours(13)

    assert found.chances[10] > 0.7
    assert found.chances[3] < 0.05
    assert found.chances[120 + 10] < 0.2
    assert 2.0 == found.items_per_hour


def test_a_weekend_is_no_alarm_and_two_silent_working_days_are_one() -> None:
    found = office_hours(13)

    assert expected(found.chances, range(113, 168)) < found.limit
    assert expected(found.chances, range(48)) > found.limit


def test_a_source_that_seldom_brings_anything_is_given_longer() -> None:
    often, seldom = office_hours(13), office_hours(13, step=20)

    assert expected(often.chances, range(24)) > often.limit
    assert expected(seldom.chances, range(96)) < seldom.limit


def test_too_little_history_tells_no_rhythm() -> None:
    hours = hours_from(texts(13), frozenset())

    assert learn(hours[: 24 * 13], {hour.key: 1 for hour in hours[: 24 * 13]}) is None
    assert learn(hours, {hour.key: 1 for hour in hours[:7]}) is None


def test_one_outage_in_the_history_does_not_make_the_next_one_usual() -> None:
    hours = hours_from(texts(13), frozenset())
    lively = {hour.key: 1 for hour in hours}
    broken = {hour.key: 1 for hour in hours if not 40 <= hours.index(hour) // 24 < 44}
    before, after = learn(hours, lively), learn(hours, broken)

    assert before is not None
    assert after is not None
    assert after.limit < 2 * before.limit
    assert expected(after.chances, range(24)) > after.limit


def test_no_alarm_can_come_before_three_silent_hours() -> None:
    hours = hours_from(texts(13), frozenset())
    found = learn(hours, {hour.key: 9 for hour in hours})

    assert found is not None
    assert expected(found.chances, range(3)) <= found.limit
    assert rhythm.CHANCE_LIMIT == 0.001
