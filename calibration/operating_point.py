"""What a threshold would have done: counts, rates with exact bounds, and a sentence.

A part is NOK when score >= threshold, REVIEW when review_from <= score < threshold, OK below. So a false reject is a
good part at or above the threshold, and an escape is a defect below everything that stops it: below `review_from`
where there is a review band, else below the threshold.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from numpy.typing import ArrayLike

from calibration.api import CalibrationError
from calibration.bounds import CONFIDENCE, Rate
from calibration.scores import ScoreSet


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """Counts at one threshold. A rate is None where there are no parts of its kind: it is unknown, not zero."""

    threshold: float
    review_from: float | None
    n_good: int
    n_defect: int
    false_rejects: Rate | None
    escapes: Rate | None
    good_in_review: int
    defects_in_review: int
    confidence: float = CONFIDENCE

    @property
    def in_review(self) -> int:
        return self.good_in_review + self.defects_in_review

    @property
    def false_rejects_text(self) -> str:
        if self.false_rejects is None:
            return "false reject rate unknown: no good part was scored"
        return f"{_count(self.false_rejects, 'good', 'good')} would be rejected: {self.false_rejects.bounded}"

    @property
    def escapes_text(self) -> str:
        if self.escapes is None:
            return "escape rate unknown: no defect part was scored"
        return f"{_count(self.escapes, 'defect', 'defects')} would pass: {self.escapes.bounded}"

    @property
    def review_texts(self) -> tuple[str, ...]:
        """One text where there is a review band, none where there is not."""
        if self.review_from is None:
            return ()
        defects = "defect" if self.defects_in_review == 1 else "defects"
        return (f"{self.good_in_review} good and {self.defects_in_review} {defects} would go to review",)

    @property
    def sentence(self) -> str:
        """Say it for people, in counts first."""
        return "; ".join([self.false_rejects_text, self.escapes_text, *self.review_texts])


def evaluate(
    threshold: float,
    review_from: float | None,
    good: ArrayLike,
    defect: ArrayLike = (),
    *,
    confidence: float = CONFIDENCE,
) -> OperatingPoint:
    """Say what `threshold` and `review_from` (None: no review band) would have done to these parts.

    Sorts the scores each time: while a threshold is dragged, keep a `ScoreSet` and call `evaluate_sorted`.

    Raises:
        CalibrationError: a score or a threshold is not a number, there are no scores at all, or `review_from` lies
            above `threshold`.
    """
    return evaluate_sorted(ScoreSet.of(good, defect), threshold, review_from, confidence=confidence)


def evaluate_sorted(
    scores: ScoreSet,
    threshold: float,
    review_from: float | None = None,
    *,
    confidence: float = CONFIDENCE,
) -> OperatingPoint:
    """Do as `evaluate` on sorted scores, in O(log n). `review_from` equal to `threshold` is no band.

    Raises:
        CalibrationError: as `evaluate`.
    """
    threshold = float(threshold)
    stop_from = threshold if review_from is None else float(review_from)
    if math.isnan(threshold) or math.isnan(stop_from):
        raise CalibrationError("the threshold is not a number", "Choose the threshold again.")
    if stop_from > threshold:
        raise CalibrationError(
            f"the review band starts at {stop_from:.6g}, above the threshold {threshold:.6g}",
            "Lower the start of the review band, or raise the threshold.",
        )
    n_good, n_defect = scores.good.size, scores.defect.size
    if n_good == n_defect == 0:
        raise CalibrationError("there are no scores to evaluate a threshold on", "Score at least one good part.")
    rejected, caught = scores.good_at_or_above(threshold), scores.defect_at_or_above(threshold)
    stopped_good, stopped_defects = scores.good_at_or_above(stop_from), scores.defect_at_or_above(stop_from)
    return OperatingPoint(
        threshold=threshold,
        review_from=stop_from if stop_from < threshold else None,
        n_good=n_good,
        n_defect=n_defect,
        false_rejects=Rate.of(rejected, n_good, confidence) if n_good else None,
        escapes=Rate.of(n_defect - stopped_defects, n_defect, confidence) if n_defect else None,
        good_in_review=stopped_good - rejected,
        defects_in_review=stopped_defects - caught,
        confidence=confidence,
    )


def _count(rate: Rate, one: str, many: str) -> str:
    return f"{rate.count} of {rate.total} {one if rate.total == 1 else many}"
