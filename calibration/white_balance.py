"""White balance: make a grey card grey, by one gain for each colour channel.

The channel that needs the most gain sets how much noise is added, so the gains are scaled to a mean level that stays:
brightness, and with it the limits of the image gate, moves as little as can be. A pixel that is saturated in a channel
of the raw picture stays saturated there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from calibration.api import CalibrationError
from calibration.image_gate import FULL_SCALES

Image = NDArray[Any]

_FIELD = 0.5  # of height and width, in the middle: there the card must lie
_MOST_SATURATED = 0.001
_LEAST_LEVEL = 0.1
_MOST_GAIN = 4.0
_UNEVEN = 0.15
_BLOCKS = 8
_CARD = "Lay a plain grey card into the middle of the view, at least half as wide and high as the view."


@dataclass(frozen=True, slots=True)
class WhiteBalance:
    """Gains of red, green and blue. `levels` are the means of the card, shares of full scale, before the correction."""

    gains: tuple[float, float, float]
    levels: tuple[float, float, float]
    n_images: int

    def __post_init__(self) -> None:
        if len(self.gains) != 3 or not all(math.isfinite(gain) and 0 < gain <= 2 * _MOST_GAIN for gain in self.gains):
            raise CalibrationError("the white balance is not three gains", "Calibrate again.")

    def apply(self, image: Image) -> Image:
        """Return the corrected colour picture, uint8 or uint16, a new array. Raises CalibrationError: a grey one."""
        if image.ndim != 3:
            raise CalibrationError("a grey picture has no white balance", "Set the camera to colour.")
        if image.dtype == np.uint8:
            table = np.rint(np.arange(256)[:, None] * np.array(self.gains)).clip(0, 255)
            table[255] = 255
            return np.asarray(cv2.LUT(image, table.astype(np.uint8).reshape(1, 256, 3)))
        most = np.iinfo(image.dtype).max
        out: Image = np.rint(image * np.array(self.gains, np.float32)).clip(0, most).astype(image.dtype)
        np.copyto(out, image, where=image == most)
        return out

    def values(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def restored(cls, values: Mapping[str, Any]) -> WhiteBalance:
        """Make one of what `values` gave. Raises CalibrationError."""
        try:
            gains, levels = (tuple(float(one) for one in values[name]) for name in ("gains", "levels"))
            return cls(gains, levels, int(values["n_images"]))  # type: ignore[arg-type]
        except (KeyError, TypeError, ValueError) as error:
            raise CalibrationError(f"the white balance cannot be read: {error}", "Calibrate again.") from error


def learn(images: Sequence[Image]) -> WhiteBalance:
    """Learn the gains from pictures of a grey card in the middle of the view, already corrected by the flat field.

    Raises CalibrationError: none, grey pictures, saturated, too dark, no even card, or a lamp of hardly any white.
    """
    if not images:
        raise CalibrationError("there is no picture to learn the white balance from", _CARD)
    means, saturated = [], 0.0
    for number, image in enumerate(images, 1):
        if image.ndim != 3:
            raise CalibrationError(
                f"picture {number} is grey; only colour pictures have a white balance", "Set the camera to colour."
            )
        if image.shape != images[0].shape or image.dtype != images[0].dtype:
            raise CalibrationError(f"picture {number} is of another kind than the first one", "Take them in one go.")
        full = _full_scale(images)
        field = _middle(image)
        saturated = max(saturated, float(np.count_nonzero(field.max(axis=2) >= full)) / (field.size / 3))
        blocks = cv2.resize(field, (_BLOCKS, _BLOCKS), interpolation=cv2.INTER_AREA).astype(np.float64) / full
        means.append(blocks)
    if saturated > _MOST_SATURATED:
        raise CalibrationError(
            f"the grey card is saturated: {100 * saturated:.1f} % of the middle of the view are at full scale",
            "Shorten the exposure and take the pictures again.",
        )
    card = np.mean(means, axis=0)
    levels = card.reshape(-1, 3).mean(axis=0)
    if levels.min() < _LEAST_LEVEL:
        name = ("red", "green", "blue")[int(levels.argmin())]
        raise CalibrationError(
            f"the grey card is too dark: {name} is at {100 * levels.min():.1f} % of full scale, at least "
            f"{100 * _LEAST_LEVEL:.0f} % are needed",
            "Make the exposure longer or the light stronger. If one colour stays dark, the lamp hardly has it.",
        )
    colour = card / card.mean(axis=2, keepdims=True)
    usual = levels / levels.mean()
    worst = float(np.abs(colour / usual - 1).max())
    shade = float(np.abs(card.mean(axis=2) / card.mean() - 1).max())
    if worst > _UNEVEN or shade > 3 * _UNEVEN:
        raise CalibrationError(
            f"the middle of the view is no even grey card: its colour differs by up to {100 * worst:.0f} %, its "
            f"brightness by up to {100 * shade:.0f} %",
            _CARD,
        )
    gains = levels.mean() / levels
    if gains.max() > _MOST_GAIN:
        name = ("red", "green", "blue")[int(gains.argmax())]
        raise CalibrationError(
            f"{name} would need a gain of {gains.max():.1f}; more than {_MOST_GAIN:.0f} shows noise only",
            "Use a white lamp, and a card that is grey.",
        )
    red, green, blue = (float(gain) for gain in gains)
    at = tuple(float(level) for level in levels)
    return WhiteBalance((red, green, blue), (at[0], at[1], at[2]), len(images))


def _middle(image: Image) -> Image:
    height, width = image.shape[:2]
    top, left = int(height * (1 - _FIELD) / 2), int(width * (1 - _FIELD) / 2)
    return image[top : max(height - top, top + 1), left : max(width - left, left + 1)]


def _full_scale(images: Sequence[Image]) -> int:
    if images[0].dtype == np.uint8:
        return 255
    brightest = max(int(image.max()) for image in images)
    return next((scale for scale in FULL_SCALES if brightest <= scale), FULL_SCALES[-1])
