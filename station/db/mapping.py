"""Domain objects to rows and back, without loss."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping

from station.db import region_rows
from station.queries import ImageLabel, LabelledImage, ModelRecord
from station.types import (
    DefectRegion,
    Event,
    EventKind,
    ImageRef,
    ImageState,
    Inspection,
    ModelRef,
    OutputState,
    Purpose,
    Quality,
    Reason,
    RecipeRef,
    Timings,
    Verdict,
)

Row = RowMapping
HOUR_US = 3_600_000_000
TIMING_COLUMNS = ("grab_ms", "queue_ms", "inference_ms", "commit_ms", "output_ms", "total_ms")
QUALITY_COLUMNS = ("brightness", "saturated", "sharpness", "shift_px", "turn_deg")
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_us(moment: datetime) -> int:
    """Microseconds since 1970 in UTC, exact. Raises ValueError for a time without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a recorded time needs a time zone")
    return (moment - _EPOCH) // _MICROSECOND


def from_us(us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=us)


def inspection_to_row(inspection: Inspection, recipe_id: int | None) -> dict[str, Any]:
    score, word = inspection.score, None
    if score is not None and not math.isfinite(score):
        word, score = repr(float(score)), None  # SQLite would keep NaN as NULL
    model = inspection.model
    row: dict[str, Any] = {
        "id": inspection.id,
        "trigger_id": inspection.trigger_id,
        "source": inspection.source,
        "part_id": inspection.part_id,
        "seq": inspection.seq,
        "at_us": to_us(inspection.at),
        "verdict": inspection.verdict.value,
        "reason": inspection.reason.value,
        "detail": inspection.detail,
        "score": score,
        "score_word": word,
        "threshold": inspection.threshold,
        "review_from": inspection.review_from,
        "recipe_id": recipe_id,
        "model_name": model.name if model else None,
        "model_version": model.version if model else None,
        "model_sha256": model.sha256 if model else None,
        "camera_id": inspection.camera_id,
        "output": inspection.output.value,
        "purpose": inspection.purpose.value,
        "signed_in": inspection.signed_in,
        "acquisition": inspection.acquisition,
        "pose": None if inspection.pose is None else json.dumps(inspection.pose),
        "pose_index": inspection.pose_index,
        "setup": inspection.setup,
        **quality_to_row(inspection.quality),
        **region_rows.summary_to_row(inspection.regions_found),
    }
    row.update(timings_to_row(inspection.timings))
    row.update(image_to_row(inspection.image))
    return row


def quality_to_row(quality: Quality | None) -> dict[str, Any]:
    return {name: None if quality is None else getattr(quality, name) for name in QUALITY_COLUMNS}


def timings_to_row(timings: Timings) -> dict[str, Any]:
    return {name: getattr(timings, name) for name in TIMING_COLUMNS}


def image_to_row(image: ImageRef) -> dict[str, Any]:
    return {
        "image_state": image.state.value,
        "image_path": image.path,
        "image_sha256": image.sha256,
        "image_bytes": image.bytes,
    }


def inspection_from_row(row: Row, recipe: RecipeRef | None, largest: Sequence[DefectRegion] = ()) -> Inspection:
    word = row["score_word"]
    model = None
    if row["model_name"] is not None:
        model = ModelRef(row["model_name"], row["model_version"], row["model_sha256"])
    return Inspection(
        id=row["id"],
        trigger_id=row["trigger_id"],
        source=row["source"],
        part_id=row["part_id"],
        seq=row["seq"],
        at=from_us(row["at_us"]),
        verdict=Verdict(row["verdict"]),
        reason=Reason(row["reason"]),
        detail=row["detail"],
        score=float(word) if word is not None else row["score"],
        threshold=row["threshold"],
        review_from=row["review_from"],
        recipe=recipe,
        model=model,
        camera_id=row["camera_id"],
        timings=Timings(**{name: row[name] for name in TIMING_COLUMNS}),
        image=ImageRef(ImageState(row["image_state"]), row["image_path"], row["image_sha256"], row["image_bytes"]),
        output=OutputState(row["output"]),
        purpose=Purpose(row["purpose"]),
        signed_in=row["signed_in"],
        acquisition=row["acquisition"],
        pose=None if row["pose"] is None else tuple(json.loads(row["pose"])),
        pose_index=row["pose_index"],
        setup=row["setup"],
        quality=None if row["brightness"] is None else Quality(**{name: row[name] for name in QUALITY_COLUMNS}),
        regions_found=region_rows.summary_from_row(row, largest),
    )


def event_to_row(event: Event) -> dict[str, Any]:
    return {
        "at_us": to_us(event.at),
        "kind": event.kind.value,
        "message": event.message,
        "who": event.who,
        "details": dump(event.details),
    }


def event_from_row(row: Row) -> Event:
    return Event(
        from_us(row["at_us"]),
        EventKind(row["kind"]),
        row["message"],
        row["who"],
        json.loads(row["details"]),
        row["id"],
    )


def model_to_row(model: ModelRecord) -> dict[str, Any]:
    return {
        "name": model.ref.name,
        "version": model.ref.version,
        "sha256": model.ref.sha256,
        "detector": model.detector,
        "options": dump(model.options),
        "n_images": model.n_images,
        "created_us": to_us(model.created_at),
        "created_by": model.created_by,
        "note": model.note,
    }


def model_from_row(row: Row) -> ModelRecord:
    return ModelRecord(
        ref=ModelRef(row["name"], row["version"], row["sha256"]),
        detector=row["detector"],
        n_images=row["n_images"],
        created_at=from_us(row["created_us"]),
        created_by=row["created_by"],
        options=json.loads(row["options"]),
        note=row["note"],
    )


def image_record_to_row(image: LabelledImage) -> dict[str, Any]:
    return {
        "recipe": image.recipe,
        "path": image.path,
        "sha256": image.sha256,
        "label": image.label.value,
        "defect": image.defect,
        "width": image.width,
        "height": image.height,
        "channels": image.channels,
        "dtype": image.dtype,
        "added_us": to_us(image.added_at),
    }


def image_record_from_row(row: Row) -> LabelledImage:
    return LabelledImage(
        recipe=row["recipe"],
        path=row["path"],
        sha256=row["sha256"],
        label=ImageLabel(row["label"]),
        width=row["width"],
        height=row["height"],
        channels=row["channels"],
        dtype=row["dtype"],
        added_at=from_us(row["added_us"]),
        defect=row["defect"],
    )


def dump(values: Mapping[str, Any]) -> str:
    return json.dumps(dict(values), sort_keys=True, ensure_ascii=False, default=str)


def storable(row: dict[str, Any]) -> dict[str, Any]:
    """Return `row` with texts that every database takes: a file name or a scanner may give what is no Unicode."""
    return {name: _escaped(value) if isinstance(value, str) else value for name, value in row.items()}


def _escaped(text: str) -> str:
    return _NOT_STORABLE.sub(lambda found: ascii(found[0])[1:-1], text)
