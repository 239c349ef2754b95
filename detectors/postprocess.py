"""From patch scores to an anomaly map of the image's own size."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray


def full_size_map(
    patch_scores: NDArray[np.float32], *, input_size: tuple[int, int], image_size: tuple[int, int], sigma: float
) -> NDArray[np.float32]:
    """Upsample (h, w) patch scores bilinearly, smooth, and return float32 of `image_size` (height, width).

    `sigma` is in pixels of the network input (the paper's 4), and so independent of the camera's resolution; the
    smoothing is done at that size and the result enlarged, which keeps the cost constant. Same unit as the scores.
    """
    full: NDArray[Any] = cv2.resize(patch_scores, (input_size[1], input_size[0]), interpolation=cv2.INTER_LINEAR)
    if sigma > 0:
        # Truncated at 4 sigma, mirrored at the border, as scipy's gaussian_filter does by default.
        side = 2 * int(4 * sigma + 0.5) + 1
        full = cv2.GaussianBlur(full, (side, side), sigma, borderType=cv2.BORDER_REFLECT)
    if image_size != input_size:
        full = cv2.resize(full, (image_size[1], image_size[0]), interpolation=cv2.INTER_LINEAR)
    return np.ascontiguousarray(full, dtype=np.float32)


def image_score(patch_scores: NDArray[Any], *, sigma: float) -> float:
    """Return the largest patch score, after smoothing over neighbours where `sigma` (in patches) is not 0."""
    if sigma > 0:
        side = 2 * int(3 * sigma + 0.5) + 1
        patch_scores = cv2.GaussianBlur(patch_scores, (side, side), sigma, borderType=cv2.BORDER_REFLECT)
    return float(patch_scores.max())
