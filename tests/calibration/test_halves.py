"""Two threads on one picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from calibration.halves import in_halves
from calibration.lens import Lens, LensFacts


@pytest.mark.parametrize("size", [(3, 5), (1201, 1000)])
def test_every_row_is_worked_on_once(size: tuple[int, int]) -> None:
    seen = np.zeros(size[0], np.int64)

    def count(part: slice) -> None:
        seen[part] += 1

    in_halves(*size, count)
    assert (seen == 1).all()


@pytest.mark.parametrize("first", [0, 600])
def test_what_goes_wrong_in_either_half_is_raised(first: int) -> None:
    def fail(part: slice) -> None:
        if part.start == first:
            raise ValueError("torn")

    with pytest.raises(ValueError, match="torn"):
        in_halves(1200, 1000, fail)


def test_a_large_picture_is_undistorted_as_in_one_piece() -> None:
    width, height = 1300, 1001
    image = np.random.default_rng(1).integers(0, 256, (height, width), dtype=np.uint8)
    facts = LensFacts(12, 1000, 0.2, (0.2,) * 12, 1.0, 1.0, 30.0)
    lens = Lens(1500.0, 1500.0, 640.0, 500.0, (-0.12, 0.05, 3e-4, -2e-4, 0.0), width, height, facts)
    columns, rows = lens.maps
    whole = cv2.remap(image, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    assert np.array_equal(lens.undistort(image), whole)
