"""The drift monitor's rule: what it finds, how often it cries wolf, and what its bounds hold."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from calibration import CalibrationError
from calibration.drift import ALARM_RATE, FEWEST, Change, compare, compare_all, windows

RATE = 0.005


def normal(n: int, mean: float = 10.0, sd: float = 2.0, seed: int = 0) -> NDArray[np.float64]:
    return np.random.default_rng(seed).normal(mean, sd, n)


@pytest.mark.parametrize(
    ("mean", "sd", "change"),
    [(10.0, 2.0, Change.STEADY), (13.0, 2.0, Change.UP), (7.0, 2.0, Change.DOWN), (10.0, 5.0, Change.WIDER),
     (10.0, 0.7, Change.NARROWER), (10.6, 2.2, Change.STEADY)],
)  # fmt: skip
def test_shifts_and_spreads_are_found_and_told_apart(mean: float, sd: float, change: Change) -> None:
    found = compare(normal(50, mean, sd, 1), normal(200), alarm_rate=RATE)
    assert found.change is change
    assert found.drifted is (change is not Change.STEADY)


def test_a_shift_comes_with_counts_and_bounds_around_it() -> None:
    found = compare(normal(50, 13.0, seed=2), normal(200), alarm_rate=RATE)
    assert (found.now.n, found.reference.n) == (50, 200)
    assert found.shift_sd is not None
    assert found.shift_bounds is not None
    assert found.shift_bounds[0] < found.shift_sd < found.shift_bounds[1]
    assert found.shift_sd == pytest.approx(1.5, abs=0.4)


@pytest.mark.parametrize("kind", ["normal", "gamma", "lognormal", "few"])
def test_of_looks_at_which_nothing_changed_at_most_the_stated_share_finds_something(kind: str) -> None:
    rng = np.random.default_rng(7)
    draw = {
        "normal": lambda n: rng.normal(5, 1, n),
        "gamma": lambda n: rng.gamma(2.0, 1.0, n),
        "lognormal": lambda n: rng.lognormal(0.0, 0.6, n),
        "few": lambda n: rng.normal(5, 1, n),
    }[kind]
    m = FEWEST if kind == "few" else 200
    n = FEWEST if kind == "few" else 50
    looks = 1500
    alarms = 0
    for _ in range(looks):
        names = ("score", "brightness", "saturated", "sharpness", "shift_px", "turn_deg")
        found = compare_all({name: draw(n) for name in names}, {name: draw(m) for name in names})
        alarms += any(one.drifted for one in found.values())
    # up to three standard deviations of the count above the stated rate
    allowed = looks * ALARM_RATE + 3 * (looks * ALARM_RATE) ** 0.5
    assert alarms <= allowed


def test_the_bounds_hold_the_true_values_about_as_often_as_they_say() -> None:
    rng = np.random.default_rng(3)
    held = spread_held = 0
    for _ in range(800):
        found = compare(rng.normal(11.5, 2.0, 40), rng.normal(10.0, 1.0, 60), alarm_rate=RATE)
        assert found.shift_bounds is not None
        assert found.ratio_bounds is not None
        held += found.shift_bounds[0] <= 1.5 <= found.shift_bounds[1]
        spread_held += found.ratio_bounds[0] <= 2.0 <= found.ratio_bounds[1]
    assert held / 800 == pytest.approx(0.95, abs=0.03)
    assert spread_held / 800 == pytest.approx(0.95, abs=0.03)


def test_few_parts_say_nothing() -> None:
    assert compare(normal(FEWEST - 1, 50), normal(200), alarm_rate=RATE).change is Change.TOO_FEW
    assert compare(normal(50, 50), normal(FEWEST - 1), alarm_rate=RATE).change is Change.TOO_FEW


def test_a_change_below_what_means_something_in_practice_is_none() -> None:
    before, now = normal(100, 0.5, 1e-6), normal(50, 0.50001, 1e-6)
    assert compare(now, before, alarm_rate=RATE).change is Change.UP
    assert compare(now, before, floor=0.005, alarm_rate=RATE).change is Change.STEADY


def test_values_that_were_all_the_same_are_compared_as_well() -> None:
    same = np.zeros(50)
    assert compare(same, same, alarm_rate=RATE).change is Change.STEADY
    assert compare(same + 1, same, alarm_rate=RATE).change is Change.UP


def test_only_what_both_know_is_compared_and_bad_values_are_refused() -> None:
    found = compare_all({"score": normal(20), "turn_deg": normal(20)}, {"score": normal(50)})
    assert set(found) == {"score"}
    with pytest.raises(CalibrationError, match="finite"):
        compare([float("nan")] * 20, normal(50), alarm_rate=RATE)
    with pytest.raises(CalibrationError, match="false-alarm rate"):
        compare_all({}, {}, alarm_rate=0.0)


def test_windows_for_the_chart_are_full_ones() -> None:
    assert windows([1.0, 3.0, 5.0, 7.0, 100.0], 2) == [(2.0, pytest.approx(2**0.5)), (6.0, pytest.approx(2**0.5))]
