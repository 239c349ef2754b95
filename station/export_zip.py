"""Past inspections with their pictures as one zip file, whole or not there.

inspections.csv   as `station records export` writes it; image_path is a path below images/
reviews.csv       every decision of a person on these parts, the oldest first
feedback.csv      every word of an operator on them
defect_regions.csv  the largest defect regions of each part; inspections.csv counts all of them
images/           the pictures as they were stored, bit by bit
missing.csv       pictures that are not in here, or are not what was inspected, each with why
manifest.json     what was asked for, by whom, when; counts
SHA256SUMS        of every file above, for sha256sum --check
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from detectors.api import Cancelled
from station.accounts import Session
from station.db import Records
from station.db.export import COLUMNS, REGION_COLUMNS, cells, region_cells, text_cell, time_cell
from station.errors import StorageError, UsageError
from station.history import FLAW_TEXT, Flaw, picture_file
from station.images import whole_file
from station.permissions import Action
from station.picture_check import Progress
from station.plain import plain
from station.queries import Feedback, InspectionQuery, Review
from station.types import ImageState, Inspection

MOST = 50_000
"""Inspections in one zip. More would be a file that nobody can open or send."""
ROOM = 20_000_000
"""Bytes that a disk must have free beyond the pictures."""
_PAGE = 500
_CHUNK = 1 << 20
_REVIEW_COLUMNS = ("id", "at_utc", "who", "verdict", "instead_of", "defect", "why")
_FEEDBACK_COLUMNS = (
    "id", "at_utc", "who", "said", "reason", "outcome", "settled_at_utc", "settled_by", "note",
)  # fmt: skip
_SCHEMA = 1
_OLDEST = (1980, 1, 1, 0, 0, 0)  # the zip format knows no earlier time


@dataclass(frozen=True, slots=True)
class Zipped:
    """What is in the zip. `missing` pictures are listed in it with why; `changed` ones are in it, and listed too."""

    path: Path
    rows: int
    pictures: int
    missing: int
    changed: int
    bytes: int = 0


def export_zip(
    records: Records,
    images_dir: Path,
    query: InspectionQuery,
    path: Path,
    *,
    by: Session,
    station: str = "",
    most: int = MOST,
    free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    progress: Progress = lambda _fraction, _stage: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Zipped:
    """Write what matches `query`, newest first, with the pictures that are there. An older file is replaced at the end.

    Raises:
        NotPermitted: before anything is read.
        UsageError: nothing matches, or more than `most`.
        StorageError: the disk is full or will be, or the folder cannot be written. Nothing is left behind.
        Cancelled: nothing is left behind.
    """
    by.require(Action.EXPORT_HISTORY)
    total = records.lookback.total(query, at_most=most)
    if total.count == 0:
        raise UsageError("Nothing matches, so there is nothing to export.", "Choose other filters.")
    if total.count > most or total.more:
        count = f"more than {most:,}" if total.more else f"{total.count:,}"
        raise UsageError(
            f"{count} inspections match; a zip with pictures takes {most:,} at most.",
            "Choose a shorter time, or export the CSV alone.",
        )
    with whole_file(path) as file:
        writer = _Writer(file, progress, cancelled)
        result = writer.write_all(records, images_dir, query, total.count, free_bytes, path, by.name, station)
        result = replace(result, bytes=file.tell())
    progress(1.0, "written")
    return result


class _Writer:
    def __init__(self, file: IO[bytes], progress: Progress, cancelled: Callable[[], bool]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True)
        self._progress, self._cancelled = progress, cancelled
        self._sums: list[tuple[str, str]] = []

    def write_all(
        self,
        records: Records,
        images_dir: Path,
        query: InspectionQuery,
        total: int,
        free_bytes: Callable[[Path], int],
        path: Path,
        who: str,
        station: str,
    ) -> Zipped:
        found: list[Inspection] = []
        with self._zip:
            self._write_csv("inspections.csv", COLUMNS, self._rows(records, query, total, found))
            ids = [one.id for one in found]
            self._write_csv("reviews.csv", _REVIEW_COLUMNS, map(_review_cells, records.lookback.reviews(ids)))
            self._write_csv("feedback.csv", _FEEDBACK_COLUMNS, map(_feedback_cells, records.lookback.feedback(ids)))
            regions = (row for one in found for row in region_cells(one))
            self._write_csv("defect_regions.csv", REGION_COLUMNS, regions)
            self._check_room(found, free_bytes(path.parent), path)
            pictures, flawed = self._write_pictures(images_dir, found)
            self._write_csv("missing.csv", ("id", "image_path", "flaw", "in_zip", "why"), flawed)
            changed = sum(row[3] == "yes" for row in flawed)
            missing = len(flawed) - changed
            self._write_text(
                "manifest.json",
                json.dumps(
                    {
                        "schema": _SCHEMA,
                        "station": station,
                        "made_at_utc": time_cell(datetime.now(UTC)),
                        "made_by": who,
                        "query": plain(query),
                        "inspections": len(found),
                        "pictures": pictures,
                        "pictures_missing": missing,
                        "pictures_changed": changed,
                        "newest_utc": time_cell(found[0].at) if found else None,
                        "oldest_utc": time_cell(found[-1].at) if found else None,
                    },
                    indent=1,
                    ensure_ascii=False,
                ),
            )
            self._write_text("SHA256SUMS", "".join(f"{sha256}  {name}\n" for name, sha256 in self._sums))
        return Zipped(path, len(found), pictures, missing, changed)

    def _rows(
        self, records: Records, query: InspectionQuery, total: int, found: list[Inspection]
    ) -> Iterator[Sequence[object]]:
        """Yield the rows of the table, and keep the inspections in `found`."""
        after = None
        while True:
            self._stop_if_cancelled()
            page = records.inspections(query, limit=_PAGE, after=after)
            found += page.items
            self._progress(0.1 * min(1.0, len(found) / total), f"reading, {len(found)} inspections")
            yield from map(cells, page.items)
            if page.next is None:
                return
            after = page.next

    def _check_room(self, found: Iterable[Inspection], free: int, path: Path) -> None:
        needed = sum(one.image.bytes or 0 for one in found if one.image.state is ImageState.STORED) + ROOM
        if needed > free:
            raise StorageError(
                f"{path}: the pictures need {needed / 1e9:.2f} GB, and the disk has {free / 1e9:.2f} GB free.",
                "Free some space, choose a shorter time, or write to another disk.",
            )

    def _write_pictures(self, images_dir: Path, found: Sequence[Inspection]) -> tuple[int, list[Sequence[object]]]:
        """Returns how many are in the zip, and the rows of missing.csv."""
        stored = 0
        flawed: list[Sequence[object]] = []
        for number, one in enumerate(found):
            if number % 32 == 0:
                self._stop_if_cancelled()
                self._progress(0.1 + 0.89 * number / len(found), f"packing, {stored} pictures")
            if one.image.state is ImageState.NONE:
                continue
            flaw = self._write_picture(picture_file(images_dir, one), one)
            stored += flaw is None or flaw is Flaw.CHANGED
            if flaw is not None:
                there = "yes" if flaw is Flaw.CHANGED else "no"
                flawed.append((text_cell(one.id), text_cell(one.image.path), flaw.value, there, FLAW_TEXT[flaw]))
        return stored, flawed

    def _write_picture(self, file: Path | None, one: Inspection) -> Flaw | None:
        if file is None:
            return Flaw(one.image.state.value) if one.image.state is not ImageState.STORED else Flaw.GONE
        name = f"images/{one.image.path}"
        digest = hashlib.sha256()
        try:
            source = file.open("rb")
        except FileNotFoundError:
            return Flaw.GONE
        except OSError:
            return Flaw.UNREADABLE
        with source:
            info = zipfile.ZipInfo(name, max(one.at.astimezone(UTC).timetuple()[:6], _OLDEST))
            info.file_size = os.fstat(source.fileno()).st_size
            with self._zip.open(info, "w") as target:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    target.write(chunk)
        self._sums.append((name, digest.hexdigest()))
        return None if one.image.sha256 in (None, digest.hexdigest()) else Flaw.CHANGED

    def _write_csv(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        digest = hashlib.sha256()
        buffer = io.StringIO(newline="")
        table = csv.writer(buffer)

        def flush(target: IO[bytes]) -> None:
            data = buffer.getvalue().encode()
            digest.update(data)
            target.write(data)
            buffer.seek(0)
            buffer.truncate()

        with self._zip.open(self._info(name), "w", force_zip64=True) as target:
            buffer.write("\ufeff")  # the byte order mark makes spreadsheets read it as UTF-8
            table.writerow(columns)
            for row in rows:
                table.writerow(row)
                if buffer.tell() > _CHUNK:
                    flush(target)
            flush(target)
        self._sums.append((name, digest.hexdigest()))

    def _write_text(self, name: str, text: str) -> None:
        data = text.encode()
        self._zip.writestr(self._info(name), data)
        self._sums.append((name, hashlib.sha256(data).hexdigest()))

    def _info(self, name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, datetime.now().timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED
        return info

    def _stop_if_cancelled(self) -> None:
        if self._cancelled():
            raise Cancelled("The export was cancelled.", "Nothing was written.")


def _review_cells(review: Review) -> Sequence[object]:
    return (
        text_cell(review.inspection_id), time_cell(review.at), text_cell(review.who), review.verdict.value,
        review.was.value, text_cell(review.defect), text_cell(review.why),
    )  # fmt: skip


def _feedback_cells(one: Feedback) -> Sequence[object]:
    return (
        text_cell(one.inspection_id), time_cell(one.at), text_cell(one.who), one.said.value, text_cell(one.reason),
        one.outcome.value, time_cell(one.settled_at) if one.settled_at else "", text_cell(one.settled_by),
        text_cell(one.note),
    )  # fmt: skip
