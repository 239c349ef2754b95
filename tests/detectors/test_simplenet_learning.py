"""Loss, noise, held-out measure and stopping of the detectors that learn in epochs, against their definitions."""

from __future__ import annotations

import math

import pytest
import torch

from detectors.learning import (
    HELD_OUT_FROM,
    Plateau,
    TimeLeft,
    held_out_images,
    noise_ratio,
    separation,
    spread,
    time_in_words,
    truncated_l1,
)


def test_the_loss_is_the_papers_formula_with_the_sign_turned() -> None:
    """max(0, 0.5 - D(q)) + max(0, 0.5 + D(q-)), each averaged, where the anomaly score is -D."""
    judged_good, judged_bad = torch.tensor([2.0, 0.1, -1.0]), torch.tensor([-3.0, 0.2])
    wanted = (0.0 + 0.4 + 1.5) / 3 + (0.0 + 0.7) / 2
    assert float(truncated_l1(-judged_good, -judged_bad)) == pytest.approx(wanted)


def test_scores_beyond_the_margin_have_no_gradient() -> None:
    good, bad = torch.tensor([-0.6, -0.4], requires_grad=True), torch.tensor([0.6, 0.4], requires_grad=True)
    truncated_l1(good, bad).backward()
    assert good.grad is not None
    assert bad.grad is not None
    assert good.grad.tolist() == [0.0, 0.5]
    assert bad.grad.tolist() == [0.0, -0.5]


def test_an_empty_side_costs_nothing() -> None:
    assert float(truncated_l1(torch.tensor([0.5]), torch.empty(0))) == pytest.approx(1.0)
    assert float(truncated_l1(torch.empty(0), torch.tensor([0.5]))) == 0.0


def bhattacharyya(deviation: float, other: float) -> float:
    ratio = deviation**2 / other**2
    return 0.25 * math.log(0.25 * (ratio + 1 / ratio + 2))


def test_half_a_bhattacharyya_distance_is_noise_of_0_19_deviations() -> None:
    assert noise_ratio() == pytest.approx(0.1906, abs=1e-4)


@pytest.mark.parametrize("distance", [0.05, 0.5, 2.0])
def test_the_noise_ratio_solves_the_distance(distance: float) -> None:
    ratio = noise_ratio(distance)
    assert 0 < ratio < 1
    assert bhattacharyya(3.0, 3.0 * ratio) == pytest.approx(distance, rel=1e-9)


def test_the_distance_agrees_with_the_integral_it_stands_for() -> None:
    """-ln of the integral of sqrt(p q), of the two densities."""
    ratio = noise_ratio()
    x = torch.linspace(-12, 12, 400_001, dtype=torch.float64)
    p, q = (torch.exp(-0.5 * (x / s) ** 2) / (s * math.sqrt(2 * math.pi)) for s in (1.0, ratio))
    assert -math.log(float(torch.trapezoid(torch.sqrt(p * q), x))) == pytest.approx(0.5, abs=1e-4)


def test_the_spread_ignores_where_channels_lie_and_averages_their_variances() -> None:
    rows = torch.randn(50_000, 3, generator=torch.Generator().manual_seed(0))
    rows = rows * torch.tensor([1.0, 2.0, 3.0]) + torch.tensor([100.0, 0.0, -7.0])
    rows.requires_grad_()
    found = spread(rows)
    assert float(found) == pytest.approx(math.sqrt((1 + 4 + 9) / 3), rel=0.01)
    assert not found.requires_grad


def test_the_separation_is_the_share_of_pairs_in_order() -> None:
    good, bad = torch.tensor([1.0, 2.0, 3.0, 3.0]), torch.tensor([3.0, 0.0, 9.0])
    pairs = [(b > g) + 0.5 * (b == g) for b in bad.tolist() for g in good.tolist()]
    assert separation(good, bad) == pytest.approx(sum(pairs) / len(pairs))
    assert math.isnan(separation(good, torch.empty(0)))


def test_a_tenth_is_held_out_and_never_from_a_handful() -> None:
    held = held_out_images(100, 0.1, 3)
    assert len(held) == 10
    assert held == tuple(sorted(set(held)))
    assert held == held_out_images(100, 0.1, 3)
    assert held != held_out_images(100, 0.1, 4)
    assert len(held_out_images(HELD_OUT_FROM, 0.1, 0)) == 1
    assert len(held_out_images(10, 0.5, 0)) == 4
    assert held_out_images(HELD_OUT_FROM - 1, 0.1, 0) == ()
    assert held_out_images(100, 0.0, 0) == ()


def test_choosing_what_is_held_out_leaves_the_global_generator_alone() -> None:
    before = torch.get_rng_state()
    held_out_images(100, 0.1, 3)
    assert torch.equal(torch.get_rng_state(), before)


def test_a_plateau_is_so_many_values_without_a_rise() -> None:
    plateau = Plateau(patience=3, least=0.01)
    told = [plateau.reached(value) for value in (0.5, 0.6, 0.605, 0.62, 0.62, 0.7, 0.7, math.nan, 0.705)]
    assert told == [False] * 8 + [True]


def test_slow_steady_progress_is_no_plateau() -> None:
    """Each rise is too small alone; against the best value that counted they add up."""
    plateau = Plateau(patience=3, least=0.01)
    assert not any(plateau.reached(0.5 + 0.004 * step) for step in range(60))


def test_the_time_left_is_told_from_what_is_done() -> None:
    clock = iter([100.0, 130.0]).__next__
    told: list[tuple[float, str]] = []
    left = TimeLeft(lambda fraction, stage: told.append((fraction, stage)), clock)
    left(0.1, "training")
    left.begin()
    left(0.2, "training")
    left.done(0.25, "epoch 10 of 40")
    left(0.4, "training")
    left.end()
    left(1.0, "warming up")
    assert told == [
        (0.1, "training"),
        (0.2, "training"),
        (0.4, "training, epoch 10 of 40, 2 min left"),
        (1.0, "warming up"),
    ]


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "1 s"), (59.5, "60 s"), (61, "2 min"), (9000, "3 h")])
def test_times_are_told_in_one_unit(seconds: float, words: str) -> None:
    assert time_in_words(seconds) == words
