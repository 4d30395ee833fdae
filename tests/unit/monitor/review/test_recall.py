"""What a sample of the dropped lets one say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.review.recall import recall, share_between


@pytest.mark.parametrize(
    ("hits", "tries", "low", "high"),
    [
        (0, 10, 0.0, 0.30850),
        (1, 10, 0.00253, 0.44502),
        (5, 10, 0.18709, 0.81291),
        (10, 10, 0.69150, 1.0),
        (3, 200, 0.00310, 0.04320),
    ],
)
def test_the_interval_is_clopper_and_pearsons(
    hits: int, tries: int, low: float, high: float
) -> None:
    assert (low, high) == pytest.approx(share_between(hits, tries), abs=2e-5)


@given(st.integers(1, 300), st.data())
def test_the_interval_holds_the_share_that_was_seen(tries: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, tries))

    low, high = share_between(hits, tries)

    assert low <= hits / tries <= high


def test_nothing_read_says_nothing() -> None:
    assert recall(found=10, dropped=100, read=0, missed=0) is None


def test_nothing_found_says_nothing() -> None:
    assert recall(found=0, dropped=100, read=20, missed=0) is None


def test_a_few_read_of_many_say_little_and_how_many_more_are_needed() -> None:
    told = recall(found=40, dropped=4000, read=20, missed=0)

    assert told is not None
    assert (False, 1.0) == (told.says_enough, told.high)
    assert told.low < 0.1
    assert 1000 < told.more < 2000


def test_all_read_without_a_miss_leaves_little_doubt() -> None:
    told = recall(found=40, dropped=200, read=200, missed=0)

    assert told is not None
    assert told.says_enough
    assert told.low > 0.9


def test_what_was_seen_to_be_missed_is_missed() -> None:
    told = recall(found=8, dropped=10, read=10, missed=2)

    assert told is not None
    assert told.high == pytest.approx(0.8)
