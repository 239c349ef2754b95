"""Looks at single pictures: a picture with the anomaly map of a recipe's model, for a few at a time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from station.errors import ImageFileError
from station.heatmap import to_8_bit
from station.images import sha256_file
from station.judge import Setup
from station.recipe import Recipe
from station.scoring import score_picture
from station.study import ScoredPicture

SMALL = 256
"""Longest side of what is kept, in pixels."""
_KEPT = 96


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """`image` (H, W) or (H, W, 3) and its `anomaly_map` (H, W) float32; None where there was nothing to score."""

    picture: ScoredPicture
    image: NDArray[Any]
    anomaly_map: NDArray[np.float32] | None


class Looks:
    """Scores single pictures with a detector of its own, beside the line's. Thread-safe, one picture at a time.

    The detector is loaded on the first look and kept until `release`, or until another model is asked for. Small looks
    of the last pictures are kept.
    """

    def __init__(self, load_setup: Callable[[Recipe], Setup]) -> None:
        self._load_setup = load_setup
        self._lock = threading.Lock()
        self._setup: Setup | None = None
        self._small: OrderedDict[tuple[str, str], Look] = OrderedDict()

    def small(self, recipe: Recipe, picture: ScoredPicture) -> Look:
        """The look at most 256 pixels wide and high; of the map, the largest of what falls together.

        Raises ImageFileError, ModelStoreError, DetectorError.
        """
        key = (recipe.model.sha256, picture.sha256)
        with self._lock:
            known = self._small.get(key)
            if known is not None:
                self._small.move_to_end(key)
                return known
            look = _reduced(self._look(recipe, picture))
            self._small[key] = look
            while len(self._small) > _KEPT:
                self._small.popitem(last=False)
            return look

    def full(self, recipe: Recipe, picture: ScoredPicture) -> Look:
        """The look at full size. Raises as `small`."""
        with self._lock:
            return self._look(recipe, picture)

    def release(self) -> None:
        """Close the detector and forget the pictures."""
        with self._lock:
            self._drop()
            self._small.clear()

    def _drop(self) -> None:
        if self._setup is not None:
            self._setup.detector.close()
            self._setup = None

    def _look(self, recipe: Recipe, picture: ScoredPicture) -> Look:
        if sha256_file(picture.path) != picture.sha256:
            raise ImageFileError(
                f"{picture.path}: is not the picture any more that was scored.", "Put back the file, or label it anew."
            )
        if self._setup is None or (shared := self._setup.under(recipe)) is None:
            self._drop()
            self._setup = shared = self._load_setup(recipe)
        scored = score_picture(shared, picture.path)
        if scored.image is None:
            raise ImageFileError(scored.detail)
        return Look(picture, scored.image, scored.anomaly_map)


def _reduced(look: Look) -> Look:
    height, width = look.image.shape[:2]
    step = max(1, -(-max(height, width) // SMALL))
    if step == 1:
        return look
    size = (max(1, width // step), max(1, height // step))
    image = cv2.resize(to_8_bit(look.image), size, interpolation=cv2.INTER_AREA)
    anomaly_map = look.anomaly_map
    if anomaly_map is not None:
        # the largest, not the mean: a small defect must not fade
        largest = cv2.dilate(np.asarray(anomaly_map, np.float32), np.ones((step, step), np.uint8))
        anomaly_map = np.asarray(cv2.resize(largest, size, interpolation=cv2.INTER_NEAREST), np.float32)
    return Look(look.picture, image, anomaly_map)
