"""Pixels that do not measure: found in the references of a flat field, replaced in every picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from calibration.api import CalibrationError

Image = NDArray[Any]

_HOT = 0.1  # of full scale, above the median of the dark reference
_OFF = 0.5  # a pixel this much below or above its neighbours does not measure light
_MOST_SHARE = 0.005
_REACH = 3
_TAKEN = 5


@dataclass(frozen=True, slots=True, eq=False)
class Defects:
    """`places`: (N, 2) int32 of x and y, row by row. `hot` are bright in the dark, `dead` off in the light."""

    places: NDArray[np.int32]
    hot: int
    dead: int


def find_defects(dark: NDArray[np.float32], signal: NDArray[np.float32], full_scale: int) -> Defects:
    """Find hot pixels in the dark reference, and dead or blinded ones in bright minus dark.

    Raises CalibrationError: more than half a percent of the pixels.
    """
    hot = _any_channel(dark > np.median(dark) + _HOT * full_scale)
    around = cv2.medianBlur(signal, 5)
    dead = _any_channel((signal < _OFF * around) | (signal > (1.0 + _OFF) * around) | (signal <= 0.0)) & ~hot
    rows, columns = np.nonzero(hot | dead)
    share = len(rows) / hot.size
    if share > _MOST_SHARE:
        raise CalibrationError(
            f"{len(rows)} pixels ({100 * share:.1f} %) do not measure light; at most {100 * _MOST_SHARE:.1f} % can be "
            "replaced",
            "Take the bright pictures of a sheet without pattern, out of focus if need be; else the sensor is faulty.",
        )
    return Defects(np.stack([columns, rows], axis=1).astype(np.int32), int(hot.sum()), int(dead.sum()))


@dataclass(frozen=True, slots=True, eq=False)
class Replacement:
    """Which pixels stand in for which: (N,) places and (N, 5) neighbours, as numbers into the flattened picture."""

    places: NDArray[np.int64]
    neighbours: NDArray[np.int64]

    @classmethod
    def of(cls, defects: NDArray[np.int32], shape: tuple[int, ...]) -> Replacement:
        """Choose the five nearest good neighbours of each defect, the nearest again where there are fewer.

        Raises CalibrationError: a defect has no good neighbour within three pixels.
        """
        height, width = shape
        bad = np.zeros((height, width), np.bool_)
        bad[defects[:, 1], defects[:, 0]] = True
        chosen = np.empty((len(defects), _TAKEN), np.int64)
        for number, (x, y) in enumerate(defects):
            places = [
                (y + dy) * width + (x + dx)
                for dx, dy in _NEAREST
                if 0 <= x + dx < width and 0 <= y + dy < height and not bad[y + dy, x + dx]
            ][:_TAKEN]
            if not places:
                raise CalibrationError(
                    f"around x {x}, y {y} no pixel measures light within {_REACH} pixels: that is too large to replace",
                    "Clean sensor and lens. If it stays, the camera has to be replaced.",
                )
            chosen[number] = (places * _TAKEN)[:_TAKEN]
        return cls(defects[:, 1].astype(np.int64) * width + defects[:, 0], chosen)

    def apply(self, image: Image) -> None:
        """Replace in place, (H, W) or (H, W, 3); each channel for itself."""
        if len(self.places) == 0:
            return
        pixels = image.reshape(image.shape[0] * image.shape[1], -1)
        near = pixels[self.neighbours]
        near.sort(axis=1)
        pixels[self.places] = near[:, _TAKEN // 2]


_NEAREST = sorted(
    ((dx, dy) for dy in range(-_REACH, _REACH + 1) for dx in range(-_REACH, _REACH + 1) if (dx, dy) != (0, 0)),
    key=lambda step: (step[0] ** 2 + step[1] ** 2, step[1], step[0]),
)


def _any_channel(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return mask if mask.ndim == 2 else np.asarray(mask.any(axis=2))
