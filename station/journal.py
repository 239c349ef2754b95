"""The emergency journal: inspections that the database would not take, kept in a file until it does."""

from __future__ import annotations

import errno
import json
import os
import threading
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from station.errors import StationError, StorageError, explain
from station.images import sync_folder
from station.types import (
    Completion,
    DefectRegion,
    DefectRegions,
    ImageRef,
    ImageState,
    Inspection,
    ModelRef,
    OutputState,
    Purpose,
    Quality,
    Reason,
    RecipeRef,
    Timings,
    Verdict,
)


class Recorder(Protocol):
    """The part of the records that the line writes to."""

    def commit_inspection(self, inspection: Inspection) -> None: ...

    def get(self, inspection_id: str) -> Inspection | None: ...

    def complete(self, completions: Sequence[Completion]) -> tuple[str, ...]: ...


class Journal:
    """Inspections without a row, oldest first: in memory, and in `path` so that a crash does not lose them.

    Thread-safe: the inspection thread appends while an acknowledgement may flush.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: list[Inspection] = []
        self._in_file = 0  # so many of the waiting are in the file, counted from the oldest
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._waiting)

    def append(self, inspection: Inspection) -> None:
        """Keep `inspection`. Raises StorageError when only memory holds it, because the file cannot be written."""
        with self._lock:
            self._waiting.append(inspection)
            missing = self._waiting[self._in_file :]
            try:
                self._write("".join(json.dumps(_to_json(one)) + "\n" for one in missing).encode())
                self._in_file = len(self._waiting)
            except OSError as error:
                raise StorageError(
                    f"{len(missing)} verdicts are in memory only: neither the database nor {self._path} can be"
                    f" written ({error.strerror or error}).",
                    "Free disk space or repair the disk, then acknowledge. Do not switch the station off before.",
                ) from error

    def flush(self, recorder: Recorder) -> int:
        """Move everything into `recorder`, oldest first; return how many. Raises StationError; the rest then waits."""
        with self._lock:
            moved = 0
            while self._waiting:
                try:
                    _move(self._waiting[0], recorder)
                except StationError:
                    raise
                except Exception as error:
                    raise StorageError(
                        f"The database cannot take the verdict of trigger {self._waiting[0].trigger_id}, which waits in"
                        f" {self._path}: {explain(error)}",
                        "Keep the file, move it away, start the program again, and ask for help.",
                    ) from error
                del self._waiting[0]
                self._in_file = max(0, self._in_file - 1)
                moved += 1
            if moved:
                try:
                    self._path.unlink(missing_ok=True)
                except OSError as error:
                    raise StorageError(
                        f"The emergency journal {self._path} cannot be removed ({error.strerror or error}).",
                        "All it holds is in the database. Repair its permissions.",
                    ) from error
            return moved

    def replay(self, recorder: Recorder) -> int:
        """Read what an earlier run left in the file and flush it. A torn last line is a write that never finished."""
        try:
            data = self._path.read_bytes()
            whole = data.rfind(b"\n") + 1
            if whole < len(data):
                os.truncate(self._path, whole)  # the next line must not continue the torn one
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise StorageError(
                f"The emergency journal {self._path} cannot be read ({error.strerror or error}).",
                "Repair its permissions; it holds verdicts that are not in the database.",
            ) from error
        for number, line in enumerate(data[:whole].splitlines(), 1):
            try:
                self._waiting.append(_from_json(json.loads(line)))
            except (ValueError, KeyError, TypeError) as error:
                raise StorageError(
                    f"Line {number} of the emergency journal {self._path} is damaged.",
                    "It holds verdicts that are not in the database: keep the file, move it away, and ask for help.",
                ) from error
        self._in_file = len(self._waiting)
        return self.flush(recorder)

    def _write(self, data: bytes) -> None:
        """Append `data` durably, or leave the file as it was. Raises OSError."""
        is_new = not self._path.exists()
        with self._path.open("ab", buffering=0) as file:
            before = file.seek(0, os.SEEK_END)
            try:
                if file.write(data) != len(data):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                os.fsync(file.fileno())
            except OSError:
                file.truncate(before)
                raise
        if is_new:
            sync_folder(self._path.parent)


def _move(inspection: Inspection, recorder: Recorder) -> None:
    row = recorder.get(inspection.id)
    if row is None:
        recorder.commit_inspection(inspection)
    elif row.output is not inspection.output:
        # its commit was reported as failed and reached the disk all the same; the row must tell that no OK left
        recorder.complete([Completion(inspection.id, output=inspection.output, image=inspection.image)])


def _to_json(inspection: Inspection) -> dict[str, Any]:
    values = asdict(inspection)
    values["at"] = inspection.at.isoformat()
    return values


def _from_json(values: dict[str, Any]) -> Inspection:
    recipe, model = values["recipe"], values["model"]
    return Inspection(
        **{
            **values,
            "at": datetime.fromisoformat(values["at"]),
            "verdict": Verdict(values["verdict"]),
            "reason": Reason(values["reason"]),
            "recipe": RecipeRef(**recipe) if recipe else None,
            "model": ModelRef(**model) if model else None,
            "timings": Timings(**values["timings"]),
            "image": ImageRef(**{**values["image"], "state": ImageState(values["image"]["state"])}),
            "output": OutputState(values["output"]),
            "pose": None if values.get("pose") is None else tuple(values["pose"]),
            "quality": None if values.get("quality") is None else Quality(**values["quality"]),
            "regions_found": _regions(values.get("regions_found")),
            "purpose": Purpose(values.get("purpose", Purpose.PRODUCTION)),  # an older program did not write it
        }
    )


def _regions(values: dict[str, Any] | None) -> DefectRegions | None:
    if values is None:
        return None
    return DefectRegions(**{**values, "largest": tuple(DefectRegion(**one) for one in values["largest"])})
