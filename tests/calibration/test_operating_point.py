from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration import CalibrationError, ScoreSet, evaluate, evaluate_sorted, upper_bound

tied = st.integers(-4, 4).map(lambda value: value / 4)
scores = st.lists(st.one_of(tied, st.floats(-1e6, 1e6)), max_size=40)
thresholds = st.one_of(tied, st.floats(-1e6, 1e6), st.sampled_from([math.inf, -math.inf]))


@given(scores, scores, thresholds, thresholds)
def test_every_part_is_counted_where_the_convention_puts_it(
    good: list[float], defect: list[float], first: float, second: float
) -> None:
    if not good and not defect:
        return
    threshold, review_from = max(first, second), min(first, second)
    point = evaluate(threshold, review_from, good, defect)
    assert (point.n_good, point.n_defect) == (len(good), len(defect))
    if good:
        assert point.false_rejects is not None
        assert point.false_rejects.count == sum(s >= threshold for s in good)
        assert point.false_rejects.upper == upper_bound(point.false_rejects.count, len(good))
    else:
        assert point.false_rejects is None
    if defect:
        assert point.escapes is not None
        assert point.escapes.count == sum(s < review_from for s in defect)
    else:
        assert point.escapes is None
    assert point.good_in_review == sum(review_from <= s < threshold for s in good)
    assert point.defects_in_review == sum(review_from <= s < threshold for s in defect)
    assert point.in_review == point.good_in_review + point.defects_in_review


@given(scores.filter(bool), thresholds)
def test_a_band_without_width_is_no_band(good: list[float], threshold: float) -> None:
    assert evaluate(threshold, threshold, good) == evaluate(threshold, None, good)


def test_sorted_scores_give_the_same_answer() -> None:
    rng = np.random.default_rng(0)
    good, defect = rng.normal(size=1000), rng.normal(1.0, size=300)
    held = ScoreSet.of(good, defect)
    for threshold in np.linspace(-4.0, 5.0, 50):
        assert evaluate_sorted(held, threshold, threshold - 0.5) == evaluate(threshold, threshold - 0.5, good, defect)


def test_sorted_scores_cannot_be_changed() -> None:
    held = ScoreSet.of([2.0, 1.0])
    with pytest.raises(ValueError, match="read-only"):
        held.good[0] = 5.0


def test_the_sentence_says_counts_shares_and_bounds() -> None:
    point = evaluate(1.0, None, [0.0] * 29 + [1.0] * 6, [2.0] * 10)
    assert point.sentence == (
        "6 of 35 good would be rejected: 17 %, at most 32 % (95 %); 0 of 10 defects would pass: at most 26 % (95 %)"
    )


def test_the_sentence_counts_parts_in_review() -> None:
    point = evaluate(2.0, 1.0, [0.0, 1.0, 1.5], [1.0, 3.0])
    assert point.sentence.endswith("2 good and 1 defect would go to review")


def test_the_sentence_says_what_is_unknown() -> None:
    assert "escape rate unknown" in evaluate(1.0, None, [0.0]).sentence
    only_defects = evaluate(1.0, None, [], [2.0]).sentence
    assert "false reject rate unknown" in only_defects
    assert "at most 95 % (95 %)" in only_defects


def test_a_band_above_the_threshold_is_refused() -> None:
    with pytest.raises(CalibrationError, match="above the threshold"):
        evaluate(1.0, 1.5, [0.0])


@pytest.mark.parametrize(("threshold", "review_from"), [(math.nan, None), (1.0, math.nan)])
def test_a_threshold_that_is_not_a_number_is_refused(threshold: float, review_from: float | None) -> None:
    with pytest.raises(CalibrationError, match="not a number"):
        evaluate(threshold, review_from, [0.0])


def test_no_scores_at_all_are_refused() -> None:
    with pytest.raises(CalibrationError, match="no scores"):
        evaluate(1.0, None, [])
