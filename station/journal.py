"""The emergency journal: inspections that the database would not take, kept in a file until it does."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from station.errors import StorageError
from station.types import (
    ImageRef,
    ImageState,
    Inspection,
    ModelRef,
    OutputState,
    Reason,
    RecipeRef,
    Timings,
    Verdict,
)


class Recorder(Protocol):
    """The part of the records that the line writes to."""

    def commit_inspection(self, inspection: Inspection) -> None: ...

    def get(self, inspection_id: str) -> Inspection | None: ...


class Journal:
    """Inspections without a row, oldest first: in memory, and in `path` so that a crash does not lose them.

    Thread-safe: the inspection thread appends while an acknowledgement may flush.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: list[Inspection] = []
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._waiting)

    def append(self, inspection: Inspection) -> None:
        """Keep `inspection`. Raises StorageError when only memory holds it, because the file cannot be written."""
        with self._lock:
            self._waiting.append(inspection)
            try:
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(_to_json(inspection)) + "\n")
                    file.flush()
                    os.fsync(file.fileno())
            except OSError as error:
                raise StorageError(
                    f"{len(self._waiting)} verdicts are in memory only: neither the database nor {self._path} can be"
                    f" written ({error.strerror or error}).",
                    "Free disk space or repair the disk, then acknowledge. Do not switch the station off before.",
                ) from error

    def flush(self, recorder: Recorder) -> int:
        """Move everything into `recorder`, oldest first; return how many. Raises what `commit_inspection` raises."""
        with self._lock:
            moved = 0
            while self._waiting:
                inspection = self._waiting[0]
                # a commit can be reported as failed and still have reached the disk
                if recorder.get(inspection.id) is None:
                    recorder.commit_inspection(inspection)
                del self._waiting[0]
                moved += 1
            if moved:
                self._path.unlink(missing_ok=True)
            return moved

    def replay(self, recorder: Recorder) -> int:
        """Read what an earlier run left in the file and flush it. A torn last line is a write that never finished."""
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise StorageError(
                f"The emergency journal {self._path} cannot be read ({error.strerror or error}).",
                "Repair its permissions; it holds verdicts that are not in the database.",
            ) from error
        for number, line in enumerate(lines, 1):
            try:
                self._waiting.append(_from_json(json.loads(line)))
            except (ValueError, KeyError, TypeError) as error:
                if number == len(lines):
                    break
                raise StorageError(
                    f"Line {number} of the emergency journal {self._path} is damaged.",
                    "It holds verdicts that are not in the database: keep the file, move it away, and ask for help.",
                ) from error
        return self.flush(recorder)


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
        }
    )
