"""Folders in which versions are made, below their store: gone with the block, or cleaned away after a crash.

<store>/<name>/.new-…/lock     held open as long as somebody works in the folder; the system frees it with the process
"""

from __future__ import annotations

import contextlib
import errno
import secrets
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from station.errors import StorageError
from station.images import make_folder, storage_error
from station.instance_lock import lock_file

PREFIX = ".new-"
_LOCK = "lock"
_ATTEMPTS = 10


@contextlib.contextmanager
def staging(home: Path, label: str = "") -> Iterator[Path]:
    """Yield a new folder below `home`; nobody else cleans it away while the block lasts.

    Raises StorageError where it cannot be made.
    """
    try:
        make_folder(home)
        folder, held = _begin(home, label)
    except OSError as error:
        raise storage_error(home, error) from error
    try:
        yield folder
    finally:
        _remove(folder, held)


def take_number(partial: Path, home: Path, taken: Iterable[int], pattern: str) -> int:
    """Rename the finished `partial` to the folder of the version after those `taken`, or the next if another took it.

    Returns the version. Raises OSError.
    """
    version = max(taken, default=0) + 1
    while True:
        try:
            partial.rename(home / pattern.format(version))
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
            version += 1  # another program took the number
        else:
            return version


def clean(root: Path) -> int:
    """Remove the folders in `root`/*/ in which nobody works any more; returns how many. Raises StorageError."""
    removed = 0
    try:
        for folder in _staged(root):
            held = _hold(folder)
            if held is not None:
                _remove(folder, held)
                removed += 1
                if folder.exists():
                    raise StorageError(f"{folder}: cannot be removed.", "Remove it by hand.")
    except OSError as error:
        raise storage_error(root, error) from error
    return removed


def leftovers(root: Path) -> list[Path]:
    """List what `clean` would remove. Raises OSError."""
    found = []
    for folder in _staged(root):
        held = _hold(folder) if (folder / _LOCK).exists() else None
        if held is not None or not (folder / _LOCK).exists():
            found.append(folder)
        if held is not None:
            held.close()
    return found


def _staged(root: Path) -> list[Path]:
    return sorted(folder for folder in root.glob(f"*/{PREFIX}*") if folder.is_dir())


def _begin(home: Path, label: str) -> tuple[Path, IO[str]]:
    """A program that cleans may come between making the folder and holding it: then another is made."""
    for _ in range(_ATTEMPTS):
        folder = home / f"{PREFIX}{label}{secrets.token_hex(6)}"
        folder.mkdir()
        held = _hold(folder)
        if held is not None:
            if (folder / _LOCK).exists():
                return folder, held
            held.close()
    raise StorageError(f"{home}: what is written there is removed at once.", "End the program that does it.")


def _hold(folder: Path) -> IO[str] | None:
    """Return the open file that holds the folder; None where another process has it, or it is gone. Raises OSError."""
    try:
        file = (folder / _LOCK).open("a+", encoding="utf-8")
    except FileNotFoundError:
        return None
    try:
        lock_file(file)
    except OSError:
        file.close()
        return None
    return file


def _remove(folder: Path, held: IO[str]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    held.close()
    # Windows removes no file that is open
    shutil.rmtree(folder, ignore_errors=True)
