"""Defect regions: the connected parts of an anomaly map that reach the threshold, in pixels and in millimetres.

Pixels that touch at a side or a corner belong together. What is no number reaches nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from calibration.api import CalibrationError
from calibration.plane import PartPlane

MOST = 20
"""Regions that are kept one by one; all are counted."""
_ROWS = 256  # of a picture whose pixels are measured at once
_TILE = 16  # pixels; 255 over the pixels of a tile must round to 1, not to 0
_MOST_BOXES = 64


@dataclass(frozen=True, slots=True)
class DefectRegion:
    """One region. Pixels: `x`, `y` its centre of area; the box begins at `left`, `top`; the peak is one pixel.

    `peak` is in the unit of the score. The millimetres are None without a part plane; `x_mm`, `y_mm` are the same
    centre on the plane.
    """

    area_px: int
    x: float
    y: float
    left: int
    top: int
    width: int
    height: int
    peak: float
    peak_x: int
    peak_y: int
    area_mm2: float | None = None
    x_mm: float | None = None
    y_mm: float | None = None


@dataclass(frozen=True, slots=True)
class DefectRegions:
    """All regions of one map: how many and how large together, and the largest of them one by one.

    `largest` is sorted by area and holds the region of the peak, however small. `peak` is the highest value of the map,
    whether it reaches the threshold or not; None where the map holds no number at all.
    """

    n: int
    area_px: int
    area_mm2: float | None
    peak: float | None
    peak_x: int | None
    peak_y: int | None
    largest: tuple[DefectRegion, ...] = ()


class PixelAreas:
    """The area on the part plane of each pixel of a picture: 4 bytes a pixel, and 0.4 s for 5 megapixels to make.

    `mm2` is (height, width) float32, read-only.
    """

    def __init__(self, plane: PartPlane) -> None:
        self.plane = plane
        self.mm2 = _footprints(plane)


def _footprints(plane: PartPlane) -> NDArray[np.float32]:
    areas = np.empty((plane.height_px, plane.width_px), np.float32)
    columns = np.arange(plane.width_px + 1) - 0.5
    for first in range(0, plane.height_px, _ROWS):
        rows = np.arange(first, min(first + _ROWS, plane.height_px) + 1) - 0.5
        corners = np.stack(np.meshgrid(columns, rows), axis=-1)
        on_plane = plane.points_mm(corners.reshape(-1, 2)).reshape(corners.shape)
        one, other = on_plane[1:, 1:] - on_plane[:-1, :-1], on_plane[1:, :-1] - on_plane[:-1, 1:]
        # the cross product of the diagonals is twice the area of any quadrilateral
        cross = one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]
        areas[first : first + len(rows) - 1] = np.abs(cross) / 2.0
    areas.flags.writeable = False
    return areas


def find_defect_regions(
    anomaly_map: NDArray[Any],
    threshold: float,
    *,
    areas: PixelAreas | None = None,
    most: int = MOST,
    min_area_px: int = 1,
) -> DefectRegions:
    """Find the regions of a float32 (H, W) map whose pixels are `threshold` or more.

    At most `most` regions of at least `min_area_px` are kept one by one; counts and areas are those of all. Some
    milliseconds for 5 megapixels, under one where nothing reaches the threshold.

    Raises:
        CalibrationError: no map, no number as a threshold, or `areas` of pictures of another size.
    """
    if anomaly_map.ndim != 2 or anomaly_map.size == 0:
        raise CalibrationError(f"an anomaly map is (height, width), not {anomaly_map.shape}")
    if not math.isfinite(threshold):
        raise CalibrationError(f"the threshold of defect regions is {threshold}, not a number")
    if most < 1 or min_area_px < 1:
        raise CalibrationError("at least one region of at least one pixel is kept")
    height, width = anomaly_map.shape
    if areas is not None and (areas.plane.height_px, areas.plane.width_px) != (height, width):
        raise CalibrationError(
            f"the part plane holds for pictures of {areas.plane.width_px} x {areas.plane.height_px} pixels,"
            f" the anomaly map has {width} x {height}",
            "Calibrate the part plane with pictures of this size.",
        )
    values = np.ascontiguousarray(anomaly_map, dtype=np.float32)
    peak_y, peak_x = _peak(values)
    peak = float(values[peak_y, peak_x])
    no_area = None if areas is None else 0.0
    if math.isnan(peak):
        return DefectRegions(0, 0, no_area, None, None, None)
    if peak < threshold:
        return DefectRegions(0, 0, no_area, peak, peak_x, peak_y)
    return _split(values, _as_float32(threshold), (peak_x, peak_y), areas, most, min_area_px)


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """The connected components in one box of the map; label 0 is what does not reach the threshold."""

    left: int
    top: int
    labels: NDArray[np.int32]
    stats: NDArray[np.int32]
    centres: NDArray[np.float64]

    @classmethod
    def of(cls, reaches: NDArray[np.uint8], left: int, top: int, width: int, height: int) -> _Piece:
        box = reaches[top : top + height, left : left + width]
        found = cv2.connectedComponentsWithStats(box, connectivity=8, ltype=cv2.CV_32S)
        _, labels, stats, centres = (np.asarray(part) for part in found)
        return cls(left, top, labels, stats, centres)

    @property
    def n(self) -> int:
        return len(self.stats) - 1

    def label_at(self, x: int, y: int) -> int:
        """Return the label of a pixel of the map; 0 outside of the box."""
        row, column = y - self.top, x - self.left
        inside = 0 <= row < self.labels.shape[0] and 0 <= column < self.labels.shape[1]
        return int(self.labels[row, column]) if inside else 0

    def area_mm2(self, areas: PixelAreas) -> float:
        """Add up all components."""
        height, width = self.labels.shape
        return _sum(areas.mm2[self.top : self.top + height, self.left : self.left + width], self.labels > 0)

    def region(self, label: int, values: NDArray[np.float32], areas: PixelAreas | None) -> DefectRegion:
        x, y, width, height, area_px = (int(value) for value in self.stats[label])
        mask = self.labels[y : y + height, x : x + width] == label
        left, top = self.left + x, self.top + y
        box = (slice(top, top + height), slice(left, left + width))
        _, peak, _, (peak_x, peak_y) = cv2.minMaxLoc(values[box], mask.view(np.uint8))
        centre = (self.left + float(self.centres[label][0]), self.top + float(self.centres[label][1]))
        area_mm2 = x_mm = y_mm = None
        if areas is not None:
            area_mm2 = _sum(areas.mm2[box], mask)
            x_mm, y_mm = (float(value) for value in areas.plane.points_mm([centre])[0])
        return DefectRegion(
            area_px=area_px,
            x=centre[0],
            y=centre[1],
            left=left,
            top=top,
            width=width,
            height=height,
            peak=float(peak),
            peak_x=left + peak_x,
            peak_y=top + peak_y,
            area_mm2=area_mm2,
            x_mm=x_mm,
            y_mm=y_mm,
        )


def _split(
    values: NDArray[np.float32],
    level: np.float32,
    peak_at: tuple[int, int],
    areas: PixelAreas | None,
    most: int,
    min_area_px: int,
) -> DefectRegions:
    reaches = (values >= level).view(np.uint8)  # 1 or 0; 0 for what is no number
    pieces = [_Piece.of(reaches, *box) for box in _boxes_apart(reaches)]
    sizes = np.concatenate([piece.stats[1:, cv2.CC_STAT_AREA] for piece in pieces])
    ends = np.cumsum([piece.n for piece in pieces])
    kept: list[tuple[_Piece, int]] = []
    for index in np.argsort(-sizes, kind="stable")[:most].tolist():
        if sizes[index] >= min_area_px:
            number = int(np.searchsorted(ends, index, side="right"))
            kept.append((pieces[number], index - int(ends[number]) + pieces[number].n + 1))
    of_peak = next((piece, label) for piece in pieces if (label := piece.label_at(*peak_at)))
    if of_peak not in kept:
        kept = [*kept[: most - 1], of_peak]
    return DefectRegions(
        n=len(sizes),
        area_px=int(sizes.sum()),
        area_mm2=None if areas is None else sum(piece.area_mm2(areas) for piece in pieces),
        peak=float(values[peak_at[1], peak_at[0]]),
        peak_x=peak_at[0],
        peak_y=peak_at[1],
        largest=tuple(piece.region(label, values, areas) for piece, label in kept),
    )


def _boxes_apart(reaches: NDArray[np.uint8]) -> list[tuple[int, int, int, int]]:
    """Return boxes (left, top, width, height) that hold all pixels, none of them touching another's: small ones, where
    few small regions lie far apart, so that what is empty between them is not searched.
    """
    left, top, width, height = cv2.boundingRect(reaches)
    down, across = -(-height // _TILE), -(-width // _TILE)
    whole = cv2.copyMakeBorder(
        np.negative(reaches[top : top + height, left : left + width]),  # 1 becomes 255
        0, down * _TILE - height, 0, across * _TILE - width, cv2.BORDER_CONSTANT, value=0,
    )  # fmt: skip
    # the mean of a tile with one pixel of 255 is rounded to 1
    tiles = cv2.resize(whole, (across, down), interpolation=cv2.INTER_AREA)
    stats = np.asarray(cv2.connectedComponentsWithStats(tiles, connectivity=8, ltype=cv2.CV_32S)[2])
    if len(stats) - 1 > _MOST_BOXES:
        return [(left, top, width, height)]
    ends = [(x, y, x + wide, y + high) for x, y, wide, high, _ in stats[1:].tolist()]
    return [
        (
            left + x * _TILE,
            top + y * _TILE,
            min(x_end * _TILE, width) - x * _TILE,
            min(y_end * _TILE, height) - y * _TILE,
        )
        for x, y, x_end, y_end in _merged(ends)
    ]


def _merged(boxes: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Put boxes (left, top, right, bottom; ends exclusive) that overlap into one, until none do."""
    apart: list[tuple[int, int, int, int]] = []
    waiting = list(boxes)
    while waiting:
        one = waiting.pop()
        hit = next((i for i, other in enumerate(apart) if _overlap(one, other)), None)
        if hit is None:
            apart.append(one)
        else:
            other = apart.pop(hit)
            waiting.append((min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])))
    return apart


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _peak(values: NDArray[np.float32]) -> tuple[int, int]:
    """Return row and column of the highest value; of one that is no number only where all are."""
    index = int(values.argmax())  # of the first that is no number, if there is one
    if np.isnan(values.flat[index]):
        index = int(np.where(np.isnan(values), -np.inf, values).argmax())
        if np.isneginf(values.flat[index]) or np.isnan(values.flat[index]):
            numbers = np.flatnonzero(~np.isnan(values))
            index = int(numbers[0]) if len(numbers) else 0
    row, column = divmod(index, values.shape[1])
    return row, column


def _as_float32(threshold: float) -> np.float32:
    """Return the smallest float32 that is not below `threshold`: a pixel is never rounded up to it."""
    level = np.float32(threshold)
    if float(level) < threshold:
        level = np.nextafter(level, np.float32(np.inf))
    return level


def _sum(areas: NDArray[np.float32], mask: NDArray[np.bool_]) -> float:
    return float(cv2.mean(areas, mask.view(np.uint8))[0]) * int(np.count_nonzero(mask))
