"""Options of SimpleNet. Imports nothing heavy."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from detectors.options import NetworkOptions, Scaling, check_patches, ranged

NAME = "simplenet"


@dataclass(frozen=True, slots=True, kw_only=True)
class SimpleNetOptions(NetworkOptions):
    """What a fit of SimpleNet can be told beside `NetworkOptions`.

    patch_size        neighbours that are averaged, odd; 1: none
    patch_stride      grid cells averaged into one, each way: a coarser grid, less memory
    scaling           none (as the paper), standard (per channel) or whiten (all directions); see `detectors.patches`
    noise             adaptive: `noise_ratio` times the spread of the adapted features; fixed: `noise_std`, as the
                      paper, which fits features of about the size of a wide ResNet's
    adaptor_start     orthogonal: the adaptor begins as a turn, which keeps all distances; xavier (as the paper) loses
                      some directions from the start
    hidden            units of the discriminator's inner layer (1024 in the paper)
    meta_epochs       points of the training curve, at most, each of `epochs_per_meta` epochs
    batch_images      images of one step; an epoch has as many steps as it takes to see every image once
    steps_min         steps of a meta-epoch at least: few images would else end after a few steps; 0: as the paper
    rows_per_step     patches of one step, drawn from all good images; 0: as many as `batch_images` have, as the paper
    adaptor_lr, adaptor_decay, discriminator_lr, discriminator_decay
                      learning rates and weight decays of AdamW (adaptor) and Adam (discriminator), those of the paper
                      but for the discriminator's rate (2e-4 there)
    stop              last: after all meta-epochs, as the paper; plateau: also when the mean loss of a meta-epoch is at
                      most `enough_loss`, or when `patience` of them in a row brought no better separation of held-out
                      patches. The last state is kept either way
    held_out          share of the good images that is only measured on
    cache_mb          memory for the patches learned from; beyond it, as many are drawn at random from each image
    score_sigma       smoothing of the patch scores before the largest is taken, in patches; 0: none, as the paper
    map_sigma         smoothing of the anomaly map, in pixels of the network input (4 in the paper)
    """

    patch_size: int = ranged(3, 1, 15)
    patch_stride: int = ranged(1, 1, 16)
    scaling: Scaling = "standard"
    noise: Literal["adaptive", "fixed"] = "adaptive"
    noise_ratio: float = ranged(0.19, 1e-3, 10.0)
    noise_std: float = ranged(0.015, 1e-6, 100.0)
    adaptor_start: Literal["xavier", "orthogonal"] = "orthogonal"
    hidden: int = ranged(512, 1, 8192)
    meta_epochs: int = ranged(40, 1, 10_000)
    epochs_per_meta: int = ranged(4, 1, 1000)
    batch_images: int = ranged(8, 1, 1000)
    steps_min: int = ranged(50, 0, 100_000)
    rows_per_step: int = ranged(2048, 0, 1_000_000)
    adaptor_lr: float = ranged(1e-4, 0.0, 1.0)
    adaptor_decay: float = ranged(0.01, 0.0, 10.0)
    discriminator_lr: float = ranged(1e-3, 0.0, 1.0)
    discriminator_decay: float = ranged(1e-5, 0.0, 10.0)
    stop: Literal["last", "plateau"] = "plateau"
    enough_loss: float = ranged(0.2, 0.0, 1.0)
    patience: int = ranged(8, 1, 10_000)
    held_out: float = ranged(0.1, 0.0, 0.5)
    cache_mb: int = ranged(2048, 1, 1_000_000)
    score_sigma: float = ranged(0.0, 0.0, 20.0)
    map_sigma: float = ranged(4.0, 0.0, 64.0)

    def __post_init__(self) -> None:
        check_patches(NAME, self.layers, self.patch_size)

    def steps_per_meta(self, images: int) -> int:
        """Return the steps of one meta-epoch with so many images to learn from."""
        return max(1, self.steps_min, self.epochs_per_meta * math.ceil(images / self.batch_images))
