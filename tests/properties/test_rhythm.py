"""What holds for every source's rhythm, however it publishes."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.clock import to_text
from monitor.intake.rhythm import SLOTS, Rhythm, expected, hours_from, learn

START = datetime(2026, 2, 1, 23, tzinfo=UTC)
HOURS = hours_from([to_text(START + timedelta(hours=n)) for n in range(10 * 168)], frozenset())
#: Hours that brought something, and how many articles.
ITEMS = st.dictionaries(
    st.sampled_from([hour.key for hour in HOURS]), st.integers(1, 50), min_size=8, max_size=400
)


def learnt(items: dict[str, int]) -> Rhythm:
    found = learn(HOURS, items)
    assert found is not None
    return found


@settings(max_examples=40)
@given(ITEMS)
def test_every_slot_has_a_chance_between_nothing_and_the_surest(items: dict[str, int]) -> None:
    found = learnt(items)

    assert SLOTS == len(found.chances)
    assert all(0 <= chance <= 0.9 for chance in found.chances)
    assert math.isfinite(found.limit)


@settings(max_examples=40)
@given(ITEMS)
def test_an_alarm_is_never_likelier_than_the_stated_chance(items: dict[str, int]) -> None:
    found = learnt(items)

    assert math.exp(-found.limit) < 0.001


@settings(max_examples=40)
@given(ITEMS, st.integers(0, 167), st.integers(0, 400), st.integers(0, 100))
def test_a_longer_silence_is_never_likelier(
    items: dict[str, int], start: int, length: int, more: int
) -> None:
    found = learnt(items)
    slots = [(start + n) % SLOTS for n in range(length + more)]

    assert expected(found.chances, slots[:length]) <= expected(found.chances, slots)


@settings(max_examples=40)
@given(ITEMS, st.integers(1, 50))
def test_how_many_articles_come_at_once_does_not_change_when_silence_is_unlikely(
    items: dict[str, int], times: int
) -> None:
    burst = {key: count * times for key, count in items.items()}

    assert learnt(items).chances == learnt(burst).chances
    assert learnt(items).limit == learnt(burst).limit


@settings(max_examples=40)
@given(ITEMS, st.sets(st.integers(0, len(HOURS) - 1), max_size=300))
def test_hours_in_which_nobody_listened_and_nothing_came_make_no_source_quieter(
    items: dict[str, int], deaf: set[int]
) -> None:
    heard = [h for n, h in enumerate(HOURS) if n not in deaf or h.key in items]
    without, found = learnt(items), learn(heard, items)

    assert found is not None
    assert found.active == without.active
    assert found.active / found.listened >= without.active / without.listened
