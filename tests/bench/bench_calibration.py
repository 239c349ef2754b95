"""Speed of the calibration package: medians of repeated runs. `python tests/bench/bench_calibration.py` prints them."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from calibration import (
    PixelAreas,
    ScoreSet,
    choose,
    evaluate_sorted,
    find_defect_regions,
    measure,
    pixel_metrics,
)
from calibration.correction import Correction
from calibration.flat_field import learn
from calibration.lens import Lens, LensFacts
from calibration.plane import PartPlane
from tests.bench.row import Row

"""Name, median, unit, target: the median must not exceed the target."""

MEGAPIXEL = (1024, 1024)


def _median_s(work: Callable[[], object], repeats: int) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _maps() -> Callable[[], Iterator[tuple[NDArray[Any], NDArray[Any] | None]]]:
    """Give 100 anomaly maps of 1 megapixel, every other one with two defects on 4 % of it, held as 4 pictures.

    Maps are smooth, as detectors make them, and shifted by a score per image, so that hardly two pixels tie.
    """
    rng = np.random.default_rng(0)
    held = []
    for index in range(4):
        noise = cv2.GaussianBlur(rng.normal(size=MEGAPIXEL).astype(np.float32), (0, 0), 4.0)
        mask = np.zeros(MEGAPIXEL, np.uint8)
        if index % 2 == 0:
            mask[100:300, 200:400] = mask[600:650, 600:650] = 255
        values = 3.0 + noise / noise.std() * 0.5 + (mask > 0) * 1.0
        held.append((values.astype(np.float32), mask if index % 2 == 0 else None))

    def source() -> Iterator[tuple[NDArray[Any], NDArray[Any] | None]]:
        for index in range(100):
            values, mask = held[index % len(held)]
            yield values * np.float32(1.0 + index * 1e-3), mask

    return source


def pixel_rows(repeats: int = 3) -> list[Row]:
    """Time the exact pixel metrics, less the time that making the maps takes (twice: there are two readings)."""
    source = _maps()
    making = _median_s(lambda: sum(1 for _ in source()), repeats)
    total = _median_s(lambda: pixel_metrics(source), repeats)
    return [Row("pixel AUROC and AUPRO, exact, 100 images of 1 MP", total - 2 * making, "s", 5.0)]


def threshold_rows(repeats: int = 200) -> list[Row]:
    rng = np.random.default_rng(1)
    good, defect = rng.normal(size=90_000), rng.normal(2.0, size=10_000)
    scores = ScoreSet.of(good, defect)
    steps = iter(np.linspace(-3.0, 4.0, repeats).tolist())

    def drag() -> None:
        threshold = next(steps)
        evaluate_sorted(scores, threshold, threshold - 0.5)

    rows: list[Row] = [Row("dragged threshold over 100,000 scores", _median_s(drag, repeats) * 1e3, "ms", 16.0)]
    chosen = _median_s(lambda: choose("min_cost", good, defect, escape_cost=100.0), 5)
    return [*rows, Row("threshold chosen from 100,000 scores", chosen * 1e3, "ms")]


def gate_rows(repeats: int = 50) -> list[Row]:
    rng = np.random.default_rng(2)
    rows: list[Row] = []
    for name, shape, dtype in (
        ("1 MP grey 8 bit", MEGAPIXEL, np.uint8),
        ("1 MP colour 16 bit", (*MEGAPIXEL, 3), np.uint16),
        ("12 MP grey 8 bit", (3000, 4000), np.uint8),
    ):
        image = rng.integers(0, np.iinfo(dtype).max, shape, dtype=dtype)
        median_ms = _median_s(lambda image=image: measure(image), repeats) * 1e3
        rows.append(Row(f"image gate, {name}", median_ms, "ms"))
    return rows


def region_rows(repeats: int = 30) -> list[Row]:
    """Time defect regions of 5-megapixel maps: nothing over the threshold, two defects, a map full of hot places."""
    size = (2048, 2592)
    rng = np.random.default_rng(3)
    coarse = cv2.GaussianBlur(rng.normal(size=(256, 324)).astype(np.float32), (0, 0), 2.0)
    smooth = cv2.resize(coarse / coarse.std(), (size[1], size[0]))
    defects = smooth * np.float32(0.2)
    cv2.circle(defects, (1300, 900), 60, 3.0, -1)
    cv2.circle(defects, (400, 1800), 10, 2.0, -1)
    areas = PixelAreas(PartPlane((0.1, 0.001, 0.0, 0.0, 0.1, 0.0, 1e-6, 2e-6, 1.0), size[1], size[0]))
    rows: list[Row] = []
    for name, values, threshold, target in (
        ("a good part", smooth, 9.0, 5.0),
        ("two defects", defects, 1.5, 20.0),
        ("hot places all over", smooth, 2.0, None),
    ):
        found = find_defect_regions(values, threshold, areas=areas)
        median_ms = _median_s(
            lambda values=values, threshold=threshold: find_defect_regions(values, threshold, areas=areas), repeats
        )
        rows.append(
            Row(f"defect regions in mm2, 5 MP, {name}", median_ms * 1e3, "ms", target, note=f"{found.n} regions")
        )
    return rows


def correction_rows(repeats: int = 30) -> list[Row]:
    """Correct a grey picture of 5 megapixels, as the line does before it scores: OpenCV on one and on two threads."""
    width, height = 2448, 2048
    rng = np.random.default_rng(3)
    raw = rng.integers(0, 256, (height, width), dtype=np.uint8)
    shade = 180.0 * (1.0 - 0.3 * np.linspace(-1, 1, width) ** 2) * np.ones((height, 1))
    sheet = np.clip(np.rint(shade + rng.normal(0, 1.5, shade.shape)), 0, 255).astype(np.uint8)
    sheet.reshape(-1)[rng.choice(sheet.size, 500, replace=False)] = 0
    flat = learn([sheet], [np.full_like(sheet, 4)])
    facts = LensFacts(12, 1000, 0.2, (0.2,) * 12, 1.0, 1.0, 30.0)
    lens = Lens(2900.0, 2900.0, 1220.0, 1030.0, (-0.12, 0.05, 3e-4, -2e-4, 0.0), width, height, facts).filled()
    correction = Correction(flat_field=flat, lens=lens)
    correction.prepare()
    found = []
    before = cv2.getNumThreads()
    try:
        for threads in (1, 2):
            cv2.setNumThreads(threads)
            for name, work in (
                ("flat field", lambda: flat.apply(raw)),
                ("undistortion", lambda: lens.undistort(raw)),
                ("flat field and undistortion", lambda: correction.apply(raw)),
            ):
                target = 30.0 if " and " in name else None
                found.append(Row(f"{name}, 5 MP grey, {threads} threads", _median_s(work, repeats) * 1e3, "ms", target))
    finally:
        cv2.setNumThreads(before)
    return found


def rows() -> list[Row]:
    """Run everything; about half a minute."""
    return [*pixel_rows(), *threshold_rows(), *gate_rows(), *region_rows(), *correction_rows()]


def main() -> None:
    for row in rows():
        sys.stdout.write("  ".join(row.cells) + "\n")


if __name__ == "__main__":
    main()
