"""One running program per folder: a station on its data, a benchmark on its results."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from station.errors import StateError, StorageError


class InstanceLock:
    """Held by the program that works in a folder; the operating system frees it when that ends.

    The file is never removed: removing it would let two programs hold two files of the same name.
    """

    def __init__(
        self,
        folder: Path,
        program: str = "station",
        remedy: str = "Stop it first, or give this one another station.data_dir.",
    ) -> None:
        self._program, self._remedy = program, remedy
        self._path = folder / f"{program}.lock"
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Raises StateError when another program holds it, StorageError when the file cannot be made."""
        try:
            file = self._path.open("a+", encoding="utf-8")
        except OSError as error:
            raise StorageError(
                f"{self._path} cannot be written ({error.strerror or error}).",
                "Give this user the right to write in this folder.",
            ) from error
        try:
            lock_file(file)
        except OSError:
            file.seek(0)
            owner = file.read().strip() or "unknown"
            file.close()
            raise StateError(
                f"Another {self._program} is running on the folder {self._path.parent} (process {owner}).",
                self._remedy,
            ) from None
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def release(self) -> None:
        """Safe to call twice."""
        if self._file is not None:
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def lock_file(file: IO[str]) -> None:
        """Hold the file until it is closed. Raises OSError where another process holds it."""
        # far behind the text, so that the process number can be read while it is held
        file.seek(1 << 20)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def lock_file(file: IO[str]) -> None:
        """Hold the file until it is closed. Raises OSError where another process holds it."""
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
