"""The part plane: millimetres and areas against a camera whose place is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from calibration.plane import PartPlane


def tilted(tilt_deg: float = 20.0) -> PartPlane:
    """Look at the plane z = 0 from 400 mm with a tilted pinhole camera of 1000 px focal length."""
    camera = np.array([[1000.0, 0, 319.5], [0, 1000.0, 239.5], [0, 0, 1]])
    angle = math.radians(tilt_deg)
    turn = np.array([[1, 0, 0], [0, math.cos(angle), -math.sin(angle)], [0, math.sin(angle), math.cos(angle)]])
    to_pixels = camera @ np.column_stack([turn[:, 0], turn[:, 1], [0.0, 0.0, 400.0]])
    return PartPlane.from_matrix(np.linalg.inv(to_pixels), 640, 480)


def test_a_camera_straight_above_has_one_scale_everywhere() -> None:
    plane = PartPlane.of_scale(0.25, 640, 480)
    assert plane.mm_per_px == pytest.approx(0.25)
    assert plane.mm_per_px_at(0, 479) == pytest.approx(0.25)
    np.testing.assert_allclose(plane.points_mm([(0, 0), (100, 40)]), [(0, 0), (25, 10)])
    assert plane.length_mm((0, 0), (30, 40)) == pytest.approx(12.5)


def test_pixels_and_millimetres_are_there_and_back() -> None:
    plane = tilted()
    pixels = np.array([(0.0, 0.0), (639.0, 0.0), (320.0, 240.0), (17.5, 400.25)])
    np.testing.assert_allclose(plane.points_px(plane.points_mm(pixels)), pixels, atol=1e-9)


def test_the_scale_of_a_tilted_camera_is_that_of_its_centre() -> None:
    # at the centre: distance / focal length across, and 1 / cos(tilt) of that along the tilt
    assert tilted(20.0).mm_per_px == pytest.approx(0.4 / math.sqrt(math.cos(math.radians(20.0))), rel=2e-3)


def test_a_tilted_camera_sees_far_things_smaller() -> None:
    plane = tilted()
    assert plane.mm_per_px_at(320, 10) != pytest.approx(plane.mm_per_px_at(320, 470), rel=0.05)


def test_the_area_of_a_mask_is_the_area_of_what_lies_there() -> None:
    plane = tilted()
    # a rectangle of whole pixels is a quadrilateral on the plane: its area by the shoelace formula
    mask = np.zeros((480, 640), np.bool_)
    mask[100:200, 50:250] = True
    corners = plane.points_mm([(49.5, 99.5), (249.5, 99.5), (249.5, 199.5), (49.5, 199.5)])
    x, y = corners[:, 0], corners[:, 1]
    expected = abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2
    assert plane.area_mm2(mask) == pytest.approx(expected, rel=1e-9)
    rows, columns = np.nonzero(mask)
    assert plane.area_mm2(np.stack([columns, rows], axis=1)) == pytest.approx(expected, rel=1e-9)


def test_nothing_has_no_area() -> None:
    assert tilted().area_mm2(np.zeros((480, 640), np.bool_)) == 0.0
    assert tilted().area_mm2(np.empty((0, 2))) == 0.0


def test_a_mask_of_another_size_is_refused_with_both_sizes() -> None:
    with pytest.raises(ValueError, match=r"320 x 240 pixels.*640 x 480"):
        tilted().area_mm2(np.ones((240, 320), np.bool_))


@pytest.mark.parametrize(
    ("homography", "words"),
    [
        ((1.0,) * 8, "9 numbers, not 8"),
        ((1.0, 0, 0, 0, float("nan"), 0, 0, 0, 1), "not finite"),
        ((1.0, 0, 0, 2.0, 0, 0, 0, 0, 1), "no inverse"),
        ((1.0, 0, 0, 0, 1.0, 0, 0, -0.01, 1), "horizon"),
    ],
)
def test_what_is_no_plane_in_view_is_refused(homography: tuple[float, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        PartPlane(homography, 640, 480)
