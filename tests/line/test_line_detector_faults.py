"""What a detector can do to a line: fail, hang, be late, give nonsense."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from typing import Any

import pytest

from detectors.api import DeviceError
from station.errors import StateError
from station.judge import Measured, Setup
from station.types import OutputState, Reason, StationState, Verdict
from tests.line.line_rig import WAIT_S, HeldClock, Rig, ScriptedDetector, good, make_recipe, reasons

Make = Callable[..., Rig]
OK = Reason.BELOW_THRESHOLD


def failing(error: Exception, first: int, last: int) -> Callable[[Any], float]:
    calls = iter(range(1_000_000))

    def score(_image: Any) -> float:
        if first <= next(calls) <= last:
            raise error
        return 0.0

    return score


@pytest.mark.parametrize("error", [ValueError("broken"), DeviceError("The GPU is out of memory.")])
def test_a_detector_exception_is_an_error_and_the_next_part_is_judged(rig: Make, error: Exception) -> None:
    line = rig(score=failing(error, 1, 2))
    line.fire(5)
    rows = line.check()
    assert reasons(rows) == [OK, Reason.DETECTOR_EXCEPTION, Reason.DETECTOR_EXCEPTION, OK, OK]
    assert rows[1].verdict is Verdict.ERROR
    assert str(error) in rows[1].detail
    assert line.state is StationState.READY


def test_three_detector_failures_in_a_row_are_a_fault_until_it_is_acknowledged(rig: Make) -> None:
    line = rig(score=failing(ValueError("broken"), 1, 3))
    for _ in range(6):
        line.fire(1)
        line.wait(len(line.fired))
    assert line.state is StationState.FAULT
    line.line.acknowledge("anna")
    assert line.state is StationState.READY
    line.fire(1)
    rows = line.check()
    assert reasons(rows) == [OK, *[Reason.DETECTOR_EXCEPTION] * 3, *[Reason.STATION_FAULT] * 2, OK]
    line.health.stop()
    kinds = [(event.kind, event.who) for event in line.records.events(limit=10)]
    assert ("acknowledge", "anna") in kinds
    assert ("fault", "station") in kinds


@pytest.mark.parametrize("nonsense", [math.nan, math.inf, -math.inf])
def test_a_score_that_is_not_finite_is_an_error_and_three_are_a_fault(rig: Make, nonsense: float) -> None:
    line = rig(score=lambda _image: nonsense)
    line.fire(3)
    rows = line.check()
    assert reasons(rows) == [Reason.SCORE_NOT_FINITE] * 3
    assert [row.score for row in rows] == [None] * 3
    assert line.state is StationState.FAULT


def test_acknowledging_without_a_fault_is_refused(rig: Make) -> None:
    with pytest.raises(StateError, match="nothing to acknowledge"):
        rig().line.acknowledge()


def test_a_picture_that_waited_past_its_deadline_is_not_inferred(rig: Make) -> None:
    clock = HeldClock()
    inside, go_on = threading.Event(), threading.Event()

    def score(_image: Any) -> float:
        inside.set()
        assert go_on.wait(WAIT_S)
        return 0.0

    line = rig(score=score, clock=clock, limits={"deadline_ms": 500})
    line.fire(1)
    assert inside.wait(WAIT_S)
    line.fire(1)
    line.wait_for(lambda: line.line.queue_tokens == 1)
    clock.pass_ms(501)
    go_on.set()
    rows = line.check()
    assert reasons(rows) == [Reason.LATE, Reason.LATE]
    assert line.detector.calls == 1
    assert rows[0].score == 0.0, "the score of a late verdict is kept"
    assert rows[1].score is None


def test_an_ok_that_became_late_during_the_commit_is_withheld(rig: Make) -> None:
    clock = HeldClock()

    class SlowDisk:
        def __init__(self, records: Any) -> None:
            self.get = records.get
            self._records = records

        def commit_inspection(self, inspection: Any) -> None:
            self._records.commit_inspection(inspection)
            clock.pass_ms(501)

    line = rig(clock=clock, limits={"deadline_ms": 500}, wrap_recorder=SlowDisk)
    line.fire(1)
    (row,) = line.check()
    assert (row.verdict, row.output) == (Verdict.OK, OutputState.WITHHELD)
    assert line.line.counters().withheld == 1


def test_a_hung_detector_is_answered_for_stops_the_heartbeat_and_is_loaded_anew(rig: Make) -> None:
    clock = HeldClock()
    inside, go_on = threading.Event(), threading.Event()

    def score(_image: Any) -> float:
        inside.set()
        assert go_on.wait(WAIT_S)
        return 0.0

    line = rig(score=score, clock=clock, limits={"hang_ms": 100})
    line.fire(3)
    assert inside.wait(WAIT_S)
    clock.pass_ms(101)
    line.wait(3)
    assert line.state is StationState.FAULT
    assert line.line.hung
    line.wait_for_looks(1)
    level = line.health.level
    line.wait_for_looks(5)
    assert line.health.level is level
    go_on.set()
    line.line.acknowledge()
    assert line.reloads == 1
    line.wait_for(lambda: line.health.level is not level)
    line.fire(2)
    assert reasons(line.check()) == [Reason.DETECTOR_HUNG, *[Reason.STATION_FAULT] * 2, OK, OK]


def test_stop_does_not_wait_for_a_detector_that_never_answers(rig: Make) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def score(_image: Any) -> float:
        inside.set()
        go_on.wait(WAIT_S)
        return 0.0

    line = rig(score=score, limits={"hang_ms": 100})
    line.fire(2)
    assert inside.wait(WAIT_S)
    line.stop()
    assert line.state is StationState.STOPPED
    go_on.set()
    rows = line.check()
    assert rows[0].reason is Reason.DETECTOR_HUNG
    assert rows[1].verdict is Verdict.ERROR


def test_a_new_setup_is_used_from_the_next_part_on_and_never_mixed(rig: Make) -> None:
    line = rig()
    newer = make_recipe(version=2, threshold=-1.0)
    line.records.add_recipe(newer)
    done = threading.Event()

    def fire() -> None:
        line.fire(200)
        done.set()

    firing = threading.Thread(target=fire)
    firing.start()
    line.wait(50)
    line.line.swap(Setup(newer, ScriptedDetector(good), lambda _image: Measured()))
    assert done.wait(WAIT_S)
    firing.join()
    line.fire(1)
    rows = line.check()
    versions = [row.recipe.version for row in rows if row.recipe is not None]
    assert versions == sorted(versions)
    assert set(versions) == {1, 2}
    for row in rows:
        assert row.recipe is not None
        assert row.model is not None
        assert row.model.version == row.recipe.version
        expected = {1: Verdict.OK, 2: Verdict.NOK}[row.recipe.version]
        if row.verdict is not Verdict.ERROR:
            assert (row.verdict, row.threshold) == (expected, {1: 1.0, 2: -1.0}[row.recipe.version])


def test_a_picture_of_another_kind_is_an_error_not_a_score(rig: Make) -> None:
    line = rig(options={"width": 9})
    line.fire(1)
    (row,) = line.check()
    assert row.reason is Reason.IMAGE_MISMATCH
    assert line.detector.calls == 0


def test_a_listener_that_fails_is_a_fault_and_not_the_end_of_the_line(rig: Make) -> None:
    line = rig()

    def broken(_result: Any) -> None:
        raise RuntimeError("window gone")

    line.line.subscribe(broken)
    line.fire(1)
    line.wait_for(lambda: line.state is StationState.FAULT)
    line.line.acknowledge()
    line.fire(1)
    assert reasons(line.check()) == [OK, OK]
