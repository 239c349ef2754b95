from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from camera.api import LOST_CAMERA, LOST_MISSING, LOST_REFUSED, CameraLost, Frame, LostFrame, Trigger
from station.ledger import MOST_MISSING, Ticket, TriggerLedger

IMAGE = np.zeros((2, 2), np.uint8)


def frame(seq: int, trigger: Trigger | None) -> Frame:
    return Frame(seq, 0, datetime(2026, 1, 1, tzinfo=UTC), IMAGE, "test", trigger=trigger)


def make() -> tuple[TriggerLedger, list[Ticket]]:
    out: list[Ticket] = []
    return TriggerLedger(out.append, lambda: 0), out


def trigger(number: int) -> Trigger:
    return Trigger(str(number), "test")


def answered(out: list[Ticket]) -> list[tuple[str | None, str]]:
    return [
        (ticket.token.trigger.id if ticket.token.trigger else None, getattr(ticket.token, "reason", "frame"))
        for ticket in out
    ]


@settings(max_examples=300)
@given(
    fates=st.lists(st.sampled_from(["frame", "bad", "gap", "silent", "refused"]), max_size=40),
    batch=st.integers(1, 5),
    lose=st.booleans(),
)
def test_every_trigger_is_answered_once_and_in_order_whatever_becomes_of_it(
    fates: list[str], batch: int, lose: bool
) -> None:
    ledger, out = make()
    seq = 0
    for start in range(0, len(fates), batch):
        group = list(enumerate(fates))[start : start + batch]
        for number, fate in group:
            ledger.fired(trigger(number))
            if fate == "refused":
                ledger.refused(trigger(number), LOST_REFUSED, "busy")
        for number, fate in group:
            if fate == "frame":
                ledger.arrived(frame(seq, trigger(number)))
            elif fate == "bad":
                ledger.arrived(LostFrame(seq, 0, "bad_buffer", trigger(number)))
            seq += fate in ("frame", "bad", "gap")
        if lose:
            ledger.abandon(LOST_CAMERA, "unplugged")
    ledger.abandon(LOST_CAMERA, "end")
    ids = [ident for ident, _ in answered(out) if ident is not None]
    assert ids == [str(number) for number in range(len(fates))]
    for ident, reason in answered(out):
        if ident is not None:
            fate = fates[int(ident)]
            assert (reason == "frame") == (fate == "frame")
            assert (reason == "bad_buffer") == (fate == "bad")
            assert (reason == LOST_REFUSED) == (fate == "refused")


def test_a_hole_in_the_picture_numbers_is_one_lost_frame_for_each_missing_picture() -> None:
    ledger, out = make()
    ledger.arrived(frame(0, None))
    ledger.arrived(frame(4, None))
    assert [ticket.token.seq for ticket in out] == [0, 1, 2, 3, 4]
    assert [reason for _, reason in answered(out)] == ["frame", LOST_MISSING, LOST_MISSING, LOST_MISSING, "frame"]


def test_a_hole_is_charged_to_the_triggers_that_waited_for_it() -> None:
    ledger, out = make()
    for number in range(3):
        ledger.fired(trigger(number))
    ledger.arrived(frame(2, trigger(2)))
    assert answered(out) == [("0", LOST_MISSING), ("1", LOST_MISSING), ("2", "frame")]


@pytest.mark.parametrize("seq", [0, 4 + MOST_MISSING + 1])
def test_a_picture_counter_that_cannot_be_true_is_a_lost_camera_not_a_flood(seq: int) -> None:
    ledger, out = make()
    for number in range(4):
        ledger.arrived(frame(number, None))
    with pytest.raises(CameraLost, match="counter"):
        ledger.arrived(frame(seq, None))
    assert len(out) == 4


def test_a_picture_for_a_trigger_already_answered_is_counted_and_goes_nowhere() -> None:
    ledger, out = make()
    ledger.fired(trigger(0))
    ledger.abandon()
    ledger.arrived(frame(0, trigger(0)))
    assert answered(out) == [("0", LOST_CAMERA)]
    assert ledger.stale == 1


def test_a_refused_trigger_waits_for_the_pictures_of_earlier_ones() -> None:
    ledger, out = make()
    ledger.fired(trigger(0))
    ledger.fired(trigger(1))
    ledger.refused(trigger(1), LOST_REFUSED, "busy")
    assert out == []
    ledger.arrived(frame(0, trigger(0)))
    assert answered(out) == [("0", "frame"), ("1", LOST_REFUSED)]


def test_pictures_number_from_zero_again_after_the_camera_was_opened_anew() -> None:
    ledger, out = make()
    ledger.arrived(frame(0, None))
    ledger.arrived(frame(1, None))
    ledger.reopened()
    ledger.arrived(frame(0, None))
    assert [reason for _, reason in answered(out)] == ["frame"] * 3


def test_a_closed_ledger_answers_what_waits_and_knows_no_trigger_until_the_camera_is_opened_again() -> None:
    ledger, out = make()
    assert ledger.fired(trigger(0))
    ledger.close("stopped")
    assert not ledger.fired(trigger(1))
    ledger.refused(trigger(1), LOST_REFUSED, "too late")
    assert answered(out) == [("0", "stopped")]
    ledger.reopened()
    assert ledger.fired(trigger(2))
    ledger.abandon(LOST_CAMERA)
    assert answered(out) == [("0", "stopped"), ("2", LOST_CAMERA)]
