"""What may not happen too often in a row: rejects stop the line, late verdicts raise an alarm."""

from __future__ import annotations

from collections.abc import Callable

from station.config import LineSection
from station.types import Inspection, OutputState, Purpose, Reason, Result, Verdict

_NOT_JUDGED = (Reason.STATION_FAULT, Reason.STATION_STOPPED)
"""Answers that say nothing about a part."""


class Streaks:
    """Counts in a row. `saw` is called on the inspection thread after each verdict, so that the next part is judged
    with what it found.
    """

    def __init__(
        self,
        limits: LineSection,
        *,
        stop_line: Callable[[str, str], None],
        too_late: Callable[[str], None],
    ) -> None:
        """`stop_line` takes message and hint and takes the line to FAULT; `too_late` takes a message."""
        self._limits = limits
        self._stop_line = stop_line
        self._too_late = too_late
        self._rejects = 0
        self._late = 0

    def saw(self, result: Result) -> None:
        """Take the next inspection, in the order of the parts."""
        inspection = result.inspection
        if inspection.reason in _NOT_JUDGED or inspection.purpose is Purpose.REFERENCE:
            return
        self._rejects = 0 if inspection.verdict is Verdict.OK else self._rejects + 1
        self._late = self._late + 1 if self._is_late(inspection) else 0
        if self._late and self._late == self._limits.late_in_a_row:
            self._late = 0
            self._too_late(f"{self._limits.late_in_a_row} verdicts in a row came too late for their parts.")
        if self._rejects and self._rejects == self._limits.rejects_in_a_row:
            self._rejects = 0
            self._stop_line(
                f"{self._limits.rejects_in_a_row} parts in a row were not OK.",
                "Look at the parts, the light and the lens; acknowledge to go on.",
            )

    def _is_late(self, inspection: Inspection) -> bool:
        if inspection.reason is Reason.LATE:
            return True
        total_ms = inspection.timings.total_ms
        return inspection.output is OutputState.WITHHELD and (total_ms or 0.0) > self._limits.deadline_ms
