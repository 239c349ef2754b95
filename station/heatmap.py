"""Heatmaps: from an anomaly map to colours.

The colour scale belongs to the threshold, never to the picture: the same colour means the same anomaly on every part,
and a good part shows no colour at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

SPAN = 0.5
"""The scale is saturated this share of the threshold above the threshold."""

_STOPS = (
    (0.00, (124, 50, 196)),
    (0.30, (206, 52, 140)),
    (0.60, (240, 108, 52)),
    (0.82, (252, 176, 48)),
    (1.00, (255, 244, 140)),
)
"""Violet, magenta, orange, yellow: lightness rises all the way, so the order survives every colour vision."""
_ALPHA_FIRST, _ALPHA_LAST = 0.7, 1.0


@dataclass(frozen=True, slots=True)
class HeatScale:
    """Which anomaly gets which colour.

    Below `low` everything is transparent; from `low` to `high` the colours run; at `high` and above they stay at the
    last one. `low` is the score from which a part no longer passes: the start of the review band where there is one,
    else the threshold. `high` is the threshold plus half its size (plus 1 where the threshold is 0).
    """

    low: float
    threshold: float
    high: float

    @staticmethod
    def of(threshold: float | None, review_from: float | None) -> HeatScale | None:
        """The scale of a recipe; None without a threshold."""
        if threshold is None or not np.isfinite(threshold):
            return None
        low = threshold if review_from is None else min(review_from, threshold)
        return HeatScale(low, threshold, threshold + (SPAN * abs(threshold) or 1.0))


def heat_index(anomaly_map: NDArray[Any], scale: HeatScale) -> NDArray[np.uint8]:
    """0 below `scale.low` (and for what is not a number), 1 at `low` to 255 at `high` and above."""
    steps = np.asarray(anomaly_map, np.float32) - np.float32(scale.low)
    steps *= np.float32(254 / (scale.high - scale.low))
    steps += np.float32(1)
    clear = ~(steps >= 1)
    np.clip(steps, 1, 255, out=steps)
    steps[clear] = 0
    return steps.astype(np.uint8)


def _make_colors() -> NDArray[np.uint8]:
    at = np.linspace(0, 1, 255)
    table = np.zeros((256, 4), np.uint8)
    for channel in range(3):
        table[1:, channel] = np.round(
            np.interp(at, [stop for stop, _ in _STOPS], [color[channel] for _, color in _STOPS])
        )
    table[1:, 3] = np.round(255 * np.interp(at, (0, 1), (_ALPHA_FIRST, _ALPHA_LAST)))
    table.setflags(write=False)
    return table


COLORS = _make_colors()
"""(256, 4) uint8: red, green, blue, alpha (not premultiplied) of each step of `heat_index`; step 0 is clear."""


def to_8_bit(image: NDArray[Any]) -> NDArray[np.uint8]:
    """Eight of the sixteen bits.

    How many bits the sensor uses is not in the picture; the smallest of 8, 10, 12, 14 and 16 that holds its brightest
    pixel is taken. Nothing is stretched further, so brightness stays comparable.
    """
    if image.dtype == np.uint8:
        return image
    brightest = int(image.max())
    bits = next(bits for bits in (8, 10, 12, 14, 16) if brightest < 1 << bits)
    return (image >> (bits - 8)).astype(np.uint8)


def overlay(
    image: NDArray[Any], anomaly_map: NDArray[Any] | None, scale: HeatScale | None, *, opacity: float = 0.7
) -> NDArray[np.uint8]:
    """Return `image` as (H, W, 3) RGB uint8 with what is above the scale's start coloured over it."""
    pixels = to_8_bit(image)
    rgb = cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB) if pixels.ndim == 2 else pixels
    if anomaly_map is None or scale is None:
        return np.ascontiguousarray(rgb, dtype=np.uint8)
    colors = COLORS[heat_index(anomaly_map, scale)].astype(np.float32)
    share = opacity * colors[:, :, 3:] / 255
    return np.round(rgb * (1 - share) + colors[:, :, :3] * share).astype(np.uint8)
