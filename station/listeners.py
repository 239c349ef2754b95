"""Who hears each result, on the inspection thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from station.errors import explain
from station.types import Reason, Result

log = logging.getLogger(__name__)


class Listeners:
    """Calls whoever subscribed, in that order. Thread-safe. One that fails is called no more, which is a fault."""

    def __init__(self, raise_fault: Callable[[Reason, str, str], None]) -> None:
        self._raise_fault = raise_fault
        self._lock = threading.Lock()
        self._all: tuple[Callable[[Result], None], ...] = ()

    def add(self, on_result: Callable[[Result], None]) -> Callable[[], None]:
        """Call `on_result` for each result from now on; returns the function that ends it."""
        with self._lock:
            self._all = (*self._all, on_result)
        return lambda: self._remove(on_result)

    def publish(self, result: Result) -> None:
        for listener in self._all:
            try:
                listener(result)
            except Exception as error:
                log.exception("a listener failed")
                self._remove(listener)
                self._raise_fault(
                    Reason.STATION_FAULT,
                    f"A listener to the results failed: {explain(error)}",
                    "What it showed or sent is missing from now on: restart the program.",
                )

    def _remove(self, on_result: Callable[[Result], None]) -> None:
        with self._lock:
            self._all = tuple(one for one in self._all if one is not on_result)
