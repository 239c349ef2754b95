"""A study: what any threshold would have done to the scored pictures of a recipe, without scoring them again.

Everything that does not depend on the threshold is computed once, so that a threshold can be dragged: a look at one
costs O(log n).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration import (
    CalibrationError,
    OperatingPoint,
    Rate,
    RocCurve,
    ScoreSet,
    ThresholdChoice,
    auroc_interval,
    average_precision,
    choose,
    crossed,
    evaluate_sorted,
    good_images_needed,
    image_auroc,
    percent,
    percent_at_most,
    roc_of,
    settle,
)
from station.recipe import Recipe
from station.types import RecipeRef

__all__ = [
    "Evaluation",
    "Histogram",
    "OperatingPoint",
    "Rate",
    "RocCurve",
    "ScoredPicture",
    "Study",
    "Suggestion",
    "Unavailable",
    "good_images_needed",
    "percent",
    "percent_at_most",
]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

MANUAL = "manual"
_BINS_LEAST, _BINS_MOST = 24, 96
_CROSSED_MOST = 20_000


@dataclass(frozen=True, slots=True)
class ScoredPicture:
    """One picture that the model did not learn from. `kind` is the kind of defect, where it has a name."""

    path: Path
    sha256: str
    score: float
    defective: bool
    kind: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """How many pictures have a score in each bin; `edges` has one more than the counts."""

    edges: Floats
    good: Counts
    defect: Counts


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one threshold does to the pictures of a study. Rates are None where there are none of their kind.

    `fpr`, `tpr` and `precision` are of the threshold alone, for the place on the curves; `precision` is None where
    nothing is rejected. `review` is the share of all pictures between `review_from` and the threshold.
    """

    point: OperatingPoint
    review: Rate
    rejected_good: int
    caught_defects: int

    @property
    def threshold(self) -> float:
        return self.point.threshold

    @property
    def review_from(self) -> float | None:
        return self.point.review_from

    @property
    def false_rejects(self) -> Rate | None:
        return self.point.false_rejects

    @property
    def escapes(self) -> Rate | None:
        return self.point.escapes

    @property
    def fpr(self) -> float | None:
        return self.rejected_good / self.point.n_good if self.point.n_good else None

    @property
    def tpr(self) -> float | None:
        return self.caught_defects / self.point.n_defect if self.point.n_defect else None

    @property
    def precision(self) -> float | None:
        rejected = self.rejected_good + self.caught_defects
        return self.caught_defects / rejected if rejected else None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The threshold of one operating point. `crossed` says what it is worth on pictures that did not choose it."""

    choice: ThresholdChoice
    evaluation: Evaluation
    crossed: str = ""

    @property
    def policy(self) -> str:
        return self.choice.policy

    @property
    def threshold(self) -> float:
        return self.choice.threshold

    @property
    def claim(self) -> str:
        """What good pictures alone guarantee, in words; empty where the policy makes no such claim."""
        return "" if self.choice.claim is None else self.choice.claim.sentence


@dataclass(frozen=True, slots=True)
class Unavailable:
    """An operating point that these pictures do not allow, and why."""

    policy: str
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """The scored pictures of one recipe version, with curves. Make it with `Study.of`.

    `pictures` in the order of the data set, `by_score` ascending, `ascending` their scores. `distinct`: every
    different score, ascending. `left_out` names the pictures that took no part. `active`: what was in force.
    `roc`, `precision` (beside `roc`, NaN where nothing is rejected) and the figures over them are None unless there are
    pictures of both kinds. `auroc_interval` is there where somebody took the time for `with_auroc_interval`.
    """

    recipe: Recipe
    active: RecipeRef | None
    pictures: tuple[ScoredPicture, ...]
    left_out: tuple[str, ...]
    scores: ScoreSet
    by_score: tuple[ScoredPicture, ...]
    ascending: Floats
    distinct: Floats
    histogram: Histogram
    roc: RocCurve | None
    precision: Floats | None
    auroc: float | None
    average_precision: float | None
    fpr_at_full_tpr: Rate | None
    auroc_interval: tuple[float, float] | None = None

    @classmethod
    def of(
        cls,
        recipe: Recipe,
        pictures: Sequence[ScoredPicture],
        *,
        left_out: Sequence[str] = (),
        active: RecipeRef | None = None,
    ) -> Study:
        """Sort and compute. Takes about a second for 100,000 pictures.

        Raises CalibrationError: no pictures, or a score that is not finite.
        """
        if not pictures:
            raise CalibrationError("There are no scored pictures.", "Score at least one good picture.")
        scores = ScoreSet.of(
            [one.score for one in pictures if not one.defective], [one.score for one in pictures if one.defective]
        )
        by_score = tuple(sorted(pictures, key=lambda one: one.score))
        ascending = np.array([one.score for one in by_score]) + 0.0
        roc = precision = None
        auroc = average = None
        at_full = None
        if scores.good.size and scores.defect.size:
            roc = roc_of(scores)
            rejected = roc.detected + roc.false_rejects
            precision = np.divide(roc.detected, rejected, out=np.full(rejected.size, np.nan), where=rejected > 0)
            auroc = image_auroc(scores.good, scores.defect)
            average = average_precision(scores.good, scores.defect)
            at_full = Rate.of(scores.good_at_or_above(float(scores.defect[0])), scores.good.size)
        return cls(
            recipe=recipe,
            active=active,
            pictures=tuple(pictures),
            left_out=tuple(left_out),
            scores=scores,
            by_score=by_score,
            ascending=ascending,
            distinct=np.unique(ascending),
            histogram=_histogram(scores, ascending),
            roc=roc,
            precision=precision,
            auroc=auroc,
            average_precision=average,
            fpr_at_full_tpr=at_full,
        )

    def with_auroc_interval(self) -> Study:
        """Add how sure the AUROC is. Some 100 ms; 5 s for 100,000 pictures."""
        if self.auroc is None:
            return self
        return replace(self, auroc_interval=auroc_interval(self.scores.good, self.scores.defect))

    @property
    def n_good(self) -> int:
        return int(self.scores.good.size)

    @property
    def n_defect(self) -> int:
        return int(self.scores.defect.size)

    @property
    def good_only(self) -> bool:
        """Without a defect nothing is known of escapes, and there are no curves."""
        return self.n_defect == 0

    @property
    def least_false_rejects(self) -> Rate | None:
        """The smallest false reject rate that so many good pictures can show: none of them rejected."""
        return Rate.of(0, self.n_good) if self.n_good else None

    @property
    def least_escapes(self) -> Rate | None:
        """The smallest escape rate that so many defects can show: none of them passed."""
        return Rate.of(0, self.n_defect) if self.n_defect else None

    def at(self, threshold: float, review_from: float | None = None) -> Evaluation:
        """Evaluate a threshold and, with `review_from`, a review band below it. O(log n).

        Raises CalibrationError: not a number, or a band that begins above the threshold.
        """
        point = evaluate_sorted(self.scores, threshold, review_from)
        return Evaluation(
            point,
            Rate.of(point.in_review, point.n_good + point.n_defect),
            self.scores.good_at_or_above(threshold),
            self.scores.defect_at_or_above(threshold),
        )

    def settle(self, threshold: float) -> float:
        """The middle of the gap between two scores that `threshold` lies in. O(log n)."""
        return settle(self.scores, threshold)

    def step(self, threshold: float, by: int) -> float:
        """The threshold `by` different scores further up (or down): one more or fewer kind of picture rejected."""
        below = int(np.searchsorted(self.distinct, threshold, side="left")) + by
        if below >= self.distinct.size:
            return self.settle(math.nextafter(float(self.distinct[-1]), math.inf))
        return self.settle(float(self.distinct[max(0, below)]))

    def threshold_of_curve(self, index: int) -> float:
        """The threshold of a point of `roc` and `precision`."""
        assert self.roc is not None
        at = float(self.roc.thresholds[index])
        return self.settle(at if math.isfinite(at) else math.nextafter(float(self.distinct[-1]), math.inf))

    def near(self, threshold: float, count: int = 4) -> tuple[tuple[ScoredPicture, ...], tuple[ScoredPicture, ...]]:
        """The pictures just below the threshold and those at or above it, both with the nearest first."""
        at = int(np.searchsorted(self.ascending, threshold, side="left"))
        return self.by_score[max(0, at - count) : at][::-1], self.by_score[at : at + count]

    def suggest(self, policy: str, params: Mapping[str, float] | None = None) -> Suggestion | Unavailable:
        """The threshold of an operating point; see `calibration.choose`. Some 50 ms for 100,000 pictures."""
        values: dict[str, Any] = dict(params or {})
        try:
            choice = choose(policy, self.scores.good, self.scores.defect, **values)
        except CalibrationError as error:
            return Unavailable(policy, f"{error.message} {error.hint}".strip())
        said = ""
        if choice.claim is None and len(self.pictures) <= _CROSSED_MOST:
            # halves as the pictures came: halves of sorted scores would be more alike than two lots are
            good = [one.score for one in self.pictures if not one.defective]
            defect = [one.score for one in self.pictures if one.defective]
            found = crossed(policy, good, defect, **values)
            said = "" if found is None else found.sentence
        return Suggestion(choice, self.at(choice.threshold), said)


def _histogram(scores: ScoreSet, ascending: Floats) -> Histogram:
    low, high = float(ascending[0]), float(ascending[-1])
    if low == high:
        half = max(abs(low) * 0.05, 0.5)
        low, high = low - half, high + half
    # one wild score must not squeeze all others into one bin, so the width goes by the middle half (Freedman-Diaconis)
    quarter, three = np.quantile(ascending, (0.25, 0.75))
    width = 2.0 * float(three - quarter) / ascending.size ** (1.0 / 3.0)
    bins = _BINS_MOST if width <= 0.0 else math.ceil(min((high - low) / width, _BINS_MOST))
    edges = np.linspace(low, high, max(_BINS_LEAST, bins) + 1)
    good, defect = (np.histogram(side, edges)[0].astype(np.int64) for side in (scores.good, scores.defect))
    return Histogram(edges, good, defect)
