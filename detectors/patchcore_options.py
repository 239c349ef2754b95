"""Options of PatchCore. Imports nothing heavy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from detectors.api import OptionsError
from detectors.augment import Augmentation
from detectors.options import ranged, read_options

NAME = "patchcore"

FEW_SHOT: Mapping[str, Any] = MappingProxyType(
    {
        "layers": [3],
        "scaling": "none",
        "augment": ["flip_horizontal", "flip_vertical"],
        "distance": "cosine",
        "bank_ratio": 1.0,
        "bank_max": 50_000,
        "score_share": 0.01,
    }
)
"""Options for 1 to 16 good images: the recipe of AnomalyDINO (Damm et al., WACV 2025) on the default backbone.

Chosen on development images of magnetic tiles, solar cells and hazelnuts, with 4 good images. There mirrored copies did
better than its eight rotations. Leave `augment` out where a mirrored part is a defect; set `rotations` to 8 instead
where parts lie at any angle, and `foreground` to auto where dirt beside the part must not count.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatchCoreOptions:
    """What a fit of PatchCore can be told.

    backbone          packaged efficientnet_lite0/1/2, or a timm model with its tag, whose weights are on this machine
    weights           a weights file to use instead; `weights_sha256` what it must hash to
    layers            feature stages, 0 the finest (stride 2), or blocks of a transformer, 0 the first; negative ones
                      count from the end; small defects need fine ones
    input_size        (height, width) of the network input; one number in plain options means a square; of transformers
                      a multiple of the patch size
    level_brightness  bring every image to the same median brightness first
    white_level       full scale of uint16 images; 0: see `detectors.images`
    patch_size        neighbours that are averaged, odd; 1: none
    patch_stride      grid cells averaged into one, each way: a coarser grid, less memory
    scaling           none, standard (per channel) or whiten (all directions); see `detectors.patches`
    augment           copies of each good image; only those that also occur on the line
    rotations         how many ways round, equally spaced, each good image is taught, mirrored beyond its border; 1: as
                      it is. Each is also copied by `augment`
    distance          euclidean, or cosine: 1 - cos of the angle between patch vectors, after the scaling
    foreground        auto: patches that are not part of the object score 0, where the good images show an object in
                      front of a background; see `detectors.foreground`
    bank_ratio        share of all good patches that is kept; at most `bank_max` rows
    rows_max          patches that the bank is chosen from; more are thinned at random
    projection        size to which long patch vectors are projected while choosing; 0: never
    reweight          neighbours b of the paper's re-weighting (9 there); 0: off
    score_sigma       smoothing of the patch scores before the largest is taken, in patches; 0: none, as the paper
    score_share       share of the patches whose mean, of the largest, is the score (AnomalyDINO: 0.01); 0: the largest
    map_sigma         smoothing of the anomaly map, in pixels of the network input (4 in the paper)
    precision         auto: fp16 on CUDA, bf16 on processors that multiply it in hardware, else fp32
    """

    backbone: str = "efficientnet_lite0"
    weights: str = ""
    weights_sha256: str = ""
    layers: tuple[int, ...] = ranged((2, 3), -64, 63)
    input_size: tuple[int, int] = ranged((256, 256), 32, 4096)
    level_brightness: bool = False
    white_level: int = ranged(0, 0, 65535)
    patch_size: int = ranged(3, 1, 15)
    patch_stride: int = ranged(1, 1, 16)
    scaling: Literal["none", "standard", "whiten"] = "standard"
    augment: tuple[Augmentation, ...] = ()
    rotations: int = ranged(1, 1, 72)
    distance: Literal["euclidean", "cosine"] = "euclidean"
    foreground: Literal["off", "auto"] = "off"
    bank_ratio: float = ranged(0.1, 1e-5, 1.0)
    bank_max: int = ranged(10_000, 1, 1_000_000)
    rows_max: int = ranged(500_000, 100, 20_000_000)
    projection: int = ranged(128, 0, 4096)
    reweight: int = ranged(0, 0, 100)
    score_sigma: float = ranged(0.0, 0.0, 20.0)
    score_share: float = ranged(0.0, 0.0, 1.0)
    map_sigma: float = ranged(4.0, 0.0, 64.0)
    precision: Literal["auto", "fp32", "bf16", "fp16"] = "auto"

    def __post_init__(self) -> None:
        if not self.layers or list(self.layers) != sorted(set(self.layers)):
            raise OptionsError(f"{NAME}: option layers is {list(self.layers)}.", "Give them once each, finest first.")
        if self.layers[0] < 0 <= self.layers[-1]:
            raise OptionsError(
                f"{NAME}: option layers is {list(self.layers)}.",
                "Count all from the start or all from the end.",
            )
        if self.patch_size % 2 == 0:
            raise OptionsError(f"{NAME}: option patch_size is {self.patch_size}.", "Give an odd number.")
        if len(set(self.augment)) != len(self.augment):
            raise OptionsError(f"{NAME}: option augment names one twice.", "Give each once.")
        if self.rotations > 1 and any(name.startswith("rotate") for name in self.augment):
            raise OptionsError(f"{NAME}: rotations and augment both turn the images.", "Leave one of them out.")
        if self.distance == "cosine" and self.reweight:
            raise OptionsError(
                f"{NAME}: reweight is defined for euclidean distances only.", "Set reweight to 0, or change distance."
            )
        turned = {"rotate_90", "rotate_270"} & set(self.augment)
        if turned and self.input_size[0] != self.input_size[1]:
            raise OptionsError(f"{NAME}: {', '.join(sorted(turned))} needs a square input.", "Change input_size.")

    @property
    def copies(self) -> int:
        """Pictures that one good image makes."""
        return self.rotations * (1 + len(self.augment))


def read_patchcore_options(values: Mapping[str, Any]) -> PatchCoreOptions:
    """Read plain values.

    Raises:
        OptionsError: names the option and what is allowed.
    """
    side = values.get("input_size")
    if isinstance(side, int) and not isinstance(side, bool):
        values = {**values, "input_size": (side, side)}
    return read_options(NAME, PatchCoreOptions, values)
