"""Verdicts on a digital output line of the camera."""

from __future__ import annotations

from camera.api import CameraError, LineOutput
from station.errors import OutputError
from station.types import Inspection


class CameraLineOutput:
    """OK is a pulse of `pulse_ms` on `line`; a reject is no pulse. `heartbeat_line`, if given, toggles.

    The camera times the pulse where it has a timer, so that a program killed inside a pulse cannot leave the
    line at OK for longer than `pulse_ms`.
    """

    def __init__(self, camera: LineOutput, line: str, pulse_ms: float, heartbeat_line: str | None) -> None:
        self._camera = camera
        self._line = line
        self._pulse_ms = pulse_ms
        self._heartbeat_line = heartbeat_line
        self._open = False

    def open(self) -> None:
        self._open = True
        self.rest()

    def ok(self, inspection: Inspection) -> None:  # noqa: ARG002 - a line carries no id
        try:
            self._camera.pulse_output(self._line, self._pulse_ms)
        except CameraError as error:
            raise self._failed(self._line, error) from error

    def reject(self, inspection: Inspection) -> None:  # noqa: ARG002
        self._set(self._line, False)

    def rest(self) -> None:
        self._set(self._line, False)
        if self._heartbeat_line is not None:
            self._set(self._heartbeat_line, False)

    def heartbeat(self, level: bool) -> None:
        if self._heartbeat_line is not None:
            self._set(self._heartbeat_line, level)

    def close(self) -> None:
        if not self._open:
            return
        self._open = False
        self.rest()

    def _set(self, line: str, level: bool) -> None:
        try:
            self._camera.set_output(line, level)
        except CameraError as error:
            raise self._failed(line, error) from error

    def _failed(self, line: str, error: CameraError) -> OutputError:
        return OutputError(
            f"The camera output {line} cannot be driven: {error.message}",
            error.hint or "Check output.line in station.toml against the camera's lines.",
        )
