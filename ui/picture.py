"""From arrays to what the screen draws. Runs off the GUI thread: 5 megapixels cost tens of milliseconds.

The colour scale of a heatmap belongs to the threshold, never to the picture: the same colour means the same anomaly
on every part. See `station.heatmap`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from station.heatmap import COLORS, HeatScale, heat_index, to_8_bit
from station.types import DefectRegion, Inspection, Verdict

THUMBNAIL = 192
"""Longest side of a thumbnail in pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture ready to draw. `base` and `heat` hold the same picture at 1/2**level of its size, by level.

    `heat` is empty where nothing is to be coloured. `peak` is the (x, y) of the largest anomaly of a part that did not
    pass: a small anomaly may lie below the scale, and the operator still wants to know where to look. `regions` are
    the defect regions to be marked.
    """

    width: int
    height: int
    base: Mapping[int, QImage]
    heat: Mapping[int, QImage]
    peak: tuple[int, int] | None = None
    regions: tuple[DefectRegion, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class PartView:
    """One inspected part as the window keeps it: small, and enough to draw it again at its full size.

    `image` as captured; `heat` uint8 (H, W): 0 is clear, 1 to 255 run along `scale`.
    """

    inspection: Inspection
    image: NDArray[Any] | None
    heat: NDArray[np.uint8] | None
    peak: tuple[int, int] | None
    scale: HeatScale | None
    thumbnail: QImage | None
    regions: tuple[DefectRegion, ...] = ()


def view_of(
    inspection: Inspection,
    image: NDArray[Any] | None,
    anomaly_map: NDArray[Any] | None,
    *,
    mark_all: bool = False,
) -> PartView:
    """Reduce one result to what the window keeps. Defect regions of an OK are marked only with `mark_all`."""
    inspection = inspection.as_seen_by_line
    scale = HeatScale.of(inspection.threshold, inspection.review_from)
    heat = peak = None
    if anomaly_map is not None and scale is not None and inspection.verdict is not Verdict.OK:
        heat = heat_index(anomaly_map, scale)
        peak = _peak(anomaly_map)
    thumbnail = None if image is None else _thumbnail(image, heat)
    regions = inspection.defect_regions if mark_all or inspection.verdict is not Verdict.OK else ()
    return PartView(inspection, image, heat, peak, scale, thumbnail, regions)


def render(view: PartView, from_level: int = 0) -> Picture | None:
    """A part's picture and heatmap at `from_level` and coarser; None for a part without a picture."""
    if view.image is None:
        return None
    return replace(render_heated(view.image, view.heat, from_level, peak=view.peak), regions=view.regions)


def render_scored(image: NDArray[Any], anomaly_map: NDArray[Any] | None, scale: HeatScale | None) -> Picture:
    """A scored picture that is no part of the line, with its heatmap, at every level."""
    return render_heated(image, None if anomaly_map is None or scale is None else heat_index(anomaly_map, scale))


def thumbnail_of(image: NDArray[Any], anomaly_map: NDArray[Any] | None, scale: HeatScale | None) -> QImage:
    """A small picture with its heatmap. `anomaly_map` is of the size of `image`."""
    heat = None if anomaly_map is None or scale is None else heat_index(anomaly_map, scale)
    return _thumbnail(image, heat)


def render_heated(
    image: NDArray[Any],
    heat: NDArray[np.uint8] | None,
    from_level: int = 0,
    *,
    peak: tuple[int, int] | None = None,
) -> Picture:
    """A picture and its heat, as `heat_index` gives it, at `from_level` and coarser."""
    return with_heat(render_image(image, from_level), heat, peak)


def with_heat(picture: Picture, heat: NDArray[np.uint8] | None, peak: tuple[int, int] | None = None) -> Picture:
    """The same picture with another heatmap: `heat` as `station.heatmap.heat_index` gives it, of the full size."""
    levels: dict[int, QImage] = {}
    if heat is not None and heat.any():
        for level in range(max(picture.base) + 1):
            if level:
                heat = _halve_by_maximum(heat)
            if level in picture.base:
                levels[level] = _to_qimage(_colored(heat), QImage.Format.Format_ARGB32_Premultiplied)
    return Picture(picture.width, picture.height, picture.base, MappingProxyType(levels), peak)


