"""How well PatchCore judges the demo's two products, taught from 30 good images.

    python -m tests.bench.bench_accuracy [solar|textile]

The options, in `station.demo_data`, were chosen on the development images only. What is printed is measured on the test
images, which played no part in any choice; the images taught from are in neither. Three draws of 30 from the teaching
pool show how much depends on which 30 they are.
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import dataclass
from typing import Any

import detectors
from calibration.metrics import image_auroc
from station.demo_data import DATA, NORMAL, deal, read_grey

DRAWS = 3
TARGETS = {"solar": 0.98, "textile": 0.95}


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
    dealt = deal(DATA[product])
    good, defect = dealt.test_good, dealt.test_defect
    if development:
        good, defect = dealt.development_good, dealt.development_defect
    detector = detectors.create("patchcore")
    parsed = detector.parse_options({**DATA[product].options, **changed})
    found = []
    for draw in range(draws):
        taught = [read_grey(path) for path in dealt.pool[draw * NORMAL : (draw + 1) * NORMAL]]
        fitted = detector.fit(taught, parsed, seed=draw)
        scores = [[fitted.predict([read_grey(path)])[0].score for path in paths] for paths in (good, defect)]
        fitted.close()
        found.append(image_auroc(*scores))
    return Accuracy(product, tuple(found), len(good), len(defect), TARGETS[product])


def main() -> None:
    """Print one line per product."""
    for product in sys.argv[1:] or list(DATA):
        one = measure(product)
        each = ", ".join(f"{value:.4f}" for value in one.auroc)
        sys.stdout.write(
            f"{one.product:8} image AUROC {statistics.fmean(one.auroc):.4f} ({each})  target {one.target}"
            f"  on {one.good} good and {one.defect} defect images, {NORMAL} taught\n"
        )


if __name__ == "__main__":
    main()
