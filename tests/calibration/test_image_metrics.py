from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, balanced_accuracy_score, precision_recall_curve, roc_auc_score

from calibration import (
    CalibrationError,
    average_precision,
    balanced_accuracy,
    f1_max,
    fpr_at_tpr,
    image_auroc,
    image_metrics,
    roc_curve,
    tpr_at_fpr,
)

# Few distinct values: ties within and between the classes are the rule.
tied = st.integers(-4, 4).map(lambda value: value / 4)
spread = st.floats(-1e6, 1e6)
score_lists = st.lists(st.one_of(tied, spread), min_size=1, max_size=40)


def _labelled(good: list[float], defect: list[float]) -> tuple[Any, Any]:
    return np.r_[np.zeros(len(good)), np.ones(len(defect))], np.r_[good, defect]


@given(score_lists, score_lists)
def test_auroc_is_the_share_of_pairs_in_the_right_order(good: list[float], defect: list[float]) -> None:
    wins = sum(Fraction(int(d > g) * 2 + int(d == g), 2) for d in defect for g in good)
    assert image_auroc(good, defect) == float(wins / (len(good) * len(defect)))


@given(score_lists, score_lists)
def test_auroc_and_average_precision_agree_with_scikit_learn(good: list[float], defect: list[float]) -> None:
    labels, scores = _labelled(good, defect)
    assert image_auroc(good, defect) == pytest.approx(roc_auc_score(labels, scores), abs=1e-12)
    assert average_precision(good, defect) == pytest.approx(average_precision_score(labels, scores), abs=1e-12)


@given(score_lists, score_lists)
def test_f1_max_is_the_best_of_all_thresholds_and_its_threshold_gives_it(
    good: list[float], defect: list[float]
) -> None:
    def f1(threshold: float) -> float:
        tp = sum(d >= threshold for d in defect)
        fp = sum(g >= threshold for g in good)
        return 2 * tp / (tp + fp + len(defect))

    best = f1_max(good, defect)
    assert best.f1 == max(f1(threshold) for threshold in good + defect)
    assert f1(best.threshold) == best.f1
    labels, scores = _labelled(good, defect)
    precision, recall, _ = precision_recall_curve(labels, scores)
    total = precision + recall
    reference = np.divide(2 * precision * recall, total, out=np.zeros_like(total), where=total > 0)
    assert best.f1 == pytest.approx(float(reference.max()), abs=1e-12)


@given(score_lists, score_lists, st.one_of(tied, spread))
def test_balanced_accuracy_agrees_with_scikit_learn(good: list[float], defect: list[float], threshold: float) -> None:
    labels, scores = _labelled(good, defect)
    assert balanced_accuracy(good, defect, threshold) == pytest.approx(
        balanced_accuracy_score(labels, scores >= threshold), abs=1e-12
    )


@given(score_lists, score_lists, st.sampled_from([1.0, 0.99, 0.95, 0.5, 0.0]))
def test_fpr_at_tpr_is_the_fewest_false_rejects_that_catch_enough(
    good: list[float], defect: list[float], tpr: float
) -> None:
    candidates = [math.inf, *good, *defect]
    enough = [t for t in candidates if Fraction(sum(d >= t for d in defect), len(defect)) >= Fraction(str(tpr))]
    fewest = min(sum(g >= t for g in good) for t in enough)
    rate = fpr_at_tpr(good, defect, tpr)
    assert (rate.count, rate.total) == (fewest, len(good))


@given(score_lists, score_lists, st.sampled_from([0.0, 0.01, 0.1, 0.5, 1.0]))
def test_tpr_at_fpr_is_the_most_defects_caught_within_the_allowance(
    good: list[float], defect: list[float], fpr: float
) -> None:
    candidates = [math.inf, *good, *defect]
    allowed = [t for t in candidates if Fraction(sum(g >= t for g in good), len(good)) <= Fraction(str(fpr))]
    most = max(sum(d >= t for d in defect) for t in allowed)
    rate = tpr_at_fpr(good, defect, fpr)
    assert (rate.count, rate.total) == (most, len(defect))


def test_ninety_five_percent_of_sixty_defects_is_fifty_seven() -> None:
    defect = np.arange(60.0)
    assert fpr_at_tpr([2.5, 3.0], defect, 0.95).count == 1  # cut at 3.0, not at 2.0


@given(score_lists, score_lists)
def test_roc_has_one_point_per_distinct_score_and_integrates_to_auroc(good: list[float], defect: list[float]) -> None:
    curve = roc_curve(good, defect)
    assert curve.thresholds[0] == math.inf
    assert list(curve.thresholds[1:]) == sorted(set(good + defect), reverse=True)
    for threshold, false_rejects, detected in zip(curve.thresholds, curve.false_rejects, curve.detected, strict=True):
        assert false_rejects == sum(g >= threshold for g in good)
        assert detected == sum(d >= threshold for d in defect)
    assert np.trapezoid(curve.tpr, curve.fpr) == pytest.approx(image_auroc(good, defect), abs=1e-12)


@given(score_lists, score_lists)
def test_metrics_depend_only_on_the_order_of_scores(good: list[float], defect: list[float]) -> None:
    ranks = {value: rank for rank, value in enumerate(sorted(set(good + defect)))}
    plain = image_metrics(good, defect)
    ranked = image_metrics([ranks[g] for g in good], [ranks[d] for d in defect])
    assert plain.auroc == ranked.auroc
    assert plain.average_precision == ranked.average_precision
    assert plain.f1_max.f1 == ranked.f1_max.f1
    assert plain.fpr_at_100_tpr == ranked.fpr_at_100_tpr
    assert plain.tpr_at_1_fpr == ranked.tpr_at_1_fpr


def test_scores_that_only_float64_tells_apart_are_told_apart() -> None:
    assert image_auroc([1.0], [1.0 + 1e-12]) == 1.0


@pytest.mark.parametrize(("good", "defect", "missing"), [([], [1.0], "good"), ([1.0], [], "defect")])
def test_a_missing_kind_is_named(good: list[float], defect: list[float], missing: str) -> None:
    for metric in (image_auroc, average_precision, f1_max, roc_curve, image_metrics, fpr_at_tpr, tpr_at_fpr):
        with pytest.raises(CalibrationError, match=f"no scores of {missing} parts") as error:
            metric(good, defect)
        assert error.value.hint


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e39])
def test_a_score_that_is_not_finite_is_refused_by_position(bad: float) -> None:
    with pytest.raises(CalibrationError, match="defect score 2 of 3"):
        image_auroc([0.0], [1.0, bad, 2.0])


def test_scores_that_are_not_numbers_are_refused() -> None:
    with pytest.raises(CalibrationError, match="not numbers"):
        image_auroc(["high"], [1.0])


def test_the_callers_array_stays_as_it_was() -> None:
    good = np.array([3.0, 1.0, 2.0])
    image_auroc(good, [1.0])
    assert good.tolist() == [3.0, 1.0, 2.0]
    good[0] = 4.0
