"""What a distillation is told, and the pictures that it learns from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from detectors.api import OptionsError, TrainingDataError
from detectors.pdn import PdnSize
from detectors.procedural import procedural_image

SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp")


@dataclass(frozen=True, slots=True, kw_only=True)
class DistilSettings:
    """All that decides what a teacher becomes.

    backbone      packaged efficientnet_lite0/1/2 (also with timm's name), or a timm model whose weights are here
    layers        its feature stages, 0 the finest; the finest must have a stride of at most 8
    size          small or medium
    procedural    how many pictures the program makes; each is drawn as often as each image of the folders
    steps         budget in steps; 0: none
    minutes       budget in minutes of computing, over all runs; 0: none
    crop          side of the network's input while it learns, in pixels; the backbone sees twice that
    batch         crops per step
    rate          highest learning rate, reached after `warm_up` of the budget
    grey          share of the crops that are turned grey, for both networks
    held_out      crops of pictures that are never learned from, for the loss that is reported
    sample        crops from which the target's mean and spread are taken
    """

    backbone: str = "efficientnet_lite2"
    weights: str = ""
    weights_sha256: str = ""
    layers: tuple[int, ...] = (1, 2)
    size: PdnSize = "small"
    procedural: int = 100_000
    steps: int = 0
    minutes: float = 0.0
    crop: int = 128
    batch: int = 16
    rate: float = 3e-4
    warm_up: float = 0.02
    weight_decay: float = 1e-5
    grey: float = 0.1
    held_out: int = 64
    sample: int = 256
    seed: int = 0

    def __post_init__(self) -> None:
        if self.procedural < 0:
            raise OptionsError(f"{self.procedural} procedural images.", "Give 0 or more.")
        if not (self.steps > 0 or self.minutes > 0):
            raise OptionsError("The distillation has no budget.", "Give a number of steps or of minutes.")
        if self.crop % 32 or self.crop < 64:
            raise OptionsError(f"A crop of {self.crop} pixels.", "Give a multiple of 32, at least 64.")
        if not 1 <= self.batch <= 64:
            raise OptionsError(f"A batch of {self.batch} crops.", "Allowed: 1 to 64.")


class Corpus:
    """Every picture by its number: first those of the program, then those of the folders."""

    def __init__(self, settings: DistilSettings, files: Sequence[Path]) -> None:
        self._settings = settings
        # Every twentieth file is for looking only; so are the procedural numbers after the last.
        self._held_files = list(files[::20]) if len(files) >= 20 else []
        self._files = [one for one in files if one not in set(self._held_files)]
        self.count = settings.procedural + len(self._files)
        if not self.count:
            raise TrainingDataError(
                "There is nothing to distil on.", "Name folders with images, or a number of procedural images."
            )

    def batch(self, step: int) -> list[NDArray[np.uint8]]:
        """Return the crops of a step: (2 crop, 2 crop, 3) RGB. They depend on seed and step only."""
        settings = self._settings
        return [self._drawn(np.random.default_rng([settings.seed, 1, step, n])) for n in range(settings.batch)]

    def sampled(self, count: int) -> list[NDArray[np.uint8]]:
        return [self._drawn(np.random.default_rng([self._settings.seed, 2, n])) for n in range(count)]

    def held_out(self) -> list[NDArray[np.uint8]]:
        settings = self._settings
        crops: list[NDArray[np.uint8]] = []
        for n in range(settings.held_out):
            rng = np.random.default_rng([settings.seed, 3, n])
            use_file = self._held_files and (n % 2 or not settings.procedural)
            if use_file:
                image = self._photograph(self._held_files[n % len(self._held_files)], rng)
            else:
                image = self._made(settings.procedural + n)
            crops.append(self._finished(image, rng))
        return crops

    def _drawn(self, rng: np.random.Generator) -> NDArray[np.uint8]:
        number = int(rng.integers(self.count))
        own = number < self._settings.procedural
        image = self._made(number) if own else self._photograph(self._files[number - self._settings.procedural], rng)
        return self._finished(image, rng)

    def _made(self, number: int) -> NDArray[np.uint8]:
        return procedural_image(number, 2 * self._settings.crop)

    def _photograph(self, path: Path, rng: np.random.Generator) -> NDArray[np.uint8]:
        """Return a random part of the image, at a random scale between whole and as it is."""
        side = 2 * self._settings.crop
        found: Any = cv2.imread(str(path), cv2.IMREAD_COLOR)
        if found is None:
            raise TrainingDataError(f"{path} cannot be read as an image.", "Remove it from the folder.")
        height, width = found.shape[:2]
        short = rng.uniform(side, max(side, min(height, width)))
        scale = short / min(height, width)
        shape = (max(side, round(width * scale)), max(side, round(height * scale)))
        image: NDArray[Any] = cv2.resize(found, shape, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        y, x = rng.integers(shape[1] - side + 1), rng.integers(shape[0] - side + 1)
        return np.ascontiguousarray(image[y : y + side, x : x + side, ::-1], np.uint8)

    def _finished(self, image: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
        turned = np.rot90(image, int(rng.integers(4)))
        crop = np.ascontiguousarray(turned[:, ::-1] if rng.random() < 0.5 else turned)
        if rng.random() < self._settings.grey:
            luma = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
            return np.asarray(cv2.cvtColor(luma, cv2.COLOR_GRAY2RGB), np.uint8)
        return crop


def image_files(folders: Sequence[Path]) -> list[Path]:
    """Return the images below the folders, sorted.

    Raises:
        TrainingDataError: a folder that does not exist or holds none.
    """
    files: list[Path] = []
    for folder in folders:
        if not folder.is_dir():
            raise TrainingDataError(f"There is no folder {folder}.", "Check the path.")
        found = sorted(one for one in folder.rglob("*") if one.suffix.lower() in SUFFIXES and one.is_file())
        if not found:
            raise TrainingDataError(f"There are no images in {folder}.", f"Known: {', '.join(SUFFIXES)}.")
        files += found
    return files
