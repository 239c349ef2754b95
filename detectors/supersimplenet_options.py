"""Options of SuperSimpleNet. Imports nothing heavy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from detectors.api import OptionsError
from detectors.options import ranged, read_options

NAME = "supersimplenet"

Variant = Literal["icpr", "jims"]
ScoreKind = Literal["cls", "seg_max", "seg_mean"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuperSimpleNetOptions:
    """What a fit of SuperSimpleNet can be told. "(paper)" is what the authors used with a WideResNet-50.

    backbone             packaged efficientnet_lite0/1/2, or a timm model with its tag; see `detectors.weights`
    weights              a weights file to use instead; `weights_sha256` what it must hash to
    layers               feature stages, 0 the finest (stride 2), or blocks of a transformer, 0 the first; negative
                         ones count from the end
    input_size           (height, width) of the network input; one number in plain options means a square
    level_brightness     bring every image to the same median brightness first
    white_level          full scale of uint16 images; 0: see `detectors.images`
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
    precision            auto: fp16 on CUDA, bf16 on processors that multiply it in hardware, else fp32
    """

    backbone: str = "efficientnet_lite0"
    weights: str = ""
    weights_sha256: str = ""
    layers: tuple[int, ...] = ranged((2, 3), -64, 63)
    input_size: tuple[int, int] = ranged((256, 256), 32, 4096)
    level_brightness: bool = False
    white_level: int = ranged(0, 0, 65535)
    upscale: int = ranged(2, 1, 4)
    patch_size: int = ranged(3, 1, 15)
    scaling: Literal["none", "standard", "whiten"] = "standard"
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
    precision: Literal["auto", "fp32", "bf16", "fp16"] = "auto"

    def __post_init__(self) -> None:
        if not self.layers or list(self.layers) != sorted(set(self.layers)):
            raise OptionsError(f"{NAME}: option layers is {list(self.layers)}.", "Give them once each, finest first.")
        if self.layers[0] < 0 <= self.layers[-1]:
            raise OptionsError(
                f"{NAME}: option layers is {list(self.layers)}.", "Count all from the start or all from the end."
            )
        if self.patch_size % 2 == 0:
            raise OptionsError(f"{NAME}: option patch_size is {self.patch_size}.", "Give an odd number.")

    @property
    def has_cls(self) -> bool:
        """Whether there is a classification head."""
        return self.score == "cls"


def read_supersimplenet_options(values: Mapping[str, Any]) -> SuperSimpleNetOptions:
    """Read plain values.

    Raises:
        OptionsError: names the option and what is allowed.
    """
    side = values.get("input_size")
    if isinstance(side, int) and not isinstance(side, bool):
        values = {**values, "input_size": (side, side)}
    return read_options(NAME, SuperSimpleNetOptions, values)
