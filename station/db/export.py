"""Inspections as a CSV file that spreadsheets and scripts both read."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from io import BufferedRandom
from pathlib import Path

from station.errors import Cancelled
from station.images import whole_file
from station.types import Inspection

COLUMNS = (
    "id", "at_utc", "part_id", "verdict", "reason", "score", "threshold", "review_from", "recipe", "recipe_version",
    "recipe_sha256", "model", "model_version", "model_sha256", "trigger_id", "source", "seq", "camera_id", "output",
    "image_state", "image_path", "image_sha256", "image_bytes", "grab_ms", "queue_ms", "inference_ms", "commit_ms",
    "output_ms", "total_ms", "detail", "purpose", "signed_in", "acquisition", "pose", "pose_index", "setup",
    "n_regions", "regions_px", "regions_mm2", "peak", "peak_x", "peak_y",
)  # fmt: skip
"""The order is fixed; new columns are added at the end."""

REGION_COLUMNS = (
    "id", "number", "area_px", "area_mm2", "x_px", "y_px", "x_mm", "y_mm", "left", "top", "width", "height", "peak",
    "peak_x", "peak_y",
)  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def text_cell(text: str | None) -> str:
    """Make a text from outside safe for spreadsheets, which run a cell that begins with one of = + - @ as a formula."""
    if text is None:
        return ""
    return f"'{text}" if text.startswith(_FORMULA) else text


def time_cell(moment: datetime) -> str:
    """ISO 8601 in UTC with microseconds: 2025-03-01T07:15:00.000000Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def cells(inspection: Inspection) -> list[object]:
    """One inspection in the order of `COLUMNS`. Numbers as Python writes them, so that they read back exactly."""
    recipe, model, image, times = inspection.recipe, inspection.model, inspection.image, inspection.timings
    regions = inspection.regions_found
    return [
        text_cell(inspection.id), time_cell(inspection.at), text_cell(inspection.part_id), inspection.verdict.value,
        inspection.reason.value, inspection.score, inspection.threshold, inspection.review_from,
        text_cell(recipe.name if recipe else None), recipe.version if recipe else None,
        recipe.sha256 if recipe else None, text_cell(model.name if model else None),
        model.version if model else None, model.sha256 if model else None, text_cell(inspection.trigger_id),
        text_cell(inspection.source), inspection.seq, text_cell(inspection.camera_id), inspection.output.value,
        image.state.value, text_cell(image.path), image.sha256, image.bytes, times.grab_ms, times.queue_ms,
        times.inference_ms, times.commit_ms, times.output_ms, times.total_ms, text_cell(inspection.detail),
        inspection.purpose.value, text_cell(inspection.signed_in), inspection.acquisition,
        None if inspection.pose is None else json.dumps(inspection.pose), inspection.pose_index, inspection.setup,
        inspection.n_regions, regions.area_px if regions else None, regions.area_mm2 if regions else None,
        regions.peak if regions else None, regions.peak_x if regions else None, regions.peak_y if regions else None,
    ]  # fmt: skip


def region_cells(inspection: Inspection) -> list[Sequence[object]]:
    """The defect regions of an inspection in the order of `REGION_COLUMNS`, one row each."""
    return [
        (
            text_cell(inspection.id), number, one.area_px, one.area_mm2, one.x, one.y, one.x_mm, one.y_mm, one.left,
            one.top, one.width, one.height, one.peak, one.peak_x, one.peak_y,
        )
        for number, one in enumerate(inspection.defect_regions, 1)
    ]  # fmt: skip


def write_csv(
    inspections: Iterable[Inspection],
    path: Path,
    *,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write `inspections` to `path`; see `write_table`."""
    return write_table(COLUMNS, (cells(one) for one in inspections), path, progress=progress, cancelled=cancelled)


def write_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    path: Path,
    *,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write a table to `path`, whole or not at all; where it is not written, an older file is as it was.

    Returns the number of rows. Raises Cancelled; StorageError: the folder is missing or read-only, or the disk is full.
    """
    written = 0
    with whole_file(path) as file, _text(file) as lines:
        writer = csv.writer(lines)
        writer.writerow(columns)
        for row in rows:
            if written % 256 == 0 and cancelled is not None and cancelled():
                raise Cancelled("The export was cancelled.", "Nothing was written.")
            writer.writerow(row)
            written += 1
            if written % 256 == 0 and progress is not None:
                progress(written)
    if progress is not None:
        progress(written)
    return written


@contextlib.contextmanager
def _text(file: BufferedRandom) -> Iterator[io.TextIOWrapper]:
    """Write text into `file`, which stays open. The byte order mark makes spreadsheets read it as UTF-8."""
    lines = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        yield lines
    finally:
        lines.detach()
