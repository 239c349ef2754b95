"""What a training beside it costs the line: the time of one answer at ten parts per second, and how fast it learns."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from detectors import Cancelled, FittedDetector, create
from detectors.threads import limit_threads
from station.images import Image, ImageFiles, write_image
from station.training import TrainingRequest, train
from tests.bench.row import Row

SIZE, PICTURES, PERIOD_S, SECONDS, ROUNDS = 256, 40, 0.1, 12.0, 2
OPTIONS = {"meta_epochs": 10_000, "stop": "last", "input_size": 128, "steps_min": 10}


class Beside:
    """A training that goes on as long as the block; `epochs` is how many points its curve has."""

    def __init__(self) -> None:
        self.epochs = 0
        self.begun = threading.Event()
        self.stop = threading.Event()

    def count(self, _epoch: object) -> None:
        self.epochs += 1
        self.begun.set()


@contextmanager
def training(paths: list[Path], models: Path, *, gentle: bool) -> Iterator[Beside]:
    beside = Beside()
    half = len(paths) // 2
    request = TrainingRequest(
        "beside", "simplenet", tuple(paths[:half]), tuple(paths[half:]), models,
        options=dict(OPTIONS), device="cpu",
    )  # fmt: skip

    def work() -> None:
        try:
            train(request, on_epoch=beside.count, cancelled=beside.stop.is_set, gentle=lambda: gentle)
        except Cancelled:
            beside.begun.set()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        beside.begun.wait(600)
        yield beside
    finally:
        beside.stop.set()
        thread.join()


def answers_ms(fitted: FittedDetector, image: Image, seconds: float) -> list[float]:
    """Answer ten times a second, and return how long each took."""
    times = []
    due = ends = time.monotonic()
    ends += seconds
    while due < ends:
        begin = time.perf_counter()
        fitted.predict([image])
        times.append(1e3 * (time.perf_counter() - begin))
        due = max(due + PERIOD_S, time.monotonic())
        time.sleep(max(0.0, due - time.monotonic()))
    return times


def rows() -> list[Row]:
    """Alone, beside a training as it is, and beside one that steps back, in turns."""
    limit_threads()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = []
        for number in range(PICTURES):
            mixer = np.random.default_rng(number)
            paths.append(folder / "good" / f"{number:03d}.png")
            write_image(paths[-1], mixer.integers(90, 110, (SIZE, SIZE), dtype=np.uint8))
        detector = create("patchcore")
        fitted = detector.fit(ImageFiles(paths[:20]), detector.parse_options({}), device="cpu")
        fitted.warm_up((SIZE, SIZE))
        image = ImageFiles(paths)[-1]
        found: dict[str, list[float]] = {"alone": [], "beside a training": [], "beside one that steps back": []}
        speed: dict[str, list[float]] = {"beside a training": [], "beside one that steps back": []}
        for _ in range(ROUNDS):
            found["alone"] += answers_ms(fitted, image, SECONDS)
            for words, gentle in (("beside a training", False), ("beside one that steps back", True)):
                with training(paths, folder / "models", gentle=gentle) as beside:
                    before, begin = beside.epochs, time.monotonic()
                    found[words] += answers_ms(fitted, image, SECONDS)
                    speed[words].append((beside.epochs - before) / (time.monotonic() - begin))
        fitted.close()
    made = []
    for words, times in found.items():
        made += [
            Row(f"answer, {words}, p50", float(np.percentile(times, 50)), "ms"),
            Row(f"answer, {words}, p99", float(np.percentile(times, 99)), "ms", note=f"{len(times)} answers"),
        ]
    for words, rates in speed.items():
        made.append(Row(f"points of the curve, {words}", float(np.mean(rates)), "1/s"))
    return made
