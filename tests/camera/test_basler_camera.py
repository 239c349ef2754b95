"""The Basler driver on the emulator that comes with pylon: the real SDK, the real threads, real image files."""

from __future__ import annotations

import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from camera import (
    CameraBusy,
    CameraConfigError,
    CameraError,
    CameraLost,
    CameraNotFound,
    CameraSettings,
    Frame,
    LostFrame,
    Roi,
    Token,
    Trigger,
    TriggerRefused,
)
from camera.basler import BaslerCamera, BaslerOptions, create, pylon
from camera.basler_emulator import damage_next, silence, unplug
from camera.basler_features import opening_error
from camera.contract import PATIENCE_S, Grab

NAMES = ("B.png", "a1.png", "a10.png", "a2.png", "c.png")
"""In the order of their code points, which is the emulator's."""


@pytest.fixture
def pictures(tmp_path: Path) -> dict[str, np.ndarray]:
    folder = tmp_path / "pictures"
    folder.mkdir()
    rng = np.random.default_rng(7)
    written = {}
    for name in sorted(NAMES, reverse=True):
        written[name] = rng.integers(0, 256, size=(300, 300), dtype=np.uint8)
        assert cv2.imwrite(str(folder / name), written[name])
    return {name: written[name] for name in NAMES}


@pytest.fixture
def basler(tmp_path: Path, pictures: dict[str, np.ndarray]):
    camera = build(tmp_path / "pictures", outputs=["Line2", "Line3"])
    camera.open()
    yield camera
    camera.close()


def build(folder: Path, **options) -> BaslerCamera:
    """Build a camera that waits longer than any machine is busy, for the picture and for the next trigger."""
    return create({"emulate_folder": folder, "watchdog_ms": 60_000, "ready_ms": 60_000, **options})


def refuses_at_once(camera: BaslerCamera) -> None:
    """Let `fire` no longer wait for a camera that is known not to grab."""
    camera._options = replace(camera._options, ready_ms=0.0)


def trigger(n: int) -> Trigger:
    return Trigger(id=f"t{n}", source="test")


def frame(token: Token) -> Frame:
    assert isinstance(token, Frame), token
    return token


def wait_until_ready(camera: BaslerCamera) -> None:
    pause = threading.Event()
    device = camera.device
    while not device.IsGrabbing() or not device.WaitForFrameTriggerReady(0, pylon.TimeoutHandling_Return):
        assert not pause.wait(0.002)


def lost_after(camera: BaslerCamera, provoke) -> tuple[list[Token], CameraLost]:
    """Run `frames`, call `provoke` once it grabs, and return the tokens and the loss that ended it."""
    stop = threading.Event()
    tokens: list[Token] = []
    errors: list[CameraLost] = []

    def run() -> None:
        try:
            for token in camera.frames(stop):
                tokens.append(token)
        except CameraLost as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        camera.fire(trigger(0))
        provoke()
        thread.join(PATIENCE_S)
    finally:
        stop.set()
        thread.join()
    assert errors, "the loss went unnoticed"
    return tokens, errors[0]


def test_each_trigger_replays_one_file_bit_for_bit_in_name_order_and_around(basler, pictures):
    basler.configure(CameraSettings(trigger="software"))
    assert tuple(path.name for path in basler.emulated_files) == NAMES
    with Grab(basler) as grab:
        for n in range(12):
            basler.fire(trigger(n))
        tokens = [frame(token) for token in grab.take(12)]
    for n, token in enumerate(tokens):
        assert token.trigger == trigger(n)
        assert np.array_equal(token.image, pictures[NAMES[n % len(NAMES)]])


def test_every_start_of_frames_begins_with_the_first_file(basler, pictures):
    basler.configure(CameraSettings(trigger="software"))
    for _ in range(2):
        with Grab(basler) as grab:
            basler.fire(trigger(0))
            basler.fire(trigger(1))
            first, second = (frame(token).image for token in grab.take(2))
        assert np.array_equal(first, pictures["B.png"])
        assert np.array_equal(second, pictures["a1.png"])


