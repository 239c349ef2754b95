"""Image metrics on raw scores: higher is more anomalous, a part is rejected when score >= threshold.

Nothing is clamped or rescaled first, ties count as ties, and counts stay whole numbers until the last division.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calibration.bounds import CONFIDENCE, Rate, check_share, exact_share
from calibration.scores import Floats, ScoreSet

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class RocCurve:
    """Every distinct score as a threshold, descending; the first is +inf, where nothing is rejected.

    `false_rejects` and `detected` are the counts of good and of defect parts with score >= threshold.
    """

    thresholds: Floats
    false_rejects: Counts
    detected: Counts
    n_good: int
    n_defect: int

    @property
    def fpr(self) -> Floats:
        """False reject rate at each threshold."""
        return self.false_rejects / self.n_good

    @property
    def tpr(self) -> Floats:
        """Share of defects caught at each threshold."""
        return self.detected / self.n_defect


@dataclass(frozen=True, slots=True)
class F1Max:
    """The best F1 over all thresholds, and the highest score that gives it when used as threshold.

    An oracle: it is chosen on the parts it is computed from.
    """

    f1: float
    threshold: float


@dataclass(frozen=True, slots=True)
class ImageMetrics:
    """Everything the benchmark tables show about image scores. Rates carry counts and exact bounds."""

    n_good: int
    n_defect: int
    auroc: float
    average_precision: float
    f1_max: F1Max
    fpr_at_100_tpr: Rate
    fpr_at_99_tpr: Rate
    fpr_at_95_tpr: Rate
    tpr_at_1_fpr: Rate


def image_auroc(good: ArrayLike, defect: ArrayLike) -> float:
    """Return P(defect score > good score) + P(equal) / 2: the rank sum with mid-ranks.

    Raises:
        CalibrationError: a score is not finite, or one kind is missing.
    """
    return _auroc(_both(good, defect))


def roc_curve(good: ArrayLike, defect: ArrayLike) -> RocCurve:
    """Return the ROC with one point per distinct score.

    Raises:
        CalibrationError: a score is not finite, or one kind is missing.
    """
    return _roc(_both(good, defect))


def average_precision(good: ArrayLike, defect: ArrayLike) -> float:
    """Return the sum over distinct scores, descending, of (step in recall) * precision. No interpolation.

    Raises:
        CalibrationError: a score is not finite, or one kind is missing.
    """
    return _average_precision(_roc(_both(good, defect)))


def f1_max(good: ArrayLike, defect: ArrayLike) -> F1Max:
    """Return the maximum of 2 TP / (2 TP + FP + FN) over distinct scores.

    Raises:
        CalibrationError: a score is not finite, or one kind is missing.
    """
    return _f1_max(_roc(_both(good, defect)))


def balanced_accuracy(good: ArrayLike, defect: ArrayLike, threshold: float) -> float:
    """Return (TPR + TNR) / 2 at `threshold`, which should be the deployed one and not one fitted on these parts.

    Raises:
        CalibrationError: a score is not finite, or one kind is missing.
    """
    scores = _both(good, defect)
    caught = scores.defect_at_or_above(threshold) / scores.defect.size
    passed = 1.0 - scores.good_at_or_above(threshold) / scores.good.size
    return (caught + passed) / 2.0


def fpr_at_tpr(good: ArrayLike, defect: ArrayLike, tpr: float = 1.0, confidence: float = CONFIDENCE) -> Rate:
    """Return the false reject rate at the highest threshold that catches at least `tpr` of the defects.

    Raises:
        CalibrationError: a score is not finite, one kind is missing, or `tpr` is not in [0, 1].
    """
    return _fpr_at_tpr(_both(good, defect), tpr, confidence)


def tpr_at_fpr(good: ArrayLike, defect: ArrayLike, fpr: float = 0.01, confidence: float = CONFIDENCE) -> Rate:
    """Return the share of defects caught at the lowest threshold that rejects at most `fpr` of the good parts.

    Raises:
        CalibrationError: a score is not finite, one kind is missing, or `fpr` is not in [0, 1].
    """
    return _tpr_at_fpr(_both(good, defect), fpr, confidence)


def image_metrics(good: ArrayLike, defect: ArrayLike, confidence: float = CONFIDENCE) -> ImageMetrics:
    """Compute all threshold-free image metrics at once.

    Raises:
        CalibrationError: a score is not finite, or one kind is missing.
    """
    scores = _both(good, defect)
    curve = _roc(scores)
    return ImageMetrics(
        n_good=scores.good.size,
        n_defect=scores.defect.size,
        auroc=_auroc(scores),
        average_precision=_average_precision(curve),
        f1_max=_f1_max(curve),
        fpr_at_100_tpr=_fpr_at_tpr(scores, 1.0, confidence),
        fpr_at_99_tpr=_fpr_at_tpr(scores, 0.99, confidence),
        fpr_at_95_tpr=_fpr_at_tpr(scores, 0.95, confidence),
        tpr_at_1_fpr=_tpr_at_fpr(scores, 0.01, confidence),
    )


def roc_of(scores: ScoreSet) -> RocCurve:
    """Return the ROC of scores that are sorted already.

    Raises:
        CalibrationError: one kind is missing.
    """
    scores.require()
    return _roc(scores)


def _both(good: ArrayLike, defect: ArrayLike) -> ScoreSet:
    scores = ScoreSet.of(good, defect)
    scores.require()
    return scores


def _auroc(scores: ScoreSet) -> float:
    below = np.searchsorted(scores.good, scores.defect, side="left")
    up_to = np.searchsorted(scores.good, scores.defect, side="right")
    return int(below.sum() + up_to.sum()) / (2 * scores.good.size * scores.defect.size)


def _roc(scores: ScoreSet) -> RocCurve:
    distinct = np.unique(np.concatenate([scores.good, scores.defect]))[::-1]
    n_good, n_defect = scores.good.size, scores.defect.size
    start = np.zeros(1, dtype=np.int64)
    return RocCurve(
        thresholds=np.concatenate([[np.inf], distinct]),
        false_rejects=np.concatenate([start, n_good - np.searchsorted(scores.good, distinct, side="left")]),
        detected=np.concatenate([start, n_defect - np.searchsorted(scores.defect, distinct, side="left")]),
        n_good=n_good,
        n_defect=n_defect,
    )


def _average_precision(curve: RocCurve) -> float:
    caught = curve.detected[1:]
    precision = caught / (caught + curve.false_rejects[1:])
    return float(np.sum(np.diff(curve.detected) * precision)) / curve.n_defect


def _f1_max(curve: RocCurve) -> F1Max:
    f1 = 2 * curve.detected / (curve.detected + curve.false_rejects + curve.n_defect)
    best = int(np.argmax(f1))
    return F1Max(f1=float(f1[best]), threshold=float(curve.thresholds[best]))


def _fpr_at_tpr(scores: ScoreSet, tpr: float, confidence: float) -> Rate:
    check_share(tpr, "the share of defects to catch")
    to_catch = math.ceil(exact_share(tpr) * scores.defect.size)
    threshold = math.inf if to_catch == 0 else float(scores.defect[scores.defect.size - to_catch])
    return Rate.of(scores.good_at_or_above(threshold), scores.good.size, confidence)


def _tpr_at_fpr(scores: ScoreSet, fpr: float, confidence: float) -> Rate:
    check_share(fpr, "the false reject rate")
    allowed = math.floor(exact_share(fpr) * scores.good.size)
    if allowed >= scores.good.size:
        return Rate.of(scores.defect.size, scores.defect.size, confidence)
    must_pass = float(scores.good[scores.good.size - 1 - allowed])
    caught = scores.defect.size - int(np.searchsorted(scores.defect, must_pass, side="right"))
    return Rate.of(caught, scores.defect.size, confidence)
