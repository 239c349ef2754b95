"""The output folder: one file per finished run, and the tables made of them. Every file is whole or absent."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
from numpy.typing import NDArray

from station.errors import StorageError
from station.images import make_folder, storage_error, write_file
from station.instance_lock import InstanceLock

Row = dict[str, Any]
_FORMAT = 1


@dataclass(frozen=True, slots=True, eq=False)
class Finished:
    """One run's row, and what plots need beside it: `scores` (name, kind, score), `held_out` scores, training curve."""

    key: str
    row: Row
    scores: tuple[tuple[str, str, float], ...] = ()
    held_out: tuple[float, ...] = ()
    curve: tuple[Mapping[str, Any], ...] = ()
    traceback: str = ""

    @property
    def failed(self) -> bool:
        return bool(self.row.get("error"))


class Store:
    """`folder`/runs holds what was finished; `results.json` is made from it anew each time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._runs = folder / "runs"
        self._lock = InstanceLock(folder, "benchmark", "Wait for it, or give this one another --out.")

    @contextmanager
    def prepared(self) -> Iterator[None]:
        """Make the folder, and keep other benchmarks out of it. What was left half-written is removed.

        Raises:
            StateError: another benchmark works in this folder. StorageError.
        """
        try:
            make_folder(self._runs)
            self._lock.take()
            self._tidy()
        except OSError as error:
            raise storage_error(self.folder, error) from error
        try:
            yield
        finally:
            self._tidy()
            self._lock.release()

    def _tidy(self) -> None:
        for left in self.folder.glob(".maps-*"):
            shutil.rmtree(left, ignore_errors=True)

    def read(self) -> dict[str, Finished]:
        """Return everything that was finished, by key. A file that cannot be read counts as missing."""
        found = {}
        for path in sorted(self._runs.glob("*.json")):
            one = _read(path)
            if one is not None:
                found[one.key] = one
        return found

    def keep(self, finished: Finished, pictures: Mapping[str, NDArray[Any]] | None = None) -> None:
        """Write one run, then the list of all rows. Raises StorageError."""
        if pictures:
            buffer = BytesIO()
            np.savez_compressed(buffer, allow_pickle=False, **pictures)
            write_file(self._runs / f"{finished.key}.npz", buffer.getvalue())
        value = {
            "format": _FORMAT,
            "key": finished.key,
            "row": finished.row,
            "scores": finished.scores,
            "held_out": finished.held_out,
            "curve": finished.curve,
            "traceback": finished.traceback,
        }
        write_file(self._runs / f"{finished.key}.json", _json(value))

    def pictures(self, key: str) -> dict[str, NDArray[Any]]:
        """Return the pictures that were kept for the gallery of a run; empty where there are none."""
        try:
            with np.load(self._runs / f"{key}.npz") as loaded:
                return {name: loaded[name] for name in loaded.files}
        except (OSError, ValueError, zipfile.BadZipFile):
            return {}

    def write_rows(self, rows: list[Row]) -> None:
        """Write results.json. Raises StorageError."""
        write_file(self.folder / "results.json", _json(rows))

    def write_text(self, name: str, text: str) -> None:
        write_file(self.folder / name, text.encode())

    def write_bytes(self, name: str, data: bytes) -> None:
        write_file(self.folder / name, data)

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """Give a folder for anomaly maps, removed at the end."""
        try:
            made = Path(mkdtemp(prefix=".maps-", dir=self.folder))
        except OSError as error:
            raise storage_error(self.folder, error) from error
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)


def _json(value: Any) -> bytes:
    try:
        return (json.dumps(value, indent=1, allow_nan=False) + "\n").encode()
    except ValueError as error:
        raise StorageError(f"A result holds a number that is not finite: {error}.") from error


def _read(path: Path) -> Finished | None:
    try:
        value = json.loads(path.read_text())
        if value["format"] != _FORMAT or value["key"] != path.stem:
            return None
        return Finished(
            key=value["key"],
            row=dict(value["row"]),
            scores=tuple((name, kind, float(score)) for name, kind, score in value["scores"]),
            held_out=tuple(value["held_out"]),
            curve=tuple(value["curve"]),
            traceback=value["traceback"],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