@pytest.mark.parametrize(
    ("shape", "dtype", "expected"), [((40, 60), np.uint16, "Mono16"), ((40, 60, 3), np.uint8, "RGB8")]
)
def test_the_emulator_takes_on_the_kind_of_the_pictures(tmp_path, shape, dtype, expected):
    written = np.random.default_rng(1).integers(0, np.iinfo(dtype).max, size=shape).astype(dtype)
    cv2.imwrite(str(tmp_path / "one.png"), written[:, :, ::-1] if written.ndim == 3 else written)
    camera = build(tmp_path)
    camera.open()
    try:
        accepted = camera.configure(CameraSettings(trigger="software"))
        assert accepted.pixel_format == expected
        assert accepted.roi == Roi(0, 0, 60, 40)
        with Grab(camera) as grab:
            camera.fire(trigger(0))
            image = frame(grab.take(1)[0]).image
        assert np.array_equal(image, written)
    finally:
        camera.close()


def test_buffers_are_given_back_far_beyond_the_size_of_the_pool(basler):
    basler.configure(CameraSettings(trigger="software"))
    with Grab(basler) as grab:
        for n in range(60):
            basler.fire(trigger(n))
        tokens = grab.take(60)
    assert [token.seq for token in tokens] == list(range(60))
    assert all(isinstance(token, Frame) for token in tokens)


@pytest.mark.parametrize("in_flight", [1, 4])
def test_triggers_from_several_threads_are_each_answered_once(tmp_path, pictures, in_flight):
    camera = build(tmp_path / "pictures", max_in_flight=in_flight)
    camera.open()
    try:
        camera.configure(CameraSettings(trigger="software"))
        with Grab(camera) as grab:
            threads = [
                threading.Thread(target=lambda part=part: [camera.fire(trigger(10 * part + n)) for n in range(6)])
                for part in range(4)
            ]
            for thread in threads:
                thread.start()
            tokens = grab.take(24)
            for thread in threads:
                thread.join()
        answered = [token.trigger.id for token in tokens]
        assert sorted(answered) == sorted(f"t{10 * part + n}" for part in range(4) for n in range(6))
        for n, token in enumerate(tokens):
            assert np.array_equal(frame(token).image, pictures[NAMES[n % len(NAMES)]])
    finally:
        camera.close()


def test_a_damaged_buffer_is_a_lost_frame_with_its_own_trigger(basler, pictures):
    basler.configure(CameraSettings(trigger="software"))
    with Grab(basler) as grab:
        basler.fire(trigger(0))
        grab.take(1)
        damage_next(basler.device)
        basler.fire(trigger(1))
        basler.fire(trigger(2))
        damaged, good = grab.take(2)
    assert isinstance(damaged, LostFrame)
    assert (damaged.reason, damaged.trigger, damaged.seq) == ("bad_buffer", trigger(1), 1)
    assert "incompletely grabbed" in damaged.detail
    assert frame(good).trigger == trigger(2)
    assert np.array_equal(frame(good).image, pictures["a10.png"])


def test_a_file_that_is_no_image_is_a_lost_frame_that_names_it(tmp_path, pictures):
    (tmp_path / "pictures" / "a1.png").write_bytes(b"this is not a picture")
    camera = build(tmp_path / "pictures")
    camera.open()
    try:
        camera.configure(CameraSettings(trigger="software"))
        with Grab(camera) as grab:
            for n in range(3):
                camera.fire(trigger(n))
            first, second, third = grab.take(3)
        assert isinstance(first, Frame)
        assert isinstance(second, LostFrame)
        assert "a1.png" in second.detail
        assert np.array_equal(frame(third).image, pictures["a10.png"])
    finally:
        camera.close()


