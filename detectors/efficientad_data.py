"""What EfficientAD learns from and is measured on: inputs of the good images, made defects, watched images."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detectors.api import Image, Labelled
from detectors.efficientad_options import EfficientAdOptions
from detectors.efficientad_training import Lessons
from detectors.images import WATCHED, ImageRules, NetworkInput, to_input, training_image
from detectors.learning import held_out_images
from detectors.made_defects import spoiled
from detectors.runtime import Steps

SPOILED_PICTURES = 24
"""Made defects that the training is measured on."""
INPUTS_SHARE = 0.25
"""Of the memory for what is kept, for the inputs; the rest is for what the teacher says of them."""


class Inputs:
    """Inputs of some of the good images by number, kept as far as the memory allows, else made again."""

    def __init__(self, images: Sequence[Image], indices: Sequence[int], rules: ImageRules, room: int) -> None:
        self._images, self._indices, self._rules = images, indices, rules
        self._room = room
        self._kept: dict[int, NetworkInput] = {}

    def __len__(self) -> int:
        return len(self._indices)

    def read(self, number: int) -> NetworkInput:
        kept = self._kept.get(number)
        if kept is None:
            kept = to_input(self._images[self._indices[number]], self._rules)
            if kept.pixels.nbytes <= self._room:
                self._room -= kept.pixels.nbytes
                self._kept[number] = kept
        return kept


def make_lessons(
    images: Sequence[Image],
    watched: Sequence[Labelled],
    rules: ImageRules,
    options: EfficientAdOptions,
    *,
    seed: int,
    steps: Steps,
) -> Lessons:
    """Split the good images, and spoil copies of those that are held out.

    Raises:
        TrainingDataError: names a watched image that cannot be scored. Cancelled.
    """
    held = held_out_images(len(images), options.held_out, seed)
    taught = [index for index in range(len(images)) if index not in set(held)]
    inputs = Inputs(images, taught, rules, round((options.cache_mb << 20) * INPUTS_SHARE))
    measured = [to_input(images[index], rules) for index in held or taught]
    random = np.random.default_rng([seed, 12])
    made = []
    for number in range(max(SPOILED_PICTURES, len(held))):
        steps.check()
        made.append(spoiled(measured[number % len(measured)], random))
    looked_at = []
    for index, one in enumerate(watched):
        steps.check()
        looked_at.append((to_input(training_image(one.image, index, WATCHED), rules), bool(one.defective)))
    return Lessons(len(inputs), inputs.read, measured, made, looked_at)
