"""The window: how soon it is seen, how long it is ever blocked, and how many live pictures it shows in a second.

Runs Qt without a screen (platform `offscreen`): everything but the transfer to a screen is as in operation.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from detectors import create as create_detector
from detectors.fake import FakeDetector
from station.app import build
from station.config import parse
from station.models import DatasetSnapshot, ModelStore
from station.recipe import ImageSpec, Recipe
from station.services import Station
from station.types import StationState
from tests.bench.row import Row

PARTS_PER_SECOND = 10.0
SIZE = (1024, 1280)
LARGE = (1944, 2592)
"""5 megapixels."""

EVERY_MS = 20

START = """
import sys, time
from pathlib import Path
import station.cli
from station import config, window
read = config.load(Path(sys.argv[1]))
def build():
    from station import app
    return app.build(read)
def seen(first):
    from PySide6.QtWidgets import QApplication
    QApplication.processEvents()
    print(time.time(), flush=True)
def ready(shown):
    print(time.time(), flush=True)
    shown.close()
window.open_station(read, build, on_start_window=seen, on_ready=ready)
"""

TRAIN = """
import sys
from station.cli import main
while True:
    main(["train", "beside", "--good", sys.argv[1], "--config", sys.argv[2], "--detector", "simplenet"])
"""


def start_rows(runs: int = 5) -> list[Row]:
    """From the command to the first window and to the operator's, each in a process of its own; the median.

    As an installed program starts: its byte code is kept, whatever the environment says.
    """
    first: list[float] = []
    whole: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(folder / "code")}
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        stations = [folder / "warm-up", *[folder / "own"] * (runs + 1)]  # the second one makes the database
        for own in stations:
            own.mkdir(exist_ok=True)
            file = _config_file(own)
            began = time.time()
            done = subprocess.run(
                [sys.executable, "-c", START, str(file)],
                capture_output=True,
                text=True,
                check=True,
                env=environ,
            )
            seen, ready = (float(line) - began for line in done.stdout.split())
            first.append(seen)
            whole.append(ready)
    first, whole = first[1:], whole[1:]
    return [
        Row(f"command to {name}", statistics.median(times[1:]), "s", 3.0, note=f"new data folder {times[0]:.2f} s")
        for name, times in (("first window", first), ("operator's window", whole))
    ]


def blocking_rows(seconds: float = 30.0, *, training: bool = True) -> list[Row]:
    """The operator's page at 10 parts per second, all pictures stored, a training process beside it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with _beside(folder) if training else _nothing(), _running(folder / "line", SIZE, free_run=False) as session:
            stop = threading.Event()
            thread = threading.Thread(target=_fire, args=(session._station, stop))
            thread.start()
            _spin(3.0)
            session.watchdog.forget()
            before = session._station.status().counters.done
            own_ms = _own_work_ms(seconds)
            delays = session.watchdog.delays()
            counters = session._station.status().counters
            late = session.bridge.late
            stop.set()
            thread.join()
    beside = "training beside" if training else "nothing beside"
    note = f"{(counters.done - before) / seconds:.1f} parts/s, {beside}, {late} results not shown in time"
    return [
        Row("window blocked, p50", delays.p50_ms, "ms", note=note),
        Row("window blocked, p99", delays.p99_ms, "ms", 50.0, note=f"{delays.count} looks, load {_load()}"),
        Row("window blocked, worst", delays.worst_ms, "ms", 150.0),
        Row("its own work in one go, p99", own_ms[round(0.99 * (len(own_ms) - 1))], "ms", 50.0, note="processor time"),
        Row("its own work in one go, worst", own_ms[-1], "ms", 150.0, note="processor time"),
    ]


def live_rows(seconds: float = 15.0) -> list[Row]:
    """Live pictures of 5 megapixels that the operator's page draws while the camera delivers 40 per second."""
    painted: list[float] = []
    with tempfile.TemporaryDirectory() as name, _running(Path(name), LARGE, free_run=True) as session:
        session.bridge.live.connect(lambda _picture, _trigger: painted.append(time.perf_counter()))
        _spin(3.0)
        painted.clear()
        session.watchdog.forget()
        _spin(seconds)
        delays = session.watchdog.delays()
        counters = session._station.status().counters
    rate = len(painted) / seconds
    note = (
        f"{counters.done} inspected, blocked p99 {delays.p99_ms:.0f} ms, worst {delays.worst_ms:.0f} ms, load {_load()}"
    )
    return [Row("live pictures of 5 megapixels", rate, "1/s", 30.0, at_least=True, note=note)]


