"""What the camera can do to a line, and that every trigger still ends in exactly one inspection, in order."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from camera.fake_script import BadBuffer, Deliver, Gap, Refuse, Stall, Unplug
from station.errors import StateError
from station.types import ImageState, OutputState, Reason, StationState, Verdict
from tests.line.line_rig import WAIT_S, Rig, reasons

Make = Callable[..., Rig]
OK = Reason.BELOW_THRESHOLD


def test_good_parts_pass_each_with_its_row_its_picture_and_one_pulse(rig: Make) -> None:
    line = rig()
    line.fire(20)
    rows = line.check()
    assert reasons(rows) == [OK] * 20
    assert [row.part_id for row in rows] == [f"part-{number}" for number in range(20)]
    for row in rows:
        assert (row.verdict, row.output, row.image.state) == (Verdict.OK, OutputState.SENT, ImageState.STORED)
        assert row.image.path is not None
        assert (line.folder / "images" / row.image.path).stat().st_size == row.image.bytes
        assert row.recipe == line.recipe.ref
        assert row.timings.commit_ms is not None
        assert row.timings.total_ms is not None


def test_more_parts_than_there_is_room_for_are_errors_in_their_order(rig: Make) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def score(_image: Any) -> float:
        inside.set()
        assert go_on.wait(WAIT_S)
        return 0.0

    line = rig(score=score, limits={"queue_images": 3})
    line.fire(1)
    assert inside.wait(WAIT_S)
    line.fire(6, burst=True)
    line.wait_for(lambda: line.line.queue_tokens == 6)
    go_on.set()
    rows = line.check()
    assert reasons(rows) == [OK] * 3 + [Reason.OVERRUN] * 4
    assert line.line.counters().lost == {"overrun": 4}


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (BadBuffer(2), Reason.BAD_BUFFER),
        (Gap(2), Reason.MISSING_FRAME),
        (Refuse(2), Reason.TRIGGER_REFUSED),
    ],
)
def test_pictures_that_do_not_arrive_whole_are_errors_between_the_good_ones(
    rig: Make, step: Any, reason: Reason
) -> None:
    line = rig(script=[Deliver(2), step, Deliver(2)])
    line.fire(6)
    rows = line.check()
    assert reasons(rows) == [OK, OK, reason, reason, OK, OK]
    assert [row.verdict for row in rows[2:4]] == [Verdict.ERROR] * 2
    assert rows[2].image.state is ImageState.NONE


def test_a_hole_in_the_numbers_of_a_free_running_camera_is_one_error_for_each_missing_picture(rig: Make) -> None:
    line = rig(
        script=[Deliver(2), Gap(3), Deliver(1)],
        trigger="line",
        options={"at_end": "end"},
    )
    found = line.wait(6)
    assert reasons(found) == [OK, OK, *[Reason.MISSING_FRAME] * 3, OK]
    assert [row.seq for row in found] == [0, 1, 2, 3, 4, 5]
    assert [row.seq for row in line.rows()] == [0, 1, 2, 3, 4, 5], "records come in the order of the triggers"


@pytest.mark.parametrize("loss", [Unplug(3), Stall()])
def test_a_lost_camera_answers_what_waits_recovers_and_goes_on(rig: Make, loss: Any) -> None:
    line = rig(script=[Deliver(2), loss])
    come_back, reopen = threading.Event(), line.camera.open

    def open_later() -> None:
        assert come_back.wait(WAIT_S)
        reopen()

    line.camera.open = open_later  # type: ignore[method-assign]
    line.fire(2)
    line.wait(2)
    line.fire(1)
    line.wait_for(lambda: line.state is StationState.RECOVERING)
    come_back.set()
    line.wait_for(lambda: line.state is StationState.READY)
    assert line.camera.opens == 2
    line.fire(2)
    assert reasons(line.check()) == [OK, OK, Reason.CAMERA_LOST, OK, OK]


def test_triggers_while_the_camera_is_away_are_answered_at_once(rig: Make) -> None:
    line = rig(script=[Unplug(10_000)])
    line.fire(1)
    line.wait_for(lambda: line.state is StationState.RECOVERING)
    line.fire(3)
    rows = line.check()
    assert reasons(rows) == [Reason.CAMERA_LOST] * 4
    assert "unplugged" in rows[0].detail or "not there" in rows[-1].detail


def test_stop_during_a_burst_loses_no_trigger(rig: Make) -> None:
    line = rig()
    refused = threading.Event()

    def burst() -> None:
        try:
            while True:
                line.wait(len(line.fired) - 50)  # more than there is room for, and not all that a machine can do
                line.fire(1, burst=True)
        except StateError:
            refused.set()

    burster = threading.Thread(target=burst)
    burster.start()
    line.wait(10)
    line.line.stop()
    assert refused.wait(WAIT_S)
    burster.join()
    counters = line.line.counters()
    assert counters.done == counters.triggers == len(line.fired)
    rows = line.check()
    assert set(reasons(rows)) <= {OK, Reason.STATION_STOPPED, Reason.OVERRUN}
    assert line.camera.output_level("Line2") is False


def test_a_station_can_be_started_again_after_a_stop(rig: Make) -> None:
    line = rig()
    line.fire(2)
    line.wait(2)
    line.stop()
    with pytest.raises(StateError, match="takes no triggers"):
        line.line.trigger()
    line.start()
    line.fire(2)
    assert reasons(line.check()) == [OK] * 4


def test_a_second_start_is_refused(rig: Make) -> None:
    line = rig()
    with pytest.raises(StateError, match="running already"):
        line.start()


def test_the_end_of_a_folder_answers_further_triggers_in_words(rig: Make) -> None:
    line = rig(script=[Deliver(2)], options={"at_end": "end"})
    line.fire(2)
    line.wait(2)
    line.wait_for(lambda: line.line.acquisition.source_ended)
    line.fire(1)
    rows = line.check()
    assert reasons(rows)[2] is Reason.TRIGGER_REFUSED
    assert "come to its end" in rows[2].detail
