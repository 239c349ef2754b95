"""The reference pictures of a flat field: their mean, and whether they are fit to correct every later picture by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from calibration.api import CalibrationError

Image = NDArray[Any]

_MOST_SATURATED = 0.001
_LEAST_SIGNAL = 0.15  # of full scale, of the mean of bright minus dark
_MOST_DARK = 0.1
_STEADY = 0.03
_GRID = 48
_ORDER = 4
_IN_VIEW = 0.1  # how far a block may lie from the smooth fall-off of light
_IN_VIEW_BLOCKS = 4
_SHEET = "Put one even white or grey sheet over the whole view, a little out of focus."


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """The mean of pictures, float32 of their shape; `saturated` is the largest share in one of them."""

    mean: NDArray[np.float32]
    n: int
    saturated: float

    @classmethod
    def black(cls, like: Reference) -> Reference:
        return cls(np.zeros_like(like.mean), 0, 0.0)


def mean_of(images: Sequence[Image], what: str, full_scale: int) -> Reference:
    """Average pictures of one kind; `what` names them for people.

    Raises CalibrationError: of different kinds, not pictures, or the light changed while they were taken.
    """
    first = images[0]
    if first.ndim not in (2, 3) or (first.ndim == 3 and first.shape[2] != 3) or first.size == 0:
        raise CalibrationError(f"a picture is (height, width) or (height, width, 3), not {first.shape}")
    if first.dtype not in (np.uint8, np.uint16):
        raise CalibrationError(f"a picture is 8 or 16 bit, not {first.dtype}")
    total = np.zeros(first.shape, np.float32)
    levels, saturated = [], 0.0
    for number, image in enumerate(images, 1):
        if image.shape != first.shape or image.dtype != first.dtype:
            raise CalibrationError(
                f"{what} picture {number} is {image.shape[1]} x {image.shape[0]} {image.dtype}, the first one "
                f"{first.shape[1]} x {first.shape[0]} {first.dtype}",
                "Take all with the same camera settings.",
            )
        cv2.accumulate(image, total)
        levels.append(float(image.mean()))
        saturated = max(saturated, float(np.count_nonzero(image >= full_scale)) / image.size)
    middle = float(np.median(levels))
    for number, level in enumerate(levels, 1):
        off = abs(level - middle)
        if off > _STEADY * middle and off > 0.005 * full_scale:
            raise CalibrationError(
                f"the light changed: {what} picture {number} has a mean of {level:.1f}, the others {middle:.1f}",
                "Keep the light steady (warmed up, no flicker, no daylight) and take the pictures again.",
            )
    total /= len(images)
    return Reference(total, len(images), saturated)


def check_bright(light: Reference, full_scale: int) -> None:
    """Refuse a bright reference that is saturated or has something in view. Raises CalibrationError."""
    if light.saturated > _MOST_SATURATED:
        raise CalibrationError(
            f"the bright reference is saturated: {100 * light.saturated:.1f} % of it are at {full_scale}, "
            f"at most {100 * _MOST_SATURATED:.1f} % may be",
            "Shorten the exposure until the brightest place lies at about 80 % of full scale, and take it again.",
        )


def check_dark(black: Reference, light: Reference, full_scale: int) -> None:
    """Refuse references between which there is too little light, or an uneven field. Raises CalibrationError."""
    dark = float(black.mean.mean()) / full_scale
    if dark > _MOST_DARK:
        raise CalibrationError(
            f"the dark reference is not dark: its mean is {100 * dark:.1f} % of full scale, "
            f"at most {100 * _MOST_DARK:.0f} % may be",
            "Cover the lens, or switch the light off and shut out daylight.",
        )
    signal = light.mean - black.mean
    level = float(signal.mean()) / full_scale
    if level < _LEAST_SIGNAL:
        raise CalibrationError(
            f"the bright reference is too dark: its mean is {100 * level:.1f} % of full scale above the dark one, "
            f"at least {100 * _LEAST_SIGNAL:.0f} % are needed",
            "Make the exposure longer or the light stronger until the brightest place lies at about 80 %.",
        )
    _check_even(signal)


def _check_even(signal: NDArray[np.float32]) -> None:
    """Light falls off smoothly: what lies far from a smooth surface is an edge, a part, a shadow or a pattern."""
    grey = signal.mean(axis=2) if signal.ndim == 3 else signal
    height, width = grey.shape
    size = (min(_GRID, width), min(_GRID, height))
    blocks = np.maximum(cv2.resize(np.ascontiguousarray(grey), size, interpolation=cv2.INTER_AREA), 1e-3)
    logs = np.log(blocks.astype(np.float64)).reshape(-1)
    ys, xs = np.meshgrid(np.linspace(-1, 1, size[1]), np.linspace(-1, 1, size[0]), indexing="ij")
    terms = [xs**i * ys**j for i in range(_ORDER + 1) for j in range(_ORDER + 1 - i)]
    basis = np.stack([term.reshape(-1) for term in terms], axis=1)
    weights = np.ones_like(logs)
    for _ in range(8):  # what lies in view must not bend the surface that it is held against
        root = np.sqrt(weights)[:, None]
        fit = basis @ np.linalg.lstsq(basis * root, logs * root[:, 0], rcond=None)[0]
        weights = 1.0 / (1.0 + ((logs - fit) / (_IN_VIEW / 4)) ** 2)
    off = (np.abs(np.expm1(logs - fit)) > _IN_VIEW).reshape(size[1], size[0])
    count, marked, facts, _ = cv2.connectedComponentsWithStats(off.astype(np.uint8), connectivity=8)
    if count < 2:
        return
    largest = 1 + int(np.argmax(facts[1:, cv2.CC_STAT_AREA]))
    if facts[largest, cv2.CC_STAT_AREA] < _IN_VIEW_BLOCKS:
        return
    share = float(off.mean())
    ys_in, xs_in = np.nonzero(marked == largest)
    x, y = (int((np.mean(at) + 0.5) * whole / blocks_of) for at, whole, blocks_of in
            ((xs_in, width, size[0]), (ys_in, height, size[1])))  # fmt: skip
    worst = float(np.abs(np.expm1((logs - fit).reshape(off.shape)[marked == largest])).max())
    raise CalibrationError(
        f"the bright reference is not even: {100 * share:.1f} % of the view differ by more than {100 * _IN_VIEW:.0f} % "
        f"from a smooth fall-off of light, by {100 * worst:.0f} % around x {x}, y {y}; something lies in view there",
        _SHEET,
    )
