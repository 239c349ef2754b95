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


def image_score(patch_scores: NDArray[Any], *, sigma: float, share: float = 0.0) -> float:
    """Return the largest patch score, or the mean of the largest `share` of them where that is at least one.

    The scores are smoothed over neighbours first where `sigma` (in patches) is not 0.
    """
    if sigma > 0:
        patch_scores = smoothed(patch_scores, sigma)
    count = worst_patches(patch_scores.size, share)
    if count == 1:
        return float(patch_scores.max())
    flat = patch_scores.reshape(-1)
    return float(np.partition(flat, flat.size - count)[-count:].mean(dtype=np.float64))


def smoothed(patch_scores: NDArray[Any], sigma: float) -> NDArray[Any]:
    """Return (h, w) patch scores, each averaged with its neighbours; `sigma` above 0, in patches."""
    side = 2 * int(3 * sigma + 0.5) + 1
    return cv2.GaussianBlur(patch_scores, (side, side), sigma, borderType=cv2.BORDER_REFLECT)


def worst_patches(patches: int, share: float) -> int:
    """Return how many of the patches make the image's score: `share` of them, at least one."""
    # A product that is a whole number but for its last bit must not lose a patch.
    return max(1, int(share * patches + 1e-9))
