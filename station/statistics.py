"""What a count allows one to claim, for the screens."""

from __future__ import annotations

from calibration.bounds import lower_bound


def yield_bound(ok: int, n: int) -> float:
    """The yield that `ok` good parts of `n` prove with 95 % confidence (one-sided, exact); 0.0 for no parts.

    Raises:
        CalibrationError: `ok` is not in 0..n.
    """
    return lower_bound(ok, n)
