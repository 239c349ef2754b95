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

Image = NDArray[Any]

BINS = 256
CLIPPED_FROM, BLACK_TO = 254, 1
"""Of 8 bits: from here on a pixel says only that there was more light, down to here only that there was none."""
CLIPPED_MOST, BLACK_MOST = 0.005, 0.20
"""Shares of the picture from which the words below say so."""
DARK_BELOW = 0.12
_SAMPLES = 1 << 18
_SHARP_SIDE = 1024
_BAND = 128


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
    size = (-(-image.shape[1] // step), -(-image.shape[0] // step))
    sample = cv2.resize(image, size, interpolation=cv2.INTER_NEAREST) if step > 1 else image
    counts = np.bincount(_brightest(_to_8_bit(sample, _shift(image))).ravel(), minlength=BINS).astype(np.float32)
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
    if part.dtype != np.uint8:
        part = part.astype(np.float32)
    depth = cv2.CV_16S if part.dtype == np.uint8 else cv2.CV_32F
    total = sum(float(cv2.norm(cv2.Sobel(part, depth, *axis), cv2.NORM_L2SQR)) for axis in ((1, 0), (0, 1)))
    return total / part.size / mean**2


def clipping(image: Image, level: int = 0) -> NDArray[np.uint8]:
    """Mark what is over- and under-exposed: 2 clipped, 1 black, 0 neither; at 1 / 2**`level` of the size, rounded up.

    A mark of the smaller picture stands for any marked pixel under it; clipped goes before black.
    """
    height, width = image.shape[:2]
    factor, shift = 1 << level, _shift(image)
    marks = np.empty((-(-height // factor), -(-width // factor)), np.uint8)
    rows = max(factor, _BAND // factor * factor)
    for top in range(0, height, rows):  # in bands, which stay in the processor's cache
        band: Image = cv2.LUT(_brightest(_to_8_bit(image[top : top + rows], shift)), _MARKS)
        for _ in range(level):
            band = _halve_by_maximum(band)
        marks[top // factor : top // factor + len(band)] = band
    return marks


def _shift(image: Image) -> int:
    """By how many bits a picture is made one of 8 bits; as `station.heatmap.to_8_bit`, on the whole picture."""
    if image.dtype == np.uint8:
        return 0
    brightest = int(image.max())
    return next(bits for bits in (8, 10, 12, 14, 16) if brightest < 1 << bits) - 8


def _to_8_bit(image: Image, shift: int) -> Image:
    return image if image.dtype == np.uint8 else (image >> shift).astype(np.uint8)


def _brightest(image: Image) -> Image:
    if image.ndim == 2:
        return image
    red, green, blue = cv2.split(image)
    brightest: Image = cv2.max(cv2.max(red, green), blue)
    return brightest


def _halve_by_maximum(marks: Image) -> Image:
    height, width = marks.shape
    if height % 2 or width % 2:
        marks = np.pad(marks, ((0, height % 2), (0, width % 2)))
    rows = cv2.max(marks[::2], marks[1::2])
    halved: Image = cv2.max(np.ascontiguousarray(rows[:, ::2]), np.ascontiguousarray(rows[:, 1::2]))
    return halved


def _marks() -> NDArray[np.uint8]:
    table = np.zeros(256, np.uint8)
    table[: BLACK_TO + 1], table[CLIPPED_FROM:] = 1, 2
    table.setflags(write=False)
    return table


_MARKS = _marks()
