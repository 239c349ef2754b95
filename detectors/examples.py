"""Good pictures that a model keeps of those it was taught, to see whether it judges alike in every number type.

What matters is how far the score of a good part moves, for the threshold lies a little above it. Pictures that a
program makes are far from all good ones; their large scores hide what bf16 does to small ones.

A picture that was taught is nearer to the model than a new good part will ever be: PatchCore may hold its very patches,
rounded in the very same way. So a kept picture is looked at in two other places. A little turned, it stands for parts
that hardly differ from those taught: there rounding shows most, and a person is told of that. Turned and enlarged more,
its score lies about where those of new good parts lie: by that a number type is judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from detectors.api import Image, Prediction
from detectors.images import ImageRules, NetworkInput, to_input

COUNT = 3
KEPT_BYTES = 900_000
"""Of all kept pictures together."""


@dataclass(frozen=True, slots=True)
class Placing:
    """Where else a picture is looked at. `shift`: pixels of the network's input."""

    degrees: float
    enlarged: float
    shift: tuple[float, float]


NEAR = Placing(1.0, 1.01, (0.5, 0.3))
NEW = Placing(10.0, 1.1, (5.0, 3.0))


@dataclass(frozen=True, slots=True)
class GoodScores:
    """What a model gives for its kept pictures: the scores, and the means of the maps."""

    scores: tuple[float, ...]
    means: tuple[float, ...]

    @classmethod
    def of(cls, predictions: Sequence[Prediction]) -> GoodScores:
        return cls(
            tuple(float(one.score) for one in predictions),
            tuple(float(one.anomaly_map.mean()) for one in predictions),
        )

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> GoodScores:
        """Return what `asdict` gave, after a way through JSON."""
        return cls(tuple(map(float, plain["scores"])), tuple(map(float, plain["means"])))

    @property
    def level(self) -> float:
        """How large the numbers are that good parts get.

        Also of the maps: the scores of networks that were taught two sides of nought may lie near it.
        """
        return float(np.median(np.maximum(np.abs(self.scores), np.abs(self.means)))) if self.scores else 0.0

    def apart(self, others: GoodScores) -> float:
        """Return the largest difference of a score, as a share of the level of `self`; inf where it is no number."""
        if not self.scores:
            return 0.0
        if len(self.scores) != len(others.scores):
            return np.inf
        away = float(np.max(np.abs(np.subtract(self.scores, others.scores))))
        if not np.isfinite([away, self.level]).all():
            return np.inf
        return away / self.level if self.level > 0 else (0.0 if away == 0 else np.inf)


def kept_bytes(size: tuple[int, int]) -> int:
    """Return how much the pictures of a colour model with an input of (height, width) `size` take at most."""
    return min(KEPT_BYTES, COUNT * 3 * size[0] * size[1])


def choose_examples(images: Sequence[Image], rules: ImageRules) -> tuple[NetworkInput, ...]:
    """Return some of the good images as they are kept, of uint8 pixels, spread over all.

    As many as the bytes allow. Of a picture that is too large alone, a part of its middle is kept and mirrored.
    """
    planes = 1 if rules.grey else 3
    room = KEPT_BYTES // (planes * rules.size[0] * rules.size[1])
    count = min(len(images), COUNT, max(1, room))
    chosen = [images[round(place)] for place in np.linspace(0, len(images) - 1, count)]
    return tuple(completed(_part(_of_bytes(to_input(image, rules)), planes), rules) for image in chosen)


def completed(example: NetworkInput, rules: ImageRules) -> NetworkInput:
    """Mirror what was kept of a picture until it has the size of the network's input."""
    short = [wanted - has for wanted, has in zip(rules.size, example.pixels.shape[:2], strict=True)]
    if not any(short):
        return example
    around = [(gap // 2, gap - gap // 2) for gap in short]
    if example.pixels.ndim == 3:
        around.append((0, 0))
    return NetworkInput(np.pad(example.pixels, around, mode="symmetric"), example.gain)


def to_arrays(examples: Sequence[NetworkInput], rules: ImageRules) -> dict[str, NDArray[Any]]:
    """Return what a model folder holds of them."""
    planes = 1 if rules.grey else 3
    parts = [_part(one, planes) for one in examples]
    return {
        "pixels": np.stack([one.pixels for one in parts]),
        "gains": np.array([one.gain for one in parts], np.float64),
    }


def from_arrays(arrays: Mapping[str, NDArray[Any]], rules: ImageRules) -> tuple[NetworkInput, ...]:
    """Return the examples that a model folder holds.

    Raises:
        KeyError, ValueError: they do not fit the rules.
    """
    pixels, gains = arrays["pixels"], arrays["gains"]
    planes = () if rules.grey else (3,)
    fits = pixels.dtype == np.uint8 and pixels.shape[3:] == planes and pixels.ndim == 3 + len(planes)
    if not fits or gains.shape != pixels.shape[:1] or any(np.greater(pixels.shape[1:3], rules.size)):
        raise ValueError(f"good pictures of shape {pixels.shape}")
    return tuple(completed(NetworkInput(one, float(gain)), rules) for one, gain in zip(pixels, gains, strict=True))


def placed_otherwise(example: NetworkInput, placing: Placing) -> NetworkInput:
    """Return the picture turned and enlarged about its middle, and moved; mirrored beyond its border."""
    height, width = example.pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), placing.degrees, placing.enlarged)
    matrix[:, 2] += np.array(placing.shift)
    pixels = np.ascontiguousarray(example.pixels)
    turned = cv2.warpAffine(pixels, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    return NetworkInput(turned, example.gain)


def _of_bytes(ready: NetworkInput) -> NetworkInput:
    if ready.pixels.dtype == np.uint8:
        return ready
    return NetworkInput(np.clip(np.rint(ready.pixels * (ready.gain * 255.0)), 0, 255).astype(np.uint8), 1.0 / 255.0)


def _part(example: NetworkInput, planes: int) -> NetworkInput:
    """Return the middle of a picture that is too large to be kept, else the picture."""
    height, width = example.pixels.shape[:2]
    if height * width * planes <= KEPT_BYTES:
        return example
    share = (KEPT_BYTES / (height * width * planes)) ** 0.5
    rows, columns = int(height * share), int(width * share)
    top, left = (height - rows) // 2, (width - columns) // 2
    part = example.pixels[top : top + rows, left : left + columns]
    return NetworkInput(np.ascontiguousarray(part), example.gain)
