"""Agreement beyond chance: Cohen's kappa against a reference, Fleiss' kappa of repeats.

Readings of one part are not independent, so parts are what is counted: the standard errors add up what each part
contributes (linearised), however many readings it has. With one reading per part that of Cohen's kappa is the
large-sample one of Fleiss, Cohen and Everitt (1969). It is zero where nothing ever went wrong, which is no proof of
anything: the exact interval of `cohen` holds for few parts and for no errors too.

Cohen, Educational and Psychological Measurement 20 (1960) 37; Fleiss, Psychological Bulletin 76 (1971) 378.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calibration.api import CalibrationError
from calibration.bounds import CONFIDENCE, lower_bound, upper_bound

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Kappa:
    """A kappa with how sure it is. `interval` is two-sided, `at_least` one-sided, both at `confidence`.

    `standard_error` is the large-sample one, None where it is not given (nothing varied).
    """

    value: float
    standard_error: float | None
    interval: tuple[float, float]
    at_least: float
    confidence: float = CONFIDENCE


def kappa_at(defects: float, missed: float, rejected: float) -> float:
    """Cohen's kappa of a station that misses and rejects such shares, on parts of which the share `defects` is bad.

    Falls in `missed` and in `rejected`, so that bounds of these bound it.
    """
    good = 1.0 - defects
    says_bad = defects * (1.0 - missed) + good * rejected
    by_chance = defects * says_bad + good * (1.0 - says_bad)
    agreed = defects * (1.0 - missed) + good * (1.0 - rejected)
    return (agreed - by_chance) / (1.0 - by_chance)


def cohen(
    wrong: Sequence[int], readings: Sequence[int], defective: Sequence[bool], confidence: float = CONFIDENCE
) -> Kappa:
    """Cohen's kappa of a station against the reference, for the mix of good and defective parts that was presented.

    `wrong[i]` of `readings[i]` said the opposite of the reference of part i. The interval is exact and conservative: a
    part that was wrong at all counts as wrong always for the lower end, one that was right at all as right always for
    the upper; Clopper-Pearson for good and for defective parts, each at half of what may be missed (Bonferroni).

    Raises:
        CalibrationError: there are not both kinds of parts, or a part has no reading.
    """
    bad = np.asarray(defective, dtype=bool)
    errors, counts = np.asarray(wrong, dtype=np.float64), np.asarray(readings, dtype=np.float64)
    if not bad.any() or bad.all():
        raise CalibrationError(
            "kappa needs good and defective parts", "Present parts of both kinds; half and half is a good mix."
        )
    if (counts < 1).any():
        raise CalibrationError("a part has no reading", "Leave it out, or present it.")
    share_bad = float(counts[bad].sum() / counts.sum())
    missed, rejected = (float(errors[side].sum() / counts[side].sum()) for side in (bad, ~bad))
    one_sided, two_sided = (1.0 - (1.0 - confidence) / parts for parts in (2.0, 4.0))

    def bound(side: NDArray[np.bool_], level: float) -> float:
        return upper_bound(int((errors[side] > 0).sum()), int(side.sum()), level)

    def least(side: NDArray[np.bool_], level: float) -> float:
        return lower_bound(int((errors[side] == counts[side]).sum()), int(side.sum()), level)

    return Kappa(
        value=kappa_at(share_bad, missed, rejected),
        standard_error=_cohen_error(errors, counts, bad),
        interval=(
            kappa_at(share_bad, bound(bad, two_sided), bound(~bad, two_sided)),
            kappa_at(share_bad, least(bad, two_sided), least(~bad, two_sided)),
        ),
        at_least=kappa_at(share_bad, bound(bad, one_sided), bound(~bad, one_sided)),
        confidence=confidence,
    )


def _cohen_error(errors: Floats, counts: Floats, bad: NDArray[np.bool_]) -> float | None:
    """The standard error, from what each part adds to the three shares that kappa is made of."""
    total = counts.sum()
    is_bad = np.where(bad, counts, 0.0)
    says_bad = np.where(bad, counts - errors, errors)
    right = counts - errors
    p, q, agreed = is_bad.sum() / total, says_bad.sum() / total, right.sum() / total
    by_chance = p * q + (1.0 - p) * (1.0 - q)
    slope_agreed = 1.0 / (1.0 - by_chance)
    slope_chance = (agreed - 1.0) / (1.0 - by_chance) ** 2
    each = (
        slope_agreed * (right - agreed * counts)
        + slope_chance * (2.0 * q - 1.0) * (is_bad - p * counts)
        + slope_chance * (2.0 * p - 1.0) * (says_bad - q * counts)
    ) / total
    found = math.sqrt(float((each**2).sum()))
    return found if found > 1e-12 else None


def fleiss(counts: ArrayLike, confidence: float = CONFIDENCE) -> Kappa | None:
    """Fleiss' kappa of repeats: `counts[i, j]` readings of part i said j. Parts may have different numbers of readings.

    None where every reading said the same: there is nothing beyond chance to agree on. Where no part was ever told
    differently there is no standard error; the lower end is then what the exact bound of "parts with two answers" makes
    of it, with the agreement by chance as it was seen.

    Raises:
        CalibrationError: there is no part, or one with fewer than two readings.
    """
    table = np.asarray(counts, dtype=np.float64)
    if table.ndim != 2 or table.shape[0] == 0:
        raise CalibrationError("there are no parts")
    number = table.sum(axis=1)
    if (number < 2).any():
        raise CalibrationError("repeatability needs at least two readings of each part", "Repeat the study.")
    parts, total = len(table), number.sum()
    same = ((table**2).sum(axis=1) - number) / (number * (number - 1.0))
    shares = table.sum(axis=0) / total
    agreed, by_chance = float(same.mean()), float((shares**2).sum())
    if by_chance >= 1.0 - 1e-12:
        return None
    value = (agreed - by_chance) / (1.0 - by_chance)
    own_chance = 2.0 * (table @ shares - number * by_chance) * parts / total
    each = (same - agreed) / (1.0 - by_chance) + (agreed - 1.0) / (1.0 - by_chance) ** 2 * own_chance
    error = math.sqrt(float((each**2).sum())) / parts
    differing = int((same < 1.0).sum())
    if differing == 0:
        worst = float((1.0 - _most_mixed(number, table.shape[1])).max())

        def lower(level: float) -> float:
            return 1.0 - upper_bound(0, parts, level) * worst / (1.0 - by_chance)

        side = 1.0 - (1.0 - confidence) / 2.0
        return Kappa(value, None, (max(lower(side), -1.0), 1.0), max(lower(confidence), -1.0), confidence)
    z_two, z_one = _normal(1.0 - (1.0 - confidence) / 2.0), _normal(confidence)
    return Kappa(
        value,
        error,
        (max(value - z_two * error, -1.0), min(value + z_two * error, 1.0)),
        max(value - z_one * error, -1.0),
        confidence,
    )


def _most_mixed(number: Floats, categories: int) -> Floats:
    """The smallest share of agreeing pairs that so many readings can have."""
    least, rest = np.divmod(number, categories)
    pairs = rest * (least + 1.0) * least + (categories - rest) * least * (least - 1.0)
    return np.asarray(pairs / (number * (number - 1.0)), dtype=np.float64)


def _normal(share: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(share))
