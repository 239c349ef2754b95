"""How fast PatchCore is and how much memory it takes, on this machine.

    python -m tests.bench.bench_detectors          (accuracy: bench_accuracy)

Each function returns rows. References are plain formulations run in the same process: greedy k-centre with one pass
per pick, timed over a few hundred picks and extrapolated linearly (stated in the row), and `torch.cdist`.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import detectors
from detectors.contract import made_picture
from tests.bench.row import Row

IMAGES = 209
SIDE = 256
ONE_PERCENT, TEN_PERCENT = 0.01, 0.1


def _median_ms(call: Callable[[], object], repeats: int) -> float:
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        call()
        times.append((time.perf_counter() - begin) * 1e3)
    return statistics.median(times)


def _good(count: int) -> list[Any]:
    return [made_picture(number, size=(SIDE, SIDE)) for number in range(count)]


def _fit_here(bank_ratio: float) -> dict[str, float]:
    """Fit once in this process and return its seconds and its peak memory; run in a process of its own."""
    detector = detectors.create("patchcore")
    options = detector.parse_options({"bank_ratio": bank_ratio, "bank_max": 100_000, "input_size": SIDE})
    images = _good(IMAGES)
    estimate = detector.estimate(IMAGES, (SIDE, SIDE), options)
    begin = time.perf_counter()
    fitted = detector.fit(images, options, device="cpu")
    seconds = time.perf_counter() - begin
    fitted.close()
    return {
        "seconds": seconds,
        "peak_mb": _peak_mb(),
        "estimated_seconds": estimate.seconds,
        "estimated_mb": estimate.peak_bytes / 1e6,
    }


def _peak_mb() -> float:
    if sys.platform == "win32":
        return math.nan
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def fit_rows(repeats: int = 1) -> list[Row]:
    """Measure the fit of 209 images at 256 x 256 with Lite0; each in a fresh process, model loading included."""
    rows = []
    for ratio, limit in ((TEN_PERCENT, 45.0), (ONE_PERCENT, 12.0)):
        runs = []
        for _ in range(repeats):
            done = subprocess.run(
                [sys.executable, "-m", "tests.bench.bench_detectors", "--fit", str(ratio)],
                check=True,
                capture_output=True,
                text=True,
            )
            runs.append(json.loads(done.stdout.splitlines()[-1]))
        name = f"fit {IMAGES} images, {ratio:.0%} bank"
        seconds = statistics.median(run["seconds"] for run in runs)
        peak = max(run["peak_mb"] for run in runs)
        told, told_mb = runs[0]["estimated_seconds"], runs[0]["estimated_mb"]
        rows.append(Row(name, seconds, "s", limit, note=f"estimated before: {told:.1f} s"))
        rows.append(Row(f"{name}, peak memory", peak, "MB", 2000.0, note=f"estimated before: {told_mb:.0f} MB"))
    return rows


def coreset_rows(count: int = 100_000, picks: int = 10_000, plain_picks: int = 150) -> list[Row]:
    """Compare the selection with plain greedy, one pass over all rows per pick."""
    import torch

    from detectors.coreset import greedy_k_centre

    data = torch.randn(count, 152, generator=torch.Generator().manual_seed(0))
    ours = _median_ms(lambda: greedy_k_centre(data, picks), 1) / 1e3

    def plain() -> None:
        nearest = torch.full((count,), torch.inf)
        pick = int((data - data.mean(0)).norm(dim=1).argmax())
        for _ in range(plain_picks):
            torch.minimum(nearest, (data - data[pick]).norm(dim=1), out=nearest)
            pick = int(nearest.argmax())

    with torch.inference_mode():
        reference = _median_ms(plain, 1) / 1e3 * picks / plain_picks
    note = f"plain greedy timed over {plain_picks} picks, extrapolated linearly"
    return [Row(f"coreset, {picks} of {count} rows of 152", ours, "s", None, reference, note)]


def predict_rows(repeats: int = 60) -> list[Row]:
    """Measure one image at a time against a bank of 2,140 rows, and the search alone against torch.cdist."""
    import torch

    from detectors.knn import Bank
    from detectors.runtime import pick_dtype

    detector = detectors.create("patchcore")
    options = detector.parse_options({"bank_ratio": 1.0, "bank_max": 2140, "input_size": SIDE})
    fitted = detector.fit(_good(8), options, device="cpu")
    image = made_picture(1000, size=(SIDE, SIDE))
    fitted.warm_up(image.shape[:2])
    whole = _median_ms(lambda: fitted.predict([image]), repeats)
    fitted.close()
    rows = [Row("predict, batch 1, bank of 2140", whole, "ms", 20.0)]
    generator = torch.Generator().manual_seed(0)
    for size in (2140, 21_400):
        data, queries = (torch.randn(n, 152, generator=generator) for n in (size, 1024))
        bank = Bank(data, pick_dtype("auto", torch.device("cpu")))
        ours = _median_ms(lambda bank=bank, queries=queries: bank.nearest(queries), repeats // 3)  # type: ignore[misc]
        reference = _median_ms(
            lambda data=data, queries=queries: torch.cdist(queries, data).min(1),  # type: ignore[misc]
            max(3, repeats // 10),
        )
        rows.append(Row(f"search, 1024 patches in {size} rows", ours, "ms", None, reference, "plain: torch.cdist"))
    return rows


def few_shot_rows(repeats: int = 3) -> list[Row]:
    """Measure 8 good images to a live model: fit, and warmed up."""
    detector = detectors.create("patchcore")
    options = detector.parse_options({"input_size": SIDE})
    images = _good(8)

    def live() -> None:
        fitted = detector.fit(images, options, device="cpu")
        fitted.warm_up((SIDE, SIDE))
        fitted.close()

    return [Row("8 good images to a live model", _median_ms(live, repeats) / 1e3, "s", 5.0, note="first run included")]


def rows() -> list[Row]:
    """Return all rows on speed and memory."""
    from detectors.threads import limit_threads

    limit_threads()
    return [*few_shot_rows(), *predict_rows(), *coreset_rows(), *fit_rows()]


def main() -> None:
    """Print the table, or run one measurement that needs a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", type=float)
    asked = parser.parse_args()
    if asked.fit is not None:
        sys.stdout.write(json.dumps(_fit_here(asked.fit)) + "\n")
    else:
        for row in rows():
            sys.stdout.write("  ".join(row.cells) + "\n")


if __name__ == "__main__":
    main()
