"""The heatmap gallery: the worst good pictures, the best hidden defects and typical ones, each with its heatmap."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from station.benchmark.canvas import DEFECT, INK, SOFT, Canvas, text_width
from station.benchmark.picks import HIDDEN, PER_ROW, TYPICAL, WORST_GOOD, Picked
from station.heatmap import COLORS, HeatScale, overlay

_CELL, _GAP, _LEFT = 176.0, 14.0, 24.0
_ROW_TEXT = {
    WORST_GOOD: "Good pictures with the highest scores",
    HIDDEN: "Defects with the lowest scores",
    TYPICAL: "Typical defects",
}


def gallery(title: str, picked: Sequence[Picked], threshold: float | None) -> Image.Image:
    """Draw the picture and, below it, its heatmap with the outline of the painted defect.

    The colours begin at `threshold`; without one, at the highest score of the good pictures shown.
    """
    from_text = "the deployed threshold"
    if threshold is None:
        good = [one.score for one in picked if one.row == WORST_GOOD] or [one.score for one in picked]
        threshold, from_text = max(good), "the highest good score (there is no threshold)"
    scale = HeatScale.of(threshold, None)
    rows = [(name, [one for one in picked if one.row == name]) for name in _ROW_TEXT]
    rows = [(name, ones) for name, ones in rows if ones]
    heights = [max(_height(one) for one in ones) for _, ones in rows]
    width = max(2 * _LEFT + PER_ROW * _CELL + (PER_ROW - 1) * _GAP, text_width(title, 20) + 48)
    canvas = Canvas(width, 104.0 + sum(2 * height + 104.0 for height in heights))
    canvas.text((_LEFT, 20), title, 20)
    if scale is not None:
        _scale_bar(canvas, scale, f"colours begin at {from_text}")
    top = 104.0
    for (name, ones), height in zip(rows, heights, strict=True):
        canvas.text((_LEFT, top), _ROW_TEXT[name], 15)
        for place, one in enumerate(ones):
            left = _LEFT + place * (_CELL + _GAP)
            _cell(canvas, left, top + 28.0, height, one, scale, threshold)
        top += 2 * height + 104.0
    return canvas.finished()


def _height(one: Picked) -> float:
    height, width = one.image.shape[:2]
    return min(_CELL, _CELL * float(height / width))


def _cell(
    canvas: Canvas, left: float, top: float, height: float, one: Picked, scale: HeatScale | None, threshold: float
) -> None:
    heat = overlay(np.ascontiguousarray(one.image), one.anomaly_map, scale, opacity=0.75)
    width = min(_CELL, height * one.image.shape[1] / one.image.shape[0])
    own = width * one.image.shape[0] / one.image.shape[1]
    for number, picture in enumerate((one.image, _outlined(heat, one.mask))):
        y = top + number * (height + 4)
        canvas.picture(
            (left + (_CELL - width) / 2, y + (height - own) / 2),
            Image.fromarray(np.ascontiguousarray(picture)),
            width,
            own,
        )
    y = top + 2 * height + 10
    rejected = one.score >= threshold
    canvas.text((left, y), _shortened(one.name, _CELL), 12, SOFT)
    words = f"score {one.score:.4g}, {'rejected' if rejected else 'passed'}"
    wrong = rejected == (one.row == WORST_GOOD)
    canvas.text((left, y + 18), words, 13, DEFECT if wrong else INK)


def _outlined(heat: NDArray[np.uint8], mask: NDArray[np.bool_] | None) -> NDArray[np.uint8]:
    """Return `heat`, twice as large, with the outline of `mask` in white on black."""
    large = cv2.resize(heat, (heat.shape[1] * 2, heat.shape[0] * 2), interpolation=cv2.INTER_LINEAR)
    if mask is not None and mask.any():
        grown = cv2.resize(
            mask.astype(np.uint8), (heat.shape[1] * 2, heat.shape[0] * 2), interpolation=cv2.INTER_NEAREST
        )
        outlines, _ = cv2.findContours(grown, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        cv2.drawContours(large, outlines, -1, (0, 0, 0), 6, cv2.LINE_AA)
        cv2.drawContours(large, outlines, -1, (255, 255, 255), 3, cv2.LINE_AA)
    return np.asarray(large, np.uint8)


def _scale_bar(canvas: Canvas, scale: HeatScale, words: str) -> None:
    strip = np.repeat(COLORS[1:, :3][None], 12, axis=0)
    left, top, width = _LEFT, 60.0, 180.0
    canvas.text((left, top + 6), f"{scale.low:.4g}", 12, SOFT, "lm")
    left += text_width(f"{scale.low:.4g}", 12) + 8
    canvas.picture((left, top), Image.fromarray(np.ascontiguousarray(strip)), width, 13)
    end = f"{scale.high:.4g} and above"
    canvas.text((left + width + 8, top + 6), end, 12, SOFT, "lm")
    words = f"{words}; white outline: the painted defect"
    canvas.text((left + width + 8 + text_width(end, 12) + 24, top + 6), words, 12, SOFT, "lm")


def _shortened(text: str, width: float) -> str:
    if text_width(text, 12) <= width:
        return text
    while len(text) > 4 and text_width(f"...{text}", 12) > width:
        text = text[1:]
    return f"...{text}"