def test_a_picture_of_another_size_than_the_roi_never_passes_as_whole(tmp_path, pictures):
    cv2.imwrite(str(tmp_path / "pictures" / "zz_large.png"), np.zeros((310, 320), np.uint8))
    camera = build(tmp_path / "pictures")
    camera.open()
    try:
        assert camera.configure(CameraSettings(trigger="software")).roi == Roi(0, 0, 320, 310)
        with Grab(camera) as grab:
            for n in range(6):
                camera.fire(trigger(n))
            shapes = [frame(token).image.shape for token in grab.take(6)]
        assert shapes == [(300, 300)] * 5 + [(310, 320)]
    finally:
        camera.close()


def test_unplugged_is_camera_lost_and_open_finds_the_same_camera_again(basler, pictures):
    basler.configure(CameraSettings(trigger="software"))
    before = basler.camera_id
    tokens, error = lost_after(basler, lambda: unplug(basler.device))
    assert "unplugged" in error.message or "removed" in error.message
    assert len(tokens) <= 1
    patient = basler._options
    refuses_at_once(basler)
    with pytest.raises(TriggerRefused):
        basler.fire(trigger(1))
    basler._options = patient
    basler.close()
    basler.open()
    assert basler.camera_id == before
    basler.configure(CameraSettings(trigger="software"))
    with Grab(basler) as grab:
        basler.fire(trigger(2))
        token = frame(grab.take(1)[0])
    assert (token.seq, token.trigger) == (0, trigger(2))
    assert np.array_equal(token.image, pictures["B.png"])


def test_a_camera_that_is_gone_is_not_found_and_comes_back(monkeypatch):
    monkeypatch.setenv("PYLON_CAMEMU", "1")
    camera = create({})
    camera.open()
    camera.close()
    serial = camera.camera_id.removeprefix("basler ")
    monkeypatch.setenv("PYLON_CAMEMU", "0")
    with pytest.raises(CameraNotFound, match=serial):
        camera.open()
    monkeypatch.setenv("PYLON_CAMEMU", "1")
    camera.open()
    camera.close()


def test_a_camera_is_chosen_by_its_serial_number(monkeypatch):
    monkeypatch.setenv("PYLON_CAMEMU", "3")
    camera = create({"serial": "0815-0002"})
    camera.open()
    assert camera.device.GetDeviceInfo().GetSerialNumber() == "0815-0002"
    camera.close()
    with pytest.raises(CameraNotFound) as caught:
        create({"serial": "12345678"}).open()
    assert "12345678" in caught.value.message
    assert "0815-0001" in caught.value.hint


def test_a_trigger_without_a_picture_is_camera_lost_and_no_later_picture_answers_it(tmp_path, pictures):
    ahead_ns = [0]
    options = BaslerOptions(emulate_folder=tmp_path / "pictures", watchdog_ms=60_000, ready_ms=60_000)
    camera = BaslerCamera(options, clock=lambda: time.monotonic_ns() + ahead_ns[0])
    camera.open()
    try:
        camera.configure(CameraSettings(trigger="software"))

        def fire_into_the_void() -> None:
            camera._queue.wait_for_room(PATIENCE_S)  # the first picture is there
            silence(camera.device)
            camera.fire(trigger(1))
            ahead_ns[0] = 61_000_000_000

        tokens, error = lost_after(camera, fire_into_the_void)
        assert [token.trigger for token in tokens] == [trigger(0)]
        assert "no picture" in error.message
        camera.configure(CameraSettings(trigger="software"))
        with Grab(camera) as grab:
            camera.fire(trigger(2))
            assert grab.take(1)[0].trigger == trigger(2)
    finally:
        camera.close()


def test_a_picture_nobody_asked_for_is_camera_lost(basler):
    basler.configure(CameraSettings(trigger="software"))

    def pull_behind_the_drivers_back() -> None:
        wait_until_ready(basler)
        basler.device.ExecuteSoftwareTrigger()

    tokens, error = lost_after(basler, pull_behind_the_drivers_back)
    assert "nobody asked for" in error.message
    assert len(tokens) <= 1


