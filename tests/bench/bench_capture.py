"""Live view on 5-megapixel pictures, a gallery of 20,000, and hints: what the capture page costs."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

from camera.fake import FakeCamera, FakeOptions
from detectors.threads import limit_threads
from station.accounts import Session
from station.app import build
from station.config import parse
from station.datasets import DataSets, Shot
from station.db import Records
from station.hints import Hinting, near_duplicates
from station.images import write_image
from station.live_aids import clipping, look
from station.permissions import Role
from station.queries import ImageLabel, LabelledImage
from station.services import Station
from tests.bench.row import Row
from ui.app import WindowSession, load_ahead, make_application
from ui.pages.capture import CapturePage
from ui.pauses import set_aside

HEIGHT, WIDTH = 2048, 2448
MANY = 20_000
_ENGINEER = Session("bench", Role.ENGINEER, datetime.now(UTC))


def _median_ms(work: Callable[[], object], times: int = 30) -> float:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1e3)
    return statistics.median(took)


def _noise(seed: int, shape: tuple[int, ...]) -> np.ndarray:
    image = np.random.default_rng(seed).integers(20, 220, shape, dtype=np.uint8)
    image.setflags(write=False)
    return image


class Watch(QObject):
    """Measures for how long the GUI thread did not come round."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps_ms: list[float] = []
        self.computed_ms: list[float] = []
        self._last, self._computed = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now, computed = time.perf_counter(), time.thread_time()
        self.gaps_ms.append((now - self._last) * 1e3 - 5)
        self.computed_ms.append((computed - self._computed) * 1e3)
        self._last, self._computed = now, computed

    def stop(self) -> None:
        self._timer.stop()

    def rows(self, what: str) -> list[Row]:
        p99, busy = float(np.percentile(self.gaps_ms, 99)), float(np.percentile(self.computed_ms, 99))
        return [
            Row(f"{what}: GUI thread blocked, p99", p99, "ms", 50.0, note=f"{busy:.0f} ms of it computing"),
            Row(
                f"{what}: GUI thread blocked, worst",
                max(self.gaps_ms),
                "ms",
                150.0,
                note=f"{max(self.computed_ms):.0f} ms of it computing",
            ),
        ]


def _run(seconds: float) -> None:
    loop = QEventLoop()  # not the application's: ending that closes the windows
    QTimer.singleShot(round(seconds * 1e3), loop.quit)
    loop.exec()


def _run_until(condition: Callable[[], bool], most_s: float = 120.0) -> float:
    """Run the event loop until `condition`; return after how many seconds it held."""
    began = time.perf_counter()
    loop, look_again = QEventLoop(), QTimer()
    look_again.setInterval(2)
    look_again.timeout.connect(lambda: loop.quit() if condition() else None)
    look_again.start()
    QTimer.singleShot(round(most_s * 1e3), loop.quit)
    loop.exec()
    look_again.stop()
    assert condition()
    return time.perf_counter() - began


@contextmanager
def _window(folder: Path, camera: FakeCamera) -> Iterator[tuple[Station, CapturePage]]:
    values = {"schema": 1, "station": {"data_dir": str(folder)}, "camera": {"kind": "fake"}}
    station = build(parse(values, base=folder, environ={}), camera=camera)
    application = make_application()
    load_ahead()  # as `ui.start` and `run_window` do
    set_aside()
    session = WindowSession(application, station)
    session.desk.sign_in(_ENGINEER)
    session.open()
    session.window.resize(1280, 800)
    session.window.open_page("capture")
    page = session.window.page("capture")
    assert isinstance(page, CapturePage)
    _run(0.5)
    try:
        yield station, page
    finally:
        session.end()
        station.close()


def aids_rows() -> list[Row]:
    grey, colour = _noise(0, (HEIGHT, WIDTH)), _noise(1, (HEIGHT, WIDTH, 3))
    return [
        Row("live aids of a 5-megapixel picture, grey", _median_ms(lambda: look(grey)), "ms", 10.0),
        Row("live aids of a 5-megapixel picture, colour", _median_ms(lambda: look(colour)), "ms", 20.0),
        Row("marks of clipped pixels, grey, half size", _median_ms(lambda: clipping(grey, 1)), "ms", 15.0),
    ]


