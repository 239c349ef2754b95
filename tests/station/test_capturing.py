"""Capturing on the simulated camera: without a recipe, beside a running line, and through its faults."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from camera.api import CameraError, CameraLost, CameraNotFound, CameraSettings, Token
from camera.fake import FakeCamera, FakeOptions
from camera.fake_script import BadBuffer, Deliver, Step, Unplug
from detectors import create as create_detector
from detectors.fake import FakeDetector
from station.accounts import Session, command_line
from station.app import build
from station.capture_words import CapturePlan, Source
from station.config import LineSection, parse
from station.errors import NotPermitted, StateError
from station.models import DatasetSnapshot, ModelStore
from station.permissions import Role
from station.queries import ImageLabel
from station.recipe import ImageSpec, Recipe
from station.services import Station
from station.types import StationState

WAIT_S = 60.0
SIZE = 64
ENGINEER = command_line("engineer")
GOOD = ImageLabel.GOOD


def wait_for(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + WAIT_S
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < limit
        pause.wait(0.005)


def picture(number: int) -> np.ndarray[Any, Any]:
    return np.random.default_rng(number).integers(95, 105, (SIZE, SIZE)).astype(np.uint8)


def make(
    folder: Path,
    *script: Step,
    trigger: str = "software",
    picture: Callable[[int], Any] = picture,
    camera_class: type[FakeCamera] = FakeCamera,
    **options: Any,
) -> tuple[Station, FakeCamera]:
    options = {"width": SIZE, "height": SIZE, "watchdog_ms": 60_000, **options}
    camera = camera_class(FakeOptions(**options), script=script, picture=picture)
    limits = {"reconnect_first_ms": 20, "reconnect_most_ms": 50, "min_free_mb": 0}
    config = parse(
        {
            "schema": 1,
            "station": {"data_dir": str(folder)},
            "camera": {"kind": "fake", "trigger": trigger},
            "line": {**limits, "deadline_ms": 600_000, "hang_ms": 600_000},
            "output": {"kind": "camera_line"},
            "detector": {"name": "fake", "device": "cpu"},
        },
        base=folder,
        environ={},
    )
    return build(config, camera=camera), camera


def teach(station: Station) -> None:
    """Give the station an active recipe."""
    detector = FakeDetector()
    fitted = detector.fit([picture(n) for n in range(8)], detector.parse_options({"cells": 8}))
    model = ModelStore(station.config.models_dir, create_detector).add("cell", fitted, DatasetSnapshot("cell", ()))
    station.records.add_recipe(
        Recipe(
            name="cell",
            version=1,
            image=ImageSpec(height=SIZE, width=SIZE, channels=1, dtype="uint8"),
            model=model,
            threshold=8.0,
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
            created_by="test",
        )
    )
    station.records.activate("cell", 1, who="test", why="first one")


Make = Callable[..., tuple[Station, FakeCamera]]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Make]:
    stations = []

    def build_one(*script: Step, **options: Any) -> tuple[Station, FakeCamera]:
        station, camera = make(options.pop("folder", tmp_path), *script, **options)
        stations.append(station)
        return station, camera

    before = set(threading.enumerate())
    yield build_one
    for station in stations:
        station.close()
    assert [thread for thread in threading.enumerate() if thread not in before] == []


def finished(station: Station) -> bool:
    status = station.capturing.status()
    return status.plan is None and status.waiting == 0


def test_pictures_are_taken_without_any_recipe_and_nothing_is_driven(made: Make) -> None:
    station, camera = made()
    capturing = station.capturing
    capturing.open(ENGINEER)
    wait_for(lambda: capturing.live_frame() is not None)
    assert station.status().state is StationState.STOPPED
    capturing.begin(ENGINEER, CapturePlan("new-part", GOOD, count=5))
    wait_for(lambda: capturing.status().stored == 5)
    wait_for(lambda: finished(station))
    status = capturing.status()
    assert (status.taken, status.stored, status.failed, status.lost, status.problem) == (5, 5, 0, 0, "")
    assert station.datasets.counts("new-part").good == 5
    assert status.source is Source.CAMERA
    assert status.up
    capturing.close(ENGINEER)
    assert capturing.status().source is Source.NONE
    assert capturing.live_frame() is None
    assert camera.output_events == ()


def test_a_burst_keeps_its_pace_and_is_taken_back_as_one(made: Make) -> None:
    station, _ = made()
    station.capturing.open(ENGINEER)
    began = time.monotonic()
    station.capturing.begin(ENGINEER, CapturePlan("gear", ImageLabel.DEFECT, "dent", count=4, every_ms=100))
    wait_for(lambda: finished(station))
    assert time.monotonic() - began >= 0.3
    counts = station.datasets.counts("gear")
    assert counts.kinds == {"dent": 4}
    act = station.capturing.status().act
    assert act is not None
    station.labelling.undo(ENGINEER, act)
    assert station.datasets.counts("gear").unsure == 4


def test_each_trigger_of_the_line_adds_one_picture(made: Make) -> None:
    pictures = made(trigger="line", interval_ms=20)
    station = pictures[0]
    station.capturing.open(ENGINEER)
    station.capturing.begin(ENGINEER, CapturePlan("gear", GOOD, count=None))
    wait_for(lambda: station.capturing.status().stored >= 3)
    station.capturing.end(ENGINEER)
    wait_for(lambda: finished(station))
    status = station.capturing.status()
    assert status.taken == status.stored + status.copies
    assert station.datasets.counts("gear").good == status.stored


def test_only_who_may_capture_ends_it_and_who_began_it_is_told_who_did(made: Make) -> None:
    station = made(trigger="line", interval_ms=20)[0]
    operator = Session("worker", Role.OPERATOR, datetime.now(UTC))
    station.capturing.open(ENGINEER)
    station.capturing.begin(ENGINEER, CapturePlan("gear", GOOD, count=None))
    for refused in (station.capturing.end, station.capturing.close):
        with pytest.raises(NotPermitted):
            refused(operator)
    station.capturing.release()
    assert station.capturing.status().plan is not None, "whoever looks elsewhere ends nothing"
    station.capturing.end(command_line("Ada"))
    wait_for(lambda: finished(station))
    assert station.capturing.status().problem == "Ada ended the capturing."


def test_each_picture_without_an_end_needs_a_trigger(made: Make) -> None:
    station, _ = made()
    station.capturing.open(ENGINEER)
    with pytest.raises(StateError, match="trigger"):
        station.capturing.begin(ENGINEER, CapturePlan("gear", GOOD, count=None))


def test_free_run_can_be_chosen_for_the_live_view(made: Make) -> None:
    station, _ = made(interval_ms=5)
    station.capturing.open(ENGINEER, "free_run")
    wait_for(lambda: station.capturing.status().rate > 0)
    accepted = station.capturing.status().accepted
    assert accepted is not None
    assert accepted.trigger == "free_run"
    frame = station.capturing.live_frame()
    assert frame is not None
    assert frame.trigger is None
    station.capturing.open(ENGINEER, "software")
    wait_for(lambda: (frame := station.capturing.live_frame()) is not None and frame.trigger is not None)
    station.capturing.close(ENGINEER)
    station.capturing.open(ENGINEER)
    accepted = station.capturing.status().accepted
    assert accepted is not None
    assert accepted.trigger == "software"


def test_a_lost_camera_is_told_and_what_was_taken_stays(made: Make) -> None:
    station, camera = made(Deliver(3), Unplug(failing_opens=1_000_000))
    station.capturing.open(ENGINEER, "free_run")
    station.capturing.begin(ENGINEER, CapturePlan("gear", GOOD, count=1000, every_ms=1))
    wait_for(lambda: not station.capturing.status().up and station.capturing.status().message != "")
    station.capturing.end(ENGINEER)
    wait_for(lambda: finished(station))
    status = station.capturing.status()
    assert "fake" in status.message
    assert status.hint
    assert status.source is Source.CAMERA
    assert status.taken == status.stored == station.datasets.counts("gear").good
    assert camera.opens == 1


def test_a_lost_camera_comes_back_and_the_burst_goes_on(made: Make) -> None:
    numbers = count()  # a camera that was opened again begins with its first picture
    station, camera = made(Deliver(3), Unplug(failing_opens=2), picture=lambda _: picture(next(numbers)))
    station.capturing.open(ENGINEER)
    station.capturing.begin(ENGINEER, CapturePlan("gear", GOOD, count=6))
    wait_for(lambda: station.capturing.status().stored == 6)
    assert camera.opens == 2
    wait_for(lambda: station.capturing.status().message == "" and station.capturing.status().up)


def test_a_damaged_picture_is_counted_and_not_stored(made: Make) -> None:
    station, _ = made(*[BadBuffer(), Deliver()] * 200)
    station.capturing.open(ENGINEER)
    station.capturing.begin(ENGINEER, CapturePlan("gear", GOOD, count=3))
    wait_for(lambda: finished(station))
    status = station.capturing.status()
    assert status.stored == 3
    assert status.lost >= 2


def test_a_source_that_ends_ends_the_plan_with_words(made: Make) -> None:
    station, _ = made(Deliver(2), at_end="end", trigger="free_run", interval_ms=300)
    station.capturing.open(ENGINEER)
    station.capturing.begin(ENGINEER, CapturePlan("gear", GOOD, count=5))
    wait_for(lambda: finished(station))
    status = station.capturing.status()
    assert "no more pictures" in status.problem
    assert station.datasets.counts("gear").good == status.stored


def test_a_camera_that_is_not_there_is_said_and_can_be_opened_later(made: Make) -> None:
    station, camera = made(Unplug(failing_opens=1))
    camera.open()
    camera.configure(CameraSettings(trigger="free_run"))
    with pytest.raises(CameraLost):
        next(iter(camera.frames(threading.Event())))
    camera.close()
    with pytest.raises(CameraNotFound):
        station.capturing.open(ENGINEER)
    assert station.capturing.status().source is Source.NONE
    station.capturing.open(ENGINEER)
    wait_for(lambda: station.capturing.live_frame() is not None)


def test_operators_may_not_open_or_take(made: Make) -> None:
    station, camera = made()
    operator = Session("worker", Role.OPERATOR, datetime.now(UTC))
    with pytest.raises(NotPermitted):
        station.capturing.open(operator)
    with pytest.raises(NotPermitted):
        station.capturing.begin(operator, CapturePlan("gear", GOOD))
    assert camera.opens == 0


def test_without_a_picture_nothing_can_be_taken(made: Make) -> None:
    station, _ = made()
    with pytest.raises(StateError, match="not open"):
        station.capturing.begin(ENGINEER, CapturePlan("gear", GOOD))


def test_one_plan_at_a_time(made: Make) -> None:
    station, _ = made(trigger="line", interval_ms=20)
    station.capturing.open(ENGINEER)
    station.capturing.begin(ENGINEER, CapturePlan("gear", GOOD, count=None))
    with pytest.raises(StateError, match="still being taken"):
        station.capturing.begin(ENGINEER, CapturePlan("gear", GOOD))


def test_the_line_goes_before_the_live_view(made: Make) -> None:
    station, camera = made(trigger="line", interval_ms=20)
    teach(station)
    station.capturing.open(ENGINEER)
    station.capturing.begin(ENGINEER, CapturePlan("gear", GOOD, count=None))
    wait_for(lambda: station.capturing.status().taken >= 1)
    station.start()
    assert station.status().state is StationState.READY
    status = station.capturing.status()
    assert status.source is Source.LINE
    assert status.problem == "The line was started."
    assert status.waiting == 0
    assert station.datasets.counts("gear").good == status.stored >= 1
    station.capturing.open(ENGINEER)
    assert camera.opens == 2
    wait_for(lambda: station.capturing.live_frame() is not None)


def test_a_live_view_whose_driver_hangs_holds_up_neither_a_start_nor_a_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging, let_go = threading.Event(), threading.Event()

    class Hanging(FakeCamera):
        def frames(self, stop: threading.Event) -> Iterator[Token]:
            for token in super().frames(stop):
                hanging.set()
                assert let_go.wait(60)
                yield token

    monkeypatch.setattr(LineSection, "driver_patience_s", 0.05)
    station, _ = make(tmp_path, camera_class=Hanging)
    try:
        teach(station)
        capturing = station.capturing
        capturing.open(ENGINEER)
        assert hanging.wait(60)
        with pytest.raises(StateError, match="in use by the live view"):
            station.start()
        station.stop()
        assert station.status().state is StationState.STOPPED
        with pytest.raises(CameraError, match="still hangs"):
            capturing.open(ENGINEER)
        let_go.set()
        wait_for(lambda: not capturing._live.hangs)
        station.start()
        assert station.status().state is StationState.READY
    finally:
        let_go.set()
        station.close()


def test_beside_a_running_line_each_inspected_part_adds_its_picture(made: Make) -> None:
    station, camera = made()
    teach(station)
    station.start()
    station.capturing.begin(ENGINEER, CapturePlan("gear", GOOD, count=3))
    for _ in range(5):
        station.trigger()
    wait_for(lambda: finished(station))
    wait_for(lambda: station.status().counters.done == 5)
    assert station.datasets.counts("gear").good == 3
    assert camera.opens == 1
    first = station.datasets.page("gear")[0].image
    rows = sorted(station.records.inspections(limit=9).items, key=lambda one: one.at)
    wait_for(lambda: station.records.get(rows[0].id).image.sha256 is not None)  # type: ignore[union-attr]
    inspected = station.records.get(rows[0].id)
    assert inspected is not None
    assert inspected.image.sha256 == first.sha256


def test_a_line_that_stops_ends_the_plan(made: Make) -> None:
    station, _ = made()
    teach(station)
    station.start()
    station.capturing.begin(ENGINEER, CapturePlan("gear", GOOD, count=3))
    station.stop()
    wait_for(lambda: finished(station))
    assert station.capturing.status().problem == "The line was stopped."


def test_pictures_of_another_kind_end_the_plan(made: Make) -> None:
    odd = threading.Event()
    station, _ = made(picture=lambda n: picture(n)[:32] if odd.is_set() else picture(n))
    station.capturing.open(ENGINEER)
    station.capturing.begin(ENGINEER, CapturePlan("gear", GOOD, count=5000, every_ms=1))
    wait_for(lambda: station.capturing.status().stored >= 1)
    odd.set()
    wait_for(lambda: finished(station))
    status = station.capturing.status()
    assert "64 x 32" in status.problem
    assert status.remedy
    assert status.failed >= 1
    assert station.datasets.counts("gear").good == status.stored


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with 1 MB, as the folder of the data sets."""
    folder = tmp_path / "datasets"
    folder.mkdir()
    try:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("needs the command mount")
    if mounted.returncode:
        pytest.skip("needs the right to mount a small file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_ends_the_plan_and_leaves_whole_pictures_only(small_disk: Path, made: Make) -> None:
    station, _ = made(picture=lambda n: np.random.default_rng(n).integers(0, 255, (300, 300), dtype=np.uint8))
    station.capturing.open(ENGINEER)
    station.capturing.begin(ENGINEER, CapturePlan("gear", GOOD, count=500, every_ms=20))
    wait_for(lambda: finished(station))
    status = station.capturing.status()
    assert "disk is full" in status.problem
    assert status.failed >= 1
    assert station.datasets.counts("gear").good == status.stored >= 1
    assert len(list(station.datasets.folder("gear").images.iterdir())) == status.stored
    assert station.capturing.status().up


def test_a_slow_disk_loses_no_picture_of_a_burst(made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("station.capturing.ROOM_BYTES", 3 * SIZE * SIZE)
    station, _ = made()
    add, slow = station.datasets.add, threading.Event()

    def held(*args: Any, **options: Any) -> Any:
        assert slow.wait(WAIT_S)
        return add(*args, **options)

    monkeypatch.setattr(station.datasets, "add", held)
    station.capturing.open(ENGINEER)
    station.capturing.begin(ENGINEER, CapturePlan("gear", GOOD, count=12, every_ms=1))
    wait_for(lambda: station.capturing.status().taken >= 4)
    slow.set()
    wait_for(lambda: finished(station))
    status = station.capturing.status()
    assert (status.taken, status.stored, status.lost) == (12, 12, 0)


def test_pictures_of_triggers_for_which_there_is_no_room_are_counted(
    made: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.capturing.ROOM_BYTES", 3 * SIZE * SIZE)
    station, _ = made(trigger="line", interval_ms=10)
    add, slow = station.datasets.add, threading.Event()

    def held(*args: Any, **options: Any) -> Any:
        assert slow.wait(WAIT_S)
        return add(*args, **options)

    monkeypatch.setattr(station.datasets, "add", held)
    station.capturing.open(ENGINEER)
    station.capturing.begin(ENGINEER, CapturePlan("gear", GOOD, count=None))
    wait_for(lambda: station.capturing.status().lost >= 2)
    station.capturing.end(ENGINEER)
    slow.set()
    wait_for(lambda: finished(station))
    status = station.capturing.status()
    assert status.taken == status.stored
