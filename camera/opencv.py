"""Webcams, network streams and video files through OpenCV.

A live source (a webcam index, a device path, a URL) fills a buffer that nobody empties for us. In trigger mode
`software` the frame must be younger than the trigger, so the driver keeps reading, and after a trigger it throws away
every picture that was already waiting (`Freshness`) and `skip_frames` more, whose exposure may have begun before the
trigger. A video file has no present: there a trigger takes the next picture of the file.

The end of a file is the end of `frames`. A live source that stops delivering is CameraLost; how fast this is noticed
is up to the backend (`watchdog_ms` is passed on to it; FFmpeg keeps to it, some webcam drivers wait 10 s). A read
cannot be interrupted, so `frames` returns one picture period after `stop`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np

from camera.api import (
    LOST_BAD_BUFFER,
    LOST_MISSING,
    CameraError,
    CameraLost,
    CameraNotFound,
    CameraSettings,
    Capabilities,
    Frame,
    LostFrame,
    Token,
    Trigger,
    TriggerRefused,
)
from camera.imagefile import to_frame
from camera.options import check_settings, ranged, read_options
from camera.triggers import POLL_S, TriggerQueue

BACKENDS: Mapping[str, int] = {
    "any": cv2.CAP_ANY,
    "ffmpeg": cv2.CAP_FFMPEG,
    "v4l2": cv2.CAP_V4L2,
    "dshow": cv2.CAP_DSHOW,
    "msmf": cv2.CAP_MSMF,
    "gstreamer": cv2.CAP_GSTREAMER,
    "avfoundation": cv2.CAP_AVFOUNDATION,
    "opencv_mjpeg": cv2.CAP_OPENCV_MJPEG,
}


@dataclass(frozen=True, slots=True)
class OpenCvOptions:
    """Options of the OpenCV camera.

    source: a webcam index, a URL such as "rtsp://...", or the path of a device or a video file.
    backend: which part of OpenCV reads it. realtime: play a video file at its own speed (free run), not flat out.
    skip_frames: pictures thrown away after a trigger, once the buffer is empty (live sources).
    watchdog_ms: silence after which the source counts as lost.
    ready_ms: how long `fire` waits for `frames` to run.
    """

    source: int | str | Path
    backend: Literal["any", "ffmpeg", "v4l2", "dshow", "msmf", "gstreamer", "avfoundation", "opencv_mjpeg"] = "any"
    realtime: bool = True
    skip_frames: int = ranged(1, 0, 100)
    watchdog_ms: float = ranged(5000.0, 100, 600_000)
    ready_ms: float = ranged(1000.0, 0, 60_000)


def create(options: Mapping[str, Any]) -> OpenCvCamera:
    """Build the OpenCV camera from plain values.

    Raises:
        CameraConfigError
    """
    return OpenCvCamera(read_options("opencv", OpenCvOptions, options))


def contract_options(folder: Path) -> Mapping[str, Any]:
    path = folder / "contract.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 25.0, (64, 48))
    for n in range(32):
        writer.write(np.full((48, 64, 3), 8 * n, np.uint8))
    writer.release()
    return {"source": path, "realtime": False}


class Freshness:
    """Tell a picture that was taken just now from one that lay in a buffer.

    A read that has to wait returns a new picture; a read that returns at once returns an old one. `old` is asked
    after each read. Not thread-safe.

    Args:
        period_ns: time between two pictures of the source.
        most: reads after which the source counts as fresh whatever their timing: no driver buffers that many.
    """

    def __init__(self, period_ns: int, most: int = 64) -> None:
        self._waited_ns = period_ns // 4
        self._period_ns = period_ns
        self._most = most
        self._in_row = 0
        self._last_end_ns: int | None = None

    def old(self, began_ns: int, ended_ns: int) -> bool:
        """Say whether the picture of the read from `began_ns` to `ended_ns` may have waited in a buffer."""
        idle_ns = 0 if self._last_end_ns is None else began_ns - self._last_end_ns
        self._last_end_ns = ended_ns
        if ended_ns - began_ns >= self._waited_ns or self._in_row >= self._most:
            self._in_row = 0
            return False
        # Straight after a fresh picture and without a pause in between, a quick read is only an uneven source.
        if self._in_row == 0 and idle_ns < self._waited_ns:
            return False
        self._in_row += 1
        return True


class OpenCvCamera:
    """The OpenCV camera. `clock` gives monotonic nanoseconds."""

    def __init__(self, options: OpenCvOptions, *, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self._options = options
        self._clock = clock
        self._queue = TriggerQueue(clock)
        self._capture: cv2.VideoCapture | None = None
        self._settings: CameraSettings | None = None
        self._seq = 0

    @property
    def camera_id(self) -> str:
        return str(self._options.source)

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(
            triggers=frozenset({"free_run", "software"}),
            finite=self._is_file,
            notes="exposure and gain are up to the camera",
        )

    def open(self) -> None:
        if self._capture is not None:
            return
        source = self._options.source
        if self._path is not None and not self._path.exists():
            raise CameraNotFound(f"The video {source} does not exist.", "Correct the path.")
        limit_ms = round(self._options.watchdog_ms)
        backend = BACKENDS[self._options.backend]
        target: int | str = source if isinstance(source, int) else str(source)
        capture = cv2.VideoCapture()
        opened = False
        # Not every backend knows these limits, and one that does not refuses to open with them.
        for limits in ([cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, limit_ms, cv2.CAP_PROP_READ_TIMEOUT_MSEC, limit_ms], []):
            try:
                opened = capture.open(target, backend, limits)
            except cv2.error as error:
                raise CameraNotFound(f"{self._name} cannot be opened: {error.err}", "Check the source.") from error
            if opened or self._is_stream:
                break
        if not opened:
            capture.release()
            raise CameraNotFound(
                f"{self._name} cannot be opened.",
                "Check that it is there, that no other program uses it, and that OpenCV can read its format.",
            )
        self._capture, self._seq, self._settings = capture, 0, None

    def configure(self, settings: CameraSettings) -> CameraSettings:
        self._need_open()
        check_settings("opencv", settings, self.capabilities)
        self._settings = settings
        return settings

    def frames(self, stop: threading.Event) -> Iterator[Token]:
        capture = self._need_open()
        software = (self._settings or CameraSettings()).trigger == "software"
        self._queue.arm()
        try:
            if self._is_file:
                yield from self._play(capture, stop, software)
            elif software:
                yield from self._answer_live(capture, stop)
            else:
                yield from self._run_live(capture, stop)
        finally:
            self._queue.disarm()

    def fire(self, trigger: Trigger) -> None:
        if self._capture is None:
            raise TriggerRefused("The camera is not open.", "Start the station before triggering it.")
        if self._settings is not None and self._settings.trigger != "software":
            raise TriggerRefused("The camera is in trigger mode free_run.", "Set the trigger mode to software.")
        self._queue.put(trigger, wait_s=self._options.ready_ms / 1000)

    def close(self) -> None:
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.release()

    @property
    def _is_stream(self) -> bool:
        return isinstance(self._options.source, str) and "://" in self._options.source

    @property
    def _path(self) -> Path | None:
        source = self._options.source
        return None if isinstance(source, int) or self._is_stream else Path(source)

    @property
    def _is_file(self) -> bool:
        """A file ends and waits for its reader; a device node is live."""
        path = self._path
        return path is not None and (path.is_file() or not path.exists())

    @property
    def _name(self) -> str:
        return f"Webcam {self.camera_id}" if isinstance(self._options.source, int) else f"The video {self.camera_id}"

    def _need_open(self) -> cv2.VideoCapture:
        if self._capture is None:
            raise CameraError(f"{self._name} is not open.", "Open it first.")
        return self._capture

    def _period_ns(self, capture: cv2.VideoCapture) -> int:
        rate_hz = capture.get(cv2.CAP_PROP_FPS)
        return round(1e9 / (rate_hz if 1 <= rate_hz <= 1000 else 25))

    def _play(self, capture: cv2.VideoCapture, stop: threading.Event, software: bool) -> Iterator[Token]:
        paced = self._options.realtime and not software
        period_ns = self._period_ns(capture) if paced else 0
        due_ns = self._clock()
        more = capture.grab()
        while not stop.is_set():
            if not more:
                for fired in self._queue.disarm():
                    yield self._lost(LOST_MISSING, fired.trigger, "the video has no more pictures")
                return
            trigger = None
            if software:
                asked = self._queue.pop_within(POLL_S)
                if asked is None:
                    continue
                trigger = asked.trigger
            while (left_ns := due_ns - self._clock()) > 0:
                if stop.wait(min(left_ns / 1e9, POLL_S)):
                    return
            due_ns += period_ns
            token = self._token(capture, trigger)
            more = capture.grab()
            yield token

    def _run_live(self, capture: cv2.VideoCapture, stop: threading.Event) -> Iterator[Token]:
        while not stop.is_set():
            self._grab(capture)
            yield self._token(capture, None)

    def _answer_live(self, capture: cv2.VideoCapture, stop: threading.Event) -> Iterator[Token]:
        freshness = Freshness(self._period_ns(capture))
        serving: int | None = None
        skipped = 0
        while not stop.is_set():
            began_ns = self._clock()
            self._grab(capture)
            asked = self._queue.oldest()
            old = freshness.old(began_ns, self._clock())
            if asked is None or old or began_ns < asked.fired_ns:
                continue
            if serving != id(asked):
                serving, skipped = id(asked), 0
            if skipped < self._options.skip_frames:
                skipped += 1
                continue
            self._queue.pop()
            serving = None
            yield self._token(capture, asked.trigger)

    def _grab(self, capture: cv2.VideoCapture) -> None:
        if not capture.grab():
            raise CameraLost(f"{self._name} delivers no more pictures.", "Check camera, cable and network.")

    def _token(self, capture: cv2.VideoCapture, trigger: Trigger | None) -> Token:
        decoded, image = capture.retrieve()
        if not decoded or image is None:
            return self._lost(LOST_BAD_BUFFER, trigger, "the picture cannot be decoded")
        try:
            ready = to_frame(image)
        except ValueError as error:
            return self._lost(LOST_BAD_BUFFER, trigger, f"the picture cannot be used: {error}")
        seq, self._seq = self._seq, self._seq + 1
        return Frame(seq, self._clock(), datetime.now(UTC), ready, self.camera_id, trigger=trigger)

    def _lost(self, reason: str, trigger: Trigger | None, detail: str) -> LostFrame:
        seq, self._seq = self._seq, self._seq + 1
        return LostFrame(seq, self._clock(), reason, trigger, detail)
