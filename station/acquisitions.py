"""Numbers of acquisitions: the short names under which robot and PLC know a picture and its verdict."""

from __future__ import annotations

import threading

MOST = 2**31 - 1
"""The largest number that fits a signed register of 32 bits; after it they begin again from 1."""

_IN_FLIGHT = 100


class Acquisitions:
    """Counts acquisitions, also across restarts. Thread-safe."""

    def __init__(self, last: int | None = None) -> None:
        """`last` is the newest number in the records; those that were in flight when a program was killed are not
        given again.
        """
        self._last = 0 if last is None else (last + _IN_FLIGHT) % MOST
        self._lock = threading.Lock()

    def next(self) -> int:
        with self._lock:
            self._last = self._last % MOST + 1
            return self._last
