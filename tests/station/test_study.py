"""Studies: any threshold on scored pictures, and the figures that go with it."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration import CalibrationError, evaluate, fpr_at_tpr, roc_curve
from station.recipe import ModelVersion
from station.study import MANUAL, ScoredPicture, Study, Suggestion, Unavailable
from tests.station.tuning_rig import recipe_of

RECIPE = recipe_of(ModelVersion(name="plate", version=1, sha256="a" * 64))
SCORE = st.floats(-50, 50, width=32)


def study_of(good: list[float], defect: list[float]) -> Study:
    pictures = [ScoredPicture(Path(f"g{n}.png"), f"g{n}", score, False) for n, score in enumerate(good)]
    pictures += [ScoredPicture(Path(f"d{n}.png"), f"d{n}", score, True) for n, score in enumerate(defect)]
    return Study.of(RECIPE, pictures)


@given(st.lists(SCORE, max_size=40), st.lists(SCORE, max_size=40), SCORE, st.floats(0, 20))
def test_an_evaluation_is_what_calibration_says(
    good: list[float], defect: list[float], threshold: float, band: float
) -> None:
    if not good and not defect:
        return
    found = study_of(good, defect).at(threshold, threshold - band)
    assert found.point == evaluate(threshold, threshold - band, good, defect)
    in_band = sum(threshold - band <= score < threshold for score in good + defect)
    assert (found.review.count, found.review.total) == (in_band, len(good) + len(defect))
    rejected = sum(score >= threshold for score in good)
    caught = sum(score >= threshold for score in defect)
    assert found.fpr == (rejected / len(good) if good else None)
    assert found.tpr == (caught / len(defect) if defect else None)
    assert found.precision == (caught / (rejected + caught) if rejected + caught else None)


@given(st.lists(SCORE, min_size=1, max_size=30), st.lists(SCORE, min_size=1, max_size=30))
def test_every_point_of_the_curves_is_reached_by_its_threshold(good: list[float], defect: list[float]) -> None:
    study = study_of(good, defect)
    curve = roc_curve(good, defect)
    assert study.roc is not None
    assert study.precision is not None
    assert np.array_equal(study.roc.thresholds, curve.thresholds)
    for index in range(curve.thresholds.size):
        found = study.at(study.threshold_of_curve(index))
        assert (found.rejected_good, found.caught_defects) == (curve.false_rejects[index], curve.detected[index])
        assert found.precision == (None if math.isnan(study.precision[index]) else study.precision[index])
    assert study.fpr_at_full_tpr == fpr_at_tpr(good, defect)


@given(st.lists(SCORE, min_size=1, max_size=30), SCORE, st.integers(-5, 5))
def test_a_step_moves_over_so_many_different_scores(good: list[float], threshold: float, by: int) -> None:
    study = study_of(good, [])
    different = sorted({score + 0.0 for score in good})
    below = sum(score < threshold for score in different)
    moved = study.step(threshold, by)
    assert sum(score < moved for score in different) == min(max(below + by, 0), len(different))


def test_a_step_up_and_one_down_come_back_to_the_same_counts() -> None:
    study = study_of([1.0, 1.5, 2.0], [2.5, 3.0])
    start = study.settle(2.2)
    assert 2.0 < start < 2.5
    assert study.step(study.step(start, 1), -1) == start
    assert study.at(study.step(start, 10)).rejected_good == study.at(study.step(start, 10)).caught_defects == 0
    assert study.at(study.step(start, -10)).rejected_good == 3


def test_nearest_pictures_come_from_both_sides_nearest_first() -> None:
    study = study_of([1.0, 1.2, 1.4], [1.6, 2.0])
    below, above = study.near(1.5, 2)
    assert [one.score for one in below] == [1.4, 1.2]
    assert [one.score for one in above] == [1.6, 2.0]
    assert study.near(0.0)[0] == ()
    assert study.near(9.0)[1] == ()


def test_good_pictures_alone_give_no_curves_and_no_escape_rate() -> None:
    study = study_of([1.0, 2.0], [])
    assert study.good_only
    assert study.roc is None
    assert study.auroc is None
    found = study.at(1.5)
    assert found.escapes is None
    assert found.point.escapes_text == "escape rate unknown: no defect part was scored"
    assert isinstance(study.suggest("zero_escape"), Unavailable)
    assert isinstance(study.suggest("good_only"), Suggestion)


def test_a_suggestion_carries_its_counts_its_claim_and_what_other_parts_say_of_it() -> None:
    study = study_of([1.0, 1.1, 1.2, 1.3, 2.1], [2.0, 3.0, 3.1, 4.0])
    zero = study.suggest("zero_escape")
    assert isinstance(zero, Suggestion)
    assert zero.evaluation.escapes is not None
    assert zero.evaluation.escapes.count == 0
    assert zero.evaluation.rejected_good == 1
    assert "chosen on one half" in zero.crossed
    alone = study.suggest("good_only", {"rate": 0.5})
    assert isinstance(alone, Suggestion)
    assert "held-out good" in alone.claim
    assert alone.policy != MANUAL
    refused = study.suggest("min_cost", {"escape_cost": -1.0})
    assert isinstance(refused, Unavailable)
    assert "above 0" in refused.why


def test_the_histogram_counts_every_picture_once() -> None:
    rng = np.random.default_rng(0)
    study = study_of(rng.normal(1, 0.1, 500).tolist(), [*rng.normal(3, 0.5, 40).tolist(), 900.0])
    assert study.histogram.good.sum() == 500
    assert study.histogram.defect.sum() == 41
    assert study.histogram.edges.size == study.histogram.good.size + 1
    assert study_of([2.0, 2.0], []).histogram.good.sum() == 2


def test_scores_that_are_no_numbers_or_none_at_all_are_refused() -> None:
    with pytest.raises(CalibrationError, match="no scored pictures"):
        study_of([], [])
    with pytest.raises(CalibrationError, match="nan"):
        study_of([1.0, math.nan], [])


def test_a_hundred_thousand_scores_can_be_asked_anywhere() -> None:
    rng = np.random.default_rng(1)
    study = study_of(rng.normal(size=90_000).tolist(), rng.normal(2.0, size=10_000).tolist())
    for threshold in np.linspace(-6, 8, 25).tolist():
        found = study.at(threshold, threshold - 0.5)
        assert found.rejected_good == int((study.scores.good >= threshold).sum())
        assert found.caught_defects == int((study.scores.defect >= threshold).sum())
