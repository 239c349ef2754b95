from __future__ import annotations

import tracemalloc
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.ndimage import label
from sklearn.metrics import average_precision_score, roc_auc_score

from calibration import CalibrationError, aupro, pixel_auroc, pixel_metrics
from calibration.pixel import Pair

Pairs = list[Pair]


def _reference_aupro(pairs: Pairs, limit: float) -> float:
    """Sweep every distinct score, count from scratch at each, integrate by trapezoids cut at the limit."""
    regions, normal, values = [], [], []
    for anomaly_map, mask in pairs:
        values.append(anomaly_map.ravel())
        defect = np.zeros(anomaly_map.shape, bool) if mask is None else mask != 0
        normal.append(anomaly_map[~defect])
        labels, count = label(defect, structure=np.ones((3, 3)))
        regions += [anomaly_map[labels == index + 1] for index in range(count)]
    good = np.concatenate(normal)
    points = [(0.0, 0.0)]
    for threshold in np.unique(np.concatenate(values))[::-1]:
        overlap = float(np.mean([np.mean(region >= threshold) for region in regions]))
        points.append((float(np.mean(good >= threshold)), overlap))
    area = 0.0
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 >= limit:
            break
        if x1 > limit:
            y1 = y0 + (y1 - y0) * (limit - x0) / (x1 - x0)
            x1 = limit
        area += (x1 - x0) * (y0 + y1) / 2
    return area / limit


def _flat(pairs: Pairs) -> tuple[NDArray[Any], NDArray[Any]]:
    labels = [np.zeros(m.size, bool) if mask is None else (mask != 0).ravel() for m, mask in pairs]
    return np.concatenate(labels), np.concatenate([m.ravel() for m, _ in pairs])


def _reference_f1(pairs: Pairs) -> float:
    labels, values = _flat(pairs)
    best = 0.0
    for threshold in np.unique(values):
        hit = values >= threshold
        best = max(best, 2 * int((hit & labels).sum()) / int(hit.sum() + labels.sum()))
    return best


