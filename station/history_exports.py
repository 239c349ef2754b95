"""What leaves the station of its history, for those who may: CSV, zip with pictures, PDF report."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from station.accounts import Session
from station.audit import Act, Entry
from station.db import Records
from station.export_zip import Zipped, export_zip
from station.history import History
from station.permissions import Action
from station.picture_check import Progress
from station.plain import plain
from station.queries import InspectionQuery

if TYPE_CHECKING:
    from station.report import Reported


class HistoryExports:
    """Each method writes one file, whole or not at all, and takes seconds to minutes. Thread-safe.

    The audit trail says who took out what; where it does not take the row, the file does not stay either.
    Raises NotPermitted before anything is read, StorageError, RecordsError, and Cancelled with nothing left behind.
    """

    def __init__(self, records: Records, history: History, station: str) -> None:
        self._records = records
        self._history = history
        self._station = station

    def csv(
        self, by: Session, query: InspectionQuery, path: Path, progress: Progress, cancelled: Callable[[], bool]
    ) -> int:
        """Write what matches as a table; returns the number of rows."""
        by.require(Action.EXPORT_HISTORY)
        total = max(1, self._history.total(query).count)
        rows = self._records.export_csv(
            query,
            path,
            progress=lambda written: progress(min(1.0, written / total), f"writing, {written} inspections"),
            cancelled=cancelled,
        )
        self._note(by, query, path, {"rows": rows})
        return rows

    def zip(
        self, by: Session, query: InspectionQuery, path: Path, progress: Progress, cancelled: Callable[[], bool]
    ) -> Zipped:
        """Write what matches with its pictures; see `station.export_zip`. Raises UsageError: nothing, or too much."""
        made = export_zip(
            self._records,
            self._history.images_dir,
            query,
            path,
            by=by,
            station=self._station,
            progress=progress,
            cancelled=cancelled,
        )
        counts = {"rows": made.rows, "pictures": made.pictures, "missing": made.missing, "changed": made.changed}
        self._note(by, query, path, counts)
        return made

    def report(
        self,
        by: Session,
        query: InspectionQuery,
        path: Path,
        progress: Progress,
        cancelled: Callable[[], bool],
        *,
        most_rejects: int | None = None,
    ) -> Reported:
        """Write the PDF report of period, recipe and model of `query`. Raises UsageError: nothing was inspected."""
        from station.report import MOST_REJECTS, write_report  # reportlab takes a moment, and few sessions need it

        made = write_report(
            self._history,
            query,
            path,
            by=by,
            station=self._station,
            most_rejects=MOST_REJECTS if most_rejects is None else most_rejects,
            progress=progress,
            cancelled=cancelled,
        )
        self._note(by, query, path, {"parts": made.parts, "rejects": made.rejects, "shown": made.shown})
        return made

    def _note(self, by: Session, query: InspectionQuery, path: Path, counts: dict[str, int]) -> None:
        asked: dict[str, Any] = {name: value for name, value in plain(query).items() if value}
        after = {"file": path.name, **counts, "filter": asked}
        try:
            self._records.audit.add(Entry(Act.HISTORY_EXPORTED, "history", by.name, after=after))
        except BaseException:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            raise
