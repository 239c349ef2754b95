from __future__ import annotations

import numpy as np
import pytest

from station.heatmap import COLORS, HeatScale, heat_index, overlay, to_8_bit


def scale(threshold: float = 10.0, review_from: float | None = None) -> HeatScale:
    made = HeatScale.of(threshold, review_from)
    assert made is not None
    return made


def test_below_the_threshold_nothing_is_coloured_whatever_the_picture() -> None:
    anomaly = np.linspace(0, 9.99, 64, dtype=np.float32).reshape(8, 8)
    image = np.full((8, 8), 100, np.uint8)
    assert (overlay(image, anomaly, scale()) == 100).all()


def test_the_same_anomaly_has_the_same_colour_on_every_part() -> None:
    weak, strong = np.full((4, 4), 12.0, np.float32), np.full((4, 4), 12.0, np.float32)
    strong[0, 0] = 1000.0
    assert heat_index(weak, scale())[2, 2] == heat_index(strong, scale())[2, 2]


def test_colours_begin_at_the_review_band_and_saturate_above_the_threshold() -> None:
    anomaly = np.array([[7.9, 8.0, 15.0, 99.0, np.nan, np.inf]], np.float32)
    assert heat_index(anomaly, scale(10.0, 8.0)).tolist() == [[0, 1, 255, 255, 0, 255]]


def test_lightness_rises_along_the_colours_so_that_colour_blind_people_see_the_order() -> None:
    lightness = COLORS[1:, :3] @ np.array([0.2126, 0.7152, 0.0722])
    assert (np.diff(lightness) >= -0.5).all()
    assert COLORS[0, 3] == 0


@pytest.mark.parametrize("threshold", [None, float("nan"), float("inf")])
def test_without_a_threshold_there_is_no_scale_and_no_colour(threshold: float | None) -> None:
    assert HeatScale.of(threshold, None) is None
    image = np.zeros((2, 2, 3), np.uint8)
    assert (overlay(image, np.ones((2, 2), np.float32), None) == image).all()


@pytest.mark.parametrize(("brightest", "expected"), [(255, 255), (1023, 255), (4095, 255), (65535, 255), (2048, 128)])
def test_sixteen_bit_pictures_are_shown_by_the_depth_they_use(brightest: int, expected: int) -> None:
    assert to_8_bit(np.array([[0, brightest]], np.uint16)).max() == expected


@pytest.mark.parametrize("threshold", [0.0, -2.0])
def test_a_threshold_at_or_below_zero_still_has_a_scale(threshold: float) -> None:
    anomaly = np.array([[threshold - 1, threshold + 3]], np.float32)
    drawn = overlay(np.zeros((1, 2), np.uint8), anomaly, scale(threshold))
    assert drawn[0, 0].sum() == 0
    assert drawn[0, 1].sum() > 0


def test_the_source_picture_is_not_changed() -> None:
    image = np.full((2, 2, 3), 7, np.uint8)
    image.setflags(write=False)
    overlay(image, np.full((2, 2), 50, np.float32), scale())
    assert (image == 7).all()