def test_a_device_closed_underneath_is_camera_lost(basler):
    basler.configure(CameraSettings(trigger="software"))
    _, error = lost_after(basler, basler.device.Close)
    assert basler.camera_id in error.message


def test_free_run_delivers_without_triggers_and_line_mode_makes_its_own(basler):
    basler.configure(CameraSettings(trigger="free_run"))
    with Grab(basler) as grab:
        assert [frame(token).trigger for token in grab.take(5)] == [None] * 5
    basler.configure(CameraSettings(trigger="line", line="Line3"))
    with Grab(basler) as grab:
        with pytest.raises(TriggerRefused, match="line"):
            basler.fire(trigger(0))
        # The emulator's lines cannot be wired, but it takes a software trigger whatever its trigger source.
        for _ in range(3):
            wait_until_ready(basler)
            basler.device.ExecuteSoftwareTrigger()
        tokens = [frame(token) for token in grab.take(3)]
    assert {token.trigger.source for token in tokens} == {"line"}
    assert len({token.trigger.id for token in tokens}) == 3


def test_what_the_camera_accepted_is_returned(basler):
    accepted = basler.configure(
        CameraSettings(exposure_us=1000.03, gain_db=6.0, pixel_format="Mono12", roi=Roi(8, 16, 200, 100))
    )
    assert accepted.exposure_us == pytest.approx(1000.0)
    assert accepted.gain_db == pytest.approx(6.0, abs=0.01)
    assert (accepted.pixel_format, accepted.roi) == ("Mono12", Roi(8, 16, 200, 100))
    with Grab(basler) as grab:
        basler.fire(trigger(0))
        token = frame(grab.take(1)[0])
    assert (token.image.shape, token.image.dtype) == ((100, 200), np.uint16)
    assert token.exposure_us == accepted.exposure_us


@pytest.mark.parametrize(
    ("settings", "named", "allowed"),
    [
        (CameraSettings(exposure_us=1e9), "exposure_us", "1e+07"),
        (CameraSettings(gain_db=-3), "gain_db", "0 to 48"),
        (CameraSettings(pixel_format="YUV9"), "YUV9", "Mono8"),
        (CameraSettings(roi=Roi(4000, 0, 200, 100)), "width 200 at 4000", "4096"),
        (CameraSettings(roi=Roi(0, 0, 0, 100)), "width 0", "at least 1"),
        (CameraSettings(trigger="line", line="Line9"), "Line9", "Line1, Line2, Line3"),
    ],
)
def test_an_impossible_setting_is_named_with_its_range_and_changes_nothing(basler, settings, named, allowed):
    before = basler.configure(CameraSettings())
    with pytest.raises(CameraConfigError) as caught:
        basler.configure(settings)
    assert named in caught.value.message
    assert allowed in caught.value.hint
    assert basler.configure(CameraSettings()) == before


def test_settings_are_refused_while_grabbing(basler):
    basler.configure(CameraSettings(trigger="software"))
    with Grab(basler) as grab:
        basler.fire(trigger(0))
        grab.take(1)
        with pytest.raises(CameraConfigError, match="grabbing"):
            basler.configure(CameraSettings(exposure_us=500.0))


@pytest.mark.parametrize(
    ("pixel_format", "shape"), [("BayerRG8", (300, 300, 3)), ("RGB8", (300, 300, 3)), ("BGR8", (300, 300, 3))]
)
def test_colour_arrives_as_rgb(tmp_path, pixel_format, shape):
    red = np.zeros((300, 300, 3), np.uint8)
    red[:, :, 2] = 200  # BGR on disk
    cv2.imwrite(str(tmp_path / "red.png"), red)
    camera = build(tmp_path)
    camera.open()
    try:
        camera.configure(CameraSettings(pixel_format=pixel_format))
        with Grab(camera) as grab:
            camera.fire(trigger(0))
            image = frame(grab.take(1)[0]).image
    finally:
        camera.close()
    assert image.shape == shape
    if not pixel_format.startswith("Bayer"):  # the emulator fills Bayer pixels with grey
        assert image[10, 10].tolist() == [200, 0, 0]