def render_image(image: NDArray[Any], from_level: int = 0) -> Picture:
    """A picture without a heatmap at `from_level` (0 is full size) and coarser."""
    height, width = image.shape[:2]
    levels = level_count(width, height)
    pixels: NDArray[Any] = to_8_bit(image)
    base: dict[int, QImage] = {}
    for level in range(levels):
        if level:
            pixels = _halve(pixels)
        if level < min(from_level, levels - 1):
            continue
        code = cv2.COLOR_GRAY2BGRA if pixels.ndim == 2 else cv2.COLOR_RGB2BGRA
        base[level] = _to_qimage(cv2.cvtColor(pixels, code), QImage.Format.Format_RGB32)
    return Picture(width, height, MappingProxyType(base), MappingProxyType({}))


def level_count(width: int, height: int) -> int:
    """Levels until the longest side is at most 256."""
    levels = 1
    while (max(width, height) >> (levels - 1)) > 256:
        levels += 1
    return levels


def heat_color(step: int) -> QColor:
    """Colour and transparency of one step of `heat_index`."""
    red, green, blue, alpha = (int(value) for value in COLORS[max(0, min(step, 255))])
    return QColor(red, green, blue, alpha)


def _lut() -> NDArray[np.uint8]:
    """(256, 4) premultiplied, in the byte order of Qt's 32-bit formats on little-endian machines: B, G, R, A."""
    colors = COLORS.astype(np.uint32)
    table = (colors[:, [2, 1, 0, 3]] * colors[:, 3:] + 127) // 255
    table[:, 3] = colors[:, 3]
    table.setflags(write=False)
    return np.ascontiguousarray(table, dtype=np.uint8)


_LUT = _lut()


def _colored(index: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(H, W, 4) premultiplied colours of a heat index; one 32-bit look-up per pixel."""
    return _LUT.view(np.uint32).reshape(256)[index].view(np.uint8).reshape(*index.shape, 4)


def _to_qimage(pixels: NDArray[Any], image_format: QImage.Format) -> QImage:
    """A QImage that owns its memory, from (H, W, 4)."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 4 * width, image_format).copy()


def _halve(pixels: NDArray[Any]) -> NDArray[Any]:
    """Half size by means. Step by step this is ten times quicker than one step to the small size."""
    height, width = pixels.shape[:2]
    return cv2.resize(pixels, (-(-width // 2), -(-height // 2)), interpolation=cv2.INTER_AREA)


def _halve_by_maximum(index: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Half size, keeping the largest of each four: a small defect must not fade when zoomed out."""
    height, width = index.shape
    if height % 2 or width % 2:
        index = np.pad(index, ((0, height % 2), (0, width % 2)))
    rows = np.maximum(index[::2], index[1::2])
    return np.maximum(rows[:, ::2], rows[:, 1::2])


def _peak(anomaly_map: NDArray[Any]) -> tuple[int, int] | None:
    values = np.asarray(anomaly_map, np.float32)
    _, largest, _, at = cv2.minMaxLoc(values)
    if np.isfinite(largest) and np.isfinite(values[at[1], at[0]]):
        return int(at[0]), int(at[1])
    if not np.isfinite(values).any():
        return None
    row, column = divmod(int(np.argmax(np.where(np.isfinite(values), values, -np.inf))), values.shape[1])
    return column, row


def _thumbnail(image: NDArray[Any], heat: NDArray[np.uint8] | None) -> QImage:
    height, width = image.shape[:2]
    factor = min(1.0, THUMBNAIL / max(width, height))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    pixels: NDArray[Any] = to_8_bit(image)
    while max(pixels.shape[:2]) >= 2 * max(size):
        pixels = _halve(pixels)
    pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    pixels = cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB) if pixels.ndim == 2 else pixels
    if heat is not None and heat.any():
        while max(heat.shape) >= 2 * max(size):
            heat = _halve_by_maximum(heat)
        color = cv2.resize(_colored(heat), size, interpolation=cv2.INTER_AREA).astype(np.float32)
        opacity = 0.7
        rest = 1 - opacity * color[:, :, 3:] / 255
        pixels = (pixels * rest + opacity * color[:, :, 2::-1]).astype(np.uint8)
    bgra = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGRA)
    return _to_qimage(bgra, QImage.Format.Format_RGB32)
