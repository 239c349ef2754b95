"""Published figures on MVTec AD, for the tables: what was reported, by whom, and why it may not compare.

Values are in 0..1. Averages are over all 15 categories and say nothing about a single one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

MVTEC_AD: Mapping[str, tuple[int, int]] = {
    "bottle": (209, 83),
    "cable": (224, 150),
    "capsule": (219, 132),
    "carpet": (280, 117),
    "grid": (264, 78),
    "hazelnut": (391, 110),
    "leather": (245, 124),
    "metal_nut": (220, 115),
    "pill": (267, 167),
    "screw": (320, 160),
    "tile": (230, 117),
    "toothbrush": (60, 42),
    "transistor": (213, 100),
    "wood": (247, 79),
    "zipper": (240, 151),
}
"""The categories, with the pictures for training and for test."""


@dataclass(frozen=True, slots=True)
class Published:
    """`detector`: our name of the method, "" where we have none. `average` and `each` map metric keys to values."""

    method: str
    detector: str
    source: str
    caveat: str
    shots: int | None = None
    average: Mapping[str, float] = field(default_factory=dict)
    each: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def value(self, metric: str, category: str) -> float | None:
        """Return what was published of one category; None where nothing was."""
        return self.each.get(category, {}).get(metric)


def _figures(image_auroc: float, pixel_auroc: float | None = None, aupro_30: float | None = None) -> dict[str, float]:
    percents = {"image_auroc": image_auroc, "pixel_auroc": pixel_auroc, "aupro_30": aupro_30}
    return {key: round(value / 100.0, 6) for key, value in percents.items() if value is not None}


_EFFICIENTAD_S = {
    "bottle": (99.9, 95.2),
    "cable": (93.5, 88.2),
    "capsule": (98.4, 97.6),
    "carpet": (99.4, 91.8),
    "grid": (99.7, 89.3),
    "hazelnut": (99.4, 94.8),
    "leather": (100.0, 98.2),
    "metal_nut": (99.5, 93.6),
    "pill": (98.5, 97.0),
    "screw": (97.9, 95.6),
    "tile": (99.8, 88.1),
    "toothbrush": (100.0, 94.6),
    "transistor": (99.9, 90.3),
    "wood": (99.6, 90.4),
    "zipper": (99.6, 94.4),
}

_REPOSITORY = "result files of the authors' repository"
_EFFICIENTAD_PAPER = "EfficientAD paper (arXiv 2303.14535), quoted second-hand"
_ANOMALIB = "README of anomalib"
_CROP = "centre crop of the test pictures, which leaves their borders out"

PUBLISHED: tuple[Published, ...] = (
    Published("PatchCore, WRN50, 224 px", "patchcore", _REPOSITORY, _CROP, average=_figures(99.2, 98.1, 94.4)),
    Published(
        "PatchCore, WRN50, without crop",
        "patchcore",
        _EFFICIENTAD_PAPER,
        "measured by others than its authors",
        average=_figures(98.7),
    ),
    Published("PatchCore of anomalib", "patchcore", _ANOMALIB, "", average=_figures(98.0, 98.0)),
    Published(
        "PatchCore of anomalib, January 2022",
        "patchcore",
        "averaged from its tables of that time",
        "before its coreset was repaired; threshold and F1 fitted on the test pictures",
        average={**_figures(87.7, 95.5), "image_f1_max": 0.923, "balanced_accuracy": 0.813},
    ),
    *(
        Published(
            f"PatchCore, WRN50, {shots} shot{'s' if shots > 1 else ''}",
            "patchcore",
            "few-shot tables of later papers, which all quote the same figures",
            "",
            shots=shots,
            average=_figures(*values),
        )
        for shots, values in ((1, (83.4, 92.0, 79.7)), (2, (86.3, 93.3, 82.3)), (4, (88.8, 94.3, 84.3)))
    ),
    Published(
        "SimpleNet, paper",
        "simplenet",
        "the paper (CVPR 2023)",
        "the best of 40 evaluations on the test pictures; centre crop",
        average=_figures(99.6, 98.1),
    ),
    Published(
        "SimpleNet, last epoch, without crop",
        "simplenet",
        _EFFICIENTAD_PAPER,
        "measured by others than its authors",
        average=_figures(98.2),
    ),
    Published(
        "SimpleNet, fork with adaptive noise",
        "simplenet",
        "README of a fork of anomalib",
        "validated on the test pictures",
        average={**_figures(98.36, 97.45), "image_f1_max": 0.9788},
        each={"toothbrush": _figures(88.61), "screw": _figures(96.47)},
    ),
    Published(
        "SuperSimpleNet, ICPR",
        "supersimplenet",
        _REPOSITORY,
        "mean of 5 runs, last epoch",
        average=_figures(98.38, 97.53, 91.14),
        each={"screw": _figures(92.9), "toothbrush": _figures(92.2)},
    ),
    Published(
        "SuperSimpleNet of anomalib 2.0",
        "supersimplenet",
        _ANOMALIB,
        "its AUPRO of that time is not divided by the limit as it should be",
        average={"image_auroc": 0.981, "aupro_30": 0.916},
        each={
            "screw": {"image_auroc": 0.903},
            "toothbrush": {"image_auroc": 0.917},
            "tile": {"aupro_30": 0.817},
        },
    ),
    Published(
        "SuperSimpleNet of anomalib, JIMS",
        "supersimplenet",
        _ANOMALIB,
        "one seed",
        average={"image_auroc": 0.975, "aupro_30": 0.916},
        each={"screw": {"image_auroc": 0.854}},
    ),
    Published(
        "EfficientAD-S, paper",
        "efficientad",
        _EFFICIENTAD_PAPER,
        "mean of 5 runs, no early stop",
        average=_figures(98.8),
    ),
    Published(
        "EfficientAD-M, paper",
        "efficientad",
        _EFFICIENTAD_PAPER,
        "mean of 5 runs, no early stop",
        average=_figures(99.1),
    ),
    Published(
        "EfficientAD-S, nelson1425",
        "efficientad",
        "result files of the re-implementation nelson1425/EfficientAD",
        "",
        average={"image_auroc": 0.9903, "aupro_30": 0.9328},
        each={name: {"image_auroc": i / 100, "aupro_30": pro / 100} for name, (i, pro) in _EFFICIENTAD_S.items()},
    ),
    Published(
        "EfficientAD-M, nelson1425",
        "efficientad",
        "result files of the re-implementation nelson1425/EfficientAD",
        "",
        average={"image_auroc": 0.9909, "aupro_30": 0.9374},
    ),
    *(
        Published(
            f"AnomalyDINO-S, 672 px, {shots} shot{'s' if shots > 1 else ''}",
            "",
            "the paper, quoted second-hand",
            "another backbone: DINOv2 ViT-S",
            shots=shots,
            average=_figures(*values),
        )
        for shots, values in (
            (1, (96.6, 96.8, 92.7)),
            (2, (96.9, 97.0, 93.1)),
            (4, (97.7, 97.2, 93.4)),
            (8, (98.2, 97.4, 93.8)),
            (16, (98.4, 97.5, 94.0)),
        )
    ),
    Published(
        "AnomalyDINO-S, 672 px",
        "",
        "the paper, quoted second-hand",
        "another backbone: DINOv2 ViT-S",
        average=_figures(99.5, 98.2, 95.0),
    ),
)


def published_for(detectors: Sequence[str], shots: Sequence[int | None]) -> tuple[Published, ...]:
    """Return what was published of these detectors, and of methods we do not have, at these numbers of shots."""
    return tuple(one for one in PUBLISHED if one.detector in (*detectors, "") and one.shots in shots)


def differs_from_mvtec(category: str, n_train: int, n_test: int) -> str:
    """Say how a category named as one of MVTec AD differs from it; empty where the counts are the same."""
    known = MVTEC_AD.get(category)
    if known is None or known == (n_train, n_test):
        return ""
    return (
        f"{category}: {n_train} good pictures to teach from and {n_test} test pictures, MVTec AD has {known[0]} and "
        f"{known[1]}: these are not its pictures, or not all of them, and the published figures do not compare"
    )
