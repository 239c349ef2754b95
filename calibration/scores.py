"""Scores of good and of defect parts, checked once and sorted once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calibration.api import CalibrationError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ScoreSet:
    """Raw scores in ascending order, float64, read-only. Counting at a threshold costs O(log n)."""

    good: Floats
    defect: Floats

    @classmethod
    def of(cls, good: ArrayLike, defect: ArrayLike = ()) -> ScoreSet:
        """Check and sort. Either side may be empty; what needs it says so.

        Raises:
            CalibrationError: a score is NaN, infinite or outside the range of float32, in which scores are computed.
        """
        return cls(_sorted(good, "good"), _sorted(defect, "defect"))

    def require(self, *, good: bool = True, defect: bool = True) -> None:
        """Refuse to go on without scores of the named kind.

        Raises:
            CalibrationError: says which kind is missing.
        """
        if good and self.good.size == 0:
            raise CalibrationError("there are no scores of good parts", "Add good images that the model has not seen.")
        if defect and self.defect.size == 0:
            raise CalibrationError(
                "there are no scores of defect parts",
                "Add images of defect parts, or choose the threshold from good parts alone (good_only).",
            )

    def good_at_or_above(self, threshold: float) -> int:
        return int(self.good.size - np.searchsorted(self.good, threshold, side="left"))

    def defect_at_or_above(self, threshold: float) -> int:
        return int(self.defect.size - np.searchsorted(self.defect, threshold, side="left"))

    def neighbours(self, threshold: float) -> tuple[float | None, float | None]:
        """Return the highest score below `threshold` and the lowest one at or above it, of either kind."""
        below = [float(s[i - 1]) for s in self._sides() if (i := int(np.searchsorted(s, threshold, side="left"))) > 0]
        above = [float(s[i]) for s in self._sides() if (i := int(np.searchsorted(s, threshold, side="left"))) < s.size]
        return max(below, default=None), min(above, default=None)

    def _sides(self) -> tuple[Floats, Floats]:
        return self.good, self.defect


def _sorted(scores: ArrayLike, kind: str) -> Floats:
    try:
        values = np.array(scores, dtype=np.float64).reshape(-1)
    except (TypeError, ValueError) as error:
        raise CalibrationError(f"the {kind} scores are not numbers: {error}") from error
    # -0.0 and 0.0 are one score.
    values += 0.0
    bad = np.flatnonzero(~(np.abs(values) <= np.finfo(np.float32).max / 2.0))
    if bad.size:
        raise CalibrationError(
            f"{kind} score {int(bad[0]) + 1} of {values.size} is {float(values[bad[0]])}",
            "A score must be a finite number. Score the images again; if it comes back, train the model again.",
        )
    values.sort()
    values.setflags(write=False)
    return values
