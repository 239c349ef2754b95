"""A folder of image files as a camera: replay it, or watch it for new pictures.

Mode `replay` shows the pictures in the order of their names (by code point: `a10` comes before `a2`), one per fired
trigger or one per `interval_ms`, once or in a loop. Mode `watch` is for another program that writes pictures into the
folder: in free run every new picture is a frame; in trigger mode `software` a trigger takes the first picture that
was written after it was fired, and pictures nobody asked for are passed over. What lies in the folder when `frames`
starts is not new. A picture is complete when its size and time have not changed for `settle_ms`; names that begin
with a dot, with `~` or with `_tmp`, and names without the suffix of an image, are never looked at, so a writer may
use a temporary name and rename. A file written again under the same name is a new picture.

8 and 16 bit pixels are kept, colour arrives as RGB, an alpha channel is dropped. A file that cannot be read is a
LostFrame with the file's name. Files are only read, never moved or deleted.
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
from camera.imagefile import is_picture, read_image
from camera.options import check_settings, ranged, read_options
from camera.triggers import POLL_S, TriggerQueue


@dataclass(frozen=True, slots=True)
class FolderOptions:
    """Options of the folder camera.

    path: the folder. pattern: glob for the names, such as "*.png".
    loop: begin again after the last picture (replay). interval_ms: pause between pictures (replay in free run).
    settle_ms: how long a new file must have kept its size (watch).
    watchdog_ms: how long a fired trigger waits for a new file (watch) before the camera counts as lost.
    ready_ms: how long `fire` waits for `frames` to run.
    """

    path: Path
    mode: Literal["replay", "watch"] = "replay"
    pattern: str = "*"
    loop: bool = False
    interval_ms: float = ranged(200.0, 0, 3_600_000)
    settle_ms: float = ranged(100.0, 0, 60_000)
    watchdog_ms: float = ranged(10_000.0, 1, 3_600_000)
    ready_ms: float = ranged(1000.0, 0, 60_000)


def create(options: Mapping[str, Any]) -> FolderCamera:
    """Build the folder camera from plain values.

    Raises:
        CameraConfigError
    """
    return FolderCamera(read_options("folder", FolderOptions, options))


def contract_options(folder: Path) -> Mapping[str, Any]:
    rng = np.random.default_rng(0)
    for n in range(32):
        picture = rng.integers(0, 256, size=(24, 32), dtype=np.uint8)
        cv2.imwrite(str(folder / f"{n:03d}.png"), picture)
    return {"path": folder, "interval_ms": 1}


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file as it looked when it was last looked at.

    It came to look so after `after_ns`, when a look began, and has looked so at least since `since_ns`.
    """

    size: int
    changed_ns: int
    after_ns: int
    since_ns: int


