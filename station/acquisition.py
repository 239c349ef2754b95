"""From triggers to tickets: the acquire thread and the camera's comings and goings."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from camera.api import LOST_CAMERA, LOST_REFUSED, Camera, CameraError, CameraSettings, Token, Trigger
from station.config import LineSection
from station.errors import OutputError, explain
from station.ledger import Ticket, TriggerLedger
from station.types import EventKind, Reason

log = logging.getLogger(__name__)

_FIRE_MOST_S = 2.0
_LEAST_PATIENCE_S = 2.0
"""A driver is not said to hang before this: it may only have its turn late."""


class Surroundings(Protocol):
    """What acquisition tells the line."""

    def enqueue(self, ticket: Ticket) -> None:
        """Take a ticket. Called in the order of the triggers, under the ledger's lock."""
        ...

    def note(self, kind: EventKind, message: str) -> None: ...

    def raise_fault(self, reason: Reason, message: str, hint: str = "") -> None: ...

    def camera_reopened(self) -> None:
        """Put outputs that hang on the camera to rest. May raise OutputError."""
        ...


class Acquisition:
    """Owns the camera and the *acquire* thread. `fire` may be called from any thread."""

    def __init__(
        self,
        camera: Camera,
        settings: CameraSettings,
        limits: LineSection,
        line: Surroundings,
        clock: Callable[[], int],
        *,
        before_close: Callable[[], object] = lambda: None,
    ) -> None:
        """`before_close` is called before a lost camera is closed: an output call may be in progress on it."""
        self.camera = camera
        self.accepted = settings
        self.message = ""
        self.up = False
        self.source_ended = False
        self.signs = 0
        """Counts the signs of life of the driver: pictures, and times that it was opened."""
        self._settings = settings
        self._limits = limits
        self._line = line
        self._before_close = before_close
        self._ledger = TriggerLedger(line.enqueue, clock, only_fired=settings.trigger == "software")
        self._fire_lock = threading.Lock()
        self._stop = threading.Event()
        self._pause_ms = limits.reconnect_first_ms
        self._patience_s = max(limits.hang_ms / 1e3, _LEAST_PATIENCE_S)
        self._thread: threading.Thread | None = None

    @property
    def stale(self) -> int:
        return self._ledger.stale

    def change_settings(self, settings: CameraSettings) -> None:
        """Ask this of the camera from the next `open` on. Only while it is stopped."""
        self._settings = self.accepted = settings
        self._ledger.follow(only_fired=settings.trigger == "software")

    def open(self) -> None:
        """Open and configure the camera. Raises CameraError, with the camera closed; a hanging one is left alone."""
        if self._thread is not None and not self._join():
            raise CameraError(
                "The camera driver still hangs since the line was stopped.",
                "Check the camera and its cable, then close the program and open it again.",
            )
        self._open_camera()
        self.signs += 1
        self.message = ""
        self.up = True

    def _open_camera(self) -> None:
        try:
            self.camera.open()
            self.accepted = self.camera.configure(self._settings)
        except BaseException:
            self.camera.close()
            raise
        self._ledger.reopened()

    def start(self) -> None:
        """Begin to grab from the open camera."""
        self._stop.clear()
        self._pause_ms = self._limits.reconnect_first_ms
        self.source_ended = False
        self._thread = threading.Thread(target=self._run, name="acquire", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread and answer what still waits. The camera stays open: an output may hang on it.

        A thread that hangs in the driver is given up after `hang_ms`: what it brings later is not inspected.
        """
        with self._between_fires():
            self.up = False
            self._stop.set()
        if not self._join():
            self.message = "The camera driver hangs; the line was stopped without it."
            self._line.note(EventKind.CAMERA, self.message)
        self._ledger.close(Reason.STATION_STOPPED)

    def close(self) -> None:
        """Close the camera after `stop`. A driver that hangs may hang in this too: it is not waited for long."""
        if self._thread is None:
            self.camera.close()
            return
        closing = threading.Thread(target=self._close_lost, name="close-camera", daemon=True)
        closing.start()
        closing.join(self._patience_s)

    def _join(self) -> bool:
        """Wait for the thread to end; False: it hangs in the driver."""
        if self._thread is not None:
            self._thread.join(self._patience_s)
            if self._thread.is_alive():
                return False
            self._thread = None
        return True

    def fire(self, trigger: Trigger) -> bool:
        """Ask for the picture of `trigger`; it ends in exactly one ticket. False: stopped, nothing was begun."""
        problem: str | None = None
        with self._fire_lock:
            # `stop` may not have waited for this thread: then the ledger knows
            if self._stop.is_set() or not self._ledger.fired(trigger):
                return False
            if self.source_ended:
                self._ledger.refused(trigger, LOST_REFUSED, self.message)
            elif not self.up:
                self._ledger.refused(trigger, LOST_CAMERA, self.message)
            else:
                try:
                    self.camera.fire(trigger)
                except CameraError as error:
                    self._ledger.refused(trigger, LOST_REFUSED, explain(error))
                except Exception as error:
                    log.exception("the camera driver failed to fire")
                    problem = explain(error)
                    self._ledger.refused(trigger, LOST_REFUSED, problem)
        if problem is not None:
            self._report_bug(problem)
        return True

    def hand_over(self, token: Token) -> None:
        """Take what the camera yielded (acquire thread). Raises CameraLost: its picture counter cannot be true."""
        self.signs += 1
        self._ledger.arrived(token)
        self._pause_ms = self._limits.reconnect_first_ms

    def abandon_older_than(self, most_ms: float) -> float | None:
        """Answer all waiting triggers if the oldest has waited longer than `most_ms`; return its age then."""
        age_ms = self._ledger.oldest_age_ms()
        if age_ms is None or age_ms < most_ms:
            return None
        self._ledger.abandon(LOST_CAMERA, f"No answer from the camera driver for {age_ms / 1e3:.1f} s.")
        return age_ms

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                for token in self.camera.frames(self._stop):
                    self.hand_over(token)
                if self._stop.is_set():
                    return
                if self.camera.capabilities.finite:
                    self._end_source()
                    return
                problem = "The camera stopped delivering pictures."
            except CameraError as error:
                problem = explain(error)
            except Exception as error:
                log.exception("the camera driver failed")
                problem = self._report_bug(explain(error))
            if not self._stop.is_set():  # else the camera may be somebody else's by now
                self._recover(problem)

    def _end_source(self) -> None:
        with self._between_fires():
            self.source_ended = True
            self.message = "There are no more pictures: the folder or file has come to its end."
        self._ledger.abandon(LOST_CAMERA, self.message)
        self._line.note(EventKind.CAMERA, self.message)

    def _recover(self, problem: str) -> None:
        """Answer what waits, then close and open until the camera is back.

        The pause doubles up to its limit; only a picture puts it back to its first length.
        """
        with self._between_fires():
            self.up = False
            self.message = problem
        self._line.note(EventKind.CAMERA, problem)
        self._ledger.abandon(LOST_CAMERA, problem)
        self._before_close()
        self._close_lost()
        while not self._stop.wait(self._pause_ms / 1e3):
            self._pause_ms = min(2 * self._pause_ms, self._limits.reconnect_most_ms)
            try:
                self._open_camera()
                self._line.camera_reopened()
            except (CameraError, OutputError) as error:
                self.message = explain(error)
                self._close_lost()
                continue
            except Exception as error:
                log.exception("the camera driver failed to open")
                self.message = self._report_bug(explain(error))
                self._close_lost()
                continue
            self.signs += 1
            with self._between_fires():
                self.message = ""
                self.up = not self._stop.is_set()
            self._line.note(EventKind.CAMERA, "The camera is back.")
            return

    @contextmanager
    def _between_fires(self) -> Iterator[None]:
        """Do something while no trigger is between the check of `up` and the camera.

        A trigger that hangs in the driver is not waited for; it is answered all the same, and its picture is stale.
        """
        held = self._fire_lock.acquire(timeout=_FIRE_MOST_S)
        try:
            yield
        finally:
            if held:
                self._fire_lock.release()

    def _close_lost(self) -> None:
        try:
            self.camera.close()
        except Exception as error:
            log.exception("the camera driver failed to close")
            self._report_bug(explain(error))

    def _report_bug(self, what: str) -> str:
        """Raise a fault for an exception that no driver may raise; return it in words."""
        problem = f"The camera driver failed: {what}"
        self._line.raise_fault(Reason.CAMERA_LOST, problem, "Acknowledge when the camera is back.")
        return problem