def rows() -> list[Row]:
    """Run everything; two minutes."""
    return [*start_rows(), *blocking_rows(), *live_rows()]


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _config_file(folder: Path) -> Path:
    file = folder / "station.toml"
    file.write_text('schema = 1\n[station]\ndata_dir = "data"\n[camera]\nkind = "fake"\n')
    return file


def _picture(number: int, size: tuple[int, int]) -> np.ndarray[Any, Any]:
    image = np.random.default_rng(number).integers(95, 105, size=size).astype(np.uint8)
    if number % 5 == 4:
        image[40:140, 80:180] = 250
    image.setflags(write=False)
    return image


def _station(folder: Path, size: tuple[int, int], *, free_run: bool) -> Station:
    from camera.fake import FakeCamera, FakeOptions

    height, width = size
    config = parse(
        {
            "schema": 1,
            "station": {"name": "Bench", "data_dir": str(folder), "language": "en"},
            "camera": {"kind": "fake", "width": width, "height": height, "watchdog_ms": 60_000,
                       "trigger": "free_run" if free_run else "software"},
            "line": {"min_free_mb": 0, "deadline_ms": 60_000, "hang_ms": 60_000},
            "images": {"keep_passes": 0.0 if free_run else 1.0},
            "detector": {"name": "fake", "device": "cpu"},
        },
        base=folder,
        environ={},
    )  # fmt: skip
    shown = [_picture(number, size) for number in range(10)]
    detector = FakeDetector()
    fitted = detector.fit(shown[:4], detector.parse_options({"cells": 8}))
    model = ModelStore(config.models_dir, create_detector).add("bench", fitted, DatasetSnapshot("bench", ()))
    camera = FakeCamera(
        FakeOptions(
            width=width, height=height, ready_ms=60_000, watchdog_ms=60_000, interval_ms=25.0 if free_run else 0
        ),
        picture=lambda number: shown[0] if free_run else shown[number % len(shown)],
    )
    station = build(config, camera=camera)
    spec = ImageSpec(height=height, width=width, channels=1, dtype="uint8")
    station.records.add_recipe(
        Recipe(name="bench", version=1, image=spec, model=model, threshold=8.0, created_at=datetime.now(UTC),
               created_by="bench")
    )  # fmt: skip
    station.records.activate("bench", 1, who="bench", why="")
    return station


@contextmanager
def _running(folder: Path, size: tuple[int, int], *, free_run: bool) -> Iterator[Any]:
    """A window on a running station."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui.app import FirstRun, WindowSession, load_ahead
    from ui.application import make_application
    from ui.pauses import set_aside

    application = make_application()
    folder.mkdir(parents=True, exist_ok=True)
    station = _station(folder, size, free_run=free_run)
    load_ahead()  # as `ui.start` and `run_window` do
    set_aside()
    session = WindowSession(application, station)
    first_run = FirstRun()
    first_run.watch(session.bridge)
    try:
        session.open()
        session.window.resize(1600, 1000)
        session.commands.start()
        _spin_until(lambda: station.status().state is StationState.READY)
        yield session
    finally:
        session.end()
        station.close()


@contextmanager
def _beside(folder: Path) -> Iterator[None]:
    """A training in a process of its own, again and again."""
    good, own = folder / "good", folder / "training"
    good.mkdir()
    own.mkdir()
    for number in range(12):
        cv2.imwrite(str(good / f"{number}.png"), _picture(5 * number, (256, 256)))
    process = subprocess.Popen(
        ["nice", "-n", "10", sys.executable, "-c", TRAIN, str(good), str(_config_file(own))],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "OMP_WAIT_POLICY": "PASSIVE"},  # both as `station.aside` does while the line runs
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _fire(station: Station, stop: threading.Event) -> None:
    due = time.monotonic()
    while not stop.wait(max(0.0, due - time.monotonic())):
        station.trigger(source="timer")
        due = max(due + 1 / PARTS_PER_SECOND, time.monotonic())


def _spin(seconds: float) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def _own_work_ms(seconds: float) -> list[float]:
    """Processor time that the GUI thread used between two looks of a timer, sorted.

    What is blocked beyond that was waiting for a processor that other programs had.
    """
    from PySide6.QtCore import QTimer

    used = [time.thread_time()]
    timer = QTimer()
    timer.timeout.connect(lambda: used.append(time.thread_time()))
    timer.start(EVERY_MS)
    _spin(seconds)
    timer.stop()
    return sorted(1e3 * (after - before) for before, after in pairwise(used))


def _spin_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until
        _spin(0.05)


PARTS = {"start": start_rows, "blocking": blocking_rows, "live": live_rows}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=sorted(PARTS), action="append")
    for name in parser.parse_args().only or PARTS:
        for row in PARTS[name]():
            sys.stdout.write("  ".join(row.cells) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
