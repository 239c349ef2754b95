"""What keeps an OK from leaving though camera, detector and records are well: too many rejects, reference parts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from camera.fake_script import Deliver
from station.config import LineSection
from station.errors import StateError
from station.judge import Measured, Setup
from station.next_part import NextPart
from station.streaks import Streaks
from station.types import Inspection, OutputState, Purpose, Reason, Result, StationState, Verdict
from tests.line.line_rig import WAIT_S, Rig, Wrapped, make_recipe, wrap_into
from tests.station.operate_rig import ANNA

Make = Callable[..., Rig]


def scores(*values: float) -> Callable[[np.ndarray[Any, Any]], float]:
    """One score after the other; from 1.0 a part is NOK."""
    left = iter(values)
    return lambda _image: next(left)


def with_streaks(line: Rig, told: list[str]) -> Rig:
    """Let the line stop after rejects in a row, as the wired station does."""
    streaks = Streaks(
        line.limits,
        stop_line=lambda message, hint: line.line.raise_fault(Reason.STATION_FAULT, message, hint),
        too_late=told.append,
    )
    line.line.subscribe(streaks.saw)
    return line


def fire_one_by_one(line: Rig, count: int) -> None:
    for _ in range(count):
        line.fire(1)
        line.wait(len(line.fired))


def test_three_rejects_in_a_row_stop_the_line_until_somebody_acknowledges(rig: Make) -> None:
    line = with_streaks(rig(score=scores(2, 0, 2, 2, 2, 0, 0), limits={"rejects_in_a_row": 3}), [])
    fire_one_by_one(line, 5)
    assert line.state is StationState.FAULT
    fire_one_by_one(line, 1)
    line.line.acknowledge("anna")
    assert line.state is StationState.READY
    fire_one_by_one(line, 1)
    rows = line.check()
    assert [row.verdict for row in rows] == ["NOK", "OK", "NOK", "NOK", "NOK", "ERROR", "OK"]
    assert rows[5].reason is Reason.STATION_FAULT
    assert "3 parts in a row" in rows[5].detail
    assert sum(event.duration_ms is not None for event in line.camera.output_events) == 2


def test_a_part_behind_the_last_reject_does_not_slip_through(rig: Make) -> None:
    """The parts that wait in the queue when the limit is reached are good, and none of them may leave."""
    line = with_streaks(rig(score=scores(2, 2, *[0] * 20), limits={"rejects_in_a_row": 2, "queue_images": 64}), [])
    line.fire(12, burst=True)
    rows = line.check()
    assert [row.verdict for row in rows] == ["NOK", "NOK", *["ERROR"] * 10]
    assert not any(event.duration_ms is not None for event in line.camera.output_events)


def test_after_an_acknowledgement_counting_begins_anew(rig: Make) -> None:
    line = with_streaks(rig(score=scores(*[2] * 10), limits={"rejects_in_a_row": 3}), [])
    fire_one_by_one(line, 3)
    line.line.acknowledge("anna")
    fire_one_by_one(line, 2)
    assert line.state is StationState.READY
    fire_one_by_one(line, 1)
    assert line.state is StationState.FAULT


def test_as_shipped_rejects_do_not_stop_the_line(rig: Make) -> None:
    line = with_streaks(rig(score=scores(*[2] * 20)), [])
    fire_one_by_one(line, 20)
    assert line.state is StationState.READY


def test_three_late_verdicts_in_a_row_are_told_and_the_line_goes_on(make_result: Callable[..., Result]) -> None:
    told: list[str] = []
    stopped: list[str] = []
    limits = LineSection(late_in_a_row=3, deadline_ms=100)
    streaks = Streaks(limits, stop_line=lambda message, _hint: stopped.append(message), too_late=told.append)
    late = {"verdict": Verdict.ERROR, "reason": Reason.LATE}
    for fields in (late, late, {}, late, late):
        streaks.saw(make_result(**fields))
    assert told == []
    streaks.saw(make_result(output=OutputState.WITHHELD, total_ms=101.0))
    assert told == ["3 verdicts in a row came too late for their parts."]
    for _ in range(2):
        streaks.saw(make_result(**late))
    assert len(told) == 1
    streaks.saw(make_result(**late))
    assert len(told) == 2
    assert stopped == []


def test_a_withheld_ok_that_was_in_time_is_not_late_and_no_reject(make_result: Callable[..., Result]) -> None:
    told: list[str] = []
    limits = LineSection(late_in_a_row=1, rejects_in_a_row=1, deadline_ms=100)
    streaks = Streaks(limits, stop_line=lambda message, _hint: told.append(message), too_late=told.append)
    streaks.saw(make_result(output=OutputState.WITHHELD, total_ms=20.0))
    assert told == []


def test_answers_of_a_station_in_fault_and_reference_parts_are_not_counted(make_result: Callable[..., Result]) -> None:
    told: list[str] = []
    limits = LineSection(rejects_in_a_row=2)
    streaks = Streaks(limits, stop_line=lambda message, _hint: told.append(message), too_late=told.append)
    streaks.saw(make_result(verdict=Verdict.NOK, reason=Reason.ABOVE_THRESHOLD))
    streaks.saw(make_result(verdict=Verdict.ERROR, reason=Reason.STATION_FAULT))
    streaks.saw(make_result(verdict=Verdict.NOK, reason=Reason.ABOVE_THRESHOLD, purpose=Purpose.REFERENCE))
    assert told == []
    streaks.saw(make_result(verdict=Verdict.REVIEW, reason=Reason.REVIEW_BAND))
    assert told == ["2 parts in a row were not OK."]


class Block:
    """A reason to block that the test sets and takes away."""

    def __init__(self) -> None:
        self.why: str | None = None

    def __call__(self, _setup: Setup | None) -> str | None:
        return self.why


def test_while_blocked_parts_are_judged_and_recorded_and_no_ok_leaves(rig: Make) -> None:
    block = Block()
    line = rig(score=scores(0, 0, 2, 0, 0), blocked=block)
    fire_one_by_one(line, 1)
    block.why = "the reference parts have to be checked"
    assert line.state is StationState.BLOCKED
    fire_one_by_one(line, 3)
    block.why = None
    assert line.state is StationState.READY
    fire_one_by_one(line, 1)
    rows = line.check()
    assert [(row.verdict, row.output) for row in rows] == [
        ("OK", "sent"), ("OK", "withheld"), ("NOK", "sent"), ("OK", "withheld"), ("OK", "sent"),
    ]  # fmt: skip
    assert [row.score for row in rows] == [0, 0, 2, 0, 0]
    assert sum(event.duration_ms is not None for event in line.camera.output_events) == 2
    assert line.line.counters().withheld == 2


def test_a_part_in_hand_when_the_line_is_blocked_does_not_leave(rig: Make) -> None:
    block = Block()

    def score(_image: np.ndarray[Any, Any]) -> float:
        block.why = "a check failed"
        return 0.0

    line = rig(score=score, blocked=block)
    fire_one_by_one(line, 1)
    (row,) = line.check()
    assert (row.verdict, row.output) == ("OK", "withheld")
    assert not any(event.duration_ms is not None for event in line.camera.output_events)


def test_a_fault_comes_before_a_block_and_a_block_cannot_be_acknowledged(rig: Make) -> None:
    block = Block()
    line = rig(blocked=block)
    block.why = "a check failed"
    line.line.raise_fault(Reason.STATION_FAULT, "something", "do")
    assert line.state is StationState.FAULT
    line.line.acknowledge("anna")
    assert line.state is StationState.BLOCKED
    with pytest.raises(StateError, match="nothing to acknowledge"):
        line.line.acknowledge("anna")


def test_a_scanned_id_goes_with_the_next_picture_that_the_camera_takes_by_itself(rig: Make) -> None:
    part = NextPart()
    part.put(ANNA, "SN-1")
    line = rig(trigger="line", next_part=lambda _token: part.take(), script=[Deliver()] * 3, options={"at_end": "end"})
    rows = line.wait(3)
    assert [row.part_id for row in rows[:3]] == ["SN-1", None, None]
    assert part.waiting is None


def test_an_ok_of_a_blocked_recipe_does_not_leave_when_another_is_put_in_force_before_it_does(rig: Make) -> None:
    recorders: list[Wrapped] = []
    inside, go_on = threading.Event(), threading.Event()
    line = rig(
        wrap_recorder=wrap_into(recorders),
        blocked=lambda setup: "Its check failed." if setup is not None and setup.recipe.version == 1 else None,
    )
    commit = recorders[0].commit_inspection

    def slow(inspection: Inspection) -> None:
        inside.set()
        assert go_on.wait(WAIT_S)
        commit(inspection)

    recorders[0].commit_inspection = slow
    line.fire(1)
    assert inside.wait(WAIT_S)
    line.line.swap(Setup(make_recipe(2), line.detector, lambda _image: Measured()))
    assert line.state is StationState.READY
    go_on.set()
    (found,) = line.wait(1)
    assert (found.verdict, found.output) == (Verdict.OK, OutputState.WITHHELD)
    line.fire(1)
    assert line.wait(2)[1].output is OutputState.SENT
