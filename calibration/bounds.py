"""Exact binomial bounds: what a count out of a total allows one to claim.

Clopper and Pearson (1934). A bound holds for parts drawn like the counted ones; it cannot cover a change of light,
lens or lot, nor a threshold that was tuned on the very parts that are counted.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from calibration.api import CalibrationError

CONFIDENCE = 0.95


def upper_bound(count: int, total: int, confidence: float = CONFIDENCE) -> float:
    """Return the one-sided exact upper bound of a rate of which `count` of `total` were seen. 1.0 for no parts.

    Raises:
        CalibrationError: `count` is not in 0..total, or `confidence` not in (0, 1).
    """
    _check(count, total, confidence)
    if count == total:
        return 1.0
    return float(_betaincinv()(count + 1.0, float(total - count), confidence))


def lower_bound(count: int, total: int, confidence: float = CONFIDENCE) -> float:
    """Return the one-sided exact lower bound of a rate of which `count` of `total` were seen. 0.0 for no parts.

    Raises:
        CalibrationError: `count` is not in 0..total, or `confidence` not in (0, 1).
    """
    _check(count, total, confidence)
    if count == 0:
        return 0.0
    return float(_betaincinv()(float(count), total - count + 1.0, 1.0 - confidence))


def clopper_pearson(count: int, total: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return the two-sided exact interval (lower, upper): each side may be missed with half of 1 - confidence."""
    _check(count, total, confidence)
    side = 1.0 - (1.0 - confidence) / 2.0
    return lower_bound(count, total, side), upper_bound(count, total, side)


def good_images_needed(rate: float, confidence: float = CONFIDENCE) -> int:
    """Return how many held-out good images it takes to claim `rate` when none of them is rejected.

    The smallest m with 1 - (1 - rate)^m >= confidence: 29, 59, 149, 299, 598 for 10, 5, 2, 1, 0.5 % at 95 %.

    Raises:
        CalibrationError: `rate` or `confidence` is not in (0, 1).
    """
    check_share(rate, "the target rate", open_ended=True)
    check_share(confidence, "the confidence", open_ended=True)
    return max(1, math.ceil(math.log1p(-confidence) / math.log1p(-rate)))


@dataclass(frozen=True, slots=True)
class Rate:
    """A count of a total with its exact bounds.

    `upper` is one-sided at `confidence` ("at most"), `interval` two-sided at `confidence`.
    """

    count: int
    total: int
    upper: float
    interval: tuple[float, float]
    confidence: float = CONFIDENCE

    @classmethod
    def of(cls, count: int, total: int, confidence: float = CONFIDENCE) -> Rate:
        """Compute the bounds.

        Raises:
            CalibrationError: there is nothing to count, or `count` is not in 0..total.
        """
        if total == 0:
            raise CalibrationError("a rate of no parts does not exist", "Give at least one score.")
        return cls(
            count=count,
            total=total,
            upper=upper_bound(count, total, confidence),
            interval=clopper_pearson(count, total, confidence),
            confidence=confidence,
        )

    @property
    def value(self) -> float:
        """The share that was seen, 0..1."""
        return self.count / self.total

    @property
    def bounded(self) -> str:
        """Say the share with its one-sided bound; of none the bound alone says all."""
        bound = at_most(self.upper, self.confidence)
        return f"{percent(self.value)}, {bound}" if self.count else bound

    def __str__(self) -> str:
        return f"{self.count} of {self.total}: {self.bounded}"


def at_most(share: float, confidence: float = CONFIDENCE) -> str:
    """Say a one-sided bound: "at most 9.6 % (95 %)". `between` says two-sided ones; no text says a bound otherwise."""
    return f"at most {percent_at_most(share)} ({percent(confidence)})"


def between(low: str, high: str, confidence: float = CONFIDENCE) -> str:
    """Say a two-sided interval: "0.844 to 0.976 (95 %)"."""
    return f"{low} to {high} ({percent(confidence)})"


def percent(share: float) -> str:
    """Write a share for people: whole percents from 10 % on, one decimal below; never a rounded 0 % or 100 %."""
    value = share * 100.0
    if value == 0.0 or value == 100.0:
        return f"{value:.0f} %"
    if value < 0.1:
        return "under 0.1 %"
    if value > 99.5:
        return f"{min(math.floor(value * 10.0 + 1e-9) / 10.0, 99.9):.1f} %"
    if value >= 9.95:
        return f"{value:.0f} %"
    return f"{value:.1f} %".replace(".0 %", " %")


def percent_at_most(share: float) -> str:
    """Write an upper bound for people, rounded up: a claim is never smaller than what was computed."""
    tenths = math.ceil(share * 1000.0 - 1e-9)
    if tenths >= 100 and tenths <= 990:
        return f"{math.ceil(share * 100.0 - 1e-9)} %"
    return f"{tenths / 10.0:.1f} %".replace(".0 %", " %")


def exact_share(share: float) -> Fraction:
    """Return the decimal that was typed, so that 95 % of 20 is 19 and not a rounding error more."""
    return Fraction(repr(float(share)))


def check_share(value: float, name: str, *, open_ended: bool = False) -> None:
    """Refuse what is not a share of one.

    Raises:
        CalibrationError: `value` is outside [0, 1], or outside (0, 1) when `open_ended`.
    """
    inside = 0.0 < value < 1.0 if open_ended else 0.0 <= value <= 1.0
    if not inside:
        limits = "between 0 and 1, both excluded" if open_ended else "from 0 to 1"
        raise CalibrationError(f"{name} must be {limits}, not {value!r}", "Write 5 % as 0.05.")


@cache
def _betaincinv() -> Callable[[float, float, float], float]:
    # 0.3 s to load: not before the first bound is asked for
    from scipy.special import betaincinv

    found: Callable[[float, float, float], float] = betaincinv
    return found


def _check(count: int, total: int, confidence: float) -> None:
    check_share(confidence, "the confidence", open_ended=True)
    if not 0 <= count <= total:
        raise CalibrationError(f"{count} of {total} is not a count of a total")