def test_outputs_start_low_hold_their_level_and_drop_after_a_pulse(basler):
    assert not basler.output_level("Line2")
    basler.set_output("Line2", True)
    basler.set_output("Line3", False)
    assert basler.output_level("Line2")
    assert not basler.output_level("Line3")
    basler.set_output("Line2", False)
    basler.pulse_output("Line2", 60_000)
    assert basler.output_level("Line2")
    basler.set_output("Line2", False)
    assert not basler.output_level("Line2")
    basler.pulse_output("Line3", 5)
    waiting = threading.Event()
    while basler.output_level("Line3"):
        assert not waiting.wait(0.005)


def test_closing_drops_outputs_and_ends_their_timers(basler):
    before = set(threading.enumerate())
    basler.pulse_output("Line2", 60_000)
    device = basler.device
    (timer,) = set(threading.enumerate()) - before
    basler.close()
    assert not timer.is_alive()
    assert not device.IsOpen()
    basler.open()
    assert not basler.output_level("Line2")
    with pytest.raises(CameraError, match="Line1"):
        basler.set_output("Line1", True)


def test_an_output_the_camera_lacks_is_a_configuration_error_at_open(tmp_path, pictures):
    camera = create({"emulate_folder": tmp_path / "pictures", "outputs": ["Line7"]})
    with pytest.raises(CameraConfigError, match="Line7"):
        camera.open()
    assert camera.device is None


def test_a_folder_without_images_is_not_found(tmp_path):
    with pytest.raises(CameraNotFound, match="empty"):
        create({"emulate_folder": tmp_path}).open()
    (tmp_path / "notes.txt").write_text("nothing to see")
    with pytest.raises(CameraNotFound, match="no image"):
        create({"emulate_folder": tmp_path}).open()
    with pytest.raises(CameraNotFound, match="does not exist"):
        create({"emulate_folder": tmp_path / "nowhere"}).open()


def test_a_camera_held_by_another_program_is_busy_in_the_words_pylon_uses():
    # The emulator lets everybody in, so only the translation can be tested here.
    usb = "Failed to open device 'x' for XML file download. Error: 'Device is exclusively opened by another client.'"
    gige = "Failed to open 'x'. The device is controlled by another application. Err: ... (0xE1018006)"
    assert isinstance(opening_error("1", usb), CameraBusy)
    assert isinstance(opening_error("1", gige), CameraBusy)
    assert isinstance(opening_error("1", "No device is available."), CameraNotFound)


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="this system has no SIGALRM")
def test_waiting_for_pictures_does_not_depend_on_the_alarm_signal(basler):
    alarms = []
    before = signal.signal(signal.SIGALRM, lambda number, _: alarms.append(number))
    try:
        basler.configure(CameraSettings(trigger="software"))
        with Grab(basler) as grab:
            for n in range(3):
                basler.fire(trigger(n))
                grab.take(1)
            grab.end()
        refuses_at_once(basler)
        with pytest.raises(TriggerRefused):
            basler.fire(trigger(9))
    finally:
        signal.signal(signal.SIGALRM, before)
    assert alarms == []


def test_a_pulse_that_comes_after_the_lines_were_dropped_is_refused(tmp_path: Path) -> None:
    camera = create({"emulate": True, "outputs": ("Line2",)})
    camera.open()
    lines = camera._lines
    assert lines is not None
    camera.close()
    with pytest.raises(CameraError, match="closed"):
        lines.pulse("Line2", 5.0)
    with pytest.raises(CameraError, match="closed"):
        lines.set_level("Line2", True)
