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


def sampled(mask: NDArray[np.uint8], xs: NDArray[Any], ys: NDArray[Any], zoom: float) -> NDArray[np.uint8]:
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
    part: NDArray[Any] = mask[top : min(height, y1 + reach), left : min(width, x1 + reach)]
    if reach:
        part = cv2.dilate(part, np.ones((reach, reach), np.uint8))
    in_x, in_y = (columns >= x0) & (columns < x1), (rows >= y0) & (rows < y1)
    found = part.take(rows[in_y] - top, axis=0).take(columns[in_x] - left, axis=1)
    first_x, first_y = int(in_x.argmax()), int(in_y.argmax())
    result[first_y : first_y + found.shape[0], first_x : first_x + found.shape[1]] = found != 0
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
    core: NDArray[Any] = cv2.erode(wide, cross, iterations=2, borderType=cv2.BORDER_REPLICATE)
    # 0 nothing, 1 dark rim, 2 light rim, 3 inside, 4 inside on a line of the hatching
    step = (cv2.dilate(wide, cross) + wide + core)[inner]
    step += core[inner] & _lines(width, height, origin, preview)
    rgb = PREVIEW_RGB if preview else MASK_RGB
    rim = max(0.5, opacity)
    inks = (
        _ink((0, 0, 0), 0.0),
        _ink((0, 0, 0), rim),
        _ink((255, 255, 255), rim),
        _ink(rgb, 0.22 * opacity),
        _ink(rgb, 0.75 * opacity),
    )
    pixels = np.array(inks, np.uint32).take(step)
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()


def _lines(width: int, height: int, origin: tuple[int, int], falling: bool) -> NDArray[np.uint8]:
    """Diagonal lines, 1 on them; a proposal's fall the other way, for colour alone must not tell it apart."""
    columns: NDArray[Any] = np.arange(width) + origin[0]
    rows: NDArray[Any] = np.arange(height) + origin[1]
    at = np.arange(_HATCH)
    tile: NDArray[np.uint8] = (
        (at[None, :] + (-at[:, None] if falling else at[:, None])) % _HATCH < _HATCH_LINE
    ).astype(np.uint8)
    return tile.take(rows % _HATCH, axis=0).take(columns % _HATCH, axis=1)


def _ink(rgb: tuple[int, int, int], alpha: float) -> int:
    """A premultiplied colour as Qt keeps it in 32 bits."""
    red, green, blue = (round(value * alpha) for value in rgb)
    return round(255 * alpha) << 24 | red << 16 | green << 8 | blue
