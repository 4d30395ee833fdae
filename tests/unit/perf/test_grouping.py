from __future__ import annotations

from tests.perf import grouping


def test_pairs_are_scored_both_ways() -> None:
    told = {1: 1, 2: 1, 3: 1, 4: 4}

    assert 1 == grouping.pair_f1({1: 9, 2: 9, 3: 9, 4: 4}, told)
    assert 0 == grouping.pair_f1({1: 1, 2: 2, 3: 3, 4: 4}, told)
    assert 0.5 == grouping.pair_f1({1: 1, 2: 1, 3: 3, 4: 4}, told)


def test_the_measurement_finds_most_of_the_stories_it_made() -> None:
    told = grouping.measure(1500, 300)

    assert 1500 == told["articles"]
    assert told["pair_f1"] > 0.6
