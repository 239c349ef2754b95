"""The simulated camera does what its script says."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from camera import (
    CameraConfigError,
    CameraError,
    CameraLost,
    CameraNotFound,
    CameraSettings,
    Frame,
    LostFrame,
    Trigger,
    TriggerMode,
    TriggerRefused,
    create,
)
from camera.contract import Grab
from camera.fake import FakeCamera, FakeOptions
from camera.fake_script import BadBuffer, Burst, Deliver, Gap, Refuse, Stall, Step, Unplug, read_script


class Clock:
    """Time that stands still until it is moved; every look moves it by `tick_ns`."""

    def __init__(self, tick_ns: int = 0) -> None:
        self.now_ns = 1_000
        self.tick_ns = tick_ns

    def __call__(self) -> int:
        self.now_ns += self.tick_ns
        return self.now_ns


def opened(mode: TriggerMode, *script: Step, clock=time.monotonic_ns, **options) -> FakeCamera:
    camera = FakeCamera(FakeOptions(**{"at_end": "end", "ready_ms": 60_000, **options}), script=script, clock=clock)
    camera.open()
    camera.configure(CameraSettings(trigger=mode))
    return camera


def run(camera: FakeCamera) -> list:
    return list(camera.frames(threading.Event()))


def trigger(n: int) -> Trigger:
    return Trigger(f"t{n}", "test")


def test_the_script_says_what_happens_to_each_software_trigger():
    camera = opened("software", Deliver(), BadBuffer(detail="torn"), Gap(), Refuse(), Deliver(exposure_us=77.0))
    with Grab(camera) as grab:
        for n in range(3):
            camera.fire(trigger(n))
        with pytest.raises(TriggerRefused, match="refuses"):
            camera.fire(trigger(3))
        camera.fire(trigger(4))
        first, torn, missing, last = grab.take(4)
        with pytest.raises(TriggerRefused):
            camera.fire(trigger(5))
    assert [token.seq for token in (first, torn, missing, last)] == [0, 1, 2, 3]
    assert [token.trigger for token in (first, torn, missing, last)] == [trigger(n) for n in (0, 1, 2, 4)]
    assert isinstance(first, Frame)
    assert isinstance(torn, LostFrame)
    assert isinstance(missing, LostFrame)
    assert (torn.reason, torn.detail, missing.reason) == ("bad_buffer", "torn", "missing_frame")
    assert last.exposure_us == 77.0


def test_without_a_trigger_of_ours_a_gap_is_a_hole_in_seq():
    tokens = run(opened("line", Deliver(2), Gap(3), Deliver(), BadBuffer()))
    assert [token.seq for token in tokens] == [0, 1, 5, 6]
    assert {token.trigger.source for token in tokens} == {"line"}
    assert len({token.trigger.id for token in tokens}) == 4
    assert [token.trigger for token in run(opened("free_run", Deliver(2)))] == [None, None]


def test_a_stall_is_camera_lost_after_the_watchdog_time_of_the_injected_clock():
    clock = Clock(tick_ns=1_000_000_000)
    camera = opened("line", Deliver(), Stall(), Deliver(), clock=clock, watchdog_ms=60_000)
    frames = camera.frames(threading.Event())
    next(frames)
    before_ns = clock.now_ns
    with pytest.raises(CameraLost, match="silent"):
        next(frames)
    assert clock.now_ns - before_ns >= 60_000_000_000


def test_a_stalled_trigger_gets_no_token_and_no_later_picture():
    clock = Clock()
    camera = opened("software", Deliver(), Stall(), Deliver(), clock=clock, at_end="deliver")
    with Grab(camera) as grab:
        for n in range(3):
            camera.fire(trigger(n))
        assert grab.take(1)[0].trigger == trigger(0)
        clock.now_ns += 1_000_000_000
        with pytest.raises(CameraLost):
            grab.wait_for_end()
    assert grab.rest() == []
    with Grab(camera) as again:
        camera.fire(trigger(9))
        assert again.take(1)[0].trigger == trigger(9)


def test_unplugged_it_is_lost_then_not_found_then_back_with_seq_from_zero():
    camera = opened("line", Deliver(2), Unplug(failing_opens=2), Deliver())
    frames = camera.frames(threading.Event())
    assert [next(frames).seq, next(frames).seq] == [0, 1]
    with pytest.raises(CameraLost, match="unplugged"):
        next(frames)
    camera.close()
    for _ in range(2):
        with pytest.raises(CameraNotFound):
            camera.open()
    camera.open()
    camera.configure(CameraSettings(trigger="line"))
    assert [token.seq for token in run(camera)] == [0]
    assert camera.opens == 2


def test_a_burst_ignores_the_pause_between_pictures():
    clock = Clock(tick_ns=500_000_000)
    camera = opened("line", Deliver(3), Burst(50), clock=clock, interval_ms=60_000)
    times = [token.captured_ns for token in run(camera)]
    gaps_ms = np.diff(times) / 1e6
    assert (gaps_ms[:2] >= 55_000).all()
    assert (gaps_ms[3:] < 5_000).all()


def test_a_script_in_words_is_the_script_in_steps():
    words = ["deliver 10", "gap", "bad_buffer 2", "stall", "unplug 3", "refuse", "burst 5"]
    steps = (Deliver(10), Gap(), BadBuffer(2), Stall(), Unplug(3), Refuse(), Burst(5))
    assert read_script(words) == steps
    with pytest.raises(CameraConfigError, match="gap many"):
        read_script(["gap many"])


def test_a_repeated_script_begins_again():
    camera = create("fake", {"script": ["deliver 2", "bad_buffer"], "at_end": "repeat"})
    camera.open()
    camera.configure(CameraSettings(trigger="line"))
    frames = camera.frames(threading.Event())
    kinds = [isinstance(next(frames), Frame) for _ in range(7)]
    frames.close()
    assert kinds == [True, True, False, True, True, False, True]


@pytest.mark.parametrize(
    ("options", "shape", "dtype"),
    [({}, (48, 64), np.uint8), ({"bits": 16, "colour": True, "width": 10, "height": 6}, (6, 10, 3), np.uint16)],
)
def test_the_pictures_it_makes_are_of_the_wanted_kind_and_repeatable(options, shape, dtype):
    first = run(opened("line", Deliver(3), **options))
    second = run(opened("line", Deliver(3), **options))
    assert {(token.image.shape, token.image.dtype.type) for token in first} == {(shape, dtype)}
    assert all(np.array_equal(a.image, b.image) for a, b in zip(first, second, strict=True))
    assert not np.array_equal(first[0].image, first[1].image)


def test_given_pictures_are_delivered():
    image = np.full((5, 7), 9, np.uint8)
    camera = FakeCamera(
        FakeOptions(at_end="end"), script=[Deliver(image=image), Deliver()], picture=lambda _: image + 1
    )
    camera.open()
    camera.configure(CameraSettings(trigger="line"))
    assert [int(token.image[0, 0]) for token in run(camera)] == [9, 10]


def test_outputs_record_levels_and_pulses_on_the_injected_clock():
    clock = Clock()
    camera = opened("software", clock=clock, outputs=("ok", "busy"))
    camera.set_output("busy", True)
    camera.pulse_output("ok", 20)
    assert camera.output_level("busy")
    assert camera.output_level("ok")
    clock.now_ns += 20_000_000
    assert not camera.output_level("ok")
    assert [(event.line, event.duration_ms) for event in camera.output_events] == [("busy", None), ("ok", 20)]
    with pytest.raises(CameraError, match="nok"):
        camera.pulse_output("nok", 1)
    camera.close()
    assert not camera.output_level("busy")


def test_a_hundred_thousand_line_triggers_come_out_in_order():
    image = np.zeros((2, 2), np.uint8)
    camera = FakeCamera(FakeOptions(at_end="end"), script=[Deliver(100_000, image=image)])
    camera.open()
    camera.configure(CameraSettings(trigger="line"))
    count = 0
    for token in camera.frames(threading.Event()):
        assert token.seq == count
        count += 1
    assert count == 100_000


def test_many_software_triggers_from_another_thread_are_answered_in_order():
    camera = opened("software", at_end="deliver", width=4, height=4)
    fired = [trigger(n) for n in range(5_000)]
    with Grab(camera) as grab:
        thread = threading.Thread(target=lambda: [camera.fire(one) for one in fired])
        thread.start()
        tokens = grab.take(len(fired))
        thread.join()
    assert [token.trigger for token in tokens] == fired
    assert [token.seq for token in tokens] == list(range(5_000))
