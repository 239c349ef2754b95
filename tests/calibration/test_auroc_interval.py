from __future__ import annotations

import numpy as np
import pytest

from calibration import CalibrationError, auroc_interval, clopper_pearson, image_auroc


def test_the_interval_covers_the_true_value_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(1)
    truth = 0.7602499389  # P(N(1, 1) > N(0, 1)) = Phi(1 / sqrt 2)
    covered = 0
    for seed in range(60):
        low, high = auroc_interval(random.normal(0, 1, 40), random.normal(1, 1, 40), seed=seed)
        covered += low <= truth <= high
    assert covered >= 51  # at least 85 % of 60; under the nominal 95 % this fails once in 1,000


def test_complete_separation_does_not_claim_certainty() -> None:
    assert auroc_interval([0.0, 1.0, 2.0], [3.0] * 10) == clopper_pearson(3, 3)
    assert auroc_interval([4.0] * 10, [3.0] * 5) == clopper_pearson(0, 5)


def test_the_interval_holds_the_estimate_and_is_the_same_each_time() -> None:
    random = np.random.default_rng(2)
    good, defect = random.normal(0, 1, 30), random.normal(2, 1, 20)
    low, high = auroc_interval(good, defect)
    assert low < image_auroc(good, defect) < high
    assert auroc_interval(good, defect) == (low, high)


def test_without_defects_there_is_no_interval() -> None:
    with pytest.raises(CalibrationError, match="defect"):
        auroc_interval([1.0], [])
