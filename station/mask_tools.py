"""The tools of mask painting on plain arrays: each draws into a mask and says which rectangle it touched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from station.heatmap import to_8_bit
from station.mask_files import MaskPixels

WHITE, BLACK = 255, 0


@dataclass(frozen=True, slots=True)
class Rect:
    """Pixels of a picture: `x0` <= x < `x1`, `y0` <= y < `y1`."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def empty(self) -> bool:
        return self.x1 <= self.x0 or self.y1 <= self.y0

    @property
    def area(self) -> int:
        return 0 if self.empty else (self.x1 - self.x0) * (self.y1 - self.y0)

    @property
    def rows(self) -> slice:
        return slice(self.y0, self.y1)

    @property
    def columns(self) -> slice:
        return slice(self.x0, self.x1)

    def joined(self, other: Rect | None) -> Rect:
        """Return the smallest rectangle that holds both."""
        if other is None or other.empty:
            return self
        if self.empty:
            return other
        return Rect(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    def within(self, shape: tuple[int, ...]) -> Rect:
        """Return what of it lies in a picture of `shape` (height, width)."""
        return Rect(max(0, self.x0), max(0, self.y0), min(shape[1], self.x1), min(shape[0], self.y1))


Point = tuple[int, int]


def stroke(mask: MaskPixels, start: Point, end: Point, size: int, value: int) -> Rect:
    """Draw from one (x, y) to another with a round brush of `size` pixels across."""
    cv2.line(mask, start, end, value, max(1, size))
    if size > 2:
        for point in (start, end):
            cv2.circle(mask, point, size // 2, value, -1)
    reach = size // 2 + 2
    return Rect(
        min(start[0], end[0]) - reach,
        min(start[1], end[1]) - reach,
        max(start[0], end[0]) + reach + 1,
        max(start[1], end[1]) + reach + 1,
    ).within(mask.shape)


def polygon(mask: MaskPixels, points: Sequence[Point], value: int) -> Rect:
    """Fill a polygon of at least three corners, rim included."""
    corners = np.array(points, np.int32)
    cv2.fillPoly(mask, [corners], value)
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return Rect(int(left), int(top), int(right) + 1, int(bottom) + 1).within(mask.shape)


def flooded(image: NDArray[Any], mask: MaskPixels, seed: Point, tolerance: int, value: int) -> MaskPixels:
    """Return the mask with the pixels around `seed` set that look like it, and are connected to it.

    `tolerance`: how many of 255 grey levels a pixel may differ from the seed, in each channel.
    """
    height, width = mask.shape
    if not (0 <= seed[0] < width and 0 <= seed[1] < height):
        return mask.copy()
    pixels = to_8_bit(image)
    touched = np.zeros((height + 2, width + 2), np.uint8)
    room = (int(tolerance),) * (1 if pixels.ndim == 2 else 3)
    flags = 4 | cv2.FLOODFILL_MASK_ONLY | cv2.FLOODFILL_FIXED_RANGE | (1 << 8)
    cv2.floodFill(np.array(pixels), touched, seed, 0, room, room, flags)
    return np.where(touched[1:-1, 1:-1] != 0, np.uint8(value), mask).astype(np.uint8)


def without_holes(mask: MaskPixels) -> MaskPixels:
    """Return the mask with everything filled that no path of black pixels joins with the border."""
    edges, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = mask.copy()
    cv2.drawContours(filled, edges, -1, WHITE, -1)
    return filled


def closeness(mask: MaskPixels) -> NDArray[np.float32]:
    """Return how deep each pixel lies inside the mask: stands in for an anomaly map where there is no model."""
    return np.asarray(cv2.distanceTransform((mask != 0).astype(np.uint8), cv2.DIST_L2, 5), np.float32)


def changed_rect(before: MaskPixels, after: MaskPixels) -> Rect:
    """Return the rectangle in which two masks differ; an empty one where they do not."""
    apart = cv2.absdiff(before, after)
    x, y, width, height = cv2.boundingRect(apart)
    return Rect(x, y, x + width, y + height)
