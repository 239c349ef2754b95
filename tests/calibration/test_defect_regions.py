from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from calibration import CalibrationError, DefectRegion, DefectRegions, PixelAreas, find_defect_regions
from calibration.plane import PartPlane

VALUES = st.sampled_from([0.0, 0.5, 0.999, 1.0, 1.5, 7.0, math.nan, math.inf, -math.inf])
MAPS = hnp.arrays(np.float32, hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=40), elements=VALUES)
TILTED = (0.2, 0.01, 3.0, -0.02, 0.22, 5.0, 2e-4, -1e-4, 1.0)


def flooded(values: NDArray[Any], threshold: float) -> list[set[tuple[int, int]]]:
    """The components as sets of (x, y), pixel by pixel."""
    waiting = {(int(x), int(y)) for y, x in np.argwhere(values >= threshold)}
    found = []
    while waiting:
        edge = {waiting.pop()}
        component = set(edge)
        while edge:
            x, y = edge.pop()
            near = {(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)} & waiting
            waiting -= near
            edge |= near
            component |= near
        found.append(component)
    return found


def pixels_of(region: DefectRegion, components: list[set[tuple[int, int]]]) -> set[tuple[int, int]]:
    return next(one for one in components if (region.peak_x, region.peak_y) in one)


def scattered(shape: tuple[int, int], places: int, seed: int) -> NDArray[np.float32]:
    """Blocks of all sizes at random places: some touch, some lie inside another's box, most are far apart."""
    rng = np.random.default_rng(seed)
    values = np.zeros(shape, np.float32)
    for _ in range(places):
        x, y = int(rng.integers(shape[1])), int(rng.integers(shape[0]))
        width, height = rng.integers(1, 30, 2)
        values[y : y + height, x : x + width] = rng.uniform(1.0, 3.0)
    return values


def check_against_flood(values: NDArray[np.float32], threshold: float) -> DefectRegions:
    """Compare all that is kept with a flood fill."""
    components = flooded(values, threshold)
    found = find_defect_regions(values, threshold, most=10_000)
    assert found.n == len(found.largest) == len(components)
    assert found.area_px == sum(map(len, components))
    assert {frozenset(pixels_of(one, components)) for one in found.largest} == {frozenset(one) for one in components}
    for one in found.largest:
        pixels = pixels_of(one, components)
        xs, ys = [x for x, _ in pixels], [y for _, y in pixels]
        assert one.area_px == len(pixels)
        assert (one.left, one.top) == (min(xs), min(ys))
        assert (one.width, one.height) == (max(xs) - min(xs) + 1, max(ys) - min(ys) + 1)
        assert (one.x, one.y) == pytest.approx((float(np.mean(xs)), float(np.mean(ys))))
        assert one.peak == values[one.peak_y, one.peak_x] == max(values[y, x] for x, y in pixels)
    assert [one.area_px for one in found.largest] == sorted((one.area_px for one in found.largest), reverse=True)
    return found


@given(MAPS, st.sampled_from([-1.0, 0.5, 1.0, 1.2, 8.0]))
@settings(max_examples=300, deadline=None)
def test_regions_are_those_of_a_flood_fill_of_any_map(values: NDArray[np.float32], threshold: float) -> None:
    found = check_against_flood(values, threshold)
    numbers = values[~np.isnan(values)]
    if len(numbers) == 0:
        assert (found.peak, found.peak_x, found.peak_y, found.n) == (None, None, None, 0)
    else:
        assert found.peak is not None
        assert found.peak == numbers.max() == values[found.peak_y, found.peak_x]


@pytest.mark.parametrize("places", [1, 2, 5, 20, 60, 300])
@pytest.mark.parametrize("seed", range(3))
def test_regions_of_a_large_map_do_not_depend_on_how_far_apart_they_lie(places: int, seed: int) -> None:
    check_against_flood(scattered((257, 403), places, seed), 1.0)


def test_a_region_inside_the_hole_of_another_is_one_of_its_own() -> None:
    values = np.zeros((100, 100), np.float32)
    values[10:90, 10:90] = 2.0
    values[20:80, 20:80] = 0.0
    values[40:60, 40:60] = 3.0
    ring, middle = check_against_flood(values, 1.0).largest
    assert (ring.area_px, ring.peak) == (80 * 80 - 60 * 60, 2.0)
    assert (middle.area_px, middle.x, middle.y) == (400, 49.5, 49.5)


