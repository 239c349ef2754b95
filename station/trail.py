"""The audit trail for people at the window: look, check the chain, take it out."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from detectors.api import Cancelled
from station.accounts import Session
from station.audit import Act, AuditEntry, AuditQuery, Entry, Verification, canonical
from station.db import Records
from station.db.export import text_cell, time_cell, write_table
from station.permissions import Action
from station.picture_check import Progress
from station.plain import plain

COLUMNS = ("number", "at_utc", "who", "from", "act", "subject", "why", "before", "after", "sha256")
PAGE = 100
_EXPORT_PAGE = 500


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Some rows, the last written first. `more`: there are older ones."""

    entries: tuple[AuditEntry, ...]
    more: bool


class Trail:
    """Thread-safe; everything reads the database. Raises NotPermitted before anything is read, and RecordsError."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def page(self, by: Session, query: AuditQuery, *, before: int | None = None) -> TrailPage:
        """Read the rows before the number `before`, the newest without it."""
        by.require(Action.READ_AUDIT)
        found = self._records.audit.entries(query, limit=PAGE + 1, before=before)
        return TrailPage(tuple(found[:PAGE]), len(found) > PAGE)

    def count(self, by: Session, query: AuditQuery) -> int:
        """Count what matches."""
        by.require(Action.READ_AUDIT)
        return self._records.audit.count(query)

    def people(self, by: Session) -> tuple[str, ...]:
        """Read the names of everybody who is in it."""
        by.require(Action.READ_AUDIT)
        return tuple(self._records.audit.people())

    def check(self, by: Session, progress: Progress, cancelled: Callable[[], bool]) -> Verification:
        """Check the whole chain; a million rows take a minute. Raises Cancelled."""
        by.require(Action.READ_AUDIT)
        head = self._records.audit.head()
        rows = max(1, head.number if head is not None else 1)

        def watch(number: int) -> None:
            if cancelled():
                raise Cancelled("The check was cancelled.")
            progress(min(1.0, number / rows), f"checking, {number} rows")

        return self._records.audit.verify(watch=watch)

    def csv(self, by: Session, query: AuditQuery, path: Path, progress: Progress, cancelled: Callable[[], bool]) -> int:
        """Write what matches as a table, the last written first; returns the number of rows.

        The audit trail says who took out what; where it does not take the row, the file does not stay either.
        Raises StorageError, Cancelled.
        """
        by.require(Action.READ_AUDIT)
        total = max(1, self._records.audit.count(query))
        rows = write_table(
            COLUMNS,
            map(_cells, self._each(query)),
            path,
            progress=lambda written: progress(min(1.0, written / total), f"writing, {written} rows"),
            cancelled=cancelled,
        )
        asked = {name: value for name, value in plain(query).items() if value}
        entry = Entry(
            Act.AUDIT_EXPORTED, "audit trail", by.name, after={"file": path.name, "rows": rows, "filter": asked}
        )
        try:
            self._records.audit.add(entry)
        except BaseException:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            raise
        return rows

    def _each(self, query: AuditQuery) -> Iterator[AuditEntry]:
        before = None
        while page := self._records.audit.entries(query, limit=_EXPORT_PAGE, before=before):
            yield from page
            before = page[-1].number


def _cells(entry: AuditEntry) -> list[object]:
    return [
        entry.number,
        time_cell(entry.at),
        text_cell(entry.who),
        entry.origin,
        entry.action,
        text_cell(entry.subject),
        text_cell(entry.why),
        "" if entry.before is None else canonical(entry.before),
        "" if entry.after is None else canonical(entry.after),
        entry.sha256,
    ]
