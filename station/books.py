"""The books of the line: every inspection in the database, or in the journal until the database takes it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from station.errors import StationError, StorageError, explain
from station.journal import Journal, Recorder
from station.types import ImageRef, ImageState, Inspection, OutputState, Reason, Verdict

log = logging.getLogger(__name__)

_AGAIN_NS = 1_000_000_000
"""Time after a failed commit in which the database is not asked again."""


class RaiseFault(Protocol):
    def __call__(self, reason: Reason, message: str, hint: str = "", *, recheck: Callable[[], str | None]) -> None: ...


class Books:
    """Makes inspections durable (inspection thread), or takes the station to FAULT."""

    def __init__(self, recorder: Recorder, journal: Journal, raise_fault: RaiseFault, clock: Callable[[], int]) -> None:
        self._recorder = recorder
        self._journal = journal
        self._raise_fault = raise_fault
        self._clock = clock
        self._again_ns: int | None = None

    @property
    def unrecorded(self) -> int:
        """Inspections that wait for the database."""
        return len(self._journal)

    def record(self, inspection: Inspection) -> tuple[Inspection, bool]:
        """Make `inspection` durable, or make it an ERROR that waits in the journal; return it, and whether it is."""
        # the station is in FAULT then, no OK is at stake: parts need not all wait for a database that does not answer
        wait = self._again_ns is not None and self._clock() < self._again_ns
        try:
            if wait:
                raise StorageError("The records did not take the verdict of a part before this one.")
            if len(self._journal):
                self._journal.flush(self._recorder)
            self._recorder.commit_inspection(inspection)
        except Exception as error:
            # whatever it was, there may be no row: the part must not pass
            if not wait:
                self._again_ns = self._clock() + _AGAIN_NS
            if not isinstance(error, StationError):
                log.exception("the records failed")
            return self._keep(inspection, explain(error)), False
        self._again_ns = None
        return inspection, True

    def still_failing(self) -> str | None:
        """Try to record what waits; return why it cannot be, in words."""
        try:
            self._journal.flush(self._recorder)
        except StationError as error:
            return explain(error)
        self._again_ns = None
        return None

    def _keep(self, inspection: Inspection, message: str) -> Inspection:
        self._raise_fault(
            Reason.COMMIT_FAILED,
            f"The verdict could not be recorded: {message}",
            "Free disk space or end what locks the database, then acknowledge.",
            recheck=self.still_failing,
        )
        has_image = inspection.image.state is not ImageState.NONE
        failed = replace(
            inspection,
            verdict=Verdict.ERROR,
            reason=Reason.COMMIT_FAILED,
            detail=message,
            image=ImageRef(ImageState.FAILED if has_image else ImageState.NONE),
            output=OutputState.WITHHELD,
        )
        try:
            self._journal.append(failed)
        except StationError as error:
            self._raise_fault(Reason.COMMIT_FAILED, error.message, error.hint, recheck=self.still_failing)
        return failed
