"""What the number of pictures in a data set allows one to claim, before anything is trained."""

from __future__ import annotations

from dataclasses import dataclass

from calibration.bounds import good_images_needed, upper_bound
from station.teaching import HOLDOUT

RATES = (0.10, 0.05, 0.02, 0.01, 0.005)
"""False-reject rates that people ask for."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What can be shown at best, with 95 % confidence, if nothing goes wrong on the pictures that are held out.

    `held_out` of `good` are kept from learning. `false_rejects` and `escapes` are upper bounds, 0..1; None: no picture
    to show it on. `next_rate` is the next better rate that people ask for, and takes `next_good` good pictures in all;
    None: the best of them is reached.
    """

    good: int
    held_out: int
    defects: int
    false_rejects: float | None
    escapes: float | None
    next_rate: float | None
    next_good: int | None


def claim_of(good: int, defects: int, *, share: float = HOLDOUT) -> Claim:
    """Work out what `good` good pictures, of which `share` is held out, and `defects` defects can show."""
    held_out = held_out_of(good, share)
    next_rate = next((rate for rate in RATES if good_images_needed(rate) > held_out), None)
    return Claim(
        good=good,
        held_out=held_out,
        defects=defects,
        false_rejects=upper_bound(0, held_out) if held_out else None,
        escapes=upper_bound(0, defects) if defects else None,
        next_rate=next_rate,
        next_good=None if next_rate is None else _good_for(good_images_needed(next_rate), share),
    )


def held_out_of(good: int, share: float = HOLDOUT) -> int:
    """How many of `good` are held out, as `station.training.split_good` does it; 0 where none is left to learn from."""
    return max(1, round(share * good)) if good > 1 else 0


def _good_for(held_out: int, share: float) -> int:
    good = max(2, int(held_out / share) - 2)
    while held_out_of(good, share) < held_out:
        good += 1
    return good
