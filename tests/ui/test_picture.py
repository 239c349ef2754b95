from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from station.heatmap import HeatScale, heat_index, to_8_bit
from station.types import OutputState, Reason, Result, Verdict
from ui.picture import heat_color, level_count, render, render_image, view_of

SCALE = HeatScale(2.0, 2.0, 3.0)


def color_at(image: QImage, x: int, y: int) -> tuple[int, int, int, int]:
    return image.pixelColor(x, y).getRgb()  # type: ignore[return-value]


def view_of_result(result: Result) -> Any:
    return view_of(result.inspection, result.image, result.anomaly_map)


@pytest.mark.parametrize(
    ("threshold", "review_from", "low", "high"),
    [(2.0, None, 2.0, 3.0), (2.0, 1.5, 1.5, 3.0), (0.0, None, 0.0, 1.0), (-4.0, None, -4.0, -2.0)],
)
def test_scale_follows_from_the_limits_alone(
    threshold: float, review_from: float | None, low: float, high: float
) -> None:
    scale = HeatScale.of(threshold, review_from)
    assert scale is not None
    assert (scale.low, scale.high) == (low, high)


def test_without_a_threshold_there_is_no_scale() -> None:
    assert HeatScale.of(None, None) is None
    assert HeatScale.of(float("nan"), None) is None


def test_below_the_limit_is_clear_and_beyond_the_scale_is_saturated() -> None:
    values = np.array([[0.0, 1.999, 2.0, 2.5, 3.0, 99.0, np.inf, np.nan, -np.inf]], np.float32)
    assert heat_index(values, SCALE).tolist() == [[0, 0, 1, 128, 255, 255, 255, 0, 0]]


def test_the_same_anomaly_has_the_same_colour_whatever_else_is_in_the_picture() -> None:
    quiet = np.full((4, 4), 0.1, np.float32)
    quiet[0, 0] = 2.4
    loud = np.full((4, 4), 40.0, np.float32)
    loud[0, 0] = 2.4
    assert heat_index(quiet, SCALE)[0, 0] == heat_index(loud, SCALE)[0, 0]


def test_lightness_rises_along_the_scale_so_that_no_colour_vision_is_needed() -> None:
    def luminance(color: QColor) -> float:
        linear = [(v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4) for v in color.getRgbF()[:3]]  # type: ignore[index]
        return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))

    steps = [luminance(heat_color(step)) for step in range(1, 256, 6)]
    assert all(later > earlier for earlier, later in pairwise(steps))
    assert heat_color(0).alpha() == 0


def test_overlay_is_clear_below_and_coloured_above_the_threshold(new_result: Callable[..., Result]) -> None:
    picture = render(view_of_result(new_result(1, Verdict.NOK)))
    assert picture is not None
    overlay = picture.heat[0]
    assert (overlay.width(), overlay.height()) == (64, 48)
    assert color_at(overlay, 2, 2) == (0, 0, 0, 0)
    expected = heat_color(int(heat_index(np.array([[2.6]], np.float32), SCALE)[0, 0]))
    got = overlay.pixelColor(32, 24)
    for channel in ("red", "green", "blue", "alpha"):
        assert abs(getattr(got, channel)() - getattr(expected, channel)()) <= 2, channel


def test_a_good_part_shows_nothing_coloured_even_where_its_map_is_high(new_result: Callable[..., Result]) -> None:
    hot = np.full((48, 64), 9.0, np.float32)
    picture = render(view_of_result(new_result(1, Verdict.OK, anomaly_map=hot)))
    assert picture is not None
    assert dict(picture.heat) == {}
    assert picture.peak is None


def test_a_rejected_part_whose_map_stays_below_the_scale_still_says_where_to_look(
    new_result: Callable[..., Result],
) -> None:
    low = np.full((48, 64), 0.5, np.float32)
    low[40, 10] = 1.7
    picture = render(view_of_result(new_result(1, Verdict.NOK, anomaly_map=low)))
    assert picture is not None
    assert dict(picture.heat) == {}
    assert picture.peak == (10, 40)


def test_peak_ignores_what_is_not_a_number(new_result: Callable[..., Result]) -> None:
    broken = np.full((48, 64), 0.5, np.float32)
    broken[3, 5] = 2.2
    broken[9, 9] = np.nan
    broken[10, 10] = np.inf
    assert view_of_result(new_result(1, Verdict.NOK, anomaly_map=broken)).peak == (5, 3)
    assert view_of_result(new_result(1, Verdict.NOK, anomaly_map=np.full((48, 64), np.nan, np.float32))).peak is None


def test_a_single_hot_pixel_survives_every_zoom_level(new_result: Callable[..., Result]) -> None:
    image = np.zeros((1501, 2001), np.uint8)
    anomaly_map = np.zeros((1501, 2001), np.float32)
    anomaly_map[1500, 2000] = 5.0
    picture = render(view_of_result(new_result(1, Verdict.NOK, image=image, anomaly_map=anomaly_map)))
    assert picture is not None
    assert sorted(picture.heat) == list(range(level_count(2001, 1501)))
    for level, overlay in picture.heat.items():
        assert overlay.size() == picture.base[level].size()
        last = overlay.pixelColor(overlay.width() - 1, overlay.height() - 1)
        assert last.alpha() == heat_color(255).alpha(), level


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (np.full((5, 7), 200, np.uint8), (200, 200, 200)),
        (np.full((5, 7), 200 << 8, np.uint16), (200, 200, 200)),
        (np.full((5, 7), 200 << 4, np.uint16), (200, 200, 200)),
        (np.full((5, 7), 200, np.uint16), (200, 200, 200)),
        (np.tile(np.array([250, 120, 10], np.uint8), (5, 7, 1)), (250, 120, 10)),
        (np.tile(np.array([250 << 8, 120 << 8, 10 << 8], np.uint16), (5, 7, 1)), (250, 120, 10)),
    ],
)
def test_grey_and_colour_of_eight_and_sixteen_bits_are_drawn_alike(
    image: np.ndarray[Any, Any], expected: tuple[int, int, int]
) -> None:
    picture = render_image(image)
    assert color_at(picture.base[0], 3, 2) == (*expected, 255)


def test_eight_bit_pictures_are_not_copied() -> None:
    image = np.zeros((3, 3), np.uint8)
    assert to_8_bit(image) is image


def test_coarse_start_level_leaves_out_the_fine_ones_and_keeps_the_full_size() -> None:
    picture = render_image(np.zeros((1000, 2000), np.uint8), 2)
    assert sorted(picture.base) == [2, 3]
    assert (picture.width, picture.height) == (2000, 1000)
    assert (picture.base[2].width(), picture.base[2].height()) == (500, 250)


def test_lost_frame_has_neither_picture_nor_thumbnail(new_result: Callable[..., Result]) -> None:
    view = view_of_result(new_result(1, Verdict.ERROR))
    assert view.thumbnail is None
    assert render(view) is None


@pytest.mark.parametrize("output", [OutputState.WITHHELD, OutputState.FAILED])
def test_an_ok_that_never_reached_the_line_is_shown_as_an_error_and_not_as_ok(
    new_result: Callable[..., Result], output: OutputState
) -> None:
    shown = view_of_result(new_result(1, Verdict.OK, output=output)).inspection
    assert (shown.verdict, shown.reason) == (Verdict.ERROR, Reason.WITHHELD)
    assert view_of_result(new_result(1, Verdict.OK)).inspection.verdict is Verdict.OK
