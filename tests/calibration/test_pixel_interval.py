from __future__ import annotations

import numpy as np
import pytest

from calibration import bounded_pixel_metrics, pixel_metrics
from calibration.pixel import Pair
from calibration.pixel_bound import FEWEST

SIDE = 24


def pictures(n_painted: int, n_good: int, *, seed: int = 0, shift: float = 2.0) -> list[Pair]:
    """Maps of noise; painted ones have two regions that stand out more in some than in others."""
    random = np.random.default_rng(seed)
    made: list[Pair] = []
    for _ in range(n_painted):
        anomaly_map = random.normal(0, 1, (SIDE, SIDE)).astype(np.float32)
        mask = np.zeros((SIDE, SIDE), np.uint8)
        mask[2:5, 2:5] = mask[10:20, 8:16] = 255
        anomaly_map[mask != 0] += random.uniform(0, shift)
        made.append((anomaly_map, mask))
    for _ in range(n_good):
        made.append((random.normal(random.uniform(-0.5, 0.5), 1, (SIDE, SIDE)).astype(np.float32), None))
    return made


def test_the_figures_are_the_exact_ones_and_lie_within_their_intervals() -> None:
    pairs = pictures(12, 9)
    metrics, found = bounded_pixel_metrics(lambda: pairs)
    assert metrics == pixel_metrics(lambda: pairs, (0.3,))
    assert (found.n_defect, found.n_good) == (12, 9)
    for value, interval in ((metrics.auroc, found.auroc), (metrics.aupro_at(0.3), found.aupro)):
        assert interval is not None
        assert interval[0] < value < interval[1]
    assert bounded_pixel_metrics(lambda: pairs)[1] == found


@pytest.mark.parametrize("n_good", [0, 6])
def test_the_binned_draws_agree_with_measuring_every_draw_exactly(n_good: int) -> None:
    """The same draws, each measured pixel by pixel on the pictures that it holds."""
    pairs, repeats = pictures(8, n_good, seed=3), 60
    _, found = bounded_pixel_metrics(lambda: pairs, repeats=repeats, seed=5)
    random = np.random.default_rng(5)
    drawn = random.multinomial(8, np.full(8, 1 / 8), repeats)
    beside = random.multinomial(n_good, np.full(n_good, 1 / n_good), repeats) if n_good else np.zeros((repeats, 0), int)
    exact = []
    for counts in np.hstack([drawn, beside]).tolist():
        draw = [pair for pair, count in zip(pairs, counts, strict=True) for _ in range(count)]
        one = pixel_metrics(lambda draw=draw: draw, (0.3,))  # type: ignore[misc]
        exact.append((one.auroc, one.aupro_at(0.3)))
    ends = np.quantile(np.array(exact), (0.025, 0.975), axis=0)
    for index, interval in enumerate((found.auroc, found.aupro)):
        assert interval == pytest.approx(ends[:, index], abs=2e-3)


def test_the_interval_covers_the_true_value_about_as_often_as_it_says() -> None:
    many = pictures(200, 200, seed=99)
    truth = pixel_metrics(lambda: many, ())
    covered = 0
    for seed in range(40):
        pairs = pictures(20, 20, seed=1000 + seed)
        interval = bounded_pixel_metrics(lambda pairs=pairs: pairs, repeats=200)[1].auroc  # type: ignore[misc]
        assert interval is not None
        covered += interval[0] <= truth.auroc <= interval[1]
    assert covered >= 32  # at least 80 % of 40: a draw of 20 pictures covers somewhat less than the nominal 95 %


@pytest.mark.parametrize(("n_painted", "n_good"), [(FEWEST - 1, 20), (20, FEWEST - 1)])
def test_too_few_pictures_of_a_kind_have_no_interval(n_painted: int, n_good: int) -> None:
    _, found = bounded_pixel_metrics(lambda: pictures(n_painted, n_good))
    assert (found.n_defect, found.n_good, found.auroc, found.aupro) == (n_painted, n_good, None, None)


def test_figures_that_are_the_same_in_every_draw_do_not_claim_certainty() -> None:
    mask = np.zeros((SIDE, SIDE), np.uint8)
    mask[4:8, 4:8] = 1
    pairs: list[Pair] = [((mask + number / 100).astype(np.float32), mask) for number in range(8)]
    metrics, found = bounded_pixel_metrics(lambda: pairs)
    assert metrics.auroc == 1.0
    assert found.auroc is None


def test_a_mask_that_marks_nothing_counts_as_a_picture_without_a_defect() -> None:
    pairs = [*pictures(6, 5), (np.zeros((SIDE, SIDE), np.float32), np.zeros((SIDE, SIDE), np.uint8))]
    _, found = bounded_pixel_metrics(lambda: pairs)
    assert (found.n_defect, found.n_good) == (6, 6)
    assert found.auroc is not None


def test_more_distinct_scores_than_are_held_at_once_leave_the_intervals_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Then the maps are read more than twice."""
    pairs = pictures(8, 6)
    wanted = bounded_pixel_metrics(lambda: pairs)[1]
    monkeypatch.setattr("calibration.pixel_bound.pixel_metrics", lambda *given: pixel_metrics(*given, capacity=50))
    found = bounded_pixel_metrics(lambda: pairs)[1]
    assert found.auroc == pytest.approx(wanted.auroc)
    assert found.aupro == pytest.approx(wanted.aupro)
