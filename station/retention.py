"""Remove old pictures, by age and by size. Rows stay; rejects go late and never silently."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Protocol

from station.config import ImagesSection
from station.queries import Cursor
from station.types import Completion, Event, EventKind, ImageRef, ImageState, Inspection, Verdict

PASSES = (Verdict.OK,)
REJECTS = (Verdict.NOK, Verdict.REVIEW, Verdict.ERROR)
NEWEST_KEPT = 100
"""So many of the newest pictures are never removed, whatever the limits say: people are looking at them."""

_GROUP = 200


class ImageRecords(Protocol):
    """The part of the records that retention works with."""

    def stored_bytes(self) -> int: ...

    def oldest_stored(
        self,
        verdicts: Iterable[Verdict],
        *,
        before: datetime | None = None,
        after: Cursor | None = None,
        limit: int = 500,
    ) -> list[tuple[Cursor, Inspection]]: ...

    def newest_stored(self, limit: int) -> list[Inspection]: ...

    def complete(self, completions: Sequence[Completion]) -> tuple[str, ...]: ...

    def add_event(self, event: Event) -> None: ...


@dataclass(frozen=True, slots=True)
class RetentionReport:
    """What one run did. `refused` files lie outside the image folder or cannot be removed; they were left."""

    passes: int = 0
    rejects: int = 0
    freed_bytes: int = 0
    kept_bytes: int = 0
    refused: int = 0
    over_limit: bool = False  # still too much, but what is left may not be removed
    cancelled: bool = False


@dataclass(slots=True)
class _Tally:
    passes: int = 0
    rejects: int = 0
    freed: int = 0
    refused: int = 0
    examples: list[str] = field(default_factory=list)


class Retention:
    """Applies `[images]` to the folder of one station. Passes go when they are older than `max_age_days`, and the
    oldest of them earlier when all pictures are larger than `max_gb`. Rejects go only after `keep_rejects_days`.
    """

    def __init__(self, images_dir: Path, config: ImagesSection, records: ImageRecords) -> None:
        self._folder = images_dir
        self._config = config
        self._records = records

    def change(self, config: ImagesSection) -> None:
        """Follow other limits from the next run on. Any thread."""
        self._config = config

    def run(self, now: datetime, cancelled: threading.Event | Callable[[], bool]) -> RetentionReport:
        """Remove what the limits say; an event tells what was removed. Takes as long as it takes: not for the line.

        Raises:
            RecordsError: the records do not answer. What was removed until then is seen as gone by the next run.
        """
        config = self._config
        stopped = cancelled.is_set if isinstance(cancelled, threading.Event) else cancelled
        tally = _Tally()
        newest = {inspection.id for inspection in self._records.newest_stored(NEWEST_KEPT)}
        old = now - timedelta(days=config.max_age_days)
        very_old = now - timedelta(days=config.keep_rejects_days)
        self._sweep(PASSES, old, None, newest, tally, stopped)
        self._sweep(REJECTS, very_old, None, newest, tally, stopped)
        most = int(config.max_gb * 1e9)
        total = self._records.stored_bytes()
        if total > most and not stopped():
            before = tally.freed
            self._sweep(PASSES, None, total - most, newest, tally, stopped)
            total -= tally.freed - before
        report = RetentionReport(
            tally.passes, tally.rejects, tally.freed, total, tally.refused, total > most and not stopped(), stopped()
        )
        self._tell(now, report, tally.examples, config.max_gb)
        return report

    def _sweep(
        self,
        verdicts: tuple[Verdict, ...],
        before: datetime | None,
        to_free: int | None,
        newest: set[str],
        tally: _Tally,
        stopped: Callable[[], bool],
    ) -> None:
        """Remove pictures, oldest first: all from `before` some time, or until `to_free` bytes are free."""
        cursor = None
        goal = None if to_free is None else tally.freed + to_free
        while not stopped():
            rows = self._records.oldest_stored(verdicts, before=before, after=cursor, limit=_GROUP)
            if not rows:
                return
            cursor = rows[-1][0]
            gone = []
            for _, inspection in rows:
                if goal is not None and tally.freed >= goal:
                    break
                if inspection.id in newest:
                    continue
                if self._remove(inspection.image.path):
                    gone.append(inspection)
                    tally.freed += inspection.image.bytes or 0
                else:
                    tally.refused += 1
                    tally.examples = [*tally.examples, str(inspection.image.path)][:3]
            # files first: a row that still says stored is found again by the next run, a lost file never
            self._records.complete(
                [Completion(one.id, image=_expired(one)) for one in gone],
            )
            passes = sum(one.verdict is Verdict.OK for one in gone)
            tally.passes += passes
            tally.rejects += len(gone) - passes
            if goal is not None and tally.freed >= goal:
                return

    def _remove(self, relative: str | None) -> bool:
        """Remove one file of this station. True: it is gone. False: it is not ours to remove, or cannot be."""
        path = self._own_path(relative)
        if path is None:
            return False
        try:
            path.unlink(missing_ok=True)
        except OSError:
            return False
        for folder in list(path.parents)[:3]:  # day, month, year
            if folder == self._folder:
                break
            with contextlib.suppress(OSError):
                folder.rmdir()  # only an empty one goes
        return True

    def _own_path(self, relative: str | None) -> Path | None:
        """The file behind a row's path, if it lies inside the image folder with no link on the way."""
        if not relative:
            return None
        parts = PurePosixPath(relative)
        if parts.is_absolute() or ".." in parts.parts or parts.suffix != ".png" or "\\" in relative or ":" in relative:
            return None
        path = self._folder
        for part in parts.parts:
            path = path / part
            if path.is_symlink():
                return None
        return None if path.is_dir() else path

    def _tell(self, now: datetime, report: RetentionReport, examples: list[str], max_gb: float) -> None:
        details: dict[str, object] = {
            "passes": report.passes,
            "rejects": report.rejects,
            "freed_bytes": report.freed_bytes,
            "kept_bytes": report.kept_bytes,
        }
        if report.passes or report.rejects:
            text = f"Old pictures were removed: {report.passes} of passed parts, {report.rejects} of rejected parts."
            self._records.add_event(Event(now, EventKind.STORAGE, text, details=details))
        if report.refused:
            text = (
                f"{report.refused} old pictures were left: they are not in the folder of pictures, or cannot be"
                " removed."
            )
            self._records.add_event(Event(now, EventKind.STORAGE, text, details={**details, "examples": examples}))
        if report.over_limit:
            text = (
                f"The pictures need {report.kept_bytes / 1e9:.1f} GB, more than images.max_gb ="
                f" {max_gb:g}; what is left are rejects that must be kept, and the newest."
            )
            self._records.add_event(Event(now, EventKind.STORAGE, text, details=details))


def _expired(inspection: Inspection) -> ImageRef:
    """The hash stays: a copy of the picture that turns up elsewhere can still be proved to be this one."""
    return ImageRef(ImageState.EXPIRED, None, inspection.image.sha256, None)
