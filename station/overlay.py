"""Anomaly maps drawn over pictures, for files that people look at."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

# violet, magenta, orange, yellow: lightness rises all the way, so the order survives every colour vision
_STOPS = (0.0, 0.3, 0.6, 0.82, 1.0)
_COLOURS = ((124, 50, 196), (206, 52, 140), (240, 108, 52), (252, 176, 48), (255, 244, 140))
_SPAN = 0.5


def draw_overlay(
    image: NDArray[Any],
    anomaly_map: NDArray[np.float32],
    threshold: float,
    review_from: float | None = None,
    *,
    opacity: float = 0.7,
) -> NDArray[np.uint8]:
    """Return `image` as (H, W, 3) uint8 RGB with the anomalies coloured.

    The scale belongs to the threshold, not to the picture: clear below the score from which a part no longer passes,
    full colour at the threshold plus half its size. What is not a number stays clear.
    """
    low = threshold if review_from is None else min(review_from, threshold)
    high = threshold + (_SPAN * abs(threshold) or 1.0)
    strength = (np.asarray(anomaly_map, np.float32) - np.float32(low)) / np.float32(high - low)
    shown = strength >= 0  # False for NaN
    steps = (np.clip(np.where(shown, strength, 0), 0, 1) * 255).astype(np.uint8)
    grey = to_8_bit(image)
    base = cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB) if grey.ndim == 2 else grey
    alpha = np.where(shown, np.float32(opacity), np.float32(0))[:, :, None]
    return np.asarray(base * (1 - alpha) + _table()[steps] * alpha + 0.5).astype(np.uint8)


def to_8_bit(image: NDArray[Any]) -> NDArray[np.uint8]:
    """Eight of the sixteen bits: the smallest of 8, 10, 12, 14 and 16 that holds the brightest pixel is the depth."""
    if image.dtype == np.uint8:
        return image
    brightest = int(image.max())
    bits = next(bits for bits in (8, 10, 12, 14, 16) if brightest < 1 << bits)
    return (image >> (bits - 8)).astype(np.uint8)


def _table() -> NDArray[np.float32]:
    """(256, 3) RGB."""
    at = np.linspace(0, 1, 256)
    channels = [np.interp(at, _STOPS, [colour[channel] for colour in _COLOURS]) for channel in range(3)]
    return np.stack(channels, axis=1).astype(np.float32)
