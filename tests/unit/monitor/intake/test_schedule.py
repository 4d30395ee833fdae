from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.intake.schedule import (
    Hints,
    Pace,
    Wait,
    after_failure,
    after_success,
    clock_jump_s,
    hints_from,
    is_due,
    moved,
    next_reread,
    wants_full_get,
)

NOW = datetime(2026, 3, 9, 13, 10, tzinfo=UTC)
PACE = Pace(floor_s=300, ceiling_s=3600)


def success(interval: float = 900, *, new: bool = False, hints: Hints | None = None) -> Wait:
    return after_success(
        NOW, interval, PACE, found_new=new, hints=hints or Hints(), chance=Random(1)
    )


def failure(reason: str, failures: int = 1, retry_after_s: float | None = None) -> Wait:
    return after_failure(
        NOW, 900, reason=reason, failures=failures, retry_after_s=retry_after_s, chance=Random(1)
    )


def wait_s(wait: Wait) -> float:
    assert wait.due_at is not None
    return (wait.due_at - NOW).total_seconds()


def test_a_lively_source_is_asked_sooner_and_a_quiet_one_later() -> None:
    assert success(new=True).interval_s == 540
    assert success(new=False).interval_s == 1080


@given(interval=st.floats(1, 1e6), new=st.booleans(), seed=st.integers(), age=st.floats(0, 1e9))
@settings(max_examples=50)
def test_the_interval_stays_between_its_bounds(
    interval: float, seed: int, age: float, *, new: bool
) -> None:
    wait = after_success(
        NOW, interval, PACE, found_new=new, hints=Hints(max_age_s=age), chance=Random(seed)
    )

    assert PACE.floor_s <= wait.interval_s <= PACE.ceiling_s
    assert PACE.floor_s <= wait_s(wait) <= PACE.ceiling_s * 1.1


def test_what_the_publisher_asks_for_is_obeyed_up_to_the_ceiling() -> None:
    assert wait_s(success(hints=Hints(max_age_s=1800))) >= 1800
    assert wait_s(success(hints=Hints(ttl_s=2700))) >= 2700
    assert wait_s(success(hints=Hints(ttl_s=86400))) <= 3600 * 1.1


def test_hours_and_days_that_the_publisher_skips_are_left_alone() -> None:
    night = success(hints=Hints(skip_hours=frozenset({13, 14, 15})))
    weekend = success(hints=Hints(skip_days=frozenset({0})))
    always = success(hints=Hints(skip_hours=frozenset(range(24))))

    assert night.due_at is not None
    assert night.due_at.hour == 16
    assert weekend.due_at is not None
    assert weekend.due_at.weekday() == 1
    assert wait_s(always) <= 3600 * 1.1


def test_retry_after_is_obeyed_and_capped() -> None:
    assert 3600 <= wait_s(failure("rate_limited", retry_after_s=3600)) <= 3600 * 1.1
    assert wait_s(failure("rate_limited", retry_after_s=315360000)) <= 86400 * 1.1


@pytest.mark.parametrize("asked", [None, -5.0, 0.0])
def test_a_wait_that_cannot_be_read_never_means_now(asked: float | None) -> None:
    assert wait_s(failure("rate_limited", retry_after_s=asked)) >= 60


def test_failures_in_a_row_are_met_with_longer_waits_up_to_a_bound() -> None:
    waits = [wait_s(failure("http_5xx", count)) for count in (1, 2, 3, 50, 5000)]

    assert waits == sorted(waits)
    assert waits[0] >= 60
    assert waits[-1] <= 6 * 3600 * 1.1
    assert wait_s(failure("not_found", 5000)) <= 24 * 3600 * 1.1


def test_a_source_that_is_gone_is_never_due() -> None:
    assert failure("gone").due_at is None


def test_a_due_time_that_no_clock_of_ours_gave_is_due() -> None:
    assert is_due(NOW, None)
    assert is_due(NOW, NOW)
    assert not is_due(NOW, NOW + timedelta(hours=24))
    assert is_due(NOW, NOW + timedelta(days=30))


def test_now_and_then_the_whole_answer_is_asked_for() -> None:
    assert wants_full_get(NOW, None, 900)
    assert not wants_full_get(NOW, NOW - timedelta(minutes=59), 300)
    assert wants_full_get(NOW, NOW - timedelta(minutes=61), 300)
    assert not wants_full_get(NOW, NOW - timedelta(hours=5), 3600)
    assert wants_full_get(NOW, NOW - timedelta(hours=6), 3600)
    assert wants_full_get(NOW, NOW + timedelta(hours=1), 3600)


def test_an_address_follows_only_a_move_that_was_seen_to_hold() -> None:
    assert moved("a", None, 0, "a") == (None, 0)
    assert moved("a", None, 0, "b") == ("b", 1)
    assert moved("a", "b", 1, "b") == ("b", 2)
    assert moved("a", "b", 1, "c") == ("c", 1)
    assert moved("a", "b", 1, "a") == (None, 0)


def test_a_clock_that_was_set_is_told_from_time_that_passed() -> None:
    assert clock_jump_s(60.0, 59.0) == 0.0
    assert clock_jump_s(-3540.0, 60.0) == -3600.0
    assert clock_jump_s(3660.0, 60.0) == 3600.0


@pytest.mark.parametrize(
    ("cache_control", "seconds"),
    [
        ("max-age=600", 600.0), ("public, max-age=60, s-maxage=900", 60.0), ('max-age="30"', 30.0),
        ("no-cache, max-age=600", 0.0), ("s-maxage=900", 0.0), ("max-age=soon", 0.0), ("", 0.0),
    ],
)  # fmt: skip
def test_cache_control_is_read(cache_control: str, seconds: float) -> None:
    assert hints_from({"cache-control": cache_control}).max_age_s == seconds


def test_the_feeds_own_hints_are_read() -> None:
    hints = hints_from(
        {},
        ttl_minutes=30,
        skip_hours=frozenset({0, 24}),
        skip_days=frozenset({"Sunday", "Nonsense"}),
    )

    assert hints == Hints(ttl_s=1800.0, skip_hours=frozenset({0}), skip_days=frozenset({6}))


def test_a_flagged_article_is_read_again_ever_more_seldom() -> None:
    def wait(age: timedelta, *, closely: bool = False) -> timedelta | None:
        due = next_reread(NOW, NOW - age, closely=closely)
        return due - NOW if due else None

    assert wait(timedelta(minutes=5)) == timedelta(minutes=15)
    assert wait(timedelta(hours=3)) == timedelta(hours=1)
    assert wait(timedelta(days=2)) == timedelta(hours=3)
    assert wait(timedelta(days=8)) == timedelta(days=1)
    assert wait(timedelta(days=31)) is None
    assert wait(timedelta(minutes=5), closely=True) == timedelta(minutes=15)
    assert wait(timedelta(hours=5), closely=True) == timedelta(minutes=30)
    assert wait(timedelta(days=2), closely=True) == timedelta(hours=1)
    assert wait(timedelta(days=99), closely=True) == timedelta(hours=1)
