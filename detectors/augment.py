"""Copies of a few good images, made where their symmetry or the light allows it."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Augmentation = Literal[
    "flip_horizontal", "flip_vertical", "rotate_90", "rotate_180", "rotate_270", "brighter", "darker"
]


def augmented(image: NDArray[np.float32], name: str) -> NDArray[np.float32]:
    """Return the changed copy of a network input (H, W, 3) float32; the shape stays."""
    match name:
        case "flip_horizontal":
            changed = image[:, ::-1]
        case "flip_vertical":
            changed = image[::-1]
        case "rotate_180":
            changed = image[::-1, ::-1]
        case "rotate_90":
            changed = np.rot90(image, 1)
        case "rotate_270":
            changed = np.rot90(image, 3)
        case "brighter":
            changed = image * np.float32(1.1)
        case "darker":
            changed = image * np.float32(0.9)
        case _:
            raise ValueError(f"no augmentation {name!r}")
    return np.ascontiguousarray(changed)