def live_rows(seconds: float = 8.0) -> list[Row]:
    pictures = [_noise(n, (HEIGHT, WIDTH)) for n in range(4)]
    options = FakeOptions(width=WIDTH, height=HEIGHT, interval_ms=25)
    camera = FakeCamera(options, picture=lambda n: pictures[n % 4])
    with tempfile.TemporaryDirectory() as folder, _window(Path(folder), camera) as (station, page):
        station.capturing.open(_ENGINEER, "free_run")
        _run(2.0)
        shown: list[object] = []
        page.camera.feed.shown.connect(shown.append)
        watch, began, used = Watch(), time.perf_counter(), time.process_time()
        _run(seconds)
        took = time.perf_counter() - began
        watch.stop()
        cores = (time.process_time() - used) / took
        came = station.capturing.status().rate
    note = f"camera {came:.1f} 1/s, {cores:.2f} cores used"
    return [
        Row("live view of 5-megapixel pictures", len(shown) / took, "1/s", 30.0, note=note, at_least=True),
        *watch.rows("live view"),
    ]


def _fill(records: Records, folder: Path, count: int) -> None:
    """Rows of pictures that share some files: what is read of a picture does not depend on which it is."""
    paths = []
    for n in range(20):
        path = folder / f"picture-{n}.png"
        write_image(path, _noise(n, (480, 640)))
        paths.append(str(path))
    at = datetime.now(UTC)
    labels = [ImageLabel.GOOD] * 8 + [ImageLabel.DEFECT, ImageLabel.UNSURE]
    records.pictures.add(
        (
            LabelledImage("many", paths[n % 20], f"{n:032x}{n:032x}", labels[n % 10], 640, 480, 1, "uint8", at)
            for n in range(count)
        ),
        who="bench",
    )


def gallery_rows(count: int = MANY) -> list[Row]:
    with tempfile.TemporaryDirectory() as name, _window(Path(name), FakeCamera()) as (station, page):
        _fill(station.records, Path(name), count)
        page.gallery_button.click()
        gallery, model, thumbnails = page.gallery.gallery, page.gallery.model, page.gallery.thumbnails
        watch = Watch()
        page.open_set("many")
        first_s = _run_until(lambda: thumbnails.kept >= 12)
        all_s = first_s + _run_until(lambda: model.rowCount() == count)
        loading = watch.rows(f"gallery of {count:,}, loading")
        watch.stop()
        watch = Watch()
        bar = gallery.verticalScrollBar()
        for step in range(100):
            bar.setValue(bar.maximum() * step // 100)
            _run(0.03)
        watch.stop()
        asked = thumbnails.asked
        rearranged_s = 0.0
        began = time.perf_counter()
        page.gallery.label_filter.setCurrentIndex(2)
        rearranged_s = _run_until(lambda: model.rowCount() == count // 10)
        rearranged_s = time.perf_counter() - began
    return [
        Row(f"gallery of {count:,}: first screen with thumbnails", first_s, "s", 2.0),
        Row(f"gallery of {count:,}: all rows read", all_s, "s"),
        *loading,
        *watch.rows(f"gallery of {count:,}, scrolled through in 100 steps"),
        Row("thumbnails loaded by that", asked, "", note=f"of {count:,}; at most 500 are kept"),
        Row(f"filter {count:,} pictures by label", rearranged_s * 1e3, "ms"),
    ]


def hints_rows(count: int = 100) -> list[Row]:
    reduced = [np.random.default_rng(n).normal(0, 0.1, (32, 32)).astype(np.float32) for n in range(2000)]
    began = time.perf_counter()
    near_duplicates(reduced)
    near_s = time.perf_counter() - began
    with tempfile.TemporaryDirectory() as name:
        records = Records.open(f"sqlite:///{Path(name) / 'records.sqlite'}")
        datasets = DataSets(records, Path(name) / "datasets")
        shots = [Shot(_noise(n, (512, 640)), datetime.now(UTC)) for n in range(count)]
        datasets.add(_ENGINEER, "some", shots, ImageLabel.GOOD)
        began = time.perf_counter()
        Hinting(datasets).look_through("some")
        took = time.perf_counter() - began
        records.close()
    return [
        Row("near-duplicates among 2,000 pictures", near_s, "s"),
        Row(f"hints for {count} good pictures", took, "s", 60.0, note="five quick PatchCore models, imports included"),
    ]


def rows() -> list[Row]:
    """Run everything; a minute or two."""
    limit_threads()
    return [*aids_rows(), *live_rows(), *gallery_rows(), *hints_rows()]


def main() -> None:
    for row in rows():
        sys.stdout.write("  ".join(row.cells) + "\n")


if __name__ == "__main__":
    main()