class FolderCamera:
    """The folder camera. `clock` gives monotonic nanoseconds."""

    def __init__(self, options: FolderOptions, *, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self._options = options
        self._clock = clock
        self._queue = TriggerQueue(clock)
        self._open = False
        self._settings: CameraSettings | None = None
        self._seq = 0
        self._position = 0
        self._files: tuple[Path, ...] = ()

    @property
    def camera_id(self) -> str:
        return str(self._options.path)

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(
            triggers=frozenset({"free_run", "software"}),
            finite=self._options.mode == "replay" and not self._options.loop,
            notes="8 and 16 bit kept; an alpha channel is dropped",
        )

    @property
    def files(self) -> tuple[Path, ...]:
        """The pictures of a replay, in the order in which they are shown. Known after `open`."""
        return self._files

    def open(self) -> None:
        folder = self._options.path
        if not folder.is_dir():
            raise CameraNotFound(f"The folder {folder} does not exist.", "Create it, or correct the path.")
        if self._options.mode == "replay":
            self._files = self._list()
            if not self._files:
                raise CameraNotFound(
                    f"The folder {folder} holds no picture that matches {self._options.pattern}.",
                    "Put pictures there, or correct path and pattern.",
                )
        if not self._open:
            self._open, self._seq, self._position, self._settings = True, 0, 0, None

    def configure(self, settings: CameraSettings) -> CameraSettings:
        self._need_open()
        check_settings("folder", settings, self.capabilities)
        self._settings = settings
        return settings

    def frames(self, stop: threading.Event) -> Iterator[Token]:
        """Yield the pictures. A replay goes on where the session before ended; `open` begins it anew."""
        self._need_open()
        software = (self._settings or CameraSettings()).trigger == "software"
        self._queue.arm()
        try:
            if self._options.mode == "watch":
                yield from self._watch(stop, software)
            else:
                yield from self._replay(stop, software)
        finally:
            self._queue.disarm()

    def fire(self, trigger: Trigger) -> None:
        if not self._open:
            raise TriggerRefused("The camera is not open.", "Start the station before triggering it.")
        if self._settings is not None and self._settings.trigger != "software":
            raise TriggerRefused("The camera is in trigger mode free_run.", "Set the trigger mode to software.")
        self._queue.put(trigger, wait_s=self._options.ready_ms / 1000)

    def close(self) -> None:
        self._open = False

    def _need_open(self) -> None:
        if not self._open:
            raise CameraError(f"The folder {self.camera_id} is not open.", "Open it first.")

    def _list(self) -> tuple[Path, ...]:
        try:
            found = [path for path in self._options.path.glob(self._options.pattern) if is_picture(path)]
            return tuple(sorted(path for path in found if path.is_file()))
        except OSError as error:
            self._need_folder()  # it may go away between two looks or in the middle of one
            raise CameraLost(f"The folder {self.camera_id} cannot be read: {error.strerror}.", "Check it.") from error

    def _replay(self, stop: threading.Event, software: bool) -> Iterator[Token]:
        due_ns = self._clock()
        while not stop.is_set():
            if self._position >= len(self._files) and not self._options.loop:
                # Taken off in the same instant as the queue closes: no trigger falls between.
                for fired in self._queue.disarm():
                    yield self._lost(LOST_MISSING, fired.trigger, "the folder has no more pictures")
                return
            trigger = None
            if software:
                asked = self._queue.pop_within(POLL_S)
                if asked is None:
                    continue
                trigger = asked.trigger
            else:
                if self._pause(due_ns, stop):
                    return
                due_ns = max(due_ns + round(self._options.interval_ms * 1e6), self._clock())
            path = self._files[self._position % len(self._files)]
            self._position += 1
            yield self._token(path, trigger)

    def _watch(self, stop: threading.Event, software: bool) -> Iterator[Token]:
        known = self._look({})
        shown = {path: (seen.size, seen.changed_ns) for path, seen in known.items()}
        while not stop.is_set():
            looked_ns = self._clock()
            known = self._look(known)
            shown = {path: state for path, state in shown.items() if path in known}
            for path, seen in sorted(known.items(), key=lambda item: (item[1].changed_ns, item[0])):
                state = (seen.size, seen.changed_ns)
                if shown.get(path) == state or self._clock() - seen.since_ns < self._options.settle_ms * 1e6:
                    continue
                shown[path] = state
                asked = self._queue.oldest()
                if not software:
                    yield self._token(path, None)
                elif asked is not None and seen.after_ns >= asked.fired_ns:
                    self._queue.pop()
                    yield self._token(path, asked.trigger)
                if stop.is_set():
                    return
            oldest = self._queue.oldest()
            # by when it looked, not by now: a picture may have come since
            if oldest is not None and looked_ns - oldest.fired_ns > self._options.watchdog_ms * 1e6:
                raise CameraLost(
                    f"No new picture came into {self.camera_id} within {self._options.watchdog_ms:g} ms.",
                    "Check the program that writes the pictures.",
                )
            stop.wait(min(POLL_S, max(self._options.settle_ms / 4000, 0.002)))

    def _look(self, before: Mapping[Path, _Seen]) -> dict[Path, _Seen]:
        """Look at every file; a file that has not changed keeps its instants."""
        began_ns = self._clock()
        found: dict[Path, _Seen] = {}
        for path in self._list():
            try:
                stat = path.stat()
            except OSError:
                continue  # renamed or removed since it was listed
            last = before.get(path)
            same = last is not None and (last.size, last.changed_ns) == (stat.st_size, stat.st_mtime_ns)
            if last is None or not same:
                last = _Seen(stat.st_size, stat.st_mtime_ns, after_ns=began_ns, since_ns=self._clock())
            found[path] = last
        self._need_folder()
        return found

    def _need_folder(self) -> None:
        if not self._options.path.is_dir():
            raise CameraLost(f"The folder {self.camera_id} is gone.", "Bring it back, or correct the path.")

    def _pause(self, due_ns: int, stop: threading.Event) -> bool:
        """Wait for `due_ns`; True: stopped before."""
        while (left_ns := due_ns - self._clock()) > 0:
            if stop.wait(min(left_ns / 1e9, POLL_S)):
                return True
        return False

    def _token(self, path: Path, trigger: Trigger | None) -> Token:
        try:
            image = read_image(path)
        except OSError as error:
            return self._lost(LOST_BAD_BUFFER, trigger, f"the file {path} cannot be read: {error.strerror}")
        except ValueError as error:
            return self._lost(LOST_BAD_BUFFER, trigger, f"the file {path} cannot be used: {error}")
        seq, self._seq = self._seq, self._seq + 1
        return Frame(seq, self._clock(), datetime.now(UTC), image, self.camera_id, trigger=trigger)

    def _lost(self, reason: str, trigger: Trigger | None, detail: str) -> LostFrame:
        seq, self._seq = self._seq, self._seq + 1
        return LostFrame(seq, self._clock(), reason, trigger, detail)
