"""A camera driver that hangs when the line is stopped: nobody else is let into it before it has come back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from camera.api import CameraError, Token
from camera.fake_script import Unplug
from station.config import LineSection
from station.services import Station
from station.types import StationState
from tests.station.operate_rig import EVA, Place, wait_until


class Hang:
    """Lets a driver hang inside one of its calls until it is let go."""

    def __init__(self) -> None:
        self.inside, self.let_go = threading.Event(), threading.Event()

    def __call__(self) -> None:
        self.inside.set()
        assert self.let_go.wait(60)


@pytest.fixture
def hang() -> Iterator[Hang]:
    one = Hang()
    yield one
    one.let_go.set()


@pytest.fixture
def place(tmp_path: Path, hang: Hang, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.setattr(LineSection, "driver_patience_s", 0.05)
    made = Place(tmp_path)
    yield made
    hang.let_go.set()
    made.close()


def camera_of(station: Station) -> Any:
    return station._line.acquisition.camera


def test_nobody_opens_a_camera_whose_driver_hangs_since_the_line_was_stopped(place: Place, hang: Hang) -> None:
    station = place.station()
    camera = camera_of(station)
    frames = camera.frames

    def hanging(stop: threading.Event) -> Iterator[Token]:
        for token in frames(stop):
            hang()
            yield token

    camera.frames = hanging
    station.start()
    station.trigger()
    assert hang.inside.wait(60)
    station.stop()
    assert station.status().state is StationState.STOPPED
    opened = camera.opens
    for use in (station.capturing.open, lambda _by: station.camera_control.look()):
        with pytest.raises(CameraError, match="hangs"):
            use(EVA)
    assert camera.opens == opened
    del camera.frames
    hang.let_go.set()
    wait_until(lambda: not station._line.acquisition.hangs)
    station.capturing.open(EVA)
    wait_until(lambda: station.capturing.live_frame() is not None)
    station.start()
    assert station.status().state is StationState.READY


def test_a_camera_that_opens_after_the_stop_gave_it_up_is_closed_again(place: Place, hang: Hang) -> None:
    station = place.station([Unplug(0)], line={"reconnect_first_ms": 1}, output={"kind": "camera_line"})
    camera = camera_of(station)
    opening = camera.open
    station.start()

    def late() -> None:
        hang()
        opening()

    camera.open = late
    station.trigger()
    assert hang.inside.wait(60)
    station.stop()
    hang.let_go.set()
    wait_until(lambda: not station._line.acquisition.hangs)
    with pytest.raises(CameraError, match="not open"):
        camera.ranges()
