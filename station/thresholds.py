"""Which threshold a recipe gets when it is taught, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from calibration import ThresholdChoice, choose, crossed, policy_params

WITHOUT_DEFECTS, WITH_DEFECTS = "good_only", "cautious"
RATE = 0.05


def policy_for(asked: str | None, *, defects: bool) -> str:
    """Return the policy that was asked for, else one that uses what is known: real defects, or good parts alone."""
    return asked or (WITH_DEFECTS if defects else WITHOUT_DEFECTS)


def threshold_by(policy: str | None, rate: float, good: ArrayLike, defect: ArrayLike) -> ThresholdChoice:
    """Choose a threshold; `rate` goes to the policies that know one. Raises CalibrationError."""
    name = policy_for(policy, defects=np.size(defect) > 0)
    return choose(name, good, defect, **_params(name, rate))


def check_policy(policy: str | None, rate: float, *, defects: bool) -> None:
    """Refuse what cannot be meant before time is spent on a training. Raises CalibrationError."""
    # plain scores on which every policy works: only its name and what it needs are looked at
    threshold_by(policy, rate, (0.0, 1.0), (1.0, 2.0) if defects else ())


def with_crossed_counts(
    choice: ThresholdChoice, rate: float, good: Sequence[float], defect: Sequence[float]
) -> ThresholdChoice:
    """Add to the notes what parts that did not choose the threshold say of it, where there are enough of them."""
    found = crossed(choice.policy, good, defect, **_params(choice.policy, rate))
    return choice if found is None else replace(choice, notes=(*choice.notes, found.sentence))


def _params(policy: str, rate: float) -> dict[str, Any]:
    return {"rate": rate} if "rate" in policy_params(policy) else {}
