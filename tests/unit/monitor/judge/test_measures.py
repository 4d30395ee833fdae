"""Measures against scikit-learn's own and by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from monitor.judge.measures import (
    average_precision,
    brier,
    calibration_error,
    f1,
    recall_at_precision,
)

SCORED = st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=1, max_size=30).filter(
    lambda pairs: any(label for label, _ in pairs)
)


@given(SCORED)
def test_average_precision_equals_scikit_learns(pairs: list[tuple[bool, int]]) -> None:
    labels = [label for label, _ in pairs]
    scores = [score / 5 for _, score in pairs]

    assert average_precision(labels, scores) == pytest.approx(
        average_precision_score(labels, scores)
    )


def test_nothing_relevant_scores_nought() -> None:
    assert 0.0 == average_precision([False], [0.5])
    assert 0.0 == f1([False], [False])


def test_brier_is_the_mean_square() -> None:
    assert brier([True, False], [0.5, 0.1]) == pytest.approx((0.25 + 0.01) / 2)


def test_f1_counts_what_was_chosen() -> None:
    assert f1([True, True, False], [True, False, True]) == pytest.approx(0.5)


def test_calibration_error_is_nought_when_scores_tell_the_truth() -> None:
    assert calibration_error([True, False], [0.5, 0.5]) == pytest.approx(0.0)
    assert calibration_error([True, True], [0.0, 0.0]) == pytest.approx(1.0)


def test_recall_is_taken_at_the_deepest_rank_that_is_precise_enough() -> None:
    labels = [True, True, False, True]
    scores = [0.9, 0.8, 0.7, 0.6]

    assert recall_at_precision(labels, scores, 0.9) == pytest.approx(2 / 3)
    assert recall_at_precision(labels, scores, 0.7) == pytest.approx(1.0)
