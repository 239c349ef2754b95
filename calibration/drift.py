"""Has something changed? Values of good parts now, held against those of a reference.

Two things are looked at for each quantity: a shift of the mean by one standard deviation of the reference or more, and
a spread of twice or half of it. What is large by chance alone does not count: the shift must also show in Welch's test,
the spread in the test of Brown and Forsythe (1974; Welch's test on distances from the medians, which skewed values do
not mislead as they do the F test). `alarm_rate` is shared out over all tests of one look (Bonferroni), so that of looks
at which nothing has changed at most that share finds something, where the parts are independent of one another.

Bounds are two-sided with 95 %: of a shift in standard deviations (Glass's delta, normal approximation), and of a ratio
of spreads (F distribution, which takes the values for normal).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calibration.api import CalibrationError
from calibration.bounds import CONFIDENCE, check_share

SHIFT_SD = 1.0
SPREAD_WIDE, SPREAD_NARROW = 2.0, 0.5
FEWEST = 10
"""With fewer parts on either side nothing is said."""
ALARM_RATE = 0.01
_TESTS = 2


class Change(StrEnum):
    """What a quantity did. A shift goes before a change of the spread."""

    TOO_FEW = "too_few"
    STEADY = "steady"
    UP = "up"
    DOWN = "down"
    WIDER = "wider"
    NARROWER = "narrower"


@dataclass(frozen=True, slots=True)
class Summary:
    """Count, mean and standard deviation (with n - 1)."""

    n: int
    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """One quantity now and in the reference. `shift_sd` and `ratio` with their bounds; None where they are not known.

    `ratio` is the spread now as a multiple of that of the reference.
    """

    now: Summary
    reference: Summary
    change: Change
    shift_sd: float | None = None
    shift_bounds: tuple[float, float] | None = None
    ratio: float | None = None
    ratio_bounds: tuple[float, float] | None = None

    @property
    def drifted(self) -> bool:
        return self.change not in (Change.STEADY, Change.TOO_FEW)


def compare_all(
    now: Mapping[str, ArrayLike],
    reference: Mapping[str, ArrayLike],
    *,
    floors: Mapping[str, float] | None = None,
    alarm_rate: float = ALARM_RATE,
) -> dict[str, Comparison]:
    """Compare every quantity that both have. `alarm_rate` is that of the whole look.

    `floors`: standard deviations below which a difference means nothing in practice, in the quantity's own unit.

    Raises CalibrationError: values that are not finite, or a rate that is no share.
    """
    check_share(alarm_rate, "the false-alarm rate", open_ended=True)
    names = [name for name in now if name in reference]
    rate = alarm_rate / (_TESTS * max(1, len(names)))
    return {name: compare(now[name], reference[name], floor=(floors or {}).get(name, 0.0), alarm_rate=rate)
            for name in names}  # fmt: skip


def compare(now: ArrayLike, reference: ArrayLike, *, floor: float = 0.0, alarm_rate: float) -> Comparison:
    """Compare one quantity; `alarm_rate` is that of each of the two tests. Raises as `compare_all`."""
    new, old = _values(now), _values(reference)
    seen, before = _summary(new), _summary(old)
    if seen.n < FEWEST or before.n < FEWEST:
        return Comparison(seen, before, Change.TOO_FEW)
    sd = max(before.sd, floor)
    if sd == 0.0:
        if seen.sd == 0.0 and seen.mean == before.mean:
            return Comparison(seen, before, Change.STEADY)
        sd = max(abs(before.mean), abs(seen.mean)) * 1e-6  # all the same before: any difference is one
    shift = (seen.mean - before.mean) / sd
    ratio = max(seen.sd, floor) / sd
    change = Change.STEADY
    if abs(shift) >= SHIFT_SD and _welch(new, old) < alarm_rate:
        change = Change.UP if shift > 0 else Change.DOWN
    elif ratio >= SPREAD_WIDE and _brown_forsythe(new, old) < alarm_rate:
        change = Change.WIDER
    elif ratio <= SPREAD_NARROW and _brown_forsythe(new, old) < alarm_rate:
        change = Change.NARROWER
    return Comparison(
        seen, before, change, shift, _shift_bounds(shift, ratio, seen.n, before.n), ratio, _ratio_bounds(ratio, seen.n,
                                                                                                      before.n)
    )  # fmt: skip


def _values(values: ArrayLike) -> NDArray[np.float64]:
    found = np.asarray(values, np.float64).ravel()
    if not np.isfinite(found).all():
        raise CalibrationError("a value that is no finite number cannot be compared")
    return found


def _summary(values: NDArray[np.float64]) -> Summary:
    if values.size == 0:
        return Summary(0, 0.0, 0.0)
    return Summary(int(values.size), float(values.mean()), float(values.std(ddof=1)) if values.size > 1 else 0.0)


def _welch(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Two-sided p of equal means where spreads may differ (Welch, 1947)."""
    from scipy.special import stdtr  # 0.3 s to load: not before it is asked for

    a, b = float(one.var(ddof=1)) / one.size, float(other.var(ddof=1)) / other.size
    away = float(one.mean() - other.mean())
    if a + b == 0.0:
        return 0.0 if away else 1.0
    freedom = (a + b) ** 2 / (a * a / (one.size - 1) + b * b / (other.size - 1))
    return 2.0 * float(stdtr(freedom, -abs(away) / math.sqrt(a + b)))


def _brown_forsythe(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    return _welch(np.abs(one - np.median(one)), np.abs(other - np.median(other)))


def _shift_bounds(shift: float, ratio: float, n: int, m: int) -> tuple[float, float]:
    from scipy.special import stdtrit

    error = math.sqrt(ratio * ratio / n + 1.0 / m + shift * shift / (2.0 * (m - 1)))
    reach = float(stdtrit(m - 1, 0.5 + CONFIDENCE / 2.0)) * error
    return shift - reach, shift + reach


def _ratio_bounds(ratio: float, n: int, m: int) -> tuple[float, float]:
    from scipy.special import fdtri

    tail = 0.5 - CONFIDENCE / 2.0
    low, high = (float(fdtri(n - 1, m - 1, share)) for share in (tail, 1.0 - tail))
    return ratio / math.sqrt(high), ratio / math.sqrt(low)


def windows(values: Sequence[float], size: int) -> list[tuple[float, float]]:
    """Mean and standard deviation of each full window of `size` values, one after the other, for a chart."""
    found = []
    for start in range(0, len(values) - size + 1, size):
        one = _summary(np.asarray(values[start : start + size], np.float64))
        found.append((one.mean, one.sd))
    return found
