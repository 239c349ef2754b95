"""Several faults, what hangs on, and how a fault ends: acknowledged, started again, or stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from camera.api import Trigger
from camera.fake_script import Stall
from station import app
from station.config import parse
from station.errors import OutputError, RecordsError, StateError
from station.judge import Measured, Setup
from station.recipe import Recipe
from station.types import Inspection, Reason, StationState, Verdict
from tests.line.line_rig import (
    BUSY_MS,
    WAIT_S,
    HeldClock,
    Rig,
    ScriptedDetector,
    Wrapped,
    faults,
    good,
    make_recipe,
    reasons,
    wrap_into,
)

Make = Callable[..., Rig]
OK = Reason.BELOW_THRESHOLD


def test_a_second_fault_is_not_hidden_by_the_first_and_must_be_gone_before_ready(rig: Make) -> None:
    outputs: list[Wrapped] = []
    line = rig(wrap_output=wrap_into(outputs))

    def broken(_result: Any) -> None:
        raise RuntimeError("window gone")

    def silent(*_args: object) -> None:
        raise OutputError("The output module does not answer.", "Check its cable.")

    line.line.subscribe(broken)
    line.fire(1)
    line.wait_for(lambda: line.state is StationState.FAULT)
    outputs[0].reject = outputs[0].rest = silent
    line.fire(1)
    line.wait(2)
    with pytest.raises(StateError, match="does not answer"):
        line.line.acknowledge()
    assert line.state is StationState.FAULT
    del outputs[0].reject, outputs[0].rest
    line.line.acknowledge()
    assert line.state is StationState.READY
    told = faults(line)
    assert sum("window gone" in message for message in told) == 1
    assert sum("does not answer" in message for message in told) == 1


def test_a_fault_that_comes_again_with_every_part_is_one_event(rig: Make) -> None:
    recorders: list[Wrapped] = []
    line = rig(wrap_recorder=wrap_into(recorders))
    line.line.raise_fault(Reason.CAMERA_LOST, "first", "another cause")

    def refuse(_inspection: Inspection) -> None:
        raise RecordsError("The records are locked.")

    recorders[0].commit_inspection = refuse
    line.fire(10)
    line.wait(10)
    del recorders[0].commit_inspection
    line.line.acknowledge()
    assert sum("could not be recorded" in message for message in faults(line)) == 1


def test_a_driver_that_hangs_while_it_fires_does_not_keep_the_station_from_stopping(rig: Make) -> None:
    line = rig()
    inside, go_on = threading.Event(), threading.Event()

    def fire(_trigger: Trigger) -> None:
        inside.set()
        assert go_on.wait(WAIT_S)

    line.camera.fire = fire  # type: ignore[method-assign]
    button = threading.Thread(target=line.line.trigger)
    button.start()
    try:
        assert inside.wait(WAIT_S)
        line.line.stop()
        assert line.state is StationState.STOPPED
        (found,) = line.wait(1)
        assert found.verdict is Verdict.ERROR
    finally:
        go_on.set()
        button.join(WAIT_S)
    assert len(line.rows()) == 1


def test_a_trigger_that_the_stop_did_not_wait_for_is_refused_and_not_forgotten(rig: Make) -> None:
    line = rig()
    ledger = line.line.acquisition._ledger
    inside, go_on, fired = threading.Event(), threading.Event(), ledger.fired
    refused: list[StateError] = []

    def late(trigger: Trigger) -> bool:
        inside.set()
        assert go_on.wait(WAIT_S)
        return fired(trigger)

    def press() -> None:
        try:
            line.line.trigger()
        except StateError as error:
            refused.append(error)

    ledger.fired = late  # type: ignore[method-assign]
    button = threading.Thread(target=press)
    button.start()
    try:
        assert inside.wait(WAIT_S)
        line.line.stop()
    finally:
        go_on.set()
        button.join(WAIT_S)
    assert len(refused) == 1
    assert (line.line.counters().triggers, line.line.queue_tokens, line.rows()) == (0, 0, [])


def test_a_driver_that_still_hangs_cannot_be_acknowledged_away(rig: Make) -> None:
    clock = HeldClock()
    line = rig(script=[Stall()], options={"watchdog_ms": 600_000.0}, clock=clock, watchdog_ms=200)
    line.fire(1)
    clock.pass_ms(1401)
    line.wait_for(lambda: line.state is StationState.FAULT)
    with pytest.raises(StateError, match="has not answered"):
        line.line.acknowledge()
    line.stop()
    line.start()
    assert line.state is StationState.FAULT
    line.line.acknowledge()
    line.fire(1)
    assert reasons(line.check()) == [Reason.CAMERA_LOST, OK]


def test_parts_do_not_wait_for_a_database_that_failed_just_now(rig: Make) -> None:
    recorders: list[Wrapped] = []
    line = rig(wrap_recorder=wrap_into(recorders), clock=lambda: 5_000_000_000)
    asked: list[str] = []

    def refuse(inspection: Inspection) -> None:
        asked.append(inspection.id)
        raise RecordsError("The records are locked.")

    recorders[0].commit_inspection = refuse
    line.fire(20)
    line.wait(20)
    assert len(asked) == 1
    assert line.line.counters().unrecorded == 20
    del recorders[0].commit_inspection
    line.line.acknowledge()
    line.fire(1)
    assert reasons(line.check()) == [Reason.COMMIT_FAILED] * 20 + [OK]
    assert [row.trigger_id for row in line.rows()] == line.fired


def test_a_recipe_activated_while_a_hung_detector_is_loaded_anew_stays(tmp_path: Path) -> None:
    loading, go_on = threading.Event(), threading.Event()
    inside, hang = threading.Event(), threading.Event()
    clock = HeldClock()

    class SlowLoading(Rig):
        def _load(self, recipe: Recipe) -> Setup:
            loading.set()
            assert go_on.wait(WAIT_S)
            return super()._load(recipe)

    def score(_image: Any) -> float:
        inside.set()
        assert hang.wait(WAIT_S)
        return 0.0

    line = SlowLoading(tmp_path, score=score, clock=clock, limits={"hang_ms": 100})
    line.start()
    try:
        newer = make_recipe(version=2, threshold=-1.0)
        line.records.add_recipe(newer)
        line.fire(1)
        assert inside.wait(WAIT_S)
        clock.pass_ms(101)
        line.wait(1)
        hang.set()
        operator = threading.Thread(target=line.line.acknowledge)
        operator.start()
        assert loading.wait(WAIT_S)
        line.line.swap(Setup(newer, ScriptedDetector(good), lambda _image: Measured()))
        go_on.set()
        operator.join(WAIT_S)
        assert line.state is StationState.READY
        line.fire(1)
        last = line.check()[-1]
        assert (last.recipe, last.verdict) == (newer.ref, Verdict.NOK)
    finally:
        line.close()


def test_a_dead_image_thread_cannot_be_acknowledged_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = parse(
        {
            "schema": 1,
            "station": {"data_dir": str(tmp_path / "data")},
            "camera": {"kind": "fake", "width": 8, "height": 8, "watchdog_ms": BUSY_MS, "ready_ms": 60_000},
            "line": {"min_free_mb": 0, "deadline_ms": BUSY_MS, "hang_ms": BUSY_MS},
        },
        base=tmp_path,
        environ={},
    )
    monkeypatch.setattr(
        app,
        "setup_loader",
        lambda _config: lambda recipe: Setup(recipe, ScriptedDetector(good), lambda _image: Measured()),
    )
    station = app.build(config)
    try:
        recipe = make_recipe()
        station.records.add_recipe(recipe)
        station.records.activate(recipe.name, recipe.version, who="test", why="test")
        station.start()
        complete = station.records.complete

        def bug(_completions: Any) -> tuple[str, ...]:
            raise TypeError("a bug")

        monkeypatch.setattr(station.records, "complete", bug)
        station.trigger()
        limit_s = time.monotonic() + WAIT_S
        while station.status().state is not StationState.FAULT:
            assert time.monotonic() < limit_s
            time.sleep(0.005)
        monkeypatch.setattr(station.records, "complete", complete)
        with pytest.raises(StateError, match="stores pictures"):
            station.acknowledge()
        station.stop()
        station.start()
        assert station.status().state is StationState.FAULT
        station.acknowledge()
        assert station.status().state is StationState.READY
        station.stop()
        assert station.status().images_pending == 0
    finally:
        station.close()


def test_stop_waits_for_the_part_that_the_watchdog_is_answering(tmp_path: Path) -> None:
    outputs: list[Wrapped] = []
    inside, hang, resting, go_on = (threading.Event() for _ in range(4))

    def score(_image: Any) -> float:
        inside.set()
        assert hang.wait(WAIT_S)
        return 0.0

    clock = HeldClock()
    line = Rig(tmp_path, score=score, clock=clock, limits={"hang_ms": 100}, wrap_output=wrap_into(outputs))
    line.start()
    rest = outputs[0].rest

    def slow_rest() -> None:
        resting.set()
        assert go_on.wait(WAIT_S)
        rest()

    try:
        line.fire(1)
        assert inside.wait(WAIT_S)
        outputs[0].rest = slow_rest
        clock.pass_ms(101)
        assert resting.wait(WAIT_S)
        hang.set()
        stopping = threading.Thread(target=line.line.stop)
        stopping.start()
        stopping.join(0.5)
        assert line.results == []
        assert stopping.is_alive(), "stopped before the part in hand was answered"
        go_on.set()
        stopping.join(WAIT_S)
        assert reasons([result.inspection for result in line.results]) == [Reason.DETECTOR_HUNG]
    finally:
        hang.set()
        go_on.set()
        line.close()
