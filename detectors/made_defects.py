"""Made defects on good pictures, to measure on while training: a displaced piece, a stain, a blur, a scratch.

They decide when training ends and what the curve shows, never what is learned.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from detectors.images import NetworkInput

Plane = NDArray[np.float32]

SMALLEST, LARGEST = 0.06, 0.3
"""Extent of a defect, as a share of the picture's side."""
OPACITY = (0.4, 1.0)


def spoiled(given: NetworkInput, random: np.random.Generator) -> tuple[NetworkInput, NDArray[np.bool_]]:
    """Return a copy with one made defect, and the (H, W) mask of where it is."""
    pixels = given.pixels.astype(np.float32)
    size: tuple[int, int] = pixels.shape[:2]
    cover = (_scratch if random.random() < 0.3 else _stain)(size, random)
    changes: tuple[Callable[[Plane, np.random.Generator], Plane], ...] = (_displaced, _brighter, _blurred, _grainy)
    changed = changes[random.integers(len(changes))](pixels, random)
    cover *= np.float32(random.uniform(*OPACITY))
    share = cover if pixels.ndim == 2 else cover[:, :, None]
    mixed = pixels + share * (changed - pixels)
    mixed = np.clip(mixed, 0.0, max(float(pixels.max()), 255.0 if given.pixels.dtype == np.uint8 else 0.0))
    ready = mixed.round().astype(np.uint8) if given.pixels.dtype == np.uint8 else mixed.astype(np.float32)
    return NetworkInput(np.ascontiguousarray(ready), given.gain), cover > 0.5 * cover.max()


def spoiled_cells(mask: NDArray[np.bool_], grid: tuple[int, int]) -> NDArray[np.bool_]:
    """Return which cells (h, w) lie on the defect of a (H, W) mask: half of the cell, or else the most of any."""
    share = cv2.resize(mask.astype(np.float32), (grid[1], grid[0]), interpolation=cv2.INTER_AREA)
    found: NDArray[np.bool_] = (share > 0) & (share >= min(0.5, float(share.max())))
    return found


def _stain(size: tuple[int, int], random: np.random.Generator) -> Plane:
    """Return the cover, 0 to 1, of an irregular blob."""
    height, width = (max(4, round(side * random.uniform(SMALLEST, LARGEST))) for side in size)
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    bumps = cv2.resize(
        random.normal(0, 0.35, (5, 5)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    blob = np.clip(4.0 * (0.8 - np.hypot(x, y) + bumps), 0.0, 1.0)
    # The middle always belongs to it, so that no blob is empty.
    blob[height // 2, width // 2] = 1.0
    cover = np.zeros(size, np.float32)
    top, left = random.integers(size[0] - height + 1), random.integers(size[1] - width + 1)
    cover[top : top + height, left : left + width] = blob
    return cover


def _scratch(size: tuple[int, int], random: np.random.Generator) -> Plane:
    """Return the cover of a thin line."""
    cover = np.zeros(size, np.float32)
    middle = random.uniform(0.1, 0.9, 2) * size
    angle, half = random.uniform(0, np.pi), random.uniform(SMALLEST, LARGEST) * min(size)
    away = half * np.array([np.sin(angle), np.cos(angle)])
    (y0, x0), (y1, x1) = np.rint(middle - away).astype(int).tolist(), np.rint(middle + away).astype(int).tolist()
    thickness = max(1, round(min(size) * random.uniform(0.006, 0.02)))
    cv2.line(cover, (x0, y0), (x1, y1), 1.0, thickness)
    return cover


def _displaced(pixels: Plane, random: np.random.Generator) -> Plane:
    """Show the picture's own texture, from elsewhere and turned."""
    shift = [int(side * random.uniform(0.25, 0.75)) for side in pixels.shape[:2]]
    turned = np.roll(pixels, shift, (0, 1))
    return np.ascontiguousarray(turned[::-1] if random.random() < 0.5 else turned[:, ::-1])


def _brighter(pixels: Plane, random: np.random.Generator) -> Plane:
    return pixels + np.float32(random.choice((-1, 1)) * random.uniform(0.3, 0.8) * _contrast(pixels))


def _blurred(pixels: Plane, random: np.random.Generator) -> Plane:
    blurred: Plane = cv2.GaussianBlur(pixels, (0, 0), random.uniform(2.0, 6.0)).astype(np.float32)
    return blurred


def _grainy(pixels: Plane, random: np.random.Generator) -> Plane:
    grain = random.normal(0, 0.3 * _contrast(pixels), pixels.shape[:2]).astype(np.float32)
    return pixels + (grain if pixels.ndim == 2 else grain[:, :, None])


def _contrast(pixels: Plane) -> float:
    """Return the range between the picture's dark and bright parts, at least a little."""
    low, high = np.percentile(pixels, (5, 95))
    return max(float(high - low), 0.05 * float(pixels.max()), 1e-6)
