"""How a mask looks on the screen: hatched, with an outline in black and white that every colour vision tells apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

MASK_RGB = (86, 180, 233)
"""Sky blue: apart from the heatmap's violet to yellow for every kind of colour vision."""
PREVIEW_RGB = (255, 255, 255)
_EDGE = 3
"""Screen pixels around a part that its outline may reach into."""
_HATCH, _HATCH_LINE = 10, 3


def sampled(
    mask: NDArray[np.uint8], xs: NDArray[np.float64], ys: NDArray[np.float64], zoom: float
) -> NDArray[np.uint8]:
    """Look a mask up at picture coordinates: one value, 0 or 1, per pair of screen column and row.

    Zoomed out, a screen pixel is marked where any of the picture's pixels around it is: a thin stroke must not vanish.
    """
    height, width = mask.shape
    columns, rows = np.floor(xs).astype(np.int64), np.floor(ys).astype(np.int64)
    x0, x1 = max(0, int(columns[0])), min(width, int(columns[-1]) + 1)
    y0, y1 = max(0, int(rows[0])), min(height, int(rows[-1]) + 1)
    result = np.zeros((len(rows), len(columns)), np.uint8)
    if x0 >= x1 or y0 >= y1:
        return result
    reach = int(np.ceil(1 / zoom)) if zoom < 1 else 0
    left, top = max(0, x0 - reach), max(0, y0 - reach)
    part = mask[top : min(height, y1 + reach), left : min(width, x1 + reach)]
    if reach:
        part = cv2.dilate(part, np.ones((reach, reach), np.uint8))
    in_x, in_y = (columns >= x0) & (columns < x1), (rows >= y0) & (rows < y1)
    found = part[np.ix_(rows[in_y] - top, columns[in_x] - left)] != 0
    result[np.ix_(in_y, in_x)] = found
    return result


def overlay(
    look_up: Callable[[int], NDArray[np.uint8]], origin: tuple[int, int], opacity: float, *, preview: bool = False
) -> QImage | None:
    """Return the picture to draw over a rectangle of the screen, or None where there is nothing to draw.

    `look_up(margin)` gives the mask there, 0 or 1, with `margin` more pixels on each side. `origin` is the upper left
    corner in screen pixels, for hatching that does not move from one rectangle to the next.
    """
    wide = look_up(_EDGE)
    if not wide.any():
        return None
    height, width = wide.shape[0] - 2 * _EDGE, wide.shape[1] - 2 * _EDGE
    inner = slice(_EDGE, _EDGE + height), slice(_EDGE, _EDGE + width)
    cross = np.ones((3, 3), np.uint8)
    core = cv2.erode(wide, cross, iterations=2, borderType=cv2.BORDER_REPLICATE)
    light = (wide - core)[inner] != 0
    dark = (cv2.dilate(wide, cross) - wide)[inner] != 0
    inside = core[inner] != 0
    pixels = np.zeros((height, width, 4), np.uint8)
    rows, columns = np.ogrid[:height, :width]
    # a proposal is hatched the other way: colour alone must not tell it from what is painted
    across = columns + origin[0] - (rows + origin[1]) if preview else columns + origin[0] + rows + origin[1]
    lines = across % _HATCH < _HATCH_LINE
    rgb = PREVIEW_RGB if preview else MASK_RGB
    pixels[inside] = _premultiplied(rgb, 0.22 * opacity)
    pixels[inside & lines] = _premultiplied(rgb, 0.75 * opacity)
    pixels[light] = _premultiplied((255, 255, 255), max(0.5, opacity))
    pixels[dark] = _premultiplied((0, 0, 0), max(0.5, opacity))
    return _to_image(pixels)


def _premultiplied(rgb: tuple[int, int, int], alpha: float) -> NDArray[np.uint8]:
    """Blue, green, red, alpha: the byte order of Qt's 32-bit formats."""
    return np.array([round(rgb[2] * alpha), round(rgb[1] * alpha), round(rgb[0] * alpha), round(255 * alpha)], np.uint8)


def _to_image(pixels: NDArray[Any]) -> QImage:
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()
