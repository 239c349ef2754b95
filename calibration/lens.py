"""The lens: a pinhole with Brown's distortion, and pictures without that distortion.

The corrected picture keeps the raw one's size and shows as much of its view as can be shown without an empty margin:
the same pinhole with one other focal length for both directions. Bilinear, through maps that are made once.

Measured with OpenCV 5 on 5 megapixels: float maps are interpolated exactly and take 9 ms; fixed-point maps
(`cv2.convertMaps`) take 13 ms and round places to 1/32 pixel, which at an edge is up to 6 grey levels.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from calibration.api import CalibrationError
from calibration.halves import in_halves

Image = NDArray[Any]

_STEPS = 40
_ZOOM = (0.5, 2.0)


@dataclass(frozen=True, slots=True)
class LensFacts:
    """What the calibration found. Errors are root mean squares in pixels, `errors_px` one for each picture.

    `focal_sigma_px` is the standard deviation of the focal length; `view_seen` the share of nine fields of the view in
    which the board was; `most_tilt_deg` how far the board was tilted at most.
    """

    n_pictures: int
    n_corners: int
    rms_px: float
    errors_px: tuple[float, ...]
    focal_sigma_px: float
    view_seen: float
    most_tilt_deg: float


@dataclass(frozen=True)
class Lens:
    """Focal lengths and principal point in raw pixels, `distortion` k1, k2, p1, p2, k3, and `zoom` of the corrected
    picture. Raises CalibrationError where the numbers cannot be those of a lens.
    """

    fx: float
    fy: float
    cx: float
    cy: float
    distortion: tuple[float, float, float, float, float]
    width_px: int
    height_px: int
    facts: LensFacts
    zoom: float = 1.0

    def __post_init__(self) -> None:
        numbers = (self.fx, self.fy, self.cx, self.cy, *self.distortion, self.zoom)
        if not all(math.isfinite(one) for one in numbers) or len(self.distortion) != 5:
            raise CalibrationError("the lens calibration holds a number that is not finite", "Calibrate again.")
        if min(self.fx, self.fy, self.zoom) <= 0 or min(self.width_px, self.height_px) < 8:
            raise CalibrationError("the lens calibration is not that of a lens", "Calibrate again.")

    @property
    def size(self) -> tuple[int, int]:
        return self.width_px, self.height_px

    @property
    def matrix(self) -> NDArray[np.float64]:
        """The camera matrix of the raw picture."""
        return np.array([[self.fx, 0, self.cx], [0, self.fy, self.cy], [0, 0, 1]], np.float64)

    @property
    def corrected_matrix(self) -> NDArray[np.float64]:
        """The camera matrix of the corrected picture."""
        return np.array([[self.fx * self.zoom, 0, self.cx], [0, self.fy * self.zoom, self.cy], [0, 0, 1]], np.float64)

    def filled(self) -> Lens:
        """Return this lens with the zoom at which the corrected picture is just without an empty margin."""
        low, high = _ZOOM
        if not self._is_filled(high):
            raise CalibrationError(
                "the distortion found is so strong that no part of the view can be straightened",
                "Take pictures of the board all over the view, and check that the board's numbers are right.",
            )
        for _ in range(_STEPS):
            middle = math.sqrt(low * high)
            low, high = (low, middle) if self._is_filled(middle) else (middle, high)
        return replace(self, zoom=high)

    def _is_filled(self, zoom: float) -> bool:
        right, bottom = self.width_px - 1.0, self.height_px - 1.0
        along = np.linspace(0.0, 1.0, 65)
        across = [np.stack([along * right, np.full_like(along, y)], axis=1) for y in (0.0, bottom)]
        down = [np.stack([np.full_like(along, x), along * bottom], axis=1) for x in (0.0, right)]
        rim = np.concatenate([*across, *down])
        raw = replace(self, zoom=zoom).raw_px(rim)
        inside = (raw >= -0.5) & (raw <= np.array([right + 0.5, bottom + 0.5]))
        return bool(inside.all())

    def corrected_px(self, raw: NDArray[Any]) -> NDArray[np.float64]:
        """Take (N, 2) places in the raw picture to those in the corrected one."""
        points = np.asarray(raw, np.float64).reshape(-1, 1, 2)
        criteria = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 100, 1e-10)
        found = cv2.undistortPoints(
            points, self.matrix, np.array(self.distortion), P=self.corrected_matrix, criteria=criteria
        )
        return np.asarray(found, np.float64).reshape(-1, 2)

    def raw_px(self, corrected: NDArray[Any]) -> NDArray[np.float64]:
        """Take (N, 2) places in the corrected picture to those in the raw one."""
        points = np.asarray(corrected, np.float64).reshape(-1, 2)
        x = (points[:, 0] - self.cx) / (self.fx * self.zoom)
        y = (points[:, 1] - self.cy) / (self.fy * self.zoom)
        k1, k2, p1, p2, k3 = self.distortion
        r2 = x * x + y * y
        radial = 1.0 + r2 * (k1 + r2 * (k2 + r2 * k3))
        xd = x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x)
        yd = y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y
        return np.stack([self.fx * xd + self.cx, self.fy * yd + self.cy], axis=1)

    def undistort(self, image: Image) -> Image:
        """Return the corrected picture, a new array. Raises CalibrationError: a picture of another size."""
        if image.shape[:2] != (self.height_px, self.width_px):
            raise CalibrationError(
                f"the picture is {image.shape[1]} x {image.shape[0]} pixels, the lens was calibrated with "
                f"{self.width_px} x {self.height_px}",
                "Use the camera settings of the calibration, or calibrate again.",
            )
        columns, rows = self.maps
        out = np.empty_like(image)

        def remap(part: slice) -> None:
            cv2.remap(image, columns[part], rows[part], cv2.INTER_LINEAR, out[part], cv2.BORDER_REPLICATE)

        in_halves(self.height_px, self.width_px, remap)
        return out

    @cached_property
    def maps(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Where in the raw picture each pixel of the corrected one comes from: columns and rows."""
        columns, rows = cv2.initUndistortRectifyMap(
            self.matrix, np.array(self.distortion), None, self.corrected_matrix, self.size, cv2.CV_32FC1
        )
        return np.asarray(columns, np.float32), np.asarray(rows, np.float32)

    def values(self) -> dict[str, Any]:
        """Plain numbers for JSON."""
        return asdict(self)

    @classmethod
    def restored(cls, values: Mapping[str, Any]) -> Lens:
        """Make one of what `values` gave. Raises CalibrationError."""
        try:
            facts = dict(values["facts"])
            facts["errors_px"] = tuple(float(one) for one in facts["errors_px"])
            distortion = tuple(float(one) for one in values["distortion"])
            return cls(**{**values, "facts": LensFacts(**facts), "distortion": distortion})
        except (KeyError, TypeError, ValueError) as error:
            raise CalibrationError(f"the lens calibration cannot be read: {error}", "Calibrate again.") from error
