"""What helps to set up light and focus, from one live picture. Pure; a few milliseconds for 5 megapixels.

Histogram and clipping are counted on a sample of pixels at equal steps: no averaging, which would hide a clipped pixel
among others. Sharpness is the mean squared gradient (Tenengrad: Krotkov 1987; compared by Pertuz et al. 2013) on the
middle of the picture at native resolution, where halving would hide fine blur. It is divided by the square of the mean
brightness, so that a longer exposure does not look like a better focus. It has no unit and no right value: it is for
turning the focus ring to its peak.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from station.heatmap import to_8_bit

Image = NDArray[Any]

BINS = 256
CLIPPED_FROM, BLACK_TO = 254, 1
"""Of 8 bits: from here on a pixel says only that there was more light, down to here only that there was none."""
CLIPPED_MOST, BLACK_MOST = 0.005, 0.20
"""Shares of the picture from which the words below say so."""
DARK_BELOW = 0.12
_SAMPLES = 1 << 18
_SHARP_SIDE = 1024


class Exposure(StrEnum):
    """What is to be said of the light, the most urgent first."""

    CLIPPED = "clipped"
    DARK = "dark"
    BLACK = "black"
    FINE = "fine"


@dataclass(frozen=True, slots=True, eq=False)
class LiveAids:
    """Measures of one picture.

    `histogram`: shares (sum 1) of `BINS` brightnesses, for colour of the brightest channel. `clipped` and `black`:
    shares of the pixels. `brightness`: mean, 0..1 of full scale. `sharpness`: see above, 0 upwards.
    """

    histogram: NDArray[np.float32]
    clipped: float
    black: float
    brightness: float
    sharpness: float

    @property
    def exposure(self) -> Exposure:
        if self.clipped > CLIPPED_MOST:
            return Exposure.CLIPPED
        if self.brightness < DARK_BELOW:
            return Exposure.DARK
        return Exposure.BLACK if self.black > BLACK_MOST else Exposure.FINE


def look(image: Image) -> LiveAids:
    """Measure (H, W) grey or (H, W, 3) RGB, uint8 or uint16, of any size."""
    step = max(1, math.isqrt(image.shape[0] * image.shape[1] // _SAMPLES))
    sample = _brightest(to_8_bit(np.ascontiguousarray(image[::step, ::step])))
    counts = np.bincount(sample.ravel(), minlength=BINS).astype(np.float32)
    shares = counts / counts.sum()
    return LiveAids(
        histogram=shares,
        clipped=float(shares[CLIPPED_FROM:].sum()),
        black=float(shares[: BLACK_TO + 1].sum()),
        brightness=float(shares @ np.arange(BINS, dtype=np.float32)) / (BINS - 1),
        sharpness=sharpness(image),
    )


def sharpness(image: Image) -> float:
    """Return the mean squared gradient of the middle of the picture relative to its brightness; 0 for a black one."""
    height, width = image.shape[:2]
    top, left = max(0, (height - _SHARP_SIDE) // 2), max(0, (width - _SHARP_SIDE) // 2)
    part = np.ascontiguousarray(image[top : top + _SHARP_SIDE, left : left + _SHARP_SIDE])
    if part.ndim == 3:
        part = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)
    mean = float(cv2.mean(part)[0])
    if mean <= 0.0 or min(part.shape) < 3:
        return 0.0
    across, down = cv2.spatialGradient(part) if part.dtype == np.uint8 else _gradient(part)
    total = cv2.norm(across, cv2.NORM_L2SQR) + cv2.norm(down, cv2.NORM_L2SQR)
    return float(total) / part.size / mean**2


def clipping(image: Image, factor: int = 1) -> NDArray[np.uint8]:
    """Mark what is over- and under-exposed: 2 clipped, 1 black, 0 neither; (H, W) divided by `factor`, rounded up.

    A mark of the smaller picture stands for any marked pixel under it; clipped goes before black.
    """
    grey = _brightest(to_8_bit(image))
    black = cv2.inRange(grey, 0, BLACK_TO)
    clipped = cv2.inRange(grey, CLIPPED_FROM, 255)
    if factor > 1:
        height, width = grey.shape
        size = (-(-width // factor), -(-height // factor))
        black, clipped = (_any(mask, factor, size) for mask in (black, clipped))
    marks: NDArray[np.uint8] = black & 1
    marks[clipped > 0] = 2
    return marks


def _gradient(part: Image) -> tuple[Image, Image]:
    return cv2.Sobel(part, cv2.CV_32F, 1, 0), cv2.Sobel(part, cv2.CV_32F, 0, 1)


def _brightest(image: Image) -> Image:
    if image.ndim == 2:
        return image
    red, green, blue = cv2.split(image)
    brightest: Image = cv2.max(cv2.max(red, green), blue)
    return brightest


def _any(mask: NDArray[np.uint8], factor: int, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Shrink a mask of 0 and 255; what is marked anywhere stays marked."""
    spread = cv2.dilate(mask, np.ones((factor, factor), np.uint8), anchor=(0, 0))
    small = np.ascontiguousarray(spread[::factor, ::factor])
    if small.shape != (size[1], size[0]):
        raise ValueError(f"{small.shape} is not {size}")
    return small
