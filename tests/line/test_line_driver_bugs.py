"""A camera driver with bugs, and one that is lost again at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from camera.api import CameraError, CameraLost, CameraSettings, Token, Trigger
from camera.fake import FakeCamera, FakeOptions
from camera.fake_script import Deliver, Unplug
from station.acquisition import Acquisition
from station.config import LineSection
from station.ledger import Ticket
from station.types import EventKind, Reason, StationState
from tests.line.line_rig import WAIT_S, Rig

Make = Callable[..., Rig]
OK = Reason.BELOW_THRESHOLD


class Told:
    """Stands for the line around an acquisition."""

    def __init__(self) -> None:
        self.tickets: list[Ticket] = []
        self.notes: list[str] = []
        self.faults: list[str] = []
        self.changed = threading.Condition()

    def enqueue(self, ticket: Ticket) -> None:
        with self.changed:
            self.tickets.append(ticket)
            self.changed.notify_all()

    def note(self, kind: EventKind, message: str) -> None:
        with self.changed:
            self.notes.append(message)
            self.changed.notify_all()

    def raise_fault(self, reason: Reason, message: str, hint: str = "") -> None:
        with self.changed:
            self.faults.append(message)
            self.changed.notify_all()

    def camera_reopened(self) -> None: ...

    def wait_for(self, condition: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(condition, WAIT_S)


class BuggyCamera(FakeCamera):
    """Fails as no driver should, where it is told to; in `frames` and after it in `close` it hangs until let go."""

    bug: str | None = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.hanging, self.let_go = threading.Event(), threading.Event()

    def frames(self, stop: threading.Event) -> Iterator[Token]:
        for token in super().frames(stop):
            if self.bug == "frames":
                self.hanging.set()
                assert self.let_go.wait(WAIT_S)
            yield token

    def _fail(self, place: str) -> None:
        if self.bug == place:
            raise RuntimeError(f"a bug in {place}")

    def open(self) -> None:
        self._fail("open")
        super().open()

    def fire(self, trigger: Trigger) -> None:
        self._fail("fire")
        super().fire(trigger)

    def close(self) -> None:
        self._fail("close")
        if self.hanging.is_set():
            assert self.let_go.wait(WAIT_S)
        super().close()


@pytest.fixture
def acquiring() -> Iterator[Callable[..., tuple[BuggyCamera, Acquisition, Told]]]:
    made: list[tuple[BuggyCamera, Acquisition]] = []

    def make(*script: Any, **limits: Any) -> tuple[BuggyCamera, Acquisition, Told]:
        camera, told = BuggyCamera(FakeOptions(width=8, height=8, ready_ms=60_000), script=script), Told()
        section = LineSection(**{"reconnect_first_ms": 1, "reconnect_most_ms": 4, **limits})
        acquisition = Acquisition(camera, CameraSettings(), section, told, time.monotonic_ns)
        acquisition.open()
        acquisition.start()
        made.append((camera, acquisition))
        return camera, acquisition, told

    yield make
    for camera, acquisition in made:
        camera.bug = None
        camera.let_go.set()
        acquisition.stop()
        acquisition.close()


def test_a_bug_in_firing_is_a_fault_and_answers_its_trigger_at_once(acquiring: Any) -> None:
    camera, acquisition, told = acquiring()
    camera.bug = "fire"
    assert acquisition.fire(Trigger("1", "test"))
    told.wait_for(lambda: len(told.tickets) == 1)
    assert "a bug in fire" in told.tickets[0].token.detail
    assert len(told.faults) == 1
    camera.bug = None
    assert acquisition.fire(Trigger("2", "test"))
    told.wait_for(lambda: len(told.tickets) == 2)


@pytest.mark.parametrize("place", ["open", "close"])
def test_a_bug_in_coming_back_is_a_fault_and_is_tried_again(acquiring: Any, place: str) -> None:
    camera, acquisition, told = acquiring(Deliver(1), Unplug(0))
    acquisition.fire(Trigger("1", "test"))
    told.wait_for(lambda: len(told.tickets) == 1)
    camera.bug = place
    acquisition.fire(Trigger("2", "test"))
    told.wait_for(lambda: any(f"a bug in {place}" in message for message in told.faults))
    camera.bug = None
    told.wait_for(lambda: "The camera is back." in told.notes)
    acquisition.fire(Trigger("3", "test"))
    told.wait_for(lambda: len(told.tickets) == 3)


def test_stop_gives_up_a_driver_that_hangs_and_what_it_brings_later_is_not_inspected(acquiring: Any) -> None:
    camera, acquisition, told = acquiring(hang_ms=50)
    camera.bug = "frames"
    acquisition.fire(Trigger("1", "test"))
    assert camera.hanging.wait(WAIT_S)
    acquisition.stop()
    assert [ticket.token.reason for ticket in told.tickets] == [Reason.STATION_STOPPED]
    assert any("driver hangs" in note for note in told.notes)
    acquisition.close()
    with pytest.raises(CameraError, match="still hangs"):
        acquisition.open()
    hung = acquisition._thread
    camera.bug = None
    camera.let_go.set()
    hung.join(WAIT_S)
    assert not hung.is_alive()
    assert (len(told.tickets), acquisition.stale) == (1, 1)
    acquisition.open()
    acquisition.start()
    acquisition.fire(Trigger("2", "test"))
    told.wait_for(lambda: len(told.tickets) == 2)
    assert told.tickets[1].token.seq == 0


def test_the_line_stops_with_its_output_at_rest_though_the_driver_hangs(tmp_path: Path) -> None:
    rig = Rig(tmp_path, limits={"hang_ms": 50}, make_camera=BuggyCamera)
    camera: Any = rig.camera
    rig.start()
    camera.bug = "frames"
    rig.fire()
    assert camera.hanging.wait(WAIT_S)
    rig.line.stop()
    try:
        assert [one.reason for one in rig.wait(1)] == [Reason.STATION_STOPPED]
        assert rig.line.state is StationState.STOPPED
        assert not camera.output_level("Line2")
    finally:
        camera.let_go.set()
        assert rig.line.acquisition._join()
        rig.close()


def test_a_camera_that_comes_back_and_is_lost_at_once_is_asked_ever_more_slowly(tmp_path: Path) -> None:
    class Useless(FakeCamera):
        def frames(self, stop: threading.Event) -> Any:
            raise CameraLost("The camera delivers nothing.")

    pauses: list[float] = []

    class Recorded(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            if timeout is not None:
                pauses.append(timeout)
            return len(pauses) > 6 or super().wait(0)

    camera, told = Useless(FakeOptions(width=8, height=8)), Told()
    limits = LineSection(reconnect_first_ms=10, reconnect_most_ms=80)
    acquisition = Acquisition(camera, CameraSettings(), limits, told, time.monotonic_ns)
    acquisition._stop = Recorded()
    acquisition.open()
    acquisition.start()
    with told.changed:
        assert told.changed.wait_for(lambda: len(pauses) >= 6, WAIT_S)
    acquisition.stop()
    camera.close()
    assert [round(pause * 1e3) for pause in pauses[:6]] == [10, 20, 40, 80, 80, 80]
