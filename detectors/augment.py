"""Copies of a few good images, made where their symmetry or the light allows it."""

from __future__ import annotations

from typing import Literal

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
