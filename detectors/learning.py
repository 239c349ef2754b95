"""What detectors that learn in epochs have in common: loss, noise, held-out measure, when to stop, time left.

Scores are anomaly scores throughout: higher is more anomalous, 0 lies in the middle between good and defective. Where
a paper's discriminator says the opposite (SimpleNet), its sign is turned.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence

import numpy as np
import torch

from detectors.api import Labelled, Progress, TrainingDataError
from detectors.images import training_image

MARGIN = 0.5
"""th of SimpleNet, section 3.4: how far from 0 a score must be to cost nothing."""
BHATTACHARYYA = 0.5
"""Distance between good features and noise at which the noise is just strong enough; gives the ratio 0.19."""
HELD_OUT_FROM = 5
"""With fewer good images none can be spared."""


def truncated_l1(good: torch.Tensor, defective: torch.Tensor, margin: float = MARGIN) -> torch.Tensor:
    """Return mean(max(0, margin + good)) + mean(max(0, margin - defective)) of anomaly scores, in float32.

    SimpleNet, equation 7. An empty side counts 0. Never waits for the device.
    """
    too_high = (margin + good.float()).clamp(min=0.0).sum() / max(1, good.numel())
    too_low = (margin - defective.float()).clamp(min=0.0).sum() / max(1, defective.numel())
    return too_high + too_low


def noise_ratio(distance: float = BHATTACHARYYA) -> float:
    """Return the standard deviation of noise, as a share of the features', at a Bhattacharyya distance from them.

    For two normal distributions of equal mean, with r the ratio of their variances, the distance is
    ln((r + 1/r + 2) / 4) / 4, so r + 1/r = 4 exp(4 distance) - 2. Of the two roots the one below 1 is meant. The
    default distance gives 0.1906.
    """
    total = 4.0 * math.exp(4.0 * distance) - 2.0
    return math.sqrt(2.0 / (total + math.sqrt(max(0.0, total * total - 4.0))))


def spread(rows: torch.Tensor) -> torch.Tensor:
    """Return the standard deviation of (N, D) features about each channel's mean, over all channels: one number.

    Taken over all channels, noise of one strength is strong where the features hardly vary, and that is where a small
    deviation should count; a strength for each channel would take that away. No gradient: else the network could
    shrink the noise. Never waits for the device.
    """
    return rows.detach().float().var(0, unbiased=False).mean().sqrt()


def separation(good: torch.Tensor, defective: torch.Tensor) -> float:
    """Return the AUROC in 0..1 of anomaly scores: P(defective > good) + P(equal) / 2; NaN where a side is empty."""
    if not good.numel() or not defective.numel():
        return math.nan
    ordered = good.detach().float().flatten().sort().values
    asked = defective.detach().float().flatten()
    below = torch.searchsorted(ordered, asked, side="left")
    up_to = torch.searchsorted(ordered, asked, side="right")
    return float((below + up_to).double().mean()) / (2 * ordered.numel())


def held_out_images(count: int, share: float, seed: int) -> tuple[int, ...]:
    """Return the indices of the good images that are not learned from, ascending: at least one, never half of them.

    Empty with fewer than `HELD_OUT_FROM` images or a share of 0; then some patches of each image are to be held out.
    """
    if count < HELD_OUT_FROM or share <= 0:
        return ()
    wanted = min(max(1, round(share * count)), (count - 1) // 2)
    order = torch.randperm(count, generator=torch.Generator().manual_seed(seed))
    return tuple(sorted(order[:wanted].tolist()))


class Plateau:
    """Says when a measure that should rise has stopped rising."""

    def __init__(self, patience: int, least: float = 1e-3) -> None:
        """`patience`: values without a rise by `least` over the best one before that end it."""
        self._patience, self._least = patience, least
        self._best = -math.inf
        self._waited = 0

    def reached(self, value: float) -> bool:
        """Take the next value and say whether the plateau is reached. NaN is no rise."""
        if value > self._best + self._least:
            self._best, self._waited = value, 0
        else:
            self._waited += 1
        return self._waited >= self._patience


class TimeLeft:
    """A `Progress` that adds how long the running stage will still take, once that can be told.

    Call `begin` when a long stage begins and `done` with the share of it that is finished.
    """

    def __init__(self, progress: Progress | None, now: Callable[[], float] = time.monotonic) -> None:
        self._progress, self._now = progress, now
        self._begun: float | None = None
        self._note = ""

    def begin(self) -> None:
        self._begun, self._note = self._now(), ""

    def done(self, share: float, what: str) -> None:
        """`share` in 0..1 of the stage is finished; `what` says where it is, such as "epoch 3 of 40"."""
        self._note = f", {what}"
        if self._begun is not None and share > 0:
            self._note += f", {time_in_words((self._now() - self._begun) * (1 - share) / share)} left"

    def end(self) -> None:
        self._begun, self._note = None, ""

    def __call__(self, fraction: float, stage: str) -> None:
        if self._progress is not None:
            self._progress(fraction, stage + self._note)


def time_in_words(seconds: float) -> str:
    """Return "40 s", "3 min" or "2 h", rounded up."""
    if seconds < 60:
        return f"{math.ceil(seconds)} s"
    if seconds < 5400:
        return f"{math.ceil(seconds / 60)} min"
    return f"{math.ceil(seconds / 3600)} h"


def refuse_defects(detector: str, defects: Sequence[Labelled]) -> None:
    """Raise TrainingDataError where a detector that learns from good images only was given `defects`."""
    if defects:
        raise TrainingDataError(
            f"{detector} learns from good images only, and was given {len(defects)} defective ones.",
            "Leave them out, or use a detector that learns from defects, such as supersimplenet.",
        )


def check_defects(detector: str, defects: Sequence[Labelled]) -> None:
    """Make sure that these can be learned from.

    Raises:
        TrainingDataError: names the index of one that cannot.
    """
    for index, one in enumerate(defects):
        what = f"Defect image {index}"
        image = training_image(one.image, index, "Among the defects: ")
        if not one.defective:
            raise TrainingDataError(
                f"{what} is labelled good.", f"{detector} takes good images apart from the defects; move it there."
            )
        if one.mask is None:
            continue
        mask = np.asarray(one.mask)
        if mask.shape != image.shape[:2]:
            size = " x ".join(str(side) for side in mask.shape[::-1])
            raise TrainingDataError(
                f"{what} is {image.shape[1]} x {image.shape[0]} pixels, and its mask {size}.",
                "Paint the mask on the image itself, or leave it out.",
            )
        if not mask.any():
            raise TrainingDataError(
                f"The mask of defect image {index} is empty.", "Paint the defect, or leave the mask out."
            )
