"""Images of any size, grey or colour, 8 or 16 bit, made ready for a network.

The rules, learned once from the good images and kept in the model (`ImageRules`):

- Colour. If any good image is grey, the model is grey: colour images are turned into luma (Rec. 601) first. Otherwise
  it is a colour model, and a grey image gets three equal channels.
- White level. uint8: 255. uint16 cameras deliver 10, 12, 14 or 16 bits in the low bits of the container; the white
  level is the smallest full scale of these that no good uint16 image exceeds, or what the options say. The same level
  serves every later uint16 image, so a dark picture stays dark. Brighter values are kept, not clipped.
- Size. Resized to the network's input without cropping and without keeping the aspect: area average when it gets
  smaller, bilinear when it gets larger.
- Brightness. With `level_brightness` each image is multiplied so that its median becomes mid-grey; the gain is
  limited to 1/8..8. A failed lamp is then for the image gate to see, not for the detector.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from detectors.api import Image, ImageError, TrainingDataError

FULL_SCALES = (1023, 4095, 16383, 65535)
MID_GREY = 0.55
SMALLEST_SIDE = 8
WATCHED = "Among the watched images: "


@dataclass(frozen=True, slots=True)
class ImageRules:
    """How an image becomes network input. `size` is (height, width) of the input."""

    size: tuple[int, int]
    grey: bool
    white_16: int
    level_brightness: bool = False


def check_image(image: Any, index: int) -> Image:
    """Return `image` if it is one that can be scored.

    Raises:
        ImageError: names the index and what is wrong.
    """
    if not isinstance(image, np.ndarray):
        raise ImageError(f"Image {index} is not an array but {type(image).__name__}.", "Give (H, W) or (H, W, 3).")
    if image.ndim not in (2, 3) or (image.ndim == 3 and image.shape[2] != 3):
        raise ImageError(f"Image {index} has shape {image.shape}.", "Give (H, W) grey or (H, W, 3) RGB.")
    if image.dtype not in (np.uint8, np.uint16):
        raise ImageError(f"Image {index} is {image.dtype}.", "Give uint8 or uint16.")
    if min(image.shape[:2]) < SMALLEST_SIDE:
        raise ImageError(
            f"Image {index} is {image.shape[1]} x {image.shape[0]} pixels.", f"Give at least {SMALLEST_SIDE} a side."
        )
    return image


def training_image(image: Any, index: int, where: str = "") -> Image:
    """Return `image` if it can be learned from or measured on while training.

    Raises:
        TrainingDataError: `where`, the index and what is wrong.
    """
    try:
        return check_image(image, index)
    except ImageError as error:
        raise TrainingDataError(where + error.message, error.hint) from error


def good_images(images: Sequence[Image], at_least: int, detector: str) -> Iterator[Image]:
    """Yield the good images of a fit, one by one, checked.

    Raises:
        TrainingDataError: too few, or the index of one that is unfit.
    """
    if len(images) < at_least:
        raise TrainingDataError(
            f"{detector} needs at least {at_least} good images, and there are {len(images)}.", "Add good images."
        )
    for index in range(len(images)):
        image = training_image(images[index], index)
        if image.min() == image.max():
            raise TrainingDataError(
                f"Good image {index} has the same value ({image.flat[0]}) everywhere.",
                "Remove it, and check the light and the lens cap.",
            )
        yield image


def learn_rules(
    images: Iterator[Image], *, size: tuple[int, int], white_16: int = 0, level_brightness: bool = False
) -> ImageRules:
    """Decide colour and white level from the good images; `white_16` other than 0 is taken as given."""
    grey, highest = False, 0
    for image in images:
        grey = grey or image.ndim == 2
        if image.dtype == np.uint16:
            highest = max(highest, int(image.max()))
    level = white_16 or (next(scale for scale in FULL_SCALES if scale >= highest) if highest else FULL_SCALES[-1])
    return ImageRules(size=size, grey=grey, white_16=level, level_brightness=level_brightness)


@dataclass(frozen=True, slots=True, eq=False)
class NetworkInput:
    """An image of the network's size, as it travels to the device.

    `pixels`: uint8 or float32, (H, W) of a grey model, else (H, W, 3). Times `gain`, 0 is black and 1 is white.
    """

    pixels: NDArray[Any]
    gain: float

    def unit(self) -> NDArray[np.float32]:
        """Return (H, W, 3) float32 with 0 black and 1 white."""
        ready = self.pixels.astype(np.float32) * np.float32(self.gain)
        return np.repeat(ready[:, :, None], 3, axis=2) if ready.ndim == 2 else ready


def to_input(image: Image, rules: ImageRules) -> NetworkInput:
    """Make an image ready for the network."""
    white = 255 if image.dtype == np.uint8 else rules.white_16
    if rules.grey and image.ndim == 3:
        image = cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2GRAY)
    height, width = rules.size
    if image.shape[:2] != rules.size:
        smaller = image.shape[0] * image.shape[1] > height * width
        image = cv2.resize(
            np.ascontiguousarray(image),
            (width, height),
            interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR,
        )
    gain = 1.0 / white
    if rules.level_brightness:
        gain *= float(np.clip(MID_GREY / max(float(np.median(image)) * gain, 1e-6), 1 / 8, 8))
    if image.ndim == 2 and not rules.grey:
        image = np.repeat(image[:, :, None], 3, axis=2)
    return NetworkInput(image if image.dtype == np.uint8 else image.astype(np.float32), gain)
