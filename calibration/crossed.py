"""What a way to choose a threshold is worth: chosen on one half of the parts, counted on the other, both ways.

A threshold that is counted on the parts that chose it looks better than it is. Here each part is counted once, at a
threshold that did not see it. It is a threshold from half the parts, so if anything a little worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from calibration.bounds import CONFIDENCE, Rate, at_most
from calibration.operating_point import evaluate
from calibration.threshold import choose


@dataclass(frozen=True, slots=True)
class Crossed:
    """The counts of both halves together."""

    false_rejects: Rate
    escapes: Rate

    @property
    def sentence(self) -> str:
        good, defects = self.false_rejects, self.escapes
        return (
            f"chosen on one half of these parts and counted on the other, both ways: {good.count} of {good.total} good"
            f" would be rejected, {at_most(good.upper, good.confidence)}, and {defects.count} of {defects.total}"
            f" defects would pass, {at_most(defects.upper, defects.confidence)}"
        )


def crossed(
    policy: str,
    good: Sequence[float],
    defect: Sequence[float],
    *,
    confidence: float = CONFIDENCE,
    **params: Any,
) -> Crossed | None:
    """Count `policy` on parts that it did not see; the halves are the even and the odd places, as the parts come.

    None where there are fewer than two of a kind. Raises CalibrationError as `choose`.
    """
    if min(len(good), len(defect)) < 2:
        return None
    rejected = escaped = 0
    for mine in (0, 1):
        threshold = choose(policy, good[mine::2], defect[mine::2], confidence=confidence, **params).threshold
        counted = evaluate(threshold, None, good[1 - mine :: 2], defect[1 - mine :: 2])
        assert counted.false_rejects is not None
        assert counted.escapes is not None
        rejected += counted.false_rejects.count
        escaped += counted.escapes.count
    return Crossed(Rate.of(rejected, len(good), confidence), Rate.of(escaped, len(defect), confidence))
