"""The part plane: from places in a corrected picture to millimetres where the part lies.

A `PartPlane` is a homography from pixels of the undistorted picture to the plane that the board lay on. A part that is
thick lies higher than the board did, and is seen larger by its height over the distance to the camera.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

_SINGULAR = 1e-12


@dataclass(frozen=True)
class PartPlane:
    """Say where a pixel lies on the part plane, and how large it is there.

    `homography` holds the nine numbers of a 3x3 matrix, row by row: it takes (x, y, 1) of a pixel of the undistorted
    picture to (X, Y, W); X/W and Y/W are millimetres on the plane. Pixel centres are at whole numbers.
    `width_px` and `height_px` are the size of the pictures it holds for.
    Raises ValueError where the matrix cannot be one of a plane in view.
    """

    homography: tuple[float, ...]
    width_px: int
    height_px: int

    def __post_init__(self) -> None:
        if len(self.homography) != 9:
            raise ValueError(f"a homography has 9 numbers, not {len(self.homography)}")
        if not all(math.isfinite(value) for value in self.homography):
            raise ValueError("the homography of the part plane holds a number that is not finite")
        if self.width_px < 1 or self.height_px < 1:
            raise ValueError(f"a picture of {self.width_px} x {self.height_px} pixels has no part plane")
        matrix = self._matrix
        scale = float(np.abs(matrix).max())
        if scale == 0.0 or abs(float(np.linalg.det(matrix / scale))) < _SINGULAR:
            raise ValueError("the homography of the part plane has no inverse")
        right, bottom = self.width_px - 0.5, self.height_px - 0.5
        edge = np.array([(-0.5, -0.5), (right, -0.5), (-0.5, bottom), (right, bottom)])
        weights = edge @ matrix[2, :2] + matrix[2, 2]
        if not (bool(np.all(weights > 0.0)) or bool(np.all(weights < 0.0))):
            raise ValueError("the horizon of the part plane runs through the picture")

    @classmethod
    def from_matrix(cls, matrix: NDArray[Any], width_px: int, height_px: int) -> PartPlane:
        """Make one of a (3, 3) array."""
        return cls(tuple(float(value) for value in np.asarray(matrix, np.float64).reshape(-1)), width_px, height_px)

    @classmethod
    def of_scale(cls, mm_per_px: float, width_px: int, height_px: int) -> PartPlane:
        """Make one of a camera that looks straight down, with its origin at the first pixel's centre."""
        return cls((mm_per_px, 0.0, 0.0, 0.0, mm_per_px, 0.0, 0.0, 0.0, 1.0), width_px, height_px)

    def points_mm(self, xy: NDArray[Any] | Sequence[Sequence[float]]) -> NDArray[np.float64]:
        """Take (N, 2) pixels, x before y, to (N, 2) float64 millimetres."""
        points = np.asarray(xy, np.float64).reshape(-1, 2)
        matrix = self._matrix
        weights = points @ matrix[2, :2] + matrix[2, 2]
        return np.asarray((points @ matrix[:2, :2].T + matrix[:2, 2]) / weights[:, None], dtype=np.float64)

    def points_px(self, xy_mm: NDArray[Any] | Sequence[Sequence[float]]) -> NDArray[np.float64]:
        """Take (N, 2) millimetres back to (N, 2) float64 pixels."""
        points = np.asarray(xy_mm, np.float64).reshape(-1, 2)
        matrix = np.linalg.inv(self._matrix)
        weights = points @ matrix[2, :2] + matrix[2, 2]
        return np.asarray((points @ matrix[:2, :2].T + matrix[:2, 2]) / weights[:, None], dtype=np.float64)

    def area_mm2(self, where: NDArray[Any]) -> float:
        """Add up the area of pixels: a mask (H, W) of bool, or (N, 2) pixels, x before y.

        Each pixel counts with the exact area of its own footprint. A mask of another size than the pictures of this
        plane raises ValueError.
        """
        area = np.asarray(where)
        if area.dtype == np.bool_:
            if area.shape != (self.height_px, self.width_px):
                raise ValueError(
                    f"the mask is {area.shape[-1]} x {area.shape[0]} pixels, "
                    f"the part plane holds for {self.width_px} x {self.height_px}"
                )
            rows, columns = np.nonzero(area)
            area = np.stack([columns, rows], axis=1)
        points = np.asarray(area, np.float64).reshape(-1, 2)
        if len(points) == 0:
            return 0.0
        return float(self._footprints_mm2(points).sum())

    def length_mm(self, start: Sequence[float], end: Sequence[float]) -> float:
        """Measure between two pixels (x, y)."""
        ends = self.points_mm([start, end])
        return float(np.hypot(*(ends[1] - ends[0])))

    def mm_per_px_at(self, x: float, y: float) -> float:
        """Say the side of a square with the area of the pixel at (x, y)."""
        return float(math.sqrt(self._footprints_mm2(np.array([[x, y]]))[0]))

    @property
    def mm_per_px(self) -> float:
        """Say the millimetres per pixel at the picture's centre."""
        return self.mm_per_px_at((self.width_px - 1) / 2, (self.height_px - 1) / 2)

    @cached_property
    def _matrix(self) -> NDArray[np.float64]:
        return np.array(self.homography, np.float64).reshape(3, 3)

    def _footprints_mm2(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        corners = [self.points_mm(points + offset) for offset in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))]
        # the cross product of the diagonals is twice the area of any quadrilateral
        one, other = corners[2] - corners[0], corners[3] - corners[1]
        return np.asarray(np.abs(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]) / 2.0, dtype=np.float64)
