"""The parts that wait for a person's decision, with their pictures. Deciding itself is `Judging.review`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from station.db import Records
from station.images import stored_path
from station.types import Inspection


@dataclass(frozen=True, slots=True)
class Waiting:
    """One part with the verdict REVIEW on which nobody has decided. `picture` is None where none is stored."""

    inspection: Inspection
    picture: Path | None


class ReviewQueue:
    """Reads what waits. Thread-safe. Reads the database: not for the GUI thread."""

    def __init__(self, records: Records, images_dir: Path) -> None:
        self._records = records
        self._images_dir = images_dir

    def waiting(self, *, limit: int = 100) -> tuple[Waiting, ...]:
        """Read the parts that have waited longest. Raises RecordsError."""
        result = []
        for inspection_id in self._records.judgements.in_review(limit=limit):
            inspection = self._records.get(inspection_id)
            if inspection is not None:
                result.append(Waiting(inspection, stored_path(self._images_dir, inspection)))
        return tuple(result)
