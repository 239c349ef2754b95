"""The log of a running station: <data folder>/logs/station.log, and the ones before it."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

from station.errors import StorageError

FOLDER, FILE = "logs", "station.log"
MOST_BYTES, OLDER = 2_000_000, 4
_OWN = ("station", "camera", "detectors", "calibration", "ui")
_FORM = "%(asctime)s %(levelname)-7s %(threadName)s %(name)s: %(message)s"


@contextlib.contextmanager
def kept(data_dir: Path) -> Iterator[Path]:
    """Write the program's log to a file while the block runs; at most ten megabytes are kept.

    A disk that fills up later costs lines of the log, never a verdict. Raises StorageError: it cannot be begun.
    """
    path = data_dir / FOLDER / FILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=MOST_BYTES, backupCount=OLDER, encoding="utf-8")
    except OSError as error:
        raise StorageError(
            f"The log {path} cannot be written ({error.strerror or error}).",
            "Give this user the right to write in the data folder.",
        ) from error
    handler.setFormatter(logging.Formatter(_FORM))
    handler.setLevel(logging.INFO)
    root = logging.getLogger()
    loggers = [logging.getLogger(name) for name in _OWN]
    before = [one.level for one in loggers]
    # with a handler of ours Python no longer brings warnings to stderr by itself
    usual = logging.lastResort if not root.handlers else None
    for one_more in (handler, usual):
        if one_more is not None:
            root.addHandler(one_more)
    for one in loggers:
        if one.getEffectiveLevel() > logging.INFO:
            one.setLevel(logging.INFO)
    try:
        yield path
    finally:
        root.removeHandler(handler)
        if usual is not None:
            root.removeHandler(usual)
        for one, level in zip(loggers, before, strict=True):
            one.setLevel(level)
        handler.close()


def log_files(data_dir: Path) -> list[Path]:
    """The log files that are there, the newest first."""
    folder = data_dir / FOLDER
    names = [FILE, *(f"{FILE}.{number}" for number in range(1, OLDER + 1))]
    return [folder / name for name in names if (folder / name).is_file()]