@st.composite
def data_sets(draw: st.DrawFn) -> Pairs:
    """Small images of several sizes; scores tied or continuous, negative and signed zero among them."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    levels = draw(st.sampled_from([2, 5, 50, 0]))
    pairs: Pairs = []
    for index in range(draw(st.integers(1, 4))):
        shape = (draw(st.integers(2, 12)), draw(st.integers(2, 12)))
        mask = (rng.random(shape) < draw(st.sampled_from([0.1, 0.3, 0.7]))).astype(np.uint8) * 255
        if index == 0:
            mask[0, 0], mask[-1, -1] = 255, 0
        raw = rng.normal(size=shape) + (mask > 0) * draw(st.sampled_from([0.0, 0.5, 3.0]))
        if levels:
            raw = np.round(raw * levels) / levels * rng.choice([1.0, -1.0])
        keep = index == 0 or draw(st.booleans())
        pairs.append((raw.astype(np.float32), mask if keep else None))
    return pairs


def _check(pairs: Pairs, **options: Any) -> None:
    labels, values = _flat(pairs)
    result = pixel_metrics(lambda: iter(pairs), (0.3, 0.05, 1.0), **options)
    assert result.n_images == len(pairs)
    assert (result.n_defect_pixels, result.n_normal_pixels) == (int(labels.sum()), int((~labels).sum()))
    assert result.auroc == pytest.approx(roc_auc_score(labels, values), abs=1e-12)
    assert result.average_precision == pytest.approx(average_precision_score(labels, values), abs=1e-12)
    assert result.f1_max == pytest.approx(_reference_f1(pairs), abs=1e-12)
    hit = values >= result.f1_max_threshold
    assert result.f1_max == pytest.approx(2 * int((hit & labels).sum()) / int(hit.sum() + labels.sum()), abs=1e-12)
    for limit, value in result.aupro:
        assert value == pytest.approx(_reference_aupro(pairs, limit), abs=1e-12), limit


@pytest.mark.timeout(300)
@given(data_sets())
def test_all_pixel_metrics_equal_brute_force(pairs: Pairs) -> None:
    _check(pairs)


@pytest.mark.timeout(300)
@given(data_sets())
@settings(max_examples=40)
def test_splitting_the_score_axis_into_many_readings_changes_nothing(pairs: Pairs) -> None:
    whole = pixel_metrics(lambda: iter(pairs))
    split = pixel_metrics(lambda: iter(pairs), capacity=1)
    assert split.auroc == whole.auroc
    assert dict(split.aupro) == pytest.approx(dict(whole.aupro), abs=1e-12)
    _check(pairs, capacity=1)
    _check(pairs, capacity=20)


def test_batches_smaller_than_an_image_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    pairs: Pairs = []
    for index in range(5):
        values = np.round(rng.normal(size=(9, 11)), 1).astype(np.float32)
        pairs.append((values, rng.random((9, 11)) < 0.2 if index % 2 == 0 else None))
    monkeypatch.setattr("calibration.pixel._BATCH", 37)
    monkeypatch.setattr("calibration.pixel._STEP", 8)
    _check(pairs)


def test_the_number_of_readings_is_two_when_the_defect_scores_fit() -> None:
    rng = np.random.default_rng(0)
    pairs: Pairs = [(rng.normal(size=(40, 40)).astype(np.float32), rng.random((40, 40)) < 0.1)]
    readings = []

    def source() -> Any:
        readings.append(1)
        return iter(pairs)

    pixel_metrics(source)
    assert len(readings) == 2


def test_diagonal_neighbours_are_one_region() -> None:
    mask = np.eye(4, dtype=bool)
    result = pixel_metrics(lambda: [(np.zeros((4, 4), np.float32), mask)])
    assert result.n_regions == 1


def test_a_small_region_weighs_as_much_as_a_large_one() -> None:
    values = np.zeros((10, 10), np.float32)
    mask = np.zeros((10, 10), bool)
    mask[0:5, 0:5] = True
    mask[8, 8] = True
    values[0:5, 0:5] = 1.0  # the large region is found, the single pixel is lost among the normal ones
    half = pixel_metrics(lambda: [(values, mask)], (0.3,))
    # From half the overlap at FPR 0, a straight line to 1 at FPR 1.
    assert half.aupro_at(0.3) == pytest.approx(0.5 + 0.5 * 0.3 / 2)


def test_normal_images_count_in_the_false_positive_rate() -> None:
    mask = np.zeros((4, 4), bool)
    mask[0, 0] = True
    noisy = np.full((4, 4), 2.0, np.float32)
    found = np.where(mask, 1.0, 0.0).astype(np.float32)
    assert aupro(lambda: [(found, mask)]) == 1.0
    assert aupro(lambda: [(found, mask), (noisy, None)]) == 0.0


def test_perfect_maps_score_one_and_inverted_maps_zero() -> None:
    mask = np.zeros((8, 8), np.uint8)
    mask[2:4, 2:4] = 1
    perfect = pixel_metrics(lambda: [(mask.astype(np.float32), mask)])
    assert (perfect.auroc, perfect.f1_max, perfect.average_precision) == (1.0, 1.0, 1.0)
    assert perfect.aupro == ((0.3, 1.0), (0.05, 1.0))
    inverted = pixel_metrics(lambda: [(-mask.astype(np.float32), mask)])
    assert inverted.auroc == 0.0
    assert inverted.aupro == ((0.3, 0.0), (0.05, 0.0))


def test_large_sums_stay_exact() -> None:
    values = np.tile(np.arange(1000, dtype=np.float32), (1000, 1))
    mask = np.zeros((1000, 1000), bool)
    mask[::2] = True
    assert pixel_auroc(lambda: [(values, mask)] * 4) == 0.5


@pytest.mark.timeout(300)
def test_memory_does_not_grow_with_the_number_of_images(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calibration.pixel._BATCH", 1 << 12)
    mask = np.zeros((64, 64), np.uint8)
    mask[10:30, 10:30] = 1

    def peak(count: int) -> int:
        def source() -> Any:
            seeds = range(count)
            return ((np.random.default_rng(seed).random((64, 64), dtype=np.float32), mask) for seed in seeds)

        tracemalloc.start()
        try:
            result = pixel_metrics(source, capacity=1 << 12)
            assert result.n_defect_pixels == 400 * count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    # 16,000 and 64,000 defect scores, nearly all distinct, with room for 4,096 at once.
    assert peak(160) < 1.3 * peak(40)


def test_no_defect_pixels_is_said() -> None:
    maps: Pairs = [(np.zeros((4, 4), np.float32), None), (np.zeros((4, 4), np.float32), np.zeros((4, 4)))]
    with pytest.raises(CalibrationError, match="no mask of the 2 images marks a defect"):
        pixel_metrics(lambda: maps)


def test_no_normal_pixels_is_said() -> None:
    with pytest.raises(CalibrationError, match="every pixel as defect"):
        pixel_metrics(lambda: [(np.zeros((4, 4), np.float32), np.ones((4, 4)))])


def test_no_images_is_said() -> None:
    with pytest.raises(CalibrationError, match="no anomaly maps"):
        pixel_metrics(lambda: [])


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_value_that_is_not_finite_is_refused_with_the_map_number(bad: float) -> None:
    values = np.zeros((4, 4), np.float32)
    values[3, 3] = bad
    with pytest.raises(CalibrationError, match="anomaly map 2 holds"):
        pixel_metrics(lambda: [(np.zeros((4, 4), np.float32), np.eye(4)), (values, None)])


def test_a_mask_of_another_size_is_refused() -> None:
    with pytest.raises(CalibrationError, match=r"mask 1 has shape \(5, 4\)"):
        pixel_metrics(lambda: [(np.zeros((4, 4), np.float32), np.ones((5, 4)))])


def test_a_map_that_is_not_two_dimensional_is_refused() -> None:
    with pytest.raises(CalibrationError, match="anomaly map 1 has shape"):
        pixel_metrics(lambda: [(np.zeros((1, 4, 4), np.float32), None)])


def test_a_source_that_can_be_read_only_once_is_noticed() -> None:
    once = iter([(np.zeros((4, 4), np.float32), np.eye(4))])
    with pytest.raises(CalibrationError, match="second reading"):
        pixel_metrics(lambda: once)


@pytest.mark.parametrize("limit", [0.0, -0.1, 1.5])
def test_an_impossible_limit_is_refused(limit: float) -> None:
    with pytest.raises(CalibrationError, match="AUPRO"):
        pixel_metrics(lambda: [(np.zeros((4, 4), np.float32), np.eye(4))], (limit,))


def test_a_limit_that_was_not_asked_for_is_refused() -> None:
    result = pixel_metrics(lambda: [(np.zeros((4, 4), np.float32), np.eye(4))], (0.3,))
    with pytest.raises(CalibrationError, match=r"up to 0\.05"):
        result.aupro_at(0.05)
