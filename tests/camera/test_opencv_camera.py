"""Video files through OpenCV, and the rule that tells a fresh picture from a buffered one."""

from __future__ import annotations

import threading
from collections import deque
from pathlib import Path

import cv2
import numpy as np
import pytest

from camera import CameraNotFound, CameraSettings, Frame, LostFrame, Trigger, TriggerMode, create
from camera.contract import Grab
from camera.opencv import Freshness

COUNT = 12


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "video.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 100.0, (64, 48))
    assert writer.isOpened()
    for n in range(COUNT):
        picture = np.zeros((48, 64, 3), np.uint8)
        picture[:, :, 2] = 20 * n  # red grows
        writer.write(picture)
    writer.release()
    return path


def opened(source, mode: TriggerMode, **options):
    camera = create("opencv", {"source": source, "ready_ms": 60_000, **options})
    camera.open()
    camera.configure(CameraSettings(trigger=mode))
    return camera


def red(token) -> float:
    assert isinstance(token, Frame), token
    return float(token.image[:, :, 0].mean())


@pytest.mark.parametrize("realtime", [False, True])
def test_a_video_file_is_shown_once_in_rgb(video, realtime):
    camera = opened(video, "free_run", realtime=realtime)
    tokens = list(camera.frames(threading.Event()))
    camera.close()
    assert [token.seq for token in tokens] == list(range(COUNT))
    assert [red(token) for token in tokens] == pytest.approx([20 * n for n in range(COUNT)], abs=8)
    assert max(float(token.image[:, :, 2].mean()) for token in tokens) < 12
    assert camera.capabilities.finite


def test_each_trigger_takes_the_next_picture_and_those_beyond_the_end_are_lost_frames(video):
    camera = opened(video, "software")
    fired = [Trigger(f"t{n}", "test") for n in range(COUNT + 2)]
    frames = camera.frames(threading.Event())
    firing = threading.Thread(target=lambda: [camera.fire(one) for one in fired])
    firing.start()
    tokens = [next(frames)]
    firing.join()
    tokens += list(frames)
    camera.close()
    assert [token.trigger for token in tokens] == fired
    assert [red(token) for token in tokens[:COUNT]] == pytest.approx([20 * n for n in range(COUNT)], abs=8)
    assert all(isinstance(token, LostFrame) and token.reason == "missing_frame" for token in tokens[COUNT:])


def test_opened_again_a_video_begins_at_its_start(video):
    camera = opened(str(video), "software")
    for _ in range(2):
        with Grab(camera) as grab:
            camera.fire(Trigger("t", "test"))
            token = grab.take(1)[0]
        assert (token.seq, round(red(token))) == (0, 0)
        camera.close()
        camera.open()
        camera.configure(CameraSettings(trigger="software"))
    camera.close()


def test_a_missing_file_a_broken_file_and_an_absent_webcam_are_not_found(tmp_path):
    with pytest.raises(CameraNotFound, match="does not exist"):
        create("opencv", {"source": tmp_path / "none.avi"}).open()
    (tmp_path / "broken.avi").write_bytes(b"RIFF and then nothing")
    with pytest.raises(CameraNotFound, match="cannot be opened"):
        create("opencv", {"source": tmp_path / "broken.avi"}).open()
    with pytest.raises(CameraNotFound, match="Webcam 99"):
        create("opencv", {"source": 99}).open()


def test_a_stream_nobody_serves_is_not_found():
    with pytest.raises(CameraNotFound, match="rtsp"):
        create("opencv", {"source": "rtsp://127.0.0.1:9/none", "watchdog_ms": 500}).open()


class Source:
    """A simulated live source: a picture every `period_ns`, kept in a ring of `size` until it is read."""

    def __init__(self, period_ns: int, size: int) -> None:
        self.period_ns, self.now_ns, self.taken = period_ns, 0, 0
        self.ring: deque[int] = deque(maxlen=size)

    def sleep(self, ns: int) -> None:
        self.now_ns += ns
        while (self.taken + 1) * self.period_ns <= self.now_ns:
            self.taken += 1
            self.ring.append(self.taken * self.period_ns)

    def read(self) -> tuple[int, int, int]:
        """Return when the read began and ended, and when its picture was taken."""
        began_ns = self.now_ns
        self.sleep(50_000)
        if not self.ring:
            self.sleep((self.taken + 1) * self.period_ns - self.now_ns)
        return began_ns, self.now_ns, self.ring.popleft()


@pytest.mark.parametrize("size", [1, 4, 30])
@pytest.mark.parametrize("away_periods", [0.0, 0.4, 1.7, 10.3, 200.0])
def test_after_any_pause_the_picture_that_counts_as_fresh_was_taken_after_the_trigger(size, away_periods):
    source = Source(period_ns=40_000_000, size=size)
    freshness = Freshness(source.period_ns)
    for _ in range(5):
        began_ns, ended_ns, _ = source.read()
        freshness.old(began_ns, ended_ns)
    fired_ns = source.now_ns + round(away_periods * source.period_ns)
    source.sleep(round(away_periods * source.period_ns))
    skipped = 0
    for _ in range(200):
        began_ns, ended_ns, taken_ns = source.read()
        if freshness.old(began_ns, ended_ns) or began_ns < fired_ns:
            continue
        if skipped < 1:
            skipped += 1
            continue
        break
    assert taken_ns > fired_ns
    assert taken_ns - fired_ns <= 4 * source.period_ns


def test_a_source_that_never_waits_counts_as_fresh_in_the_end():
    freshness = Freshness(40_000_000, most=64)
    verdicts = [freshness.old(100_000_000 * n, 100_000_000 * n + 1) for n in range(1, 200)]
    assert not all(verdicts)
