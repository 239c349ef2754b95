"""Drive the verdict output by hand, while the line stands still: for commissioning and for looking after a fault."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from camera.api import Camera
from station.accounts import Session
from station.audit import Act, Entry
from station.camera_control import camera_settings
from station.camera_use import LINE, OUTPUT_TEST, CameraUse
from station.config import CameraLineOutputSection, Config, NoOutputSection
from station.db import Records
from station.errors import StateError, UsageError
from station.ids import new_id
from station.outputs.base import Output
from station.permissions import Action
from station.types import Inspection, Reason, Verdict

_BEATS = 8
_SETTLE_S = 0.05


class Signal(StrEnum):
    """What can be tried. Only OK tells the machine around the station that a part is good."""

    OK = "ok"
    REST = "rest"
    HEARTBEAT = "heartbeat"


@dataclass(frozen=True, slots=True)
class Tried:
    """What was sent. `lasted_ms` from the call of the output until it was at rest again."""

    signal: Signal
    at: datetime
    lasted_ms: float
    beats: int = 0


class OutputTest:
    """Tries one signal after the other. Thread-safe; a test takes up to seconds: not for the GUI thread.

    The output is opened for each test and put to rest and closed after it, whatever happened.
    """

    def __init__(
        self,
        build: Callable[[], Output],
        camera: Camera,
        use: CameraUse,
        records: Records,
        *,
        config: Callable[[], Config],
        wait: Callable[[float], object] | None = None,
    ) -> None:
        """`build` makes the closed output; `wait(seconds)` waits."""
        self._build = build
        self._camera = camera
        self._use = use
        self._records = records
        self._config = config
        self._wait = wait or threading.Event().wait

    @property
    def pulse_ms(self) -> float | None:
        """How long an OK lasts; None where the output has none."""
        pulse_ms: float | None = getattr(self._config().output, "pulse_ms", None)
        return pulse_ms

    def run(self, by: Session, signal: Signal, *, confirmed: bool = False) -> Tried:
        """Send one signal, and put the output to rest after it. The audit row comes before the signal.

        Raises:
            NotPermitted
            UsageError: an OK that nobody confirmed, or a station without an output.
            StateError: the line runs, or somebody else has the camera.
            CameraError, OutputError: it cannot be opened or driven.
        """
        by.require(Action.TEST_OUTPUT)
        config = self._config()
        if isinstance(config.output, NoOutputSection):
            raise UsageError("This station has no verdict output.", "Set output.kind in station.toml.")
        if signal is Signal.OK and not confirmed:
            raise UsageError(
                "An OK pulse tells the machine that a part is good.",
                "Make sure that no part can pass by it, then confirm.",
            )
        if self._use.user == LINE:
            raise StateError("Outputs cannot be tried while the line runs.", "Stop the line first.")
        with self._use.taken(OUTPUT_TEST):
            at = datetime.now(UTC)
            after = {"signal": signal.value, "output": config.output.kind, "pulse_ms": self.pulse_ms}
            on_camera = isinstance(config.output, CameraLineOutputSection)
            try:
                if on_camera:
                    self._camera.open()
                    self._camera.configure(camera_settings(config.camera))
                output = self._build()
                try:
                    output.open()
                    self._records.audit.add(Entry(Act.OUTPUT_TESTED, "output", by.name, after=after))
                    began_s = time.monotonic()
                    beats = self._drive(output, signal, config)
                finally:
                    output.close()
            finally:
                if on_camera:
                    self._camera.close()
            return Tried(signal, at, (time.monotonic() - began_s) * 1e3, beats)

    def _drive(self, output: Output, signal: Signal, config: Config) -> int:
        match signal:
            case Signal.OK:
                output.ok(_nothing(config))
                self._wait((self.pulse_ms or 0.0) / 1e3 + _SETTLE_S)
            case Signal.HEARTBEAT:
                for beat in range(_BEATS):
                    output.heartbeat(beat % 2 == 0)
                    self._wait(config.line.heartbeat_ms / 1e3)
            case Signal.REST:
                pass
        output.rest()
        return _BEATS if signal is Signal.HEARTBEAT else 0


def _nothing(config: Config) -> Inspection:
    """What an output is given with a pulse for no part; it is never recorded."""
    name = f"output-test-{new_id()}"
    detail = f"output test of {config.station.name}"
    return Inspection(name, name, "output test", None, 0, datetime.now(UTC), Verdict.OK, Reason.BELOW_THRESHOLD, detail)