def test_touching_at_a_corner_is_touching() -> None:
    assert find_defect_regions(np.eye(30, dtype=np.float32), 1.0).n == 1


@given(st.floats(0.1, 1000.0, allow_nan=False))
@settings(deadline=None)
def test_a_pixel_reaches_the_threshold_exactly_when_its_value_does(threshold: float) -> None:
    values = np.zeros((3, 3), np.float32)
    level = np.float32(threshold)
    around = [np.nextafter(level, np.float32(0)), level, np.nextafter(level, np.float32(np.inf))]
    values[1] = around
    assert find_defect_regions(values, threshold).area_px == sum(float(value) >= threshold for value in around)


@given(MAPS, st.integers(1, 5), st.integers(1, 4))
@settings(max_examples=200, deadline=None)
def test_of_many_the_largest_are_kept_and_the_one_of_the_peak_and_all_are_counted(
    values: NDArray[np.float32], most: int, min_area_px: int
) -> None:
    everything = find_defect_regions(values, 0.9, most=10_000)
    some = find_defect_regions(values, 0.9, most=most, min_area_px=min_area_px)
    assert (some.n, some.area_px, some.peak) == (everything.n, everything.area_px, everything.peak)
    assert len(some.largest) <= most
    assert set(some.largest) <= set(everything.largest)
    if everything.n:
        assert max(one.peak for one in some.largest) == everything.peak
        large = [one.area_px for one in everything.largest if one.area_px >= min_area_px]
        kept = [one.area_px for one in some.largest]
        assert kept[: len(large) - 1][: most - 1] == large[: most - 1][: len(large) - 1]


def test_a_small_hot_region_is_kept_beside_larger_ones() -> None:
    values = scattered((400, 400), 40, 1)
    values[395:, 395:] = 0.0
    values[398, 398] = 9.0
    found = find_defect_regions(values, 1.0, most=3, min_area_px=10)
    assert len(found.largest) == 3
    assert (found.largest[-1].area_px, found.largest[-1].peak) == (1, 9.0)
    assert (found.peak_x, found.peak_y) == (398, 398)


def test_a_map_below_the_threshold_has_no_region_and_tells_its_hottest_place() -> None:
    values = np.zeros((20, 30), np.float32)
    values[7, 11] = 0.9
    found = find_defect_regions(values, 1.0)
    assert (found.n, found.area_px, found.largest) == (0, 0, ())
    assert (found.peak, found.peak_x, found.peak_y) == (float(np.float32(0.9)), 11, 7)


@pytest.mark.parametrize("homography", [TILTED, (0.1, 0.0, 0.0, 0.0, 0.1, 0.0, 0.0, 0.0, 1.0)])
def test_square_millimetres_are_those_of_the_part_plane(homography: tuple[float, ...]) -> None:
    values = scattered((300, 410), 12, 2)
    plane = PartPlane(homography, 410, 300)
    found = find_defect_regions(values, 1.0, areas=PixelAreas(plane))
    components = flooded(values, 1.0)
    for one in found.largest:
        pixels = np.array(sorted(pixels_of(one, components)))
        assert one.area_mm2 == pytest.approx(plane.area_mm2(pixels), rel=1e-5)
        assert (one.x_mm, one.y_mm) == pytest.approx(tuple(plane.points_mm([(one.x, one.y)])[0]))
    assert found.area_mm2 == pytest.approx(plane.area_mm2(values >= 1.0), rel=1e-5)
    assert find_defect_regions(values, 90.0, areas=PixelAreas(plane)).area_mm2 == 0.0


def test_what_cannot_be_searched_is_refused() -> None:
    values = np.zeros((20, 30), np.float32)
    with pytest.raises(CalibrationError, match="height, width"):
        find_defect_regions(values[0], 1.0)
    with pytest.raises(CalibrationError, match="nan"):
        find_defect_regions(values, math.nan)
    with pytest.raises(CalibrationError, match="31 x 20 pixels, the anomaly map has 30 x 20"):
        find_defect_regions(values, 1.0, areas=PixelAreas(PartPlane(TILTED, 31, 20)))
    with pytest.raises(CalibrationError, match="at least one"):
        find_defect_regions(values, 1.0, most=0)
