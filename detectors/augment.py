"""Copies of a few good images, made where their symmetry or the light allows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import cv2
import numpy as np

from detectors.images import NetworkInput

Augmentation = Literal[
    "flip_horizontal", "flip_vertical", "rotate_90", "rotate_180", "rotate_270", "brighter", "darker"
]


def augmented(given: NetworkInput, name: str) -> NetworkInput:
    """Return the changed copy of a network input; the shape stays."""
    pixels, gain = given.pixels, given.gain
    match name:
        case "flip_horizontal":
            pixels = pixels[:, ::-1]
        case "flip_vertical":
            pixels = pixels[::-1]
        case "rotate_180":
            pixels = pixels[::-1, ::-1]
        case "rotate_90":
            pixels = np.rot90(pixels, 1)
        case "rotate_270":
            pixels = np.rot90(pixels, 3)
        case "brighter":
            gain *= 1.1
        case "darker":
            gain *= 0.9
        case _:
            raise ValueError(f"no augmentation {name!r}")
    return NetworkInput(np.ascontiguousarray(pixels), gain)


def rotated(given: NetworkInput, degrees: float) -> NetworkInput:
    """Return the copy turned counter-clockwise about its centre; the shape stays.

    What comes in from beyond the border is the mirrored picture (without its border line twice).
    """
    height, width = given.pixels.shape[:2]
    quarters, rest = divmod(degrees, 90.0)
    if rest == 0 and (height == width or quarters % 2 == 0):
        return NetworkInput(np.ascontiguousarray(np.rot90(given.pixels, int(quarters))), given.gain)
    turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1.0)
    pixels = cv2.warpAffine(
        np.ascontiguousarray(given.pixels),
        turn,
        (width, height),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT_101,
    )
    return NetworkInput(pixels, given.gain)


def copies(given: NetworkInput, augment: Sequence[str], rotations: int) -> Iterator[NetworkInput]:
    """Yield the input, its `rotations` - 1 turned copies, equally spaced, and after each its augmented copies."""
    for number in range(rotations):
        turned = rotated(given, 360.0 * number / rotations) if number else given
        yield turned
        for name in augment:
            yield augmented(turned, name)
