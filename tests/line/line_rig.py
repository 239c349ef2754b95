"""A whole line on the simulated camera: real ledger, threads, database, image writer and output."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from camera.api import CameraSettings, Token
from camera.fake import FakeCamera, FakeOptions, Step
from detectors.api import Prediction
from station.config import ImagesSection, LineSection
from station.db import Records
from station.health import EventLog, Health
from station.image_writer import ImageWriter
from station.journal import Journal
from station.judge import Measured, Setup
from station.line import Line
from station.outputs.base import Output
from station.outputs.camera_line import CameraLineOutput
from station.outputs.none import NoOutput
from station.recipe import ImageSpec, ModelVersion, Recipe
from station.types import EventKind, Inspection, Reason, Result, StationState

WAIT_S = 60.0
BUSY_MS = 600_000
"""No thread of a test has to wait for longer, however busy the machine: limits that a test is not about."""

Score = Callable[[np.ndarray[Any, Any]], float]


class HeldClock:
    """Nanoseconds that pass only when told: nothing is late or hangs but what a test says."""

    def __init__(self) -> None:
        self.now = 1_000_000_000

    def __call__(self) -> int:
        return self.now

    def pass_ms(self, ms: float) -> None:
        self.now += round(ms * 1e6)


class ScriptedDetector:
    """Scores by a function of the picture, which may also raise, wait or return what is not a score."""

    detector = "scripted"
    options: Mapping[str, Any] = {}
    n_images = 1
    device = "cpu"

    def __init__(self, score: Score) -> None:
        self.score = score
        self.calls = 0

    def predict(self, images: Sequence[np.ndarray[Any, Any]]) -> list[Prediction]:
        self.calls += len(images)
        return [Prediction(self.score(image), np.zeros(image.shape[:2], np.float32)) for image in images]

    def save(self, folder: Path) -> None:
        raise NotImplementedError

    def warm_up(self, size: tuple[int, int]) -> None: ...

    def close(self) -> None: ...


def make_recipe(version: int = 1, threshold: float = 1.0, size: tuple[int, int] = (8, 8)) -> Recipe:
    return Recipe(
        name="cell",
        version=version,
        image=ImageSpec(height=size[0], width=size[1], channels=1, dtype="uint8"),
        model=ModelVersion(name="cell", version=version, sha256=f"{version:064x}"),
        threshold=threshold,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        created_by="test",
    )


def good(_image: np.ndarray[Any, Any]) -> float:
    return 0.0


class Rig:
    """Builds and drives one line. `results` are in the order of publication; `notes` are the events."""

    def __init__(
        self,
        folder: Path,
        *,
        script: Iterable[Step] = (),
        score: Score = good,
        limits: Mapping[str, Any] | None = None,
        clock: Callable[[], int] | None = None,
        wrap_recorder: Callable[[Records], Any] = lambda records: records,
        wrap_output: Callable[[Output], Output] = lambda output: output,
        trigger: Any = "software",
        options: Mapping[str, Any] | None = None,
        disk_free: Callable[[Path], int] | None = None,
        size: tuple[int, int] = (8, 8),
        output: str = "camera_line",
        images: Mapping[str, Any] | None = None,
        watchdog_ms: int = BUSY_MS,
        blocked: Callable[[Setup | None], str | None] = lambda _setup: None,
        next_part: Callable[[Token], str | None] = lambda _token: None,
        make_camera: Callable[..., FakeCamera] = FakeCamera,
    ) -> None:
        clock = clock or time.monotonic_ns
        self.folder = folder
        settings = {"reconnect_first_ms": 5, "reconnect_most_ms": 20, "heartbeat_ms": 20, "min_free_mb": 0}
        self.limits = LineSection(**{**settings, "deadline_ms": BUSY_MS, "hang_ms": BUSY_MS, **(limits or {})})
        self.camera = make_camera(
            FakeOptions(**{"width": 8, "height": 8, "watchdog_ms": 200.0, "ready_ms": 60_000, **(options or {})}),
            script=script,
            clock=clock,
        )
        self.records = Records.open(f"sqlite:///{folder / 'records.sqlite'}", busy_timeout_ms=100)
        self.recipe = make_recipe(size=size)
        self.records.add_recipe(self.recipe)
        self.detector = ScriptedDetector(score)
        self.reloads = 0
        self.events = EventLog(self.records)
        self.journal = Journal(folder / "unrecorded.jsonl")
        self.image_faults: list[str] = []
        self.images = ImageWriter(
            self.records,
            folder / "images",
            ImagesSection(**{"queue": 4096, **(images or {})}),
            on_fault=lambda text: self.image_faults.append(text),
        )
        self.image_faults: list[str] = []
        self.line = Line(
            camera=self.camera,
            settings=CameraSettings(trigger=trigger),
            output=wrap_output(NoOutput() if output == "none" else CameraLineOutput(self.camera, "Line2", 5.0, None)),
            recorder=wrap_recorder(self.records),
            journal=self.journal,
            images=self.images,
            events=self.events,
            limits=self.limits,
            load_setup=self._load,
            clock=clock,
            blocked=blocked,
            next_part=next_part,
        )
        self.health = Health(
            self.line,
            self.events,
            self.limits,
            watchdog_ms=watchdog_ms,
            data_dir=folder,
            clock=clock,
            disk_free=disk_free,
        )
        self.results: list[Result] = []
        self._arrived = threading.Condition()
        self.line.subscribe(self._take)
        self.fired: list[str] = []

    def _load(self, recipe: Recipe) -> Setup:
        self.reloads += 1
        return Setup(recipe, ScriptedDetector(good), lambda _image: Measured())

    def _take(self, result: Result) -> None:
        with self._arrived:
            self.results.append(result)
            self._arrived.notify_all()

    def start(self) -> None:
        self.line.start(Setup(self.recipe, self.detector, lambda _image: Measured()))
        self.images.start()
        self.health.start()

    def stop(self) -> None:
        self.line.stop()
        self.images.stop(WAIT_S)
        self.health.stop()

    def close(self) -> None:
        self.stop()
        self.records.close()
        assert self.image_faults == []

    def fire(self, count: int = 1, *, burst: bool = False) -> None:
        """Fire `count` triggers: as fast as they are answered, or without looking."""
        for _ in range(count):
            if not burst:
                self.wait(len(self.fired) - self.limits.queue_images + 1)
            self.fired.append(self.line.trigger(f"part-{len(self.fired)}").id)

    def wait(self, count: int) -> list[Inspection]:
        """The first `count` inspections, waiting until they are there."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.results) >= count, WAIT_S), (
                f"{len(self.results)} of {count} results; {self.line.state}"
            )
            return [result.inspection for result in self.results[:count]]

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait until what health, camera or state do by themselves has happened."""
        tick, left = threading.Event(), WAIT_S
        while not condition():
            tick.wait(0.005)
            left -= 0.005
            assert left > 0, f"it did not happen; {self.line.state}"

    def wait_for_looks(self, count: int) -> None:
        """Wait until the health thread has looked at the line `count` times from beginning to end."""
        looks: list[None] = []
        look = self.line.check_inspector

        def count_and_look() -> None:
            looks.append(None)
            look()

        self.line.check_inspector = count_and_look  # type: ignore[method-assign]
        self.wait_for(lambda: len(looks) > count)
        self.line.check_inspector = look  # type: ignore[method-assign]

    def rows(self) -> list[Inspection]:
        """All rows, oldest first, with what the image thread added."""
        assert self.images.flush(WAIT_S)
        rows: list[Inspection] = []
        cursor = None
        while True:
            page = self.records.inspections(limit=500, after=cursor)
            rows.extend(page.items)
            cursor = page.next
            if cursor is None:
                return rows[::-1]

    def check(self) -> list[Inspection]:
        """Every fired trigger has exactly one row, results and rows agree, and each OK pulse had its OK row."""
        self.wait(len(self.fired))
        rows = self.rows()
        by_trigger = {row.trigger_id: row for row in rows}
        assert len(by_trigger) == len(rows)
        assert [
            result.inspection.trigger_id for result in self.results if result.inspection.source != "camera"
        ] == self.fired
        assert set(self.fired) <= set(by_trigger)
        pulses = sum(event.duration_ms is not None for event in self.camera.output_events)
        assert pulses == sum(row.verdict == "OK" and row.output == "sent" for row in rows)
        return [by_trigger[trigger_id] for trigger_id in self.fired]

    @property
    def state(self) -> StationState:
        return self.line.state


def reasons(rows: Sequence[Inspection]) -> list[Reason]:
    return [row.reason for row in rows]


class Wrapped:
    """Passes everything on, but for the attributes that a test puts on it."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def wrap_into(made: list[Wrapped]) -> Callable[[Any], Any]:
    def wrap(inner: Any) -> Any:
        made.append(Wrapped(inner))
        return made[0]

    return wrap


def faults(line: Rig) -> list[str]:
    """Stop the watchdog and return what was recorded as a fault, newest first."""
    line.health.stop()
    return [event.message for event in line.records.events(limit=1000, kinds=frozenset({EventKind.FAULT}))]
