"""Options of SuperSimpleNet. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detectors.options import NetworkOptions, Scaling, check_patches, ranged

NAME = "supersimplenet"

Variant = Literal["icpr", "jims"]
ScoreKind = Literal["cls", "seg_max", "seg_mean"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuperSimpleNetOptions(NetworkOptions):
    """What a fit of SuperSimpleNet can be told beside `NetworkOptions`.

    "(paper)" is what the authors used with a WideResNet-50.

    upscale              the grid is this many times that of the finest layer (paper: 2)
    patch_size           neighbours on that grid that are averaged, odd (paper: 3)
    scaling              none (paper), standard (per channel) or whiten (all directions); see `detectors.patches`
    adaptor_start        xavier (paper) or orthogonal: turns the features and keeps their distances
    hidden               width of the segmentation head (paper: 1024)
    cls_channels         channels of the classification head (paper: 128)
    variant              what the classification head sees: icpr the adapted features, jims those before the adaptor
    score                cls: the classification head's answer, before the sigmoid (paper); seg_max: the largest cell of
                         the map; seg_mean: the mean of its largest `score_share`. The last two train no such head
    score_share          see `score`
    score_sigma          smoothing of the map before `seg_max` or `seg_mean`, in cells; 0: none
    noise                adaptive: `noise_ratio` times the spread of the adapted features; fixed: `noise_std` (paper)
    noise_ratio          see `detectors.learning.noise_ratio`, which says 0.19; 0.3 was better than 0.15 with Lite0
    noise_std            paper: 0.015
    perlin_threshold     how high the Perlin noise must be where features are spoiled (paper: 0.2, 0.6 with defects);
                         0: one of these two, as it fits
    epochs               paper: 300. Fewer where `steps_max` comes first
    steps_max            most steps of a training; 0: no limit
    batch_size           images of a step (paper: 32)
    train_stride         learn in each step from every n-th cell each way, from a random first one; 1 with `score` cls
    adaptor_rate         learning rate of the adaptor (paper: 1e-4)
    head_rate            learning rate of the heads (paper: 2e-4)
    stop                 last: after the last epoch; plateau: when held-out good images and synthetic defects on them
                         are no longer told apart better. The last state is kept either way
    patience             points of the curve without a gain that make a plateau
    held_out             share of the good images that is not learned from; measures the separation
    images_max           good images that are learned from; more are thinned at random
    map_sigma            smoothing of the anomaly map, in pixels of the network input (paper: 4)
    """

    upscale: int = ranged(2, 1, 4)
    patch_size: int = ranged(3, 1, 15)
    scaling: Scaling = "standard"
    adaptor_start: Literal["xavier", "orthogonal"] = "orthogonal"
    hidden: int = ranged(256, 1, 8192)
    cls_channels: int = ranged(128, 1, 2048)
    variant: Variant = "jims"
    score: ScoreKind = "seg_mean"
    score_share: float = ranged(0.01, 1e-6, 1.0)
    score_sigma: float = ranged(0.0, 0.0, 20.0)
    noise: Literal["adaptive", "fixed"] = "adaptive"
    noise_ratio: float = ranged(0.3, 1e-6, 100.0)
    noise_std: float = ranged(0.015, 1e-9, 1000.0)
    perlin_threshold: float = ranged(0.0, 0.0, 0.95)
    epochs: int = ranged(300, 1, 100_000)
    steps_max: int = ranged(1000, 0, 10_000_000)
    batch_size: int = ranged(8, 1, 1024)
    train_stride: int = ranged(4, 1, 16)
    adaptor_rate: float = ranged(2e-4, 0.0, 1.0)
    head_rate: float = ranged(1e-3, 0.0, 1.0)
    stop: Literal["last", "plateau"] = "last"
    patience: int = ranged(20, 1, 100_000)
    held_out: float = ranged(0.1, 0.0, 0.5)
    images_max: int = ranged(1000, 2, 1_000_000)
    map_sigma: float = ranged(4.0, 0.0, 64.0)

    def __post_init__(self) -> None:
        check_patches(NAME, self.layers, self.patch_size)

    @property
    def has_cls(self) -> bool:
        """Whether there is a classification head."""
        return self.score == "cls"
