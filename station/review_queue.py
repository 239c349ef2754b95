"""The parts that wait for a person's decision. Deciding itself is `Judging.review`."""

from __future__ import annotations

from station.db import Records
from station.types import Inspection


class ReviewQueue:
    """Reads what waits. Thread-safe. Reads the database: not for the GUI thread."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def waiting(self, *, limit: int = 100) -> tuple[Inspection, ...]:
        """Read the parts that have the verdict REVIEW, undecided, and have waited longest. Raises RecordsError."""
        found = map(self._records.get, self._records.judgements.in_review(limit=limit))
        return tuple(one for one in found if one is not None)
