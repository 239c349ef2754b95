"""How well PatchCore judges the demo's two products, taught from 30 good images.

    python tests/bench/bench_accuracy.py [solar|textile]

The options below were chosen on the development images only. What is printed is measured on the test images, which
played no part in any choice; the images taught from are in neither. Three draws of 30 from the teaching pool show how
much depends on which 30 they are.
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np

import detectors
from calibration.metrics import image_auroc
from detectors.api import Image

TAUGHT = 30
DRAWS = 3
POOL = 120
DEVELOPMENT_GOOD = 200

SOLAR_OPTIONS: dict[str, Any] = {
    "backbone": "efficientnet_lite0",
    "layers": [2, 3],
    "input_size": 256,
    "scaling": "whiten",
    "level_brightness": True,
    "bank_ratio": 0.25,
}
TEXTILE_OPTIONS: dict[str, Any] = {
    "backbone": "efficientnet_lite0",
    "layers": [1],
    "input_size": 512,
    "patch_stride": 2,
    "scaling": "whiten",
    "score_sigma": 1.0,
    "bank_ratio": 0.05,
}


@dataclass(frozen=True)
class Split:
    """File names. `pool` is taught from; nothing is in two of them."""

    pool: list[Path]
    development: tuple[list[Path], list[Path]]
    test: tuple[list[Path], list[Path]]


def split(good: list[Path], defect: list[Path], development_defect: int) -> Split:
    """Shuffle with a fixed seed and deal out: pool, development good and defect, test good and defect."""
    random = np.random.default_rng(0)
    good = [good[index] for index in random.permutation(len(good))]
    defect = [defect[index] for index in random.permutation(len(defect))]
    until = POOL + DEVELOPMENT_GOOD
    return Split(
        good[:POOL],
        (good[POOL:until], defect[:development_defect]),
        (good[until:], defect[development_defect:]),
    )


def solar() -> Split:
    """Monocrystalline cells of elpv-dataset: good is defect probability 0, defect is 1."""
    folder = _package("elpv_dataset") / "data"
    lines = [line.split() for line in (folder / "labels.csv").read_text(encoding="utf-8").splitlines() if line]
    mono = [(folder / name, float(probability)) for name, probability, kind in lines if kind == "mono"]
    good = [path for path, probability in mono if probability == 0.0]
    defect = [path for path, probability in mono if probability == 1.0]
    return split(good, defect, len(defect) // 2)


def textile() -> Split:
    """Simulated textile of conformal-clip-data: nominal against local defects."""
    folder = _package("conformal_clip_data") / "data" / "textile_images" / "simulated"
    return split(sorted((folder / "nominal").glob("*.jpg")), sorted((folder / "local").glob("*.jpg")), 120)


PRODUCTS = {"solar": (solar, SOLAR_OPTIONS, 0.98), "textile": (textile, TEXTILE_OPTIONS, 0.95)}


@dataclass(frozen=True)
class Accuracy:
    """Image AUROC on the test images, one per draw of the 30 taught images."""

    product: str
    auroc: tuple[float, ...]
    good: int
    defect: int
    target: float


def measure(product: str, *, development: bool = False, draws: int = DRAWS, **changed: Any) -> Accuracy:
    """Teach from 30 images of the pool and score the test images (or the development ones)."""
    make, options, target = PRODUCTS[product]
    parts = make()
    good, defect = parts.development if development else parts.test
    detector = detectors.create("patchcore")
    parsed = detector.parse_options({**options, **changed})
    found = []
    for draw in range(draws):
        taught = [read(path) for path in parts.pool[draw * TAUGHT : (draw + 1) * TAUGHT]]
        fitted = detector.fit(taught, parsed, seed=draw)
        scores = [[fitted.predict([read(path)])[0].score for path in paths] for paths in (good, defect)]
        fitted.close()
        found.append(image_auroc(*scores))
    return Accuracy(product, tuple(found), len(good), len(defect), target)


def read(path: Path) -> Image:
    """Read a picture as grey; both products are."""
    image = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if image is None:
        raise FileNotFoundError(path)
    return np.asarray(image)


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{name} is not installed: pip install 'inspection-station[demo]'")
    return Path(next(iter(spec.submodule_search_locations)))


def main() -> None:
    """Print one line per product."""
    for product in sys.argv[1:] or list(PRODUCTS):
        one = measure(product)
        each = ", ".join(f"{value:.4f}" for value in one.auroc)
        sys.stdout.write(
            f"{one.product:8} image AUROC {statistics.fmean(one.auroc):.4f} ({each})  target {one.target}"
            f"  on {one.good} good and {one.defect} defect images, {TAUGHT} taught\n"
        )


if __name__ == "__main__":
    main()
