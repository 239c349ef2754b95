"""Which picture belongs to which trigger, and what time a record tells."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from camera.api import LOST_CAMERA, CameraLost, CameraSettings, Frame, LostFrame, Trigger
from camera.fake_script import Stall
from station import app
from station.config import parse
from station.decision import Decision
from station.judge import Measured, Setup, judge, refuse
from station.ledger import Ticket, TriggerLedger
from station.types import Reason, StationState, Verdict
from tests.line.line_rig import WAIT_S, HeldClock, Rig, ScriptedDetector, good, make_recipe, reasons

Make = Callable[..., Rig]
OK = Reason.BELOW_THRESHOLD


def picture(seq: int, trigger: Trigger | None, captured_ns: int = 0) -> Frame:
    image = np.zeros((8, 8), np.uint8)
    return Frame(seq, captured_ns, datetime(2026, 1, 1, tzinfo=UTC), image, "test", trigger=trigger)


@pytest.mark.parametrize("later_s", [0.5, 3600.0])
def test_records_keep_their_order_however_late_a_picture_tells_of_those_before_it(rig: Make, later_s: float) -> None:
    line = rig(script=[Stall()], trigger="line", options={"watchdog_ms": 600_000.0})
    now = datetime.now(UTC) - timedelta(seconds=later_s)
    for number, seq in enumerate((0, 3, 4)):
        at = now + timedelta(milliseconds=number)
        line.line.acquisition.hand_over(replace(picture(seq, None, time.monotonic_ns()), wall_time=at))
    line.wait(5)
    rows = line.rows()
    assert [row.seq for row in rows] == [0, 1, 2, 3, 4]
    assert [row.at for row in rows] == sorted(row.at for row in rows)


def test_a_clock_that_was_set_back_is_not_hidden(rig: Make) -> None:
    line = rig(script=[Stall()], trigger="line", options={"watchdog_ms": 600_000.0})
    now = datetime.now(UTC)
    for seq, at in enumerate((now, now - timedelta(hours=1), now - timedelta(minutes=59))):
        line.line.acquisition.hand_over(replace(picture(seq, None, time.monotonic_ns()), wall_time=at))
    line.wait(3)
    assert [row.seq for row in line.rows()] == [1, 2, 0]


@pytest.mark.parametrize("reading", [0, 1])
def test_the_time_of_a_lost_picture_does_not_depend_on_a_pause_of_the_program(
    monkeypatch: pytest.MonkeyPatch, reading: int
) -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    passed_ns, readings = [5_000_000_000], iter(range(1000))

    def clock() -> int:
        if next(readings) == reading:
            passed_ns[0] += 3_000_000_000
        return passed_ns[0]

    class Wall(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:  # noqa: ARG003
            return noon + timedelta(microseconds=passed_ns[0] / 1000)

    monkeypatch.setattr("station.judge.datetime", Wall)
    ticket = Ticket(LostFrame(0, 2_000_000_000, LOST_CAMERA))
    lost = Decision(Verdict.ERROR, Reason.CAMERA_LOST)
    judged = refuse(
        ticket, Setup(make_recipe(), ScriptedDetector(good), lambda _image: Measured()), "test", lost, clock
    )
    assert judged.inspection.at == noon + timedelta(seconds=2)


def test_a_late_picture_of_an_answered_trigger_is_never_inspected_whatever_its_source_is_called() -> None:
    out: list[Ticket] = []
    ledger = TriggerLedger(out.append, lambda: 0, only_fired=True)
    first, second = Trigger("1", "line"), Trigger("2", "line")
    ledger.fired(first)
    ledger.abandon(LOST_CAMERA, "silent")
    ledger.arrived(picture(0, first))
    ledger.fired(second)
    ledger.arrived(picture(1, second))
    assert [(ticket.token.trigger, type(ticket.token)) for ticket in out] == [(first, LostFrame), (second, Frame)]
    assert ledger.stale == 1


def test_a_picture_lost_after_its_trigger_was_answered_is_not_answered_again() -> None:
    out: list[Ticket] = []
    ledger = TriggerLedger(out.append, lambda: 0, only_fired=True)
    first, second = Trigger("1", "plc"), Trigger("2", "plc")
    ledger.fired(first)
    ledger.abandon(LOST_CAMERA, "silent")
    ledger.fired(second)
    ledger.arrived(picture(1, second))
    assert [ticket.token.trigger for ticket in out] == [first, second]


def test_with_software_triggers_a_picture_nobody_asked_for_is_not_inspected(rig: Make) -> None:
    line = rig()
    line.fire(1)
    line.wait(1)
    line.line.acquisition.hand_over(picture(1, None))
    line.fire(1)
    assert len(line.check()) == 2
    assert line.line.counters().stale == 1


def test_a_picture_from_the_future_is_an_error() -> None:
    # a driver with another clock would switch the deadline off
    detector = ScriptedDetector(good)
    judged = judge(
        Ticket(picture(0, None, captured_ns=2_000)),
        Setup(make_recipe(), detector, lambda _image: Measured()),
        camera_id="test",
        fault=None,
        deadline_ns=1_000_000,
        clock=lambda: 1_000,
    )
    assert (judged.inspection.verdict, judged.inspection.reason) == (Verdict.ERROR, Reason.LATE)
    assert "clock" in judged.inspection.detail
    assert detector.calls == 0


def test_a_long_exposure_is_not_taken_for_a_silent_driver(rig: Make) -> None:
    clock = HeldClock()
    line = rig(script=[Stall()], options={"watchdog_ms": 600_000.0}, clock=clock, limits={"heartbeat_ms": 10_000})
    line.line.acquisition.accepted = CameraSettings(exposure_us=10_000_000.0)
    line.fire(1)
    clock.pass_ms(5_000)
    line.line.check_triggers(1400)
    assert line.state is StationState.READY
    clock.pass_ms(7_000)
    line.line.check_triggers(1400)
    assert reasons(line.check()) == [Reason.CAMERA_LOST]


def test_a_watched_folder_has_as_much_time_as_the_configuration_says(tmp_path: Path) -> None:
    section = {"kind": "folder", "path": str(tmp_path), "mode": "watch", "watchdog_ms": 70, "ready_ms": 60_000}
    config = parse({"schema": 1, "camera": section}, base=tmp_path, environ={})
    camera = app.build_camera(config.camera, config.output)
    camera.open()
    camera.configure(CameraSettings())
    lost: list[CameraLost] = []

    def grab() -> None:
        try:
            list(camera.frames(threading.Event()))
        except CameraLost as error:
            lost.append(error)

    grabbing = threading.Thread(target=grab)
    grabbing.start()
    camera.fire(Trigger("1", "test"))
    grabbing.join(WAIT_S)
    assert "within 70 ms" in lost[0].message


def test_every_trigger_has_a_number_of_its_own_that_its_inspection_keeps(rig: Make) -> None:
    line = rig()
    trigger = line.line.new_trigger("P1", source="robot", pose=(0.1, 0.2, 0.3, 0.0, 3.1, 0.0), pose_index=2, setup=7)
    line.line.ask(trigger)
    line.fire(1)
    first, second = line.wait(2)
    assert (first.trigger_id, first.source, first.part_id) == (trigger.id, "robot", "P1")
    assert (first.acquisition, first.pose_index, first.setup) == (1, 2, 7)
    assert first.pose == (0.1, 0.2, 0.3, 0.0, 3.1, 0.0)
    assert (second.acquisition, second.pose) == (2, None)
    kept = line.records.get(first.id)
    assert kept is not None
    assert (kept.acquisition, kept.pose, kept.pose_index, kept.setup) == (1, first.pose, 2, 7)
