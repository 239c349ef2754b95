"""Options of PatchCore. Imports nothing heavy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from detectors.api import OptionsError
from detectors.augment import Augmentation
from detectors.options import NetworkOptions, Scaling, check_patches, ranged

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
class PatchCoreOptions(NetworkOptions):
    """What a fit of PatchCore can be told beside `NetworkOptions`.

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
    """

    patch_size: int = ranged(3, 1, 15)
    patch_stride: int = ranged(1, 1, 16)
    scaling: Scaling = "standard"
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

    def __post_init__(self) -> None:
        check_patches(NAME, self.layers, self.patch_size)
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
