"""An output that hangs, comes too late, has a bug or cannot be closed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from camera.fake_script import Deliver, Unplug
from station.config import LineSection
from station.errors import OkPassed, OutputError, RecordsError
from station.types import Inspection, OutputState, Reason, StationState, Verdict
from tests.line.line_rig import (
    WAIT_S,
    HeldClock,
    Rig,
    Wrapped,
    reasons,
    wrap_into,
)

Make = Callable[..., Rig]
OK = Reason.BELOW_THRESHOLD


def test_an_output_that_hangs_is_a_fault_and_what_it_does_at_last_is_taken_back(rig: Make) -> None:
    outputs: list[Wrapped] = []
    inside, go_on = threading.Event(), threading.Event()
    clock = HeldClock()
    line = rig(wrap_output=wrap_into(outputs), clock=clock, limits={"hang_ms": 100})
    pulse = outputs[0].ok

    def hang(inspection: Inspection) -> None:
        inside.set()
        assert go_on.wait(WAIT_S)
        pulse(inspection)

    outputs[0].ok = hang
    line.fire(1)
    assert inside.wait(WAIT_S)
    try:
        clock.pass_ms(101)
        line.wait_for(lambda: line.state is StationState.FAULT)
        line.wait_for_looks(1)
        level = line.health.level
        line.wait_for_looks(5)
        assert line.health.level is level
    finally:
        go_on.set()
    (found,) = line.wait(1)
    assert (found.verdict, found.output) == (Verdict.OK, OutputState.WITHHELD)
    assert line.camera.output_level("Line2") is False


def test_a_lost_camera_is_not_closed_under_an_ok_that_is_leaving_through_it(
    rig: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.delivery._PATIENCE_S", WAIT_S)
    outputs: list[Wrapped] = []
    inside = threading.Event()
    done: list[str] = []
    line = rig(script=[Deliver(1), Unplug(0)], wrap_output=wrap_into(outputs), limits={"heartbeat_ms": 10_000})
    pulse, close = outputs[0].ok, line.camera.close

    def ok(inspection: Inspection) -> None:
        inside.set()
        line.wait_for(lambda: not line.line.acquisition.up)
        pulse(inspection)
        done.append("pulse")

    def note_close() -> None:
        done.append("close")
        close()

    outputs[0].ok, line.camera.close = ok, note_close  # type: ignore[method-assign]
    line.fire(1)
    assert inside.wait(WAIT_S)
    line.fire(1)
    line.wait(2)
    line.wait_for(lambda: line.state is StationState.READY)
    assert done[:2] == ["pulse", "close"]


def test_an_ok_that_the_output_gave_after_the_deadline_is_taken_back(rig: Make) -> None:
    outputs: list[Wrapped] = []
    late_ns = [0]
    line = rig(
        wrap_output=wrap_into(outputs),
        clock=lambda: time.monotonic_ns() + late_ns[0],
        limits={"deadline_ms": 120_000},
    )
    pulse = outputs[0].ok

    def slow(inspection: Inspection) -> None:
        late_ns[0] = 120_001_000_000
        pulse(inspection)

    outputs[0].ok = slow
    line.fire(1)
    (found,) = line.wait(1)
    assert found.output is OutputState.WITHHELD
    assert line.camera.output_level("Line2") is False


def test_an_output_with_a_bug_loses_no_inspection(rig: Make) -> None:
    outputs: list[Wrapped] = []
    recorders: list[Wrapped] = []
    line = rig(wrap_output=wrap_into(outputs), wrap_recorder=wrap_into(recorders))
    broken = [True]

    def rest() -> None:
        if broken[0]:
            raise RuntimeError("a bug in the output")

    def refuse(_inspection: Inspection) -> None:
        raise RecordsError("The records are locked.")

    outputs[0].rest, recorders[0].commit_inspection = rest, refuse
    line.fire(1)
    (found,) = line.wait(1)
    assert found.reason is Reason.COMMIT_FAILED
    assert line.line.counters().unrecorded == 1
    del recorders[0].commit_inspection
    broken[0] = False
    line.line.acknowledge()
    assert reasons(line.rows()) == [Reason.COMMIT_FAILED]


def test_a_station_whose_output_cannot_be_closed_can_be_started_again(rig: Make) -> None:
    outputs: list[Wrapped] = []
    line = rig(wrap_output=wrap_into(outputs))

    def close() -> None:
        raise RuntimeError("a bug in the output")

    outputs[0].close = close
    with pytest.raises(RuntimeError):
        line.line.stop()
    assert line.state is StationState.STOPPED
    del outputs[0].close
    line.stop()
    line.start()
    line.fire(2)
    assert reasons(line.check()) == [OK, OK]


def test_an_output_that_hangs_does_not_keep_the_line_from_stopping_and_is_a_fault_at_the_next_start(
    rig: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LineSection, "driver_patience_s", 0.05)
    outputs: list[Wrapped] = []
    line = rig(wrap_output=wrap_into(outputs))
    let_go = threading.Event()
    close = outputs[0].close

    def hang() -> None:
        assert let_go.wait(WAIT_S)
        close()

    outputs[0].close = hang
    stopping = threading.Thread(target=line.stop, daemon=True)
    stopping.start()
    stopping.join(WAIT_S / 4)
    try:
        assert line.state is StationState.STOPPED
        with pytest.raises(OutputError, match="does not answer"):
            line.start()
    finally:
        let_go.set()
    stopping.join(WAIT_S)
    del outputs[0].close
    line.wait_for(lambda: not any(one.name == "close-output" for one in threading.enumerate()))
    line.start()
    assert line.state is StationState.FAULT
    line.line.acknowledge("anna")
    line.fire(1)
    assert reasons(line.check()) == [OK]


def test_a_heartbeat_that_hangs_does_not_keep_the_line_from_stopping(
    rig: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LineSection, "driver_patience_s", 0.05)
    outputs: list[Wrapped] = []
    line = rig(wrap_output=wrap_into(outputs))
    inside, let_go = threading.Event(), threading.Event()

    def hang(_level: bool) -> None:
        inside.set()
        assert let_go.wait(WAIT_S)

    outputs[0].heartbeat = hang
    assert inside.wait(WAIT_S)
    stopping = threading.Thread(target=line.stop, daemon=True)
    stopping.start()
    stopping.join(WAIT_S / 4)
    try:
        assert not stopping.is_alive()
        assert line.state is StationState.STOPPED
    finally:
        let_go.set()
    stopping.join(WAIT_S)


def test_an_ok_that_passed_though_it_was_taken_back_is_a_fault_also_while_the_camera_is_lost(rig: Make) -> None:
    outputs: list[Wrapped] = []
    line = rig(script=[Deliver(1), Unplug(10_000)], wrap_output=wrap_into(outputs))
    line.fire(2)
    line.wait_for(lambda: line.state is StationState.RECOVERING)
    passed = [OkPassed("The robot had read the OK of request 7 before it could be taken back.")]

    def heartbeat(_level: bool) -> None:
        if passed:
            raise passed.pop()

    outputs[0].heartbeat = heartbeat
    line.wait_for(lambda: line.state is StationState.FAULT)
    fault = line.line.fault_now
    assert fault is not None
    assert "request 7" in fault.message
