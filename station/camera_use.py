"""Who has the camera: the line, the live view, or somebody who sets it up. One at a time."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

from camera.api import CameraError
from station.errors import StateError

LINE = "the line"
LIVE_VIEW = "the live view"
SETTINGS = "the camera settings"
OUTPUT_TEST = "the output test"
CHECK = "the check of the station"

HANGS = "The camera driver still hangs since the line was stopped."
HANGS_HINT = "Check the camera and its cable, then close the program and open it again."


class CameraUse:
    """Knows who uses the camera and what hangs on it. Thread-safe; nobody is made to wait."""

    def __init__(self, hangs: Callable[[], bool] = lambda: False) -> None:
        """`hangs`: whether the driver has not come back since the line was stopped; then only the line may try."""
        self._hangs = hangs
        self._lock = threading.Lock()
        self._user: str | None = None

    @property
    def user(self) -> str | None:
        """Who has it now; None: nobody."""
        return self._user

    def take(self, user: str) -> None:
        """Raises StateError: somebody has it; CameraError: its driver hangs. Give it back with `give_back`."""
        with self._lock:
            if self._user is not None:
                remedy = "Stop the line first." if self._user == LINE else "End that first, then try again."
                raise StateError(f"The camera is in use by {self._user}.", remedy)
            if user != LINE and self._hangs():
                raise CameraError(HANGS, HANGS_HINT)
            self._user = user

    def give_back(self, user: str) -> None:
        """Does nothing where `user` does not have it."""
        with self._lock:
            if self._user == user:
                self._user = None

    @contextlib.contextmanager
    def taken(self, user: str) -> Iterator[None]:
        """Have the camera while the block runs. Raises as `take`."""
        self.take(user)
        try:
            yield
        finally:
            self.give_back(user)
