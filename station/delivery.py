"""The last gate: verdicts reach the output one at a time, and an OK only while everything still allows it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress

from station.errors import OutputError, PartnerLost, explain
from station.outputs.base import Output
from station.types import Inspection, OutputState, Purpose, Verdict

log = logging.getLogger(__name__)

_PATIENCE_S = 0.1
"""How long those who watch the line wait for an output call that is in progress."""


HANGS = "The output does not answer; a pulse that it began is ended when it does."


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
        patience_s: float,
    ) -> None:
        """An output that does not come back within `patience_s` when it is closed is given up."""
        self._output = output
        self._patience_s = patience_s
        self._refusal = refusal
        self._withheld = withheld
        self._failed = failed
        self._lock = threading.RLock()
        self._rest_due = False
        self._closing: threading.Thread | None = None
        self._problem: BaseException | None = None

    def open(self) -> None:
        """Raises OutputError, also where the output hangs since `close`."""
        if not self._closed():
            raise OutputError(HANGS, "Check the output and its cable, then close the program and open it again.")
        with self._lock:
            self._output.open()

    def close(self) -> bool:
        """Put every signal to rest and give the device back; False: the output hangs, and may not be at rest."""
        if self._closing is None:
            self._problem = None
            self._closing = threading.Thread(target=self._close, name="close-output", daemon=True)
            self._closing.start()
        if not self._closed():
            return False
        if self._problem is not None:
            raise self._problem
        return True

    def _close(self) -> None:
        try:
            with self._lock, suppress(OutputError):
                self._output.close()
        except Exception as error:
            log.exception("the output failed to close")
            self._problem = error

    def _closed(self) -> bool:
        """Wait for `close` to come to its end; False: it hangs."""
        if self._closing is not None:
            self._closing.join(self._patience_s)
            if self._closing.is_alive():
                return False
            self._closing = None
        return True

    def deliver(self, inspection: Inspection, too_late: Callable[[], bool]) -> OutputState:
        """Hand over the verdict of a durable `inspection`; whatever goes wrong, the line sees a reject."""
        with self._lock:
            try:
                if inspection.verdict is Verdict.OK:
                    self._rest_due = False
                    refusal = "it came too late" if too_late() else self._refusal()
                    if inspection.purpose is Purpose.REFERENCE:  # also where what it was for was broken off meanwhile
                        refusal = refusal or "it is of a reference part"
                    if refusal is None:
                        self._output.ok(inspection)
                        if not (self._rest_due or too_late()):
                            return OutputState.SENT
                        refusal = self._refusal() or "the output took too long"
                    self._output.reject(inspection)
                    self._withheld(inspection, refusal)
                    return OutputState.WITHHELD
                self._output.reject(inspection)
                return OutputState.SENT
            except PartnerLost as error:
                self._withheld(inspection, explain(error))
                return OutputState.WITHHELD if inspection.verdict is Verdict.OK else OutputState.FAILED
            except OutputError as error:
                self._failed(error)
            except Exception as error:
                log.exception("the output failed")
                self._failed(OutputError(f"The output failed: {explain(error)}"))
            return OutputState.FAILED

    def rest(self) -> None:
        """Put every signal to rest. Raises OutputError, also when an output call hangs."""
        if not self._lock.acquire(timeout=_PATIENCE_S / 2):
            self._rest_due = True  # who hangs in an output call sees it on return; who was just leaving lets us in
            if not self._lock.acquire(timeout=_PATIENCE_S / 2):
                raise OutputError(HANGS)
        try:
            self._output.rest()
        finally:
            self._lock.release()

    def rest_or_explain(self) -> str | None:
        """Put every signal to rest; return what went wrong, in words."""
        try:
            self.rest()
        except OutputError as error:
            return explain(error)
        except Exception as error:
            log.exception("the output failed")
            return f"The output failed: {explain(error)}"
        return None

    def heartbeat(self, level: bool) -> bool:
        """Show `level`; False where it was not shown, because the output fails or an output call hangs."""
        if not self._lock.acquire(timeout=_PATIENCE_S):
            return False
        try:
            self._output.heartbeat(level)
        except OutputError as error:
            self._failed(error)
            return False
        finally:
            self._lock.release()
        return True
