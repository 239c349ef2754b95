from __future__ import annotations

import numpy as np
import pytest

from station.overlay import draw_overlay, to_8_bit


def test_below_the_threshold_the_picture_stays_as_it_is() -> None:
    image = np.full((4, 5), 80, np.uint8)
    drawn = draw_overlay(image, np.full((4, 5), 0.99, np.float32), 1.0)
    assert drawn.shape == (4, 5, 3)
    assert drawn.dtype == np.uint8
    assert (drawn == 80).all()


def test_from_the_review_threshold_on_it_is_coloured_and_brighter_with_the_anomaly() -> None:
    anomalies = np.array([[0.7, 0.8, 1.0, 1.5, 9.0, np.nan, -np.inf, np.inf]], np.float32)
    drawn = draw_overlay(np.zeros((1, 8), np.uint8), anomalies, 1.0, review_from=0.8)
    lightness = drawn.sum(axis=2)[0]
    assert lightness[0] == lightness[5] == lightness[6] == 0
    assert 0 < lightness[1] < lightness[2] < lightness[3] == lightness[4] == lightness[7]


def test_the_same_anomaly_has_the_same_colour_in_every_picture() -> None:
    calm = np.array([[0.0, 1.2]], np.float32)
    wild = np.array([[50.0, 1.2]], np.float32)
    image = np.full((1, 2), 60, np.uint8)
    assert (draw_overlay(image, calm, 1.0)[0, 1] == draw_overlay(image, wild, 1.0)[0, 1]).all()


@pytest.mark.parametrize("threshold", [0.0, -2.0])
def test_a_threshold_at_or_below_zero_still_has_a_scale(threshold: float) -> None:
    drawn = draw_overlay(np.zeros((1, 2), np.uint8), np.array([[threshold - 1, threshold + 3]], np.float32), threshold)
    assert drawn[0, 0].sum() == 0
    assert drawn[0, 1].sum() > 0


def test_the_source_picture_is_not_changed() -> None:
    image = np.full((2, 2, 3), 7, np.uint8)
    image.setflags(write=False)
    draw_overlay(image, np.full((2, 2), 5, np.float32), 1.0)
    assert (image == 7).all()


@pytest.mark.parametrize(("brightest", "expected"), [(255, 255), (1023, 255), (4095, 255), (65535, 255), (2048, 128)])
def test_sixteen_bits_become_eight_by_the_depth_that_is_used(brightest: int, expected: int) -> None:
    assert int(to_8_bit(np.array([[0, brightest]], np.uint16)).max()) == expected
