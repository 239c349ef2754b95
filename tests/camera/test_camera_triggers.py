"""The trigger queue and the picture counter."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera import CameraLost, Trigger, TriggerRefused
from camera.contract import PATIENCE_S
from camera.counters import UNKNOWN_BLOCK, PictureCounter
from camera.triggers import TriggerQueue


def trigger(n: int) -> Trigger:
    return Trigger(f"t{n}", "test")


def test_triggers_come_out_in_the_order_they_went_in():
    queue = TriggerQueue()
    queue.arm()
    for n in range(5):
        queue.put(trigger(n))
    assert [queue.pop().trigger for _ in range(5)] == [trigger(n) for n in range(5)]
    assert queue.pop() is None


def test_a_queue_that_is_not_armed_refuses():
    queue = TriggerQueue()
    with pytest.raises(TriggerRefused, match="not grabbing"):
        queue.put(trigger(0))


def test_what_is_pending_at_the_end_of_a_session_does_not_reach_the_next():
    queue = TriggerQueue()
    queue.arm()
    queue.put(trigger(0))
    assert [fired.trigger for fired in queue.disarm()] == [trigger(0)]
    queue.arm()
    assert queue.pop() is None


def test_a_full_queue_refuses_until_there_is_room():
    queue = TriggerQueue(limit=1)
    queue.arm()
    queue.put(trigger(0))
    with pytest.raises(TriggerRefused, match="owes 1"):
        queue.put(trigger(1))
    entered = threading.Event()

    def put_when_there_is_room() -> None:
        entered.set()
        queue.put(trigger(1), wait_s=PATIENCE_S)

    thread = threading.Thread(target=put_when_there_is_room)
    thread.start()
    assert entered.wait(PATIENCE_S)
    assert queue.pop().trigger == trigger(0)
    assert queue.pop_within(PATIENCE_S).trigger == trigger(1)
    thread.join()


def test_a_trigger_waits_for_the_session_to_begin():
    queue = TriggerQueue()
    thread = threading.Thread(target=lambda: queue.put(trigger(0), wait_s=PATIENCE_S))
    thread.start()
    queue.arm()
    assert queue.pop_within(PATIENCE_S).trigger == trigger(0)
    thread.join()


def test_a_trigger_is_taken_back_only_once():
    queue = TriggerQueue()
    queue.arm()
    fired = queue.put(trigger(0))
    assert queue.discard(fired)
    assert not queue.discard(fired)


@given(st.lists(st.integers(0, 5), max_size=40))
def test_the_counter_finds_every_missing_picture(losses):
    counter = PictureCounter()
    block = 0
    for missing in losses:
        block += missing
        assert counter.missed(block) == missing
        block += 1


@given(st.integers(65_500, 65_535), st.lists(st.integers(0, 3), min_size=20, max_size=60))
def test_the_counter_of_a_gige_camera_survives_its_wrap(start, losses):
    counter = PictureCounter(first=1, wraps_at=65_535)
    counter._last = start - 1
    block = start
    for missing in losses:
        block += missing
        assert counter.missed((block - 1) % 65_535 + 1) == missing
        block += 1


def test_a_counter_of_64_bits_passes_the_16_bit_limit():
    counter = PictureCounter(first=1, wraps_at=65_535)
    counter._last = 65_533
    assert [counter.missed(block) for block in (65_534, 65_535, 65_536, 65_537, 65_539)] == [0, 0, 0, 0, 1]


def test_a_buffer_without_a_number_counts_as_the_next_one():
    counter = PictureCounter()
    assert [counter.missed(block) for block in (0, UNKNOWN_BLOCK, 2, 4)] == [0, 0, 0, 1]


@pytest.mark.parametrize("block", [1, 2, 5000])
def test_a_counter_that_goes_back_or_far_ahead_is_camera_lost(block):
    counter = PictureCounter()
    for n in range(4):
        counter.missed(n)
    with pytest.raises(CameraLost, match=f"to {block}"):
        counter.missed(block)
