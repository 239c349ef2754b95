"""The folder as a camera: replay and watch, on real files."""

from __future__ import annotations

import threading
from pathlib import Path

import cv2
import numpy as np
import pytest

from camera import (
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
from camera.contract import PATIENCE_S, Grab
from camera.folder import FolderCamera, FolderOptions


def write(path: Path, value: int, shape=(6, 8), dtype=np.uint8) -> np.ndarray:
    """Write a picture that is there at once and whole, as a careful program does."""
    image = np.full(shape, value, dtype)
    hidden = path.with_name(f".{path.name}")
    assert cv2.imwrite(str(hidden), image)
    hidden.replace(path)
    return image


def opened(folder: Path, mode: TriggerMode = "free_run", **options):
    camera = create("folder", {"path": folder, "interval_ms": 0, "ready_ms": 60_000, **options})
    camera.open()
    camera.configure(CameraSettings(trigger=mode))
    return camera


def run(camera) -> list:
    return list(camera.frames(threading.Event()))


def trigger(n: int) -> Trigger:
    return Trigger(f"t{n}", "test")


def level(token) -> int:
    assert isinstance(token, Frame), token
    return int(token.image.flat[0])


def test_pictures_come_once_in_the_order_of_their_names(tmp_path):
    for value, name in enumerate(["c.png", "a10.png", "a2.png", "B.bmp"]):
        write(tmp_path / name, value)
    (tmp_path / "notes.txt").write_text("not a picture")
    write(tmp_path / ".hidden.png", 99)
    camera = opened(tmp_path)
    assert [path.name for path in camera.files] == ["B.bmp", "a10.png", "a2.png", "c.png"]
    assert [level(token) for token in run(camera)] == [3, 1, 2, 0]


def test_a_pattern_chooses_files_and_a_loop_begins_again(tmp_path):
    write(tmp_path / "x1.png", 1)
    write(tmp_path / "x2.png", 2)
    write(tmp_path / "y.png", 3)
    frames = opened(tmp_path, pattern="x*", loop=True).frames(threading.Event())
    assert [level(next(frames)) for _ in range(5)] == [1, 2, 1, 2, 1]
    frames.close()


def test_each_trigger_takes_the_next_file_and_those_beyond_the_end_are_lost_frames(tmp_path):
    for n in range(2):
        write(tmp_path / f"{n}.png", n)
    camera = opened(tmp_path, "software")
    frames = camera.frames(threading.Event())
    tokens = []
    ready = threading.Thread(target=lambda: [camera.fire(trigger(n)) for n in range(4)])
    ready.start()
    tokens.append(next(frames))
    ready.join()
    tokens += list(frames)
    assert [token.trigger for token in tokens] == [trigger(n) for n in range(4)]
    assert [level(token) for token in tokens[:2]] == [0, 1]
    assert all(isinstance(token, LostFrame) and token.reason == "missing_frame" for token in tokens[2:])
    with pytest.raises(TriggerRefused):
        create("folder", {"path": tmp_path}).fire(trigger(9))


@pytest.mark.parametrize(
    ("shape", "dtype", "expected"),
    [
        ((6, 8), np.uint16, (6, 8)),
        ((6, 8, 3), np.uint8, (6, 8, 3)),
        ((6, 8, 3), np.uint16, (6, 8, 3)),
        ((6, 8, 4), np.uint8, (6, 8, 3)),
    ],
)
def test_bits_are_kept_colour_is_rgb_and_alpha_is_dropped(tmp_path, shape, dtype, expected):
    image = np.random.default_rng(0).integers(0, np.iinfo(dtype).max, size=shape).astype(dtype)
    cv2.imwrite(str(tmp_path / "one.png"), image)
    (token,) = run(opened(tmp_path))
    assert token.image.dtype == dtype
    assert token.image.shape == expected
    assert np.array_equal(token.image, image if image.ndim == 2 else image[:, :, 2::-1])


@pytest.mark.parametrize("content", [b"", b"not a picture at all", b"\x89PNG\r\n\x1a\n\x00\x00"])
def test_an_unreadable_file_is_a_lost_frame_that_names_it(tmp_path, content):
    write(tmp_path / "a.png", 1)
    (tmp_path / "b.png").write_bytes(content)
    write(tmp_path / "c.png", 3)
    first, broken, last = run(opened(tmp_path))
    assert (level(first), level(last)) == (1, 3)
    assert isinstance(broken, LostFrame)
    assert (broken.seq, broken.reason) == (1, "bad_buffer")
    assert "b.png" in broken.detail


def test_a_floating_point_image_is_a_lost_frame_in_words(tmp_path):
    cv2.imwrite(str(tmp_path / "depth.tiff"), np.zeros((4, 4), np.float32))
    (token,) = run(opened(tmp_path))
    assert isinstance(token, LostFrame)
    assert "float32" in token.detail


def test_a_missing_or_empty_folder_is_not_found(tmp_path):
    with pytest.raises(CameraNotFound, match="does not exist"):
        opened(tmp_path / "nowhere")
    with pytest.raises(CameraNotFound, match="holds no picture"):
        opened(tmp_path)


def test_watching_shows_only_new_pictures_and_ignores_temporary_names(tmp_path):
    write(tmp_path / "old.png", 1)
    camera = create("folder", {"path": tmp_path, "mode": "watch", "settle_ms": 10})
    camera.open()
    camera.configure(CameraSettings(trigger="free_run"))
    looked = watching(camera)
    with Grab(camera) as grab:
        assert looked.wait(PATIENCE_S)
        write(tmp_path / "_tmp_new.png", 7)
        write(tmp_path / "first.png", 2)
        assert level(grab.take(1)[0]) == 2
        (tmp_path / "_tmp_new.png").replace(tmp_path / "renamed.png")
        assert level(grab.take(1)[0]) == 7
        write(tmp_path / "first.png", 3, shape=(9, 9))
        assert level(grab.take(1)[0]) == 3
        grab.end()
        assert grab.rest() == []


def watching(camera) -> threading.Event:
    """Return an event that is set when the camera has looked at what was there before."""
    looked = threading.Event()
    look = camera._look

    def look_and_tell(before):
        found = look(before)
        looked.set()
        return found

    camera._look = look_and_tell
    return looked


def test_a_file_that_still_grows_is_not_read(tmp_path):
    now = [0]
    camera = FolderCamera(FolderOptions(path=tmp_path, mode="watch", settle_ms=1000), clock=lambda: now[0])
    camera.open()
    camera.configure(CameraSettings(trigger="free_run"))
    source = tmp_path / "_tmp_source.png"
    write(source, 5)
    content = source.read_bytes()
    looked = watching(camera)
    with Grab(camera) as grab:
        assert looked.wait(PATIENCE_S)
        growing = tmp_path / "growing.png"
        growing.write_bytes(content[: len(content) // 2])
        for part in (0.6, 0.8, 1.0):
            wait_for_looks(camera, 2)
            now[0] += 900_000_000
            growing.write_bytes(content[: int(len(content) * part)])
        wait_for_looks(camera, 2)
        assert grab.rest() == []
        now[0] += 1_100_000_000
        assert level(grab.take(1)[0]) == 5


def test_a_file_has_settled_only_since_it_was_seen_however_long_the_look_took(tmp_path):
    now = [0]
    camera = FolderCamera(FolderOptions(path=tmp_path, mode="watch", settle_ms=1000), clock=lambda: now[0])
    camera.open()
    camera.configure(CameraSettings(trigger="free_run"))
    source = tmp_path / "_tmp_source.png"
    write(source, 5)
    content = source.read_bytes()
    looked, listed = watching(camera), camera._list

    def slow_list():
        found = listed()
        if found and now[0] == 0:
            now[0] = 3_000_000_000
        return found

    camera._list = slow_list
    with Grab(camera) as grab:
        assert looked.wait(PATIENCE_S)
        growing = tmp_path / "growing.png"
        growing.write_bytes(content[: len(content) // 2])
        wait_for_looks(camera, 3)
        growing.write_bytes(content)
        wait_for_looks(camera, 2)
        now[0] += 1_100_000_000
        assert level(grab.take(1)[0]) == 5


def test_a_picture_that_came_while_the_camera_looked_elsewhere_is_not_a_lost_camera(tmp_path):
    now = [0]
    options = FolderOptions(path=tmp_path, mode="watch", settle_ms=0, watchdog_ms=1000, ready_ms=60_000)
    camera = FolderCamera(options, clock=lambda: now[0])
    camera.open()
    camera.configure(CameraSettings(trigger="software"))
    look, waiting, go_on = camera._look, threading.Event(), threading.Event()

    def look_and_be_held_up(before):
        found = look(before)
        if len(camera._queue) and not go_on.is_set():
            waiting.set()
            assert go_on.wait(PATIENCE_S)
        return found

    camera._look = look_and_be_held_up
    looked = watching(camera)
    with Grab(camera) as grab:
        assert looked.wait(PATIENCE_S)
        camera.fire(trigger(0))
        assert waiting.wait(PATIENCE_S)
        write(tmp_path / "asked.png", 7)
        now[0] += 5_000_000_000
        go_on.set()
        (token,) = grab.take(1)
    assert (level(token), token.trigger) == (7, trigger(0))


def wait_for_looks(camera, n: int) -> None:
    for _ in range(n):
        assert watching(camera).wait(PATIENCE_S)


def test_a_trigger_takes_a_picture_written_after_it_and_not_one_from_before(tmp_path):
    camera = create("folder", {"path": tmp_path, "mode": "watch", "settle_ms": 0})
    camera.open()
    camera.configure(CameraSettings(trigger="software"))
    looked = watching(camera)
    with Grab(camera) as grab:
        assert looked.wait(PATIENCE_S)
        write(tmp_path / "nobody_asked.png", 1)
        wait_for_looks(camera, 3)
        camera.fire(trigger(0))
        wait_for_looks(camera, 2)
        write(tmp_path / "asked.png", 2)
        (token,) = grab.take(1)
    assert (level(token), token.trigger, token.seq) == (2, trigger(0), 0)


def test_a_trigger_without_a_new_picture_is_camera_lost(tmp_path):
    camera = create("folder", {"path": tmp_path, "mode": "watch", "watchdog_ms": 50, "ready_ms": 60_000})
    camera.open()
    camera.configure(CameraSettings(trigger="software"))
    with Grab(camera) as grab:
        camera.fire(trigger(0))
        with pytest.raises(CameraLost, match="No new picture"):
            grab.wait_for_end()


def test_a_watched_folder_that_vanishes_is_camera_lost(tmp_path):
    folder = tmp_path / "watched"
    folder.mkdir()
    camera = create("folder", {"path": folder, "mode": "watch"})
    camera.open()
    camera.configure(CameraSettings(trigger="free_run"))
    looked = watching(camera)
    with Grab(camera) as grab:
        assert looked.wait(PATIENCE_S)
        folder.rmdir()
        with pytest.raises(CameraLost, match="gone"):
            grab.wait_for_end()
    folder.mkdir()
    camera.close()
    camera.open()
