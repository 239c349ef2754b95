"""The camera alone, for setting it up and for taking pictures where no recipe exists: no verdicts, no outputs.

Threads while it is open: *live-grab* takes tokens from the camera, opens it again when it was lost, and *live-fire*
asks for pictures where the trigger mode is `software`. Never beside a running line: there is one camera.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from camera.api import Camera, CameraError, CameraSettings, Frame, LostFrame, Trigger, TriggerMode
from station.config import LineSection
from station.errors import explain
from station.ids import new_id

log = logging.getLogger(__name__)

LIVE_MS = 33.0
"""Time between two pictures where this program asks for them."""
_REFUSED_PAUSE_S = 0.2
_FIRE_MOST_S = 2.0
_RATE_OVER = 30


class LiveCamera:
    """One camera that shows what it sees. Thread-safe. `open` and `close` may alternate any number of times."""

    def __init__(
        self,
        camera: Camera,
        settings: CameraSettings,
        limits: LineSection,
        *,
        on_frame: Callable[[Frame], None],
        on_lost: Callable[[LostFrame], None] = lambda _lost: None,
        fires: bool = True,
        pose: Callable[[], tuple[float, ...] | None] = lambda: None,
    ) -> None:
        """`on_frame` and `on_lost` are called on the grabbing thread and must return at once; `pose` says where the
        camera is.

        Not `fires`: in the trigger mode `software` pictures come only where `fire` asks for them.
        """
        self._camera = camera
        self._configured = self._settings = settings
        self._limits = limits
        self._on_frame = on_frame
        self._on_lost = on_lost
        self._fires = fires
        self._pose = pose
        self._lifecycle = threading.Lock()
        self._between_fires = threading.Lock()
        self._answered = threading.Event()
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._given_up: list[threading.Thread] = []
        self._arrivals: deque[float] = deque(maxlen=_RATE_OVER)
        self._up = False
        self.accepted = settings
        self.frame: Frame | None = None
        self.message = ""
        self.hint = ""
        self.ended = False
        self.losses = 0
        """How often the camera was lost, whether or not it came back."""

    @property
    def is_open(self) -> bool:
        """Whether the camera is held, also while it is lost and looked for."""
        return bool(self._threads)

    @property
    def hangs(self) -> bool:
        """Whether the driver has not come back since `close`: then nobody can have the camera."""
        return any(thread.is_alive() for thread in self._given_up)

    @property
    def up(self) -> bool:
        """Whether the camera answers."""
        return self._up

    @property
    def camera_id(self) -> str:
        return self._camera.camera_id

    @property
    def triggers(self) -> frozenset[TriggerMode]:
        """The trigger modes that the camera can do."""
        return self._camera.capabilities.triggers

    @property
    def rate(self) -> float:
        """Pictures per second over the last ones; 0 before there are two."""
        seen = list(self._arrivals)
        if len(seen) < 2 or time.monotonic() - seen[-1] > 2.0:
            return 0.0
        return (len(seen) - 1) / max(seen[-1] - seen[0], 1e-6)

    def follow(self, settings: CameraSettings) -> None:
        """Use these settings from the next opening on."""
        self._configured = settings

    def open(self, trigger: TriggerMode | None = None) -> None:
        """Open and configure the camera and begin to take pictures. Takes up to seconds. No effect when open.

        `trigger` replaces the configured mode. Raises CameraError, with the camera closed.
        """
        with self._lifecycle:
            if self._threads:
                return
            if self.hangs:
                raise CameraError(
                    "The camera driver still hangs since the live view was closed.",
                    "Check the camera and its cable, then close the program and open it again.",
                )
            self._close_when_back()
            self._settings = replace(self._configured, trigger=trigger or self._configured.trigger)
            self._open_camera()
            self._stop.clear()
            self.ended, self.frame = False, None
            self._arrivals.clear()
            self._say("")
            self._up = True
            runs = [(self._grab, "live-grab")]
            if self._fires and self.accepted.trigger == "software":
                runs.append((self._fire, "live-fire"))
            self._threads = [threading.Thread(target=run, name=name, daemon=True) for run, name in runs]
            for thread in self._threads:
                thread.start()

    def fire(self, trigger: Trigger) -> None:
        """Ask for one picture. Raises CameraError: it is lost, or cannot take the trigger now."""
        with self._between_fires:
            if not self._up:
                raise CameraError(self.message or "The camera is not open.", self.hint)
            self._camera.fire(trigger)

    def close(self) -> None:
        """Give the camera back. Safe to call at any time and twice. A driver that hangs is given up: see `hangs`."""
        with self._lifecycle:
            self._stop.set()
            self._answered.set()
            for thread in self._threads:
                thread.join(self._limits.driver_patience_s)
            self._given_up += self._threads
            self._threads = []
            self._up = False
            self._arrivals.clear()
            self._close_when_back()

    def _close_when_back(self) -> None:
        """Close the camera, unless a thread is inside its driver still."""
        if self._given_up and not self.hangs:
            self._given_up.clear()
            self._camera.close()
            self.frame = None

    def _open_camera(self) -> None:
        try:
            self._camera.open()
            self.accepted = self._camera.configure(self._settings)
        except BaseException:
            self._camera.close()
            raise

    def _grab(self) -> None:
        pause_ms = self._limits.reconnect_first_ms
        while not self._stop.is_set():
            try:
                for token in self._camera.frames(self._stop):
                    self._answered.set()
                    if self._stop.is_set():
                        break
                    if isinstance(token, LostFrame):
                        self._on_lost(token)
                        continue
                    pause_ms = self._limits.reconnect_first_ms
                    self._arrivals.append(time.monotonic())
                    self.frame = token
                    self._on_frame(token)
                if self._stop.is_set():
                    return
                if self._camera.capabilities.finite:
                    self._up, self.ended = False, True
                    self._say("There are no more pictures: the folder or file has come to its end.", "Open it again.")
                    return
                self._say("The camera stopped delivering pictures.")
            except CameraError as error:
                self._say(error.message, error.hint)
            except Exception as error:
                log.exception("the camera driver failed")
                self._say(f"The camera driver failed: {explain(error)}")
            pause_ms = self._recover(pause_ms)

    def _recover(self, pause_ms: int) -> int:
        """Close and open until the camera is back; return the next pause, which doubles up to its limit."""
        self._up = False
        self.losses += 1
        held = self._between_fires.acquire(timeout=_FIRE_MOST_S)  # a call that hangs in the driver is not waited for
        try:
            self._camera.close()
        finally:
            if held:
                self._between_fires.release()
        self._answered.set()
        while not self._stop.wait(pause_ms / 1e3):
            pause_ms = min(2 * pause_ms, self._limits.reconnect_most_ms)
            try:
                self._open_camera()
            except CameraError as error:
                self._say(error.message, error.hint)
                continue
            except Exception as error:
                log.exception("the camera driver failed to open")
                self._say(f"The camera driver failed: {explain(error)}")
                continue
            self._say("")
            self._up = True
            break
        return pause_ms

    def _fire(self) -> None:
        """Ask for the next picture when the one before has come, at most one each `LIVE_MS`."""
        pause_s = LIVE_MS / 1e3
        due = time.monotonic()
        while not self._stop.wait(max(0.0, due - time.monotonic())):
            due = max(due + pause_s, time.monotonic())
            with self._between_fires:
                if not self._up:
                    continue
                self._answered.clear()
                try:
                    self._camera.fire(Trigger(new_id(), "capture", pose=self._pose()))
                except CameraError as error:
                    if self._up and not self._stop.is_set():
                        self._say(error.message, error.hint)
                    due += _REFUSED_PAUSE_S
                    continue
                except Exception as error:
                    log.exception("the camera driver failed to fire")
                    self._say(f"The camera driver failed: {explain(error)}")
                    due += _REFUSED_PAUSE_S
                    continue
            while not self._stop.is_set() and not self._answered.wait(0.1):
                pass  # the driver's watchdog says when it has waited for long enough

    def _say(self, message: str, hint: str = "") -> None:
        self.message, self.hint = message, hint
