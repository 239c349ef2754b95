"""Digital output lines of a Basler camera."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from camera.api import CameraConfigError, CameraError
from camera.basler_features import Features

_TIMER = "Timer1"
_SIGNAL = "SoftwareSignal1"


class OutputLines:
    """The lines the user named, as outputs that are low at first.

    A pulse is timed by the camera where it has a timer that a software signal can start (ace 2 and boost); then even
    a dead computer drops the line. Elsewhere, the emulator included, a `threading.Timer` drops it; `close` cancels
    the timers and drops every line. Methods may be called from any thread.
    """

    def __init__(self, features: Features, lines: Iterable[str], timer_on: bool = True) -> None:
        self._features = features
        self._lock = threading.Lock()
        self._timers: dict[str, threading.Timer] = {}
        self._lines = tuple(lines)
        self._on_camera_timer: str | None = None
        self._use_timer = timer_on
        self._closed = False
        for line in self._lines:
            self._prepare(line)

    def set_level(self, line: str, level: bool) -> None:
        with self._lock:
            self._select(line)
            self._cancel(line)
            self._write(line, level)

    def pulse(self, line: str, duration_ms: float) -> None:
        if not duration_ms > 0:
            raise CameraError(f"A pulse of {duration_ms:g} ms is not possible.", "Give a duration above 0.")
        with self._lock:
            self._select(line)
            self._cancel(line)
            if self._use_timer and self._pulse_on_camera(line, duration_ms):
                return
            self._write(line, True)
            timer = threading.Timer(duration_ms / 1000, self._drop, (line,))
            timer.daemon = True
            self._timers[line] = timer
            timer.start()

    def level(self, line: str) -> bool:
        """Return the level last written to `line`, not counting pulses timed by the camera."""
        with self._lock:
            self._features.put("UserOutputSelector", self._user_output(line))
            return bool(self._features.get("UserOutputValue"))

    def close(self) -> None:
        """Drop every line and wait for the timers."""
        with self._lock:
            timers = list(self._timers.values())
            self._timers.clear()
            for timer in timers:
                timer.cancel()
        for timer in timers:
            timer.join()
        with self._lock:
            for line in self._lines:
                self._select(line)
                self._write(line, False)
            self._closed = True

    def _prepare(self, line: str) -> None:
        possible = self._features.choices("LineSelector")
        if line not in possible:
            raise CameraConfigError(
                f"outputs: this camera has no line {line}.", f"It has: {', '.join(possible) or 'none'}."
            )
        self._features.put("LineSelector", line)
        if self._features.get("LineMode") != "Output" and not self._features.put_if_there("LineMode", "Output"):
            raise CameraConfigError(f"outputs: {line} of this camera is not an output.", "Name another line.")
        if self._user_output(line) not in self._features.choices("LineSource"):
            raise CameraConfigError(f"outputs: {line} cannot be driven by the program.", "Name another line.")
        self._write(line, False)

    def _select(self, line: str) -> None:
        if self._closed:
            # a pulse that came after the last drop would never be dropped
            raise CameraError(f"The output {line} is closed.", "Open the camera first.")
        if line not in self._lines:
            named = ", ".join(self._lines) or "none"
            raise CameraError(
                f"{line} is not an output of this camera.", f"Named under outputs in its options: {named}."
            )
        self._features.put("LineSelector", line)

    def _user_output(self, line: str) -> str:
        """Line2 is driven by UserOutput2; cameras with a single user output have only UserOutput1."""
        numbered = f"UserOutput{line.removeprefix('Line')}"
        return numbered if numbered in self._features.choices("UserOutputSelector") else "UserOutput1"

    def _write(self, line: str, level: bool) -> None:
        self._features.put("UserOutputSelector", self._user_output(line))
        self._features.put("UserOutputValue", level)
        self._features.put("LineSource", self._user_output(line))

    def _pulse_on_camera(self, line: str, duration_ms: float) -> bool:
        features = self._features
        if f"{_TIMER}Active" not in features.choices("LineSource") or features.find("SoftwareSignalPulse") is None:
            return False
        if not features.put_if_there("TimerSelector", _TIMER):
            return False
        if not features.put_if_there("TimerTriggerSource", _SIGNAL):
            return False
        node = features.find("TimerDuration", "TimerDurationAbs")
        if node is None or not node.GetMin() <= duration_ms * 1000 <= node.GetMax():
            return False
        if self._on_camera_timer not in (None, line):
            return False  # the one timer belongs to another line
        node.SetValue(duration_ms * 1000)
        features.put("LineSource", f"{_TIMER}Active")
        features.put("SoftwareSignalSelector", _SIGNAL)
        features.execute("SoftwareSignalPulse")
        self._on_camera_timer = line
        return True

    def _cancel(self, line: str) -> None:
        timer = self._timers.pop(line, None)
        if timer is not None:
            timer.cancel()

    def _drop(self, line: str) -> None:
        with self._lock:
            # A newer pulse, or a level set by hand, has taken this timer's place.
            if self._timers.get(line) is threading.current_thread():
                del self._timers[line]
                self._select(line)
                self._write(line, False)
