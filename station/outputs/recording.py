"""Every output call as a line of JSON in a file: what a PLC would have seen."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from station.errors import OutputError
from station.types import Inspection


class RecordingOutput:
    """Appends `{"at", "signal", ...}` lines; each is handed to the operating system before the call returns.

    Heartbeats are written when the level changes for the first time after a rest, not every beat: the file would
    otherwise hold little else.
    """

    def __init__(self, path: Path, pulse_ms: float) -> None:
        self._path = path
        self._pulse_ms = pulse_ms
        self._file: TextIO | None = None
        self._beating = False

    def open(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("a", encoding="utf-8")
        except OSError as error:
            raise OutputError(
                f"The output record {self._path} cannot be opened ({error.strerror or error}).",
                "Check the folder and its permissions, or change output.path in station.toml.",
            ) from error
        self.rest()

    def ok(self, inspection: Inspection) -> None:
        self._write("ok", inspection, pulse_ms=self._pulse_ms)

    def reject(self, inspection: Inspection) -> None:
        self._write("reject", inspection)

    def rest(self) -> None:
        self._beating = False
        self._write("rest")

    def heartbeat(self, level: bool) -> None:  # noqa: ARG002 - only its beginning is worth a line
        if not self._beating:
            self._beating = True
            self._write("heartbeat")

    def close(self) -> None:
        if self._file is not None:
            self.rest()
            self._file.close()
            self._file = None

    def _write(self, signal: str, inspection: Inspection | None = None, **more: object) -> None:
        if self._file is None:
            raise OutputError("The output record is not open.", "Start the station first.")
        line: dict[str, object] = {"at": datetime.now(UTC).isoformat(), "signal": signal, **more}
        if inspection is not None:
            line |= {
                "inspection": inspection.id,
                "trigger": inspection.trigger_id,
                "part": inspection.part_id,
                "verdict": inspection.verdict.value,
            }
        try:
            self._file.write(json.dumps(line) + "\n")
            self._file.flush()
        except OSError as error:
            raise OutputError(
                f"The output record {self._path} cannot be written ({error.strerror or error}).",
                "Free some disk space, then acknowledge.",
            ) from error
