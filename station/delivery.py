"""The last gate: verdicts reach the output one at a time, and an OK only while everything still allows it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress

from station.errors import OutputError, explain
from station.outputs.base import Output
from station.types import Inspection, OutputState, Verdict

log = logging.getLogger(__name__)


class Delivery:
    """Puts one lock around an output. Thread-safe.

    `refusal` says, under that lock, why an OK may not leave now, or None. `failed` is told when the output failed.
    """

    def __init__(
        self,
        output: Output,
        *,
        refusal: Callable[[], str | None],
        withheld: Callable[[Inspection, str], None],
        failed: Callable[[OutputError], None],
    ) -> None:
        self._output = output
        self._refusal = refusal
        self._withheld = withheld
        self._failed = failed
        self._lock = threading.RLock()

    def open(self) -> None:
        with self._lock:
            self._output.open()

    def close(self) -> None:
        with self._lock, suppress(OutputError):
            self._output.close()

    def deliver(self, inspection: Inspection, too_late: Callable[[], bool]) -> OutputState:
        """Hand over the verdict of a durable `inspection`; whatever goes wrong, the line sees a reject."""
        with self._lock:
            try:
                if inspection.verdict is Verdict.OK:
                    refusal = "it came too late" if too_late() else self._refusal()
                    if refusal is None:
                        self._output.ok(inspection)
                        return OutputState.SENT
                    self._output.reject(inspection)
                    self._withheld(inspection, refusal)
                    return OutputState.WITHHELD
                self._output.reject(inspection)
                return OutputState.SENT
            except OutputError as error:
                self._failed(error)
            except Exception as error:
                log.exception("the output failed")
                self._failed(OutputError(f"The output failed: {explain(error)}"))
            return OutputState.FAILED

    def rest(self) -> None:
        """Put every signal to rest. Raises OutputError."""
        with self._lock:
            self._output.rest()

    def rest_soon(self) -> str | None:
        """Put every signal to rest unless an output call hangs; return what went wrong, in words."""
        if not self._lock.acquire(timeout=0.1):
            return "The output did not answer; a pulse that it began ends by itself."
        try:
            self._output.rest()
        except OutputError as error:
            return explain(error)
        finally:
            self._lock.release()
        return None

    def still_failing(self) -> str | None:
        """Try the output again; return what is wrong, in words."""
        try:
            self.rest()
        except OutputError as error:
            return explain(error)
        return None

    def heartbeat(self, level: bool) -> None:
        with self._lock:
            try:
                self._output.heartbeat(level)
            except OutputError as error:
                self._failed(error)
