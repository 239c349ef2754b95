"""Time, size and memory of a fitted detector."""

from __future__ import annotations

import platform
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from detectors.api import FittedDetector, Image

BATCH = 16
WARM = 5
SINGLES_WANTED, SINGLES_FEWEST, SINGLES_MOST = 50, 5, 1000
BATCHES_WANTED, BATCHES_FEWEST = 10, 2
BUDGET_S = 10.0
"""When a detector is slow, fewer predictions are timed; when it is fast, more."""
_QUICK_S = 1.0
_IMAGES_BYTES = 1 << 28


@dataclass(frozen=True, slots=True)
class Speed:
    """Host to host: from the picture in memory to score and full-size map in memory.

    `n`: single predictions that were timed, warm. `throughput_ips`: pictures per second in batches of 16, the median.
    """

    p50_ms: float
    p99_ms: float
    n: int
    throughput_ips: float


def measure_speed(fitted: FittedDetector, images: Sequence[Image], budget_s: float = BUDGET_S) -> Speed:
    """Time `fitted` on real pictures, which are taken in turn. At least one picture; sizes may differ.

    `budget_s` is for single pictures and once more for batches.
    """
    for size in sorted({(image.shape[0], image.shape[1]) for image in images})[:WARM]:
        fitted.warm_up(size)
    for number in range(WARM):
        fitted.predict([images[number % len(images)]])
    singles: list[float] = []
    spent = 0.0
    while _goes_on(len(singles), spent, budget_s, SINGLES_WANTED, SINGLES_FEWEST) and len(singles) < SINGLES_MOST:
        image = images[len(singles) % len(images)]
        singles.append(_timed(fitted, [image]))
        spent += singles[-1]
    batch = [images[number % len(images)] for number in range(BATCH)]
    _timed(fitted, batch)
    batches: list[float] = []
    spent = 0.0
    while _goes_on(len(batches), spent, budget_s, BATCHES_WANTED, BATCHES_FEWEST):
        batches.append(_timed(fitted, batch))
        spent += batches[-1]
    return Speed(
        p50_ms=1000.0 * float(np.percentile(singles, 50)),
        p99_ms=1000.0 * float(np.percentile(singles, 99)),
        n=len(singles),
        throughput_ips=BATCH / median(batches),
    )


def _goes_on(done: int, spent_s: float, budget_s: float, wanted: int, fewest: int) -> bool:
    if done < fewest:
        return True
    return spent_s < (budget_s if done < wanted else min(_QUICK_S, budget_s))


def _timed(fitted: FittedDetector, images: Sequence[Image]) -> float:
    begin = time.perf_counter()
    fitted.predict(images)
    return time.perf_counter() - begin


def some_for_timing(images: Sequence[Image]) -> list[Image]:
    """Return as many pictures, up to a batch, as fit into a moderate amount of memory; at least one."""
    chosen: list[Image] = []
    held = 0
    for index in range(min(BATCH, len(images))):
        image = images[index]
        if chosen and held + image.nbytes > _IMAGES_BYTES:
            break
        chosen.append(image)
        held += image.nbytes
    return chosen


def folder_bytes(folder: Path) -> int:
    """Return the bytes of all files below `folder`."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


class PeakMemory:
    """The most memory that this process held since the object was made, where the system tells (Linux)."""

    def __init__(self) -> None:
        self._known = False
        if platform.system() == "Linux":
            try:
                Path("/proc/self/clear_refs").write_text("5")
                self._known = True
            except OSError:
                self._known = False

    def bytes(self) -> int | None:
        return _proc_kb(Path("/proc/self/status"), "VmHWM") if self._known else None


def available_bytes() -> int | None:
    """Return how much memory new programs could take, where the system tells (Linux)."""
    return _proc_kb(Path("/proc/meminfo"), "MemAvailable")


def processor() -> str:
    """Name the processor."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _proc_kb(path: Path, field: str) -> int | None:
    try:
        for line in path.read_text().splitlines():
            if line.startswith(f"{field}:"):
                return int(line.split()[1]) * 1024
    except OSError:
        return None
    return None
