"""How sure an image AUROC is, from the few parts it was measured on."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from calibration.bounds import CONFIDENCE, clopper_pearson
from calibration.metrics import image_auroc
from calibration.scores import ScoreSet

REPEATS = 2000


def auroc_interval(
    good: ArrayLike, defect: ArrayLike, *, confidence: float = CONFIDENCE, seed: int = 0
) -> tuple[float, float]:
    """Return a two-sided interval of the image AUROC.

    Percentiles of a bootstrap that draws good and defect parts apart (Efron and Tibshirani 1993, ch. 13). It shrinks to
    a point where the kinds are separated completely (or the wrong way round); there, each of min(n, m) disjoint pairs
    is an independent trial that was won (or lost), and the interval is the exact one of Clopper and Pearson.

    Raises:
        CalibrationError: a score is not finite, or one kind is missing.
    """
    auroc = image_auroc(good, defect)
    scores = ScoreSet.of(good, defect)
    pairs = min(scores.good.size, scores.defect.size)
    if auroc in (0.0, 1.0):
        return clopper_pearson(round(auroc * pairs), pairs, confidence)
    random = np.random.default_rng(seed)
    samples = np.empty(REPEATS)
    for index in range(REPEATS):
        drawn = scores.good[np.sort(random.integers(0, scores.good.size, scores.good.size))]
        of = scores.defect[random.integers(0, scores.defect.size, scores.defect.size)]
        wins = np.searchsorted(drawn, of, "left").sum() + np.searchsorted(drawn, of, "right").sum()
        samples[index] = wins / (2 * drawn.size * of.size)
    low, high = np.quantile(samples, ((1 - confidence) / 2, (1 + confidence) / 2))
    return float(low), float(high)
